package api_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"onrecord/internal/api"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// large is a store whose export does not fit into the buffers between server and client.
func large(t *testing.T) *store.Store {
	t.Helper()
	return filled(t, storetest.Options{Articles: 300, Days: 30}).Store
}

// TestExportCutOffByTheClient: a client that goes away in the middle of an export ends it; nothing of it stays behind that
// would keep others from reading and writing.
func TestExportCutOffByTheClient(t *testing.T) {
	t.Parallel()
	s := large(t)
	v1 := api.New(api.Options{Store: s, Log: slog.New(slog.DiscardHandler)}).Handler()
	ended := make(chan any, 10)
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			ended <- p
			if p != nil {
				panic(p)
			}
		}()
		v1.ServeHTTP(w, r)
	}))
	defer h.Close()
	for _, format := range []string{"jsonl", "parquet", "prov", "csv"} {
		resp, err := http.Get(h.URL + "/v1/export/" + format)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := resp.Body.Read(make([]byte, 100)); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if err := resp.Body.Close(); err != nil {
			t.Fatal(err)
		}
		http.DefaultClient.CloseIdleConnections()
		if p := <-ended; p != nil && p != http.ErrAbortHandler { //nolint:errorlint // a panic's value
			t.Errorf("%s: %v", format, p)
		}
	}
	if _, err := s.AddWatch(t.Context(), store.Watch{URL: "https://courier.example/feed"}); err != nil {
		t.Error(err)
	}
	if a := ask(t, "GET", h.URL+"/v1/export/csv", ""); a.StatusCode != http.StatusOK || a.Trailer.Get("Onrecord-Rows") != "1500" {
		t.Errorf("the next export: %s, %s rows", a.Status, a.Trailer.Get("Onrecord-Rows"))
	}
}

// broken makes the store fail once a part of the answer is written.
type broken struct {
	http.ResponseWriter
	s *store.Store
	n int
}

func (b *broken) Write(p []byte) (int, error) {
	if b.n += len(p); b.n > 100<<10 {
		_ = b.s.Close()
	}
	return b.ResponseWriter.Write(p)
}

// TestExportCutOffByTheServer: when the store fails in the middle the client sees that the export is not whole: the
// connection breaks, and there is no count of rows.
func TestExportCutOffByTheServer(t *testing.T) {
	t.Parallel()
	s := large(t)
	v1 := api.New(api.Options{Store: s, Log: slog.New(slog.DiscardHandler)}).Handler()
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v1.ServeHTTP(&broken{ResponseWriter: w, s: s}, r)
	}))
	defer h.Close()
	resp, err := http.Get(h.URL + "/v1/export/jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err == nil || len(b) == 0 || resp.Trailer.Get("Onrecord-Rows") != "" {
		t.Errorf("%d bytes, rows %q, error %v", len(b), resp.Trailer.Get("Onrecord-Rows"), err)
	}
}

// TestCursors: a cursor of no, another or a broken list is refused in words, whatever bytes it holds.
func TestCursors(t *testing.T) {
	t.Parallel()
	h, _ := serve(t, nil)
	page := decode[api.List[store.EventRow]](t, ask(t, "GET", h.URL+"/v1/events?limit=2", ""))
	whole, err := base64.RawURLEncoding.DecodeString(page.Next)
	if err != nil {
		t.Fatal(err)
	}
	bad := []string{"x", "=", "%00", "' OR 1=1 --", "<script>", strings.Repeat("A", 4000), page.Next + "A", page.Next + "=", page.Next[:len(page.Next)-1]}
	for i := range 9 { // the version and the name of the list; behind them stands where to go on, which may be anything
		b := append([]byte{}, whole...)
		b[i] ^= 1
		bad = append(bad, base64.RawURLEncoding.EncodeToString(b))
	}
	for _, c := range bad {
		a := ask(t, "GET", h.URL+"/v1/events?limit=2&cursor="+url.QueryEscape(c), "")
		p := decode[api.Problem](t, a)
		if a.StatusCode != 400 || len(p.Errors) != 1 || p.Errors[0].Field != "cursor" || !strings.Contains(p.Errors[0].Reason, "start again without a cursor") {
			t.Errorf("%q: %s %s", c, a.Status, a.body)
		}
	}
	for _, path := range []string{"/v1/articles", "/v1/claims", "/v1/forces", "/v1/incidents"} {
		if a := ask(t, "GET", h.URL+path+"?cursor="+page.Next, ""); a.StatusCode != 400 {
			t.Errorf("%s takes a cursor of events: %s", path, a.Status)
		}
	}
}

