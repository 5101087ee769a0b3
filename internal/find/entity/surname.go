package entity

import (
	"unicode/utf8"

	"onrecord/internal/doc"
)

// surnames adds to the mentions of a document, in text order, the surnames that stand alone where the tagger
// passed them over: words written exactly like the end of a person's full name elsewhere in the document,
// and never in lower case. A lone surname that the tagger took for a body or a thing is a person too.
func (f *Finder) surnames(d *doc.Document, ms []doc.Mention, x *extractor) []doc.Mention {
	known := map[string]bool{}
	for i := range ms {
		m := &ms[i]
		if m.Class != Person || m.Last == m.First {
			continue
		}
		w := d.Sentences[m.Sentence].Tokens[m.Last].Text
		low := lowered(w)
		if e := x.seen[low]; utf8.RuneCountInString(w) < 4 || e != nil && e.lower > 0 ||
			f.lex.words[low]&(lexCountry|lexCapital|lexDemonym|lexOffice|lexMonthOrDay|lexOrganisation|lexPlaceNoun) != 0 {
			continue
		}
		known[w] = true
	}
	if len(known) == 0 {
		return ms
	}
	taken := map[[2]int]bool{}
	for i := range ms {
		m := &ms[i]
		if m.First == m.Last && known[d.Sentences[m.Sentence].Tokens[m.First].Text] {
			switch m.Class {
			case Organization, Misc, Product, Facility:
				m.Class = Person
			}
		}
		for k := m.First; k <= m.Last; k++ {
			taken[[2]int{m.Sentence, k}] = true
		}
	}
	var found []doc.Mention
	for i := range d.Sentences {
		for j := range d.Sentences[i].Tokens {
			if known[d.Sentences[i].Tokens[j].Text] && !taken[[2]int{i, j}] {
				found = append(found, mention(d, i, span{j, j, Person}))
			}
		}
	}
	return merge(ms, found)
}
