package split

import (
	"os"
	"strings"
	"testing"
)

// BenchmarkSplit reports tokens and bytes a second on wire text of our own.
func BenchmarkSplit(b *testing.B) {
	text, err := os.ReadFile("testdata/wire.txt")
	if err != nil {
		b.Fatal(err)
	}
	d := article(strings.Split(strings.TrimSpace(string(text)), "\n")...)
	tokens := 0
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Split(d)
		for i := range d.Sentences {
			tokens += len(d.Sentences[i].Tokens)
		}
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}
