package eval

import (
	"path/filepath"
	"sort"
	"strings"

	"onrecord/internal/corpus"
	"onrecord/internal/find/entity"
	"onrecord/internal/read"
	"onrecord/internal/split"
	"onrecord/internal/tag"
	"onrecord/models"
)

// entitiesDefault is the data whose development split plain `onrecord eval` scores.
const entitiesDefault = "corpora/worldwide-newswire/entities"

// entitiesTask scores the entity tagger on token-per-line BIO files. The running text is rebuilt from the
// tokens and read as any article: our sentences and tokens, tagger and entity models. A found name counts when its
// bytes cover exactly the tokens of an annotated name of the same class; white space apart, a name is
// compared by the corpus tokens that it overlaps, so that differences of tokenization inside a name cost
// nothing and differences at its border do.
//
// Data with the CoNLL classes (PER ORG LOC MISC) is scored by those.
//
// Training took the documents with FNV-1a(file name) mod 7 != 0. When the path is the default corpus
// only the others are scored; of any other path, all documents are.
func entitiesTask() Task {
	return Task{
		Name:    "entities",
		Help:    "names by span and class, on token-per-line BIO files (worldwide-newswire format)",
		Default: []string{entitiesDefault},
		Run:     runEntities,
	}
}

func runEntities(path string) ([]Row, error) {
	docs, err := corpus.ReadBIO(path)
	if err != nil {
		return nil, err
	}
	finder, err := newEntityReader()
	if err != nil {
		return nil, err
	}
	data, isDefault := filepath.Base(path), strings.HasSuffix(filepath.ToSlash(filepath.Clean(path)), entitiesDefault)
	if isDefault {
		data = "worldwide-newswire dev"
	}
	scheme := newScheme(docs)
	var all, spans PRF
	classes := map[string]PRF{}
	for i := range docs {
		if isDefault && docs[i].Fold(7) != 0 {
			continue
		}
		scoreEntities(&docs[i], finder, scheme, &all, &spans, classes)
	}
	row := func(metric string, p PRF, score float64) Row {
		return Row{Task: "entities", Data: data, Metric: metric, N: p.Gold, Score: score}
	}
	rows := []Row{
		row("F1", all, all.F1()), row("precision", all, all.Precision()), row("recall", all, all.Recall()),
		row("span F1", spans, spans.F1()),
	}
	if isDefault {
		rows[0].Floor, rows[0].Target = 83, 84
	}
	var names []string
	for c := range classes {
		names = append(names, c)
	}
	sort.Strings(names)
	for _, c := range names {
		rows = append(rows, row("F1 "+c, classes[c], classes[c].F1()))
	}
	return rows, nil
}

// entityReader runs the stages that the entity finder needs.
type entityReader struct {
	tagger *tag.Tagger
	finder *entity.Finder
}

func newEntityReader() (*entityReader, error) {
	model, err := models.Get("entity")
	if err != nil {
		return nil, err
	}
	f, err := entity.New(model)
	if err != nil {
		return nil, err
	}
	t, err := read.Tagger()
	if err != nil {
		return nil, err
	}
	return &entityReader{t, f}, nil
}

// scheme maps the classes of the tagger to those of the data: data with the four CoNLL classes is scored by them,
// and a class that the data does not know is left out or joined to the one that it falls under there.
type scheme map[string]bool

func newScheme(docs []corpus.BIO) scheme {
	s := scheme{}
	for _, c := range corpus.Classes(docs) {
		s[fullClass(c)] = true
	}
	return s
}

// fullClass writes out the CoNLL abbreviations.
func fullClass(c string) string {
	switch c {
	case "PER":
		return entity.Person
	case "ORG":
		return entity.Organization
	case "LOC":
		return entity.Location
	case "MISC":
		return entity.Misc
	}
	return c
}

// class returns the data's class for one of ours, "" for none.
func (s scheme) class(c string) string {
	under := map[string]string{entity.NORP: entity.Misc, entity.Product: entity.Misc, entity.Facility: entity.Location}
	switch {
	case s[c]:
		return c
	case s[under[c]]:
		return under[c]
	}
	return ""
}

type classSpan struct {
	first, last int
	class       string
}

// read returns the names found in the text, as runs of the corpus's tokens.
func (r *entityReader) read(b *corpus.BIO) []classSpan {
	d := b.Document()
	split.Split(d)
	for i := range d.Sentences {
		r.tagger.Tag(&d.Sentences[i])
	}
	var out []classSpan
	for _, m := range r.finder.Label(d) {
		first := sort.Search(len(b.Tokens), func(i int) bool { return b.Tokens[i].End > m.Start })
		last := sort.Search(len(b.Tokens), func(i int) bool { return b.Tokens[i].Start >= m.End }) - 1
		if first <= last {
			out = append(out, classSpan{first, last, m.Class})
		}
	}
	return out
}

func scoreEntities(b *corpus.BIO, r *entityReader, in scheme, all, spans *PRF, classes map[string]PRF) {
	gold, goldSpans := map[classSpan]bool{}, map[[2]int]bool{}
	for _, e := range b.Entities() {
		class := fullClass(e.Class)
		gold[classSpan{e.First, e.Last, class}] = true
		goldSpans[[2]int{e.First, e.Last}] = true
		c := classes[class]
		c.Gold++
		classes[class] = c
	}
	all.Gold += len(gold)
	spans.Gold += len(goldSpans)
	for _, s := range r.read(b) {
		if s.class = in.class(s.class); s.class == "" {
			continue
		}
		c := classes[s.class]
		c.System++
		all.System++
		spans.System++
		if gold[s] {
			all.Hit++
			c.Hit++
			delete(gold, s)
		}
		if k := [2]int{s.first, s.last}; goldSpans[k] {
			spans.Hit++
			delete(goldSpans, k)
		}
		classes[s.class] = c
	}
}
