package attrib

import (
	"cmp"
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// OurDomain is the domain of the features that were learned from our own annotated articles.
const OurDomain = 1

// drafter builds the claims of one document.
type drafter struct {
	*resolver
	a      *Attributor
	d      *doc.Document
	drafts []*draft
}

// Attribute fills d.Claims, sorted by position. It needs sentences with tags; a parse and the entities make it better.
func (a *Attributor) Attribute(d *doc.Document) {
	v := newView(d, a.rates)
	b := &drafter{resolver: &resolver{cast: newCast(v, a.tables)}, a: a, d: d}
	if !b.public() {
		d.Claims = nil
		return
	}
	for _, at := range a.attributions(v, OurDomain) {
		b.draft(at)
	}
	for _, step := range []func(){b.asides, b.unconfirmed, b.reckoned, b.disputed, b.hearsay, b.passives, b.owned, b.reportedBy, b.nested, b.speeches, b.nest, b.resolveAll, b.merge, b.announce, b.finish} {
		if d.GivenUp() {
			return
		}
		step()
	}
}

// nest sets the parents: the smallest content that holds a draft's cue.
func (b *drafter) nest() {
	slices.SortStableFunc(b.drafts, func(x, y *draft) int { return cmp.Compare(x.at.Cue[0].Start, y.at.Cue[0].Start) })
	for i, x := range b.drafts {
		if b.d.GivenUp() {
			return
		}
		size := 1 << 30
		for j, y := range b.drafts {
			if i != j && covers(y.at.Content, x.at.Cue[0]) && length(y.at.Content) < size && !covers(x.at.Content, y.at.Cue[0]) {
				x.parent, size = j, length(y.at.Content)
			}
		}
	}
}

func covers(ss []doc.Span, s doc.Span) bool {
	return slices.ContainsFunc(ss, func(t doc.Span) bool { return t.Contains(s) })
}

func length(ss []doc.Span) int {
	n := 0
	for _, s := range ss {
		n += s.Len()
	}
	return n
}

// resolveAll finds the sources in text order, so that later ones can refer to earlier ones.
func (b *drafter) resolveAll() {
	for _, dr := range b.drafts {
		if b.d.GivenUp() {
			return
		}
		cueWord := dr.at.words[0]
		excluded := func(i int) bool { return overlapsAny(b.v.words[i].tok.Span, dr.at.Content) }
		b.inherit(dr, excluded)
		var h doc.Hop
		if dr.source[0] >= 0 {
			h, dr.speaker = b.resolve(dr.source[0], dr.source[1], cueWord, excluded)
		} else {
			h = doc.Hop{Entity: -1, Kind: "group", Anonymity: "unnamed"}
			dr.speaker = speaker{party: -1, word: cueWord, hop: h}
		}
		cueText, content := b.d.Text(dr.at.Cue[0]), b.words(dr.at.Content)
		if cueWord > 0 && strings.EqualFold(b.v.words[cueWord-1].tok.Text, "nor") {
			cueText = "nor " + cueText
		}
		h.Stance = b.t.stanceOf(cueText, content, dr.source[0] < 0)
		b.antecedent(dr, h.Stance)
		h.Medium = mediumOf(b.frame(dr), h.Kind, h.Name)
		var prefix []doc.Hop
		if dr.parent < 0 {
			if prefix = b.outlets(dr, excluded); len(prefix) == 0 {
				prefix = b.carried(dr)
			}
			if dr.via > 0 && len(prefix) == 0 {
				prefix = []doc.Hop{b.passer(dr, excluded)}
			}
		}
		dr.speaker.prefix = prefix
		dr.chain = append(slices.Clone(prefix), h)
		if inner, ok := b.cited(dr, excluded); ok {
			dr.chain = append(dr.chain, inner)
		}
		if dr.source[0] >= 0 {
			b.speakers = append(b.speakers, dr.speaker)
		}
	}
}

// passer is the hop of the one who passes a statement on: "quoted by state television as saying".
func (b *drafter) passer(dr *draft, excluded func(int) bool) doc.Hop {
	first, last := b.v.phrase(dr.via)
	for first < dr.via && b.v.words[first].tok.Rel == "case" {
		first++
	}
	hop, _ := b.resolve(first, last, dr.at.words[0], excluded)
	hop.Stance = "asserts"
	return hop
}

// antecedent replaces a content that only points back ("denied the information") by what it points to: the content of
// the claim before, or the sentence before.
func (b *drafter) antecedent(dr *draft, stance string) {
	if stance != "denies" && stance != "confirms" && stance != "doubts" || len(dr.at.Content) != 1 {
		return
	}
	switch strings.ToLower(withoutArticle(b.words(dr.at.Content))) {
	case "information", "news", "report", "reports", "it", "this", "that":
	default:
		return
	}
	sent := b.v.words[dr.at.words[0]].sent
	if sent == 0 {
		return
	}
	var last *draft
	for _, x := range b.drafts {
		if s := b.v.words[x.at.words[0]].sent; x != dr && x.parent < 0 && s >= sent-1 && x.at.words[0] < dr.at.words[0] {
			last = x
		}
	}
	if last != nil {
		dr.at.Content = slices.Clone(last.at.Content)
		return
	}
	first, end := b.bare(b.v.first[sent-1], b.v.first[sent]-1)
	dr.at.Content = []doc.Span{b.v.span(first, end)}
}

// inherit gives a draft without source the subject of the verb that its cue hangs on ("…, adding that …").
func (b *drafter) inherit(dr *draft, excluded func(int) bool) {
	if dr.source[0] >= 0 {
		return
	}
	i := dr.at.words[0]
	if t := b.v.words[i].tok; t.XPOS != "VBG" && t.UPOS == "ADV" {
		return
	}
	for i = dr.at.words[0]; i >= 0; i = b.v.words[i].head {
		w := &b.v.words[i]
		if w.subj >= 0 && w.kids&passiveBit == 0 && !excluded(w.subj) && (w.subj < dr.at.words[0] || w.subj > dr.at.words[1]) {
			dr.source[0], dr.source[1] = b.v.phrase(w.subj)
			return
		}
		if rel, _, _ := strings.Cut(w.tok.Rel, ":"); rel != "advcl" && rel != "conj" && rel != "xcomp" {
			break
		}
	}
	if b.v.words[dr.at.words[0]].tok.XPOS != "VBG" {
		return
	}
	for _, x := range b.drafts { // "…, he said, adding that …" without a tree to tell
		if x != dr && x.source[0] >= 0 && x.at.words[0] < dr.at.words[0] && b.v.words[x.at.words[0]].sent == b.v.words[dr.at.words[0]].sent {
			dr.source = x.source
		}
	}
}

// phrase returns the words around a noun that belong to it without interruption, relative clauses left out.
func (v *view) phrase(head int) (first, last int) {
	first, last = head, head
	from, to := v.sentence(v.words[head].sent)
	under := func(i int) bool {
		for n := 0; i >= 0 && n < 10; n++ {
			if i == head {
				return true
			}
			if rel := v.words[i].tok.Rel; strings.HasPrefix(rel, "acl") || rel == "punct" || rel == "parataxis" {
				return false
			}
			i = v.words[i].head
		}
		return false
	}
	for first > from && under(first-1) {
		first--
	}
	for last+1 < to && under(last+1) {
		last++
	}
	return first, last
}

// frame is the cue's sentence without the content, for what it says of how the statement was made.
func (b *drafter) frame(dr *draft) string {
	from, to := b.v.sentence(b.v.words[dr.at.words[0]].sent)
	var sb strings.Builder
	for i := from; i < to; i++ {
		if t := b.v.words[i].tok; !overlapsAny(t.Span, dr.at.Content) {
			sb.WriteString(t.Text)
			sb.WriteByte(' ')
		}
	}
	return sb.String()
}

func (b *drafter) words(ss []doc.Span) string {
	var parts []string
	for _, s := range ss {
		parts = append(parts, b.d.Text(s))
	}
	return strings.Join(parts, " ")
}

// carried returns the outlets through which the same speaker spoke just before.
func (b *drafter) carried(dr *draft) []doc.Hop {
	if len(dr.speaker.prefix) > 0 {
		return dr.speaker.prefix
	}
	if len(b.speakers) == 0 || dr.source[0] < 0 {
		return nil
	}
	last := &b.speakers[len(b.speakers)-1]
	same := last.party >= 0 && last.party == dr.speaker.party || last.hop.Name != "" && last.hop.Name == dr.speaker.hop.Name
	if same && b.v.words[dr.at.words[0]].sent-b.v.words[last.word].sent <= pronounReach {
		return last.prefix
	}
	return nil
}

// finish turns the drafts into claims: chains joined, the publisher taken out, sorted.
func (b *drafter) finish() {
	claims := b.d.Claims[:0]
	for _, dr := range b.drafts {
		if dr.dropped {
			continue
		}
		chain := b.tidy(b.fullChain(dr))
		if len(chain) == 0 || len(dr.at.Content) == 0 || b.onlyCites(dr) {
			continue
		}
		c := doc.Claim{Sentence: b.v.words[dr.at.words[0]].sent, Content: dr.at.Content, Chain: chain, Score: dr.at.Score, Quote: b.quoteKind(dr.at.Content)}
		if len(dr.at.Cue) > 0 {
			c.Cue = dr.at.Cue[0]
		}
		claims = append(claims, c)
	}
	slices.SortStableFunc(claims, func(x, y doc.Claim) int {
		return cmp.Or(cmp.Compare(x.Content[0].Start, y.Content[0].Start), cmp.Compare(length(y.Content), length(x.Content)))
	})
	b.d.Claims = claims
}

// onlyCites reports whether a draft is no more than "citing two officials": its content is a source of the claim before.
func (b *drafter) onlyCites(dr *draft) bool {
	if len(dr.at.Cue) == 0 || len(dr.at.Content) > 1 {
		return false
	}
	switch strings.ToLower(b.d.Text(dr.at.Cue[0])) {
	case "citing", "quoting":
	default:
		return false
	}
	first, last := b.wordsIn(dr.at.Content[0])
	for i := max(first, 0); i <= last; i++ {
		if b.v.words[i].tok.UPOS == "VERB" {
			return false
		}
	}
	return true
}

// tidy takes the article's own publisher out of a chain and hops that repeat the one before.
func (b *drafter) tidy(chain []doc.Hop) []doc.Hop {
	var out []doc.Hop
	for _, h := range chain {
		if b.isPublisher(h.Name) || len(out) > 0 && h.Name != "" && out[len(out)-1].Name == h.Name {
			if len(out) > 0 && out[len(out)-1].Name == h.Name {
				out[len(out)-1] = h
			}
			continue
		}
		out = append(out, h)
	}
	return out
}

// isPublisher compares a name with the article's publisher, which may be given as a domain.
func (b *drafter) isPublisher(name string) bool {
	p := squeeze(strings.TrimPrefix(b.d.Article.Publisher, "www."))
	n := squeeze(name)
	return n != "" && (n == p || len(n) >= 6 && strings.HasPrefix(p, n))
}

// squeeze keeps letters and digits, lower-cased; a domain loses its ending.
func squeeze(s string) string {
	s = strings.ToLower(s)
	if cut := strings.IndexByte(s, '.'); cut > 0 && !strings.Contains(s, " ") {
		s = s[:cut]
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 127 {
			return r
		}
		return -1
	}, strings.TrimPrefix(s, "the "))
}

// quoteKind says how much of the content is in quotation marks.
func (b *drafter) quoteKind(ss []doc.Span) string {
	in, all := 0, 0
	for _, s := range ss {
		first, last := b.wordsIn(s)
		for i := max(first, 0); i <= last; i++ {
			if w := &b.v.words[i]; w.shape != mark {
				all++
				if w.tok.Quoted {
					in++
				}
			}
		}
	}
	switch {
	case in == 0:
		return "indirect"
	case 10*in >= 9*all:
		return "direct"
	}
	return "mixed"
}

// Covering returns the index of the innermost claim whose content covers the span, -1 when the article says it in its own voice.
func Covering(d *doc.Document, s doc.Span) int {
	best := -1
	for i := range d.Claims {
		if !covers(d.Claims[i].Content, s) {
			continue
		}
		if best < 0 {
			best = i
			continue
		}
		if a, b := length(d.Claims[i].Content), length(d.Claims[best].Content); a < b || a == b && len(d.Claims[i].Chain) > len(d.Claims[best].Chain) {
			best = i
		}
	}
	return best
}
