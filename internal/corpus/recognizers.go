package corpus

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"onrecord/internal/doc"
)

// DateCase is one case of the Recognizers-Text date specifications: a sentence said at a moment, and what it names.
type DateCase struct {
	Input     string
	Reference string // YYYY-MM-DD
	Results   []DateResult
}

// DateResult is one expression with all the readings that the specification allows.
type DateResult struct {
	doc.Span        // bytes into Input
	Type     string // date daterange duration set ...
	Values   []DateValue
}

// DateValue is one reading; the end of a range is the first day after it.
type DateValue struct {
	Timex, Value, Start, End string
}

// ReadDateCases reads a specification file (DateTimeModel.json). Cases without a reference day are left out.
func ReadDateCases(path string) ([]DateCase, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var raw []struct {
		Input   string
		Context struct{ ReferenceDateTime string }
		Results []struct {
			Text       string
			TypeName   string
			Start, End int
			Resolution struct{ Values []DateValue }
		}
	}
	if err := json.Unmarshal([]byte(strings.TrimPrefix(string(b), "\ufeff")), &raw); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var cases []DateCase
	for _, r := range raw {
		if len(r.Context.ReferenceDateTime) < 10 {
			continue
		}
		c := DateCase{Input: r.Input, Reference: r.Context.ReferenceDateTime[:10]}
		runes := []rune(r.Input)
		for _, x := range r.Results {
			if x.Start < 0 || x.End >= len(runes) || x.Start > x.End {
				continue
			}
			c.Results = append(c.Results, DateResult{
				Span: doc.Span{Start: len(string(runes[:x.Start])), End: len(string(runes[:x.End+1]))},
				Type: strings.TrimPrefix(x.TypeName, "datetimeV2."), Values: x.Resolution.Values,
			})
		}
		cases = append(cases, c)
	}
	return cases, nil
}
