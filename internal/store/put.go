package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"onrecord/internal/doc"
)

// Entry is an article to be stored.
type Entry struct {
	// Item names where it was found, to go on after an interruption (Seen): "feed#guid", "file.warc.gz@1234", a path. "" = nowhere.
	Item   string
	Source string // the watch or argument that brought it, for people
	Type   string // media type of Raw
	Raw    []byte // as fetched; nil when the record's text is all there is
	// Fetched is when the text was fetched, by us or by the crawler of an archive; zero is now. Of two texts of one address
	// the one whose first fetch is later is the newer version.
	Fetched time.Time
	// Record is what was read. Of an article that is still to be read (Unread) only Record.Article counts.
	Record *doc.Record
	Unread bool
	// Failed says why an article that is still to be read could not be: it is put aside with that, as by Fail.
	Failed string
}

// Added says what became of an Entry.
type Added struct {
	Article string // its id
	New     bool   // it was not there before
	Version bool   // the URL was there with another text: this is a new version of it
	Refused error  // why its record could not be stored, though the store answers; nil from Put, which is all or nothing
}

// states of an article.
const (
	stateNew    = "new"    // stored, to be read
	stateRead   = "read"   // its record is stored
	stateFailed = "failed" // could not be read; problem says why
)

// Put stores articles with what was read in them, all in one transaction. Pipeline is the version of the reading
// (read.Pipeline). An article that is there already and was read by the same pipeline is left as it is, so putting twice
// changes nothing; one that waits to be read, or was read by another pipeline, gets the new record in place of the old.
func (s *Store) Put(ctx context.Context, pipeline string, entries []Entry) ([]Added, error) {
	var out []Added
	err := s.write(ctx, func(t *tx) error {
		var err error
		out, err = t.putAll(pipeline, entries)
		return err
	})
	return out, err
}

// PutEach is Put where an entry that the store refuses does not keep the others: they are then put one by one. An error means that the
// store itself fails.
func (s *Store) PutEach(ctx context.Context, pipeline string, entries []Entry) ([]Added, error) {
	out, err := s.Put(ctx, pipeline, entries)
	if err == nil || !s.answers(ctx) {
		return out, err
	}
	out = make([]Added, len(entries))
	for i := range entries {
		one, err := s.Put(ctx, pipeline, entries[i:i+1])
		switch {
		case err == nil:
			out[i] = one[0]
		case s.answers(ctx):
			out[i].Refused = err
		default:
			return nil, err
		}
	}
	return out, nil
}

// PutOrAside is PutEach that puts aside what the store refuses: of such an entry it stores the article alone, with the reason, as if it
// could not be read; one that was read before keeps its record. Where not even the article can be stored the store itself is at fault
// (its disk may be full), and that is an error.
func (s *Store) PutOrAside(ctx context.Context, pipeline string, entries []Entry) ([]Added, error) {
	out, err := s.PutEach(ctx, pipeline, entries)
	if err != nil {
		return nil, err
	}
	for i := range out {
		why := out[i].Refused
		if why == nil {
			continue
		}
		e := entries[i]
		e.Record, e.Unread, e.Failed = &doc.Record{Article: e.Record.Article}, true, "its record could not be stored: "+why.Error()
		one, err := s.Put(ctx, pipeline, []Entry{e})
		if err != nil {
			return nil, err
		}
		out[i], out[i].Refused = one[0], why
	}
	return out, nil
}

// answers tells a store that refused something from one that is down.
func (s *Store) answers(ctx context.Context) bool {
	_, err := s.Seq(ctx)
	return err == nil
}

func (t *tx) putAll(pipeline string, entries []Entry) ([]Added, error) {
	out := make([]Added, 0, len(entries))
	touched := newTouched()
	for i := range entries {
		a, err := t.put(pipeline, &entries[i], touched)
		if err != nil {
			return nil, fmt.Errorf("article %s: %w", entries[i].Record.Article.ID, err)
		}
		out = append(out, a)
	}
	return out, t.refresh(touched)
}

