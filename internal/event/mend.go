package event

import (
	"slices"

	"onrecord/internal/doc"
)

// mended is a sentence whose parse has been set right where no reading of its words bears it out: what parsers make of a coordination before
// a verb. It is the sentence itself where nothing is wrong. It stands here and not in package parse because the models of the stages between have learned from
// the trees as they come; a parser that errs less, or that all of them learn from anew, makes it needless.
func mended(s *doc.Sentence) *doc.Sentence {
	m := mending{s: s}
	m.predicate()
	for i := range s.Tokens {
		m.compound(i)
		m.subjects(i)
		m.doubled(i)
		m.strayed(i)
	}
	return m.s
}

// mending is a sentence that is being set right; its tokens are copied before the first change.
type mending struct {
	s      *doc.Sentence
	copied bool
}

func (m *mending) tok(i int) *doc.Token { return &m.s.Tokens[i] }

// set gives a word another head and relation.
func (m *mending) set(i, head int, rel string) {
	if !m.copied {
		c := *m.s
		c.Tokens = slices.Clone(c.Tokens)
		m.s, m.copied = &c, true
	}
	m.s.Tokens[i].Head, m.s.Tokens[i].Rel = head, rel
}

// compound makes one phrase of two nouns side by side that were both taken for members of a coordination: "four soldiers and two police officers".
func (m *mending) compound(i int) {
	if i+1 >= len(m.s.Tokens) {
		return
	}
	a, b := m.tok(i), m.tok(i+1)
	if a.UPOS != "NOUN" || b.UPOS != "NOUN" || a.Rel != "conj" || b.Rel != "conj" || a.Head != b.Head || b.XPOS != "NNS" {
		return
	}
	for k := range m.s.Tokens {
		if m.tok(k).Head == i {
			m.set(k, i+1, m.tok(k).Rel)
		}
	}
	m.set(i, i+1, "compound")
}

// subjects gives a verb all of its coordinated subjects, where the parser took the first for the word that the clause hangs on and the rest for
// that of the clause: in "the army and the police fired" the army is no root, and in "the army and the rebels signed" no object of a relative clause.
func (m *mending) subjects(v int) {
	verb := m.tok(v)
	h := verb.Head
	if h < 0 || h >= v || verb.UPOS != "VERB" || verb.Rel != "acl:relcl" && verb.Rel != "conj" || !m.nominal(h) || !m.clausal(h) {
		return
	}
	s := -1
	for k := range m.s.Tokens {
		switch t := m.tok(k); {
		case t.Head != v:
		case base(t.Rel) == "nsubj":
			if s >= 0 {
				return
			}
			s = k
		case base(t.Rel) == "mark", base(t.Rel) == "cop":
			return
		}
	}
	if s <= h || s >= v || !m.nominal(s) || !m.finite(v) || !m.coordinated(h, s) {
		return
	}
	rel := m.tok(s).Rel
	top, as := m.tok(h).Head, m.tok(h).Rel
	m.set(v, top, as)
	m.set(h, v, rel)
	m.set(s, h, "conj")
	for k := range m.s.Tokens {
		switch t := m.tok(k); {
		case t.Head == h && k > v, t.Head == h && base(t.Rel) == "mark":
			m.set(k, v, t.Rel)
		case t.Head == v && t.Rel == "cc" && k < s:
			m.set(k, s, t.Rel)
		}
	}
}

// doubled joins two subjects of one verb that a list makes one: "Zambia, Malawi and Kenya met".
func (m *mending) doubled(b int) {
	v := m.tok(b).Head
	if v <= b || m.tok(b).Rel != "nsubj" && m.tok(b).Rel != "nsubj:pass" || !m.nominal(b) {
		return
	}
	for a := range b {
		if t := m.tok(a); t.Head == v && t.Rel == m.tok(b).Rel && m.nominal(a) && m.coordinated(a, b) && !m.prepositions(a, b) {
			m.set(b, a, "conj")
			return
		}
	}
}

