package main

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"

	"onrecord/data"
	"onrecord/internal/find/place"
)

// designators are the words for a kind of division; a name is filed with and without them.
var designators = []string{
	" Region", " Province", " Oblast", " oblast", " Oblast'", " Krai", " Kray", " Governorate", " Department", " District", " State", " Republic", " Prefecture",
	" Municipality", " Voivodeship", " Division", " Canton", " Parish",
}

// keepDesignator lists names that say nothing without theirs, or something else.
var keepDesignator = map[string]bool{
	"Northern": true, "Southern": true, "Eastern": true, "Western": true, "Central": true, "North": true, "South": true, "East": true, "West": true,
	"Red Sea": true, "Niger": true, "Rivers": true, "Delta": true, "Plateau": true, "Free": true, "White Nile": true, "Blue Nile": true, "River Nile": true,
	"Sahel": true, "Capital": true, "Federal": true, "National": true, "Chin": true, "Mon": true, "Van": true, "Gaza": true, "Mecca": true, "Kurdistan": true,
	"Moscow": true, "Leningrad": true, "Kyiv": true, "Somali": true, "Adamawa": true, "Lake": true, "Unity": true, "Lakes": true, "Bay": true,
	"Northwest": true, "Southwest": true, "Far North": true, "Sanaa": true, "Maputo": true, "Batman": true, "Coast": true, "Center": true, "Centre": true,
}

func bareName(name string) (string, bool) {
	for _, d := range designators {
		if bare, ok := strings.CutSuffix(name, d); ok && bare != "" {
			return bare, !keepDesignator[bare]
		}
	}
	return name, false
}

// addAdmins adds first-level divisions: names and ids from GeoNames, other forms and points
// from data/admin1.tsv, else the mean of the division's cities, else its country's point.
func (b *builder) addAdmins(dir string) error {
	hand := map[string]map[string]string{}
	for _, row := range data.Table("admin1") {
		hand[row["code"]] = row
	}
	byAdmin := map[string][]place.Row{}
	countryPoint := map[string]place.Row{}
	for _, r := range b.rows {
		switch r.Kind {
		case place.City, place.Section:
			byAdmin[r.Admin] = append(byAdmin[r.Admin], r)
		case place.Country:
			countryPoint[r.Country] = r
		}
	}
	used := map[string]bool{}
	err := tsv(filepath.Join(dir, "regionInfo.tsv"), func(f []string) error {
		if len(f) < 4 {
			return nil
		}
		code, name := f[0], f[1]
		land, ok := countryPoint[code[:2]]
		if !ok {
			return nil
		}
		row := place.Row{ID: whole(f[3]), Name: name, Kind: place.Admin1, Country: code[:2], Admin: code, Lat: land.Lat, Lon: land.Lon}
		row.Name = plain(name, f[2])
		name = row.Name
		row.Lat, row.Lon, row.Population = middle(byAdmin[code], land)
		if bare, ok := strings.CutSuffix(name, " County"); ok { // Kenya's go by the bare name, Taiwan's do not
			row.Names = append(row.Names, place.Name{Text: bare, Kind: place.Primary})
			if row.Country == "KE" {
				row.Name = bare
				row.Names = append(row.Names, place.Name{Text: name, Kind: place.Primary})
			}
		}
		if bare, ok := bareName(name); ok {
			row.Name = bare
			row.Names = append(row.Names, place.Name{Text: name, Kind: place.Primary})
		}
		if h := hand[code]; h != nil {
			used[code] = true
			applyHand(&row, h)
		}
		b.admins[code] = true
		b.add(row)
		return nil
	})
	for code := range hand {
		if !used[code] {
			return fmt.Errorf("data/admin1.tsv: GeoNames has no %s", code)
		}
	}
	for i := range b.rows { // cities may carry a code that the list of divisions lacks
		if r := &b.rows[i]; r.Admin != "" && !b.admins[r.Admin] {
			r.Admin = ""
		}
	}
	return err
}

func applyHand(row *place.Row, h map[string]string) {
	if h["name"] != "" {
		row.Names = append(row.Names, place.Name{Text: row.Name, Kind: place.Alternative})
		for i := range row.Names {
			row.Names[i].Kind = place.Alternative // as GeoNames has it
		}
		row.Name = h["name"]
		if bare, ok := bareName(row.Name); ok {
			row.Names = append(row.Names, place.Name{Text: bare, Kind: place.Primary})
		}
	}
	if h["lat"] != "" {
		row.Lat, row.Lon = number(h["lat"]), number(h["lon"])
	}
	for _, n := range list(h["aliases"]) {
		row.Names = append(row.Names, place.Name{Text: n, Kind: place.Primary})
	}
	for _, n := range list(h["short"]) {
		row.Names = append(row.Names, place.Name{Text: n, Kind: place.Short})
	}
	for _, n := range list(h["adjectives"]) {
		row.Names = append(row.Names, place.Name{Text: n, Kind: place.Adjective})
	}
}

// middle returns the mean point of some cities and their people together.
func middle(cities []place.Row, without place.Row) (lat, lon float64, population int) {
	if len(cities) == 0 {
		return without.Lat, without.Lon, 0
	}
	for _, c := range cities {
		lat += c.Lat
		lon += c.Lon
		population += c.Population
	}
	n := float64(len(cities))
	return lat / n, lon / n, population
}

