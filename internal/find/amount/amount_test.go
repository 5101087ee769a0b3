package amount_test

import (
	"fmt"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"onrecord/internal/doc"
	"onrecord/internal/find/amount"
	"onrecord/internal/split"
)

// read splits a text with a paragraph per line and finds its figures on tokens alone.
func read(text string) *doc.Document {
	d := &doc.Document{Article: doc.Article{Text: text}}
	at := 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			d.Article.Blocks = append(d.Article.Blocks, doc.Block{Span: doc.Span{Start: at, End: at + len(strings.TrimRight(line, "\n"))}, Role: "body"})
		}
		at += len(line)
	}
	split.Split(d)
	amount.Find(d)
	return d
}

func bound(v *float64) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprint(*v)
}

func show(d *doc.Document, f *doc.Figure) string {
	return fmt.Sprintf("%s | %s %s %s", d.Text(f.Span), bound(f.Low), bound(f.High), bound(f.Best))
}

// The bounds of GUIDELINES section 3.
func TestBounds(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"They sent about 1,100 military personnel.", "about 1,100 military personnel | 990 1210 1100"},
		{"More than 200 soldiers arrived.", "More than 200 soldiers | 200 - 200"},
		{"At least 40 rebels died.", "At least 40 rebels | 40 - 40"},
		{"Up to 5,000 troops may go.", "Up to 5,000 troops | - 5000 5000"},
		{"As many as 300 people fled.", "As many as 300 people | - 300 300"},
		{"Fewer than 20 guards remained.", "Fewer than 20 guards | - 20 20"},
		{"Dozens of fighters fled.", "Dozens of fighters | 24 99 -"},
		{"Hundreds of villagers fled.", "Hundreds of villagers | 200 999 -"},
		{"Tens of thousands of people fled.", "Tens of thousands of people | 20000 99999 -"},
		{"Hundreds of thousands of people fled.", "Hundreds of thousands of people | 200000 999999 -"},
		{"Several soldiers were hurt.", "Several soldiers | 3 9 -"},
		{"A few soldiers were hurt.", "A few soldiers | 3 5 -"},
		{"A couple of soldiers were hurt.", "A couple of soldiers | 2 2 2"},
		{"A handful of soldiers stayed.", "A handful of soldiers | 3 9 -"},
		{"Scores of prisoners escaped.", "Scores of prisoners | 40 99 -"},
		{"A dozen tanks were lost.", "A dozen tanks | 12 12 12"},
		{"More than two dozen tanks were lost.", "More than two dozen tanks | 24 - 24"},
		{"Half a million refugees crossed.", "Half a million refugees | 500000 500000 500000"},
		{"A quarter of a million refugees crossed.", "A quarter of a million refugees | 250000 250000 250000"},
		{"Some two and a half million refugees crossed.", "Some two and a half million refugees | 2.25e+06 2.75e+06 2.5e+06"},
		{"Two hundred and fifty thousand refugees crossed.", "Two hundred and fifty thousand refugees | 250000 250000 250000"},
		{"Twenty-one hostages were freed.", "Twenty-one hostages | 21 21 21"},
		{"Between 10 and 12 boats sank.", "Between 10 and 12 boats | 10 12 -"},
		{"They lost 10-12 boats.", "10-12 boats | 10 12 -"},
		{"They lost 10 to 12 boats.", "10 to 12 boats | 10 12 -"},
		{"It displaced 1.5 to 2 million people.", "1.5 to 2 million people | 1.5e+06 2e+06 -"},
		{"Two or three tanks were hit.", "Two or three tanks | 2 3 -"},
		{"Several hundred protesters came.", "Several hundred protesters | 300 900 -"},
		{"The aid is worth $5 million.", "$5 million | 5e+06 5e+06 5e+06"},
		{"The aid is worth 5m euros.", "5m euros | 5e+06 5e+06 5e+06"},
		{"The deal is worth Rs 200 crore.", "Rs 200 crore | 2e+09 2e+09 2e+09"},
		{"The aid is worth US$3bn.", "US$3bn | 3e+09 3e+09 3e+09"},
		{"They pledged an additional $100-150 million.", "an additional $100-150 million | 1e+08 1.5e+08 -"},
		{"It hit 300m people.", "300m people | 3e+08 3e+08 3e+08"},
		{"The wall is 300m long.", "300m | 300 300 300"},
		{"Turnout was 45.5 per cent.", "45.5 per cent | 45.5 45.5 45.5"},
		{"Nearly 300 pupils were taken.", "Nearly 300 pupils | 270 330 300"},
		{"He commands 500 or more men.", "500 or more men | 500 - 500"},
		{"Three of the four suspects were held.", "Three of the four suspects | 3 3 3"},
	} {
		d := read(c.text)
		if len(d.Figures) == 0 {
			t.Errorf("%q: nothing found, want %s", c.text, c.want)
		} else if got := show(d, &d.Figures[0]); got != c.want {
			t.Errorf("%q: got  %s\n\twant %s", c.text, got, c.want)
		}
	}
}

