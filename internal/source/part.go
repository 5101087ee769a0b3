package source

import (
	"errors"
	"strconv"

	"onrecord/internal/warc"
)

// PartMark is the Options.Resume that begins an archive at a byte offset.
func PartMark(spec Spec, offset int64) string {
	if offset == 0 || len(spec.files) > 1 {
		return ""
	}
	name := ""
	if len(spec.files) == 1 {
		name = spec.files[0].name
	}
	return mark(strconv.FormatInt(offset, 10), name)
}

// Fatal reports whether a source cannot be opened or read further; any other problem is one item's or one place's, and the rest
// is read.
func (p *Problem) Fatal() bool {
	var damage *warc.Damage
	return p.Key == "" && !errors.As(p.Err, &damage)
}
