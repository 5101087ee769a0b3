package main

import (
	"fmt"
	"os"
	"path/filepath"

	"onrecord/internal/clean"
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/eval"
	"onrecord/internal/linear"
)

// cleanEpochs is how often the trainer goes over the pages.
const cleanEpochs = 8

// trainClean trains the labeller of page blocks on all pages and scores it by leaving out one publisher at a time.
func trainClean(e env) error {
	pages, err := corpus.Pages(filepath.Join(e.shared, "corpora", "extraction-fundus"))
	if err != nil {
		return err
	}
	samples := cleanSamples(pages)
	rows, err := crossValidateClean(pages, samples)
	if err != nil {
		return err
	}
	score := "left-out publishers:"
	for _, r := range rows {
		score += fmt.Sprintf(" %s %.1f", r.Metric, r.Score)
	}
	fmt.Fprintln(os.Stderr, "train: clean:", score)
	return e.save("clean", clean.Train(samples, "", cleanEpochs, linear.Meta{
		Task: "clean", Data: "fundus-evaluation: 80 pages of 16 publishers", Score: score,
	}))
}

// crossValidateClean reads each publisher's pages with a model of the other publishers' pages.
func crossValidateClean(pages []corpus.Page, samples []clean.Sample) ([]eval.Row, error) {
	readers := map[string]*clean.Reader{}
	for _, p := range pages {
		pub := p.Publisher()
		if readers[pub] != nil {
			continue
		}
		file, err := clean.Train(samples, pub, cleanEpochs, linear.Meta{}).MarshalBinary()
		if err != nil {
			return nil, err
		}
		if readers[pub], err = clean.New(file); err != nil {
			return nil, err
		}
	}
	return eval.Pages("cross-validation", pages, func(p corpus.Page) doc.Article {
		a, _ := readers[p.Publisher()].Read(p.HTML, clean.Given{URL: p.URL, Format: "html"})
		return a
	}), nil
}

// cleanSamples makes pages ready for training.
func cleanSamples(pages []corpus.Page) []clean.Sample {
	var out []clean.Sample
	for _, p := range pages {
		x := clean.Example{Group: p.Publisher(), URL: p.URL, HTML: p.HTML}
		for _, t := range p.Body {
			x.Truth = append(x.Truth, t.Text)
			x.Optional = append(x.Optional, t.Optional)
		}
		if s, ok := clean.Prepare(x); ok {
			out = append(out, s)
		}
	}
	return out
}
