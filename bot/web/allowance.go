package web

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// allowances bound how much each client may send: a number at once, and after that as
// many in so many seconds. Clients of IPv6 are told apart by their network, since each
// has 2^64 addresses to send from.
type allowances struct {
	burst int
	limit rate.Limit

	mu      sync.Mutex
	clients map[netip.Prefix]*rate.Limiter
}

// maxClients bounds the clients remembered. Past it those that have sent nothing lately
// are forgotten, which changes nothing for them.
const maxClients = 20_000

// refill is the time in which an allowance that was used up is whole again.
const refill = 30 * time.Second

// newAllowances makes allowances of so many requests at once; 0 is no limit.
func newAllowances(burst int) *allowances {
	return &allowances{burst: burst, limit: rate.Limit(float64(burst) / refill.Seconds()), clients: map[netip.Prefix]*rate.Limiter{}}
}

// take counts a request. When it is one too many it says how long to wait.
func (a *allowances) take(client netip.Addr, now time.Time) time.Duration {
	if a.burst <= 0 {
		return 0
	}
	bits := client.BitLen()
	if client.Is6() {
		bits = 64
	}
	key, _ := client.Prefix(bits) // of no address: the zero prefix, one for all
	a.mu.Lock()
	defer a.mu.Unlock()
	l := a.clients[key]
	if l == nil {
		a.sweep(now)
		l = rate.NewLimiter(a.limit, a.burst)
		a.clients[key] = l
	}
	if l.AllowN(now, 1) {
		return 0
	}
	missing := 1 - l.TokensAt(now)
	return time.Duration(missing / float64(a.limit) * float64(time.Second))
}

// sweep forgets whole allowances when there are many, and if that does not help, any.
func (a *allowances) sweep(now time.Time) {
	if len(a.clients) < maxClients {
		return
	}
	for k, l := range a.clients {
		if l.TokensAt(now) >= float64(a.burst) {
			delete(a.clients, k)
		}
	}
	for k := range a.clients {
		if len(a.clients) < maxClients*9/10 {
			return
		}
		delete(a.clients, k)
	}
}
