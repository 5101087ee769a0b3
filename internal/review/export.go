package review

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"onrecord/internal/doc"
	"onrecord/internal/gold"
)

// Reviewed is an article that somebody decided on: the record as it stands after all decisions, and these, oldest first.
// Each Item names what it is about in this record.
type Reviewed struct {
	Record    *doc.Record
	Decisions []Decision
	Pipeline  string // that read the article
}

// Forms are the forms in which reviewed articles are exported, JSON lines all:
//   - decisions: one line for each decision,
//   - annotations: one article a line, in the quoting form of the guidelines,
//   - standoff: the same with code points in place of quotes, so that it holds no text.
func Forms() []string { return []string{"annotations", "standoff", "decisions"} }

// Encode writes the lines of one article.
func Encode(w io.Writer, form string, r *Reviewed) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	switch form {
	case "decisions":
		for i := range r.Decisions {
			if err := e.Encode(&r.Decisions[i]); err != nil {
				return err
			}
		}
		return nil
	case "annotations", "standoff":
		a, err := Annotation(r, form == "annotations")
		if err != nil {
			return err
		}
		return e.Encode(a)
	}
	return fmt.Errorf("review: there is no form %q; there are annotations, standoff and decisions", form)
}

// Annotation is a reviewed article as an annotation: quoting, or with code points only.
func Annotation(r *Reviewed, quoting bool) (*gold.Annotation, error) {
	a, ids := gold.FromRecord(r.Record)
	a.Review = &gold.Review{People: []string{}, Decided: []string{}}
	for _, d := range r.Decisions {
		a.Review.People = append(a.Review.People, d.Person)
		if d.kind() == Article {
			a.Review.Complete = d.After == r.Pipeline // what was read anew since then nobody has looked at
		} else if id := ids[d.Item]; id != "" && !slices.Contains(a.Review.Decided, id) {
			a.Review.Decided = append(a.Review.Decided, id)
		}
	}
	slices.Sort(a.Review.People)
	a.Review.People = slices.Compact(a.Review.People)
	if !quoting {
		return a, nil
	}
	if err := gold.Quoting(a, r.Record.Article.Text); err != nil {
		return nil, fmt.Errorf("review: %s: %w", r.Record.Article.ID, err)
	}
	return a, nil
}
