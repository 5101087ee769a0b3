package store

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"time"

	"onrecord/internal/merge"
)

// ArticleRow is an article as lists show it.
type ArticleRow struct {
	ID        string    `json:"id"`
	URL       string    `json:"url,omitempty"`
	Title     string    `json:"title,omitempty"`
	Publisher string    `json:"publisher,omitempty"`
	Published string    `json:"published,omitempty"`
	Language  string    `json:"language,omitempty"`
	Source    string    `json:"source,omitempty"` // the watch or argument that brought it
	Added     time.Time `json:"added"`
	State     string    `json:"state"` // new | read | failed
	Problem   string    `json:"problem,omitempty"`
	Pipeline  string    `json:"pipeline,omitempty"`
	Events    int       `json:"events"`
	Claims    int       `json:"claims"`
	Family    string    `json:"family,omitempty"` // id of the article that leads its family of copies; its own id when it is no copy
	Story     string    `json:"story,omitempty"`
	Newer     string    `json:"newer,omitempty"` // id of a newer version of the same address
	Start     string    `json:"start"`           // the first words
}

// ArticleRef is the article that something stands in.
type ArticleRef struct {
	ID        string `json:"id"`
	URL       string `json:"url,omitempty"`
	Title     string `json:"title,omitempty"`
	Publisher string `json:"publisher,omitempty"`
	Published string `json:"published,omitempty"`
}

// Where is a place as lists show it; Lat and Lon are nil when there is no point.
type Where struct {
	Name      string   `json:"name"`
	Country   string   `json:"country,omitempty"`
	Lat       *float64 `json:"lat,omitempty"`
	Lon       *float64 `json:"lon,omitempty"`
	Precision string   `json:"precision,omitempty"`
}

// EventRow is an event as lists show it.
type EventRow struct {
	ID         string     `json:"id"` // unique within its article
	Article    ArticleRef `json:"article"`
	Act        string     `json:"act"`
	Plover     string     `json:"plover,omitempty"`
	Status     string     `json:"status"`
	Actors     []Party    `json:"actors"`
	Recipients []Party    `json:"recipients"`
	Place      *Where     `json:"place"`
	From       string     `json:"from,omitempty"` // days of the act; empty when the article does not say
	To         string     `json:"to,omitempty"`
	Chain      []Hop      `json:"chain"` // on whose word, outermost first; empty = the article's own voice
	Anchor     string     `json:"anchor"`
	Evidence   string     `json:"evidence"`
	Confidence float64    `json:"confidence"`
	Incident   string     `json:"incident,omitempty"`
}

// ClaimRow is a claim as lists show it.
type ClaimRow struct {
	ID      string     `json:"id"`
	Article ArticleRef `json:"article"`
	Content string     `json:"content"`
	Cue     string     `json:"cue,omitempty"`
	Chain   []Hop      `json:"chain"`
	Quote   string     `json:"quote"`
}

// ForceRow is a standing in the ledger.
type ForceRow struct {
	ID       string     `json:"id"`
	Article  ArticleRef `json:"article"`
	Owner    Party      `json:"owner"`
	Words    string     `json:"words,omitempty"` // the figure as the article writes it
	Low      *float64   `json:"low"`
	High     *float64   `json:"high"`
	Best     *float64   `json:"best"`
	Approx   bool       `json:"approx"`
	Class    string     `json:"class,omitempty"`
	Place    *Where     `json:"place"`
	From     string     `json:"from,omitempty"` // as of when; empty when the article does not say
	To       string     `json:"to,omitempty"`
	Chain    []Hop      `json:"chain"`
	Evidence string     `json:"evidence"`
}

// IncidentRow is an incident as lists show it.
type IncidentRow struct {
	ID          string `json:"id"`
	Sentence    string `json:"sentence"`
	Act         string `json:"act"`
	Status      string `json:"status"`
	Place       *Where `json:"place"`
	From        string `json:"from,omitempty"`
	To          string `json:"to,omitempty"`
	First       string `json:"first,omitempty"` // publication day of the first report
	Last        string `json:"last,omitempty"`
	Reports     int    `json:"reports"`
	Articles    int    `json:"articles"`
	Independent int    `json:"independent"` // sources, copies folded
	Outlets     int    `json:"outlets"`
	Denied      bool   `json:"denied"`
	OneSided    string `json:"one_sided,omitempty"` // name of the party on whose word alone it rests
	Figure      string `json:"figure,omitempty"`    // words of the first figure as last reported
	Story       string `json:"story,omitempty"`
}

