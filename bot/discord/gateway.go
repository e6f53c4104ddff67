package discord

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// This file speaks to one gateway over one websocket, from Hello to the end of the
// connection. shard.go decides what comes after.
//
// discordgo's own connection is not used, because its rules are not Discord's and cannot
// be mended from outside: Open holds the Session's lock while it reads two packets, and
// locks up for ever when one of them is Op 7 or Op 11; every lost connection is closed
// with 1000, which ends the session that it then tries to resume; a dead connection is
// noticed after five missed heartbeats; fatal close codes are retried for ever; and
// resume_gateway_url is ignored.

// Opcodes of the gateway.
const (
	opDispatch     = 0
	opHeartbeat    = 1
	opIdentify     = 2
	opResume       = 6
	opReconnect    = 7
	opInvalid      = 9
	opHello        = 10
	opHeartbeatAck = 11
)

const (
	// closeKeep is what we close with: any code but 1000 and 1001 leaves the session to
	// be resumed.
	closeKeep = 4000
	// maxFrame bounds one packet. A server with the most members and channels there are
	// comes in a few MB.
	maxFrame = 32 << 20
)

// A packet is what comes over the websocket.
type packet struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
}

type command struct {
	Op   int `json:"op"`
	Data any `json:"d"`
}

type identify struct {
	Token          string            `json:"token"`
	Intents        discordgo.Intent  `json:"intents"`
	Properties     map[string]string `json:"properties"`
	LargeThreshold int               `json:"large_threshold"`
	Shard          [2]int            `json:"shard"`
}

type resume struct {
	Token   string `json:"token"`
	Session string `json:"session_id"`
	Seq     int64  `json:"seq"`
}

// A session is what can be resumed on a new connection.
type session struct {
	id  string
	url string // where to resume
	seq int64
}

// A next says what to do after a connection has ended.
type next int

const (
	nextResume   next = iota // connect again and resume, if there is a session
	nextIdentify             // the session is gone
	nextNever                // Discord will not have us; the error says why
	nextStop                 // we were asked to stop
)

// closeCodes are the close codes that do not simply mean "connect again". The text of a
// fatal one is for the operator.
var closeCodes = map[int]struct {
	next next
	text string
}{
	4003: {nextIdentify, ""},
	4007: {nextIdentify, ""},
	4009: {nextIdentify, ""},
	4004: {nextNever, "Discord refused the token: copy it anew from the application's Bot page into DISCORD_TOKEN or the file of --token-file"},
	4010: {nextNever, "Discord refused the shard: check --shards"},
	4011: {nextNever, "the bot is in too many servers for this number of shards: use --shards auto"},
	4012: {nextNever, "Discord no longer accepts this version of the gateway: upgrade hapjak"},
	4013: {nextNever, "Discord refused the intents as invalid: upgrade hapjak"},
	4014: {nextNever, "the Message Content intent is not allowed for this application: switch it on under Bot, Privileged Gateway Intents, or start without --message-content"},
}

// A conn is one connection of a shard.
type conn struct {
	sh      *shard
	ws      *websocket.Conn
	writing sync.Mutex

	mu    sync.Mutex
	acked bool
	why   error // why we closed it ourselves
}

// run connects, and reads until the connection ends.
func (sh *shard) run(ctx context.Context, url string) (next, error) {
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: sh.timing.dial, ReadBufferSize: 16 << 10}
	ws, resp, err := dialer.DialContext(ctx, url, http.Header{})
	if resp != nil && resp.Body != nil {
		resp.Body.Close()
	}
	if err != nil {
		return nextResume, fmt.Errorf("connecting to the gateway: %w", unwrapURL(err))
	}
	ws.SetReadLimit(maxFrame)
	c := &conn{sh: sh, ws: ws, acked: true}
	ctx, cancel := context.WithCancel(ctx)
	var beating sync.WaitGroup
	defer func() { cancel(); ws.Close(); beating.Wait() }()
	// A read does not end with a context: closing does it.
	stop := context.AfterFunc(ctx, func() { c.end(websocket.CloseNormalClosure, context.Canceled) })
	defer stop()

	interval, err := c.hello()
	if err == nil {
		err = c.begin()
	}
	if err != nil {
		return c.outcome(ctx, err)
	}
	beating.Go(func() { c.beat(ctx, interval) })
	// READY or RESUMED must come in time: the watchdog for a gateway that accepts and
	// then says nothing.
	watchdog := time.AfterFunc(sh.timing.ready, func() { c.end(closeKeep, errors.New("the gateway said neither READY nor RESUMED")) })
	defer watchdog.Stop()
	for {
		p, err := c.read()
		if err != nil {
			return c.outcome(ctx, err)
		}
		if p == nil {
			continue
		}
		if next, err := c.handle(ctx, p, watchdog); err != nil {
			c.end(closeKeep, err)
			return next, err
		}
	}
}

// hello reads the first packet.
func (c *conn) hello() (time.Duration, error) {
	c.ws.SetReadDeadline(time.Now().Add(c.sh.timing.dial))
	p, err := c.read()
	if err != nil {
		return 0, err
	}
	var h struct {
		Interval float64 `json:"heartbeat_interval"`
	}
	if p == nil || p.Op != opHello || json.Unmarshal(p.Data, &h) != nil || h.Interval < 1 {
		return 0, errors.New("the gateway did not begin with Hello")
	}
	return time.Duration(h.Interval * float64(time.Millisecond)), c.ws.SetReadDeadline(time.Time{})
}

