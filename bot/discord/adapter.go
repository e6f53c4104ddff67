package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strconv"
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
	// Complete proposes values for an option of a command, the best first: its Label is
	// shown, its Entity is the value.
	Complete(ctx context.Context, command, option, partial string) []facts.Choice
	// Cite returns what a person is shown for paragraphs.
	Cite(refs []corpus.Ref) []facts.Citation
	// Commands are what Handle can be told.
	Commands() []bot.Command
}

var _ Talker = (*bot.Bot)(nil)

// A Memory is what the adapter remembers. *store.Store is one.
type Memory interface {
	Settings(ctx context.Context, server string) store.Settings
	SetSettings(ctx context.Context, server string, s store.Settings) error
	Record(ctx context.Context, e store.Event) error
	Hash(user string) string
	Health() error
}

var _ Memory = (*store.Store)(nil)

// An adapter turns Discord's events into requests, and replies into messages. It is the
// same behind the gateway and behind HTTP.
type adapter struct {
	talk    Talker
	store   Memory
	rest    *rest
	codec   codec
	log     *slog.Logger
	metrics *metrics
	timing  timing
	content bool // the Message Content intent is on

	users, servers *allowance
	threads        *recent[struct{}] // channels known to be threads
	joined         *recent[string]   // threads that we answered in, and whom last
	ours           *recent[struct{}] // our own answers: a thread begun on one has its id
	notices        *recent[struct{}] // notices given: not again for a while
	lacks          *recent[struct{}] // channels where a lesser permission is missing
	dms            *recent[string]   // people, and the channel to write to them

	self     atomic.Pointer[string] // our own user id, once it is known
	requests atomic.Uint64
	running  inFlight
	hurry    atomic.Int64  // until when not to wait for the store, in Unix nanoseconds
	slots    chan struct{} // one for each event being answered
}

// maxInFlight bounds the events being answered at once. Past it they are dropped and
// counted, since an answer that waits for a thousand others comes too late.
const maxInFlight = 1024

// An answer waits for its note to be safe, for noteFor at most; after a disk was that
// slow the next do not wait, for hurryFor.
const (
	noteFor  = time.Second
	hurryFor = 10 * time.Second
)

