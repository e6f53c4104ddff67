package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/sync/errgroup"
)

// Options say how to run.
type Options struct {
	Token          string
	APIURL         string // another server on this machine; empty: Discord
	Guild          string // register the commands in this server only
	Shards         string // "auto", "4", "0/4"; empty: auto
	MessageContent bool   // ask for the Message Content intent
	Interactions   string // serve interactions here instead of over the gateway
	PublicKey      string // of the application, for Interactions
	Listen         string // serve /healthz, /readyz and /metrics here; empty: nowhere
	Knowledge      string // what /healthz says of the knowledge base
	Page           string // where everybody finds the base's page, `hapjak serve`; empty: nowhere
	Mender         Mender // mends the base; nil: nobody can from here
	Bases          []Base // further knowledge bases, which a server may choose with /config; at most 24
	// Curators are the ids of roles, of whatever server, whose members may mend the bases.
	Curators []string

	UserBurst   int           // questions one person may ask at once; 0: no limit
	UserEvery   time.Duration // and one more in this time
	ServerBurst int
	ServerEvery time.Duration

	Log *slog.Logger // nil: nothing is logged

	timing timing // zero: as in production
}

// A Bot serves Discord. Make one with New, and Run it once.
type Bot struct {
	opts    Options
	server  *url.URL
	ids     []int // shards to run here; empty: as Discord says
	count   int
	rest    *rest
	gate    *gate
	adapter *adapter
	store   Memory
	metrics *metrics
	log     *slog.Logger

	mu       sync.Mutex
	httpAddr string // where interactions are served, once they are
	shards   []*shard
	commands string // how the registration went
	once     sync.Once
}

// New checks the options and makes a bot. It sends nothing.
func New(talk Talker, mem Memory, o Options) (*Bot, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.timing == (timing{}) {
		o.timing = production()
	}
	if o.Token == "" {
		return nil, errors.New("no token")
	}
	b := &Bot{opts: o, store: mem, metrics: newMetrics(), log: o.Log, commands: "not yet compared"}
	var err error
	if b.server, err = serverURL(o.APIURL); err != nil {
		return nil, err
	}
	if b.ids, b.count, err = shards(o.Shards); err != nil {
		return nil, err
	}
	if err := checkBases(o.Bases); err != nil {
		return nil, err
	}
	if o.Page, err = checkPage(o.Page); err != nil {
		return nil, err
	}
	o.Bases = slices.Clone(o.Bases)
	for i := range o.Bases {
		if o.Bases[i].Page, err = checkPage(o.Bases[i].Page); err != nil {
			return nil, err
		}
	}
	for _, role := range o.Curators {
		if !isID(role) {
			return nil, fmt.Errorf("--curators: %q is no id of a role (switch on Developer Mode, then Copy Role ID)", role)
		}
	}
	if o.Guild != "" && !isID(o.Guild) {
		return nil, fmt.Errorf("--guild: %q is no id of a server (switch on Developer Mode, then Copy Server ID)", o.Guild)
	}
	if b.rest, err = newREST(o.Token, b.server, o.timing, b.metrics); err != nil {
		return nil, err
	}
	b.gate = &gate{rest: b.rest, server: b.server, timing: o.timing, log: o.Log, slots: map[int]time.Time{}}
	b.rest.me = func() string { return b.adapter.me() }
	b.adapter = newAdapter(talk, mem, b.rest, o.Token, o.Log, b.metrics, o)
	return b, nil
}

// intents are what the bot needs to hear: that it is in servers, and messages there and
// in DMs. None of them is privileged.
func (b *Bot) intents() discordgo.Intent {
	i := discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages
	if b.opts.MessageContent {
		i |= discordgo.IntentMessageContent
	}
	return i
}

// Run serves until ctx ends, and then for as long as the answers in flight take, at most
// a few seconds. The error is a sentence for the operator.
func (b *Bot) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	b.rest.refused = func() { cancel(errToken) } // reset while we ran: nothing can be sent any more
	g, gctx := errgroup.WithContext(ctx)
	servers, err := b.listen(g)
	if err == nil {
		b.adapter.recall(ctx, b.log)
		g.Go(func() error { return b.work(gctx) })
		g.Go(func() error { b.adapter.keepLeases(gctx); return nil })
		<-gctx.Done()
	}
	b.stop(servers)
	b.adapter.release()
	cancel(nil)
	ended := g.Wait()
	if ended == nil && errors.Is(context.Cause(ctx), errToken) {
		ended = errToken
	}
	return scrub(errors.Join(err, ended), b.opts.Token)
}

