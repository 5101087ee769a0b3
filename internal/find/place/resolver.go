// Package place finds where things are: it takes the names that the entity stage
// and the article's own capitals give, looks them up in a built-in gazetteer and
// decides with the whole article which of several places of that name is meant.
// It fills Document.Places. It never guesses coordinates from thin air: a name
// that the gazetteer lacks is placed only in what the text says it lies in.
package place

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/data"
	"onrecord/internal/doc"
)

// Resolver finds and resolves place names. It is safe for concurrent use.
type Resolver struct {
	gaz     *Gazetteer
	weights vector
	start   vector // weights set by hand, where training starts

	publishers map[string]string // host -> ISO alpha-3 of the country that its articles are mostly about
}

// WithPublishers returns a resolver that knows which country the articles of a host are mostly about, as ISO alpha-3: what past
// articles of a publisher tell better than its address does. The map must not be changed afterwards.
func (r *Resolver) WithPublishers(countries map[string]string) *Resolver {
	s := *r
	s.publishers = countries
	return &s
}

// Builtin loads the gazetteer that is part of the program.
func Builtin() (*Gazetteer, error) {
	file, err := data.File("gazetteer.bin")
	if err != nil {
		return nil, err
	}
	return Load(file)
}

// New returns a resolver over the built-in gazetteer and weights.
func New() (*Resolver, error) {
	g, err := Builtin()
	if err != nil {
		return nil, err
	}
	return NewFrom(g)
}

// NewFrom returns a resolver over a gazetteer and the built-in weights.
func NewFrom(g *Gazetteer) (*Resolver, error) {
	r := &Resolver{gaz: g}
	known := map[string]feature{}
	for f, name := range featureNames {
		known[name] = feature(f)
	}
	for _, row := range data.Table("place-weights") {
		f, ok := known[row["feature"]]
		w, err1 := strconv.ParseFloat(row["weight"], 64)
		s, err2 := strconv.ParseFloat(row["start"], 64)
		if !ok || err1 != nil || err2 != nil {
			return nil, fmt.Errorf("place: weights of %q: %q, %q", row["feature"], row["start"], row["weight"])
		}
		r.weights[f], r.start[f] = w, s
	}
	return r, nil
}

// Lookup returns all places filed under a name, in no order of likelihood.
func (r *Resolver) Lookup(name string) []Candidate {
	var cs []Candidate
	for _, h := range r.gaz.lookUp(name).hits {
		cs = append(cs, r.gaz.candidate(h))
	}
	return cs
}

// Country returns the ISO alpha-3 code of the country that a name, demonym or abbreviation stands for, "" for none.
func (r *Resolver) Country(name string) string {
	for _, h := range r.gaz.lookUp(name).hits {
		if e := &r.gaz.entries[h.place]; e.kind == Country {
			return r.gaz.iso3(e)
		}
	}
	return ""
}

// All calls f with every place of the gazetteer.
func (r *Resolver) All(f func(Candidate)) {
	for i := range r.gaz.entries {
		f(r.gaz.candidate(hit{place: int32(i)}))
	}
}

// Hints is what is known of an article beside its text.
type Hints struct {
	Dateline doc.Span // place in the opening of a wire report; empty = none
	country  uint8    // publisher's country, 0 = unknown
}

// HintsFor takes what an article's publisher and address tell.
func (r *Resolver) HintsFor(url string, dateline doc.Span) Hints {
	if c, ok := r.gaz.byISO3[r.publishers[Host(url)]]; ok {
		return Hints{Dateline: dateline, country: c}
	}
	return Hints{Dateline: dateline, country: r.gaz.byISO2[domainCountry(url)]}
}

// Host returns the host of an address, without port.
func Host(url string) string {
	host := url
	if _, rest, ok := strings.Cut(url, "://"); ok {
		host = rest
	}
	host, _, _ = strings.Cut(host, "/")
	host, _, _ = strings.Cut(host, ":")
	return strings.ToLower(host)
}

// domainCountry returns the alpha-2 code of a national top-level domain.
func domainCountry(url string) string {
	host := Host(url)
	i := strings.LastIndexByte(host, '.')
	if i < 0 || len(host)-i-1 != 2 {
		return ""
	}
	switch tld := strings.ToUpper(host[i+1:]); tld {
	case "UK":
		return "GB"
	case "IO", "TV", "ME", "CO", "AI", "FM", "CC", "WS", "TO", "LY", "IN":
		return "" // sold the world over ("in" too often to tell)
	default:
		return tld
	}
}

