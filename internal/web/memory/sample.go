package memory

import (
	"fmt"
	"strings"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/web"
	"onrecord/internal/wording"
)

// Sample returns a store with a small invented world: three incidents with all their reports, copies, dissent, and
// standing forces, and sixty more that fill the list, the timeline and the map. Everything in it is made up.
func Sample() *Store {
	s := New()
	for _, r := range sampleArticles() {
		s.AddArticle(r)
	}
	s.AddIncident(raid())
	s.AddIncident(withdrawal())
	s.AddIncident(arrests())
	for _, x := range filler() {
		s.AddIncident(x)
	}
	at := time.Date(2024, 3, 20, 11, 40, 0, 0, time.UTC)
	s.AddWatch(web.Watch{ID: "w-a", Address: "https://dispatch.example/feed.xml", Title: "Lake Chad Dispatch", Kind: "feed", State: "ok", Last: at, Next: at.Add(30 * time.Minute), Articles: 1204, Today: 9})
	s.AddWatch(web.Watch{ID: "w-b", Address: "https://sahel.example/rss", Title: "Radio Sahel", Kind: "feed", State: "slow", Why: "It took 14 seconds to answer.", Since: at.AddDate(0, 0, -1), Last: at.Add(-50 * time.Minute), Next: at.Add(70 * time.Minute), Articles: 388, Today: 2})
	s.AddWatch(web.Watch{ID: "w-c", Address: "https://gazette.example/sitemap-news.xml", Title: "The Maroua Gazette", Kind: "sitemap", State: "failing", Why: "The certificate ran out on 16 March 2024.", Since: at.AddDate(0, 0, -4), Last: at.Add(-5 * time.Hour), Next: at.Add(7 * time.Hour), Articles: 77})
	s.AddWatch(web.Watch{ID: "w-d", Address: "https://oldpost.example/atom", Title: "The Old Post", Kind: "feed", State: "gone", Why: "The server says that the feed is gone for good.", Since: at.AddDate(0, -1, 0), Last: at.AddDate(0, -1, 0), Articles: 51})
	return s
}

func p[T any](x T) *T { return &x }

// at finds words in a text.
func at(text, words string) doc.Quote {
	i := strings.Index(text, words)
	if i < 0 {
		panic("memory: the sample text has no " + words)
	}
	n := len([]rune(text[:i]))
	return doc.Quote{Start: n, End: n + len([]rune(words)), Text: words}
}

const dispatch = `Cameroon moves two battalions after raid on river post
MAROUA, March 14 (LCD) - Gunmen killed at least 12 soldiers at a frontier post on the Logone river on Tuesday, the defence ministry said.
Colonel Bertrand Ateba, the ministry's spokesman, told Radio Sahel that about 800 troops had left barracks by Wednesday evening.
A hospital worker in Kousseri, who asked not to be named, said that 19 bodies had been brought in. The government denied that more than 12 had died.
France keeps about 100 military advisers in Maroua, according to two diplomats.
Read more: Fishing season opens late on the lake`

