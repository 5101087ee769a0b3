package export

import (
	"iter"
	"slices"

	"onrecord/internal/doc"
)

func ptr[T any](v T) *T { return &v }

// sample is a record of our own with three events: one with all there is, one planned, one that PLOVER codes as nothing.
func sample() *doc.Record {
	q := func(start int, s string) doc.Quote {
		return doc.Quote{Start: start, End: start + len([]rune(s)), Text: s}
	}
	return &doc.Record{Schema: doc.Schema,
		Article: doc.RecordArticle{ID: "a1", URL: ptr("https://gazette.example/1"), Publisher: ptr("The Gazette"), Title: ptr("Troops leave Logone"),
			Published: ptr("2024-03-14"), Language: ptr("en"), SHA256: "00"},
		Entities: []doc.RecordEntity{
			{ID: "n1", Name: "Bertrand Ateba", Type: "person", Code: ptr("CMR"), Sector: ptr("GOV"), Title: ptr("spokesman")},
			{ID: "n2", Name: "Radio Sahel", Type: "outlet"}, {ID: "n3", Name: "Logone", Type: "place"}, {ID: "n4", Name: "Cameroon", Type: "place"}},
		Claims: []doc.RecordClaim{{ID: "c1", Content: []doc.Quote{q(20, "gunmen killed at least 12 soldiers")}, Cue: ptr(q(80, "told")), Quote: "indirect",
			Chain: []doc.RecordHop{{Name: "Radio Sahel", Entity: ptr("n2"), Kind: "outlet", Anonymity: "named", Stance: "asserts"},
				{Name: "Bertrand Ateba", Entity: ptr("n1"), Kind: "person", Anonymity: "named", Stance: "asserts", Medium: ptr("interview")}}}},
		Events: []doc.RecordEvent{
			{ID: "e1", Anchor: q(27, "killed"), Also: []doc.Quote{q(120, "attack")}, Act: "ASSAULT", Mode: []string{"firearms"}, Status: "occurred", Plover: ptr("ASSAULT"), Cameo: ptr("193"),
				Quad: ptr(4), Score: ptr(-9.0), Context: []string{"military", "territory"},
				Actors:     []doc.RecordActor{{Span: ptr(q(20, "gunmen")), Name: "gunmen", Code: ptr("CMR"), Sector: ptr("UAF")}},
				Recipients: []doc.RecordActor{{Span: ptr(q(34, "at least 12 soldiers")), Name: "soldiers", Code: ptr("CMR"), Sector: ptr("MIL")}},
				Place:      ptr("p1"), Date: ptr("d1"), Figures: []string{"f1", "f2"}, Claim: ptr("c1"), Confidence: 0.91, Evidence: q(0, "Radio Sahel said gunmen killed at least 12 soldiers.")},
			{ID: "e2", Anchor: q(60, "withdraw"), Act: "RETREAT", Mode: []string{"withdraw"}, Status: "planned", Plover: ptr("CONCEDE"), Cameo: ptr("080"), Quad: ptr(1), Score: ptr(4.5),
				Actors: []doc.RecordActor{{Entity: ptr("n1"), Name: "Bertrand Ateba", Code: ptr("CMR"), Sector: ptr("GOV")}, {Name: "Chad", Code: ptr("TCD"), Sector: ptr("GOV")}},
				Place:  ptr("p2"), Origin: ptr("p1"), Confidence: 0.7, Evidence: q(55, "They will withdraw.")},
			{ID: "e3", Anchor: q(90, "attack"), Act: "ASSAULT", Status: "not_occurred", Confidence: 0.6, Evidence: q(80, "They did not attack.")},
		},
		Places: []doc.RecordPlace{{ID: "p1", Span: q(100, "Logone"), Name: "Logone", Country: ptr("CMR"), Admin1: ptr("Far North"), Lat: new(11.5), Lon: new(15.1), GeoNames: ptr(123), Precision: "admin2", Confidence: 0.8},
			{ID: "p2", Span: q(110, "Cameroon"), Name: "Cameroon", Country: ptr("CMR"), Lat: new(6.0), Lon: new(12.5), Precision: "country", Confidence: 0.9}},
		Dates: []doc.RecordDate{{ID: "d1", Span: q(70, "March"), From: ptr("2024-03"), To: ptr("2024-03"), Granularity: "month", Anchor: "publication"}},
		Figures: []doc.RecordFigure{{ID: "f1", Span: q(34, "at least 12 soldiers"), Low: ptr(12.0), Best: ptr(12.0), Class: "troops", Role: "killed", Scope: "incident", Claim: ptr("c1")},
			{ID: "f2", Span: q(95, "15"), Low: ptr(15.0), High: ptr(15.0), Best: ptr(15.0), Class: "troops", Role: "killed", Scope: "incident"}},
	}
}

// hostile is a row with one string in every field.
func hostile(s string) Row {
	q := doc.Quote{Start: 1, End: 2, Text: s}
	hop := doc.RecordHop{Span: &q, Entity: &s, Name: s, Kind: s, Anonymity: s, Stance: s, Medium: &s}
	claim := &doc.RecordClaim{ID: s, Content: []doc.Quote{q, q}, Cue: &q, Chain: []doc.RecordHop{hop, {Name: s, Kind: "person", Anonymity: s, Stance: s}}, Quote: "direct"}
	party := Party{RecordActor: doc.RecordActor{Span: &q, Entity: &s, Name: s, Code: &s, Sector: &s}, Type: s, Title: s}
	fig := doc.RecordFigure{ID: s, Span: q, Low: ptr(-5.0), Class: s, Role: "killed", Scope: s}
	return Row{Article: Article{ID: s, URL: s, Publisher: s, Title: s, Byline: s, Published: s, Language: s, SHA256: s},
		Event: doc.RecordEvent{ID: s, Anchor: q, Also: []doc.Quote{q}, Act: s, Parent: ptr("COERCE"), Mode: []string{s, "arrest"}, Status: "occurred", Plover: ptr("COERCE"), Cameo: &s, Quad: ptr(4),
			Score: ptr(-7.0), Context: []string{s, s}, Claim: &s, Evidence: q, Why: []doc.Reason{{Field: s, Value: s, Evidence: s}}},
		Actors: []Party{party, party}, Recipients: []Party{party}, Figures: []Figure{{fig, claim}}, Claim: claim,
		Place:  &doc.RecordPlace{ID: s, Span: q, Name: s, Country: &s, Admin1: &s, Lat: new(1.0), Lon: new(-2.0), Precision: "city"},
		Origin: &doc.RecordPlace{ID: s, Span: q, Name: s, Precision: s}, Date: &doc.RecordDate{ID: s, Span: q, From: &s, To: &s, Granularity: s, Anchor: s},
		Story: Story{[]string{s}, []string{s}, []string{s}}, Incident: &Incident{ID: s, Articles: 2, Sources: 1, Mentions: 3}}
}

var hostiles = []string{"", "=1+1", "+1", "-1", "@x", "\tx", "\rx", "\n=x", "'=x", "''@", "＝x", "a\"b,c;d", "a\r\nb\rc", "\x00\x01\x1f\x7f", "\xff\xfe", "</script><a&b>", "]]>", "  ", "\u2028\u2029", "{\"a\":1}", "Zoë \U0001F600", "javascript:alert(1)", "2024-13-45", "2024-02"}

// seq turns rows into what Copy reads.
func seq(rows ...Row) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		for i := range rows {
			if !yield(&rows[i], nil) {
				return
			}
		}
	}
}

func sampleRows() []Row { return slices.Collect(Rows(sample())) }
