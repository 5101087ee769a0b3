package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/charset"
	"onrecord/internal/clean"
	"onrecord/internal/export"
	"onrecord/internal/feed"
	"onrecord/internal/fetch/address"
	"onrecord/internal/ingest"
	"onrecord/internal/store"
)

// Posted is an article as it is posted.
type Posted struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	HTML      string `json:"html"`
	Published string `json:"published"`
	Publisher string `json:"publisher"`
}

var errOff = &httpError{http.StatusServiceUnavailable, "Not offered here", "this server does not read articles", nil}

// body reads what is posted: one JSON object, or JSON lines.
func body(q *http.Request) ([]byte, bool, error) {
	media, _, err := mime.ParseMediaType(q.Header.Get("Content-Type"))
	if err != nil || media != "application/json" && media != "application/x-ndjson" {
		return nil, false, &httpError{http.StatusUnsupportedMediaType, "Not this media type", "send application/json (one article) or application/x-ndjson (one a line)", nil}
	}
	b, err := io.ReadAll(q.Body)
	return b, media == "application/x-ndjson", err
}

func (a *API) read(w http.ResponseWriter, q *http.Request) error {
	if a.o.Ingester == nil {
		return errOff
	}
	b, lines, err := body(q)
	if err != nil {
		return err
	}
	if lines {
		return bad("one article at a time: send one JSON object")
	}
	var p Posted
	if err := json.Unmarshal(b, &p); err != nil {
		return bad("the body is not a JSON object: " + err.Error())
	}
	if p.Text == "" && p.HTML == "" {
		return bad("", Field{"text", "is empty: give the article as text or html"})
	}
	return reply(w, http.StatusOK, a.o.Ingester.ReadOnce(b, clean.Given{Format: "jsonl"}, q.URL.Query().Get("explain") == "1"))
}

// Stored says what became of what was posted.
type Stored struct {
	ingest.Tally
	Articles []StoredArticle `json:"articles"`
}

// StoredArticle is one of them.
type StoredArticle struct {
	ID      string `json:"id,omitempty"`
	New     bool   `json:"new"`
	Problem string `json:"problem,omitempty"`
}

func (a *API) addArticles(w http.ResponseWriter, q *http.Request) error {
	if a.o.Ingester == nil {
		return errOff
	}
	b, lines, err := body(q)
	if err != nil {
		return err
	}
	parts := []string{string(b)}
	if lines {
		parts = strings.Split(strings.TrimSpace(string(b)), "\n")
	}
	out := Stored{Articles: []StoredArticle{}}
	steps, err := a.o.Ingester.Take(q.Context(), "api", parts)
	if err != nil {
		return err
	}
	for _, s := range steps {
		out.Count(s)
		out.Articles = append(out.Articles, StoredArticle{s.Added.Article, s.Added.New, s.Problem})
	}
	status := http.StatusOK
	if out.New > 0 {
		status = http.StatusCreated
	}
	return reply(w, status, out)
}

func (a *API) sources(w http.ResponseWriter, q *http.Request) error {
	list, err := a.o.Store.Watches(q.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, List[store.Watch]{Items: list})
}

// Source is a source to be put on the watch list.
type Source struct {
	URL  string `json:"url"`
	Kind string `json:"kind"` // feed (default) | sitemap | page
	Name string `json:"name"`
	OPML string `json:"opml"` // a whole OPML file in place of the others
}

// SourcesAdded says how many were not on the list before.
type SourcesAdded struct {
	Added int `json:"added"`
}

