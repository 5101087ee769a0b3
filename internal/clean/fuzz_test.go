package clean

import (
	"bytes"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzArticles: a stream of articles in any form gives no more articles than it has lines, each of them text or a problem.
func FuzzArticles(f *testing.F) {
	for _, s := range []string{`{"text":"a"}` + "\n" + `{"html":"<p>b</p>"}`, "\xef\xbb\xbf{\"text\":\"a\"}\r\n\r\n[1]\n", "{\n\"text\":\"a\"\n}", "\x1f\x8b\x08", "plain text\nof two lines", "<html><p>a", `{"text":"` + "\xff\x00" + `"}`,
		`{"text":1,"url":[]}` + "\n" + `null`} {
		f.Add([]byte(s), "a.jsonl")
		f.Add([]byte(s), "a")
	}
	f.Fuzz(func(t *testing.T, b []byte, name string) {
		n := 0
		for a, problems := range Articles(bytes.NewReader(b), name, Given{}) {
			n++
			if a.Text == "" && len(problems) == 0 {
				t.Error("neither text nor a problem")
			}
			if z := zeros(a); len(z) > 0 {
				t.Errorf("zeros in %q", z)
			}
			if !utf8.ValidString(a.Text) {
				t.Errorf("%q is no UTF-8", a.Text)
			}
		}
		if most := bytes.Count(b, []byte("\n")) + 1; n > most && !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
			t.Errorf("%d articles in %d lines", n, most)
		}
	})
}

// FuzzDate: a date of a page or an address is a day of the calendar or none.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2024-03-14", "2024-03-14T10:00:00+02:00", "March 14, 2024", "14.03.2024", "31 Feb 2024", "1710410400", "Thu, 14 Mar 2024 10:00:00 GMT", "\xff", "20240314", "0000-00-00", "https://a.example/2024/03/14/b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func(string) (string, bool){parseDate, dateInURL} {
			d, ok := parse(s)
			if !ok {
				continue
			}
			if _, err := time.Parse(time.DateOnly, d[:min(len(d), 10)]); err != nil {
				t.Errorf("%q is read as %q: %v", s, d, err)
			}
		}
	})
}
