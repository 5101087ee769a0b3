package merge

import "slices"

// Memory is an Index in memory. It is not safe for concurrent use.
type Memory struct {
	articles  map[string]*Article
	postings  map[Hash][]Posting
	house     map[hostHash][]Posting
	relations map[string]map[string]Relation
	reports   map[string][]string
	threads   *memoryClusters[*Article]
	stories   *memoryClusters[*Thread]
	incidents *memoryClusters[*Report]
}

type hostHash struct {
	host string
	hash Hash
}

// NewMemory returns an empty index.
func NewMemory() *Memory {
	m := &Memory{articles: map[string]*Article{}, postings: map[Hash][]Posting{}, house: map[hostHash][]Posting{},
		relations: map[string]map[string]Relation{}, reports: map[string][]string{},
		threads: newMemoryClusters[*Article](), stories: newMemoryClusters[*Thread](), incidents: newMemoryClusters[*Report]()}
	m.incidents.put = func(r *Report) { m.reports[r.Article] = append(m.reports[r.Article], r.ID) }
	m.incidents.deleted = func(r *Report) {
		m.reports[r.Article] = without(m.reports[r.Article], func(id string) bool { return id == r.ID })
		if len(m.reports[r.Article]) == 0 {
			delete(m.reports, r.Article)
		}
	}
	return m
}

func without[T any](s []T, drop func(T) bool) []T { return slices.DeleteFunc(s, drop) }

// Articles returns the articles with these ids.
func (m *Memory) Articles(ids []string) ([]*Article, error) {
	var out []*Article
	for _, id := range ids {
		if a, ok := m.articles[id]; ok {
			out = append(out, a)
		}
	}
	return out, nil
}

// PutArticle writes an article.
func (m *Memory) PutArticle(a *Article) error {
	m.articles[a.ID] = a
	return nil
}

// DeleteArticle removes an article, its postings and relations.
func (m *Memory) DeleteArticle(id string) error {
	a, ok := m.articles[id]
	if !ok {
		return nil
	}
	mine := func(p Posting) bool { return p.Article == id }
	for _, h := range a.Sketch.Hashes() {
		if p := without(m.postings[h], mine); len(p) > 0 {
			m.postings[h] = p
		} else {
			delete(m.postings, h)
		}
		k := hostHash{a.Host, h}
		if old, ok := m.house[k]; ok {
			m.house[k] = without(old, mine) // stays house text until SetHouse says otherwise
		}
	}
	for other := range m.relations[id] {
		delete(m.relations[other], id)
	}
	delete(m.relations, id)
	delete(m.articles, id)
	return nil
}

// AddPostings adds the hashes of an article.
func (m *Memory) AddPostings(a *Article, hashes, house []Hash) error {
	for _, h := range hashes {
		p := Posting{h, a.ID, a.Host, a.Day}
		if _, ok := slices.BinarySearch(house, h); ok {
			k := hostHash{a.Host, h}
			m.house[k] = append(m.house[k], p)
		} else {
			m.postings[h] = append(m.postings[h], p)
		}
	}
	return nil
}

// House returns which hashes are house text of a host.
func (m *Memory) House(host string, hashes []Hash) ([]Hash, error) {
	var out []Hash
	for _, h := range hashes {
		if _, ok := m.house[hostHash{host, h}]; ok {
			out = append(out, h)
		}
	}
	return out, nil
}

// Sharing returns who holds at least so many of the hashes, and how many articles of the host hold each.
func (m *Memory) Sharing(hashes []Hash, least int, host string) ([]*Article, map[Hash]int, error) {
	count, own := map[string]int{}, map[Hash]int{}
	for _, h := range hashes {
		for _, p := range m.postings[h] {
			count[p.Article]++
			if host != "" && p.Host == host {
				own[h]++
			}
		}
	}
	var out []*Article
	for id, n := range count {
		if n >= least {
			out = append(out, m.articles[id])
		}
	}
	return out, own, nil
}

// SetHouse makes a hash house text of the host, or not any more.
func (m *Memory) SetHouse(host string, h Hash, on bool) ([]*Article, error) {
	k := hostHash{host, h}
	var moved []Posting
	if on {
		keep := m.postings[h][:0:0]
		for _, p := range m.postings[h] {
			if p.Host == host {
				moved = append(moved, p)
			} else {
				keep = append(keep, p)
			}
		}
		if m.postings[h] = keep; len(keep) == 0 {
			delete(m.postings, h)
		}
		m.house[k] = append(m.house[k], moved...)
	} else {
		moved = m.house[k]
		if len(moved) > 0 {
			m.postings[h] = append(m.postings[h], moved...)
		}
		delete(m.house, k)
	}
	out := make([]*Article, 0, len(moved))
	for _, p := range moved {
		out = append(out, m.articles[p.Article])
	}
	return out, nil
}

// Days counts the days on which the host published a hash.
func (m *Memory) Days(host string, h Hash, house bool, atMost int) (int, error) {
	list := m.postings[h]
	if house {
		list = m.house[hostHash{host, h}]
	}
	var days []Day
	for _, p := range list {
		if p.Host == host {
			days = append(days, p.Day)
		}
	}
	return daysOf(days, atMost), nil
}

