package gold

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strconv"
	"strings"
)

// SentenceAnnotation is the annotation of a single sentence of a corpus, without its text. ID is the corpus's own number for
// the sentence, Sum a hash of the text, so that offsets are never used on another wording.
type SentenceAnnotation struct {
	ID     string          `json:"id"`
	Sum    string          `json:"sum"`
	Events []SentenceEvent `json:"events,omitempty"`
}

// SentenceEvent is an event of a sentence; it is annotated as in articles, but with dates and figures left out. Source is
// the innermost source on whose word it stands, nil when the sentence says it in its own voice.
type SentenceEvent struct {
	Anchor     Quote    `json:"anchor"`
	Also       []Quote  `json:"also,omitempty"`
	Type       string   `json:"type"`
	Mode       []string `json:"mode,omitempty"`
	Status     string   `json:"status"`
	Actors     []Actor  `json:"actors,omitempty"`
	Recipients []Actor  `json:"recipients,omitempty"`
	Place      *Place   `json:"place,omitempty"`
	Source     *Quote   `json:"source,omitempty"`
}

// quotedEvent is an event as annotators write it down: every text is a quote, the second occurrence as "quote~2", and
// parties are [quote, code, sector].
type quotedEvent struct {
	Anchor     string      `json:"a"`
	Also       any         `json:"also"` // a quote or a list of them
	Type       string      `json:"act"`
	Mode       []string    `json:"mode"`
	Status     string      `json:"st"`
	Actors     [][]*string `json:"by"`
	Recipients [][]*string `json:"to"`
	Place      []*string   `json:"pl"`
	Source     string      `json:"on"`
}

// PackSentences reads annotated sentences, one JSON object a line with "id" and "events", and turns their quotes into offsets.
// text gives a sentence by its id. Lines with a fault are left out and reported together.
func PackSentences(r io.Reader, name string, text func(id string) (string, bool)) ([]SentenceAnnotation, error) {
	var out []SentenceAnnotation
	var errs []error
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var x struct {
			ID     json.Number   `json:"id"`
			Events []quotedEvent `json:"events"`
		}
		err := json.Unmarshal(lines.Bytes(), &x)
		if err == nil {
			var s SentenceAnnotation
			if s, err = packSentence(x.ID.String(), x.Events, text); err == nil {
				out = append(out, s)
			}
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: sentence %s: %w", name, n, x.ID, err))
		}
	}
	return out, errors.Join(append(errs, lines.Err())...)
}

func packSentence(id string, events []quotedEvent, text func(string) (string, bool)) (SentenceAnnotation, error) {
	t, ok := text(id)
	if !ok {
		return SentenceAnnotation{}, errors.New("the corpus has no such sentence")
	}
	p := packer{text: newRunes(t)}
	s := SentenceAnnotation{ID: id, Sum: sum(t)}
	for i := range events {
		q := &events[i]
		e := SentenceEvent{Anchor: p.quote(q.Anchor), Type: q.Type, Mode: q.Mode, Status: q.Status, Actors: p.actors(q.Actors), Recipients: p.actors(q.Recipients)}
		switch also := q.Also.(type) {
		case string:
			e.Also = append(e.Also, p.quote(also))
		case []any:
			for _, a := range also {
				e.Also = append(e.Also, p.quote(fmt.Sprint(a)))
			}
		}
		if len(q.Place) > 0 && q.Place[0] != nil {
			e.Place = &Place{Quote: p.quote(*q.Place[0])}
			if len(q.Place) > 1 && q.Place[1] != nil {
				e.Place.Country = *q.Place[1]
			}
		}
		if q.Source != "" {
			at := p.quote(q.Source)
			e.Source = &at
		}
		s.Events = append(s.Events, e)
	}
	return s, errors.Join(append(p.errs, CheckSentence(&s, t))...)
}

// packer turns quotes of one sentence into offsets.
type packer struct {
	text *runes
	errs []error
}

func (p *packer) quote(q string) Quote {
	quote := Quote{Q: q}
	if i := strings.LastIndexByte(q, '~'); i >= 0 {
		if n, err := strconv.Atoi(q[i+1:]); err == nil {
			quote = Quote{Q: q[:i], N: n}
		}
	}
	at := p.text.find(quote)
	if at == nil || strings.TrimSpace(quote.Q) != quote.Q {
		p.errs = append(p.errs, fmt.Errorf("the sentence does not hold occurrence %d of %q", max(1, quote.N), quote.Q))
		return Quote{}
	}
	return Quote{S: []int{at.Start, at.End}}
}

func (p *packer) actors(parties [][]*string) []Actor {
	var out []Actor
	for _, x := range parties {
		if len(x) == 0 || x[0] == nil {
			continue
		}
		a := Actor{Quote: p.quote(*x[0])}
		if len(x) > 1 && x[1] != nil {
			a.Code = *x[1]
		}
		if len(x) > 2 && x[2] != nil {
			a.Sector = *x[2]
		}
		out = append(out, a)
	}
	return out
}

// CheckSentence reports spans outside the sentence and words that are not in the guidelines' vocabularies, and a text that is
// not the one annotated.
func CheckSentence(s *SentenceAnnotation, text string) error {
	if s.Sum != sum(text) {
		return fmt.Errorf("sentence %s: the text has hash %s, annotated was %s", s.ID, sum(text), s.Sum)
	}
	a := Annotation{Doc: s.ID}
	for i := range s.Events {
		e := &s.Events[i]
		a.Events = append(a.Events, Event{ID: strconv.Itoa(i + 1), Anchor: e.Anchor, Also: e.Also, Type: e.Type, Mode: e.Mode, Status: e.Status, Actors: e.Actors, Recipients: e.Recipients, Place: e.Place})
		if e.Source != nil {
			a.Boilerplate = append(a.Boilerplate, *e.Source) // only so that its span is looked at
		}
	}
	return Check(&a, text)
}

// ReadSentences reads packed sentences, one JSON object a line, checked against their texts.
func ReadSentences(r io.Reader, name string, text func(id string) (string, bool)) ([]SentenceAnnotation, error) {
	var out []SentenceAnnotation
	d := json.NewDecoder(r)
	for n := 1; ; n++ {
		var s SentenceAnnotation
		if err := d.Decode(&s); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("gold: %s: sentence %d: %w", name, n, err)
		}
		t, ok := text(s.ID)
		if !ok {
			return nil, fmt.Errorf("gold: %s: the corpus has no sentence %q", name, s.ID)
		}
		if err := CheckSentence(&s, t); err != nil {
			return nil, fmt.Errorf("gold: %s: %w", name, err)
		}
		out = append(out, s)
	}
}

// sum is a hash of a text.
func sum(text string) string {
	h := fnv.New64a()
	io.WriteString(h, text)
	return fmt.Sprintf("%016x", h.Sum64())
}
