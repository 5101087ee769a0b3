package attrib_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"onrecord/internal/attrib"
	"onrecord/internal/doc"
	"onrecord/internal/find/entity"
	"onrecord/internal/parse"
	"onrecord/internal/split"
	"onrecord/internal/tag"
	"onrecord/models"
)

var update = flag.Bool("update", false, "rewrite testdata/claims.txt with what is found")

// reader runs the stages up to the claims with the built-in models.
type reader struct {
	tagger *tag.Tagger
	parser *parse.Parser
	finder *entity.Finder
	attrib *attrib.Attributor
}

func newReader(t testing.TB) *reader {
	t.Helper()
	file := func(name string) []byte {
		b, err := models.Get(name)
		if err != nil {
			t.Skip(err)
		}
		return b
	}
	var r reader
	var err error
	check := func() {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	r.tagger, err = tag.New(file("tag"), file("lexicon"))
	check()
	r.parser, err = parse.New(file("parse"))
	check()
	r.finder, err = entity.New(file("entity"))
	check()
	r.attrib, err = attrib.New(file("cue"), file("role"))
	check()
	return &r
}

// prepare runs all stages before attribution on a text whose lines are its paragraphs.
func (r *reader) prepare(text string) *doc.Document {
	d := &doc.Document{Article: doc.Article{Text: text}}
	at := 0
	for line := range strings.Lines(text) {
		if body := strings.TrimSpace(line); body != "" {
			start := at + strings.Index(line, body)
			d.Article.Blocks = append(d.Article.Blocks, doc.Block{Span: doc.Span{Start: start, End: start + len(body)}, Role: "body"})
		}
		at += len(line)
	}
	split.Split(d)
	for i := range d.Sentences {
		r.tagger.Tag(&d.Sentences[i])
		r.parser.Parse(&d.Sentences[i])
	}
	r.finder.Find(d)
	return d
}

// show writes a claim as "cue | chain | content".
func show(d *doc.Document, c *doc.Claim) string {
	var hops, parts []string
	for _, h := range c.Chain {
		hops = append(hops, strings.TrimSpace(fmt.Sprintf("%s (%s %s %s)", h.Name, h.Anonymity, h.Kind, strings.TrimSpace(h.Stance+" "+h.Medium))))
	}
	for _, s := range c.Content {
		parts = append(parts, d.Text(s))
	}
	return d.Text(c.Cue) + " | " + strings.Join(hops, " > ") + " | " + strings.Join(parts, " ... ")
}

// TestClaims reads testdata/claims.txt: blocks of a heading (#), paragraphs (>) and the claims that must be found in them.
func TestClaims(t *testing.T) {
	r := newReader(t)
	file, err := os.ReadFile("testdata/claims.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, block := range strings.Split(strings.TrimSpace(string(file)), "\n\n") {
		var heading, text, want []string
		for _, line := range strings.Split(block, "\n") {
			switch {
			case strings.HasPrefix(line, "#"):
				heading = append(heading, line)
			case strings.HasPrefix(line, "> "):
				text = append(text, line[2:])
			default:
				want = append(want, line)
			}
		}
		d := r.prepare(strings.Join(text, "\n"))
		r.attrib.Attribute(d)
		var got []string
		for i := range d.Claims {
			got = append(got, show(d, &d.Claims[i]))
		}
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w && !*update {
			t.Errorf("%s\n%s\ngot:\n%s\nwant:\n%s", strings.Join(heading, "\n"), strings.Join(text, "\n"), g, w)
		}
		fmt.Fprintf(&out, "%s\n> %s\n", strings.Join(heading, "\n"), strings.Join(text, "\n> "))
		for _, g := range got {
			fmt.Fprintln(&out, g)
		}
		fmt.Fprintln(&out)
	}
	if *update {
		if err := os.WriteFile("testdata/claims.txt", []byte(strings.TrimSpace(out.String())+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A law is no source of what is done in accordance with it.
func TestInAccordanceWith(t *testing.T) {
	r := newReader(t)
	d := r.prepare("President Ana Ruiz told Reuters that, in accordance with the law, police would free the rebels.\n" +
		"The minister of trade said that, in accordance with the constitution, the vote would be held in May.")
	r.attrib.Attribute(d)
	for i := range d.Claims {
		for _, h := range d.Claims[i].Chain {
			if w := strings.ToLower(h.Name); strings.Contains(w, "law") || strings.Contains(w, "constitution") {
				t.Errorf("source %q in %s", h.Name, show(d, &d.Claims[i]))
			}
		}
	}
}

// TestSpans checks on odd texts that every span slices the text and that the claims come in order.
func TestSpans(t *testing.T) {
	r := newReader(t)
	for _, text := range []string{
		"", "\n", "said", "“", "“said” he", "He said: “No.", "According to", ": : :", "“A” said B “C” said D “E” said.",
		"É. said “ü” — “ö”, the “ä” told Reuters\nReuters\n“It”", strings.Repeat("he said that ", 200),
		"Statement by", "Statement by Ada Lovelace\nThe engine will be built in a year from now, and paid for by all.",
	} {
		checkSpans(t, r, text)
	}
}

func FuzzAttribute(f *testing.F) {
	f.Add("Ada told Reuters that, according to her sources, talks were under way.")
	f.Add("“We left,” he said.\n“All of us.”\nX: Y said \x00 \ufeff")
	r := newReader(f)
	f.Fuzz(func(t *testing.T, text string) { checkSpans(t, r, strings.ToValidUTF8(text, "?")) })
}

func checkSpans(t *testing.T, r *reader, text string) {
	t.Helper()
	d := r.prepare(text)
	r.attrib.Attribute(d)
	last := 0
	for i := range d.Claims {
		c := &d.Claims[i]
		if len(c.Content) == 0 || len(c.Chain) == 0 || c.Sentence < 0 || c.Sentence >= len(d.Sentences) {
			t.Fatalf("%q: incomplete claim %+v", text, c)
		}
		spans := append([]doc.Span{c.Cue}, c.Content...)
		for _, h := range c.Chain {
			spans = append(spans, h.Span)
		}
		for _, s := range spans {
			if s.Start < 0 || s.End < s.Start || s.End > len(text) {
				t.Fatalf("%q: span %v is outside", text, s)
			}
		}
		if c.Content[0].Start < last {
			t.Fatalf("%q: claims are out of order", text)
		}
		last = c.Content[0].Start
	}
}

func BenchmarkAttribute(b *testing.B) {
	r := newReader(b)
	text := strings.Repeat("Two soldiers were killed near the northern town of Arvel on Monday, a military spokesman told Reuters.\n"+
		"“We will not leave the valley,” General Ana Dorn said in a statement. She added that reinforcements were on their way.\n"+
		"The rebels denied the attack. According to aid workers, some 200 families fled the area, which had been calm for months.\n"+
		"The road was reopened in the evening and shops were busy again, with traders unloading trucks on the main square.\n", 10)
	d := r.prepare(text)
	n := 0
	for i := range d.Sentences {
		n += len(d.Sentences[i].Tokens)
	}
	b.ResetTimer()
	for range b.N {
		r.attrib.Attribute(d)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
