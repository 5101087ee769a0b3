package store

import (
	"context"
	"encoding/json"
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

// Articles lists articles, newest first.
func (s *Store) Articles(ctx context.Context, f Filter, p Page) (rows []ArticleRow, next string, err error) {
	w := &where{s: s, ctx: ctx}
	w.any("a.publisher", f.Publisher)
	w.any("a.id", one(f.Article))
	w.any("a.story", one(f.Story))
	w.days("a.day", &f)
	w.text("article", "a.n", f.Text)
	s.articleHas(w, &f)
	rows = []ArticleRow{}
	next, err = s.run(ctx, list{"article", `a.n, a.day, a.id, a.url, a.title, a.publisher, a.published, a.language, a.source, a.added, a.state, a.problem, a.pipeline,
		a.events, a.claims, a.family, a.story, a.newer, substr(a.text, 1, 240)`, "article a", "a", w}, &f, p, func(r scanner) (cursor, error) {
		var c cursor
		var x ArticleRow
		var added int64
		err := r.Scan(&c.n, &c.day, &x.ID, &x.URL, &x.Title, &x.Publisher, &x.Published, &x.Language, &x.Source, &added, &x.State, &x.Problem, &x.Pipeline,
			&x.Events, &x.Claims, &x.Family, &x.Story, &x.Newer, &x.Start)
		x.Added = time.UnixMicro(added).UTC()
		rows = append(rows, x)
		return c, err
	})
	return rows, next, err
}

func one(v string) []string {
	if v == "" {
		return nil
	}
	return []string{v}
}

// articleHas adds to a filter of articles that they hold an event with these fields.
func (s *Store) articleHas(w *where, f *Filter) {
	x := &where{s: s, ctx: w.ctx, args: w.args}
	x.any("e.act", f.Act)
	x.any("e.status", f.Status)
	x.any("e.country", f.Country)
	x.any("e.incident", one(f.Incident))
	x.about("e", "a", "e.n", f.Actor)
	x.about("e", "r", "e.n", f.Recipient)
	x.about("e", "s", "e.n", f.Source)
	x.near(f, "e.lat", "e.lon", "e.cell")
	w.args = x.args
	if x.err != nil && w.err == nil {
		w.err = x.err
	}
	if len(x.conds) == 0 {
		return
	}
	cond := strings.Join(x.conds, " AND ")
	if x.few || f.Incident != "" || f.Near != nil || f.Box != nil {
		w.few = true
		w.and("a.n IN (SELECT e.article FROM event e WHERE " + cond + ")")
		return
	}
	w.and("EXISTS (SELECT 1 FROM event e WHERE e.article = a.n AND " + cond + ")")
}

const refColumns = `a.id, a.url, a.title, a.publisher, a.published`

func (r *ArticleRef) into() []any { return []any{&r.ID, &r.URL, &r.Title, &r.Publisher, &r.Published} }

// Events lists events, those of the latest days first.
func (s *Store) Events(ctx context.Context, f Filter, p Page) (rows []EventRow, next string, err error) {
	rows = []EventRow{}
	next, err = s.run(ctx, list{"event", eventColumns, "event e JOIN article a ON a.n = e.article", "e", s.eventWhere(ctx, &f)}, &f, p, func(r scanner) (cursor, error) {
		x, c, err := scanEvent(r)
		rows = append(rows, x)
		return c, err
	})
	return rows, next, err
}

func (s *Store) eventWhere(ctx context.Context, f *Filter) *where {
	w := &where{s: s, ctx: ctx}
	w.any("e.act", f.Act)
	w.any("e.status", f.Status)
	w.any("e.country", f.Country)
	w.any("e.incident", one(f.Incident))
	w.any("a.id", one(f.Article))
	w.any("a.story", one(f.Story))
	w.about("e", "a", "e.n", f.Actor)
	w.about("e", "r", "e.n", f.Recipient)
	w.about("e", "s", "e.n", f.Source)
	w.about("e", "p", "e.n", f.Publisher)
	w.days("e.day", f)
	w.near(f, "e.lat", "e.lon", "e.cell")
	w.text("event", "e.n", f.Text)
	w.few = w.few || f.Incident != "" || f.Article != "" || f.Story != "" || f.Near != nil || f.Box != nil
	return w
}

const eventColumns = `e.n, e.day, e.id, e.act, e.plover, e.status, e.actors, e.recipients, e.place, e.country, e.precis, e.lat, e.lon, e.day_from, e.day_to,
	e.chain, e.anchor, e.evidence, e.confidence, e.incident, ` + refColumns

func scanEvent(r scanner) (EventRow, cursor, error) {
	var x EventRow
	var c cursor
	var actors, recipients, chain, name, country, precision string
	var lat, lon float64
	var from, to int64
	err := r.Scan(append([]any{&c.n, &c.day, &x.ID, &x.Act, &x.Plover, &x.Status, &actors, &recipients, &name, &country, &precision, &lat, &lon, &from, &to,
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
	return x, c, err
}

// Claims lists claims, of the latest articles first. Of the filter text, source, publisher, since, until, story and
// article apply.
func (s *Store) Claims(ctx context.Context, f Filter, p Page) (rows []ClaimRow, next string, err error) {
	w := &where{s: s, ctx: ctx}
	w.any("a.id", one(f.Article))
	w.any("a.story", one(f.Story))
	w.about("c", "s", "c.n", f.Source)
	w.about("c", "p", "c.n", f.Publisher)
	w.days("c.day", &f)
	w.text("claim", "c.n", f.Text)
	w.few = w.few || f.Article != "" || f.Story != ""
	rows = []ClaimRow{}
	next, err = s.run(ctx, list{"claim", `c.n, c.day, c.id, c.content, c.cue, c.chain, c.quote, ` + refColumns, "claim c JOIN article a ON a.n = c.article", "c", w}, &f, p,
		func(r scanner) (cursor, error) {
			var c cursor
			var x ClaimRow
			var chain string
			err := r.Scan(append([]any{&c.n, &c.day, &x.ID, &x.Content, &x.Cue, &chain, &x.Quote}, x.Article.into()...)...)
			if err == nil {
				err = fromJSON(chain, &x.Chain)
			}
			rows = append(rows, x)
			return c, err
		})
	return rows, next, err
}

// Forces lists the ledger: who keeps how many where, latest first. Actor is the owner; of the filter country, publisher,
// since, until, near, box, story and article apply besides.
func (s *Store) Forces(ctx context.Context, f Filter, p Page) (rows []ForceRow, next string, err error) {
	w := &where{s: s, ctx: ctx}
	w.any("f.country", f.Country)
	w.any("a.publisher", f.Publisher)
	w.any("a.id", one(f.Article))
	w.any("a.story", one(f.Story))
	w.owner(f.Actor)
	w.days("f.day", &f)
	w.near(&f, "f.lat", "f.lon", "f.cell")
	rows = []ForceRow{}
	next, err = s.run(ctx, list{"force", `f.n, f.day, f.id, f.owner, f.code, f.sector, f.words, f.low, f.high, f.best, f.approx, f.class, f.place, f.country, f.precis,
		f.lat, f.lon, f.asof_from, f.asof_to, f.chain, f.evidence, ` + refColumns, "force f JOIN article a ON a.n = f.article", "f", w}, &f, p,
		func(r scanner) (cursor, error) {
			var c cursor
			var x ForceRow
			var approx int
			var name, country, precision, chain string
			var lat, lon float64
			err := r.Scan(append([]any{&c.n, &c.day, &x.ID, &x.Owner.Name, &x.Owner.Code, &x.Owner.Sector, &x.Words, &x.Low, &x.High, &x.Best, &approx, &x.Class,
				&name, &country, &precision, &lat, &lon, &x.From, &x.To, &chain, &x.Evidence}, x.Article.into()...)...)
			if err == nil {
				err = fromJSON(chain, &x.Chain)
			}
			x.Approx, x.Place = approx == 1, place(name, country, precision, lat, lon)
			rows = append(rows, x)
			return c, err
		})
	return rows, next, err
}

// owner adds the condition on whose forces they are: a code ("USA", "USA MIL") or a part of the name.
func (w *where) owner(values []string) {
	var or []string
	for _, v := range values {
		if actorCode.MatchString(v) {
			code, sector, both := strings.Cut(v, " ")
			cond := "f.code = " + w.arg(code)
			if both {
				cond += " AND f.sector = " + w.arg(sector)
			}
			or = append(or, "("+cond+")")
			continue
		}
		or = append(or, "lower(f.owner) LIKE "+w.arg("%"+likeEscape(fold(v))+"%")+` ESCAPE '\'`)
	}
	if len(or) > 0 {
		w.and("(" + strings.Join(or, " OR ") + ")")
	}
}

// Incidents lists incidents, those of the latest days first.
func (s *Store) Incidents(ctx context.Context, f Filter, p Page) (rows []IncidentRow, next string, err error) {
	rows = []IncidentRow{}
	next, err = s.run(ctx, list{"incident", incidentColumns, "incident i", "i", s.incidentWhere(ctx, &f)}, &f, p, func(r scanner) (cursor, error) {
		x, c, err := scanIncident(r)
		rows = append(rows, x)
		return c, err
	})
	return rows, next, err
}

func (s *Store) incidentWhere(ctx context.Context, f *Filter) *where {
	w := &where{s: s, ctx: ctx}
	w.any("i.act", f.Act)
	w.any("i.status", f.Status)
	w.any("i.country", f.Country)
	w.any("i.id", one(f.Incident))
	w.any("i.story", one(f.Story))
	w.about("i", "a", "i.n", f.Actor)
	w.about("i", "r", "i.n", f.Recipient)
	w.about("i", "s", "i.n", f.Source)
	w.about("i", "p", "i.n", f.Publisher)
	w.days("i.day", f)
	w.near(f, "i.lat", "i.lon", "i.cell")
	w.text("incident", "i.n", f.Text)
	if f.Article != "" {
		w.and("i.id IN (SELECT e.incident FROM event e JOIN article a ON a.n = e.article WHERE a.id = " + w.arg(f.Article) + ")")
	}
	w.few = w.few || f.Incident != "" || f.Article != "" || f.Story != "" || f.Near != nil || f.Box != nil
	return w
}

const incidentColumns = `i.n, i.day, i.id, i.sentence, i.act, i.status, i.place, i.country, i.precis, i.lat, i.lon, i.day_from, i.day_to, i.first_day, i.last_day,
	i.reports, i.articles, i.independent, i.story`

func scanIncident(r scanner) (IncidentRow, cursor, error) {
	var x IncidentRow
	var c cursor
	var name, country, precision string
	var lat, lon float64
	var from, to, first, last int64
	err := r.Scan(&c.n, &c.day, &x.ID, &x.Sentence, &x.Act, &x.Status, &name, &country, &precision, &lat, &lon, &from, &to, &first, &last,
		&x.Reports, &x.Articles, &x.Independent, &x.Story)
	x.Place = place(name, country, precision, lat, lon)
	x.From, x.To, x.First, x.Last = dayText(from), dayText(to), dayText(first), dayText(last)
	return x, c, err
}

// incidentBody reads the whole of an incident.
func (s *Store) incidentBody(b []byte) (*merge.Incident, error) {
	return decode[*merge.Incident](s, b)
}
