package discordtest

import (
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// TB is the part of testing.TB that the package needs, so that a program can
// stand in for a test.
type TB interface {
	Helper()
	Cleanup(func())
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Options set a Discord up. The zero value is the platform's own rules.
type Options struct {
	Token          string             // the bot's token; "" means a fixed test token
	Privileged     int                // privileged intents switched on for the application: IntentMessageContent, …; 0 none
	Heartbeat      time.Duration      // interval told in Hello; 0 means 41.25 s
	Grace          time.Duration      // how late a heartbeat may be at least, since a machine may be slow; 0 means 20 s
	MaxConcurrency int                // IDENTIFYs per 5 s; 0 means 1
	Identifies     int                // IDENTIFYs a day; 0 means 1,000
	Shards         int                // recommended by /gateway/bot; 0 means 1
	ShardGuilds    int                // servers above which a shard is closed with 4011; 0 means 2,500
	GlobalRate     int                // REST requests a second; 0 means 50, negative no limit
	ChannelRate    int                // messages per channel per 5 s; 0 means 5, negative no limit
	Keep           int                // messages, requests and interactions remembered; 0 means all
	FirstAnswer    time.Duration      // how long an interaction waits for its first answer; 0 means 3 s
	AllowPings     bool               // do not require that messages forbid all pings
	NoComponents   bool               // refuse messages of components (IS_COMPONENTS_V2)
	Key            ed25519.PrivateKey // signs HTTP interactions; nil means a fixed test key
	Addr           string             // where to listen; "" means a free port of 127.0.0.1
}

func (o Options) withDefaults() Options {
	orInt := func(p *int, v int) {
		if *p == 0 {
			*p = v
		}
	}
	orInt(&o.MaxConcurrency, 1)
	orInt(&o.Identifies, 1000)
	orInt(&o.Shards, 1)
	orInt(&o.ShardGuilds, 2500)
	orInt(&o.GlobalRate, 50)
	orInt(&o.ChannelRate, 5)
	if o.Token == "" {
		o.Token = "test.token.of-hapjak"
	}
	if o.FirstAnswer == 0 {
		o.FirstAnswer = firstAnswer
	}
	if o.Grace == 0 {
		o.Grace = 20 * time.Second
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	if o.Key == nil {
		o.Key = ed25519.NewKeyFromSeed([]byte("thirty-two bytes of a test's key"))
	}
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	return o
}

// Discord is a running fake. One mutex guards the whole world; it is held for
// moments only, never while waiting or writing to a socket.
type Discord struct {
	t      TB
	o      Options
	clock  *Clock
	base   string
	server *http.Server
	spec   *specification
	mux    *http.ServeMux

	carrying   sync.RWMutex // held, for reading, while a request is carried out and noted
	mu         sync.Mutex
	changed    chan struct{} // closed and replaced whenever something changed
	stopped    bool
	conform    bool // check the fake's own answers too
	violations []string
	allowed    []string
	ids        ids

	appID      string
	bot        *User
	users      map[string]*User
	guilds     []*Guild
	channels   map[string]*Channel
	messages   map[string]*message
	count      int
	kept       []*message // in order, as far as Options.Keep goes
	acts       []*Interaction
	byToken    map[string]*Interaction
	commands   map[string][]*command // by guild id, "" global
	creates    map[string][]time.Time
	requests   []Request
	faults     []*Fault
	held       int // requests that a fault keeps now
	limits     limiter
	tokenReset bool
	gateway    Gateway
	endpoint   string
}

// Start brings a Discord up and stops it when the test ends; the test then
// fails if the bot broke a rule (see Violations and Allow).
func Start(t TB, o Options) *Discord {
	t.Helper()
	o = o.withDefaults()
	s, err := spec()
	if err != nil {
		t.Fatalf("discordtest: %v", err)
	}
	l, err := net.Listen("tcp", o.Addr)
	if err != nil {
		t.Fatalf("discordtest: %v", err)
	}
	d := &Discord{
		t: t, o: o, clock: &Clock{}, spec: s, base: "http://" + l.Addr().String(),
		changed: make(chan struct{}), users: map[string]*User{}, channels: map[string]*Channel{},
		messages: map[string]*message{}, byToken: map[string]*Interaction{},
		commands: map[string][]*command{}, creates: map[string][]time.Time{},
	}
	d.limits.buckets = map[string]*bucket{}
	d.gateway.d = d
	d.appID = d.ids.next(d.clock.Now())
	d.bot = &User{d: d, id: d.ids.next(d.clock.Now()), name: "hapjak", bot: true}
	d.users[d.bot.id] = d.bot
	d.mux = d.routes()
	d.server = &http.Server{Handler: d, ReadHeaderTimeout: 10 * time.Second}
	go d.server.Serve(l)
	t.Cleanup(d.finish)
	return d
}

// Stop ends every connection. Start registers it with Cleanup.
func (d *Discord) Stop() {
	d.mu.Lock()
	if d.stopped {
		d.mu.Unlock()
		return
	}
	d.stopped = true
	d.touch()
	conns := d.gateway.open()
	d.mu.Unlock()
	for _, c := range conns {
		c.ws.Close()
	}
	d.server.Close()
}

// finish stops and tells the violations that no Allow covers.
func (d *Discord) finish() {
	d.Stop()
	for _, v := range d.Violations() {
		d.t.Errorf("discordtest: %s", v)
	}
}

// BaseURL is http://127.0.0.1:PORT, without /api.
func (d *Discord) BaseURL() string { return d.base }

// GatewayURL is the websocket's address, as /gateway tells it.
func (d *Discord) GatewayURL() string { return "ws" + strings.TrimPrefix(d.base, "http") }

// Token is the bot's token, without "Bot ".
func (d *Discord) Token() string { return d.o.Token }

// AppID is the application's id.
func (d *Discord) AppID() string { return d.appID }

// BotID is the bot user's id.
func (d *Discord) BotID() string { return d.bot.id }

// Mention is the text that mentions the bot.
func (d *Discord) Mention() string { return d.bot.Mention() }

// PublicKey is the application's Ed25519 key, in hex.
func (d *Discord) PublicKey() string {
	return hex.EncodeToString(d.o.Key.Public().(ed25519.PublicKey))
}

// Clock is the platform's clock.
func (d *Discord) Clock() *Clock { return d.clock }

// Gateway scripts the websocket.
func (d *Discord) Gateway() *Gateway { return &d.gateway }

// Violations are the rules broken so far, without those that Allow covers.
func (d *Discord) Violations() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []string
	for _, v := range append(d.unanswered(), d.violations...) {
		if !d.allows(v) {
			all = append(all, v)
		}
	}
	return all
}

func (d *Discord) allows(violation string) bool {
	for _, part := range d.allowed {
		if strings.Contains(violation, part) {
			return true
		}
	}
	return false
}

// Allow says that violations containing part are expected in this test.
func (d *Discord) Allow(part string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.allowed = append(d.allowed, part)
}

// violate notes a broken rule. Too many are not worth keeping.
func (d *Discord) violate(format string, args ...any) {
	if len(d.violations) < 100 && !d.stopped {
		d.violations = append(d.violations, fmt.Sprintf(format, args...))
	}
}

// ResetToken makes the token invalid from now on: REST answers 401 and the
// gateway closes with 4004.
func (d *Discord) ResetToken() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tokenReset = true
	for _, c := range d.gateway.open() {
		c.close(closeAuth)
	}
}

// touch wakes those who wait for a change.
func (d *Discord) touch() {
	close(d.changed)
	d.changed = make(chan struct{})
}

// await waits until ok, called under the lock, says so.
func (d *Discord) await(timeout time.Duration, ok func() bool) bool {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		d.mu.Lock()
		done, changed := ok(), d.changed
		d.mu.Unlock()
		if done {
			return true
		}
		select {
		case <-changed:
		case <-timer.C:
			return false
		}
	}
}

