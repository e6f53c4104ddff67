package discord

import (
	"strconv"
	"sync"
	"time"
)

// An allowance bounds how much one person, and one server, may ask. It is a leaky bucket
// for each: so many at once, then one every so often.
type allowance struct {
	burst int           // questions at once
	every time.Duration // after that, one in this time

	mu   sync.Mutex
	keys map[string]*level
	now  func() time.Time
}

// A level is how full a bucket was, and when.
type level struct {
	full   float64 // questions not yet leaked away
	at     time.Time
	warned bool // told already, since it was last allowed
}

// maxLevels bounds the people remembered. Past it those whose bucket has run empty are
// forgotten, which changes nothing for them.
const maxLevels = 20_000

func newAllowance(burst int, every time.Duration) *allowance {
	return &allowance{burst: burst, every: every, keys: map[string]*level{}, now: time.Now}
}

// take counts a question. When it is one too many it says how long to wait, and whether
// this is the first refusal in a row: only that one is told.
func (a *allowance) take(key string) (wait time.Duration, first bool) {
	if a.burst <= 0 || key == "" {
		return 0, false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	l := a.keys[key]
	if l == nil {
		a.sweep(now)
		l = &level{at: now}
		a.keys[key] = l
	}
	l.full = max(l.full-float64(now.Sub(l.at))/float64(a.every), 0)
	l.at = now
	if l.full+1 <= float64(a.burst) {
		l.full++
		l.warned = false
		return 0, false
	}
	first = !l.warned
	l.warned = true
	return time.Duration((l.full + 1 - float64(a.burst)) * float64(a.every)), first
}

// sweep forgets empty buckets when there are many, and if that does not help, any.
func (a *allowance) sweep(now time.Time) {
	if len(a.keys) < maxLevels {
		return
	}
	for k, l := range a.keys {
		if now.Sub(l.at) >= time.Duration(l.full*float64(a.every)) {
			delete(a.keys, k)
		}
	}
	for k := range a.keys {
		if len(a.keys) < maxLevels*9/10 {
			return
		}
		delete(a.keys, k)
	}
}

// allow counts a question against the asker's and the server's allowance.
func (a *adapter) allow(user, guild string) (time.Duration, bool) {
	if wait, first := a.users.take(user); wait > 0 {
		return wait, first
	}
	if guild == "" {
		return 0, false
	}
	wait, _ := a.servers.take(guild)
	if wait == 0 {
		return 0, false
	}
	return wait, a.notices.first("busy " + guild + " " + user)
}

// tap counts a button, a vote or a completion.
func (a *adapter) tap(user, guild string) time.Duration {
	if wait, _ := a.taps.take(user); wait > 0 {
		return wait
	}
	wait, _ := a.shakes.take(guild)
	return wait
}

func waitText(locale string, d time.Duration) string {
	if d < 90*time.Second {
		return say(locale, "seconds", "n", strconv.Itoa(int(d.Seconds())+1))
	}
	return say(locale, "minutes", "n", strconv.Itoa(int(d.Minutes())+1))
}
