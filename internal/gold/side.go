package gold

import (
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// side is one article's annotations or record as spans over the gold text.
type side struct {
	events  []event
	claims  []claim
	byID    map[string]int // claims
	figures []figure
	figure  map[string]int
	forces  []force
	boiler  []Span
}

type event struct {
	anchors            []Span
	act, status        string
	mode               map[string]bool
	actors, recipients []actor
	place              *place
	date               *Date
	claim              string
}

type actor struct {
	span               *Span
	name, code, sector string
}

type place struct {
	span          *Span
	name, country string
}

type claim struct {
	content []Span
	chain   []hop
}

type hop struct {
	span               *Span
	name, anon, stance string
}

type figure struct {
	span            *Span
	low, high, best *float64
	class, role     string
}

type force struct {
	owner string
	place *place
	best  *float64
}

// runes is a text with its code points, searchable by quote.
type runes struct {
	text   string
	points []int // code point index of each byte
	cuts   []int // sentence starts, code points
}

func newRunes(text string) *runes {
	r := &runes{text: text, points: make([]int, len(text)+1)}
	n := 0
	for i := range len(text) {
		if i > 0 && utf8.RuneStart(text[i]) {
			n++
		}
		r.points[i] = n
	}
	if len(text) > 0 {
		n++
	}
	r.points[len(text)] = n
	r.cuts = sentenceStarts(text)
	for i, c := range r.cuts {
		r.cuts[i] = r.points[c]
	}
	return r
}

// sentence returns the number of the sentence that a span starts in.
func (r *runes) sentence(s Span) int { return sort.SearchInts(r.cuts, s.Start+1) }

// find returns the span of a quote, nil when the text does not hold it.
func (r *runes) find(q Quote) *Span {
	if len(q.S) == 2 {
		return &Span{q.S[0], q.S[1]}
	}
	if q.Q == "" {
		return nil
	}
	at := -1
	for range max(1, q.N) {
		next := strings.Index(r.text[at+1:], q.Q)
		if next < 0 {
			return nil
		}
		at += 1 + next
		// Occurrences are counted from each start + 1 code point, as in score.py.
	}
	return &Span{r.points[at], r.points[at+len(q.Q)]}
}

var abbreviation = regexp.MustCompile(`\b(Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|Sen|Rep|Gov|St|No|U\.S|U\.N|U\.K|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|vs|Inc|Co|Ltd|[A-Z])\.$`)

// sentenceStarts cuts a text as score.py does: at line ends, and after a final mark with its
// closing quotes where white space and a capital or digit follow. Offsets are bytes.
func sentenceStarts(text string) []int {
	cuts := []int{0}
	prev := rune(0)
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		end := i
		if c == '\n' {
			for end < len(text) && text[end] == '\n' {
				end++
			}
		} else if strings.ContainsRune(".!?…", prev) {
			end = sentenceGap(text, i)
		}
		if end == i {
			prev, i = c, i+size
			continue
		}
		if gap := text[i:end]; strings.Contains(gap, "\n") || !abbreviation.MatchString(lastRunes(text[:i], 12)) {
			cuts = append(cuts, end)
		}
		prev, _ = utf8.DecodeLastRuneInString(text[:end])
		i = end
	}
	return cuts
}

// sentenceGap returns the end of closing quotes and white space at i where a sentence may start behind them, else i.
func sentenceGap(text string, i int) int {
	j := i
	for j < len(text) {
		c, size := utf8.DecodeRuneInString(text[j:])
		if !strings.ContainsRune(`"”’')]`, c) {
			break
		}
		j += size
	}
	k := j
	for k < len(text) {
		c, size := utf8.DecodeRuneInString(text[k:])
		if !unicode.IsSpace(c) {
			break
		}
		k += size
	}
	if k == j {
		return i
	}
	c, size := utf8.DecodeRuneInString(text[k:])
	if strings.ContainsRune(`"“‘'([`, c) && k < len(text) {
		c, _ = utf8.DecodeRuneInString(text[k+size:])
	}
	if c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
		return k
	}
	return i
}

func lastRunes(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}

func sector(s string) string {
	if len(s) > 3 {
		return s[:3]
	}
	return s
}

// fromGold places the quotes of an annotation.
func fromGold(a *Annotation, r *runes) *side {
	s := &side{byID: map[string]int{}, figure: map[string]int{}}
	spans := func(qs []Quote) []Span {
		var out []Span
		for _, q := range qs {
			if x := r.find(q); x != nil {
				out = append(out, *x)
			}
		}
		return out
	}
	s.boiler = spans(a.Boilerplate)
	for _, c := range a.Claims {
		var k claim
		k.content = spans(c.Content)
		for _, h := range c.Chain {
			k.chain = append(k.chain, hop{r.find(h.Quote), first(h.Name, h.Q), h.Anonymity, h.Stance})
		}
		s.byID[c.ID] = len(s.claims)
		s.claims = append(s.claims, k)
	}
	for _, f := range a.Figures {
		s.figure[f.ID] = len(s.figures)
		s.figures = append(s.figures, figure{r.find(f.Quote), f.Low, f.High, f.Best, f.Class, f.Role})
	}
	actors := func(as []Actor) []actor {
		var out []actor
		for _, x := range as {
			span := r.find(x.Quote)
			name := x.Q
			if name == "" && span != nil {
				name = string([]rune(r.text)[span.Start:span.End])
			}
			out = append(out, actor{span, name, x.Code, sector(x.Sector)})
		}
		return out
	}
	where := func(p *Place) *place {
		if p == nil {
			return nil
		}
		return &place{r.find(p.Quote), first(p.Name, p.Q), p.Country}
	}
	for _, e := range a.Events {
		v := event{anchors: spans(append([]Quote{e.Anchor}, e.Also...)), act: e.Type, status: e.Status, mode: set(e.Mode),
			actors: actors(e.Actors), recipients: actors(e.Recipients), place: where(e.Place), date: e.Date, claim: e.Claim}
		s.events = append(s.events, v)
	}
	for _, f := range a.Forces {
		k := force{owner: f.Owner.Code, place: where(f.Place)}
		if i, ok := s.figure[f.Figure]; ok {
			k.best = s.figures[i].best
		}
		s.forces = append(s.forces, k)
	}
	return s
}

