package place

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
)

// Attribution must be shown where the gazetteer's data are shown.
const Attribution = "Place data: GeoNames (geonames.org), CC BY 4.0, with additions and corrections by the onrecord authors."

// The packed file: all numbers little-endian, sizes given by the counts in the head.
//
//	magic 8 | crc32 of the rest 4 | countries admins places runs flagged names text packed 4 each
//	countries × (alpha-2, alpha-3, place 3)         admins × (place 3)
//	runs      × (country 1, admin 2, kind 1, places 3): the places are in this order
//	places    × id 4, latitude 3, longitude 3 (1/10000 degree), population 1, name length 1, column by column
//	flagged   × (place 3, flags 1)
//	packed bytes: the places' names, deflated       65537 × bucket start 3
//	names     × (low 24 bits of the name's hash 3, place and name kind 3)
//
// Names are filed by a 40-bit hash, not by their letters: with a few hundred thousand
// of them a wrong hit comes once in some million look-ups, for a third of the bytes.
const (
	magic      = "onrgaz\x00\x01"
	counts     = 8
	headSize   = len(magic) + 4 + 4*counts
	runSize    = 1 + 2 + 1 + 3
	placeSize  = 4 + 3 + 3 + 1 + 1
	buckets    = 1 << 16
	maxEntries = 1 << 22 // what a posting's 24 bits hold beside the name's kind
	maxText    = 1 << 24 // more than any gazetteer of ours; a damaged count must not ask for memory
)

const (
	flagCapital = 0b0011 // 1 seat of an admin-1, 2 national capital
	flagGated   = 0b0100 // a common word or name: needs evidence
	flagUsual   = 0b1000 // its name was set by hand as the usual one
)

// entry is a place as the resolver works with it.
type entry struct {
	id       uint32 // GeoNames id, 0 = none
	lat, lon float32
	name     uint32 // offset into text
	nameLen  uint8
	kind     Kind
	country  uint8  // index into countries + 1, 0 = none
	admin    uint16 // index into admins + 1, 0 = none
	logPop   uint8  // 25 * log10(population + 1)
	flags    uint8
}

func (e *entry) capital() int { return int(e.flags & flagCapital) }
func (e *entry) gated() bool  { return e.flags&flagGated != 0 }
func (e *entry) usual() bool  { return e.flags&flagUsual != 0 }

type country struct {
	iso2, iso3 string
	place      int32
}

// Gazetteer is the loaded table. It is read only and safe for concurrent use.
type Gazetteer struct {
	entries   []entry
	countries []country
	admins    []int32 // entry of each admin-1
	byISO2    map[string]uint8
	byISO3    map[string]uint8
	text      []byte
	starts    []byte
	names     []byte
	digest    string
}

// Digest tells the places of one gazetteer from those of another.
func (g *Gazetteer) Digest() string { return g.digest }

var errDamaged = errors.New("place: gazetteer is damaged")

// Load reads a packed gazetteer. It keeps the bytes: the caller must not change them.
// A damaged or foreign file is an error, never a panic.
func Load(file []byte) (*Gazetteer, error) { return load(file, true) }

// load can leave the checksum out, so that fuzzing gets past it.
func load(file []byte, sum bool) (*Gazetteer, error) {
	if len(file) < headSize || !bytes.Equal(file[:len(magic)], []byte(magic)) {
		return nil, errors.New("place: not a gazetteer of this version")
	}
	rest := file[len(magic)+4:]
	if sum && crc32.ChecksumIEEE(rest) != binary.LittleEndian.Uint32(file[len(magic):]) {
		return nil, errDamaged
	}
	var n [counts]int
	for i := range n {
		v := binary.LittleEndian.Uint32(rest[4*i:])
		if v > 1<<28 {
			return nil, errDamaged
		}
		n[i] = int(v)
	}
	nCountry, nAdmin, nPlace, nRun, nFlag, nName, nText, nPacked := n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]
	if nCountry > math.MaxUint8-1 || nAdmin > math.MaxUint16-1 || nPlace > maxEntries || nText > maxText {
		return nil, errDamaged
	}
	body := rest[4*counts:]
	take := func(n int) []byte {
		b := body[:n:n]
		body = body[n:]
		return b
	}
	if len(body) != nCountry*8+nAdmin*3+nRun*runSize+nPlace*placeSize+nFlag*4+nPacked+(buckets+1)*3+nName*6 {
		return nil, errDamaged
	}
	g := &Gazetteer{digest: fmt.Sprintf("%x-%d", file[len(magic):len(magic)+4], len(file))}
	countries, admins, runs := take(nCountry*8), take(nAdmin*3), take(nRun*runSize)
	columns, flagged, packed := take(nPlace*placeSize), take(nFlag*4), take(nPacked)
	g.starts, g.names = take((buckets+1)*3), take(nName*6)
	g.text = make([]byte, nText)
	if _, err := io.ReadFull(flate.NewReader(bytes.NewReader(packed)), g.text); err != nil {
		return nil, errDamaged
	}
	ok := g.readPlaces(columns, nPlace) && g.readRuns(runs, nCountry, nAdmin) && g.readFlags(flagged) &&
		g.readTables(countries, admins, nPlace) && g.checkNames(nName, nPlace)
	if !ok {
		return nil, errDamaged
	}
	return g, nil
}

