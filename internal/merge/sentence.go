package merge

import (
	"strings"

	"onrecord/internal/wording"
)

// sentence describes the incident in one sentence without codes: who did what to whom, where and when, how many, on how
// many words, and who denies it.
func (in *Incident) sentence(modes []string) string {
	act, status, place, from, to := "act", "", "", "", ""
	if len(in.Act) > 0 {
		act = in.Act[0].Value
	}
	if len(in.Status) > 0 {
		status = in.Status[0].Value
	}
	if len(in.Place) > 0 {
		place = in.Place[0].Value
	}
	if len(in.Date) > 0 {
		from, to = in.Date[0].From, in.Date[0].To
	}
	var b strings.Builder
	b.WriteString(wording.Setting(wording.Clause(act, modes, status, leading(in.Actors), leading(in.Recips)), place, from, to))
	if t := in.toll(); t != "" {
		b.WriteString("; " + t)
	}
	switch {
	case in.OneSided != "":
		b.WriteString("; on the word of " + in.OneSided + " alone")
	case in.Independent == 1:
		b.WriteString("; one source")
	case in.Independent > 1:
		b.WriteString("; " + wording.Count(in.Independent, "independent source"))
	}
	if len(in.Denies) > 0 {
		b.WriteString("; denied by " + wording.List(in.Denies))
	}
	return b.String() + "."
}

// leading names the parties of a side in a sentence: the best supported, and those that half as many sources name.
func leading(vs []Value) []string {
	var names []string
	for _, v := range vs {
		if 2*len(v.Sources) >= len(vs[0].Sources) && len(nameStems(v.Value)) > 0 {
			names = append(names, strings.Join(strings.Fields(v.Value), " "))
		}
	}
	return wording.Few(names)
}

// toll says the first figure in the words of the reports, the latest number last.
func (in *Incident) toll() string {
	if len(in.Figures) == 0 {
		return ""
	}
	t := in.Figures[0]
	latest := t.Values[t.Latest]
	s := strings.Join(strings.Fields(latest.Words), " ")
	if t.Role != "" && t.Role != "other" && !strings.Contains(s, t.Role) {
		s += " " + t.Role
	}
	if first := t.Values[0]; t.Latest != 0 {
		s += ", first " + strings.Join(strings.Fields(first.Words), " ")
	}
	return s
}
