package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"sync"

	"onrecord/internal/feed"
	"onrecord/internal/fetch"
	"onrecord/internal/fetch/address"
	"onrecord/internal/fetch/body"
)

// maxIndex is how deep indexes of sitemaps are followed.
const maxIndex = 2

// task is something to fetch and read.
type task struct {
	name  string
	url   string
	data  []byte      // a list at hand, not to be fetched
	list  bool        // it must be a list
	depth int         // of indexes and OPML lists around it
	entry *feed.Entry // of the list that named it
	key   string
}

// crawler works through tasks, several hosts at a time but one task of a host at a time: the client would make the others wait.
type crawler struct {
	r       *reader
	ctx     context.Context
	mu      sync.Mutex
	wake    *sync.Cond
	waiting map[string][]task // by host
	ready   []string          // hosts with tasks that are not being asked
	busy    map[string]bool
	strikes map[string]int // failures to reach a host, in a row
	open    int            // tasks not finished
	seen    map[string]bool
	done    int64
	total   int64
	results chan result
}

type result struct {
	item Item
	err  error
}

// crawl works through a task and all that come from it; false: stop.
func crawl(r *reader, first task) bool {
	if r.o.Fetch == nil {
		return r.problem(first.name, "", Progress{Total: -1, Unit: "items"}, errors.New("addresses cannot be fetched here"))
	}
	ctx, cancel := context.WithCancel(r.ctx)
	c := &crawler{
		r: r, ctx: ctx, waiting: map[string][]task{}, busy: map[string]bool{}, strikes: map[string]int{}, seen: map[string]bool{}, results: make(chan result),
	}
	c.wake = sync.NewCond(&c.mu)
	c.add(first)
	var workers sync.WaitGroup
	for range r.o.Workers {
		workers.Go(c.work)
	}
	go func() { workers.Wait(); close(c.results) }()
	stop := context.AfterFunc(ctx, func() {
		c.mu.Lock() // behind a worker that is about to wait
		defer c.mu.Unlock()
		c.wake.Broadcast()
	})
	good := true
	for res := range c.results {
		if !good {
			continue // the workers are on their way out
		}
		if res.err != nil {
			var p *Problem
			errors.As(res.err, &p)
			good = r.problem(p.Name, p.Key, p.Progress, p.Err)
		} else {
			good = r.out(res.item)
		}
		if !good {
			cancel()
		}
	}
	stop()
	cancel()
	return good
}

// add queues a task under its host.
func (c *crawler) add(t task) {
	host := ""
	if u, err := url.Parse(t.url); err == nil {
		host = u.Hostname()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open++
	if len(c.waiting[host]) == 0 && !c.busy[host] {
		c.ready = append(c.ready, host)
	}
	c.waiting[host] = append(c.waiting[host], t)
	c.wake.Signal()
}

// take returns the next task; ok is false when all is done or ctx ended.
func (c *crawler) take() (t task, host string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.ready) == 0 {
		if c.open == 0 || c.ctx.Err() != nil {
			return task{}, "", false
		}
		c.wake.Wait()
	}
	if c.ctx.Err() != nil {
		return task{}, "", false
	}
	host = c.ready[0]
	c.ready = c.ready[1:]
	t = c.waiting[host][0]
	c.waiting[host] = c.waiting[host][1:]
	c.busy[host] = true
	return t, host, true
}

// finish ends the turn of a host.
func (c *crawler) finish(host string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open--
	delete(c.busy, host)
	if len(c.waiting[host]) > 0 {
		c.ready = append(c.ready, host)
		c.wake.Signal()
	} else {
		delete(c.waiting, host)
	}
	if c.open == 0 {
		c.wake.Broadcast()
	}
}

func (c *crawler) work() {
	for {
		t, host, ok := c.take()
		if !ok {
			return
		}
		if t.entry != nil {
			item, err := FromEntry(c.ctx, c.r.o.Fetch, *t.entry, c.r.o.Full)
			c.send(item, t, err)
			c.judge(host, err)
		} else {
			c.expand(t)
		}
		c.finish(host)
	}
}

// maxStrikes is how often in a row a host may fail to answer before the rest of what was to be asked of it is left for another run.
const maxStrikes = 3

