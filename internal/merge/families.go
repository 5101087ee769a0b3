package merge

import (
	"slices"
	"strings"
)

// houseDays is the number of different publication days on which a host may print the same five words before they are
// its house text: subscription prompts, standing credits, menus. Many versions of one story fall on few days.
const houseDays = 8

// addCopies puts an article beside those it shares text with.
func addCopies(c *change, a *Article) error {
	ix := c.ix
	hashes := a.Sketch.Hashes()
	c.families[a.ID] = true
	if a.Host != "" {
		house, err := ix.House(a.Host, hashes)
		if err != nil {
			return err
		}
		a.House = sortedSet(house)
	}
	shared, own, err := ix.Sharing(fresh(a), leastShared, a.Host)
	if err != nil {
		return err
	}
	if err := ix.PutArticle(a); err != nil {
		return err
	}
	if err := ix.AddPostings(a, hashes, a.House); err != nil {
		return err
	}
	turned, err := turnsHouse(ix, a.Host, own)
	if err != nil {
		return err
	}
	if len(turned) == 0 {
		touched, err := relate(ix, a, shared, related{})
		if err != nil {
			return err
		}
		return refamily(c, touched)
	}
	again := map[string]bool{a.ID: true}
	for _, h := range turned {
		ids, err := setHouse(ix, a.Host, h, true)
		if err != nil {
			return err
		}
		for _, id := range ids {
			again[id] = true
		}
	}
	return relateAgain(c, keys(again))
}

// fresh are the hashes of an article that are no house text.
func fresh(a *Article) []Hash {
	return slices.DeleteFunc(a.Sketch.Hashes(), func(h Hash) bool {
		_, ok := slices.BinarySearch(a.House, h)
		return ok
	})
}

// turnsHouse returns the hashes that become house text of a host with its new article, which is in the index; own is how many
// of its other articles hold them.
func turnsHouse(ix Index, host string, own map[Hash]int) ([]Hash, error) {
	var out []Hash
	for h, n := range own {
		if n < houseDays {
			continue
		}
		days, err := ix.Days(host, h, false, houseDays+1)
		if err != nil {
			return nil, err
		}
		if days > houseDays {
			out = append(out, h)
		}
	}
	slices.Sort(out)
	return out, nil
}

// setHouse turns a hash of a host into house text or back, also in what is kept of its articles.
func setHouse(ix Index, host string, h Hash, on bool) ([]string, error) {
	articles, err := ix.SetHouse(host, h, on)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(articles))
	for _, old := range articles {
		a := *old
		a.House = slices.DeleteFunc(slices.Clone(old.House), func(x Hash) bool { return x == h })
		if on {
			a.House = sortedSet(append(a.House, h))
		}
		if err := ix.PutArticle(&a); err != nil {
			return nil, err
		}
		ids = append(ids, a.ID)
	}
	return ids, nil
}

// related are relations by the one article and the other.
type related map[string]map[string]Relation

func (x related) put(r Relation) {
	for _, p := range [][2]string{{r.A, r.B}, {r.B, r.A}} {
		if x[p[0]] == nil {
			x[p[0]] = map[string]Relation{}
		}
		x[p[0]][p[1]] = r
	}
}

func (x related) drop(a, b string) {
	delete(x[a], b)
	delete(x[b], a)
}

// relate writes the relations of an article to all that share text with it (shared), and returns the ids whose family may be
// another now: its own and those of articles that became a copy of it, ceased to be, or are one by another share. old are the
// relations that it has, and has those that are written.
func relate(ix Index, a *Article, shared []*Article, old related) ([]string, error) {
	stays := map[string]bool{}
	var touched []string
	for _, b := range shared {
		if b.ID == a.ID {
			continue
		}
		r := Relate(a, b)
		if r.Kind == Unrelated {
			continue
		}
		stays[b.ID] = true
		was := old[a.ID][b.ID]
		if was == r {
			continue
		}
		if was.Kind == Copy || r.Kind == Copy {
			touched = append(touched, b.ID)
		}
		if err := ix.PutRelation(r); err != nil {
			return nil, err
		}
		old.put(r)
	}
	for id, r := range old[a.ID] {
		if stays[id] {
			continue
		}
		if r.Kind == Copy {
			touched = append(touched, id)
		}
		if err := ix.DeleteRelation(a.ID, id); err != nil {
			return nil, err
		}
		old.drop(a.ID, id)
	}
	if len(touched) > 0 {
		touched = append(touched, a.ID)
	}
	return touched, nil
}

// other returns the article of the relation that is not this one.
func (r *Relation) other(id string) string {
	if r.A == id {
		return r.B
	}
	return r.A
}

