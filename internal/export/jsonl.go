package export

import (
	"bytes"
	"encoding/json"
	"io"

	"onrecord/internal/doc"
)

// Object is an event as JSON lines and the HTTP API give it: the fields of the record's event, with the places, date,
// figures and claim that it names in place of their ids.
type Object struct {
	Schema     string           `json:"schema"`
	ID         string           `json:"id"`
	Incident   *Incident        `json:"incident"`
	Article    Article          `json:"article"`
	Anchor     doc.Quote        `json:"anchor"`
	Also       []doc.Quote      `json:"also"`
	Act        string           `json:"act"`
	Parent     *string          `json:"parent,omitempty"`
	Mode       []string         `json:"mode"`
	Status     string           `json:"status"`
	Plover     *string          `json:"plover"`
	Cameo      *string          `json:"cameo"`
	Quad       *int             `json:"quad"`
	Score      *float64         `json:"score"`
	Context    []string         `json:"context"`
	Actors     []Party          `json:"actors"`
	Recipients []Party          `json:"recipients"`
	Place      *doc.RecordPlace `json:"place"`
	Origin     *doc.RecordPlace `json:"origin"`
	Date       *doc.RecordDate  `json:"date"`
	Figures    []Figure         `json:"figures"`
	Claim      *doc.RecordClaim `json:"claim"`
	Confidence float64          `json:"confidence"`
	Evidence   doc.Quote        `json:"evidence"`
	Why        []doc.Reason     `json:"why,omitempty"`
}

// ObjectOf turns a row into its JSON object.
func ObjectOf(r *Row) Object {
	e := &r.Event
	return Object{Schema: doc.Schema, ID: e.ID, Incident: r.Incident, Article: r.Article, Anchor: e.Anchor, Also: filled(e.Also), Act: e.Act, Parent: e.Parent,
		Mode: filled(e.Mode), Status: e.Status, Plover: e.Plover, Cameo: e.Cameo, Quad: e.Quad, Score: e.Score, Context: filled(e.Context),
		Actors: filled(r.Actors), Recipients: filled(r.Recipients), Place: r.Place, Origin: r.Origin, Date: r.Date, Figures: filled(r.Figures),
		Claim: r.Claim, Confidence: e.Confidence, Evidence: e.Evidence, Why: e.Why}
}

// filled makes an empty list print as [], not as null.
func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// lines writes one JSON value per row and line.
type lines struct {
	enc    *json.Encoder
	object func(*Row) (any, bool)
}

func newLines(w io.Writer, object func(*Row) (any, bool)) *lines {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return &lines{enc, object}
}

func newJSONL(w io.Writer, _ Meta) Writer {
	return newLines(w, func(r *Row) (any, bool) { return ObjectOf(r), true })
}

func (l *lines) Begin() error { return nil }

func (l *lines) Event(r *Row) (bool, error) {
	v, ok := l.object(r)
	if !ok {
		return false, nil
	}
	return true, l.enc.Encode(v)
}

func (l *lines) End(int) error { return nil }

// marshal is json.Marshal without escapes for HTML, which these files are not put into.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
