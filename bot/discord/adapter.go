package discord

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"hapjak/bot"
	"hapjak/bot/store"
	"hapjak/corpus"
	"hapjak/facts"
)

// A Talker is the conversation behind the adapter. *bot.Bot is one.
type Talker interface {
	Handle(context.Context, bot.Request) bot.Reply
	Remember(conversation string, r bot.Reply)
	// Forget drops the conversations that people took part in who are chosen.
	Forget(of func(user string) bool)
	// Alone says whether a question can be read without the one before it.
	Alone(question string) bool
	// Grounds tells how far a question that nobody put to the bot asks of the sources, and is held by its answer.
	Grounds(ctx context.Context, question string, a *facts.Answer) facts.Grounds
	// Named says whether a text is the name of one thing.
	Named(text string) bool
	// Complete proposes values for an option of a command, the best first: its Label is
	// shown, its Entity is the value.
	Complete(ctx context.Context, command, option, partial string) []facts.Choice
	// KindOf says what kind of thing such a value is, where that is not plain.
	KindOf(command, entity, locale string) string
	// Cite returns what a person is shown for paragraphs, of sources that may be in [bot.Brief].
	Cite(refs []corpus.Ref) []facts.Citation
	// Commands are what Handle can be told.
	Commands() []bot.Command
}

var _ Talker = (*bot.Bot)(nil)

// A Memory is what the adapter remembers. *store.Store is one.
type Memory interface {
	Settings(ctx context.Context, server string) store.Settings
	ChangeSettings(ctx context.Context, server string, change func(*store.Settings) error) (store.Settings, error)
	Record(ctx context.Context, e store.Event) error
	Events(ctx context.Context, f store.Filter) ([]store.Event, error)
	Forget(ctx context.Context, asker string) (int, error)
	Talk(ctx context.Context, key string, since time.Time) ([]byte, error)
	SetTalk(ctx context.Context, t store.Talk) error
	Forgotten(ctx context.Context, after int64) (list []store.Forgotten, newest int64, err error)
	Queue(ctx context.Context, server string, limit int) ([]store.Event, error)
	Settle(ctx context.Context, server string, id int64) (bool, error)
	Hash(user string) string
	Health() error

	Begin(ctx context.Context, p store.Pending) (bool, error)
	Done(ctx context.Context, id string, answers []string) error
	Answers(ctx context.Context, id string) (list []string, open bool, err error)
	Answered(ctx context.Context, since time.Time, limit int) ([]store.Pending, error)
	Renew(ctx context.Context, owner, id string, lease time.Time) (int, error)
	GiveUp(ctx context.Context, id string, until time.Time) error
	Orphans(ctx context.Context, owner string, now, lease time.Time, limit int) ([]store.Pending, error)

	Refuse(ctx context.Context, r store.Refusal) (bool, error)
	Notice(ctx context.Context, key string, every time.Duration, p store.Pending) (bool, error)
	Admit(ctx context.Context, channel string) error
	Refusals(ctx context.Context) ([]store.Refusal, error)
}

var _ Memory = (*store.Store)(nil)

// An adapter turns Discord's events into requests, and replies into messages. It is the
// same behind the gateway and behind HTTP.
type adapter struct {
	*outbox
	*ledger
	*library
	*channels

	curators []string // roles whose members may mend
	store    Memory
	rest     *rest
	codec    codec
	log      *slog.Logger
	metrics  *metrics
	timing   timing

	users, servers *allowance // of questions
	taps, shakes   *allowance // of what costs less: buttons, votes, completions; of a member, and of a server
	crowd          *crowd
	thinking       *turns
	typing         *turns // and its completions

	earlier *recent[followed] // what a question followed up, by the id of its message or command, and of its answer
	replied *recent[*answered]
	noted   *recent[struct{}] // ids of questions that the store has a note of
	gone    *recent[struct{}] // ids of messages that were deleted a moment ago
	missed  atomic.Bool       // a session has begun: what was edited or deleted before it is not told

	forgetting sync.Mutex
	forgot     int64              // the newest of those in the store whom this process has forgotten
	left       *recent[time.Time] // when each was, by his hash

	self     atomic.Pointer[string] // our own user id, once it is known
	requests atomic.Uint64
	running  inFlight
	slots    chan struct{} // one for each event being answered
}

// maxInFlight bounds the events looked at at once, most of which are not for the bot;
// a crowd bounds those that are.
const maxInFlight = 2*maxOfAll + 4096

