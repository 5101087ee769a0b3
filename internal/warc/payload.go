package warc

import (
	"bufio"
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"onrecord/internal/fetch/body"
)

// Payload is the page that a record holds.
type Payload struct {
	Status      int    // of the HTTP answer; 200 for a resource record
	ContentType string // as the server said
	Header      Fields
	Body        []byte // encodings undone
}

// Payload reads the record's page of at most most bytes: the HTTP answer of a response record, the block of a resource record.
// Encodings named in the head are undone if the body is really in them, since crawlers keep the head and store the
// body unpacked. An error names what was wrong; the body read up to there comes with it.
func (r *Record) Payload(most int64) (Payload, error) {
	limits := body.Limits{Max: most}
	if r.Type == "resource" || !strings.HasPrefix(strings.ToLower(r.ContentType), "application/http") && !bytes.HasPrefix(r.Block, []byte("HTTP/")) {
		data, err := body.Stored(r.Block, "", limits)
		return Payload{Status: 200, ContentType: r.ContentType, Body: data}, r.wrap(err)
	}
	head, data := splitHead(r.Block)
	in := bufio.NewReaderSize(bytes.NewReader(head), len(head)+16)
	line, err := readLine(in)
	if err != nil {
		return Payload{}, r.wrap(fmt.Errorf("the HTTP answer has no status line"))
	}
	parts := strings.Fields(line)
	if len(parts) < 2 || !strings.HasPrefix(parts[0], "HTTP/") {
		return Payload{}, r.wrap(fmt.Errorf("no HTTP answer: it begins with %q", line[:min(len(line), 40)]))
	}
	var p Payload
	if p.Status, err = strconv.Atoi(parts[1]); err != nil || p.Status < 100 || p.Status > 999 {
		return Payload{}, r.wrap(fmt.Errorf("no HTTP answer: its status is %q", parts[1]))
	}
	if p.Header, err = readFields(in); err != nil {
		return p, r.wrap(fmt.Errorf("the HTTP header is cut or too large"))
	}
	p.ContentType = p.Header.Get("Content-Type")
	if strings.Contains(strings.ToLower(p.Header.Get("Transfer-Encoding")), "chunked") {
		data, _ = body.Dechunk(data)
	}
	p.Body, err = body.Stored(data, p.Header.Get("Content-Encoding"), limits)
	return p, r.wrap(err)
}

// splitHead cuts an HTTP answer behind the empty line that ends its head; without one all is head.
func splitHead(block []byte) (head, rest []byte) {
	for i := 0; i < len(block); {
		n := bytes.IndexByte(block[i:], '\n') + 1
		if n == 0 {
			break
		}
		if line := block[i : i+n]; len(line) == 1 || len(line) == 2 && line[0] == '\r' {
			return block[:i+n], block[i+n:]
		}
		i += n
	}
	return block, nil
}

func (r *Record) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("warc: at %s: %s: %w", r.At, r.TargetURI, err)
}