// dayText writes a day of a column; "" when it is not known.
func dayText(n int64) string { return asDay(n).String() }

func place(name, country, precision string, lat, lon float64) *Where {
	if name == "" {
		return nil
	}
	w := &Where{Name: name, Country: country, Precision: precision}
	if cell(lat, lon, precision) >= 0 {
		w.Lat, w.Lon = &lat, &lon
	}
	return w
}

// fromJSON reads what asJSON wrote.
func fromJSON[T any](s string, into *[]T) error {
	*into = []T{}
	return json.Unmarshal([]byte(s), into)
}

// Articles lists articles, newest first: of publication, those without a day last.
func (s *Store) Articles(ctx context.Context, f Filter, at Page) (rows []ArticleRow, next string, err error) {
	p := s.plan(ctx, "article", "a", "")
	p.days(&f)
	p.about("a", "p", f.Publisher)
	p.equals("id", one(f.Article))
	p.equals("story", one(f.Story))
	p.text(f.Text)
	p.hasEvent(&f)
	rows = []ArticleRow{}
	next, err = p.page(`a.n, a.id, a.url, a.title, a.publisher, a.published, a.language, a.source, a.added, a.state, a.problem, a.pipeline,
		a.events, a.claims, a.family, a.story, a.newer, substr(a.text, 1, 240)`, &f, at, func(r scanner) (n int64, lat, lon float64, take func(), err error) {
		var x ArticleRow
		var added int64
		err = r.Scan(&n, &x.ID, &x.URL, &x.Title, &x.Publisher, &x.Published, &x.Language, &x.Source, &added, &x.State, &x.Problem, &x.Pipeline,
			&x.Events, &x.Claims, &x.Family, &x.Story, &x.Newer, &x.Start)
		x.Added = time.UnixMicro(added).UTC()
		return n, 0, 0, func() { rows = append(rows, x) }, err
	})
	return rows, next, err
}

func one(v string) []string {
	if v == "" {
		return nil
	}
	return []string{v}
}

// hasEvent adds to a plan for articles that they hold an event with these fields.
func (p *plan) hasEvent(f *Filter) {
	x := p.s.plan(p.ctx, "event", "e", "")
	x.eventFields(f)
	if x.err != nil && p.err == nil {
		p.err = x.err
	}
	if len(x.conds) == 0 || p.err != nil {
		return
	}
	d := x.choose(x.hi, math.MaxInt)
	if x.err != nil {
		p.err = x.err
		return
	}
	c := &cond{dear: 10}
	var tests []string
	for _, t := range x.conds {
		tests = append(tests, renumber(t.test, &c.testArgs, t.testArgs))
	}
	c.test = "EXISTS (SELECT 1 FROM event e WHERE e.article = a.n AND " + strings.Join(tests, " AND ") + ")"
	if d != nil && d.size <= p.s.few {
		q, args := x.query("e.article", d, 0, math.MaxInt64, p.s.few+1)
		c.number, c.from, c.where, c.args = "found.article", "("+q+") found", "1 = 1", args
	}
	p.conds = append(p.conds, c)
}

// eventFields adds the fields of a filter that events alone have.
func (p *plan) eventFields(f *Filter) {
	p.countryAct(f.Country, f.Act)
	p.equals("status", f.Status)
	p.equals("incident", one(f.Incident))
	p.about("e", "a", f.Actor)
	p.about("e", "r", f.Recipient)
	p.about("e", "l", f.Place)
	p.about("e", "s", f.Source)
	p.voice("e", f.Voice)
	p.near(f)
}

const refColumns = `a.id, a.url, a.title, a.publisher, a.published`

func (r *ArticleRef) into() []any { return []any{&r.ID, &r.URL, &r.Title, &r.Publisher, &r.Published} }

