package eval

import "testing"

func TestInterval(t *testing.T) {
	// Documents that all have the same share leave no doubt.
	if low, high := interval([]int{1, 2, 3}, []int{2, 4, 6}); low != 50 || high != 50 {
		t.Errorf("same shares: %.1f to %.1f, want 50", low, high)
	}
	// One document of ten is all wrong: what 1000 draws of ten give lies between 70 and 100 nearly always.
	hits, of := make([]int, 10), make([]int, 10)
	for i := range hits {
		hits[i], of[i] = 10, 10
	}
	hits[0] = 0
	low, high := interval(hits, of)
	if low < 60 || low > 80 || high != 100 {
		t.Errorf("one of ten wrong: %.1f to %.1f", low, high)
	}
	if again, _ := interval(hits, of); again != low {
		t.Error("another run gives another interval")
	}
	if low, high := interval(nil, nil); low != 0 || high != 0 {
		t.Error("nothing to score")
	}
}
