// Package review applies what people decide to what was read. In go a record as it was read and the decisions on it; out
// come the record as it stands after them, the value of each field as it is shown and compared, and annotations in the
// guidelines' form. The package is pure: no store, no clock, no network. It never changes the record that it is given.
//
// A decision names its event, claim or force by id and by the words that it is anchored on. When an article is read again
// by other models the ids may change; the words stay, because the text of an article never changes.
package review

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"onrecord/internal/charset"
	"onrecord/internal/gold"
)

// Kinds of what is decided on.
const (
	Event = "event"
	Claim = "claim"
	Force = "force"
	// Article is the article as a whole; accepting it says that nothing is missing in what a pipeline read, which After names.
	Article = "article"
)

// Verdicts.
const (
	Accept  = "accept"
	Correct = "correct"
	Reject  = "reject"
	Add     = "add" // of an event that was missed
)

// Decision is what a person says about one field of an event, claim or force: that it holds, that it should be another
// value, or, where the field names the kind itself ("event"), that there is no such thing. Decisions are kept apart from
// what was read and outlive reading again.
type Decision struct {
	Article string `json:"article"`
	Kind    string `json:"kind"` // event | claim | force | article; "" = event
	Item    string `json:"item"` // id of the event, claim or force; "" of an article
	// Field is one of Fields(Kind), or the kind itself for the whole of it.
	Field   string    `json:"field"`
	Verdict string    `json:"verdict"` // accept | correct | reject | add
	Before  string    `json:"before"`  // the value that the person saw, as Value writes it
	After   string    `json:"after"`   // the value that it should be
	Note    string    `json:"note"`
	Person  string    `json:"person"`
	At      time.Time `json:"at"`
	// Start and End are the words that Item is anchored on: code points in the text; both 0 = not known.
	Start int `json:"start"`
	End   int `json:"end"`
}

// Fields lists the fields of a kind that can be corrected.
func Fields(kind string) []string {
	switch kind {
	case Event:
		return []string{"act", "mode", "status", "actors", "recipients", "place", "origin", "date", "figures", "claim"}
	case Claim:
		return []string{"chain"}
	case Force:
		return []string{"owner", "figure", "place", "asof", "claim"}
	}
	return nil
}

// Whole tells whether a decision is on an event, claim, force or article as a whole.
func (d *Decision) Whole() bool { return d.Field == d.kind() }

func (d *Decision) kind() string {
	if d.Kind == "" {
		return Event
	}
	return d.Kind
}

// maxValue bounds what a person writes into one field, in bytes: no list of parties or figures comes near it.
const maxValue = 1 << 16

// Check reports what is wrong with a decision, in words for the person who made it.
func (d *Decision) Check() error {
	kind := d.kind()
	switch {
	case !charset.IsText(d.Article, d.Item, d.Before, d.After, d.Note):
		return fmt.Errorf("note: a zero byte, or what is not UTF-8, is no text")
	case len(d.After) > maxValue || len(d.Before) > maxValue || len(d.Note) > maxValue:
		return fmt.Errorf("after: a value or note has %d bytes at most", maxValue)
	case !slices.Contains([]string{Event, Claim, Force, Article}, kind):
		return fmt.Errorf("kind: %q is none of event, claim, force, article", d.Kind)
	case d.Article == "" || d.Item == "" && kind != Article && d.Verdict != Add: // what is added gets its id when it is kept
		return fmt.Errorf("item: the decision names no %s", kind)
	case !slices.Contains([]string{Accept, Correct, Reject, Add}, d.Verdict):
		return fmt.Errorf("verdict: %q is none of accept, correct, reject, add", d.Verdict)
	case !d.Whole() && !slices.Contains(Fields(kind), d.Field):
		return fmt.Errorf("field: %q is none of %s", d.Field, strings.Join(append([]string{kind}, Fields(kind)...), ", "))
	case d.Verdict == Reject && !d.Whole(), d.Verdict == Correct && d.Whole(), kind == Article && d.Verdict != Accept:
		return fmt.Errorf("verdict: %s does not go with the field %s; correct a field, reject the whole", d.Verdict, d.Field)
	case d.Verdict == Add && (kind != Event || !d.Whole()):
		return fmt.Errorf("verdict: only a whole event can be added")
	case d.Start < 0 || d.End < d.Start:
		return fmt.Errorf("start: the words from %d to %d are none", d.Start, d.End)
	}
	switch d.Verdict {
	case Correct:
		return checkValue(d.Field, d.After)
	case Add:
		return d.checkMissed()
	}
	return nil
}

func (d *Decision) checkMissed() error {
	v, err := parse[Missed](Event, d.After)
	if err != nil {
		return err
	}
	if d.Start == d.End {
		return fmt.Errorf("start: mark the words that name the act")
	}
	for _, f := range [][2]string{{"act", v.Act}, {"status", v.Status}, {"date", Write(v.Date)}} {
		if err := checkValue(f[0], f[1]); err != nil {
			return err
		}
	}
	return nil
}

// checkValue reports a value that its field cannot have.
func checkValue(field, value string) error {
	word := func(vocabulary, w string) error {
		if !slices.Contains(gold.Vocabulary(vocabulary), w) {
			return fmt.Errorf("%s: %q is no %s of the guidelines", field, w, vocabulary)
		}
		return nil
	}
	switch field {
	case "status":
		return word("status", value)
	case "act":
		return word("act", value)
	case "chain":
		hops, err := parse[[]Hop](field, value)
		for i := range hops {
			for _, x := range [][2]string{{"kind", hops[i].Kind}, {"anonymity", hops[i].Anonymity}, {"stance", hops[i].Stance}} {
				if err == nil && x[1] != "" {
					err = word(x[0], x[1])
				}
			}
			if err == nil && strings.TrimSpace(hops[i].Name) == "" {
				err = fmt.Errorf("chain: a source has no name")
			}
		}
		return err
	case "actors", "recipients":
		_, err := parse[[]Party](field, value)
		return err
	case "owner":
		p, err := parse[*Party](field, value)
		if err == nil && p == nil {
			err = fmt.Errorf("owner: say whose forces they are")
		}
		return err
	case "place", "origin":
		_, err := parse[*Place](field, value)
		return err
	case "date", "asof":
		d, err := parse[*Date](field, value)
		if err == nil && d != nil {
			err = d.check(field)
		}
		return err
	case "figures":
		_, err := parse[[]Figure](field, value)
		return err
	case "figure":
		_, err := parse[*Figure](field, value)
		return err
	case "claim":
		_, err := parse[*Ref](field, value)
		return err
	case "mode":
		_, err := parse[[]string](field, value)
		return err
	}
	return nil
}
