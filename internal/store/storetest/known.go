package storetest

import (
	"fmt"
	"strings"
	"sync"

	"onrecord/internal/doc"
	"onrecord/internal/merge"
)

// Known is a store.Merger that need not compare anything: it knows which act of its world each event reports. It leaves
// copies and stories out. With it a store of a million articles can be filled in the time that storing takes.
type Known struct {
	*merge.Merger
	mu      sync.Mutex
	acts    map[string][]string // of an article that is to come
	leaders map[string]string   // of an act, the report that leads
	day     map[string]int
	latest  int
}

// NewKnown makes a merger; Tell it the truth of each record before it is put.
func NewKnown() (*Known, error) {
	m, err := merge.New()
	return &Known{Merger: m, acts: map[string][]string{}, leaders: map[string]string{}, day: map[string]int{}}, err
}

// Tell says which acts the events of a record report.
func (k *Known) Tell(rec *doc.Record, truth Truth) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.acts[rec.Article.ID] = truth.Acts
}

// Add puts the reports of a record into the incidents of their acts.
func (k *Known) Add(ix merge.Index, rec *doc.Record) (merge.Change, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	acts := k.acts[rec.Article.ID]
	delete(k.acts, rec.Article.ID)
	var c merge.Change
	reports := k.Reports(rec, k.Article(rec))
	if len(acts) != len(reports) {
		return c, fmt.Errorf("storetest: article %s has %d events, %d acts were told", rec.Article.ID, len(reports), len(acts))
	}
	for i, r := range reports {
		leader, ok := k.leaders[acts[i]]
		if !ok {
			leader = r.ID
			k.remember(acts[i], leader)
		}
		if err := ix.Incidents().Put(&merge.Member[*merge.Report]{ID: r.ID, Item: r, Leader: leader}); err != nil {
			return c, err
		}
		c.Incidents = append(c.Incidents, leader)
	}
	return c, nil
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
