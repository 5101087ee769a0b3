package eval

import (
	"slices"
	"strings"

	"onrecord/internal/gold"
)

// eventsHeldOutTask scores events on the tenth of annotations/ that nothing is trained on, end to end, and counts what is made
// up in its articles that hold no event: the requirement is at most one event in five of them. Its path is the folder that
// holds corpora/; it has no rows outside a checkout.
func eventsHeldOutTask() Task {
	return Task{
		Name: "events-held-out", Help: "events on the held-out tenth of annotations/ (path: the folder that holds corpora/)",
		Default: []string{"."},
		Run:     runEventsHeldOut,
	}
}

func runEventsHeldOut(shared string) ([]Row, error) {
	articles, err := gold.LoadStandoff("annotations", shared)
	if err != nil {
		return nil, err
	}
	articles = slices.DeleteFunc(articles, func(a gold.Article) bool { return !gold.HeldOut(a.Doc) })
	if len(articles) == 0 {
		return nil, nil
	}
	r, err := reader()
	if err != nil {
		return nil, err
	}
	tally := gold.Tally{}
	empty, quiet, made := 0, 0, 0
	for i := range articles {
		rec := readGold(r, &articles[i])
		tally.Add(&articles[i], &rec)
		if len(articles[i].Events) == 0 {
			empty++
			made += len(rec.Events)
			if len(rec.Events) == 0 {
				quiet++
			}
		}
	}
	var rows []Row
	for _, s := range tally.Scores() {
		if strings.HasPrefix(s.Measure, "claim") {
			break // the measures of events come first
		}
		rows = append(rows, Row{Task: "events", Data: "held-out", Metric: s.Measure + " F1", N: s.N, Score: s.F1})
	}
	return append(rows,
		Row{Task: "events", Data: "held-out", Metric: "articles without event left empty", N: empty, Score: Percent(quiet, empty)},
		Row{Task: "events", Data: "held-out", Metric: "events made up per 100 articles without one (at most 20)", N: empty, Score: Percent(made, empty)}), nil
}
