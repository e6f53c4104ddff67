// Package bot holds a conversation, and knows no terminal and no Discord: a
// [Request] goes in, a [Reply] comes out, and a surface (bot/console, bot/discord)
// draws the one and makes the other. Questions go to the knowledge base's answerer
// with what is remembered of the turn before; lines that begin with "/" are
// commands. Which commands show a card of something (/film, /person) follows from
// the kinds of the knowledge base's schema.
package bot

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"hapjak/bot/messages"
	"hapjak/facts"
	"hapjak/facts/library"
)

// An Asker answers questions. *facts.Answerer is one.
type Asker interface {
	Ask(context.Context, facts.Question) (facts.Answer, *facts.Context)
}

// Options are what may be told to a Bot. The zero value is fit for use.
type Options struct {
	// Asker answers in place of the Answerer itself; nil is the Answerer.
	Asker Asker
	// Remember is for how long a conversation is remembered; 0 is ten minutes.
	Remember time.Duration
	// Conversations is how many are remembered at most; 0 is 10,000.
	Conversations int
	// Now tells the time; nil is time.Now.
	Now func() time.Time
	// Seed picks what /random tells; nil picks by the time.
	Seed func() uint64
}

// A Bot replies. It may be used by any number of goroutines.
type Bot struct {
	mind   atomic.Pointer[mind]
	asker  Asker // nil for what it knows
	memory *memory
	seed   func() uint64
}

// A mind is what a bot knows, and what follows from that.
type mind struct {
	know      *facts.Answerer
	ask       Asker
	quick     Asker // the same without the encoder
	commands  []Command
	completer func() *library.Completer // made when first needed
	users     sync.RWMutex              // read while it is used
}

// New returns a bot that speaks from what an Answerer knows.
func New(know *facts.Answerer, o Options) *Bot {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Seed == nil {
		o.Seed = func() uint64 { return uint64(o.Now().UnixNano()) }
	}
	b := &Bot{asker: o.Asker, seed: o.Seed, memory: newMemory(o.Conversations, o.Remember, o.Now)}
	b.mind.Store(b.mindOf(know))
	return b
}

func (b *Bot) mindOf(know *facts.Answerer) *mind {
	m := &mind{know: know, ask: b.asker, quick: b.asker, commands: commandsOf(know.Base().Schema()),
		completer: sync.OnceValue(func() *library.Completer { return library.NewCompleter(know.Base()) })}
	if m.ask == nil {
		m.ask, m.quick = know, know.WithoutEncoder()
	}
	return m
}

// Learn has the bot speak from another Answerer from the next request on. Conversations go
// on. It returns what waits until nobody uses the one before any more, and then returns
// that, for the caller to close.
func (b *Bot) Learn(know *facts.Answerer) (before func() *facts.Answerer) {
	old := b.mind.Swap(b.mindOf(know))
	return func() *facts.Answerer {
		old.users.Lock() // when the last of them is done
		defer old.users.Unlock()
		return old.know
	}
}

// Know returns what the bot speaks from, which stays open until done is called.
func (b *Bot) Know() (know *facts.Answerer, done func()) {
	m, done := b.use()
	return m.know, done
}

// Hold has everything that is asked of the bot under the context that it returns answered
// from one knowledge base, whatever it learns meanwhile. That stays open until done is called.
func (b *Bot) Hold(ctx context.Context) (held context.Context, know *facts.Answerer, done func()) {
	m, done := b.use()
	return context.WithValue(ctx, heldKey{b}, m), m.know, done
}

type heldKey struct{ by *Bot }

// useIn returns the mind that a context holds, else as use does.
func (b *Bot) useIn(ctx context.Context) (m *mind, done func()) {
	if m, ok := ctx.Value(heldKey{b}).(*mind); ok {
		return m, func() {}
	}
	return b.use()
}

// use returns the mind, which stays as it is until done is called.
func (b *Bot) use() (m *mind, done func()) {
	for {
		m := b.mind.Load()
		if !m.users.TryRLock() {
			continue // it has just been replaced, and who did so waits for the others
		}
		if b.mind.Load() == m {
			return m, m.users.RUnlock
		}
		m.users.RUnlock() // it has just been replaced
	}
}

// Handle replies to a request. It never fails: what cannot be done is said in the
// reply.
func (b *Bot) Handle(ctx context.Context, req Request) Reply {
	m, done := b.useIn(ctx)
	defer done()
	t := &turn{mind: m, bot: b, ctx: ctx, req: req, asker: m.ask, say: messages.For(req.Locale)}
	if req.Hurry {
		t.asker = m.quick
	}
	var reply Reply
	switch {
	case req.Command != "":
		reply = t.command(req.Command, req.Options)
	case strings.HasPrefix(strings.TrimSpace(req.Text), "/"):
		reply = t.line(req.Text)
	default:
		reply = t.question(req.Text)
	}
	reply.Private = reply.Private || req.Private
	reply.Speakers = also(reply.Speakers, req.User)
	b.Remember(req.Conversation, reply)
	return reply
}

// Remember files what a reply leaves to be followed up under another conversation
// too, such as the message that it was sent as.
func (b *Bot) Remember(conversation string, r Reply) {
	if conversation == "" || r.Context == nil && r.More == "" {
		return
	}
	b.memory.put(conversation, remembered{context: r.Context, asked: r.Whole, more: r.More, speakers: r.Speakers})
}

// Alone says whether a question can be read without the one before it.
func (b *Bot) Alone(question string) bool {
	know, done := b.Know()
	defer done()
	return know.Alone(question)
}

// Grounds tells how far a question that nobody put to the bot asks of the sources, and is held by its answer.
func (b *Bot) Grounds(ctx context.Context, question string, a *facts.Answer) facts.Grounds {
	m, done := b.useIn(ctx)
	defer done()
	return m.know.Grounds(ctx, question, a)
}

// Named says whether a text is the name of one thing.
func (b *Bot) Named(text string) bool {
	know, done := b.Know()
	defer done()
	list, exact := know.Lookup(text, nil)
	return exact && len(list) == 1
}

// Forget drops the conversations that people took part in who are chosen: what others asked
// after them may be read by what they asked.
func (b *Bot) Forget(of func(user string) bool) { b.memory.drop(of) }

// A turn is one request being replied to.
type turn struct {
	*mind
	bot   *Bot
	ctx   context.Context
	req   Request
	asker Asker // of the mind's two the one that this turn asks
	say   *messages.Catalogue
}

// notice makes a reply that is about the bot itself.
func (t *turn) notice(status facts.Status, key string, args ...string) Reply {
	for i := range args {
		args[i] = shorten(args[i])
	}
	return Reply{Status: status, Blocks: []Block{{Kind: NoticeBlock, Text: plain(t.say.Text(key, args...))}}}
}

// shorten cuts what somebody typed to what is worth saying back.
func shorten(s string) string {
	const most = 200 // letters
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}
