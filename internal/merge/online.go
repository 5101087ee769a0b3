package merge

import (
	"fmt"
	"slices"

	"onrecord/internal/doc"
)

// Add puts an article and the events read in it into the index. An article that is there already is taken out first, so
// that reading an article again replaces what was read before. The index is to be used in one transaction.
func (m *Merger) Add(ix Index, rec *doc.Record) (Change, error) {
	c, err := m.AddArticle(ix, rec)
	if err != nil {
		return c, err
	}
	stories, err := m.Restory(ix, c.Threads)
	c.Stories = stories.Stories
	return c, err
}

// AddArticle is Add without the stories: of the threads in the Change, Restory is to be told in the same transaction. Of many
// articles each thread is then looked at once.
func (m *Merger) AddArticle(ix Index, rec *doc.Record) (Change, error) {
	a := m.Article(rec)
	if a.ID == "" {
		return Change{}, fmt.Errorf("merge: the record has no article id")
	}
	old, err := ix.Articles([]string{a.ID})
	if err != nil {
		return Change{}, fmt.Errorf("merge: %s: %w", a.ID, err)
	}
	c := newChange(ix)
	if len(old) > 0 {
		if err := m.remove(c, old[0]); err != nil {
			return Change{}, fmt.Errorf("merge: take out %s: %w", a.ID, err)
		}
	}
	if err := m.add(c, a, m.Reports(rec, a)); err != nil {
		return Change{}, fmt.Errorf("merge: put in %s: %w", a.ID, err)
	}
	return c.done()
}

// AddCopies puts an article into the index of copies only: no story, no incident. It is for those who know these already,
// and for measuring what a lookup of copies takes. The article must be new.
func (m *Merger) AddCopies(ix Index, a *Article) (Change, error) {
	c := newChange(ix)
	if err := addCopies(c, a); err != nil {
		return Change{}, fmt.Errorf("merge: put in %s: %w", a.ID, err)
	}
	return c.done()
}

// Remove takes an article and its events out of the index. One that is not there changes nothing.
func (m *Merger) Remove(ix Index, article string) (Change, error) {
	old, err := ix.Articles([]string{article})
	if err != nil {
		return Change{}, fmt.Errorf("merge: %s: %w", article, err)
	}
	c := newChange(ix)
	if len(old) > 0 {
		if err := m.remove(c, old[0]); err != nil {
			return Change{}, fmt.Errorf("merge: take out %s: %w", article, err)
		}
	}
	if err := restory(c, keys(c.threads)); err != nil {
		return Change{}, fmt.Errorf("merge: take out %s: %w", article, err)
	}
	return c.done()
}

// change collects what an Add or Remove touches.
type change struct {
	ix        Index
	families  map[string]bool // articles whose origin changed
	threads   map[string]bool
	stories   map[string]bool
	incidents map[string]bool
}

func newChange(ix Index) *change {
	return &change{ix: ix, families: map[string]bool{}, threads: map[string]bool{}, stories: map[string]bool{}, incidents: map[string]bool{}}
}

// done adds the incidents that show an article whose origin changed.
func (c *change) done() (Change, error) {
	for _, id := range keys(c.families) {
		ids, err := c.ix.ReportsOf(id)
		if err != nil {
			return Change{}, err
		}
		if len(ids) == 0 {
			continue
		}
		ms, err := c.ix.Incidents().Members(ids)
		if err != nil {
			return Change{}, err
		}
		for _, m := range ms {
			c.incidents[m.Leader] = true
		}
	}
	return Change{Families: keys(c.families), Threads: keys(c.threads), Stories: keys(c.stories), Incidents: keys(c.incidents)}, nil
}

func keys(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func (m *Merger) add(c *change, a *Article, reports []*Report) error {
	if err := addCopies(c, a); err != nil {
		return err
	}
	g := group(c.ix.Threads(), threadLeast, threadScore)
	if err := g.add(threadMember(a)); err != nil {
		return err
	}
	for id := range g.changed {
		c.threads[id] = true
	}
	incidents := group(c.ix.Incidents(), incidentLeast, m.score)
	for _, r := range reports {
		if err := incidents.add(reportMember(r)); err != nil {
			return err
		}
	}
	for id := range incidents.changed {
		c.incidents[id] = true
	}
	return nil
}

func (m *Merger) remove(c *change, a *Article) error {
	ids, err := c.ix.ReportsOf(a.ID)
	if err != nil {
		return err
	}
	if len(ids) > 0 {
		g := group(c.ix.Incidents(), incidentLeast, m.score)
		for _, id := range ids { // each anew: taking out one may move the next
			ms, err := c.ix.Incidents().Members([]string{id})
			if err != nil {
				return err
			}
			for _, r := range ms {
				if err := g.remove(r); err != nil {
					return err
				}
			}
		}
		for id := range g.changed {
			c.incidents[id] = true
		}
	}
	ms, err := c.ix.Threads().Members([]string{a.ID})
	if err != nil {
		return err
	}
	g := group(c.ix.Threads(), threadLeast, threadScore)
	for _, s := range ms {
		if err := g.remove(s); err != nil {
			return err
		}
	}
	for id := range g.changed {
		c.threads[id] = true
	}
	return removeCopies(c, a)
}

// Restory puts threads that changed into their stories anew. The Change names stories only.
func (m *Merger) Restory(ix Index, threads []string) (Change, error) {
	c := newChange(ix)
	if err := restory(c, threads); err != nil {
		return Change{}, fmt.Errorf("merge: stories: %w", err)
	}
	return Change{Stories: keys(c.stories)}, nil
}

func restory(c *change, threads []string) error {
	g := group(c.ix.Stories(), storyLeast, storyScore)
	for _, id := range threads {
		articles, err := c.ix.Threads().Cluster(id)
		if err != nil {
			return err
		}
		var now *Member[*Thread]
		if len(articles) > 0 {
			now = storyMember(id, articles)
		}
		old, err := c.ix.Stories().Members([]string{id})
		if err != nil {
			return err
		}
		if len(old) == 1 {
			if now != nil && now.Rank == old[0].Rank && slices.Equal(now.Item.Topic, old[0].Item.Topic) {
				c.stories[old[0].Leader] = true
				continue
			}
			if err := g.remove(old[0]); err != nil {
				return err
			}
		}
		if now != nil {
			if err := g.add(now); err != nil {
				return err
			}
		}
	}
	for id := range g.changed {
		c.stories[id] = true
	}
	return nil
}

// Incident shows the cluster of the report with the id leader; false when there is none.
func (m *Merger) Incident(ix Index, leader string) (Incident, bool, error) {
	members, err := ix.Incidents().Cluster(leader)
	if err != nil || len(members) == 0 {
		return Incident{}, false, err
	}
	reports := make([]*Report, len(members))
	ids := map[string]bool{}
	for i, x := range members {
		reports[i] = x.Item
		ids[x.Item.Article] = true
	}
	articles, err := ix.Articles(keys(ids))
	if err != nil {
		return Incident{}, false, err
	}
	origins := map[string]bool{}
	for _, a := range articles {
		if !ids[a.Origin] {
			origins[a.Origin] = true
		}
	}
	more, err := ix.Articles(keys(origins))
	if err != nil {
		return Incident{}, false, err
	}
	return m.Summarise(leader, reports, append(articles, more...)), true, nil
}
