package eval

import (
	"path/filepath"
	"sort"

	"onrecord/internal/corpus"
	"onrecord/internal/merge"
)

// incidentsTask scores which mentions of events name the same event, over all documents of a topic of ECB+.
//
// Protocol: the gold mentions of the sentences that the corpus lists as fully annotated, singletons included; all else
// that merging goes by (parties, places, days, acts, topics) is what our stages read in the texts. Mentions of both
// stories of a topic may be joined, mentions of two topics may not. The score is B-cubed over mentions. On the
// development topics the weights are learned five times, each time on four fifths of the topics, and score the fifth
// that they have not seen; other folders are scored with the weights that ship.
func incidentsTask() Task {
	return Task{
		Name:    "incidents",
		Help:    "folder of ECB+ topics with ECBplus_coreference_sentences.csv: which mentions name the same event, over documents",
		Default: []string{"corpora/ecbplus"},
		Run:     runIncidents,
	}
}

const folds = 5

func runIncidents(path string) ([]Row, error) {
	docs, err := corpus.ReadECB(path)
	if err != nil {
		return nil, err
	}
	m, err := merge.New()
	if err != nil {
		return nil, err
	}
	mentions, err := readMentions(m, docs)
	if err != nil {
		return nil, err
	}
	name := dataName(path)
	development := name == "corpora/ecbplus"
	scores := make([]merge.Weights, folds)
	topics := topicsOf(mentions)
	for f := range scores {
		if development {
			scores[f] = learn(mentions, func(topic int) bool { return topics[topic]%folds != f })
		}
	}
	var gold, got []string
	for topic, ms := range byTopic(mentions) {
		reports := make([]*merge.Report, len(ms))
		for i, x := range ms {
			reports[i] = x.report
		}
		score := m.Score
		if development {
			w := &scores[topics[topic]%folds]
			score = func(a, b *merge.Report) float64 {
				f := merge.Compare(a, b)
				return w.Score(&f)
			}
		}
		for i, l := range merge.Cluster(reports, m.IncidentLeast(), score) {
			gold = append(gold, ms[i].key())
			got = append(got, reports[l].ID)
		}
	}
	p, r, f1 := BCubed(gold, got)
	metric := "B3 F1, gold mentions"
	if development {
		metric = "B3 F1, gold mentions, 5 folds"
	}
	row := Row{Task: "incidents", Data: name, Metric: metric, N: len(gold), Score: f1}
	if development {
		row.Floor, row.Target = 75, 77
	}
	own, err := ownIncidents(m, docs, name)
	return append([]Row{row,
		{Task: "incidents", Data: name, Metric: "B3 precision", N: len(gold), Score: p},
		{Task: "incidents", Data: name, Metric: "B3 recall", N: len(gold), Score: r}}, own...), err
}

func (x *mention) key() string { return string(rune('a'+x.topic%26)) + x.instance }

// topicsOf numbers the topics in order.
func topicsOf(ms []mention) map[int]int {
	numbers := map[int]int{}
	var topics []int
	for _, x := range ms {
		if _, ok := numbers[x.topic]; !ok {
			numbers[x.topic] = 0
			topics = append(topics, x.topic)
		}
	}
	sort.Ints(topics)
	for i, t := range topics {
		numbers[t] = i
	}
	return numbers
}

func byTopic(ms []mention) map[int][]mention {
	out := map[int][]mention{}
	for _, x := range ms {
		out[x.topic] = append(out[x.topic], x)
	}
	return out
}

// everyOther is how many pairs of two events one stands for in training: there are thirty for each pair of one event.
const everyOther = 4

