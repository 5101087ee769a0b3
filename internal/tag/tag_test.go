package tag

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"testing"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
	"onrecord/internal/split"
	"onrecord/models"
)

func newTestTagger(t testing.TB) *Tagger {
	t.Helper()
	model, err := models.Get("tag")
	if err != nil {
		t.Fatal(err)
	}
	lexicon, err := models.Get("lexicon")
	if err != nil {
		t.Fatal(err)
	}
	tagger, err := New(model, lexicon)
	if err != nil {
		t.Fatal(err)
	}
	return tagger
}

// Every word is written word/XPOS/lemma.
func TestTag(t *testing.T) {
	tagger := newTestTagger(t)
	for _, want := range []string{
		"The/DT/the army/NN/army killed/VBD/kill 17/CD/17 fighters/NNS/fighter ././.",
		"Troops/NNS/troops were/VBD/be withdrawn/VBN/withdraw from/IN/from Niger/NNP/Niger ././.",
		"They/PRP/they will/MD/will not/RB/not leave/VB/leave ,/,/, she/PRP/she told/VBD/tell Reuters/NNP/Reuters ././.",
	} {
		var tokens []doc.Token
		for _, w := range strings.Fields(want) {
			text, _, _ := strings.Cut(w, "/")
			tokens = append(tokens, doc.Token{Text: text})
		}
		tagger.TagTokens(tokens)
		var got []string
		for _, k := range tokens {
			got = append(got, k.Text+"/"+k.XPOS+"/"+k.Lemma)
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("\n got %s\nwant %s", g, want)
		}
	}
}

func TestForm(t *testing.T) {
	for _, text := range []string{"Niger", "1,100", "don’t", "F-16", "São", "x", "U.S.", "“", "ÄÖ12"} {
		if got, want := lookAt(text, &Lexicon{}).form, linear.String(Form(text)); got != want {
			t.Errorf("features and Form differ on %q (%q)", text, Form(text))
		}
	}
}

func TestInflections(t *testing.T) {
	counts := map[string]int{"provoke": 9, "plan": 50, "plane": 40, "call": 9, "make": 9, "mak": 3, "carry": 9, "church": 9, "case": 9, "overthrow": 4, "overthrew": 5, "tie": 5, "bus": 5, "die": 7}
	count := func(w string) int { return counts[w] }
	got := map[string]string{}
	for _, e := range Inflections([]string{"provoked", "planned", "called", "making", "carried", "churches", "cases", "ties", "buses", "unknowned", "dying"}, count) {
		got[e.Form+" "+e.XPOS] = e.Lemma
	}
	for k, want := range map[string]string{"provoked VBD": "provoke", "planned VBN": "plan", "called VBD": "call", "making VBG": "make", "carried VBN": "carry",
		"churches NNS": "church", "cases NNS": "case", "overthrew VBD": "overthrow", "ties NNS": "tie", "buses NNS": "bus", "unknowned VBD": "", "went VBD": "go", "dying VBG": "die", "lied VBD": "lie", "series NNS": "series"} {
		if got[k] != want {
			t.Errorf("%s: %q, want %q", k, got[k], want)
		}
	}
}

func testTables() *Tables {
	return &Tables{About: "test", Clusters: []Entry{{"b", [3]uint16{1, 2, 3}}, {"army", [3]uint16{4, 5, 600}}},
		Lemmas: []LemmaEntry{{"fled", "VBD", "flee"}, {"men", "NNS", "man"}}, Rules: []LemmaEntry{{"s", "NNS", ""}, {"ies", "NNS", "y"}}}
}

func TestLexiconRoundTrip(t *testing.T) {
	file := testTables().Marshal()
	tables, err := ReadTables(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(tables.Marshal(), file) {
		t.Error("a lexicon that was read and written again differs")
	}
	lex := tables.Lexicon()
	for _, c := range [][4]string{{"Armies", "NOUN", "NNS", "army"}, {"fled", "VERB", "VBD", "flee"}, {"Nations", "PROPN", "NNPS", "Nation"}, {"Five", "NUM", "CD", "five"}, {"1,100", "NUM", "CD", "1100"}} {
		if got := lex.Lemma(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("lemma of %s: %q, want %q", c[0], got, c[3])
		}
	}
	for i := range file {
		bad := bytes.Clone(file)
		bad[i] ^= 0x41
		if _, err := LoadLexicon(bad); err == nil {
			t.Fatalf("byte %d changed and the lexicon still loads", i)
		}
	}
}

func FuzzReadTables(f *testing.F) {
	f.Add(testTables().Marshal())
	f.Add([]byte(lexiconMagic))
	f.Fuzz(func(_ *testing.T, b []byte) {
		if t, err := ReadTables(b); err == nil {
			t.Lexicon().Lemma("armies", "NOUN", "NNS")
		}
		r := tableReader{b: b} // past the checksum
		r.string()
		r.front("prev")
		r.lemmas()
	})
}

// Any text gets tags, the same each time and in parallel.
func FuzzTag(f *testing.F) {
	tagger := newTestTagger(f)
	for _, s := range []string{"", "The army left Niger.", "İstanbul’da 5’s \xff \u0000", strings.Repeat("ß", 200), "ARMY KILLS 5", "’ ‘ “ 's"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, b := split.Tokens(text, 0), split.Tokens(text, 0)
		var w sync.WaitGroup
		w.Go(func() { tagger.TagTokens(b) })
		tagger.TagTokens(a)
		w.Wait()
		for i := range a {
			if a[i] != b[i] || a[i].UPOS == "" || a[i].XPOS == "" || a[i].Lemma == "" {
				t.Fatalf("%+v and %+v", a[i], b[i])
			}
		}
	})
}

func BenchmarkTag(b *testing.B) {
	tagger := newTestTagger(b)
	text, err := os.ReadFile("../split/testdata/wire.txt")
	if err != nil {
		b.Fatal(err)
	}
	d := &doc.Document{Article: doc.Article{Text: string(text), Blocks: []doc.Block{{Span: doc.Span{End: len(text)}, Role: "body"}}}}
	split.Split(d)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		for i := range d.Sentences {
			tagger.Tag(&d.Sentences[i])
			n += len(d.Sentences[i].Tokens)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "tokens/s")
}

// TestKnownVerbs: the inflections of every verb in the project's tables lead to a verb of the tables, so that an act is
// not missed for a spelling.
func TestKnownVerbs(t *testing.T) {
	t.Parallel()
	lex := newTestTagger(t).lexicon
	for _, c := range [][3]string{{"shelled", "VBD", "shell"}, {"blockading", "VBG", "blockade"}, {"extradited", "VBN", "extradite"}, {"rioted", "VBD", "riot"},
		{"annulled", "VBD", "annul"}, {"boycotting", "VBG", "boycott"}, {"stoning", "VBG", "stone"}, {"killed", "VBD", "kill"}, {"struck", "VBD", "strike"}} {
		if got := lex.Lemma(c[0], "VERB", c[1]); got != c[2] {
			t.Errorf("%s is of %q, want %q", c[0], got, c[2])
		}
	}
	verbs := knownVerbs()
	for v := range verbs {
		for _, f := range inflect(v) {
			for _, xpos := range f.xpos {
				if got := lex.Lemma(f.text, "VERB", xpos); !verbs[got] {
					t.Errorf("%s/%s of %s leads to %q", f.text, xpos, v, got)
				}
			}
		}
	}
}
