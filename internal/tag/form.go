package tag

import (
	"strings"

	"onrecord/internal/linear"
)

// Form returns a token's text as clusters and features know it: lower case, digits as 0, straight apostrophes.
func Form(text string) string {
	plain := true
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= 0x80 || 'A' <= c && c <= 'Z' || '1' <= c && c <= '9' {
			plain = false
			break
		}
	}
	if plain {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return '0'
		case r == '’' || r == '‘':
			return '\''
		}
		return r
	}, strings.ToLower(text))
}

// Cluster returns the clusters of a token by its text, zeros when it has none.
func (l *Lexicon) Cluster(text string) [3]uint16 { return l.clusters[linear.String(Form(text))] }