func (b *builder) addRegions() error {
	for _, r := range data.Table("regions") {
		if err := b.addHand(r, place.KindNamed(r["kind"])); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) addBases() error {
	for _, r := range data.Table("bases") {
		if err := b.addHand(r, place.Site); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) addHand(r map[string]string, kind place.Kind) error {
	iso2, ok := b.iso2[r["iso3"]]
	if kind == place.NoKind || !ok && r["iso3"] != "" {
		return fmt.Errorf("%s: no kind %q or country %q", r["name"], r["kind"], r["iso3"])
	}
	row := place.Row{ID: whole(r["geonames"]), Name: r["name"], Kind: kind, Country: iso2, Lat: number(r["lat"]), Lon: number(r["lon"]), Population: weight(kind, iso2)}
	row.Names = usualNames(list(r["aliases"]))
	for _, n := range list(r["adjectives"]) {
		row.Names = append(row.Names, place.Name{Text: n, Kind: place.Adjective})
	}
	b.add(row)
	return nil
}

// addTowns adds towns from data/towns.tsv, or their names to towns that are there under one of them.
func (b *builder) addTowns() error {
	known := map[string][]int{}
	for i, r := range b.rows {
		if r.Kind != place.City && r.Kind != place.Section {
			continue
		}
		keys := map[string]bool{place.Fold(r.Name): true}
		for _, n := range r.Names {
			keys[place.Fold(n.Text)] = true
		}
		for k := range keys {
			known[r.Country+k] = append(known[r.Country+k], i)
		}
	}
	for _, t := range data.Table("towns") {
		iso2, ok := b.iso2[t["iso3"]]
		if !ok {
			return fmt.Errorf("data/towns.tsv: %s: no country %q", t["name"], t["iso3"])
		}
		row := place.Row{Name: t["name"], Kind: place.City, Country: iso2, Lat: number(t["lat"]), Lon: number(t["lon"]), Population: 1000 * whole(t["thousands"]), Usual: true}
		row.Names = usualNames(list(t["aliases"]))
		at := -1
		for _, n := range append(row.Names, place.Name{Text: row.Name}) {
			for _, i := range known[iso2+place.Fold(n.Text)] {
				if c := &b.rows[i]; math.Abs(c.Lat-row.Lat) < 0.3 && math.Abs(c.Lon-row.Lon) < 0.3 && (at < 0 || c.Population > b.rows[at].Population) {
					at = i
				}
			}
		}
		if at < 0 {
			row.Admin = b.adminAt(row)
			b.add(row)
			continue
		}
		r := &b.rows[at]
		r.Names = append(append(r.Names, row.Names...), place.Name{Text: r.Name, Kind: place.Alternative})
		r.Name, r.Usual, r.Population = row.Name, true, max(r.Population, row.Population)
	}
	return nil
}

// adminAt returns the division of the nearest city of the same country.
func (b *builder) adminAt(t place.Row) string {
	best, admin := math.Inf(1), ""
	for _, r := range b.rows {
		if r.Country == t.Country && r.Kind == place.City && r.Admin != "" {
			if d := math.Hypot(r.Lat-t.Lat, (r.Lon-t.Lon)*math.Cos(t.Lat*math.Pi/180)); d < best {
				best, admin = d, r.Admin
			}
		}
	}
	return admin
}

// weight stands for the population of what has none: how many people a city of as much news has.
func weight(kind place.Kind, country string) int {
	switch {
	case kind == place.Site:
		return 200_000
	case kind == place.Section:
		return 1_000_000
	case country == "":
		return 20_000_000
	}
	return 3_000_000
}

// addAliases gives places more names and their usual one, from data/place-aliases.tsv.
func (b *builder) addAliases() error {
	for _, a := range data.Table("place-aliases") {
		best := -1
		for i, r := range b.rows {
			if r.Country == b.iso2[a["iso3"]] && r.Kind.String() == a["kind"] && (r.Name == a["name"] || place.Fold(r.Name) == place.Fold(a["name"])) &&
				(best < 0 || r.Population > b.rows[best].Population) {
				best = i
			}
		}
		if best < 0 && b.partial {
			b.skipped = append(b.skipped, a["name"])
			continue
		}
		if best < 0 {
			return fmt.Errorf("data/place-aliases.tsv: no %s %q in %s", a["kind"], a["name"], a["iso3"])
		}
		r := &b.rows[best]
		r.Names = append(r.Names, usualNames(list(a["aliases"]))...)
		if a["usual"] != "" {
			r.Names = append(r.Names, place.Name{Text: r.Name, Kind: place.Alternative})
			r.Name, r.Usual = a["usual"], true
		}
	}
	return nil
}

// usualNames takes names of a hand table: as good as the usual one, unless an abbreviation.
func usualNames(texts []string) []place.Name {
	var names []place.Name
	for _, t := range texts {
		k := place.Primary
		if aliasKind(t) == place.Short {
			k = place.Short
		}
		names = append(names, place.Name{Text: t, Kind: k})
	}
	return names
}

// gate marks places named like a common word and drops alternative names that are one.
// It also takes from countries the aliases that name a part of them: England is not the United Kingdom.
func (b *builder) gate() {
	part := map[string]bool{}
	for _, r := range b.rows {
		if r.Country != "" && (r.Kind == place.Admin1 || r.Kind == place.Region) {
			part[r.Country+place.Fold(r.Name)] = true
			for _, n := range r.Names {
				if n.Kind == place.Primary {
					part[r.Country+place.Fold(n.Text)] = true
				}
			}
		}
	}
	for i := range b.rows {
		r := &b.rows[i]
		small := r.Kind >= place.Admin2
		r.Gated = r.Kind != place.Country && b.words[place.Fold(r.Name)]
		kept := r.Names[:0]
		for _, n := range r.Names {
			key := place.Fold(n.Text)
			if small && n.Kind == place.Alternative && b.words[key] || r.Kind == place.Country && n.Kind <= place.Alternative && part[r.Country+key] {
				continue
			}
			kept = append(kept, n)
		}
		r.Names = kept
	}
}