func sampleArticles() []doc.Record {
	t := dispatch
	q := func(s string) doc.Quote { return at(t, s) }
	a := doc.Record{
		Schema: doc.Schema,
		Article: doc.RecordArticle{ID: "lcd1", URL: p("https://dispatch.example/river-post"), Publisher: p("Lake Chad Dispatch"), Title: p("Cameroon moves two battalions after raid on river post"), Published: p("2024-03-14"), Language: p("en"), Text: t,
			Boilerplate: []doc.RecordBoilerplate{{Quote: q("Read more: Fishing season opens late on the lake"), Reason: "teaser"}}},
		Entities: []doc.RecordEntity{
			{ID: "n1", Name: "Bertrand Ateba", Type: "person", Title: p("Colonel"), Code: p("CMR"), Sector: p("MIL"), Mentions: []doc.Quote{q("Bertrand Ateba")}},
			{ID: "n2", Name: "Radio Sahel", Type: "outlet", Mentions: []doc.Quote{q("Radio Sahel")}},
		},
		Claims: []doc.RecordClaim{
			{ID: "c1", Content: []doc.Quote{q("Gunmen killed at least 12 soldiers at a frontier post on the Logone river on Tuesday")}, Cue: p(q("said.")), Quote: "indirect",
				Chain: []doc.RecordHop{{Span: p(q("the defence ministry")), Name: "Ministry of Defence of Cameroon", Kind: "organisation", Anonymity: "named", Stance: "asserts"}}},
			{ID: "c2", Content: []doc.Quote{q("about 800 troops had left barracks by Wednesday evening")}, Cue: p(q("told")), Quote: "indirect", Chain: []doc.RecordHop{
				{Span: p(q("Radio Sahel")), Entity: p("n2"), Name: "Radio Sahel", Kind: "outlet", Anonymity: "named", Stance: "asserts"},
				{Span: p(q("Colonel Bertrand Ateba, the ministry's spokesman")), Entity: p("n1"), Name: "Bertrand Ateba", Kind: "person", Anonymity: "named", Stance: "asserts"}}},
			{ID: "c3", Content: []doc.Quote{q("19 bodies had been brought in")}, Cue: p(q("said that")), Quote: "indirect", Chain: []doc.RecordHop{
				{Span: p(q("A hospital worker in Kousseri, who asked not to be named")), Name: "a hospital worker in Kousseri", Kind: "person", Anonymity: "unnamed", Stance: "asserts"}}},
			{ID: "c4", Content: []doc.Quote{q("more than 12 had died")}, Cue: p(q("denied")), Quote: "indirect", Chain: []doc.RecordHop{
				{Span: p(q("The government")), Name: "Government of Cameroon", Kind: "organisation", Anonymity: "named", Stance: "denies"}}},
			{ID: "c5", Content: []doc.Quote{q("France keeps about 100 military advisers in Maroua")}, Cue: p(q("according to")), Quote: "indirect", Chain: []doc.RecordHop{
				{Span: p(q("two diplomats")), Name: "two diplomats", Kind: "group", Anonymity: "role", Stance: "asserts"}}},
		},
		Events: []doc.RecordEvent{
			{ID: "e1", Anchor: q("killed"), Also: []doc.Quote{q("raid")}, Act: "ASSAULT", Mode: []string{"firearms"}, Status: "occurred", Plover: p("ASSAULT"), Cameo: p("193"),
				Actors: []doc.RecordActor{{Span: p(q("Gunmen")), Name: "gunmen", Sector: p("UAF")}}, Recipients: []doc.RecordActor{{Span: p(q("at least 12 soldiers")), Name: "soldiers", Code: p("CMR"), Sector: p("MIL")}},
				Place: p("p1"), Date: p("d1"), Figures: []string{"f1", "f3"}, Claim: p("c1"), Confidence: 0.91, Evidence: q("MAROUA, March 14 (LCD) - Gunmen killed at least 12 soldiers at a frontier post on the Logone river on Tuesday, the defence ministry said."),
				Why: []doc.Reason{{Field: "act", Value: "ASSAULT", Evidence: "“killed” stands in the table of acts"}, {Field: "actor", Value: "gunmen", Evidence: "subject of “killed”, probability 0.97"}}},
			{ID: "e2", Anchor: q("left"), Act: "MOBILIZE", Mode: []string{"troops"}, Status: "occurred", Plover: p("MOBILIZE"), Cameo: p("154"),
				Actors: []doc.RecordActor{{Span: p(q("about 800 troops")), Name: "Cameroonian troops", Code: p("CMR"), Sector: p("MIL")}}, Origin: p("p2"), Date: p("d2"), Figures: []string{"f2"}, Claim: p("c2"), Confidence: 0.58,
				Evidence: q("Colonel Bertrand Ateba, the ministry's spokesman, told Radio Sahel that about 800 troops had left barracks by Wednesday evening."), Why: []doc.Reason{{Field: "act", Value: "MOBILIZE", Evidence: "“left barracks” with troops as subject"}}},
			{ID: "e3", Anchor: q("denied"), Act: "REJECT", Status: "occurred", Plover: p("REJECT"), Cameo: p("1123"), Actors: []doc.RecordActor{{Span: p(q("The government")), Name: "Government of Cameroon", Code: p("CMR"), Sector: p("GOV")}},
				Confidence: 0.41, Evidence: q("The government denied that more than 12 had died.")},
		},
		Places: []doc.RecordPlace{
			{ID: "p1", Span: q("Logone river"), Name: "Logone River", Country: p("CMR"), Lat: new(12.08), Lon: new(15.03), Precision: "admin1", Confidence: 0.8},
			{ID: "p2", Span: q("Maroua,"), Name: "Maroua", Country: p("CMR"), Lat: new(10.6), Lon: new(14.33), Precision: "city", Confidence: 0.9}},
		Dates: []doc.RecordDate{{ID: "d1", Span: q("Tuesday"), From: p("2024-03-12"), To: p("2024-03-12"), Granularity: "day", Anchor: "publication"}, {ID: "d2", Span: q("Wednesday evening"), From: p("2024-03-13"), To: p("2024-03-13"), Granularity: "day", Anchor: "publication"}},
		Figures: []doc.RecordFigure{
			{ID: "f1", Span: q("at least 12 soldiers"), Low: p(12.0), Best: p(12.0), Class: "troops", Role: "killed", Scope: "incident", Claim: p("c1")},
			{ID: "f2", Span: q("about 800 troops"), Low: p(720.0), High: p(880.0), Best: p(800.0), Approx: true, Class: "troops", Role: "deployed", Scope: "incident", Claim: p("c2")},
			{ID: "f3", Span: q("19 bodies"), Low: p(19.0), High: p(19.0), Best: p(19.0), Class: "people", Role: "killed", Scope: "incident", Claim: p("c3")},
			{ID: "f4", Span: q("about 100 military advisers"), Low: p(90.0), High: p(110.0), Best: p(100.0), Approx: true, Class: "troops", Role: "deployed", Scope: "stock", Claim: p("c5")}},
		Forces: []doc.RecordForce{{ID: "s1", Span: q("France keeps about 100 military advisers in Maroua"), Owner: doc.RecordOwner{Name: "France", Code: p("FRA"), Sector: p("MIL")}, Figure: p("f4"), Place: p("p2"), Claim: p("c5")}},
	}
	for i := range a.Claims {
		if c := a.Claims[i].Cue; c != nil && strings.HasSuffix(c.Text, ".") {
			c.End, c.Text = c.End-1, strings.TrimSuffix(c.Text, ".")
		}
	}
	a.Places[1].Span = q("Maroua")
	return []doc.Record{a, standing("sah1", "Radio Sahel", "2023-06-02", "France had 240 military advisers in Maroua as of June 2023, the embassy said.", 240, "the embassy", "2023-06"),
		standing("gaz1", "The Maroua Gazette", "2023-11-20", "About 180 French advisers remain in Maroua, an aide to the governor said.", 180, "an aide to the governor", "")}
}

