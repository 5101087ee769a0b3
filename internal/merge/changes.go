package merge

import (
	"cmp"
	"slices"
)

// advance orders statuses by how far an act has come; what was still planned in a late copy does not take it back.
func advance(status string) int {
	switch status {
	case "planned":
		return 1
	case "ongoing":
		return 2
	case "occurred", "not_occurred":
		return 3
	}
	return 0 // possible, demanded, threatened
}

// history lists the changes of status: for each day of publication what most sources said.
func (s *summary) history() []Step {
	var steps []Step
	for i := 0; i < len(s.reports); {
		j := i
		for j < len(s.reports) && s.reports[j].Published == s.reports[i].Published {
			j++
		}
		day := summary{reports: s.reports[i:j], voices: s.voices}
		for k, v := range day.tally(func(r *Report) []Value { return []Value{{Value: r.Status}} }, func(v *Value) int { return advance(v.Value) }) {
			if k > 0 {
				break
			}
			last := len(steps) - 1
			switch {
			case last >= 0 && steps[last].Status == v.Value:
				steps[last].Sources = union(steps[last].Sources, v.Sources)
				steps[last].Reports = union(steps[last].Reports, v.Reports)
			case last >= 0 && advance(v.Value) < advance(steps[last].Status):
			default:
				steps = append(steps, Step{Status: v.Value, From: s.reports[i].Published.String(), Sources: v.Sources, Reports: v.Reports})
			}
		}
		i = j
	}
	return steps
}

func union(a, b []string) []string {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

// status lists all statuses, the one that the history ends in first.
func (s *summary) status(history []Step) []Value {
	now := ""
	if len(history) > 0 {
		now = history[len(history)-1].Status
	}
	return s.tally(func(r *Report) []Value { return []Value{{Value: r.Status}} }, func(v *Value) int {
		if v.Value == now {
			return 1
		}
		return 0
	})
}

// figures lists what was counted, and for each every number given, in the order in which they appeared.
func (s *summary) figures() []Tally {
	tallies := []Tally{}
	for _, r := range s.reports {
		day := r.Published.String()
		for i := range r.Figures {
			f := &r.Figures[i]
			t := slices.IndexFunc(tallies, func(t Tally) bool { return t.Class == f.Class && t.Role == f.Role })
			if t < 0 {
				t = len(tallies)
				tallies = append(tallies, Tally{Class: f.Class, Role: f.Role})
			}
			values := tallies[t].Values
			n := slices.IndexFunc(values, func(n Number) bool { return same(n.Low, f.Low) && same(n.High, f.High) && same(n.Best, f.Best) })
			if n < 0 {
				n = len(values)
				values = append(values, Number{Low: f.Low, High: f.High, Best: f.Best, Words: f.Words, First: day})
			}
			values[n].Last = day
			values[n].Sources = union(values[n].Sources, []string{s.voices[r.ID].Name})
			values[n].Reports = union(values[n].Reports, []string{r.ID})
			tallies[t].Values = values
		}
	}
	for i := range tallies {
		vs := tallies[i].Values
		for k := range vs {
			best := &vs[tallies[i].Latest]
			if cmp.Or(cmp.Compare(vs[k].Last, best.Last), cmp.Compare(len(vs[k].Sources), len(best.Sources)), cmp.Compare(len(vs[k].Reports), len(best.Reports)), cmp.Compare(vs[k].First, best.First)) > 0 {
				tallies[i].Latest = k
			}
		}
	}
	slices.SortStableFunc(tallies, func(a, b Tally) int { return cmp.Compare(weight(b.Role), weight(a.Role)) })
	return tallies
}

// weight puts first what readers ask first.
func weight(role string) int {
	return slices.Index([]string{"other", "supplied", "recruited", "gathered", "withdrawn", "deployed", "evacuated", "displaced", "missing", "arrested", "abducted", "wounded", "killed"}, role)
}

func same(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// sources lists the independent sources and what they do with the act.
func (s *summary) sources(in *Incident) {
	in.Sources = []Origin{}
	var asserting []*voice
	for _, v := range s.all {
		v.Stances = keys(v.stances)
		in.Sources = append(in.Sources, v.Origin)
		if v.stances["asserts"] || v.stances["confirms"] {
			asserting = append(asserting, v)
		}
		if v.stances["confirms"] {
			in.Confirms = append(in.Confirms, v.Name)
		}
		if v.stances["denies"] {
			in.Denies = append(in.Denies, v.Name)
		}
		if v.stances["doubts"] {
			in.Doubts = append(in.Doubts, v.Name)
		}
	}
	for _, list := range []*[]string{&in.Confirms, &in.Denies, &in.Doubts} {
		slices.Sort(*list)
	}
	slices.SortStableFunc(in.Sources, func(a, b Origin) int { return cmp.Compare(len(b.Carriers), len(a.Carriers)) })
	in.Independent = len(asserting)
	in.OneSided = oneSide(asserting)
}

// oneSide returns the party on whose word alone an act rests: all sources that assert it are parties to it, and of one
// country, or one and the same.
func oneSide(asserting []*voice) string {
	if len(asserting) == 0 {
		return ""
	}
	first := asserting[0]
	for _, v := range asserting {
		if !v.Party || v != first && (v.party.Code == "" || v.party.Code != first.party.Code) {
			return ""
		}
	}
	return first.Name
}

// ends returns the earliest and the latest report whose day is known.
func (s *summary) ends() (first, latest Mention) {
	if len(s.reports) == 0 {
		return first, latest
	}
	n := len(s.reports)
	for n > 1 && s.reports[n-1].Published == NoDay {
		n--
	}
	return s.mention(s.reports[0]), s.mention(s.reports[n-1])
}

func (s *summary) members(in *Incident, leader string) {
	articles := map[string]bool{}
	in.Reports = []string{}
	for _, r := range s.reports {
		articles[r.Article] = true
		if r.ID == leader {
			in.Reports = append([]string{r.ID}, in.Reports...)
		} else {
			in.Reports = append(in.Reports, r.ID)
		}
	}
	in.Articles = keys(articles)
}

// modes lists the modes of the act that reports name, the commonest first.
func (s *summary) modes() []string {
	var out []string
	for _, v := range s.tally(func(r *Report) []Value {
		var vs []Value
		for _, m := range r.Modes {
			vs = append(vs, Value{Value: m})
		}
		return vs
	}, nil) {
		out = append(out, v.Value)
	}
	return out
}
