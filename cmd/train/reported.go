package main

import (
	"math/rand"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/tag"
)

// News puts the source behind what it said: "S, the ministry said." The treebanks hold
// a hundred such sentences, so the parser sees more, made from their own statements
// and sources, with the arcs that EWT gives them: the verb of saying is the root,
// the statement its ccomp, and the comma hangs on the statement.

// reportedShare is how many sentences are made for each of the treebank.
const reportedShare = 0.12

// reported returns sentences with a source behind or amid the statement.
func reported(sentences [][]doc.Token, lex *tag.Lexicon) [][]doc.Token {
	r := reporter{rng: rand.New(rand.NewSource(5)), lex: lex}
	var statements [][]doc.Token
	for _, s := range sentences {
		if statement(s) {
			statements = append(statements, s)
		}
		r.addSources(s)
	}
	var out [][]doc.Token
	for range int(reportedShare * float64(len(sentences))) {
		s := statements[r.rng.Intn(len(statements))]
		source := r.sources[r.rng.Intn(len(r.sources))]
		out = append(out, r.make(s, source))
	}
	return out
}

type reporter struct {
	rng     *rand.Rand
	lex     *tag.Lexicon
	sources [][]doc.Token // noun phrases; heads are indexes into the phrase, -1 for its own head
}

// statement reports whether a sentence is a plain full sentence that somebody may be quoted with.
func statement(s []doc.Token) bool {
	n := len(s)
	if n < 6 || n > 32 || s[n-1].Text != "." || s[0].Text[0] < 'A' || s[0].Text[0] > 'Z' {
		return false
	}
	root, subject := -1, false
	for i, t := range s {
		if t.Head < 0 {
			root = i
		}
		if strings.ContainsAny(t.Text, "\"“”‘:;()?!") || t.Text == "''" || t.Text == "``" {
			return false
		}
	}
	for _, t := range s {
		if t.Head != root {
			continue
		}
		switch {
		case strings.HasPrefix(t.Rel, "nsubj"):
			subject = true
		case t.Rel == "parataxis" || t.Rel == "discourse" || t.Rel == "vocative" || t.Rel == "ccomp":
			return false
		}
	}
	return subject && s[n-1].Head == root
}

// addSources collects the subjects of verbs of saying.
func (r *reporter) addSources(s []doc.Token) {
	for i, t := range s {
		if t.Rel != "nsubj" || t.Head < 0 || t.Text == "I" || strings.EqualFold(t.Text, "you") || t.XPOS == "WP" || t.XPOS == "WDT" {
			continue
		}
		switch s[t.Head].Lemma {
		case "say", "tell", "add", "announce", "report", "claim", "warn", "state", "declare", "write", "confirm", "argue", "note", "deny":
		default:
			continue
		}
		if phrase := subtree(s, i); phrase != nil && len(phrase) <= 14 {
			if phrase[0].XPOS != "NNP" && phrase[0].XPOS != "NNPS" {
				phrase[0].Text = strings.ToLower(phrase[0].Text)
			}
			r.sources = append(r.sources, phrase)
		}
	}
}

// subtree returns a copy of what hangs below token i, nil when it is not in one piece.
func subtree(s []doc.Token, i int) []doc.Token {
	in := make([]bool, len(s))
	first, last, n := i, i, 0
	for j := range s {
		k := j
		for steps := 0; k >= 0 && k != i && steps < len(s); steps++ {
			k = s[k].Head
		}
		if k == i {
			in[j] = true
			first, last, n = min(first, j), max(last, j), n+1
		}
	}
	if n != last-first+1 {
		return nil
	}
	phrase := append([]doc.Token(nil), s[first:last+1]...)
	for j := range phrase {
		if phrase[j].Head -= first; first+j == i {
			phrase[j].Head = -1
		}
	}
	return phrase
}

// draft is a sentence under construction.
type draft struct {
	tokens []doc.Token
	lex    *tag.Lexicon
}

// put adds a word; its head is set later where it is -2.
func (d *draft) put(text, upos, xpos, lemma, rel string, head int) int {
	d.tokens = append(d.tokens, doc.Token{Text: text, UPOS: upos, XPOS: xpos, Lemma: lemma, Rel: rel, Head: head, Cluster: d.lex.Cluster(text)})
	return len(d.tokens) - 1
}

// phrase adds tokens with heads among themselves; it returns where their head is.
func (d *draft) phrase(tokens []doc.Token, rel string) int {
	base, top := len(d.tokens), -1
	for i, t := range tokens {
		if t.Head < 0 {
			top = base + i
			t.Rel = rel
		} else {
			t.Head += base
		}
		d.tokens = append(d.tokens, t)
	}
	return top
}