// TestFiltersInWrongForm: each field says what is wrong with it, all of them at once.
func TestFiltersInWrongForm(t *testing.T) {
	t.Parallel()
	h, _ := serve(t, nil)
	for query, want := range map[string]string{
		"since=yesterday": "since", "until=2024-13-45": "until", "country=Mali2": "country", "act=WAR": "act", "status=maybe": "status", "box=1,2,3": "box",
		"box=a,b,c,d": "box", "near=here": "near", "limit=-1": "limit", "limit=1e9": "limit", "incident=": "", "text=%00": "", "text=%22": "", "text=-": "", "text=*": "", "text=AND+OR+NOT": "",
		"text=%ff%fe": "", "actor=%27%3B+DROP+TABLE+event": "", "box=170,-10,-170,10": "", "unknown=1": "unknown",
	} {
		a := ask(t, "GET", h.URL+"/v1/incidents?"+query, "")
		if want == "" {
			if a.StatusCode >= 500 {
				t.Errorf("%s: %s %s", query, a.Status, a.body)
			}
			continue
		}
		p := decode[api.Problem](t, a)
		if a.StatusCode != 400 || len(p.Errors) != 1 || p.Errors[0].Field != want || p.Errors[0].Reason == "" {
			t.Errorf("%s: %s %s", query, a.Status, a.body)
		}
	}
	p := decode[api.Problem](t, ask(t, "GET", h.URL+"/v1/incidents?act=WAR&status=maybe&limit=0&unknown=1", ""))
	if len(p.Errors) != 4 {
		t.Errorf("four fields are wrong, it names %+v", p.Errors)
	}
}

// TestHostileStringsStayStrings: what comes in as markup goes out as a JSON string that no browser takes for markup, also
// where the answer is opened by itself.
func TestHostileStringsStayStrings(t *testing.T) {
	t.Parallel()
	h, _ := serve(t, nil)
	const bad = `</script><script>alert(1)</script>`
	b, err := json.Marshal(api.Posted{Title: bad, Publisher: bad, URL: "https://x.example/" + url.PathEscape(bad), Text: "Police arrested three men in Wau on Tuesday, Radio " + bad + " said."})
	if err != nil {
		t.Fatal(err)
	}
	if a := ask(t, "POST", h.URL+"/v1/articles", string(b)); a.StatusCode != http.StatusCreated {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	found := false
	for _, path := range []string{"/v1/articles", "/v1/events", "/v1/claims", "/v1/search?text=alert", "/v1/export/jsonl", "/v1/export/geojson", "/v1/export/prov", "/v1/events?act=" + url.QueryEscape(bad)} {
		a := ask(t, "GET", h.URL+path, "")
		if strings.Contains(string(a.body), "<script>") && !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %.300s", path, a.body)
		}
		found = found || strings.Contains(string(a.body), `\u003cscript\u003e`)
		if ct := a.Header.Get("Content-Type"); strings.Contains(ct, "html") {
			t.Errorf("%s is of type %s", path, ct)
		}
	}
	if !found {
		t.Error("the hostile string is nowhere: this test looks at nothing")
	}
	a := ask(t, "GET", h.URL+"/v1/export/atom?title="+url.QueryEscape(bad), "")
	if strings.Contains(string(a.body), "<script>") {
		t.Errorf("atom: %.300s", a.body)
	}
}

// TestStreamsOfOtherPrograms: a client is told of what another program stores.
func TestStreamsOfOtherPrograms(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, dsn string) {
		s, err := store.Open(t.Context(), dsn, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		other, err := store.Open(t.Context(), dsn, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		h := httptest.NewServer(api.New(api.Options{Store: s}).Handler())
		t.Cleanup(func() { h.CloseClientConnections(); h.Close(); _ = s.Close(); _ = other.Close() })
		resp, err := http.Get(h.URL + "/v1/stream")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		tag := ask(t, "GET", h.URL+"/v1/incidents", "").Header.Get("ETag")
		in := bufio.NewScanner(resp.Body)
		w := storetest.New(storetest.Options{Articles: 1})
		told := 0
		for in.Scan() {
			if !strings.HasPrefix(in.Text(), "id: ") {
				continue
			}
			if told++; told == 2 {
				break
			}
			if _, err := other.Put(t.Context(), "test", []store.Entry{{Record: w.Record(0)}}); err != nil {
				t.Fatal(err)
			}
		}
		if told != 2 {
			t.Fatalf("told %d times: %v", told, in.Err())
		}
		a := ask(t, "GET", h.URL+"/v1/incidents", "", "If-None-Match", tag)
		if list := decode[api.List[store.IncidentRow]](t, a); a.StatusCode != 200 || len(list.Items) == 0 {
			t.Errorf("%s %s", a.Status, a.body)
		}
	})
}
