// Package read composes the stages from split to event into one pure function:
// an article in, a finished document out. It opens no file, looks at no clock and
// touches no network; the same article always gives the same document. A stage that
// fails leaves a problem in the document and never a failed run.
package read

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"onrecord/internal/actor"
	"onrecord/internal/attrib"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/find/amount"
	"onrecord/internal/find/entity"
	"onrecord/internal/find/place"
	"onrecord/internal/find/when"
	"onrecord/internal/force"
	"onrecord/internal/lstm"
	"onrecord/internal/parse"
	"onrecord/internal/split"
	"onrecord/internal/tag"
	"onrecord/models"
)

// Options set up a Reader.
type Options struct {
	// Actors are rows of the user's own actor table, in the format of data/groups.tsv; they win over the built-in ones.
	Actors []map[string]string
	// Types are event types of the user's own.
	Types []event.Type
	// Gazetteer replaces the built-in one; nil keeps that.
	Gazetteer *place.Gazetteer
	// Publishers maps hosts to the country, ISO alpha-3, that their articles are mostly about; nil leaves it to the address.
	Publishers map[string]string
	// Until names the stage to stop before; its model and the later ones are not loaded. "" reads to the end.
	// The trainers use it: they need documents as the stage in training will get them.
	Until string
	// Only names the stages to load and run; nil is all of them. What scores a stage gives it what earlier ones found that way.
	Only []string
}

// Reader reads articles. It is safe for concurrent use.
type Reader struct {
	stages []stage
	actors *actor.Coder
	types  []event.Type
	places *place.Gazetteer
	hosts  map[string]string

	pipeline string
}

// stage is one step of the reading: build loads its model and returns what it does.
type stage struct {
	name  string
	build func(*Reader) (func(*doc.Document), error)
	run   func(*doc.Document)
}

// plan lists the stages in the order in which the data flows.
func plan() []stage {
	pure := func(run func(*doc.Document)) func(*Reader) (func(*doc.Document), error) {
		return func(*Reader) (func(*doc.Document), error) { return run, nil }
	}
	return []stage{
		{name: "split", build: pure(split.Split)},
		{name: "tag", build: buildTagger},
		{name: "parse", build: buildParser},
		{name: "entity", build: func(*Reader) (func(*doc.Document), error) {
			f, err := with(entity.New, "entity")
			return f.Find, err
		}},
		{name: "place", build: buildResolver},
		{name: "when", build: pure(when.Find)},
		{name: "amount", build: pure(amount.Find)},
		{name: "actor", build: func(r *Reader) (func(*doc.Document), error) { return r.actors.CodeEntities, nil }},
		{name: "attrib", build: buildAttributor},
		{name: "event", build: func(r *Reader) (func(*doc.Document), error) {
			c, err := with(func(b []byte) (*event.Coder, error) { return event.New(b, r.actors) }, "act")
			if err != nil {
				return nil, err
			}
			return c.WithTypes(r.types).Code, nil
		}},
		{name: "force", build: func(r *Reader) (func(*doc.Document), error) {
			begin := func(d *doc.Document) force.Coder { return r.actors.Begin(d) }
			return func(d *doc.Document) { force.Find(d, begin) }, nil
		}},
		{name: "voice", build: pure(voices)},
	}
}

// New loads the embedded models and tables. An error means that the build is broken, or that a row of the user's is.
func New(o Options) (*Reader, error) {
	r := &Reader{stages: plan(), types: o.Types, places: o.Gazetteer, hosts: o.Publishers, pipeline: pipelineOf(o)}
	for i, s := range r.stages {
		if s.name == o.Until {
			r.stages = r.stages[:i]
			break
		}
	}
	if o.Only != nil {
		r.stages = slices.DeleteFunc(r.stages, func(s stage) bool { return !slices.Contains(o.Only, s.name) })
	}
	errs := make([]error, len(r.stages))
	var wait sync.WaitGroup
	var actors sync.WaitGroup
	var errActors error
	actors.Go(func() { r.actors, errActors = actor.New(o.Actors) })
	for i := range r.stages {
		s := &r.stages[i]
		wait.Go(func() {
			if s.name == "actor" || s.name == "event" || s.name == "force" {
				actors.Wait()
			}
			s.run, errs[i] = s.build(r)
		})
	}
	wait.Wait()
	actors.Wait()
	if err := errors.Join(append(errs, errActors)...); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return r, nil
}

