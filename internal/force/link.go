package force

import (
	"strings"

	"onrecord/internal/doc"
)

// link finds what ties the force noun at token h to a place: a state ("stationed in"), a verb that stays or keeps, or, for a
// counted force, a base or a presence, the place right behind it.
func (f *finder) link(h int, k kind) (link, bool) {
	first := f.phrase(h)
	if f.unrealBefore(first, h) {
		return link{}, false
	}
	if l, ok := f.state(h); ok && k != site {
		return l, true
	}
	if l, ok := f.hosted(h, first); ok {
		return l, true
	}
	behind := f.members(h, k)
	place, last := f.placeBehind(behind + 1)
	if place < 0 {
		return link{}, false
	}
	l := link{place: place, owner: -1, last: last, begin: first, members: behind}
	if v := first - 1; keeps[f.word(v)] || keeps[f.word(v-1)] && f.pos(v) != "PUNCT" {
		if !keeps[f.word(v)] {
			v--
		}
		if f.pos(v) != "AUX" || f.pos(v+1) != "VERB" {
			l.owner, l.begin = f.subject(v), v
			if l.owner >= 0 {
				l.begin = f.phrase(l.owner)
			}
			return l, !f.unrealVerb(v)
		}
	}
	if f.word(first-1) == "with" {
		l.begin = first - 1
		l.owner = f.mainSubject(last)
		return l, f.counted(h, first) || k == presence
	}
	switch k {
	case site, presence, staff:
		l.armed = !f.military(first, h)
	}
	switch k {
	case site, presence:
		return l, true
	case troops, staff:
		return l, (f.counted(h, first) || f.named(first, h) && f.word(h+1) != "in") && !f.harmed(h, first)
	}
	return link{}, false
}

// members returns the head of what a presence is made of: "men" in "a garrison of 500 men"; h itself where that is not said.
func (f *finder) members(h int, k kind) int {
	if k != presence || f.word(h+1) != "of" {
		return h
	}
	for j := h + 2; j < len(f.s.Tokens) && j <= h+6; j++ {
		if n := nouns[f.word(j)]; (n == troops || n == staff) && f.isHead(j) {
			return j
		}
	}
	return h
}

// hosted reads "Niger hosts 1,100 American soldiers" and "is home to": the subject is the place, the phrase names the owner.
func (f *finder) hosted(h, first int) (link, bool) {
	v := first - 1
	if f.word(v) == "to" && f.word(v-1) == "home" {
		v -= 2
		if w := f.word(v); w != "is" && w != "are" && w != "remains" {
			return link{}, false
		}
	} else if !hosts[f.word(v)] {
		return link{}, false
	}
	if !f.named(first, h) || f.unrealVerb(v) {
		return link{}, false
	}
	for i := v - 1; i >= 0 && i >= v-5; i-- {
		if p := f.placeAt(i); p >= 0 {
			return link{place: p, owner: -1, last: h, begin: i}, true
		}
		if p := f.pos(i); p == "VERB" || p == "NOUN" {
			break
		}
	}
	return link{}, false
}

// state reads "troops [who are still] stationed in PLACE" and "a contingent will remain at PLACE".
func (f *finder) state(h int) (link, bool) {
	future, size := false, 0
	for i := h + 1; i < len(f.s.Tokens) && i <= h+7+size; i++ {
		w := f.word(i)
		switch {
		case w == "will" || w == "would" || w == "to":
			future = true
			continue
		case stays[w] || stationed[w] && !future:
			if f.word(i-1) == "not" || f.word(i-1) == "n't" || f.word(i-1) == "to" && !stays[w] {
				return link{}, false
			}
			at := i + 1
			if stays[w] && stationed[f.word(at)] {
				at++
			}
			place, last := f.placeBehind(at)
			return link{place: place, owner: -1, last: last, begin: f.phrase(h), members: h + size}, place >= 0
		case w == "numbering" && f.pos(i+1) != "PUNCT": // "a contingent numbering about 1,000 is based in"
			for size = 1; i+1 < len(f.s.Tokens) && (f.pos(i+1) == "NUM" || f.pos(i+1) == "ADV" || f.pos(i+1) == "ADP" || f.pos(i+1) == "DET" || f.pos(i+1) == "SYM"); i++ {
				size++
			}
			continue
		case passes[w]:
			continue
		}
		break
	}
	return link{}, false
}

