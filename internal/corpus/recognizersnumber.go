package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// NumberCase is one case of the Recognizers-Text number specification: an input and the
// numbers that must be found in it, with the text and the value of each.
type NumberCase struct {
	Input   string
	Numbers []NumberValue
}

// NumberValue is a number as written, in lower case, and what it is worth. Subtype is
// integer, decimal, fraction or power; "" where the specification does not say.
type NumberValue struct {
	Text    string
	Value   float64
	Subtype string
}

// ReadRecognizersNumbers reads a file of microsoft/Recognizers-Text in the format of
// Specs/Number/English/NumberModel.json. Results of another type than "number" are an error.
func ReadRecognizersNumbers(path string) ([]NumberCase, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var raw []struct {
		Input   string
		Results []struct {
			Text       string
			TypeName   string
			Resolution struct{ Value, Subtype string }
		}
	}
	if err := json.Unmarshal(bytes.TrimPrefix(b, []byte("\ufeff")), &raw); err != nil {
		return nil, fmt.Errorf("corpus: %s: %w", path, err)
	}
	cases := make([]NumberCase, 0, len(raw))
	for i, c := range raw {
		if c.Input == "" {
			return nil, fmt.Errorf("corpus: %s: case %d has no Input", path, i)
		}
		nc := NumberCase{Input: c.Input}
		for _, r := range c.Results {
			if r.TypeName != "number" {
				return nil, fmt.Errorf("corpus: %s: case %d has a result of type %q", path, i, r.TypeName)
			}
			v, err := strconv.ParseFloat(r.Resolution.Value, 64)
			if err != nil {
				return nil, fmt.Errorf("corpus: %s: case %d: %w", path, i, err)
			}
			nc.Numbers = append(nc.Numbers, NumberValue{strings.ToLower(r.Text), v, r.Resolution.Subtype})
		}
		cases = append(cases, nc)
	}
	return cases, nil
}