// Numbers that are no figures.
func TestTraps(t *testing.T) {
	for _, text := range []string{
		"The war began in 2003.", "It ended on 12 May 2011.", "They met on July 26.", "Talks run from October 25-26.",
		"The 2015 police sweep was the largest.", "A law of the 1990s applies.", "The summit of the G20 opened.",
		"An F-16 crashed near Base 201.", "The M23 took the town.", "Traffic on Highway 1 stopped.",
		"The council adopted resolution 2231.", "Article 5 was invoked.", "Call +1-222-555-0134 for help.",
		"The side won 3-1 at home.", "The court split 5-4 on it.", "The talks opened at 5:30 p.m. on Monday.",
		"The 3rd brigade moved.", "Ali Karim, 34, was held.", "He spoke for the one he trusts.", "That one is ours.",
		"The COVID-19 wave ebbed.", "The 9/11 attacks changed that.", "The office is open 24/7.", "A third man came in.",
		"See [3] for more.", "The Five Star Movement lost.", "The virus was found mid-2019.", "See 5/17/2018 for it.",
		"No. 10 was silent.", "The address is 192.168.1.2.", "Enter the passcode 3080897.", "The suspects, ages 22 and 25, fled.",
	} {
		d := read(text)
		for i := range d.Figures {
			t.Errorf("%q: found %s", text, show(d, &d.Figures[i]))
		}
	}
}

// What is counted, and in which role; more than one figure in a sentence.
func TestRoles(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"At least 12 killed and 30 wounded in the blast.", []string{"At least 12: people killed", "30 wounded: people wounded"}},
		{"The raid killed 12 civilians and wounded 30.", []string{"12 civilians: civilians killed", "30: civilians wounded"}},
		{"Some 300 residents were evacuated.", []string{"Some 300 residents: people evacuated"}},
		{"Police arrested 40 protesters.", []string{"40 protesters: protesters arrested"}},
		{"Thousands of people rallied in the square.", []string{"Thousands of people: protesters gathered"}},
		{"The ministry deployed 500 police officers.", []string{"500 police officers: police deployed"}},
		{"About 2,400 Turkish troops are based there.", []string{"About 2,400 Turkish troops: troops deployed"}},
		{"The army withdrew 200 soldiers.", []string{"200 soldiers: troops withdrawn"}},
		{"Gunmen abducted 15 pupils.", []string{"15 pupils: people abducted"}},
		{"The deaths of 21 children shocked the town.", []string{"21 children: civilians killed"}},
		{"The rebels recruited 90 boys.", []string{"90 boys: civilians recruited"}},
		{"The storm displaced 4,000 people.", []string{"4,000 people: displaced displaced"}},
		{"The rebels, numbering about 1,000, fled.", []string{"about 1,000: fighters other"}},
		{"The protesters numbered in the thousands.", []string{"thousands: protesters other"}},
		{"The force, 3,000 strong, will stay.", []string{"3,000: troops other"}},
		{"The troops, who are 200-strong, will stay.", []string{"200: troops other"}},
		{"A 5,000-strong force of soldiers marched.", []string{"5,000-strong force: troops other"}},
		{"A 12-member team of experts went in.", []string{"12-member team: people other"}},
		{"The death toll from the storm in the north has risen to 143, with 58 people missing.", []string{"143: people killed", "58 people: people missing"}},
		{"The army put the death toll at seven before raising it to 43.", []string{"seven: people killed", "43: people killed"}},
		{"A resident put the number of dead at more than 40.", []string{"more than 40: people killed"}},
		{"Three civilians were found dead.", []string{"Three civilians: civilians killed"}},
		{"The raid killed at least 24 people, including 14 soldiers, and wounded more than 40.", []string{"at least 24 people: people killed", "14 soldiers: troops killed", "more than 40: people wounded"}},
		{"Hundreds of reinforcements arrived.", []string{"Hundreds of reinforcements: troops other"}},
		{"Two fighter jets were lost.", []string{"Two fighter jets: aircraft other"}},
	} {
		d := read(c.text)
		var got []string
		for i := range d.Figures {
			f := &d.Figures[i]
			got = append(got, fmt.Sprintf("%s: %s %s", d.Text(f.Span), f.Class, f.Role))
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q:\n\tgot  %q\n\twant %q", c.text, got, c.want)
		}
	}
}

