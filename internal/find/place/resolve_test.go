package place

import (
	"fmt"
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// read makes a document of one sentence per line. A token is word/UPOS or word/UPOS/XPOS, words without a
// tag are nouns; [Class a b] marks a mention; a word that starts with ~ follows without a blank.
func read(marked string) *doc.Document {
	d := &doc.Document{}
	var text strings.Builder
	for i, line := range strings.Split(marked, "\n") {
		if i > 0 {
			text.WriteByte('\n')
		}
		s := doc.Sentence{Span: doc.Span{Start: text.Len()}, Block: i}
		var open *doc.Mention
		for _, w := range strings.Fields(line) {
			if c, ok := strings.CutPrefix(w, "["); ok {
				open = &doc.Mention{Class: c, Sentence: i, First: len(s.Tokens), Entity: -1}
				continue
			}
			w, end := strings.CutSuffix(w, "]")
			word, tags, _ := strings.Cut(w, "/")
			upos, xpos, _ := strings.Cut(tags, "/")
			if upos == "" {
				upos = "NOUN"
				if open != nil {
					upos = "PROPN"
				}
			}
			bare, glued := strings.CutPrefix(word, "~")
			if len(s.Tokens) > 0 && !glued {
				text.WriteByte(' ')
			}
			t := doc.Token{Span: doc.Span{Start: text.Len(), End: text.Len() + len(bare)}, Text: bare, Lemma: strings.ToLower(bare), UPOS: upos, XPOS: xpos, Head: -1}
			text.WriteString(bare)
			s.Tokens = append(s.Tokens, t)
			if end {
				open.Last = len(s.Tokens) - 1
				open.Span = doc.Span{Start: s.Tokens[open.First].Start, End: t.End}
				d.Mentions = append(d.Mentions, *open)
				open = nil
			}
		}
		s.End = text.Len()
		d.Sentences = append(d.Sentences, s)
		d.Article.Blocks = append(d.Article.Blocks, doc.Block{Span: s.Span, Role: "body"})
	}
	d.Article.Text = text.String()
	return d
}

func shown(d *doc.Document) string {
	var all []string
	for _, p := range d.Places {
		s := fmt.Sprintf("%s=%s,%s,%s", d.Text(p.Span), p.Name, p.Country, p.Precision)
		if !p.Literal {
			s += " (party)"
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

func TestResolve(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct{ name, text, want string }{
		{"place and party", "Troops leave/VERB [Location Niger] for/ADP [Location Gao] ~./PUNCT\n[Location Mali] ~'s/PART army denied/VERB it/PRON ~./PUNCT",
			"Niger=Niger,NER,country; Gao=Gao,MLI,city; Mali=Mali,MLI,country (party)"},
		{"preposition of place", "Rebels in/ADP [Location Mali] fired/VERB", "Mali=Mali,MLI,country"},
		{"against a party", "Sanctions against/ADP [Location Russia] and/CCONJ [Location Iran] hold/VERB", "Russia=Russia,RUS,country (party); Iran=Iran,IRN,country (party)"},
		{"enumeration", "Floods in/ADP [Location Niger] ~,/PUNCT [Location Mali] and/CCONJ [Location Benin] worsened/VERB",
			"Niger=Niger,NER,country; Mali=Mali,MLI,country; Benin=Benin,BEN,country"},
		{"demonym is none", "The/DET [NORP Malian] town of/ADP [Location Kidal] fell/VERB", "Kidal=Kidal,MLI,city"},
		{"nested in an organisation", "Students of/ADP the/DET [Organization University of Niamey] marched/VERB", "Niamey=Niamey,NER,city (party)"},
		{"at an organisation", "They met/VERB in/ADP the/DET [Organization Kampala High Court] yesterday", "Kampala=Kampala,UGA,city"},
		{"missed by the tagger", "He/PRON flew/VERB to/ADP Nairobi/PROPN ~./PUNCT", "Nairobi=Nairobi,KEN,city"},
		{"part of a person's name", "Mr/PROPN Paris/PROPN Mensah/PROPN spoke/VERB", ""},
		{"taken for a person", "Shelling near/ADP [Person Aleppo] went/VERB on/ADP", "Aleppo=Aleppo,SYR,city"},
		{"a month", "It/PRON began/VERB in/ADP [Location March] ~./PUNCT", ""},
		{"whole and part", "A/DET blast hit/VERB [Location Tripoli , Lebanon] ~./PUNCT", "Tripoli=Tripoli,LBN,city; Lebanon=Lebanon,LBN,country"},
		{"possessive", "Fighting in/ADP [Location Syria 's Aleppo] eased/VERB", "Syria=Syria,SYR,country; Aleppo=Aleppo,SYR,city"},
		{"a Spanish article is part of the name", "Gunmen of/ADP [Location El Mayo] fled/VERB to/ADP [Location La Boca] ~./PUNCT", ""},
		{"an Arabic one need not be", "Shelling in/ADP [Location El Hasakah] went/VERB on/ADP", "El Hasakah=Hasakah,SYR,city"},
		{"the usual English name", "Talks/NOUN in/ADP [Location Geneva] and/CCONJ [Location Goyang] ended/VERB", "Geneva=Geneva,CHE,city; Goyang=Goyang,KOR,city"},
		{"the usual English name", "Police in/ADP [Location Cologne] and/CCONJ [Location Acapulco] met/VERB", "Cologne=Cologne,DEU,city; Acapulco=Acapulco,MEX,city"},
		{"a division by what its country calls it", "Raids in/ADP [Location Plateau] state and/CCONJ in/ADP [Location Niger] state went/VERB on/ADP", "Plateau=Plateau State,NGA,admin1; Niger=Niger State,NGA,admin1"},
		{"and no other country's", "Floods in/ADP [Location Amazonas] department grew/VERB", "Amazonas=Amazonas,PER,admin1"},
		{"nothing", "", ""},
	} {
		d := read(c.text)
		r.Resolve(d)
		if got := shown(d); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
		for _, p := range d.Places {
			if p.Start < d.Sentences[p.Sentence].Start || p.End > d.Sentences[p.Sentence].End || p.Confidence <= 0 || p.Confidence > 1 {
				t.Errorf("%s: odd place %+v", c.name, p)
			}
		}
	}
}

func TestDateline(t *testing.T) {
	r := resolver(t)
	d := read("NIAMEY/PROPN ~,/PUNCT Sept/PROPN 12/NUM Soldiers moved/VERB")
	d.Article.Dateline.Place = doc.Span{Start: 0, End: 6}
	r.Resolve(d)
	if got := shown(d); got != "NIAMEY=Niamey,NER,city" {
		t.Error(got)
	}
}

func TestResolveIsDeterministic(t *testing.T) {
	r := resolver(t)
	text := "Troops left/VERB [Location Springfield] for/ADP [Location Paris] and/CCONJ [Location Georgia] via/ADP [Location Tripoli] ~,/PUNCT [Location Richmond]"
	first := ""
	for range 20 {
		d := read(text)
		r.Resolve(d)
		got := fmt.Sprint(d.Places)
		if first == "" {
			first = got
		} else if got != first {
			t.Fatal("two readings differ")
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	r := resolver(b)
	line := "Troops leave/VERB [Location Niger] for/ADP [Location Gao] and/CCONJ [Location Springfield] ~,/PUNCT as/SCONJ [Location Washington] told/VERB Nairobi/PROPN ~./PUNCT"
	d := read(strings.Repeat(line+"\n", 19) + line)
	b.ReportAllocs()
	for b.Loop() {
		r.Resolve(d)
	}
	b.ReportMetric(float64(len(d.Sentences)), "sentences/op")
}

// A sentence can be one long run of capitals, a list say; looking up every part of it would take minutes.
func TestInnerOfLongRun(t *testing.T) {
	r := resolver(t)
	if hits := r.inner(strings.Repeat("Qwrtz ", 4000)); len(hits) > 0 {
		t.Errorf("%d places in no name", len(hits))
	}
	if hits := r.inner(strings.Repeat("Qwrtz ", 30) + "South Sudan Cathedral"); len(hits) == 0 {
		t.Error("the place at the end of a long name is not found")
	}
}

func TestPublishers(t *testing.T) {
	r := resolver(t)
	text := "Fire broke out in Cambridge."
	at := strings.Index(text, "Cambridge")
	spans := []doc.Span{{Start: at, End: at + len("Cambridge")}}
	for _, c := range []struct {
		known map[string]string
		want  string
	}{{nil, "GBR"}, {map[string]string{"news.example": "USA"}, "USA"}, {map[string]string{"news.example": "nowhere"}, "GBR"}} {
		s := r.WithPublishers(c.known)
		if a := s.Spans(text, spans, s.HintsFor("https://News.example:8080/a", doc.Span{})); len(a) != 1 || a[0].Country != c.want {
			t.Errorf("%v: %+v, want %s", c.known, a, c.want)
		}
	}
}
