package place

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
)

// Row is a place for the gazetteer file.
type Row struct {
	ID         int // GeoNames id, 0 = none
	Name       string
	Kind       Kind
	Country    string // ISO alpha-2, "" = none
	Admin      string // code of its admin-1 ("NE.01"), "" = none; of an Admin1 row its own code
	Lat, Lon   float64
	Population int  // of what has none, that of a city of as much news
	Capital    int  // 1 seat of an admin-1, 2 national capital
	Gated      bool // a common word: needs evidence
	Usual      bool // the name was set by hand as the usual one
	Names      []Name

	packed bool        // taken from a packed file: weight and filed stand for population and names
	weight byte        // as the file keeps it
	filed  []filedName // names of which only the hash is left
}

type filedName struct {
	hash uint64
	kind NameKind
}

// Name is one more name of a place.
type Name struct {
	Text string
	Kind NameKind
}

// CountryCode pairs the two codes of a country.
type CountryCode struct{ ISO2, ISO3 string }

// Encode writes the gazetteer file: the order of the rows does not matter, the same rows give the same bytes.
func Encode(codes []CountryCode, rows []Row) ([]byte, error) {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(a.Admin, b.Admin), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Name, b.Name))
	})
	codes = slices.Clone(codes)
	slices.SortFunc(codes, func(a, b CountryCode) int { return cmp.Compare(a.ISO2, b.ISO2) })
	if len(rows) >= maxEntries || len(codes) > math.MaxUint8-1 {
		return nil, fmt.Errorf("place: too many rows (%d) or countries (%d)", len(rows), len(codes))
	}
	countryPlace, adminPlace := map[string]int{}, map[string]int{}
	var adminCodes []string
	for i, r := range rows {
		switch r.Kind {
		case Country:
			countryPlace[r.Country] = i
		case Admin1:
			if _, dup := adminPlace[r.Admin]; dup || r.Admin == "" {
				return nil, fmt.Errorf("place: admin-1 code %q of %s is missing or twice", r.Admin, r.Name)
			}
			adminPlace[r.Admin] = i
			adminCodes = append(adminCodes, r.Admin)
		}
	}
	var tables []byte
	countryIndex, adminIndex := map[string]int{"": 0}, map[string]int{"": 0}
	for i, c := range codes {
		p, ok := countryPlace[c.ISO2]
		if !ok || len(c.ISO2) != 2 || len(c.ISO3) != 3 {
			return nil, fmt.Errorf("place: country %v has no row or odd codes", c)
		}
		countryIndex[c.ISO2] = i + 1
		tables = append(tables, c.ISO2+c.ISO3...)
		tables = put24(tables, p)
	}
	for i, code := range adminCodes {
		adminIndex[code] = i + 1
		tables = put24(tables, adminPlace[code])
	}
	runs, nRun, err := encodeRuns(rows, countryIndex, adminIndex)
	if err != nil {
		return nil, err
	}
	columns, flagged, text, err := encodePlaces(rows)
	if err != nil {
		return nil, err
	}
	packed, err := deflate(text)
	if err != nil {
		return nil, err
	}
	starts, names, nName := encodeNames(rows)
	var head []byte
	for _, v := range [counts]int{len(codes), len(adminCodes), len(rows), nRun, len(flagged) / 4, nName, len(text), len(packed)} {
		head = binary.LittleEndian.AppendUint32(head, uint32(v))
	}
	rest := bytes.Join([][]byte{head, tables, runs, columns, flagged, packed, starts, names}, nil)
	file := binary.LittleEndian.AppendUint32([]byte(magic), crc32.ChecksumIEEE(rest))
	return append(file, rest...), nil
}

func deflate(b []byte) ([]byte, error) {
	var z bytes.Buffer
	w, err := flate.NewWriter(&z, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	err = w.Close()
	return z.Bytes(), err
}

// encodeRuns writes country, division and kind of the sorted rows, once for each run of rows that share them.
func encodeRuns(rows []Row, countryIndex, adminIndex map[string]int) (runs []byte, n int, err error) {
	for i := 0; i < len(rows); {
		r, j := rows[i], i
		for j < len(rows) && j-i < 1<<24-1 && rows[j].Country == r.Country && rows[j].Admin == r.Admin && rows[j].Kind == r.Kind {
			j++
		}
		c, ok := countryIndex[r.Country]
		if !ok {
			return nil, 0, fmt.Errorf("place: %s: no country %q", r.Name, r.Country)
		}
		runs = append(runs, byte(c))
		runs = binary.LittleEndian.AppendUint16(runs, uint16(adminIndex[r.Admin]))
		runs = append(runs, byte(r.Kind))
		runs = put24(runs, j-i)
		i = j
		n++
	}
	return runs, n, nil
}

func encodePlaces(rows []Row) (columns, flagged, text []byte, err error) {
	var id, lat, lon, pop, length []byte
	for i, r := range rows {
		if math.Abs(r.Lat) > 90 || math.Abs(r.Lon) > 180 || math.IsNaN(r.Lat+r.Lon) || r.Name == "" || len(r.Name) > 255 {
			return nil, nil, nil, fmt.Errorf("place: %q at %g %g is no place", r.Name, r.Lat, r.Lon)
		}
		f := byte(r.Capital)
		if r.Gated {
			f |= flagGated
		}
		if r.Usual {
			f |= flagUsual
		}
		if f != 0 {
			flagged = append(put24(flagged, i), f)
		}
		id = binary.LittleEndian.AppendUint32(id, uint32(r.ID))
		lat = put24(lat, int(math.Round(r.Lat*1e4)))
		lon = put24(lon, int(math.Round(r.Lon*1e4)))
		weight := r.weight
		if !r.packed {
			weight = byte(min(255, math.Round(25*math.Log10(float64(r.Population)+1))))
		}
		pop = append(pop, weight)
		length = append(length, byte(len(r.Name)))
		text = append(text, r.Name...)
	}
	return bytes.Join([][]byte{id, lat, lon, pop, length}, nil), flagged, text, nil
}

func encodeNames(rows []Row) (starts, names []byte, n int) {
	type filed struct {
		hash    uint64
		posting int
	}
	var all []filed
	for i, r := range rows {
		if r.packed {
			for _, f := range r.filed {
				all = append(all, filed{f.hash, i | int(f.kind)<<22})
			}
			continue
		}
		best := map[string]NameKind{} // a key counts once for a place, as the plainest kind of name
		var keys []string
		add := func(key string, k NameKind) {
			if old, ok := best[key]; !ok {
				keys = append(keys, key)
			} else if old <= k {
				return
			}
			best[key] = k
		}
		add(Fold(r.Name), Primary)
		for _, a := range r.Names {
			add(Fold(a.Text), a.Kind)
		}
		for _, key := range slices.Clone(keys) {
			if bare, ok := bareKey(key); ok && best[key] <= Alternative {
				add(bare, Alternative)
			}
		}
		for _, key := range keys {
			if key != "" {
				all = append(all, filed{hash40(key), i | int(best[key])<<22})
			}
		}
	}
	slices.SortFunc(all, func(a, b filed) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.posting, b.posting)) })
	next := 0
	for b := 0; b <= buckets; b++ {
		for next < len(all) && int(all[next].hash>>24) < b {
			next++
		}
		starts = put24(starts, next)
	}
	for _, f := range all {
		names = put24(put24(names, int(f.hash&0xffffff)), f.posting)
	}
	return starts, names, len(all)
}

func put24(b []byte, v int) []byte { return append(b, byte(v), byte(v>>8), byte(v>>16)) }
