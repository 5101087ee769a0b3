package when

import "testing"

// TestYearOfWeekdays reads articles without a day of publication: 11 March is a Friday in 2016 and 2022.
func TestYearOfWeekdays(t *testing.T) {
	for _, c := range []struct{ text, words, from string }{
		{"He was arrested on June 2, 2021. The court found him guilty on Friday, March 11.", "Friday, March 11", "2022-03-11"},
		{"The court found him guilty on Friday, March 11. He was arrested on June 2, 2021.", "Friday, March 11", "2022-03-11"},
		{"The court found him guilty on Friday, March 11. He was arrested in June 2021 and charged in January.", "January", "2022-01"},
		{"The court found him guilty on Friday, March 11. He was arrested in June 2021 and charged in November.", "November", "2021-11"},
		{"The court found him guilty on Friday, March 11.", "Friday, March 11", ""},
		{"He was arrested in 2018. The court found him guilty on Friday, March 11.", "Friday, March 11", ""},
		{"The talks of 2016 failed, and so did those of 2022. They met on Friday, March 11.", "Friday, March 11", ""},
	} {
		d := document(c.text, "")
		Find(d)
		ok := false
		for i := range d.Dates {
			if x := &d.Dates[i]; d.Text(x.Span) == c.words {
				ok = true
				if x.From != c.from {
					t.Errorf("%s: %q is %q, want %q", c.text, c.words, x.From, c.from)
				}
			}
		}
		if !ok {
			t.Errorf("%s: no %q in %v", c.text, c.words, d.Dates)
		}
	}
}