// Answer is what a name was resolved to.
type Answer struct {
	Candidate
	Found      bool    // false: the gazetteer has no such name
	Guessed    bool    // the gazetteer has no such name, the place is that of what holds it
	Confidence float64 // probability among the candidates, 0..1
	RunnerUp   string  // name and country of the second candidate
}

// Spans resolves names at given spans of a text, in text order: the core without the finding.
func (r *Resolver) Spans(text string, spans []doc.Span, h Hints) []Answer {
	ms, groups := r.mentions(text, spans, h)
	r.rank(ms, groups)
	answers := make([]Answer, len(ms))
	for i := range ms {
		answers[i] = r.answer(text, ms, i)
	}
	return answers
}

func (r *Resolver) answer(text string, ms []mention, i int) Answer {
	m := &ms[i]
	first, _ := m.best()
	if first < 0 || m.inner {
		return r.guess(text, ms, i)
	}
	first, second, p := r.settle(m, first)
	c := &m.cands[first]
	a := Answer{Candidate: r.gaz.candidate(hit{c.place, c.as}), Found: true, Confidence: p}
	a.Name = r.called(c, text[m.span.Start:m.span.End], m.part || m.want.kind != NoKind)
	if second >= 0 {
		s := r.gaz.candidate(hit{m.cands[second].place, m.cands[second].as})
		a.RunnerUp = s.Name
		if s.Country != "" {
			a.RunnerUp += ", " + s.Country
		}
	}
	return a
}

// settle takes a city and the division around it for one place, and a division and its country: their
// probabilities add up, and the city or the country is meant unless a word says otherwise. It returns the choice and the next best that is another place.
func (r *Resolver) settle(m *mention, first int) (choice, second int, p float64) {
	choice, second = first, -1
	for i := range m.cands {
		switch {
		case i == first:
			p += m.cands[i].p
		case r.twins(m.cands[first].place, m.cands[i].place):
			p += m.cands[i].p
			if k := r.gaz.entries[m.cands[i].place].kind; k == Country {
				choice = i
				continue
			}
			if k := r.gaz.entries[m.cands[choice].place].kind; k < City && k != Country && r.gaz.entries[m.cands[i].place].kind == City && m.cands[first].x[fCueMatch] == 0 {
				choice = i
			}
		case second < 0 || m.cands[i].p > m.cands[second].p:
			second = i
		}
	}
	return choice, second, min(1, p)
}

// twins reports whether one of two places is a city and the other the division around it, or one a
// division and the other the country, which then share the name.
func (r *Resolver) twins(a, b int32) bool {
	x, y := &r.gaz.entries[a], &r.gaz.entries[b]
	if x.kind > y.kind {
		x, y = y, x
	}
	if x.kind == Country && y.kind == Admin1 && x.country == y.country {
		return true
	}
	return (x.kind == Admin1 || x.kind == Admin2) && (y.kind == City || y.kind == Admin2) && x.kind != y.kind && x.country == y.country && x.admin == y.admin &&
		(y.capital() > 0 || distance(float64(x.lat), float64(x.lon), float64(y.lat), float64(y.lon)) < 120)
}

// wellKnown is 25 log10 of 200,000 people: cities from there on have one usual English name.
const wellKnown = 132

// called returns the name to show: the gazetteer's, except that a lesser place
// goes by the name that the article gives it where that is another of its names.
func (r *Resolver) called(c *cand, phrase string, part bool) string {
	e := &r.gaz.entries[c.place]
	name := r.gaz.name(c.place)
	if e.kind < Admin2 || part || c.as != Alternative || e.usual() || e.capital() == 2 || e.logPop >= wellKnown || strings.ToUpper(phrase) == phrase {
		return name
	}
	return strings.TrimSuffix(strings.TrimSuffix(phrase, "'s"), "’s")
}