// tapsPerQuestion is how many buttons, votes and completions are allowed for a question:
// each letter that is typed asks for completions.
const tapsPerQuestion = 5

// A thread is where a thread belongs.
type thread struct {
	parent, name string
}

func newAdapter(talk Talker, mem Memory, r *rest, token string, log *slog.Logger, m *metrics, o Options) *adapter {
	crowd := newCrowd()
	thinking := newTurns(crowd, runtime.GOMAXPROCS(0), runtime.GOMAXPROCS(0))
	typing := newTurns(crowd, runtime.GOMAXPROCS(0), runtime.GOMAXPROCS(0))
	thinking.rest, typing.rest = 3, 3
	r.limits.turns = newTurns(crowd, 1, 1)
	where := &channels{
		threads: newRecent[thread](7*24*time.Hour, 50_000),
		joined:  newRecent[string](10*time.Minute, 10_000),
		spoke:   newRecent[string](10*time.Minute, 10_000),
		ours:    newRecent[struct{}](ourThreads, 20_000),
		lately:  newRecent[turn](answerFor, 20_000),
		roles:   newRecent[string](365*24*time.Hour, 50_000),
		locales: newRecent[string](365*24*time.Hour, 50_000),
		content: o.MessageContent,
	}
	book := &ledger{owner: rand.Text(), entering: newTurns(crowd, maxEntering, maxEntering-1), store: mem, timing: r.timing, log: log, metrics: m}
	return &adapter{
		crowd: crowd,
		outbox: &outbox{crowd: crowd, posting: newTurns(crowd, maxOfAll, 1), rest: r, book: book, store: mem, log: log, metrics: m,
			notices:  newRecent[struct{}](r.timing.notices, 10_000),
			lacks:    newRecent[struct{}](time.Minute, 10_000), // a moderator may mend it at any time
			dms:      newRecent[string](24*time.Hour, 10_000),
			owners:   newRecent[string](365*24*time.Hour, 50_000),
			refusals: newRecent[refusal](24*time.Hour, 10_000),
		},
		ledger:   book,
		thinking: thinking, typing: typing,
		taps:     newAllowance(tapsPerQuestion*o.UserBurst, o.UserEvery/tapsPerQuestion),
		shakes:   newAllowance(tapsPerQuestion*o.ServerBurst, o.ServerEvery/tapsPerQuestion),
		library:  &library{usual: Base{Talk: talk, Page: o.Page, Mender: o.Mender}, bases: o.Bases, store: mem, channels: where},
		channels: where,
		curators: o.Curators, store: mem, rest: r, codec: newCodec(token), log: log, metrics: m, timing: r.timing,
		users: newAllowance(o.UserBurst, o.UserEvery), servers: newAllowance(o.ServerBurst, o.ServerEvery),
		earlier: newRecent[followed](24*time.Hour, 10_000),
		replied: newRecent[*answered](time.Hour, 20_000),
		noted:   newRecent[struct{}](2*answerFor, 20_000),
		gone:    newRecent[struct{}](answerFor, 20_000),
		left:    newRecent[time.Time](answerFor, 10_000),
		slots:   make(chan struct{}, maxInFlight),
	}
}

func (a *adapter) me() string {
	if id := a.self.Load(); id != nil {
		return *id
	}
	return ""
}

