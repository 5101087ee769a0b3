package merge

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// toy makes records of few words, parties, places and days, so that nearly everything is a candidate for everything.
type toy struct{ r *rand.Rand }

func (y toy) pick(s ...string) string { return s[y.r.IntN(len(s))] }

func (y toy) sentence(n int) string {
	w := make([]string, n)
	for i := range w {
		w[i] = fmt.Sprintf("w%c%c", 'a'+rune(y.r.IntN(20)), 'a'+rune(y.r.IntN(4)))
	}
	return strings.Join(w, " ") + "."
}

func ptr[T any](v T) *T { return &v }

func (y toy) record(i int, house string, texts []string) *doc.Record {
	host := y.pick("a.example", "b.example", "c.example")
	var body []string
	for range 6 {
		body = append(body, y.sentence(14))
	}
	if len(texts) > 0 && y.r.IntN(3) == 0 { // a copy, perhaps with a paragraph changed
		body = strings.Split(texts[y.r.IntN(len(texts))], "\n")
		if y.r.IntN(2) == 0 {
			body[len(body)-1] = y.sentence(14)
		}
	}
	text := strings.Join(body, "\n")
	rec := &doc.Record{Article: doc.RecordArticle{ID: fmt.Sprintf("a%03d", i), URL: ptr("https://" + host + "/" + fmt.Sprint(i)), Text: text + "\n" + house}}
	if y.r.IntN(10) > 0 {
		rec.Article.Published = ptr(fmt.Sprintf("2024-03-%02d", 1+y.r.IntN(20)))
	}
	if y.r.IntN(6) == 0 {
		rec.Article.Byline = ptr("Reuters")
	}
	for k := range y.r.IntN(4) {
		y.event(rec, k, body[k])
	}
	return rec
}

func (y toy) event(rec *doc.Record, k int, sentence string) {
	id := fmt.Sprint(k)
	e := doc.RecordEvent{ID: "e" + id, Anchor: doc.Quote{Text: y.pick("attack", "raid", "talks")}, Act: y.pick("ASSAULT", "ASSAULT", "COERCE", "CONSULT"),
		Status: y.pick("occurred", "planned", "ongoing"), Evidence: doc.Quote{Text: sentence}}
	party := func() []doc.RecordActor {
		code := y.pick("AAA", "BBB", "CCC")
		return []doc.RecordActor{{Name: "army of " + code, Code: ptr(code), Sector: ptr("MIL")}}
	}
	if y.r.IntN(3) > 0 {
		e.Actors = party()
	}
	if y.r.IntN(3) > 0 {
		e.Recipients = party()
	}
	if y.r.IntN(3) > 0 {
		n := 1 + y.r.IntN(3)
		rec.Places = append(rec.Places, doc.RecordPlace{ID: "p" + id, Name: fmt.Sprint("town ", n), Country: ptr("AAA"), Lat: new(float64(n) * 3), Lon: new(0.0), GeoNames: ptr(n), Precision: "city"})
		e.Place = ptr("p" + id)
	}
	if y.r.IntN(3) == 0 {
		day := ptr(fmt.Sprintf("2024-03-%02d", 1+y.r.IntN(20)))
		rec.Dates = append(rec.Dates, doc.RecordDate{ID: "d" + id, From: day, To: day, Granularity: "day"})
		e.Date = ptr("d" + id)
	}
	rec.Events = append(rec.Events, e)
}

// state writes down all that an index holds.
func state(m *Memory) string {
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(m.articles)) {
		a := m.articles[id]
		fmt.Fprintf(&b, "article %s origin %s house %v\n", id, a.Origin, a.House)
		for _, other := range slices.Sorted(maps.Keys(m.relations[id])) {
			fmt.Fprintf(&b, "  %+v\n", m.relations[id][other])
		}
	}
	clusters(&b, "thread", m.threads)
	clusters(&b, "story", m.stories)
	clusters(&b, "incident", m.incidents)
	fmt.Fprintln(&b, len(m.postings), len(m.house), len(m.reports))
	return b.String()
}

func clusters[T any](b *strings.Builder, name string, c *memoryClusters[T]) {
	for _, id := range slices.Sorted(maps.Keys(c.members)) {
		fmt.Fprintf(b, "%s %s %s %v\n", name, id, c.members[id].Leader, c.members[id].Score)
	}
	fmt.Fprintln(b, name, "keys", len(c.leading), len(c.follow), len(c.clusters))
}

