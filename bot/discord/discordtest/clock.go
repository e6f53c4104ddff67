package discordtest

import (
	"sync"
	"time"
)

// Clock is the platform's clock: real time, pushed forward by Advance.
type Clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

// Now is the platform's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

// Advance pushes the clock forward.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}
