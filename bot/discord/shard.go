package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// events takes what a shard receives. It must not block.
type events func(kind string, data json.RawMessage)

// A shard keeps one connection to the gateway up.
type shard struct {
	id, count int
	token     string
	intents   discordgo.Intent
	timing    timing
	log       *slog.Logger
	metrics   *metrics
	events    events
	gate      *gate
	begunAt   string // the gateway's address at the last IDENTIFY

	mu         sync.Mutex
	resumable  session
	state      string // for /healthz: connecting, ready, waiting …
	reason     string // why it is not ready
	lastAck    time.Time
	readySince time.Time
}

func (sh *shard) session() session {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return sh.resumable
}

func (sh *shard) began(s session) {
	sh.mu.Lock()
	sh.resumable = s
	sh.mu.Unlock()
	sh.resumed()
	sh.log.Info("the gateway is ready", "shard", sh.id)
}

func (sh *shard) resumed() {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.state, sh.reason = "ready", ""
	sh.readySince, sh.lastAck = time.Now(), time.Now()
}

func (sh *shard) sequence(n int64) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.resumable.seq = max(sh.resumable.seq, n)
}

func (sh *shard) ack() {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.lastAck = time.Now()
}

func (sh *shard) set(state string, why error) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.state = state
	if why != nil {
		sh.reason = why.Error()
	}
}

// A shardStatus is what /healthz says of a shard.
type shardStatus struct {
	Shard   int     `json:"shard"`
	State   string  `json:"state"`
	Reason  string  `json:"reason,omitempty"`
	LastAck float64 `json:"last_ack_seconds_ago,omitempty"`
}

func (sh *shard) status() shardStatus {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	s := shardStatus{Shard: sh.id, State: sh.state, Reason: sh.reason}
	if !sh.lastAck.IsZero() {
		s.LastAck = time.Since(sh.lastAck).Seconds()
	}
	return s
}

// serve keeps the shard connected until ctx ends (then it returns nil) or Discord will
// not have us, which it returns.
func (sh *shard) serve(ctx context.Context) error {
	wait := sh.timing.backoff
	for attempt := 0; ; attempt++ {
		began := time.Now()
		next, err := sh.connect(ctx)
		switch {
		case ctx.Err() != nil || next == nextStop:
			sh.set("stopped", nil)
			return nil
		case next == nextNever:
			sh.set("refused", err)
			return err
		case next == nextIdentify:
			sh.forget()
		}
		sh.metrics.reconnects.WithLabelValues(reasonOf(err)).Inc()
		sh.set("connecting", err)
		sh.log.Warn("connecting to the gateway again", "shard", sh.id, "reason", err.Error())
		// A session that got going and can be resumed costs no IDENTIFY.
		if sh.readyAfter(began) && next == nextResume || time.Since(began) > sh.timing.settled {
			wait, attempt = sh.timing.backoff, 0
		}
		pause := rand.N(wait)/4 + time.Millisecond // at once, the first time
		switch {
		case errors.Is(err, errInvalid):
			pause = sh.timing.invalid/5 + rand.N(sh.timing.invalid*4/5)
		case attempt > 0:
			pause = wait/2 + rand.N(wait)
			wait = min(wait*2, sh.timing.maxBackoff)
		}
		if sleep(ctx, pause) != nil {
			sh.set("stopped", nil)
			return nil
		}
	}
}

func reasonOf(err error) string {
	switch {
	case errors.Is(err, errReconnect):
		return "asked"
	case errors.Is(err, errInvalid):
		return "invalid"
	case errors.Is(err, errZombie):
		return "zombie"
	case strings.Contains(err.Error(), "closed with"):
		return "closed"
	}
	return "lost"
}

func (sh *shard) readyAfter(t time.Time) bool {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return sh.readySince.After(t)
}

func (sh *shard) forget() {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.resumable = session{}
}

