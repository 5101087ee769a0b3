package actor

import (
	"sort"
	"strings"

	"onrecord/internal/doc"
)

// Context is one document prepared for coding: its words, the terms in them, the persons and
// organisations it introduces, and how much it is about which country. It is for one goroutine.
type Context struct {
	lex      *lexicon
	d        *doc.Document
	toks     []tok
	hits     []hit
	day      int // of publication, yyyymmdd; 0 = unknown
	shares   []share
	mentions []mention
	intros   []intro
	opposed  map[string]bool  // parties that the article calls the opposition, by canonical name
	allied   *term            // the military coalition that the document names in full
	settled  bool             // namesakes have been told apart
	backed   map[string]bool  // countries that more than the names of parties tell of
	names    []bool           // per token whether it is part of a person's name
	locals   map[string]*term // abbreviations that the document explains, by the word in lower case
}

// share is how much of the document's naming of countries falls to one.
type share struct {
	code   string
	weight float64
}

// mention is a place in the text that tells of a country.
type mention struct {
	at     int // byte offset
	code   string
	weight float64
}

// Begin reads the document once, for any number of calls of Code.
func (c *Coder) Begin(d *doc.Document) *Context {
	x := &Context{lex: c.lex, d: d}
	x.day, _ = day(strings.SplitN(d.Article.Published, "T", 2)[0], false)
	x.toks = tokenise(d.Article.Text, 0, len(d.Article.Text), make([]tok, 0, len(d.Article.Text)/5))
	x.verbs()
	x.persons()
	x.hits = x.unnamed(x.scan(x.toks))
	x.abbreviations()
	x.alliance()
	x.places()
	x.weigh()
	x.backed = x.told(false)
	// Now that the shares of countries are known, namesakes can be told apart.
	x.settled = true
	x.hits = x.unnamed(x.scan(x.toks))
	x.places()
	x.weigh()
	x.opposition()
	x.introduce()
	return x
}

// surePlace is how sure the place must be that stands in a country which nothing else in the article tells of. In the press
// articles that were annotated for training 305 of 306 such places stood in a country that no act or party of the article has.
const surePlace = 0.8

// places adds the resolved places that no table holds, as terms of their country.
func (x *Context) places() {
	var more []hit
	told := x.told(true)
	for i := range x.d.Places {
		p := &x.d.Places[i]
		code, ok := x.lex.states[p.Country]
		if !ok {
			continue
		}
		lo, hi := x.window(p.Span)
		if lo >= hi || x.inName(lo) {
			continue
		}
		t := &term{kind: region, table: "gazetteer", name: p.Name, code: code, sector: "GOV"}
		if over := x.hitsOver(lo, hi); len(over) > 0 {
			h := &over[0]
			if (h.kind() == seat || h.kind() == region && h.code() != "") && h.first == lo && h.last == hi-1 && h.code() != code && told[code] {
				h.terms = []*term{t} // London is not always England's
			}
			if h.kind() == country && h.first == lo && h.last == hi-1 && h.code() != code && p.Precision != "country" && p.Confidence >= surePlace {
				h.terms = []*term{t} // nor Niger state the Niger's
			}
			continue
		}
		if len(told) > 0 && !told[code] && !(p.Precision == "country" || p.Confidence >= surePlace && p.Literal && lo > 0 && has(" in at near of from to ", x.toks[lo-1].norm)) {
			continue // more likely a namesake, or no place at all
		}
		h := hit{first: lo, last: hi - 1, terms: []*term{t}}
		h.indirect = indirect(x.toks, h.first, h.last)
		more = append(more, h)
	}
	if len(more) > 0 {
		x.hits = append(x.hits, more...)
		sort.SliceStable(x.hits, func(i, j int) bool { return x.hits[i].first < x.hits[j].first })
	}
}

// told returns the countries that the article or its title names in words of the tables, and the publisher's; those that only
// parties are of are left out unless asked for.
func (x *Context) told(parties bool) map[string]bool {
	out := map[string]bool{}
	if c := x.outlet(); c != "" {
		out[c] = true
	}
	title := tokenise(x.d.Article.Title, 0, len(x.d.Article.Title), nil)
	for _, hits := range [][]hit{x.hits, x.scan(title)} {
		for i := range hits {
			if code, _ := x.naming(&hits[i]); code != "" && (parties || hits[i].kind() != group) {
				out[code] = true
			}
		}
	}
	return out
}

// verbs marks the finite verbs: "held" in "Peru held talks" says nothing of who is held.
func (x *Context) verbs() {
	i := 0
	for n := range x.d.Sentences {
		for k := range x.d.Sentences[n].Tokens {
			t := &x.d.Sentences[n].Tokens[k]
			switch t.XPOS {
			case "VBD", "VBZ", "VBP":
			default:
				continue
			}
			for i < len(x.toks) && x.toks[i].start < t.Start {
				i++
			}
			if i < len(x.toks) && x.toks[i].start == t.Start {
				x.toks[i].finite = true
			}
		}
	}
}

