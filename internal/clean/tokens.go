package clean

import (
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"onrecord/internal/doc"
)

// readTokens reads a page that cannot be made a tree: too large, or nested too deep. It goes through the
// tokens once, holds no more than the text, and takes what reads like running text.
func readTokens(page string, given Given) (doc.Article, []doc.Problem) {
	a := doc.Article{URL: given.URL, Title: given.Title}
	t := html.NewTokenizer(strings.NewReader(page))
	t.SetMaxBuf(1 << 20)
	s := &segmenter{}
	var quiet, linked int
	inTitle := false
	for len(s.blocks) < maxBlocks {
		kind := t.Next()
		if kind == html.ErrorToken {
			if t.Err() == io.EOF {
				break
			}
			break
		}
		name, _ := t.TagName()
		tag := atom.Lookup(name)
		switch kind {
		case html.StartTagToken:
			switch {
			case tag == atom.Title:
				inTitle = true
			case skipped(&html.Node{DataAtom: tag}) && tag != atom.Head && tag != atom.Input:
				quiet++
			case tag == atom.A:
				linked = 1
			}
			if laysOutBlock(tag) || tag == atom.Br {
				s.flush()
			}
		case html.EndTagToken:
			switch {
			case tag == atom.Title:
				inTitle = false
			case skipped(&html.Node{DataAtom: tag}) && tag != atom.Head:
				quiet = max(0, quiet-1)
			case tag == atom.A:
				linked = 0
			}
			if laysOutBlock(tag) {
				s.flush()
			}
		case html.SelfClosingTagToken:
			if tag == atom.Br || laysOutBlock(tag) {
				s.flush()
			}
		case html.TextToken:
			text := string(t.Text())
			switch {
			case inTitle && a.Title == "":
				a.Title = strings.Join(strings.Fields(html.UnescapeString(text)), " ")
			case quiet == 0 && !inTitle:
				s.text(&html.Node{Type: html.TextNode, Data: html.UnescapeString(text)}, pageFacts{tag: atom.P, linked: linked})
			}
		}
	}
	s.flush()
	markProse(s.blocks)
	problems := assemble(&a, s.blocks)
	return a, problems
}
