//go:build !unix

package storetest

import "time"

// cpuTime is not known here: what is told of processor time is then nothing.
func cpuTime() time.Duration { return 0 }
