package clean

import (
	"reflect"
	"strings"
	"testing"

	"onrecord/internal/doc"
)

const (
	opening = "The harbour authority of Port Lennick closed two of its three piers on Monday after inspectors found cracks in the pillars."
	middle  = "Ships bound for the city were sent to Orrin Bay, 40 kilometres to the north, the authority said in a statement."
	ending  = "“We will not reopen before the pillars are safe,” said Mara Holt, who heads the authority."
)

func TestTextBlocks(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"headline and paragraphs", "Piers closed in Port Lennick\n\n" + opening + "\n" + middle,
			"headline: Piers closed in Port Lennick\nbody: " + opening + "\nbody: " + middle},
		{"windows line ends", opening + "\r\n\r\n" + middle + "\r\n", "body: " + opening + "\nbody: " + middle},
		{"wrapped lines", "The harbour authority of Port Lennick closed two of its three\npiers on Monday after inspectors found cracks in the\npillars of both, and sent ships\nto the north.\n\nThe pillars date from the year in which the town got its\nlighthouse.",
			"body: The harbour authority of Port Lennick closed two of its three\npiers on Monday after inspectors found cracks in the\npillars of both, and sent ships\nto the north.\nbody: The pillars date from the year in which the town got its\nlighthouse."},
		{"also read, comments", opening + "\n" + middle + "\nALSO READ-\nLeave a Reply",
			"body: " + opening + "\nbody: " + middle + "\nboilerplate/teaser: ALSO READ-\nboilerplate/comment: Leave a Reply"},
		{"also read with a headline", opening + "\nAlso read: Ferry fares to rise in June\n" + middle,
			"body: " + opening + "\nboilerplate/teaser: Also read: Ferry fares to rise in June\nbody: " + middle},
		{"repeated standfirst", strings.TrimSuffix(middle, ".") + "…reports Daily Lantern\n" + opening + "\n" + middle,
			"boilerplate/standfirst: " + strings.TrimSuffix(middle, ".") + "…reports Daily Lantern\nbody: " + opening + "\nbody: " + middle},
		{"headline and repeated opening in one line", "Piers closed in Port Lennick 21 Mins " + strings.TrimSuffix(opening, " in the pillars.") + "\n\n" + opening + "\n" + middle,
			"headline: Piers closed in Port Lennick\nboilerplate/standfirst: 21 Mins " + strings.TrimSuffix(opening, " in the pillars.") + "\nbody: " + opening + "\nbody: " + middle},
		{"the same paragraph twice", "Piers closed\n" + opening + "\n" + opening + "\n" + middle,
			"headline: Piers closed\nbody: " + opening + "\nboilerplate/repeat: " + opening + "\nbody: " + middle},
		{"copyright behind the last sentence", middle + " " + opening + " Copyright 2018 The Daily Lantern. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
			"body: " + middle + " " + opening + "\nboilerplate/legal: This material may not be published"},
		{"credit in brackets", opening + " (Xinhua)\n" + middle + "\n(Reporting by Ida Crane; Editing by Joel Marsh)",
			"body: " + opening + "\nboilerplate/credit: (Xinhua)\nbody: " + middle + "\nboilerplate/credit: (Reporting by Ida Crane; Editing by Joel Marsh)"},
		{"byline and date", "Piers closed in Port Lennick\nBy Ida Crane in Port Lennick\nPublished: 6 May 2024\n" + opening,
			"headline: Piers closed in Port Lennick\nbyline: By Ida Crane in Port Lennick\nbyline: Published: 6 May 2024\nbody: " + opening},
		{"subscribe, share, photo", opening + "\nSubscribe to our newsletter\nShare on Facebook\nPhoto: Ida Crane/Daily Lantern\n" + middle,
			"body: " + opening + "\nboilerplate/subscribe: Subscribe to our newsletter\nboilerplate/share: Share on Facebook\nboilerplate/credit: Photo: Ida Crane/Daily Lantern\nbody: " + middle},
		{"headlines of other articles", opening + "\nCouncil votes on the budget\nFerry fares to rise in June\nStorm season begins early on the coast\n" + middle,
			"body: " + opening + "\nboilerplate/teaser: Council votes on the budget\nboilerplate/teaser: Ferry fares to rise in June\nboilerplate/teaser: Storm season begins early on the coast\nbody: " + middle},
		{"a list that is announced stays", opening + "\nThe piers closed are these:\nThe northern pier of the town\nThe southern pier of the town\nThe old pier of the fishermen\n" + middle,
			"body: " + opening + "\nbody: The piers closed are these:\nbody: The northern pier of the town\nbody: The southern pier of the town\nbody: The old pier of the fishermen\nbody: " + middle},
		{"words of furniture within a sentence stay", "Readers of the paper share this view, the editor said, and subscribe to our newsletter in numbers never seen before in the town of Port Lennick.",
			"body: Readers of the paper share this view, the editor said, and subscribe to our newsletter in numbers never seen before in the town of Port Lennick."},
		{"one line of furniture is all there is", "Subscribe to our newsletter", "body: Subscribe to our newsletter"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, problems := Read([]byte(c.in), Given{})
			checkBlocks(t, a)
			got := strings.TrimSuffix(show(a), "\n")
			if c.name == "copyright behind the last sentence" { // the legal sentences are blocks of their own
				lines := strings.Split(got, "\n")
				if len(lines) < 2 || !strings.HasPrefix(lines[1], "boilerplate/legal: Copyright 2018") || lines[0] != strings.Split(c.want, "\n")[0] {
					t.Errorf("got\n%s", got)
				}
				return
			}
			if got != c.want || len(problems) > 0 {
				t.Errorf("problems %v, got\n%s\nwant\n%s", problems, got, c.want)
			}
			if a.Text != c.in {
				t.Error("the text is not the input")
			}
		})
	}
}