// with builds a stage from an embedded model.
func with[T any](build func([]byte) (T, error), model string) (T, error) {
	b, err := models.Get(model)
	if err != nil {
		var none T
		return none, err
	}
	return build(b)
}

func buildResolver(r *Reader) (func(*doc.Document), error) {
	p, err := (*place.Resolver)(nil), error(nil)
	if r.places != nil {
		p, err = place.NewFrom(r.places)
	} else {
		p, err = place.New()
	}
	if err != nil {
		return nil, err
	}
	return p.WithPublishers(r.hosts).Resolve, nil
}

// Tagger returns the tagger of the built-in models alone, for what trains or scores a stage.
func Tagger() (*tag.Tagger, error) {
	lexicon, err := models.Get("lexicon")
	if err != nil {
		return nil, err
	}
	return with(func(b []byte) (*tag.Tagger, error) { return tag.New(b, lexicon) }, "tag")
}

// Parser returns the parser of the built-in models alone.
func Parser() (*parse.Parser, error) { return with(parse.New, "parse") }

func buildTagger(*Reader) (func(*doc.Document), error) {
	t, err := Tagger()
	return func(d *doc.Document) {
		for i := range d.Sentences {
			if d.GivenUp() {
				return
			}
			t.Tag(&d.Sentences[i])
		}
	}, err
}

func buildParser(*Reader) (func(*doc.Document), error) {
	p, err := Parser()
	return func(d *doc.Document) {
		for i := range d.Sentences {
			if d.GivenUp() {
				return
			}
			p.Parse(&d.Sentences[i])
		}
	}, err
}

// Attributor returns the attributor of the built-in models, for what scores it alone.
func Attributor() (*attrib.Attributor, error) {
	role, err := models.Get("role")
	if err != nil {
		return nil, err
	}
	words, err := lstm.Words()
	if err != nil {
		return nil, err
	}
	network, err := with(func(b []byte) (*attrib.Network, error) { return attrib.LoadNetwork(b, words) }, "attribution")
	if err != nil {
		return nil, err
	}
	a, err := with(func(b []byte) (*attrib.Attributor, error) { return attrib.New(b, role) }, "cue")
	if err != nil {
		return nil, err
	}
	return a.WithNetwork(network), nil
}

func buildAttributor(*Reader) (func(*doc.Document), error) {
	a, err := Attributor()
	return a.Attribute, err
}

// voices gives every figure and force the claim that covers it; -1 is the article's own voice.
func voices(d *doc.Document) {
	for i := range d.Figures {
		if d.GivenUp() {
			return
		}
		d.Figures[i].Claim = attrib.Covering(d, d.Figures[i].Span)
	}
	for i := range d.Forces {
		if d.GivenUp() {
			return
		}
		d.Forces[i].Claim = attrib.Covering(d, d.Forces[i].Span)
	}
}

// Read reads an article. Problems that clean found are handed in and stay first.
// Articles that are not in English, or empty, are recorded with their problem and not read further.
func (r *Reader) Read(a doc.Article, problems ...doc.Problem) *doc.Document {
	return r.ReadWatched(nil, a, problems...)
}

// ReadWatched is Read for somebody who may lose patience. What it returns after w.Stop is not the reading of the article.
func (r *Reader) ReadWatched(w *Watch, a doc.Article, problems ...doc.Problem) *doc.Document {
	d := &doc.Document{Article: a, Problems: problems}
	if w != nil {
		d.Stop = w.Stopped
	}
	if strings.TrimSpace(a.Text) != "" && (a.Language == "" || a.Language == "en") {
		r.run(d, w)
	}
	return d
}

// Run takes a document that holds what its stages need, for most readers no more than its article, through them.
func (r *Reader) Run(d *doc.Document) { r.run(d, nil) }

func (r *Reader) run(d *doc.Document, w *Watch) {
	for i := range r.stages {
		if d.GivenUp() {
			return
		}
		w.At(r.stages[i].name)
		if !guard(d, r.stages[i]) {
			return
		}
	}
}

// guard runs a stage; a panic becomes a problem, and what earlier stages found stays.
func guard(d *doc.Document, s stage) (ok bool) {
	before := *d
	defer func() {
		if p := recover(); p != nil {
			*d = before
			d.Problems = append(d.Problems, doc.Problem{Stage: s.name, Message: fmt.Sprintf("internal error, please report it: %v\n%s", p, debug.Stack())})
			ok = false
		}
	}()
	s.run(d)
	return true
}
