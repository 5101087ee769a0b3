// Package onrecord reads English news and returns a sourced record of the political and
// security events in it: who did what to whom, where, when, how many, and on whose word.
//
//	reader, err := onrecord.New(onrecord.Options{})
//	record := reader.Read(onrecord.Article{Text: text, Published: "2024-03-14"})
//	for _, e := range record.Events {
//		fmt.Println(e.Status, e.Act, e.Anchor.Text)
//	}
//
// Everything runs offline from models and tables that are built into the program. The same
// article always gives the same record, byte for byte. Offsets in a record are Unicode code
// points into Record.Article.Text.
package onrecord

import (
	"io"
	"iter"

	"onrecord/internal/clean"
	"onrecord/internal/doc"
	"onrecord/internal/read"
)

// Record is all that was read in one article. A field that the text does not support is nil or empty.
type Record = doc.Record

// The parts of a Record.
type (
	Quote   = doc.Quote
	Entity  = doc.RecordEntity
	Claim   = doc.RecordClaim
	Hop     = doc.RecordHop
	Actor   = doc.RecordActor
	Event   = doc.RecordEvent
	Place   = doc.RecordPlace
	Date    = doc.RecordDate
	Figure  = doc.RecordFigure
	Force   = doc.RecordForce
	Problem = doc.Problem
)

// Article is what a program knows of an article that it wants read.
type Article struct {
	Text      string // HTML or plain text, as published
	URL       string
	Title     string
	Publisher string
	Published string // YYYY-MM-DD or RFC 3339; without it "yesterday" and the like stay unresolved
}

// Options set up a Reader.
type Options struct {
	// Explain fills Event.Why: the words, links, rules and weights behind each field.
	Explain bool
	// Actors is a table of one's own actors, CSV or TSV, which wins over the built-in ones; docs/formats/actors.md has its
	// columns. nil = none. If it has a method Name, as *os.File does, errors name it.
	Actors io.Reader
	// Ontology is a TOML file of one's own event types, described in docs/formats/ontology.md. nil = none.
	Ontology io.Reader
}

// Reader reads articles. It is safe for concurrent use.
type Reader struct {
	reader  *read.Reader
	explain bool
}

// New loads the built-in models and tables and the user's own; keep the Reader and share it.
func New(o Options) (*Reader, error) {
	r, err := read.NewOwn(read.Own{Actors: o.Actors, ActorsName: nameOf(o.Actors, "actors"), Ontology: o.Ontology, OntologyName: nameOf(o.Ontology, "ontology")})
	if err != nil {
		return nil, err
	}
	return &Reader{reader: r, explain: o.Explain}, nil
}

// nameOf is the name of a file, or what stands in for one.
func nameOf(r io.Reader, otherwise string) string {
	if f, ok := r.(interface{ Name() string }); ok {
		return f.Name()
	}
	return otherwise
}

// Read reads one article. What goes wrong with it (not English, not text, ...) stands in Record.Problems.
func (r *Reader) Read(a Article) Record {
	article, problems := clean.Read([]byte(a.Text), clean.Given{URL: a.URL, Title: a.Title, Publisher: a.Publisher, Published: a.Published})
	return read.Record(r.reader.Read(article, problems...), r.explain)
}

// ReadAll reads every article of a stream: one HTML page or text, or JSONL with one article per line
// ({"url","title","text","published","publisher"}). Name is used in messages.
func (r *Reader) ReadAll(in io.Reader, name string) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for article, problems := range clean.Articles(in, name, clean.Given{}) {
			if !yield(read.Record(r.reader.Read(article, problems...), r.explain)) {
				return
			}
		}
	}
}
