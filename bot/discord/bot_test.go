package discord

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/nlp/encoder/weights"
)

// shipped is the conversation over the shipped knowledge base, made once.
var shipped = sync.OnceValues(func() (*facts.Answerer, error) { return facts.Default() })

func newTalk(t testing.TB) *bot.Bot {
	t.Helper()
	know, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return bot.New(know, bot.Options{Seed: func() uint64 { return 7 }})
}

// newEncoded is the same with the encoder.
func newEncoded(t testing.TB) *bot.Bot {
	t.Helper()
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	know.SetEncoder(weights.Lazy())
	return bot.New(know, bot.Options{Seed: func() uint64 { return 7 }})
}

// hasty is how long tests wait where a bot in production would be patient, and how patient they
// are where that one would give up: a machine may be slow. Tests of giving up set their own times.
func hasty() timing {
	t := production()
	t.retry, t.identify, t.invalid = 10*time.Millisecond, 50*time.Millisecond, 50*time.Millisecond
	t.backoff, t.maxBackoff, t.lease = 20*time.Millisecond, 200*time.Millisecond, 400*time.Millisecond
	for _, limit := range []*time.Duration{&t.request, &t.dial, &t.ready, &t.write, &t.stop, &t.interaction, &t.first, &t.deferral, &t.patience, &t.hurry, &t.think, &t.note, &t.claim} {
		*limit = soon
	}
	return t
}

func newMemoryStore(t testing.TB) *store.Store {
	s := store.New(store.NewMemory(), nil)
	t.Cleanup(func() { s.Close() })
	return s
}

func openStore(t testing.TB, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// A running is a bot at work on a fake Discord.
type running struct {
	*discordtest.Discord
	t     testing.TB
	bot   *Bot
	store *store.Store
	log   *safeBuffer
	stop  func() error // stops the bot, and says how Run ended
	ended chan error
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// setup says how a test's bot and Discord are.
type setup struct {
	discord discordtest.Options
	options func(*Options)
	talk    Talker
	store   *store.Store
	cold    bool // do not wait for READY
}

// start runs a bot.
func start(t testing.TB, s setup) *running {
	t.Helper()
	return attach(t, begin(t, s.discord), s)
}

// begin brings a Discord up that is as patient as the tests are.
func begin(t testing.TB, o discordtest.Options) *discordtest.Discord {
	t.Helper()
	if o.MaxConcurrency == 0 {
		o.MaxConcurrency = 100 // tests identify more often than once in five seconds
	}
	if o.FirstAnswer == 0 {
		o.FirstAnswer = soon
	}
	return discordtest.Start(t, o)
}

// attach runs a bot on a Discord that there is.
func attach(t testing.TB, d *discordtest.Discord, s setup) *running {
	t.Helper()
	if s.talk == nil {
		s.talk = newTalk(t)
	}
	if s.store == nil {
		s.store = newMemoryStore(t)
	}
	r := &running{Discord: d, t: t, store: s.store, log: &safeBuffer{}, ended: make(chan error, 1)}
	log, err := NewLog(r.log, d.Token(), "text", slog.LevelInfo)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Token: d.Token(), APIURL: d.BaseURL(), Log: log, timing: hasty()}
	if s.options != nil {
		s.options(&o)
	}
	if r.bot, err = New(s.talk, s.store, o); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() { r.ended <- r.bot.Run(ctx) }()
	r.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-r.ended:
			return err
		case <-time.After(soon):
			t.Error("the bot does not stop")
			return nil
		}
	})
	t.Cleanup(func() {
		r.stop()
		if t.Failed() {
			t.Logf("the bot's log:\n%s", r.log)
		}
	})
	if !s.cold {
		d.WaitReady(soon)
		r.until("the commands to be compared", func() bool { return r.bot.registered() != "not yet compared" })
	}
	return r
}

// alive has a bot take no other for dead, however slow the machine is.
func alive(o *Options) { o.timing.lease = time.Hour }

// A world is where servers and people are.
type world interface {
	Guild(name string) *discordtest.Guild
	User(name string) *discordtest.User
}

// members makes a server with two members.
func members(w world) (general *discordtest.Channel, ann, bob *discordtest.User) {
	g := w.Guild("Film club")
	return g.Channel("general"), w.User("Ann").Joins(g), w.User("Bob").Joins(g)
}

