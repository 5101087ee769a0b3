package actor

import (
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// named adds a mention of a person to a document whose sentences have no tokens.
func named(d *doc.Document, entity int, words string) {
	at := strings.Index(d.Article.Text, words)
	d.Mentions = append(d.Mentions, doc.Mention{Span: doc.Span{Start: at, End: at + len(words)}, Type: "person", Last: strings.Count(words, " "), Entity: entity})
}

// placedAt adds a place as the resolver found it.
func placedAt(d *doc.Document, words, country string, sure float64) {
	at := strings.Index(d.Article.Text, words)
	d.Places = append(d.Places, doc.Place{Span: doc.Span{Start: at, End: at + len(words)}, Name: words, Country: country, Precision: "city", Confidence: sure, Literal: true})
}

func codes(t *testing.T, d *doc.Document, want map[string]string) {
	t.Helper()
	x := sharedCoder().Begin(d)
	for phrase, code := range want {
		a := party(t, d, phrase)
		if why := x.Code(a); a.Code != code {
			t.Errorf("%q in %q: got %q, want %q because %s", phrase, d.Article.Text, a.Code, code, why)
		}
	}
}

// A word of a person's name is no place, no firm and no parliament.
func TestNamesOfPersons(t *testing.T) {
	d := article("2019", "", "In Peru, Ana Medina and Jon Duma Santiago were charged. Medina denied it.")
	for i, n := range []string{"Ana Medina", "Jon Duma Santiago"} {
		named(d, i, n)
	}
	at := strings.LastIndex(d.Article.Text, "Medina")
	d.Mentions = append(d.Mentions, doc.Mention{Span: doc.Span{Start: at, End: at + 6}, Type: "person", Entity: 0})
	codes(t, d, map[string]string{"Ana Medina": "PER", "Jon Duma Santiago": "PER", "2:Medina": "PER"})
}

// Places of the gazetteer count where something else in the article tells of their country, or the words and the resolver are sure.
func TestPlacesThatNothingBacks(t *testing.T) {
	d := article("2019", "", "Ghana opened an office of the Zongo Fund. The Zongo Fund thanked the minister.")
	placedAt(d, "Zongo", "COD", 0.6)
	codes(t, d, map[string]string{"the Zongo Fund": "GHA"})

	d = article("2019", "", "Gunmen raided a village near Djibo, the French army said.")
	placedAt(d, "Djibo", "BFA", 0.9)
	codes(t, d, map[string]string{"a village near Djibo": "BFA"})

	// The resolver's London, where the article is about Canada; else the table's.
	d = article("2019", "", "London police asked the Ontario government for help in Canada.")
	placedAt(d, "London", "CAN", 0.6)
	codes(t, d, map[string]string{"London police": "CAN"})
	codes(t, article("2019", "", "London police asked for help."), map[string]string{"London police": "GBR"})
}
