// Package read composes the stages from split to event into one pure function:
// an article in, a finished document out. It opens no file, looks at no clock and
// touches no network; the same article always gives the same document. A stage that
// fails leaves a problem in the document and never a failed run.
package read

import (
	"fmt"
	"runtime/debug"
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
	"onrecord/internal/parse"
	"onrecord/internal/split"
	"onrecord/internal/tag"
	"onrecord/models"
)

// Options set up a Reader.
type Options struct {
	// Actors are rows of the user's own actor table, in the format of data/groups.tsv; they win over the built-in ones.
	Actors []map[string]string
}

// Reader reads articles. It is safe for concurrent use.
type Reader struct {
	tagger   *tag.Tagger
	parser   *parse.Parser
	entities *entity.Finder
	places   *place.Resolver
	actors   *actor.Coder
	attrib   *attrib.Attributor
	events   *event.Coder
}

// New loads the embedded models and tables. An error means that the build is broken.
func New(o Options) (*Reader, error) {
	var r Reader
	var wait sync.WaitGroup
	errs := make([]error, 6)
	load := func(i int, f func() error) { wait.Go(func() { errs[i] = f() }) }
	load(0, func() (err error) { r.tagger, err = loadTagger(); return })
	load(1, func() (err error) { r.parser, err = with("parse", parse.New); return })
	load(2, func() (err error) { r.entities, err = with("entity", entity.New); return })
	load(3, func() (err error) { r.places, err = place.New(); return })
	load(4, func() (err error) { r.attrib, err = loadAttributor(); return })
	load(5, func() (err error) {
		if r.actors, err = actor.New(o.Actors); err != nil {
			return err
		}
		r.events, err = with("act", func(b []byte) (*event.Coder, error) { return event.New(b, r.actors) })
		return err
	})
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("read: %w", err)
		}
	}
	return &r, nil
}

// with builds a stage from an embedded model.
func with[T any](model string, build func([]byte) (T, error)) (T, error) {
	b, err := models.Get(model)
	if err != nil {
		var none T
		return none, err
	}
	return build(b)
}

// stage is one step of the reading.
type stage struct {
	name string
	run  func(*doc.Document)
}

func (r *Reader) stages() []stage {
	return []stage{
		{"split", split.Split},
		{"tag", func(d *doc.Document) {
			for i := range d.Sentences {
				r.tagger.Tag(&d.Sentences[i])
			}
		}},
		{"parse", func(d *doc.Document) {
			for i := range d.Sentences {
				r.parser.Parse(&d.Sentences[i])
			}
		}},
		{"entity", r.entities.Find},
		{"place", r.places.Resolve},
		{"when", when.Find},
		{"amount", amount.Find},
		{"actor", r.actors.CodeEntities},
		{"attrib", r.attrib.Attribute},
		{"event", r.events.Code},
		{"force", func(d *doc.Document) { force.Find(d, r.actors) }},
		{"claim", voices},
	}
}

// voices gives every figure and force the claim that covers it; -1 is the article's own voice.
func voices(d *doc.Document) {
	for i := range d.Figures {
		d.Figures[i].Claim = attrib.Covering(d, d.Figures[i].Span)
	}
	for i := range d.Forces {
		d.Forces[i].Claim = attrib.Covering(d, d.Forces[i].Span)
	}
}

// Read reads an article. Problems that clean found are handed in and stay first.
// Articles that are not in English, or empty, are recorded with their problem and not read further.
func (r *Reader) Read(a doc.Article, problems ...doc.Problem) *doc.Document {
	d := &doc.Document{Article: a, Problems: problems}
	if strings.TrimSpace(a.Text) == "" || a.Language != "" && a.Language != "en" {
		return d
	}
	for _, s := range r.stages() {
		if !guard(d, s) {
			return d
		}
	}
	return d
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

func loadTagger() (*tag.Tagger, error) {
	model, err := models.Get("tag")
	if err != nil {
		return nil, err
	}
	lexicon, err := models.Get("lexicon")
	if err != nil {
		return nil, err
	}
	return tag.New(model, lexicon)
}

func loadAttributor() (*attrib.Attributor, error) {
	cue, err := models.Get("cue")
	if err != nil {
		return nil, err
	}
	role, err := models.Get("role")
	if err != nil {
		return nil, err
	}
	return attrib.New(cue, role)
}