// persons marks the words of persons' names, save those that might be no more than a place or a country: a single word,
// unless the article names the same person by more.
func (x *Context) persons() {
	full := map[int]bool{}
	for i := range x.d.Mentions {
		if m := &x.d.Mentions[i]; m.Type == "person" && m.Entity >= 0 && m.Last > m.First {
			full[m.Entity] = true
		}
	}
	x.names = make([]bool, len(x.toks))
	for i := range x.d.Mentions {
		m := &x.d.Mentions[i]
		if m.Type != "person" || m.Last == m.First && !full[m.Entity] {
			continue
		}
		lo, hi := x.window(m.Span)
		for k := lo; k < hi; k++ {
			x.names[k] = true
		}
	}
}

// inName reports whether a word is part of a person's name.
func (x *Context) inName(i int) bool { return i < len(x.names) && x.names[i] }

// unnamed drops the places, firms and bodies that are only words of a person's name: "Ana Medina", "Jon Duma".
func (x *Context) unnamed(hits []hit) []hit {
	kept := hits[:0]
	for _, h := range hits {
		switch h.kind() {
		case country, seat, region, org:
			if x.inName(h.first) && x.inName(h.last) {
				continue
			}
		}
		kept = append(kept, h)
	}
	return kept
}

// Weights of a naming by what kind of term it is, and of its place in the document.
const (
	weightOwner  = 0.7 // organisation or group of a country
	weightPerson = 0.6 // office holder
	weightSide   = 0.4 // "Russian-backed"
	weightTitle  = 2.0 // headline
	weightLead   = 1.5 // first 500 bytes
	weightDate   = 2.0 // dateline
	weightOutlet = 4.5 // the publisher's own country, in namings
	leadBytes    = 500
)

// weigh sums up how often the document names which country.
func (x *Context) weigh() {
	sums := map[string]float64{}
	x.mentions = x.mentions[:0]
	skip := x.boilerplate()
	for i := range x.hits {
		h := &x.hits[i]
		code, w := x.naming(h)
		if code == "" || skip(x.toks[h.first].start) || x.housed(h) {
			continue
		}
		at := x.toks[h.first].start
		x.mentions = append(x.mentions, mention{at, code, w})
		if s := (doc.Span{Start: at, End: x.toks[h.last].end}); x.d.Article.Dateline.Place.Overlaps(s) {
			w *= weightDate
		} else if at < leadBytes {
			w *= weightLead
		}
		sums[code] += w
	}
	title := tokenise(x.d.Article.Title, 0, len(x.d.Article.Title), nil)
	for _, h := range x.scan(title) {
		if code, w := x.naming(&h); code != "" {
			sums[code] += w * weightTitle
		}
	}
	if code := x.outlet(); code != "" {
		sums[code] += weightOutlet
	}
	x.shares = make([]share, 0, len(sums))
	for c, s := range sums {
		x.shares = append(x.shares, share{c, s})
	}
	sort.Slice(x.shares, func(i, j int) bool {
		a, b := x.shares[i], x.shares[j]
		return a.weight > b.weight || a.weight == b.weight && a.code < b.code
	})
	total := 0.0 // summed in this order, not the map's: the last bit of a sum depends on it
	for i := range x.shares {
		total += x.shares[i].weight
	}
	for i := range x.shares {
		x.shares[i].weight /= total
	}
}

// housed reports whether a place only tells where somebody sits who speaks of others: "a London-based group".
func (x *Context) housed(h *hit) bool {
	return h.indirect && h.last+1 < len(x.toks) && has(" based born educated ", x.toks[h.last+1].norm)
}

// naming returns the country that a hit tells of and with what weight.
func (x *Context) naming(h *hit) (string, float64) {
	t := h.term()
	w := 1.0
	switch t.kind {
	case office, agent:
		return "", 0
	case group, org:
		w = weightOwner
	case person:
		t, _ = x.holder(h)
		w = weightPerson
	}
	for _, o := range h.terms {
		if o.code != t.code && !x.settled && o.holds(x.day) {
			return "", 0 // namesakes, not yet told apart
		}
	}
	if h.indirect {
		w *= weightSide
	}
	if len(t.code) != 3 || igo(t.code) || loose(t.code) {
		return "", 0
	}
	return t.code, w
}

// outlet returns the country of the article's publisher, by its name or its internet host; "" unknown.
func (x *Context) outlet() string {
	host := strings.ToLower(x.d.Article.Publisher)
	if c, ok := x.lex.papers[host]; ok {
		return c
	}
	if u := x.d.Article.URL; u != "" {
		if i := strings.Index(u, "://"); i >= 0 {
			u = u[i+3:]
		}
		host = strings.ToLower(strings.SplitN(u, "/", 2)[0])
	}
	host = strings.TrimPrefix(host, "www.")
	for h := host; h != ""; {
		if c, ok := x.lex.outlets[h]; ok {
			return c
		}
		i := strings.IndexByte(h, '.')
		if i < 0 {
			break
		}
		h = h[i+1:]
	}
	if i := strings.LastIndexByte(host, '.'); i >= 0 {
		if c := x.lex.outlets[host[i:]]; c != "" {
			return c
		}
		return x.lex.hosted(strings.TrimPrefix(host[strings.LastIndexByte(host[:i], '.')+1:i], "the"))
	}
	return ""
}