// judge leaves a host alone that wants a pause or cannot be reached: its other entries would fail one by one, each after a long wait.
func (c *crawler) judge(host string, err error) {
	var e *fetch.Error
	asked := errors.As(err, &e) && (e.Class == fetch.Waiting || e.Class != fetch.Stopped && !e.Until.IsZero())
	c.mu.Lock()
	if e != nil && (e.Class == fetch.DNS || e.Class == fetch.Refused || e.Class == fetch.TLS || e.Class == fetch.Timeout) {
		c.strikes[host]++
	} else {
		delete(c.strikes, host)
	}
	if !asked && c.strikes[host] < maxStrikes {
		c.mu.Unlock()
		return
	}
	var left, kept []task
	for _, t := range c.waiting[host] {
		if t.entry != nil {
			left = append(left, t)
		} else {
			kept = append(kept, t)
		}
	}
	c.waiting[host] = kept
	c.open -= len(left)
	c.done += int64(len(left))
	c.mu.Unlock()
	if len(left) > 0 {
		c.note(task{name: host}, fmt.Sprintf("%s; %d more addresses there are left for the next run", e.Message(), len(left)))
	}
}

// send hands on an item, or the problem in its place.
func (c *crawler) send(item Item, t task, err error) {
	c.mu.Lock()
	c.done++
	progress := Progress{Done: c.done, Total: c.total, Unit: "items"}
	c.mu.Unlock()
	res := result{item: item}
	res.item.Progress = progress
	if t.key != "" {
		res.item.Key = t.key
	}
	if err != nil {
		res = result{err: &Problem{Name: t.name, Key: t.key, Err: plainError(err), Progress: progress}}
	}
	select {
	case c.results <- res:
	case <-c.ctx.Done():
	}
}

// plainError drops what Problem says itself.
func plainError(err error) error {
	var e *fetch.Error
	if errors.As(err, &e) {
		return e
	}
	return err
}

// expand reads a list, or a page that was named by its address.
func (c *crawler) expand(t task) {
	contentType, final := "", ""
	if t.data == nil {
		res, err := c.r.o.Fetch.Get(c.ctx, fetch.Request{URL: t.url, List: t.list || looksList(t.url)})
		if err != nil {
			c.grow(1)
			c.send(Item{}, t, err)
			return
		}
		t.data, contentType, final = res.Body, res.ContentType, res.Final
		if kind := feed.Sniff(t.data); kind == feed.HTML || kind == feed.None {
			if t.list {
				_, err := feed.Parse(t.data, feed.Options{URL: final, ContentType: contentType})
				c.grow(1)
				c.send(Item{}, t, err)
				return
			}
			c.page(t, res)
			return
		}
	} else if bytes.HasPrefix(t.data, []byte{0x1f, 0x8b}) {
		data, err := body.Read(bytes.NewReader(t.data), "gzip", body.Limits{Max: maxListFile})
		if err != nil {
			c.grow(1)
			c.send(Item{}, t, err)
			return
		}
		t.data = data
	}
	o := feed.Options{URL: final, ContentType: contentType, Max: feed.MaxSitemap}
	if feed.Sniff(t.data) == feed.OPML {
		c.opml(t, o)
		return
	}
	list, err := feed.Parse(t.data, o)
	if err != nil {
		c.grow(1)
		c.send(Item{}, t, err)
		return
	}
	c.entries(t, list)
}

// page hands on a page that was named itself.
func (c *crawler) page(t task, res *fetch.Result) {
	c.grow(1)
	c.send(fromResult(res), t, nil)
}

func (c *crawler) opml(t task, o feed.Options) {
	outlines, problems, err := feed.ParseOPML(t.data, o)
	for _, p := range problems {
		c.note(t, p)
	}
	switch {
	case err != nil:
		c.grow(1)
		c.send(Item{}, t, err)
	case t.depth > 0:
		c.note(t, "a list of lists is not followed")
	default:
		for _, outline := range outlines {
			if c.fresh("list:" + outline.URL) {
				c.add(task{name: outline.URL, url: outline.URL, list: true, depth: t.depth + 1})
			}
		}
	}
}

// entries queues what a list names.
func (c *crawler) entries(t task, list *feed.Feed) {
	for _, p := range list.Problems {
		c.note(t, p)
	}
	if len(list.Parts) > 0 && t.depth >= maxIndex {
		c.note(t, fmt.Sprintf("an index within %d others is not followed", maxIndex))
		list.Parts = nil
	}
	for _, p := range newest(list.Parts) {
		if !c.old(p.Updated) && c.fresh("list:"+p.URL) {
			c.add(task{name: p.URL, url: p.URL, list: true, depth: t.depth + 1})
		}
	}
	for _, e := range list.Entries {
		date := e.Published
		if date.IsZero() {
			date = e.Updated
		}
		key := EntryKey(e)
		if c.old(date) || !c.fresh(key) || c.r.o.Skip(key) {
			continue
		}
		c.grow(1)
		c.add(task{name: e.URL, url: e.URL, entry: &e, key: key})
	}
}