// manager is a member who manages a server.
func manager(w world, g *discordtest.Guild) *discordtest.User {
	return w.User("Boss").Joins(g).May(g, discordtest.PermManageGuild)
}

// reading is a bot with the Message Content intent.
func reading(s setup) setup {
	options := s.options
	s.discord.Privileged = discordtest.IntentMessageContent
	s.options = func(o *Options) {
		if o.MessageContent = true; options != nil {
			options(o)
		}
	}
	return s
}

// set changes the settings of a channel's server.
func (r *running) set(c *discordtest.Channel, s store.Settings) {
	r.t.Helper()
	setTo(r.t, r.store, c.GuildID(), s)
}

// setTo changes a server's settings, whatever they were.
func setTo(t testing.TB, in interface {
	ChangeSettings(context.Context, string, func(*store.Settings) error) (store.Settings, error)
}, server string, s store.Settings) {
	t.Helper()
	if _, err := in.ChangeSettings(t.Context(), server, func(old *store.Settings) error { *old = s; return nil }); err != nil {
		t.Fatal(err)
	}
}

// overhears has every message of a channel read.
func (r *running) overhears(c *discordtest.Channel) {
	r.t.Helper()
	r.set(c, store.Settings{Channels: []string{c.ID()}, Every: true})
}

// requested counts the requests of a kind.
func (r *running) requested(method, route string) (n int) {
	for _, q := range r.Requests() {
		if q.Method == method && q.Route == route {
			n++
		}
	}
	return n
}

// until waits until something is so.
func (r *running) until(what string, so func() bool) {
	r.t.Helper()
	for end := time.Now().Add(soon); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			r.t.Fatalf("waited in vain for %s; the log:\n%s", what, r.log)
		}
	}
}

// settled waits until the bot has heard all that was said, and nothing of it is going on.
func (r *running) settled() {
	r.t.Helper()
	r.Gateway().WaitHeard(soon)
	if !r.bot.adapter.running.wait(soon) {
		r.t.Fatalf("the bot does not come to an end; the log:\n%s", r.log)
	}
}

// answerTo is the answer to what somebody asks in a channel by mentioning the bot.
func (r *running) answerTo(who *discordtest.User, c *discordtest.Channel, text string, to ...discordtest.Say) discordtest.Message {
	r.t.Helper()
	return who.Says(c, r.Mention()+" "+text, to...).WaitReply(soon)
}

// byCommand is the answer to what somebody asks by /ask.
func byCommand(who *discordtest.User, c *discordtest.Channel, question string) discordtest.Message {
	return who.Uses(c, "ask", discordtest.Args{"question": question}).WaitReply(soon)
}

// answered waits until a question is ticked off, with so many messages that answer it.
func (r *running) answered(m discordtest.Message, n int) {
	r.t.Helper()
	r.until("it to be ticked off", func() bool {
		list, open, err := r.store.Answers(r.t.Context(), m.ID)
		return err == nil && !open && len(list) == n
	})
}

// Quiet waits until the bot is settled, and has sent no request for a while.
func (r *running) Quiet(quiet, limit time.Duration) {
	r.t.Helper()
	r.settled()
	r.Discord.Quiet(quiet, limit)
}

// says fails the test unless a message holds all of the texts.
func says(t testing.TB, m discordtest.Message, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(m.Text(), text) {
			t.Errorf("%q is not in:\n%s", text, m.Text())
		}
	}
}

// omits fails the test if a message holds any of the texts.
func omits(t testing.TB, m discordtest.Message, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(m.Text(), text) {
			t.Errorf("%q is in:\n%s", text, m.Text())
		}
	}
}

// deletesAll has a member delete what is kept of him.
func deletesAll(t testing.TB, who *discordtest.User, c *discordtest.Channel) {
	t.Helper()
	says(t, who.Uses(c, privacyCommand, discordtest.Args{"what": "delete"}).WaitReply(soon), "is deleted")
}

// raced says whether the detector of races is at work (race_test.go).
var raced bool

// notRaced leaves a long test that starts no goroutine out where the detector of races is at work: it has none to find.
func notRaced(t *testing.T) {
	t.Helper()
	if raced {
		t.Skip("a test of one goroutine has no races")
	}
}

const soon = time.Minute // how long a test waits for what comes in milliseconds, where the machine is not busy
