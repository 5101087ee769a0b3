package event

import (
	"slices"
	"strings"

	"onrecord/internal/attrib"
	"onrecord/internal/doc"
)

// party is a phrase that may be an actor or a recipient, with what it stands for.
type party struct {
	sent, tok int      // its head in the text near the act; tok -1 when it is taken from elsewhere in the article
	span      doc.Span // the most informative phrase for it
	at, head  int      // sentence and head token of span
	entity    int      // index into Entities, -1 = none
	name      string
	implied   bool
}

// parties lists the heads of a sentence that may name a party, in text order.
func (r *reader) parties(sent int) []int {
	t := r.trees[sent]
	var out []int
	for i := range t.s.Tokens {
		k := t.tok(i)
		switch k.UPOS {
		case "PRON":
			if rel := t.rel(i); rel == "expl" || rel == "det" || !personal(t.lemma(i)) {
				continue
			}
		case "NOUN":
			switch t.rel(i) {
			case "flat", "fixed", "nummod", "compound":
				continue
			}
			if k.Rel == "obl:tmod" || k.Rel == "nmod:tmod" || k.Rel == "obl:unmarked" || r.dated[sent][i] {
				continue
			}
		case "NUM":
			if !r.headless(sent, i) {
				continue
			}
		case "PROPN", "ADJ":
			m := r.mentions[sent][i]
			if m < 0 {
				if k.UPOS == "ADJ" || t.rel(i) == "flat" || t.rel(i) == "compound" || r.dated[sent][i] {
					continue
				}
			} else if r.d.Mentions[m].Head != i {
				continue
			}
		default:
			continue
		}
		if r.modifies(sent, i) {
			continue
		}
		if h := t.head(i); h >= 0 && (t.rel(i) == "appos" || t.rel(i) == "flat") && r.bearer(sent, h) == i {
			continue // the name of a title that stands for it
		}
		out = append(out, i)
	}
	return out
}

// headless tells whether a number stands for so many people: the object of a verb that people alone are the object of, "killed ten".
func (r *reader) headless(sent, i int) bool {
	t := r.trees[sent]
	h := t.head(i)
	if h < 0 || r.dated[sent][i] {
		return false
	}
	for range 3 {
		if t.rel(i) != "conj" || t.head(h) < 0 {
			break
		}
		i, h = h, t.head(h)
	}
	if t.rel(i) != "obj" && t.tok(i).Rel != "nsubj:pass" {
		return false
	}
	switch t.lemma(h) {
	case "kill", "wound", "injure", "hurt", "arrest", "detain", "jail", "abduct", "kidnap", "behead", "execute", "rescue", "evacuate", "deport", "convict":
		return true
	}
	return false
}

// modifies tells whether a name only qualifies a noun that is a party itself: "Iraqi" in "Iraqi security forces", but
// not in "Iraqi shelling" or "the Iraqi border".
func (r *reader) modifies(sent, i int) bool {
	t := r.trees[sent]
	h := t.head(i)
	if h < 0 || r.mentions[sent][i] < 0 || t.tok(h).UPOS != "NOUN" || t.rel(i) != "amod" && t.rel(i) != "compound" {
		return false
	}
	if r.c.lex.plain(t, h) {
		return false
	}
	return !r.thing(r.known(sent, h))
}

// bearer is the person's name that hangs on a title as its apposition: "US President" -> "Donald Trump". -1 = none.
func (r *reader) bearer(sent, i int) int {
	t := r.trees[sent]
	if r.mentions[sent][i] >= 0 {
		return -1
	}
	for _, k := range t.kids[i] {
		if rel := t.rel(k); rel != "appos" && rel != "flat" {
			continue
		}
		if m := r.mentions[sent][k]; m >= 0 && r.d.Mentions[m].Head == k && r.d.Mentions[m].Type == "person" && r.d.Mentions[m].Entity >= 0 {
			return k
		}
	}
	// Parsers lose the name behind a title in long runs of capitals: "Hosting President Mario Abdo met ..".
	if k := i + 1; k < len(t.s.Tokens) && office(t.lemma(i)) {
		if m := r.mention(sent, k); m != nil && m.First == k && m.Type == "person" && m.Entity >= 0 && t.head(i) != m.Head {
			return m.Head
		}
	}
	return -1
}

func personal(l string) bool {
	switch l {
	case "he", "she", "they", "it", "we", "i", "his", "her", "him", "them", "their", "its", "our", "us", "my", "me", "you", "himself", "itself", "themselves",
		"those", "some", "others", "everyone", "all", "many", "both", "who", "hers", "theirs":
		return true
	}
	return false
}

