package discordtest

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

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
	c.timer = time.AfterFunc(c.late(), func() {
		c.d.mu.Lock()
		defer c.d.mu.Unlock()
		c.close(closeTimeout)
	})
}

// late is how long after a heartbeat the next one is missed.
func (c *conn) late() time.Duration {
	beat := c.d.o.Heartbeat
	return max(2*beat, beat+c.d.o.Grace)
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
	c.timer.Reset(c.late())
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
