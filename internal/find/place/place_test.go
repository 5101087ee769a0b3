package place

import (
	"math"
	"strings"
	"sync"
	"testing"

	"onrecord/data"
	"onrecord/internal/doc"
)

// builtIn is loaded once for all tests.
var builtIn = sync.OnceValues(New)

func resolver(t testing.TB) *Resolver {
	t.Helper()
	r, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// bracketed takes "He left [Niamey]." apart into the text and the spans of its names.
func bracketed(marked string) (text string, spans []doc.Span) {
	var b strings.Builder
	for _, r := range marked {
		switch r {
		case '[':
			spans = append(spans, doc.Span{Start: b.Len()})
		case ']':
			spans[len(spans)-1].End = b.Len()
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), spans
}

func TestSpans(t *testing.T) {
	r := resolver(t)
	for _, c := range []struct{ text, want string }{
		{"Convoys left [Niamey] for the [Agadez] region.", "Niamey city NER; Agadez admin1 NER"},
		{"The drill took place near [Paris], [Texas].", "Paris city USA Texas; Texas admin1 USA"},
		{"The fair opened in [Paris] on Monday.", "Paris city FRA"},
		{"Two shells hit [Tripoli], [Lebanon].", "Tripoli city LBN; Lebanon country LBN"},
		{"Militias fought in [Tripoli] while [Libya]'s parliament met in [Tobruk].", "Tripoli city LBY; Libya country LBY; Tobruk city LBY"},
		{"Deputies in [Tbilisi] said [Georgia] would not join.", "Tbilisi city GEO; Georgia country GEO"},
		{"Voters in [Atlanta], [Savannah] and all over [Georgia] queued.", "Atlanta city USA; Savannah city USA; Georgia admin1 USA"},
		{"[Kyiv] and [Kiev] are one city.", "Kyiv city UKR; Kyiv city UKR"},
		{"[US] jets flew from [Incirlik] to [Ramstein].", "United States country USA; Incirlik Air Base site TUR; Ramstein Air Base site DEU"},
		{"Drones were flown out of [Air Base 201] by then.", "Air Base 201 Agadez site NER"},
		{"Attacks in the [Sahel] spread to the [Gulf of Guinea].", "Sahel region ; Gulf of Guinea water "},
		{"Fighting in the [Gaza Strip] and the [West Bank] went on.", "Gaza Strip * PSE; West Bank * PSE"},
		{"The [Malian] town of [Kidal] fell.", "Mali country MLI; Kidal city MLI"},
		{"They met in [Springfield], [Ill.], last week.", "Springfield city USA Illinois; Illinois admin1 USA"},
		{"[Niger] and [Nigeria] share a border.", "Niger country NER; Nigeria country NGA"},
		{"Gunmen struck in [Niger State], [Nigeria].", "Niger State admin1 NGA; Nigeria country NGA"},
		{"[Congo]'s army retook [Goma] in [North Kivu].", "Democratic Republic of the Congo country COD; Goma city COD; North Kivu admin1 COD"},
		{"He flew from [Burma] to [the Emirates].", "Myanmar country MMR; United Arab Emirates country ARE"},
		{"Police in [England] and [Scotland] agreed.", "England admin1 GBR; Scotland admin1 GBR"},
	} {
		text, spans := bracketed(c.text)
		wants := strings.Split(c.want, "; ")
		for i, a := range r.Spans(text, spans, Hints{}) {
			w := strings.SplitN(wants[i], " ", -1)
			got := a.Name + " " + a.Kind.String() + " " + a.Country
			want := wants[i]
			want = strings.Replace(want, "*", a.Kind.String(), 1)
			if a.Kind == City && strings.Count(want, " ") > strings.Count(got, " ") && len(w) > 3 {
				got += " " + a.Admin1
			}
			if got != want {
				t.Errorf("%q in %q: got %q, want %q", text[spans[i].Start:spans[i].End], text, got, want)
			}
		}
	}
}

func TestGuess(t *testing.T) {
	r := resolver(t)
	text, spans := bracketed("Gunmen burnt the village of [Quxolombe] in central [Mali].")
	a := r.Spans(text, spans, Hints{})[0]
	if !a.Guessed || a.Country != "MLI" || a.Name != "Quxolombe" || a.GeoNames != 0 || a.Confidence > 0.5 {
		t.Errorf("got %+v", a)
	}
	if a := r.Spans("Quxolombe", []doc.Span{{Start: 0, End: 9}}, Hints{})[0]; a.Found {
		t.Errorf("placed from nothing: %+v", a)
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Tillabéri": "tillaberi", "Saint-Louis": "st louis", "St. Louis": "st louis", "N'Djamena": "ndjamena", "The Hague": "hague",
		"Þingvellir": "thingvellir", "Şırnak": "sirnak", "  Deir  ez-Zor ": "deir ez zor", "U.S.": "us", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestShortNamesNeedTheirForm(t *testing.T) {
	r := resolver(t)
	for _, name := range []string{"us", "Us", "in", "or", "me", "hi", "uk"} {
		for _, c := range r.Lookup(name) {
			if c.As == Short {
				t.Errorf("%q may be %s", name, c.Name)
			}
		}
	}
	for name, want := range map[string]string{"US": "USA", "U.S.": "USA", "UK": "GBR", "DRC": "COD", "Malian": "MLI", "UAE": "ARE", "xyz": ""} {
		if got := r.Country(name); got != want {
			t.Errorf("Country(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestEveryPlaceIsSomewhere(t *testing.T) {
	r := resolver(t)
	n := 0
	r.All(func(c Candidate) {
		n++
		if c.Name == "" || c.Kind == NoKind || math.Abs(c.Lat) > 90 || math.Abs(c.Lon) > 180 || c.Lat == 0 && c.Lon == 0 && c.Kind >= Country {
			t.Errorf("odd place: %+v", c)
		}
		if c.Country == "" && c.Kind >= Country && c.Kind != Site {
			t.Errorf("%s has no country", c.Name)
		}
	})
	if n < 60000 {
		t.Errorf("only %d places", n)
	}
}

func TestEncodeLoad(t *testing.T) {
	file := tiny(t)
	g, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	r := &Resolver{gaz: g}
	cs := r.Lookup("Ubu")
	if len(cs) != 1 || cs[0].Name != "Ubu" || cs[0].Country != "QQA" || cs[0].Admin1 != "Left" || math.Abs(cs[0].Lat+12.3456) > 1e-4 || cs[0].Capital != 2 {
		t.Errorf("got %+v", cs)
	}
	if got := r.Country("Qish"); got != "QQA" {
		t.Errorf("demonym: %q", got)
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	file := tiny(t)
	for i := 0; i < len(file); i += 1 + i/50 {
		bad := append([]byte(nil), file...)
		bad[i] ^= 0x55
		if _, err := Load(bad); err == nil {
			t.Fatalf("byte %d changed and nobody noticed", i)
		}
	}
	for n := 0; n < len(file); n += 1 + n/50 {
		if _, err := Load(file[:n]); err == nil {
			t.Fatalf("cut to %d bytes and nobody noticed", n)
		}
	}
}

func tiny(t testing.TB) []byte {
	t.Helper()
	file, err := Encode([]CountryCode{{"QQ", "QQA"}}, []Row{
		{ID: 1, Name: "Q", Kind: Country, Country: "QQ", Lat: 1, Lon: 2, Population: 1000, Names: []Name{{"Qish", Adjective}}},
		{ID: 2, Name: "Left", Kind: Admin1, Country: "QQ", Admin: "QQ.01", Lat: 1, Lon: 2},
		{ID: 3, Name: "Ubu", Kind: City, Country: "QQ", Admin: "QQ.01", Lat: -12.3456, Lon: -179.9, Population: 500, Capital: 2},
	})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func FuzzLoad(f *testing.F) {
	file := tiny(f)
	f.Add(file)
	f.Add(file[:40])
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := load(b, false) // past the checksum, where damage can reach
		if err != nil {
			return
		}
		r := &Resolver{gaz: g}
		r.Lookup("Ubu")
		r.All(func(c Candidate) {
			if math.Abs(c.Lat) > 90 || math.Abs(c.Lon) > 180 {
				t.Fatalf("%+v", c)
			}
		})
	})
}

func FuzzSpans(f *testing.F) {
	r := resolver(f)
	f.Add("Paris, Texas and St. Louis, Mo. (U.S.)", 0, 5)
	f.Add("İstanbul's \xff 'bad' bytes", 3, 9)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		if start < 0 || end > len(text) || start > end {
			return
		}
		for _, a := range r.Spans(text, []doc.Span{{Start: start, End: end}, {Start: 0, End: start}}, Hints{}) {
			if a.Found && (math.Abs(a.Lat) > 90 || math.Abs(a.Lon) > 180 || !(a.Confidence >= 0 && a.Confidence <= 1)) {
				t.Fatalf("%+v", a)
			}
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	file, err := data.File("gazetteer.bin")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(file); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(file))/1e6, "MB")
}

func BenchmarkSpans(b *testing.B) {
	r := resolver(b)
	text, spans := bracketed(strings.Repeat("Troops left [Niamey] for [Agadez], [Niger], and [Paris] heard from [Washington], [London] and [Springfield]. ", 6))
	b.ReportAllocs()
	for b.Loop() {
		r.Spans(text, spans, Hints{})
	}
	b.ReportMetric(float64(len(spans)), "names/op")
}

// The gazetteer is packed from the tables: a row without its place means that it was not packed anew.
func TestTablesAreInTheGazetteer(t *testing.T) {
	r := resolver(t)
	for _, table := range []string{"regions", "bases", "towns", "place-aliases"} {
		for _, row := range data.Table(table) {
			for _, name := range append(strings.Split(row["aliases"], "|"), row["usual"]) {
				if table != "place-aliases" && name == "" {
					name = row["name"]
				}
				if name != "" && !anyIn(r.Lookup(name), row["iso3"]) {
					t.Errorf("%s.tsv: %s (%s) is not in the gazetteer: run go run ./cmd/gazetteer", table, name, row["iso3"])
				}
			}
		}
	}
}

func anyIn(cs []Candidate, iso3 string) bool {
	for _, c := range cs {
		if c.Country == iso3 {
			return true
		}
	}
	return false
}
