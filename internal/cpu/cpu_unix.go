//go:build unix

// Package cpu tells how long a program has kept processors busy, for tests and benchmarks on machines that are busy with other
// things: there it says more than the clock.
package cpu

import (
	"syscall"
	"time"
)

// Time is what the program has used of the processors so far.
func Time() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
