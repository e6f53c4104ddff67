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

// hasty is how long tests wait where a bot in production would be patient.
func hasty() timing {
	t := production()
	t.retry, t.identify, t.invalid = 10*time.Millisecond, 50*time.Millisecond, 50*time.Millisecond
	t.backoff, t.maxBackoff, t.ready, t.dial = 20*time.Millisecond, 200*time.Millisecond, 500*time.Millisecond, 2*time.Second
	t.note, t.claim, t.lease, t.think = 5*time.Second, 5*time.Second, 400*time.Millisecond, 5*time.Second
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
	if s.discord.MaxConcurrency == 0 {
		s.discord.MaxConcurrency = 100 // tests identify more often than once in five seconds
	}
	d := discordtest.Start(t, s.discord)
	return attach(t, d, s)
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
		case <-time.After(10 * time.Second):
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
		d.WaitReady(5 * time.Second)
		r.until("the commands to be compared", func() bool { return r.bot.registered() != "not yet compared" })
	}
	return r
}

// until waits until something is so.
func (r *running) until(what string, so func() bool) {
	r.t.Helper()
	for end := time.Now().Add(5 * time.Second); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			r.t.Fatalf("waited in vain for %s; the log:\n%s", what, r.log)
		}
	}
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

const soon = 3 * time.Second // how long a test waits for what comes in milliseconds