func (t *tx) put(pipeline string, e *Entry, touched *touched) (Added, error) {
	a := &e.Record.Article
	added := Added{Article: a.ID}
	if a.ID == "" {
		return added, errors.New("the record has no article id")
	}
	n, state, was, err := t.find(a.ID)
	if errors.Is(err, ErrNotFound) {
		added.New = true
		if n, added.Version, err = t.putArticle(e); err != nil {
			return added, err
		}
		state = stateNew
	}
	if err == nil && !added.New {
		err = t.fetchedBefore(n, e)
	}
	if err != nil {
		return added, err
	}
	if e.Item != "" {
		if _, err := t.exec(`INSERT INTO seen (item, article, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.Item, a.ID, micros(t.s.now())); err != nil {
			return added, err
		}
	}
	if e.Failed != "" {
		return added, t.fail(a.ID, e.Failed)
	}
	if e.Unread || state == stateRead && was == pipeline {
		return added, nil
	}
	rec := e.Record
	if was != "" { // decisions outlive reading again
		if rec, err = t.reviewed(n, rec); err != nil {
			return added, err
		}
	}
	return added, t.putRecord(n, pipeline, rec, touched)
}

// find returns the number, state and pipeline of an article.
func (t *tx) find(id string) (n int64, state, pipeline string, err error) {
	err = t.row(`SELECT n, state, pipeline FROM article WHERE id = $1`, id).Scan(&n, &state, &pipeline)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return
}

func (t *tx) putArticle(e *Entry) (n int64, version bool, err error) {
	a := &e.Record.Article
	seq, err := t.change()
	if err != nil {
		return 0, false, err
	}
	url, fetched := str(a.URL), t.fetched(e)
	n, err = t.insert(numberOf(publicationDay(a), a.ID), `INSERT INTO article (n, id, url, publisher, title, published, day, language, text, sha256, source, added, state, seq, fetched)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, a.ID, url, str(a.Publisher), str(a.Title), str(a.Published),
		publicationDay(a), str(a.Language), a.Text, a.SHA256, e.Source, micros(t.s.now()), stateNew, seq, fetched)
	if err != nil {
		return 0, false, err
	}
	if version, err = t.version(n, a.ID, url, fetched); err != nil {
		return 0, false, err
	}
	if e.Raw != nil {
		if _, err := t.exec(`INSERT INTO raw (article, type, body) VALUES ($1, $2, $3)`, n, e.Type, t.s.pack(e.Raw)); err != nil {
			return 0, false, err
		}
	}
	var m marks
	m.publisher(str(a.Publisher))
	if err := t.mark("a", n, m.list); err != nil {
		return 0, false, err
	}
	t.index("article", n, str(a.Title), a.Text)
	return n, version, nil
}

// putRecord writes what was read in an article in place of what was read before.
func (t *tx) putRecord(n int64, pipeline string, rec *doc.Record, touched *touched) error {
	x := newRecordIndex(rec)
	var was string
	if err := t.row(`SELECT publisher, pipeline FROM article WHERE n = $1`, n).Scan(&x.publisher, &was); err != nil {
		return err
	}
	if was != "" {
		if err := t.clear(n, x.publisher); err != nil {
			return err
		}
	}
	short := *rec
	short.Article.Text = "" // it stands in the article's row
	body, err := json.Marshal(&short)
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO record (article, body) VALUES ($1, $2) ON CONFLICT (article) DO UPDATE SET body = excluded.body`, n, t.s.pack(body)); err != nil {
		return err
	}
	for _, write := range []func(int64, *recordIndex) error{t.putEvents, t.putClaims, t.putForces} {
		if err := write(n, x); err != nil {
			return err
		}
	}
	problems := make([]string, 0, len(rec.Problems))
	for _, p := range rec.Problems {
		problems = append(problems, p.Stage+": "+p.Message)
	}
	seq, err := t.change()
	if err != nil {
		return err
	}
	if _, err := t.exec(`UPDATE article SET state = $1, problem = $2, pipeline = $3, owner = '', lease = 0, events = $4, claims = $5, seq = $6 WHERE n = $7`,
		stateRead, strings.Join(problems, "\n"), pipeline, len(rec.Events), len(rec.Claims), seq, n); err != nil {
		return err
	}
	change, err := t.s.merger.AddArticle(newMergeIndex(t, n, rec.Article.ID), rec)
	if err != nil {
		return err
	}
	touched.add(change)
	return nil
}

// clear removes what was read in an article before, with all that it is found by.
func (t *tx) clear(n int64, publisher string) error {
	for _, k := range []struct{ kind, table, columns, by string }{
		{"e", "event", "evidence, actors, recipients, place", "actors, recipients, chain, place"},
		{"c", "claim", "content, chain", "'[]', '[]', chain, ''"},
		{"f", "force", "", "owner || '\n' || code || '\n' || sector, '[]', chain, place"},
	} {
		if err := t.clearRows(n, publisher, k.kind, k.table, k.columns, k.by); err != nil {
			return err
		}
		if _, err := t.exec(`DELETE FROM `+k.table+` WHERE article = $1`, n); err != nil {
			return err
		}
	}
	return nil
}

// clearRows removes the rows of a table from the full text and from about. by are the columns that their marks come from:
// actors, recipients, chain and place.
func (t *tx) clearRows(n int64, publisher, kind, table, columns, by string) error {
	type row struct {
		n     int64
		by    [4]string
		texts []string
	}
	var rows []row
	width := 0
	if columns != "" {
		width = strings.Count(columns, ",") + 1
		columns = ", " + columns
	}
	err := t.query(func(r *sql.Rows) error {
		x := row{texts: make([]string, width)}
		into := []any{&x.n, &x.by[0], &x.by[1], &x.by[2], &x.by[3]}
		for i := range x.texts {
			into = append(into, &x.texts[i])
		}
		err := r.Scan(into...)
		rows = append(rows, x)
		return err
	}, `SELECT n, `+by+columns+` FROM `+table+` WHERE article = $1`, n)
	if err != nil {
		return err
	}
	for _, x := range rows {
		if width > 0 {
			t.unindex(table, x.n, x.texts...)
		}
		list, err := marksOf(kind, x.by, publisher)
		if err != nil {
			return err
		}
		if err := t.unmark(kind, x.n, list); err != nil {
			return err
		}
	}
	return nil
}

// marksOf makes the marks of a row from its columns, as they were made when it was put.
func marksOf(kind string, by [4]string, publisher string) ([]mark, error) {
	var actors, recipients []Party
	var chain []Hop
	if kind == "f" {
		owner := strings.Split(by[0], "\n")
		if len(owner) == 3 {
			actors = []Party{{owner[0], owner[1], owner[2]}}
		}
	} else if err := fromJSON(by[0], &actors); err != nil {
		return nil, err
	}
	if err := fromJSON(by[1], &recipients); err != nil {
		return nil, err
	}
	if err := fromJSON(by[2], &chain); err != nil {
		return nil, err
	}
	return rowMarks(actors, recipients, chain, publisher, by[3]), nil
}

// rowMarks lists what a row is to be found by.
func rowMarks(actors, recipients []Party, chain []Hop, publisher, place string) []mark {
	var m marks
	for _, a := range actors {
		m.add("a", a)
	}
	for _, a := range recipients {
		m.add("r", a)
	}
	m.chain(chain)
	m.publisher(publisher)
	m.place(place)
	return m.list
}

func (t *tx) putEvents(n int64, x *recordIndex) error {
	for i := range x.rec.Events {
		e := &x.rec.Events[i]
		from, to := x.interval(e.Date)
		day := from
		if day == noDay {
			day = x.day
		}
		p := x.place(e.Place)
		lat, lon, _ := p.Point()
		where := cell(lat, lon, p.Precision)
		chain := x.chain(e.Claim)
		actors, recipients := parties(e.Actors), parties(e.Recipients)
		texts := []string{e.Evidence.Text, asJSON(actors), asJSON(recipients), p.Name}
		k, err := t.insert(numberOf(day, x.rec.Article.ID, e.ID), `INSERT INTO event (n, article, id, day, day_from, day_to, act, plover, status, quad, score, actors, recipients, place, country, admin1,
			lat, lon, precis, cell, chain, stance, anchor, evidence, confidence)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
			n, e.ID, day, from, to, e.Act, str(e.Plover), e.Status, number(e.Quad), number(e.Score), texts[1], texts[2], p.Name, str(p.Country), str(p.Admin1),
			lat, lon, p.Precision, where, asJSON(chain), innermost(chain), e.Anchor.Text, texts[0], e.Confidence)
		if err != nil {
			return err
		}
		t.index("event", k, texts...)
		list := rowMarks(actors, recipients, chain, x.publisher, p.Name)
		if err := t.mark("e", k, list); err != nil {
			return err
		}
		t.names(list, 1)
	}
	return nil
}

