package clean

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// show writes the blocks of an article one per line, as role/reason and text.
func show(a doc.Article) string {
	var b strings.Builder
	for _, k := range a.Blocks {
		b.WriteString(k.Role)
		if k.Reason != "" {
			b.WriteString("/" + k.Reason)
		}
		b.WriteString(": " + a.Text[k.Start:k.End] + "\n")
	}
	return b.String()
}

// checkBlocks fails the test unless the blocks are increasing, apart, within the text and on character boundaries.
func checkBlocks(t *testing.T, a doc.Article) {
	t.Helper()
	if !utf8.ValidString(a.Text) {
		t.Fatal("the text is no valid UTF-8")
	}
	end := 0
	for _, k := range a.Blocks {
		if k.Start < end || k.End <= k.Start || k.End > len(a.Text) || !utf8.RuneStart(a.Text[k.Start]) || k.End < len(a.Text) && !utf8.RuneStart(a.Text[k.End]) {
			t.Fatalf("block %v is out of order or range in a text of %d bytes", k, len(a.Text))
		}
		if k.Role == "" || k.Role == boilerplate != (k.Reason != "") {
			t.Fatalf("block %v: role %q with reason %q", k, k.Role, k.Reason)
		}
		end = k.End
	}
}

func TestEncodings(t *testing.T) {
	const want = "The café in Zürich reopened — and the “quiet” street filled with people again."
	utf16 := func(big bool) string {
		var b []byte
		for _, r := range "\ufeff" + want {
			lo, hi := byte(r), byte(r>>8)
			if big {
				lo, hi = hi, lo
			}
			b = append(b, lo, hi)
		}
		return string(b)
	}
	latin := strings.NewReplacer("é", "\xe9", "ü", "\xfc", "—", "\x97", "“", "\x93", "”", "\x94").Replace(want)
	for _, c := range []struct{ name, in string }{
		{"utf-8", want}, {"byte order mark", "\ufeff" + want}, {"utf-16 little", utf16(false)}, {"utf-16 big", utf16(true)},
		{"utf-16 without mark", utf16(false)[2:]}, {"windows-1252", latin},
		{"html, wrong charset", `<html><head><meta charset="iso-8859-1"></head><body><p>` + want + `</p></body></html>`},
		{"html, windows-1252", `<html><head><meta charset="windows-1252"></head><body><p>` + latin + `</p></body></html>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, problems := Read([]byte(c.in), Given{})
			if a.Text != want || len(problems) > 0 {
				t.Errorf("got %q, problems %v", a.Text, problems)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	zip := func(s string) string {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte(s))
		z.Close()
		return b.String()
	}
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", "the input is empty"},
		{"blank", " \n\t\n", "the input is empty"},
		{"pdf", "%PDF-1.7 ...", "this is a PDF file"},
		{"zeros", strings.Repeat("\x00\x01\x02", 100), "this is a binary file"},
		{"bomb", zip(strings.Repeat("a", 12<<20)), "unpacks to more than 10 MB"},
		{"smaller bomb", zip(strings.Repeat("a", 4<<20)), "times its size"},
		{"large", strings.Repeat("word ", 3<<20), "the most that is read is 10 MB"},
		{"no text field", `{"title": "x"}`, `no "text" field`},
		{"wrong type", `{"text": 5}`, "must be a string"},
		{"spanish", "El presidente de la república dijo que el ejército se va a retirar de la frontera y que los soldados no van a volver en este año.", "reads as Spanish"},
		{"page without text", "<html><body><nav><a href=/>Home</a></nav></body></html>", "no article was found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, problems := Read([]byte(c.in), Given{})
			checkBlocks(t, a)
			if len(problems) == 0 || !strings.Contains(problems[0].Message, c.want) {
				t.Errorf("problems %v, want one with %q", problems, c.want)
			}
			if a.ID == "" || a.SHA256 == "" {
				t.Error("an article without id")
			}
		})
	}
}
