package discordtest

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// session is a gateway session. It outlives its connection, unless the bot
// closed that with 1000 or 1001, and collects what can be replayed.
type session struct {
	d             *Discord
	id            string
	key           string // what was identified with
	shard, shards int
	intents       int
	compress      bool
	seq           int
	log           []logged
	conn          *conn // nil while disconnected
}

type logged struct {
	seq  int
	data []byte
}

// maxReplay is how many events a session keeps; one that is further behind
// cannot be resumed.
const maxReplay = 5000

// dispatch sends an event with the next sequence number.
func (s *session) dispatch(event string, data, mark any) {
	s.seq++
	text, err := json.Marshal(object{"op": opDispatch, "s": s.seq, "t": event, "d": data})
	if err != nil {
		s.d.violate("the fake's own %s: %v", event, err)
		return
	}
	s.log = append(s.log, logged{s.seq, text})
	if len(s.log) > maxReplay {
		if s.conn == nil {
			s.end()
			return
		}
		s.log = slices.Clone(s.log[maxReplay/2:])
	}
	if s.conn != nil {
		s.conn.push(packetOut{data: text, mark: mark})
	}
}

// confirm drops what the bot has seen for sure.
func (s *session) confirm(seq int) {
	n := 0
	for n < len(s.log) && s.log[n].seq <= seq {
		n++
	}
	s.log = slices.Clone(s.log[n:])
}

// end makes the session impossible to resume.
func (s *session) end() {
	g := &s.d.gateway
	g.sessions = slices.DeleteFunc(g.sessions, func(x *session) bool { return x == s })
}

// packetOut is something to write: text, or a close frame.
type packetOut struct {
	data []byte
	code int
	mark any // *message or *Interaction whose time of sending is noted
}

// conn is one websocket connection. Its fields are guarded by Discord.mu, the
// queue by its own mutex, so that writing never holds up the world.
type conn struct {
	d       *Discord
	ws      *websocket.Conn
	path    string
	session *session
	closing bool
	sends   []time.Time
	timer   *time.Timer

	mu    sync.Mutex
	queue []packetOut
	wake  chan struct{}
	done  chan struct{}
}

func (c *conn) push(f packetOut) {
	c.mu.Lock()
	c.queue = append(c.queue, f)
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *conn) send(op int, data any) {
	text, _ := json.Marshal(object{"op": op, "d": data, "s": nil, "t": nil})
	c.push(packetOut{data: text})
}

// write is the connection's writer.
func (c *conn) write() {
	for {
		select {
		case <-c.wake:
		case <-c.done:
			return
		}
		c.mu.Lock()
		todo := c.queue
		c.queue = nil
		c.mu.Unlock()
		for _, f := range todo {
			if !c.writeOne(f) {
				return
			}
		}
	}
}

func (c *conn) writeOne(f packetOut) bool {
	c.ws.SetWriteDeadline(time.Now().Add(10 * time.Second))
	if f.code != 0 {
		c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(f.code, closeText(f.code)))
		c.ws.SetReadDeadline(time.Now().Add(time.Second))
		return false
	}
	kind, data := websocket.TextMessage, f.data
	c.d.mu.Lock()
	packed := c.session != nil && c.session.compress && len(data) > 1024
	c.d.mu.Unlock()
	if packed {
		kind, data = websocket.BinaryMessage, deflate(data)
	}
	c.d.stamp(f.mark)
	return c.ws.WriteMessage(kind, data) == nil
}