// connect makes one connection and lives it to its end.
func (sh *shard) connect(ctx context.Context) (next, error) {
	if s := sh.session(); s.id != "" {
		address, err := sh.gate.address(s.url)
		if err != nil { // none was told, or a bad one
			address = sh.begunAt
		}
		sh.set("resuming", nil)
		return sh.run(ctx, address)
	}
	sh.set("waiting for leave to identify", nil)
	address, err := sh.gate.pass(ctx, sh.id)
	if err != nil {
		if statusOf(err) == 401 {
			return nextNever, errToken
		}
		return nextResume, err
	}
	sh.begunAt = address
	sh.set("identifying", nil)
	return sh.run(ctx, address)
}

// errToken is for the operator.
var errToken = errors.New(closeCodes[4004].text)

// A gate lets shards identify one after the other, as Discord allows: one for each of
// max_concurrency slots every five seconds, 1,000 a day. Past that Discord resets the
// token, so the gate would rather wait.
type gate struct {
	rest   *rest
	server *url.URL
	timing timing
	log    *slog.Logger

	mu    sync.Mutex
	slots map[int]time.Time // when the slot may be used again
}

// address checks the address of a gateway.
func (g *gate) address(raw string) (string, error) { return gatewayURL(raw, g.server) }

// gateway asks where the gateway is and what may be done there.
func (g *gate) gateway(ctx context.Context) (*discordgo.GatewayBotResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, 4*g.timing.request)
	defer cancel()
	var bot discordgo.GatewayBotResponse
	err := g.rest.get(ctx, "gateway", discordgo.EndpointGatewayBot, &bot)
	if statusOf(err) == 404 { // some servers have only the public one
		err = g.rest.get(ctx, "gateway", discordgo.EndpointGateway, &bot)
		bot.SessionStartLimit.Remaining = 1
	}
	if err != nil {
		return nil, err
	}
	return &bot, nil
}

// pass waits until a shard may identify, and returns where.
func (g *gate) pass(ctx context.Context, shard int) (string, error) {
	for {
		bot, err := g.gateway(ctx)
		if err != nil {
			return "", err
		}
		limit := bot.SessionStartLimit
		if limit.Total > 0 && limit.Remaining <= 0 {
			pause := time.Duration(max(limit.ResetAfter, 1000)) * time.Millisecond
			g.log.Error("no connection may be begun today: too many were", "again_in", pause.Round(time.Second).String())
			if err := sleep(ctx, min(pause, time.Hour)+rand.N(time.Second)); err != nil {
				return "", err
			}
			continue
		}
		if err := g.turn(ctx, shard%max(limit.MaxConcurrency, 1)); err != nil {
			return "", err
		}
		return g.address(bot.URL)
	}
}

// turn waits for a slot.
func (g *gate) turn(ctx context.Context, slot int) error {
	g.mu.Lock()
	now := time.Now()
	at := later(g.slots[slot], now)
	g.slots[slot] = at.Add(g.timing.identify)
	g.mu.Unlock()
	return sleep(ctx, at.Sub(now))
}

// shards reads --shards: "auto", "N", or "i/N" for one of N. It returns the ids to run
// here and their number in all; zero means that Discord shall say.
func shards(s string) (ids []int, count int, err error) {
	bad := fmt.Errorf("--shards: %q is none of auto, 4, or 0/4", s)
	if s == "" || s == "auto" {
		return nil, 0, nil
	}
	one, all, split := strings.Cut(s, "/")
	if !split {
		if count, err = strconv.Atoi(s); err != nil || count < 1 || count > 4096 {
			return nil, 0, bad
		}
		for i := range count {
			ids = append(ids, i)
		}
		return ids, count, nil
	}
	id, err1 := strconv.Atoi(one)
	count, err2 := strconv.Atoi(all)
	if err1 != nil || err2 != nil || id < 0 || id >= count || count > 4096 {
		return nil, 0, bad
	}
	return []int{id}, count, nil
}
