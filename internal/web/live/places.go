package live

import (
	"strings"

	"onrecord/internal/find/place"
	"onrecord/internal/review"
)

// Places returns a function that finds a place by its name in the built-in gazetteer, for web.Options.Places: of several of
// one name in a country the one with most people; without a country only where there is one of that name that is far larger
// than all others.
func Places() (func(name, country string) (review.Place, bool), error) {
	r, err := place.New()
	if err != nil {
		return nil, err
	}
	return func(name, country string) (review.Place, bool) {
		var best, second *place.Candidate
		list := r.Lookup(strings.TrimSpace(name))
		for i := range list {
			c := &list[i]
			if country != "" && c.Country != country || c.As == place.Adjective {
				continue
			}
			if best == nil || c.Population > best.Population {
				best, second = c, best
			} else if second == nil || c.Population > second.Population {
				second = c
			}
		}
		const larger = 5
		if best == nil || country == "" && second != nil && best.Population < larger*second.Population {
			return review.Place{}, false
		}
		lat, lon := best.Lat, best.Lon
		return review.Place{Name: best.Name, Country: best.Country, Admin1: best.Admin1, Lat: &lat, Lon: &lon, GeoNames: best.GeoNames, Precision: best.Kind.Precision()}, true
	}, nil
}
