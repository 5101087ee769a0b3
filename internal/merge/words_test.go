package merge

import (
	"fmt"
	"strings"
	"testing"

	"onrecord/internal/doc"
)

func TestParseDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, first, last string }{
		{"2024-02-29", "2024-02-29", "2024-02-29"}, {"2024-02", "2024-02-01", "2024-02-29"}, {"1999", "1999-01-01", "1999-12-31"},
		{"2023-12", "2023-12-01", "2023-12-31"}, {"2023-07-26T10:00:00Z", "2023-07-26", "2023-07-26"}, {"1969-12-31", "1969-12-31", "1969-12-31"},
	} {
		first, last, ok := ParseDay(c.in)
		if !ok || first.String() != c.first || last.String() != c.last {
			t.Errorf("%s: %s to %s, %v", c.in, first, last, ok)
		}
	}
	for _, bad := range []string{"", "soon", "2024-13", "2024-00-01", "24-01-01", "2024-01-4", "2024-01-99"} {
		if _, _, ok := ParseDay(bad); ok {
			t.Errorf("%q passes for a day", bad)
		}
	}
}

func TestStemJoinsForms(t *testing.T) {
	t.Parallel()
	for _, same := range []string{"attack attacks attacked attacking", "kill killed killing kills", "withdraw withdrew withdrawn withdrawal withdrawing", "die died death dead",
		"protest protested protests", "shoot shot shooting", "deploy deployed deployment", "resign resigned resignation", "explode explosion blast", "country countries"} {
		forms := strings.Fields(same)
		for _, f := range forms[1:] {
			if stem(f) != stem(forms[0]) {
				t.Errorf("%s → %s, %s → %s", forms[0], stem(forms[0]), f, stem(f))
			}
		}
	}
}

func TestQuotedWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`He said "we go" today`:            "we go",
		"He said “we can’t go” today":      "we can’t go",
		"He said ‘we can’t go’ and left":   "we can’t go",
		"The soldiers' camp isn't quoted":  "",
		"“Open to the end\nnext line free": "Open to the end",
	} {
		var got []string
		for _, w := range split(text, nil) {
			if w.quoted {
				got = append(got, text[w.start:w.end])
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func TestCredit(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	for _, c := range []struct {
		url, publisher, byline, text, aside string
		agency                              string
		wire                                bool
	}{
		{text: "NIAMEY, Niger (AP) — Soldiers left.", agency: "Associated Press"},
		{text: "NIAMEY, Sept 12 (Reuters) - Soldiers left.", agency: "Reuters"},
		{text: "The army (AP) left. It is gone.", agency: ""},
		{text: "Soldiers left.", byline: "By Jane Doe, Associated Press", agency: "Associated Press"},
		{text: "Soldiers left.", url: "https://www.paper.example/wires/reuters/article-1/x.html", agency: "Reuters"},
		{text: "Soldiers left.", url: "https://www.reuters.com/world/x", agency: "Reuters", wire: true},
		{text: "Soldiers left.", aside: "© Agence France-Presse", agency: "Agence France-Presse"},
		{text: "Soldiers left.", publisher: "The Post"},
	} {
		rec := &doc.Record{Article: doc.RecordArticle{ID: "a", URL: &c.url, Publisher: &c.publisher, Byline: &c.byline, Text: c.text}}
		if c.aside != "" {
			rec.Article.Text += "\n" + c.aside
			rec.Article.Boilerplate = []doc.RecordBoilerplate{{Quote: doc.Quote{Start: len(c.text) + 1, End: len([]rune(rec.Article.Text)), Text: c.aside}, Reason: "credit"}}
		}
		if a := m.Article(rec); a.Agency != c.agency || a.Wire != c.wire {
			t.Errorf("%+v: agency %q, wire %v", c, a.Agency, a.Wire)
		}
	}
}

func TestBodyLeavesBoilerplateOut(t *testing.T) {
	t.Parallel()
	text := "Été à Gao.\nALSO READ: more\nThe end – really."
	start := len([]rune("Été à Gao.\n"))
	end := start + len("ALSO READ: more")
	rec := &doc.Record{Article: doc.RecordArticle{Text: text, Boilerplate: []doc.RecordBoilerplate{{Quote: doc.Quote{Start: start, End: end}}}}}
	if got, want := body(rec), "Été à Gao.\n\n\nThe end – really."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRelateTellsKinds(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	n := 0
	fresh := func(k int) string {
		w := make([]string, k)
		for i := range w {
			n++
			w[i] = fmt.Sprint("w", n%26, "q", n)
		}
		return strings.Join(w, " ") + ". "
	}
	article := func(id, text string) *Article {
		return m.Article(&doc.Record{Article: doc.RecordArticle{ID: id, Text: text, Title: ptr("Niamey garrison withdrawal agreement")}})
	}
	wire, speech := fresh(300), "“"+fresh(120)+"”"
	topic := strings.Repeat("Niamey garrison withdrawal agreement ", 9)
	original := article("a", topic+wire+speech)
	for _, c := range []struct {
		name, text string
		want       Kind
	}{
		{"the same", topic + wire + speech, Copy},
		{"abridged", topic + wire[:len(wire)/2], Copy},
		{"with a new end", topic + wire + fresh(80), Copy},
		{"a passage of it", topic + wire[:len(wire)/4] + fresh(240), Derived},
		{"the same speech", topic + fresh(300) + speech, SharesQuote},
		{"nothing of it", topic + fresh(300), Unrelated},
	} {
		if r := Relate(original, article("b", c.text)); r.Kind != c.want {
			t.Errorf("%s: %q, want %q (%.2f, %.2f)", c.name, r.Kind, c.want, r.AinB, r.BinA)
		}
	}
}

// FuzzArticle puts any text and any boilerplate offsets through what is done with an article, and compares it with itself.
func FuzzArticle(f *testing.F) {
	f.Add("NIAMEY (AP) — “Été” said 'x’ y.\nEnd", "By AFP", "http://[::1]:namedport/", 3, 9)
	f.Add("a b c d e f g", "", "%zz", -4, 1<<30)
	m := newMerger(f)
	f.Fuzz(func(t *testing.T, text, byline, url string, start, end int) {
		rec := &doc.Record{Article: doc.RecordArticle{ID: "a", Text: text, Byline: &byline, URL: &url, Title: &byline,
			Boilerplate: []doc.RecordBoilerplate{{Quote: doc.Quote{Start: start, End: end}, Reason: "credit"}, {Quote: doc.Quote{Start: end, End: start}}}}}
		rec.Events = []doc.RecordEvent{{ID: "e", Anchor: doc.Quote{Text: byline}, Evidence: doc.Quote{Text: text}}}
		a := m.Article(rec)
		Relate(a, a)
		rs := m.Reports(rec, a)
		m.Score(rs[0], rs[0])
		if _, err := m.Add(NewMemory(), rec); err != nil {
			t.Fatal(err)
		}
	})
}
