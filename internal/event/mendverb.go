package event

// predicate gives a sentence its verb where the tagger took the only one for a participle: "the army and the rebels exchanged fire" has no finite
// verb, ends as a sentence does, and its participle stands right behind a noun and before what it would be the attribute of.
func (m *mending) predicate() {
	n := len(m.s.Tokens)
	if n < 4 || m.tok(n-1).Text != "." {
		return
	}
	v, root := -1, -1
	for i := range n {
		t := m.tok(i)
		if finite(t.XPOS) || t.UPOS == "AUX" {
			return
		}
		if t.Head < 0 {
			root = i
		}
		if v < 0 && m.participle(i) {
			v = i
		}
	}
	if v < 0 || root < 0 || !m.nominal(root) || root > v && root != m.tok(v).Head {
		return
	}
	m.finish(v, root)
}

// participle tells whether a word is a past participle between a noun and the noun that it governs if it is a verb.
func (m *mending) participle(i int) bool {
	t := m.tok(i)
	if t.XPOS != "VBN" || i == 0 || !m.nominal(i-1) || m.tok(i-1).UPOS == "PRON" {
		return false
	}
	switch base(t.Rel) {
	case "amod":
		return t.Head > i && m.nominal(t.Head)
	case "acl":
		return t.Head < i && m.object(i) >= 0
	}
	return false
}

func (m *mending) object(v int) int {
	for k := v + 1; k < len(m.s.Tokens); k++ {
		if t := m.tok(k); t.Head == v && t.Rel == "obj" && !weekday(t.Text) {
			return k
		}
	}
	return -1
}

// finish makes a participle the verb of its sentence: the noun before it is its subject, with whatever that is coordinated with, and the noun that
// it was the attribute of its object.
func (m *mending) finish(v, root int) {
	obj := m.tok(v).Head
	if obj < v {
		obj = m.object(v)
	}
	subj := m.before(v)
	and := -1
	for k := root + 1; k < subj; k++ {
		if m.tok(k).UPOS == "CCONJ" {
			and = k
		}
	}
	for k := range m.s.Tokens {
		switch t := m.tok(k); {
		case k == v || k == subj || k == obj:
		case t.Head == obj && (k < v || k > obj && trails(t.Rel)), t.Head == root && root != obj && k > v:
			m.set(k, v, t.Rel)
		}
	}
	m.set(v, -1, "root")
	m.s.Tokens[v].XPOS = "VBD"
	m.set(obj, v, "obj")
	switch {
	case root == subj || root == obj:
		m.set(subj, v, "nsubj")
	case and >= 0:
		m.set(root, v, "nsubj")
		m.set(subj, root, "conj")
		m.set(and, subj, "cc")
	default: // "after weeks of fighting the army resumed talks"
		m.set(subj, v, "nsubj")
		m.set(root, v, "obl")
	}
}

// before is the head of the noun phrase that a participle stands behind.
func (m *mending) before(v int) int {
	i := m.tok(v).Head
	if i > v {
		for i = v - 1; i > 0 && (m.tok(i).Head == v || !m.nominal(i)); i-- { // "raids last week targeted"
		}
	}
	for range m.s.Tokens {
		h := m.tok(i).Head
		if h < 0 || h >= v || !m.nominal(h) || m.prepositional(h) && m.tok(h).Head < 0 {
			break
		}
		i = h
	}
	return i
}

// prepositional tells whether a preposition stands before a noun.
func (m *mending) prepositional(i int) bool {
	for k := range i {
		if t := m.tok(k); t.Head == i && t.Rel == "case" {
			return true
		}
	}
	return false
}

// trails tells relations of what follows a verb and its object rather than belongs to the object.
func trails(rel string) bool {
	switch base(rel) {
	case "obl", "advmod", "punct", "advcl", "parataxis", "xcomp":
		return true
	}
	return false
}