func newAdapter(talk Talker, mem Memory, r *rest, token string, log *slog.Logger, m *metrics, o Options) *adapter {
	return &adapter{
		talk: talk, store: mem, rest: r, codec: newCodec(token), log: log, metrics: m, timing: r.timing, content: o.MessageContent,
		users: newAllowance(o.UserBurst, o.UserEvery), servers: newAllowance(o.ServerBurst, o.ServerEvery),
		threads: newRecent[struct{}](7*24*time.Hour, 50_000),
		joined:  newRecent[string](10*time.Minute, 10_000),
		ours:    newRecent[struct{}](24*time.Hour, 20_000),
		notices: newRecent[struct{}](r.timing.notices, 10_000),
		lacks:   newRecent[struct{}](time.Minute, 10_000), // a moderator may mend it at any time
		dms:     newRecent[string](24*time.Hour, 10_000),
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
func (a *adapter) event(ctx context.Context, shard int, kind string, data json.RawMessage) {
	switch kind {
	case "READY":
		var r struct {
			User *wireUser `json:"user"`
		}
		if json.Unmarshal(data, &r) == nil && r.User != nil && r.User.ID != "" {
			a.self.Store(&r.User.ID)
		}
	case "GUILD_CREATE", "THREAD_CREATE", "THREAD_LIST_SYNC":
		a.learnThreads(kind, data)
	case "MESSAGE_CREATE":
		var m wireMessage
		if err := decode(data, &m); err != nil {
			a.undecodable(kind, err)
			return
		}
		a.serve("message", func(ctx context.Context, log *slog.Logger) { a.message(ctx, &m, log) })
	case "INTERACTION_CREATE":
		var i wireInteraction
		if err := decode(data, &i); err != nil {
			a.undecodable(kind, err)
			return
		}
		a.serve("interaction", func(ctx context.Context, log *slog.Logger) {
			deadline, cancel := context.WithTimeout(ctx, a.timing.interaction)
			defer cancel()
			a.interaction(ctx, &i, "gateway", log, func(r response) error { return a.rest.respond(deadline, i.ID, i.Token, r) })
		})
	}
}

func (a *adapter) undecodable(kind string, err error) {
	a.metrics.dropped.WithLabelValues("undecodable").Inc()
	a.log.Warn("an event cannot be read", "event", kind, "error", err.Error())
}

// learnThreads notes which channels are threads: a message does not say.
func (a *adapter) learnThreads(kind string, data json.RawMessage) {
	var g struct {
		ID      string `json:"id"`
		Threads []struct {
			ID string `json:"id"`
		} `json:"threads"`
	}
	if json.Unmarshal(data, &g) != nil {
		return
	}
	if kind == "THREAD_CREATE" && g.ID != "" {
		a.threads.put(g.ID, struct{}{})
	}
	for _, t := range g.Threads {
		if t.ID != "" {
			a.threads.put(t.ID, struct{}{})
		}
	}
}

// serve runs a handler in a goroutine. A panic in it costs one answer.
func (a *adapter) serve(surface string, handle func(context.Context, *slog.Logger)) {
	select {
	case a.slots <- struct{}{}:
	default:
		a.metrics.dropped.WithLabelValues("busy").Inc()
		a.log.Warn("too many events at once: one is dropped", "surface", surface)
		return
	}
	if !a.running.begin() {
		<-a.slots
		a.metrics.dropped.WithLabelValues("stopping").Inc()
		return
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

// handle asks the conversation, and apologises where that panics.
func (a *adapter) handle(ctx context.Context, req bot.Request, surface string, log *slog.Logger) (r bot.Reply, ok bool) {
	start := time.Now()
	defer func() {
		if p := recover(); p != nil {
			a.panicked(log, p)
			r, ok = bot.Reply{}, false
		}
	}()
	r = a.talk.Handle(ctx, req)
	a.metrics.took(surface, "ready", start)
	a.metrics.questions.WithLabelValues(string(r.Status), surface).Inc()
	log.Debug("answered", "status", string(r.Status), "command", req.Command, "question", req.Text)
	if r.Status == facts.Unknown && r.Question != "" {
		a.note(ctx, r.Question, log)
	}
	return r, true
}

// note remembers a question that the sources could not answer.
func (a *adapter) note(ctx context.Context, question string, log *slog.Logger) {
	patience := noteFor
	if time.Now().UnixNano() < a.hurry.Load() {
		patience = time.Millisecond
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := a.store.Record(ctx, store.Event{Kind: store.Unknown, Question: question})
	if errors.Is(err, context.DeadlineExceeded) {
		a.hurry.Store(time.Now().Add(hurryFor).UnixNano())
	}
	if err != nil {
		log.Debug("not waited for the note", "error", err.Error())
	}
}

// message answers a message, if it is for the bot.
func (a *adapter) message(ctx context.Context, m *wireMessage, log *slog.Logger) {
	start := time.Now()
	settings := a.store.Settings(ctx, m.Guild)
	to := a.addressed(m, a.me(), settings)
	switch {
	case to.why == "":
		return
	case to.silent:
		a.deaf(ctx, m, to, settings, log)
		return
	}
	locale := settings.Language
	if locale == "" {
		locale = localeOf(to.text)
	}
	if wait, first := a.allow(m.Author.ID, m.Guild); wait > 0 {
		a.metrics.dropped.WithLabelValues("allowance").Inc()
		if first {
			a.tellPrivately(ctx, m, view{plain: true, text: say(locale, "wait", "wait", waitText(locale, wait))}, log)
		}
		return
	}
	req := a.request(m, to, locale)
	reply, ok := a.handle(ctx, req, to.why, log)
	if !ok {
		a.send(ctx, m, view{plain: true, text: say(locale, "broken")}, log)
		return
	}
	v := a.codec.draw(reply, drawing{locale: locale, owner: m.Author.ID})
	if v.private && m.Guild != "" {
		a.tellPrivately(ctx, m, v, log)
		return
	}
	if a.threads.holds(m.Channel) || a.ours.holds(m.Channel) {
		a.joined.put(m.Channel, m.Author.ID)
	}
	id := a.send(ctx, m, v, log)
	a.metrics.took(to.why, "sent", start)
	if id != "" {
		a.talk.Remember("answer "+id, reply)
		a.ours.put(id, struct{}{})
	}
}

// request makes a request of a message.
func (a *adapter) request(m *wireMessage, to addressed, locale string) bot.Request {
	req := bot.Request{
		Text: to.text, User: m.Author.ID, Server: m.Guild, Channel: m.Channel, Locale: locale,
		Conversation: "asker " + m.Channel + " " + m.Author.ID,
	}
	if to.text == "" {
		req.Command = "help"
	}
	if to.why == "thread" || a.threads.holds(m.Channel) {
		req.Conversation = "thread " + m.Channel
	}
	if m.repliesTo(a.me()) {
		req.Follows = "answer " + m.Referenced.ID
		req.Before = a.questionOf(m.Referenced)
	}
	return req
}

// allow counts a question against the asker's and the server's allowance.
func (a *adapter) allow(user, guild string) (time.Duration, bool) {
	if wait, first := a.users.take(user); wait > 0 {
		return wait, first
	}
	if guild == "" {
		return 0, false
	}
	wait, _ := a.servers.take(guild)
	if wait == 0 {
		return 0, false
	}
	return wait, a.notices.first("busy " + guild + " " + user)
}

func waitText(locale string, d time.Duration) string {
	if d < 90*time.Second {
		return say(locale, "seconds", "n", strconv.Itoa(int(d.Seconds())+1))
	}
	return say(locale, "minutes", "n", strconv.Itoa(int(d.Minutes())+1))
}

// deaf tells somebody, once in a while in each channel, that the bot was not shown the
// text. It says nothing where nobody spoke to it.
func (a *adapter) deaf(ctx context.Context, m *wireMessage, to addressed, s store.Settings, log *slog.Logger) {
	a.metrics.dropped.WithLabelValues("no content").Inc()
	if a.content || to.why == "thread" || !a.notices.first("deaf "+m.Channel) {
		return
	}
	a.send(ctx, m, view{plain: true, text: say(s.Language, "deaf")}, log)
}

// questionOf finds, in the buttons of one of our messages, the question that it answers.
func (a *adapter) questionOf(m *wireMessage) string {
	q, _ := a.read(m, verbUp)
	return q.rest
}

// send posts a view as a reply to a message, and returns the id of the last piece, or
// "". Where a permission is missing it does without: a plain message where embeds may
// not be sent, no reply where the history may not be read.
func (a *adapter) send(ctx context.Context, m *wireMessage, v view, log *slog.Logger) string {
	if !v.plain && a.lacks.holds("embeds "+m.Channel) {
		v = flatten(v)
	}
	last := ""
	for n, p := range payloads(v) {
		p.Flags &^= flagEphemeral // there is no such thing among messages
		if n == 0 && !a.lacks.holds("history "+m.Channel) {
			p.Reference = reference(m)
		}
		id, err := a.rest.post(ctx, m.Channel, m.ID, n, p)
		switch code := codeOf(err); {
		case err == nil:
			last = id
			continue
		case n == 0 && code == codeNoHistory && a.lacks.first("history "+m.Channel),
			n == 0 && (code == codeEmpty || code == codeNoLeave) && !v.plain && a.lacks.first("embeds "+m.Channel):
			return a.send(ctx, m, v, log)
		}
		a.unsent(ctx, m, err, log)
		return last
	}
	return last
}

// unsent deals with a message that could not be sent.
func (a *adapter) unsent(ctx context.Context, m *wireMessage, err error, log *slog.Logger) {
	a.metrics.dropped.WithLabelValues("unsent").Inc()
	log.Warn("an answer could not be sent", "channel", m.Channel, "error", err.Error())
	if m.Guild == "" || statusOf(err) != 403 {
		return
	}
	if a.notices.first("mute " + m.Channel) {
		a.tell(ctx, m.Author.ID, view{plain: true, text: say(localeOf(m.Content), "mute", "channel", m.Channel)}, m.ID, log)
	}
}

// tellPrivately says something to the author of a message alone.
func (a *adapter) tellPrivately(ctx context.Context, m *wireMessage, v view, log *slog.Logger) {
	if m.Guild == "" {
		a.send(ctx, m, v, log)
		return
	}
	a.tell(ctx, m.Author.ID, v, m.ID, log)
}

// tell sends a direct message. Who has closed theirs is left in peace.
func (a *adapter) tell(ctx context.Context, user string, v view, about string, log *slog.Logger) {
	channel, ok := a.dms.get(user)
	if !ok {
		var err error
		if channel, err = a.rest.openDM(ctx, user); err != nil {
			log.Info("no direct message could be begun", "error", err.Error())
			return
		}
		a.dms.put(user, channel)
	}
	for n, p := range payloads(v) {
		p.Flags &^= flagEphemeral
		if _, err := a.rest.post(ctx, channel, about, n+10, p); err != nil { // another nonce than in the channel
			log.Info("a direct message could not be sent", "error", err.Error())
			return
		}
	}
}
