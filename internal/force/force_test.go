package force_test

import (
	"fmt"
	"strings"
	"testing"

	"onrecord/internal/doc"
	"onrecord/internal/find/amount"
	"onrecord/internal/force"
	"onrecord/internal/split"
	"onrecord/internal/tag"
	"onrecord/models"
)

// wordCoder codes a phrase by the first listed word in it.
type wordCoder struct{ d *doc.Document }

func coder(d *doc.Document) force.Coder { return wordCoder{d} }

func (c wordCoder) Fill(a *doc.Actor) {
	for _, w := range strings.Fields(c.d.Text(a.Span)) {
		if code, ok := owners[strings.TrimSuffix(w, "'s")]; ok {
			a.Code = code
			return
		}
	}
}

var owners = map[string]string{"French": "FRA", "France": "FRA", "American": "USA", "US": "USA", "Turkish": "TUR", "Ankara": "TUR",
	"Turkey": "TUR", "Russian": "RUS", "Russia": "RUS", "rebel": "IRQ"}

var countries = map[string]string{"Niger": "NER", "Mali": "MLI", "Iraq": "IRQ", "Syria": "SYR", "Agadez": "NER", "Qatar": "QAT", "Libya": "LBY"}

func newTagger(t testing.TB) *tag.Tagger {
	t.Helper()
	model, err := models.Get("tag")
	if err != nil {
		t.Skip(err)
	}
	lexicon, err := models.Get("lexicon")
	if err != nil {
		t.Skip(err)
	}
	tagger, err := tag.New(model, lexicon)
	if err != nil {
		t.Fatal(err)
	}
	return tagger
}

func read(tagger *tag.Tagger, text string) *doc.Document {
	d := &doc.Document{Article: doc.Article{Text: text, Blocks: []doc.Block{{Span: doc.Span{End: len(text)}, Role: "body"}}}}
	split.Split(d)
	for i := range d.Sentences {
		tagger.Tag(&d.Sentences[i])
		for _, tok := range d.Sentences[i].Tokens {
			if c, ok := countries[tok.Text]; ok {
				d.Places = append(d.Places, doc.Place{Span: tok.Span, Sentence: i, Name: tok.Text, Country: c, Literal: true})
			}
		}
	}
	amount.Find(d)
	force.Find(d, coder)
	return d
}

