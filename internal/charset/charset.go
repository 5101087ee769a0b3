// Package charset brings texts to UTF-8. In go the bytes of a document and what its header or a declaration within say of
// its character set, out comes UTF-8. One order of belief holds for all that is fetched, kept in archives or given as a
// file: the bytes themselves, then the header, then the declaration, then windows-1252. It never guesses a language.
package charset

import (
	"bytes"
	"encoding/binary"
	"mime"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	htmlcharset "golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

// UTF8 brings a text to UTF-8 where its bytes, its header or a declaration within tell how. UTF-16 is told by its mark or
// by where its zeros lie. Text that is mostly UTF-8 stays as it is, broken bytes and all, whatever is said of it: headers
// are wrong more often than text is UTF-8 by chance. Then contentType (a header value, "" if unknown) is believed, then
// declared (a character set's name, "" if unknown). ok is false if none of them helped; data is returned unchanged then.
func UTF8(data []byte, contentType, declared string) (out []byte, ok bool) {
	if order := wide(data); order != nil {
		return fromUTF16(data, order), true
	}
	if mostlyUTF8(data) {
		return data, true
	}
	for _, name := range []string{Of(contentType), strings.ToLower(strings.TrimSpace(declared))} {
		if name == "" || name == "utf-8" || name == "utf8" {
			continue
		}
		enc, canonical := htmlcharset.Lookup(name)
		if enc == nil || canonical == "replacement" || strings.HasPrefix(canonical, "utf-16") {
			continue // UTF-16 without a mark or zeros is never what the bytes are
		}
		if out, err := enc.NewDecoder().Bytes(data); err == nil && utf8.Valid(out) {
			return out, true
		}
	}
	return data, false
}

// Force is UTF8 that always gives valid UTF-8, without a byte order mark: each byte that is part of no character becomes
// U+FFFD, and a text of which nothing tells the character set is read as windows-1252.
func Force(data []byte, contentType, declared string) []byte {
	out, ok := UTF8(data, contentType, declared)
	if !ok {
		if text, err := charmap.Windows1252.NewDecoder().Bytes(out); err == nil {
			return text
		}
	}
	out = bytes.TrimPrefix(out, []byte("\xef\xbb\xbf"))
	if utf8.Valid(out) {
		return out
	}
	whole := make([]byte, 0, len(out)+64)
	for len(out) > 0 {
		r, n := utf8.DecodeRune(out)
		whole = utf8.AppendRune(whole, r)
		out = out[n:]
	}
	return whole
}

// Declared returns the character set that the first 1024 bytes of a page name in <meta>, as far as the standard for HTML has
// browsers look. Where they name none it is "utf-8" if they are that beyond ASCII, else "windows-1252".
func Declared(page []byte) string {
	_, name, _ := htmlcharset.DetermineEncoding(page, "")
	return name
}

// Wide tells whether data is UTF-16, by its mark or by where its zero bytes lie.
func Wide(data []byte) bool { return wide(data) != nil }

// wide returns the byte order of UTF-16, nil for other data.
func wide(data []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return binary.BigEndian
	}
	head := data[:min(len(data), 1024)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	half := len(head) / 2
	switch {
	case half < 8:
	case zeros[1]*10 > half*7 && zeros[0]*20 < half:
		return binary.LittleEndian
	case zeros[0]*10 > half*7 && zeros[1]*20 < half:
		return binary.BigEndian
	}
	return nil
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	if len(units) > 0 && units[0] == 0xfeff {
		units = units[1:]
	}
	return []byte(string(utf16.Decode(units)))
}

// mostlyUTF8 tells whether data is UTF-8, or has at least as many whole characters beyond ASCII as broken bytes; a
// character that is cut at the end is one of these.
func mostlyUTF8(data []byte) bool {
	if utf8.Valid(data) {
		return true
	}
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1 && !utf8.FullRune(data):
			return good > bad
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good >= bad
}

// Of returns the charset parameter of a Content-Type header value in lower case, "" if there is none.
func Of(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return strings.ToLower(strings.TrimSpace(params["charset"]))
	}
	_, after, found := strings.Cut(strings.ToLower(contentType), "charset=")
	if !found {
		return ""
	}
	return strings.Trim(after[:len(after)-len(strings.TrimLeft(after, "abcdefghijklmnopqrstuvwxyz0123456789-_:.\"' "))], "\"' ")
}
