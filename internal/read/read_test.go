package read

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"onrecord/internal/clean"
	"onrecord/internal/doc"
)

var shared = sync.OnceValues(func() (*Reader, error) { return New(Options{}) })

func newReader(t testing.TB) *Reader {
	t.Helper()
	r, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// examples returns the project's own example articles, by file name.
func examples(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../../examples/*.*")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	m := map[string][]byte{}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		m[filepath.Base(p)] = b
	}
	return m
}

func readBytes(r *Reader, b []byte, g clean.Given) doc.Record {
	a, problems := clean.Read(b, g)
	return Record(r.Read(a, problems...), true)
}

// TestQuotesSliceBack: every quote in a record holds the words at its offsets.
func TestQuotesSliceBack(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	for name, b := range examples(t) {
		rec := readBytes(r, b, clean.Given{})
		if len(rec.Problems) > 0 {
			t.Errorf("%s: %v", name, rec.Problems)
		}
		text := []rune(rec.Article.Text)
		n := 0
		eachQuote(t, rec, func(q doc.Quote) {
			n++
			if q.Start < 0 || q.End > len(text) || q.Start >= q.End {
				t.Errorf("%s: quote %q has offsets %d-%d in a text of %d", name, q.Text, q.Start, q.End, len(text))
			} else if got := string(text[q.Start:q.End]); got != q.Text {
				t.Errorf("%s: %d-%d is %q, the record says %q", name, q.Start, q.End, got, q.Text)
			} else if strings.TrimSpace(got) != got {
				t.Errorf("%s: quote %q has blanks at its ends", name, got)
			}
		})
		if n == 0 {
			t.Errorf("%s: a record without a single quote", name)
		}
	}
}

// eachQuote calls f for every object with start, end and text anywhere in the record's JSON.
func eachQuote(t *testing.T, rec doc.Record, f func(doc.Quote)) {
	t.Helper()
	b, err := json.Marshal(rec)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if s, ok := v["start"].(float64); ok {
				f(doc.Quote{Start: int(s), End: int(v["end"].(float64)), Text: v["text"].(string)})
			}
			for _, x := range v {
				walk(x)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(v)
}

// TestReferencesResolve: every id that a record mentions is one that it defines, and ids are unique.
func TestReferencesResolve(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	for name, b := range examples(t) {
		rec := readBytes(r, b, clean.Given{})
		ids := map[string]bool{}
		define := func(id string) {
			if ids[id] {
				t.Errorf("%s: id %s is there twice", name, id)
			}
			ids[id] = true
		}
		for _, x := range rec.Entities {
			define(x.ID)
		}
		for _, x := range rec.Claims {
			define(x.ID)
		}
		for _, x := range rec.Events {
			define(x.ID)
		}
		for _, x := range rec.Places {
			define(x.ID)
		}
		for _, x := range rec.Dates {
			define(x.ID)
		}
		for _, x := range rec.Figures {
			define(x.ID)
		}
		for _, x := range rec.Forces {
			define(x.ID)
		}
		use := func(what string, refs ...*string) {
			for _, id := range refs {
				if id != nil && !ids[*id] {
					t.Errorf("%s: %s names %s, which is not in the record", name, what, *id)
				}
			}
		}
		for _, e := range rec.Events {
			use("event "+e.ID, e.Place, e.Origin, e.Date, e.Claim)
			for _, f := range e.Figures {
				use("event "+e.ID, &f)
			}
			for _, a := range append(e.Actors, e.Recipients...) {
				use("event "+e.ID, a.Entity)
			}
		}
		for _, c := range rec.Claims {
			for _, h := range c.Chain {
				use("claim "+c.ID, h.Entity)
			}
		}
		for _, f := range rec.Figures {
			use("figure "+f.ID, f.Claim, f.SubsetOf)
		}
		for _, f := range rec.Forces {
			use("force "+f.ID, f.Figure, f.Place, f.AsOf, f.Claim)
		}
	}
}

// TestSameInputSameBytes also runs readings side by side, so that the race detector sees shared state.
func TestSameInputSameBytes(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	for name, b := range examples(t) {
		first, _ := json.Marshal(readBytes(r, b, clean.Given{}))
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				again, _ := json.Marshal(readBytes(r, b, clean.Given{}))
				if !bytes.Equal(first, again) {
					t.Errorf("%s: two readings differ", name)
				}
			})
		}
		wait.Wait()
	}
}

// TestForeignBytes: whatever comes in, there is a record or a problem, never a panic.
func TestForeignBytes(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	long := strings.Repeat("The minister said that troops would leave the town and that ", 3400)
	cases := map[string]struct {
		input   []byte
		problem bool // a problem must be reported
	}{
		"empty":          {nil, true},
		"blanks":         {[]byte(" \n\t\n "), true},
		"binary":         {bytes.Repeat([]byte{0, 1, 2, 0xff, 0xfe, 0x80, 7}, 5000), true},
		"nested tags":    {[]byte("<html><body>" + strings.Repeat("<div>", 100_000) + "Troops left the town on Monday, the army said."), false},
		"large html":     {[]byte("<html><body><p>" + strings.Repeat("Troops left the town on Monday. ", 330_000) + "</p></body></html>"), false},
		"invalid utf-8":  {[]byte("The army said on Monday that tro\xffops left the \xc3\x28town of Goma.\n"), false},
		"long sentence":  {[]byte(long), false},
		"quotes only":    {[]byte(strings.Repeat("“\"‘'", 5000)), false},
		"numbers only":   {[]byte(strings.Repeat("1,000,000.00 ", 5000)), false},
		"no blanks":      {[]byte(strings.Repeat("a", 300_000)), false},
		"spanish":        {[]byte("El presidente dijo que las tropas se retiran de la ciudad y que el gobierno no va a negociar con los rebeldes de la region en los proximos dias."), true},
		"one word":       {[]byte("War"), false},
		"unclosed quote": {[]byte("The minister said: “We will attack tomorrow.\nThe army will move.\nNobody knows when."), false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rec := readBytes(r, c.input, clean.Given{Published: "2024-03-14"})
			if c.problem && len(rec.Problems) == 0 {
				t.Error("no problem reported")
			}
			for _, p := range rec.Problems {
				if strings.Contains(p.Message, "internal error") {
					t.Errorf("a stage panicked: %s: %s", p.Stage, p.Message)
				}
			}
			if _, err := json.Marshal(rec); err != nil {
				t.Error(err)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("NIAMEY, Sept 12 (Reuters) - The army said on Monday that 12 soldiers were killed."))
	f.Add([]byte("<p>“We deny it,” the ministry’s spokesman told AFP.</p>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := newReader(t)
		rec := readBytes(r, b, clean.Given{Published: "2024-03-14"})
		for _, p := range rec.Problems {
			if strings.Contains(p.Message, "internal error") {
				t.Fatalf("a stage panicked: %s: %s", p.Stage, p.Message)
			}
		}
	})
}

// BenchmarkRead reads the example articles, each stage apart and all together.
func BenchmarkRead(b *testing.B) {
	r := newReader(b)
	var articles []doc.Article
	for _, text := range examples(b) {
		a, _ := clean.Read(text, clean.Given{})
		articles = append(articles, a)
	}
	tokens := 0
	for _, a := range articles {
		d := r.Read(a)
		for i := range d.Sentences {
			tokens += len(d.Sentences[i].Tokens)
		}
	}
	for at, s := range r.stages {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			var before []doc.Document
			for i := range articles {
				d := doc.Document{Article: articles[i]}
				for _, s := range r.stages[:at] {
					s.run(&d)
				}
				before = append(before, d)
			}
			for b.Loop() {
				for i := range before {
					d := before[i] // what a stage finds is filled in anew
					s.run(&d)
				}
			}
			b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for i := range articles {
				Record(r.Read(articles[i]), false)
			}
		}
		b.ReportMetric(float64(len(articles))*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
		b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
	})
}

// TestSourceIsWhole: the reading of a source may begin behind the word that it is about, where its subject claims to be somebody.
func TestSourceIsWhole(t *testing.T) {
	t.Parallel()
	a, _ := clean.Read(examples(t)["patrol.txt"], clean.Given{})
	r, err := New(Options{Until: "event"})
	if err != nil {
		t.Fatal(err)
	}
	d := r.Read(a)
	for i := range d.Claims {
		c := &d.Claims[i]
		if len(c.Content) == 0 || d.Text(c.Content[0]) != "the group carried out the raid" {
			continue
		}
		if got := d.Text(c.Chain[0].Span); got != "A man claiming to speak for the Islamic State West Africa Province" {
			t.Errorf("the group's raid stands on the word of %q", got)
		}
		return
	}
	t.Error("nobody says that the group carried out the raid")
}

// TestOnly: a reader of some stages finds what these find, from what it is given.
func TestOnly(t *testing.T) {
	t.Parallel()
	d := &doc.Document{Article: doc.Article{Text: "Gunmen left Mopti on 3 March 2024.", Blocks: []doc.Block{{Span: doc.Span{End: 34}, Role: "body"}}}}
	for _, c := range []struct {
		only   []string
		tagged bool
		dates  int
	}{{[]string{"split"}, false, 0}, {[]string{"tag"}, true, 0}, {[]string{"when"}, true, 1}} {
		r, err := New(Options{Only: c.only})
		if err != nil {
			t.Fatal(err)
		}
		r.Run(d)
		if len(d.Problems) > 0 || len(d.Sentences) != 1 || (d.Sentences[0].Tokens[0].UPOS != "") != c.tagged || len(d.Dates) != c.dates {
			t.Errorf("%v: %+v", c.only, d)
		}
	}
}

// BenchmarkLong reads the examples as one article, told over and over: the time for a token must not grow with the length.
func BenchmarkLong(b *testing.B) {
	r := newReader(b)
	var all []doc.Article
	texts := examples(b)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		a, _ := clean.Read(texts[name], clean.Given{})
		all = append(all, a)
	}
	for _, times := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(times), func(b *testing.B) {
			var long doc.Article
			for range times {
				for _, a := range all {
					for _, k := range a.Blocks {
						k.Start, k.End = k.Start+len(long.Text), k.End+len(long.Text)
						long.Blocks = append(long.Blocks, k)
					}
					long.Text += a.Text + "\n"
				}
			}
			tokens := 0
			for b.Loop() {
				for _, s := range r.Read(long).Sentences {
					tokens += len(s.Tokens)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(tokens), "ns/token")
		})
	}
}
