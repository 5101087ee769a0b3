package attrib

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"onrecord/internal/doc"
)

// rates says for a lemma how many of its occurrences in the training data are cues.
type rates map[string]rate

type rate struct{ cues, all int }

// rareLemma is how often a lemma may occur without being a cue and still count as unknown.
const rareLemma = 20

// rateKey is what rates are counted by: the lemma, verbs apart from the rest.
func rateKey(t *doc.Token) string {
	if t.UPOS == "VERB" || t.UPOS == "AUX" {
		return strings.ToLower(t.Lemma) + "/v"
	}
	return strings.ToLower(t.Lemma)
}

// bucket grades a lemma's rate: 0 unknown, 1 (almost) never, up to 6. In training, ownCues and own are the
// occurrences of the present article, which are left out so that a rare lemma does not give itself away.
func (r rates) bucket(key string, ownCues, own int) int {
	c := r[key]
	c.cues, c.all = c.cues-ownCues, c.all-own
	if c.cues <= 0 && c.all <= rareLemma {
		return 0
	}
	switch p := (float64(c.cues) + 0.1) / (float64(c.all) + 1); {
	case p < 0.01:
		return 1
	case p < 0.07:
		return 2
	case p < 0.25:
		return 3
	case p < 0.5:
		return 4
	case p < 0.8:
		return 5
	}
	return 6
}

// String writes the rates for a model's Params; lemmas that were never cues and are rare are left out.
func (r rates) String() string {
	var parts []string
	for k, c := range r {
		if c.cues > 0 || c.all > rareLemma {
			parts = append(parts, fmt.Sprintf("%s %d %d", k, c.cues, c.all))
		}
	}
	sort.Strings(parts)
	return strings.Join(parts, "\n")
}

func parseRates(s string) (rates, error) {
	r := rates{}
	for line := range strings.Lines(s) {
		f := strings.Fields(line)
		if len(f) != 3 {
			return nil, fmt.Errorf("attrib: bad cue rate %q in the model", line)
		}
		cues, err1 := strconv.Atoi(f[1])
		all, err2 := strconv.Atoi(f[2])
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("attrib: bad cue rate %q in the model", line)
		}
		r[f[0]] = rate{cues, all}
	}
	return r, nil
}
