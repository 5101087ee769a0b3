package cli

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestReadAddress: a page is fetched and read; a private address is refused unless it is allowed.
func TestReadAddress(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<html><head><title>Troops leave Goma</title></head><body><article><h1>Troops leave Goma</h1>
<p>Rwanda withdrew 200 troops from the town of Goma on Monday, the defence ministry said in a statement that was read on the radio in the evening.</p>
<p>The governor of the province said that talks with the rebels would be held next week in the capital, and that the road was open again.</p></article></body></html>`)
	}))
	defer s.Close()
	var out, errOut bytes.Buffer
	if code := Run([]string{"read", "--format", "json", s.URL + "/a"}, nil, &out, &errOut, false, false); code != 1 || !strings.Contains(errOut.String(), "private") {
		t.Errorf("a private address: %d %s", code, &errOut)
	}
	out.Reset()
	errOut.Reset()
	if code := Run([]string{"read", "--format", "json", "--allow", "127.0.0.0/8", s.URL + "/a"}, nil, &out, &errOut, false, false); code != 0 {
		t.Fatalf("%d %s", code, &errOut)
	}
	if !strings.Contains(out.String(), `"url":"`+s.URL+`/a"`) || !strings.Contains(out.String(), `"act":"RETREAT"`) {
		t.Errorf("%s", &out)
	}
}