// strayed gives back to the object of a verb what is coordinated with it and was hung on the verb: "urged the government and the rebels to talk".
func (m *mending) strayed(b int) {
	v := m.tok(b).Head
	if m.tok(b).Rel != "conj" || v < 0 || v >= b || m.tok(v).UPOS != "VERB" || !m.nominal(b) {
		return
	}
	obj := m.object(v)
	if obj < 0 || obj > b || !m.nominal(obj) || !m.coordinated(obj, b) || m.prepositions(obj, b) {
		return
	}
	for k := range m.s.Tokens {
		if t := m.tok(k); t.Head == b {
			switch base(t.Rel) {
			case "nsubj", "cop", "aux", "obj":
				return
			}
		}
	}
	m.set(b, obj, "conj")
}

// prepositions tells whether a preposition stands between two words: in "the Committee on Trade and Justice" it may be the end of a name that goes on.
func (m *mending) prepositions(i, k int) bool {
	for n := i + 1; n < k; n++ {
		if m.tok(n).UPOS == "ADP" {
			return true
		}
	}
	return false
}

func (m *mending) nominal(i int) bool {
	switch m.tok(i).UPOS {
	case "NOUN", "PROPN", "PRON":
		return true
	}
	return false
}

// clausal tells whether a noun stands where a clause would though nothing makes it one: a coordinated subject that lost its verb does.
func (m *mending) clausal(i int) bool {
	switch t := m.tok(i); base(t.Rel) {
	case "root", "ccomp", "parataxis", "advcl":
	default:
		return false
	}
	for k := range m.s.Tokens {
		if t := m.tok(k); t.Head == i {
			switch base(t.Rel) {
			case "cop", "nsubj", "case", "expl", "advmod":
				return false
			}
		}
	}
	return true
}

// finite tells whether a verb or one of its auxiliaries is.
func (m *mending) finite(v int) bool {
	if finite(m.tok(v).XPOS) {
		return true
	}
	for k := range m.s.Tokens {
		if t := m.tok(k); t.Head == v && t.UPOS == "AUX" && finite(t.XPOS) {
			return true
		}
	}
	return false
}

// coordinated tells whether nothing stands between two nouns but what coordinates them and belongs to them: "and" right before the second's phrase, or a
// comma where the second has a further noun coordinated with it.
func (m *mending) coordinated(h, s int) bool {
	first := s
	for k := s - 1; k > h; k-- {
		if !m.under(k, s) {
			break
		}
		first = k
	}
	// What coordinates may have been hung on the second noun itself.
	for k := first; k < s; k++ {
		if m.tok(k).UPOS == "CCONJ" || m.tok(k).Text == "," {
			first = k + 1
		}
	}
	and := first-1 > h && (m.tok(first-1).Text == "and" || m.tok(first-1).Text == "or")
	if !and {
		if first-1 <= h || m.tok(first-1).Text != "," || !m.hasConj(s) {
			return false
		}
	}
	for k := h + 1; k < first; k++ {
		switch t := m.tok(k); t.UPOS {
		case "VERB", "AUX", "PRON", "SCONJ":
			return false
		case "PUNCT":
			if t.Text != "," || and && k == first-2 && !m.hasConj(h) {
				return false
			}
		}
	}
	return true
}

func (m *mending) hasConj(i int) bool {
	for k := range m.s.Tokens {
		if t := m.tok(k); t.Head == i && t.Rel == "conj" && m.nominal(k) {
			return true
		}
	}
	return false
}

// under tells whether a word hangs on another, directly or not.
func (m *mending) under(k, on int) bool {
	for range m.s.Tokens {
		h := m.tok(k).Head
		if h == on {
			return true
		}
		if h < 0 || h >= len(m.s.Tokens) || h == k {
			return false
		}
		k = h
	}
	return false
}
