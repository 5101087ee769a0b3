package entity

import (
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// addDocuments adds what the tagger leaves out because its corpus does: numbered resolutions and laws,
// "Resolution 2719", with the names before them that belong to it.
func (l *linker) addDocuments() {
	d := l.d
	taken := l.taken()
	var found []doc.Mention
	for i := range d.Sentences {
		ts := d.Sentences[i].Tokens
		for j := 0; j+1 < len(ts); j++ {
			r, _ := utf8.DecodeRuneInString(ts[j].Text)
			if !unicode.IsUpper(r) || !l.f.lex.has(lowered(ts[j].Text), lexDocumentNoun) || taken[[2]int{i, j}] {
				continue
			}
			if c := ts[j+1].Text[0]; c < '0' || c > '9' || taken[[2]int{i, j + 1}] {
				continue
			}
			found = append(found, mention(d, i, span{j, j + 1, Misc}))
		}
	}
	d.Mentions = merge(d.Mentions, found)
}

// addAcronyms adds a bracketed short form that the tagger left out after the name that it stands for, and
// every other place where the article writes it: "Lake Watch Group (LWG) ... LWG".
func (l *linker) addAcronyms() {
	d := l.d
	taken := l.taken()
	class := map[string]string{}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		short := l.token(m.Sentence, m.Last+2)
		if m.Class == Person || l.token(m.Sentence, m.Last+1) != "(" || l.token(m.Sentence, m.Last+3) != ")" || !acronym(short) {
			continue
		}
		var words []string
		for k := m.First; k <= m.Last; k++ {
			if w := lowered(l.token(m.Sentence, k)); hasLetterOrDigit(w) && w != "the" {
				words = append(words, w)
			}
		}
		if initials(words, short) {
			class[short] = m.Class
		}
	}
	if len(class) == 0 {
		return
	}
	var found []doc.Mention
	for i := range d.Sentences {
		for j := range d.Sentences[i].Tokens {
			if c := class[d.Sentences[i].Tokens[j].Text]; c != "" && !taken[[2]int{i, j}] {
				found = append(found, mention(d, i, span{j, j, c}))
			}
		}
	}
	d.Mentions = merge(d.Mentions, found)
}

// taken is the set of sentence and token pairs that mentions cover.
func (l *linker) taken() map[[2]int]bool {
	taken := map[[2]int]bool{}
	for i := range l.d.Mentions {
		for k := l.d.Mentions[i].First; k <= l.d.Mentions[i].Last; k++ {
			taken[[2]int{l.d.Mentions[i].Sentence, k}] = true
		}
	}
	return taken
}

// merge joins two lists of mentions that are in text order.
func merge(a, b []doc.Mention) []doc.Mention {
	if len(b) == 0 {
		return a
	}
	out := make([]doc.Mention, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && a[0].Start <= b[0].Start {
			out, a = append(out, a[0]), a[1:]
			continue
		}
		out, b = append(out, b[0]), b[1:]
	}
	return out
}
