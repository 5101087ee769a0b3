// Package lesson makes sentences whose events are known, for training: plain English constructions, filled with words for
// acts (frames.tsv) and with parties from the project's own tables.
//
// In goes a number, out come that many sentences with byte offsets of acts and parties, always the same ones. Any party can
// have any role, so that what is learned from them is grammar and not who usually does what. It never reads a corpus: no
// sentence here is anybody's text, and none is true. Only trainers and tests import it.
package lesson

import (
	_ "embed"
	"fmt"
	"math/rand"
	"strings"

	"onrecord/data"
	"onrecord/internal/doc"
)

// Sentence is a made sentence with all its events; Kind names its construction.
type Sentence struct {
	Text   string
	Kind   string
	Events []Event
}

// Event is an act of a sentence. Anchors are the words that name it, the first the main one; Beside are further words that
// belong to it and name nothing of their own ("ties" in "severed ties with").
type Event struct {
	Anchors, Beside    []doc.Span
	Act, Status        string
	Actors, Recipients []Party
}

// Party is an actor or recipient.
type Party struct {
	doc.Span
	Code, Sector string
}

//go:embed frames.tsv
var frameTable string

// frame is a row of frames.tsv, a verb with one way of going on.
type frame struct {
	act, base, past, part string
	rest                  []string // words after the verb; "R" and "A" stand for parties, "C" for a country
	kind                  string
	nouns                 []string
}

// maker makes sentences.
type maker struct {
	rng    *rand.Rand
	frames []frame
	cast   *parties
}

func newMaker(seed int64) (*maker, error) {
	rows, err := data.Parse(frameTable)
	if err != nil {
		return nil, fmt.Errorf("lesson: frames.tsv: %w", err)
	}
	m := &maker{rng: rand.New(rand.NewSource(seed)), cast: newParties()}
	for _, r := range rows {
		forms := strings.Split(r["verb"], ",")
		f := frame{act: r["act"], base: forms[0], kind: r["kind"]}
		if f.past, f.part = regular(f.base), regular(f.base); len(forms) > 1 {
			f.past, f.part = forms[1], forms[1]
		}
		if len(forms) > 2 {
			f.part = forms[2]
		}
		if r["noun"] != "" {
			f.nouns = strings.Split(r["noun"], "|")
		}
		for _, rest := range strings.Split(r["rest"], "|") {
			f.rest = strings.Fields(rest)
			m.frames = append(m.frames, f)
		}
	}
	return m, nil
}

// Sentences makes n sentences; share of them, between 0 and 1, hold no event.
func Sentences(n int, share float64) ([]Sentence, error) {
	m, err := newMaker(11)
	if err != nil {
		return nil, err
	}
	out := make([]Sentence, 0, n)
	for len(out) < n {
		if m.rng.Float64() < share {
			out = append(out, m.quiet())
			continue
		}
		c := &constructions[m.rng.Intn(len(constructions))]
		if s, ok := m.fill(c); ok {
			out = append(out, s)
		}
	}
	return out, nil
}

// choose picks a frame that suits a construction; ok is false when a few tries find none.
func (m *maker) choose(c *construction) (f *frame, noun []string, ok bool) {
	for range 60 {
		f = &m.frames[m.rng.Intn(len(m.frames))]
		if !c.suits(f) {
			continue
		}
		if len(f.nouns) > 0 {
			noun = strings.Fields(f.nouns[m.rng.Intn(len(f.nouns))])
		}
		return f, noun, true
	}
	return nil, nil, false
}

// fill makes a sentence of a construction.
func (m *maker) fill(c *construction) (Sentence, bool) {
	b := &builder{m: m, c: c, spans: map[string]doc.Span{}, who: map[string]*person{}}
	var ok bool
	if b.f, b.noun, ok = m.choose(c); !ok {
		return Sentence{}, false
	}
	if strings.Contains(c.text, "V2.") {
		if b.f2, ok = m.second(); !ok {
			return Sentence{}, false
		}
	}
	for _, w := range strings.Fields(c.text) {
		b.token(w)
	}
	s := Sentence{Text: b.text.String(), Kind: c.kind}
	if c.status != "" {
		s.Events = append(s.Events, b.event(b.f, c.status, b.anchors, b.beside, "A", "R"))
	}
	if b.f2 != nil {
		s.Events = append(s.Events, b.event(b.f2, c.status, b.anchors2, nil, "A", "R2"))
	}
	for _, x := range b.more {
		s.Events = append(s.Events, x.event(b))
	}
	return s, true
}

// second picks a verb for the second half of a coordination: one with a plain object.
func (m *maker) second() (*frame, bool) {
	for range 60 {
		if f := &m.frames[m.rng.Intn(len(m.frames))]; f.kind == "to" && f.rest[0] == "R" {
			return f, true
		}
	}
	return nil, false
}
