package event

import "onrecord/internal/doc"

// OwnerOf is tree.owner of the first token with the text: the owner's text and how it was found.
func OwnerOf(d *doc.Document, word string) (who, how string) {
	for n := range d.Sentences {
		t := newTree(&d.Sentences[n], n)
		for i := range t.s.Tokens {
			if t.tok(i).Text != word {
				continue
			}
			k, how := t.owner(i)
			if k < 0 {
				return "", how
			}
			return t.tok(k).Text, how
		}
	}
	return "", ""
}
