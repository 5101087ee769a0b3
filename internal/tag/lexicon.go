package tag

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"strings"

	"onrecord/internal/linear"
)

const lexiconMagic = "ONRLEX1\n"

// Lexicon holds what is known of single words: their clusters, and lemmas that
// follow no rule. It is safe for concurrent use.
type Lexicon struct {
	clusters map[uint64][3]uint16 // by hash of the form as the features see it
	lemmas   map[uint64]string    // by hash of lower-case form and tag
	rules    map[uint64]rewrite   // by hash of ending and tag
}

// rewrite turns a form into its lemma: cut so many bytes off the end, add these.
type rewrite struct {
	cut int
	add string
}

// Entry is one word of a lexicon under construction.
type Entry struct {
	Word    string
	Cluster [3]uint16
}

// LemmaEntry says that a lower-case form with a Penn tag has this lemma. As a rule,
// Form is an ending; the lemma is then what the ending turns into.
type LemmaEntry struct{ Form, XPOS, Lemma string }

// Tables is the content of a lexicon file.
type Tables struct {
	About    string       // what it was made from, in words
	Clusters []Entry      // words in lower case with digits as 0
	Lemmas   []LemmaEntry // whole forms
	Rules    []LemmaEntry // endings
}

// Marshal writes the file: magic; About; the words sorted and front-coded with three
// varint cluster numbers each; the lemma and rule tables sorted and front-coded;
// SHA-256 of all before.
func (t *Tables) Marshal() []byte {
	b := []byte(lexiconMagic)
	b = appendString(b, t.About)
	words := slices.Clone(t.Clusters)
	slices.SortFunc(words, func(a, c Entry) int { return strings.Compare(a.Word, c.Word) })
	b = binary.AppendUvarint(b, uint64(len(words)))
	prev := ""
	for _, e := range words {
		b = appendFront(b, prev, e.Word)
		prev = e.Word
		for _, c := range e.Cluster {
			b = binary.AppendUvarint(b, uint64(c))
		}
	}
	b = appendLemmas(b, t.Lemmas)
	b = appendLemmas(b, t.Rules)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

func appendLemmas(b []byte, entries []LemmaEntry) []byte {
	es := slices.Clone(entries)
	slices.SortFunc(es, func(a, c LemmaEntry) int {
		return strings.Compare(a.XPOS+"\x00"+a.Form, c.XPOS+"\x00"+c.Form)
	})
	b = binary.AppendUvarint(b, uint64(len(es)))
	prev := ""
	for _, e := range es {
		b = appendFront(b, prev, e.XPOS+"\x00"+e.Form)
		prev = e.XPOS + "\x00" + e.Form
		b = appendFront(b, e.Form, e.Lemma)
	}
	return b
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendFront writes s as the length it shares with prev and the rest.
func appendFront(b []byte, prev, s string) []byte {
	n := shared(prev, s)
	return appendString(binary.AppendUvarint(b, uint64(n)), s[n:])
}

func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

var errLexicon = errors.New("tag: lexicon file is damaged")

// LoadLexicon reads a lexicon file. It checks the checksum and every bound.
func LoadLexicon(file []byte) (*Lexicon, error) {
	t, err := ReadTables(file)
	if err != nil {
		return nil, err
	}
	return t.Lexicon(), nil
}

// ReadTables reads a lexicon file back into its tables.
func ReadTables(file []byte) (*Tables, error) {
	if !bytes.HasPrefix(file, []byte(lexiconMagic)) || len(file) < len(lexiconMagic)+sha256.Size {
		return nil, errors.New("tag: not a lexicon file")
	}
	body := file[:len(file)-sha256.Size]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], file[len(body):]) {
		return nil, errLexicon
	}
	r := tableReader{b: body[len(lexiconMagic):]}
	t := &Tables{About: r.string()}
	prev := ""
	for n := r.count(); n > 0 && !r.bad; n-- {
		e := Entry{Word: r.front(prev)}
		for i := range e.Cluster {
			e.Cluster[i] = uint16(r.uint())
		}
		prev = e.Word
		t.Clusters = append(t.Clusters, e)
	}
	t.Lemmas = r.lemmas()
	t.Rules = r.lemmas()
	if r.bad {
		return nil, errLexicon
	}
	return t, nil
}

// tableReader reads from bytes; after a fault everything is zero and bad is set.
type tableReader struct {
	b   []byte
	bad bool
}

func (r *tableReader) uint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *tableReader) count() uint64 {
	n := r.uint()
	if n > uint64(len(r.b)) {
		r.bad = true
		return 0
	}
	return n
}

func (r *tableReader) string() string {
	n := r.count()
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *tableReader) front(prev string) string {
	n := r.uint()
	if n > uint64(len(prev)) {
		r.bad = true
		return ""
	}
	return prev[:n] + r.string()
}

func (r *tableReader) lemmas() []LemmaEntry {
	var es []LemmaEntry
	prev := ""
	for n := r.count(); n > 0 && !r.bad; n-- {
		prev = r.front(prev)
		x, f, ok := strings.Cut(prev, "\x00")
		if !ok {
			r.bad = true
		}
		es = append(es, LemmaEntry{Form: f, XPOS: x, Lemma: r.front(f)})
	}
	return es
}

// Lexicon makes the tables ready for look-up.
func (t *Tables) Lexicon() *Lexicon {
	l := &Lexicon{
		clusters: make(map[uint64][3]uint16, len(t.Clusters)),
		lemmas:   make(map[uint64]string, len(t.Lemmas)),
		rules:    make(map[uint64]rewrite, len(t.Rules)),
	}
	for _, e := range t.Clusters {
		l.clusters[linear.String(e.Word)] = e.Cluster
	}
	for _, e := range t.Lemmas {
		l.lemmas[lemmaKey(e.Form, e.XPOS)] = e.Lemma
	}
	for _, e := range t.Rules {
		n := shared(e.Form, e.Lemma)
		l.rules[lemmaKey(e.Form, e.XPOS)] = rewrite{len(e.Form) - n, e.Lemma[n:]}
	}
	l.know(knownVerbs())
	return l
}

func lemmaKey(form, xpos string) uint64 {
	return uint64(linear.Hash(linear.String(form)).Str(xpos))
}

func (l *Lexicon) cluster(form uint64) [3]uint16 { return l.clusters[form] }