// standing is an article of one sentence on the French advisers.
func standing(id, publisher, published, text string, n float64, source, asof string) doc.Record {
	words := strings.Fields(text)
	phrase := strings.Join(words[:3], " ")
	if strings.HasPrefix(text, "France") {
		phrase = "240 military advisers"
	}
	r := doc.Record{Schema: doc.Schema, Article: doc.RecordArticle{ID: id, Publisher: p(publisher), Published: p(published), Title: p("French advisers in Maroua"), Text: text},
		Claims:  []doc.RecordClaim{{ID: "c1", Content: []doc.Quote{at(text, phrase)}, Cue: p(at(text, "said")), Quote: "indirect", Chain: []doc.RecordHop{{Span: p(at(text, source)), Name: source, Kind: "person", Anonymity: "role", Stance: "asserts"}}}},
		Places:  []doc.RecordPlace{{ID: "p2", Span: at(text, "Maroua"), Name: "Maroua", Country: p("CMR"), Lat: new(10.6), Lon: new(14.33), Precision: "city"}},
		Figures: []doc.RecordFigure{{ID: "f1", Span: at(text, phrase), Low: p(n * 0.95), High: p(n * 1.05), Best: p(n), Class: "troops", Role: "deployed", Scope: "stock"}},
		Forces:  []doc.RecordForce{{ID: "s1", Span: at(text, phrase), Owner: doc.RecordOwner{Name: "France", Code: p("FRA"), Sector: p("MIL")}, Figure: p("f1"), Place: p("p2"), Claim: p("c1")}}}
	if asof != "" {
		r.Dates = []doc.RecordDate{{ID: "d1", Span: at(text, "June 2023"), From: p(asof), To: p(asof), Granularity: "month", Anchor: "text"}}
		r.Forces[0].AsOf = p("d1")
	}
	return r
}

