package linear

import "unsafe"

// prefetch asks the processor for the homes of n features, at least one, in a table of entries of size bytes.
//
//go:noescape
func prefetch(table unsafe.Pointer, size int, shift uint8, features *uint64, n int)

// Prefetch tells the processor that features will be scored soon, so that it need not be waited for then. A nil model has none.
func (m *Model) Prefetch(features []uint64) {
	switch n := len(features); {
	case n == 0 || m == nil:
	case m.few != nil:
		prefetch(unsafe.Pointer(&m.few[0]), int(unsafe.Sizeof(fewSlot{})), m.shift, &features[0], n)
	default:
		prefetch(unsafe.Pointer(&m.slots[0]), int(unsafe.Sizeof(slot{})), m.shift, &features[0], n)
	}
}