// stamp notes that something is about to be written.
func (d *Discord) stamp(mark any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch m := mark.(type) {
	case *message:
		m.sent = time.Now()
	case *Interaction:
		m.sent = time.Now()
	}
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

func closeText(code int) string {
	switch code {
	case closeAuth:
		return "Authentication failed."
	case closeForbidden:
		return "Disallowed intent(s)."
	case closeTimeout:
		return "Session timed out."
	}
	return ""
}

// close closes the connection with a code. Some codes end the session too.
func (c *conn) close(code int) {
	if c.closing {
		return
	}
	c.closing = true
	s := c.session
	c.detach()
	if s != nil {
		if fatal(code) || code == closeSeq || code == closeTimeout || code == websocket.CloseNormalClosure {
			s.end()
		}
		if fatal(code) {
			c.d.gateway.fatal(s.key, code)
		}
	}
	c.push(packetOut{code: code})
}

func (g *Gateway) fatal(key string, code int) {
	if g.fatals == nil {
		g.fatals = map[string]int{}
	}
	g.fatals[key] = code
}

// detach parts the connection from its session.
func (c *conn) detach() {
	if c.session != nil {
		c.session.conn = nil
		c.session = nil
	}
	c.d.gateway.conns = slices.DeleteFunc(c.d.gateway.conns, func(x *conn) bool { return x == c })
	c.d.touch()
}

// invalidate sends Op 9; a session that cannot be resumed is over.
func (c *conn) invalidate(resumable bool) {
	if s := c.session; s != nil {
		s.conn, c.session = nil, nil
		if !resumable {
			s.end()
		}
	}
	c.send(opInvalid, resumable)
}

// watch closes the connection when heartbeats stay away, on real time.
func (c *conn) watch() {
	beat := c.d.o.Heartbeat
	c.timer = time.AfterFunc(max(2*beat, beat+2*time.Second), func() {
		c.d.mu.Lock()
		defer c.d.mu.Unlock()
		c.close(closeTimeout)
	})
}

// read is the connection's reader; it returns when the connection is over.
func (c *conn) read() {
	defer c.ws.Close()
	for {
		_, data, err := c.ws.ReadMessage()
		c.d.mu.Lock()
		if err != nil {
			c.over(err)
			c.d.mu.Unlock()
			return
		}
		c.take(data)
		c.d.mu.Unlock()
	}
}

// over cleans up after the bot closed the connection or dropped it.
func (c *conn) over(err error) {
	c.timer.Stop()
	close(c.done)
	if c.closing {
		return
	}
	code := websocket.CloseAbnormalClosure
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		code = closed.Code
	}
	if !c.d.stopped {
		c.d.gateway.closes = append(c.d.gateway.closes, code)
	}
	s := c.session
	c.detach()
	if s != nil && (code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway) {
		s.end()
	}
}

// packet is what the bot sends.
type packet struct {
	Op int             `json:"op"`
	D  json.RawMessage `json:"d"`
}

// take handles one packet of the bot's.
func (c *conn) take(data []byte) {
	if c.closing {
		return
	}
	var p packet
	if len(data) > 4096 || json.Unmarshal(data, &p) != nil {
		c.d.violate("the gateway cannot read a payload of %d bytes: %.100s", len(data), data)
		c.close(closeDecode)
		return
	}
	now := time.Now()
	c.sends = append(slices.DeleteFunc(c.sends, func(t time.Time) bool { return now.Sub(t) > time.Minute }), now)
	if len(c.sends) > 120 {
		c.d.violate("more than 120 gateway sends within a minute")
		c.close(closeRate)
		return
	}
	switch p.Op {
	case opHeartbeat:
		c.heartbeat(p.D)
	case opIdentify:
		c.identify(p.D)
	case opResume:
		c.resume(p.D)
	case 3, 4, 8, 31: // presence, voice, members, soundboard: nothing comes of them
		if c.session == nil {
			c.close(closeNoAuth)
		}
	default:
		c.d.violate("the bot sent Op %d", p.Op)
		c.close(closeOpcode)
	}
	c.d.touch()
}

func (c *conn) heartbeat(data json.RawMessage) {
	g := &c.d.gateway
	g.beats++
	c.timer.Reset(max(2*c.d.o.Heartbeat, c.d.o.Heartbeat+2*time.Second))
	var seq int
	if json.Unmarshal(data, &seq) == nil && c.session != nil {
		c.session.confirm(seq)
	}
	if g.dropAcks != 0 {
		if g.dropAcks > 0 {
			g.dropAcks--
		}
		return
	}
	c.send(opAck, nil)
}

