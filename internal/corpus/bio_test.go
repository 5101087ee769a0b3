package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const bioFile = "http://example.org/1\tO\n\nAda\tB-Person\nKore\tI-Person\n,\tO\na\tO\nLumo\tB-NORP\n-\tO\nborn\tO\npoet\tO\n,\tO\nleft\tO\n.\tO\n\nThe\tO\nLake\tB-Location\tB-Misc\nrose\tO\n.\tO\n"

func TestReadBIO(t *testing.T) {
	dir := t.TempDir()
	path := write(t, filepath.Join(dir, "entities", "a.txt.tsv"), bioFile)
	for _, c := range []struct{ raw, want string }{
		{"", "Ada Kore, a Lumo-born poet, left.\nThe Lake rose."},
		{"http://example.org/1\n\nAda Kore , a Lumo- born poet, left.\n\nThe  Lake rose.", "Ada Kore , a Lumo- born poet, left.\nThe Lake rose."},
		{"http://example.org/1\n\nAnother text.", "Ada Kore, a Lumo-born poet, left.\nThe Lake rose."},
	} {
		if c.raw != "" {
			write(t, filepath.Join(dir, "articles", "a.txt"), c.raw)
		}
		docs, err := ReadBIO(path)
		if err != nil || len(docs) != 1 {
			t.Fatal(docs, err)
		}
		d := docs[0]
		if d.Text != c.want {
			t.Errorf("text %q, want %q", d.Text, c.want)
		}
		if len(d.Paragraphs) != 2 || len(d.Document().Article.Blocks) != 2 {
			t.Errorf("paragraphs %v", d.Paragraphs)
		}
		var names []string
		for _, e := range d.Entities() {
			names = append(names, e.Class+" "+d.Text[d.Tokens[e.First].Start:d.Tokens[e.Last].End])
		}
		if got := strings.Join(names, "|"); got != "Person Ada Kore|NORP Lumo|Location Lake" {
			t.Errorf("entities %s", got)
		}
	}
}

func TestGlue(t *testing.T) {
	for _, want := range []string{
		`He said, "We won't go (now)."`,
		`It cost $5 (4.50 euros); the state's plan.`,
		`The "old" way and a "new" one`,
	} {
		words := strings.Fields(strings.NewReplacer(
			`"`, ` " `, ",", " , ", "n't", " n't", "(", " ( ", ")", " ) ", ".\"", " . \"", "$", " $ ", ";", " ; ", "'s", " 's").Replace(want))
		var b strings.Builder
		for i, blank := range Glue(words) {
			if blank && i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(words[i])
		}
		if b.String() != want {
			t.Errorf("got %q, want %q", b.String(), want)
		}
	}
}

func TestReadTimeML(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "a.tml"), `<?xml version="1.0" ?>
<TimeML><DOCID>1</DOCID><DCT><TIMEX3 tid="t0" type="DATE" value="1998-01-08" functionInDocument="CREATION_TIME">19980108</TIMEX3></DCT>
<TEXT>
He <EVENT eid="e1" class="OCCURRENCE">left</EVENT> on <TIMEX3 tid="t1" type="DATE" value="1998-01-07">Wednesday</TIMEX3> &amp; slept.

She stayed <TIMEX3 tid="t2" type="DURATION" value="P2D" mod="APPROX">two days</TIMEX3>.
</TEXT></TimeML>`)
	docs, err := ReadTimeML(path)
	if err != nil || len(docs) != 1 {
		t.Fatal(docs, err)
	}
	d := docs[0]
	if d.Created != "1998-01-08" || len(d.Timexes) != 2 || d.Timexes[1].Mod != "APPROX" {
		t.Fatalf("%+v", d)
	}
	if got := d.Text[d.Timexes[0].Start:d.Timexes[0].End] + "|" + d.Text[d.Timexes[1].Start:d.Timexes[1].End]; got != "Wednesday|two days" {
		t.Errorf("spans %s", got)
	}
	if a := d.Document().Article; a.Published != "1998-01-08" || len(a.Blocks) != 2 {
		t.Errorf("%+v", a)
	}
}

// The counts of the real corpora, where they are at hand: a reader that loses documents would lift scores unseen.
func TestEntityAndTimeCorpora(t *testing.T) {
	const shared = "../../../shared/corpora/"
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no shared corpora here")
	}
	docs, err := ReadBIO(shared + "worldwide-newswire/entities")
	if err != nil {
		t.Fatal(err)
	}
	names, dev := 0, 0
	for i := range docs {
		names += len(docs[i].Entities())
		if docs[i].Fold(7) == 0 {
			dev++
		}
	}
	if len(docs) != 970 || names < 40_000 || dev < 100 {
		t.Errorf("%d documents, %d names, %d for development", len(docs), names, dev)
	}
	times, err := ReadTimeML(shared + "timeml/TBAQ-cleaned")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range times {
		n += len(d.Timexes)
	}
	if len(times) != 256 || n != 1822 {
		t.Errorf("%d documents, %d time expressions", len(times), n)
	}
}
