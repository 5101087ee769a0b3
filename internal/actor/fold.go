package actor

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// accents maps the accented letters of the Latin alphabets to plain ones, two strings of equal length in runes.
const (
	accented = "àáâãäåāăąǎạảấầẩẫậắằçćĉċčďđðèéêëēĕėęěẹẻẽếềểễệĝğġģĥħìíîïĩīĭįıịĵķĺļľŀłñńņňŋòóôõöøōŏőơọỏốồổỗộớờợŕŗřśŝşšșţťŧțùúûüũūŭůűųưụủứừửữựŵýÿŷžźżẓḥṭṣ"
	plain    = "aaaaaaaaaaaaaaaaaaacccccdddeeeeeeeeeeeeeeeeegggghhiiiiiiiiiijklllllnnnnnoooooooooooooooooooorrrsssssttttuuuuuuuuuuuuuuuuuuwyyyzzzzhts"
)

// fold writes a word in lower case without accents and apostrophes.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case apostrophe(r):
		case r < 0x80:
			b.WriteByte(byte(lower(r)))
		case r == 'ß':
			b.WriteString("ss")
		case r == 'æ' || r == 'Æ':
			b.WriteString("ae")
		case r == 'œ' || r == 'Œ':
			b.WriteString("oe")
		default:
			b.WriteRune(unaccented(unicode.ToLower(r)))
		}
	}
	return b.String()
}

func unaccented(r rune) rune {
	if r > 0x1EFF {
		return r
	}
	if i := strings.IndexRune(accented, r); i >= 0 {
		return rune(plain[utf8.RuneCountInString(accented[:i])])
	}
	return r
}

func decode(s string) (rune, int) {
	if s == "" {
		return 0, 0
	}
	if s[0] < 0x80 {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}

func letter(r rune) bool {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	// The apostrophe of Ukrainian names is a letter to Unicode. It stands within words, and begins none.
	return (unicode.IsLetter(r) || unicode.IsMark(r)) && !apostrophe(r)
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func upperCase(r rune) bool {
	if r < 0x80 {
		return r >= 'A' && r <= 'Z'
	}
	return unicode.IsUpper(r)
}

func lower(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' }

// mark returns the class of a punctuation mark, 0 for what is no boundary (invisible characters, blanks).
func mark(r rune) byte {
	switch r {
	case ',', ';', ':', '–', '—', '/':
		return ','
	case '(', '[':
		return '('
	case ')', ']':
		return ')'
	case '.', '!', '?', '\n', '…':
		return '.'
	case '"', '“', '”', '„', '«', '»':
		return '"'
	case '&':
		return '&'
	}
	return 0
}
