package ontology

import (
	"errors"
	"fmt"
	"strings"

	"onrecord/internal/doc"
)

// Check reads every example with a reader that has the types, and returns an error that names each example that does not
// trigger its type, and each counter-example that does.
func (o *Ontology) Check(read func(doc.Article, ...doc.Problem) *doc.Document) error {
	var errs []error
	for i := range o.Types {
		t := &o.Types[i]
		for n, s := range t.Examples {
			if found, acts := has(read, s, t.Name); !found {
				errs = append(errs, fmt.Errorf("type %q: example %d, %q, does not trigger it%s; give a trigger its words, or reword it", t.Name, n+1, s, acts))
			}
		}
		for n, s := range t.Not {
			if found, _ := has(read, s, t.Name); found {
				errs = append(errs, fmt.Errorf("type %q: counter-example %d, %q, triggers it; narrow a trigger, or exclude a word", t.Name, n+1, s))
			}
		}
	}
	if len(errs) > 0 {
		return fmt.Errorf("ontology: %s: %w", o.file, errors.Join(errs...))
	}
	return nil
}

// has tells whether a sentence is read as an event of a type, and what it is read as.
func has(read func(doc.Article, ...doc.Problem) *doc.Document, sentence, typ string) (found bool, acts string) {
	d := read(doc.Article{Text: sentence, Language: "en", Blocks: []doc.Block{{Span: doc.Span{End: len(sentence)}, Role: "body"}}})
	var got []string
	for i := range d.Events {
		if e := &d.Events[i]; e.Act == typ {
			return true, ""
		} else {
			got = append(got, fmt.Sprintf("%s at %q", e.Act, d.Text(e.Anchor)))
		}
	}
	if len(got) == 0 {
		return false, " or anything else"
	}
	return false, ", but " + strings.Join(got, ", ")
}
