package lstm

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"onrecord/models"
)

const vectorsMagic = "ORWORD1\n"

// Vectors are vectors of words, each number kept in a byte.
type Vectors struct {
	Size  int // numbers of a vector
	index map[string]int32
	scale []float32 // per word
	rows  []int8
}

// Words are the vectors of words.model, parsed once for all networks that read with them.
var Words = sync.OnceValues(func() (*Vectors, error) {
	b, err := models.Get("words")
	if err != nil {
		return nil, err
	}
	return LoadVectors(b)
})

// Glove are the vectors of glove.model, parsed once.
var Glove = sync.OnceValues(func() (*Vectors, error) {
	b, err := models.Get("glove")
	if err != nil {
		return nil, err
	}
	return LoadVectors(b)
})

// NewVectors packs vectors, Size numbers for each word.
func NewVectors(size int, words []string, numbers []float32) *Vectors {
	v := &Vectors{Size: size, index: map[string]int32{}}
	for i, w := range words {
		v.index[w] = int32(i)
		row := numbers[i*size : (i+1)*size]
		most := float32(1e-9)
		for _, x := range row {
			most = max(most, x, -x)
		}
		v.scale = append(v.scale, most/127)
		for _, x := range row {
			v.rows = append(v.rows, int8(math.Round(float64(x/most)*127)))
		}
	}
	return v
}

// Fill writes the vector of a word, about as it was given to NewVectors, to out, which has Size numbers, and tells whether there is one.
func (v *Vectors) Fill(out []float32, word string) bool {
	i, ok := v.index[word]
	if !ok {
		return false
	}
	for k, x := range v.rows[int(i)*v.Size : (int(i)+1)*v.Size] {
		out[k] = float32(x) * v.scale[i]
	}
	return true
}

// Sets are sets of vectors read side by side: the vector of a word is what the first says of it, then what the second says, and so on.
type Sets []*Vectors

// Size is the number of numbers of a vector.
func (s Sets) Size() int {
	n := 0
	for _, v := range s {
		n += v.Size
	}
	return n
}

// Fill writes to out, which has Size numbers, what each set says of the first of the forms that it knows, zeros where it knows none, and
// tells whether any set knows one.
func (s Sets) Fill(out []float32, forms ...string) bool {
	any := false
	for _, v := range s {
		part, found := out[:v.Size], false
		for _, f := range forms {
			if found = v.Fill(part, f); found {
				break
			}
		}
		if !found {
			clear(part)
		}
		any, out = any || found, out[v.Size:]
	}
	return any
}

// Marshal writes the vectors: a magic line, size and number of words, the words each ended by a line end, the scales, the rows.
func (v *Vectors) Marshal() []byte {
	words := make([]string, len(v.index))
	for w, i := range v.index {
		words[i] = w
	}
	b := []byte(vectorsMagic)
	b = binary.LittleEndian.AppendUint32(b, uint32(v.Size))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(words)))
	for _, w := range words {
		b = append(append(b, w...), '\n')
	}
	for _, s := range v.scale {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(s))
	}
	for _, x := range v.rows {
		b = append(b, byte(x))
	}
	return b
}

// LoadVectors reads what Vectors.Marshal wrote. It refuses what is damaged.
func LoadVectors(file []byte) (*Vectors, error) {
	rest, ok := bytes.CutPrefix(file, []byte(vectorsMagic))
	if !ok || len(rest) < 8 {
		return nil, fmt.Errorf("lstm: not a file of word vectors of this version")
	}
	size, words := int(binary.LittleEndian.Uint32(rest)), int(binary.LittleEndian.Uint32(rest[4:]))
	rest = rest[8:]
	if size < 1 || size > 1<<12 || words > len(rest) {
		return nil, fmt.Errorf("lstm: %d word vectors of %d numbers: the file is damaged", words, size)
	}
	v := &Vectors{Size: size, index: make(map[string]int32, words)}
	for i := range words {
		n := bytes.IndexByte(rest, '\n')
		if n < 0 {
			return nil, fmt.Errorf("lstm: word vectors: the words end at word %d of %d", i, words)
		}
		v.index[string(rest[:n])] = int32(i)
		rest = rest[n+1:]
	}
	if len(v.index) != words || len(rest) != words*(4+size) {
		return nil, fmt.Errorf("lstm: word vectors: %d different words and %d bytes of numbers where %d words of %d numbers are said", len(v.index), len(rest), words, size)
	}
	for i := range words {
		s := math.Float32frombits(binary.LittleEndian.Uint32(rest[4*i:]))
		if !(s >= 0 && s < 1e6) {
			return nil, fmt.Errorf("lstm: word vectors: the scale of word %d is %v", i, s)
		}
		v.scale = append(v.scale, s)
	}
	v.rows = make([]int8, words*size)
	for i, x := range rest[4*words:] {
		v.rows[i] = int8(x)
	}
	return v, nil
}
