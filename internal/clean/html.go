package clean

import (
	"net/url"
	"strings"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"onrecord/internal/doc"
)

const (
	// maxTree is the largest page, in bytes, that is parsed to a tree and judged by readability; a tree takes
	// some 20 times its page in memory. Larger pages are read token by token.
	maxTree = 5 << 20
	// maxTags is the number of tags above which a page is read token by token as well; news pages have 1,000 to 10,000.
	maxTags = 60000
	// maxBlocks bounds the blocks of a page that are looked at.
	maxBlocks = 20000
)

// pageFacts is what the HTML says of a block, beside its text.
type pageFacts struct {
	tag      atom.Atom // of the nearest element that lays out a block
	within   within    // kinds of elements around it
	hints    []string  // words of class and id around it, nearest first
	linked   int       // bytes of the text within links
	bold     bool      // the text starts in bold type
	italic   bool      // the text starts in italics
	class    string    // nearest class attribute of a laid-out element
	parent   *html.Node
	readable bool // readability counts it to the article
}

// within is a set of elements that a block lies in.
type within uint16

const (
	inArticle within = 1 << iota
	inMain
	inAside
	inNav
	inHeader
	inFooter
	inFigure
	inForm
	inList
	inQuote
	inTable
	inButton
	inHidden
)

// readHTML cleans a page.
func (r *Reader) readHTML(data []byte, given Given) (doc.Article, []doc.Problem) {
	page := decode(data, true)
	if len(page) > maxTree || strings.Count(page, "<") > maxTags {
		a, problems := readTokens(page, given)
		return a, append([]doc.Problem{problem("the page is unusually large (%.1f MB): only its running text was read, without its layout", float64(len(page))/(1<<20))}, problems...)
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		a, problems := readTokens(page, given)
		return a, append([]doc.Problem{problem("the page is no proper HTML (%v): only its running text was read", err)}, problems...)
	}
	var problems []doc.Problem
	a, facts := metadata(root, given)
	blocks := segment(root)
	readable, err := mark(blocks, root, a.URL)
	if err != nil {
		problems = append(problems, problem("finding the article in the page failed (%v): all running text was taken", err))
	}
	if !readable {
		markProse(blocks)
	}
	if r.page != nil {
		view(blocks, &a, facts).decide(r.page)
	}
	more := assemble(&a, blocks)
	return a, append(problems, more...)
}

// mark sets readable on the blocks that readability counts to the article and reports whether there are any.
func mark(blocks []para, root *html.Node, address string) (found bool, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = problemError{v}
		}
	}()
	u, _ := url.Parse(address)
	if u != nil && u.Host == "" {
		u = nil
	}
	parser := readability.NewParser()
	parser.DisableJSONLD = true
	article, err := parser.ParseDocument(root, u)
	if err != nil || article.Node == nil {
		return false, nil // a page without an article is no fault
	}
	kept := map[string]bool{}
	for _, p := range segment(article.Node) {
		kept[p.text] = true
	}
	for i := range blocks {
		if kept[blocks[i].text] {
			blocks[i].page.readable = true
			found = true
		}
	}
	return found, nil
}

// problemError is a panic of a library as an error.
type problemError struct{ v any }

func (e problemError) Error() string { return strings.SplitN(sprint(e.v), "\n", 2)[0] }

// markProse stands in for readability: running text outside navigation is the article.
func markProse(blocks []para) {
	for i := range blocks {
		f := blocks[i].page
		f.readable = blocks[i].prose() && f.within&(inNav|inFooter|inAside|inForm|inHidden) == 0 && f.linked*2 < len(blocks[i].text)
	}
}

// assemble labels the blocks of a page, keeps the part that holds the article and writes it to a.
func assemble(a *doc.Article, blocks []para) []doc.Problem {
	first, last := region(blocks)
	if first < 0 || !runs(blocks[first:last+1]) {
		return []doc.Problem{problem("no article was found in the page: it holds no running text")}
	}
	blocks = blocks[first : closingCredits(blocks, last)+1]
	var text strings.Builder
	for i := range blocks {
		if i > 0 {
			text.WriteByte('\n')
		}
		blocks[i].Start = text.Len()
		text.WriteString(blocks[i].text)
		blocks[i].End = text.Len()
	}
	a.Text = text.String()
	var problems []doc.Problem
	lang, sure := language(a.Text)
	if lang != "" {
		a.Language = lang
	}
	if sure && lang != "en" {
		problems = append(problems, foreign(lang))
	}
	for i := range blocks {
		if f := blocks[i].page; !f.readable {
			blocks[i].label(f.reason(&blocks[i]))
		}
	}
	blocks = splitSentences(a.Text, blocks)
	labelPhrases(blocks)
	labelMarkup(blocks)
	labelPage(a, blocks)
	labelBylines(a, blocks)
	labelRepeats(blocks, a.Title)
	keepSomething(blocks)
	settle(a, blocks)
	return problems
}

