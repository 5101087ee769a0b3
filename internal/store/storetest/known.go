package storetest

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"onrecord/internal/cpu"
	"onrecord/internal/doc"
	"onrecord/internal/merge"
)

// Known is a store.Merger that need not compare events: it knows which act of its world each event reports, and of each
// article whose text it copies. Stories are left out. With it a store of a million articles can be filled in the time that
// storing takes.
type Known struct {
	// Search makes AddArticle look copies up as ever, instead of knowing them; Searched is what this took for each.
	Search   bool
	Searched []Took

	*merge.Merger
	mu      sync.Mutex
	told    map[string]Told   // of an article that is to come
	leaders map[string]string // of an act, the report that leads
	day     map[string]int
	latest  int
}

// Took is the time that something took, and the processor time of the program meanwhile; the processor's clock is coarse, so only
// sums of it mean anything.
type Took struct{ Time, CPU time.Duration }

// Told is what Known knows of a record. To make it costs as much as to store the record, and can be done beside storing.
type Told struct {
	record  string
	acts    []string
	origin  string // id of the article whose text it copies, "" = of none
	article *merge.Article
	reports []*merge.Report
}

// NewKnown makes a merger; Tell it what is made of each record before that is put.
func NewKnown() (*Known, error) {
	m, err := merge.New()
	return &Known{Merger: m, told: map[string]Told{}, leaders: map[string]string{}, day: map[string]int{}}, err
}

// Told makes what is to be told of article i of a world.
func (k *Known) Told(w *World, i int, rec *doc.Record) Told {
	truth := w.Truth(i)
	t := Told{record: rec.Article.ID, acts: truth.Acts, article: k.Article(rec)}
	t.reports = k.Reports(rec, t.article)
	if truth.Origin != i {
		t.origin = w.Record(truth.Origin).Article.ID
	}
	return t
}

// Tell says what is known of a record.
func (k *Known) Tell(t Told) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.told[t.record] = t
}

// Recall learns from a record that is stored already which reports lead: records are to be recalled in the order in which
// they were put.
func (k *Known) Recall(rec *doc.Record, truth Truth) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i := range rec.Events {
		if _, ok := k.leaders[truth.Acts[i]]; !ok {
			k.remember(truth.Acts[i], rec.Article.ID+"/"+rec.Events[i].ID)
		}
	}
}

// AddArticle puts the reports of a record into the incidents of their acts.
func (k *Known) AddArticle(ix merge.Index, rec *doc.Record) (merge.Change, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	t, ok := k.told[rec.Article.ID]
	delete(k.told, rec.Article.ID)
	if !ok || len(t.acts) != len(t.reports) {
		return merge.Change{}, fmt.Errorf("storetest: article %s has %d events, %d acts were told", rec.Article.ID, len(rec.Events), len(t.acts))
	}
	c, err := k.copies(ix, t)
	if err != nil {
		return c, err
	}
	for i, r := range t.reports {
		leader, ok := k.leaders[t.acts[i]]
		if !ok {
			leader = r.ID
			k.remember(t.acts[i], leader)
		}
		if err := ix.Incidents().Put(&merge.Member[*merge.Report]{ID: r.ID, Item: r, Leader: leader}); err != nil {
			return c, err
		}
		c.Incidents = append(c.Incidents, leader)
	}
	return c, nil
}

// copies puts an article beside the one it copies.
func (k *Known) copies(ix merge.Index, t Told) (merge.Change, error) {
	a := t.article
	if k.Search {
		began, busy := time.Now(), cpu.Time()
		c, err := k.AddCopies(ix, a)
		k.Searched = append(k.Searched, Took{time.Since(began), cpu.Time() - busy})
		return c, err
	}
	if t.origin != "" {
		a.Origin = t.origin
		r := merge.Relation{A: min(a.ID, t.origin), B: max(a.ID, t.origin), Kind: merge.Copy, AinB: 1, BinA: 1}
		if err := ix.PutRelation(r); err != nil {
			return merge.Change{}, err
		}
	}
	if err := ix.PutArticle(a); err != nil {
		return merge.Change{}, err
	}
	return merge.Change{Families: []string{a.ID}}, ix.AddPostings(a, a.Sketch.Hashes(), nil)
}

// remember keeps the acts of the last days: reports come within few.
func (k *Known) remember(act, leader string) {
	var day int
	fmt.Sscanf(act[:strings.IndexByte(act, '.')], "%d", &day)
	k.leaders[act], k.day[act] = leader, day
	if day < k.latest+15 {
		k.latest = max(k.latest, day)
		return
	}
	k.latest = day
	for a, d := range k.day {
		if d < day-30 {
			delete(k.day, a)
			delete(k.leaders, a)
		}
	}
}