func TestFind(t *testing.T) {
	tagger := newTagger(t)
	for _, c := range []struct{ text, want string }{
		{"About 2,400 Turkish soldiers are stationed in Iraq.", "About 2,400 Turkish soldiers are stationed in Iraq: TUR 2400 Iraq"},
		{"The minister said 200 American soldiers based in Iraq would train.", "200 American soldiers based in Iraq: USA 200 Iraq"},
		{"Turkey has 2,000 troops in Syria.", "Turkey has 2,000 troops in Syria: TUR 2000 Syria"},
		{"Turkey maintains a base in Qatar.", "Turkey maintains a base in Qatar: TUR - Qatar"},
		{"The Russian military presence in Libya worries them.", "The Russian military presence in Libya: RUS - Libya"},
		{"He visited American troops at a camp near Agadez, where 300 Russian soldiers remain in Niger.", "300 Russian soldiers remain in Niger: RUS 300 Niger"},
		{"With 1,000 soldiers in Mali, France leads the mission.", "With 1,000 soldiers in Mali: FRA 1000 Mali"},
		{"Niger hosts 1,100 American soldiers.", "Niger hosts 1,100 American soldiers: USA 1100 Niger"},
		{"Turkey, which keeps 300 soldiers in Libya, objected.", "Turkey, which keeps 300 soldiers in Libya: TUR 300 Libya"},
		{"There are 900 US troops in Syria.", "900 US troops in Syria: USA 900 Syria"},
		{"France's 1,500 troops in Niger will stay.", "France's 1,500 troops in Niger: FRA 1500 Niger"},
		{"Shells fell on rebel-held Agadez.", "rebel-held Agadez: IRQ - Agadez"},
		{"Russia keeps around 1,500 troops at a base in Syria.", "Russia keeps around 1,500 troops at a base in Syria: RUS 1500 Syria"},
		{"France still has nearly 1,000 soldiers on the ground in Niger.", "France still has nearly 1,000 soldiers on the ground in Niger: FRA 1000 Niger"},
		{"Mali is home to 15,000 French troops.", "Mali is home to 15,000 French troops: FRA 15000 Mali"},
		{"Ankara maintains a garrison of 500 men in Iraq.", "Ankara maintains a garrison of 500 men in Iraq: TUR 500 Iraq"},
		{"Some 5,000 French soldiers remain deployed across Mali.", "Some 5,000 French soldiers remain deployed across Mali: FRA 5000 Mali"},
		{"Turkey's 300-strong contingent in Libya was reinforced.", "Turkey's 300-strong contingent in Libya: TUR 300 Libya"},
		{"Russian mercenaries are present in Libya.", "Russian mercenaries are present in Libya: RUS - Libya"},
		{"Turkey has about 900 troops in Syria and 2,500 in Iraq.", "Turkey has about 900 troops in Syria: TUR 900 Syria | 2,500 in Iraq: TUR 2500 Iraq"},
		{"France still has 1,500 soldiers in Niger, about 1,000 in Mali and 300 more in Libya.", "France still has 1,500 soldiers in Niger: FRA 1500 Niger | about 1,000 in Mali: FRA 1000 Mali | 300 more in Libya: FRA 300 Libya"},
		{"A French contingent numbering about 1,000 is based in Niger.", "A French contingent numbering about 1,000 is based in Niger: FRA 1000 Niger"},
		// not, or not yet, in place
		{"Turkey has 900 troops in Syria and 12 were killed in Iraq.", "Turkey has 900 troops in Syria: TUR 900 Syria"},
		{"Turkey denied that its soldiers were stationed in Libya.", ""},
		{"The minister met Turkish soldiers in Iraq.", ""},
		{"France will send 500 soldiers to Mali.", ""},
		{"Niger may host 500 American soldiers.", ""},
		{"France plans to keep 500 soldiers in Mali.", ""},
		{"Gunmen killed 12 French soldiers in Mali.", ""},
		{"Russia denied that it has troops in Libya.", ""},
		{"There are no French troops in Niger.", ""},
		{"France withdrew 400 soldiers from Mali.", ""},
		{"The soldiers were stationed there for years.", ""},
		{"", ""},
	} {
		d := read(tagger, c.text)
		var got []string
		for i := range d.Forces {
			f := &d.Forces[i]
			best := "-"
			if f.Figure >= 0 && d.Figures[f.Figure].Best != nil {
				best = fmt.Sprint(*d.Figures[f.Figure].Best)
			}
			if f.Owner.Sector != "MIL" && f.Owner.Sector != "" || f.Claim != -1 {
				t.Errorf("%q: sector %q, claim %d", c.text, f.Owner.Sector, f.Claim)
			}
			got = append(got, fmt.Sprintf("%s: %s %s %s", d.Text(f.Span), f.Owner.Code, best, d.Places[f.Place].Name))
		}
		if g := strings.Join(got, " | "); g != c.want {
			t.Errorf("%q:\n\tgot  %s\n\twant %s", c.text, g, c.want)
		}
	}
}

// Without tags or places nothing is found and nothing breaks.
func TestBareDocument(t *testing.T) {
	force.Find(&doc.Document{}, coder)
	text := "US troops are stationed in Niger."
	d := &doc.Document{Article: doc.Article{Text: text, Blocks: []doc.Block{{Span: doc.Span{End: len(text)}, Role: "body"}}}}
	split.Split(d)
	force.Find(d, coder)
	if len(d.Forces) != 0 {
		t.Errorf("%d forces without a place", len(d.Forces))
	}
}

func BenchmarkFind(b *testing.B) {
	tagger := newTagger(b)
	d := read(tagger, strings.Repeat("About 2,400 Turkish soldiers are stationed in Iraq. The talks went on in Mali for a week. Turkey has 2,000 troops in Syria. ", 30))
	tokens := 0
	for i := range d.Sentences {
		tokens += len(d.Sentences[i].Tokens)
	}
	for b.Loop() {
		force.Find(d, coder)
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