func src(name, kind, anonymity, stance string) merge.Source {
	return merge.Source{Name: name, Kind: kind, Anonymity: anonymity, Stance: stance}
}

// raid has everything: copies, three chains, a denial, two tolls.
func raid() web.Incident {
	ministry := []merge.Source{src("Ministry of Defence of Cameroon", "organisation", "named", "asserts")}
	hospital := []merge.Source{src("a hospital worker in Kousseri", "person", "unnamed", "asserts")}
	group := []merge.Source{src("Radio Sahel", "outlet", "named", "asserts"), src("a man speaking for the group", "person", "role", "hearsay")}
	fig := func(w string, low float64, high *float64) []merge.Figure {
		return []merge.Figure{{Low: &low, High: high, Best: &low, Class: "troops", Role: "killed", Words: w}}
	}
	report := func(article, event, status, evidence, anchor string, chain []merge.Source, f []merge.Figure) merge.Report {
		return merge.Report{ID: article + "/" + event, Article: article, Event: event, Act: "ASSAULT", Status: status, Anchor: anchor, Evidence: evidence, Chain: chain, Figures: f, Confidence: 0.9}
	}
	m := func(article, event, publisher, day string) merge.Mention {
		return merge.Mention{Report: article + "/" + event, Article: article, Publisher: publisher, Published: day}
	}
	line := func(id, title, publisher, day string) web.ArticleLine {
		return web.ArticleLine{ID: id, Title: title, Publisher: publisher, Published: day}
	}
	x := web.Incident{
		Incident: merge.Incident{
			ID: "raid", Sentence: "Gunmen attacked soldiers of Cameroon with firearms on the Logone River on 12 March 2024", Modes: []string{"firearms"},
			Act:    []merge.Value{{Value: "ASSAULT", Sources: []string{"Ministry of Defence of Cameroon", "a hospital worker in Kousseri"}, Reports: []string{"lcd1/e1", "sah2/e1"}}},
			Status: []merge.Value{{Value: "occurred", Sources: []string{"Ministry of Defence of Cameroon", "a hospital worker in Kousseri"}, Reports: []string{"lcd1/e1"}}},
			Actors: []merge.Value{{Value: "gunmen", Sector: "UAF", Sources: []string{"Ministry of Defence of Cameroon"}, Reports: []string{"lcd1/e1"}}, {Value: "Islamic State West Africa Province", Code: "IMG", Sector: "REB", Sources: []string{"a man speaking for the group"}, Reports: []string{"sah2/e1"}}},
			Recips: []merge.Value{{Value: "soldiers", Code: "CMR", Sector: "MIL", Sources: []string{"Ministry of Defence of Cameroon", "a hospital worker in Kousseri"}, Reports: []string{"lcd1/e1"}}},
			Place: []merge.Value{{Value: "Logone River", Code: "CMR", Lat: p(12.08), Lon: p(15.03), Prec: "admin1", Sources: []string{"Ministry of Defence of Cameroon"}, Reports: []string{"lcd1/e1"}},
				{Value: "Kousseri", Code: "CMR", Lat: p(12.08), Lon: p(15.03), Prec: "city", Sources: []string{"a hospital worker in Kousseri"}, Reports: []string{"lcd1/e1"}}},
			Date: []merge.Value{{Value: "2024-03-12", From: "2024-03-12", To: "2024-03-12", Sources: []string{"Ministry of Defence of Cameroon"}, Reports: []string{"lcd1/e1"}}},
			Figures: []merge.Tally{{Class: "troops", Role: "killed", Latest: 2, Values: []merge.Number{
				{Low: p(9.0), High: p(9.0), Best: p(9.0), Words: "nine soldiers", First: "2024-03-13", Last: "2024-03-13", Sources: []string{"The Maroua Gazette"}},
				{Low: p(19.0), High: p(19.0), Best: p(19.0), Words: "19 bodies", First: "2024-03-14", Last: "2024-03-14", Sources: []string{"a hospital worker in Kousseri"}},
				{Low: p(12.0), Best: p(12.0), Words: "at least 12 soldiers", First: "2024-03-14", Last: "2024-03-16", Sources: []string{"Ministry of Defence of Cameroon", "a man speaking for the group"}}}}},
			History: []merge.Step{{Status: "possible", From: "2024-03-13", Sources: []string{"The Maroua Gazette"}}, {Status: "occurred", From: "2024-03-14", Sources: []string{"Ministry of Defence of Cameroon", "a hospital worker in Kousseri"}}},
			Sources: []merge.Origin{
				{Name: "Ministry of Defence of Cameroon", Kind: "organisation", Anonymity: "named", Stances: []string{"asserts"}, Party: true, Carriers: []merge.Mention{m("lcd1", "e1", "Lake Chad Dispatch", "2024-03-14"), m("cop1", "e1", "The Evening Star", "2024-03-14"), m("cop2", "e1", "World Desk", "2024-03-15")}},
				{Name: "a hospital worker in Kousseri", Kind: "person", Anonymity: "unnamed", Stances: []string{"asserts"}, Carriers: []merge.Mention{m("lcd1", "e4", "Lake Chad Dispatch", "2024-03-14")}},
				{Name: "a man speaking for the group", Kind: "person", Anonymity: "role", Stances: []string{"hearsay"}, Party: true, Carriers: []merge.Mention{m("sah2", "e1", "The Capital Times", "2024-03-16")}}},
			Independent: 3, Denies: []string{"Government of Cameroon"}, Confirms: []string{"two officials in N'Djamena"}, First: m("gaz2", "e1", "The Maroua Gazette", "2024-03-13"), Latest: m("sah2", "e1", "The Capital Times", "2024-03-16"),
		},
		Articles: map[string]web.ArticleLine{
			"gaz2": line("gaz2", "Shots heard at river post", "The Maroua Gazette", "2024-03-13"), "lcd1": line("lcd1", "Cameroon moves two battalions after raid on river post", "Lake Chad Dispatch", "2024-03-14"),
			"cop1": line("cop1", "Two battalions move after raid", "The Evening Star", "2024-03-14"), "cop2": line("cop2", "Cameroon moves battalions", "World Desk", "2024-03-15"), "sah2": line("sah2", "Group says it raided the Logone post", "The Capital Times", "2024-03-16")},
		Families: []web.Family{{Origin: "lcd1", Agency: "LCD", Members: []string{"lcd1", "cop1", "cop2"}}},
		Reports: []merge.Report{
			report("lcd1", "e1", "occurred", "Gunmen killed at least 12 soldiers at a frontier post on the Logone river on Tuesday, the defence ministry said.", "killed", ministry, fig("at least 12 soldiers", 12, nil)),
			report("cop1", "e1", "occurred", "Gunmen killed at least 12 soldiers at a frontier post on the Logone river on Tuesday, the defence ministry said.", "killed", ministry, fig("at least 12 soldiers", 12, nil)),
			report("cop2", "e1", "occurred", "Gunmen killed at least 12 soldiers at a frontier post, the defence ministry said.", "killed", ministry, fig("at least 12 soldiers", 12, nil)),
			report("lcd1", "e4", "occurred", "A hospital worker in Kousseri, who asked not to be named, said that 19 bodies had been brought in.", "brought in", hospital, fig("19 bodies", 19, p(19.0))),
			report("gaz2", "e1", "possible", "Nine soldiers may have been killed in a raid, people at the ferry feared.", "killed", nil, fig("nine soldiers", 9, p(9.0))),
			report("sah2", "e1", "occurred", "A man speaking for the group told Radio Sahel that it carried out the raid and killed 12.", "killed", group, fig("12", 12, p(12.0)))},
	}
	return x
}

