package place

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/data"
)

// Columns of GeoNames' tables (readme.txt of the dump): 19, separated by tabs.
const (
	colID      = 0
	colName    = 1
	colASCII   = 2
	colLat     = 4
	colLon     = 5
	colClass   = 6
	colCode    = 7
	colCountry = 8
	colAdmin1  = 10
	colPop     = 14
	numColumns = 19
)

// LineError says what is wrong with a line of a user's table.
type LineError struct {
	Line int // 1-based
	What string
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }

func lineErrorf(line int, format string, args ...any) error {
	return &LineError{line, fmt.Sprintf(format, args...)}
}

// Packed tells whether a file starts as a packed gazetteer does.
func Packed(start []byte) bool {
	return len(start) >= len(magic) && string(start[:len(magic)]) == magic
}

// Version tells the built-in gazetteer from others: its checksum.
func Version() string {
	file, err := data.File("gazetteer.bin")
	if err != nil || len(file) < headSize {
		return ""
	}
	return fmt.Sprintf("%x", file[len(magic):len(magic)+4])
}

// Extend reads a table of the form of GeoNames' allCountries.txt and packs what the gazetteer holds together with what the
// table has beyond it: populated places of 500 people or with a seat of government, second- and third-level
// divisions, air and naval bases, airports, islands. The usual names and weights of what is already known stay. progress,
// if not nil, is called with the bytes read so far. A line that is no such row is a *LineError.
func Extend(g *Gazetteer, table io.Reader, progress func(done int64)) ([]byte, error) {
	known := map[int]int32{}
	for i := range g.entries {
		if id := int(g.entries[i].id); id != 0 {
			known[id] = int32(i)
		}
	}
	var more []Row
	admins := map[string]string{} // GeoNames' code of a first-level division -> ours
	in := bufio.NewScanner(table)
	in.Buffer(make([]byte, 1<<16), 1<<20)
	var done int64
	line := 0
	for in.Scan() {
		line++
		text := in.Text()
		done += int64(len(text)) + 1
		if progress != nil && line%4096 == 0 {
			progress(done)
		}
		if text == "" || text[0] == '#' {
			continue
		}
		row, err := readRow(text, line)
		if err != nil {
			return nil, err
		}
		if i, ok := known[row.ID]; ok {
			if i < 0 {
				continue
			}
			if e := &g.entries[i]; e.admin > 0 && g.country(e) == row.Country {
				admins[row.Admin] = adminKey(e.admin)
			}
			continue
		}
		if row.Kind == NoKind || g.byISO2[row.Country] == 0 {
			continue
		}
		known[row.ID] = -1 // a second row of the id is passed over
		more = append(more, row)
	}
	if err := in.Err(); err != nil {
		return nil, lineErrorf(line+1, "%v", err)
	}
	words := map[string]bool{}
	for _, row := range data.Table("place-words") {
		words[Fold(row["word"])] = true
	}
	for i := range more {
		more[i].Admin = admins[more[i].Admin]
		more[i].Gated = words[Fold(more[i].Name)]
	}
	if progress != nil {
		progress(done)
	}
	rows := g.rows()
	if len(rows)+len(more) >= maxEntries {
		return nil, fmt.Errorf("place: %d places are more than the %d that a gazetteer holds: take a part of the table", len(rows)+len(more), maxEntries)
	}
	var codes []CountryCode
	for _, c := range g.countries {
		codes = append(codes, CountryCode{c.iso2, c.iso3})
	}
	return Encode(codes, append(rows, more...))
}

