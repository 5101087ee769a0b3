package main

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"onrecord/data"
	"onrecord/internal/find/place"
)

// Columns of GeoNames' city files.
const (
	colID        = 0
	colName      = 1
	colASCII     = 2
	colAlternate = 3
	colLat       = 4
	colLon       = 5
	colCode      = 7
	colCountry   = 8
	colAdmin1    = 10
	colAdmin2    = 11
	colPop       = 14
	cityColumns  = 19
)

// Alternative names are kept for places of at least this many people and for seats of government:
// below that they are mostly transliterations that no English text uses.
const populationForAlternatives = 15000

type builder struct {
	rows   []place.Row
	codes  []place.CountryCode
	byID   map[int]int       // GeoNames id -> row
	iso2   map[string]string // alpha-3 -> alpha-2
	words  map[string]bool   // keys of names that are common words
	admins map[string]bool   // known first-level codes
	admin2 map[string][]int  // "US.KY.067" -> rows of its cities

	partial bool     // without the small places of -extra: what the hand tables say of those is left out
	skipped []string // the names of such

	counties map[string]bool // "US.KY", tab, name: second-level divisions added by code
}

func newBuilder() (*builder, error) {
	b := &builder{byID: map[int]int{}, iso2: map[string]string{}, words: map[string]bool{}, admins: map[string]bool{}, admin2: map[string][]int{}, counties: map[string]bool{}}
	for _, row := range data.Table("place-words") {
		b.words[place.Fold(row["word"])] = true
	}
	return b, nil
}

func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

func number(s string) float64 {
	f, _ := strconv.ParseFloat(s, 64)
	return f
}

func whole(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// addCountries takes codes, ids and population from GeoNames and names and points from data/countries.tsv.
func (b *builder) addCountries(dir string) error {
	type info struct{ id, population int }
	known := map[string]info{}
	err := tsv(filepath.Join(dir, "countryInfo.tsv"), func(f []string) error {
		if len(f) > 16 && len(f[1]) == 3 {
			known[f[1]] = info{whole(f[16]), whole(f[7])}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, c := range data.Table("countries") {
		i := known[c["iso3"]]
		b.iso2[c["iso3"]] = c["iso2"]
		b.codes = append(b.codes, place.CountryCode{ISO2: c["iso2"], ISO3: c["iso3"]})
		row := place.Row{ID: i.id, Name: c["name"], Kind: place.Country, Country: c["iso2"], Lat: number(c["lat"]), Lon: number(c["lon"]), Population: i.population}
		for _, n := range list(c["aliases"]) {
			row.Names = append(row.Names, place.Name{Text: n, Kind: aliasKind(n)})
		}
		for _, n := range list(c["adjectives"]) {
			row.Names = append(row.Names, place.Name{Text: n, Kind: place.Adjective})
		}
		b.add(row)
	}
	return nil
}

// aliasKind tells abbreviations, whose capitals matter, from names.
func aliasKind(name string) place.NameKind {
	letters := 0
	for _, r := range name {
		if unicode.IsLetter(r) {
			letters++
			if !unicode.IsUpper(r) {
				return place.Alternative
			}
		}
	}
	if letters <= 5 {
		return place.Short
	}
	return place.Alternative
}

func (b *builder) add(r place.Row) int {
	b.rows = append(b.rows, r)
	if r.ID != 0 {
		b.byID[r.ID] = len(b.rows) - 1
	}
	return len(b.rows) - 1
}

func (b *builder) addCities(dir, name string) error {
	z, err := zip.OpenReader(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer z.Close()
	if len(z.File) != 1 {
		return fmt.Errorf("%s: want one file inside", name)
	}
	f, err := z.File[0].Open()
	if err != nil {
		return err
	}
	defer f.Close()
	return lines(f, func(f []string) error {
		if len(f) < cityColumns {
			return fmt.Errorf("%s: a line of %d columns", name, len(f))
		}
		b.addCity(f)
		return nil
	})
}

func (b *builder) addCity(f []string) {
	id := whole(f[colID])
	if _, known := b.byID[id]; known {
		return
	}
	row := place.Row{ID: id, Name: plain(f[colName], f[colASCII]), Kind: place.City, Country: f[colCountry], Admin: f[colCountry] + "." + f[colAdmin1],
		Lat: number(f[colLat]), Lon: number(f[colLon]), Population: whole(f[colPop])}
	switch f[colCode] {
	case "PPLH", "PPLQ", "PPLW", "PPLCH":
		return // abandoned, destroyed or historical
	case "PPLC":
		row.Capital = 2
	case "PPLA", "PPLG":
		row.Capital = 1
	case "PPLX":
		row.Kind = place.Section
	}
	if row.Population >= populationForAlternatives || row.Capital > 0 {
		row.Names = alternatives(f[colName], strings.Split(f[colAlternate], ","))
	}
	if bare, ok := bareCity(row.Country, row.Name); ok {
		row.Names = append(row.Names, place.Name{Text: row.Name, Kind: place.Alternative})
		row.Name = bare
	}
	i := b.add(row)
	if f[colAdmin2] != "" {
		b.admin2[row.Admin+"."+f[colAdmin2]] = append(b.admin2[row.Admin+"."+f[colAdmin2]], i)
	}
}

// plain returns a name as English news writes it: letters that only transliterations use give way to plain ones.
func plain(name, ascii string) string {
	if strings.ContainsAny(name, "āĀēĒīĪōŌūŪḩḨḥḤţŢṭṬḑḐḍẕẔẓ‘’ʻʼʿ") {
		return strings.ReplaceAll(ascii, "`", "")
	}
	return name
}

// bareCity takes the word for a city off the romanised names of Japan and Korea, which English leaves out: Nara, Goyang.
func bareCity(country, name string) (string, bool) {
	switch country {
	case "JP":
		return strings.CutSuffix(name, "-shi")
	case "KR":
		return strings.CutSuffix(name, "-si")
	}
	return name, false
}

// alternatives keeps what an English text may use: Latin script, no codes, each folded form once.
func alternatives(name string, all []string) []place.Name {
	seen := map[string]bool{place.Fold(name): true}
	var kept []place.Name
	for _, a := range all {
		key := place.Fold(a)
		if len(key) < 4 || seen[key] || !latin(a) || strings.ToUpper(a) == a {
			continue
		}
		seen[key] = true
		kept = append(kept, place.Name{Text: a, Kind: place.Alternative})
	}
	return kept
}

// latin reports whether a name is in Latin letters and begins like a name.
func latin(s string) bool {
	for i, r := range s {
		if r > 0x24f && !(r >= 0x1e00 && r < 0x1f00) && !unicode.IsPunct(r) && r != 'ʻ' && r != 'ʼ' {
			return false
		}
		if i == 0 && !unicode.IsUpper(r) && r != '\'' && r != '‘' {
			return false // a transliteration: "sheng hu li ya"
		}
	}
	return true
}

func tsv(path string, line func([]string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return lines(f, line)
}

func lines(r io.Reader, line func([]string) error) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if t := s.Text(); t != "" && t[0] != '#' {
			if err := line(strings.Split(t, "\t")); err != nil {
				return err
			}
		}
	}
	return s.Err()
}
