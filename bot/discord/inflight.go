package discord

import (
	"sync"
	"time"
)

// inFlight counts what is being answered, so that a stop can wait for it. (A
// sync.WaitGroup must not be added to while it is waited for.)
type inFlight struct {
	mu      sync.Mutex
	n       int
	closing bool
	idle    chan struct{} // closed when n falls to 0; nil when nobody waits
}

// begin counts one in, unless we are stopping.
func (f *inFlight) begin() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closing {
		return false
	}
	f.n++
	return true
}

// more counts in what belongs to one that is counted already.
func (f *inFlight) more() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
}

// end counts one out.
func (f *inFlight) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.n--; f.n == 0 && f.idle != nil {
		close(f.idle)
		f.idle = nil
	}
}

// close lets nothing more in.
func (f *inFlight) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closing = true
}

// wait waits until there is nothing in flight, and says whether that came in time.
func (f *inFlight) wait(limit time.Duration) bool {
	f.mu.Lock()
	if f.n == 0 {
		f.mu.Unlock()
		return true
	}
	if f.idle == nil {
		f.idle = make(chan struct{})
	}
	idle := f.idle
	f.mu.Unlock()
	select {
	case <-idle:
		return true
	case <-time.After(limit):
		return false
	}
}
