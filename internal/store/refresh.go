package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"onrecord/internal/merge"
)

// touched collects what a transaction changed, to be brought up to date at its end: a busy incident is then summed up
// once for a batch, not for every article.
type touched struct{ families, threads, stories, incidents map[string]bool }

func newTouched() *touched {
	return &touched{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
}

func (x *touched) add(c merge.Change) {
	for _, part := range []struct {
		ids  []string
		into map[string]bool
	}{{c.Families, x.families}, {c.Threads, x.threads}, {c.Stories, x.stories}, {c.Incidents, x.incidents}} {
		for _, id := range part.ids {
			part.into[id] = true
		}
	}
}

// refresh brings families, stories and incidents up to date.
func (t *tx) refresh(x *touched) error {
	ix := newMergeIndex(t, 0, "")
	if err := t.refreshFamilies(ix, slices.Sorted(maps.Keys(x.families))); err != nil {
		return err
	}
	stories, err := t.s.merger.Restory(ix, slices.Sorted(maps.Keys(x.threads)))
	if err != nil {
		return err
	}
	x.add(stories)
	// An article that went from one thread to another may have another story.
	threads, err := ix.stories.Members(slices.Collect(maps.Keys(x.threads)))
	if err != nil {
		return err
	}
	for _, m := range threads {
		x.stories[m.Leader] = true
	}
	for _, leader := range slices.Sorted(maps.Keys(x.stories)) {
		if err := t.refreshStory(ix, leader); err != nil {
			return err
		}
	}
	for _, leader := range slices.Sorted(maps.Keys(x.incidents)) {
		if err := t.refreshIncident(ix, leader); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) refreshFamilies(ix *mergeIndex, ids []string) error {
	articles, err := ix.Articles(ids)
	if err != nil {
		return err
	}
	for _, a := range articles {
		if err := t.assign("family", a.Origin, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// assign sets the family or story of an article, if it is another than before.
func (t *tx) assign(column, value, id string) error {
	seq, err := t.change()
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE article SET `+column+` = $1, seq = $2 WHERE id = $3 AND `+column+` <> $1`, value, seq, id)
	return err
}

func (t *tx) refreshStory(ix *mergeIndex, leader string) error {
	threads, err := ix.stories.Cluster(leader)
	if err != nil {
		return err
	}
	var now []string
	for _, t := range threads {
		articles, err := ix.threads.Cluster(t.ID)
		if err != nil {
			return err
		}
		for _, a := range articles {
			now = append(now, a.ID)
		}
	}
	was, err := ix.ids(`SELECT id FROM article WHERE story = $1`, leader)
	if err != nil {
		return err
	}
	gone, come := differ(was, now)
	for _, id := range gone {
		// It has another leader now, whose own refresh may come earlier or later: take the story that it has.
		to, err := ix.ids(`SELECT t.leader FROM member a JOIN member t ON t.kind = 's' AND t.id = a.leader WHERE a.kind = 't' AND a.id = $1`, id)
		if err != nil {
			return err
		}
		if err := t.assign("story", strings.Join(to, ""), id); err != nil {
			return err
		}
	}
	for _, id := range come {
		if err := t.assign("story", leader, id); err != nil {
			return err
		}
	}
	return nil
}

// differ returns what is only in a and what is only in b.
func differ(a, b []string) (onlyA, onlyB []string) {
	in := map[string]bool{}
	for _, x := range b {
		in[x] = true
	}
	for _, x := range a {
		if !in[x] {
			onlyA = append(onlyA, x)
		}
		delete(in, x)
	}
	return onlyA, slices.Sorted(maps.Keys(in))
}

// refreshIncident writes the row of the incident that a report leads, or removes it when it leads none any more.
func (t *tx) refreshIncident(ix *mergeIndex, leader string) error {
	members, err := ix.Incidents().Cluster(leader)
	if err != nil {
		return err
	}
	was, err := t.dropIncident(leader)
	if err != nil {
		return err
	}
	if len(members) == 0 {
		return t.remark(was, 0, nil)
	}
	var reports []*merge.Report
	for _, m := range members {
		reports = append(reports, m.Item)
	}
	in, _, err := t.s.merger.Incident(ix, leader)
	if err != nil {
		return err
	}
	return t.putIncident(leader, &in, reports, was)
}

// dropIncident takes the row of an incident away, with its full text and counts but without its marks, and returns its
// number; 0 when there is none. Its events keep pointing to it: that is the business of clusters.
func (t *tx) dropIncident(id string) (int64, error) {
	var n, day int64
	var act, status, country string
	err := t.row(`SELECT n, day, act, status, country FROM incident WHERE id = $1`, id).Scan(&n, &day, &act, &status, &country)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	t.unindex("incident", n)
	t.tally(-1, day, act, status, country)
	if _, err = t.exec(`DELETE FROM outline WHERE n = $1`, n); err != nil {
		return n, err
	}
	_, err = t.exec(`DELETE FROM incident WHERE n = $1`, n)
	return n, err
}

// remark brings the marks of an incident up to date: was is the number it had, n the one it has, 0 for none. Of a busy
// incident with hundreds of sources only what is new is written.
func (t *tx) remark(was, n int64, list []mark) error {
	have := map[mark]bool{}
	if was != 0 {
		err := t.query(func(r *sql.Rows) error {
			var m mark
			err := r.Scan(&m.role, &m.what)
			have[m] = true
			return err
		}, `SELECT role, what FROM about WHERE kind = 'i' AND n = $1`, was)
		if err != nil {
			return err
		}
	}
	var fresh []mark
	for _, m := range list {
		m.shown = Party{}
		if was == n && have[m] {
			delete(have, m)
		} else {
			fresh = append(fresh, m)
		}
	}
	for m := range have {
		if _, err := t.exec(`DELETE FROM about WHERE kind = 'i' AND role = $1 AND what = $2 AND n = $3`, m.role, m.what, was); err != nil {
			return err
		}
	}
	return t.mark("i", n, fresh)
}

// incidentRow is what the columns of an incident are made of.
type incidentRow struct {
	day, from, to, first, last int64
	place                      merge.Value
	lat, lon                   float64
	cell                       int64
}

func best(vs []merge.Value) merge.Value {
	if len(vs) == 0 {
		return merge.Value{}
	}
	return vs[0]
}

func daysOf(from, to string) (int64, int64) {
	a, b := int64(noDay), int64(noDay)
	if first, last, ok := merge.ParseDay(from); ok {
		a, b = int64(first), int64(last)
	}
	if _, last, ok := merge.ParseDay(to); ok {
		b = int64(last)
	}
	return a, b
}

func newIncidentRow(in *merge.Incident) incidentRow {
	r := incidentRow{place: best(in.Place), cell: -1}
	date := best(in.Date)
	r.from, r.to = daysOf(date.From, date.To)
	r.first, _ = daysOf(in.First.Published, "")
	r.last, _ = daysOf(in.Latest.Published, "")
	if r.day = r.from; r.day == noDay {
		r.day = r.first
	}
	if p := r.place; p.Lat != nil && p.Lon != nil {
		r.lat, r.lon = *p.Lat, *p.Lon
		r.cell = cell(r.lat, r.lon, p.Prec)
	}
	return r
}

func (t *tx) putIncident(id string, in *merge.Incident, reports []*merge.Report, was int64) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	seq, err := t.change()
	if err != nil {
		return err
	}
	r := newIncidentRow(in)
	act, status := best(in.Act).Value, best(in.Status).Value
	figure := ""
	if len(in.Figures) > 0 && in.Figures[0].Latest < len(in.Figures[0].Values) {
		figure = in.Figures[0].Values[in.Figures[0].Latest].Words
	}
	n, err := t.insert(numberOf(r.day, id), `INSERT INTO incident (n, id, day, day_from, day_to, first_day, last_day, sentence, act, status, place, country, lat, lon, precis, cell,
		reports, articles, independent, outlets, denied, one_sided, figure, first_article, body, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)`,
		id, r.day, r.from, r.to, r.first, r.last, in.Sentence, act, status, r.place.Value, r.place.Code, r.lat, r.lon, r.place.Prec, r.cell,
		len(in.Reports), len(in.Articles), in.Independent, outlets(in), flag(len(in.Denies) > 0), in.OneSided, figure, in.First.Article, t.s.pack(body), seq)
	if err != nil {
		return err
	}
	if _, err := t.exec(`INSERT INTO outline (n, id, act, status, country, cell, lat, lon, precis, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		n, id, act, status, r.place.Code, r.cell, r.lat, r.lon, r.place.Prec, r.place.Value); err != nil {
		return err
	}
	t.tally(1, r.day, act, status, r.place.Code)
	var m marks
	var words []string
	for _, role := range []struct {
		name string
		list []merge.Value
	}{{"a", in.Actors}, {"r", in.Recips}} {
		for _, v := range role.list {
			m.add(role.name, Party{v.Value, v.Code, v.Sector})
			words = append(words, v.Value)
		}
	}
	for _, v := range in.Place {
		m.place(v.Value)
	}
	said := map[string]bool{}
	for _, x := range reports {
		for _, h := range x.Chain {
			m.chain([]Hop{{Name: h.Name}})
		}
		if !said[x.Evidence] && len(said) < mostWords { // copies say the same
			said[x.Evidence] = true
			words = append(words, x.Evidence)
		}
	}
	for _, o := range in.Sources {
		for _, c := range o.Carriers {
			m.publisher(c.Publisher)
		}
	}
	if err := t.remark(was, n, m.list); err != nil {
		return err
	}
	t.index("incident", n, in.Sentence, strings.Join(words, "\n"))
	return nil
}

// mostWords is of how many different sentences an incident's full text is made; those of the events are all in theirs.
const mostWords = 64

// outlets counts the publishers that carry an incident.
func outlets(in *merge.Incident) int {
	names := map[string]bool{}
	for _, o := range in.Sources {
		for _, c := range o.Carriers {
			names[fold(c.Publisher)] = true
		}
	}
	return len(names)
}