// How figures relate to one another and to time.
func TestRelations(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string // scope, and the index of the figure that it is part of
	}{
		{"The blast killed 12 people, including three children.", []string{"incident -1", "incident 0"}},
		{"The blast killed 12 people, bringing the toll to 40.", []string{"incident -1", "cumulative -1"}},
		{"The death toll rose to 40.", []string{"cumulative -1"}},
		{"So far 300 people have been killed.", []string{"cumulative -1"}},
		{"A total of 527 soldiers were killed in the war.", []string{"cumulative -1"}},
		{"Police held 40 protesters; ten of them were released.", []string{"incident -1", "incident 0"}},
		{"Of the 40 hostages, 12 were freed.", []string{"incident -1", "incident 0"}},
		{"The force was cut from 5,100 to 1,100 troops.", []string{"change -1", "change -1"}},
		{"The number of troops fell to 1,100 from 5,100.", []string{"change -1", "change -1"}},
		{"About 2,400 Turkish troops are based there.", []string{"stock -1"}},
	} {
		d := read(c.text)
		var got []string
		for i := range d.Figures {
			got = append(got, fmt.Sprintf("%s %d", d.Figures[i].Scope, d.Figures[i].SubsetOf))
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q:\n\tgot  %q\n\twant %q", c.text, got, c.want)
		}
	}
}

// What is a figure but sizes nothing that the record keeps.
func TestSizes(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // the phrases that size something
	}{
		{"Turnout was 45 percent after two hours.", ""},
		{"The two countries signed several agreements.", ""},
		{"The two leaders met three times.", ""},
		{"The camp lies 12 km from the border.", ""},
		{"He joined when he was 12.", ""},
		{"One analyst said so.", ""},
		{"One soldier was killed.", "One soldier"},
		{"The raid killed 14 dervishes.", "14 dervishes"},
		{"One of the men fled.", ""},
		{"The artist sold it at auction for $40,000.", ""},
		{"They mined a seven-kilometre section of the border.", "seven-kilometre section"},
		{"They seized 300 tons of grain.", "300 tons of grain"},
		{"They hold 400 square kilometres.", "400 square kilometres"},
		{"They hit three supply depots and opened two inquiries.", "three supply depots"},
		{"Police killed 12 people. Relatives of the 12 people wept.", "12 people"},
		{"In May 30 soldiers were killed.", "30 soldiers"},
		{"On Monday 12 people died in Kano.", "12 people"},
		{"Iraq bought 36 jets and four F-16s.", "36 jets; four F-16s"},
		{"Parliament approved R92 million for the army.", "R92 million"},
	} {
		d := read(c.text)
		var got []string
		for i := range d.Figures {
			if d.Figures[i].Sizes {
				got = append(got, d.Text(d.Figures[i].Span))
			}
		}
		if g := strings.Join(got, "; "); g != c.want {
			t.Errorf("%q: got %q, want %q", c.text, g, c.want)
		}
	}
}

func check(t *testing.T, d *doc.Document) {
	t.Helper()
	for i := range d.Figures {
		f := &d.Figures[i]
		s := d.Sentences[f.Sentence]
		if !s.Contains(f.Span) || !f.Contains(f.Number) || f.Number.Empty() {
			t.Fatalf("%q: figure %v, number %v, sentence %v", d.Article.Text, f.Span, f.Number, s.Span)
		}
		if f.Head >= len(s.Tokens) || f.SubsetOf >= len(d.Figures) || f.SubsetOf == i {
			t.Fatalf("%q: head %d, subset %d", d.Article.Text, f.Head, f.SubsetOf)
		}
		if f.Low == nil && f.High == nil && f.Best == nil {
			t.Fatalf("%q: no value", d.Article.Text)
		}
		if w := d.Text(f.Span); strings.TrimSpace(w) != w {
			t.Fatalf("span %q has blanks around it", w)
		}
	}
}

// What cannot be written as JSON would end the run: digits without end and piled-up scales are no figures.
func TestNoEndlessNumbers(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("9", 400) + " soldiers were killed.",
		"Some " + strings.Repeat("million ", 70) + "soldiers came.",
		"From 5 to " + strings.Repeat("7", 400) + " men fell.",
		"They spent $" + strings.Repeat("8", 308) + " trillion trillion.",
	} {
		for _, f := range read(text).Figures {
			for _, v := range []*float64{f.Low, f.High, f.Best} {
				if v != nil && math.IsInf(*v, 0) {
					t.Errorf("%.40s...: %v", text, *v)
				}
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"At least 12 killed, 30 wounded; the toll rose from 5,100 to 1,100.", "US$5-10m, €3bn and Rs.200 crore", "two hundred and fifty-one thousand",
		"tens of thousands of millions and millions", "½ 1/2 2 1/4 −5 ~7 >8 1e9 1.2.3.4 00000000", "between between 3 and and 4", "a a dozen dozens of of",
		"९ ٣ ١٢٣ １２", "\x80\xff12\xc3", "1,234,56,789 12 345 678", "no. No. 5 [3][4] #6 @7", "one of of the",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		d := read(text)
		check(t, d)
		first := d.Figures
		amount.Find(d)
		if !reflect.DeepEqual(first, d.Figures) {
			t.Fatalf("%q: two runs differ", text)
		}
		for _, n := range amount.Numbers(text) {
			if n.Start < 0 || n.End > len(text) || n.Empty() {
				t.Fatalf("%q: number %v", text, n.Span)
			}
		}
	})
}

