package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gorilla/websocket"
)

// Gateway intents.
const (
	IntentGuilds         = 1 << 0
	IntentGuildMembers   = 1 << 1
	IntentGuildPresences = 1 << 8
	IntentGuildMessages  = 1 << 9
	IntentDirectMessages = 1 << 12
	IntentMessageContent = 1 << 15

	privileged = IntentGuildMembers | IntentGuildPresences | IntentMessageContent
	allIntents = 1<<26 - 1
)

// Opcodes.
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opResume    = 6
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// Close codes.
const (
	closeOpcode    = 4001
	closeDecode    = 4002
	closeNoAuth    = 4003
	closeAuth      = 4004
	closeAgain     = 4005
	closeSeq       = 4007
	closeRate      = 4008
	closeTimeout   = 4009
	closeShard     = 4010
	closeSharding  = 4011
	closeVersion   = 4012
	closeIntents   = 4013
	closeForbidden = 4014
)

// fatal are the codes after which a bot must not connect again.
func fatal(code int) bool {
	return code == closeAuth || code >= closeShard && code <= closeForbidden
}

// Gateway scripts the websocket and counts what came over it. What it sends
// goes to every connection that is open.
type Gateway struct {
	d          *Discord
	conns      []*conn
	sessions   []*session
	identifies int
	resumes    int
	elsewhere  int         // RESUMEs at another address than resume_gateway_url
	identified []time.Time // on the platform's clock, of the last 24 hours
	begun      []begun     // sessions of the last 5 seconds
	intents    int
	closes     []int
	fatals     map[string]int // by what was identified with
	dropAcks   int
	refuse     int
	onIdentify []First
	onResume   []First
	beats      int
}

// First is what comes first after IDENTIFY or RESUME.
type First struct {
	Op        int  // 1, 7, 9 or 11 is sent; 0 none
	Resumable bool // with Op 9
	Close     int  // close with this code
	Silent    bool // nothing comes at all
	Then      bool // READY, or the replay and RESUMED, come after Op all the same
}

func (g *Gateway) open() []*conn { return slices.Clone(g.conns) }

func (g *Gateway) ready() int {
	n := 0
	for _, s := range g.sessions {
		if s.conn != nil {
			n++
		}
	}
	return n
}

// each does something to every open connection.
func (g *Gateway) each(f func(*conn)) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	for _, c := range g.open() {
		f(c)
	}
}

// Reconnect sends Op 7.
func (g *Gateway) Reconnect() { g.each(func(c *conn) { c.send(opReconnect, nil) }) }

// Heartbeat sends Op 1, which wants a heartbeat at once.
func (g *Gateway) Heartbeat() { g.each(func(c *conn) { c.send(opHeartbeat, nil) }) }

// Invalidate sends Op 9.
func (g *Gateway) Invalidate(resumable bool) { g.each(func(c *conn) { c.invalidate(resumable) }) }

// Close closes with a code.
func (g *Gateway) Close(code int) { g.each(func(c *conn) { c.close(code) }) }

// Cut drops the connections without a close frame. The sessions can be
// resumed.
func (g *Gateway) Cut() {
	g.each(func(c *conn) {
		c.detach()
		c.ws.NetConn().Close()
	})
}

// Send dispatches any event with any JSON: half-decoded ones, unknown ones.
func (g *Gateway) Send(event, data string) {
	g.each(func(c *conn) {
		if c.session != nil {
			c.session.dispatch(event, json.RawMessage(data), nil)
		}
	})
}

// SendRaw sends a text frame that need not be JSON.
func (g *Gateway) SendRaw(frame string) {
	g.each(func(c *conn) { c.push(packetOut{data: []byte(frame)}) })
}

// DropAcks leaves the next n heartbeats unanswered; negative: all, 0: none.
func (g *Gateway) DropAcks(n int) { g.set(func() { g.dropAcks = n }) }

// Refuse answers the next n handshakes with 503.
func (g *Gateway) Refuse(n int) { g.set(func() { g.refuse = n }) }

// OnIdentify scripts what the next IDENTIFY is answered with; several are
// taken one after the other.
func (g *Gateway) OnIdentify(f First) { g.set(func() { g.onIdentify = append(g.onIdentify, f) }) }

// OnResume scripts what the next RESUME is answered with.
func (g *Gateway) OnResume(f First) { g.set(func() { g.onResume = append(g.onResume, f) }) }

func (g *Gateway) set(f func()) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	f()
}

func (g *Gateway) get(f func() int) int {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	return f()
}

// Identifies counts the IDENTIFYs so far.
func (g *Gateway) Identifies() int { return g.get(func() int { return g.identifies }) }

// Resumes counts the RESUMEs so far.
func (g *Gateway) Resumes() int { return g.get(func() int { return g.resumes }) }

