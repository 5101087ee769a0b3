//go:build !amd64

package linear

// Prefetch does nothing on this processor.
func (m *Model) Prefetch([]uint64) {}