// daysOf counts different days of publication, each article without a day as one more.
func daysOf(days []Day, atMost int) int {
	n := 0
	seen := map[Day]bool{}
	for _, d := range days {
		if d == NoDay || !seen[d] {
			n++
			seen[d] = true
		}
		if n >= atMost {
			break
		}
	}
	return n
}

// Relations returns the relations of the articles.
func (m *Memory) Relations(ids []string) ([]Relation, error) {
	var out []Relation
	in := map[string]bool{}
	for _, id := range ids {
		in[id] = true
	}
	for _, id := range ids {
		for other, r := range m.relations[id] {
			if !in[other] || id < other {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// PutRelation writes a relation.
func (m *Memory) PutRelation(r Relation) error {
	for _, p := range [][2]string{{r.A, r.B}, {r.B, r.A}} {
		if m.relations[p[0]] == nil {
			m.relations[p[0]] = map[string]Relation{}
		}
		m.relations[p[0]][p[1]] = r
	}
	return nil
}

// DeleteRelation removes the relation of two articles.
func (m *Memory) DeleteRelation(a, b string) error {
	delete(m.relations[a], b)
	delete(m.relations[b], a)
	return nil
}

// Threads groups articles.
func (m *Memory) Threads() Clusters[*Article] { return m.threads }

// Stories groups threads.
func (m *Memory) Stories() Clusters[*Thread] { return m.stories }

// Incidents groups reports.
func (m *Memory) Incidents() Clusters[*Report] { return m.incidents }

// ReportsOf returns the ids of the reports of an article.
func (m *Memory) ReportsOf(article string) ([]string, error) {
	return slices.Clone(m.reports[article]), nil
}

// memoryClusters is a clustering in memory.
type memoryClusters[T any] struct {
	members  map[string]*Member[T]
	leading  map[Key][]*Member[T]
	follow   map[Key][]*Member[T]
	clusters map[string][]*Member[T]
	put      func(T)
	deleted  func(T)
}

func newMemoryClusters[T any]() *memoryClusters[T] {
	return &memoryClusters[T]{members: map[string]*Member[T]{}, leading: map[Key][]*Member[T]{}, follow: map[Key][]*Member[T]{},
		clusters: map[string][]*Member[T]{}, put: func(T) {}, deleted: func(T) {}}
}

func (c *memoryClusters[T]) Leaders(keys []Key) ([]*Member[T], error) {
	return collect(keys, c.leading), nil
}

func (c *memoryClusters[T]) All(keys []Key) ([]*Member[T], error) {
	return collect(keys, c.leading, c.follow), nil
}

// collect returns the members under any of the keys, each once.
func collect[T any](keys []Key, tables ...map[Key][]*Member[T]) []*Member[T] {
	var out []*Member[T]
	for _, k := range keys {
		for _, t := range tables {
			out = append(out, t[k]...)
		}
	}
	if len(keys) < 2 || len(out) < 2 {
		return out
	}
	seen := make(map[*Member[T]]struct{}, len(out))
	n := 0
	for _, m := range out {
		if _, ok := seen[m]; !ok {
			seen[m] = struct{}{}
			out[n] = m
			n++
		}
	}
	return out[:n]
}

func (c *memoryClusters[T]) Cluster(leader string) ([]*Member[T], error) {
	return slices.Clone(c.clusters[leader]), nil
}

func (c *memoryClusters[T]) Members(ids []string) ([]*Member[T], error) {
	var out []*Member[T]
	for _, id := range ids {
		if m, ok := c.members[id]; ok {
			out = append(out, m)
		}
	}
	return out, nil
}

func (c *memoryClusters[T]) Put(m *Member[T]) error {
	c.members[m.ID] = m
	c.insert(m)
	c.put(m.Item)
	return nil
}

func (c *memoryClusters[T]) insert(m *Member[T]) {
	t := c.table(m)
	for _, k := range m.Keys {
		t[k] = append(t[k], m)
	}
	c.clusters[m.Leader] = append(c.clusters[m.Leader], m)
}

func (c *memoryClusters[T]) table(m *Member[T]) map[Key][]*Member[T] {
	if m.Leads() {
		return c.leading
	}
	return c.follow
}

func (c *memoryClusters[T]) take(m *Member[T]) {
	is := func(o *Member[T]) bool { return o.ID == m.ID }
	t := c.table(m)
	for _, k := range m.Keys {
		if t[k] = without(t[k], is); len(t[k]) == 0 {
			delete(t, k)
		}
	}
	if c.clusters[m.Leader] = without(c.clusters[m.Leader], is); len(c.clusters[m.Leader]) == 0 {
		delete(c.clusters, m.Leader)
	}
}

func (c *memoryClusters[T]) Assign(id, leader string, score float64) error {
	old := c.members[id]
	c.take(old)
	m := *old // what was handed out before stays as it was
	m.Leader, m.Score = leader, score
	c.members[id] = &m
	c.insert(&m)
	return nil
}

func (c *memoryClusters[T]) Delete(id string) error {
	m, ok := c.members[id]
	if !ok {
		return nil
	}
	c.take(m)
	delete(c.members, id)
	c.deleted(m.Item)
	return nil
}
