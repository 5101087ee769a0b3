package digest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"onrecord/internal/doc"
)

var update = flag.Bool("update", false, "write the golden files anew")

func ptr[T any](v T) *T { return &v }

// sample is a record made by hand that has one of everything a digest shows.
func sample() *doc.Record {
	text := "Ferry talks resume\nSailors left the port of Kalba on Monday, the navy said. Kalba denies it will close the strait, a witness claimed. Read more"
	q := func(s string) doc.Quote {
		i := strings.Index(text, s)
		return doc.Quote{Start: i, End: i + len(s), Text: s}
	}
	first, second := q("Sailors left the port of Kalba on Monday, the navy said."), q("Kalba denies it will close the strait, a witness claimed.")
	return &doc.Record{
		Schema: doc.Schema,
		Article: doc.RecordArticle{Title: ptr("Ferry talks resume"), Publisher: ptr("The Gazette"), Published: ptr("2024-03-14"), Text: text,
			Boilerplate: []doc.RecordBoilerplate{{Quote: q("Read more"), Reason: "teaser"}}},
		Claims: []doc.RecordClaim{
			{ID: "c1", Content: []doc.Quote{q("Sailors left the port of Kalba on Monday")}, Chain: []doc.RecordHop{{Name: "navy", Kind: "organisation", Anonymity: "named", Stance: "asserts"}}},
			{ID: "c2", Content: []doc.Quote{q("it will close the strait")}, Chain: []doc.RecordHop{{Name: "witness", Anonymity: "unnamed", Stance: "asserts"}, {Name: "Kalba", Anonymity: "named", Stance: "denies"}}},
			{ID: "c3", Content: []doc.Quote{q("talks resume")}, Chain: nil},
		},
		Events: []doc.RecordEvent{
			{ID: "e1", Anchor: q("left"), Act: "RETREAT", Mode: []string{"withdraw"}, Status: "occurred", Plover: ptr("RETREAT"),
				Actors: []doc.RecordActor{{Name: "Sailors", Code: ptr("ARE"), Sector: ptr("MIL")}}, Origin: ptr("p1"), Date: ptr("d1"), Figures: []string{"f1"}, Claim: ptr("c1"), Evidence: first,
				Why: []doc.Reason{{Field: "act", Value: "RETREAT", Evidence: "acts.tsv: leave"}}},
			{ID: "e2", Anchor: q("close"), Act: "COERCE", Mode: []string{"restrict"}, Status: "planned", Plover: ptr("THREATEN"), Claim: ptr("c2"), Evidence: second,
				Recipients: []doc.RecordActor{{Name: "strait"}}},
			{ID: "e3", Anchor: q("talks"), Act: "CONSULT", Status: "ongoing", Plover: ptr("CONSULT"), Evidence: q("Ferry talks resume")},
		},
		Places:   []doc.RecordPlace{{ID: "p1", Name: "Kalba", Country: ptr("ARE"), Precision: "city"}},
		Dates:    []doc.RecordDate{{ID: "d1", Span: q("Monday"), From: ptr("2024-03-11"), To: ptr("2024-03-11")}},
		Figures:  []doc.RecordFigure{{ID: "f1", Span: q("Sailors"), Low: ptr(1000.0), High: ptr(1250.5), Role: "withdrawn"}},
		Forces:   []doc.RecordForce{{ID: "s1", Span: first, Owner: doc.RecordOwner{Name: "Navy", Code: ptr("ARE")}, Figure: ptr("f1"), Place: ptr("p1"), AsOf: ptr("d1"), Claim: ptr("c1")}},
		Problems: []doc.Problem{{Stage: "clean", Message: "the page has no date"}},
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{"status": {}, "source": {BySource: true, Width: 70}, "colour": {Color: true}} {
		var b strings.Builder
		if err := Write(&b, sample(), o); err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", name+".golden.txt")
		if *update {
			if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), b.String()); d != "" {
			t.Errorf("%s (run with -update to accept):\n%s", name, d)
		}
	}
}

func TestEmptyRecord(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := Write(&b, &doc.Record{}, Options{}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "empty article") {
		t.Errorf("an empty record prints %q", b.String())
	}
}

// An article's own escape sequences must not reach the terminal.
func TestNoForeignEscapes(t *testing.T) {
	t.Parallel()
	r := sample()
	bad := "\x1b]0;owned\x07\x1b[2J"
	r.Article.Title = ptr("Ferry" + bad)
	r.Events[0].Actors[0].Name += bad
	r.Events[0].Why[0].Evidence += bad
	e := &r.Events[1]
	e.Evidence.Text = strings.Replace(e.Evidence.Text, "strait,", "strait"+bad+",", 1)
	r.Claims[1].Chain[1].Name += bad
	r.Claims[2].Content[0].Text += bad
	r.Places[0].Name += bad
	r.Forces[0].Owner.Name += bad
	r.Figures[0].Span.Text += bad
	for _, o := range []Options{{}, {BySource: true}} {
		var b strings.Builder
		if err := Write(&b, r, o); err != nil {
			t.Fatal(err)
		}
		if i := strings.IndexFunc(b.String(), func(r rune) bool { return r != '\n' && unicode.IsControl(r) }); i >= 0 {
			t.Errorf("control character in %q", b.String()[max(0, i-30):i+1])
		}
		if !strings.Contains(b.String(), "»close«") {
			t.Error("the anchor is not where it was")
		}
	}
}