// ResumedElsewhere counts the RESUMEs that did not come to the address which
// READY told for them.
func (g *Gateway) ResumedElsewhere() int { return g.get(func() int { return g.elsewhere }) }

// Heartbeats counts the heartbeats so far.
func (g *Gateway) Heartbeats() int { return g.get(func() int { return g.beats }) }

// Connections counts those open now.
func (g *Gateway) Connections() int { return g.get(func() int { return len(g.conns) }) }

// Intents are those of the last IDENTIFY.
func (g *Gateway) Intents() int { return g.get(func() int { return g.intents }) }

// Closes are the codes that the bot closed connections with, 1006 where it
// sent none.
func (g *Gateway) Closes() []int {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	return slices.Clone(g.closes)
}

// WaitIdentifies waits for the nth IDENTIFY.
func (g *Gateway) WaitIdentifies(n int, timeout time.Duration) {
	g.d.t.Helper()
	g.d.wait(timeout, strconv.Itoa(n)+" IDENTIFYs", func() bool { return g.identifies >= n })
}

// WaitResumes waits for the nth RESUME.
func (g *Gateway) WaitResumes(n int, timeout time.Duration) {
	g.d.t.Helper()
	g.d.wait(timeout, strconv.Itoa(n)+" RESUMEs", func() bool { return g.resumes >= n })
}

// WaitConnections waits until exactly n connections are open.
func (g *Gateway) WaitConnections(n int, timeout time.Duration) {
	g.d.t.Helper()
	g.d.wait(timeout, strconv.Itoa(n)+" connections", func() bool { return len(g.conns) == n })
}

// WaitHeard waits until the bot has taken all events that were sent to its sessions: it is
// asked for a heartbeat behind them, which tells the number of the last that it took.
func (g *Gateway) WaitHeard(timeout time.Duration) {
	g.d.t.Helper()
	asked, want := map[*conn]bool{}, map[*session]int{}
	g.each(func(c *conn) {
		if c.session != nil {
			want[c.session] = c.session.seq
		}
	})
	g.d.wait(timeout, "heartbeat behind the last event", func() bool {
		heard := true
		for _, s := range g.sessions {
			if s.conn == nil || s.heard >= want[s] {
				continue
			}
			if heard = false; !asked[s.conn] { // also on a connection that took another's place
				asked[s.conn] = true
				s.conn.send(opHeartbeat, nil)
			}
		}
		return heard
	})
}

// allowance is how many IDENTIFYs are left and when there are more.
func (g *Gateway) allowance(now time.Time) (left int, reset time.Duration) {
	g.identified = slices.DeleteFunc(g.identified, func(t time.Time) bool { return now.Sub(t) > 24*time.Hour })
	if len(g.identified) > 0 {
		reset = g.identified[0].Add(24 * time.Hour).Sub(now)
	}
	return max(g.d.o.Identifies-len(g.identified), 0), reset
}

// emit sends an event to the sessions whose intents and shard want it. Intent
// 0 is for events that need none; guild "" for what comes on shard 0.
func (d *Discord) emit(event string, intent int, guild string, body func(*session) any) {
	d.emitMarked(event, intent, guild, nil, body)
}

// emitMarked is emit that notes when the event goes out in a *message or an
// *Interaction.
func (d *Discord) emitMarked(event string, intent int, guild string, mark any, body func(*session) any) {
	for _, s := range slices.Clone(d.gateway.sessions) {
		if intent != 0 && s.intents&intent == 0 || shardOf(guild, s.shards) != s.shard {
			continue
		}
		s.dispatch(event, body(s), mark)
	}
}

// serveGateway is one connection, from handshake to close.
func (d *Discord) serveGateway(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	refuse := d.gateway.refuse != 0 || d.stopped
	if d.gateway.refuse > 0 {
		d.gateway.refuse--
	}
	d.mu.Unlock()
	if refuse {
		http.Error(w, "unavailable", http.StatusServiceUnavailable)
		return
	}
	up := websocket.Upgrader{HandshakeTimeout: 5 * time.Second}
	ws, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	ws.SetReadLimit(1 << 20)
	c := &conn{d: d, ws: ws, path: r.URL.Path, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go c.write()
	d.mu.Lock()
	d.gateway.conns = append(d.gateway.conns, c)
	query := r.URL.Query()
	if v := query.Get("v"); v != "9" && v != "10" {
		c.close(closeVersion)
	} else if query.Get("encoding") != "json" || query.Get("compress") != "" {
		d.violate("the gateway's address asks for encoding %q and compress %q: only plain JSON is served here",
			query.Get("encoding"), query.Get("compress"))
		c.close(closeDecode)
	}
	c.send(opHello, object{"heartbeat_interval": d.o.Heartbeat.Milliseconds()})
	c.watch()
	d.touch()
	d.mu.Unlock()
	c.read()
}
