// Package linear is the model runtime of every trained stage: sparse linear
// classifiers over hashed features, scored in integer arithmetic so that the same
// input gives the same answer on every machine. It holds the file format, the
// scorer and the averaged-perceptron trainer; what the features are is each
// stage's own business. It knows nothing of text or documents and does no I/O.
package linear

import "math/bits"

// Hash is a feature under construction: start with F, add parts, use it as a feature.
//
//	f := linear.F(12).Str(word).Str(tag)
type Hash uint64

// F starts a feature of the given template number.
func F(template int) Hash { return Hash(mix(uint64(template)+0x9e3779b97f4a7c15, 0xd6e8feb86659fd93)) }

// Str adds a string.
func (h Hash) Str(s string) Hash { return Hash(mix(uint64(h), String(s))) }

// Int adds a number.
func (h Hash) Int(n int) Hash { return Hash(mix(uint64(h), uint64(n)*0x9e3779b97f4a7c15+1)) }

// Add adds a value hashed earlier, by String or as another feature.
func (h Hash) Add(v uint64) Hash { return Hash(mix(uint64(h), v)) }

// Empty is String("").
const Empty = uint64(14695981039346656037)

// String hashes a string once, for use in several features by Hash.Add.
func String(s string) uint64 {
	h := Empty
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// mix is a 128-bit multiply-and-fold (as in wyhash); both halves of the product matter.
func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a^0xa0761d6478bd642f, b^0xe7037ed1a0b428db)
	return hi ^ lo
}
