package charset

import (
	"net/url"
	"testing"
)

func TestNoText(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{"": "", "a=b&c=Zoë&c=": "", "a=b&c=%00": "c", "a=b&c=d&c=%ff": "c", "a%00=b": "a\x00"} {
		fields, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if name, ok := NoText(fields); name != want || ok != (want != "") {
			t.Errorf("%s: %q, %v", query, name, ok)
		}
	}
}
