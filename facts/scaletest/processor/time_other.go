//go:build !unix

package processor

import "time"

// Time would return the processor time that this process has taken.
func Time() time.Duration { return 0 }
