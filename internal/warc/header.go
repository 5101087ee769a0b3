package warc

import (
	"bufio"
	"crypto/sha1" //nolint:gosec // the archives' own check sum
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Fields are the named fields of a head in their order.
type Fields [][2]string

// Get returns the value of the first field of that name, whatever its case, "" if there is none.
func (f Fields) Get(name string) string {
	for _, field := range f {
		if strings.EqualFold(field[0], name) {
			return field[1]
		}
	}
	return ""
}

// readFields reads "name: value" lines up to an empty line. Folded lines are joined; lines without a colon are passed over.
func readFields(in *bufio.Reader) (Fields, error) {
	var f Fields
	for size := 0; ; {
		line, err := readLine(in)
		if err != nil {
			return f, err
		}
		size += len(line) + 1
		switch {
		case line == "":
			return f, nil
		case size > maxHeader || len(f) >= maxFields:
			return f, fmt.Errorf("the header is larger than %d bytes or %d fields", maxHeader, maxFields)
		case (line[0] == ' ' || line[0] == '\t') && len(f) > 0:
			f[len(f)-1][1] += " " + strings.TrimSpace(line)
			continue
		}
		if name, value, ok := strings.Cut(line, ":"); ok {
			f = append(f, [2]string{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
}

// readLine reads a line of at most bufferSize bytes without its end.
func readLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadSlice('\n')
	switch {
	case err == bufio.ErrBufferFull:
		return "", fmt.Errorf("a line of the header is longer than %d bytes", bufferSize)
	case err == io.EOF:
		return strings.TrimRight(string(line), "\r\n"), io.ErrUnexpectedEOF
	case err != nil:
		return "", err
	}
	return strings.TrimRight(string(line), "\r\n"), nil
}

// readHeader reads a record's head.
func readHeader(in *bufio.Reader, h *Header) error {
	line, err := readLine(in)
	version, ok := strings.CutPrefix(line, "WARC/")
	switch {
	case err == io.ErrUnexpectedEOF && (ok || line == ""):
		return cut(err, "the header")
	case err != nil && err != io.ErrUnexpectedEOF:
		return cut(err, "the header")
	case !ok || !strings.HasPrefix(version, "1."):
		return fmt.Errorf("no record begins here, but %q", line[:min(len(line), 40)])
	}
	h.Version = strings.TrimSpace(version)
	if h.Fields, err = readFields(in); err != nil {
		if err == io.ErrUnexpectedEOF {
			return cut(err, "the header")
		}
		return err
	}
	for _, f := range h.Fields {
		switch strings.ToLower(f[0]) {
		case "warc-type":
			h.Type = strings.ToLower(f[1])
		case "warc-record-id":
			h.ID = strings.Trim(f[1], "<>")
		case "warc-target-uri":
			h.TargetURI = strings.Trim(f[1], "<>") // in angle brackets by an error of the 1.0 grammar
		case "warc-date":
			h.Date, _ = time.Parse(time.RFC3339Nano, f[1])
		case "warc-truncated":
			h.Truncated = f[1]
		case "content-type":
			h.ContentType = f[1]
		case "content-length":
			h.Length, err = strconv.ParseInt(f[1], 10, 64)
			if err != nil || h.Length < 0 {
				return fmt.Errorf("the Content-Length %q is no number", f[1])
			}
			ok = false
		}
	}
	switch {
	case ok:
		return fmt.Errorf("the header has no Content-Length")
	case h.Type == "":
		return fmt.Errorf("the header has no WARC-Type")
	}
	return nil
}

// digestHolds checks a block against its SHA-1, if the header has one in base 32 or hexadecimal. In gzipped archives
// the members' own check sums do that.
func digestHolds(h *Header, block []byte) bool {
	kind, want, ok := strings.Cut(h.Fields.Get("WARC-Block-Digest"), ":")
	if !ok || !strings.EqualFold(kind, "sha1") || h.Truncated != "" {
		return true
	}
	sum := sha1.Sum(block) //nolint:gosec // as above
	switch len(want) {
	case 32:
		return strings.EqualFold(want, base32.StdEncoding.EncodeToString(sum[:]))
	case 40:
		return strings.EqualFold(want, hex.EncodeToString(sum[:]))
	}
	return true
}