// make joins a statement and a source.
func (r *reporter) make(s, source []doc.Token) []doc.Token {
	d := &draft{lex: r.lex}
	if r.rng.Intn(8) == 0 {
		if made := r.amid(d, s, source); made != nil {
			return made
		}
	}
	quoted := r.rng.Intn(5) < 2
	left, right := "\"", "\""
	if r.rng.Intn(2) == 0 {
		left, right = "“", "”"
	}
	var marks []int
	if quoted {
		marks = append(marks, d.put(left, "PUNCT", "``", left, "punct", -2))
	}
	top := d.phrase(s[:len(s)-1], "ccomp")
	marks = append(marks, d.put(",", "PUNCT", ",", ",", "punct", -2))
	if quoted {
		marks = append(marks, d.put(right, "PUNCT", "''", right, "punct", -2))
	}
	verb := r.says(d, source, true)
	for _, m := range marks {
		d.tokens[m].Head = top
	}
	d.tokens[top].Head = verb
	d.tokens[verb].Head, d.tokens[verb].Rel = -1, "root"
	d.put(".", "PUNCT", ".", ".", "punct", verb)
	return d.tokens
}

// says adds source and verb, with a listener, a day or a medium where the draw has it, and returns the verb.
func (r *reporter) says(d *draft, source []doc.Token, more bool) int {
	verbs := []string{"said", "said", "said", "said", "said", "says", "added", "told", "announced", "reported"}
	v := verbs[r.rng.Intn(len(verbs))]
	xpos := "VBD"
	if v == "says" {
		xpos = "VBZ"
	}
	lemma := map[string]string{"said": "say", "says": "say", "added": "add", "told": "tell", "announced": "announce", "reported": "report"}[v]
	pronoun := source[len(source)-1].UPOS == "PRON"
	var verb, subject int
	if v != "told" && !pronoun && r.rng.Intn(4) == 0 {
		verb = d.put(v, "VERB", xpos, lemma, "", -2)
		subject = d.phrase(source, "nsubj")
	} else {
		subject = d.phrase(source, "nsubj")
		verb = d.put(v, "VERB", xpos, lemma, "", -2)
	}
	d.tokens[subject].Head = verb
	if v == "told" {
		if r.rng.Intn(2) == 0 {
			d.put("reporters", "NOUN", "NNS", "reporter", "iobj", verb)
		} else {
			agency := []string{"Reuters", "AFP", "AP", "CNN"}[r.rng.Intn(4)]
			d.put(agency, "PROPN", "NNP", agency, "iobj", verb)
		}
	}
	if !more {
		return verb
	}
	day := []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}[r.rng.Intn(7)]
	switch r.rng.Intn(6) {
	case 0:
		on := d.put("on", "ADP", "IN", "on", "case", -2)
		d.tokens[on].Head = d.put(day, "PROPN", "NNP", day, "obl", verb)
	case 1:
		d.put(day, "PROPN", "NNP", day, "obl:unmarked", verb)
	case 2:
		in := d.put("in", "ADP", "IN", "in", "case", -2)
		a := d.put("a", "DET", "DT", "a", "det", -2)
		h := d.put("statement", "NOUN", "NN", "statement", "obl", verb)
		d.tokens[in].Head, d.tokens[a].Head = h, h
	}
	return verb
}

// amid puts source and verb behind the statement's subject: "Prices, he said, rose."
// It returns nil when the subject does not open the statement.
func (r *reporter) amid(d *draft, s, source []doc.Token) []doc.Token {
	root := -1
	for i := range s {
		if s[i].Head < 0 {
			root = i
		}
	}
	for i := range s {
		if s[i].Head != root || !strings.HasPrefix(s[i].Rel, "nsubj") || i > root {
			continue
		}
		subject := subtree(s, i)
		if subject == nil || len(subject) == len(s) || !sameStart(s, subject) || s[i].UPOS == "PRON" {
			return nil
		}
		n := len(subject)
		d.tokens = append(d.tokens, s[:n]...)
		first := d.put(",", "PUNCT", ",", ",", "punct", -2)
		verb := r.says(d, source, false)
		second := d.put(",", "PUNCT", ",", ",", "punct", verb)
		d.tokens[first].Head = verb
		shift := second + 1 - n
		d.tokens = append(d.tokens, s[n:]...)
		for j := range d.tokens {
			old := j < n || j > second
			if old && d.tokens[j].Head >= n {
				d.tokens[j].Head += shift
			}
		}
		d.tokens[verb].Head, d.tokens[verb].Rel = root+shift, "parataxis"
		return d.tokens
	}
	return nil
}

// sameStart reports whether a phrase opens the sentence.
func sameStart(s, phrase []doc.Token) bool {
	for i := range phrase {
		if s[i].Text != phrase[i].Text {
			return false
		}
	}
	return true
}