// runs reports whether the readable blocks hold running text at all.
func runs(blocks []para) bool {
	words := 0
	for i := range blocks {
		if blocks[i].page.readable {
			if blocks[i].prose() {
				return true
			}
			words += len(blocks[i].words)
		}
	}
	return words >= 20
}

// region returns the first and last block that is readable.
func region(blocks []para) (first, last int) {
	first = -1
	for i := range blocks {
		if blocks[i].page.readable {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// closingCredits returns the last of the credit and copyright lines that follow the article closely: they are not
// the article, but tell where it comes from.
func closingCredits(blocks []para, last int) int {
	end := last
	for i := last + 1; i < len(blocks) && i <= last+4; i++ {
		if blocks[i].page.within&(inFooter|inNav|inAside) != 0 {
			break
		}
		m, ok := matchPhrase(blocks[i].norm, len(blocks[i].words), false)
		if ok && (m.reason == "credit" || m.reason == "legal") || agencyCredit(blocks[i].text) {
			end = i
		}
	}
	return end
}

// reason names why a block of the page is not the article, by where it stands.
func (f *pageFacts) reason(p *para) string {
	if m, ok := matchPhrase(p.norm, len(p.words), false); ok && f.within&inFigure == 0 {
		return m.reason
	}
	switch {
	case f.within&(inNav|inHeader|inFooter) != 0:
		return "navigation"
	case f.within&inFigure != 0:
		return "caption"
	case f.within&(inForm|inButton) != 0:
		return "subscribe"
	case f.linked*2 > len(p.text):
		return "teaser"
	}
	return "navigation"
}

// labelPage labels what the page itself marks: captions, headings that repeat the title.
func labelPage(a *doc.Article, blocks []para) {
	title, author := wordsOf(a.Title), wordsOf(a.Byline)
	for i := range blocks {
		p := &blocks[i]
		if p.role != body || p.page == nil {
			continue
		}
		switch {
		case len(p.words) >= 4 && p.page.linked*20 >= len(p.text)*19 && p.page.within&inList == 0 && !endsSentence(p.text):
			p.label("teaser") // a paragraph that is one link
		case (i+6 > len(blocks) || startsWith(p.words, author)) && isBio(p, author):
			p.label("author")
		case p.page.within&inFigure != 0:
			p.label("caption")
		case i < 6 && sameLine(p.words, title):
			p.role = headline
		case dateOnlyLine(p):
			p.role = byline
		}
	}
}

// segment cuts a tree into blocks of text: what one element lays out between two others.
func segment(root *html.Node) []para {
	s := &segmenter{}
	s.walk(root, pageFacts{tag: atom.Body})
	s.flush()
	return s.blocks
}

type segmenter struct {
	blocks []para
	buf    strings.Builder
	facts  pageFacts
	linked int
	spaced bool
}

// walk visits n and what is below it; f is what holds for n's surroundings.
func (s *segmenter) walk(n *html.Node, f pageFacts) {
	if len(s.blocks) >= maxBlocks {
		return
	}
	switch n.Type {
	case html.TextNode:
		s.text(n, f)
		return
	case html.ElementNode:
		if skipped(n) || unseen(n) {
			return
		}
		if n.DataAtom == atom.Br {
			s.flush()
			return
		}
	case html.CommentNode, html.DoctypeNode:
		return
	}
	if n.Type == html.ElementNode {
		f.enter(n)
		if laysOutBlock(n.DataAtom) {
			s.flush()
			f.tag, f.parent = n.DataAtom, n.Parent
			defer s.flush()
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.walk(c, f)
	}
}

func (s *segmenter) text(n *html.Node, f pageFacts) {
	for _, r := range n.Data {
		if blank(r) || r == '\u00ad' {
			s.spaced = s.spaced || r != '\u00ad' && r != '\u200b' && r != '\ufeff'
			continue
		}
		if s.buf.Len() == 0 {
			s.facts, s.linked = f, 0
		} else if s.spaced {
			s.buf.WriteByte(' ')
			if f.linked > 0 {
				s.linked++
			}
		}
		s.spaced = false
		s.buf.WriteRune(r)
		if f.linked > 0 {
			s.linked += utf8.RuneLen(r)
		}
	}
}

func (s *segmenter) flush() {
	s.spaced = false
	if s.buf.Len() == 0 {
		return
	}
	text := s.buf.String()
	s.buf.Reset()
	p := newPara(text, doc.Span{Start: 0, End: len(text)})
	f := s.facts
	f.linked = s.linked
	p.page = &f
	s.blocks = append(s.blocks, p)
}

// enter adds what an element says of all below it.
func (f *pageFacts) enter(n *html.Node) {
	switch n.DataAtom {
	case atom.Article:
		f.within |= inArticle
	case atom.Main:
		f.within |= inMain
	case atom.Aside:
		f.within |= inAside
	case atom.Nav:
		f.within |= inNav
	case atom.Header:
		f.within |= inHeader
	case atom.Footer:
		f.within |= inFooter
	case atom.Figure, atom.Figcaption:
		f.within |= inFigure
	case atom.Form:
		f.within |= inForm
	case atom.Li:
		f.within |= inList
	case atom.Blockquote:
		f.within |= inQuote
	case atom.Table:
		f.within |= inTable
	case atom.Button, atom.Label:
		f.within |= inButton
	case atom.A:
		f.linked = 1
	case atom.B, atom.Strong:
		f.bold = true
	case atom.I, atom.Em:
		f.italic = true
	}
	if laysOutBlock(n.DataAtom) {
		f.bold, f.italic = false, false
		f.class = attr(n, "class")
	}
	var own []string
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "data-component", "data-testid", "itemprop", "role":
			own = append(own, hintWords(a.Val)...)
		case "hidden":
			f.within |= inHidden
		case "style":
			if v := strings.ReplaceAll(a.Val, " ", ""); strings.Contains(v, "display:none") || strings.Contains(v, "visibility:hidden") {
				f.within |= inHidden
			}
		case "aria-hidden":
			if a.Val == "true" {
				f.within |= inHidden
			}
		}
	}
	if len(own) > 0 {
		f.hints = append(own, f.hints...)
		f.hints = f.hints[:min(len(f.hints), maxHints):min(len(f.hints), maxHints)]
	}
}

// maxHints is how many words of class and id names a block carries.
const maxHints = 24

// hintWords cuts class names into words: "articleBody__paragraph" gives article, body, paragraph.
func hintWords(s string) []string {
	var out []string
	start := -1
	emit := func(end int) {
		if start >= 0 && end-start >= 2 && end-start <= 16 && len(out) < 12 {
			out = append(out, strings.ToLower(s[start:end]))
		}
		start = -1
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'A' && c <= 'Z':
			if i > 0 && !(s[i-1] >= 'A' && s[i-1] <= 'Z') {
				emit(i)
			}
			if start < 0 {
				start = i
			}
		case c >= 'a' && c <= 'z':
			if start < 0 {
				start = i
			}
		default:
			emit(i)
		}
	}
	emit(len(s))
	return out
}

// unseen reports whether an element is for screen readers only ("opens new tab") or an inline element that
// is not displayed.
func unseen(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "class":
			for c := range strings.FieldsSeq(a.Val) {
				switch c {
				case "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader", "screenreader-only", "u-visually-hidden", "a11y-hidden":
					return true
				}
			}
		case "style":
			v := strings.ReplaceAll(a.Val, " ", "")
			if strings.Contains(v, "clip:rect(0") || !laysOutBlock(n.DataAtom) && strings.Contains(v, "display:none") {
				return true
			}
		}
	}
	return false
}

func skipped(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Head, atom.Select, atom.Option,
		atom.Textarea, atom.Input, atom.Object, atom.Video, atom.Audio, atom.Canvas, atom.Math, atom.Noframes, atom.Title:
		return true
	}
	return false
}

func laysOutBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Dd, atom.Details, atom.Dialog, atom.Div, atom.Dl, atom.Dt,
		atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Header, atom.Hr, atom.Li, atom.Main, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table,
		atom.Tbody, atom.Td, atom.Th, atom.Tr, atom.Ul, atom.Button, atom.Center, atom.Caption:
		return true
	}
	return false
}
