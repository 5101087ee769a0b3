package merge

import (
	"strconv"
	"strings"
)

// acts says in plain words what an act is, alone or in a mode, and how the one to whom it is done is joined to it.
var acts = map[string]struct{ noun, to string }{
	"AGREE": {"agreement or offer to cooperate", "with"}, "CONSULT": {"talks", "with"}, "CONSULT visit": {"visit", "to"}, "CONSULT phone": {"talks by phone", "with"},
	"SUPPORT": {"support", "for"}, "CONCEDE": {"concession", "to"}, "COOPERATE": {"cooperation", "with"}, "AID": {"aid", "to"},
	"RETREAT": {"easing off", "towards"}, "RETREAT withdraw": {"withdrawal", "from"}, "RETREAT release": {"release", "of"}, "RETREAT disarm": {"disarmament", "of"},
	"RETREAT ceasefire": {"ceasefire", "with"}, "RETREAT access": {"access granted", "to"}, "RETREAT resign": {"resignation", "from"},
	"REQUEST": {"demand", "to"}, "ACCUSE": {"accusation or criticism", "of"}, "ACCUSE investigate": {"investigation or charge", "of"}, "REJECT": {"refusal", "towards"},
	"THREATEN": {"threat", "to"}, "PROTEST": {"protest", "against"}, "PROTEST strike": {"strike", "against"}, "PROTEST riot": {"riot", "against"},
	"SANCTION": {"punishment or cut in relations", "of"}, "SANCTION convict": {"conviction", "of"}, "SANCTION expel": {"expulsion", "of"},
	"MOBILIZE": {"mobilisation", "towards"}, "MOBILIZE troops": {"movement of troops", "towards"}, "MOBILIZE police": {"movement of police", "towards"},
	"COERCE": {"repression", "of"}, "COERCE arrest": {"arrest", "of"}, "COERCE seize": {"seizure or raid", "of"}, "COERCE restrict": {"restriction", "of"},
	"COERCE censor": {"censorship", "of"}, "COERCE curfew": {"curfew", "for"}, "COERCE martial-law": {"martial law", "for"}, "COERCE deport": {"deportation", "of"},
	"COERCE cyber": {"attack by computer", "on"}, "COERCE coup": {"coup", "against"},
	"ASSAULT": {"attack", "on"}, "ASSAULT abduct": {"abduction", "of"}, "ASSAULT torture": {"torture", "of"}, "ASSAULT targeted": {"targeted killing", "of"},
	"ASSAULT firearms": {"shooting", "of"}, "ASSAULT explosives": {"bombing", "of"}, "ASSAULT suicide-attack": {"suicide attack", "on"},
	"ASSAULT aerial": {"air strike", "on"}, "ASSAULT drone": {"drone strike", "on"}, "ASSAULT heavy-weapons": {"shelling", "of"},
}

// sentence describes the incident in one sentence without codes: what by whom to whom, where and when, how many, on how
// many words, and who denies it.
func (in *Incident) sentence(modes []string) string {
	act := "act"
	to := "towards"
	if len(in.Act) > 0 {
		a, ok := acts[in.Act[0].Value]
		if !ok {
			a.noun, a.to = strings.ToLower(in.Act[0].Value), "towards"
		}
		for _, m := range modes {
			if x, found := acts[in.Act[0].Value+" "+m]; found {
				a = x
				break
			}
		}
		act, to = a.noun, a.to
	}
	var b strings.Builder
	status := ""
	if len(in.Status) > 0 {
		status = in.Status[0].Value
	}
	switch status {
	case "ongoing", "planned", "possible", "demanded", "threatened":
		act = status + " " + act
	}
	b.WriteString(strings.ToUpper(act[:1]) + act[1:])
	if n := listed(in.Actors); n != "" {
		b.WriteString(" by " + n)
	}
	if n := listed(in.Recips); n != "" {
		b.WriteString(" " + to + " " + n)
	}
	if len(in.Place) > 0 {
		b.WriteString(" in " + in.Place[0].Value)
	}
	if len(in.Date) > 0 {
		b.WriteString(", " + in.Date[0].Value)
	}
	if status == "not_occurred" {
		b.WriteString(", which did not happen")
	}
	if t := in.toll(); t != "" {
		b.WriteString("; " + t)
	}
	switch {
	case in.OneSided != "":
		b.WriteString("; on the word of " + in.OneSided + " alone")
	case in.Independent == 1:
		b.WriteString("; one source")
	case in.Independent > 1:
		b.WriteString("; " + strconv.Itoa(in.Independent) + " independent sources")
	}
	if len(in.Denies) > 0 {
		b.WriteString("; denied by " + strings.Join(in.Denies, ", "))
	}
	return b.String() + "."
}

// listed names at most three parties: the best supported, and those that half as many sources name.
func listed(vs []Value) string {
	var names []string
	for _, v := range vs {
		if 2*len(v.Sources) < len(vs[0].Sources) || len(nameStems(v.Value)) == 0 {
			continue
		}
		if len(names) == 3 {
			names = append(names, "others")
			break
		}
		names = append(names, strings.Join(strings.Fields(v.Value), " "))
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
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
