//go:build unix

package scaletest

import (
	"time"

	"golang.org/x/sys/unix"
)

// processor returns the processor time that this process has taken, to the
// nanosecond: on a machine that others use, the slowest questions by the clock are
// those that were interrupted.
func processor() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
