package merge

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// codecVersion is the first byte of what is written; a reader of another version refuses it, and the article is to be
// put in anew from its record.
const codecVersion = 2

// coder writes to b, or reads from it where reading is set: one list of fields serves both, so that they cannot differ.
type coder struct {
	b       []byte
	reading bool
	err     error
}

var errShort = errors.New("the bytes end too early")

func (c *coder) fail(err error) {
	if c.err == nil {
		c.err = err
	}
	c.b = nil
}

func (c *coder) uint(v *uint64) {
	if !c.reading {
		c.b = binary.AppendUvarint(c.b, *v)
		return
	}
	x, n := binary.Uvarint(c.b)
	if n <= 0 {
		c.fail(errShort)
		*v = 0
		return
	}
	*v, c.b = x, c.b[n:]
}

// length writes or reads how many things follow; each takes at least one byte, so that a false length cannot ask for
// more memory than there are bytes.
func (c *coder) length(n int) int {
	v := uint64(n)
	c.uint(&v)
	if c.reading && v > uint64(len(c.b)) {
		c.fail(errShort)
		return 0
	}
	return int(v)
}

func (c *coder) string(s *string) {
	n := c.length(len(*s))
	if !c.reading {
		c.b = append(c.b, *s...)
		return
	}
	if n > len(c.b) {
		c.fail(errShort)
		return
	}
	*s, c.b = string(c.b[:n]), c.b[n:]
}

func (c *coder) strings(s *[]string) {
	list(c, s, func(c *coder, v *string) { c.string(v) })
}

func (c *coder) int(v *int) {
	u := uint64(*v)<<1 ^ uint64(*v>>63)
	c.uint(&u)
	if c.reading {
		*v = int(u>>1) ^ -int(u&1)
	}
}

func (c *coder) day(d *Day) {
	v := int(*d)
	c.int(&v)
	if c.reading {
		*d = Day(v)
	}
}

func (c *coder) bool(v *bool) {
	u := uint64(0)
	if *v {
		u = 1
	}
	c.uint(&u)
	if c.reading {
		*v = u == 1
	}
}

func (c *coder) word(v *uint32) {
	if !c.reading {
		c.b = binary.LittleEndian.AppendUint32(c.b, *v)
		return
	}
	if len(c.b) < 4 {
		c.fail(errShort)
		return
	}
	*v, c.b = binary.LittleEndian.Uint32(c.b), c.b[4:]
}

func (c *coder) float32(v *float32) {
	u := math.Float32bits(*v)
	c.word(&u)
	*v = math.Float32frombits(u)
}

func (c *coder) float(v *float64) {
	u := math.Float64bits(*v)
	lo, hi := uint32(u), uint32(u>>32)
	c.word(&lo)
	c.word(&hi)
	*v = math.Float64frombits(uint64(hi)<<32 | uint64(lo))
}

func (c *coder) optional(v **float64) {
	has := *v != nil
	c.bool(&has)
	if !has {
		return
	}
	if c.reading {
		*v = new(float64)
	}
	c.float(*v)
}

func (c *coder) hashes(v *[]Hash) {
	list(c, v, func(c *coder, h *Hash) { c.word((*uint32)(h)) })
}

func (c *coder) stems(v *[]uint32) {
	list(c, v, func(c *coder, s *uint32) { c.word(s) })
}

func (c *coder) vector(v *Vector) {
	list(c, (*[]Term)(v), func(c *coder, t *Term) {
		c.word(&t.Stem)
		c.float32(&t.Weight)
	})
}

func list[T any](c *coder, v *[]T, each func(*coder, *T)) {
	n := c.length(len(*v))
	if c.reading {
		*v = nil
		if n > 0 {
			*v = make([]T, n)
		}
	}
	for i := range *v {
		each(c, &(*v)[i])
	}
}

