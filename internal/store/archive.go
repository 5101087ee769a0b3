package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Part is a stretch of an archive that one worker reads at a time: a file, or what lies in one between two places where
// records begin. Its progress is written in the transaction that writes the articles, so that a worker that dies in the middle
// loses and doubles nothing, and one that lost its lease writes nothing.
type Part struct {
	Name     string    `json:"name"`  // path or address, as every worker opens it
	Start    int64     `json:"start"` // byte offset into the file
	Stop     int64     `json:"stop"`  // of the first byte behind; 0 = the end of the file
	Size     int64     `json:"size"`  // of the part, bytes; 0 = not known
	State    string    `json:"state"` // new | done | failed | dropped
	Mark     string    `json:"mark"`  // source.Options.Resume goes on there; "" = at Start
	Done     int64     `json:"done"`  // bytes
	Articles int       `json:"articles"`
	Known    int       `json:"known"`    // articles that the store held before
	Problems int       `json:"problems"` // records that could not be read
	Why      string    `json:"why,omitempty"`
	Owner    string    `json:"owner,omitempty"` // who reads it now
	Until    time.Time `json:"until"`           // end of the owner's lease
	Tries    int       `json:"tries"`           // since it last came further, the present one included
}

// Archives sums up the parts.
type Archives struct {
	Files    int   `json:"files"`
	Ended    int   `json:"ended"` // files of which no part waits or is read
	Parts    int   `json:"parts"`
	Open     int   `json:"open"`   // parts that wait or are read
	Failed   int   `json:"failed"` // parts
	Size     int64 `json:"size"`   // bytes of the parts whose size is known
	Done     int64 `json:"done"`
	Left     int64 `json:"left"` // bytes of the parts that wait or are read, as far as they are known
	Articles int   `json:"articles"`
	Known    int   `json:"known"`
	Problems int   `json:"problems"`
	// Work are the parts that are being read, Dead those that were given up; at most 100 of each.
	Work []Part `json:"work"`
	Dead []Part `json:"dead"`
}

// ErrPartTaken says that a part is no longer the caller's: its lease ended and another took it, or it was dropped.
var ErrPartTaken = errors.New("this part of an archive was taken over by another worker")

// QueueParts lets the parts of archives wait to be read. An archive that is there already stays as it is, in whatever parts. It
// returns the names of those that were not.
func (s *Store) QueueParts(ctx context.Context, parts []Part) ([]string, error) {
	var fresh []string
	err := s.write(ctx, func(t *tx) error {
		fresh = fresh[:0]
		added := map[string]bool{}
		for _, p := range parts {
			add, met := added[p.Name]
			if !met {
				var n int
				if err := t.row(`SELECT count(*) FROM archive WHERE name = $1`, p.Name).Scan(&n); err != nil {
					return err
				}
				if add = n == 0; add {
					fresh = append(fresh, p.Name)
				}
				added[p.Name] = add
			}
			if !add {
				continue
			}
			if _, err := t.exec(`INSERT INTO archive (name, start, stop, size, state) VALUES ($1, $2, $3, $4, 'new')`, p.Name, p.Start, p.Stop, p.Size); err != nil {
				return err
			}
		}
		return nil
	})
	return fresh, err
}

// ForgetParts takes archives off the list that are read or given up, so that they can be queued anew.
func (s *Store) ForgetParts(ctx context.Context, names []string) error {
	return s.write(ctx, func(t *tx) error {
		for _, name := range names {
			if _, err := t.exec(`DELETE FROM archive WHERE name = $1 AND NOT EXISTS (SELECT 1 FROM archive o WHERE o.name = $1 AND o.state = 'new')`, name); err != nil {
				return err
			}
		}
		return nil
	})
}

const partColumns = `name, start, stop, size, state, mark, done, articles, known, problems, why, owner, lease, tries`

func scanPart(r scanner) (Part, error) {
	var p Part
	var until int64
	err := r.Scan(&p.Name, &p.Start, &p.Stop, &p.Size, &p.State, &p.Mark, &p.Done, &p.Articles, &p.Known, &p.Problems, &p.Why, &p.Owner, &until, &p.Tries)
	p.Until = instant(until)
	return p, err
}

