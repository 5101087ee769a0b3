package eval

import (
	"math"
	"path/filepath"
	"strings"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/find/place"
)

// near is the radius, 161 km or 100 miles, within which the field counts a place as found.
const near = 161

// placesTask scores which place a name means, the names given.
func placesTask() Task {
	return Task{
		Name:    "places",
		Help:    "place names resolved, spans given, on LGL or TR-News XML or a GeoWebNews folder, and found on the latter; a name without an answer is wrong",
		Default: []string{"corpora/geo/lgl.dev.xml", "corpora/geo/TR-News.dev.xml", "corpora/geo/GeoWebNews"},
		Run:     runPlaces,
	}
}

// placeFloors are entity-aware accuracies that must hold on the default data, and what the design aims at.
var placeFloors = map[string][2]float64{
	"lgl.dev.xml":     {68.5, 76},
	"TR-News.dev.xml": {84.9, 88},
	"GeoWebNews":      {71.2, 76},
}

func runPlaces(path string) ([]Row, error) {
	docs, err := corpus.ReadGeo(path)
	if err != nil {
		return nil, err
	}
	r, err := place.New()
	if err != nil {
		return nil, err
	}
	s := ScorePlaces(r, docs)
	name := filepath.Base(path)
	f := placeFloors[name]
	row := func(metric string, hit, n int) Row {
		return Row{Task: "places", Data: name, Metric: metric, N: n, Score: Percent(hit, n)}
	}
	headline := row("entity-aware acc@161km", s.Entity, s.Gold)
	headline.Floor, headline.Target = f[0], f[1]
	low, high := interval(s.hits, s.of)
	rows := []Row{
		headline,
		{Task: "places", Data: name, Metric: "entity-aware acc@161km, 95 % from", N: len(docs), Score: low},
		{Task: "places", Data: name, Metric: "entity-aware acc@161km, 95 % to", N: len(docs), Score: high},
		row("raw acc@161km", s.Raw, s.Gold),
		row("country accuracy", s.Country, s.Countries),
		row("from the gazetteer itself", s.Found, s.Gold),
		row("acc@161km of those", s.FoundRight, s.Found),
		row("gold point known", s.Located, s.Gold),
	}
	if name == "lgl.dev.xml" { // the only one with many articles of one host
		rows = append(rows, learned(r, name, docs, s))
	}
	if len(docs) == 0 || len(docs[0].Toponyms) == 0 || docs[0].Toponyms[0].Type == "" {
		return rows, nil
	}
	names, err := placeNames(name, docs) // only GeoWebNews annotates every name
	return append(rows, names...), err
}

// learned scores anew with the country that the other articles of the same host were found to be mostly about: what a store knows
// after some weeks. Nothing annotated is used for it.
func learned(r *place.Resolver, name string, docs []corpus.GeoDoc, plain PlaceScore) Row {
	found := make([]map[string]int, len(docs))
	byHost := map[string][]int{}
	for i := range docs {
		found[i] = map[string]int{}
		for _, a := range resolveGold(r, &docs[i]) {
			if a.Found && a.Country != "" {
				found[i][a.Country]++
			}
		}
		h := hostName(docs[i].URL)
		byHost[h] = append(byHost[h], i)
	}
	right, judge := 0, newPlaceJudge(r)
	for i := range docs {
		h := hostName(docs[i].URL)
		sum, count := 0, map[string]int{}
		for _, j := range byHost[h] {
			for c, n := range found[j] {
				if j != i {
					count[c] += n
					sum += n
				}
			}
		}
		known := map[string]string{}
		for c, n := range count {
			if 2*n > sum {
				known[h] = c
			}
		}
		right += judge.all(r.WithPublishers(known), docs[i:i+1]).Entity
	}
	return Row{Task: "places", Data: name, Metric: "entity-aware acc@161km, publishers' countries learned", N: plain.Gold, Score: Percent(right, plain.Gold)}
}

func hostName(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	host, _, _ := strings.Cut(url, "/")
	return strings.ToLower(host)
}

// PlaceScore counts over names whose place is annotated.
type PlaceScore struct {
	Gold       int // names
	Entity     int // right by identity or within 161 km
	Raw        int // within 161 km
	Found      int // the gazetteer has the name
	FoundRight int // ... and the answer is right by identity or distance
	Located    int // the gold point is known
	Country    int // right country
	Countries  int // names whose gold country is known

	hits, of []int // Entity and Gold of each document
}

// ScorePlaces resolves and scores the annotated names of some articles.
func ScorePlaces(r *place.Resolver, docs []corpus.GeoDoc) PlaceScore {
	return newPlaceJudge(r).all(r, docs)
}

func (p *placeJudge) all(r *place.Resolver, docs []corpus.GeoDoc) PlaceScore {
	var s PlaceScore
	for i := range docs {
		d := &docs[i]
		hits, of := s.Entity, s.Gold
		for j, a := range resolveGold(r, d) {
			if g := d.Toponyms[j]; g.Located() {
				p.score(&s, d, g, a)
			}
		}
		s.hits, s.of = append(s.hits, s.Entity-hits), append(s.of, s.Gold-of)
	}
	return s
}

