package eval

import (
	"strings"
	"testing"

	"onrecord/internal/attrib"
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
)

// spanOf finds words in a text.
func spanOf(text, words string) []doc.Span {
	at := strings.Index(text, words)
	return []doc.Span{{Start: at, End: at + len(words)}}
}

func TestScoreAttributions(t *testing.T) {
	text := "“Rain is coming,” Ada Byron said. Officials hope that it will stop, according to Bo."
	gold := [][]corpus.Attribution{{
		{Source: spanOf(text, "Ada Byron"), Cue: spanOf(text, "said"), Content: spanOf(text, "“Rain is coming,”")},
		{Source: spanOf(text, "Officials"), Cue: spanOf(text, "hope"), Content: spanOf(text, "that it will stop")},
	}}
	articles := []corpus.PolnearArticle{{Name: "a", Text: text, Annotators: gold}}
	found := func(source, cue, content string) attrib.Attribution {
		return attrib.Attribution{Source: spanOf(text, source), Cue: spanOf(text, cue), Content: spanOf(text, content)}
	}
	for _, c := range []struct {
		name                               string
		system                             []attrib.Attribution
		cue, lenient, strict, statementCue float64
	}{
		{"marks at the ends do not count", []attrib.Attribution{found("Ada Byron", "said", "Rain is coming"), found("Officials", "hope", "that it will stop,")}, 100, 100, 100, 100},
		{"half a source is lenient", []attrib.Attribution{found("Byron", "said", "Rain is coming"), found("Officials", "hope", "that it will stop")}, 100, 100, 50, 100},
		{"a wrong source is a cue only", []attrib.Attribution{found("Bo", "said", "Rain is coming"), found("Officials", "hope", "that it will stop")}, 100, 50, 50, 100},
		{"nothing found", nil, 0, 0, 0, 0},
		{"one too many", []attrib.Attribution{found("Ada Byron", "said", "Rain is coming"), found("Officials", "hope", "that it will stop"), found("Bo", "according to", "it will stop")}, 80, 80, 80, 200. / 3},
	} {
		scores := map[string]float64{}
		for _, r := range ScoreAttributions(articles, [][]attrib.Attribution{c.system}) {
			scores[r.Metric] = r.Score
		}
		for metric, want := range map[string]float64{"cue F1": c.cue, "lenient F1": c.lenient, "strict F1": c.strict, "cue F1, statement classes": c.statementCue} {
			if got := scores[metric]; got < want-0.01 || got > want+0.01 {
				t.Errorf("%s: %s = %.1f, want %.1f", c.name, metric, got, want)
			}
		}
	}
}

func TestGrid(t *testing.T) {
	g := newGrid("Trump's U.S. 1,000-man “plan”.")
	var units []string
	for _, s := range g.spans {
		units = append(units, g.text[s.Start:s.End])
	}
	if got, want := strings.Join(units, "|"), "Trump|'s|U.S|.|1,000-man|“|plan|”|."; got != want {
		t.Errorf("grid = %s, want %s", got, want)
	}
}