func TestDateline(t *testing.T) {
	for _, c := range []struct{ in, place, date, agency string }{
		{"NIAMEY, Sept 12 (Reuters) - Soldiers left the base.", "NIAMEY", "Sept 12", "Reuters"},
		{"WASHINGTON (AP) — The envoy left the city.", "WASHINGTON", "", "AP"},
		{"DURBAN, South Africa (CNN) - The court met.", "DURBAN, South Africa", "", "CNN"},
		{"New Delhi, July 25 (PTI): The minister spoke.", "New Delhi", "July 25", "PTI"},
		{"MANILA — The embassy spoke on Friday.", "MANILA", "", ""},
		{"CAIRO- 24 July 2022: The minister spoke.", "CAIRO", "24 July 2022", ""},
		{"Khartoum/Geneva (ICRC) – The plane landed on Friday.", "Khartoum/Geneva", "", ""},
		{"Nairobi (UNHCR) - The camp was closed.", "Nairobi", "", ""},
		{"United Nations (UN) - staff left the camp.", "", "", ""},
		{"afrol News, 5 February - The president won.", "", "5 February", "afrol News"},
		{"By JANE DOE and JOHN ROE, Associated Press WASHINGTON (AP) — The envoy left.", "WASHINGTON", "", "AP"},
		{"The envoy left — and nobody knows why.", "", "", ""},
		{"BREAKING - The envoy left the city on Friday.", "", "", ""},
		{"Brown said: The envoy left the city on Friday.", "", "", ""},
		{"The U.S.-led force left (AP) - it said.", "", "", ""},
	} {
		a, _ := Read([]byte(c.in), Given{})
		text := func(s doc.Span) string { return a.Text[s.Start:s.End] }
		d := a.Dateline
		if text(d.Place) != c.place || text(d.Date) != c.date || text(d.Agency) != c.agency {
			t.Errorf("%q: place %q date %q agency %q", c.in, text(d.Place), text(d.Date), text(d.Agency))
		}
	}
}

