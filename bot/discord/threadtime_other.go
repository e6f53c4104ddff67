//go:build !linux

package discord

import "time"

// threadTime tells the time that has passed: how much of it a thread used is not told here.
func threadTime() (used func() time.Duration) {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}