func number[T int | float64](p *T) T {
	if p == nil {
		return 0
	}
	return *p
}

func (t *tx) putClaims(n int64, x *recordIndex) error {
	for i := range x.rec.Claims {
		c := &x.rec.Claims[i]
		chain := x.chain(&c.ID)
		var content []string
		for _, q := range c.Content {
			content = append(content, q.Text)
		}
		cue, source, anonymity := "", "", ""
		if c.Cue != nil {
			cue = c.Cue.Text
		}
		if len(chain) > 0 {
			source, anonymity = chain[len(chain)-1].Name, chain[len(chain)-1].Anonymity
		}
		texts := []string{strings.Join(content, " … "), asJSON(chain)}
		k, err := t.insert(numberOf(x.day, x.rec.Article.ID, c.ID), `INSERT INTO claim (n, article, id, day, content, cue, chain, source, stance, anonymity, quote) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			n, c.ID, x.day, texts[0], cue, texts[1], source, innermost(chain), anonymity, c.Quote)
		if err != nil {
			return err
		}
		t.index("claim", k, texts...)
		if err := t.mark("c", k, rowMarks(nil, nil, chain, x.publisher, "")); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putForces(n int64, x *recordIndex) error {
	for i := range x.rec.Forces {
		f := &x.rec.Forces[i]
		p := x.place(f.Place)
		from, to, day := "", "", x.day
		if d := x.dates[str(f.AsOf)]; d != nil {
			from, to = str(d.From), str(d.To)
			if first, _ := x.interval(f.AsOf); first != noDay {
				day = first
			}
		}
		var fig doc.RecordFigure
		if v := x.figs[str(f.Figure)]; v != nil {
			fig = *v
		}
		chain := x.chain(f.Claim)
		lat, lon, _ := p.Point()
		k, err := t.insert(numberOf(day, x.rec.Article.ID, f.ID), `INSERT INTO force (n, article, id, day, owner, code, sector, words, low, high, best, approx, class, place, country, lat, lon, precis, cell,
			asof_from, asof_to, chain, stance, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
			n, f.ID, day, f.Owner.Name, str(f.Owner.Code), str(f.Owner.Sector), fig.Span.Text, fig.Low, fig.High, fig.Best, flag(fig.Approx), fig.Class,
			p.Name, str(p.Country), lat, lon, p.Precision, cell(lat, lon, p.Precision), from, to, asJSON(chain), innermost(chain), f.Span.Text)
		if err != nil {
			return err
		}
		list := rowMarks([]Party{{f.Owner.Name, str(f.Owner.Code), str(f.Owner.Sector)}}, nil, chain, x.publisher, p.Name)
		if err := t.mark("f", k, list); err != nil {
			return err
		}
		t.names(list, 1)
	}
	return nil
}

// mark writes what a row is to be found by.
func (t *tx) mark(kind string, n int64, list []mark) error {
	var rows [][]any
	for _, m := range list {
		rows = append(rows, []any{kind, m.role, m.what, n})
	}
	return t.insertAll("about (kind, role, what, n)", rows)
}

// unmark removes a row from about, and an event or force from the counts of names.
func (t *tx) unmark(kind string, n int64, list []mark) error {
	if kind == "e" || kind == "f" {
		t.names(list, -1)
	}
	for _, m := range list {
		if _, err := t.exec(`DELETE FROM about WHERE kind = $1 AND role = $2 AND what = $3 AND n = $4`, kind, m.role, m.what, n); err != nil {
			return err
		}
	}
	return nil
}

// names counts an event more or less for the names that it bears.
func (t *tx) names(list []mark, by int) {
	have := map[nameKey]bool{}
	for _, m := range list {
		k := nameKey{nameRole(m.role), m.what}
		if !strings.HasPrefix(m.what, "=") && !have[k] {
			have[k] = true
			t.countName(k, by, m.shown)
		}
	}
}

// Seen tells which of these items were stored before.
func (s *Store) Seen(ctx context.Context, items []string) (map[string]bool, error) {
	seen := map[string]bool{}
	err := inChunks(items, func(args []any) error {
		return s.query(ctx, func(r *sql.Rows) error {
			var item string
			err := r.Scan(&item)
			seen[item] = true
			return err
		}, `SELECT item FROM seen WHERE item IN (`+placeholders(1, len(args))+`)`, args...)
	})
	return seen, err
}
