package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A gate is what every request passes on its way in.
type gate struct {
	*painter
	*mind
	keys    *keyring
	proxies []netip.Prefix
	origins []string    // whose pages may use the API
	asking  *allowances // questions and searches
	looking *allowances // everything else
}

// layers puts around a handler what every request passes through.
func (s *gate) layers(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		c := &call{client: s.client(r), route: "none"}
		ctx, done := s.hold(context.WithValue(r.Context(), callKey{}, c))
		defer done()
		defer c.end()
		r = r.WithContext(ctx)
		out := &recorder{ResponseWriter: w, status: http.StatusOK}
		s.metrics.inFlight.Inc()
		defer func() {
			s.metrics.inFlight.Dec()
			took := time.Since(start)
			s.metrics.requests.WithLabelValues(c.route, strconv.Itoa(out.status/100)+"xx").Inc()
			s.metrics.latency.WithLabelValues(c.route).Observe(took.Seconds())
			// Neither the question, which is in the query, nor who asked it.
			s.painter.log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method), slog.String("route", c.route),
				slog.Int("status", out.status), slog.Int64("bytes", out.bytes), slog.Duration("took", took))
		}()
		defer s.guard(out, r)
		common(out.Header())
		s.open(out.Header(), r)
		if !s.allow(out, r, c) || !s.admit(out, r, c) {
			return
		}
		h.ServeHTTP(out, r)
	})
}

// A call is what is known of one request.
type call struct {
	client netip.Addr
	route  string
	who    *Curator // once it was looked up; without a role: nobody
	atEnd  []func()
}

// atEnd does something once a request has been answered.
func atEnd(ctx context.Context, do func()) {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		c.atEnd = append(c.atEnd, do)
	}
}

func (c *call) end() {
	for _, do := range c.atEnd {
		do()
	}
}

type callKey struct{}

func callOf(r *http.Request) *call {
	if c, ok := r.Context().Value(callKey{}).(*call); ok {
		return c
	}
	return new(call)
}

// named notes which route a request went.
func named(name string, h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		callOf(r).route = name
		h(w, r)
	}
}

// A recorder notes what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	began  bool
}

func (w *recorder) WriteHeader(status int) {
	w.status, w.began = status, true
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	w.began = true
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// guard answers a request whose handler panicked. It costs that answer and no other.
func (s *gate) guard(w *recorder, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	s.metrics.panics.Inc()
	s.painter.log.Error("a handler panicked", "route", callOf(r).route, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	if !w.began {
		s.fail(w, r, http.StatusInternalServerError, "Something went wrong here. It has been logged; please try again.")
	}
}

// policy is the Content-Security-Policy: scripts, styles and pictures of our own, nothing
// inline, and nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors "

// common sets the headers that every answer has.
func common(h http.Header) {
	h.Set("Content-Security-Policy", policy+"'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer") // addresses hold questions
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
}

// open lets pages of other origins read what the API answers, refusals among it, as far as they
// are allowed.
func (s *gate) open(h http.Header, r *http.Request) {
	if len(s.origins) == 0 || !strings.HasPrefix(r.URL.Path, "/v1/") {
		return
	}
	h.Add("Vary", "Origin")
	if origin := r.Header.Get("Origin"); origin != "" && (slices.Contains(s.origins, "*") || slices.Contains(s.origins, origin)) {
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Expose-Headers", "ETag, Retry-After")
	}
}

// client says whose a request is: the address that it came from, or, where that is one of
// our proxies, the last address that the proxies did not add themselves.
func (s *gate) client(r *http.Request) netip.Addr {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := from.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.isProxy(addr); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop.Unmap()
	}
	return addr
}

func (s *gate) isProxy(addr netip.Addr) bool {
	for _, p := range s.proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}

// allow takes a request from its client's allowance, or refuses it.
func (s *gate) allow(w http.ResponseWriter, r *http.Request, c *call) bool {
	from := s.looking
	switch {
	case isOperation(r):
		return true
	case isAsked(r) && r.Method != http.MethodOptions: // by which a browser asks whether it may
		from = s.asking
	}
	wait := from.take(c.client, time.Now())
	if wait <= 0 {
		return true
	}
	c.route = "refused"
	seconds := int(wait.Seconds()) + 1
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	s.fail(w, r, http.StatusTooManyRequests, fmt.Sprintf("That was a lot at once. Please wait %s and ask again.", plural(seconds, "second")))
	return false
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// send writes an answer that stays the same as long as the knowledge base does, or says
// that the client has it.
func send(w http.ResponseWriter, r *http.Request, contentType string, body []byte) {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-cache") // asked again each time, and sent when it has changed
	}
	if has(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body)
}

// has reports whether a list of tags holds one, weak or strong.
func has(list, tag string) bool {
	for t := range strings.SplitSeq(list, ",") {
		if t = strings.TrimSpace(t); t == "*" || strings.TrimPrefix(t, "W/") == tag {
			return true
		}
	}
	return false
}

// isLocal reports whether a request came from this machine and through no proxy.
func isLocal(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	addr, err2 := netip.ParseAddr(host)
	return err == nil && err2 == nil && addr.IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

// sendPage writes a page that was put together in full.
func sendPage(w http.ResponseWriter, r *http.Request, status int, page *bytes.Buffer) {
	const html = "text/html; charset=utf-8"
	if status == http.StatusOK && w.Header().Get("Cache-Control") == "" {
		send(w, r, html, page.Bytes())
		return
	}
	w.Header().Set("Content-Type", html)
	w.WriteHeader(status)
	w.Write(page.Bytes())
}
