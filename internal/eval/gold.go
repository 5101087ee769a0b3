package eval

import (
	"sync"

	"onrecord/internal/clean"
	"onrecord/internal/doc"
	"onrecord/internal/gold"
	"onrecord/internal/read"
)

// goldTask scores the whole reading, end to end, against articles annotated in full.
func goldTask() Task {
	return Task{
		Name:    "gold",
		Help:    "folder of annotated articles (*.json, texts/, manifest.json): the whole reading, as gold/score.py scores it",
		Default: []string{"gold/dev"},
		Run:     scoreGold,
	}
}

// reader is made once: several tasks read whole articles.
var reader = sync.OnceValues(func() (*read.Reader, error) { return read.New(read.Options{}) })

func scoreGold(dir string) ([]Row, error) {
	articles, err := gold.Load(dir)
	if err != nil {
		return nil, err
	}
	tally, _, err := Gold(articles)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, s := range tally.Scores() {
		row := Row{Task: "gold", Data: dataName(dir), Metric: s.Measure + " F1", N: s.N, Score: s.F1}
		if b, ok := goldBounds[s.Measure]; ok && row.Data == "gold/dev" {
			row.Floor, row.Target = b[0], b[1]
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// goldBounds are floor and target of the development articles.
var goldBounds = map[string][2]float64{
	"event + act":       {30, 60},
	"status":            {65, 85},
	"actors codes":      {0, 75},
	"recipients codes":  {0, 65},
	"place":             {0, 70},
	"place country":     {0, 85},
	"date":              {0, 70},
	"on whose word":     {60, 75},
	"full event":        {0, 35},
	"claim":             {50, 65},
	"claim source":      {0, 80},
	"claim whole chain": {0, 60},
	"stance":            {0, 85},
	"figure":            {60, 80},
	"figure value":      {0, 90},
	"figure class":      {0, 80},
	"figure role":       {0, 75},
	"force":             {0, 60},
	"boilerplate chars": {70, 0},
}

// Gold reads annotated articles end to end and scores the records; it also returns the events without a partner.
func Gold(articles []gold.Article) (gold.Tally, []gold.Miss, error) {
	r, err := reader()
	if err != nil {
		return nil, nil, err
	}
	tally := gold.Tally{}
	var misses []gold.Miss
	for i := range articles {
		rec := readGold(r, &articles[i])
		misses = append(misses, tally.Add(&articles[i], &rec)...)
	}
	return tally, misses, nil
}

func readGold(r *read.Reader, a *gold.Article) doc.Record {
	article, problems := cleaned(a)
	return read.Record(r.Read(article, problems...), false)
}

// cleaned is the article that an annotated text is read as.
func cleaned(a *gold.Article) (doc.Article, []doc.Problem) {
	return clean.Read(a.Text, clean.Given{URL: a.URL, Publisher: a.Publisher, Published: a.Published})
}