func newMerger(t testing.TB) *Merger {
	t.Helper()
	m, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// toyRecords returns records among which all that merging knows happens: copies, house text, threads, incidents.
func toyRecords(seed uint64, n int) []*doc.Record {
	y := toy{rand.New(rand.NewPCG(seed, 1))}
	house := strings.Join([]string{y.sentence(20), y.sentence(20), y.sentence(20), y.sentence(20)}, " ")
	var recs []*doc.Record
	var texts []string
	for i := range n {
		prompt := ""
		if y.r.IntN(2) == 0 {
			prompt = house
		}
		rec := y.record(i, prompt, texts)
		recs = append(recs, rec)
		texts = append(texts, strings.TrimSuffix(strings.TrimSuffix(rec.Article.Text, house), "\n"))
	}
	return recs
}

func TestAnyOrderGivesTheSame(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	for seed := range uint64(6) {
		recs := toyRecords(seed, 90)
		r := rand.New(rand.NewPCG(seed, 2))
		want := ""
		for round := range 4 {
			ix := NewMemory()
			order := r.Perm(len(recs))
			if round == 0 {
				slices.Sort(order)
			}
			for k, i := range order {
				put(t, m, ix, recs[i])
				for round > 1 && k > 0 && r.IntN(3) == 0 { // take something out, put it back now or at the end
					j := order[r.IntN(k)]
					if _, err := m.Remove(ix, recs[j].Article.ID); err != nil {
						t.Fatal(err)
					}
					if round == 2 {
						put(t, m, ix, recs[j])
					}
				}
			}
			for _, i := range r.Perm(len(recs)) {
				if _, in := ix.articles[recs[i].Article.ID]; !in || round == 3 && r.IntN(4) == 0 {
					put(t, m, ix, recs[i])
				}
			}
			got := state(ix)
			if round == 0 {
				want = got
				exercised(t, ix)
			}
			if got != want {
				t.Fatalf("seed %d, round %d: the order of arrival shows:\n%s", seed, round, firstDifference(want, got))
			}
		}
	}
}

func put(t *testing.T, m *Merger, ix Index, rec *doc.Record) {
	t.Helper()
	if _, err := m.Add(ix, rec); err != nil {
		t.Fatal(err)
	}
}

// exercised fails when the records are too tame to test anything.
func exercised(t *testing.T, ix *Memory) {
	t.Helper()
	copies, house, followers := 0, len(ix.house), 0
	for _, a := range ix.articles {
		if a.Origin != a.ID {
			copies++
		}
	}
	for _, m := range ix.incidents.members {
		if !m.Leads() {
			followers++
		}
	}
	if copies < 5 || house == 0 || followers < 10 || len(ix.stories.members) == len(ix.threads.members) {
		t.Fatalf("%d copies, %d house hashes, %d reports that follow: too few to test anything", copies, house, followers)
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return fmt.Sprintf("- %s\n+ %s", x[i], y[min(i, len(y)-1)])
		}
	}
	return "lengths differ"
}

func TestRemoveAllLeavesNothing(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	ix := NewMemory()
	recs := toyRecords(9, 60)
	for _, r := range recs {
		put(t, m, ix, r)
	}
	for _, i := range rand.New(rand.NewPCG(1, 1)).Perm(len(recs)) {
		if _, err := m.Remove(ix, recs[i].Article.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := state(ix), state(NewMemory()); got != want {
		t.Errorf("left behind:\n%s", got)
	}
}

// TestOnlineIsTheRule compares the online upkeep with the rule it keeps: in order of precedence, follow the best leader or lead.
func TestOnlineIsTheRule(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	ix := NewMemory()
	for _, r := range toyRecords(11, 120) {
		put(t, m, ix, r)
	}
	var all []*Member[*Report]
	for _, x := range ix.incidents.members {
		all = append(all, x)
	}
	slices.SortFunc(all, precedence)
	var leaders []*Member[*Report]
	for _, x := range all {
		want, best := x.ID, incidentLeast
		for _, l := range leaders {
			shared := slices.ContainsFunc(x.Keys, func(k Key) bool { return slices.Contains(l.Keys, k) })
			if s := m.score(l.Item, x.Item); shared && s >= incidentLeast && (want == x.ID || s > best) {
				want, best = l.ID, s
			}
		}
		if want == x.ID {
			leaders = append(leaders, x)
		}
		if x.Leader != want {
			t.Errorf("%s follows %s, by the rule %s", x.ID, x.Leader, want)
		}
	}
	if len(leaders) == len(all) {
		t.Error("nothing follows anything")
	}
}

func TestScoreIsSymmetric(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	var all []*Report
	for _, rec := range toyRecords(3, 60) {
		all = append(all, m.Reports(rec, m.Article(rec))...)
	}
	for _, a := range all {
		for _, b := range all {
			if x, y := m.score(a, b), m.score(b, a); x != y {
				t.Fatalf("%s, %s: %v and %v", a.ID, b.ID, x, y)
			}
		}
	}
}
