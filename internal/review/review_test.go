package review_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onrecord"
	"onrecord/internal/doc"
	"onrecord/internal/gold"
	"onrecord/internal/review"
)

func record(t *testing.T) *doc.Record {
	t.Helper()
	text, err := os.ReadFile("../../examples/patrol.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, err := onrecord.New(onrecord.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rec := r.Read(onrecord.Article{Text: string(text), Published: "2024-03-14"})
	if len(rec.Events) < 3 || len(rec.Claims) < 2 {
		t.Fatalf("%d events, %d claims", len(rec.Events), len(rec.Claims))
	}
	return &rec
}

// on fills in what a page fills in: the article and the words.
func on(rec *doc.Record, d review.Decision) review.Decision {
	d.Article, d.Person = rec.Article.ID, "ann"
	if q, ok := review.AnchorOf(rec, d.Kind, d.Item); ok {
		d.Start, d.End = q.Start, q.End
	}
	if d.Verdict == review.Correct {
		d.Before = review.Value(rec, d.Kind, d.Item, d.Field)
	}
	return d
}

// TestCorrections: every field of an event, claim and force takes a new value, typed or as JSON, the value reads back the
// same, an annotation made of it holds it, and scoring the corrected record against that annotation gives full marks.
func TestCorrections(t *testing.T) {
	t.Parallel()
	rec := record(t)
	before, _ := json.Marshal(rec)
	e, c := rec.Events[1].ID, rec.Claims[0].ID
	decisions := []review.Decision{
		{Kind: review.Event, Item: e, Field: "act", After: "RETREAT"},
		{Kind: review.Event, Item: e, Field: "mode", After: "withdraw"},
		{Kind: review.Event, Item: e, Field: "status", After: "planned"},
		{Kind: review.Event, Item: e, Field: "actors", After: `[{"name":"France","code":"FRA","sector":"MIL"}]`},
		{Kind: review.Event, Item: e, Field: "recipients", After: "Chad"},
		{Kind: review.Event, Item: e, Field: "place", After: `{"name":"Nowhere","country":"TCD","lat":12.1,"lon":15,"precision":"city"}`},
		{Kind: review.Event, Item: e, Field: "date", After: "2024-03-10 / 2024-03-12"},
		{Kind: review.Event, Item: e, Field: "figures", After: `[{"words":"two battalions","low":600,"high":1600,"class":"troops","role":"deployed"}]`},
		{Kind: review.Event, Item: e, Field: "claim", After: review.Write(review.RefOf(&rec.Claims[0]))},
		{Kind: review.Claim, Item: c, Field: "chain", After: `[{"name":"Radio Sahel","kind":"outlet","anonymity":"named","stance":"asserts"},{"name":"two officers","kind":"group","anonymity":"role","stance":"doubts"}]`},
	}
	if len(rec.Forces) > 0 {
		f := rec.Forces[0].ID
		decisions = append(decisions,
			review.Decision{Kind: review.Force, Item: f, Field: "owner", After: `{"name":"France","code":"FRA","sector":"MIL"}`},
			review.Decision{Kind: review.Force, Item: f, Field: "figure", After: `{"words":"two battalions","low":600,"high":1600,"class":"troops","role":"deployed"}`},
			review.Decision{Kind: review.Force, Item: f, Field: "place", After: `{"name":"Elsewhere","country":"NER"}`},
			review.Decision{Kind: review.Force, Item: f, Field: "asof", After: "2024-03"})
	}
	for i := range decisions {
		decisions[i].Verdict = review.Correct
		decisions[i] = on(rec, decisions[i])
		if err := decisions[i].Check(); err != nil {
			t.Fatal(err)
		}
	}
	out, items := review.Apply(rec, decisions)
	for i, d := range decisions {
		if items[i] != d.Item {
			t.Errorf("%s %s is about %q", d.Kind, d.Field, items[i])
		}
		now := review.Value(out, d.Kind, d.Item, d.Field)
		if review.Words(d.Field, now) != review.Words(d.Field, d.After) && d.Field != "recipients" {
			t.Errorf("%s %s is %q, want %q", d.Kind, d.Field, now, d.After)
		}
		// What it says now, decided again, changes nothing.
		d.After = now
		again, _ := review.Apply(out, []review.Decision{d})
		if diff := cmp.Diff(out, again); diff != "" {
			t.Errorf("%s %s is not stable: %s", d.Kind, d.Field, diff)
		}
	}
	ev := find(out, e)
	if ev.Plover == nil || *ev.Plover == "MOBILIZE" || ev.Status != "planned" {
		t.Errorf("the folded codes did not follow: %+v", ev)
	}
	if after, _ := json.Marshal(rec); string(after) != string(before) {
		t.Error("the record that was read is changed")
	}
	full(t, out, decisions)
}

func find(rec *doc.Record, id string) *doc.RecordEvent {
	i := slices.IndexFunc(rec.Events, func(e doc.RecordEvent) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	return &rec.Events[i]
}

// full: exported in either form and loaded again, the record scores 100 against itself.
func full(t *testing.T, rec *doc.Record, decisions []review.Decision) {
	t.Helper()
	for _, form := range []string{"annotations", "standoff"} {
		var b strings.Builder
		if err := review.Encode(&b, form, &review.Reviewed{Record: rec, Decisions: decisions}); err != nil {
			t.Fatal(err)
		}
		a, err := gold.Decode([]byte(b.String()), rec.Article.Text)
		if err != nil {
			t.Fatalf("%s: %v\n%s", form, err, b.String())
		}
		tally := gold.Tally{}
		tally.Add(a, rec)
		for _, s := range tally.Scores() {
			if s.F1 < 100 && s.N > 0 {
				t.Errorf("%s: %s %.1f of %d", form, s.Measure, s.F1, s.N)
			}
		}
		if a.Review == nil || len(a.Review.Decided) == 0 || a.Review.People[0] != "ann" {
			t.Errorf("%s: who decided is not told: %+v", form, a.Review)
		}
	}
}

// TestRejectAddRestore: what is rejected goes, with what points to it; what was missed comes; a later acceptance takes a
// rejection back.
func TestRejectAddRestore(t *testing.T) {
	t.Parallel()
	rec := record(t)
	gone := rec.Events[0].ID
	at := strings.Index(rec.Article.Text, "battalions")
	if at < 0 {
		t.Fatal("the example has other words")
	}
	start := len([]rune(rec.Article.Text[:at]))
	id := review.MissedID(rec.Article.ID, start, start+10)
	missed := review.Write(review.Missed{Act: "AID", Status: "possible", Actors: []review.Party{{Name: "France"}}, Date: &review.Date{From: "2024-03"}})
	decisions := []review.Decision{
		on(rec, review.Decision{Kind: review.Event, Item: gone, Field: review.Event, Verdict: review.Reject}),
		on(rec, review.Decision{Kind: review.Claim, Item: rec.Claims[0].ID, Field: review.Claim, Verdict: review.Reject}),
		{Article: rec.Article.ID, Person: "ann", Kind: review.Event, Item: id, Field: review.Event, Verdict: review.Add, After: missed, Start: start, End: start + 10},
		{Article: rec.Article.ID, Person: "ann", Kind: review.Event, Item: id, Field: "status", Verdict: review.Correct, Before: "possible", After: "planned"},
	}
	for i := range decisions {
		if err := decisions[i].Check(); err != nil {
			t.Fatal(err)
		}
	}
	out, _ := review.Apply(rec, decisions)
	if find(out, gone) != nil || len(out.Events) != len(rec.Events) {
		t.Errorf("%d events, the rejected one is there: %v", len(out.Events), find(out, gone) != nil)
	}
	e := find(out, id)
	if e == nil || e.Status != "planned" || e.Anchor.Text != "battalions" || !strings.Contains(e.Evidence.Text, "battalions") || len(e.Actors) != 1 || e.Date == nil || e.Plover == nil {
		t.Fatalf("the missed event: %+v", e)
	}
	for _, x := range out.Events {
		if x.Claim != nil && *x.Claim == rec.Claims[0].ID {
			t.Error("an event is still on the word of a rejected claim")
		}
	}
	full(t, out, decisions)
	decisions = append(decisions, on(rec, review.Decision{Kind: review.Event, Item: gone, Field: review.Event, Verdict: review.Accept}))
	if out, _ = review.Apply(rec, decisions); find(out, gone) == nil {
		t.Error("the rejection is not taken back")
	}
}

// TestOtherModels: read again by other models the ids change, the words do not.
func TestOtherModels(t *testing.T) {
	t.Parallel()
	rec := record(t)
	d := on(rec, review.Decision{Kind: review.Event, Item: rec.Events[1].ID, Field: "status", Verdict: review.Correct, After: "possible"})
	again := record(t)
	again.Events[1].ID, again.Events[1].Act = "eother", "AID"
	out, items := review.Apply(again, []review.Decision{d})
	if items[0] != "eother" || out.Events[1].Status != "possible" {
		t.Errorf("%v %+v", items, out.Events[1])
	}
	again.Events = slices.Delete(again.Events, 1, 2)
	if _, items = review.Apply(again, []review.Decision{d}); items[0] != "" {
		t.Errorf("a decision on an event that is not read any more is about %v", items)
	}
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]review.Decision{
		"names no event":  {Article: "a", Field: "status", Verdict: review.Accept},
		"is none of acc":  {Article: "a", Item: "e", Field: "status", Verdict: "maybe"},
		"is none of eve":  {Article: "a", Item: "e", Field: "colour", Verdict: review.Accept},
		"does not go":     {Article: "a", Item: "e", Field: "status", Verdict: review.Reject},
		"is no status":    {Article: "a", Item: "e", Field: "status", Verdict: review.Correct, After: "done"},
		"is no day":       {Article: "a", Item: "e", Field: "date", Verdict: review.Correct, After: "14 March"},
		"comes before":    {Article: "a", Item: "e", Field: "date", Verdict: review.Correct, After: "2024-03-14/2024-03-01"},
		"cannot be read":  {Article: "a", Item: "e", Field: "actors", Verdict: review.Correct, After: `[{"name":1}]`},
		"is no stance":    {Article: "a", Kind: "claim", Item: "c", Field: "chain", Verdict: review.Correct, After: `[{"name":"x","stance":"hopes"}]`},
		"has no name":     {Article: "a", Kind: "claim", Item: "c", Field: "chain", Verdict: review.Correct, After: `[{"name":" "}]`},
		"whose forces":    {Article: "a", Kind: "force", Item: "s", Field: "owner", Verdict: review.Correct},
		"mark the words":  {Article: "a", Item: "e", Field: "event", Verdict: review.Add, After: `{"act":"AID","status":"occurred"}`},
		"only a whole ev": {Article: "a", Kind: "claim", Item: "c", Field: "claim", Verdict: review.Add},
	} {
		if err := d.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", d, err, want)
		}
	}
}

