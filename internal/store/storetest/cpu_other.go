//go:build !unix

package storetest

import "time"

// CPUTime is not known here: what is told of processor time is then nothing.
func CPUTime() time.Duration { return 0 }
