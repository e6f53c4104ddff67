package discordtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

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
