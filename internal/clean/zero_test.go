package clean

import (
	"strings"
	"testing"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// zeros are the strings of an article that hold a zero byte: PostgreSQL keeps none, and one article must not stop all behind it.
func zeros(a doc.Article) (out []string) {
	for _, s := range []string{a.URL, a.Publisher, a.Title, a.Byline, a.Published, a.Language, a.Text} {
		if strings.Contains(s, "\x00") {
			out = append(out, s)
		}
	}
	return out
}

// TestZeroBytes: a zero byte is no character, in text, JSON, pages and what is given; offsets hold.
func TestZeroBytes(t *testing.T) {
	t.Parallel()
	const rest = ", the governor of the state said on Wednesday in a statement that was read on the radio in the evening."
	for _, c := range []struct {
		in    string
		given Given
		want  string
	}{
		{"Police in Wau arrested three men\x00 on Tuesday" + rest, Given{}, "Police in Wau arrested three men\ufffd on Tuesday" + rest},
		{`{"text":"Police in Wau arrested three men\u0000 on Tuesday` + rest + `","title":"a\u0000","publisher":"b\u0000","url":"https://a.example/\u0000","published":"\u00002024-05-04"}`, Given{}, "Police in Wau arrested three men\ufffd on Tuesday" + rest},
		{"<html><head><title>a\x00</title><meta name=author content='A\x00 B'></head><body><p>Police in Wau arrested three men\x00 on Tuesday" + rest + "</p></body></html>", Given{}, ""},
		{"Police in Wau arrested three men.", Given{Title: "a\x00", Publisher: "b\x00", URL: "https://a.example/\x00"}, "Police in Wau arrested three men."},
	} {
		a, _ := Read([]byte(c.in), c.given)
		if z := zeros(a); len(z) > 0 || a.ID == "" || c.want != "" && a.Text != c.want || !strings.Contains(a.Text, "arrested three men") {
			t.Errorf("%q gives %q, with zeros in %q", c.in, a.Text, z)
		}
		if strings.HasPrefix(c.in, "Police") && utf8.RuneCountInString(a.Text) != utf8.RuneCountInString(c.in) {
			t.Errorf("%q: offsets moved", c.in)
		}
	}
}
