package web

import "onrecord/internal/web/words"

// helpView lists the vocabularies, so that every word on the page is explained in one place.
type helpView struct{}

// Statuses, Stances and Precisions are the lists of words.
func (helpView) Statuses() []words.Term { return words.Statuses() }

func (helpView) Stances() []words.Term {
	var out []words.Term
	for _, c := range []string{"asserts", "confirms", "denies", "doubts", "hearsay"} {
		out = append(out, words.Stance(c))
	}
	return out
}

func (helpView) Anonymities() []words.Term {
	return []words.Term{words.Anonymity("named"), words.Anonymity("role"), words.Anonymity("unnamed")}
}

func (helpView) Chain() []hop {
	return []hop{
		{Name: "Al Jazeera", Kind: words.Kind("outlet"), Stance: words.Stance("asserts"), Anonymity: "named"},
		{Name: "Nicolas Normand", Kind: words.Kind("person"), Stance: words.Stance("asserts"), Anonymity: "named"},
		{Name: "his sources", Kind: words.Kind("group"), Stance: words.Stance("hearsay"), Anonymity: "unnamed", Note: "not named"},
	}
}