func TestPublished(t *testing.T) {
	page := func(head string) string {
		return "<html><head>" + head + "</head><body><article><p>" + opening + "</p><p>" + middle + "</p></article></body></html>"
	}
	for _, c := range []struct{ name, in, url, given, date, from string }{
		{"given", page(`<meta property="article:published_time" content="2024-05-06T10:00:00Z">`), "", "2024-05-07", "2024-05-07", "given"},
		{"json-ld", page(`<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-06T10:00:00+02:00"}</script><meta property="article:published_time" content="2024-05-08">`), "", "", "2024-05-06T10:00:00+02:00", "meta"},
		{"meta", page(`<meta property="article:published_time" content="2024-05-06T10:00:00Z">`), "", "", "2024-05-06T10:00:00Z", "meta"},
		{"address", page(""), "https://example.org/2024/may/06/piers", "", "2024-05-06", "url"},
		{"address of a text", opening, "https://example.org/news/2024-05-06/piers", "", "2024-05-06", "url"},
		{"text", "Piers closed in Port Lennick\nPublished: May 6, 2024 10:30 am\n" + opening, "", "", "2024-05-06", "text"},
		{"credit", opening + "\n(Xinhua News Agency May 6, 2024)", "", "", "2024-05-06", "text"},
		{"dateline", "PORT LENNICK, May 6, 2024 (AFP) - " + opening, "", "", "2024-05-06", "text"},
		{"a day in the story is no date of publication", "On May 6, 2024 the piers were closed. " + opening, "", "", "", ""},
	} {
		a, _ := Read([]byte(c.in), Given{URL: c.url, Published: c.given})
		if a.Published != c.date || a.PublishedFrom != c.from || (a.PublishedConf > 0) != (c.date != "") {
			t.Errorf("%s: %q from %q, confidence %.2f", c.name, a.Published, a.PublishedFrom, a.PublishedConf)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ want, in string }{
		{"en", opening},
		{"es", "El ejército de la ciudad cerró el puerto el lunes después de que los inspectores encontraran grietas en los pilares, y los barcos se van a otra bahía."},
		{"fr", "Les autorités de la ville ont fermé le port lundi après que des inspecteurs ont trouvé des fissures dans les piliers, et les bateaux sont partis pour une autre baie."},
		{"de", "Die Hafenbehörde der Stadt hat am Montag zwei der drei Piers geschlossen, nachdem Prüfer Risse in den Pfeilern gefunden haben, und die Schiffe fahren nicht mehr."},
		{"pt", "As autoridades da cidade fecharam o porto na segunda-feira depois que os inspetores acharam fendas nos pilares, e os navios não foram para uma outra baía."},
		{"it", "Le autorità della città hanno chiuso il porto lunedì dopo che gli ispettori hanno trovato delle crepe nei pilastri, e le navi sono andate in un altro golfo."},
		{"ru", "Власти города закрыли порт в понедельник после того, как инспекторы нашли трещины в опорах."},
		{"uk", "Влада міста закрила порт у понеділок після того, як інспектори знайшли тріщини в опорах."},
		{"ar", "أغلقت سلطات المدينة الميناء يوم الاثنين بعد أن وجد المفتشون شقوقا في الأعمدة"},
		{"zh", "检查人员在支柱上发现裂缝后，市政府周一关闭了港口，船只改道前往北方的海湾。"},
		{"tr", "Kent yönetimi, müfettişlerin sütunlarda çatlaklar bulması üzerine limanı pazartesi günü kapattı ve gemiler için başka bir körfez olarak kuzey gösterildi; bu çok önemli."},
		{"sw", "Mamlaka ya bandari ya mji huo ilifunga gati mbili kati ya tatu siku ya Jumatatu baada ya wakaguzi kupata nyufa katika nguzo za gati hizo na meli ambazo zilikuwa zinakuja kwa mji."},
	} {
		got, sure := language(c.in)
		if got != c.want || !sure {
			t.Errorf("%s: got %q, sure %v", c.want, got, sure)
		}
	}
	if got, _ := language("Port Lennick"); got != "" {
		t.Errorf("two words: got %q", got)
	}
}

func TestMetadata(t *testing.T) {
	page := `<html lang="en-GB"><head><title>Piers closed in Port Lennick | Daily Lantern</title><link rel="canonical" href="/2024/piers">
		<meta property="og:site_name" content="Daily Lantern"><meta name="author" content="Ida Crane"></head>
		<body><article><h1>Piers closed in Port Lennick</h1><p>` + opening + `</p><p>` + middle + `</p></article></body></html>`
	a, _ := Read([]byte(page), Given{URL: "https://www.example.org/x?utm_source=feed"})
	got := []string{a.Title, a.Publisher, a.Byline, a.Language}
	if want := []string{"Piers closed in Port Lennick", "Daily Lantern", "Ida Crane", "en"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
	if a.URL != "https://www.example.org/x?utm_source=feed" {
		t.Errorf("the given address must stand, got %q", a.URL)
	}
	if b, _ := Read([]byte(opening), Given{URL: "https://www.bbc.co.uk/news/1"}); b.Publisher != "BBC News" {
		t.Errorf("publisher by host: %q", b.Publisher)
	}
}

func TestArticles(t *testing.T) {
	lines := `{"title":"One","text":"` + opening + `","url":"https://example.org/1"}` + "\n\nnot json\n" + `{"title":"Two","text":"` + middle + `","published":"2024-05-06"}` + "\n"
	var got []string
	for a, problems := range Articles(strings.NewReader(lines), "in.jsonl", Given{}) {
		s := a.Title + "|" + a.Text + "|" + a.Published
		for _, p := range problems {
			s += "|" + p.Message
		}
		got = append(got, s)
	}
	want := []string{"One|" + opening + "|", "||", "Two|" + middle + "|2024-05-06"}
	if len(got) != 3 || got[0] != want[0] || got[2] != want[2] || !strings.HasPrefix(got[1], "|||in.jsonl:3: not valid JSON") {
		t.Errorf("got %q", got)
	}
	n := 0
	for a := range Articles(strings.NewReader(opening), "-", Given{}) {
		if n++; a.Text != opening {
			t.Errorf("text: %q", a.Text)
		}
	}
	for a := range Articles(strings.NewReader("{\n \"title\": \"One\",\n \"text\": \""+opening+"\"\n}"), "one.json", Given{}) {
		if n++; a.Title != "One" {
			t.Errorf("object over several lines: %q", a.Title)
		}
	}
	if n != 2 {
		t.Errorf("%d articles, want 2", n)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{opening, "<html><body><p>" + opening + "</p></body></html>", `{"text":"` + opening + `"}`, "\xff\xfea\x00", "NIAMEY, Sept 12 (Reuters) - x", "By A, Associated Press B (AP) — x",
		"<p>a<br>\xe4b", "\x1f\x8b", "Source: \n©\n(c) 2010 x\n- [", opening + "\n" + opening + "\n\u2028\u00a0x\u200b"} {
		f.Add([]byte(s), "")
	}
	f.Fuzz(func(t *testing.T, data []byte, format string) {
		given := Given{Format: format}
		a, problems := Read(data, given)
		checkBlocks(t, a)
		if z := zeros(a); len(z) > 0 {
			t.Errorf("zeros in %q", z)
		}
		if a.Text == "" && len(problems) == 0 {
			t.Error("neither text nor a problem")
		}
		for _, p := range problems {
			if strings.Contains(p.Message, "internal error") {
				t.Error(p.Message)
			}
		}
		for _, s := range []doc.Span{a.Dateline.Span, a.Dateline.Place, a.Dateline.Date, a.Dateline.Agency} {
			if s.Start < 0 || s.End < s.Start || s.End > len(a.Text) {
				t.Fatalf("dateline %v", a.Dateline)
			}
		}
		if b, again := Read(data, given); !reflect.DeepEqual(a, b) || !reflect.DeepEqual(problems, again) {
			t.Error("reading twice gives two results")
		}
	})
}

func BenchmarkText(b *testing.B) {
	in := []byte("Piers closed in Port Lennick\n" + strings.Repeat(opening+"\n"+middle+"\n", 1) + strings.Repeat(ending+" "+middle+" "+opening+"\n", 8))
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		Read(in, Given{})
	}
}

func BenchmarkPage(b *testing.B) {
	links := strings.Repeat(`<li class="nav-item"><a href="/x/y">Council votes on the budget of the town</a></li>`, 200)
	in := []byte(`<html><head><title>Piers</title></head><body><nav><ul>` + links + `</ul></nav><main><article><h1>Piers closed</h1>` +
		strings.Repeat("<p>"+opening+"</p><p>"+middle+"</p>", 12) + `</article></main><aside><ul>` + links + `</ul></aside></body></html>`)
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		Read(in, Given{})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
