package attrib

import (
	"cmp"
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// cast is who is in the document: the parties that a source may name or mean.
type cast struct {
	v        *view
	t        *tables
	parties  []party
	mentions []mention   // in text order
	at       map[int]int // byte offset of a token -> word
}

// party is an entity with what resolution needs to know of it.
type party struct {
	name     string
	kind     string // person | organisation | outlet | document | group
	gender   byte
	entity   int             // index into doc.Document.Entities, -1 = none
	titles   map[string]bool // lower-cased words of the offices and descriptions beside the name
	mentions []int
}

// mention is a naming of a party: words first to last.
type mention struct {
	first, last int
	party       int
}

func newCast(v *view, t *tables) *cast {
	c := &cast{v: v, t: t, at: make(map[int]int, len(v.words))}
	for i := range v.words {
		c.at[v.words[i].tok.Start] = i
	}
	found := v.doc.Mentions
	if len(found) == 0 {
		found = capitalRuns(v)
	}
	byEntity, byName := map[int]int{}, map[string]int{}
	for _, m := range found {
		first, ok := c.at[m.Start]
		last := first + m.Last - m.First
		if !ok || last < first || last >= len(v.words) {
			continue
		}
		p := c.partyOf(m, v.doc.Text(m.Span), byEntity, byName)
		c.mentions = append(c.mentions, mention{first, last, p})
	}
	slices.SortStableFunc(c.mentions, func(a, b mention) int { return cmp.Compare(a.first, b.first) })
	for i, m := range c.mentions {
		c.parties[m.party].mentions = append(c.parties[m.party].mentions, i)
		c.describe(m)
	}
	return c
}

// partyOf returns the party of a mention, making it when it is new. Mentions without an entity are joined by
// name: the same name, an alias, or the last word of a person's name.
func (c *cast) partyOf(m doc.Mention, text string, byEntity map[int]int, byName map[string]int) int {
	if m.Entity >= 0 && m.Entity < len(c.v.doc.Entities) {
		if p, ok := byEntity[m.Entity]; ok {
			return p
		}
		e := &c.v.doc.Entities[m.Entity]
		byEntity[m.Entity] = c.newParty(e.Name, e.Type, m.Entity)
		p := &c.parties[byEntity[m.Entity]]
		p.gender = e.Gender
		for _, w := range lowerWords(e.Title) {
			p.titles[w] = true
		}
		return byEntity[m.Entity]
	}
	name := withoutArticle(text)
	key := strings.ToLower(name)
	if a, ok := c.t.aliases[key]; ok {
		key = strings.ToLower(a.name)
	}
	if p, ok := byName[key]; ok {
		return p
	}
	p := c.newParty(name, m.Type, -1)
	byName[key] = p
	if c.parties[p].kind == "person" {
		if cut := strings.LastIndexByte(key, ' '); cut > 0 {
			byName[key[cut+1:]] = p
		}
	}
	return p
}

func (c *cast) newParty(name, kind string, entity int) int {
	name = withoutArticle(name)
	if kind == "place" || kind == "" {
		kind = "organisation" // a place that speaks is its government, a capital that of its country
		if land, ok := c.t.lands[strings.ToLower(name)]; ok {
			name = land
		}
	}
	if a, ok := c.t.aliases[strings.ToLower(name)]; ok && kind != "person" {
		name, kind = a.name, a.kind
	} else if kind == "organisation" && outletWord(name) {
		kind = "outlet"
	}
	c.parties = append(c.parties, party{name: name, kind: kind, entity: entity, titles: map[string]bool{}})
	return len(c.parties) - 1
}

// describe enters the words of office around a mention of a person.
func (c *cast) describe(m mention) {
	p := &c.parties[m.party]
	if p.kind != "person" {
		return
	}
	c.office(m, p)
	from, to := c.v.sentence(c.v.words[m.first].sent)
	for i := m.first - 1; i >= from && i >= m.first-14; i-- {
		w := strings.ToLower(c.v.words[i].tok.Text)
		switch w {
		case "mr", "mr.", "sir", "lord", "king", "prince":
			p.gender = cmp.Or(p.gender, 'm')
		case "mrs", "mrs.", "ms", "ms.", "miss", "lady", "queen", "princess", "madame":
			p.gender = cmp.Or(p.gender, 'f')
		}
		if !describes(c.v.words[i].tok) && !c.joins(i, from) {
			break
		}
		p.titles[w] = true
	}
	if i := m.last + 1; i+1 < to && c.v.words[i].tok.Text == "," {
		for i++; i < to && i < m.last+16; i++ {
			t := c.v.words[i].tok
			if !describes(t) && t.UPOS != "ADP" && t.UPOS != "DET" && t.UPOS != "CCONJ" {
				break
			}
			p.titles[strings.ToLower(t.Text)] = true
		}
	}
}

// joins reports whether a small word stands inside a title: "Minister of Trade and Industry", "Ambassador to the Holy See".
func (c *cast) joins(i, from int) bool {
	switch strings.ToLower(c.v.words[i].tok.Text) {
	case "and", "of", "to", "for", "the":
		return i > from && c.v.words[i+1].shape != lower && (c.v.words[i-1].shape != lower || hasAny(strings.ToLower(c.v.words[i-1].tok.Text), "of", "to", "for")) && c.v.words[i-1].tok.UPOS != "VERB"
	}
	return false
}

// office enters the words of the noun phrase around a mention, by the tree: "Ambassador Extraordinary and Plenipotentiary
// of Ruritania Anna Berg".
func (c *cast) office(m mention, p *party) {
	if !c.v.doc.Sentences[c.v.words[m.first].sent].Parsed {
		return
	}
	top := -1
	for i := m.first; i <= m.last; i++ {
		if h := c.v.words[i].head; h < m.first || h > m.last {
			top = i
		}
	}
	if top < 0 {
		return
	}
	if rel, _, _ := strings.Cut(c.v.words[top].tok.Rel, ":"); rel == "appos" || rel == "flat" || rel == "compound" {
		if h := c.v.words[top].head; h >= 0 && c.v.words[h].tok.UPOS != "VERB" {
			top = h
		}
	}
	for i := max(0, m.first-15); i < min(len(c.v.words), m.last+15); i++ {
		if (i < m.first || i > m.last) && c.v.words[i].sent == c.v.words[top].sent && describes(c.v.words[i].tok) && c.v.below(i, top) {
			p.titles[strings.ToLower(c.v.words[i].tok.Text)] = true
		}
	}
}

// below reports whether word i is or hangs on word top within the noun phrase: not by a clause, a conjunct or a possessor.
func (v *view) below(i, top int) bool {
	for n := 0; i >= 0 && n < 8; n++ {
		if i == top {
			return true
		}
		switch v.words[i].tok.Rel {
		case "conj", "parataxis", "acl", "acl:relcl", "advcl", "nmod:poss":
			return false
		}
		i = v.words[i].head
	}
	return false
}

// describes reports whether a token can be part of an office or description.
func describes(t *doc.Token) bool {
	switch t.UPOS {
	case "NOUN", "PROPN", "ADJ", "PART", "":
		return shapeOf(t.Text) != mark || strings.HasPrefix(t.Text, "'") || strings.HasPrefix(t.Text, "’") || t.Text == "-"
	}
	return t.Text == "of"
}

// capitalRuns stands in for the entity finder where it did not run: runs of capitalised words, persons when they have two or three.
func capitalRuns(v *view) []doc.Mention {
	var ms []doc.Mention
	for s := range v.doc.Sentences {
		from, to := v.sentence(s)
		for i := from; i < to; i++ {
			j := i
			for j < to && (v.words[j].shape == capital || v.words[j].shape == allCaps) && (v.words[j].tok.UPOS == "PROPN" || v.words[j].tok.UPOS == "") {
				j++
			}
			if j == i {
				continue
			}
			kind := "organisation"
			if n := j - i; n == 2 || n == 3 {
				kind = "person"
			}
			ms = append(ms, doc.Mention{Span: v.span(i, j-1), Sentence: s, First: i - from, Last: j - 1 - from, Type: kind, Entity: -1})
			i = j
		}
	}
	return ms
}

// in returns the mentions that lie within the words first to last.
func (c *cast) in(first, last int) []int {
	i, _ := slices.BinarySearchFunc(c.mentions, first, func(m mention, at int) int { return cmp.Compare(m.first, at) })
	var out []int
	for ; i < len(c.mentions) && c.mentions[i].first <= last; i++ {
		if c.mentions[i].last <= last {
			out = append(out, i)
		}
	}
	return out
}

// covering returns the mention that covers word i, -1 if none does.
func (c *cast) covering(i int) int {
	for k := range c.mentions {
		if m := &c.mentions[k]; m.first <= i && i <= m.last {
			return k
		}
	}
	return -1
}

func lowerWords(s string) []string { return strings.Fields(strings.ToLower(s)) }

// withoutArticle cuts a leading article, and a possessive ending, off a name.
func withoutArticle(s string) string {
	for _, a := range []string{"the ", "The ", "THE ", "a ", "A ", "an ", "An "} {
		if rest, ok := strings.CutPrefix(s, a); ok && rest != "" {
			s = rest
			break
		}
	}
	s = strings.TrimSuffix(strings.TrimSuffix(s, "'s"), "’s")
	return strings.TrimSpace(s)
}
