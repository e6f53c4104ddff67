package discord

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// limits keeps to Discord's rate limits.
//
// discordgo has a limiter of its own, which is not used: its waits ignore the context,
// its buckets are never dropped (one for each interaction token), and all edits of
// deferred answers share one. This one holds a bucket a route and channel, lets the
// first request of an unknown bucket go alone to learn its size from the answer's
// headers, and forgets idle buckets.
//
// Discord also allows 50 requests a second in all, more for large bots. What the
// allowance is cannot be known beforehand, so requests are paced only when Discord has
// refused one for it: from then on for ten minutes. Turns are then given as those to think are: by
// server and member, so that however many answers a raid has coming others' go out.
type limits struct {
	mu      sync.Mutex
	buckets map[string]*bucket
	blocked time.Time // no request of any kind before this
	paced   time.Time // until then one request every globalPace
	next    time.Time // the next of those
	turns   *turns    // who has it
	invalid []time.Time
	blame   map[string]time.Time // buckets, and when they were refused last
	onWait  func(time.Duration)  // told of each wait; may be nil
}

const (
	maxBuckets = 2048
	globalPace = time.Second / 45
	paceFor    = 10 * time.Minute

	// Discord bans an address for 10,000 refused requests in ten minutes. Far below that
	// the buckets that were refused fall silent, and not the others; near it all do.
	maxInvalid    = 2000
	bannedAt      = 9000
	invalidWindow = 10 * time.Minute
)

// A behalf is on whose behalf requests are made: the server, and the member.
type behalf struct{ place, member string }

type behalfKey struct{}

func onBehalf(ctx context.Context, place, member string) context.Context {
	return context.WithValue(ctx, behalfKey{}, behalf{place, member})
}

// A bucket is what is known of one rate limit.
type bucket struct {
	known     bool // whether an answer has told its size
	free      bool // an answer came without limits: there are none
	limit     int  // 0: it was refused before an answer told
	remaining int
	reset     time.Time
	window    time.Duration // the longest until then that an answer told
	inFlight  int
	changed   chan struct{} // closed when something above has changed
}

func newLimits(onWait func(time.Duration)) *limits {
	return &limits{buckets: map[string]*bucket{}, blame: map[string]time.Time{}, turns: newTurns(newCrowd(), 1, 1), onWait: onWait}
}

