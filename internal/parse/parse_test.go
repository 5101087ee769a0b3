package parse

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"onrecord/internal/doc"
	"onrecord/internal/split"
	"onrecord/internal/tag"
	"onrecord/models"
)

var update = flag.Bool("update", false, "write testdata/golden.txt anew; read the difference before keeping it")

// pipeline returns the stages of the built-in models.
func pipeline(t testing.TB) (*tag.Tagger, *Parser) {
	t.Helper()
	get := func(name string) []byte {
		b, err := models.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	tagger, err := tag.New(get("tag"), get("lexicon"))
	if err != nil {
		t.Fatal(err)
	}
	parser, err := New(get("parse"))
	if err != nil {
		t.Fatal(err)
	}
	return tagger, parser
}

// read splits, tags and parses a text as one block.
func read(tagger *tag.Tagger, parser *Parser, text string) *doc.Document {
	d := &doc.Document{Article: doc.Article{Text: text, Blocks: []doc.Block{{Span: doc.Span{End: len(text)}, Role: "body"}}}}
	split.Split(d)
	for i := range d.Sentences {
		tagger.Tag(&d.Sentences[i])
		parser.Parse(&d.Sentences[i])
	}
	return d
}

// TestGolden compares tokens, tags and arcs of our own sentences with testdata/golden.txt,
// where a line is a token: word, lemma, UPOS, XPOS, relation and head.
func TestGolden(t *testing.T) {
	const file = "testdata/golden.txt"
	tagger, parser := pipeline(t)
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for line := range strings.Lines(string(want)) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), "# ")
		if !ok {
			continue
		}
		fmt.Fprintf(&got, "# %s\n", text)
		for _, s := range read(tagger, parser, text).Sentences {
			for _, k := range s.Tokens {
				head := "-"
				if k.Head >= 0 {
					head = s.Tokens[k.Head].Text
				}
				fmt.Fprintf(&got, "%-14s %-14s %-6s %-5s %-12s %s\n", k.Text, k.Lemma, k.UPOS, k.XPOS, k.Rel, head)
			}
		}
		got.WriteByte('\n')
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got.String() != string(want) && !*update {
		g, w := strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")
		for i := range g {
			if i >= len(w) || g[i] != w[i] {
				t.Fatalf("line %d:\n got %s\nwant %s", i+1, g[i], w[min(i, len(w)-1)])
			}
		}
	}
}

// checkTree fails unless the sentence is a tree with one root, and its words a projective one.
func checkTree(t *testing.T, s *doc.Sentence) {
	t.Helper()
	roots := 0
	for i := range s.Tokens {
		k := &s.Tokens[i]
		if k.Rel == "" || (k.Head < 0) != (k.Rel == "root") || k.Head >= len(s.Tokens) || k.Head == i {
			t.Fatalf("token %d: head %d, relation %q", i, k.Head, k.Rel)
		}
		if k.Head < 0 {
			roots++
			continue
		}
		for j := min(i, k.Head) + 1; j < max(i, k.Head); j++ {
			if !isMark(k) && !isMark(&s.Tokens[j]) && !Under(s, j, k.Head) {
				t.Fatalf("arc %d-%d is crossed at %d", i, k.Head, j)
			}
		}
	}
	if roots != 1 || !s.Parsed {
		t.Fatalf("%d roots, parsed %v", roots, s.Parsed)
	}
}

func FuzzParse(f *testing.F) {
	tagger, parser := pipeline(f)
	for _, s := range []string{"", "The army left. It did.", "a", ", , ,", strings.Repeat("and (so ", 60)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := read(tagger, parser, strings.ToValidUTF8(text, "?"))
		for i := range d.Sentences {
			if len(d.Sentences[i].Tokens) < 80 { // checking takes cubic time
				checkTree(t, &d.Sentences[i])
			}
		}
	})
}

func TestParseEmpty(t *testing.T) {
	_, parser := pipeline(t)
	parser.Parse(&doc.Sentence{})
}

func BenchmarkParse(b *testing.B) {
	tagger, parser := pipeline(b)
	text, err := os.ReadFile("../split/testdata/wire.txt")
	if err != nil {
		b.Fatal(err)
	}
	d := read(tagger, parser, string(text))
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		for i := range d.Sentences {
			parser.Parse(&d.Sentences[i])
			n += len(d.Sentences[i].Tokens)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "tokens/s")
}
