package event

import (
	"fmt"
	"strings"

	"onrecord/internal/doc"
)

// whyRest gives the reasons for the fields that why leaves out: mode, place, origin, date, figures, claim, context and
// the folded code. Every field of an event that is not empty has one.
func (r *reader) whyRest(group []*cand, e *doc.Event) []doc.Reason {
	x := group[0]
	var out []doc.Reason
	add := func(field, value, evidence string) {
		out = append(out, doc.Reason{Field: field, Value: value, Evidence: evidence})
	}
	for _, m := range e.Mode {
		add("mode", m, r.whyMode(group, e, m))
	}
	if e.Place >= 0 {
		p := &r.d.Places[e.Place]
		add("place", p.Name, r.whySite(group, p.Sentence, p.Span, func(y *cand) bool { return y.place == e.Place })+placeDoubt(p))
	}
	if e.Origin >= 0 {
		p := &r.d.Places[e.Origin]
		add("origin", p.Name, r.whySite(group, p.Sentence, p.Span, func(y *cand) bool { return y.origin == e.Origin })+placeDoubt(p))
	}
	if e.Date >= 0 {
		t := &r.d.Dates[e.Date]
		value := strings.Trim(t.From+" to "+t.To, " ")
		if t.From == t.To {
			value = t.From
		}
		how := r.whySite(group, t.Sentence, t.Span, func(y *cand) bool { return y.date == e.Date })
		if t.Rule != "" {
			how += "; rule " + t.Rule
		}
		add("date", value, how+", against "+t.Anchor)
	}
	for _, f := range e.Figures {
		g := &r.d.Figures[f]
		add("figure", r.d.Text(g.Span), r.whySite(group, g.Sentence, g.Span, func(y *cand) bool { return hasFigure(y, f) }))
	}
	if e.Claim >= 0 {
		c := &r.d.Claims[e.Claim]
		value := "a source that is not named"
		if n := len(c.Chain); n > 0 {
			value = c.Chain[n-1].Name
		}
		how := "the words stand in quotation marks"
		if !c.Cue.Empty() {
			how = fmt.Sprintf("the cue %q", r.d.Text(c.Cue))
		}
		if y := spokenIn(group); y != nil {
			how += fmt.Sprintf(" covers %q, probability %.2f", r.d.Text(y.anchor), r.c.yes(r.voiceFeatures(group, y), labelVoice))
		}
		add("claim", value, how)
	} else if y := spokenIn(group); y != nil {
		add("claim", "the article itself", fmt.Sprintf("a claim covers %q, but with probability %.2f it vouches for it", r.d.Text(y.anchor), r.c.yes(r.voiceFeatures(group, y), labelVoice)))
	}
	for _, c := range e.Context {
		add("context", c, r.whyContext(x, c))
	}
	return append(out, whyFolded(e)...)
}

// whyMode says which row or word gives a mode.
func (r *reader) whyMode(group []*cand, e *doc.Event, mode string) string {
	for _, y := range group {
		if y.own != nil && y.own.row.typ.Mode == mode {
			return y.own.row.typ.Source + ": " + y.own.row.typ.Name
		}
		for _, row := range y.rows[:y.hold] {
			if row.act == y.act && row.mode == mode {
				return "acts.tsv: " + row.text
			}
		}
		for _, c := range r.c.modes[y.act] {
			if c.mode != mode {
				continue
			}
			for _, k := range r.around(y) {
				if t := r.trees[y.sent]; c.in(t, k) {
					return fmt.Sprintf("mode-cues.tsv: %q", t.tok(k).Text)
				}
			}
		}
	}
	return "learned from the word and its surroundings"
}

// whySite says where the words for a place, date or figure stand, seen from the mention of the act that has them.
func (r *reader) whySite(group []*cand, sent int, span doc.Span, has func(*cand) bool) string {
	words := fmt.Sprintf("%q", r.d.Text(span))
	for _, y := range group {
		if !has(y) {
			continue
		}
		if sent != y.sent {
			return fmt.Sprintf("%s, %s", words, apart(y.sent-sent))
		}
		if k := r.headOf(sent, span); k >= 0 {
			return fmt.Sprintf("%s, parse path %s from %q", words, r.trees[sent].path(y.tok, k), r.trees[sent].tok(y.tok).Text)
		}
		break
	}
	return words
}

// apart puts a distance in sentences into words.
func apart(n int) string {
	switch {
	case n == 1:
		return "in the sentence before"
	case n > 1:
		return fmt.Sprintf("%d sentences before", n)
	}
	return fmt.Sprintf("%d sentences after", -n)
}

func placeDoubt(p *doc.Place) string {
	s := fmt.Sprintf("; %s in %s, confidence %.2f", p.Precision, p.Country, p.Confidence)
	if p.RunnerUp != "" {
		s += ", else " + p.RunnerUp
	}
	return s
}

func hasFigure(y *cand, f int) bool {
	for _, g := range y.figures {
		if g == f {
			return true
		}
	}
	return false
}

// whyContext names the first word of the sentence that puts the act into a context.
func (r *reader) whyContext(x *cand, context string) string {
	t := r.trees[x.sent]
	for i := range t.s.Tokens {
		for _, c := range r.c.contexts[t.lemma(i)] {
			if c == context {
				return fmt.Sprintf("contexts.tsv: %q", t.tok(i).Text)
			}
		}
	}
	return "the mode"
}

// whyFolded says how act and status become a PLOVER code.
func whyFolded(e *doc.Event) []doc.Reason {
	act := e.Act
	if e.Parent != "" {
		act = e.Parent
	}
	plover, cameo, quad, _ := Fold(act, e.Mode, e.Status)
	if quad == 0 && e.Parent == "" && e.Act != strings.ToUpper(e.Act) {
		return []doc.Reason{{Field: "plover", Value: "none", Evidence: "the type " + e.Act + " has no parent"}}
	}
	how := "folding.tsv: " + act + " " + e.Status
	if plover == "" {
		return []doc.Reason{{Field: "plover", Value: "none", Evidence: how + " is no event"}}
	}
	if plover == act {
		how = "the act as it is"
	}
	modes := append([]string{plover}, e.Mode...)
	if plover != act {
		_, folded := FoldModes(act, e.Mode, e.Status)
		modes = append([]string{plover}, folded...)
	}
	return []doc.Reason{{Field: "plover", Value: plover, Evidence: how}, {Field: "cameo", Value: cameo, Evidence: "cameo-codes.tsv: " + strings.Join(modes, " ")}}
}
