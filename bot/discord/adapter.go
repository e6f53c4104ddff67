package discord

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

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
	// Complete proposes values for an option of a command, the best first: its Label is
	// shown, its Entity is the value.
	Complete(ctx context.Context, command, option, partial string) []facts.Choice
	// KindOf says what kind of thing such a value is, where that is not plain.
	KindOf(command, entity, locale string) string
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
	Events(ctx context.Context, f store.Filter) ([]store.Event, error)
	Forget(ctx context.Context, asker string) (int, error)
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
const maxInFlight = 4096

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
	thinking.rest = 3
	where := &channels{
		threads: newRecent[thread](7*24*time.Hour, 50_000),
		joined:  newRecent[string](10*time.Minute, 10_000),
		ours:    newRecent[struct{}](ourThreads, 20_000),
		lately:  newRecent[turn](answerFor, 20_000),
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
		thinking: thinking,
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
	case "GUILD_ROLE_UPDATE", "GUILD_MEMBER_UPDATE":
		a.reopen("")
	case "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		a.change(kind, data)
	case "MESSAGE_CREATE":
		var m wireMessage
		if err := decode(data, &m); err != nil {
			a.undecodable(kind, err)
			return
		}
		if m.Author != nil && m.Author.ID == a.me() {
			a.heard(&m)
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
			a.interaction(ctx, &i, data, "gateway", nil, log, func(r response) error { return a.rest.respond(deadline, i.ID, i.Token, r) })
		})
	}
}

func (a *adapter) undecodable(kind string, err error) {
	a.metrics.dropped.WithLabelValues("undecodable").Inc()
	a.log.Warn("an event cannot be read", "event", kind, "error", err.Error())
}

// learn notes which channels are threads, and of what: a message does not say; and whom
// a server belongs to.
func (a *adapter) learn(kind string, data json.RawMessage) {
	type channel struct {
		ID     string `json:"id"`
		Parent string `json:"parent_id"`
		Name   string `json:"name"`
	}
	var g struct {
		channel
		Owner   string    `json:"owner_id"`
		Threads []channel `json:"threads"`
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

// place names who shares a turn: a server, and outside of servers each member.
func place(guild, user string) string {
	if guild == "" {
		return "dm " + user
	}
	return guild
}

// inRush is how many members wait for each processor in a rush: with the encoder a question
// takes a third of a second of one.
const inRush = 4

// A thought is a reply, with what it takes to draw it.
type thought struct {
	bot.Reply
	picture *file
	page    string // of the base that it comes from
}

// handle asks the conversation, when it is the asker's turn. Where no reply comes of it,
// trouble is the key of what to say instead. The reply has a budget of time; what goes on
// behind it keeps its turn, so that there are never more than there are processors. In a
// rush, when many wait or one has waited for long, questions are answered without the encoder,
// twenty times as many. said is when the member asked.
func (a *adapter) handle(ctx context.Context, req bot.Request, said time.Time, surface string, log *slog.Logger) (r thought, trouble string) {
	asked := time.Now()
	patience := a.timing.patience
	if surface == "channel" { // nobody waits for it
		patience = a.timing.hurry
	}
	line, cancel := context.WithTimeout(ctx, patience)
	leave, err := a.thinking.enter(line, place(req.Server, req.User), req.User)
	cancel()
	if err != nil {
		a.metrics.dropped.WithLabelValues("waited too long").Inc()
		return r, "busy"
	}
	start := time.Now()
	if req.Hurry = start.Sub(asked) > a.timing.hurry || a.thinking.members() > inRush*runtime.GOMAXPROCS(0); req.Hurry {
		a.metrics.hurried.Inc()
	}
	a.forgetAlike(ctx, log)
	thinking := make(chan thought, 1)
	budget, cancel := context.WithTimeout(ctx, a.timing.think)
	base := a.base(ctx, req.Server, req.Channel)
	go func() {
		defer leave()
		defer close(thinking)
		defer a.guard(log)
		r := base.Talk.Handle(budget, req)
		thinking <- thought{r, paint(r, req.Locale), base.Page}
	}()
	var ok bool
	select {
	case r, ok = <-thinking:
		cancel()
	case <-budget.Done():
		cancel()
		a.metrics.dropped.WithLabelValues("too long").Inc()
		log.Warn("a question met its budget", "shape", shape(req))
		if runes(req.Text) < shortQuestion {
			return r, "too slow"
		}
		return r, "too long"
	}
	if !ok {
		return r, "broken"
	}
	a.forgetAlike(ctx, log) // who left meanwhile
	if left := func(user string) bool { return a.leftSince(user, said) }; slices.ContainsFunc(r.Speakers, left) {
		base.Talk.Forget(left)
		r.Context, r.Before = nil, ""
	}
	a.metrics.took(surface, "ready", start)
	a.metrics.questions.WithLabelValues(string(r.Status), surface).Inc()
	log.Debug("answered", "status", string(r.Status), "command", req.Command, "question", req.Text)
	return r, ""
}

// shortQuestion is from how many letters on a question is told to be too long when it met
// its budget. With fewer it was not its length.
const shortQuestion = 200

// shape describes a question without its words.
func shape(req bot.Request) string {
	text := req.Text
	for _, o := range req.Options {
		text += " " + o
	}
	letters, digits, marks := 0, 0, 0
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case !unicode.IsSpace(r):
			marks++
		}
	}
	return fmt.Sprintf("command %q, %d words, %d letters, %d digits, %d marks", req.Command, len(strings.Fields(text)), letters, digits, marks)
}

