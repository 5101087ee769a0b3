package amount

// longestModifier is the most words that a modifier of data/modifiers.tsv has.
const longestModifier = 5

// modifiersBefore takes the modifiers before the phrase into it; the one nearest the number that sets a bound wins.
func (s *scanner) modifiersBefore(p *phrase) {
	for range 3 {
		b, at := s.modifierBefore(p.from)
		if at < 0 {
			break
		}
		if p.bound == exact {
			p.bound = b
		}
		p.from = at
	}
	if i := p.from - 1; s.hyphen(i, s.text) && s.glued(p.from) && s.atomIs(i-1, "sub") {
		p.bound, p.from = most, i-1
	} else if i >= 0 && s.atoms[i].kind == mark {
		switch s.text[s.atoms[i].start:s.atoms[i].end] {
		case "~", "≈":
			p.bound, p.from = about, i
		case ">", "≥":
			p.bound, p.from = least, i
		case "<", "≤":
			p.bound, p.from = most, i
		}
	}
}

// modifierBefore matches the longest modifier that ends right before atom i.
func (s *scanner) modifierBefore(i int) (b bound, at int) {
	at = -1
	var buf [48]byte
	for k := i - 1; k >= 0 && k >= i-longestModifier; k-- {
		a := &s.atoms[k]
		if a.kind != word || k+1 < i && !s.atoms[k+1].gap {
			break
		}
		key := lower(s.text[a.start:s.atoms[i-1].end], buf[:])
		if key == nil {
			break
		}
		if m, ok := s.modifiers[string(key)]; ok {
			b, at = m, k
		}
	}
	return b, at
}

// modifiersAfter takes "or more", "or so", "+" behind the number into the phrase.
func (s *scanner) modifiersAfter(p *phrase) {
	j := p.to + 1
	switch {
	case s.atomIs(j, "+"), s.atomIs(j, "plus") && s.glued(j):
		p.bound, p.to = least, j
	case s.hyphen(j, s.text) && s.atomIs(j+1, "plus"):
		p.bound, p.to = least, j+1
	case s.atomIs(j, "or"):
		switch {
		case s.atomIs(j+1, "more"), s.atomIs(j+1, "greater"), s.atomIs(j+1, "higher"):
			p.bound, p.to = least, j+1
		case s.atomIs(j+1, "so"):
			p.bound, p.to = about, j+1
		case s.atomIs(j+1, "less"), s.atomIs(j+1, "fewer"):
			p.bound, p.to = most, j+1
		}
	case s.atomIs(j, "odd") && s.hyphen(j-1, s.text):
		p.bound, p.to = about, j
	}
}

// trend returns up or down when a word of rise or fall ends at atom i: "rose", "rose by", "+".
func (s *scanner) trend(i int) string {
	var buf [longestNumword]byte
	if s.atomIs(i, "by") || s.atomIs(i, "a") {
		i--
	}
	if s.atomIs(i, "+") && s.glued(i+1) {
		return "up"
	}
	return s.trends[predicate{string(s.lookup(i, buf[:])), "before"}]
}
