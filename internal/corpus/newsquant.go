package corpus

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// NewsQuantSentence is one sentence of NewsQuant (satya77/CQE_Evaluation) with the quantities annotated in it.
type NewsQuantSentence struct {
	Text       string
	Quantities []Quantity
}

// Quantity is an annotated quantity: change is one of = ~ > < up down; High differs from Low for a range.
type Quantity struct {
	Change    string
	Low, High float64
	Unit      string // as written
	Concept   string // words of what the quantity is said of, "" = none
}

// ReadNewsQuant reads a file in NewsQuant's format.
func ReadNewsQuant(path string) ([]NewsQuantSentence, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var raw []struct {
		Text       string
		Quantities []struct {
			Change, Value, Unit string
			Concept             string `json:"referred_concepts"`
		}
	}
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, fmt.Errorf("corpus: %s: %w", path, err)
	}
	out := make([]NewsQuantSentence, 0, len(raw))
	for i, r := range raw {
		if r.Text == "" {
			return nil, fmt.Errorf("corpus: %s: sentence %d has no text", path, i)
		}
		s := NewsQuantSentence{Text: r.Text}
		for _, q := range r.Quantities {
			low, high, err := quantityValue(q.Value)
			if err != nil {
				return nil, fmt.Errorf("corpus: %s: sentence %d: %w", path, i, err)
			}
			s.Quantities = append(s.Quantities, Quantity{q.Change, low, high, q.Unit, strings.Trim(q.Concept, " -")})
		}
		out = append(out, s)
	}
	return out, nil
}

// quantityValue reads "35.0", "-1.3" and "750000.0-800000.0".
func quantityValue(v string) (low, high float64, err error) {
	v = strings.ReplaceAll(v, " ", "")
	if low, err = strconv.ParseFloat(v, 64); err == nil {
		return low, low, nil
	}
	if at := strings.LastIndexByte(v, '-'); at > 0 {
		a, b := strings.TrimSuffix(v[:at], "-"), v[at+1:]
		if low, err = strconv.ParseFloat(a, 64); err == nil {
			high, err = strconv.ParseFloat(b, 64)
			return low, high, err
		}
	}
	return 0, 0, fmt.Errorf("value %q", v)
}
