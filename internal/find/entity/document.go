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
	taken := map[[2]int]bool{}
	for i := range d.Mentions {
		for k := d.Mentions[i].First; k <= d.Mentions[i].Last; k++ {
			taken[[2]int{d.Mentions[i].Sentence, k}] = true
		}
	}
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
	if len(found) > 0 {
		d.Mentions = merge(d.Mentions, found)
	}
}

// merge joins two lists of mentions that are in text order.
func merge(a, b []doc.Mention) []doc.Mention {
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
