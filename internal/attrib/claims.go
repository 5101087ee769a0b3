package attrib

import (
	"cmp"
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// OurDomain is the domain of the features that were learned from our own annotated articles.
const OurDomain = 1

// draft is a claim in the making.
type draft struct {
	at      Attribution
	source  [2]int // words, first -1 = none
	via     int    // head of the one who passes it on in "quoted by … as saying", 0 = none
	parent  int    // index of the draft in whose content this one lies, -1 = none
	chain   []doc.Hop
	speaker speaker
	dropped bool
}

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

// draft enters an attribution.
func (b *drafter) draft(at Attribution) {
	at = b.splitCue(at)
	dr := &draft{at: at, source: [2]int{-1, -1}, parent: -1}
	if hasAny(strings.ToLower(b.d.Text(at.Cue[0])), "reportedly", "allegedly", "purportedly", "supposedly") {
		at.Source = nil // an adverb names nobody: its subject is the one spoken about
		if at.words[0] == at.words[1] {
			if around := b.aroundAdverb(at.words[0]); len(around) > 0 {
				at.Content = around
			}
		}
	}
	b.accordingTo(&at)
	dr.at = at
	if len(at.Source) > 0 {
		dr.source[0], dr.source[1] = b.wordsIn(b.sourceFragment(at))
		b.wholeSubject(dr)
		b.wholeList(dr)
	}
	if b.reputedTo(at) || b.nobody(dr) || b.silent(at) || b.convening(at) {
		return
	}
	if b.addressed(dr) {
		dr.source = [2]int{-1, -1}
		if agent := b.agent(at.words); agent >= 0 {
			dr.source[0], dr.source[1] = b.v.phrase(agent)
		}
	}
	if b.expletive(dr) {
		dr.source = [2]int{-1, -1}
	}
	dr.at.Content = b.trimContent(dr.at)
	if len(dr.at.Content) == 0 {
		return
	}
	b.quoting(dr)
	b.drafts = append(b.drafts, dr)
}

// quoting finds the one who quotes where the participle was tagged for the cue and its object for the source: "a newspaper reported,
// quoting an officer, that …".
func (b *drafter) quoting(dr *draft) {
	cue := dr.at.words[0]
	switch strings.ToLower(b.v.words[cue].tok.Text) {
	case "quoting", "citing":
	default:
		return
	}
	h := b.v.words[cue].head
	if dr.source[0] <= cue || h < 0 {
		return
	}
	k := b.v.words[h].subj
	if t := b.v.words[h].tok; k < 0 && (t.UPOS == "NOUN" || t.UPOS == "PROPN") {
		k = h // parsers take "reported" for a participle here
	}
	if k > 0 && k < cue {
		dr.via = k
	}
}

// nobody tells whether the source is none: "no group claimed responsibility", "none of them said why".
func (b *drafter) nobody(dr *draft) bool {
	return dr.source[0] >= 0 && hasAny(strings.ToLower(b.v.words[dr.source[0]].tok.Text), "no", "nobody", "none")
}

// silent tells whether the source says nothing: "declined to comment", "would not say", "refused to disclose how many".
func (b *drafter) silent(at Attribution) bool {
	refused := false
	for i := at.words[0]; i < len(b.v.words) && i <= at.words[1]+3; i++ {
		switch strings.ToLower(b.v.words[i].tok.Lemma) {
		case "decline", "refuse":
			refused = true
		case "comment", "say", "disclose", "reveal", "elaborate", "specify", "discuss":
			return refused
		}
	}
	return false
}

// convening tells whether the source calls something into being, which says nothing of the world: "the union called a strike".
func (b *drafter) convening(at Attribution) bool {
	i := at.words[1] + 1
	if !strings.EqualFold(b.v.words[at.words[1]].tok.Lemma, "call") || i >= len(b.v.words) || !strings.EqualFold(b.v.words[i].tok.Lemma, "a") {
		return false
	}
	for ; i < len(b.v.words) && i < at.words[1]+5; i++ {
		if b.v.words[i].tok.UPOS != "NOUN" {
			continue
		}
		switch strings.ToLower(b.v.words[i].tok.Lemma) {
		case "strike", "election", "vote", "referendum", "meeting", "session", "summit", "conference", "protest", "demonstration", "rally", "march", "boycott":
			return true
		}
		return false
	}
	return false
}

// splitCue takes a subject that was tagged as part of the cue ("Novak said") for the source that it is.
func (b *drafter) splitCue(at Attribution) Attribution {
	if len(at.Source) > 0 {
		return at
	}
	for i := at.words[0] + 1; i <= at.words[1]; i++ {
		u := b.v.words[i].tok.UPOS
		if u != "VERB" && u != "AUX" {
			continue
		}
		switch b.v.words[i-1].tok.UPOS {
		case "PROPN", "NOUN", "PRON":
			at.Source = []doc.Span{b.v.span(at.words[0], i-1)}
			at.words[0] = i
			at.Cue = []doc.Span{b.v.span(i, at.words[1])}
		}
		return at
	}
	return at
}

// sourceFragment picks the fragment that names the source: the one with the cue's subject, else the nearest to the cue.
func (b *drafter) sourceFragment(at Attribution) doc.Span {
	best := at.Source[0]
	head := cueHead(b.v, at.words)
	for _, s := range at.Source {
		if k := b.v.words[head].subj; k >= 0 && s.Contains(b.v.words[k].tok.Span) {
			return s
		}
		if abs(s.Start-at.Cue[0].Start) < abs(best.Start-at.Cue[0].Start) {
			best = s
		}
	}
	return best
}

// accordingTo takes what follows "according to" for the source where it was tagged for content: "…, when the rebels took the town, according to
// Save the Children".
func (b *drafter) accordingTo(at *Attribution) {
	cue := at.words[1]
	if !strings.EqualFold(b.v.words[at.words[0]].tok.Text, "according") || strings.EqualFold(b.v.words[cue].tok.Text, "to") || cue+2 >= len(b.v.words) || !strings.EqualFold(b.v.words[cue+1].tok.Text, "to") {
		return
	}
	for i, s := range at.Content {
		if s.Start != b.v.words[cue+1].tok.Start || i == 0 || at.Content[i-1].End > at.Cue[0].Start {
			continue
		}
		at.Source = []doc.Span{{Start: b.v.words[cue+2].tok.Start, End: s.End}}
		_, last := b.bare(b.v.first[b.v.words[cue].sent], at.words[0]-1)
		at.Content = append(slices.Clone(at.Content[:i-1]), doc.Span{Start: at.Content[i-1].Start, End: b.v.words[last].tok.End})
		return
	}
}

// wholeList adds to a source the beginning of the list that it ends, which was tagged for content: "The rulers of Arland, Borland and Corland said
// that …". A noun phrase alone says nothing.
func (b *drafter) wholeList(dr *draft) {
	if len(dr.at.Content) < 2 || dr.source[0] < 2 || b.v.words[dr.source[0]-1].tok.Text != "," || dr.source[1] > dr.at.words[0] || !b.and(dr.source[0], dr.source[1]) {
		return
	}
	first, last := b.wordsIn(dr.at.Content[0])
	if first != b.v.first[b.v.words[dr.source[0]].sent] || last != dr.source[0]-2 {
		return
	}
	for i := first; i <= last; i++ {
		if t := b.v.words[i].tok; t.UPOS == "VERB" || t.UPOS == "AUX" || t.Quoted {
			return
		}
	}
	dr.source[0] = first
	dr.at.Content = dr.at.Content[1:]
}

// and reports whether "and" joins what is among the words.
func (b *drafter) and(first, last int) bool {
	for i := first + 1; i < last; i++ {
		if strings.EqualFold(b.v.words[i].tok.Text, "and") {
			return true
		}
	}
	return false
}

// wholeSubject takes a source that is the end of the cue's subject, without the word that it is about, for all of the subject: "a man claiming to
// speak for the group said".
func (b *drafter) wholeSubject(dr *draft) {
	k := b.v.words[cueHead(b.v, dr.at.words)].subj
	if k < 0 || dr.source[0] <= k {
		return
	}
	if b.v.words[dr.source[0]-1].tok.Text == "," && dr.source[1]+1 == dr.at.words[0] {
		return // "…, police and officials said" is whole, whatever the parser made of the sentence before it
	}
	for i, n := dr.source[0], 0; i >= 0 && n < 10; i, n = b.v.words[i].head, n+1 {
		if i == k {
			dr.source[0], _ = b.v.phrase(k)
			return
		}
	}
}

// addressed reports whether the supposed source is the one that is told ("the court was told that …").
func (b *drafter) addressed(dr *draft) bool {
	head := &b.v.words[cueHead(b.v, dr.at.words)]
	if head.kids&passiveBit == 0 || head.subj < dr.source[0] || head.subj > dr.source[1] || dr.source[0] < 0 {
		return false
	}
	switch strings.ToLower(head.tok.Lemma) {
	case "tell", "inform", "ask", "accuse", "warn", "order", "urge", "advise", "remind", "notify", "assure", "brief", "charge", "blame", "criticise", "criticize":
		return true
	}
	return false
}

// expletive reports whether the supposed source is the "it" of "it is believed that …", which names nobody.
func (b *drafter) expletive(dr *draft) bool {
	if dr.source[0] < 0 || dr.source[0] != dr.source[1] || !strings.EqualFold(b.v.words[dr.source[0]].tok.Text, "it") {
		return false
	}
	return b.v.words[cueHead(b.v, dr.at.words)].kids&passiveBit != 0 || b.v.words[dr.source[0]].tok.Rel == "expl"
}

// agent returns the noun of a "by" phrase at a passive cue, -1 if there is none.
func (b *drafter) agent(cue [2]int) int {
	head := cueHead(b.v, cue)
	_, to := b.v.sentence(b.v.words[head].sent)
	for i := head + 1; i < to && i < head+20; i++ {
		if w := &b.v.words[i]; w.head == head && (w.tok.Rel == "obl:agent" || w.tok.Rel == "obl" && i > 0 && hasAny(strings.ToLower(b.v.words[max(i-1, 0)].tok.Text+" "+b.v.words[max(i-2, 0)].tok.Text), "by")) {
			return i
		}
	}
	return -1
}

func abs(n int) int { return max(n, -n) }

// wordsIn returns the first and last word of a span.
func (b *drafter) wordsIn(s doc.Span) (first, last int) {
	first, ok := b.cast.at[s.Start]
	if !ok {
		return -1, -1
	}
	last = first
	for last+1 < len(b.v.words) && b.v.words[last+1].tok.Start < s.End {
		last++
	}
	return first, last
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

// merge joins drafts that tell the same content: "X said, according to Y" and "X said that, according to Y, …".
func (b *drafter) merge() {
	for i, x := range b.drafts {
		if b.d.GivenUp() {
			return
		}
		if x.parent >= 0 {
			y := b.drafts[x.parent]
			rest := subtract(y.at.Content, append(slices.Clone(x.at.Source), x.at.Cue...))
			if !y.dropped && overlap(rest, x.at.Content) >= 0.9 && !strings.Contains(b.words(y.at.Content), "\n") {
				x.chain = append(slices.Clone(b.fullChain(y)), x.chain...)
				x.parent = -1
				y.dropped = true
				for _, z := range b.drafts {
					if z.parent >= 0 && b.drafts[z.parent] == y && z != x {
						z.parent = i
					}
				}
			}
			continue
		}
		for j, y := range b.drafts {
			if i == j || x.dropped || y.dropped || y.parent >= 0 || !accordingTo(b.d.Text(y.at.Cue[0])) && !b.reportsAfter(x, y) && !b.passesOn(x, y) || accordingTo(b.d.Text(x.at.Cue[0])) {
				continue
			}
			if (overlap(x.at.Content, y.at.Content) >= 0.8 || b.passesOn(x, y)) && !sameSource(x.chain, y.chain) {
				x.chain = append(slices.Clone(y.chain), x.chain...)
				y.dropped = true
			}
		}
	}
}

// reportsAfter reports whether y is an outlet behind the whole of x: "The ministry said …, Interfax reported".
func (b *drafter) reportsAfter(x, y *draft) bool {
	if len(y.chain) == 0 || y.chain[len(y.chain)-1].Kind != "outlet" || b.v.words[x.at.words[0]].sent != b.v.words[y.at.words[0]].sent {
		return false
	}
	return len(x.at.Content) > 0 && x.at.words[1] < y.at.words[0] && x.at.Content[len(x.at.Content)-1].End <= y.at.Cue[0].Start
}

// passesOn reports whether y, at the end of the sentence, says what x said in it to somebody: "The rebels told mediators that …, a diplomat said". What
// was tagged for y's content leaves out that it is x's.
func (b *drafter) passesOn(x, y *draft) bool {
	s := b.v.words[x.at.words[0]].sent
	if s != b.v.words[y.at.words[0]].sent || x.source[0] < 0 || y.source[0] < 0 || len(x.at.Content) != 1 || len(y.at.Content) != 1 {
		return false
	}
	c, all := x.at.Content[0], y.at.Content[0]
	return x.source[0] == b.v.first[s] && x.at.Cue[0].End <= all.Start && all.Contains(c) && c != all && all.End <= y.at.Cue[0].Start && b.v.words[y.source[0]-1].tok.Text == ","
}

func sameSource(a, b []doc.Hop) bool {
	return len(a) > 0 && len(b) > 0 && a[len(a)-1].Name == b[len(b)-1].Name
}

func accordingTo(cue string) bool { return strings.HasPrefix(strings.ToLower(cue), "according") }

// fullChain is a draft's chain with those of the drafts around it in front.
func (b *drafter) fullChain(dr *draft) []doc.Hop {
	chain := dr.chain
	for n := 0; dr.parent >= 0 && n < 4; n++ {
		dr = b.drafts[dr.parent]
		chain = append(slices.Clone(dr.chain), chain...)
	}
	return chain
}

// overlap is the Dice coefficient of two sets of spans, in bytes.
func overlap(a, c []doc.Span) float64 {
	n := 0
	for _, s := range a {
		for _, t := range c {
			n += max(0, min(s.End, t.End)-max(s.Start, t.Start))
		}
	}
	if total := length(a) + length(c); total > 0 {
		return 2 * float64(n) / float64(total)
	}
	return 0
}

// subtract cuts spans out of others.
func subtract(ss, cut []doc.Span) []doc.Span {
	for _, c := range cut {
		var next []doc.Span
		for _, s := range ss {
			if !s.Overlaps(c) {
				next = append(next, s)
				continue
			}
			if s.Start < c.Start {
				next = append(next, doc.Span{Start: s.Start, End: c.Start})
			}
			if c.End < s.End {
				next = append(next, doc.Span{Start: c.End, End: s.End})
			}
		}
		ss = next
	}
	return ss
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
