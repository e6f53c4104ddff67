package web

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Keys say who may use a private knowledge base: a right by the hash of each key.
type Keys map[[sha256.Size]byte]Right

// A Right is what the holder of a key may do.
type Right int

const (
	Read Right = 1 + iota // articles, things, timelines and search
	Ask                   // questions as well
)

// leastKey is the shortest key, in bytes: what can be guessed is no key.
const leastKey = 16

// ReadKeys reads keys, one a line: the right that it gives, "read" or "ask", a space, and
// the key. Empty lines and those that begin with # are passed over. The error names every
// line that is none, by its number alone: a key belongs in no log.
func ReadKeys(r io.Reader) (Keys, error) {
	keys := Keys{}
	var errs []error
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		right := map[string]Right{"read": Read, "ask": Ask}[fields[0]]
		switch {
		case right == 0 || len(fields) != 2:
			errs = append(errs, fmt.Errorf("line %d: want read or ask, a space, and a key", n))
		case len(fields[1]) < leastKey:
			errs = append(errs, fmt.Errorf("line %d: the key is shorter than %d letters", n, leastKey))
		default:
			keys[sha256.Sum256([]byte(fields[1]))] = right
		}
	}
	errs = append(errs, lines.Err())
	if len(keys) == 0 && errors.Join(errs...) == nil {
		errs = append(errs, errors.New("there is no key in it"))
	}
	return keys, errors.Join(errs...)
}

// right says what a request may do by its key: one sent as a bearer token by a program, or
// typed as the password that a browser asks for.
func (k Keys) right(r *http.Request) Right {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		_, key, _ = r.BasicAuth()
	}
	return k[sha256.Sum256([]byte(key))]
}

// admit lets in who may do what is asked for, or says what is missing. Without keys
// everybody may.
func (s *gate) admit(w http.ResponseWriter, r *http.Request, c *call) bool {
	if !s.keys.private() || isOperation(r) || r.Method == http.MethodOptions {
		return true
	}
	needed := Read
	if isAsked(r) && r.URL.Path != "/v1/search" {
		needed = Ask
	}
	right := s.keys.right(r)
	w.Header().Add("Vary", "Authorization")
	switch {
	case right >= needed:
		return true
	case right == 0:
		w.Header().Add("WWW-Authenticate", `Basic realm="Hapjak: any name, and your key as the password", charset="UTF-8"`)
		w.Header().Add("WWW-Authenticate", "Bearer")
		s.fail(w, r, http.StatusUnauthorized, "This knowledge base is private: send your key as a bearer token, or type it as the password.")
	default:
		s.fail(w, r, http.StatusForbidden, "Your key is for reading, not for asking.")
	}
	c.route = "refused"
	return false
}

// isAsked reports whether a request has work done: a question or a search.
func isAsked(r *http.Request) bool {
	path := r.URL.Path
	return path == "/v1/ask" || path == "/v1/search" || path == "/mcp" || (path == "/" || path == "/embed") && r.URL.Query().Get("q") != ""
}

// isOperation reports whether a request is of those who run the server.
func isOperation(r *http.Request) bool {
	return r.URL.Path == "/healthz" || r.URL.Path == "/readyz" || r.URL.Path == "/metrics"
}

// local refuses requests for another host than this machine. A server that listens here
// alone is reached by the pages of strangers otherwise, once their name leads here.
func local(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
		if host != "localhost" && !(err == nil && addr.IsLoopback()) {
			http.Error(w, "This server is for this machine alone; behind a proxy it needs --trusted-proxy.", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}