// resolve finds what a head stands for: itself, the name it is short for, or the antecedent of a pronoun.
func (r *reader) resolve(sent, i int) party {
	t := r.trees[sent]
	p := party{sent: sent, tok: i, at: sent, head: i, entity: -1}
	if t.tok(i).UPOS == "PRON" {
		if q, ok := r.antecedent(sent, i); ok {
			return q
		}
		p.span, p.name = t.tok(i).Span, t.tok(i).Text
		return p
	}
	if m := r.mentions[sent][i]; m >= 0 && r.d.Mentions[m].Entity >= 0 {
		p.entity = r.d.Mentions[m].Entity
		if k := t.tok(i); k.UPOS == "ADJ" || r.d.Mentions[m].Class == "NORP" {
			p.span, p.name = r.phrase(sent, i), r.d.Entities[p.entity].Name
			return p
		}
		r.inform(&p)
		return p
	}
	if k := r.bearer(sent, i); k >= 0 {
		p.entity = r.d.Mentions[r.mentions[sent][k]].Entity
		r.inform(&p)
		return p
	}
	if q, ok := r.office(sent, i); ok {
		q.sent, q.tok = sent, i
		return q
	}
	p.span = r.phrase(sent, i)
	p.name = r.d.Text(p.span)
	return p
}

// inform takes the longest phrase, up to ten words, by which the article names the entity up to here.
func (r *reader) inform(p *party) {
	e := &r.d.Entities[p.entity]
	if p.name = e.Name; len(e.Mentions) == 0 {
		return
	}
	best := -1
	for _, m := range e.Mentions {
		mm := &r.d.Mentions[m]
		if mm.Sentence > p.sent {
			break
		}
		first, last := r.trees[mm.Sentence].phrase(mm.Head)
		first, last = r.clip(mm.Sentence, mm.Head, min(first, mm.First), max(last, mm.Last))
		if n := last - first + 1; n > best && n <= 10 {
			t := r.trees[mm.Sentence]
			best = n
			p.span = doc.Span{Start: t.tok(first).Start, End: t.tok(last).End}
			p.at, p.head = mm.Sentence, mm.Head
		}
	}
	if best < 0 && p.span.Empty() {
		m := &r.d.Mentions[e.Mentions[0]]
		p.span, p.at, p.head = m.Span, m.Sentence, m.Head
	}
}

// office resolves "the minister" and "the foreign minister" to the last person whom the article called so.
func (r *reader) office(sent, i int) (party, bool) {
	t := r.trees[sent]
	definite := false
	var title []string
	for _, k := range t.kids[i] {
		switch rel := t.rel(k); rel {
		case "det":
			definite = definite || t.lemma(k) == "the"
		case "amod", "compound":
			if k > i || r.mentions[sent][k] >= 0 {
				return party{}, false
			}
			title = append(title, t.lemma(k))
		case "nmod", "acl", "nummod":
			return party{}, false
		}
	}
	title = append(title, t.lemma(i))
	if l := t.lemma(i); !definite || t.tok(i).XPOS == "NNS" || !office(l) {
		return party{}, false
	}
	for m := len(r.d.Mentions) - 1; m >= 0; m-- {
		mm := &r.d.Mentions[m]
		if mm.Start >= t.tok(i).Start || mm.Type != "person" || mm.Entity < 0 {
			continue
		}
		if hasWords(r.d.Entities[mm.Entity].Title, title) || len(title) == 1 && r.calls(mm, title[0]) || len(title) > 1 && r.styled(mm, title) {
			p := party{sent: sent, tok: i, at: mm.Sentence, head: mm.Head, entity: mm.Entity}
			r.inform(&p)
			return p, true
		}
	}
	return party{}, false
}

// office tells whether a noun names an office or role by which an article refers back to a person.
func office(lemma string) bool {
	switch lemma {
	case "president", "minister", "premier", "king", "leader", "spokesman", "spokeswoman", "spokesperson", "ambassador", "governor",
		"mayor", "senator", "general", "chief", "secretary", "chairman", "director", "prince", "lawmaker", "judge", "envoy", "commander",
		"chancellor", "lawyer", "attorney", "journalist", "activist", "emperor", "official", "diplomat", "candidate", "suspect":
		return true
	}
	return false
}

// calls tells whether a word stands among the few words around a mention: "Interior Minister Lee", "Lee, the minister".
func (r *reader) calls(m *doc.Mention, word string) bool {
	t := r.trees[m.Sentence]
	for k := max(0, m.First-4); k <= min(len(t.s.Tokens)-1, m.Last+4); k++ {
		if t.lemma(k) == word {
			return true
		}
	}
	return false
}

// styled tells whether a title of several words stands right before a mention or, behind a comma, after it: "Crown Prince Hamad", "Hamad,
// the crown prince".
func (r *reader) styled(m *doc.Mention, title []string) bool {
	t := r.trees[m.Sentence]
	at := func(first int) bool {
		for n, w := range title {
			if k := first + n; k < 0 || k >= len(t.s.Tokens) || t.lemma(k) != w {
				return false
			}
		}
		return true
	}
	if at(m.First - len(title)) {
		return true
	}
	k := m.Last + 1
	if k >= len(t.s.Tokens) || t.tok(k).Text != "," {
		return false
	}
	if k++; k < len(t.s.Tokens) && t.tok(k).UPOS == "DET" {
		k++
	}
	return at(k)
}

// hasWords tells whether the words follow one another in a text.
func hasWords(text string, words []string) bool {
	all := strings.Fields(strings.ToLower(text))
	for i := range all {
		all[i] = strings.Trim(all[i], ".,")
	}
	for i := 0; i+len(words) <= len(all); i++ {
		if slices.Equal(all[i:i+len(words)], words) {
			return true
		}
	}
	return false
}

