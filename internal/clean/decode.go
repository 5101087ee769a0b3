package clean

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"

	"onrecord/internal/charset"
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
	if charset.Wide(data) {
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

// decode turns data into valid UTF-8; of a page its <meta> element is asked where the bytes do not tell.
func decode(data []byte, isHTML bool) string {
	declared := ""
	if isHTML {
		declared = charset.Declared(data)
	}
	return noZeros(string(charset.Force(data, "", declared)))
}

// noZeros puts U+FFFD for zero bytes, as HTML does: they are no characters, and PostgreSQL keeps none.
func noZeros(s string) string { return strings.ReplaceAll(s, "\x00", "\ufffd") }

// sniff tells the format of data: html, jsonl (an object) or text.
func sniff(data []byte, hint string) string {
	switch hint {
	case "html", "text", "jsonl":
		return hint
	case "json":
		return "jsonl"
	}
	head := data[:min(len(data), 4096)]
	if charset.Wide(data) {
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