// relateAgain relates articles anew after some of their text became house text, or ceased to be.
func relateAgain(c *change, ids []string) error {
	articles, err := c.ix.Articles(ids)
	if err != nil {
		return err
	}
	list, err := c.ix.Relations(ids)
	if err != nil {
		return err
	}
	old := related{}
	for _, r := range list {
		old.put(r)
	}
	var touched []string
	for _, a := range articles {
		shared, _, err := c.ix.Sharing(fresh(a), leastShared, "")
		if err != nil {
			return err
		}
		more, err := relate(c.ix, a, shared, old)
		if err != nil {
			return err
		}
		touched = append(touched, more...)
	}
	return refamily(c, touched)
}

// removeCopies takes an article out from among its copies.
func removeCopies(c *change, a *Article) error {
	c.families[a.ID] = true
	relations, err := c.ix.Relations([]string{a.ID})
	if err != nil {
		return err
	}
	var touched []string
	for _, r := range relations {
		if r.Kind == Copy {
			touched = append(touched, r.other(a.ID))
		}
	}
	if err := c.ix.DeleteArticle(a.ID); err != nil {
		return err
	}
	again := map[string]bool{}
	for _, h := range a.House {
		n, err := c.ix.Days(a.Host, h, true, houseDays+1)
		if err != nil {
			return err
		}
		if n > houseDays {
			continue
		}
		ids, err := setHouse(c.ix, a.Host, h, false)
		if err != nil {
			return err
		}
		for _, id := range ids {
			again[id] = true
		}
	}
	if err := relateAgain(c, keys(again)); err != nil {
		return err
	}
	return refamily(c, touched)
}

// refamily groups the copies anew that are linked, over any number of steps, to the articles with these ids.
func refamily(c *change, ids []string) error {
	seen := map[string]bool{}
	next := slices.Clone(ids)
	copies := map[string][]Relation{}
	for len(next) > 0 {
		var ask []string
		for _, id := range next {
			if !seen[id] {
				seen[id] = true
				ask = append(ask, id)
			}
		}
		if next = nil; len(ask) == 0 {
			break
		}
		relations, err := c.ix.Relations(ask)
		if err != nil {
			return err
		}
		for _, r := range relations {
			if r.Kind != Copy {
				continue
			}
			copies[r.A] = append(copies[r.A], r)
			copies[r.B] = append(copies[r.B], r)
			next = append(next, r.A, r.B)
		}
	}
	articles, err := c.ix.Articles(keys(seen))
	if err != nil {
		return err
	}
	for _, f := range aroundOrigins(articles, copies) {
		for _, a := range f.members {
			if a.Origin == f.origin.ID {
				continue
			}
			moved := *a
			moved.Origin = f.origin.ID
			c.families[a.ID] = true
			if err := c.ix.PutArticle(&moved); err != nil {
				return err
			}
		}
	}
	return nil
}

type family struct {
	origin  *Article
	members []*Article
}

// aroundOrigins groups articles around origins: in originOrder, each article belongs to the origin before it with which
// it shares most, if it is a copy of any, else it is an origin itself. A copy of a copy is not taken along: what it
// shares may be the part that was added.
func aroundOrigins(articles []*Article, copies map[string][]Relation) []*family {
	sorted := slices.Clone(articles)
	slices.SortFunc(sorted, originOrder)
	at := map[string]int{} // of origins in out
	var out []*family
	for _, a := range sorted {
		best, most := -1, 0.0
		for _, r := range copies[a.ID] {
			k, ok := at[r.other(a.ID)]
			if s := max(r.AinB, r.BinA); ok && (s > most || s == most && k < best) {
				best, most = k, s
			}
		}
		if best < 0 {
			best = len(out)
			at[a.ID] = best
			out = append(out, &family{origin: a})
		}
		out[best].members = append(out[best].members, a)
	}
	return out
}

// originOrder puts first what is likelier the text that others copied: the agency's own page, then a text that names an
// agency, then the earlier, then the longer one.
func originOrder(a, b *Article) int {
	says := func(a *Article) int {
		switch {
		case a.Wire:
			return 0
		case a.Agency != "":
			return 1
		}
		return 2
	}
	if x, y := says(a), says(b); x != y {
		return x - y
	}
	if x, y := late(a.Day), late(b.Day); x != y {
		return int(x - y)
	}
	if x := strings.Compare(a.Published, b.Published); x != 0 {
		return x
	}
	if a.Words != b.Words {
		return b.Words - a.Words
	}
	return strings.Compare(a.ID, b.ID)
}
