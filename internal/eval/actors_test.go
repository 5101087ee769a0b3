package eval

import (
	"os"
	"testing"
)

// TestActors prints what the coder gets wrong with -v, on the development half.
func TestActors(t *testing.T) {
	const path = "../../../shared/gold/train"
	if _, err := os.Stat(path); err != nil {
		t.Skip("no shared folder: ", err)
	}
	rows, err := runActors(path, func(m actorMiss) {
		if testing.Verbose() {
			t.Logf("%-24.24s %-50.50s got %-8s want %-8s | %s", m.doc, m.phrase, m.code, m.want, m.why)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		t.Logf("%s: %.1f of %d", r.Metric, r.Score, r.N)
	}
}
