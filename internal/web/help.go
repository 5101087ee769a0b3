package web

import "onrecord/internal/wording"

// helpView lists the vocabularies, so that every word on the page is explained in one place.
type helpView struct{}

// Statuses, Stances and Precisions are the lists of words.
func (helpView) Statuses() []wording.Term { return wording.Statuses() }

func (helpView) Stances() []wording.Term {
	var out []wording.Term
	for _, c := range []string{"asserts", "confirms", "denies", "doubts", "hearsay"} {
		out = append(out, wording.Stance(c))
	}
	return out
}

func (helpView) Anonymities() []wording.Term {
	return []wording.Term{wording.Anonymity("named"), wording.Anonymity("role"), wording.Anonymity("unnamed")}
}

func (helpView) Chain() []hop {
	return []hop{
		{Name: "Al Jazeera", Kind: wording.Kind("outlet"), Stance: wording.Stance("asserts"), Anonymity: "named"},
		{Name: "Nicolas Normand", Kind: wording.Kind("person"), Stance: wording.Stance("asserts"), Anonymity: "named"},
		{Name: "his sources", Kind: wording.Kind("group"), Stance: wording.Stance("hearsay"), Anonymity: "unnamed", Note: "not named"},
	}
}
