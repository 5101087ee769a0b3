package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"onrecord/internal/doc"
	"onrecord/internal/merge"
)

// ArticleView is one article with all that was read in it and what it relates to.
type ArticleView struct {
	ArticleRow
	Record    *doc.Record       `json:"record"`    // nil while it is not read
	Incidents map[string]string `json:"incidents"` // event id → incident
	Copies    []ArticleRef      `json:"copies"`    // the other members of its family, the leading one first
	Relations []merge.Relation  `json:"relations"`
}

// Article returns one article. ErrNotFound when there is none with this id.
func (s *Store) Article(ctx context.Context, id string) (*ArticleView, error) {
	rows, _, err := s.Articles(ctx, Filter{Article: id}, Page{Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ErrNotFound
	}
	v := &ArticleView{ArticleRow: rows[0], Incidents: map[string]string{}, Copies: []ArticleRef{}, Relations: []merge.Relation{}}
	if v.Record, err = s.Record(ctx, id); err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	err = s.query(ctx, func(r *sql.Rows) error {
		var event, incident string
		err := r.Scan(&event, &incident)
		v.Incidents[event] = incident
		return err
	}, `SELECT e.id, e.incident FROM event e JOIN article a ON a.n = e.article WHERE a.id = $1 AND e.incident <> ''`, id)
	if err != nil {
		return nil, err
	}
	if v.Family != "" {
		err = s.query(ctx, func(r *sql.Rows) error {
			var x ArticleRef
			err := r.Scan(x.into()...)
			v.Copies = append(v.Copies, x)
			return err
		}, `SELECT `+refColumns+` FROM article a WHERE a.family = $1 AND a.id <> $2 ORDER BY CASE WHEN a.id = $1 THEN 0 ELSE 1 END, a.published, a.id LIMIT 200`, v.Family, id)
		if err != nil {
			return nil, err
		}
	}
	err = s.query(ctx, func(r *sql.Rows) error {
		x, err := scanRelation(r)
		v.Relations = append(v.Relations, x)
		return err
	}, selectRelation+` WHERE a = $1 OR b = $1 ORDER BY a, b LIMIT 200`, id)
	return v, err
}

// Record returns the record of an article. ErrNotFound when it is not there or not read.
func (s *Store) Record(ctx context.Context, id string) (*doc.Record, error) {
	var b []byte
	var text string
	if err := s.reader.QueryRowContext(ctx, `SELECT r.body, a.text FROM record r JOIN article a ON a.n = r.article WHERE a.id = $1`, id).Scan(&b, &text); err != nil {
		return nil, s.explain(err)
	}
	rec, err := decode[*doc.Record](s, b)
	if err == nil {
		rec.Article.Text = text
	}
	return rec, err
}

// Raw returns what was fetched of an article, and its media type.
func (s *Store) Raw(ctx context.Context, id string) (body []byte, mediaType string, err error) {
	var b []byte
	if err := s.reader.QueryRowContext(ctx, `SELECT r.body, r.type FROM raw r JOIN article a ON a.n = r.article WHERE a.id = $1`, id).Scan(&b, &mediaType); err != nil {
		return nil, "", s.explain(err)
	}
	body, err = s.unpack(b)
	return body, mediaType, err
}

// IncidentView is one incident with its reports.
type IncidentView struct {
	IncidentRow
	*merge.Incident `json:"incident"`
	Events          []EventRow `json:"events"`    // its reports, earliest first; at most 1000
	Decisions       []Decision `json:"decisions"` // what people decided on these events, oldest first
}

// Incident returns one incident. ErrNotFound when there is none with this id: incidents go when evidence changes, and
// the event that led one then stands in another (IncidentOf).
func (s *Store) Incident(ctx context.Context, id string) (*IncidentView, error) {
	var v IncidentView
	var b []byte
	row := s.reader.QueryRowContext(ctx, `SELECT `+incidentColumns+`, i.body FROM incident i WHERE i.id = $1`, id)
	x, _, _, _, err := scanIncident(withBody{row, &b})
	if err != nil {
		return nil, s.explain(err)
	}
	v.IncidentRow = x
	if v.Incident, err = s.incidentBody(b); err != nil {
		return nil, err
	}
	v.Events = []EventRow{}
	err = s.query(ctx, func(r *sql.Rows) error {
		e, _, _, _, err := scanEvent(r)
		v.Events = append(v.Events, e)
		return err
	}, `SELECT `+eventColumns+` FROM event e JOIN article a ON a.n = e.article WHERE e.incident = $1 ORDER BY a.day, a.published, a.id, e.id LIMIT 1000`, id)
	if err == nil {
		v.Decisions, err = s.decidedOn(ctx, id)
	}
	return &v, err
}

// decidedOn lists what people decided on the events of an incident.
func (s *Store) decidedOn(ctx context.Context, incident string) ([]Decision, error) {
	out := []Decision{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var d Decision
		err := decisionRow{&d, nil}.scan(r)
		out = append(out, d)
		return err
	}, `SELECT `+decisionsOf("d")+` FROM event e JOIN article a ON a.n = e.article JOIN decision d ON d.article = a.id AND d.kind = 'event' AND d.event = e.id
		WHERE e.incident = $1 ORDER BY d.n LIMIT 1000`, incident)
	return out, err
}

