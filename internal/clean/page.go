package clean

import (
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// The labels of the page model.
const (
	labelOther = iota // furniture of the page
	labelBody         // a paragraph of the article
	pageLabels
)

// pageView is a page as the features see it: its blocks and what holds for the page as a whole.
type pageView struct {
	blocks      []para
	title       []string
	description map[uint64]bool // 2-grams of the meta description
	articleBody string          // words of the JSON-LD article body, between blanks; "" when there is none
	main        *html.Node      // the element that holds most of the running text directly
	above       map[*html.Node]bool
	root        *html.Node         // the smallest element around two thirds of the running text that readability keeps
	author      []string           // words of the byline
	prose       map[*html.Node]int // words of running text by the element they lie in directly
	mainWords   int
	alike       map[string]int // words of running text by tag and nearest class
	classes     []string       // tag and nearest class of each block
	seen        map[string]int // how often each text stands on the page
	first, last int            // of the readable blocks
}

// view prepares the features of a page.
func view(blocks []para, a *doc.Article, f *facts) *pageView {
	v := &pageView{blocks: blocks, title: wordsOf(a.Title), author: wordsOf(a.Byline), description: shinglesOf(wordsOf(f.description()), 2), above: map[*html.Node]bool{}, prose: map[*html.Node]int{},
		alike: map[string]int{}, seen: map[string]int{}, classes: make([]string, len(blocks))}
	if w := wordsOf(f.articleBody()); len(w) >= 60 {
		v.articleBody = " " + strings.Join(w, " ") + " "
	}
	for i := range blocks {
		p := &blocks[i]
		v.seen[p.text]++
		v.classes[i] = p.page.tag.String() + "." + p.page.class
		if !p.prose() || p.page.linked*2 > len(p.text) {
			continue
		}
		v.alike[v.classes[i]] += len(p.words)
		n := p.page.parent
		v.prose[n] += len(p.words)
		if v.prose[n] > v.mainWords || v.main == nil {
			v.main, v.mainWords = n, v.prose[n]
		}
	}
	for n := v.main; n != nil; n = n.Parent {
		v.above[n] = true
	}
	v.first, v.last = region(blocks)
	v.root = v.contentRoot()
	return v
}

// contentRoot finds the smallest element that holds two thirds of the readable running text.
func (v *pageView) contentRoot() *html.Node {
	weight := map[*html.Node]int{}
	depth := map[*html.Node]int{}
	total := 0
	for i := range v.blocks {
		p := &v.blocks[i]
		if !p.prose() || v.first >= 0 && !p.page.readable {
			continue
		}
		total += len(p.words)
		var path []*html.Node
		for n := p.page.parent; n != nil; n = n.Parent {
			path = append(path, n)
		}
		for k, n := range path {
			weight[n] += len(p.words)
			depth[n] = len(path) - k
		}
	}
	var best *html.Node
	for i := range v.blocks { // in the order of the page, so that ties fall the same way each time
		for n := v.blocks[i].page.parent; n != nil; n = n.Parent {
			if weight[n]*3 >= total*2 && total > 0 && (best == nil || depth[n] > depth[best]) {
				best = n
			}
		}
	}
	return best
}

// inRoot says whether a block lies in the content root: 0 directly, 1 two levels down at most, 2 deeper, 3 outside.
func (v *pageView) inRoot(p *para) int {
	n := p.page.parent
	for d := 0; n != nil && d < 40; n, d = n.Parent, d+1 {
		if n == v.root {
			return min(2, (d+1)/2)
		}
	}
	return 3
}

// startsWith reports whether a paragraph starts with an author's first or last name.
func startsWith(words, author []string) bool {
	return len(author) > 1 && len(words) > 2 && (words[0] == author[0] || words[1] == author[0] || words[1] == author[1])
}

// isBio reports whether a paragraph presents its author: "Jane Doe is a reporter for ...".
func isBio(p *para, author []string) bool {
	if len(p.words) < 5 || len(p.words) > 90 {
		return false
	}
	head := p.words[:min(len(p.words), 30)]
	named := startsWith(head, author)
	verb, office := false, false
	for i, w := range head {
		switch w {
		case "is", "was", "covers", "writes", "covering", "reports", "joined", "has":
			verb = verb || i > 0 && i < 6
		case "reporter", "correspondent", "editor", "writer", "author", "columnist", "journalist", "contributor", "fellow", "professor", "staff", "critic", "producer", "analyst", "historian", "newsletter", "bureau":
			office = true
		}
	}
	return verb && office && (named || capitalised(strings.Fields(p.text)[:2]) == 1)
}

// smallPage is up to how many blocks a page counts as small: one without the furniture that the model knows pages by.
const smallPage = 30

// decide sets readable on the blocks that the model takes for the article. Where it would lose most of what
// readability found, it is out of its depth and readability keeps its word; on a small page the
// running text that readability found stays in any case.
func (v *pageView) decide(m *linear.Model) {
	labels := v.label(m)
	model, found := 0, 0
	for i := range v.blocks {
		p := &v.blocks[i]
		if labels[i] == labelBody {
			model += len(p.words)
		}
		if p.page.readable && p.prose() {
			found += len(p.words)
		}
	}
	if model*5 < found*2 {
		return
	}
	for i := range v.blocks {
		p := &v.blocks[i]
		keep := len(v.blocks) <= smallPage && p.page.readable && p.prose() && p.page.linked*2 < len(p.text)
		p.page.readable = labels[i] == labelBody || keep
	}
}

// label decides each block, the whole page at once: the best sequence of labels.
func (v *pageView) label(m *linear.Model) []int {
	n := len(v.blocks)
	unit := make([][pageLabels]int32, n)
	edge := make([][pageLabels][pageLabels]int32, n)
	var fs []uint64
	scores := make([]int32, pageLabels)
	for i := range n {
		clear(scores)
		fs = v.features(fs[:0], i)
		m.Score(fs, scores)
		copy(unit[i][:], scores)
		for prev := range pageLabels {
			clear(scores)
			fs = v.edges(fs[:0], i, prev)
			m.Score(fs, scores)
			copy(edge[i][prev][:], scores)
		}
	}
	return viterbi(unit, edge)
}

// viterbi returns the sequence with the highest sum of unit and edge scores.
func viterbi(unit [][pageLabels]int32, edge [][pageLabels][pageLabels]int32) []int {
	n := len(unit)
	best := make([][pageLabels]int32, n)
	from := make([][pageLabels]int, n)
	for i := range n {
		for y := range pageLabels {
			if i == 0 {
				best[i][y] = unit[i][y] + edge[i][labelOther][y]
				continue
			}
			for prev := range pageLabels {
				if s := best[i-1][prev] + edge[i][prev][y] + unit[i][y]; prev == 0 || s > best[i][y] {
					best[i][y], from[i][y] = s, prev
				}
			}
		}
	}
	out := make([]int, n)
	y := labelOther
	if n > 0 && best[n-1][labelBody] > best[n-1][labelOther] {
		y = labelBody
	}
	for i := n - 1; i >= 0; i-- {
		out[i] = y
		y = from[i][y]
	}
	return out
}

// bucket puts a number on a coarse scale: 0 1 2 3-4 5-7 8-11 12-19 20-39 40-79 80-.
func bucket(n int) int {
	for i, top := range [...]int{0, 1, 2, 4, 7, 11, 19, 39, 79} {
		if n <= top {
			return i
		}
	}
	return 9
}

// tenth puts a share on a scale of ten.
func tenth(part, whole int) int {
	if whole <= 0 {
		return 0
	}
	return min(10, part*10/whole)
}

// shape describes a block coarsely, for itself and for its neighbours.
func (v *pageView) shape(i int) (size, links, relation int, ends bool) {
	if i < 0 || i >= len(v.blocks) {
		return -1, -1, -1, false
	}
	p := &v.blocks[i]
	return bucket(len(p.words)), tenth(p.page.linked, len(p.text)) / 3, v.relation(p), endsSentence(p.text)
}

// relation says where a block lies as seen from the element with most of the text: 0 within it directly,
// 1 deeper in it, 2 in an element around it, 3 elsewhere.
func (v *pageView) relation(p *para) int {
	n := p.page.parent
	switch {
	case n == v.main:
		return 0
	case v.above[n]:
		return 2
	}
	for depth := 0; n != nil && depth < 12; n, depth = n.Parent, depth+1 {
		if n == v.main {
			return 1
		}
	}
	return 3
}

// features appends the features of block i to fs.
func (v *pageView) features(fs []uint64, i int) []uint64 {
	p := &v.blocks[i]
	f := p.page
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	flag := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	size, links, relation, ends := v.shape(i)
	tag := linear.String(f.tag.String())
	read := flag(f.readable)
	add(linear.F(1))
	add(linear.F(2).Int(size).Int(flag(ends)))
	add(linear.F(3).Add(tag).Int(size))
	add(linear.F(4).Int(read).Int(size).Int(flag(ends)))
	add(linear.F(5).Int(read).Int(relation).Add(tag))
	add(linear.F(6).Int(relation).Int(size))
	add(linear.F(7).Int(links).Int(size))
	add(linear.F(8).Int(links).Int(read))
	for b := range 16 {
		if f.within&(1<<b) != 0 {
			add(linear.F(9).Int(b))
			add(linear.F(10).Int(b).Int(read))
			add(linear.F(11).Int(b).Int(size))
		}
	}
	var near, far uint32
	for k, h := range f.hints {
		if kind := hintKinds()[h]; k < nearHints {
			near |= 1 << kind
		} else {
			far |= 1 << kind
		}
	}
	for kind := 1; kind < 32; kind++ {
		if near&(1<<kind) != 0 {
			add(linear.F(12).Int(kind).Int(read))
			add(linear.F(12).Int(kind).Int(size / 3))
		} else if far&(1<<kind) != 0 {
			add(linear.F(13).Int(kind).Int(read))
		}
	}
	reason := ""
	if m, ok := matchPhrase(p.norm, len(p.words), false); ok {
		reason = m.reason
		add(linear.F(14).Str(reason))
		add(linear.F(15).Str(reason).Int(size))
	}
	add(linear.F(16).Int(flag(onlyShareWords(p.words))).Int(flag(agencyCredit(p.text))).Int(flag(photoCaption(p))))
	add(linear.F(17).Int(flag(looksLikeByline(p))).Int(flag(dateOnlyLine(p))).Int(read))
	add(linear.F(18).Int(flag(sameLine(p.words, v.title))).Int(read))
	add(linear.F(19).Int(tenth(overlap(p.words, v.description), 10) / 4).Int(flag(i < v.first+4)).Int(size))
	if v.articleBody != "" {
		in := strings.Contains(v.articleBody, " "+strings.Join(p.words, " ")+" ")
		add(linear.F(20).Int(flag(in)).Int(size))
	}
	stop := 0
	for _, w := range p.words {
		stop += flag(inLanguages()[w]&1 != 0)
	}
	add(linear.F(21).Int(tenth(stop, len(p.words))).Int(size))
	add(linear.F(22).Int(capitals(p.text)).Int(size))
	add(linear.F(23).Int(min(4, v.seen[p.text])).Int(size))
	add(linear.F(24).Int(tenth(v.prose[f.parent], v.mainWords)).Int(size))
	add(linear.F(25).Int(tenth(v.alike[v.classes[i]], v.mainWords) / 2).Int(size).Int(flag(ends)))
	where := 1
	switch {
	case v.first < 0:
		where = 3
	case i < v.first:
		where = 0
	case i > v.last:
		where = 2
	}
	add(linear.F(26).Int(where).Int(relation).Int(size))
	add(linear.F(27).Int(where).Int(bucket(i - v.first)).Int(read))
	add(linear.F(28).Int(where).Int(bucket(v.last - i)).Int(read))
	for d := -2; d <= 2; d++ {
		if d == 0 {
			continue
		}
		s, l, r, e := v.shape(i + d)
		add(linear.F(29).Int(d).Int(s).Int(flag(e)).Int(read))
		add(linear.F(30).Int(d).Int(l).Int(r).Int(relation))
		if d == 1 || d == -1 {
			same := i+d >= 0 && i+d < len(v.blocks) && v.classes[i+d] == v.classes[i]
			add(linear.F(31).Int(d).Int(flag(same)).Int(size).Int(s))
			other := i+d >= 0 && i+d < len(v.blocks) && v.blocks[i+d].page.readable
			add(linear.F(32).Int(d).Int(flag(other)).Int(read).Int(size))
		}
	}
	end := lastRune(p.text)
	add(linear.F(33).Int(int(end) * flag(strings.ContainsRune(".!?:;,…)]|»>”\"", end))).Int(size))
	if f.tag == atom.H2 || f.tag == atom.H3 || f.tag == atom.H4 || f.tag == atom.H5 {
		s, l, r, _ := v.shape(i + 1)
		add(linear.F(34).Int(s).Int(l).Int(r).Int(relation))
	}
	inRoot := v.inRoot(p)
	full := flag(f.linked*20 >= len(p.text)*19)
	add(linear.F(37).Int(inRoot).Int(size).Int(flag(ends)))
	add(linear.F(38).Int(inRoot).Int(read).Add(tag))
	add(linear.F(39).Int(inRoot).Int(relation).Int(links))
	add(linear.F(40).Int(full).Int(capitals(p.text)).Int(flag(ends)).Int(bucket(len(p.words)) / 3))
	add(linear.F(41).Int(flag(isBio(p, v.author))).Int(flag(i+6 > v.last)))
	add(linear.F(42).Int(flag(strings.HasPrefix(p.text, "—") && strings.Contains(p.text, "(@"))))
	add(linear.F(44).Int(v.between(i)).Int(full).Int(size).Int(flag(reason != "")))
	add(linear.F(45).Int(v.between(i)).Add(tag).Int(full))
	add(linear.F(43).Int(v.kin(i)).Int(size).Int(flag(ends)))
	add(linear.F(35).Int(flag(f.bold)).Int(flag(f.italic)).Int(size).Int(relation))
	if len(p.words) > 0 && size <= 7 {
		add(linear.F(36).Str(p.words[0]).Int(flag(ends)))
	}
	return fs
}

// between says how the neighbours on both sides frame block i: one bit each for running text before and
// behind it in the same element, two more where tag and class are the same as well.
func (v *pageView) between(i int) int {
	bits := 0
	for k, d := range [2]int{-1, 1} {
		j := i + d
		if j < 0 || j >= len(v.blocks) || v.blocks[j].page.parent != v.blocks[i].page.parent || !v.blocks[j].prose() {
			continue
		}
		bits |= 1 << k
		if v.classes[j] == v.classes[i] {
			bits |= 4 << k
		}
	}
	return bits
}

// kin counts the blocks of running text that share tag and class with block i, on the bucket scale.
func (v *pageView) kin(i int) int { return bucket(v.alike[v.classes[i]] / 20) }

// edges appends the features of the step from label prev to block i.
func (v *pageView) edges(fs []uint64, i, prev int) []uint64 {
	p := &v.blocks[i]
	same, sameClass := 0, 0
	if i > 0 {
		if v.blocks[i-1].page.parent == p.page.parent {
			same = 1
		}
		if v.classes[i-1] == v.classes[i] {
			sameClass = 1
		}
	}
	size, _, relation, _ := v.shape(i)
	return append(fs,
		uint64(linear.F(60).Int(prev)),
		uint64(linear.F(61).Int(prev).Int(same).Int(sameClass)),
		uint64(linear.F(62).Int(prev).Int(size).Int(sameClass)),
		uint64(linear.F(63).Int(prev).Int(relation).Int(same)))
}

// hintWordsByKind groups the words that web designers name parts of a page with. Words of no group say nothing:
// what one publisher calls its parts does not carry over to others.
var hintWordsByKind = []string{
	"caption figcaption credit image img photo picture media gallery video figure slideshow lightbox",
	"related recirc recirculation promo promos teaser teasers more trending popular recommended recommendations recommend readmore upnext latest carousel card cards river feed rail mostread spotlight",
	"newsletter newsletters subscribe subscription signup paywall membership piano inline donate donation",
	"share sharing social follow",
	"comment comments disqus coral reply replies",
	"author authors byline bylines bio contributor contributors",
	"ad ads advert advertisement sponsor sponsored outbrain taboola dfp gpt",
	"nav navigation menu breadcrumb breadcrumbs footer header sidebar masthead skip sitemap",
	"tag tags topic topics keyword keywords category categories section label kicker eyebrow rubric",
	"headline title hed heading h1",
	"dek standfirst summary subtitle subheading subhead description deck excerpt lede intro",
	"time date timestamp datetime published updated dateline",
	"article story entry post content body articlebody paragraph text prose copy main wysiwyg rich richtext",
	"quote pullquote blockquote pull tweet twitter instagram embed",
	"list item items",
	"live liveblog update entries",
	"cookie consent gdpr banner modal popup overlay alert notification toast",
	"search form input button btn cta",
	"correction editors note notes disclaimer legal copyright terms policy",
	"audio podcast player listen",
}

// hintKinds maps a word of hintWordsByKind to its group, from 1.
var hintKinds = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	for i, words := range hintWordsByKind {
		for w := range strings.FieldsSeq(words) {
			m[w] = i + 1
		}
	}
	return m
})

// nearHints is how many of the class words count as the block's own.
const nearHints = 6

// capitals says how a line is capitalised: 0 as a sentence, 1 as a title, 2 all capitals.
func capitals(s string) int {
	words := strings.Fields(s)
	switch {
	case s == strings.ToUpper(s) && s != strings.ToLower(s):
		return 2
	case len(words) > 1 && capitalised(words) >= 0.8:
		return 1
	}
	return 0
}

// overlap returns how many tenths of the 2-grams of words stand in the set.
func overlap(words []string, set map[uint64]bool) int {
	if len(set) == 0 || len(words) < 3 {
		return 0
	}
	return int(10 * contained(shinglesOf(words, 2), set))
}
