package storetest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onrecord/internal/doc"
	"onrecord/internal/gold"
	"onrecord/internal/merge"
	"onrecord/internal/review"
	"onrecord/internal/store"
)

// correct is a decision on the field of an event, as somebody makes it who looks at it now.
func correct(t *testing.T, s *store.Store, article, event, field, after, person string) store.Decision {
	t.Helper()
	rec, err := s.Record(t.Context(), article)
	must(t, err)
	return store.Decision{Article: article, Kind: review.Event, Item: event, Field: field, Verdict: review.Correct, Before: review.Value(rec, review.Event, event, field), After: after, Person: person}
}

// testDecisions: of two people who change one field the second is told; who has seen the new value may change it; nonsense is
// refused.
func testDecisions(t *testing.T, open Open) {
	s := open(t, store.Options{})
	ctx := t.Context()
	rec := fill(t, s, New(Options{Seed: 21, Articles: 3}), upTo(3))[0]
	a, e := rec.Article.ID, rec.Events[0].ID
	late := correct(t, s, a, e, "place", "Lost", "bo")
	must(t, s.Decide(ctx, correct(t, s, a, e, "place", "Newtown", "ada")))
	var c *store.Conflict
	if err := s.Decide(ctx, late); !errors.As(err, &c) || c.Now.Person != "ada" || !strings.Contains(err.Error(), `"Newtown"`) {
		t.Errorf("two people, one field: %v", err)
	}
	other := late
	other.Field, other.Before, other.After = "status", rec.Events[0].Status, "possible"
	must(t, s.Decide(ctx, other)) // another field is no conflict
	must(t, s.Decide(ctx, correct(t, s, a, e, "place", "Oldtown", "bo")))
	for want, change := range map[string]func(*store.Decision){
		"is no status": func(d *store.Decision) { d.Field, d.After = "status", "done" },
		"is none of":   func(d *store.Decision) { d.Verdict = "perhaps" },
	} {
		d := correct(t, s, a, e, "place", "x", "ada")
		change(&d)
		var r *store.Refused
		if err := s.Decide(ctx, d); !errors.As(err, &r) || !strings.Contains(r.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	for _, d := range []store.Decision{{Article: "none"}, {Article: a, Item: "enone", Field: "status", Verdict: review.Accept}} {
		if err := s.Decide(ctx, d); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("what is not there: %v", err)
		}
	}
	list, err := s.Decisions(ctx, a)
	if err != nil || len(list) != 3 || review.Words("place", list[2].After) != "Oldtown" || list[2].Start != rec.Events[0].Anchor.Start || list[0].At.IsZero() {
		t.Errorf("%+v %v", list, err)
	}
	var seen []string
	for cursor := ""; ; {
		log, next, err := s.DecisionLog(ctx, "", store.Page{Limit: 2, Cursor: cursor})
		must(t, err)
		for _, d := range log {
			seen = append(seen, d.Field)
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	if !slices.Equal(seen, []string{"place", "status", "place"}) {
		t.Errorf("the log is %v", seen)
	}
	var bad *store.ErrCursor
	if _, _, err := s.DecisionLog(ctx, "", store.Page{Cursor: "rubbish"}); !errors.As(err, &bad) {
		t.Errorf("a cursor that is none: %v", err)
	}
	healthy(t, s)
}

// testFolded: a decision changes the record, the lists and the incident of an event at once; a rejected event leaves its
// incident, a missed one gets one; taking all of it back leaves the store as if nothing had been decided.
func testFolded(t *testing.T, open Open) {
	s := open(t, store.Options{})
	ctx := t.Context()
	rec := fill(t, s, New(Options{Seed: 22, Articles: 8}), upTo(8))[3]
	placed := slices.IndexFunc(rec.Events, func(e doc.RecordEvent) bool { return e.Place != nil })
	was := rec.Events[placed]
	a, e := rec.Article.ID, was.ID
	before := dump(t, s)
	must(t, s.Decide(ctx, correct(t, s, a, e, "place", `{"name":"Newtown","country":"TCD","lat":12,"lon":15,"precision":"city"}`, "ada")))
	incident, err := s.IncidentOf(ctx, a, e)
	must(t, err)
	v, err := s.Incident(ctx, incident)
	must(t, err)
	if !slices.ContainsFunc(v.Incident.Place, func(p merge.Value) bool { return p.Value == "Newtown" && p.Code == "TCD" }) {
		t.Errorf("the incident is at %+v", v.Incident.Place)
	}
	if len(v.Decisions) != 1 || v.Decisions[0].Person != "ada" || v.Decisions[0].Field != "place" {
		t.Errorf("the incident does not say who corrected what: %+v", v.Decisions)
	}
	rows := all(t, s.Events, store.Filter{Article: a, Country: []string{"TCD"}}, 100)
	if !slices.ContainsFunc(rows, func(r store.EventRow) bool { return r.ID == e && r.Place != nil && r.Place.Name == "Newtown" }) {
		t.Errorf("the list of events does not have the new place: %+v", rows)
	}
	place := rec.Places[slices.IndexFunc(rec.Places, func(p doc.RecordPlace) bool { return p.ID == *was.Place })]
	back := correct(t, s, a, e, "place", review.Write(review.Place{Name: place.Name, S: []int{place.Span.Start, place.Span.End}}), "ada")
	must(t, s.Decide(ctx, back))
	whole := store.Decision{Article: a, Kind: review.Event, Item: e, Field: review.Event, Verdict: review.Reject, Person: "bo"}
	must(t, s.Decide(ctx, whole))
	if _, err := s.IncidentOf(ctx, a, e); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a rejected event is in an incident still: %v", err)
	}
	if read, err := s.Reading(ctx, a); err != nil || len(read.Events) != len(rec.Events) {
		t.Errorf("what was read is not kept: %v", err)
	}
	missed := store.Decision{Article: a, Kind: review.Event, Item: "new", Field: review.Event, Verdict: review.Add, Person: "bo", Start: was.Evidence.Start, End: was.Evidence.Start + 5,
		After: review.Write(review.Missed{Act: "AID", Status: "planned", Actors: []review.Party{{Name: "Nobody", Code: "NGO"}}})}
	must(t, s.Decide(ctx, missed))
	id := review.MissedID(a, missed.Start, missed.End)
	if _, err = s.IncidentOf(ctx, a, id); err != nil {
		t.Errorf("the missed event has no incident: %v", err)
	}
	healthy(t, s)
	whole.Verdict = review.Accept
	must(t, s.Decide(ctx, whole))
	must(t, s.Decide(ctx, store.Decision{Article: a, Item: id, Field: review.Event, Verdict: review.Reject, Person: "bo"}))
	got := dump(t, s)
	got.Names = slices.DeleteFunc(got.Names, func(n store.Name) bool { return n.Events == 0 })
	if d := cmp.Diff(before, got); d != "" {
		t.Errorf("taking all decisions back leaves traces: %s", d)
	}
	healthy(t, s)
}

// testReadAnew: reading again keeps all decisions, also where the new reading gives an event another id; the order of
// reading and deciding does not matter.
func testReadAnew(t *testing.T, open Open) {
	w := New(Options{Seed: 23, Articles: 6})
	ctx := t.Context()
	anew := func(s *store.Store) {
		rec := w.Record(2)
		rec.Events[0].ID = "eother"
		_, err := s.Put(ctx, "test/2", []store.Entry{{Record: rec}})
		must(t, err)
	}
	decide := func(s *store.Store, rec *doc.Record, event string) {
		a := rec.Article.ID
		must(t, s.Decide(ctx, correct(t, s, a, event, "status", "possible", "ada")),
			s.Decide(ctx, correct(t, s, a, event, "actors", `[{"name":"The guard","code":"TCD","sector":"MIL"}]`, "ada")),
			s.Decide(ctx, store.Decision{Article: a, Item: rec.Events[1].ID, Field: review.Event, Verdict: review.Reject, Person: "bo"}))
	}
	one, two := open(t, store.Options{}), open(t, store.Options{})
	rec := fill(t, one, w, upTo(6))[2]
	decide(one, rec, rec.Events[0].ID)
	anew(one)
	fill(t, two, w, upTo(6))
	anew(two)
	decide(two, rec, "eother")
	if _, err := store.Compare(ctx, one, two, true); err != nil {
		t.Error(err)
	}
	list, err := one.Decisions(ctx, rec.Article.ID)
	if err != nil || list[0].Item != "eother" {
		t.Errorf("the decisions did not follow: %+v %v", list, err)
	}
	got, err := one.Record(ctx, rec.Article.ID)
	must(t, err)
	if got.Events[0].Status != "possible" || got.Events[0].Actors[0].Name != "The guard" || len(got.Events) != len(rec.Events)-1 {
		t.Errorf("%+v", got.Events[0])
	}
	healthy(t, one)
}

// testReviewed: what was decided comes out as annotations that hold the corrected values and give the record full marks.
func testReviewed(t *testing.T, open Open) {
	s := open(t, store.Options{})
	ctx := t.Context()
	recs := fill(t, s, New(Options{Seed: 24, Articles: 5}), upTo(5))
	for _, i := range []int{1, 4} {
		a := recs[i].Article.ID
		must(t, s.Decide(ctx, correct(t, s, a, recs[i].Events[0].ID, "status", "threatened", "ada")),
			s.Decide(ctx, store.Decision{Article: a, Kind: review.Article, Field: review.Article, Verdict: review.Accept, Person: "bo"}))
	}
	n := 0
	for r, err := range s.EachReviewed(ctx) {
		must(t, err)
		n++
		for _, form := range []string{"annotations", "standoff"} {
			var b strings.Builder
			must(t, review.Encode(&b, form, &r))
			a, err := gold.Decode([]byte(b.String()), r.Record.Article.Text)
			must(t, err)
			if !a.Review.Complete || !slices.Equal(a.Review.People, []string{"ada", "bo"}) || !slices.ContainsFunc(a.Events, func(e gold.Event) bool { return e.Status == "threatened" }) {
				t.Errorf("%s: %+v", form, a.Review)
			}
			tally := gold.Tally{}
			tally.Add(a, r.Record)
			for _, x := range tally.Scores() {
				if x.F1 < 100 && x.N > 0 {
					t.Errorf("%s: %s %.1f", form, x.Measure, x.F1)
				}
			}
		}
	}
	if n != 2 {
		t.Errorf("%d articles are reviewed, want 2", n)
	}
	// Read anew, nobody has looked at all of it any more.
	_, err := s.Put(ctx, "test/2", []store.Entry{{Record: recs[1]}, {Record: recs[4]}})
	must(t, err)
	for r, err := range s.EachReviewed(ctx) {
		must(t, err)
		if a, err := review.Annotation(&r, true); err != nil || a.Review.Complete {
			t.Errorf("complete after reading anew: %+v %v", a.Review, err)
		}
	}
}

// testCopiesFollow: a decision on a text holds for its copies where they have the same sentence, so that their incident
// follows it; taken back, nothing is left.
func testCopiesFollow(t *testing.T, open Open) {
	s := open(t, store.Options{})
	ctx := t.Context()
	fill(t, s, New(Options{Seed: 25, Articles: 40, Copies: 0.4}), upTo(40))
	before := dump(t, s)
	articles := all(t, s.Articles, store.Filter{}, 100)
	i := slices.IndexFunc(articles, func(a store.ArticleRow) bool { return a.Family != "" && a.Family != a.ID })
	if i < 0 {
		t.Fatal("there are no copies")
	}
	copied, lead := articles[i].ID, articles[i].Family
	rec, err := s.Record(ctx, lead)
	must(t, err)
	e := rec.Events[0]
	must(t, s.Decide(ctx, correct(t, s, lead, e.ID, "actors", `[{"name":"The guard","code":"TCD","sector":"MIL"}]`, "ada")))
	same := func(r *doc.Record) *doc.RecordEvent {
		k := slices.IndexFunc(r.Events, func(x doc.RecordEvent) bool {
			return x.Evidence.Text == e.Evidence.Text && x.Anchor.Text == e.Anchor.Text
		})
		if k < 0 {
			return nil
		}
		return &r.Events[k]
	}
	got, err := s.Record(ctx, copied)
	must(t, err)
	if x := same(got); x == nil || len(x.Actors) != 1 || x.Actors[0].Name != "The guard" {
		t.Errorf("the copy has %+v", x)
	}
	incident, err := s.IncidentOf(ctx, lead, e.ID)
	must(t, err)
	v, err := s.Incident(ctx, incident)
	must(t, err)
	if len(v.Incident.Actors) == 0 || v.Incident.Actors[0].Value != "The guard" {
		t.Errorf("the incident is by %+v", v.Incident.Actors)
	}
	must(t, s.Decide(ctx, store.Decision{Article: lead, Item: e.ID, Field: review.Event, Verdict: review.Reject, Person: "ada"}))
	if got, err = s.Record(ctx, copied); err != nil || same(got) != nil {
		t.Errorf("what was rejected is in the copy still: %v", err)
	}
	n := 0
	for _, err := range s.EachReviewed(ctx) {
		must(t, err)
		n++
	}
	if n != 1 {
		t.Errorf("%d articles are exported, want the one that somebody looked at", n)
	}
	must(t, s.Decide(ctx, store.Decision{Article: lead, Item: e.ID, Field: review.Event, Verdict: review.Accept, Person: "ada"}))
	must(t, s.Decide(ctx, correct(t, s, lead, e.ID, "actors", review.Value(rec, review.Event, e.ID, "actors"), "ada")))
	after := dump(t, s)
	after.Names = slices.DeleteFunc(after.Names, func(n store.Name) bool { return n.Events == 0 })
	if d := cmp.Diff(before, after); d != "" {
		t.Errorf("taking it back leaves traces: %s", d)
	}
	healthy(t, s)
}
