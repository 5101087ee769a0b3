// Package export writes events in the formats that other programs read: CSV, JSON lines, GeoJSON, Parquet, PLOVER,
// POLECAT, CAMEO, ACLED-like and GDELT-like tables, Atom and PROV.
//
// In goes a sequence of rows, each an event with its article, places, date, figures and claim; out come bytes, row by
// row, in memory that does not grow with their number. The package does no input or output of its own, knows no
// storage, network or clock, and changes nothing that was read: what a format cannot hold is left out, what it wants
// and the record does not say is empty. docs/formats/export.md says for every column where it comes from.
package export

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"onrecord/internal/doc"
)

// Row is one event with all that it refers to.
type Row struct {
	Article    Article
	Event      doc.RecordEvent
	Actors     []Party // as Event.Actors, with what the article says of them
	Recipients []Party
	Place      *doc.RecordPlace
	Origin     *doc.RecordPlace
	Date       *doc.RecordDate
	Figures    []Figure
	Claim      *doc.RecordClaim // nil: the article says it in its own voice
	Story      Story
	Incident   *Incident // nil: the event has not been merged with those of other articles
}

// Article is what is known of a row's article, without its text.
type Article struct {
	ID        string `json:"id"`
	URL       string `json:"url,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Title     string `json:"title,omitempty"`
	Byline    string `json:"byline,omitempty"`
	Published string `json:"published,omitempty"` // YYYY-MM-DD or RFC 3339
	Language  string `json:"language,omitempty"`  // ISO 639-1
	SHA256    string `json:"sha256,omitempty"`
}

// Party is an actor or recipient with the type and title of its entity.
type Party struct {
	doc.RecordActor
	Type  string `json:"type,omitempty"`  // person, organisation, ...; "" where no entity is known
	Title string `json:"title,omitempty"` // of a person
}

// Figure is a number with the claim on whose word it stands.
type Figure struct {
	doc.RecordFigure
	Said *doc.RecordClaim `json:"said"` // nil: the article's own voice
}

// Story is what the article as a whole names.
type Story struct{ People, Organisations, Places []string }

// Incident is the act in the world that an event reports, as merging found it.
type Incident struct {
	ID       string `json:"id"`
	Articles int    `json:"articles"` // that report it
	Sources  int    `json:"sources"`  // independent ones: copies of one report count once
	Mentions int    `json:"mentions"` // in all articles
}

// Rows lists the events of a record as rows, in the record's order.
func Rows(rec *doc.Record) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		x := newIndex(rec)
		for i := range rec.Events {
			if !yield(x.row(&rec.Events[i])) {
				return
			}
		}
	}
}

// RowAt is the row of one event of a record, by its place in Record.Events.
func RowAt(rec *doc.Record, event int) Row { return newIndex(rec).row(&rec.Events[event]) }

// index finds the parts of a record by their ids.
type index struct {
	rec      *doc.Record
	article  Article
	story    Story
	entities map[string]*doc.RecordEntity
	places   map[string]*doc.RecordPlace
	dates    map[string]*doc.RecordDate
	figures  map[string]*doc.RecordFigure
	claims   map[string]*doc.RecordClaim
}

func newIndex(rec *doc.Record) *index {
	a := &rec.Article
	x := &index{rec: rec,
		article: Article{ID: a.ID, URL: text(a.URL), Publisher: text(a.Publisher), Title: text(a.Title), Byline: text(a.Byline),
			Published: text(a.Published), Language: text(a.Language), SHA256: a.SHA256},
		entities: map[string]*doc.RecordEntity{}, places: map[string]*doc.RecordPlace{}, dates: map[string]*doc.RecordDate{},
		figures: map[string]*doc.RecordFigure{}, claims: map[string]*doc.RecordClaim{}}
	for i := range rec.Entities {
		e := &rec.Entities[i]
		x.entities[e.ID] = e
		switch e.Type {
		case "person":
			x.story.People = append(x.story.People, e.Name)
		case "organisation", "outlet":
			x.story.Organisations = append(x.story.Organisations, e.Name)
		case "place":
			x.story.Places = append(x.story.Places, e.Name)
		}
	}
	for i := range rec.Places {
		x.places[rec.Places[i].ID] = &rec.Places[i]
	}
	for i := range rec.Dates {
		x.dates[rec.Dates[i].ID] = &rec.Dates[i]
	}
	for i := range rec.Figures {
		x.figures[rec.Figures[i].ID] = &rec.Figures[i]
	}
	for i := range rec.Claims {
		x.claims[rec.Claims[i].ID] = &rec.Claims[i]
	}
	return x
}

func (x *index) row(e *doc.RecordEvent) Row {
	r := Row{Article: x.article, Event: *e, Actors: x.parties(e.Actors), Recipients: x.parties(e.Recipients), Story: x.story,
		Place: x.places[text(e.Place)], Origin: x.places[text(e.Origin)], Date: x.dates[text(e.Date)], Claim: x.claims[text(e.Claim)]}
	for _, id := range e.Figures {
		if f := x.figures[id]; f != nil {
			r.Figures = append(r.Figures, Figure{*f, x.claims[text(f.Claim)]})
		}
	}
	return r
}

func (x *index) parties(as []doc.RecordActor) []Party {
	var out []Party
	for _, a := range as {
		p := Party{RecordActor: a}
		if e := x.entities[text(a.Entity)]; e != nil {
			p.Type, p.Title = e.Type, text(e.Title)
		}
		out = append(out, p)
	}
	return out
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Writer writes rows in one format: Begin once, Event for each row, End once.
type Writer interface {
	// Begin writes what stands before the first row.
	Begin() error
	// Event writes a row and reports whether the format holds it: an event that PLOVER codes as nothing has no row in
	// a table of PLOVER codes.
	Event(*Row) (bool, error)
	// End writes what stands after the last row; count is the number of rows written.
	End(count int) error
}

// Meta says what an export is, for the formats that say so themselves.
type Meta struct {
	Title   string // of the export or saved search
	ID      string // IRI of the export that stays the same from one fetch to the next; "" = derived from the title
	Self    string // URL that it is served under, "" = none
	Updated string // RFC 3339, when nothing in the rows is dated
}

// Format is a format that events can be had in.
type Format struct {
	Name   string // as in --format and export.NAME
	Media  string // media type
	Ending string // of file names, with the dot
	About  string // one line for people
	New    func(io.Writer, Meta) Writer
}

// Formats lists all formats, in the order in which they are offered.
func Formats() []Format {
	return []Format{
		{"csv", "text/csv; charset=utf-8", ".csv", "Table for a spreadsheet: one row for each event", newCSV},
		{"jsonl", "application/x-ndjson", ".jsonl", "JSON lines: each event with all it refers to, nothing left out", newJSONL},
		{"geojson", "application/geo+json", ".geojson", "Points for a map, with how exact each is", newGeoJSON},
		{"parquet", "application/vnd.apache.parquet", ".parquet", "Columns for data frames and databases", newParquet},
		{"plover", "application/x-ndjson", ".plover.jsonl", "PLOVER 2.0 event records, with status, sources and figures added", newPlover},
		{"polecat", "text/tab-separated-values; charset=utf-8", ".polecat.tsv", "The 40 columns of POLECAT", newPolecat},
		{"cameo", "text/tab-separated-values; charset=utf-8", ".cameo.tsv", "CAMEO codes in the columns of the Phoenix data sets", newCAMEO},
		{"acled", "text/csv; charset=utf-8", ".acled.csv", "What happened by force or in the street, in the columns of ACLED", newACLED},
		{"gdelt", "text/tab-separated-values; charset=utf-8", ".gdelt.tsv", "The 61 columns of GDELT 2.0 events, without a header line", newGDELT},
		{"atom", "application/atom+xml; charset=utf-8", ".atom", "Feed for a news reader", newAtom},
		{"prov", "application/ld+json", ".prov.jsonld", "Chains of sources as a W3C PROV graph", newPROV},
	}
}

// Find returns the format of a name.
func Find(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("export: no format %q; there are %s", name, strings.Join(names, ", "))
}

// Count is how many rows an export holds, and how many of the query its format has no place for.
type Count struct{ Written, Skipped int }

// Copy writes all rows and returns how many. An error of rows ends it: what was written then lacks its end.
func Copy(w Writer, rows iter.Seq2[*Row, error]) (Count, error) {
	var n Count
	if err := w.Begin(); err != nil {
		return n, fmt.Errorf("export: begin: %w", err)
	}
	for r, err := range rows {
		if err != nil {
			return n, fmt.Errorf("export: row %d: %w", n.Written+n.Skipped+1, err)
		}
		ok, err := w.Event(r)
		if err != nil {
			return n, fmt.Errorf("export: event %s: %w", r.Event.ID, err)
		}
		if ok {
			n.Written++
		} else {
			n.Skipped++
		}
	}
	if err := w.End(n.Written); err != nil {
		return n, fmt.Errorf("export: end: %w", err)
	}
	return n, nil
}