// acquire waits for a turn in the bucket named by key, or until ctx ends. Every
// successful acquire needs one release. It leaves spare turns of a bucket to others. An
// empty key names no bucket: such a request (an
// answer to an interaction) counts for itself alone.
func (l *limits) acquire(ctx context.Context, key string, spare int) error {
	if key == "" {
		return ctx.Err()
	}
	started, waited := time.Now(), false
	for {
		wait, changed := l.try(ctx, key, spare)
		if wait == 0 && changed == nil {
			break
		}
		waited = true
		if err := await(ctx, wait, changed); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil { // while it was paced
		l.release(key, nil)
		return err
	}
	if waited && l.onWait != nil {
		l.onWait(time.Since(started))
	}
	return nil
}

// await waits for a duration, for a channel, or for the end of ctx, whichever is given
// and first.
func await(ctx context.Context, d time.Duration, changed <-chan struct{}) error {
	var timer <-chan time.Time
	if d > 0 {
		if end, ok := ctx.Deadline(); ok && changed == nil && time.Until(end) < d {
			return context.DeadlineExceeded // waiting would be in vain
		}
		t := time.NewTimer(d)
		defer t.Stop()
		timer = t.C
	}
	select {
	case <-timer:
	case <-changed:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// try takes a turn of a bucket, while requests are paced when it is this one's turn among all, or says
// how long to wait or for what.
func (l *limits) try(ctx context.Context, key string, spare int) (time.Duration, <-chan struct{}) {
	wait, changed, paced := l.take(key, spare, false)
	if !paced {
		return wait, changed
	}
	who, _ := ctx.Value(behalfKey{}).(behalf)
	leave, err := l.turns.enter(ctx, who.place, who.member)
	if err != nil {
		return time.Millisecond, nil // the end of ctx is seen
	}
	defer leave()
	if wait, changed, _ = l.take(key, spare, true); wait == 0 && changed == nil {
		sleep(ctx, l.slot())
	}
	return wait, changed
}

// take takes a turn of a bucket, or says how long to wait or for what: for a turn among all, where
// requests are paced and this is not its turn yet.
func (l *limits) take(key string, spare int, turn bool) (wait time.Duration, changed <-chan struct{}, paced bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if d := l.blocked.Sub(now); d > 0 {
		return d, nil, false
	}
	b := l.bucket(key, now)
	if d, changed := b.ready(now, spare); d > 0 || changed != nil {
		return d, changed, false
	}
	if !turn && now.Before(l.paced) && !strings.HasPrefix(key, hookBucket) {
		return 0, nil, true
	}
	b.remaining--
	b.inFlight++
	return 0, nil, false
}

// slot takes the next of the turns that requests are paced by, and says how long it is until then.
func (l *limits) slot() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.next = later(l.next, now)
	wait := l.next.Sub(now)
	l.next = l.next.Add(globalPace)
	return wait
}

// ready says how long to wait, or for what, before the bucket has a turn.
func (b *bucket) ready(now time.Time, spare int) (time.Duration, <-chan struct{}) {
	over := !now.Before(b.reset)
	if over && b.limit == 0 {
		b.known = false // the refusal is over, and told no size
	}
	switch {
	case b.free:
		return 0, nil
	case !b.known:
		if b.inFlight > 0 {
			return 0, b.changed // it will tell the size
		}
		return 0, nil
	}
	if over {
		b.remaining = max(b.limit-b.inFlight, 0)
		b.reset = now.Add(min(b.window, time.Minute)) // until an answer says otherwise: not every one tells
	}
	if b.remaining > max(min(spare, b.limit-1), 0) {
		return 0, nil
	}
	return b.reset.Sub(now), b.changed
}

// bucket returns the bucket of a key, dropping idle ones when there are many.
func (l *limits) bucket(key string, now time.Time) *bucket {
	if b, ok := l.buckets[key]; ok {
		return b
	}
	if len(l.buckets) >= maxBuckets {
		for k, b := range l.buckets {
			if b.inFlight == 0 && (!b.known || now.After(b.reset)) {
				delete(l.buckets, k)
			}
		}
	}
	b := &bucket{changed: make(chan struct{})}
	l.buckets[key] = b
	return b
}

// release ends a turn and learns from the answer's headers; nil when there was no
// answer.
func (l *limits) release(key string, h http.Header) {
	if key == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[key]
	if b == nil {
		return
	}
	b.inFlight--
	b.learn(h)
	close(b.changed)
	b.changed = make(chan struct{})
}

// learn takes the size of the bucket from an answer's headers.
func (b *bucket) learn(h http.Header) {
	if h == nil { // it may not even have arrived
		if b.known {
			b.remaining = min(b.remaining+1, b.limit)
		}
		return
	}
	limit, err1 := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	remaining, err2 := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after := seconds(h.Get("X-RateLimit-Reset-After"))
	if err1 != nil || err2 != nil || after <= 0 {
		b.free = !b.known
		return
	}
	// An answer may be older than what is known, unless what is known was guessed.
	if left := remaining - b.inFlight; !b.known || limit != b.limit || left < b.remaining || time.Now().After(b.reset) {
		b.remaining = max(left, 0)
	}
	b.known, b.free = true, false
	b.limit, b.reset, b.window = max(limit, 1), time.Now().Add(after), max(b.window, after)
}

// pause keeps to a refusal: no request in the bucket, or none at all, for d.
func (l *limits) pause(key string, d time.Duration, global bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if global {
		l.blocked = later(l.blocked, now.Add(d))
		l.paced = now.Add(paceFor)
		return
	}
	if b := l.buckets[key]; b != nil {
		b.known, b.free = true, false
		b.remaining, b.reset = 0, later(b.reset, now.Add(d))
		if b.reset.Sub(now) > d+time.Second {
			b.reset = now.Add(d)
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// refused counts an answer that Discord counts as invalid.
func (l *limits) refused(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.invalid = append(l.invalid, now)
	if len(l.invalid) > bannedAt {
		l.invalid = append(l.invalid[:0], l.invalid[1:]...)
	}
	if len(l.blame) >= maxBuckets {
		for k, at := range l.blame {
			if now.Sub(at) > invalidWindow {
				delete(l.blame, k)
			}
		}
	}
	l.blame[key] = now
}

// silent says whether so many requests were refused that one more in a bucket would risk
// a ban.
func (l *limits) silent(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	recently := func(n int) bool {
		return len(l.invalid) >= n && time.Since(l.invalid[len(l.invalid)-n]) < invalidWindow
	}
	return recently(bannedAt) || recently(maxInvalid) && time.Since(l.blame[key]) < invalidWindow
}

// seconds reads a header such as "0.75"; zero when there is none.
func seconds(s string) time.Duration {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f <= 0 || f > 86_400 {
		return 0
	}
	return time.Duration(f * float64(time.Second))
}
