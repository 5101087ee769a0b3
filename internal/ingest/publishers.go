package ingest

import (
	"context"

	"onrecord/internal/find/place"
	"onrecord/internal/store"
)

// leastArticles is how many articles of a host must name a country before one is taken for the host's own.
const leastArticles = 20

// LearnPublishers finds out which country the articles of each host are mostly about, and returns it by host, as ISO alpha-3. Each
// article counts once, for the country that most of its places lie in; a host is known when at least 20 articles
// count and more than half of them agree. Only countries, states and provinces count among the places, which are hardly ever taken
// for one another: the answer is then the same whether or not the articles were read with an earlier answer in hand.
func LearnPublishers(ctx context.Context, s *store.Store) (map[string]string, error) {
	votes := map[string]map[string]int{}
	for rec, err := range s.Records(ctx) {
		if err != nil {
			return nil, err
		}
		host := place.Host(value(rec.Article.URL))
		named := map[string]int{}
		for i := range rec.Places {
			if p := &rec.Places[i]; p.Country != nil && (p.Precision == "country" || p.Precision == "admin1") {
				named[*p.Country]++
			}
		}
		if c, n := most(named); host != "" && n > 0 {
			if votes[host] == nil {
				votes[host] = map[string]int{}
			}
			votes[host][c]++
		}
	}
	known := map[string]string{}
	for host, count := range votes {
		all := 0
		for _, n := range count {
			all += n
		}
		if c, n := most(count); all >= leastArticles && 2*n > all {
			known[host] = c
		}
	}
	return known, ctx.Err()
}

// most returns the most frequent, of several the first in the alphabet.
func most(count map[string]int) (string, int) {
	best, most := "", 0
	for c, n := range count {
		if n > most || n == most && c < best {
			best, most = c, n
		}
	}
	return best, most
}
