package ingest

import (
	"onrecord/internal/doc"
	"onrecord/internal/store"
)

// ReadLease reads an article that waits in the store, for workers that store the record themselves.
func (g *Ingester) ReadLease(l *store.Lease) *doc.Record { return g.again(l) }