// note remembers a question as far as the server's settings say: what the sources could
// not answer, or everything, or nothing. However often it is tried to be answered it counts once.
func (a *adapter) note(ctx context.Context, id string, req bot.Request, r bot.Reply, surface string, s store.Settings, said time.Time, log *slog.Logger) {
	kind := store.Unknown
	if r.Status != facts.Unknown {
		kind = store.Answered
	}
	if r.Question == "" || s.Keep == store.KeepNone || kind == store.Answered && s.Keep != store.KeepAll {
		return
	}
	a.forgetAlike(ctx, log)
	if a.leftSince(req.User, said) || !a.noted.first(id) {
		return
	}
	e := eventOf(kind, r)
	e.Server, e.Surface, e.Asker = req.Server, surface, a.store.Hash(req.User)
	ctx, cancel := context.WithTimeout(ctx, a.patience())
	defer cancel()
	if err := a.store.Record(ctx, e); err != nil {
		a.slow(err)
		log.Debug("not waited for the note", "error", err.Error())
	}
}

// eventOf fills an event from a reply.
func eventOf(kind store.Kind, r bot.Reply) store.Event {
	e := store.Event{Kind: kind, Question: r.Question, Before: r.Before, Status: string(r.Status)}
	var evidence []string
	for _, c := range r.Citations {
		evidence = append(evidence, c.Source+":"+strconv.Itoa(c.Paragraph))
	}
	e.Evidence = strings.Join(evidence, " ")
	if r.Answer != nil {
		e.Answer, e.Confidence = r.Answer.Text, r.Answer.Confidence
	}
	return e
}

