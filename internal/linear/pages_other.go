//go:build !linux

package linear

// room returns n zeros.
func room[T any](n int) []T { return make([]T, n) }
