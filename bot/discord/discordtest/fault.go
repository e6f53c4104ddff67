package discordtest

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Fault is a scripted fault of the REST API: the next Times requests that
// match are answered so.
type Fault struct {
	Method, Route string // "POST", "/channels/{channel_id}/messages"; "" any
	Times         int    // 0 means once, negative for ever
	Status        int    // 0 and not Drop: the request passes, after Delay
	Body          string
	Header        http.Header
	Delay         time.Duration   // before anything else
	Until         <-chan struct{} // and then for this to be closed
	Drop          bool            // close the connection instead of answering
	Applied       bool            // the request takes effect all the same
}

// RateLimited is a 429 as JSON.
func RateLimited(after time.Duration) Fault { return limited(after, false) }

// GloballyLimited is a 429 that holds for every route.
func GloballyLimited(after time.Duration) Fault { return limited(after, true) }

func limited(after time.Duration, global bool) Fault {
	s := strconv.FormatFloat(after.Seconds(), 'f', 3, 64)
	h := http.Header{
		"Content-Type": {"application/json"}, "X-Ratelimit-Reset-After": {s}, "X-Ratelimit-Remaining": {"0"},
		"Retry-After": {strconv.Itoa(int(after.Seconds() + 0.999))}, "X-Ratelimit-Scope": {"user"},
	}
	if global {
		h.Set("X-Ratelimit-Global", "true")
		h.Set("X-Ratelimit-Scope", "global")
	}
	return Fault{
		Status: 429, Header: h,
		Body: fmt.Sprintf(`{"message": "You are being rate limited.", "retry_after": %s, "global": %t}`, s, global),
	}
}

// BannedHTML is the 429 that the edge sends to those who sent too much: HTML
// without any of the API's headers.
func BannedHTML() Fault {
	return Fault{
		Status: 429, Header: http.Header{"Content-Type": {"text/html"}, "Retry-After": {"1"}},
		Body: "<!DOCTYPE html><html><head><title>Access denied</title></head><body>You are being rate limited</body></html>",
	}
}

// Status is a bare status with an HTML body, as from a proxy in between.
func Status(code int) Fault {
	return Fault{
		Status: code, Header: http.Header{"Content-Type": {"text/html"}},
		Body: fmt.Sprintf("<html><head><title>%d</title></head></html>", code),
	}
}

// Refused is an error of the API: Refused(403, 50013, "Missing Permissions").
func Refused(status, code int, message string) Fault {
	return Fault{
		Status: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: fmt.Sprintf(`{"message": %q, "code": %d}`, message, code),
	}
}

// Dropped closes the connection after the request was read, applied or not.
func Dropped(applied bool) Fault { return Fault{Drop: true, Applied: applied} }

// Slow answers late.
func Slow(by time.Duration) Fault { return Fault{Delay: by} }

// Held keeps every request until let go.
func Held(until <-chan struct{}) Fault { return Fault{Until: until, Times: -1} }

// WaitHeld waits until n requests are kept at once.
func (d *Discord) WaitHeld(n int, timeout time.Duration) {
	d.t.Helper()
	d.wait(timeout, strconv.Itoa(n)+" requests at once", func() bool { return d.held >= n })
}

// keep lets a request wait for as long as a fault says.
func (d *Discord) keep(r *http.Request, f *Fault) {
	count := func(n int) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.held += n
		d.touch()
	}
	count(1)
	defer count(-1)
	select {
	case <-time.After(f.Delay):
	case <-r.Context().Done():
	}
	if f.Until != nil {
		select {
		case <-f.Until:
		case <-r.Context().Done():
		}
	}
}

// On restricts the fault to a method and a route.
func (f Fault) On(method, route string) Fault {
	f.Method, f.Route = method, route
	return f
}

// For makes the fault strike so many times; negative: always.
func (f Fault) For(times int) Fault {
	f.Times = times
	return f
}

// Fail scripts a fault. Several that match strike one after the other.
func (d *Discord) Fail(f Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	d.faults = append(d.faults, &f)
}

// Heal drops all faults that did not strike yet.
func (d *Discord) Heal() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults = nil
}

// fault takes the next fault for a request, nil if there is none.
func (d *Discord) fault(method, route string) *Fault {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, f := range d.faults {
		if f.Times == 0 || f.Method != "" && f.Method != method || f.Route != "" && f.Route != route {
			continue
		}
		if f.Times > 0 {
			f.Times--
		}
		copied := *f
		return &copied
	}
	return nil
}

// passes says whether the request is served normally after all.
func (f *Fault) passes() bool { return f.Status == 0 && !f.Drop }

// render is the answer that the fault gives; status 0 drops the connection.
func (f *Fault) render(h http.Header) (int, []byte) {
	if f.Drop {
		return 0, nil
	}
	for k, v := range f.Header {
		h[http.CanonicalHeaderKey(k)] = v
	}
	return f.Status, []byte(f.Body)
}