// boilerplate returns a test for offsets in blocks that are not the article.
func (x *Context) boilerplate() func(int) bool {
	bs := x.d.Article.Blocks
	return func(at int) bool {
		i := sort.Search(len(bs), func(i int) bool { return bs[i].End > at })
		return i < len(bs) && bs[i].Start <= at && bs[i].Boilerplate()
	}
}

// Weights of a country named near a phrase, beside its share of the document.
const (
	nearSame   = 0.35 // in the sentence, before the phrase
	nearAfter  = 0.15 // in the sentence, after it
	nearBefore = 0.15 // in the 300 bytes before
	nearBytes  = 300
	atScene    = 1.0 // in the sentence, as the place of what it says of the party
)

// around returns the country that a phrase at offset at belongs to when it names none itself:
// by the document's shares and by what is named near it. may tells which countries it can be of, scene where the sentence has it act.
func (x *Context) around(at int, scene string, may func(code string) bool) string {
	if len(x.shares) == 0 {
		return ""
	}
	from, to := x.sentence(at)
	close := x.mentionsIn(min(from, at-nearBytes), to)
	best, top := "", 0.0
	for _, s := range x.shares {
		if !may(s.code) {
			continue
		}
		score, near := s.weight, 0.0
		for _, m := range close {
			switch {
			case m.code != s.code:
			case m.at >= from && m.at < at:
				near = max(near, nearSame*m.weight)
			case m.at > at:
				near = max(near, nearAfter*m.weight)
			case m.at >= at-nearBytes && m.at < at:
				near = max(near, nearBefore*m.weight)
			}
		}
		if s.code == scene {
			near = max(near, atScene)
		}
		if score += near; score > top {
			best, top = s.code, score
		}
	}
	return best
}

// mentionsIn returns the mentions at the offsets [from, to]; they are in the order of the text, as hits are.
func (x *Context) mentionsIn(from, to int) []mention {
	a := sort.Search(len(x.mentions), func(i int) bool { return x.mentions[i].at >= from })
	b := sort.Search(len(x.mentions), func(i int) bool { return x.mentions[i].at > to })
	return x.mentions[a:max(a, b)]
}

// sentence returns the bounds of the sentence around offset at.
func (x *Context) sentence(at int) (from, to int) {
	if s := x.d.SentenceAt(at); s >= 0 {
		return x.d.Sentences[s].Start, x.d.Sentences[s].End
	}
	i := sort.Search(len(x.toks), func(i int) bool { return x.toks[i].end > at })
	lo, hi := i, i
	for lo > 0 && x.toks[lo-1].punct != '.' {
		lo--
	}
	for hi < len(x.toks) && x.toks[hi].punct != '.' {
		hi++
	}
	from, to = 0, len(x.d.Article.Text)
	if lo < len(x.toks) {
		from = x.toks[lo].start
	}
	if hi < len(x.toks) {
		to = x.toks[hi].end
	}
	return from, to
}

// window returns the tokens [lo, hi) that lie in a span.
func (x *Context) window(s doc.Span) (lo, hi int) {
	lo = sort.Search(len(x.toks), func(i int) bool { return x.toks[i].end > s.Start })
	hi = lo + sort.Search(len(x.toks)-lo, func(i int) bool { return x.toks[lo+i].start >= s.End })
	return lo, hi
}

// hitsIn returns the hits that lie within tokens [lo, hi). Where a term reaches over a border, the words
// inside are looked up anew.
func (x *Context) hitsIn(lo, hi int) []hit {
	if over := x.hitsOver(lo, hi); len(over) > 0 && (over[0].first < lo || over[len(over)-1].last >= hi) {
		hits := x.scan(x.toks[lo:hi])
		for i := range hits {
			hits[i].first += lo
			hits[i].last += lo
		}
		return x.unnamed(hits)
	}
	a := sort.Search(len(x.hits), func(i int) bool { return x.hits[i].first >= lo })
	b := a
	for b < len(x.hits) && x.hits[b].last < hi {
		b++
	}
	return x.hits[a:b]
}

// hitsOver returns the hits that overlap tokens [lo, hi).
func (x *Context) hitsOver(lo, hi int) []hit {
	a := sort.Search(len(x.hits), func(i int) bool { return x.hits[i].last >= lo })
	b := a
	for b < len(x.hits) && x.hits[b].first < hi {
		b++
	}
	return x.hits[a:b]
}

// rebase copies hits with token numbers counted from lo.
func rebase(hits []hit, lo int) []hit {
	out := make([]hit, len(hits))
	for i, h := range hits {
		h.first -= lo
		h.last -= lo
		out[i] = h
	}
	return out
}

// Listed reports whether a term of the tables stands at a byte offset: "station" in "a police station".
func (x *Context) Listed(at int) bool {
	lo, hi := x.window(doc.Span{Start: at, End: at + 1})
	return len(x.hitsOver(lo, hi)) > 0
}
