// Package storetest holds what every kind of store must pass: Run, the conformance suite, and World, which makes
// articles with records by the million, of our own words, for tests and for measuring.
//
// In goes a seed; out come records that look like those of internal/read: every quote slices back out of the text, ids
// are made of content, words, parties, places and sources are as unevenly frequent as in news. The same seed gives the
// same articles, each made on its own by its number. Nothing is read from files, and no text of others is used.
package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"onrecord/data"
	"onrecord/internal/doc"
)

// World makes articles. It is safe for concurrent use.
type World struct {
	seed     uint64
	articles int // in all
	days     int // over which they are spread
	events   int // in each article
	copies   float64

	words      []string
	countries  []country
	parties    []party
	places     []place
	sources    []source
	publishers []string
	zipf       zipfTable
}

// Options of a World; zero values stand for the defaults.
type Options struct {
	Seed     uint64
	Articles int     // how many there will be in all: it sets how many acts a day holds; default 1,000
	Days     int     // over which they are spread, default 730
	Events   int     // in each article, default 5
	Copies   float64 // share of articles that are copies of an earlier one at another publisher, default 0
}

// Truth says what an article is, so that merging can be checked against it.
type Truth struct {
	Origin int      // number of the article whose text it copies; its own when it is no copy
	Acts   []string // the act in the world behind each event, in the order of the record's events
}

type country struct {
	name, code string
	lat, lon   float64
}

type party struct{ name, code, sector, kind string }

type place struct {
	name, country, admin1 string
	lat, lon              float64
	geonames              int
	precision             string
}

type source struct{ name, kind, anonymity string }

// first is the day on which the first article of every world appears.
var first = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)

// New makes a world.
func New(o Options) *World {
	w := &World{seed: o.Seed, articles: o.Articles, days: o.Days, events: o.Events, copies: o.Copies, zipf: newZipf(1 << 16)}
	if w.articles <= 0 {
		w.articles = 1000
	}
	if w.days <= 0 {
		w.days = 730
	}
	if w.events <= 0 {
		w.events = 5
	}
	r := rand.New(rand.NewPCG(o.Seed, 1))
	w.words = names(r, 30_000, 1, 4)
	for _, row := range data.Table("countries") {
		lat, err1 := strconv.ParseFloat(row["lat"], 64)
		lon, err2 := strconv.ParseFloat(row["lon"], 64)
		if err1 == nil && err2 == nil && len(row["state"]) == 3 {
			w.countries = append(w.countries, country{row["name"], row["state"], lat, lon})
		}
	}
	r.Shuffle(len(w.countries), func(i, j int) { w.countries[i], w.countries[j] = w.countries[j], w.countries[i] })
	w.makeParties(r)
	w.makePlaces(r)
	for _, n := range names(r, 400, 2, 4) {
		w.publishers = append(w.publishers, title(n)+" Herald")
	}
	return w
}

// makeParties makes bodies of every country, and people.
func (w *World) makeParties(r *rand.Rand) {
	for _, c := range w.countries {
		for _, b := range []party{{"army", "", "MIL", "organisation"}, {"government", "", "GOV", "organisation"}, {"police", "", "COP", "organisation"},
			{"rebels", "", "REB", "group"}, {"protesters", "", "CVL", "group"}} {
			w.parties = append(w.parties, party{c.name + " " + b.name, c.code, b.sector, b.kind})
		}
	}
	given, family := names(r, 400, 2, 3), names(r, 3000, 2, 3)
	for range 4000 {
		c := w.countries[w.zipf.pick(r, len(w.countries))]
		n := title(given[r.IntN(len(given))]) + " " + title(family[r.IntN(len(family))])
		w.parties = append(w.parties, party{n, c.code, "GOV", "person"})
		w.sources = append(w.sources, source{n, "person", "named"})
	}
	for _, s := range []string{"a spokesman", "officials", "witnesses", "the ministry of defence", "a hospital", "residents", "security sources", "an aid group"} {
		w.sources = append(w.sources, source{s, "group", "unnamed"})
	}
	r.Shuffle(len(w.parties), func(i, j int) { w.parties[i], w.parties[j] = w.parties[j], w.parties[i] })
	r.Shuffle(len(w.sources), func(i, j int) { w.sources[i], w.sources[j] = w.sources[j], w.sources[i] })
}

