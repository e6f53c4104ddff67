package discord

import (
	"time"

	"golang.org/x/sys/unix"
)

// threadTime returns what tells, in whatever thread, how much processor time the thread has used since that
// called it: a machine that is busy with something else takes nothing of a question's budget.
func threadTime() (used func() time.Duration) {
	clock := int32(^unix.Gettid()<<3 | 6) // of processor time, of one thread: the kernel's MAKE_THREAD_CPUCLOCK
	now := func() time.Duration {
		var t unix.Timespec
		_ = unix.ClockGettime(clock, &t) // zero of a thread that has ended
		return time.Duration(t.Nano())
	}
	began := now()
	return func() time.Duration { return now() - began }
}
