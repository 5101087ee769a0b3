package store

import (
	"slices"

	"onrecord/internal/merge"
)

// shadow is what this program knows of a clustering without asking the database: the members it met, what it looked up by key
// and by leader. It is used by transactions that write only, one at a time, and holds as long as nobody else writes: the
// change number tells (tx.change). Whatever is there is complete; whatever is not has to be asked for.
type shadow[T any] struct {
	rows     map[int64]*merge.Member[T]
	numbers  map[string]int64         // by the member's id
	keys     [2]map[merge.Key][]int64 // who has a key: of those that follow, of those that lead
	clusters map[string][]int64       // by the leader's id
}

// What a shadow holds at most: some 100 MB. When it is full everything is forgotten; what matters comes back at once.
const (
	mostRows = 30_000
	mostKeys = 200_000
)

func newShadow[T any]() *shadow[T] {
	s := &shadow[T]{}
	s.forget()
	return s
}

func (s *shadow[T]) forget() {
	s.rows, s.numbers, s.clusters = map[int64]*merge.Member[T]{}, map[string]int64{}, map[string][]int64{}
	s.keys = [2]map[merge.Key][]int64{{}, {}}
}

// trim forgets when there is too much.
func (s *shadow[T]) trim() {
	if len(s.rows) > mostRows || len(s.keys[0])+len(s.keys[1]) > mostKeys || len(s.clusters) > mostRows {
		s.forget()
	}
}

// meet remembers a member that the database holds.
func (s *shadow[T]) meet(n int64, m *merge.Member[T]) {
	s.rows[n], s.numbers[m.ID] = m, n
}

// put remembers a member that was just written.
func (s *shadow[T]) put(n int64, m *merge.Member[T]) {
	s.meet(n, m)
	s.enter(n, m)
	if _, known := s.clusters[m.ID]; m.Leads() && !known {
		s.clusters[m.ID] = []int64{n} // nobody can follow it yet
	}
}

// enter adds a member where lists are known, leave takes it out of them.
func (s *shadow[T]) enter(n int64, m *merge.Member[T]) {
	table := s.keys[flag(m.Leads())]
	for _, k := range m.Keys {
		if list, known := table[k]; known {
			table[k] = append(list, n)
		}
	}
	if list, known := s.clusters[m.Leader]; known {
		s.clusters[m.Leader] = append(list, n)
	}
}

func (s *shadow[T]) leave(n int64, m *merge.Member[T]) {
	table := s.keys[flag(m.Leads())]
	for _, k := range m.Keys {
		if list, known := table[k]; known {
			table[k] = drop(list, n)
		}
	}
	if list, known := s.clusters[m.Leader]; known {
		s.clusters[m.Leader] = drop(list, n)
	}
}

func drop(list []int64, n int64) []int64 {
	if i := slices.Index(list, n); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// assign remembers that a member has another leader.
func (s *shadow[T]) assign(n int64, leader string, score float64) {
	old := s.rows[n]
	if old == nil {
		s.forget() // its keys are not known
		return
	}
	s.leave(n, old)
	m := *old // what was handed out before stays as it was
	m.Leader, m.Score = leader, score
	s.meet(n, &m)
	s.enter(n, &m)
}

// delete forgets a member that was deleted.
func (s *shadow[T]) delete(n int64) {
	old := s.rows[n]
	if old == nil {
		s.forget()
		return
	}
	s.leave(n, old)
	delete(s.rows, n)
	delete(s.numbers, old.ID)
	if len(s.clusters[old.ID]) == 0 {
		delete(s.clusters, old.ID)
	}
}
