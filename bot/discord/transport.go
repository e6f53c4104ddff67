package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// transport stands between discordgo and the network. It leads requests to another
// server when there is one (discordgo knows only discord.com), notes what the answer was
// where discordgo's errors do not tell, bounds the size of answers, and turns the HTML
// that Discord's edge sends at 429 and 502 into what discordgo can read.
type transport struct {
	base   http.RoundTripper
	server *url.URL // nil: as addressed
}

// maxAnswer bounds the answers that are read: the largest are the lists of commands,
// well below.
const maxAnswer = 4 << 20

// An exchange is what the transport noted of one request.
type exchange struct {
	header     http.Header // nil: there was no answer
	status     int
	retryAfter time.Duration // of a 429
	global     bool
}

type exchangeKey struct{}

// RoundTrip sends a request.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if t.server != nil {
		req = req.Clone(req.Context())
		req.URL.Scheme, req.URL.Host, req.Host = t.server.Scheme, t.server.Host, t.server.Host
	}
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	x, _ := req.Context().Value(exchangeKey{}).(*exchange)
	if x == nil {
		x = &exchange{}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	x.header, x.status = resp.Header, resp.StatusCode
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		body = x.tooMany(body)
	case http.StatusBadGateway: // discordgo would answer with an error of no type
		resp.StatusCode, resp.Status = http.StatusServiceUnavailable, "502 Bad Gateway"
	}
	// discordgo's own limiter must not learn from these: see limits.
	resp.Header = resp.Header.Clone()
	for name := range resp.Header {
		if strings.HasPrefix(name, "X-Ratelimit-") {
			resp.Header.Del(name)
		}
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// tooMany reads a refusal, and returns it as JSON whatever it was.
func (x *exchange) tooMany(body []byte) []byte {
	var said struct {
		RetryAfter float64 `json:"retry_after"`
		Global     bool    `json:"global"`
	}
	if json.Unmarshal(body, &said) == nil && said.RetryAfter > 0 {
		x.retryAfter = time.Duration(min(said.RetryAfter, 86_400) * float64(time.Second))
	}
	x.global = said.Global || x.header.Get("X-RateLimit-Global") != "" || x.header.Get("X-RateLimit-Scope") == "global"
	if x.retryAfter == 0 {
		// The edge refuses in HTML, for the whole address.
		x.retryAfter = max(seconds(x.header.Get("Retry-After")), seconds(x.header.Get("X-RateLimit-Reset-After")), time.Second)
		x.global = x.global || x.header.Get("X-RateLimit-Bucket") == ""
	}
	out, err := json.Marshal(map[string]any{"message": "rate limited", "retry_after": x.retryAfter.Seconds(), "global": x.global})
	if err != nil {
		return []byte("{}")
	}
	return out
}

// serverURL checks an address given with --api-url: the token goes there, so it must be
// this machine or Discord. It returns nil for Discord.
func serverURL(raw string) (*url.URL, error) {
	if raw == "" {
		return nil, nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("--api-url: %q is no address such as http://127.0.0.1:8080", raw)
	}
	switch {
	case u.Scheme == "https" && u.Host == "discord.com":
		return nil, nil
	case (u.Scheme == "http" || u.Scheme == "https") && loopback(u.Hostname()):
		return u, nil
	}
	return nil, fmt.Errorf("--api-url: %q is neither https://discord.com nor on this machine, and the token is sent there", raw)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// gatewayURL checks the address of a gateway that a server named: the token goes there
// too.
func gatewayURL(raw string, server *url.URL) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "", fmt.Errorf("the gateway's address %q is none", raw)
	}
	name := u.Hostname()
	switch {
	case server != nil && (u.Scheme == "ws" || u.Scheme == "wss") && loopback(name):
	case server == nil && u.Scheme == "wss" && (strings.HasSuffix(name, ".discord.gg") || strings.HasSuffix(name, ".discord.com")):
	default:
		return "", fmt.Errorf("the gateway's address %q is not Discord's", raw)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = "v=9&encoding=json"
	return u.String(), nil
}

// unwrapURL drops the address from an error of net/http: it may hold the token of an
// interaction.
func unwrapURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// withExchange gives a request a place for the transport's notes.
func withExchange(ctx context.Context) (context.Context, *exchange) {
	x := &exchange{}
	return context.WithValue(ctx, exchangeKey{}, x), x
}
