package actor

import (
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// A party has the code of whom it is led by, some steps on, but no chain is followed for ever: the work would be the square of its length.
func TestLedBy(t *testing.T) {
	c, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []bool{true, true, true, false, false} {
		text := "A delegation, " + strings.Repeat("led by a delegation, ", n) + "led by the Greek foreign minister, left."
		x := c.Begin(article("2024-03-14", "The Gazette", text))
		lo, hi := 0, strings.Index(text, ",")
		var r reading
		from, to := x.window(doc.Span{Start: lo, End: hi})
		x.read(&r, from, to, lo)
		if own := r.own && r.code == "GRC"; own != want { // the article speaks of Greece, so the code may be the same without
			t.Errorf("%s\n code %q, its own: %v, want %v", text, r.code, r.own, want)
		}
	}
}
