//go:build unix

package processor

import (
	"time"

	"golang.org/x/sys/unix"
)

// Time returns the processor time that this process has taken.
func Time() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
