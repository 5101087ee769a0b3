package cli

import (
	"net/url"
	"testing"

	"onrecord/internal/store/storetest"
)

// TestNoText: what holds a zero byte or is no UTF-8 is refused in words by every page and form over every kind of store; PostgreSQL
// would not even look for it.
func TestNoText(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, dsn string) {
		s := newServerAt(t, serveCmd{}, dsn)
		for _, bad := range []string{"a\x00b", "a\xffb"} {
			e := url.QueryEscape(bad)
			for _, target := range []string{"/?text=" + e, "/?actor=" + e, "/?source=" + e, "/?cursor=" + e, "/map.json?act=" + e, "/count.json?country=" + e, "/incident/" + e, "/incident/a/" + e, "/article/" + e,
				"/sides?text=" + e, "/forces?owner=" + e, "/forces?place=" + e, "/actors?text=" + e, "/searches/" + e, "/review?text=" + e, "/review/" + e, "/review/export?form=" + e, "/help?" + e + "=1"} {
				if r := s.ask("GET", target, nil); r.StatusCode != 400 {
					t.Errorf("GET %s: %s", target, r.Status)
				}
			}
			for target, forms := range map[string][]url.Values{
				"/searches": {{"name": {bad}, "query": {"?act=ASSAULT"}}, {"name": {"a"}, "query": {"?text=" + e}}, {"name": {"a"}, "query": {"?actor=" + e}}, {"delete": {bad}}, {"alert": {bad}, "do": {"set"}}},
				"/sources":  {{"address": {"https://a.example/" + bad}}, {"remove": {bad}}},
				"/review": {{"article": {bad}, "item": {"x"}, "field": {"event"}, "verdict": {"accept"}}, {"article": {"x"}, "item": {"x"}, "field": {"event"}, "verdict": {"accept"}, "note": {bad}},
					{"article": {"x"}, "item": {bad}, "field": {"actors"}, "verdict": {"correct"}, "name": {bad}}},
			} {
				for _, form := range forms {
					if r := s.ask("POST", target, form); r.StatusCode != 400 {
						t.Errorf("POST %s %v: %s", target, form, r.Status)
					}
				}
			}
		}
		s.person("ann", "admin")
		for _, form := range []url.Values{{"name": {"a\x00b"}, "password": {"correct horse"}}, {"name": {"a\xffb"}, "password": {"correct horse"}}, {"name": {"ann"}, "password": {"a\x00b"}}} {
			if r := s.ask("POST", "/login", form); r.StatusCode != 401 {
				t.Errorf("POST /login %v: %s", form, r.Status)
			}
		}
	})
}
