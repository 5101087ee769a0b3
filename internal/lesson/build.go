package lesson

import (
	"strings"

	"onrecord/internal/doc"
)

// builder writes one sentence and keeps where its parts stand.
type builder struct {
	m                 *maker
	c                 *construction
	f, f2             *frame
	noun              []string
	text              strings.Builder
	spans             map[string]doc.Span // of the parties, by their letters
	who               map[string]*person
	anchors, anchors2 []doc.Span
	beside            []doc.Span
	more              []extra
}

// extra is an event that a construction names by itself: "[threatened:THREATEN A R]".
type extra struct {
	anchor         doc.Span
	act            string
	actor, reciept string
}

func (x *extra) event(b *builder) Event {
	e := Event{Anchors: []doc.Span{x.anchor}, Act: x.act, Status: "occurred"}
	e.Actors, e.Recipients = b.party(x.actor), b.party(x.reciept)
	return e
}

// put writes words, with a blank before them where one belongs, and returns where they stand.
func (b *builder) put(words string) doc.Span {
	if n := b.text.Len(); n > 0 && !strings.HasPrefix(words, "'s") && !strings.ContainsAny(words[:1], ",.;:") {
		b.text.WriteByte(' ')
	} else if n == 0 {
		words = upper(words)
	}
	at := b.text.Len()
	b.text.WriteString(words)
	return doc.Span{Start: at, End: b.text.Len()}
}

// token writes one word of a construction.
func (b *builder) token(w string) {
	if words, act, ok := strings.Cut(strings.Trim(w, "[]"), ":"); ok && w[0] == '[' {
		parts := strings.Split(act, ">")
		words = strings.ReplaceAll(words, "_", " ")
		x := extra{anchor: b.put(words), act: parts[0], actor: parts[1]}
		if len(parts) > 2 {
			x.reciept = parts[2]
		}
		b.more = append(b.more, x)
		return
	}
	letter, form, formed := strings.Cut(w, ".")
	switch {
	case letter == "V" && formed:
		b.verb(b.f, form, &b.anchors)
	case letter == "V2" && formed:
		b.verb(b.f2, form, &b.anchors2)
	case w == "REST":
		b.rest(b.f, "R")
	case w == "REST2":
		b.rest(b.f2, "R2")
	case w == "REST0": // what is left after a passive
		for _, x := range b.f.rest[1:] {
			b.beside = append(b.beside, b.put(x))
		}
	case w == "N": // the noun with whom it is done to
		b.nominal(true)
	case w == "N0":
		b.nominal(false)
	case w == "WHERE":
		b.put("in " + b.m.cast.place(b.m.rng))
	case w == "WHEN":
		b.put(pick(b.m.rng, days))
	case w == "T": // the end of a clause: perhaps where, perhaps when
		if b.m.rng.Intn(3) == 0 {
			b.put("in " + b.m.cast.place(b.m.rng))
		}
		if b.m.rng.Intn(3) == 0 {
			b.put(pick(b.m.rng, days))
		}
	case letter == "BE" && formed: // was or were, by the party named
		b.put(b.agree(form, "was", "were"))
	case letter == "IS" && formed:
		b.put(b.agree(form, "is", "are"))
	case letter == "PL" && formed: // a present that agrees with A
		b.put(b.agree("A", third(form), form))
	case w == "AN":
		b.put(article(b.noun[0]))
	case letter == "HAS" && formed:
		b.put(b.agree(form, "has", "have"))
	case letter == "IT" && formed:
		b.put(b.agree(form, "it", "they"))
	case isParty(letter):
		b.name(letter, form)
	default:
		b.put(strings.ReplaceAll(w, "_", " "))
	}
}

// isParty tells the letters of parties: A does it, R has it done to, S speaks, X stands by, K are victims.
func isParty(s string) bool {
	switch s {
	case "A", "A2", "R", "R2", "S", "X", "K":
		return true
	}
	return false
}