// FuzzApply: no decision, however odd, breaks a record: spans stay in the text and references lead somewhere.
func FuzzApply(f *testing.F) {
	f.Add("event", "actors", "correct", `[{"name":"x","s":[3,9]}]`, 0, 4)
	f.Add("event", "event", "add", `{"act":"AID","status":"occurred"}`, 2, 400)
	f.Add("claim", "chain", "correct", "a; b", -1, 9)
	f.Add("force", "figure", "correct", `{"words":"ten","s":[-5,2]}`, 1, 1)
	text := "Ten soldiers of Chad left Goma, the army said."
	f.Fuzz(func(t *testing.T, kind, field, verdict, after string, start, end int) {
		q := doc.Quote{Start: 4, End: 12, Text: "soldiers"}
		rec := &doc.Record{Article: doc.RecordArticle{ID: "a", Text: text}, Events: []doc.RecordEvent{{ID: "e", Anchor: q, Act: "RETREAT", Status: "occurred", Evidence: q}},
			Claims: []doc.RecordClaim{{ID: "c", Content: []doc.Quote{q}}}, Forces: []doc.RecordForce{{ID: "s", Span: q}}}
		d := review.Decision{Article: "a", Kind: kind, Item: map[string]string{"claim": "c", "force": "s"}[kind] + map[bool]string{true: "e"}[kind == "event"], Field: field, Verdict: verdict, After: after, Start: start, End: end}
		_ = d.Check()
		out, _ := review.Apply(rec, []review.Decision{d})
		a, _ := gold.FromRecord(out)
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		if err := gold.Quoting(a, text); err != nil {
			t.Fatalf("%v: %s", err, b)
		}
	})
}