// makePlaces scatters towns around the middle of each country.
func (w *World) makePlaces(r *rand.Rand) {
	for i, n := range names(r, 3000, 2, 4) {
		c := w.countries[w.zipf.pick(r, len(w.countries))]
		lat := math.Max(-89, math.Min(89, c.lat+r.NormFloat64()*2))
		lon := math.Mod(c.lon+r.NormFloat64()*2+540, 360) - 180
		precision := "city"
		if i%7 == 0 {
			precision = "admin1"
		}
		w.places = append(w.places, place{title(n), c.code, title(w.words[i%len(w.words)]), round(lat), round(lon), 1_000_000 + i, precision})
	}
}

func round(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// names makes n different words of syllables.
func names(r *rand.Rand, n, least, most int) []string {
	starts := strings.Fields("b br ch d dr f g gr h j k kr l m n p r s sh st t tr v w y z")
	middles := strings.Fields("a e i o u a e i o ai ou ia")
	ends := []string{"", "", "", "n", "r", "l", "s", "m", "t", "k", "nd", "rt"}
	have := map[string]bool{}
	out := make([]string, 0, n)
	for len(out) < n {
		var b strings.Builder
		for range least + r.IntN(most-least+1) {
			b.WriteString(starts[r.IntN(len(starts))])
			b.WriteString(middles[r.IntN(len(middles))])
			b.WriteString(ends[r.IntN(len(ends))])
		}
		if s := b.String(); !have[s] && len(s) > 1 {
			have[s] = true
			out = append(out, s)
		}
	}
	return out
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// zipfTable draws ranks as they are drawn in language: the k-th most frequent about 1/k as often as the first.
type zipfTable struct{ sum []float64 }

func newZipf(n int) zipfTable {
	z := zipfTable{make([]float64, n)}
	total := 0.0
	for i := range z.sum {
		total += 1 / math.Pow(float64(i+2), 1.05)
		z.sum[i] = total
	}
	return z
}

// pick draws a rank below n.
func (z zipfTable) pick(r *rand.Rand, n int) int {
	x := r.Float64() * z.sum[n-1]
	lo, hi := 0, n-1
	for lo < hi {
		if m := (lo + hi) / 2; z.sum[m] < x {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
}

// verbs are ways to say each act; some take no recipient.
var verbs = []struct{ act, plover, base, past string }{
	{"ASSAULT", "ASSAULT", "attack", "attacked"}, {"ASSAULT", "ASSAULT", "shell", "shelled"}, {"CONSULT", "CONSULT", "meet", "met"},
	{"ACCUSE", "ACCUSE", "blame", "blamed"}, {"COERCE", "COERCE", "arrest", "arrested"}, {"PROTEST", "PROTEST", "march against", "marched against"},
	{"AGREE", "AGREE", "sign an agreement with", "signed an agreement with"}, {"AID", "AID", "send food to", "sent food to"},
	{"MOBILIZE", "MOBILIZE", "deploy troops against", "deployed troops against"}, {"SANCTION", "SANCTION", "impose sanctions on", "imposed sanctions on"},
	{"THREATEN", "THREATEN", "threaten", "threatened"}, {"REJECT", "REJECT", "turn down", "turned down"}, {"REQUEST", "REQUEST", "appeal to", "appealed to"},
	{"RETREAT", "RETREAT", "withdraw from", "withdrew from"}, {"SUPPORT", "SUPPORT", "praise", "praised"}, {"CONCEDE", "CONCEDE", "ease rules for", "eased rules for"},
	{"COOPERATE", "COOPERATE", "train with", "trained with"},
}

// act is something that happened, or is said to have, in this world.
type act struct {
	id                 string
	verb               int
	actor, recipient   int
	place              int
	day                int
	killed             int // 0 = nobody
	status             string
	imprecise, nowhere bool
}

// act makes the act of a rank on a day: low ranks are what everybody reports.
func (w *World) act(day, rank int) act {
	r := rand.New(rand.NewPCG(w.seed^0xac7, uint64(day)<<20|uint64(rank)))
	a := act{id: fmt.Sprintf("%d.%d", day, rank), verb: w.zipf.pick(r, len(verbs)), actor: w.zipf.pick(r, len(w.parties)), place: w.zipf.pick(r, len(w.places)), day: day, status: "occurred"}
	for a.recipient = w.zipf.pick(r, len(w.parties)); a.recipient == a.actor; {
		a.recipient = w.zipf.pick(r, len(w.parties))
	}
	if verbs[a.verb].act == "ASSAULT" && r.IntN(2) == 0 {
		a.killed = 2 + r.IntN(60)
	}
	switch r.IntN(12) {
	case 0:
		a.status = "planned"
	case 1:
		a.status = "demanded"
	case 2:
		a.status = "not_occurred"
	}
	a.imprecise, a.nowhere = r.IntN(10) == 0, r.IntN(12) == 0
	return a
}

// actsPerDay is how many acts a day holds, so that each is reported about twice on average.
func (w *World) actsPerDay() int { return max(4, w.articles*w.events/2/w.days) }

// Truth says what article i is.
func (w *World) Truth(i int) Truth {
	t := Truth{Origin: w.origin(i)}
	for _, a := range w.acts(t.Origin) {
		t.Acts = append(t.Acts, a.id)
	}
	return t
}

// origin is the number of the article whose text article i prints.
func (w *World) origin(i int) int {
	r := rand.New(rand.NewPCG(w.seed^0xc09, uint64(i)))
	if i > 0 && r.Float64() < w.copies {
		if j := i - 1 - r.IntN(min(i, 20)); w.origin(j) == j {
			return j
		}
	}
	return i
}

func (w *World) day(i int) int { return int(int64(i) * int64(w.days) / int64(w.articles)) }

// acts chooses what article i reports.
func (w *World) acts(i int) []act {
	r := rand.New(rand.NewPCG(w.seed^0xe7e, uint64(i)))
	have := map[string]bool{}
	var out []act
	for len(out) < w.events {
		day := max(0, w.day(i)-int(r.ExpFloat64()))
		a := w.act(day, w.zipf.pick(r, min(w.actsPerDay(), len(w.zipf.sum))))
		if have[a.id] {
			a = w.act(day, r.IntN(max(8, w.actsPerDay())))
		}
		if !have[a.id] {
			have[a.id] = true
			out = append(out, a)
		}
	}
	return out
}

// Record makes article i with what is read in it.
func (w *World) Record(i int) *doc.Record {
	origin := w.origin(i)
	m := maker{w: w, r: rand.New(rand.NewPCG(w.seed^0x7e47, uint64(origin)))}
	acts := w.acts(origin)
	p := w.publishers[w.zipf.pick(rand.New(rand.NewPCG(w.seed^0x9b, uint64(i))), len(w.publishers))]
	url := fmt.Sprintf("https://%s.example/%d", strings.ToLower(strings.Fields(p)[0]), i)
	published := first.AddDate(0, 0, w.day(i)).Format(time.DateOnly)
	headline := w.parties[acts[0].actor].name + " " + verbs[acts[0].verb].past + " " + w.parties[acts[0].recipient].name
	from, en := "meta", "en"
	m.rec = doc.Record{Schema: doc.Schema, Entities: []doc.RecordEntity{}, Claims: []doc.RecordClaim{}, Events: []doc.RecordEvent{}, Places: []doc.RecordPlace{},
		Dates: []doc.RecordDate{}, Figures: []doc.RecordFigure{}, Forces: []doc.RecordForce{}, Problems: []doc.Problem{}}
	m.write(acts)
	text := m.text.String()
	sum := sha256.Sum256([]byte(text))
	id := sha256.Sum256([]byte(url + "\x00" + hex.EncodeToString(sum[:])))
	m.rec.Article = doc.RecordArticle{ID: hex.EncodeToString(id[:])[:16], URL: &url, Publisher: &p, Title: &headline, Published: &published, PublishedFrom: &from,
		Language: &en, Text: text, Boilerplate: []doc.RecordBoilerplate{}, SHA256: hex.EncodeToString(sum[:])}
	return &m.rec
}