// newest returns the parts of an index, those that changed last first.
func newest(parts []feed.Part) []feed.Part {
	return slices.SortedStableFunc(slices.Values(parts), func(a, b feed.Part) int { return b.Updated.Time.Compare(a.Updated.Time) })
}

// old reports whether a date lies before what was asked for. Days count as a whole.
func (c *crawler) old(d feed.Date) bool {
	return !c.r.o.Since.IsZero() && !d.IsZero() && d.Time.Before(c.r.o.Since) && (d.Exact || d.Time.AddDate(0, 0, 1).Before(c.r.o.Since))
}

func (c *crawler) grow(n int64) {
	c.mu.Lock()
	c.total += n
	c.mu.Unlock()
}

// fresh reports whether a key is met for the first time in this run.
func (c *crawler) fresh(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen[key] {
		return false
	}
	c.seen[key] = true
	return true
}

// note hands on a problem that is no item's.
func (c *crawler) note(t task, message string) {
	c.mu.Lock()
	progress := Progress{Done: c.done, Total: c.total, Unit: "items"}
	c.mu.Unlock()
	select {
	case c.results <- result{err: &Problem{Name: t.name, Err: errors.New(message), Progress: progress}}:
	case <-c.ctx.Done():
	}
}

// looksList reports whether an address looks like one of a list, for the larger limit on its size.
func looksList(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	path := strings.ToLower(u.Path)
	for _, mark := range []string{".xml", ".rss", ".atom", ".rdf", ".opml", ".json", ".gz", "/feed", "/rss", "/atom", "sitemap"} {
		if strings.HasSuffix(path, mark) || strings.HasSuffix(path, mark+"/") || len(mark) > 4 && strings.Contains(path, mark) {
			return true
		}
	}
	return false
}

// EntryKey is the key of a list's entry: its address in the form under which the page is known.
func EntryKey(e feed.Entry) string { return addressKey(e.URL) }

func addressKey(raw string) string {
	if canonical, err := address.Canonical(raw); err == nil {
		return "url:" + canonical
	}
	return "url:" + raw
}

// fromResult makes an item of a fetched page.
func fromResult(res *fetch.Result) Item {
	i := Item{
		Key: addressKey(res.URL), Name: res.URL, Data: res.Text(), URL: res.Final, Canonical: res.Canonical, Fetched: res.At,
	}
	switch body.MediaType(res.ContentType) {
	case "text/html", "application/xhtml+xml":
		i.Format = "html"
	}
	return i
}

// FromEntry fetches the page of a list's entry and adds what the list says of it. If the page cannot be fetched and the entry
// has the text in full, the item is made of that and says so; with full it is so without trying.
func FromEntry(ctx context.Context, c *fetch.Client, e feed.Entry, full bool) (Item, error) {
	var item Item
	res, err := (*fetch.Result)(nil), error(nil)
	if full = full && len(e.HTML) >= minFull; !full {
		res, err = c.Get(ctx, fetch.Request{URL: e.URL})
	}
	var fe *fetch.Error
	switch {
	case err == nil && res != nil:
		item = fromResult(res)
	case err != nil && (errors.As(err, &fe) && fe.Class == fetch.Stopped || len(e.HTML) < minFull):
		return Item{}, err
	default:
		item = Item{Name: e.URL, URL: e.URL, Format: "html", FromList: true, Data: document(e)}
		if fe != nil {
			item.Note = "the text is the feed's, since the page could not be fetched: " + fe.Message()
		}
	}
	item.Key = EntryKey(e)
	item.Title, item.Publisher, item.Language = e.Title, e.Publisher, e.Language
	if item.Published = e.Published.String(); item.Published == "" && item.FromList {
		item.Published = e.Updated.String()
	}
	return item, nil
}

// minFull is how many bytes of HTML an entry needs to pass for an article: teasers are shorter.
const minFull = 1000

// document makes a page of an entry's text.
func document(e feed.Entry) []byte {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>" + html.EscapeString(e.Title) + "</title>")
	if e.Author != "" {
		b.WriteString("<meta name=\"author\" content=\"" + html.EscapeString(e.Author) + "\">")
	}
	b.WriteString("</head><body><article><h1>" + html.EscapeString(e.Title) + "</h1>\n" + e.HTML + "\n</article></body></html>\n")
	return []byte(b.String())
}