func (a *API) addSource(w http.ResponseWriter, q *http.Request) error {
	b, _, err := body(q)
	if err != nil {
		return err
	}
	var s Source
	if err := json.Unmarshal(b, &s); err != nil {
		return bad("the body is not a JSON object: " + err.Error())
	}
	if s.Kind == "" {
		s.Kind = "feed"
	}
	list := []store.Watch{{URL: s.URL, Kind: s.Kind, Name: s.Name}}
	if s.OPML != "" {
		outlines, _, err := feed.ParseOPML([]byte(s.OPML), feed.Options{})
		if err != nil {
			return bad("", Field{"opml", err.Error()})
		}
		list = list[:0]
		for _, o := range outlines {
			list = append(list, store.Watch{URL: o.URL, Kind: "feed", Name: o.Title})
		}
	}
	added := 0
	for _, x := range list {
		if !charset.IsText(x.Name) {
			return bad("", Field{"name", isNoText})
		}
		if _, err := address.Parse(x.URL); err != nil {
			return bad("", Field{"url", err.Error()})
		}
		if x.Kind != "feed" && x.Kind != "sitemap" && x.Kind != "page" {
			return bad("", Field{"kind", "is feed, sitemap or page"})
		}
		fresh, err := a.o.Store.AddWatch(q.Context(), x)
		if err != nil {
			return err
		}
		if fresh {
			added++
		}
	}
	return reply(w, http.StatusCreated, SourcesAdded{added})
}

func (a *API) removeSource(w http.ResponseWriter, q *http.Request) error {
	if err := a.o.Store.RemoveWatch(q.Context(), q.URL.Query().Get("url")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// export streams the events under a filter in a format of others. The number of rows stands in the trailer
// Onrecord-Rows: an answer without it was cut off.
func (a *API) export(w http.ResponseWriter, q *http.Request) error {
	f, _, err := query(q, "title")
	if err != nil {
		return err
	}
	format, err := export.Find(q.PathValue("format"))
	if err != nil {
		return &httpError{http.StatusNotFound, "There is no such format", err.Error(), nil}
	}
	title := q.URL.Query().Get("title")
	if title == "" {
		title = "onrecord"
	}
	h := w.Header()
	h.Set("Content-Type", format.Media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "onrecord" + format.Ending}))
	h.Set("Trailer", "Onrecord-Rows")
	counted := &counting{ResponseWriter: w}
	n, err := export.Copy(format.New(counted, export.Meta{Title: title, Self: q.URL.RequestURI()}), Rows(q.Context(), a.o.Store, f))
	if err != nil {
		if !counted.begun {
			return err
		}
		a.o.Log.Error("api: export", "format", format.Name, "rows", n.Written, "error", err)
		panic(http.ErrAbortHandler) // the client must see that it was cut off
	}
	h.Set("Onrecord-Rows", strconv.Itoa(n.Written))
	return nil
}

// counting remembers whether anything was sent.
type counting struct {
	http.ResponseWriter
	begun bool
}

func (c *counting) Write(b []byte) (int, error) {
	c.begun = true
	return c.ResponseWriter.Write(b)
}

// heartbeat is how often a stream says that it is alive.
const heartbeat = 15 * time.Second

// stream sends a server-sent event for every change of the store: its number, as the id. What changed is asked for with
// the lists, whose tags change with it; a client that comes back with Last-Event-ID is told at once if it missed any.
func (a *API) stream(w http.ResponseWriter, q *http.Request) error {
	rc := http.NewResponseController(w)
	ctx := q.Context()
	last := int64(-1)
	if v := q.Header.Get("Last-Event-ID"); v != "" {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return bad("", Field{"Last-Event-ID", "is not one of ours"})
		}
		last = n
	}
	changed, stop := a.o.Store.Changed()
	defer stop()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	for {
		seq, err := a.o.Store.Seq(ctx)
		if err != nil {
			return nil //nolint:nilerr // the stream ends; the client comes back
		}
		if seq != last {
			last = seq
			if _, err := fmt.Fprintf(w, "id: %d\nevent: change\ndata: {\"change\":%d}\n\n", seq, seq); err != nil {
				return nil //nolint:nilerr // the client went away
			}
		}
		if err := rc.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return nil //nolint:nilerr // the client went away
		}
		select {
		case <-ctx.Done():
			return nil
		case <-changed:
		case <-a.o.After(heartbeat):
			if _, err := io.WriteString(w, ": alive\n\n"); err != nil {
				return nil //nolint:nilerr // the client went away
			}
		}
	}
}