// message answers a message, if it is for the bot. c is the claim on one that was taken
// over from another process.
func (a *adapter) message(ctx context.Context, m *wireMessage, data json.RawMessage, c *claim, log *slog.Logger) {
	start := time.Now()
	settings := a.store.Settings(ctx, m.Guild)
	var answers []string
	if c != nil {
		var goOn bool
		if answers, goOn = a.retaken(ctx, m, c, log); !goOn {
			return
		}
	}
	to := a.addressed(m, a.me(), settings)
	if c != nil {
		to = a.still(m, c.to, to)
	}
	switch {
	case to.why == "":
		c.done(nil)
		return
	case a.closed(m.Channel):
		a.metrics.dropped.WithLabelValues("refused").Inc()
		c.done(nil)
		return
	case to.silent:
		a.deaf(ctx, m, to, settings, log)
		c.done(nil)
		return
	}
	overheard := to.why == "channel"
	if overheard && !asksTheRoom(to.text) {
		c.done(nil)
		return // nobody asks anything that is for us
	}
	locale := localeOr(settings.Language, to.text)
	if !a.admitted(ctx, m, to, locale, c, log) {
		return
	}
	defer a.crowd.leave(place(m.Guild, m.Author.ID), m.Author.ID)
	_, now := a.under(m, to)
	to.text = now.text // edited since, as this process was told
	defer func() { now.settle(answers) }()
	if a.gone.holds(m.ID) { // its deletion has overtaken it
		if c != nil {
			answers = a.takeBack(ctx, m.Channel, m.ID, answers, log)
		}
		return
	}
	if c == nil && !overheard {
		var ours bool
		if c, ours = a.claim(ctx, place(m.Guild, m.Author.ID), m.Author.ID, m.ID, question(m, data, to), log); !ours {
			return
		}
	}
	defer func() { // a panic costs one answer, and is not tried again
		if c != nil && !c.settled {
			c.done(nil)
		}
	}()
	if c != nil && c.taken {
		switch there := len(answers) > 0; {
		case there && (c.lost || time.Since(sentAt(answers[0], start)) > nonceFor):
			c.done(answers)
			return
		case c.lost:
			if _, err := a.send(ctx, m, view{plain: true, text: say(locale, "lost")}, nil, log); passing(err) {
				c.giveUp()
				return
			}
			c.done(nil)
			return
		}
	}
	req := a.request(m, to, locale)
	now.after = req.Follows
	said := c.said(m.ID, start)
	reply, trouble := a.handle(ctx, req, said, to.why, log)
	if overheard {
		if trouble != "" || !sure(to.text, reply.Reply) {
			return // nobody asked the bot
		}
		if c == nil {
			var ours bool
			if c, ours = a.claim(ctx, place(m.Guild, m.Author.ID), m.Author.ID, m.ID, question(m, data, to), log); !ours {
				return
			}
		}
	}
	if !c.held(ctx) {
		return
	}
	if trouble == "" {
		a.remember(ctx, m.Guild, m.Channel, m.Author.ID, m.ID, reply.Reply)
	}
	var err error
	switch v := a.codec.draw(reply.Reply, drawing{locale: locale, owner: m.Author.ID, picture: reply.picture, page: reply.page}); {
	case trouble != "":
		answers, err = a.send(ctx, m, view{plain: true, text: say(locale, trouble)}, answers, log)
	case v.private && m.Guild != "":
		if !a.tell(ctx, m.Author.ID, v, m.ID, log) {
			c.giveUp()
			return
		}
	default:
		a.note(ctx, m.ID, req, reply.Reply, to.why, settings, said, log)
		a.joined.put(m.Channel, m.Author.ID)
		a.follows(m.ID, reply.Reply)
		answers, err = a.send(ctx, m, v, answers, log)
		a.metrics.took(to.why, "sent", start)
	}
	if passing(err) {
		c.giveUp() // it is tried again
		return
	}
	if trouble == "" {
		a.gave(ctx, m, answers, reply.Reply)
	}
	c.done(answers)
}

// A followed is a question that another followed up, and those whose words it may be.
type followed struct {
	text     string
	speakers []string
}

// follows notes what a question followed up.
func (a *adapter) follows(id string, r bot.Reply) {
	if r.Before != "" {
		a.earlier.put(id, followed{clip(r.Before, maxQuestion), r.Speakers})
	}
}