// Events lists events, those of the latest days first: of the act, or of publication where the act has none.
func (s *Store) Events(ctx context.Context, f Filter, at Page) (rows []EventRow, next string, err error) {
	rows = []EventRow{}
	p := s.plan(ctx, "event", "e", " CROSS JOIN article a")
	p.on = "a.n = e.article"
	p.days(&f)
	p.eventFields(&f)
	p.about("e", "p", f.Publisher)
	p.ofArticle(&f)
	p.text(f.Text)
	next, err = p.page(eventColumns, &f, at, func(r scanner) (int64, float64, float64, func(), error) {
		x, n, lat, lon, err := scanEvent(r)
		return n, lat, lon, func() { rows = append(rows, x) }, err
	})
	return rows, next, err
}

// ofArticle adds that a row stands in an article, or in one of a story.
func (p *plan) ofArticle(f *Filter) {
	from := "article y CROSS JOIN " + p.table + " z"
	if f.Article != "" {
		p.in("z.n", from, "z.article = y.n AND y.id = $1", f.Article)
	}
	if f.Story != "" {
		p.in("z.n", from, "z.article = y.n AND y.story = $1", f.Story)
	}
}

const eventColumns = `e.n, e.id, e.act, e.plover, e.status, e.actors, e.recipients, e.place, e.country, e.precis, e.lat, e.lon, e.day_from, e.day_to,
	e.chain, e.anchor, e.evidence, e.confidence, e.incident, ` + refColumns

func scanEvent(r scanner) (x EventRow, n int64, lat, lon float64, err error) {
	var actors, recipients, chain, name, country, precision string
	var from, to int64
	err = r.Scan(append([]any{&n, &x.ID, &x.Act, &x.Plover, &x.Status, &actors, &recipients, &name, &country, &precision, &lat, &lon, &from, &to,
		&chain, &x.Anchor, &x.Evidence, &x.Confidence, &x.Incident}, x.Article.into()...)...)
	for _, part := range []func() error{
		func() error { return fromJSON(actors, &x.Actors) },
		func() error { return fromJSON(recipients, &x.Recipients) },
		func() error { return fromJSON(chain, &x.Chain) },
	} {
		if err == nil {
			err = part()
		}
	}
	x.Place, x.From, x.To = place(name, country, precision, lat, lon), dayText(from), dayText(to)
	return x, n, lat, lon, err
}

// Claims lists claims, of the latest articles first. Of the filter text, source, publisher, since, until, story and
// article apply.
func (s *Store) Claims(ctx context.Context, f Filter, at Page) (rows []ClaimRow, next string, err error) {
	p := s.plan(ctx, "claim", "c", " CROSS JOIN article a")
	p.on = "a.n = c.article"
	p.days(&f)
	p.about("c", "s", f.Source)
	p.about("c", "p", f.Publisher)
	p.voice("c", f.Voice)
	p.ofArticle(&f)
	p.text(f.Text)
	rows = []ClaimRow{}
	next, err = p.page(`c.n, c.id, c.content, c.cue, c.chain, c.quote, `+refColumns, &f, at, func(r scanner) (n int64, lat, lon float64, take func(), err error) {
		var x ClaimRow
		var chain string
		err = r.Scan(append([]any{&n, &x.ID, &x.Content, &x.Cue, &chain, &x.Quote}, x.Article.into()...)...)
		if err == nil {
			err = fromJSON(chain, &x.Chain)
		}
		return n, 0, 0, func() { rows = append(rows, x) }, err
	})
	return rows, next, err
}

