package lstm

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"sync"

	"onrecord/models"
)

const (
	netMagic     = "ORLSTM1\n"
	vectorsMagic = "ORWORD1\n"
)

// header is what a file says of itself, as JSON.
type header struct {
	Config Config `json:"config"`
	About  string `json:"about"` // what it was trained on
}

// Marshal writes a network: a magic line, the length of a JSON header and the header, and the weights as 32-bit floats, all
// little-endian. about says what it was trained on.
func (n *Net) Marshal(about string) []byte {
	h, _ := json.Marshal(header{Config: n.Config, About: about})
	var b bytes.Buffer
	b.WriteString(netMagic)
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(h))))
	b.Write(h)
	out := b.Bytes()
	for _, w := range n.flat {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(w))
	}
	return out
}

// Load reads what Marshal wrote. It refuses what is damaged.
func Load(file []byte) (*Net, error) {
	rest, ok := bytes.CutPrefix(file, []byte(netMagic))
	if !ok || len(rest) < 4 {
		return nil, fmt.Errorf("lstm: not a network file of this version")
	}
	n := binary.LittleEndian.Uint32(rest)
	rest = rest[4:]
	if uint64(n) > uint64(len(rest)) {
		return nil, fmt.Errorf("lstm: the header is cut short")
	}
	var h header
	if err := json.Unmarshal(rest[:n], &h); err != nil {
		return nil, fmt.Errorf("lstm: header: %w", err)
	}
	if err := h.Config.check(); err != nil {
		return nil, err
	}
	rest = rest[n:]
	_, size := h.Config.bind(nil)
	if len(rest) != 4*size {
		return nil, fmt.Errorf("lstm: %d bytes of weights where the sizes say %d", len(rest), 4*size)
	}
	net := newNet(h.Config)
	for i := range net.flat {
		v := math.Float32frombits(binary.LittleEndian.Uint32(rest[4*i:]))
		if v != v || math.IsInf(float64(v), 0) {
			return nil, fmt.Errorf("lstm: weight %d is no number", i)
		}
		net.flat[i] = v
	}
	return net, nil
}

// check refuses sizes that no network of ours has.
func (c *Config) check() error {
	for _, n := range []int{c.Vector, c.Tags, c.Word, c.State, c.Topic, c.Hidden, c.Labels} {
		if n < 1 || n > 1<<14 {
			return fmt.Errorf("lstm: a size of %d in the model: it is damaged", n)
		}
	}
	if c.Slots < 0 || c.Slots > 64 || c.Query < 0 || c.Query > 1<<12 || c.Context < 0 || c.Context > 1<<12 || c.Links < 0 || c.Links > 1<<12 {
		return fmt.Errorf("lstm: %d slots, query %d, context %d in the model: it is damaged", c.Slots, c.Query, c.Context)
	}
	return nil
}

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
