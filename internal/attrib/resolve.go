package attrib

import (
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// resolver turns the words of sources into hops: who they are, under which name, and whether they are named.
type resolver struct {
	*cast
	speakers []speaker // those who spoke before, in text order
}

// speaker is the innermost source of an earlier claim and the outlets through which it spoke.
type speaker struct {
	hop    doc.Hop
	party  int    // -1 = none
	noun   string // head noun of the first naming ("official"), "" = none
	word   int    // of the cue
	prefix []doc.Hop
}

// How far back, in sentences, a pronoun's antecedent may be, and an earlier speaker taken up again by a noun.
const (
	pronounReach = 4
	nounReach    = 12
)

// resolve makes the hop of a source that covers words first to last. excluded tells whether a word belongs to the
// content of the same claim, where its source cannot be found; at is the word of the cue.
func (r *resolver) resolve(first, last, at int, excluded func(int) bool) (doc.Hop, speaker) {
	h := doc.Hop{Span: r.v.span(first, last), Entity: -1, Kind: "person", Anonymity: "unnamed"}
	sp := speaker{party: -1, word: at}
	head := r.headOf(first, last)
	if first == last {
		if p, ok := pronouns[strings.ToLower(r.v.doc.Text(h.Span))]; ok {
			r.pronoun(&h, &sp, p, first, at, excluded)
			sp.hop = h
			return h, sp
		}
	}
	if p := r.named(first, last, head); len(p) > 0 {
		r.nameBy(&h, &sp, p)
		sp.hop = h
		return h, sp
	}
	if p := r.beside(last, head); p >= 0 {
		r.nameBy(&h, &sp, []int{p})
		h.Kind = "person"
		sp.hop = h
		return h, sp
	}
	if p := r.styled(last, head); p >= 0 {
		r.nameBy(&h, &sp, []int{p})
		if r.press(head) {
			h.Kind = "outlet"
		}
		sp.noun = strings.ToLower(r.v.words[head].tok.Text)
		sp.hop = h
		return h, sp
	}
	r.noun(&h, &sp, first, last, head, at, excluded)
	sp.hop = h
	return h, sp
}

// nameBy names the hop by the parties found in it; several persons make a group.
func (r *resolver) nameBy(h *doc.Hop, sp *speaker, ps []int) {
	p := &r.parties[ps[0]]
	h.Name, h.Kind, h.Anonymity, h.Entity = p.name, p.kind, "named", p.entity
	sp.party = ps[0]
	if len(ps) > 1 {
		h.Kind, h.Entity, sp.party = "group", -1, -1
		names := []string{}
		for _, q := range ps {
			names = append(names, r.parties[q].name)
		}
		h.Name = strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	}
}

// headOf returns the head word of the words first to last.
func (r *resolver) headOf(first, last int) int {
	s := r.v.words[first].sent
	if r.v.doc.Sentences[s].Parsed && r.v.words[last].sent == s {
		loose := -1
		for i := first; i <= last; i++ {
			w := &r.v.words[i]
			if w.head >= first && w.head <= last || w.tok.UPOS == "ADP" || w.tok.UPOS == "PUNCT" || w.tok.UPOS == "VERB" {
				continue
			}
			if w.tok.Rel != "compound" && w.tok.Rel != "amod" { // which parsers may hang on the verb beside the subject: "White House adviser Jane Roe said"
				return i
			}
			if loose < 0 {
				loose = i
			}
		}
		if loose >= 0 {
			return loose
		}
	}
	// The last noun before a comma, a preposition or a relative pronoun.
	head := first
	for i := first; i <= last; i++ {
		w := &r.v.words[i]
		if i > first && (w.shape == mark && !strings.ContainsAny(w.tok.Text, "'’-") || w.tok.UPOS == "ADP" || w.tok.UPOS == "PRON" || w.tok.UPOS == "VERB") {
			break
		}
		if w.tok.UPOS == "NOUN" || w.tok.UPOS == "PROPN" || w.tok.UPOS == "" || w.tok.UPOS == "ADJ" && (head == first || r.v.words[head].tok.UPOS == "ADJ") {
			head = i // "the military" may be tagged as an adjective
		}
	}
	return head
}

// named returns the parties that a source names: a mention that is, stands beside or is in apposition to its head.
func (r *resolver) named(first, last, head int) []int {
	var persons []int
	for _, k := range r.in(first, last) {
		m := r.mentions[k]
		p := &r.parties[m.party]
		switch {
		case r.possessive(m.last) || r.embedded(m, first, head):
		case p.kind == "person":
			if len(persons) == 0 || r.coordinated(persons, m) {
				persons = append(persons, k)
			}
		case m.first <= head && head <= m.last:
			if len(persons) == 0 && !r.nounAt(head) {
				return r.together(k, last)
			}
		}
	}
	var out []int
	for _, k := range persons {
		if p := r.mentions[k].party; len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out
}

// together are the party of a mention and those that "and" joins to it up to the word last: "Arland and Borland said".
func (r *resolver) together(k, last int) []int {
	out := []int{r.mentions[k].party}
	for prev := k; k+1 < len(r.mentions) && r.mentions[k+1].last <= last; prev = k {
		k++
		m := r.mentions[k]
		if r.possessive(m.last) || r.parties[m.party].kind == "person" || slices.Contains(out, m.party) || !r.listed(r.mentions[prev].last+1, m.first) {
			break
		}
		out = append(out, m.party)
	}
	if end := r.mentions[k].last; len(out) > 1 && end < last && r.v.words[end+1].tok.UPOS != "PUNCT" {
		return out[:1] // "Arland and Borland officials"
	}
	return out
}

// listed reports whether the words [first, end) are no more than what stands between the members of a list.
func (r *resolver) listed(first, end int) bool {
	for i := first; i < end; i++ {
		switch t := r.v.words[i].tok; strings.ToLower(t.Text) {
		case "and", "&", ",", "the":
		default:
			return false
		}
	}
	return end > first
}

// beside is the party that stands right behind a noun for a person, whatever kind of name it was taken for: "its spokesman,
// Al-Fatih Qurashi". -1 when there is none.
func (r *resolver) beside(last, head int) int {
	src := r.t.sources[strings.ToLower(r.v.words[head].tok.Text)]
	if src.kind != "person" || src.plural {
		return -1
	}
	i := head + 1
	if i <= last && r.v.words[i].tok.Text == "," {
		i++
	}
	if i > last {
		return -1
	}
	k := r.covering(i)
	if k < 0 || r.mentions[k].first != i || r.mentions[k].last > last || r.possessive(r.mentions[k].last) {
		return -1
	}
	switch p := r.mentions[k].party; r.parties[p].kind {
	case "organisation", "group":
		return p
	}
	return -1
}

// styled is the organisation that stands right behind a common noun for what it is: "the separatist Free Coast Army", "the monitoring
// group CoastWatch". -1 when there is none.
func (r *resolver) styled(last, head int) int {
	if head >= last || r.v.words[head].tok.XPOS != "NN" || r.v.words[head+1].shape != capital && r.v.words[head+1].shape != allCaps {
		return -1
	}
	k := r.covering(head + 1)
	if k < 0 || r.mentions[k].first != head+1 || r.mentions[k].last > last || r.possessive(r.mentions[k].last) {
		return -1
	}
	if p := r.mentions[k].party; r.parties[p].kind == "organisation" || r.parties[p].kind == "outlet" {
		return p
	}
	return -1
}

// press reports whether a noun is one for what publishes: "newspaper", "news agency".
func (r *resolver) press(head int) bool {
	word := strings.ToLower(r.v.words[head].tok.Text)
	return r.t.sources[word].kind == "outlet" || head > 0 && strings.EqualFold(r.v.words[head-1].tok.Text, "news")
}

// nounAt reports whether the word is a common noun for a source, so that a name on it belongs to it ("Reuters reporter").
func (r *resolver) nounAt(i int) bool {
	if r.v.words[i].tok.UPOS == "PROPN" {
		return false
	}
	_, ok := r.t.sources[strings.ToLower(r.v.words[i].tok.Text)]
	return ok
}

// possessive reports whether the word is followed by, or ends in, a possessive mark.
func (r *resolver) possessive(i int) bool {
	t := r.v.words[i].tok.Text
	if strings.HasSuffix(t, "'s") || strings.HasSuffix(t, "’s") {
		return true
	}
	if i+1 >= len(r.v.words) {
		return false
	}
	switch r.v.words[i+1].tok.Text {
	case "'s", "’s":
		return r.v.words[i+1].tok.UPOS != "AUX"
	case "'", "’":
		return r.v.words[i+1].tok.UPOS == "PART"
	}
	return false
}

// embedded reports whether a mention only belongs to the source's head: the president in "a spokesman for the president".
func (r *resolver) embedded(m mention, first, head int) bool {
	if m.first <= head && head <= m.last {
		return false
	}
	for i := m.first - 1; i >= first; i-- {
		w := &r.v.words[i]
		if w.tok.Text == "," || w.tok.UPOS == "PUNCT" && w.tok.Text != "-" && w.tok.Text != "." {
			return false
		}
		if w.tok.UPOS == "ADP" && !strings.EqualFold(w.tok.Text, "'s") || w.tok.UPOS == "VERB" || w.tok.UPOS == "PRON" && w.tok.XPOS != "PRP$" {
			return true
		}
	}
	return false
}

// coordinated reports whether mention m is joined by "and" or a comma list to the persons before it.
func (r *resolver) coordinated(persons []int, m mention) bool {
	prev := r.mentions[persons[len(persons)-1]]
	for i := prev.last + 1; i < m.first; i++ {
		switch t := r.v.words[i].tok; {
		case t.Text == "and" || t.Text == "&":
			return true
		case !describes(t):
			return false
		}
	}
	return false
}

// pronoun says whom a pronoun can stand for.
type pronoun struct {
	gender byte // 'm', 'f', 'n' things, 'p' plural, '1' the speaker, 'w' relative
}

var pronouns = map[string]pronoun{
	"he": {'m'}, "him": {'m'}, "his": {'m'}, "himself": {'m'}, "she": {'f'}, "her": {'f'}, "hers": {'f'}, "herself": {'f'},
	"it": {'n'}, "its": {'n'}, "itself": {'n'}, "they": {'p'}, "them": {'p'}, "their": {'p'}, "both": {'p'},
	"i": {'1'}, "me": {'1'}, "we": {'1'}, "us": {'1'}, "who": {'w'}, "which": {'w'}, "that": {'w'},
}

// pronoun resolves a pronoun: the last speaker and the mentions of the last sentences compete by nearness, subjects first.
func (r *resolver) pronoun(h *doc.Hop, sp *speaker, p pronoun, word, at int, excluded func(int) bool) {
	h.Name = r.v.words[word].tok.Text
	if p.gender == 'w' {
		r.relative(h, sp, word, at, excluded)
		return
	}
	if p.gender == 'p' && r.carriedOn(h, sp, word, at, excluded) {
		return
	}
	sent := r.v.words[word].sent
	best, bestScore := -1, -1000
	for k := range r.mentions {
		m := &r.mentions[k]
		if m.first >= word {
			break
		}
		d := sent - r.v.words[m.first].sent
		if d > pronounReach || excluded(m.first) || !r.agrees(p, m.party) {
			continue
		}
		if s := r.salience(m, d); s >= bestScore {
			best, bestScore = k, s
		}
	}
	for i := len(r.speakers) - 1; i >= 0; i-- {
		s := &r.speakers[i]
		d := sent - r.v.words[s.word].sent
		if d > pronounReach {
			break
		}
		if !r.speakerAgrees(p, s) || s.word >= at {
			continue
		}
		if score := 10 - 4*d; score >= bestScore {
			r.takeUp(h, sp, s)
			return
		}
		break
	}
	if best >= 0 {
		r.nameBy(h, sp, []int{r.mentions[best].party})
		return
	}
	for i := len(r.speakers) - 1; i >= 0; i-- { // nobody near: whoever spoke last
		if s := &r.speakers[i]; s.word < at && sent-r.v.words[s.word].sent <= nounReach && r.speakerAgrees(p, s) {
			r.takeUp(h, sp, s)
			return
		}
	}
	switch p.gender {
	case 'p':
		h.Kind = "group"
	case 'n':
		h.Kind = "organisation"
	}
}

// carriedOn resolves "they" to the people who are the subject of what was told just before, in the same sentence or else in the one before:
// "police searched the house; they said …", "residents fled. They said …".
func (r *resolver) carriedOn(h *doc.Hop, sp *speaker, word, at int, excluded func(int) bool) bool {
	s := r.v.words[word].sent
	for back := 0; back < 2 && s >= back; back++ {
		from, to := r.v.sentence(s - back)
		for i := from; i < min(to, word); i++ {
			w := &r.v.words[i]
			if w.tok.Rel != "root" || w.subj < 0 || w.subj >= word {
				continue
			}
			k := &r.v.words[w.subj]
			noun := strings.ToLower(k.tok.Text)
			if src := r.t.sources[noun]; excluded(w.subj) || k.tok.UPOS != "NOUN" || noun != "police" && (src.kind != "person" || !src.plural) {
				return false
			}
			first, last := r.v.phrase(w.subj)
			people, from := r.resolve(first, last, at, excluded)
			h.Name, h.Kind, h.Anonymity, h.Entity = people.Name, people.Kind, people.Anonymity, people.Entity
			*sp = from
			return true
		}
	}
	return false
}

// salience of a mention d sentences back.
func (r *resolver) salience(m *mention, d int) int {
	s := -4 * d
	for i := m.first; i <= m.last; i++ {
		if rel := r.v.words[i].tok.Rel; strings.HasPrefix(rel, "nsubj") {
			s += 6
			break
		}
	}
	if r.v.words[m.first].tok.Quoted {
		s -= 4
	}
	if r.possessive(m.last) {
		s -= 2
	}
	return s
}

// agrees reports whether a pronoun can stand for a party.
func (r *resolver) agrees(p pronoun, k int) bool {
	party := &r.parties[k]
	switch p.gender {
	case 'm', 'f':
		return party.kind == "person" && (party.gender == 0 || party.gender == p.gender)
	case 'n':
		return party.kind != "person" && party.kind != "group"
	case 'p':
		return party.kind == "group"
	}
	return false
}

func (r *resolver) speakerAgrees(p pronoun, s *speaker) bool {
	switch p.gender {
	case 'm', 'f':
		if s.hop.Kind != "person" {
			return false
		}
		return s.party < 0 || r.parties[s.party].gender == 0 || r.parties[s.party].gender == p.gender
	case 'n':
		return s.hop.Kind == "organisation" || s.hop.Kind == "outlet" || s.hop.Kind == "document"
	case 'p':
		return s.hop.Kind == "group" || s.hop.Kind == "organisation"
	case '1':
		return true
	}
	return false
}

// takeUp makes the hop an earlier speaker again.
func (r *resolver) takeUp(h *doc.Hop, sp *speaker, s *speaker) {
	h.Name, h.Kind, h.Anonymity, h.Entity = s.hop.Name, s.hop.Kind, s.hop.Anonymity, s.hop.Entity
	sp.party, sp.noun, sp.prefix = s.party, s.noun, s.prefix
}

// relative resolves a relative pronoun to what its clause hangs on, or to the name just before it.
func (r *resolver) relative(h *doc.Hop, sp *speaker, word, at int, excluded func(int) bool) {
	if i := word - 2; i >= 0 && r.v.words[word-1].tok.Text == "," && strings.EqualFold(r.v.words[word].tok.Text, "which") {
		if k := r.covering(i); k >= 0 && r.parties[r.mentions[k].party].kind == "organisation" { // "… from the United Nations, which said"
			r.nameBy(h, sp, []int{r.mentions[k].party})
			return
		}
	}
	for i, n := word, 0; i >= 0 && n < 8; i, n = r.v.words[i].head, n+1 {
		if head := r.v.words[i].head; strings.HasPrefix(r.v.words[i].tok.Rel, "acl") && head >= 0 && head < word {
			first, last := r.v.phrase(head)
			if last < word && last > first || last == head && !isPronoun(r.v.words[head].tok.Text) {
				antecedent, s := r.resolve(first, last, at, excluded)
				h.Name, h.Kind, h.Anonymity, h.Entity = antecedent.Name, antecedent.Kind, antecedent.Anonymity, antecedent.Entity
				*sp = s
				return
			}
		}
	}
	for i := word - 1; i >= 0 && i > word-4 && r.v.words[i].sent == r.v.words[word].sent; i-- {
		if k := r.covering(i); k >= 0 {
			r.nameBy(h, sp, []int{r.mentions[k].party})
			return
		}
	}
}

func isPronoun(s string) bool {
	_, ok := pronouns[strings.ToLower(s)]
	return ok
}

// noun resolves a source that is known by a common noun only.
func (r *resolver) noun(h *doc.Hop, sp *speaker, first, last, head, at int, excluded func(int) bool) {
	word := strings.ToLower(r.v.words[head].tok.Text)
	src, known := r.t.sources[word]
	for i := head; i > first && !known; i-- { // "Crown prince", "police chiefs": the nearest noun that tells
		w := strings.ToLower(r.v.words[i-1].tok.Text)
		if src, known = r.t.sources[w+" "+word]; !known && r.v.words[i-1].tok.UPOS == "NOUN" {
			src, known = r.t.sources[w]
		}
	}
	core := r.core(first, last, head)
	for i := first; i < last && r.v.words[i+1].tok.Start < core.End; i++ { // "the daily La Hora": a paper that no table has
		if r.t.sources[r.v.words[i].tok.Text].kind == "outlet" && r.v.words[i+1].shape == capital {
			h.Name, h.Kind, h.Anonymity = r.v.doc.Text(doc.Span{Start: r.v.words[i+1].tok.Start, End: core.End}), "outlet", "named"
			return
		}
	}
	h.Name = withoutArticle(r.v.doc.Text(core))
	if land, ok := r.t.lands[strings.ToLower(h.Name)]; ok {
		h.Name, h.Kind, h.Anonymity = land, "organisation", "named"
		sp.noun = word
		return
	}
	if a, ok := r.t.aliases[strings.ToLower(h.Name)]; ok {
		h.Name, h.Kind, h.Anonymity = a.name, a.kind, "named"
		return
	}
	if !known {
		r.unknown(h, first, head)
		return
	}
	sp.noun = src.noun
	h.Kind, h.Anonymity = src.kind, src.anonymity
	if src.plural && src.kind == "person" {
		h.Kind = "group"
	}
	definite := r.definite(first)
	if definite && r.again(h, sp, src, first, last, head, at) {
		return
	}
	switch {
	case src.kind == "person" && src.anonymity == "role" && !src.plural && (definite || r.inSpan(first, head)):
		if p := r.holder(src.noun, first, last, head, at, excluded); p >= 0 {
			r.nameBy(h, sp, []int{p})
		}
	case src.kind == "organisation" && definite && r.v.words[first].tok.XPOS != "PRP$": // "their union" is not the European one
		if p := r.institution(src.noun, at); p >= 0 && !r.another(first, last, head, r.parties[p].name) {
			r.nameBy(h, sp, []int{p})
		}
	}
}

// unknown grades a source whose noun is in no table.
func (r *resolver) unknown(h *doc.Hop, first, head int) {
	w := &r.v.words[head]
	name := false // a capital inside: "the German Embassy in Windhoek", "the KMT caucus"
	for i := first + 1; i <= head; i++ {
		name = name || r.v.words[i].shape == capital || r.v.words[i].shape == allCaps
	}
	switch {
	case w.tok.UPOS == "PROPN" || w.shape == allCaps || name && w.tok.XPOS != "NNS":
		h.Kind, h.Anonymity = "organisation", "named"
		if outletWord(h.Name) {
			h.Kind = "outlet"
		}
	case w.tok.XPOS == "NNS":
		h.Kind, h.Anonymity = "group", "role"
	default:
		h.Kind, h.Anonymity = "person", "role"
	}
}

// core is the source without what follows its head's noun phrase in commas or a relative clause.
func (r *resolver) core(first, last, head int) doc.Span {
	end := last
	for i := head + 1; i <= last; i++ {
		w := &r.v.words[i]
		if w.tok.Text == "," && r.list(i, last) {
			continue
		}
		if w.tok.Text == "," || w.tok.Text == "(" || w.tok.XPOS == "WP" || w.tok.XPOS == "WDT" || w.tok.UPOS == "VERB" {
			end = i - 1
			break
		}
	}
	return r.v.span(first, max(end, first))
}

// list reports whether from a comma to the word last there are only names, commas and an "and": "the rulers of Arland, Borland and Corland".
func (r *resolver) list(comma, last int) bool {
	and := false
	for i := comma; i <= last; i++ {
		t := r.v.words[i].tok
		and = and || t.Text == "and"
		if t.Text != "," && t.Text != "and" && t.UPOS != "PROPN" {
			return false
		}
	}
	return and && r.v.words[comma-1].tok.UPOS == "PROPN"
}

// definite reports whether the source begins like something already known, or has no article at all.
func (r *resolver) definite(first int) bool {
	switch strings.ToLower(r.v.words[first].tok.Text) {
	case "a", "an", "one", "another", "some", "several", "many", "two", "three", "four", "five", "most", "other", "no":
		return false
	}
	return true
}

// inSpan reports whether there is a possessive between first and head ("Iraq's foreign minister").
func (r *resolver) inSpan(first, head int) bool {
	for i := first; i < head; i++ {
		if r.possessive(i) {
			return true
		}
	}
	return false
}

// again takes up an earlier speaker by the same noun: "the official", "the statement".
func (r *resolver) again(h *doc.Hop, sp *speaker, src source, first, last, head, at int) bool {
	sent := r.v.words[at].sent
	for i := len(r.speakers) - 1; i >= 0; i-- {
		s := &r.speakers[i]
		if s.word >= at {
			continue
		}
		if sent-r.v.words[s.word].sent > nounReach {
			return false
		}
		plural := s.hop.Kind == "group"
		if plural != (src.plural && src.kind == "person") {
			continue
		}
		if src.kind == "organisation" && r.another(first, last, head, s.hop.Name) {
			continue
		}
		if s.noun == src.noun || s.party >= 0 && src.kind == "person" && r.parties[s.party].titles[src.noun] {
			r.takeUp(h, sp, s)
			return true
		}
	}
	return false
}

// another reports whether a noun phrase for an institution is said of another than the one with the name: of another land or of another
// branch, "Cuba's foreign ministry" beside "Russia's defence ministry".
func (r *resolver) another(first, last, head int, name string) bool {
	words := lowerWords(name)
	noun := strings.ToLower(r.v.words[head].tok.Text)
	if n := slices.Index(words, noun); n > 0 && head > first && (noun == "ministry" || noun == "department") {
		mine, theirs := strings.ToLower(r.v.words[head-1].tok.Text), words[n-1]
		if u := r.v.words[head-1].tok.UPOS; (u == "NOUN" || u == "ADJ") && mine != theirs && !strings.ContainsAny(theirs, "'’") {
			return true
		}
	}
	for i := first; i <= last; i++ {
		w := &r.v.words[i]
		if i > head && i != head+2 || i == head+2 && r.v.words[head+1].tok.Lemma != "of" {
			continue // behind the noun only what it is of counts: "the ministry of Borland"
		}
		if i == head || w.shape != capital && w.shape != allCaps || w.tok.UPOS != "PROPN" && w.tok.UPOS != "ADJ" || i == first && w.tok.UPOS != "PROPN" {
			continue
		}
		akin := false
		for _, other := range words {
			akin = akin || other == strings.ToLower(w.tok.Text) || len(other) > 3 && len(w.tok.Text) > 3 && strings.EqualFold(other[:4], w.tok.Text[:4])
		}
		if !akin && len(words) > 1 {
			return true
		}
	}
	return false
}

// holder finds the person whose office a noun names: the one nearest before whose description holds the noun and as
// many of the words beside it as possible.
func (r *resolver) holder(noun string, first, last, head, at int, excluded func(int) bool) int {
	best, bestScore := -1, 0
	for k := range r.parties {
		p := &r.parties[k]
		if p.kind != "person" || !p.titles[noun] {
			continue
		}
		score := 1
		for i := first; i <= last; i++ {
			w := strings.ToLower(r.v.words[i].tok.Text)
			if i == head || !describes(r.v.words[i].tok) || w == "of" || shapeOf(w) == mark {
				continue
			}
			if p.titles[w] {
				score += 2
			} else if r.v.words[i].shape == capital && i > first {
				score--
			}
		}
		before := false
		for _, m := range p.mentions {
			before = before || r.mentions[m].first < at
		}
		if before {
			score += 2
		}
		if score > bestScore || score == bestScore && score > 0 && before {
			best, bestScore = k, score
		}
	}
	return best
}

// institution finds the organisation last named before whose name ends in or holds the noun: "the ministry".
func (r *resolver) institution(noun string, at int) int {
	best := -1
	for k := range r.mentions {
		m := &r.mentions[k]
		if m.first >= at {
			break
		}
		p := &r.parties[m.party]
		if p.kind == "organisation" && hasWord(p.name, noun) {
			best = m.party
		}
	}
	return best
}

func hasWord(name, word string) bool {
	for _, w := range lowerWords(name) {
		if w == word {
			return true
		}
	}
	return false
}