// begin resumes the session, or identifies when there is none.
func (c *conn) begin() error {
	sh := c.sh
	if s := sh.session(); s.id != "" {
		return c.write(command{opResume, resume{sh.token, s.id, s.seq}})
	}
	sh.metrics.identifies.Inc()
	return c.write(command{opIdentify, identify{
		Token: sh.token, Intents: sh.intents, LargeThreshold: 50, Shard: [2]int{sh.id, sh.count},
		Properties: map[string]string{"os": runtime.GOOS, "browser": "hapjak", "device": "hapjak"},
	}})
}

// handle acts on one packet. An error ends the connection.
func (c *conn) handle(ctx context.Context, p *packet, watchdog *time.Timer) (next, error) {
	switch p.Op {
	case opDispatch:
		c.dispatch(ctx, p, watchdog)
	case opHeartbeat:
		if err := c.heartbeat(); err != nil {
			return nextResume, err
		}
	case opHeartbeatAck:
		c.mu.Lock()
		c.acked = true
		c.mu.Unlock()
		c.sh.ack()
	case opReconnect:
		return nextResume, errReconnect
	case opInvalid:
		var resumable bool
		if json.Unmarshal(p.Data, &resumable); resumable {
			return nextResume, errInvalid
		}
		return nextIdentify, errInvalid
	}
	return 0, nil // an opcode of the future
}

var (
	errReconnect = errors.New("the gateway asked us to connect again")
	errInvalid   = errors.New("the gateway called the session invalid")
	errZombie    = errors.New("the gateway did not acknowledge a heartbeat")
)

// dispatch hands an event on. What it is about is decoded by its handler, so that a
// malformed event costs itself only.
func (c *conn) dispatch(ctx context.Context, p *packet, watchdog *time.Timer) {
	switch p.Type {
	case "READY":
		var r struct {
			Session string `json:"session_id"`
			URL     string `json:"resume_gateway_url"`
		}
		json.Unmarshal(p.Data, &r) // without an id there is nothing to resume
		c.sh.began(session{id: r.Session, url: r.URL, seq: p.Seq})
		watchdog.Stop()
	case "RESUMED":
		c.sh.resumed()
		watchdog.Stop()
	}
	c.sh.events(p.Type, p.Data)
	c.sh.sequence(p.Seq) // it is taken
}

// beat sends heartbeats until ctx ends or one was not acknowledged. The first comes
// after a random part of the interval, so that a thousand bots that lost one gateway do
// not beat as one.
func (c *conn) beat(ctx context.Context, interval time.Duration) {
	if sleep(ctx, rand.N(interval)) != nil {
		return
	}
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		c.mu.Lock()
		alive := c.acked
		c.acked = false
		c.mu.Unlock()
		if !alive {
			c.end(closeKeep, errZombie)
			return
		}
		if err := c.heartbeat(); err != nil {
			c.end(closeKeep, err)
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

func (c *conn) heartbeat() error {
	var seq any
	if s := c.sh.session(); s.seq > 0 {
		seq = s.seq
	}
	return c.write(command{opHeartbeat, seq})
}

// write sends a packet. Only heartbeats, IDENTIFY and RESUME are ever sent: far below
// the 120 a minute that are allowed.
func (c *conn) write(v command) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.ws.SetWriteDeadline(time.Now().Add(c.sh.timing.write))
	return c.ws.WriteJSON(v)
}

// read reads a packet, and returns nil for one that is no packet.
func (c *conn) read() (*packet, error) {
	kind, data, err := c.ws.ReadMessage()
	if err != nil {
		return nil, err
	}
	if kind == websocket.BinaryMessage { // not asked for, but allowed
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, nil
		}
		if data, err = io.ReadAll(io.LimitReader(z, maxFrame)); err != nil {
			return nil, nil
		}
	}
	var p packet
	if err := json.Unmarshal(data, &p); err != nil {
		c.sh.metrics.dropped.WithLabelValues("undecodable").Inc()
		c.sh.log.Warn("the gateway sent what is no packet", "bytes", len(data))
		return nil, nil
	}
	return &p, nil
}

// end closes the connection, and remembers the first reason.
func (c *conn) end(code int, why error) {
	c.mu.Lock()
	if c.why == nil {
		c.why = why
	}
	c.mu.Unlock()
	c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(c.sh.timing.write))
	c.ws.Close()
}

// outcome says what the end of a connection means.
func (c *conn) outcome(ctx context.Context, err error) (next, error) {
	c.mu.Lock()
	why := c.why
	c.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return nextStop, ctx.Err()
	case why != nil:
		return nextResume, why
	}
	c.ws.Close()
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return nextResume, fmt.Errorf("the connection to the gateway was lost: %w", err)
	}
	if code, ok := closeCodes[closed.Code]; ok {
		if code.next == nextNever {
			return nextNever, errors.New(code.text)
		}
		return code.next, fmt.Errorf("the gateway closed with %d", closed.Code)
	}
	return nextResume, fmt.Errorf("the gateway closed with %d", closed.Code)
}
