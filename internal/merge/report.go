package merge

import (
	"slices"

	"onrecord/internal/doc"
)

const (
	wordTerms  = 24 // of a report's sentence
	aboutTerms = 32 // of its article
)

// Reports takes from a record what merging needs of its events, in their order. The article is the one that Article made
// of the same record.
func (m *Merger) Reports(rec *doc.Record, a *Article) []*Report {
	x := lookup{rec: rec, places: map[string]*doc.RecordPlace{}, dates: map[string]*doc.RecordDate{},
		figures: map[string]*doc.RecordFigure{}, claims: map[string]*doc.RecordClaim{}, entities: map[string]*doc.RecordEntity{}}
	x.fill()
	out := make([]*Report, 0, len(rec.Events))
	for i := range rec.Events {
		e := &rec.Events[i]
		r := &Report{ID: a.ID + "/" + e.ID, Article: a.ID, Event: e.ID, Act: e.Act, Plover: value(e.Plover), Modes: e.Mode, Status: e.Status,
			Actors: parties(e.Actors), Recipients: parties(e.Recipients), From: NoDay, To: NoDay, Published: a.Day,
			Anchor: e.Anchor.Text, Confidence: e.Confidence}
		x.place(r, e.Place)
		x.site(r, &e.Evidence)
		x.date(r, e.Date)
		for _, id := range e.Figures {
			x.figure(r, id)
		}
		x.chain(r, e.Claim)
		anchors := []string{e.Anchor.Text}
		for _, q := range e.Also {
			anchors = append(anchors, q.Text)
		}
		m.Mention(r, a, anchors, e.Evidence.Text)
		out = append(out, r)
	}
	return out
}

// lookup finds the parts of a record by their ids.
type lookup struct {
	rec      *doc.Record
	places   map[string]*doc.RecordPlace
	dates    map[string]*doc.RecordDate
	figures  map[string]*doc.RecordFigure
	claims   map[string]*doc.RecordClaim
	entities map[string]*doc.RecordEntity
}

func (x *lookup) fill() {
	r := x.rec
	for i := range r.Places {
		x.places[r.Places[i].ID] = &r.Places[i]
	}
	for i := range r.Dates {
		x.dates[r.Dates[i].ID] = &r.Dates[i]
	}
	for i := range r.Figures {
		x.figures[r.Figures[i].ID] = &r.Figures[i]
	}
	for i := range r.Claims {
		x.claims[r.Claims[i].ID] = &r.Claims[i]
	}
	for i := range r.Entities {
		x.entities[r.Entities[i].ID] = &r.Entities[i]
	}
}

func parties(as []doc.RecordActor) []Party {
	var out []Party
	for _, a := range as {
		out = append(out, Party{Name: a.Name, Code: value(a.Code), Sector: value(a.Sector), Stems: nameStems(a.Name)})
	}
	return out
}

// nameStems returns the stems of a name, sorted.
func nameStems(name string) []uint32 {
	var out []uint32
	Stems(name, func(s string) { out = append(out, hash(s)) })
	slices.Sort(out)
	return slices.Compact(out)
}

func (x *lookup) place(r *Report, id *string) {
	p := x.places[value(id)]
	if p == nil {
		return
	}
	r.Place = asPlace(p)
}

// site fills Site: readings often know the country of an act and pass over the town that stands beside it.
func (x *lookup) site(r *Report, sentence *doc.Quote) {
	if reach(r.Place.Precision) > 0 {
		return
	}
	for i := range x.rec.Places {
		p := &x.rec.Places[i]
		if p.Span.Start < sentence.Start || p.Span.End > sentence.End || p.Precision != "city" && p.Precision != "point" {
			continue
		}
		if r.Site.Name != "" && r.Site.Name != p.Name || r.Place.Country != "" && r.Place.Country != value(p.Country) {
			r.Site = Place{}
			return
		}
		r.Site = asPlace(p)
	}
}

func asPlace(p *doc.RecordPlace) Place {
	out := Place{Name: p.Name, Country: value(p.Country), Admin1: value(p.Admin1), Precision: p.Precision}
	out.Lat, out.Lon, _ = p.Point()
	if p.GeoNames != nil {
		out.GeoNames = *p.GeoNames
	}
	return out
}

func (x *lookup) date(r *Report, id *string) {
	d := x.dates[value(id)]
	if d == nil {
		return
	}
	first, last, ok := ParseDay(value(d.From))
	if !ok {
		return
	}
	if _, to, ok := ParseDay(value(d.To)); ok && to >= first {
		last = to
	}
	r.From, r.To, r.Granularity = first, last, d.Granularity
}

func (x *lookup) figure(r *Report, id string) {
	f := x.figures[id]
	if f == nil {
		return
	}
	r.Figures = append(r.Figures, Figure{Low: f.Low, High: f.High, Best: f.Best, Class: f.Class, Role: f.Role, Scope: f.Scope, Words: f.Span.Text})
}

func (x *lookup) chain(r *Report, id *string) {
	c := x.claims[value(id)]
	if c == nil {
		return
	}
	for _, h := range c.Chain {
		s := Source{Name: h.Name, Kind: h.Kind, Anonymity: h.Anonymity, Stance: h.Stance}
		if e := x.entities[value(h.Entity)]; e != nil {
			s.Code = value(e.Code)
		}
		r.Chain = append(r.Chain, s)
	}
}

// light are verbs that name no act of their own: "carried out an attack", "has taken control".
var light = set(`carry carried carries conduct conducted launch launched make made makes take took taken takes hold held holds holding give gave given stage staged
mount mounted do did done have had has is was were be been being come came go went gone put set up begin began begun start started`)

// anchor returns the stems of the words that name an act, and their word clusters.
func (m *Merger) anchor(anchors []string) (stems, group []uint32) {
	var lights []uint32
	for _, a := range anchors {
		for _, w := range split(a, nil) {
			form := lower(a[w.start:w.end])
			if _, ok := light[form]; ok {
				lights = append(lights, hash(stem(form)))
				continue
			}
			if s := content(form); s != "" {
				stems = append(stems, hash(s))
				if c := m.lexicon.Cluster(form)[2]; c != 0 {
					group = append(group, uint32(c))
				}
			}
		}
	}
	if len(stems) == 0 {
		stems = lights
	}
	slices.Sort(stems)
	slices.Sort(group)
	return slices.Compact(stems), slices.Compact(group)
}

// Mention fills what comes from the words themselves: the acts named by anchors, in a sentence, in an article.
func (m *Merger) Mention(r *Report, a *Article, anchors []string, sentence string) {
	r.Stems, r.Group = m.anchor(anchors)
	r.Words = m.words(sentence, r.Stems)
	r.Topic = slices.Clone(a.Topic).heaviest(aboutTerms)
	r.Evidence = sentence
}

// Party names a party.
func (m *Merger) Party(name, code, sector string) Party {
	return Party{Name: name, Code: code, Sector: sector, Stems: nameStems(name)}
}

// words weighs the words of a sentence that are not in its anchor.
func (m *Merger) words(sentence string, anchor []uint32) Vector {
	b := bag{}
	Stems(sentence, func(s string) {
		h := hash(s)
		if _, ok := slices.BinarySearch(anchor, h); !ok {
			b[h] = 1
		}
	})
	return b.vector(m.weights, wordTerms)
}