// event takes an event of the gateway. It does not block: each is answered by a
// goroutine of its own, with a guard against panics.
func (a *adapter) event(kind string, data json.RawMessage) {
	switch kind {
	case "READY":
		var r struct {
			User *wireUser `json:"user"`
		}
		if json.Unmarshal(data, &r) == nil && r.User != nil && r.User.ID != "" {
			a.self.Store(&r.User.ID)
			a.missed.Store(true)
		}
	case "GUILD_CREATE", "GUILD_UPDATE", "THREAD_CREATE", "THREAD_LIST_SYNC":
		a.learn(kind, data)
	case "CHANNEL_UPDATE", "THREAD_UPDATE":
		a.learn(kind, data) // a thread that is taken out of the archive is not created again
		var c struct {
			ID string `json:"id"`
		}
		if decode(data, &c) == nil {
			a.reopen(c.ID)
		}
	case "CHANNEL_DELETE", "THREAD_DELETE":
		var c struct {
			ID    string `json:"id"`
			Guild string `json:"guild_id"`
		}
		if decode(data, &c) == nil && c.Guild != "" {
			a.serve("channel", func(ctx context.Context, log *slog.Logger) {
				a.admit(ctx, c.ID)
				a.channelGone(ctx, c.Guild, c.ID, log)
			})
		}
	case "GUILD_ROLE_UPDATE", "GUILD_MEMBER_UPDATE":
		a.reopen("")
	case "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		follower{a}.change(kind, data)
	case "MESSAGE_CREATE":
		var m wireMessage
		if err := decode(data, &m); err != nil {
			a.undecodable(kind, err)
			return
		}
		if m.Author != nil && m.Author.ID == a.me() {
			a.heard(&m, false)
			return
		}
		a.serve("message", func(ctx context.Context, log *slog.Logger) { a.message(ctx, &m, data, nil, log) })
	case "INTERACTION_CREATE":
		var i wireInteraction
		if err := decode(data, &i); err != nil {
			a.undecodable(kind, err)
			return
		}
		a.serve("interaction", func(ctx context.Context, log *slog.Logger) {
			deadline, cancel := context.WithTimeout(ctx, a.timing.interaction)
			defer cancel()
			a.interaction(ctx, &i, data, "gateway", nil, log, func(r response) (string, error) { return a.rest.respond(deadline, i.ID, i.Token, r) })
		})
	}
}

func (a *adapter) undecodable(kind string, err error) {
	a.metrics.dropped.WithLabelValues("undecodable").Inc()
	a.log.Warn("an event cannot be read", "event", kind, "error", err.Error())
}

// learn notes which channels are threads, and of what: a message does not say; whom a server
// belongs to, its language, and which of its roles is the bot's own.
func (a *adapter) learn(kind string, data json.RawMessage) {
	type channel struct {
		ID     string `json:"id"`
		Parent string `json:"parent_id"`
		Name   string `json:"name"`
	}
	var g struct {
		channel
		Owner   string    `json:"owner_id"`
		Locale  string    `json:"preferred_locale"`
		Threads []channel `json:"threads"`
		Roles   []struct {
			ID   string `json:"id"`
			Tags struct {
				Bot string `json:"bot_id"`
			} `json:"tags"`
		} `json:"roles"`
	}
	if decode(data, &g) != nil {
		return
	}
	switch kind {
	case "THREAD_CREATE", "THREAD_UPDATE":
		g.Threads = append(g.Threads, g.channel)
	case "GUILD_CREATE", "GUILD_UPDATE":
		if g.Owner != "" {
			a.owners.put(g.ID, g.Owner)
		}
		if g.Locale != "" {
			a.locales.put(g.ID, g.Locale)
		}
		for _, role := range g.Roles {
			if role.Tags.Bot != "" && role.Tags.Bot == a.me() {
				a.roles.put(g.ID, role.ID)
			}
		}
	}
	for _, t := range g.Threads {
		if t.ID != "" {
			a.threads.put(t.ID, thread{t.Parent, t.Name})
		}
	}
}

// serve runs a handler in a goroutine, and says whether it does. A panic in it costs one
// answer.
func (a *adapter) serve(surface string, handle func(context.Context, *slog.Logger)) bool {
	select {
	case a.slots <- struct{}{}:
	default:
		a.metrics.dropped.WithLabelValues("busy").Inc()
		a.log.Warn("too many events at once: one is dropped", "surface", surface)
		return false
	}
	if !a.running.begin() {
		<-a.slots
		a.metrics.dropped.WithLabelValues("stopping").Inc()
		return false
	}
	a.metrics.inFlight.Inc()
	go func() {
		defer func() { <-a.slots; a.metrics.inFlight.Dec(); a.running.end() }()
		log := a.log.With("request", a.next(), "surface", surface)
		defer a.guard(log)
		ctx, cancel := context.WithTimeout(context.Background(), a.timing.message)
		defer cancel()
		handle(ctx, log)
	}()
	return true
}

// next returns an id for the log.
func (a *adapter) next() string { return strconv.FormatUint(a.requests.Add(1), 36) }

// guard ends a panic.
func (a *adapter) guard(log *slog.Logger) {
	if p := recover(); p != nil {
		a.panicked(log, p)
	}
}

func (a *adapter) panicked(log *slog.Logger, p any) {
	a.metrics.panics.Inc()
	log.Error("a handler panicked", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
}

// place names who shares a turn: a server, and all outside of servers as if they were one. Accounts are
// cheap, and a hundred of them are to have no more of the bot than a server.
func place(guild string) string { return cmp.Or(guild, "dm") }
