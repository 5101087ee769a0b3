package gold

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

const fuzzed = "Chad's army killed six rebels near Faya on Friday, the governor said."

// FuzzDecode: an annotation is taken or refused; what is taken quotes the text.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{"doc":"a"}`, `{"doc":"a","events":[{"id":"e1","anchor":{"q":"killed","n":1},"act":"ASSAULT","status":"occurred","actors":[{"span":{"q":"Chad's army"},"code":"TCD","sector":"MIL"}]}]}`,
		`{"doc":"a","events":[{"anchor":{"s":[12,18]}}]}`, `{"doc":"a","claims":[{"content":{"s":[-1,999]}}]}`, `{"events":[{"anchor":{"q":"","n":-3,"s":[1]}}]}`, `null`, `[`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := Decode([]byte(s), fuzzed)
		if err != nil {
			return
		}
		eachQuote(&a.Annotation, func(what string, q *Quote) {
			if q.Q != "" && !strings.Contains(fuzzed, q.Q) {
				t.Errorf("%s quotes %q, which the text does not have", what, q.Q)
			}
		})
		if _, err := json.Marshal(&a.Annotation); err != nil {
			t.Error(err)
		}
	})
}

// FuzzReadSentences: packed sentences are taken or refused.
func FuzzReadSentences(f *testing.F) {
	for _, s := range []string{`{"id":"a"}`, `{"id":"a","events":[{"anchor":{"s":[12,18]},"act":"ASSAULT","mode":["x"]}]}`, `{"id":"b"}`, `{"id":"a"}{"id":"a"`, `[]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := ReadSentences(bytes.NewReader(b), "fuzz", func(id string) (string, bool) { return fuzzed, id == "a" })
		if err != nil && list != nil {
			t.Error("sentences and an error")
		}
	})
}
