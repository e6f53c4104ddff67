package main

import (
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// A clock tells how long a question took. The wall clock is what a person waits; the
// processor's counts this process alone, all its threads, and so stays true on a
// machine that others use too.
type clock func() time.Duration

func clockNamed(name string) (clock, error) {
	switch name {
	case "wall":
		began := time.Now()
		return func() time.Duration { return time.Since(began) }, nil
	case "cpu":
		return func() time.Duration {
			var t unix.Timespec
			if unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t) != nil {
				return 0
			}
			return time.Duration(t.Nano())
		}, nil
	}
	return nil, fmt.Errorf("no clock %q: there are wall and cpu", name)
}
