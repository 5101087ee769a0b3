package warc

import (
	"bytes"
	"fmt"
	"io"
)

// searched is how far behind a place the beginning of a member is looked for: farther than the longest record that is kept.
const searched = 64 << 20

// Split finds places at which a gzipped archive can be cut into parts of at least size bytes: beginnings of gzip members that
// hold records. The first is 0. Read with Options.At and Options.End at two neighbouring places, the parts hold together every
// record of the archive once. An archive that is not gzipped, or is one member as a whole, stays whole.
func Split(archive io.ReaderAt, length, size int64) ([]int64, error) {
	starts := []int64{0}
	head := make([]byte, 3)
	if _, err := archive.ReadAt(head, 0); err != nil || !bytes.Equal(head, []byte{0x1f, 0x8b, 8}) {
		if err == io.EOF {
			err = nil
		}
		return starts, err
	}
	if size < 1 {
		return nil, fmt.Errorf("warc: parts of %d bytes", size)
	}
	for at := size; at < length; at = max(at, starts[len(starts)-1]) + size {
		r := NewReader(io.NewSectionReader(archive, at, min(length-at, searched)), Options{At: Position{Offset: at}})
		for r.resync(at - 1) {
			mark, err := r.in.Peek(2)
			if err == nil && mark[0] == 0x1f {
				starts = append(starts, r.Offset())
				break
			}
			r.in.Discard(1) //nolint:errcheck // text that looks like a record within a member: it is looked for behind it
			r.tape.mark(r.Offset())
			r.tape.drop(max(0, min(len(r.tape.kept), int(r.Offset()-r.tape.from))))
		}
		if r.tape.failed() {
			return nil, fmt.Errorf("warc: at %d: %w", r.Offset(), r.tape.err)
		}
	}
	return starts, nil
}
