package discordtest

import (
	"encoding/json"
	"slices"
	"strings"
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
	heard         int // the last that the bot has told to have taken
	log           []logged
	conn          *conn // nil while disconnected
}

type logged struct {
	seq  int
	data []byte
	mark any
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
	s.log = append(s.log, logged{s.seq, text, mark})
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
	s.heard = max(s.heard, seq)
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
			c.push(packetOut{data: l.data, mark: l.mark})
		}
	}
	s.dispatch("RESUMED", object{"_trace": []string{}}, nil)
}
