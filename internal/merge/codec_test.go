package merge

import (
	"reflect"
	"testing"
)

func TestCodecRoundTrip(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	for _, rec := range toyRecords(5, 40) {
		a := m.Article(rec)
		reports := m.Reports(rec, a)
		v := 12.0
		for _, r := range reports {
			r.Figures = []Figure{{Best: &v, Class: "people", Role: "killed", Words: "twelve people"}}
			r.Chain = []Source{{Name: "army", Stance: "denies"}}
			r.Modes = []string{"drone"}
			b, err := r.MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			var got Report
			if err := got.UnmarshalBinary(b); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(&got, r) {
				t.Fatalf("got %+v\nwant %+v", got, *r)
			}
			for n := range len(b) {
				if new(Report).UnmarshalBinary(b[:n]) == nil {
					t.Fatalf("%d of %d bytes pass for a report", n, len(b))
				}
			}
		}
		b, err := a.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var got Article
		if err := got.UnmarshalBinary(b); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(&got, a) {
			t.Fatalf("got %+v\nwant %+v", got, *a)
		}
	}
}

func FuzzUnmarshal(f *testing.F) {
	m := newMerger(f)
	for _, rec := range toyRecords(5, 10) {
		a := m.Article(rec)
		b, _ := a.MarshalBinary()
		f.Add(b)
		for _, r := range m.Reports(rec, a) {
			b, _ := r.MarshalBinary()
			f.Add(b)
		}
	}
	f.Fuzz(func(_ *testing.T, b []byte) {
		_ = new(Article).UnmarshalBinary(b)
		_ = new(Report).UnmarshalBinary(b)
		_ = new(Thread).UnmarshalBinary(b)
	})
}