// wait is await that ends the test when the time is up, with what may help.
func (d *Discord) wait(timeout time.Duration, what string, ok func() bool) {
	d.t.Helper()
	if d.await(timeout, ok) {
		return
	}
	d.t.Fatalf("discordtest: no %s within %v\n%s", what, timeout, d.recent())
}

// recent tells the last requests and the violations.
func (d *Discord) recent() string {
	var b strings.Builder
	all := d.Requests()
	for _, r := range all[max(0, len(all)-5):] {
		fmt.Fprintf(&b, "\t%s %s %d %.300s\n", r.Method, r.Path, r.Status, r.Body)
	}
	for _, v := range d.Violations() {
		fmt.Fprintf(&b, "\tviolation: %s\n", v)
	}
	return b.String()
}

// WaitReady waits for a session that got READY or RESUMED.
func (d *Discord) WaitReady(timeout time.Duration) {
	d.t.Helper()
	d.WaitSessions(1, timeout)
}

// WaitSessions waits until n sessions are connected and ready.
func (d *Discord) WaitSessions(n int, timeout time.Duration) {
	d.t.Helper()
	d.wait(timeout, fmt.Sprintf("%d ready sessions", n), func() bool { return d.gateway.ready() >= n })
}

// WaitGone waits until no session is connected: a killed process's is noticed a moment
// after it, and what is said till then goes to that one and is lost.
func (d *Discord) WaitGone(timeout time.Duration) {
	d.t.Helper()
	d.wait(timeout, "the end of all sessions", func() bool { return d.gateway.ready() == 0 })
}

// Requests are the REST requests so far, oldest first.
func (d *Discord) Requests() []Request {
	d.carrying.Lock()
	defer d.carrying.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]Request(nil), d.requests...)
}

// Quiet waits until the bot has sent no REST request for a while, at most
// limit.
func (d *Discord) Quiet(quiet, limit time.Duration) {
	end := time.Now().Add(limit)
	for time.Now().Before(end) {
		d.mu.Lock()
		last := time.Time{}
		if n := len(d.requests); n > 0 {
			last = d.requests[n-1].At
		}
		d.mu.Unlock()
		if time.Since(last) > quiet {
			return
		}
		time.Sleep(quiet / 4)
	}
}
