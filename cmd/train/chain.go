package main

import (
	"fmt"

	"onrecord/internal/actor"
	"onrecord/internal/attrib"
	"onrecord/internal/clean"
	"onrecord/internal/doc"
	"onrecord/internal/find/amount"
	"onrecord/internal/find/entity"
	"onrecord/internal/find/place"
	"onrecord/internal/find/when"
	"onrecord/internal/gold"
	"onrecord/internal/parse"
	"onrecord/internal/split"
	"onrecord/internal/tag"
	"onrecord/models"
)

// chain is all stages before event, with the models built in.
type chain struct {
	tag    *tag.Tagger
	parse  *parse.Parser
	entity *entity.Finder
	actor  *actor.Coder
	place  *place.Resolver
	attrib *attrib.Attributor
}

func newChain() (*chain, error) {
	files := map[string][]byte{}
	for _, name := range []string{"tag", "lexicon", "parse", "entity", "cue", "role"} {
		b, err := models.Get(name)
		if err != nil {
			return nil, err
		}
		files[name] = b
	}
	var c chain
	var errs [6]error
	c.tag, errs[0] = tag.New(files["tag"], files["lexicon"])
	c.parse, errs[1] = parse.New(files["parse"])
	c.entity, errs[2] = entity.New(files["entity"])
	c.actor, errs[3] = actor.New(nil)
	c.attrib, errs[4] = attrib.New(files["cue"], files["role"])
	c.place, errs[5] = place.New()
	for _, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("reading the models built in: %w", err)
		}
	}
	return &c, nil
}

// read runs the stages over an article.
func (c *chain) read(a doc.Article) *doc.Document {
	d := &doc.Document{Article: a}
	split.Split(d)
	for i := range d.Sentences {
		c.tag.Tag(&d.Sentences[i])
		c.parse.Parse(&d.Sentences[i])
	}
	c.entity.Find(d)
	c.place.Resolve(d)
	when.Find(d)
	amount.Find(d)
	c.actor.CodeEntities(d)
	c.attrib.Attribute(d)
	return d
}

// article reads an annotated article as `onrecord read` would.
func (c *chain) article(g *gold.Article) *doc.Document {
	a, _ := clean.Read(g.Text, clean.Given{URL: g.URL, Publisher: g.Publisher, Published: g.Published, Format: "text"})
	return c.read(a)
}

// text reads a single sentence.
func (c *chain) text(s string) *doc.Document {
	a := doc.Article{Text: s, Language: "en"}
	a.Blocks = []doc.Block{{Span: doc.Span{Start: 0, End: len(s)}, Role: "body"}}
	return c.read(a)
}