// Forces lists the ledger: who keeps how many where, latest first. Actor is the owner; of the filter country, publisher,
// since, until, near, box, story and article apply besides.
func (s *Store) Forces(ctx context.Context, f Filter, at Page) (rows []ForceRow, next string, err error) {
	p := s.plan(ctx, "force", "f", " CROSS JOIN article a")
	p.on = "a.n = f.article"
	p.days(&f)
	p.equals("country", f.Country)
	p.about("f", "a", f.Actor)
	p.about("f", "l", f.Place)
	p.about("f", "p", f.Publisher)
	p.about("f", "s", f.Source)
	p.voice("f", f.Voice)
	p.ofArticle(&f)
	p.near(&f)
	rows = []ForceRow{}
	next, err = p.page(`f.n, f.id, f.owner, f.code, f.sector, f.words, f.low, f.high, f.best, f.approx, f.class, f.place, f.country, f.precis,
		f.lat, f.lon, f.asof_from, f.asof_to, f.chain, f.evidence, `+refColumns, &f, at, func(r scanner) (n int64, lat, lon float64, take func(), err error) {
		var x ForceRow
		var approx int
		var name, country, precision, chain string
		err = r.Scan(append([]any{&n, &x.ID, &x.Owner.Name, &x.Owner.Code, &x.Owner.Sector, &x.Words, &x.Low, &x.High, &x.Best, &approx, &x.Class,
			&name, &country, &precision, &lat, &lon, &x.From, &x.To, &chain, &x.Evidence}, x.Article.into()...)...)
		if err == nil {
			err = fromJSON(chain, &x.Chain)
		}
		x.Approx, x.Place = approx == 1, place(name, country, precision, lat, lon)
		return n, lat, lon, func() { rows = append(rows, x) }, err
	})
	return rows, next, err
}

// Incidents lists incidents, those of the latest days first.
func (s *Store) Incidents(ctx context.Context, f Filter, at Page) (rows []IncidentRow, next string, err error) {
	rows = []IncidentRow{}
	next, err = s.incidentPlan(ctx, &f).whole().page(incidentColumns, &f, at, func(r scanner) (int64, float64, float64, func(), error) {
		x, n, lat, lon, err := scanIncident(r)
		return n, lat, lon, func() { rows = append(rows, x) }, err
	})
	return rows, next, err
}

// incidentPlan tests and counts incidents by their outlines alone.
func (s *Store) incidentPlan(ctx context.Context, f *Filter) *plan {
	p := s.plan(ctx, "outline", "o", "")
	p.list, p.narrow = "incident", true
	p.days(f)
	p.countryAct(f.Country, f.Act)
	p.equals("status", f.Status)
	if f.Incident != "" {
		p.in("z.n", "incident z", "z.id = $1", f.Incident)
	}
	p.about("i", "a", f.Actor)
	p.about("i", "r", f.Recipient)
	p.about("i", "l", f.Place)
	p.about("i", "s", f.Source)
	p.about("i", "p", f.Publisher)
	p.voice("i", f.Voice)
	p.between("i", f.Between)
	p.near(f)
	p.text(f.Text)
	events := "article y CROSS JOIN event x CROSS JOIN incident z"
	if f.Article != "" {
		p.in("z.n", events, "x.article = y.n AND z.id = x.incident AND y.id = $1", f.Article)
	}
	if f.Story != "" {
		p.in("z.n", events, "x.article = y.n AND z.id = x.incident AND y.story = $1", f.Story)
	}
	return p
}

// whole adds the rest of the incidents that pass.
func (p *plan) whole() *plan {
	p.joins, p.on = " CROSS JOIN incident i", "i.n = o.n"
	return p
}

const incidentColumns = `i.n, i.id, i.sentence, i.act, i.status, i.place, i.country, i.precis, i.lat, i.lon, i.day_from, i.day_to, i.first_day, i.last_day,
	i.reports, i.articles, i.independent, i.outlets, i.denied, i.one_sided, i.figure, coalesce((SELECT x.story FROM article x WHERE x.id = i.first_article), '')`

func scanIncident(r scanner) (x IncidentRow, n int64, lat, lon float64, err error) {
	var name, country, precision string
	var from, to, first, last, denied int64
	err = r.Scan(&n, &x.ID, &x.Sentence, &x.Act, &x.Status, &name, &country, &precision, &lat, &lon, &from, &to, &first, &last,
		&x.Reports, &x.Articles, &x.Independent, &x.Outlets, &denied, &x.OneSided, &x.Figure, &x.Story)
	x.Denied = denied == 1
	x.Place = place(name, country, precision, lat, lon)
	x.From, x.To, x.First, x.Last = dayText(from), dayText(to), dayText(first), dayText(last)
	return x, n, lat, lon, err
}

// incidentBody reads the whole of an incident.
func (s *Store) incidentBody(b []byte) (*merge.Incident, error) {
	return decode[*merge.Incident](s, b)
}