func set(xs []string) map[string]bool {
	m := map[string]bool{}
	for _, x := range xs {
		m[x] = true
	}
	return m
}

// fromRecord places a record's spans on the gold text: as they are where the texts are the
// same, else at the nearest place with the same words.
func fromRecord(rec *doc.Record, r *runes) *side {
	s := &side{byID: map[string]int{}, figure: map[string]int{}}
	al := aligner{r: r, source: []rune(rec.Article.Text), same: rec.Article.Text == r.text, seen: map[string][]int{}}
	one := func(q *doc.Quote) *Span {
		if q == nil {
			return nil
		}
		return al.span(*q)
	}
	many := func(qs []doc.Quote) []Span {
		var out []Span
		for _, q := range qs {
			if x := al.span(q); x != nil {
				out = append(out, *x)
			}
		}
		return out
	}
	entities := map[string]doc.RecordEntity{}
	for _, e := range rec.Entities {
		entities[e.ID] = e
	}
	entity := func(id *string) doc.RecordEntity { return entities[str(id)] }
	for _, b := range rec.Article.Boilerplate {
		if x := al.span(b.Quote); x != nil {
			s.boiler = append(s.boiler, *x)
		}
	}
	if !al.same {
		s.boiler = append(s.boiler, al.dropped()...)
	}
	for _, c := range rec.Claims {
		k := claim{content: many(c.Content)}
		for _, h := range c.Chain {
			k.chain = append(k.chain, hop{one(h.Span), first(h.Name, entity(h.Entity).Name), h.Anonymity, h.Stance})
		}
		s.byID[c.ID] = len(s.claims)
		s.claims = append(s.claims, k)
	}
	for _, f := range rec.Figures {
		s.figure[f.ID] = len(s.figures)
		s.figures = append(s.figures, figure{al.span(f.Span), f.Low, f.High, f.Best, f.Class, f.Role})
	}
	places := map[string]*place{}
	for _, p := range rec.Places {
		places[p.ID] = &place{al.span(p.Span), p.Name, str(p.Country)}
	}
	dates := map[string]*Date{}
	for _, t := range rec.Dates {
		dates[t.ID] = &Date{str(t.From), str(t.To)}
	}
	actors := func(as []doc.RecordActor) []actor {
		var out []actor
		for _, x := range as {
			e := entity(x.Entity)
			out = append(out, actor{one(x.Span), x.Name, first(str(x.Code), str(e.Code)), sector(first(str(x.Sector), str(e.Sector)))})
		}
		return out
	}
	for _, e := range rec.Events {
		s.events = append(s.events, event{anchors: many(append([]doc.Quote{e.Anchor}, e.Also...)), act: e.Act, status: e.Status, mode: set(e.Mode),
			actors: actors(e.Actors), recipients: actors(e.Recipients), place: places[str(e.Place)], date: dates[str(e.Date)], claim: str(e.Claim)})
	}
	for _, f := range rec.Forces {
		k := force{owner: str(f.Owner.Code), place: places[str(f.Place)]}
		if i, ok := s.figure[str(f.Figure)]; ok {
			k.best = s.figures[i].best
		}
		s.forces = append(s.forces, k)
	}
	return s
}

func str(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// aligner carries spans from a record's text to the gold text.
type aligner struct {
	r      *runes
	source []rune
	same   bool
	seen   map[string][]int
}

func (al *aligner) span(q doc.Quote) *Span {
	if al.same {
		return &Span{q.Start, q.End}
	}
	words := q.Text
	if words == "" {
		words = string(al.source[q.Start:q.End])
	}
	if words == "" {
		return nil
	}
	starts, ok := al.seen[words]
	if !ok {
		for at := 0; ; {
			i := strings.Index(al.r.text[at:], words)
			if i < 0 {
				break
			}
			starts = append(starts, at+i)
			at += i + len(words)
		}
		al.seen[words] = starts
	}
	if len(starts) == 0 {
		return nil
	}
	before := tail(al.source[max(0, q.Start-40):q.Start], 8)
	best, bestBad, bestFar := -1, false, 0
	for _, b := range starts {
		i := al.r.points[b]
		bad := lastRunes(al.r.text[:b], min(8, i)) != before
		far := abs(i - q.Start)
		if best < 0 || !bad && bestBad || bad == bestBad && far < bestFar {
			best, bestBad, bestFar = i, bad, far
		}
	}
	return &Span{best, best + utf8.RuneCountInString(words)}
}

func tail(r []rune, n int) string { return string(r[max(0, len(r)-n):]) }

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// dropped returns the lines of the gold text that the record's text no longer has: boilerplate found by leaving it out.
func (al *aligner) dropped() []Span {
	var kept []string
	for _, l := range strings.Split(string(al.source), "\n") {
		if n := norm(l); n != "" {
			kept = append(kept, n)
		}
	}
	var out []Span
	at := 0
	for _, line := range strings.Split(al.r.text, "\n") {
		size := utf8.RuneCountInString(line)
		if n := norm(line); n != "" {
			found := false
			for _, k := range kept {
				if strings.Contains(k, n) {
					found = true
					break
				}
			}
			if !found {
				out = append(out, Span{at, at + size})
			}
		}
		at += size + 1
	}
	return out
}
