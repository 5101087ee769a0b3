package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"onrecord"
	"onrecord/internal/clean"
	"onrecord/internal/ingest"
	"onrecord/internal/read"
)

// ownFlags are the user's own tables, and how long reading may take; every command that reads articles has them. Commands on one store must be given the
// same ones: what is read with others is another pipeline, and "onrecord reread" reads it again.
type ownFlags struct {
	limitFlag `embed:""`
	Actors    string `help:"Table of your own actors, CSV or TSV: name, aliases, kind, code, sector, office, from, to. Its rows win over the built-in ones." placeholder:"FILE" env:"ONRECORD_ACTORS"`
	Ontology  string `help:"File of your own event types, TOML; docs/formats/ontology.md describes it." placeholder:"FILE" env:"ONRECORD_ONTOLOGY"`
	Gazetteer string `help:"More places: a table like GeoNames' allCountries.txt, or a file that cmd/gazetteer packed. A table is packed once and kept in the cache folder." placeholder:"FILE" env:"ONRECORD_GAZETTEER"`
}

// reader loads the models, the user's own tables, and the countries of publishers that a store has learned (nil = none).
func (f *ownFlags) reader(ctx context.Context, s *streams, publishers map[string]string) (*read.Reader, error) {
	own := read.Own{ActorsName: f.Actors, OntologyName: f.Ontology, Publishers: publishers}
	if f.Gazetteer != "" {
		g, err := s.gazetteer(ctx, f.Gazetteer)
		if err != nil {
			return nil, err
		}
		own.Gazetteer = g
	}
	for _, x := range []struct {
		flag, name string
		to         *io.Reader
	}{{"--actors", f.Actors, &own.Actors}, {"--ontology", f.Ontology, &own.Ontology}} {
		if x.name == "" {
			continue
		}
		in, err := open(x.name, nil)
		if err != nil {
			return nil, errUsage{fmt.Errorf("read: %s: %w", x.flag, err)}
		}
		defer in.Close()
		*x.to = in
	}
	return read.NewOwn(own)
}

// into gives an ingester its reader.
func (f *ownFlags) into(ctx context.Context, s *streams, g *ingest.Ingester) error {
	publishers, err := g.Store.Publishers(ctx)
	if err != nil {
		return err
	}
	r, err := f.reader(ctx, s, publishers)
	if err != nil {
		return err
	}
	g.Reader = r
	return g.Store.NotePipeline(ctx, g.Reader.Pipeline(), f.words(len(publishers)))
}

// words names the tables, for people: what a store notes beside a pipeline.
func (f *ownFlags) words(publishers int) string {
	var parts []string
	for _, x := range []struct{ what, name string }{{"actors", f.Actors}, {"ontology", f.Ontology}, {"gazetteer", f.Gazetteer}} {
		if x.name != "" {
			parts = append(parts, x.what+" "+filepath.Base(x.name))
		}
	}
	if publishers > 0 {
		parts = append(parts, fmt.Sprintf("countries of %d publishers", publishers))
	}
	return strings.Join(parts, ", ")
}

// pageReader reads for the page as the store's articles are read, with reasons.
type pageReader struct{ g *ingest.Ingester }

func (p pageReader) Read(a onrecord.Article) onrecord.Record {
	return p.g.ReadOnce([]byte(a.Text), clean.Given{URL: a.URL, Title: a.Title, Publisher: a.Publisher, Published: a.Published}, true)
}