func (g *Gazetteer) readPlaces(col []byte, n int) bool {
	column := func(size int) []byte {
		b := col[:n*size]
		col = col[n*size:]
		return b
	}
	id, lat, lon, pop, length := column(4), column(3), column(3), column(1), column(1)
	g.entries = make([]entry, n)
	at := 0
	for i := range g.entries {
		e := &g.entries[i]
		e.id, e.lat, e.lon = binary.LittleEndian.Uint32(id[4*i:]), degrees(lat[3*i:]), degrees(lon[3*i:])
		e.name, e.nameLen, e.logPop = uint32(at), length[i], pop[i]
		at += int(length[i])
		if e.lat < -90 || e.lat > 90 || e.lon < -180 || e.lon > 180 {
			return false
		}
	}
	return at == len(g.text)
}

// readRuns gives the places their country, division and kind.
func (g *Gazetteer) readRuns(runs []byte, nCountry, nAdmin int) bool {
	at := 0
	for b := runs; len(b) > 0; b = b[runSize:] {
		country, admin, kind, n := b[0], binary.LittleEndian.Uint16(b[1:]), Kind(b[3]), uint24(b[4:])
		if int(country) > nCountry || int(admin) > nAdmin || kind == NoKind || kind >= kinds || n > len(g.entries)-at {
			return false
		}
		for i := at; i < at+n; i++ {
			g.entries[i].country, g.entries[i].admin, g.entries[i].kind = country, admin, kind
		}
		at += n
	}
	return at == len(g.entries)
}

func (g *Gazetteer) readFlags(flagged []byte) bool {
	for b := flagged; len(b) > 0; b = b[4:] {
		i := uint24(b)
		if i >= len(g.entries) {
			return false
		}
		g.entries[i].flags = b[3]
	}
	return true
}

func (g *Gazetteer) readTables(countries, admins []byte, nPlace int) bool {
	g.byISO2, g.byISO3 = make(map[string]uint8, len(countries)/8), make(map[string]uint8, len(countries)/8)
	for b := countries; len(b) > 0; b = b[8:] {
		c := country{iso2: string(b[:2]), iso3: string(b[2:5]), place: int32(uint24(b[5:]))}
		if int(c.place) >= nPlace {
			return false
		}
		g.countries = append(g.countries, c)
		g.byISO2[c.iso2] = uint8(len(g.countries))
		g.byISO3[c.iso3] = uint8(len(g.countries))
	}
	for b := admins; len(b) > 0; b = b[3:] {
		p := uint24(b)
		if p >= nPlace {
			return false
		}
		g.admins = append(g.admins, int32(p))
	}
	return true
}

func (g *Gazetteer) checkNames(nName, nPlace int) bool {
	last := 0
	for b := 0; b <= buckets; b++ {
		s := uint24(g.starts[3*b:])
		if s < last || s > nName {
			return false
		}
		last = s
	}
	if uint24(g.starts) != 0 || last != nName {
		return false
	}
	for i := 0; i < nName; i++ {
		if uint24(g.names[6*i+3:])&(maxEntries-1) >= nPlace {
			return false
		}
	}
	return true
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func degrees(b []byte) float32 { return float32(int32(uint24(b))<<8>>8) / 1e4 }

// hit is a name found in the gazetteer.
type hit struct {
	place int32
	kind  NameKind
}

// find appends the places filed under a key to hits.
func (g *Gazetteer) find(key string, hits []hit) []hit {
	if key == "" {
		return hits
	}
	h := hash40(key)
	bucket, low := int(h>>24), int(h&0xffffff)
	for i, end := uint24(g.starts[3*bucket:]), uint24(g.starts[3*bucket+3:]); i < end; i++ {
		if uint24(g.names[6*i:]) == low {
			posting := uint24(g.names[6*i+3:])
			hits = append(hits, hit{place: int32(posting & (maxEntries - 1)), kind: NameKind(posting >> 22)})
		}
	}
	return hits
}

// hash40 is the top 40 bits of a mixed FNV-1a hash.
func hash40(key string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(key); i++ {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	return h >> 24
}

// Len is the number of places.
func (g *Gazetteer) Len() int { return len(g.entries) }

func (g *Gazetteer) name(i int32) string {
	e := &g.entries[i]
	return string(g.text[e.name : e.name+uint32(e.nameLen)])
}

// iso3 returns the alpha-3 code of an entry's country, "" for none.
func (g *Gazetteer) iso3(e *entry) string {
	if e.country == 0 {
		return ""
	}
	return g.countries[e.country-1].iso3
}

// adminName returns the name of the admin-1 that holds the entry, "" for none.
func (g *Gazetteer) adminName(e *entry) string {
	if e.admin == 0 {
		return ""
	}
	return g.name(g.admins[e.admin-1])
}

// String counts what the gazetteer holds.
func (g *Gazetteer) String() string {
	return fmt.Sprintf("%d places in %d countries, %d names", len(g.entries), len(g.countries), len(g.names)/6)
}