// TakePart hands out a part that waits, to one owner until a point in time; nil when none waits.
func (s *Store) TakePart(ctx context.Context, owner string, until time.Time) (*Part, error) {
	if any, err := s.any(ctx, `archive WHERE state = 'new' AND lease < $1`, micros(s.now())); err != nil || !any {
		return nil, err
	}
	var p *Part
	err := s.write(ctx, func(t *tx) error {
		p = nil
		err := t.query(func(r *sql.Rows) error {
			x, err := scanPart(r)
			p = &x
			return err
		}, s.dialect.skipLocked(`SELECT `+partColumns+` FROM archive WHERE state = 'new' AND lease < $1 ORDER BY lease, name, start LIMIT 1`), micros(s.now()))
		if err != nil || p == nil {
			return err
		}
		p.Owner, p.Until, p.Tries = owner, until, p.Tries+1
		_, err = t.exec(`UPDATE archive SET owner = $1, lease = $2, tries = $3 WHERE name = $4 AND start = $5`, owner, micros(until), p.Tries, p.Name, p.Start)
		return err
	})
	return p, err
}

// PartStep is how far a worker has come in a part since the last step.
type PartStep struct {
	Mark     string // where to go on; "" = where it was
	Done     int64  // bytes in all, since the beginning of the part
	Problems int
	Until    time.Time // new end of the lease
}

// PutPart is Put, and notes in the same transaction how far the part has come. ErrPartTaken, and nothing is written, when the part
// is not its owner's any more. Where the store refuses an entry they are put as by PutOrAside, and how far the part has come is noted
// behind them: who dies between goes over them again and finds them known.
func (s *Store) PutPart(ctx context.Context, pipeline string, entries []Entry, p *Part, step PartStep) ([]Added, error) {
	out, err := s.putPart(ctx, p, step, func(t *tx) ([]Added, error) { return t.putAll(pipeline, entries) })
	if err == nil || errors.Is(err, ErrPartTaken) || !s.answers(ctx) {
		return out, err
	}
	if out, err = s.PutOrAside(ctx, pipeline, entries); err != nil {
		return nil, err
	}
	return s.putPart(ctx, p, step, func(*tx) ([]Added, error) { return out, nil })
}

// putPart notes how far a part has come, with what put says that became of its articles.
func (s *Store) putPart(ctx context.Context, p *Part, step PartStep, put func(*tx) ([]Added, error)) ([]Added, error) {
	var out []Added
	next := *p
	err := s.write(ctx, func(t *tx) error {
		var err error
		if out, err = put(t); err != nil {
			return err
		}
		next = *p
		for _, a := range out {
			if a.New {
				next.Articles++
			} else {
				next.Known++
			}
			if a.Refused != nil {
				next.Problems++
			}
		}
		if step.Mark != "" {
			next.Mark = step.Mark
		}
		next.Done, next.Until, next.Tries = step.Done, step.Until, 1
		next.Problems += step.Problems
		return t.ofOwner(p, `UPDATE archive SET mark = $4, done = $5, articles = $6, known = $7, problems = $8, lease = $9, tries = 1`,
			next.Mark, next.Done, next.Articles, next.Known, next.Problems, micros(next.Until))
	})
	if err == nil {
		*p = next
	}
	return out, err
}

// ofOwner runs an UPDATE of a part, whose parameters begin at $4; ErrPartTaken when the part has another owner.
func (t *tx) ofOwner(p *Part, update string, args ...any) error {
	r, err := t.exec(update+` WHERE name = $1 AND start = $2 AND owner = $3 AND state = 'new'`, append([]any{p.Name, p.Start, p.Owner}, args...)...)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, ErrPartTaken)
	}
	return nil
}

// KeepPart lets the lease of a part end later.
func (s *Store) KeepPart(ctx context.Context, p *Part, until time.Time) error {
	return s.write(ctx, func(t *tx) error { return t.ofOwner(p, `UPDATE archive SET lease = $4`, micros(until)) })
}

