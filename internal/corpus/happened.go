package corpus

import (
	"archive/zip"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// Judged is a sentence of a treebank with judgements of whether what its verbs tell of happened.
type Judged struct {
	Tree
	Happened map[int]float64 // by token: above 0 it did, below it did not; about -2.5 to 1.3
}

// ReadJudged reads the judgements of UDS factuality ("did it happen?", White et al. 2016; decomp 2.0) from the folder that holds
// factuality.zip and ud_ids.json, for the sentences of a CoNLL-U file that have any.
func ReadJudged(folder, conllu string) ([]Judged, error) {
	var ids map[string]struct {
		Sentence string `json:"sentence_id"`
	}
	b, err := os.ReadFile(filepath.Join(folder, "ud_ids.json"))
	if err == nil {
		err = json.Unmarshal(b, &ids)
	}
	if err != nil {
		return nil, fmt.Errorf("corpus: %s: %w", folder, err)
	}
	var file struct {
		Data map[string]map[string]struct {
			Factuality struct {
				Factual struct{ Value float64 }
			}
		}
	}
	if err := readZippedJSON(filepath.Join(folder, "factuality.zip"), &file); err != nil {
		return nil, err
	}
	by := map[string]map[int]float64{}
	for id, predicates := range file.Data {
		at := map[int]float64{}
		for node, p := range predicates {
			n, err := strconv.Atoi(node[strings.LastIndexByte(node, '-')+1:])
			if err != nil {
				return nil, fmt.Errorf("corpus: %s: node %q does not end in a token's number", folder, node)
			}
			at[n-1] = p.Factuality.Factual.Value
		}
		by[ids[id].Sentence] = at
	}
	trees, err := ReadConllu(conllu)
	if err != nil {
		return nil, err
	}
	var out []Judged
	for _, t := range trees {
		if at := by[t.ID]; at != nil {
			out = append(out, Judged{t, at})
		}
	}
	return out, nil
}

func readZippedJSON(path string, v any) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer z.Close()
	if len(z.File) != 1 {
		return fmt.Errorf("corpus: %s: %d files where one is expected", path, len(z.File))
	}
	f, err := z.File[0].Open()
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewDecoder(f).Decode(v)
}

// TimedEvent is an event of a TimeML document, as far as it is known when it happens and whether.
type TimedEvent struct {
	Start, End int    // bytes of TimeML.Text
	When       string // by the day of publication: past, now, future; "" = not annotated
	Happened   int    // 1 it did, -1 it did not or is only spoken of, 0 not annotated
}

// ReadTimedEvents reads the events of the TimeML files below a folder that are linked to the document's creation time or to a
// word that presupposes, denies or only imagines them (TLINK, SLINK, polarity). The texts are those of ReadTimeML.
func ReadTimedEvents(path string) ([]TimeML, [][]TimedEvent, error) {
	files, err := filesBelow(path, ".tml")
	if err != nil {
		return nil, nil, err
	}
	var docs []TimeML
	var events [][]TimedEvent
	for _, f := range files {
		d, err := readTimeML(f)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", f, err)
		}
		e, err := timedEvents(f)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", f, err)
		}
		docs, events = append(docs, d), append(events, e)
	}
	return docs, events, nil
}

// timedFile is what a TimeML file says of its events.
type timedFile struct {
	spans    map[string][2]int // by event
	event    map[string]string // of an instance
	negative map[string]bool   // instances
	when     map[string]string // of an instance
	slink    map[string]string // of a subordinated instance
	creation string            // id of the creation time
	order    []string          // instances
}

func timedEvents(path string) ([]TimedEvent, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	dec := xml.NewDecoder(f)
	dec.Strict = false
	t := timedFile{spans: map[string][2]int{}, event: map[string]string{}, negative: map[string]bool{}, when: map[string]string{}, slink: map[string]string{}}
	at, inText, open := 0, false, ""
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return t.events(), nil
		}
		if err != nil {
			return nil, err
		}
		switch x := tok.(type) {
		case xml.StartElement:
			if x.Name.Local == "TEXT" {
				inText = true
			} else if x.Name.Local == "EVENT" {
				open = attribute(x, "eid")
				t.spans[open] = [2]int{at, at}
			} else {
				t.link(x)
			}
		case xml.EndElement:
			if x.Name.Local == "TEXT" {
				inText = false
			} else if x.Name.Local == "EVENT" {
				t.spans[open] = [2]int{t.spans[open][0], at}
			}
		case xml.CharData:
			if inText {
				at += len(x)
			}
		}
	}
}

// link reads an element that is not part of the text.
func (t *timedFile) link(x xml.StartElement) {
	relation := attribute(x, "relType")
	switch x.Name.Local {
	case "TIMEX3":
		if t.creation == "" || attribute(x, "functionInDocument") == "CREATION_TIME" {
			t.creation = attribute(x, "tid")
		}
	case "MAKEINSTANCE":
		id := attribute(x, "eiid")
		t.event[id] = attribute(x, "eventID")
		t.negative[id] = attribute(x, "polarity") == "NEG"
		t.order = append(t.order, id)
	case "TLINK":
		if id := attribute(x, "eventInstanceID"); id != "" && attribute(x, "relatedToTime") == t.creation {
			t.when[id] = dayRelation(relation)
		}
		if id := attribute(x, "relatedToEventInstance"); id != "" && attribute(x, "timeID") == t.creation {
			t.when[id] = dayRelation(inverse[relation])
		}
	case "SLINK":
		t.slink[attribute(x, "subordinatedEventInstance")] = relation
	}
}

var inverse = map[string]string{"BEFORE": "AFTER", "AFTER": "BEFORE", "INCLUDES": "IS_INCLUDED", "IS_INCLUDED": "INCLUDES", "BEGINS": "BEGUN_BY", "ENDS": "ENDED_BY",
	"BEGUN_BY": "BEGINS", "ENDED_BY": "ENDS", "DURING": "DURING_INV", "SIMULTANEOUS": "SIMULTANEOUS", "IBEFORE": "IAFTER", "IAFTER": "IBEFORE"}

// dayRelation folds the relation of an event to the creation time.
func dayRelation(relation string) string {
	switch relation {
	case "BEFORE", "IBEFORE", "IS_INCLUDED", "ENDED_BY":
		return "past"
	case "INCLUDES", "DURING", "SIMULTANEOUS", "BEGUN_BY":
		return "now"
	case "AFTER", "IAFTER":
		return "future"
	}
	return ""
}

func (t *timedFile) events() []TimedEvent {
	var out []TimedEvent
	for _, id := range t.order {
		span, ok := t.spans[t.event[id]]
		if !ok || span[1] <= span[0] {
			continue
		}
		e := TimedEvent{Start: span[0], End: span[1], When: t.when[id]}
		switch t.slink[id] {
		case "MODAL", "COUNTER_FACTIVE", "CONDITIONAL", "NEG_EVIDENTIAL":
			e.Happened = -1
		case "FACTIVE":
			e.Happened = 1
		case "", "EVIDENTIAL":
			if e.When == "past" || e.When == "now" {
				e.Happened = 1
			}
		}
		if t.negative[id] {
			e.Happened = -1
		}
		if e.When == "future" {
			e.Happened = -1
		}
		if e.Happened != 0 || e.When != "" {
			out = append(out, e)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	return out
}
