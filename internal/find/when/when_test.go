package when

import (
	"fmt"
	"strings"
	"testing"

	"onrecord/internal/doc"
	"onrecord/internal/split"
)

// document splits a text into paragraphs at newlines, published on the given day.
func document(text, published string) *doc.Document {
	d := &doc.Document{Article: doc.Article{Text: text, Published: published}}
	at := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		if n := len(strings.TrimRight(line, "\n")); n > 0 {
			d.Article.Blocks = append(d.Article.Blocks, doc.Block{Span: doc.Span{Start: at, End: at + n}, Role: "body"})
		}
		at += len(line)
	}
	split.Split(d)
	return d
}

func found(text, published string) []string {
	d := document(text, published)
	Find(d)
	var out []string
	for _, x := range d.Dates {
		s := d.Text(x.Span) + " = " + x.Timex
		if x.From != "" || x.To != "" {
			s += " " + x.From + ".." + x.To
		}
		out = append(out, s)
	}
	return out
}

// Published on a Wednesday.
const published = "2023-08-16"

func TestFind(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// Days.
		{"The army moved on July 26.", "July 26 = 2023-07-26 2023-07-26..2023-07-26"},
		{"The army moved on 26 July 2022.", "26 July 2022 = 2022-07-26 2022-07-26..2022-07-26"},
		{"It happened on December 3.", "December 3 = 2022-12-03 2022-12-03..2022-12-03"},
		{"It happened on the 5th of March.", "the 5th of March = 2023-03-05 2023-03-05..2023-03-05"},
		{"It began on Sept. 11, 2001.", "Sept. 11, 2001 = 2001-09-11 2001-09-11..2001-09-11"},
		{"It lasted from July 26-28.", "July 26-28 = 2023-07-26 2023-07-26..2023-07-28"},
		{"They left on 2023-07-26.", "2023-07-26 = 2023-07-26 2023-07-26..2023-07-26"},
		{"They left on 26/07/2023.", "26/07/2023 = 2023-07-26 2023-07-26..2023-07-26"},
		{"They met on Wednesday, August 9.", "Wednesday, August 9 = 2023-08-09 2023-08-09..2023-08-09"},
		// Weekdays: the latest, unless the clause looks ahead.
		{"He resigned on Monday.", "Monday = 2023-08-14 2023-08-14..2023-08-14"},
		{"He resigned on Wednesday.", "Wednesday = 2023-08-16 2023-08-16..2023-08-16"},
		{"He resigned on Thursday.", "Thursday = 2023-08-10 2023-08-10..2023-08-10"},
		{"He will resign on Friday.", "Friday = 2023-08-18 2023-08-18..2023-08-18"},
		{"The talks are scheduled for Sunday.", "Sunday = 2023-08-20 2023-08-20..2023-08-20"},
		{"He said on Monday that troops will leave.", "Monday = 2023-08-14 2023-08-14..2023-08-14"},
		{"They attacked last Friday.", "last Friday = 2023-08-11 2023-08-11..2023-08-11"},
		{"They meet next Tuesday.", "next Tuesday = 2023-08-22 2023-08-22..2023-08-22"},
		{"It fell on Tuesday night.", "Tuesday night = 2023-08-15TNI 2023-08-15..2023-08-15"},
		// Relative words.
		{"He left yesterday.", "yesterday = 2023-08-15 2023-08-15..2023-08-15"},
		{"He left last week.", "last week = 2023-W32 2023-08-07..2023-08-13"},
		{"He left last month.", "last month = 2023-07 2023-07..2023-07"},
		{"He left in late July.", "late July = 2023-07 2023-07-21..2023-07-31"},
		{"Earlier this month he left.", "Earlier this month = 2023-08 2023-08..2023-08"},
		{"He left three days ago.", "three days ago = 2023-08-13 2023-08-13..2023-08-13"},
		{"He left two years ago.", "two years ago = 2021 2021..2021"},
		{"In recent days he left.", "recent days = PXD 2023-08-09..2023-08-16"},
		{"Over the past two weeks they fled.", "the past two weeks = P2W 2023-08-02..2023-08-16"},
		{"They will go in the next 10 days.", "the next 10 days = P10D 2023-08-17..2023-08-26"},
		{"They left two weeks after July 4.", "two weeks after July 4 = 2023-07-18 2023-07-18..2023-07-18"},
		{"They left three days before Christmas.", "three days before Christmas = 2022-12-22 2022-12-22..2022-12-22"},
		{"He will leave in two weeks.", "two weeks = P2W 2023-08-30..2023-08-30"},
		{"They met on Thursday last week.", "Thursday last week = 2023-08-10 2023-08-10..2023-08-10"},
		{"They meet next week on Tuesday.", "next week on Tuesday = 2023-08-22 2023-08-22..2023-08-22"},
		{"They left last Tuesday.", "last Tuesday = 2023-08-08 2023-08-08..2023-08-08"}, // not yesterday
		{"They will meet next Thursday.", "next Thursday = 2023-08-24 2023-08-24..2023-08-24"},
		{"They left on the 3rd.", "the 3rd = 2023-08-03 2023-08-03..2023-08-03"},
		{"It closes on the 15th day of next month.", "the 15th day of next month = 2023-09-15 2023-09-15..2023-09-15"},
		{"It grew over the past fortnight.", "the past fortnight = P2W 2023-08-02..2023-08-16"},
		{"It grew in the last two quarters.", "the last two quarters = P2Q 2023-01..2023-06"},
		// Months, years and longer.
		{"It stood in the 15th century.", "the 15th century = 14 1400..1499"},
		{"It has grown 3 % this year to date.", "this year = 2023 2023..2023-08-16|to date = PRESENT_REF ..2023-08-16"},
		{"It began in March.", "March = 2023-03 2023-03..2023-03"},
		{"It began in May 2020.", "May 2020 = 2020-05 2020-05..2020-05"},
		{"It began in October last year.", "October last year = 2022-10 2022-10..2022-10"},
		{"The vote will be held in February.", "February = 2024-02 2024-02..2024-02"},
		{"It began in 2019.", "2019 = 2019 2019..2019"},
		{"War raged in the early 1990s.", "the early 1990s = 199 1990..1993"},
		{"In 2021-22 aid fell.", "2021-22 = 2021 2021..2022"},
		{"It fell in the third quarter of 2022.", "the third quarter of 2022 = 2022-Q3 2022-07..2022-09"},
		{"It began in the first week of July.", "the first week of July = 2023-W26 2023-07-01..2023-07-07"},
		{"It fell in the last days of 2022.", "the last days of 2022 = 2022 2022-12-21..2022-12-31"},
		{"he said on monday that in december 2022 it fell", "monday = 2023-08-14 2023-08-14..2023-08-14|december 2022 = 2022-12 2022-12..2022-12"},
		{"It began last summer.", "last summer = 2022-SU 2022-06..2022-08"},
		// Intervals.
		{"Since the July 26 coup he has been held.", "July 26 = 2023-07-26 2023-07-26.."},
		{"He ruled from 2011 to 2021.", "2011 = 2011 2011..2021|2021 = 2021 2011..2021"},
		{"Between March and June they fled.", "March = 2023-03 2023-03..2023-06|June = 2023-06 2023-03..2023-06"},
		{"They stay until December 2024.", "December 2024 = 2024-12 ..2024-12"},
		{"From November to March they fled.", "November = 2022-11 2022-11..2023-03|March = 2023-03 2022-11..2023-03"},
		{"The war of 1846 to 1848 ended.", "1846 = 1846 1846..1848|1848 = 1848 1846..1848"},
		{"Between March 3 and now they fled.", "March 3 = 2023-03-03 2023-03-03..2023-08-16|now = PRESENT_REF"},
		// Anaphora and events.
		{"They met on August 3. Two days later they left.", "August 3 = 2023-08-03 2023-08-03..2023-08-03|Two days later = 2023-08-05 2023-08-05..2023-08-05"},
		{"They met on August 3. The same day they left.", "August 3 = 2023-08-03 2023-08-03..2023-08-03|The same day = 2023-08-03 2023-08-03..2023-08-03"},
		{"The July 26 coup was bad. Two days after the coup he fled.",
			"July 26 = 2023-07-26 2023-07-26..2023-07-26|Two days = 2023-07-28 2023-07-28..2023-07-28"},
		{"The July 26 coup was bad. He has been held since the coup.",
			"July 26 = 2023-07-26 2023-07-26..2023-07-26|the coup = 2023-07-26 2023-07-26.."},
		{"It fell on July 26. A month later they met.", "July 26 = 2023-07-26 2023-07-26..2023-07-26|A month later = 2023-08 2023-08..2023-08"},
		{"They fought on Monday, a day after an ambush.", "Monday = 2023-08-14 2023-08-14..2023-08-14|a day = 2023-08-13 2023-08-13..2023-08-13"},
		{"The 2015 deal, signed in June that year, fell.", "2015 = 2015 2015..2015|June that year = 2015-06 2015-06..2015-06"},
		{"Ten died in the first six months of 2022.", "the first six months = P6M 2022-01..2022-06|2022 = 2022 2022..2022"},
		// Durations, sets, times.
		{"It lasted two weeks.", "two weeks = P2W"},
		{"a five-year plan", "five-year = P5Y"},
		{"They meet every Friday.", "every Friday = XXXX-WXX-5"},
		{"The daily flights stopped.", "daily = P1D"},
		{"It began at 3 p.m. on Monday.", "3 p.m. on Monday = 2023-08-14T15:00 2023-08-14..2023-08-14"},
		{"It began at 1500 GMT on Monday.", "1500 GMT on Monday = 2023-08-14T15:00 2023-08-14..2023-08-14"},
	} {
		if got := strings.Join(found(c.text, published), "|"); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestTraps(t *testing.T) {
	for _, text := range []string{
		"He may resign.", "May said no to the deal.", "Theresa May lost.", "They will march on the capital.", "The March on the capital failed.",
		"He came second in the race.", "She is 45 years old.", "a 45-year-old man", "The Sun said so.", "The Mail on Sunday Times wrote.",
		"1,500 troops left.", "some 2,000 troops left", "They sent 2000 soldiers.", "The G20 met.", "a 2023 model", "They sat down.",
		"He sat with them.", "Mark wed Anna.", "Base 201 was hit.", "The M23 rebels fled.", "F-16 jets and S-300 missiles", "Resolution 1973 was passed.",
		"Article 2 and Chapter 7", "The second battalion moved.", "spring water", "They fall back.", "The price rose to $1999.", "a quarter of the men",
		"Black Friday is a brand.", "He is in his 40s.", "the 3rd Brigade", "At 2011 metres it is cold.", "Flight 1948 landed.", "10.5 percent",
		"April O'Neil is a reporter.", "She wants to date him.", "He lives on the 9th floor.", "the 10th Mountain Division", "It came later than expected.",
		"No later than 2,000 of them left.", "He was at home to friends.", "one of the 3rd column", "two rounds after the first", "They won in the 2nd round.",
		"the 5 next villages", "3 past presidents met", "every other village", "Jan-Erik and Mar-a-Lago", "Sep was gone.",
	} {
		if got := found(text, published); len(got) != 0 {
			t.Errorf("%s: found %q", text, got)
		}
	}
}

func TestWithoutPublication(t *testing.T) {
	if got := found("The International Court and Memorial Hall stand.", ""); len(got) > 0 {
		t.Errorf("found %q", got)
	}
	d := document("He resigned on Monday, a week after the vote of May 3, 2020. Last month he left.", "")
	Find(d)
	for _, x := range d.Dates {
		if dated := d.Text(x.Span) == "May 3, 2020"; dated != (x.From != "") {
			t.Errorf("%q: from %q", d.Text(x.Span), x.From)
		} else if !dated && x.Anchor != "none" {
			t.Errorf("%q: anchor %q", d.Text(x.Span), x.Anchor)
		}
	}
}

func TestEventHead(t *testing.T) {
	d := document("Since the July 26 coup he has been held.", published)
	Find(d)
	if len(d.Dates) != 1 || d.Dates[0].Head != "coup" || d.Dates[0].Kind != "interval" {
		t.Errorf("got %+v", d.Dates)
	}
}

func TestEaster(t *testing.T) {
	for y, want := range map[int]string{1998: "1998-04-12", 2000: "2000-04-23", 2024: "2024-03-31", 2025: "2025-04-20"} {
		if got := easter(y).String(); got != want {
			t.Errorf("Easter %d = %s, want %s", y, got, want)
		}
	}
}

// sound checks what holds of every result: spans slice back into the text in order, and days are real.
func sound(t *testing.T, d *doc.Document) {
	t.Helper()
	end := 0
	for _, x := range d.Dates {
		if x.Start < end || x.End <= x.Start || x.End > len(d.Article.Text) {
			t.Fatalf("bad span %v in %q", x.Span, d.Article.Text)
		}
		end = x.End
		for _, s := range []string{x.From, x.To} {
			if s != "" && (firstDay(s) == day{} || lastDay(s) == day{}) {
				t.Fatalf("%q is no date (%q, rule %s)", s, d.Text(x.Span), x.Rule)
			}
		}
		if x.From != "" && x.To != "" && lastDay(x.To).before(firstDay(x.From)) {
			t.Fatalf("%s..%s runs backwards (%q, rule %s)", x.From, x.To, d.Text(x.Span), x.Rule)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("On Feb. 29 he left; by 31 June, 5 1/2 hours later, at 25:61 p.m. (2400 GMT) Friday.", "2023-08-16")
	f.Add("since the July 26-28 coup until last next this Monday of 1999-98", "2024-02-29")
	f.Add("the day before the week of the end of early mid-2020s' winter 1000 years ago", "1000-01-01")
	f.Add("in ten thousand centuries from now, a hundred decades ago", "2200-12-31")
	f.Fuzz(func(t *testing.T, text, published string) {
		text = strings.ToValidUTF8(text, "?")
		if len(text) > 2000 {
			return
		}
		d := document(text, published)
		Find(d)
		sound(t, d)
	})
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("The ministry said on Monday that about 1,100 soldiers had left the base in the north since the July 26 coup, "+
		"and that talks with the neighbours would go on until late October. ", 20)
	d := document(text, published)
	tokens := 0
	for i := range d.Sentences {
		tokens += len(d.Sentences[i].Tokens)
	}
	for b.Loop() {
		Find(d)
	}
	b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func ExampleFind() {
	d := document("The junta, in power since the July 26 coup, will meet envoys on Friday.", "2023-08-16")
	Find(d)
	for _, x := range d.Dates {
		fmt.Println(d.Text(x.Span), x.Kind, x.From, x.To, x.Head)
	}
	// Output:
	// July 26 interval 2023-07-26  coup
	// Friday point 2023-08-18 2023-08-18
}