func withdrawal() web.Incident {
	m := merge.Mention{Report: "sah3/e1", Article: "sah3", Publisher: "Radio Sahel", Published: "2024-03-09"}
	return web.Incident{Incident: merge.Incident{ID: "withdrawal", Sentence: "France to withdraw military advisers from Cameroon by 30 June 2024", Modes: []string{"withdraw"},
		Act: []merge.Value{{Value: "RETREAT", Sources: []string{"French embassy"}}}, Status: []merge.Value{{Value: "planned", Sources: []string{"French embassy"}}},
		Actors: []merge.Value{{Value: "France", Code: "FRA", Sector: "GOV", Sources: []string{"French embassy"}}}, Recips: []merge.Value{{Value: "Cameroon", Code: "CMR", Sector: "GOV", Sources: []string{"French embassy"}}},
		Place: []merge.Value{{Value: "Cameroon", Code: "CMR", Lat: p(5.7), Lon: p(12.7), Prec: "country", Sources: []string{"French embassy"}}}, Date: []merge.Value{{Value: "2024-06-30", From: "2024-06-01", To: "2024-06-30", Sources: []string{"French embassy"}}},
		Sources:     []merge.Origin{{Name: "French embassy", Kind: "organisation", Anonymity: "named", Stances: []string{"asserts"}, Party: true, Carriers: []merge.Mention{m}}},
		Independent: 1, OneSided: "France", First: m, Latest: m},
		Articles: map[string]web.ArticleLine{"sah3": {ID: "sah3", Title: "Embassy: advisers leave by July", Publisher: "Radio Sahel", Published: "2024-03-09"}},
		Reports: []merge.Report{{ID: "sah3/e1", Article: "sah3", Event: "e1", Act: "RETREAT", Status: "planned", Anchor: "leave", Evidence: "The advisers will leave by the end of June, the French embassy said.",
			Chain: []merge.Source{src("French embassy", "organisation", "named", "asserts")}}}}
}