// withBody scans one column more than the scanner's caller knows of.
type withBody struct {
	row  *sql.Row
	body *[]byte
}

func (w withBody) Scan(into ...any) error { return w.row.Scan(append(into, w.body)...) }

// IncidentOf returns the incident that a report (article id and event id) belongs to. ErrNotFound when there is none.
func (s *Store) IncidentOf(ctx context.Context, article, event string) (string, error) {
	var id string
	err := s.reader.QueryRowContext(ctx, `SELECT e.incident FROM event e JOIN article a ON a.n = e.article WHERE a.id = $1 AND e.id = $2 AND e.incident <> ''`, article, event).Scan(&id)
	return id, s.explain(err)
}

// Report is an event with the whole record that it stands in, for exports.
type Report struct {
	Article  ArticleRef
	Record   *doc.Record
	Event    int // index into Record.Events
	Incident string
	// Of the incident: how many articles report it, on the word of how many independent sources, and how often in all.
	Articles, Sources, Mentions int
}

// EachReport goes through all events under a filter, those of the latest days first, in memory that does not grow with
// their number. It stops at the first error.
func (s *Store) EachReport(ctx context.Context, f Filter) iter.Seq2[Report, error] {
	return func(yield func(Report, error) bool) {
		p := Page{Limit: maxLimit}
		records := map[string]*doc.Record{}
		for {
			rows, next, err := s.Events(ctx, f, p)
			if err != nil {
				yield(Report{}, err)
				return
			}
			sizes, err := s.incidentSizes(ctx, rows)
			if err != nil {
				yield(Report{}, err)
				return
			}
			for _, e := range rows {
				rec := records[e.Article.ID]
				if rec == nil {
					if rec, err = s.Record(ctx, e.Article.ID); err != nil {
						yield(Report{}, err)
						return
					}
					if len(records) >= 256 {
						clear(records)
					}
					records[e.Article.ID] = rec
				}
				for i := range rec.Events {
					if rec.Events[i].ID == e.ID && !yield(Report{e.Article, rec, i, e.Incident, sizes[e.Incident][0], sizes[e.Incident][1], sizes[e.Incident][2]}, nil) {
						return
					}
				}
			}
			if next == "" {
				return
			}
			p.Cursor = next
		}
	}
}

// incidentSizes returns articles, independent sources and reports of the incidents that events stand in.
func (s *Store) incidentSizes(ctx context.Context, rows []EventRow) (map[string][3]int, error) {
	out := map[string][3]int{}
	var ids []string
	for _, e := range rows {
		if _, ok := out[e.Incident]; !ok && e.Incident != "" {
			out[e.Incident] = [3]int{}
			ids = append(ids, e.Incident)
		}
	}
	err := inChunks(ids, func(args []any) error {
		return s.query(ctx, func(r *sql.Rows) error {
			var id string
			var n [3]int
			err := r.Scan(&id, &n[0], &n[1], &n[2])
			out[id] = n
			return err
		}, `SELECT id, articles, independent, reports FROM incident WHERE id IN (`+placeholders(1, len(args))+`)`, args...)
	})
	return out, err
}