func (p *placeJudge) score(s *PlaceScore, d *corpus.GeoDoc, g corpus.Toponym, a place.Answer) {
	s.Gold++
	point, known := p.point(g)
	km := p.kilometres(a, point, known)
	right := km <= near || p.same(d, g, a)
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	count(&s.Located, known)
	count(&s.Raw, km <= near)
	count(&s.Entity, right)
	count(&s.Found, a.Found && !a.Guessed)
	count(&s.FoundRight, a.Found && !a.Guessed && right)
	if want := p.country(g); want != "" {
		s.Countries++
		count(&s.Country, a.Country == want)
	}
}

// PlaceExamples turns annotated articles into what the ranker of places trains on.
func PlaceExamples(r *place.Resolver, docs []corpus.GeoDoc) []place.Example {
	judge := newPlaceJudge(r)
	var es []place.Example
	for i := range docs {
		d := &docs[i]
		es = append(es, place.Example{
			Text: d.Text, Spans: goldSpans(d), Hints: r.HintsFor(d.URL, doc.Span{}),
			Right: func(j int, c place.Candidate) bool {
				g := d.Toponyms[j]
				point, known := judge.point(g)
				a := place.Answer{Candidate: c, Found: true}
				return g.Located() && (judge.kilometres(a, point, known) <= near || judge.same(d, g, a))
			},
		})
	}
	return es
}

func goldSpans(d *corpus.GeoDoc) []doc.Span {
	spans := make([]doc.Span, len(d.Toponyms))
	for i, t := range d.Toponyms {
		spans[i] = doc.Span{Start: t.Start, End: t.End}
	}
	return spans
}

func resolveGold(r *place.Resolver, d *corpus.GeoDoc) []place.Answer {
	return r.Spans(d.Text, goldSpans(d), r.HintsFor(d.URL, doc.Span{}))
}

// placeJudge compares answers with gold by identity first and distance second: points of
// countries and divisions differ between gazetteers by hundreds of kilometres.
type placeJudge struct {
	byID      map[int]place.Candidate
	countryID map[string]int    // alpha-3 -> GeoNames id
	adminID   map[[2]string]int // alpha-3, name of the division -> GeoNames id
	iso3      map[int]string    // GeoNames id of a country -> alpha-3
}

func newPlaceJudge(r *place.Resolver) *placeJudge {
	s := &placeJudge{map[int]place.Candidate{}, map[string]int{}, map[[2]string]int{}, map[int]string{}}
	r.All(func(c place.Candidate) {
		if c.GeoNames != 0 {
			s.byID[c.GeoNames] = c
		}
		switch c.Kind {
		case place.Country:
			s.countryID[c.Country] = c.GeoNames
			s.iso3[c.GeoNames] = c.Country
		case place.Admin1:
			s.adminID[[2]string{c.Country, c.Name}] = c.GeoNames
		}
	})
	return s
}

// point is where a gold place lies: as annotated, or where the gazetteer has its id.
func (p *placeJudge) point(g corpus.Toponym) (at [2]float64, known bool) {
	if g.Point {
		return [2]float64{g.Lat, g.Lon}, true
	}
	c, ok := p.byID[g.ID]
	return [2]float64{c.Lat, c.Lon}, ok
}

func (p *placeJudge) country(g corpus.Toponym) string {
	if c, ok := p.iso3[g.Country]; ok {
		return c
	}
	return p.byID[g.ID].Country
}

// halfway round the world is what a name without an answer is off by.
const halfway = 20039

func (p *placeJudge) kilometres(a place.Answer, point [2]float64, known bool) float64 {
	if !a.Found || !known {
		return halfway
	}
	return haversine(a.Lat, a.Lon, point[0], point[1])
}

// same reports whether answer and gold are one place whatever their points say: the same id;
// the same country or first-level division; or a city and the division of the same name around it.
func (p *placeJudge) same(d *corpus.GeoDoc, g corpus.Toponym, a place.Answer) bool {
	if !a.Found {
		return false
	}
	if g.ID != 0 && a.GeoNames == g.ID {
		return true
	}
	admin := p.adminID[[2]string{a.Country, a.Admin1}]
	switch {
	case strings.HasPrefix(g.Code, "PCL"):
		return a.Kind == place.Country && g.Country != 0 && p.countryID[a.Country] == g.Country
	case g.Code == "ADM1" && a.Kind == place.Admin1:
		return admin != 0 && (admin == g.Admin1 || admin == g.ID)
	}
	gold := p.byID[g.ID]
	goldAdmin := g.Admin1
	if goldAdmin == 0 {
		goldAdmin = p.adminID[[2]string{gold.Country, gold.Admin1}]
	}
	return admin != 0 && admin == goldAdmin && place.Fold(a.Name) == place.Fold(d.Phrase(g))
}

func haversine(lat1, lon1, lat2, lon2 float64) float64 {
	const radius, rad = 6371.0088, math.Pi / 180
	sa, sb := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := sa*sa + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sb*sb
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}