func arrests() web.Incident {
	m := merge.Mention{Report: "gaz3/e1", Article: "gaz3", Publisher: "The Maroua Gazette", Published: "2024-03-18"}
	return web.Incident{Incident: merge.Incident{ID: "arrests", Sentence: "Police of Chad arrested or held two journalists in N'Djamena", Modes: []string{"arrest"},
		Act: []merge.Value{{Value: "COERCE"}}, Status: []merge.Value{{Value: "ongoing"}}, Actors: []merge.Value{{Value: "police", Code: "TCD", Sector: "COP"}}, Recips: []merge.Value{{Value: "two journalists", Code: "TCD", Sector: "JRN"}},
		Place: []merge.Value{{Value: "N'Djamena", Code: "TCD", Lat: p(12.11), Lon: p(15.05), Prec: "city"}}, Independent: 1, First: m, Latest: m,
		Sources: []merge.Origin{{Name: "The Maroua Gazette", Kind: "outlet", Stances: []string{"asserts"}, Carriers: []merge.Mention{m}}}},
		Articles: map[string]web.ArticleLine{"gaz3": {ID: "gaz3", Title: "Two reporters held", Publisher: "The Maroua Gazette", Published: "2024-03-18"}},
		Reports:  []merge.Report{{ID: "gaz3/e1", Article: "gaz3", Event: "e1", Act: "COERCE", Status: "ongoing", Anchor: "held", Evidence: "Two journalists are being held in N'Djamena."}}}
}

