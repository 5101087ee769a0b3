package merge

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// said is one report in short: who published it when, what it says of the status and the dead, and on whose word.
type said struct {
	publisher, day, status string
	killed                 float64
	source, code, stance   string // "" = in its own voice
	text                   string // "" = a text of its own
	byline                 string
}

// told merges reports of an attack by the army of AAA on villagers in Maradi and shows the one incident that comes out.
func told(t *testing.T, reports ...said) Incident {
	t.Helper()
	m := newMerger(t)
	ix := NewMemory()
	leader := ""
	for i, s := range reports {
		if _, err := m.Add(ix, s.record(i)); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range ix.incidents.members {
		if leader != "" && x.Leader != leader {
			t.Fatalf("more than one incident")
		}
		leader = x.Leader
	}
	in, ok, err := m.Incident(ix, leader)
	if err != nil || !ok {
		t.Fatalf("no incident: %v", err)
	}
	return in
}

func (s said) record(i int) *doc.Record {
	text := s.text
	if text == "" {
		words := make([]string, 120)
		for k := range words {
			words[k] = fmt.Sprintf("w%dx%d", i, k)
		}
		text = "The army attacked Maradi. " + strings.Join(words, " ")
	}
	killed := s.killed
	rec := &doc.Record{
		Article: doc.RecordArticle{ID: fmt.Sprint("a", i), Publisher: &s.publisher, Published: &s.day, Title: ptr("Attack on Maradi"), Text: text},
		Places:  []doc.RecordPlace{{ID: "p", Name: "Maradi", Country: ptr("NER"), Lat: new(13.5), Lon: new(7.1), GeoNames: ptr(2441291), Precision: "city"}},
		Dates:   []doc.RecordDate{{ID: "d", From: ptr("2024-05-10"), To: ptr("2024-05-10"), Granularity: "day"}},
	}
	if s.byline != "" {
		rec.Article.Byline = &s.byline
	}
	e := doc.RecordEvent{ID: "e", Anchor: doc.Quote{Text: "attack"}, Act: "ASSAULT", Status: s.status, Place: ptr("p"), Date: ptr("d"),
		Actors:     []doc.RecordActor{{Name: "Nigerien army", Code: ptr("NER"), Sector: ptr("MIL")}},
		Recipients: []doc.RecordActor{{Name: "villagers", Code: ptr("NER"), Sector: ptr("CVL")}},
		Evidence:   doc.Quote{Text: "The army attacked villagers in Maradi."}}
	if killed > 0 {
		rec.Figures = []doc.RecordFigure{{ID: "f", Best: &killed, Low: &killed, High: &killed, Class: "civilians", Role: "killed", Span: doc.Quote{Text: fmt.Sprint(killed, " villagers")}}}
		e.Figures = []string{"f"}
	}
	if s.source != "" {
		rec.Entities = []doc.RecordEntity{{ID: "n", Name: s.source, Type: "organisation", Code: &s.code}}
		rec.Claims = []doc.RecordClaim{{ID: "c", Chain: []doc.RecordHop{{Entity: ptr("n"), Name: s.source, Kind: "organisation", Anonymity: "named", Stance: s.stance}}}}
		e.Claim = ptr("c")
	}
	rec.Events = []doc.RecordEvent{e}
	return rec
}

func TestIncidentTollAndStatusThroughTime(t *testing.T) {
	t.Parallel()
	in := told(t,
		said{publisher: "Post", day: "2024-05-08", status: "planned"},
		said{publisher: "Times", day: "2024-05-10", status: "ongoing"},
		said{publisher: "Star", day: "2024-05-11", status: "occurred", killed: 12},
		said{publisher: "Sun", day: "2024-05-11", status: "occurred", killed: 12},
		said{publisher: "Mail", day: "2024-05-12", status: "occurred", killed: 15},
		said{publisher: "Late", day: "2024-05-13", status: "planned"})
	var steps []string
	for _, s := range in.History {
		steps = append(steps, s.Status+" "+s.From)
	}
	if want := []string{"planned 2024-05-08", "ongoing 2024-05-10", "occurred 2024-05-11"}; !slices.Equal(steps, want) {
		t.Errorf("history %v, want %v", steps, want)
	}
	if in.Status[0].Value != "occurred" || !slices.Equal(in.Status[0].Sources, []string{"Mail", "Star", "Sun"}) {
		t.Errorf("status %+v", in.Status[0])
	}
	f := in.Figures[0]
	if len(f.Values) != 2 || *f.Values[0].Best != 12 || *f.Values[1].Best != 15 || f.Latest != 1 || len(f.Values[0].Sources) != 2 {
		t.Errorf("figures %+v", f)
	}
	if in.First.Publisher != "Post" || in.Latest.Publisher != "Late" || in.Independent != 6 {
		t.Errorf("first %+v, latest %+v, %d independent sources", in.First, in.Latest, in.Independent)
	}
	if want := "Nigerien army attacked villagers in Maradi on 10 May 2024; 15 villagers killed, first 12 villagers; 6 independent sources."; in.Sentence != want {
		t.Errorf("got  %s\nwant %s", in.Sentence, want)
	}
}

// TestIncidentPlaceWithoutPoint: a place that a reviewer named by word alone is nowhere on the map, not at 0, 0.
func TestIncidentPlaceWithoutPoint(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	rec := said{publisher: "Post", day: "2024-05-10", status: "occurred"}.record(0)
	rec.Places[0].Lat, rec.Places[0].Lon, rec.Places[0].Precision = nil, nil, ""
	a := m.Article(rec)
	reports := m.Reports(rec, a)
	in := m.Summarise(reports[0].ID, reports, []*Article{a})
	if p := in.Place[0]; p.Value != "Maradi" || p.Lat != nil || p.Lon != nil {
		t.Errorf("place %+v", p)
	}
}

func TestIncidentDeniedAndOneSided(t *testing.T) {
	t.Parallel()
	in := told(t,
		said{publisher: "Post", day: "2024-05-10", status: "occurred", source: "Human Rights Watch", code: "NGO", stance: "asserts"},
		said{publisher: "Sun", day: "2024-05-11", status: "occurred", source: "Human Rights Watch", code: "NGO", stance: "asserts"},
		said{publisher: "Star", day: "2024-05-11", status: "occurred", source: "Nigerien army", code: "NER", stance: "denies"})
	if in.Independent != 1 || len(in.Sources) != 2 || len(in.Sources[0].Carriers) != 2 {
		t.Errorf("two outlets have it from one source: %d independent, %+v", in.Independent, in.Sources)
	}
	if !slices.Equal(in.Denies, []string{"Nigerien army"}) || in.OneSided != "" || in.Status[0].Value != "occurred" {
		t.Errorf("denies %v, one-sided %q, status %s", in.Denies, in.OneSided, in.Status[0].Value)
	}
	alone := told(t,
		said{publisher: "Post", day: "2024-05-10", status: "occurred", source: "Nigerien army", code: "NER", stance: "asserts"},
		said{publisher: "Sun", day: "2024-05-10", status: "occurred", source: "army", code: "NER", stance: "asserts"})
	if alone.OneSided != "Nigerien army" || !strings.Contains(alone.Sentence, "on the word of Nigerien army alone") {
		t.Errorf("one-sided %q: %s", alone.OneSided, alone.Sentence)
	}
}

func TestIncidentFoldsCopies(t *testing.T) {
	t.Parallel()
	words := make([]string, 150)
	for k := range words {
		words[k] = fmt.Sprint("x", k)
	}
	text := strings.Join(words, " ")
	in := told(t,
		said{publisher: "Post", day: "2024-05-10", status: "occurred", text: text},
		said{publisher: "Star", day: "2024-05-11", status: "occurred", text: text, byline: "Associated Press"},
		said{publisher: "Sun", day: "2024-05-11", status: "occurred", text: text},
		said{publisher: "Times", day: "2024-05-11", status: "occurred"})
	if in.Independent != 2 {
		t.Errorf("%d independent sources, want the agency and the Times: %+v", in.Independent, in.Sources)
	}
	if s := in.Sources[0]; s.Name != "Associated Press" || s.Kind != "agency" || len(s.Carriers) != 3 {
		t.Errorf("the agency's text: %+v", s)
	}
}

// TestSummaryOfAnyOrder: what is shown does not hang on the order in which reports and articles are handed in.
func TestSummaryOfAnyOrder(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	for seed := range uint64(4) {
		var reports []*Report
		var articles []*Article
		for _, rec := range toyRecords(seed, 40) {
			a := m.Article(rec)
			articles = append(articles, a)
			reports = append(reports, m.Reports(rec, a)...)
		}
		show := func() string {
			b, err := json.Marshal(m.Summarise("a000/e0", reports, articles))
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
		want := show()
		r := rand.New(rand.NewPCG(seed, 5))
		for range 5 {
			r.Shuffle(len(reports), func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
			r.Shuffle(len(articles), func(i, j int) { articles[i], articles[j] = articles[j], articles[i] })
			if got := show(); got != want {
				t.Fatalf("seed %d: %s", seed, firstDifference(want, got))
			}
		}
	}
}
