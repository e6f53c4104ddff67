package discordtest

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// rate is a limit: so many requests in a window.
type rate struct {
	requests int
	window   time.Duration
}

// limiter holds the windows of all buckets and of the global limit.
type limiter struct {
	buckets map[string]*bucket
	global  bucket
	invalid []time.Time
	banned  bool
}

// bucket is one window of a rate.
type bucket struct {
	left  int
	reset time.Time
}

// take counts one request and says when the window ends if it is full.
func (b *bucket) take(r rate, now time.Time) (wait time.Duration, ok bool) {
	if !now.Before(b.reset) {
		b.left, b.reset = r.requests, now.Add(r.window)
	}
	if b.left == 0 {
		return b.reset.Sub(now), false
	}
	b.left--
	return 0, true
}

// limit counts a request against its bucket and the global limit. It gives
// the headers that tell the bot, and a 429 when a limit is reached.
func (d door) limit(q *request) (http.Header, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.clock.Now()
	d.sweepBuckets(now)
	if d.limits.banned {
		return nil, &failure{status: 403, code: 40333, message: "internal network error"}
	}
	if !q.route.exempt && d.o.GlobalRate > 0 {
		if wait, ok := d.limits.global.take(rate{d.o.GlobalRate, time.Second}, now); !ok {
			h := http.Header{}
			h.Set("X-RateLimit-Global", "true")
			return tooMany(h, wait, "global")
		}
	}
	r := q.route.rate(d.Discord)
	if r.requests <= 0 {
		return http.Header{}, nil
	}
	key := q.route.method + q.route.path + q.major()
	b := d.limits.buckets[key]
	if b == nil {
		b = &bucket{}
		d.limits.buckets[key] = b
	}
	wait, ok := b.take(r, now)
	h := http.Header{}
	h.Set("X-RateLimit-Limit", strconv.Itoa(r.requests))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(b.left))
	h.Set("X-RateLimit-Reset", strconv.FormatFloat(float64(b.reset.UnixMilli())/1000, 'f', 3, 64))
	h.Set("X-RateLimit-Reset-After", seconds(b.reset.Sub(now)))
	h.Set("X-RateLimit-Bucket", hash(q.route.method+q.route.path))
	if !ok {
		return tooMany(h, wait, "user")
	}
	return h, nil
}

// sweepBuckets forgets windows that are over, once there are many.
func (d door) sweepBuckets(now time.Time) {
	if len(d.limits.buckets) < 10000 {
		return
	}
	for key, b := range d.limits.buckets {
		if now.After(b.reset) {
			delete(d.limits.buckets, key)
		}
	}
}

// major is the part of the path that has buckets of its own.
func (q *request) major() string {
	return q.id("channel_id") + "/" + q.id("guild_id") + "/" + q.id("webhook_id") + q.id("webhook_token")
}

func tooMany(h http.Header, wait time.Duration, scope string) (http.Header, error) {
	h.Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
	h.Set("X-RateLimit-Scope", scope)
	h.Set("X-RateLimit-Reset-After", seconds(wait))
	return h, &failure{status: 429, errors: object{
		"message": "You are being rate limited.", "retry_after": wait.Seconds(), "global": scope == "global",
	}}
}

func seconds(d time.Duration) string { return strconv.FormatFloat(max(d, 0).Seconds(), 'f', 3, 64) }

func hash(s string) string {
	h := fnv.New64a()
	h.Write([]byte(s))
	return fmt.Sprintf("%016x", h.Sum64())
}

// countInvalid bans the bot, as Discord's edge does, after 10,000 answers of
// 401, 403 or 429 within 10 minutes.
func (d door) countInvalid(status int) {
	if status != 401 && status != 403 && status != 429 {
		return
	}
	now := d.clock.Now()
	all := slices.DeleteFunc(d.limits.invalid, func(t time.Time) bool { return now.Sub(t) > 10*time.Minute })
	d.limits.invalid = append(all, now)
	if len(d.limits.invalid) > 10000 && !d.limits.banned {
		d.limits.banned = true
		d.violate("more than 10,000 invalid requests within 10 minutes: banned")
	}
}

// Invalid counts the answers of 401, 403 and 429 in the last 10 minutes.
func (d *Discord) Invalid() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.limits.invalid)
}
