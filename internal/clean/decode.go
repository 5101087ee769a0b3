package clean

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"

	"onrecord/internal/doc"
)

// maxRatio is the growth above which a gzip stream counts as a bomb: web pages and
// news texts shrink by 3 to 20 times.
const maxRatio = 200

// inflate unpacks gzip data, once; other data passes through.
func inflate(data []byte) ([]byte, *doc.Problem) {
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return data, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		p := problem("the gzip data is damaged: %v", err)
		return nil, &p
	}
	out, err := io.ReadAll(io.LimitReader(z, MaxInput+1))
	switch {
	case len(out) > MaxInput:
		p := problem("the gzip data unpacks to more than %d MB, the most that is read", MaxInput>>20)
		return nil, &p
	case len(out) > 1<<20 && len(out) > maxRatio*len(data):
		p := problem("the gzip data unpacks to %d times its size: not a news text", len(out)/len(data))
		return nil, &p
	case err != nil && len(out) == 0:
		p := problem("the gzip data is damaged: %v", err)
		return nil, &p
	}
	return out, nil // a stream that is cut short gives what it held
}

// kinds are the first bytes of files that people hand over by mistake.
var kinds = []struct{ magic, name string }{
	{"%PDF-", "a PDF file"},
	{"PK\x03\x04", "a ZIP archive or an office document"},
	{"\x89PNG", "an image"},
	{"GIF8", "an image"},
	{"\xff\xd8\xff", "an image"},
	{"\x7fELF", "a program"},
	{"\xd0\xcf\x11\xe0", "an old office document"},
	{"SQLite format 3\x00", "a database"},
	{"\x1f\x8b", "gzip data within gzip data"},
	{"BZh9", "bzip2 data"},
	{"\xfd7zXZ", "xz data"},
	{"\x28\xb5\x2f\xfd", "zstd data"},
}

// binaryKind names the kind of a file that is no text, "" for text.
func binaryKind(data []byte) string {
	for _, k := range kinds {
		if bytes.HasPrefix(data, []byte(k.magic)) {
			return k.name
		}
	}
	if _, wide := utf16Order(data); wide {
		return ""
	}
	control := 0
	head := data[:min(len(data), 64<<10)]
	for _, c := range head {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			control++
		}
	}
	if control*50 > len(head) {
		return "a binary file"
	}
	return ""
}

// utf16Order tells UTF-16 by its byte order mark or by where its zero bytes lie.
func utf16Order(data []byte) (binary.ByteOrder, bool) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return binary.LittleEndian, true
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return binary.BigEndian, true
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
		return binary.LittleEndian, true
	case zeros[0]*10 > half*7 && zeros[1]*20 < half:
		return binary.BigEndian, true
	}
	return nil, false
}

// decode turns data into valid UTF-8. Valid UTF-8 stays as it is, whatever it says of itself:
// headers and <meta> are wrong more often than text is UTF-8 by chance. Otherwise the byte
// order mark decides, then for HTML the <meta> element, then windows-1252 unless the
// data is UTF-8 with a few broken bytes.
func decode(data []byte, isHTML bool) string {
	if order, ok := utf16Order(data); ok {
		return decodeUTF16(data, order)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if utf8.Valid(data) {
		return string(data)
	}
	good, bad := multibyte(data)
	if good >= bad {
		return repair(data)
	}
	if isHTML {
		if enc, name, _ := charset.DetermineEncoding(data[:min(len(data), 4096)], ""); name != "utf-8" {
			if out, err := enc.NewDecoder().Bytes(data); err == nil && utf8.Valid(out) {
				return string(out)
			}
		}
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return repair(data)
	}
	return string(out)
}

// multibyte counts the whole multi-byte characters of data and the bytes that belong to none.
func multibyte(data []byte) (good, bad int) {
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good, bad
}

// repair replaces each byte that is part of no character by U+FFFD.
func repair(data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + 64)
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		b.WriteRune(r)
		data = data[n:]
	}
	return b.String()
}

func decodeUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	if len(units) > 0 && units[0] == 0xfeff {
		units = units[1:]
	}
	return string(utf16.Decode(units))
}

// sniff tells the format of data: html, jsonl (an object) or text.
func sniff(data []byte, hint string) string {
	switch hint {
	case "html", "text", "jsonl":
		return hint
	case "json":
		return "jsonl"
	}
	head := data[:min(len(data), 4096)]
	if _, wide := utf16Order(data); wide {
		head = []byte(decode(head[:len(head)&^1], false))
	}
	head = bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case len(head) == 0:
		return "text"
	case head[0] == '{' && looksJSON(data):
		return "jsonl"
	case head[0] == '<' && looksHTML(head):
		return "html"
	}
	return "text"
}

// looksHTML reports whether a text that starts with "<" starts as a page or part of one does.
func looksHTML(head []byte) bool {
	for _, p := range []string{"<!doctype html", "<html", "<head", "<body", "<!--", "<meta", "<title", "<article", "<main", "<section", "<div", "<p>", "<p ", "<h1", "<h2", "<script", "<header", "<?xml"} {
		if bytes.HasPrefix(head, []byte(p)) {
			return true
		}
	}
	return bytes.Count(head, []byte("</")) >= 3
}
