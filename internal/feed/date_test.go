package feed

import "testing"

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"Tue, 03 Sep 2024 10:00:00 +0000", "2024-09-03T10:00:00Z"},
		{"Tue, 3 Sep 2024 10:00:00 GMT", "2024-09-03T10:00:00Z"},
		{"Mon, 3 Sep 2024 10:00 EST", "2024-09-03T15:00:00Z"}, // the wrong day of the week
		{"3 Sep 24 10:00:00 UT", "2024-09-03T10:00:00Z"},
		{"Tue,03 Sep 2024 10:00:00+0530", "2024-09-03T04:30:00Z"},
		{"Tue, 03 Sept 2024 10:00 GMT", "2024-09-03T10:00:00Z"},
		{"Di, 03 Sep 2024 10:00:00 +0200", "2024-09-03T08:00:00Z"},
		{"mar., 03 septembre 2024 10:00:00 +0200", "2024-09-03T08:00:00Z"},
		{"mié, 03 abr 2024 10:00:00 +0200", "2024-04-03T08:00:00Z"},
		{"Di, 05 Mär 2024 10:00:00 +0100", "2024-03-05T09:00:00Z"},
		{"Tue, 3 Sep 2024 10:00:00 GMT+0200", "2024-09-03T08:00:00Z"},
		{"Tue, 3 Sep 2024 10:00:00 GMT+2", "2024-09-03T08:00:00Z"},
		{"Tue, 3 Sep 2024 10:00:00 UTC-05:00", "2024-09-03T15:00:00Z"},
		{"Tue Sep 03 2024 10:00:00 GMT+0100 (CET)", "2024-09-03T09:00:00Z"},
		{"Tue, 3 Sep 2024 24:00:00 +0000", "2024-09-04T00:00:00Z"},
		{"Tue, 3 Sep 2024 23:59:60 +0000", "2024-09-03T23:59:59Z"},
		{"Tue, 3 Sep 2024 10:00:00 PM PDT", "2024-09-04T05:00:00Z"},
		{"September 3, 2024 10:00 am", "2024-09-03"},
		{"September 3, 2024 10:00 p.m. EDT", "2024-09-04T02:00:00Z"},
		{"Tue, 3 Sep 2024 10:00:00 IST", "2024-09-03"}, // India, Israel or Ireland
		{"Tue, 3 Sep 2024 10:00:00", "2024-09-03"},
		{"2024-09-03T10:00:00Z", "2024-09-03T10:00:00Z"},
		{"2024-09-03T10:00:00.123456+02:00", "2024-09-03T08:00:00Z"},
		{"2024-09-03T10:00:00.000 +02:00", "2024-09-03T08:00:00Z"},
		{"2024-09-03T10:00+0200", "2024-09-03T08:00:00Z"},
		{"2024-09-03 10:00:00 UTC", "2024-09-03T10:00:00Z"},
		{"2024-09-03T10:00:00", "2024-09-03"},
		{" 2024-09-03\n", "2024-09-03"},
		{"2024/9/3", "2024-09-03"},
		{"03.09.2024 10:00", "2024-09-03"},
		{"23/09/2024", "2024-09-23"},
		{"09/23/2024 10:00", "2024-09-23"},
		{"03-Sep-2024", "2024-09-03"},
		{"3 de septiembre de 2024", "2024-09-03"},
		{"20240903", "2024-09-03"},
		{"1725357600", "2024-09-03T10:00:00Z"},
		{"1725357600000", "2024-09-03T10:00:00Z"},
		{"03/09/2024", ""}, // day and month either way
		{"30 Feb 2024", ""},
		{"Tue, 3 Sep 0001 00:00:00 +0000", ""},
		{"yesterday", ""},
		{"2024-09-03 0:00Am0\xff\xff", "2024-09-03"}, // bytes that are no text, behind a half of the day (fuzzing found it)
		{"0:00Am0\xff\xff", ""},
		{"10:00", ""},
		{"", ""},
	} {
		d, ok := ParseDate(c.in)
		if got := d.String(); got != c.want || ok != (c.want != "") {
			t.Errorf("%q: %q %v, want %q", c.in, got, ok, c.want)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"Tue, 03 Sep 2024 10:00:00 GMT+0200", "2024-09-03T10:00:00.000 +02:00", "1725357600", "3 Sept 24 10:00 p.m. (EST)", "23/09/2024"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := ParseDate(s)
		if ok == d.IsZero() {
			t.Errorf("%q: ok %v, date %q", s, ok, d)
		}
		if !ok {
			return
		}
		if y := d.Time.Year(); y < firstYear-1 || y > lastYear+1 {
			t.Errorf("%q: year %d", s, y)
		}
		again, ok := ParseDate(d.String())
		if !ok || again != d {
			t.Errorf("%q: written as %q it reads as %q", s, d, again)
		}
	})
}
