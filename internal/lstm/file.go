package lstm

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
)

const netMagic = "ORLSTM1\n"

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