// name writes a party, in one of the forms adj ("Kenyan") and own ("Kenya's"), or plainly.
func (b *builder) name(letter, form string) {
	p := b.who[letter]
	if p == nil {
		switch {
		case letter == "K":
			p = b.m.cast.victims(b.m.rng)
		case form == "adj":
			p = b.m.cast.nation(b.m.rng)
		case letter == "X":
			p = b.m.cast.country(b.m.rng)
		default:
			p = b.m.cast.any(b.m.rng)
		}
		for _, q := range b.who {
			if q.text == p.text {
				p = b.m.cast.country(b.m.rng)
			}
		}
		b.who[letter] = p
	}
	words := p.text
	if form == "adj" {
		words = p.adjective
	}
	at := b.put(words)
	if _, ok := b.spans[letter]; !ok {
		b.spans[letter] = at
	}
	if form == "own" {
		if strings.HasSuffix(words, "s") && p.plural {
			b.text.WriteByte('\'')
		} else {
			b.text.WriteString("'s")
		}
	}
}

// agree chooses by the number of a party; one that is not written yet is made up first.
func (b *builder) agree(letter, one, many string) string {
	if p := b.who[letter]; p != nil && p.plural {
		return many
	}
	return one
}

// verb writes a form of a verb: base, past, part, ing, or s for the present that agrees with A.
func (b *builder) verb(f *frame, form string, anchors *[]doc.Span) {
	w := f.base
	switch form {
	case "past":
		w = f.past
	case "part":
		w = f.part
	case "ing":
		w = gerund(f.base)
	case "s":
		if p := b.who[b.subject()]; p == nil || !p.plural {
			w = third(f.base)
		}
	}
	*anchors = append(*anchors, b.put(w))
}

// subject is the letter of what a frame's verb is said of.
func (b *builder) subject() string {
	if b.f.kind == "back" {
		return "R"
	}
	return "A"
}

// rest writes what follows the verb.
func (b *builder) rest(f *frame, letter string) {
	for _, w := range f.rest {
		switch w {
		case "R":
			b.name(letter, "")
		case "A":
			b.name("A", "")
		case "C":
			b.put(b.m.cast.country(b.m.rng).text)
		default:
			at := b.put(w)
			if f == b.f && b.m.named(w, f.act) {
				b.anchors = append(b.anchors, at)
			} else {
				b.beside = append(b.beside, at)
			}
		}
	}
}

// nominal writes the noun for the act, with or without whom it is done to.
func (b *builder) nominal(full bool) {
	for i, w := range b.noun {
		if w == "R" {
			b.name("R", "")
			continue
		}
		if !full && i > 0 && preposition(w) {
			return
		}
		at := b.put(w)
		if next := i + 1; next < len(b.noun) && preposition(b.noun[next]) && len(b.anchors) == 0 {
			b.anchors = append(b.anchors, at)
		} else if !preposition(w) {
			b.beside = append(b.beside, at)
		}
	}
}

func preposition(w string) bool {
	switch w {
	case "on", "of", "against", "to", "for", "with", "from", "into":
		return true
	}
	return false
}

// named tells whether a word of a frame is itself a noun for the act: "attack" in "launched an attack on".
func (m *maker) named(w, act string) bool {
	for i := range m.frames {
		if f := &m.frames[i]; f.act == act {
			for _, n := range f.nouns {
				if head := strings.Fields(n); head[0] == w && preposition(head[1]) {
					return true
				}
			}
		}
	}
	return false
}

func (b *builder) party(letter string) []Party {
	var out []Party
	for _, l := range strings.Split(letter, "+") {
		if at, ok := b.spans[l]; ok {
			out = append(out, Party{at, b.who[l].code, b.who[l].sector})
		}
	}
	return out
}

// event gives the parties of a frame their roles.
func (b *builder) event(f *frame, status string, anchors, beside []doc.Span, a, r string) Event {
	e := Event{Anchors: anchors, Beside: beside, Act: f.act, Status: status}
	as, rs := b.party(a), b.party(r)
	if a == "A" {
		as = append(as, b.party("A2")...)
	}
	if r == "R" {
		rs = append(rs, b.party("K")...)
		if b.f2 == nil {
			rs = append(rs, b.party("R2")...)
		}
	}
	if f.kind == "with" {
		as, rs = append(as, rs...), nil
	}
	e.Actors, e.Recipients = as, rs
	return e
}