func marshal(fields func(*coder)) ([]byte, error) {
	c := &coder{b: make([]byte, 1, 512)}
	c.b[0] = codecVersion
	fields(c)
	return c.b, nil
}

func unmarshal(b []byte, what string, fields func(*coder)) error {
	if len(b) == 0 || b[0] != codecVersion {
		return fmt.Errorf("merge: %s: written by another version of the program", what)
	}
	c := &coder{b: b[1:], reading: true}
	fields(c)
	if c.err == nil && len(c.b) > 0 {
		c.err = fmt.Errorf("%d bytes too many", len(c.b))
	}
	if c.err != nil {
		return fmt.Errorf("merge: %s: %w", what, c.err)
	}
	return nil
}

// MarshalBinary writes the article in a compact form.
func (a *Article) MarshalBinary() ([]byte, error) { return marshal(a.fields) }

// UnmarshalBinary reads what MarshalBinary wrote.
func (a *Article) UnmarshalBinary(b []byte) error { return unmarshal(b, "article", a.fields) }

func (a *Article) fields(c *coder) {
	for _, s := range []*string{&a.ID, &a.URL, &a.Host, &a.Publisher, &a.Title, &a.Published, &a.Agency, &a.Origin} {
		c.string(s)
	}
	c.day(&a.Day)
	c.bool(&a.Wire)
	c.int(&a.Words)
	c.hashes(&a.Sketch.Out)
	c.hashes(&a.Sketch.Quoted)
	c.hashes(&a.House)
	c.vector(&a.Topic)
}

// MarshalBinary writes the thread in a compact form.
func (t *Thread) MarshalBinary() ([]byte, error) { return marshal(t.fields) }

// UnmarshalBinary reads what MarshalBinary wrote.
func (t *Thread) UnmarshalBinary(b []byte) error { return unmarshal(b, "thread", t.fields) }

func (t *Thread) fields(c *coder) {
	c.string(&t.ID)
	c.day(&t.Day)
	c.vector(&t.Topic)
}

// MarshalBinary writes the report in a compact form.
func (r *Report) MarshalBinary() ([]byte, error) { return marshal(r.fields) }

// UnmarshalBinary reads what MarshalBinary wrote.
func (r *Report) UnmarshalBinary(b []byte) error { return unmarshal(b, "report", r.fields) }

func (r *Report) fields(c *coder) {
	for _, s := range []*string{&r.ID, &r.Article, &r.Event, &r.Act, &r.Plover, &r.Status, &r.Granularity, &r.Anchor, &r.Evidence} {
		c.string(s)
	}
	c.strings(&r.Modes)
	for _, side := range []*[]Party{&r.Actors, &r.Recipients} {
		list(c, side, func(c *coder, p *Party) {
			c.string(&p.Name)
			c.string(&p.Code)
			c.string(&p.Sector)
			c.stems(&p.Stems)
		})
	}
	for _, p := range []*Place{&r.Place, &r.Site} {
		for _, s := range []*string{&p.Name, &p.Country, &p.Admin1, &p.Precision} {
			c.string(s)
		}
		c.float(&p.Lat)
		c.float(&p.Lon)
		c.int(&p.GeoNames)
	}
	for _, d := range []*Day{&r.From, &r.To, &r.Published} {
		c.day(d)
	}
	list(c, &r.Figures, func(c *coder, f *Figure) {
		for _, v := range []**float64{&f.Low, &f.High, &f.Best} {
			c.optional(v)
		}
		for _, s := range []*string{&f.Class, &f.Role, &f.Scope, &f.Words} {
			c.string(s)
		}
	})
	c.stems(&r.Stems)
	c.stems(&r.Group)
	c.vector(&r.Words)
	c.vector(&r.Topic)
	list(c, &r.Chain, func(c *coder, s *Source) {
		for _, v := range []*string{&s.Name, &s.Kind, &s.Anonymity, &s.Stance, &s.Code} {
			c.string(v)
		}
	})
	c.float(&r.Confidence)
}