// learn fits weights to the pairs of mentions within the topics to use.
func learn(ms []mention, use func(topic int) bool) merge.Weights {
	var pairs []merge.Pair
	for i := range ms {
		if !use(ms[i].topic) {
			continue
		}
		for j := range ms[:i] {
			if ms[i].topic != ms[j].topic {
				continue
			}
			p := merge.Pair{Same: ms[i].instance == ms[j].instance, Weight: 1}
			if !p.Same {
				if (i*7919+j)%everyOther != 0 {
					continue
				}
				p.Weight = everyOther
			}
			p.Features = merge.Compare(ms[i].report, ms[j].report)
			pairs = append(pairs, p)
		}
	}
	return merge.Train(pairs)
}

// LearnMerging fits the weights that ship: on all topics of a folder of ECB+.
func LearnMerging(path string) (merge.Weights, int, error) {
	docs, err := corpus.ReadECB(path)
	if err != nil {
		return merge.Weights{}, 0, err
	}
	m, err := merge.New()
	if err != nil {
		return merge.Weights{}, 0, err
	}
	mentions, err := readMentions(m, docs)
	if err != nil {
		return merge.Weights{}, 0, err
	}
	return learn(mentions, func(int) bool { return true }), len(mentions), nil
}

// BCubed returns precision, recall and F1 of a clustering in percent, over items (Bagga and Baldwin 1998).
func BCubed(gold, got []string) (p, r, f1 float64) {
	type both struct{ gold, got string }
	ng, ns, nb := map[string]int{}, map[string]int{}, map[both]int{}
	for i := range gold {
		ng[gold[i]]++
		ns[got[i]]++
		nb[both{gold[i], got[i]}]++
	}
	for i := range gold {
		n := float64(nb[both{gold[i], got[i]}])
		p += n / float64(ns[got[i]])
		r += n / float64(ng[gold[i]])
	}
	if len(gold) == 0 {
		return 0, 0, 0
	}
	p, r = 100*p/float64(len(gold)), 100*r/float64(len(gold))
	return p, r, 2 * p * r / (p + r)
}

// storiesTask scores which articles tell the same story, as Online groups them, and apart from all the articles of the
// events with odd numbers: the threshold was chosen on those with even numbers.
func storiesTask() Task {
	return Task{
		Name:    "stories",
		Help:    "folder of news_cluster (fhamborg/Giveme5W1H): which articles of at least 300 characters report the same event",
		Default: []string{"corpora/news-cluster"},
		Run:     runStories,
	}
}

func runStories(path string) ([]Row, error) {
	in, err := corpus.ReadNewsCluster(path)
	if err != nil {
		return nil, err
	}
	m, err := merge.New()
	if err != nil {
		return nil, err
	}
	run := func(use func(event int) bool) (n int, f1 float64, err error) {
		ix := merge.NewMemory()
		var gold, ids []string
		for i := range in {
			if len(in[i].Text) < 300 || !use(in[i].Event) {
				continue
			}
			rec := clusterRecord(&in[i])
			if _, err := m.Add(ix, rec); err != nil {
				return 0, 0, err
			}
			gold = append(gold, string(rune('a'+in[i].Event)))
			ids = append(ids, rec.Article.ID)
		}
		got := make([]string, len(ids))
		for i, id := range ids {
			article, err := ix.Threads().Members([]string{id})
			if err != nil {
				return 0, 0, err
			}
			thread, err := ix.Stories().Members([]string{article[0].Leader})
			if err != nil {
				return 0, 0, err
			}
			got[i] = thread[0].Leader
		}
		_, _, f1 = BCubed(gold, got)
		return len(ids), f1, nil
	}
	name := filepath.ToSlash(dataName(path))
	var rows []Row
	for _, part := range []struct {
		metric string
		floor  float64
		use    func(int) bool
	}{
		{"B3 F1, all events", 92, func(int) bool { return true }},
		{"B3 F1, half not chosen on", 91, func(e int) bool { return e%2 == 1 }},
	} {
		n, f1, err := run(part.use)
		if err != nil {
			return nil, err
		}
		rows = append(rows, Row{Task: "stories", Data: name, Metric: part.metric, N: n, Score: f1, Floor: devFloor(name, part.floor), Target: devFloor(name, 92)})
	}
	return rows, nil
}
