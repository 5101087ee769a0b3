// Package metric counts what a program does, for Prometheus, in a registry of its own.
//
// In go calls from the worker and the server, out comes one page of text. What is counted about the store is asked when
// the page is fetched, and at most every few seconds. Nothing here is global, and no label holds text from outside.
package metric

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"onrecord/internal/store"
)

// Set is what is counted.
type Set struct {
	Registry *prometheus.Registry

	Articles *prometheus.CounterVec   // result: read | failed | again | given back
	Events   prometheus.Counter       // found in articles
	Read     prometheus.Histogram     // seconds to read one article
	Store    *prometheus.HistogramVec // seconds of an operation on the store or queue: put | ack
	Batch    prometheus.Histogram     // articles in a batch
	Errors   *prometheus.CounterVec   // of what: store | queue
	GivenUp  *prometheus.CounterVec   // stage at which a reading was when its time ran out
}

// New makes a Set. version and pipeline are shown as labels of onrecord_info.
func New(version, pipeline string) *Set {
	s := &Set{
		Registry: prometheus.NewRegistry(),
		Articles: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "onrecord_articles_total", Help: "Articles by what became of them."}, []string{"result"}),
		Events:   prometheus.NewCounter(prometheus.CounterOpts{Name: "onrecord_events_total", Help: "Events found in articles."}),
		Read: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "onrecord_read_seconds", Help: "Time to read one article.",
			Buckets: []float64{.002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30, 60}}),
		Store: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "onrecord_store_seconds", Help: "Time of one operation on the store or queue.",
			Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30}}, []string{"operation"}),
		Batch:   prometheus.NewHistogram(prometheus.HistogramOpts{Name: "onrecord_batch_articles", Help: "Articles in one batch.", Buckets: []float64{1, 2, 4, 8, 16, 32, 64}}),
		Errors:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "onrecord_errors_total", Help: "Errors after which work was tried anew."}, []string{"what"}),
		GivenUp: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "onrecord_readings_given_up_total", Help: "Readings that did not end in their time, by the stage at which they were."}, []string{"stage"}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "onrecord_info", Help: "Always 1.", ConstLabels: prometheus.Labels{"version": version, "pipeline": pipeline}})
	info.Set(1)
	s.Registry.MustRegister(s.Articles, s.Events, s.Read, s.Store, s.Batch, s.Errors, s.GivenUp, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, r := range []string{"read", "failed", "again", "given back"} {
		s.Articles.WithLabelValues(r) // there from the start, so that rates begin at 0
	}
	return s
}

// Handler serves the page.
func (s *Set) Handler() http.Handler {
	return promhttp.HandlerFor(s.Registry, promhttp.HandlerOpts{Registry: s.Registry})
}

// Hanging adds the number of readings that were told to end and do not.
func (s *Set) Hanging(count func() int) {
	s.Registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "onrecord_readings_hanging", Help: "Readings that were told to end and do not; each keeps a processor."},
		func() float64 { return float64(count()) }))
}

// Observe times an operation: defer s.Observe("put")().
func (s *Set) Observe(operation string) func() {
	started := time.Now()
	return func() { s.Store.WithLabelValues(operation).Observe(time.Since(started).Seconds()) }
}

// Watch adds what is asked of the store when the page is fetched: waiting and failed articles, the age of the oldest, and
// the sources of the watch list by health.
func (s *Set) Watch(st *store.Store, now func() time.Time) {
	s.Registry.MustRegister(&storeCollector{store: st, now: now})
}

var (
	waitingDesc = prometheus.NewDesc("onrecord_waiting_articles", "Articles that wait to be read.", nil, nil)
	failedDesc  = prometheus.NewDesc("onrecord_failed_articles", "Articles that could not be read.", nil, nil)
	oldestDesc  = prometheus.NewDesc("onrecord_oldest_waiting_seconds", "Age of the oldest article that waits, 0 when none does.", nil, nil)
	sourcesDesc = prometheus.NewDesc("onrecord_sources", "Sources of the watch list by health.", []string{"state"}, nil)
	overdueDesc = prometheus.NewDesc("onrecord_sources_overdue_seconds", "How long the next visit of the watch list is overdue.", nil, nil)
	partsDesc   = prometheus.NewDesc("onrecord_archive_parts", "Parts of archives by state.", []string{"state"}, nil)
	leftDesc    = prometheus.NewDesc("onrecord_archive_bytes_left", "Bytes of archives that wait to be read.", nil, nil)
	upDesc      = prometheus.NewDesc("onrecord_store_up", "1 when the store answers.", nil, nil)
)

// storeCollector asks the store.
type storeCollector struct {
	store *store.Store
	now   func() time.Time

	mu    sync.Mutex
	asked time.Time
	last  []prometheus.Metric
}

// asking is how often the store is asked at most, and how long it may take to answer.
const (
	askEvery = 5 * time.Second
	askTime  = 5 * time.Second
)

// Describe implements prometheus.Collector.
func (c *storeCollector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{waitingDesc, failedDesc, oldestDesc, sourcesDesc, overdueDesc, partsDesc, leftDesc, upDesc} {
		ch <- d
	}
}

// Collect implements prometheus.Collector.
func (c *storeCollector) Collect(ch chan<- prometheus.Metric) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); c.last == nil || now.Sub(c.asked) >= askEvery {
		c.last, c.asked = c.ask(), now
	}
	for _, m := range c.last {
		ch <- m
	}
}

func (c *storeCollector) ask() []prometheus.Metric {
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) prometheus.Metric {
		return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	counts, err := c.store.Waiting(ctx)
	if err != nil {
		return []prometheus.Metric{gauge(upDesc, 0)}
	}
	now := c.now()
	age, overdue := 0.0, 0.0
	if !counts.Oldest.IsZero() {
		age = max(0, now.Sub(counts.Oldest).Seconds())
	}
	if next, err := c.store.NextVisit(ctx); err == nil && !next.IsZero() {
		overdue = max(0, now.Sub(next).Seconds())
	}
	out := []prometheus.Metric{gauge(upDesc, 1), gauge(waitingDesc, float64(counts.New)), gauge(failedDesc, float64(counts.Failed)), gauge(oldestDesc, age), gauge(overdueDesc, overdue)}
	if a, err := c.store.Archives(ctx); err == nil {
		out = append(out, gauge(partsDesc, float64(a.Open), "open"), gauge(partsDesc, float64(a.Failed), "failed"), gauge(leftDesc, float64(a.Left)))
	}
	states, err := c.store.SourceStates(ctx)
	if err != nil {
		return out
	}
	for _, state := range []string{"new", "ok", "slow", "failing", "gone"} {
		out = append(out, gauge(sourcesDesc, float64(states[state]), state))
	}
	return out
}
