package lstm

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"
)

// TestDamaged: what is cut short or changed is refused with words that say what is wrong, never read.
func TestDamaged(t *testing.T) {
	t.Parallel()
	net := newNet(small)
	net.start(rand.New(rand.NewSource(1)))
	file := net.Marshal("a test")
	vectors := NewVectors(3, []string{"a", "b"}, []float32{1, 2, 3, 4, 5, 6}).Marshal()
	for _, c := range []struct {
		name, want string
		file       []byte
		load       func([]byte) error
	}{
		{"empty network", "not a network file", nil, loadErr},
		{"another kind of file", "not a network file", vectors, loadErr},
		{"header cut short", "cut short", file[:20], loadErr},
		{"weights cut short", "bytes of weights", file[:len(file)-4], loadErr},
		{"no JSON", "header", bytes.Replace(file, []byte(`{"config"`), []byte(`["config"`), 1), loadErr},
		{"a size of none", "damaged", bytes.Replace(file, []byte(`"State":4`), []byte(`"State":0`), 1), loadErr},
		{"no number", "no number", append(file[:len(file)-4:len(file)-4], 0, 0, 0xc0, 0x7f), loadErr},
		{"empty vectors", "not a file of word vectors", nil, vectorsErr},
		{"vectors cut short", "bytes of numbers", vectors[:len(vectors)-1], vectorsErr},
		{"words cut short", "words end", vectors[:len(vectorsMagic)+11], vectorsErr},
	} {
		if err := c.load(c.file); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want it to say %q", c.name, err, c.want)
		}
	}
}

func loadErr(b []byte) error    { _, err := Load(b); return err }
func vectorsErr(b []byte) error { _, err := LoadVectors(b); return err }

// FuzzLoad: no file makes Load panic or take memory out of proportion; what it reads, it writes back.
func FuzzLoad(f *testing.F) {
	net := newNet(Config{Vector: 1, Tags: 1, Word: 1, State: 1, Topic: 1, Hidden: 1, Labels: 1})
	f.Add(net.Marshal("x"))
	f.Add([]byte(netMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		net, err := Load(b)
		if err != nil {
			return
		}
		again, err := Load(net.Marshal(""))
		if err != nil || again.Config != net.Config {
			t.Fatalf("read back: %v, %+v for %+v", err, again, net.Config)
		}
	})
}

func FuzzLoadVectors(f *testing.F) {
	f.Add(NewVectors(2, []string{"a", "b"}, []float32{1, 2, 3, 4}).Marshal())
	f.Add([]byte(vectorsMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := LoadVectors(b)
		if err != nil {
			return
		}
		if again, err := LoadVectors(v.Marshal()); err != nil || len(again.index) != len(v.index) {
			t.Fatalf("read back: %v", err)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	c := Config{Vector: 100, Tags: 180, Word: 96, State: 64, Topic: 32, Hidden: 160, Labels: 24, Slots: 4, Query: 48, Context: 24, Links: 200}
	net := newNet(c)
	rng := rand.New(rand.NewSource(1))
	net.start(rng)
	v := make([]float32, c.Vector)
	for i := range v {
		v[i] = float32(rng.NormFloat64())
	}
	tokens := make([]Token, 25)
	for i := range tokens {
		tokens[i] = Token{Vector: v, Tags: []int32{1, 20, 60, 100, 140}, Head: i - 1}
	}
	topic := net.About(v)
	b.ReportAllocs()
	for b.Loop() {
		s := net.Read(tokens, topic)
		s.Word(5).Labels()
		s.Word(15).Labels()
	}
	b.ReportMetric(float64(b.N*len(tokens))/b.Elapsed().Seconds(), "tokens/s")
}
