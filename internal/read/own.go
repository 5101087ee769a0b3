package read

import (
	"fmt"
	"io"

	"onrecord/internal/actor"
	"onrecord/internal/find/place"
	"onrecord/internal/ontology"
)

// Own are the user's own tables. Nil readers mean that there are none; the names stand in errors.
type Own struct {
	Actors       io.Reader // table of actors, CSV or TSV: actor.ReadRows
	ActorsName   string
	Ontology     io.Reader // event types, TOML: ontology.Parse
	OntologyName string
	Gazetteer    *place.Gazetteer  // instead of the built-in one; nil keeps that
	Publishers   map[string]string // Options.Publishers
}

// NewOwn loads the embedded models and tables and the user's own. The examples of an ontology are read to see that they
// trigger their types. An error says what in which file is wrong and what to do.
func NewOwn(own Own) (*Reader, error) {
	o := Options{Gazetteer: own.Gazetteer, Publishers: own.Publishers}
	if own.Actors != nil {
		rows, err := actor.ReadRows(own.ActorsName, own.Actors)
		if err != nil {
			return nil, fmt.Errorf("read: actors: %w", err)
		}
		o.Actors = rows
	}
	var types *ontology.Ontology
	if own.Ontology != nil {
		b, err := io.ReadAll(io.LimitReader(own.Ontology, ontology.MaxFile+1))
		if err != nil {
			return nil, fmt.Errorf("read: ontology: %s: %w", own.OntologyName, err)
		}
		if types, err = ontology.Parse(own.OntologyName, b); err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
		o.Types = types.Coder()
	}
	r, err := New(o)
	if err != nil || types == nil {
		return r, err
	}
	if err := types.Check(r.Read); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return r, nil
}
