package charset

import (
	"testing"
	"unicode/utf8"
)

func TestUTF8(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, header, declared, want string
		ok                         bool
	}{
		{"café", "text/html; charset=iso-8859-1", "", "café", true},
		{"caf\xe9", "text/html; charset=iso-8859-1", "", "café", true},
		{"caf\xe9", "text/html", "latin1", "café", true},
		{"caf\xe9", "text/html; charset=\"windows-1252\"; x", "", "café", true},
		{"caf\xe9", "text/html; charset=utf-8", "", "caf\xe9", false},
		{"caf\xe9", "text/html; charset=nonsense", "", "caf\xe9", false},
		{"café naïve \xe9", "text/html; charset=iso-8859-1", "", "café naïve \xe9", true}, // UTF-8 with a broken byte, and a header that is wrong
		{"\xff\xfec\x00a\x00", "", "", "ca", true},
		{"é, cut caf\xc3", "", "", "é, cut caf\xc3", true},
		{"é, cut \xe2\x80", "text/html; charset=iso-8859-1", "", "é, cut \xe2\x80", true},
		{"n\x00o\x00 \x00m\x00a\x00r\x00k\x00!\x00", "", "", "no mark!", true},
		{"cut caf\xc3", "", "", "cut caf\xc3", false},
	} {
		got, ok := UTF8([]byte(c.in), c.header, c.declared)
		if string(got) != c.want || ok != c.ok {
			t.Errorf("%q %q %q: %q %v", c.in, c.header, c.declared, got, ok)
		}
	}
	for in, want := range map[string]string{"caf\xe9 na\xefve": "café naïve", "café naïve \xe9": "café naïve \uFFFD", "\ufeffcafé": "café"} {
		if got := Force([]byte(in), "", ""); string(got) != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}

// FuzzForce: whatever comes, UTF-8 comes out.
func FuzzForce(f *testing.F) {
	f.Add([]byte("caf\xe9"), "latin1")
	f.Add([]byte("\xff\xfec\x00a"), "utf-16")
	f.Add([]byte("\x82\xa0\x82"), "shift_jis")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		if out := Force(data, "text/html; charset="+name, name); !utf8.Valid(out) {
			t.Errorf("%q as %s: %q", data, name, out)
		}
		if out := Force(data, "", Declared(data)); !utf8.Valid(out) {
			t.Errorf("%q: %q", data, out)
		}
	})
}
