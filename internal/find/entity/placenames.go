package entity

import (
	"encoding/binary"
	"errors"
	"slices"

	"onrecord/internal/linear"
)

// Kinds of place names, in the low bits of their keys.
const (
	PlaceSmall = iota // a populated place
	PlaceBig          // one of a hundred thousand people or more
	PlaceAdmin        // a first-level division

	placeKinds = 4 // room for one more
)

// placeNames is a set of names of places, known by their hashes only: sorted, the kind in the low bits.
type placeNames []uint32

// PackPlaceNames writes the set in the form that data/placenames.bin has: the keys sorted, the difference of each
// to the one before as a varint. names maps a name as printed to its kind.
func PackPlaceNames(names map[string]int) []byte {
	var keys []uint32
	for n, kind := range names {
		var ws []word
		for _, w := range splitName(n) {
			ws = append(ws, word{lowHash: linear.String(w)})
		}
		if len(ws) > 0 && len(ws) <= maxPlaceName {
			keys = append(keys, placeKey(ws)|uint32(kind))
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	var out []byte
	last := uint32(0)
	for _, k := range keys {
		out = binary.AppendUvarint(out, uint64(k-last))
		last = k
	}
	return out
}

// maxPlaceName bounds the names of places, in words.
const maxPlaceName = 4

func placeKey(ws []word) uint32 { return uint32(runHash(ws, 0, len(ws)-1)>>32) &^ (placeKinds - 1) }

func unpackPlaceNames(file []byte) (placeNames, error) {
	var p placeNames
	key := uint64(0)
	for len(file) > 0 {
		d, n := binary.Uvarint(file)
		if n <= 0 || d > 1<<32-1 {
			return nil, errors.New("entity: the list of place names is damaged")
		}
		key += d
		p, file = append(p, uint32(key)), file[n:]
	}
	return p, nil
}

// find returns the flags of the name that the words make.
func (p placeNames) find(ws []word) lexFlags {
	key := placeKey(ws)
	i, _ := slices.BinarySearch(p, key)
	var f lexFlags
	for ; i < len(p) && p[i]&^(placeKinds-1) == key; i++ {
		switch p[i] & (placeKinds - 1) {
		case PlaceSmall:
			f |= lexSmallPlace
		case PlaceBig:
			f |= lexBigPlace
		case PlaceAdmin:
			f |= lexAdmin
		}
	}
	return f
}
