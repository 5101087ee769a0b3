package eval

import (
	"onrecord/internal/clean"
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/read"
)

// copiesTask scores the relation of copies: pairs of different outlets' articles with at least 80 words each.
// A pair is a copy when half of the five-word runs of one text are in the other, counted exactly and boilerplate and
// quotations included; Relate sees samples of the runs outside quotations only. A copy found in two articles of
// different events is a false one.
func copiesTask() Task {
	return Task{
		Name:    "copies",
		Help:    "folder of news_cluster (fhamborg/Giveme5W1H): which articles are copies of one text",
		Default: []string{"corpora/news-cluster"},
		Run:     runCopies,
	}
}

// leastWords is the length from which pairs are scored.
const leastWords = 80

func runCopies(path string) ([]Row, error) {
	in, err := corpus.ReadNewsCluster(path)
	if err != nil {
		return nil, err
	}
	m, err := merge.New()
	if err != nil {
		return nil, err
	}
	articles := make([]*merge.Article, len(in))
	runs := make([]map[[5]string]bool, len(in))
	for i := range in {
		articles[i] = m.Article(clusterRecord(&in[i]))
		runs[i] = fiveWordRuns(in[i].Text)
	}
	var found PRF
	pairs, other, falsePairs := 0, 0, 0
	for i := range in {
		for j := range i {
			a, b := &in[i], &in[j]
			if a.Host == b.Host || len(runs[i]) < leastWords-4 || len(runs[j]) < leastWords-4 {
				continue
			}
			gold := a.Event == b.Event && exactShare(runs[i], runs[j]) >= 0.5
			got := merge.Relate(articles[i], articles[j]).Kind == merge.Copy
			pairs++
			found.Gold += btoi(gold)
			found.Hit += btoi(gold && got)
			if a.Event != b.Event {
				other++
				falsePairs += btoi(got)
			}
		}
	}
	name := dataName(path)
	return []Row{
		{Task: "copies", Data: name, Metric: "copies found", N: found.Gold, Score: found.Recall(), Floor: devFloor(name, 100), Target: devFloor(name, 100)},
		{Task: "copies", Data: name, Metric: "pairs of two events kept apart", N: other, Score: Percent(other-falsePairs, other), Floor: devFloor(name, 100), Target: devFloor(name, 100)},
	}, nil
}

// devFloor is a bound that holds for the development folder only.
func devFloor(name string, bound float64) float64 {
	if name != "corpora/news-cluster" && name != "news-cluster" {
		return 0
	}
	return bound
}

// clusterRecord cleans an article of news_cluster; it is not read further, since copies and stories need its words only.
func clusterRecord(a *corpus.ClusterArticle) *doc.Record {
	art, problems := clean.Read([]byte(a.Text), clean.Given{URL: a.URL, Published: a.Published, Title: a.Title, Format: "text"})
	rec := read.Record(&doc.Document{Article: art, Problems: problems}, false)
	return &rec
}

// fiveWordRuns returns all runs of five words of a text.
func fiveWordRuns(text string) map[[5]string]bool {
	var words []string
	merge.Words(text, func(w string) { words = append(words, w) })
	runs := map[[5]string]bool{}
	for i := 0; i+5 <= len(words); i++ {
		runs[[5]string(words[i:i+5])] = true
	}
	return runs
}

// exactShare is how much of the smaller text is in the other.
func exactShare(a, b map[[5]string]bool) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for r := range a {
		n += btoi(b[r])
	}
	return float64(n) / float64(max(1, len(a)))
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
