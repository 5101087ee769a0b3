package attrib_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"onrecord/internal/attrib"
	"onrecord/internal/doc"
	"onrecord/internal/find/entity"
	"onrecord/internal/lstm"
	"onrecord/internal/parse"
	"onrecord/internal/split"
	"onrecord/internal/tag"
	"onrecord/models"
)

var update = flag.Bool("update", false, "rewrite testdata/claims with what is found, save what is known to fail")

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
	words, err := lstm.Words()
	check()
	network, err := attrib.LoadNetwork(file("attribution"), words)
	check()
	r.attrib = r.attrib.WithNetwork(network)
	return &r
}

var datelined = regexp.MustCompile(`^[A-Z]+, [A-Z][a-z]+ \d+( \([A-Z][A-Za-z]+\))?$`)

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
	if place, _, ok := strings.Cut(text, " - "); ok && datelined.MatchString(place) {
		d.Article.Dateline.Span = doc.Span{End: len(place) + len(" -")} // as clean would find it
	}
	split.Split(d)
	for i := range d.Sentences {
		r.tagger.Tag(&d.Sentences[i])
		r.parser.Parse(&d.Sentences[i])
	}
	r.finder.Find(d)
	return d
}

// show writes a claim as "cue | chain | content"; a hop without a name of its own shows its words in quotes where they say more.
func show(d *doc.Document, c *doc.Claim) string {
	var hops, parts []string
	for _, h := range c.Chain {
		if words := d.Text(h.Span); h.Anonymity != "named" && !h.Span.Empty() && len(words) > len(h.Name)+6 {
			h.Name += " “" + words + "”"
		}
		hops = append(hops, strings.TrimSpace(fmt.Sprintf("%s (%s %s %s)", h.Name, h.Anonymity, h.Kind, strings.TrimSpace(h.Stance+" "+h.Medium))))
	}
	for _, s := range c.Content {
		parts = append(parts, d.Text(s))
	}
	return d.Text(c.Cue) + " | " + strings.Join(hops, " > ") + " | " + strings.ReplaceAll(strings.Join(parts, " ... "), "\n", " ¶ ")
}

// goldenCase is one text and the claims that must be found in it.
type goldenCase struct {
	heading, text, want []string
	known               bool // known to fail: marked "#!"
}

func (c goldenCase) String() string {
	return strings.Join(c.heading, "\n") + "\n> " + strings.Join(c.text, "\n> ") + "\n" + strings.Join(append(c.want, ""), "\n")
}

// goldenFile reads a file of testdata/claims: lines with ## say what it is about; then blocks of a heading (#, or #! for
// what is known to fail), the paragraphs of a text (>) and the claims wanted.
func goldenFile(file string) (intro string, cases []goldenCase) {
	blocks := strings.Split(strings.TrimSpace(file), "\n\n")
	for _, block := range blocks[1:] {
		var c goldenCase
		for line := range strings.Lines(block) {
			line = strings.TrimRight(line, "\n")
			switch {
			case strings.HasPrefix(line, "#"):
				c.heading = append(c.heading, line)
				c.known = c.known || strings.HasPrefix(line, "#!")
			case strings.HasPrefix(line, "> "):
				c.text = append(c.text, line[2:])
			case line != "":
				c.want = append(c.want, line)
			}
		}
		cases = append(cases, c)
	}
	return blocks[0], cases
}

// TestClaims reads testdata/claims, one file per phenomenon. What is known to fail must go on failing, or lose its mark.
func TestClaims(t *testing.T) {
	r := newReader(t)
	paths, err := filepath.Glob("testdata/claims/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatal("no testdata/claims/*.txt", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			out, cases := goldenFile(string(file))
			for _, c := range cases {
				d := r.prepare(strings.Join(c.text, "\n"))
				r.attrib.Attribute(d)
				var got []string
				for i := range d.Claims {
					got = append(got, show(d, &d.Claims[i]))
				}
				switch same := slices.Equal(got, c.want); {
				case *update && !c.known:
					c.want = got
				case same && c.known:
					t.Errorf("passes now, take the mark off:\n%s", c)
				case !same && !c.known:
					t.Errorf("%sgot:\n%s", c, strings.Join(got, "\n"))
				}
				out += "\n\n" + strings.TrimSpace(c.String())
			}
			if *update {
				if err := os.WriteFile(path, []byte(out+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
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
