package clean

import (
	"strings"

	"onrecord/internal/doc"
)

// readText cleans plain text: Article.Text is the text itself.
func readText(text string, given Given) (doc.Article, []doc.Problem) {
	a := doc.Article{Text: text, Title: given.Title}
	var paras []para
	for _, s := range layout(text) {
		paras = append(paras, newPara(text, s))
	}
	if len(paras) == 0 {
		return a, []doc.Problem{problem("the text is empty")}
	}
	var problems []doc.Problem
	lang, sure := language(text)
	a.Language = lang
	if sure && lang != "en" {
		problems = append(problems, foreign(lang))
	}
	paras = openAddress(&a, paras)
	paras = splitHead(text, paras)
	paras = splitSentences(text, paras)
	labelPhrases(paras)
	labelMarkup(paras)
	labelHeadline(&a, paras)
	labelBylines(&a, paras)
	labelRepeats(paras, a.Title)
	labelRuns(paras)
	keepSomething(paras)
	settle(&a, paras)
	return a, problems
}

// settle writes the blocks and what is read off the finished paragraphs: dateline and text date.
func settle(a *doc.Article, paras []para) {
	a.Blocks = make([]doc.Block, len(paras))
	for i, p := range paras {
		a.Blocks[i] = doc.Block{Span: p.Span, Role: p.role, Reason: p.reason}
	}
	a.Dateline = dateline(a.Text, a.Blocks)
	if a.Published == "" {
		if d, conf, ok := dateInText(paras); ok {
			a.Published, a.PublishedFrom, a.PublishedConf = d, "text", conf
		} else if d, ok := parseDate(a.Text[a.Dateline.Date.Start:a.Dateline.Date.End]); ok {
			a.Published, a.PublishedFrom, a.PublishedConf = d, "text", creditConf
		}
	}
}

// openAddress takes a web address that stands alone on the first line as the article's own.
func openAddress(a *doc.Article, paras []para) []para {
	if p := &paras[0]; len(paras) > 1 && isAddress(p.text) {
		if strings.HasPrefix(p.text, "http") {
			a.URL = p.text
		}
		p.label("address")
	}
	return paras
}

func isAddress(s string) bool {
	return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www.")) && !strings.ContainsAny(s, " \t\n")
}