// identity is the body of an IDENTIFY.
type identity struct {
	Token      string            `json:"token"`
	Properties map[string]string `json:"properties"`
	Intents    *int              `json:"intents"`
	Compress   bool              `json:"compress"`
	Shard      *[2]int           `json:"shard"`
}

func (i identity) key() string {
	intents, shard := 0, [2]int{0, 1}
	if i.Intents != nil {
		intents = *i.Intents
	}
	if i.Shard != nil {
		shard = *i.Shard
	}
	return fmt.Sprint(i.Token, intents, shard)
}

func (c *conn) identify(data json.RawMessage) {
	d, g := c.d, &c.d.gateway
	g.identifies++
	if c.session != nil {
		c.close(closeAgain)
		return
	}
	var i identity
	if err := json.Unmarshal(data, &i); err != nil {
		d.violate("IDENTIFY: %v", err)
		c.close(closeDecode)
		return
	}
	key := i.key()
	if code := g.fatals[key]; code != 0 {
		d.violate("IDENTIFY again after close code %d, which ends a bot", code)
	}
	if code := c.refused(i); code != 0 {
		g.fatal(key, code)
		c.close(code)
		return
	}
	if len(g.onIdentify) > 0 {
		f := g.onIdentify[0]
		g.onIdentify = g.onIdentify[1:]
		if fatal(f.Close) {
			g.fatal(key, f.Close)
		}
		if !c.first(f) {
			return
		}
	}
	c.start(i, key)
}

// refused says with which code an IDENTIFY is turned away, 0 if it is not.
func (c *conn) refused(i identity) int {
	d := c.d
	if strings.TrimPrefix(i.Token, "Bot ") != d.o.Token || d.tokenReset {
		return closeAuth
	}
	if d.spent() {
		return closeAuth
	}
	for _, key := range []string{"os", "browser"} { // device is "" in many libraries
		if i.Properties[key] == "" && i.Properties["$"+key] == "" {
			d.violate("IDENTIFY has no property %q", key)
		}
	}
	shard := [2]int{0, 1}
	if i.Shard != nil {
		shard = *i.Shard
	}
	if shard[0] < 0 || shard[1] < 1 || shard[0] >= shard[1] {
		return closeShard
	}
	mine := 0
	for _, g := range d.guilds {
		if g.botIn && shardOf(g.id, shard[1]) == shard[0] {
			mine++
		}
	}
	switch {
	case i.Intents == nil || *i.Intents&^allIntents != 0:
		return closeIntents
	case *i.Intents&privileged&^d.o.Privileged != 0:
		return closeForbidden
	case mine > d.o.ShardGuilds:
		return closeSharding
	}
	return 0
}

// spent counts an IDENTIFY; when the day's are used up the token is reset.
func (d *Discord) spent() bool {
	now := d.clock.Now()
	if left, _ := d.gateway.allowance(now); left == 0 {
		d.violate("more than %d IDENTIFYs within a day: the token is reset", d.o.Identifies)
		d.tokenReset = true
		return true
	}
	d.gateway.identified = append(d.gateway.identified, now)
	return false
}

// first plays a script and says whether the usual answer follows.
func (c *conn) first(f First) bool {
	switch {
	case f.Silent:
		return false
	case f.Close != 0:
		c.close(f.Close)
		return false
	case f.Op == opInvalid:
		c.invalidate(f.Resumable)
	case f.Op != 0:
		c.send(f.Op, nil)
	}
	return f.Then || f.Op == 0
}

// begun notes which shard identified, and when.
type begun struct {
	shard int
	at    time.Time
}

// admits keeps max_concurrency: so many IDENTIFYs in 5 seconds, and none of two
// shards with the same key, the shard modulo max_concurrency.
func (g *Gateway) admits(shard int, now time.Time) bool {
	most := g.d.o.MaxConcurrency
	g.begun = slices.DeleteFunc(g.begun, func(b begun) bool { return now.Sub(b.at) >= 5*time.Second })
	sameKey := slices.ContainsFunc(g.begun, func(b begun) bool { return b.shard != shard && b.shard%most == shard%most })
	if sameKey || len(g.begun) >= most {
		return false
	}
	g.begun = append(g.begun, begun{shard, now})
	return true
}