// mentions looks the names up and gathers what the words around them say.
func (r *Resolver) mentions(text string, spans []doc.Span, h Hints) (ms []mention, groups int) {
	byKey := map[string]int{}
	ms = make([]mention, len(spans))
	for i, s := range spans {
		m := &ms[i]
		m.span = s
		phrase := text[s.Start:s.End]
		if m.query = r.gaz.lookUp(phrase); len(m.hits) == 0 {
			m.query = query{hits: r.inner(phrase), part: true, want: m.want, inner: true}
		}
		key := Fold(phrase)
		if g, ok := byKey[key]; ok {
			m.group = g
		} else {
			m.group = len(byKey)
			byKey[key] = m.group
		}
		before, after := lastBytes(text[:s.Start], 60), firstBytes(text[s.End:], 60)
		m.cueAfter, m.cueBefore = cueAfter(after), cueBefore(before)
		for _, c := range [...]cue{m.cueAfter, m.cueBefore} {
			if c.kind == Admin1 { // Nigeria's Plateau is filed as "Plateau State"
				m.add(r.gaz.ofKind(r.gaz.find(key+" "+strings.TrimSuffix(c.word, " of"), nil), Admin1))
			}
		}
		m.container = r.container(before, after)
		m.dateline = !h.Dateline.Empty() && h.Dateline.Overlaps(s)
		top, people := -1, -1
		for j, hit := range m.hits {
			if p := int(r.gaz.entries[hit.place].logPop); p > people {
				top, people = j, p
			}
		}
		m.cands = make([]cand, len(m.hits))
		for j, hit := range m.hits {
			m.cands[j] = cand{place: hit.place, as: hit.kind}
			r.static(m, &m.cands[j], j == top, h)
		}
	}
	return ms, len(byKey)
}

// container finds the countries and divisions that the words around a name put it in:
// "Paris, Texas", "Tripoli (Lebanon)", "Tripoli in northern Lebanon", "Syria's Aleppo", "the Syrian city of Aleppo".
func (r *Resolver) container(before, after string) []int32 {
	for _, lead := range []string{", ", " (", " in the ", " in ", ","} {
		if rest, ok := strings.CutPrefix(after, lead); ok {
			if c := r.holder(leadingName(rest)); len(c) > 0 {
				return c
			}
		}
	}
	if rest, ok := cutPossessive(before); ok {
		return r.holder(trailingName(rest))
	}
	for _, w := range []string{"city of ", "town of ", "village of ", "capital of ", "capital ", "city ", "port of ", "port city of ", "province of ", "region of ", "capital, ", "district of ", "state of "} {
		if rest, ok := strings.CutSuffix(before, " "+w); ok {
			rest = strings.TrimSuffix(strings.TrimSuffix(rest, " port"), " border")
			if c := r.holder(trailingName(rest)); len(c) > 0 {
				return c
			}
		}
	}
	return nil
}

// holder returns the countries and first-level divisions of a name.
func (r *Resolver) holder(name string) []int32 {
	for name != "" {
		var places []int32
		for _, h := range r.gaz.lookUp(name).hits {
			if k := r.gaz.entries[h.place].kind; k == Country || k == Admin1 || k == Region {
				places = append(places, h.place)
			}
		}
		if len(places) > 0 {
			return places
		}
		i := strings.LastIndexByte(name, ' ')
		if i < 0 {
			return nil
		}
		name = name[:i]
	}
	return nil
}

func cutPossessive(before string) (string, bool) {
	for _, p := range []string{"'s ", "’s ", "s' ", "s’ "} {
		if rest, ok := strings.CutSuffix(before, p); ok {
			return rest, true
		}
	}
	return "", false
}

// leadingName is the run of at most three capitalised words that opens a text, directions left out.
func leadingName(text string) string {
	if first, rest, ok := strings.Cut(text, " "); ok && directions[strings.ToLower(first)] && unicode.IsLower(rune(first[0])) {
		text = rest
	}
	end, words := 0, 0
	for words < 3 {
		rest := text[end:]
		if words > 0 {
			if !strings.HasPrefix(rest, " ") {
				break
			}
			rest = rest[1:]
		}
		r, _ := utf8.DecodeRuneInString(rest)
		if !unicode.IsUpper(r) {
			break
		}
		n := strings.IndexFunc(rest, func(r rune) bool {
			return !unicode.IsLetter(r) && r != '.' && r != '-' && r != '\'' && r != '’'
		})
		if n < 0 {
			n = len(rest)
		}
		end = len(text) - len(rest) + n
		words++
	}
	name := text[:end]
	if cut, ok := strings.CutSuffix(name, "."); ok && strings.Count(name, ".") == 1 && len(cut) > 5 {
		name = cut // the sentence ends here
	}
	return name
}

// trailingName is the last capitalised word of a text, with one more before it if that is capitalised too.
func trailingName(text string) string {
	text = strings.TrimRight(text, " ")
	i := strings.LastIndexByte(text, ' ')
	last := text[i+1:]
	r, _ := utf8.DecodeRuneInString(last)
	if !unicode.IsUpper(r) {
		return ""
	}
	if i > 0 {
		j := strings.LastIndexByte(text[:i], ' ')
		if r, _ := utf8.DecodeRuneInString(text[j+1:]); unicode.IsUpper(r) {
			return text[j+1:]
		}
	}
	return last
}