// readRow reads a line. A place that we do not keep has no kind.
func readRow(text string, line int) (Row, error) {
	if !utf8.ValidString(text) {
		return Row{}, lineErrorf(line, "is not UTF-8")
	}
	f := strings.Split(text, "\t")
	if len(f) != numColumns {
		return Row{}, lineErrorf(line, "has %d columns; a table of GeoNames has %d, separated by tabs", len(f), numColumns)
	}
	id, err := strconv.Atoi(f[colID])
	if err != nil || id <= 0 || id > math.MaxUint32 {
		return Row{}, lineErrorf(line, "column 1: %q is no GeoNames id", f[colID])
	}
	lat, err1 := strconv.ParseFloat(f[colLat], 64)
	lon, err2 := strconv.ParseFloat(f[colLon], 64)
	if err1 != nil || err2 != nil || !(math.Abs(lat) <= 90) || !(math.Abs(lon) <= 180) {
		return Row{}, lineErrorf(line, "columns 5 and 6: %q, %q are no latitude and longitude", f[colLat], f[colLon])
	}
	population := 0
	if f[colPop] != "" {
		if population, err = strconv.Atoi(f[colPop]); err != nil || population < 0 {
			return Row{}, lineErrorf(line, "column 15: %q is no population", f[colPop])
		}
	}
	if c := f[colCountry]; c != "" && len(c) != 2 {
		return Row{}, lineErrorf(line, "column 9: %q is no country code of two letters", c)
	}
	row := Row{ID: id, Name: cmp.Or(f[colName], f[colASCII]), Country: f[colCountry], Admin: f[colCountry] + "." + f[colAdmin1], Lat: lat, Lon: lon, Population: population}
	row.Kind, row.Capital = kindOf(f[colClass], f[colCode], population)
	if f[colASCII] != "" && f[colASCII] != row.Name {
		row.Names = append(row.Names, Name{f[colASCII], Alternative})
	}
	if row.Name == "" || len(row.Name) > 255 || len(row.Country) != 2 {
		row.Kind = NoKind
	}
	if r, _ := utf8.DecodeRuneInString(row.Name); !unicode.IsUpper(r) || len(row.Name) < 4 {
		row.Kind = NoKind // no English text would have it as it stands
	}
	return row, nil
}

// smallest is the population from which a place is kept.
const smallest = 500

// kindOf is the kind of GeoNames' feature class and code, NoKind for what is not kept.
func kindOf(class, code string, population int) (kind Kind, capital int) {
	switch class {
	case "P":
		switch code {
		case "PPLH", "PPLQ", "PPLW", "PPLCH":
			return NoKind, 0 // abandoned, destroyed, historical
		case "PPLC":
			return City, 2
		case "PPLA", "PPLG":
			return City, 1
		case "PPLA2", "PPLA3":
			return City, 0
		case "PPLX":
			if population >= smallest {
				return Section, 0
			}
			return NoKind, 0
		}
		if population >= smallest {
			return City, 0
		}
	case "A":
		if code == "ADM2" || code == "ADM3" {
			return Admin2, 0
		}
	case "S":
		switch code {
		case "AIRB", "AIRP", "INSM", "NVB", "MILB":
			return Site, 0
		}
	case "L":
		if code == "MILB" || code == "NVB" {
			return Site, 0
		}
	case "T":
		if code == "ISL" || code == "ISLS" {
			return Region, 0
		}
	}
	return NoKind, 0
}

func adminKey(admin uint16) string { return "#" + strconv.Itoa(int(admin)) }

// country is the alpha-2 code of an entry's country.
func (g *Gazetteer) country(e *entry) string {
	if e.country == 0 {
		return ""
	}
	return g.countries[e.country-1].iso2
}

// rows turns the gazetteer back into rows, which keep their names as they are filed.
func (g *Gazetteer) rows() []Row {
	rows := make([]Row, len(g.entries))
	for i := range g.entries {
		e := &g.entries[i]
		rows[i] = Row{ID: int(e.id), Name: g.name(int32(i)), Kind: e.kind, Country: g.country(e), Lat: float64(e.lat), Lon: float64(e.lon),
			Capital: e.capital(), Gated: e.gated(), Usual: e.usual(), weight: e.logPop, packed: true}
		if e.admin > 0 {
			rows[i].Admin = adminKey(e.admin)
		}
	}
	for b := range buckets {
		for k, end := uint24(g.starts[3*b:]), uint24(g.starts[3*b+3:]); k < end; k++ {
			hash := uint64(b)<<24 | uint64(uint24(g.names[6*k:]))
			p := uint24(g.names[6*k+3:])
			r := &rows[p&(maxEntries-1)]
			r.filed = append(r.filed, filedName{hash, NameKind(p >> 22)})
		}
	}
	return rows
}
