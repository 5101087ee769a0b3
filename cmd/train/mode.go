package main

import (
	"fmt"
	"slices"
	"sync"

	"onrecord/internal/actor"
	"onrecord/internal/event"
	"onrecord/internal/linear"
)

// trainMode makes mode.model, which tells how an act is done, from the annotated articles.
func trainMode(e env) error {
	as, coder, err := modeLessons(e)
	if err != nil {
		return err
	}
	meta := linear.Meta{Task: "mode", Data: "onrecord gold/train and annotations/, without the held-out tenth"}
	return e.save("mode", event.TrainModes(training(as), coder, meta))
}

// modeLessons are all of our annotated articles.
func modeLessons(e env) ([]goldArticle, *actor.Coder, error) {
	return ownDocuments(e, func(string, bool) bool { return true })
}

// trainModeCV cross-validates the choice of modes on annotated events whose words, act and status are given, in five folds by article,
// and prints how many are right as gold/score.py counts them, beside what the tables alone give, by act.
func trainModeCV(e env) error {
	as, coder, err := modeLessons(e)
	if err != nil {
		return err
	}
	const folds = 5
	var wait sync.WaitGroup
	var found [folds]map[string][3]int
	for k := range folds {
		wait.Go(func() {
			var seen []goldArticle
			for i := range as {
				if i%folds != k {
					seen = append(seen, as[i])
				}
			}
			learned := event.NewMode(event.TrainModes(training(seen), coder, linear.Meta{}), coder)
			tables := event.NewMode(nil, coder)
			found[k] = map[string][3]int{}
			for i := k; i < len(as); i += folds {
				if a := &as[i]; !invented(a.gold.Doc) {
					countModes(found[k], a, learned, tables)
				}
			}
		})
	}
	wait.Wait()
	all := map[string][3]int{}
	var names []string
	for _, f := range found {
		for name, n := range f {
			m, ok := all[name]
			if !ok {
				names = append(names, name)
			}
			for i := range m {
				m[i] += n[i]
			}
			all[name] = m
		}
	}
	slices.Sort(names)
	for _, name := range names {
		n := all[name]
		fmt.Printf("%-10s learned %5.1f  tables %5.1f  n %d\n", name, 100*float64(n[0])/float64(n[2]), 100*float64(n[1])/float64(n[2]), n[2])
	}
	return nil
}

// countModes adds, by act and for all, events whose modes the learned coder has right, those the tables have right, and all.
func countModes(out map[string][3]int, a *goldArticle, learned, tables *event.Coder) {
	doc := &event.Annotated{Doc: a.doc, Events: a.ev}
	with, without := learned.Modes(doc), tables.Modes(doc)
	for n := range a.ev {
		if with[n] == nil {
			continue
		}
		names := []string{a.ev[n].Act, "all"}
		if a.own {
			names = append(names, "gold/train")
		}
		for _, name := range names {
			c := out[name]
			c[0] += one(sameModes(with[n], a.ev[n].Modes))
			c[1] += one(sameModes(without[n], a.ev[n].Modes))
			c[2]++
			out[name] = c
		}
	}
}

// sameModes tells whether two lists share a mode or are both empty, which is what the score asks.
func sameModes(a, b []string) bool {
	return len(a) == 0 && len(b) == 0 || slices.ContainsFunc(a, func(m string) bool { return slices.Contains(b, m) })
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
