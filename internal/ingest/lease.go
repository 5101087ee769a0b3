package ingest

import (
	"onrecord/internal/clean"
	"onrecord/internal/doc"
	"onrecord/internal/limit"
	"onrecord/internal/read"
	"onrecord/internal/store"
)

// ReadLease reads an article that waits in the store, for workers that store the record themselves. An error says that the
// reading was given up.
func (g *Ingester) ReadLease(l *store.Lease) (*doc.Record, error) {
	rec, e := g.again(l)
	if e != nil {
		return nil, e
	}
	return &rec, nil
}

// ReadOnce cleans and reads an article that is not to be stored; explain fills the reasons of its events. Where the reading was
// given up, the record holds the article alone, and says so in its problems.
func (g *Ingester) ReadOnce(data []byte, given clean.Given, explain bool) doc.Record {
	rec, e := g.Limit.Do(g.Reader, func(t *limit.Turn) doc.Record {
		a, problems := clean.Read(data, given)
		return read.Record(t.Read(a, problems...), explain)
	})
	if e != nil {
		return e.Record()
	}
	return rec
}
