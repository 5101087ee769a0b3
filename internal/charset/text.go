package charset

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// IsText reports whether strings are text as every kind of store keeps it: UTF-8 without zero bytes, which are no characters.
func IsText(list ...string) bool {
	for _, s := range list {
		if !utf8.ValidString(s) || strings.Contains(s, "\x00") {
			return false
		}
	}
	return true
}

// NoText returns the name of a field that is no text, as IsText has it, or holds none; ok is false where all are text.
func NoText(fields url.Values) (name string, ok bool) {
	for name, list := range fields {
		if !IsText(name) || !IsText(list...) {
			return name, true
		}
	}
	return "", false
}
