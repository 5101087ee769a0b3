package cli

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"onrecord/internal/access"
	"onrecord/internal/review"
	"onrecord/internal/store"
)

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// hiddenOf are the hidden inputs of a page with one form.
func hiddenOf(page string) url.Values {
	out := url.Values{}
	for _, m := range hiddenInput.FindAllStringSubmatch(page, -1) {
		out.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return out
}

// TestTypedTextOutlivesSession: whatever a form held that was sent after its session ended goes through the log-in, also
// through a wrong password, and stands in its form again; nothing is stored before it is sent once more.
func TestTypedTextOutlivesSession(t *testing.T) {
	t.Parallel()
	s := newServer(t, serveCmd{})
	s.person("ada", access.Admin)
	rows, _, err := s.store.Events(t.Context(), store.Filter{}, store.Page{})
	if err != nil || len(rows) == 0 {
		t.Fatalf("no events: %v", err)
	}
	article, event := rows[0].Article.ID, rows[0].ID
	for _, c := range []struct {
		path string
		form url.Values
		says []string
	}{
		{"/review", url.Values{"article": {article}, "kind": {"event"}, "item": {event}, "field": {"date"}, "verdict": {"correct"}, "before": {""}, "from": {"2024-02-01"}, "to": {"2024-02-09"}},
			[]string{"You are logged in again", `value="2024-02-01"`, `value="2024-02-09"`, " open>"}},
		{"/review", url.Values{"article": {article}, "verdict": {"add"}, "words": {`a "strange" <phrase>`}, "act": {"AID"}, "status": {"planned"}, "actors-name": {"one", "two"}},
			[]string{"You are logged in again", "a &#34;strange&#34; &lt;phrase&gt;", `value="two"`, `value="AID" selected`}},
		{"/read", url.Values{"text": {"Line one.\nLine <two>."}, "published": {"2024-03-01"}}, []string{"still here", "Line one.\nLine &lt;two&gt;.", `value="2024-03-01"`}},
		{"/sources", url.Values{"address": {"https://courier.example/feed"}}, []string{"Send it now", "https://courier.example/feed", `action="/sources"`}},
	} {
		before := s.seq()
		r := s.ask("POST", c.path, c.form)
		text := body(t, r)
		if r.StatusCode != http.StatusUnauthorized || !strings.Contains(text, "not lost") {
			t.Errorf("%s: %s", c.path, r.Status)
		}
		login := hiddenOf(text)
		login.Set("name", "ada")
		login.Set("password", "wrong horse")
		if text = body(t, s.ask("POST", "/login", login)); !strings.Contains(text, "is wrong") {
			t.Errorf("%s: a wrong password: %s", c.path, text)
		}
		login = hiddenOf(text)
		login.Set("name", "ada")
		login.Set("password", "correct horse")
		r = s.ask("POST", "/login", login)
		text = body(t, r)
		if r.StatusCode != http.StatusOK || len(r.Cookies()) != 1 {
			t.Fatalf("%s: %s", c.path, r.Status)
		}
		for _, x := range c.says {
			if !strings.Contains(text, x) {
				t.Errorf("%s: the form does not have %q", c.path, x)
			}
		}
		if now := s.seq(); now[0] != before[0] {
			t.Errorf("%s: something is stored", c.path)
		}
		s.now = s.now.Add(2 * time.Minute) // attempts are limited
	}
	if list, err := s.store.Decisions(t.Context(), article); err != nil || len(list) != 0 {
		t.Errorf("%v %v", list, err)
	}
	// What is shown again can be sent: the form has all that it needs.
	cookie := s.login("ada")
	r := s.ask("POST", "/review", url.Values{"article": {article}, "kind": {"event"}, "item": {event}, "field": {"date"}, "verdict": {"correct"}, "before": {"x"}, "from": {"2024-02-01"}}, "Cookie", cookie)
	if list, err := s.store.Decisions(t.Context(), article); r.StatusCode != http.StatusSeeOther || err != nil || len(list) != 1 || review.Words("date", list[0].After) != "2024-02-01" || list[0].Person != "ada" {
		t.Errorf("%s: %+v %v", r.Status, list, err)
	}
	if r := s.ask("POST", "/login", url.Values{"name": {"ada"}, "password": {"correct horse"}, "kept-path": {"//evil.example/x"}, "kept.a": {"b"}}); r.StatusCode != http.StatusSeeOther {
		t.Errorf("a path to elsewhere: %s", r.Status)
	}
}
