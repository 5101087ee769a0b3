package store

import (
	"database/sql"
	"encoding"
	"encoding/binary"
	"fmt"
	"strings"

	"onrecord/internal/merge"
)

// coded is an item of a clustering: a pointer to what writes and reads itself.
type coded interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}

// clusters is merge.Clusters on the tables member and member_key.
type clusters[T coded] struct {
	t     *tx
	kind  string
	owner func(T) string
	fresh func() T
	led   func(t *tx, id, leader string) error // tells that a member has a leader, nil = nobody needs to know
	short func(T) T                            // what of an item is kept, nil = all
	cache *items[kept[T]]

	shadow *shadow[T]
}

// topicOnly is what grouping articles into threads looks at; the rest of an article is in merge_article.
func topicOnly(a *merge.Article) *merge.Article {
	return &merge.Article{ID: a.ID, Day: a.Day, Topic: a.Topic}
}

// kept is what never changes of a member under its number: one that is written anew gets a new number, and numbers are
// not given out twice. So it may be remembered.
type kept[T any] struct {
	item T
	keys []merge.Key
}

// load reads members by condition. Items and keys that are remembered are not read again.
func (c *clusters[T]) load(where string, args ...any) (numbers []int64, members []*merge.Member[T], err error) {
	byN := map[int64]*merge.Member[T]{}
	var missing []int64
	err = c.t.query(func(r *sql.Rows) error {
		var n, says, day, tie int64
		m := &merge.Member[T]{}
		if err := r.Scan(&n, &m.ID, &says, &day, &tie, &m.Leader, &m.Score); err != nil || byN[n] != nil {
			return err
		}
		m.Rank = merge.Rank{Says: int32(says), Day: asDay(day), Tie: uint32(tie)}
		if k, ok := c.cache.get(n); ok {
			m.Item, m.Keys = k.item, k.keys
		} else {
			missing = append(missing, n)
		}
		byN[n] = m
		numbers, members = append(numbers, n), append(members, m)
		return nil
	}, `SELECT m.n, m.id, m.says, m.day, m.tie, m.leader, m.score FROM member m WHERE `+where, args...)
	if err != nil {
		return nil, nil, err
	}
	err = inChunks(missing, func(args []any) error {
		return c.t.query(func(r *sql.Rows) error {
			var n int64
			var keys, body []byte
			if err := r.Scan(&n, &keys, &body); err != nil {
				return err
			}
			k := kept[T]{c.fresh(), unpackKeys(keys)}
			if err := k.item.UnmarshalBinary(body); err != nil {
				return err
			}
			byN[n].Item, byN[n].Keys = k.item, k.keys
			c.cache.put(n, k)
			return nil
		}, `SELECT n, keys, body FROM member WHERE n IN (`+placeholders(1, len(args))+`)`, args...)
	})
	for i, n := range numbers {
		c.shadow.meet(n, members[i])
	}
	return numbers, members, err
}

// byNumbers returns the members with these numbers.
func (c *clusters[T]) byNumbers(ns []int64) ([]*merge.Member[T], error) {
	var out []*merge.Member[T]
	var missing []int64
	for _, n := range ns {
		if m := c.shadow.rows[n]; m != nil {
			out = append(out, m)
		} else {
			missing = append(missing, n)
		}
	}
	err := inChunks(missing, func(args []any) error {
		_, part, err := c.load(`m.n IN (`+placeholders(1, len(args))+`)`, args...)
		out = append(out, part...)
		return err
	})
	return out, err
}

// withKey returns the numbers of those who have any of the keys, among those that lead or those that do not.
func (c *clusters[T]) withKey(keys []merge.Key, lead bool) ([]int64, error) {
	known := c.shadow.keys[flag(lead)]
	var missing []merge.Key
	for _, k := range keys {
		if _, ok := known[k]; !ok {
			known[k] = nil
			missing = append(missing, k)
		}
	}
	err := inChunks(asInts(missing), func(args []any) error {
		return c.t.query(func(r *sql.Rows) error {
			var k, n int64
			err := r.Scan(&k, &n)
			known[merge.Key(k)] = append(known[merge.Key(k)], n)
			return err
		}, `SELECT k.hash, k.n FROM `+keyTable(lead)+` k WHERE k.kind = '`+c.kind+`' AND k.hash IN (`+placeholders(1, len(args))+`)`, args...)
	})
	if err != nil {
		return nil, err
	}
	var ns []int64
	have := map[int64]bool{}
	for _, k := range keys {
		for _, n := range known[k] {
			if !have[n] {
				have[n] = true
				ns = append(ns, n)
			}
		}
	}
	return ns, nil
}

func (c *clusters[T]) Leaders(keys []merge.Key) ([]*merge.Member[T], error) {
	c.shadow.trim()
	ns, err := c.withKey(keys, true)
	if err != nil {
		return nil, err
	}
	return c.byNumbers(ns)
}

func (c *clusters[T]) All(keys []merge.Key) ([]*merge.Member[T], error) {
	c.shadow.trim()
	leading, err := c.withKey(keys, true)
	if err != nil {
		return nil, err
	}
	following, err := c.withKey(keys, false)
	if err != nil {
		return nil, err
	}
	return c.byNumbers(append(leading, following...))
}

