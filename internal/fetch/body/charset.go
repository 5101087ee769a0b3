package body

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// UTF8 brings a text to UTF-8 where its header or a declaration within, both given by the caller, name another
// character set. Text that is UTF-8 already stays as it is, whatever is said of it: headers are wrong more often
// than text is UTF-8 by chance. A byte order mark comes next, then contentType (a header value, "" if unknown), then declared
// (a character set's name, "" if unknown). ok is false if none of them helped; data is returned unchanged then.
func UTF8(data []byte, contentType, declared string) (out []byte, ok bool) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		out, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		return out, err == nil
	}
	if valid(data) {
		return data, true
	}
	for _, name := range []string{Charset(contentType), strings.ToLower(strings.TrimSpace(declared))} {
		if name == "" || name == "utf-8" || name == "utf8" {
			continue
		}
		enc, canonical := charset.Lookup(name)
		if enc == nil || canonical == "replacement" || strings.HasPrefix(canonical, "utf-16") {
			continue // UTF-16 without a mark is never what the bytes are
		}
		if out, err := enc.NewDecoder().Bytes(data); err == nil && utf8.Valid(out) {
			return out, true
		}
	}
	return data, false
}

// Force is UTF8 that always gives valid UTF-8: where nothing names the character set, a text of
// mostly whole UTF-8 characters has its broken bytes replaced by U+FFFD, any other is read as windows-1252.
func Force(data []byte, contentType, declared string) []byte {
	out, ok := UTF8(data, contentType, declared)
	if ok && utf8.Valid(out) {
		return out
	}
	var whole, broken int
	for rest := out; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if n > 1 {
			whole++
		} else if r == utf8.RuneError {
			broken++
		}
		rest = rest[n:]
	}
	if whole < broken {
		if text, err := charmap.Windows1252.NewDecoder().Bytes(out); err == nil {
			return text
		}
	}
	return bytes.ToValidUTF8(out, []byte("\uFFFD"))
}

// Charset returns the charset parameter of a Content-Type header value in lower case, "" if there is none.
func Charset(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return strings.ToLower(strings.TrimSpace(params["charset"]))
	}
	_, after, found := strings.Cut(strings.ToLower(contentType), "charset=")
	if !found {
		return ""
	}
	return strings.Trim(after[:len(after)-len(strings.TrimLeft(after, "abcdefghijklmnopqrstuvwxyz0123456789-_:.\"' "))], "\"' ")
}

// MediaType returns the media type of a Content-Type header value in lower case without parameters.
func MediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}
