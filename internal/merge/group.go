package merge

import (
	"cmp"
	"container/heap"
	"strings"
)

// Rank is the precedence of a member: the higher Says leads; of equals the one of the earlier Day (a day that is not
// known is the latest); then the lower Tie, a hash of the content; then the lower id.
type Rank struct {
	Says int32
	Day  Day
	Tie  uint32
}

// before tells whether a member has precedence over another.
func before[T any](a, b *Member[T]) bool { return precedence(a, b) < 0 }

func precedence[T any](a, b *Member[T]) int {
	return cmp.Or(cmp.Compare(b.Rank.Says, a.Rank.Says), cmp.Compare(late(a.Rank.Day), late(b.Rank.Day)),
		cmp.Compare(a.Rank.Tie, b.Rank.Tie), strings.Compare(a.ID, b.ID))
}

// late numbers days so that one that is not known is the latest.
func late(d Day) int64 {
	if d == NoDay {
		return 1 << 40
	}
	return int64(d)
}

// grouping keeps the members of a clustering in the state that this rule defines: in order of precedence, each member
// follows the leader before it that fits best, if one shares a key with it and scores at least least; else it leads.
//
// The rule is a function of the set of members. Keeping it up is local: what a change touches is evaluated anew in order
// of precedence, each member once, since its place depends on members before it only (the greedy maximal independent set
// of Ailon, Charikar and Newman 2008 in a fixed order, kept up as in Behnezhad et al. 2019, with the best leader in place
// of the first).
type grouping[T any] struct {
	in      Clusters[T]
	score   func(a, b T) float64 // symmetric to the last bit
	least   float64
	changed map[string]bool // ids of leaders whose clusters changed

	queue  queue[T]
	queued map[string]bool
}

// group begins a change of a clustering.
func group[T any](in Clusters[T], least float64, score func(a, b T) float64) *grouping[T] {
	return &grouping[T]{in: in, score: score, least: least, changed: map[string]bool{}, queued: map[string]bool{}}
}

// add puts a new member in. Its Leader and Score are set here.
func (g *grouping[T]) add(m *Member[T]) error {
	leader, score, err := g.best(m)
	if err != nil {
		return err
	}
	put := *m
	put.Leader, put.Score = leader, score
	g.changed[leader] = true
	if err := g.in.Put(&put); err != nil {
		return err
	}
	if leader == m.ID {
		if err := g.lead(m); err != nil {
			return err
		}
	}
	return g.settle()
}

// remove takes a member out.
func (g *grouping[T]) remove(m *Member[T]) error {
	g.changed[m.Leader] = true
	if m.Leads() {
		cluster, err := g.in.Cluster(m.ID)
		if err != nil {
			return err
		}
		for _, f := range cluster {
			if f.ID != m.ID {
				g.enqueue(f)
			}
		}
	}
	if err := g.in.Delete(m.ID); err != nil {
		return err
	}
	return g.settle()
}

// best finds whom a member follows: the leader before it with the highest score, of equals the one with precedence;
// itself when there is none.
func (g *grouping[T]) best(m *Member[T]) (leader string, score float64, err error) {
	leaders, err := g.in.Leaders(m.Keys)
	if err != nil {
		return "", 0, err
	}
	var found *Member[T]
	for _, l := range leaders {
		if l.ID == m.ID || !before(l, m) {
			continue
		}
		s := g.score(l.Item, m.Item)
		if s < g.least {
			continue
		}
		if found == nil || s > score || s == score && before(l, found) {
			found, score = l, s
		}
	}
	if found == nil {
		return m.ID, 0, nil
	}
	return found.ID, score, nil
}

// lead lets everything look again that a new leader may attract.
func (g *grouping[T]) lead(m *Member[T]) error {
	all, err := g.in.All(m.Keys)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.ID == m.ID || !before(m, x) {
			continue
		}
		s := g.score(m.Item, x.Item)
		if s >= g.least && (x.Leads() || s >= x.Score) {
			g.enqueue(x)
		}
	}
	return nil
}

func (g *grouping[T]) enqueue(m *Member[T]) {
	if !g.queued[m.ID] {
		g.queued[m.ID] = true
		heap.Push(&g.queue, m)
	}
}

// settle evaluates what was enqueued, in order of precedence. All that a member enqueues comes after it.
func (g *grouping[T]) settle() error {
	for len(g.queue) > 0 {
		m := heap.Pop(&g.queue).(*Member[T])
		delete(g.queued, m.ID)
		leader, score, err := g.best(m)
		if err != nil {
			return err
		}
		if leader == m.Leader && score == m.Score {
			continue
		}
		g.changed[m.Leader], g.changed[leader] = true, true
		led := m.Leads()
		if led {
			cluster, err := g.in.Cluster(m.ID)
			if err != nil {
				return err
			}
			for _, f := range cluster {
				if f.ID != m.ID {
					g.enqueue(f)
				}
			}
		}
		if err := g.in.Assign(m.ID, leader, score); err != nil {
			return err
		}
		if leader == m.ID {
			if err := g.lead(m); err != nil {
				return err
			}
		}
	}
	return nil
}

// queue is a heap of members by precedence.
type queue[T any] []*Member[T]

func (q queue[T]) Len() int           { return len(q) }
func (q queue[T]) Less(i, j int) bool { return before(q[i], q[j]) }
func (q queue[T]) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue[T]) Push(x any)        { *q = append(*q, x.(*Member[T])) }
func (q *queue[T]) Pop() any {
	old := *q
	m := old[len(old)-1]
	*q = old[:len(old)-1]
	return m
}
