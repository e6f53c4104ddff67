//go:build !unix

package scaletest

import "time"

// processor would return the processor time that this process has taken.
func processor() time.Duration { return 0 }
