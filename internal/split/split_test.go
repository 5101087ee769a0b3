package split

import (
	"strings"
	"testing"
	"unicode/utf8"

	"onrecord/internal/doc"
)

func words(tokens []doc.Token) string {
	var ws []string
	for _, t := range tokens {
		ws = append(ws, t.Text)
	}
	return strings.Join(ws, " ")
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"They don't say he'll go.", "They do n't say he 'll go ."},
		{"Niger’s army cannot; it won’t.", "Niger ’s army can not ; it wo n’t ."},
		{"anti-junta, Paris-based al-Shabab", "anti-junta , Paris - based al - Shabab"},
		{"1,100 troops, 5% of $5bn or US$20", "1,100 troops , 5 % of $ 5 bn or US$ 20"},
		{"Niamey—where the rule—ended", "Niamey — where the rule — ended"},
		{"J. Peter Pham of the U.S. Army", "J. Peter Pham of the U.S. Army"},
		{"Gen. Tchiani met Lt. Col. Diallo at 5pm on Sept. 12.", "Gen. Tchiani met Lt. Col. Diallo at 5 pm on Sept. 12 ."},
		{"At 3:29 p.m. EST", "At 3:29 p.m. EST"},
		{"(see http://example.com/a?b=1, or mail desk@example.org)", "( see http://example.com/a?b=1 , or mail desk@example.org )"},
		{"@desk wrote #Niger...", "@desk wrote #Niger ..."},
		{"“It’s over,” he said.", "“ It ’s over , ” he said ."},
		{"the 1990s, the '90s, 9/11, 2023-09-12, 5-10 men", "the 1990s , the '90s , 9/11 , 2023-09-12 , 5 - 10 men"},
		{"an AK-47 and an F-16", "an AK - 47 and an F - 16"},
		{"the soldiers' wives, N'Djamena, O'Brien", "the soldiers ' wives , N'Djamena , O'Brien"},
		{"post-9/11 wars, state v. Issoufou", "post-9/11 wars , state v. Issoufou"},
		{"and/or AT&T", "and / or AT&T"},
		{"No. 5 said no. He left.", "No. 5 said no . He left ."},
		{"a -5 degree night, 3.5 km", "a -5 degree night , 3.5 km"},
		{"What?! Yes!!!", "What ?! Yes !!!"},
		{"''We are told 'no,''' he said. '''Go' means go.''", "'' We are told ' no , ' '' he said . '' ' Go ' means go . ''"},
	} {
		if got := words(Tokens(c.text, 0)); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// The sentences of each text are divided by " | ".
func TestSentences(t *testing.T) {
	for _, text := range []string{
		"He left. | She stayed.",
		"Gen. Abdourahamane Tchiani spoke on Sept. 12 in the capital. | Nobody answered.",
		"They returned to the U.S. | The ambassador stayed.",
		"The U.S. Army left at 5 p.m. | But the drones stayed.",
		"“We will stay.” | He then left.",
		"“Why now?” asked the minister. | “Because.”",
		"“Go!” President Bazoum said.",
		"''We stay,'' he said. | ''We won't go.'' | Then he left.",
		"The plan by J. A. Smith and Mr. Issoufou Jr. was dropped... and taken up again.",
		"The ministry (it did not say why.) closed.",
		"the minister met mr. issoufou in the capital on friday. | nothing was agreed, an aide said. | the talks go on in the u.s. next week, and nobody expects much of them.", // without capitals
		"Was it a coup? | Yes. | It was!",
		"It was No. 3 on the list. | 12 men were held.",
	} {
		raw := strings.ReplaceAll(text, " | ", " ")
		var got []string
		for _, s := range Sentences(raw) {
			got = append(got, raw[s.Start:s.End])
		}
		if g := strings.Join(got, " | "); g != text {
			t.Errorf("\n got %s\nwant %s", g, text)
		}
	}
}

// article makes a document whose blocks are the given paragraphs; one that starts with "!" is boilerplate.
func article(paragraphs ...string) *doc.Document {
	d := &doc.Document{}
	for i, p := range paragraphs {
		b := doc.Block{Role: "body"}
		if cut, ok := strings.CutPrefix(p, "!"); ok {
			p, b.Role = cut, "boilerplate"
		}
		if i > 0 {
			d.Article.Text += "\n"
		}
		b.Start = len(d.Article.Text)
		d.Article.Text += p
		b.End = len(d.Article.Text)
		d.Article.Blocks = append(d.Article.Blocks, b)
	}
	return d
}

func TestSplitBlocks(t *testing.T) {
	d := article("Army leaves Niger", "!Share this", "NIAMEY, Sept 12 (Reuters) - The army left. It was late")
	d.Article.Dateline.Span = doc.Span{Start: 29, End: 29 + len("NIAMEY, Sept 12 (Reuters) -")}
	Split(d)
	want := []struct {
		text             string
		block, paragraph int
	}{{"Army leaves Niger", 0, 0}, {"NIAMEY, Sept 12 (Reuters) -", 2, 1}, {"The army left.", 2, 1}, {"It was late", 2, 1}}
	if len(d.Sentences) != len(want) {
		t.Fatalf("%d sentences, want %d", len(d.Sentences), len(want))
	}
	for i, w := range want {
		s := d.Sentences[i]
		if d.Text(s.Span) != w.text || s.Block != w.block || s.Paragraph != w.paragraph {
			t.Errorf("sentence %d: %q block %d paragraph %d, want %v", i, d.Text(s.Span), s.Block, s.Paragraph, w)
		}
	}
}

// What is quoted stands in brackets.
func TestQuoted(t *testing.T) {
	for _, c := range []struct {
		paragraphs []string
		want       string
	}{
		{[]string{`"We stay," he said. "We won't go."`}, `" [We] [stay] [,] " he said . " [We] [wo] [n't] [go] [.] "`},
		{[]string{"“We stay, he said.", "“And we fight.” Then they left."}, "“ [We] [stay] [,] [he] [said] [.] “ [And] [we] [fight] [.] ” Then they left ."},
		{[]string{"''We stay,'' he said. ''We 'fight.'''"}, "'' [We] [stay] [,] '' he said . '' [We] ['] [fight] [.] ' ''"},
		{[]string{"''We stay, he said.", "''And we fight.'' Then they left."}, "'' [We] [stay] [,] [he] [said] [.] '' [And] [we] [fight] [.] '' Then they left ."},
		{[]string{"Junta says 'we stay' in parties' row"}, "Junta says ' [we] [stay] ' in parties ' row"},
		{[]string{`A 5" pipe burst.`, "It's gone."}, `A 5 " pipe burst . It 's gone .`},
	} {
		d := article(c.paragraphs...)
		Split(d)
		var got []string
		for _, s := range d.Sentences {
			for _, tok := range s.Tokens {
				if tok.Quoted {
					got = append(got, "["+tok.Text+"]")
				} else {
					got = append(got, tok.Text)
				}
			}
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("\n got %s\nwant %s", g, c.want)
		}
	}
}

// Encoded data and separators without blanks must not be looked through again for every word: this takes
// milliseconds, or minutes if they are.
func TestTimeGrowsWithLength(t *testing.T) {
	for _, unit := range []string{"a:", "a/", "a-", "QmFzZTY0/ZGF0YQ+"} {
		text := strings.Repeat(unit, 400_000/len(unit))
		at := 0
		for _, tok := range Tokens(text, 0) {
			if tok.Start != at {
				t.Fatalf("%q: token at %d, want %d", unit, tok.Start, at)
			}
			at = tok.End
		}
	}
	if got := words(Tokens("a:b/ccc;example.com/x", 0)); got != "a : b / ccc ; example.com/x" {
		t.Errorf("a site after separators: %s", got)
	}
}

func TestLongSentenceIsCut(t *testing.T) {
	d := article(strings.Repeat("word, other words and more ", 8000))
	Split(d)
	for i, s := range d.Sentences {
		if len(s.Tokens) > maxTokens {
			t.Fatalf("sentence %d has %d tokens", i, len(s.Tokens))
		}
	}
}

// checkTokens fails unless the tokens slice back, come in order and cover every visible character.
func checkTokens(t *testing.T, text string, sentences []doc.Sentence) {
	t.Helper()
	at := 0
	for _, s := range sentences {
		if len(s.Tokens) == 0 || len(s.Tokens) > maxTokens {
			t.Fatalf("sentence of %d tokens", len(s.Tokens))
		}
		for _, tok := range s.Tokens {
			if tok.Start < at || tok.Empty() || tok.End > len(text) || text[tok.Start:tok.End] != tok.Text || !s.Contains(tok.Span) {
				t.Fatalf("token %q at %v in sentence %v after byte %d", tok.Text, tok.Span, s.Span, at)
			}
			if gap := strings.TrimFunc(text[at:tok.Start], blank); gap != "" {
				t.Fatalf("%q is in no token", gap)
			}
			at = tok.End
		}
	}
	if rest := strings.TrimFunc(text[at:], blank); rest != "" {
		t.Fatalf("%q is in no token", rest)
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{"", "He didn't. \"Yes,\" U.S. Gen. A. Smith said at 5p.m. on 2023-09-12…", "a\u200bb\xff“x ‘y’ z” www.example.com/x) $5bn +5", "x-y-z's n't 't. .5 1. No. 'em 1990's", "cannot GIMME ʼn ſ K’S :-) @ # ."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\uFFFD")
		d := &doc.Document{Article: doc.Article{Text: text, Blocks: []doc.Block{{Span: doc.Span{End: len(text)}, Role: "body"}}}}
		Split(d)
		checkTokens(t, text, d.Sentences)
		if !utf8.ValidString(text) {
			t.Fatal("text changed")
		}
	})
}
