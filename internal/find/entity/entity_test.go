package entity

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"onrecord/internal/doc"
	"onrecord/internal/split"
	"onrecord/internal/tag"
	"onrecord/models"
)

func finder(t testing.TB) *Finder {
	t.Helper()
	model, err := models.Get("entity")
	if err != nil {
		t.Skip(err)
	}
	f, err := New(model)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// plain builds a document of one paragraph a line.
func plain(text string) *doc.Document {
	d := &doc.Document{Article: doc.Article{Text: text}}
	at := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		if n := len(strings.TrimRight(line, "\n")); n > 0 {
			d.Article.Blocks = append(d.Article.Blocks, doc.Block{Span: doc.Span{Start: at, End: at + n}, Role: "body"})
		}
		at += len(line)
	}
	split.Split(d)
	return d
}

const sample = `Foreign Minister Aminata Traore met officials of the African Union in Niamey on Monday.
The African Union (AU) has said that Nigerien soldiers must release President Mohamed Bazoum.
Traore told Reuters that she hoped for talks. "The AU is right," she said.`

// tagged is plain with tags and clusters.
func tagged(t testing.TB, text string) *doc.Document {
	t.Helper()
	model, err1 := models.Get("tag")
	lexicon, err2 := models.Get("lexicon")
	if err := errors.Join(err1, err2); err != nil {
		t.Skip(err)
	}
	tagger, err := tag.New(model, lexicon)
	if err != nil {
		t.Fatal(err)
	}
	d := plain(text)
	for i := range d.Sentences {
		tagger.Tag(&d.Sentences[i])
	}
	return d
}

func TestFind(t *testing.T) {
	d := tagged(t, sample)
	finder(t).Find(d)
	byName := map[string]doc.Entity{}
	for _, e := range d.Entities {
		byName[e.Name] = e
	}
	for _, c := range []struct {
		name, typ string
		mentions  int
	}{
		{"Aminata Traore", "person", 2}, {"African Union", "organisation", 4}, {"Niamey", "place", 1},
		{"Reuters", "outlet", 1}, {"Nigerien", "group", 1}, {"Mohamed Bazoum", "person", 1},
	} {
		e, ok := byName[c.name]
		if !ok || e.Type != c.typ || len(e.Mentions) != c.mentions {
			t.Errorf("%s: got %+v, want %s with %d mentions", c.name, e, c.typ, c.mentions)
		}
	}
	if e := byName["Aminata Traore"]; e.Gender != 'f' || e.Title != "Foreign Minister" {
		t.Errorf("Traore: %+v", e)
	}
}

// sound checks what holds of every result.
func sound(t *testing.T, d *doc.Document) {
	t.Helper()
	end := 0
	for i, m := range d.Mentions {
		s := d.Sentences[m.Sentence]
		if m.Start < end || m.First > m.Last || m.Head < m.First || m.Head > m.Last ||
			m.Start != s.Tokens[m.First].Start || m.End != s.Tokens[m.Last].End {
			t.Fatalf("mention %d is unsound: %+v", i, m)
		}
		end = m.End
		if m.Entity >= len(d.Entities) || (m.Entity < 0) != (m.Type == "") {
			t.Fatalf("mention %d: entity %d, type %q", i, m.Entity, m.Type)
		}
	}
	for i, e := range d.Entities {
		if e.Name == "" || e.Type == "" || len(e.Mentions) == 0 {
			t.Fatalf("entity %d is unsound: %+v", i, e)
		}
		for k, m := range e.Mentions {
			if d.Mentions[m].Entity != i || k > 0 && m <= e.Mentions[k-1] {
				t.Fatalf("entity %d: mention %d", i, m)
			}
		}
	}
}

func TestConcurrentAndEqual(t *testing.T) {
	f := finder(t)
	want := plain(sample)
	f.Find(want)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			d := plain(sample)
			f.Find(d)
			if entities(d) != entities(want) {
				t.Error("two readings differ")
			}
		})
	}
	wg.Wait()
}

func TestEmpty(t *testing.T) {
	d := &doc.Document{}
	finder(t).Find(d)
	if len(d.Mentions)+len(d.Entities) != 0 {
		t.Error("found something in nothing")
	}
}

func TestNewRefusesOthers(t *testing.T) {
	if _, err := New([]byte("no model")); err == nil {
		t.Error("took it")
	}
}

func FuzzFind(f *testing.F) {
	f.Add(sample)
	f.Add("THE LAKE WATCH GROUP (LWG) 's -- Mr. Mr Gen. . , a former , of the")
	f.Add("Resolution 2719 and UN Resolution 9\n(AU) AU (African Union")
	model, err := models.Get("entity")
	if err != nil {
		f.Skip(err)
	}
	find, err := New(model)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := plain(strings.ToValidUTF8(text, "?"))
		find.Find(d)
		sound(t, d)
	})
}

func BenchmarkFind(b *testing.B) {
	f := finder(b)
	d := tagged(b, strings.Repeat(sample+"\n", 10))
	tokens := 0
	for i := range d.Sentences {
		tokens += len(d.Sentences[i].Tokens)
	}
	for b.Loop() {
		f.Find(d)
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkNew(b *testing.B) {
	model, err := models.Get("entity")
	if err != nil {
		b.Skip(err)
	}
	for b.Loop() {
		if _, err := New(model); err != nil {
			b.Fatal(err)
		}
	}
}