func TestOffsetsOnGold(t *testing.T) {
	texts, _ := os.ReadDir("../../../../shared/gold/train/texts")
	if len(texts) == 0 {
		t.Skip("no shared folder")
	}
	for _, e := range texts {
		b, err := os.ReadFile("../../../../shared/gold/train/texts/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		check(t, read(string(b)))
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("The ministry said on Tuesday that at least 12 civilians and three soldiers were killed and about 40 wounded "+
		"when rebels attacked a convoy of 20 vehicles near the border. The mission, which costs $1.5 billion a year, was set up in 2013. "+
		"Officials have repeatedly called for talks between the two sides, and the government has promised to respond to the demands of the region.\n", 20)
	d := read(text)
	tokens := 0
	for i := range d.Sentences {
		tokens += len(d.Sentences[i].Tokens)
	}
	b.ReportAllocs()
	for b.Loop() {
		amount.Find(d)
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// TestConcept reads what a figure is said of. The trees are given: head and relation of each word.
func TestConcept(t *testing.T) {
	for _, c := range []struct {
		words, number, want string
		f                   doc.Figure
	}{
		{"shares/NOUN/1/nsubj fell/VERB/-1/root 5/NUM/3/nummod percent/NOUN/1/obl", "5 percent", "shares", doc.Figure{Unit: "%"}},
		{"a/DET/1/det fine/NOUN/-1/root of/ADP/3/case $/SYM/1/nmod 3/NUM/3/nummod", "$ 3", "fine", doc.Figure{Unit: "USD"}},
		{"Mali/PROPN/1/nsubj sent/VERB/-1/root 400/NUM/3/nummod soldiers/NOUN/1/obj", "400 soldiers", "Mali", doc.Figure{}},
		{"400/NUM/1/nummod soldiers/NOUN/2/nsubj left/VERB/-1/root Mali/PROPN/2/obj", "400 soldiers", "", doc.Figure{}},
		{"6/NUM/1/nummod percent/NOUN/4/nsubj of/ADP/3/case voters/NOUN/1/nmod stayed/VERB/-1/root home/ADV/4/advmod", "6 percent", "voters", doc.Figure{Unit: "%"}},
		{"Mali/PROPN/1/nsubj reported/VERB/-1/root turnover/NOUN/1/obj of/ADP/4/case $/SYM/2/nmod 3/NUM/4/nummod", "$ 3", "Mali turnover", doc.Figure{Unit: "USD"}},
		{"it/PRON/1/nsubj took/VERB/-1/root $/SYM/1/obj 3/NUM/2/nummod from/ADP/5/case reserves/NOUN/1/obl", "$ 3", "reserves", doc.Figure{Unit: "USD"}},
		{"a/DET/4/det 70/NUM/2/nummod kg/NOUN/4/compound dead/ADJ/4/amod shark/NOUN/5/nsubj beached/VERB/-1/root", "70 kg", "dead shark", doc.Figure{Unit: "kg", Head: 4}},
		{"fares/NOUN/1/nsubj rose/VERB/-1/root 5/NUM/3/nummod %/SYM/1/obj and/CCONJ/8/cc rents/NOUN/8/nsubj by/ADP/8/case 2/NUM/8/nummod %/SYM/1/conj", "2 %", "rents", doc.Figure{Unit: "%"}},
		{"400/NUM/1/nummod soldiers/NOUN/3/obl Mali/PROPN/3/nsubj lost/VERB/-1/root", "400 soldiers", "Mali", doc.Figure{}},
	} {
		d := &doc.Document{}
		var s doc.Sentence
		at := 0
		for _, w := range strings.Fields(c.words) {
			p := strings.Split(w, "/")
			head, err := strconv.Atoi(p[2])
			if err != nil {
				t.Fatal(err)
			}
			s.Tokens = append(s.Tokens, doc.Token{Span: doc.Span{Start: at, End: at + len(p[0])}, Text: p[0], UPOS: p[1], Head: head, Rel: p[3]})
			d.Article.Text += p[0] + " "
			at += len(p[0]) + 1
		}
		f := c.f
		f.Start = strings.Index(d.Article.Text, c.number)
		f.End = f.Start + len(c.number)
		f.Number = f.Span
		var got []string
		for _, i := range amount.Concept(&s, &f) {
			got = append(got, s.Tokens[i].Text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %q, want %q", c.words, got, c.want)
		}
	}
}
