package entity

import (
	"fmt"
	"strings"
	"testing"

	"onrecord/internal/doc"
	"onrecord/internal/split"
)

// marked builds a document from text in which names are marked as [Class words]; lines are paragraphs.
func marked(t *testing.T, text string) *doc.Document {
	t.Helper()
	var b strings.Builder
	type name struct {
		from, to int
		class    string
	}
	var names []name
	for text != "" {
		open := strings.IndexByte(text, '[')
		if open < 0 {
			b.WriteString(text)
			break
		}
		b.WriteString(text[:open])
		body, rest, ok := strings.Cut(text[open+1:], "]")
		class, words, ok2 := strings.Cut(body, " ")
		if !ok || !ok2 {
			t.Fatalf("bad mark-up near %q", text[open:])
		}
		names = append(names, name{b.Len(), b.Len() + len(words), class})
		b.WriteString(words)
		text = rest
	}
	d := &doc.Document{Article: doc.Article{Text: b.String()}}
	at := 0
	for _, line := range strings.SplitAfter(d.Article.Text, "\n") {
		if n := len(strings.TrimRight(line, "\n")); n > 0 {
			d.Article.Blocks = append(d.Article.Blocks, doc.Block{Span: doc.Span{Start: at, End: at + n}, Role: "body"})
		}
		at += len(line)
	}
	split.Split(d)
	for _, n := range names {
		s, first := d.TokenAt(n.from)
		_, last := d.TokenAt(n.to - 1)
		d.Mentions = append(d.Mentions, mention(d, s, span{first, last, n.class}))
	}
	return d
}

// entities writes d's entities as lines "type name | mention | mention".
func entities(d *doc.Document) string {
	var lines []string
	for _, e := range d.Entities {
		line := e.Type + " " + e.Name
		if e.Title != "" {
			line += " (" + e.Title + ")"
		}
		if e.Gender != 0 {
			line += " " + string(rune(e.Gender))
		}
		for _, m := range e.Mentions {
			line += " | " + d.Text(d.Mentions[m].Span)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestLink(t *testing.T) {
	lex := newLexicon()
	for _, c := range []struct{ name, text, want string }{
		{"surname and title", "[Person Nicolas Perrin], a retired Belgian admiral, spoke. [Person Perrin] said he was sure.",
			"person Nicolas Perrin (retired Belgian admiral) m | Nicolas Perrin | Perrin"},
		{"a list is no description", "[Person Ada Kore], along with Minister [Person Bo Lim], left.",
			"person Ada Kore f | Ada Kore\nperson Bo Lim (Minister) | Bo Lim"},
		{"title before", "Foreign Minister [Person Aminata Diallo] left. Mrs [Person Diallo] did not speak.",
			"person Aminata Diallo (Foreign Minister) f | Aminata Diallo | Diallo"},
		{"gender keeps two persons of one name apart", "[Person Ali Toure] met [Person Awa Toure]. Mr [Person Toure] smiled.",
			"person Ali Toure m | Ali Toure | Toure\nperson Awa Toure f | Awa Toure"},
		{"Arabic article", "[Person Hassan al-Masri] spoke. [Person Masri] left.",
			"person Hassan al-Masri m | Hassan al-Masri | Masri"},
		{"acronym in brackets", "The [Organization Lake Watch Group] ([Organization LWG]) met. [Organization LWG] agreed.",
			"organisation Lake Watch Group | Lake Watch Group | LWG | LWG"},
		{"acronym that the tagger left out", "The [Organization Lake Watch Group] (LWG) met. LWG agreed.",
			"organisation Lake Watch Group | Lake Watch Group | LWG | LWG"},
		{"office inside the mention", "[Person King Abdoul] spoke. [Person Abdoul] left.", "person Abdoul (King) m | King Abdoul | Abdoul"},
		{"acronym by initials", "[Organization MOD] said so. The [Organization Ministry of Defence] paid.",
			"organisation Ministry of Defence | MOD | Ministry of Defence"},
		{"same words in another order", "the [Organization Ministry of Defence] and the [Organization Defense Ministry]",
			"organisation Ministry of Defence | Ministry of Defence | Defense Ministry"},
		{"general last words", "[Organization Wagner Group] men; [Organization Wagner] denied it.",
			"organisation Wagner Group | Wagner Group | Wagner"},
		{"possessive and determiner", "[Location Niger's] army. [Location Niger] is vast.", "place Niger | Niger's | Niger"},
		{"people and country stay apart", "[NORP Russian] troops left [Location Russia]. [NORP Russians] cheered.",
			"group Russian | Russian | Russians\nplace Russia | Russia"},
		{"outlets", "[Organization Al Jazeera] and [Organization Radio Lumo] and [Organization Reuters]",
			"outlet Al Jazeera | Al Jazeera\noutlet Radio Lumo | Radio Lumo\noutlet Reuters | Reuters"},
		{"documents", "the [Misc Algiers Accord] and Resolution 2719", "document Algiers Accord | Algiers Accord\ndocument Resolution 2719 | Resolution 2719"},
		{"products are no entities", "a [Product Vortex] radar", ""},
		{"pronouns", "[Person Tiko Bambala] resigned. She gave no reason for her step.", "person Tiko Bambala f | Tiko Bambala"},
		{"majority", "[Organization Wagner] fought. [Person Wagner] lost. [Organization Wagner] left.", "organisation Wagner | Wagner | Wagner | Wagner"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := marked(t, c.text)
			(&Finder{lex: lex}).link(d)
			if got := entities(d); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			for i, m := range d.Mentions {
				if m.Entity >= 0 && d.Entities[m.Entity].Type != m.Type {
					t.Errorf("mention %d has type %q, its entity %q", i, m.Type, d.Entities[m.Entity].Type)
				}
			}
		})
	}
}

func TestInitials(t *testing.T) {
	for _, c := range []struct {
		words, short string
		want         bool
	}{
		{"ministry of defence", "MoD", true},
		{"united nations", "U.N.", true},
		{"lake watch group", "LWG", true},
		{"lake watch group", "LW", false},
		{"niger", "N", false},
	} {
		if got := initials(strings.Fields(c.words), c.short); got != c.want {
			t.Errorf("initials(%q, %q) = %v", c.words, c.short, got)
		}
	}
}

func ExampleFinder() {
	d := &doc.Document{}
	(&Finder{lex: newLexicon()}).link(d)
	fmt.Println(len(d.Entities))
	// Output: 0
}