// admitted lets a question in, and tells its author to wait where there are too many. A
// question that was taken over was let in before.
func (a *adapter) admitted(ctx context.Context, m *wireMessage, to addressed, locale string, c *claim, log *slog.Logger) bool {
	where := place(m.Guild, m.Author.ID)
	if c != nil {
		a.crowd.enterAgain(where, m.Author.ID)
		return true
	}
	if !a.crowd.enter(where, m.Author.ID) {
		a.metrics.dropped.WithLabelValues("crowded").Inc()
		if to.why != "channel" && a.notices.first("crowd "+m.Author.ID) {
			a.tellOf(ctx, m, say(locale, "busy"), log)
		}
		return false
	}
	wait, first := a.allow(m.Author.ID, m.Guild)
	if wait == 0 {
		return true
	}
	a.crowd.leave(where, m.Author.ID)
	a.metrics.dropped.WithLabelValues("allowance").Inc()
	if first && to.why != "channel" {
		a.tellOf(ctx, m, say(locale, "wait", "wait", waitText(locale, wait)), log)
	}
	return false
}

// nonceFor is for how long Discord surely compares nonces: so long what is missing of an answer
// in several messages can be sent without sending anything twice.
const nonceFor = 3 * time.Minute

// retaken looks what became of a question that was taken over: what it says by now, whether it is
// there still, and which messages of its answer went out after all. Whoever deleted it wants no
// answer; whoever edited it after it was answered wants that edited.
func (a *adapter) retaken(ctx context.Context, m *wireMessage, c *claim, log *slog.Logger) (answers []string, goOn bool) {
	there := a.latest(ctx, m, c.to.why, log)
	answers = a.found(ctx, m.Channel, m.ID)
	switch {
	case !there:
		a.takeBack(ctx, m.Channel, m.ID, answers, log)
	case len(answers) > 0 && a.outran(ctx, m, m.Channel, answers[0], log):
		c.done(answers)
		a.edited(ctx, m, c.to.why, log)
	default:
		return answers, true
	}
	return nil, false
}

// found looks which messages of the answer to a question went out that was not ticked off: the reply to it, and
// what follows that from the same asker's answers.
func (a *adapter) found(ctx context.Context, channel, question string) (ids []string) {
	list, err := a.rest.since(ctx, channel, question)
	if err != nil {
		a.log.Debug("what was answered could not be read", "error", err.Error())
	}
	asker := ""
	for _, m := range list {
		reply := m.Reference != nil && m.Reference.Message == question
		if m.Author == nil || m.Author.ID != a.me() || !reply && len(ids) == 0 {
			continue
		}
		bin, _ := a.codec.read(&m, verbDelete)
		switch {
		case reply:
			asker = bin.owner
		case bin.owner != asker || asker == "":
			continue
		case m.Reference != nil || m.Metadata != nil:
			return ids // another answer to him
		}
		ids = append(ids, m.ID)
	}
	return ids
}

// sureAt is the confidence from which the bot answers what it overhears in a channel
// where every message is read: the least at which at most two in 500 messages of each set
// in testdata are answered that should not be.
const sureAt = 0.68

// sure says whether a reply is worth giving to somebody who did not ask the bot: to what
// was put as a question, and surely answered from the sources.
func sure(text string, r bot.Reply) bool {
	return asksTheRoom(text) && r.Status == facts.Answered && len(r.Citations) > 0 && r.Answer != nil && r.Answer.Confidence >= sureAt
}

// passing says whether an answer was not sent for a reason that passes by itself.
func passing(err error) bool {
	status := statusOf(err)
	return err != nil && (status == 0 || status >= 500 || status == 429)
}

// localeOr is a server's language, or else that of a text.
func localeOr(language, text string) string {
	if language != "" {
		return language
	}
	return localeOf(text)
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

// tap counts a button, a vote or a completion.
func (a *adapter) tap(user, guild string) time.Duration {
	if wait, _ := a.taps.take(user); wait > 0 {
		return wait
	}
	wait, _ := a.shakes.take(guild)
	return wait
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
	if a.content || to.why == "thread" {
		return
	}
	a.notify(ctx, notice{User: m.Author.ID, Where: m.Channel, Text: say(s.Language, "deaf"), About: m.ID, key: "deaf " + m.Channel, every: a.timing.notices}, log)
}