// antecedent resolves a pronoun: the first person to whoever speaks, the third to the nearest fitting name before
// it, subjects first.
func (r *reader) antecedent(sent, i int) (party, bool) {
	t := r.trees[sent]
	switch t.lemma(i) {
	case "i", "my", "me", "we", "our", "us":
		return r.speaker(sent, i)
	case "he", "his", "him", "himself":
		return r.before(sent, i, "person", 'm')
	case "she", "her", "hers", "herself":
		return r.before(sent, i, "person", 'f')
	case "it", "its", "itself":
		return r.before(sent, i, "organisation", 0)
	case "they", "their", "them", "themselves", "theirs", "both":
		return r.plural(sent, i)
	case "who", "which", "that":
		if v := t.head(i); v >= 0 {
			if k := t.antecedent(i, v); k != i {
				p := r.resolve(sent, k)
				p.tok = i
				return p, true
			}
		}
	}
	return party{}, false
}

// speaker is the innermost source of the claim that covers a token.
func (r *reader) speaker(sent, i int) (party, bool) {
	c := attrib.Covering(r.d, r.trees[sent].tok(i).Span)
	if c < 0 || len(r.d.Claims[c].Chain) == 0 {
		return party{}, false
	}
	h := &r.d.Claims[c].Chain[len(r.d.Claims[c].Chain)-1]
	return r.hop(sent, i, h)
}

func (r *reader) hop(sent, i int, h *doc.Hop) (party, bool) {
	p := party{sent: sent, tok: i, entity: h.Entity, span: h.Span, name: h.Name, at: sent, head: -1}
	if h.Entity >= 0 {
		r.inform(&p)
		return p, !p.span.Empty()
	}
	if h.Span.Empty() {
		return party{}, false
	}
	p.at, p.head = r.d.TokenAt(h.Start)
	return p, p.at >= 0
}

// before finds the nearest entity of a type before a token, in this sentence or the three before; within a sentence
// subjects come first. "organisation" also takes countries and groups.
func (r *reader) before(sent, i int, kind string, gender byte) (party, bool) {
	for s := sent; s >= 0 && s >= sent-3; s-- {
		t := r.trees[s]
		best, rank := -1, -1
		for k := range t.s.Tokens {
			if s == sent && k >= i {
				break
			}
			if s < sent && t.rel(k) == "nsubj" && kind == "person" && samePerson(t.lemma(k), gender) {
				best, rank = k, 4 // the same one still
				continue
			}
			m := r.mentions[s][k]
			if m < 0 || r.d.Mentions[m].Head != k || r.d.Mentions[m].Entity < 0 {
				continue
			}
			e := &r.d.Entities[r.d.Mentions[m].Entity]
			if kind == "person" && (e.Type != "person" || e.Gender != 0 && gender != 0 && e.Gender != gender) ||
				kind != "person" && (e.Type == "person" || e.Type == "document") {
				continue
			}
			v := 0
			switch t.rel(k) {
			case "nsubj":
				v = 3
			case "obj", "obl":
				v = 1
			case "amod", "compound":
				v = -1
				if kind != "person" {
					continue
				}
			}
			if s == sent && t.rel(k) != "nsubj" {
				v++ // what was just said comes to mind first
			}
			if v >= rank {
				best, rank = k, v
			}
		}
		if best >= 0 {
			p := r.resolve(s, best)
			p.sent, p.tok = sent, i
			return p, true
		}
	}
	return party{}, false
}

// samePerson tells whether a pronoun is one for persons of a gender.
func samePerson(lemma string, gender byte) bool {
	return lemma == "he" && gender == 'm' || lemma == "she" && gender == 'f'
}

// plural finds what "they" stands for: a plural noun, a coordination or a group, subjects first.
func (r *reader) plural(sent, i int) (party, bool) {
	for s := sent; s >= 0 && s >= sent-2; s-- {
		t := r.trees[s]
		best, rank := -1, -1
		for k := range t.s.Tokens {
			if s == sent && k >= i {
				break
			}
			x := t.tok(k)
			if s < sent && t.rel(k) == "nsubj" && t.lemma(k) == "they" {
				best, rank = k, 4
				continue
			}
			if (x.UPOS != "NOUN" && x.UPOS != "PROPN") || r.dated[s][k] {
				continue
			}
			group := false
			if m := r.mention(s, k); m != nil {
				group = m.Head == k && (m.Type == "group" || m.Type == "organisation")
			}
			if x.XPOS != "NNS" && x.XPOS != "NNPS" && !group && t.kid(k, "conj") < 0 {
				continue
			}
			v := 0
			switch t.rel(k) {
			case "nsubj":
				v = 3
			case "obj", "obl":
				v = 1
			default:
				continue
			}
			if v >= rank {
				best, rank = k, v
			}
		}
		if best >= 0 {
			p := r.resolve(s, best)
			p.sent, p.tok = sent, i
			return p, true
		}
	}
	return party{}, false
}