// filler makes sixty plain incidents over three months and a dozen places.
func filler() []web.Incident {
	places := []struct {
		name, code string
		lat, lon   float64
		prec       string
	}{{"Maroua", "CMR", 10.6, 14.3, "city"}, {"Yaoundé", "CMR", 3.87, 11.52, "city"}, {"Niamey", "NER", 13.5, 2.1, "city"}, {"Agadez Region", "NER", 19, 11, "admin1"}, {"Mali", "MLI", 17, -4, "country"},
		{"Bamako", "MLI", 12.65, -8, "city"}, {"Kidal", "MLI", 18.44, 1.41, "city"}, {"Paris", "FRA", 48.85, 2.35, "city"}, {"Abuja", "NGA", 9.07, 7.4, "city"}, {"Borno", "NGA", 11.5, 13, "admin1"}, {"Suva", "FJI", -18.1, 178.4, "city"}, {"Chad", "TCD", 15, 19, "country"}}
	kinds := []struct{ act, mode, status, actor, to, code, sector string }{
		{"CONSULT", "", "occurred", "ministers of Niger", "ministers of Mali", "NER", "GOV"}, {"ASSAULT", "firearms", "occurred", "gunmen", "a convoy", "", "UAF"}, {"PROTEST", "demo", "occurred", "teachers", "the government", "CMR", "LAB"},
		{"REQUEST", "yield", "demanded", "the African Union", "the army", "IGO", ""}, {"MOBILIZE", "troops", "planned", "the army", "the border", "NGA", "MIL"}, {"THREATEN", "restrict", "occurred", "the governor", "traders", "CMR", "GOV"},
		{"AID", "", "possible", "the European Union", "displaced families", "EUR", ""}, {"SANCTION", "", "not_occurred", "the council", "the company", "IGO", ""}, {"RETREAT", "withdraw", "ongoing", "French troops", "a base", "FRA", "MIL"}, {"COERCE", "arrest", "threatened", "police", "strikers", "TCD", "COP"}}
	outlets := []string{"Radio Sahel", "Lake Chad Dispatch", "The Maroua Gazette", "World Desk"}
	start := time.Date(2023, 12, 20, 0, 0, 0, 0, time.UTC)
	var out []web.Incident
	for i := range 60 {
		pl, k, outlet := places[i*7%len(places)], kinds[i*3%len(kinds)], outlets[i%len(outlets)]
		day := start.AddDate(0, 0, i*i*37%90).Format(time.DateOnly)
		id := fmt.Sprintf("x%02d", i)
		m := merge.Mention{Report: id + "/e1", Article: id, Publisher: outlet, Published: day}
		text := wording.Clause(k.act, []string{k.mode}, k.status, []string{k.actor}, []string{k.to}) + " in " + pl.name
		x := web.Incident{Incident: merge.Incident{ID: id, Sentence: text, Modes: []string{k.mode}, Act: []merge.Value{{Value: k.act, Sources: []string{outlet}}}, Status: []merge.Value{{Value: k.status, Sources: []string{outlet}}},
			Actors: []merge.Value{{Value: k.actor, Code: k.code, Sector: k.sector, Sources: []string{outlet}}}, Recips: []merge.Value{{Value: k.to, Sources: []string{outlet}}},
			Place: []merge.Value{{Value: pl.name, Code: pl.code, Lat: p(pl.lat), Lon: p(pl.lon), Prec: pl.prec, Sources: []string{outlet}}}, Date: []merge.Value{{Value: day, From: day, To: day, Sources: []string{outlet}}},
			Sources: []merge.Origin{{Name: outlet, Kind: "outlet", Stances: []string{"asserts"}, Carriers: []merge.Mention{m}}}, Independent: 1, First: m, Latest: m},
			Articles: map[string]web.ArticleLine{id: {ID: id, Title: text, Publisher: outlet, Published: day}},
			Reports:  []merge.Report{{ID: id + "/e1", Article: id, Event: "e1", Act: k.act, Status: k.status, Evidence: text + "."}}}
		out = append(out, x)
	}
	return out
}
