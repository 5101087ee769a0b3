package linear

import (
	"syscall"
	"unsafe"
)

// largePage is the size of a large page on most machines; where it is another, nothing is lost.
const largePage = 2 << 20

// room returns n zeros; the kernel is asked to keep what whole large pages there are in their memory as such. Tables are looked at
// in places that nobody can foretell, and with pages of 4 kB finding the page takes a good part of the time of reading it.
func room[T any](n int) []T {
	s := make([]T, n)
	if n == 0 {
		return s
	}
	size := n * int(unsafe.Sizeof(s[0]))
	start := int(-uintptr(unsafe.Pointer(&s[0])) % largePage)
	if end := start + (size-start)/largePage*largePage; end > start {
		// A kernel that has none refuses, and then it goes as it would have.
		_ = syscall.Madvise(unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), size)[start:end], syscall.MADV_HUGEPAGE)
	}
	return s
}