// placeBehind returns the place that a preposition at token i introduces, with the last token of the phrase.
func (f *finder) placeBehind(i int) (place, last int) {
	if !places[f.word(i)] {
		return -1, -1
	}
	for j := i + 1; j < len(f.s.Tokens) && j <= i+6; j++ {
		if p := f.placeAt(j); p >= 0 {
			for last = j; last+1 < len(f.s.Tokens) && f.s.Tokens[last].End < f.d.Places[p].End; last++ {
			}
			return p, last
		}
		if w := f.word(j); (nouns[w] == site || w == "ground") && places[f.word(j+1)] {
			return f.placeBehind(j + 1) // "at a base in", "on the ground in"
		}
		if p := f.pos(j); p != "DET" && p != "ADJ" && !within[f.word(j)] {
			return -1, -1
		}
	}
	return -1, -1
}

// placeAt returns the place that starts at token j, -1 when none does.
func (f *finder) placeAt(j int) int {
	t := &f.s.Tokens[j]
	for _, i := range f.places {
		p := &f.d.Places[i]
		if p.Start <= t.Start && t.Start < p.End && p.Country != "" {
			return i
		}
	}
	return -1
}

// unrealBefore looks for words in and before the phrase that make the force one that is not there.
func (f *finder) unrealBefore(first, h int) bool {
	for i := first; i < h; i++ {
		if w := f.word(i); w == "no" || w == "future" || w == "new" || w == "former" || w == "additional" || w == "more" || w == "any" || w == "possible" {
			return true
		}
	}
	for i := first - 1; i >= 0 && i >= first-3; i-- {
		switch f.word(i) {
		case "denied", "denies", "deny", "denying":
			return true
		}
	}
	for i := first - 1; i >= 0 && i >= first-2; i-- {
		switch f.word(i) {
		case "establish", "build", "open", "create", "send", "deploy", "set", "against", "without", "no", "opening", "building", "establishing", "sending", "deploying":
			return true
		}
	}
	return false
}

// unrealVerb reports whether the verb at token v is denied or not yet so: "will keep" stands, "would keep" and "plans to keep" do not.
func (f *finder) unrealVerb(v int) bool {
	for i := v - 1; i >= 0 && i >= v-3; i-- {
		if w := f.word(i); unreal[w] && w != "will" {
			return true
		}
		if f.pos(i) == "PUNCT" {
			break
		}
	}
	return false
}

// counted reports whether a figure sizes the phrase.
func (f *finder) counted(h, first int) bool { return f.figure(h, first) >= 0 }

// harmed reports whether the figure of the phrase says that something happened to the force, or that it is only to come or gone.
func (f *finder) harmed(h, first int) bool {
	if i := f.figure(h, first); i >= 0 {
		switch f.d.Figures[i].Role {
		case "other", "deployed":
		default:
			return true
		}
	}
	for i := first - 1; i >= 0 && i >= first-4; i-- {
		if meets[f.word(i)] {
			return false
		}
		if unreal[f.word(i)] {
			return true
		}
		if w := f.word(i); (w == "are" || w == "were") && f.word(i-1) == "there" {
			return false
		}
		if f.pos(i) == "VERB" {
			return true // does something to them: "killed", "sent", "trains"
		}
	}
	return false
}

// subject returns the head token of the subject of the verb at token v, -1 when it cannot be told.
func (f *finder) subject(v int) int {
	if f.s.Parsed {
		for i := range f.s.Tokens {
			if t := &f.s.Tokens[i]; t.Head == v && (t.Rel == "nsubj" || t.Rel == "nsubj:pass") {
				return f.antecedent(i)
			}
		}
	}
	for i := v - 1; i >= 0 && i >= v-6; i-- {
		switch f.pos(i) {
		case "NOUN", "PROPN", "PRON":
			return f.antecedent(i)
		case "PUNCT":
			if f.word(i) != "," {
				return -1
			}
		}
	}
	return -1
}

// antecedent returns the noun that a relative pronoun at token i stands for, i itself for other words.
func (f *finder) antecedent(i int) int {
	if w := f.word(i); w != "which" && w != "who" && w != "that" {
		return i
	}
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if p := f.pos(j); p == "NOUN" || p == "PROPN" {
			return j
		}
	}
	return i
}

// mainSubject returns the head of the first noun phrase behind token i and a comma: the subject of the clause that a
// phrase with "with" opens.
func (f *finder) mainSubject(i int) int {
	for j := i + 1; j < len(f.s.Tokens) && j <= i+3; j++ {
		if f.word(j) != "," {
			continue
		}
		head := -1
		for k := j + 1; k < len(f.s.Tokens); k++ {
			switch f.pos(k) {
			case "NOUN", "PROPN":
				head = k
				continue
			case "DET", "ADJ", "PRON":
				continue
			}
			break
		}
		return head
	}
	return f.subjectBefore(i)
}

// subjectBefore returns the first noun of the sentence: the subject of "The US has a foothold, with 100 troops in X".
func (f *finder) subjectBefore(i int) int {
	for k := 0; k < i; k++ {
		if p := f.pos(k); p == "VERB" || p == "AUX" {
			return f.subject(k)
		}
	}
	return -1
}

