package review

import (
	"encoding/json"
	"slices"

	"onrecord/internal/doc"
)

// Transpose carries a decision from one article over to a copy of it: to the same words of the same sentence. False when
// the copy does not have that sentence, or the decision is not about words.
func Transpose(d Decision, from *doc.Record, to *doc.Record) (Decision, bool) {
	a, b := []rune(from.Article.Text), []rune(to.Article.Text)
	if d.kind() == Article || d.Field == "claim" && !d.Whole() || d.Start >= d.End || d.End > len(a) {
		return d, false
	}
	s := sentence(a, d.Start, d.End)
	words := []rune(s.Text)
	at := -1
	for i := 0; i+len(words) <= len(b); i++ {
		if len(words) > 0 && b[i] == words[0] && slices.Equal(b[i:i+len(words)], words) && (at < 0 || abs(i-s.Start) < abs(at-s.Start)) {
			at = i
		}
	}
	if at < 0 {
		return d, false
	}
	d.Start, d.End = d.Start-s.Start+at, d.End-s.Start+at
	d.Article, d.Item = to.Article.ID, "-"
	if d.Verdict == Add {
		d.Item = MissedID(d.Article, d.Start, d.End)
	}
	d.Before, d.After = unplaced(d.Before), unplaced(d.After)
	return d, true
}

// unplaced takes the places in the text out of a value: they are another article's. Words are then found anew.
func unplaced(value string) string {
	var v any
	if value == "" || value[0] != '{' && value[0] != '[' || json.Unmarshal([]byte(value), &v) != nil {
		return value
	}
	strip(v)
	return Write(v)
}

func strip(v any) {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "s")
		for _, x := range v {
			strip(x)
		}
	case []any:
		for _, x := range v {
			strip(x)
		}
	}
}
