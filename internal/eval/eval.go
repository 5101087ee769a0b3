// Package eval scores the stages and the whole reading against annotated data.
//
// A Task knows one data format and one protocol; it scores any file or folder in
// that format, so that held-back splits are scored without changing code. The
// package reads files and prints nothing.
package eval

import (
	"fmt"
	"path/filepath"
)

// Row is one line of the table: a score of one task on one data set.
type Row struct {
	Task   string  `json:"task"`
	Data   string  `json:"data"`
	Metric string  `json:"metric"`
	N      int     `json:"n"`                // what the score is taken over: tokens, spans, articles
	Score  float64 `json:"score"`            // percent unless the metric says otherwise
	Floor  float64 `json:"floor,omitempty"`  // what must hold now; 0 = none
	Target float64 `json:"target,omitempty"` // what the design aims at; 0 = none
}

// Task scores one kind of data.
type Task struct {
	Name    string
	Help    string   // one line: what is scored, on what format
	Default []string // paths below the shared folder that plain `onrecord eval` scores
	Run     func(path string) ([]Row, error)
}

// Find returns the task of that name.
func Find(name string) (Task, error) {
	for _, t := range Tasks() {
		if t.Name == name {
			return t, nil
		}
	}
	return Task{}, fmt.Errorf("eval: no task %q", name)
}

// All runs every task on its default data below shared and returns the rows in order.
func All(shared string) ([]Row, error) {
	var rows []Row
	for _, t := range Tasks() {
		r, err := Development(t, shared)
		if err != nil {
			return rows, err
		}
		rows = append(rows, r...)
	}
	return rows, nil
}

// Development runs one task on its default data below shared.
func Development(t Task, shared string) ([]Row, error) {
	var rows []Row
	for _, p := range t.Default {
		r, err := t.Run(filepath.Join(shared, p))
		if err != nil {
			return rows, fmt.Errorf("eval: %s: %w", t.Name, err)
		}
		rows = append(rows, r...)
	}
	return rows, nil
}

// Floors are not part of the protocol: a task names them for its default data only.

// PRF holds counts for precision, recall and F1.
type PRF struct{ Hit, Gold, System int }

// F1 returns the harmonic mean of precision and recall in percent.
func (p PRF) F1() float64 {
	if p.Gold+p.System == 0 {
		return 0
	}
	return 200 * float64(p.Hit) / float64(p.Gold+p.System)
}

// Precision in percent.
func (p PRF) Precision() float64 { return Percent(p.Hit, p.System) }

// Recall in percent.
func (p PRF) Recall() float64 { return Percent(p.Hit, p.Gold) }

// Percent returns 100*hit/n, 0 for n == 0.
func Percent(hit, n int) float64 {
	if n == 0 {
		return 0
	}
	return 100 * float64(hit) / float64(n)
}