func (c *clusters[T]) Cluster(leader string) ([]*merge.Member[T], error) {
	if ns, ok := c.shadow.clusters[leader]; ok {
		return c.byNumbers(ns)
	}
	ns, members, err := c.load(`m.kind = $1 AND m.leader = $2`, c.kind, leader)
	if err == nil {
		c.shadow.clusters[leader] = ns
	}
	return members, err
}

func (c *clusters[T]) Members(ids []string) ([]*merge.Member[T], error) {
	var known []int64
	var missing []string
	for _, id := range ids {
		if n, ok := c.shadow.numbers[id]; ok {
			known = append(known, n)
		} else {
			missing = append(missing, id)
		}
	}
	out, err := c.byNumbers(known)
	if err != nil {
		return nil, err
	}
	err = inChunks(missing, func(args []any) error {
		_, part, err := c.load(`m.kind = '`+c.kind+`' AND m.id IN (`+placeholders(1, len(args))+`)`, args...)
		out = append(out, part...)
		return err
	})
	return out, err
}

// member returns a member with its number.
func (c *clusters[T]) member(id string) (int64, *merge.Member[T], error) {
	ms, err := c.Members([]string{id})
	if err == nil && len(ms) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return 0, nil, fmt.Errorf("member %s: %w", id, err)
	}
	return c.shadow.numbers[id], ms[0], nil
}

// keyTable is where the keys of a member stand.
func keyTable(leads bool) string {
	if leads {
		return "leader_key"
	}
	return "member_key"
}

// putKeys writes the keys of a member.
func (c *clusters[T]) putKeys(n int64, keys []merge.Key, leads bool) error {
	rows := make([][]any, 0, len(keys))
	for _, k := range keys {
		rows = append(rows, []any{c.kind, int64(k), n})
	}
	return c.t.insertAll(keyTable(leads)+" (kind, hash, n)", rows)
}

// deleteKeys removes the keys of a member.
func (c *clusters[T]) deleteKeys(n int64, keys []merge.Key, leads bool) error {
	return inChunks(asInts(keys), func(args []any) error {
		k := len(args)
		_, err := c.t.exec(fmt.Sprintf(`DELETE FROM %s WHERE kind = '%s' AND hash IN (%s) AND n = $%d`, keyTable(leads), c.kind, placeholders(1, k), k+1), append(args, n)...)
		return err
	})
}

func (c *clusters[T]) Put(m *merge.Member[T]) error {
	item := m.Item
	if c.short != nil {
		item = c.short(item)
	}
	body, err := item.MarshalBinary()
	if err != nil {
		return err
	}
	n, err := c.t.serial(`INSERT INTO member (kind, id, article, says, day, tie, leader, leads, score, keys, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		c.kind, m.ID, c.owner(m.Item), int64(m.Rank.Says), dayOf(m.Rank.Day), int64(m.Rank.Tie), m.Leader, flag(m.Leads()), m.Score, packKeys(m.Keys), body)
	if err != nil {
		return err
	}
	put := *m
	put.Item = item
	c.shadow.put(n, &put)
	if c.led != nil {
		if err := c.led(c.t, m.ID, m.Leader); err != nil {
			return err
		}
	}
	return c.putKeys(n, m.Keys, m.Leads())
}

func (c *clusters[T]) Assign(id, leader string, score float64) error {
	n, m, err := c.member(id)
	if err != nil {
		return err
	}
	leads := id == leader
	if leads != m.Leads() {
		if err := c.deleteKeys(n, m.Keys, !leads); err != nil {
			return err
		}
		if err := c.putKeys(n, m.Keys, leads); err != nil {
			return err
		}
	}
	if c.led != nil {
		if err := c.led(c.t, id, leader); err != nil {
			return err
		}
	}
	c.shadow.assign(n, leader, score)
	_, err = c.t.exec(`UPDATE member SET leader = $1, leads = $2, score = $3 WHERE n = $4`, leader, flag(leads), score, n)
	return err
}

// pointEvent points an event to the incident that its report is in. n and id are those of the article being put in.
func pointEvent(n int64, id string) func(t *tx, report, incident string) error {
	return func(t *tx, report, incident string) error {
		article, event, _ := strings.Cut(report, "/")
		if article == id {
			_, err := t.exec(`UPDATE event SET incident = $1 WHERE article = $2 AND id = $3`, incident, n, event)
			return err
		}
		_, err := t.exec(`UPDATE event SET incident = $1 WHERE article = (SELECT n FROM article WHERE id = $2) AND id = $3`, incident, article, event)
		return err
	}
}

func (c *clusters[T]) Delete(id string) error {
	n, m, err := c.member(id)
	if err != nil {
		return err
	}
	if err := c.deleteKeys(n, m.Keys, m.Leads()); err != nil {
		return err
	}
	c.cache.drop(n)
	c.shadow.delete(n)
	_, err = c.t.exec(`DELETE FROM member WHERE n = $1`, n)
	return err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func packKeys(keys []merge.Key) []byte {
	b := make([]byte, 0, 8*len(keys))
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint64(b, uint64(k))
	}
	return b
}

func unpackKeys(b []byte) []merge.Key {
	keys := make([]merge.Key, 0, len(b)/8)
	for ; len(b) >= 8; b = b[8:] {
		keys = append(keys, merge.Key(binary.LittleEndian.Uint64(b)))
	}
	return keys
}