// start begins a session: READY, then a GUILD_CREATE for each server. What
// max_concurrency does not admit is put off with Op 9, as by the platform, a
// second later, so that a bot that tries again at once does not race.
func (c *conn) start(i identity, key string) {
	d, g := c.d, &c.d.gateway
	s := &session{d: d, key: key, shards: 1, intents: *i.Intents, compress: i.Compress}
	if i.Shard != nil {
		s.shard, s.shards = i.Shard[0], i.Shard[1]
	}
	now := d.clock.Now()
	if !g.admits(s.shard, now) {
		time.AfterFunc(time.Second, func() { c.send(opInvalid, false) })
		return
	}
	g.intents = s.intents
	s.id = "session" + d.ids.next(now)
	s.conn, c.session = c, s
	g.sessions = append(g.sessions, s)
	mine := []*Guild{}
	for _, guild := range d.guilds {
		if guild.botIn && shardOf(guild.id, s.shards) == s.shard {
			mine = append(mine, guild)
		}
	}
	s.dispatch("READY", d.wireReady(s, mine), nil)
	for _, guild := range mine {
		if s.intents&IntentGuilds != 0 && !guild.out {
			s.dispatch("GUILD_CREATE", d.wireGuildCreate(guild), nil)
		}
	}
}

func (d *Discord) wireReady(s *session, guilds []*Guild) object {
	coming := []object{}
	for _, g := range guilds {
		coming = append(coming, object{"id": g.id, "unavailable": true})
	}
	me := wireUser(d.bot)
	me["verified"], me["mfa_enabled"], me["email"] = true, false, nil
	return object{
		"v": 9, "user": me, "guilds": coming, "session_id": s.id, "resume_gateway_url": d.GatewayURL() + resumePath,
		"session_type": "normal", "shard": []int{s.shard, s.shards}, "application": object{"id": d.appID, "flags": 0},
		"private_channels": []any{}, "presences": []any{}, "relationships": []any{}, "user_settings": object{},
		"_trace": []string{}, "guild_join_requests": []any{}, "geo_ordered_rtc_regions": []string{}, "auth": object{},
	}
}

// resumePath tells the address for resuming from the other.
const resumePath = "/resume"

func (c *conn) resume(data json.RawMessage) {
	d, g := c.d, &c.d.gateway
	g.resumes++
	if c.path != resumePath {
		g.elsewhere++
	}
	var r struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Seq       int    `json:"seq"`
	}
	if c.session != nil {
		c.close(closeAgain)
		return
	}
	if err := json.Unmarshal(data, &r); err != nil {
		c.close(closeDecode)
		return
	}
	if strings.TrimPrefix(r.Token, "Bot ") != d.o.Token || d.tokenReset {
		c.close(closeAuth)
		return
	}
	at := slices.IndexFunc(g.sessions, func(s *session) bool { return s.id == r.SessionID })
	if len(g.onResume) > 0 {
		f := g.onResume[0]
		g.onResume = g.onResume[1:]
		if f.Op == opInvalid && !f.Resumable && at >= 0 {
			g.sessions[at].end()
			at = -1
		}
		if !c.first(f) {
			return
		}
	}
	if at < 0 {
		c.invalidate(false)
		return
	}
	c.replay(g.sessions[at], r.Seq)
}

// replay takes a session over and sends what the bot missed.
func (c *conn) replay(s *session, seq int) {
	if seq > s.seq {
		s.end()
		c.close(closeSeq)
		return
	}
	if seq < s.seq && (len(s.log) == 0 || s.log[0].seq > seq+1) {
		s.end()
		c.invalidate(false)
		return
	}
	if old := s.conn; old != nil {
		old.close(4000)
	}
	s.conn, c.session = c, s
	for _, l := range s.log {
		if l.seq > seq {
			c.push(packetOut{data: l.data})
		}
	}
	s.dispatch("RESUMED", object{"_trace": []string{}}, nil)
}
