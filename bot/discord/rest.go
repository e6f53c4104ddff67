package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
)

// rest sends requests to Discord through a discordgo Session that is never opened. What
// discordgo does with retries and rate limits is switched off and done here: see limits,
// and retry below.
type rest struct {
	session *discordgo.Session
	limits  *limits
	timing  timing
	metrics *metrics

	me           func() string     // our own user id, or ""
	unauthorized atomic.Bool       // the token was refused
	refused      func()            // told of it once; may be nil
	embeds       atomic.Int64      // until when to send embeds for components, in Unix nanoseconds
	bare         *recent[struct{}] // buckets where files were refused
}

// embedsFor is for how long embeds are sent where components were refused.
const embedsFor = 10 * time.Minute

func newREST(token string, server *url.URL, tm timing, m *metrics) (*rest, error) {
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, err
	}
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.MaxIdleConnsPerHost, base.MaxConnsPerHost = 128, 256
	s.Client = &http.Client{Transport: &transport{base: base, server: server}, Timeout: tm.request}
	s.MaxRestRetries, s.ShouldRetryOnRateLimit, s.Debug, s.LogLevel = 0, false, false, -1
	s.UserAgent = "DiscordBot (https://github.com/bwmarrin/discordgo, " + discordgo.VERSION + ") Hapjak"
	r := &rest{session: s, timing: tm, metrics: m, me: func() string { return "" }, bare: newRecent[struct{}](time.Minute, 10_000)}
	r.limits = newLimits(func(d time.Duration) { m.limitWait.Observe(d.Seconds()) })
	return r, nil
}

// An apiError is a refusal by Discord.
type apiError struct {
	call   string // what was tried, without ids or tokens
	status int    // of HTTP; 0 when there was no answer
	code   int    // Discord's own
	text   string
	after  time.Duration // of a 429
	err    error         // when there was no answer
	waited bool          // it was not even sent: its turn would have come too late
}

func (e *apiError) Error() string {
	switch {
	case e.status == 0:
		return fmt.Sprintf("%s: no answer: %v", e.call, e.err)
	case e.code != 0:
		return fmt.Sprintf("%s: refused with %d, code %d: %s", e.call, e.status, e.code, e.text)
	}
	return fmt.Sprintf("%s: refused with %d", e.call, e.status)
}

func (e *apiError) Unwrap() error { return e.err }

// unsure says whether what was asked for may have been done all the same: there was no
// answer, or one that somebody in between gave.
func (e *apiError) unsure() bool {
	return e.status == 0 || e.status >= 500 && e.status != http.StatusServiceUnavailable
}

// codeOf returns Discord's code for a refusal, 0 if err is none.
func codeOf(err error) int {
	var e *apiError
	if errors.As(err, &e) {
		return e.code
	}
	return 0
}

// statusOf returns the HTTP status of a refusal, 0 if err is none or there was no
// answer.
func statusOf(err error) int {
	var e *apiError
	if errors.As(err, &e) {
		return e.status
	}
	return 0
}

// A call is one request.
type call struct {
	name   string // for errors and metrics
	method string
	url    string
	bucket string // of the rate limit; empty for answers to interactions
	spare  int    // how much of it to leave to others
	body   any
	file   *file // sent with it
	failed *int  // counts the tries that failed and are repeated; may be nil
}

// once sends a request one time.
func (r *rest) once(ctx context.Context, c call) ([]byte, error) {
	if c.bucket != "" && r.limits.silent(c.bucket) {
		return nil, &apiError{call: c.name, err: errors.New("too many requests were refused; waiting so as not to be banned")}
	}
	body, kind, err := c.content()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	if err := r.limits.acquire(ctx, c.bucket, c.spare); err != nil {
		return nil, &apiError{call: c.name, err: err, waited: true}
	}
	xctx, x := withExchange(ctx)
	// A bucket of its own for each request: discordgo would keep one for every
	// interaction for ever.
	out, err := r.session.RequestWithLockedBucket(c.method, c.url, kind, body, lockedBucket(), 0,
		discordgo.WithContext(xctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	r.limits.release(c.bucket, x.header)
	r.metrics.rest.WithLabelValues(c.name, statusClass(x.status)).Inc()
	if err == nil {
		return out, nil
	}
	return nil, r.refusal(c, x, err)
}

// content is the body of a request, and its kind.
func (c call) content() ([]byte, string, error) {
	const kind = "application/json"
	if c.file != nil {
		return c.file.form(c.body)
	}
	if c.body == nil {
		return nil, kind, nil
	}
	body, err := json.Marshal(c.body)
	return body, kind, err
}

// lockedBucket returns a bucket of discordgo's that limits nothing.
func lockedBucket() *discordgo.Bucket {
	return discordgo.NewRatelimiter().LockBucket("")
}

// refusal makes an apiError of what discordgo and the transport said.
func (r *rest) refusal(c call, x *exchange, err error) error {
	e := &apiError{call: c.name, status: x.status, after: x.retryAfter}
	if x.status == 0 {
		e.err = unwrapURL(err)
		return e
	}
	var rest *discordgo.RESTError
	if errors.As(err, &rest) && rest.Message != nil {
		e.code, e.text = rest.Message.Code, rest.Message.Message
	}
	switch x.status {
	case http.StatusTooManyRequests:
		r.limits.refused(c.bucket)
		r.limits.pause(c.bucket, x.retryAfter, x.global)
	case http.StatusUnauthorized, http.StatusForbidden:
		r.limits.refused(c.bucket)
		if x.status == http.StatusUnauthorized && !strings.HasPrefix(c.url, discordgo.EndpointWebhooks) && c.bucket != "" && !r.unauthorized.Swap(true) && r.refused != nil {
			r.refused()
		}
	case http.StatusOK, http.StatusCreated, http.StatusNoContent:
		e.err = err
	}
	return e
}

func statusClass(status int) string {
	if status == 0 {
		return "none"
	}
	return fmt.Sprintf("%dxx", status/100)
}

// retry sends a request until it is answered, refused for good, or ctx ends: again after
// a 429 when it says, and after a failure of the server's side after a wait that grows.
// sure is asked when the request may have been carried out all the same: it says whether
// sending it again is safe. A nil sure means that it always is.
func (r *rest) retry(ctx context.Context, c call, sure func(context.Context) bool) ([]byte, error) {
	wait := r.timing.retry
	for try := 0; ; try++ {
		out, err := r.once(ctx, c)
		if err == nil || try >= 5 {
			return out, err
		}
		var e *apiError
		if !errors.As(err, &e) || ctx.Err() != nil {
			return nil, err
		}
		switch {
		case e.status == http.StatusTooManyRequests:
			if c.bucket == "" {
				if sleep(ctx, e.after) != nil {
					return nil, err
				}
			} // else the limiter makes the next try wait
			continue
		case e.status >= 500:
		case e.status == 0 && !e.waited: // broken, or hung: the request has a time limit of its own
		default:
			return nil, err
		}
		if c.failed != nil {
			*c.failed++
		}
		if sleep(ctx, wait/2+rand.N(wait)) != nil {
			return nil, err
		}
		wait *= 2
		if e.unsure() && sure != nil && !sure(ctx) {
			return nil, err
		}
	}
}

// sleep waits, unless ctx ends before the time would be over.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	return await(ctx, d, nil)
}

// get reads something.
func (r *rest) get(ctx context.Context, name, endpoint string, into any) error {
	out, err := r.retry(ctx, call{name: name, method: http.MethodGet, url: endpoint, bucket: name}, nil)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(out, into); err != nil {
		return fmt.Errorf("%s: the answer cannot be read: %w", name, err)
	}
	return nil
}