// EndPart notes that a part was read to its end, with so many problems more.
func (s *Store) EndPart(ctx context.Context, p *Part, problems int) error {
	return s.write(ctx, func(t *tx) error {
		return t.ofOwner(p, `UPDATE archive SET state = 'done', done = CASE WHEN size > 0 THEN size ELSE done END, problems = problems + $4, why = '', owner = '', lease = 0`, problems)
	})
}

// FailPart gives a part up, and notes why.
func (s *Store) FailPart(ctx context.Context, p *Part, why string) error {
	return s.write(ctx, func(t *tx) error {
		return t.ofOwner(p, `UPDATE archive SET state = 'failed', why = $4, owner = '', lease = 0`, why)
	})
}

// GiveBackPart ends the lease of a part; it is handed out again after a point in time, from its mark. untouched says that this
// does not count as a try; why is what went wrong, for people.
func (s *Store) GiveBackPart(ctx context.Context, p *Part, after time.Time, untouched bool, why string) error {
	return s.write(ctx, func(t *tx) error {
		return t.ofOwner(p, `UPDATE archive SET owner = '', lease = $4, tries = tries - $5, why = $6`, instantOf(after), flag(untouched), why)
	})
}

// RetryParts lets the parts wait again that were given up: of one archive, or all with "". It returns how many.
func (s *Store) RetryParts(ctx context.Context, name string) (int, error) {
	return s.changeParts(ctx, `UPDATE archive SET state = 'new', why = '', tries = 0, lease = 0`, name)
}

// DropParts takes the parts that were given up off the list: of one archive, or all with "". It returns how many.
func (s *Store) DropParts(ctx context.Context, name string) (int, error) {
	return s.changeParts(ctx, `UPDATE archive SET state = 'dropped'`, name)
}

func (s *Store) changeParts(ctx context.Context, update, name string) (int, error) {
	n := int64(0)
	err := s.write(ctx, func(t *tx) error {
		r, err := t.exec(update+` WHERE state = 'failed' AND ($1 = '' OR name = $1)`, name)
		if err == nil {
			n, err = r.RowsAffected()
		}
		return err
	})
	return int(n), err
}

// partsShown is how many parts an Archives names of each kind.
const partsShown = 100

// Archives sums up what is queued of archives, read, and given up.
func (s *Store) Archives(ctx context.Context) (Archives, error) {
	a := Archives{Work: []Part{}, Dead: []Part{}}
	err := s.reader.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(CASE WHEN open = 0 THEN 1 ELSE 0 END), 0), coalesce(sum(parts), 0), coalesce(sum(open), 0), coalesce(sum(failed), 0),
		coalesce(sum(bytes), 0), coalesce(sum(read), 0), coalesce(sum(remaining), 0), coalesce(sum(articles), 0), coalesce(sum(known), 0), coalesce(sum(problems), 0)
		FROM (SELECT count(*) AS parts, sum(CASE WHEN state = 'new' THEN 1 ELSE 0 END) AS open, sum(CASE WHEN state = 'failed' THEN 1 ELSE 0 END) AS failed,
			sum(size) AS bytes, sum(done) AS read,
			sum(CASE WHEN state = 'new' AND size > done THEN size - done ELSE 0 END) AS remaining, sum(articles) AS articles, sum(known) AS known, sum(problems) AS problems FROM archive GROUP BY name) AS f`).
		Scan(&a.Files, &a.Ended, &a.Parts, &a.Open, &a.Failed, &a.Size, &a.Done, &a.Left, &a.Articles, &a.Known, &a.Problems)
	if err != nil || a.Parts == 0 {
		return a, s.explain(err)
	}
	for _, k := range []struct {
		into  *[]Part
		where string
	}{{&a.Work, `state = 'new' AND owner <> ''`}, {&a.Dead, `state = 'failed'`}} {
		err := s.query(ctx, func(r *sql.Rows) error {
			p, err := scanPart(r)
			*k.into = append(*k.into, p)
			return err
		}, `SELECT `+partColumns+` FROM archive WHERE `+k.where+` ORDER BY name, start LIMIT $1`, partsShown)
		if err != nil {
			return a, err
		}
	}
	return a, nil
}