// military reports whether a word of the phrase says that it is a force: "military presence", "army headquarters".
func (f *finder) military(first, h int) bool {
	for i := first; i <= h; i++ {
		if armedWords[f.word(i)] {
			return true
		}
	}
	return false
}

// owner codes the phrase itself, then its possessor or the subject, then the owner of the force told just before.
func (f *finder) owner(h, first int, l link) (doc.Actor, bool) {
	a := doc.Actor{Span: doc.Span{Start: f.s.Tokens[first].Start, End: f.s.Tokens[h].End}, Sentence: f.sentence, Head: h, Entity: -1}
	if f.named(first, h) {
		f.coder().Fill(&a)
		if a.Code != "" {
			return f.armed(a, h, l), true
		}
	}
	subject := l.owner
	if subject < 0 && possessive[f.word(first)] {
		subject = f.subjectBefore(first)
	}
	if subject >= 0 {
		at := f.phrase(subject)
		b := doc.Actor{Span: doc.Span{Start: f.s.Tokens[at].Start, End: f.s.Tokens[subject].End}, Sentence: f.sentence, Head: subject, Entity: -1}
		f.coder().Fill(&b)
		if b.Code != "" && (b.Code != f.d.Places[l.place].Country || f.nationality(at, subject)) {
			return f.armed(b, h, l), true
		}
	}
	if e := f.foreign(f.d.Places[l.place].Country); e >= 0 && (l.owner >= 0 || nouns[f.word(h)] == presence) {
		a.Name, a.Code, a.Sector, a.Entity, a.Implied = f.d.Entities[e].Name, f.d.Entities[e].Code, "MIL", e, true
		return a, true
	}
	// "A small contingent will remain" in the country where a force was told before
	for i := len(f.d.Forces) - 1; i >= 0 && nouns[f.word(h)] == presence; i-- {
		if g := &f.d.Forces[i]; f.d.Places[g.Place].Country == f.d.Places[l.place].Country {
			b := g.Owner
			b.Implied = true
			return b, true
		}
	}
	return a, false
}

// nationality reports whether a word of the phrase names a country or people.
func (f *finder) nationality(first, last int) bool {
	from, to := f.s.Tokens[first].Start, f.s.Tokens[last].End
	for i := range f.d.Mentions {
		m := &f.d.Mentions[i]
		if m.Sentence == f.sentence && m.Start >= from && m.End <= to && (m.Class == "NORP" || m.Type == "place") {
			return true
		}
	}
	return false
}

// foreign returns the entity of the nearest earlier mention of another country with its forces ("the U.S. military",
// "the United States is moving troops") within ten sentences, -1 when there is none: whose force it is where the sentence does not say.
func (f *finder) foreign(country string) int {
	for i := len(f.d.Mentions) - 1; i >= 0; i-- {
		m := &f.d.Mentions[i]
		if m.Sentence > f.sentence || m.Sentence == f.sentence && m.Start >= f.s.Tokens[0].Start || m.Entity < 0 {
			continue
		}
		if m.Sentence < f.sentence-10 {
			break
		}
		e := &f.d.Entities[m.Entity]
		if len(e.Code) != 3 || e.Code == country {
			continue
		}
		toks := f.d.Sentences[m.Sentence].Tokens
		for j := m.Last; j < len(toks) && j <= m.Last+5; j++ {
			w := strings.ToLower(toks[j].Text)
			if toks[j].UPOS == "PUNCT" {
				break
			}
			if k := nouns[w]; w == "military" || w == "personnel" || k == troops || k == presence {
				return m.Entity
			}
		}
		if e.Sector == "MIL" {
			return m.Entity
		}
	}
	return -1
}

// named reports whether a word of the phrase before its head can name the owner: a capital inside the sentence, or a
// kind of group.
func (f *finder) named(first, h int) bool {
	for i := first; i < h; i++ {
		t := &f.s.Tokens[i]
		if c := t.Text[0]; (c < 'a' || c > 'z') && (t.UPOS == "PROPN" || t.UPOS == "ADJ" || t.UPOS == "NOUN" || t.UPOS == "") {
			return true
		}
		if groups[f.word(i)] {
			return true
		}
	}
	return false
}

// armed makes the owner of a force what keeps it: a government's troops are its military. Where the phrase does not
// tell a force from an office, the sector stays as it was coded.
func (f *finder) armed(a doc.Actor, h int, l link) doc.Actor {
	if (a.Sector == "" || a.Sector == "GOV") && nouns[f.word(h)] != staff && !l.armed {
		a.Sector = "MIL"
	}
	return a
}