// work hears what there is to answer, other than over HTTP.
func (b *Bot) work(ctx context.Context) error {
	if b.opts.Interactions == "" {
		return b.serveGateway(ctx)
	}
	app, err := b.identity(ctx)
	if app != nil {
		b.registerAs(ctx, app.ID)
	}
	return err
}

// identity asks who the bot is, which the gateway would tell, and whether its public key
// is the application's: with another every interaction would be refused as unsigned. The
// application is nil when ctx ends first.
func (b *Bot) identity(ctx context.Context) (*discordgo.Application, error) {
	for wait := b.opts.timing.backoff; ; wait = min(2*wait, b.opts.timing.maxBackoff) {
		app, err := b.application(ctx)
		if err == nil {
			if err := b.sameKey(app); err != nil {
				return nil, err
			}
			me := wireUser{ID: app.ID} // which it is, but for the oldest applications
			if err := b.rest.get(ctx, "user", discordgo.EndpointUser("@me"), &me); err != nil {
				b.log.Warn("Discord does not say who the bot is", "error", err.Error())
			}
			b.adapter.self.Store(&me.ID)
			return app, nil
		}
		if statusOf(err) == http.StatusUnauthorized {
			return nil, errToken
		}
		if ctx.Err() == nil {
			b.log.Warn("Discord does not say which application this is", "error", err.Error())
		}
		if sleep(ctx, wait) != nil {
			return nil, nil
		}
	}
}

// listen starts the HTTP servers that the options ask for.
func (b *Bot) listen(g *errgroup.Group) (list []*http.Server, err error) {
	start := func(name, addr string, h http.Handler) (string, error) {
		l, err := net.Listen("tcp", addr)
		if err != nil {
			return "", fmt.Errorf("--%s: %w", name, err)
		}
		s := server(h)
		list = append(list, s)
		g.Go(func() error {
			if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				return fmt.Errorf("--%s: %w", name, err)
			}
			return nil
		})
		b.log.Info("listening", "for", name, "at", l.Addr().String())
		return l.Addr().String(), nil
	}
	if b.opts.Interactions != "" {
		key, err := publicKey(b.opts.PublicKey)
		if err != nil {
			return list, err
		}
		addr, err := start("interactions", b.opts.Interactions, b.adapter.endpoint(key))
		if err == nil {
			err = probe(addr)
		}
		if err != nil {
			return list, err
		}
		b.mu.Lock()
		b.httpAddr = addr
		b.mu.Unlock()
	}
	if b.opts.Listen != "" {
		_, err = start("listen", b.opts.Listen, b.operations())
	}
	return list, err
}

// stop lets the answers in flight be sent.
func (b *Bot) stop(servers []*http.Server) {
	b.adapter.running.close()
	if !b.adapter.running.wait(b.opts.timing.stop) {
		b.log.Warn("some answers were not sent in time")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond) // all that was asked is answered
	defer cancel()
	for _, s := range servers {
		if s.Shutdown(ctx) != nil {
			s.Close()
		}
	}
	b.log.Info("stopped")
}

// serveGateway runs the shards. When Discord will not have one of them none goes on.
func (b *Bot) serveGateway(ctx context.Context) error {
	ids, count := b.ids, b.count
	for wait := b.opts.timing.backoff; count == 0; wait = min(2*wait, b.opts.timing.maxBackoff) {
		bot, err := b.gate.gateway(ctx)
		if err == nil {
			for i := range max(bot.Shards, 1) {
				ids = append(ids, i)
			}
			count = len(ids)
			break
		}
		if statusOf(err) == http.StatusUnauthorized {
			return errToken
		}
		b.log.Warn("Discord does not say where the gateway is", "error", err.Error())
		if sleep(ctx, wait) != nil {
			return nil
		}
	}
	g, gctx := errgroup.WithContext(ctx)
	b.mu.Lock()
	for _, id := range ids {
		sh := &shard{id: id, count: count, token: b.opts.Token, intents: b.intents(), timing: b.opts.timing,
			log: b.log, metrics: b.metrics, gate: b.gate, state: "starting"}
		// A connection's context ends with the connection; what it began goes on.
		sh.events = func(kind string, data json.RawMessage) { b.event(gctx, kind, data) }
		b.shards = append(b.shards, sh)
		g.Go(func() error { return sh.serve(gctx) })
	}
	b.mu.Unlock()
	return g.Wait()
}

func (b *Bot) running() []*shard {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.shards
}

// address is where interactions are served, or "".
func (b *Bot) address() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.httpAddr
}

// registered says how the registration of the commands went.
func (b *Bot) registered() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.commands
}
