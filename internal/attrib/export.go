package attrib

import "onrecord/internal/doc"

// Overlap is the Dice coefficient of two sets of spans, counted in bytes.
func Overlap(a, b []doc.Span) float64 { return overlap(a, b) }
