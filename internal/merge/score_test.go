package merge

import "testing"

// TestOneActOrTwo compares a report of an attack with others that differ from it in one thing.
func TestOneActOrTwo(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	about := bag{}
	Stems("Maradi attack villagers Nigerien army governor dead region south village raid morning market fled", func(s string) { about[hash(s)]++ })
	topic := about.vector(m.weights, aboutTerms)
	day := func(s string) Day { d, _, _ := ParseDay(s); return d }
	make := func(id string, change func(*Report)) *Report {
		r := &Report{ID: id, Article: id, Act: "ASSAULT", Status: "occurred", Published: day("2024-05-11"), From: day("2024-05-10"), To: day("2024-05-10"),
			Actors: []Party{m.Party("Nigerien army", "NER", "MIL")}, Recipients: []Party{m.Party("villagers", "NER", "CVL")},
			Place: Place{Name: "Maradi", Country: "NER", Lat: 13.5, Lon: 7.1, GeoNames: 1, Precision: "city"}}
		m.Mention(r, &Article{Topic: topic}, []string{"attack"}, "The army killed villagers in an attack on a market near the town")
		change(r)
		return r
	}
	base := make("a", func(*Report) {})
	undated := func(published string) func(*Report) {
		return func(r *Report) { r.From, r.To, r.Published = NoDay, NoDay, day(published) }
	}
	for _, c := range []struct {
		name string
		a, b *Report
		want bool
	}{
		{"the same", base, make("b", func(*Report) {}), true},
		{"no place, no day", base, make("b", func(r *Report) { r.Place = Place{}; r.From, r.To = NoDay, NoDay }), true},
		{"the country only", base, make("b", func(r *Report) { r.Place = Place{Name: "Niger", Country: "NER", Precision: "country"} }), true},
		{"a week later", base, make("b", func(r *Report) { r.From, r.To = day("2024-05-17"), day("2024-05-17") }), false},
		{"two days later", base, make("b", func(r *Report) { r.From, r.To = day("2024-05-12"), day("2024-05-12") }), false},
		{"another town", base, make("b", func(r *Report) {
			r.Place = Place{Name: "Agadez", Country: "NER", Lat: 17, Lon: 8, GeoNames: 2, Precision: "city"}
		}), false},
		{"another country", base, make("b", func(r *Report) { r.Place = Place{Name: "Mali", Country: "MLI", Precision: "country"} }), false},
		{"other parties", base, make("b", func(r *Report) {
			r.Actors, r.Recipients = []Party{m.Party("Malian rebels", "MLI", "REB")}, []Party{m.Party("Wagner group", "RUS", "PRM")}
		}), false},
		{"the other way round", base, make("b", func(r *Report) { r.Actors, r.Recipients = r.Recipients, r.Actors }), false},
		{"another act", base, make("b", func(r *Report) {
			r.Act = "CONSULT"
			m.Mention(r, &Article{Topic: topic}, []string{"talks"}, "The army held talks with villagers near the town")
		}), false},
		{"a higher toll", make("a", func(r *Report) { r.Figures = []Figure{{Best: ptr(12.0), Class: "civilians", Role: "killed"}} }),
			make("b", func(r *Report) { r.Figures = []Figure{{Best: ptr(15.0), Class: "civilians", Role: "killed"}} }), true},
		{"planned before", base, make("b", func(r *Report) { r.Status, r.Published = "planned", day("2024-05-06") }), true},
		{"undated, a day apart", make("a", undated("2024-05-11")), make("b", undated("2024-05-12")), true},
		{"undated, two weeks apart", make("a", undated("2024-05-11")), make("b", undated("2024-05-25")), false},
	} {
		if got := m.score(c.a, c.b) >= incidentLeast; got != c.want {
			t.Errorf("%s: one act: %v (%.2f)", c.name, got, m.score(c.a, c.b))
		}
	}
}

func TestKeysOfOneActMeet(t *testing.T) {
	t.Parallel()
	m := newMerger(t)
	report := func(status, published, from string) *Report {
		r := &Report{ID: status + published, Act: "RETREAT", Status: status, From: NoDay, To: NoDay, Actors: []Party{m.Party("France", "FRA", "GOV")},
			Place: Place{Name: "Gao", Country: "MLI", GeoNames: 7, Precision: "city"}}
		r.Published, _, _ = ParseDay(published)
		if from != "" {
			r.From, r.To, _ = ParseDay(from)
		}
		m.Mention(r, &Article{}, []string{"withdrawal"}, "France said "+published)
		return r
	}
	meet := func(a, b *Report) bool {
		for _, k := range reportKeys(a) {
			for _, l := range reportKeys(b) {
				if k == l {
					return true
				}
			}
		}
		return false
	}
	for _, c := range []struct {
		name string
		a, b *Report
		want bool
	}{
		{"planned and done", report("planned", "2024-05-01", "2024-05-20"), report("occurred", "2024-05-21", "2024-05-20"), true},
		{"planned without a day, and done", report("planned", "2024-05-10", ""), report("occurred", "2024-05-21", ""), true},
		{"dated, and published after", report("occurred", "2024-05-30", "2024-05-20"), report("occurred", "2024-05-21", ""), true},
		{"a year apart", report("occurred", "2024-05-21", ""), report("occurred", "2025-05-21", ""), false},
	} {
		if got := meet(c.a, c.b); got != c.want {
			t.Errorf("%s: share a key: %v", c.name, got)
		}
	}
	if n := len(reportKeys(report("occurred", "2024-05-21", "2024-05-20"))); n > 16 {
		t.Errorf("%d keys of one report: too many to store", n)
	}
}
