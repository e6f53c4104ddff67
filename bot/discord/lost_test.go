package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
	"hapjak/bot/store/storetest"
)

// replies counts the messages of the bot that reply to one.
func replies(c *discordtest.Channel, to discordtest.Message) (n int) {
	for _, m := range c.BotMessages() {
		if m.ReplyTo == to.ID {
			n++
		}
	}
	return n
}

// slowProcess starts a bot that takes a minute to answer, as a process of its own.
func slowProcess(t *testing.T, d *discordtest.Discord, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "HAPJAK_TEST_BOT="+d.BaseURL(), "DISCORD_TOKEN="+d.Token(), "HAPJAK_TEST_DATA="+dir, "HAPJAK_TEST_SLOW=1m")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kill(cmd) })
	d.WaitReady(soon)
	return cmd
}

// pending waits until a store holds so many questions that are being answered.
func pending(t *testing.T, dir string, want int) { t.Helper(); pendingFor(t, dir, want, soon) }

func pendingFor(t *testing.T, dir string, want int, patience time.Duration) {
	t.Helper()
	s, err := store.OpenSQLite(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		n, err := s.Unanswered(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == want {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d questions are being answered, want %d", n, want)
		}
	}
}

// TestKilledWhileAnswering kills the bot while it works on a message and on a command
// whose answer it has promised. The next one answers both, once.
func TestKilledWhileAnswering(t *testing.T) {
	dir := t.TempDir()
	d := begin(t, discordtest.Options{})
	general, ann, bob := members(d)
	cmd := slowProcess(t, d, dir)
	m := ann.Says(general, d.Mention()+" who directed Okja?")
	i := bob.Uses(general, "ask", discordtest.Args{"question": "who shot Okja?"})
	i.WaitAnswer(soon) // the promise
	pending(t, dir, 2)
	kill(cmd)
	killed := time.Now()
	d.Gateway().Cut()

	r := attach(t, d, setup{talk: &echo{}, store: openStore(t, dir)})
	says(t, m.WaitReply(soon), "who directed Okja?")
	says(t, i.WaitReply(soon), "who shot Okja?")
	t.Logf("both are answered %v after the kill, of a lease of %v", time.Since(killed).Round(time.Millisecond), hasty().lease)
	pending(t, dir, 0)
	r.Quiet(50*time.Millisecond, soon)
	if n := replies(general, m); n != 1 {
		t.Errorf("%d answers to a message", n)
	}
	if n := len(general.BotMessages()); n != 2 {
		t.Errorf("%d messages", n)
	}
}

// TestStoppedWhileAnswering: what a bot that is told to stop cannot finish is left to the
// next one at once.
func TestStoppedWhileAnswering(t *testing.T) {
	dir := t.TempDir()
	r := start(t, setup{talk: &echo{slow: 3 * time.Second}, store: openStore(t, dir), options: func(o *Options) {
		o.timing.stop, o.timing.lease = 10*time.Millisecond, time.Hour
	}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" who directed Okja?")
	pending(t, dir, 1)
	r.stop()
	attach(t, r.Discord, setup{talk: &echo{}, store: openStore(t, dir)})
	says(t, m.WaitReply(soon), "who directed Okja?")
	time.Sleep(100 * time.Millisecond)
	if n := replies(general, m); n != 1 {
		t.Errorf("%d answers", n)
	}
}

// TestAnswerFoundAgain: the bot was killed between the answer and the note of it, so long
// ago that Discord has forgotten the nonce.
func TestAnswerFoundAgain(t *testing.T) {
	s := newMemoryStore(t)
	r := start(t, setup{talk: &echo{}, store: s})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" who directed Okja?")
	m.WaitReply(soon)
	r.stop()
	r.Clock().Advance(6 * time.Minute)
	for range 120 {
		ann.Says(general, "and then we talked about something else")
	}
	other := newMemoryStore(t) // which knows only that the question is open
	leave(t, other, m.ID, keptMessage, messageEvent(general, m), time.Now())
	attach(t, r.Discord, setup{talk: &echo{}, store: other}).answered(m, 1)
	if n := replies(general, m); n != 1 {
		t.Errorf("%d answers", n)
	}
}

// leave enters a question that nobody answers.
func leave(t *testing.T, s *store.Store, id, kind string, event any, at time.Time) {
	t.Helper()
	enter(t, s, store.Pending{ID: id, At: at}, kind, event)
}

// enter enters something as a process does that is dead by now.
func enter(t *testing.T, s *store.Store, p store.Pending, kind string, event any) {
	t.Helper()
	data, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(body{Kind: kind, Data: data})
	p.Owner, p.Body = "dead", string(text)
	if _, err := s.Begin(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

// stuck is a conversation that never comes to an end of what is asked "later".
func stuck() trick {
	return trick{&echo{}, func(ctx context.Context, req bot.Request) (bot.Reply, bool) {
		if strings.Contains(req.Text, "later") {
			<-ctx.Done()
		}
		return bot.Reply{}, false
	}}
}

// TestManyTakenOver: a member had more questions open than one may ask at once. They were let
// in before, and are answered; none is called lost.
func TestManyTakenOver(t *testing.T) {
	s := newMemoryStore(t)
	d := begin(t, discordtest.Options{ChannelRate: -1, GlobalRate: -1})
	general, ann, _ := members(d)
	var asked []discordtest.Message
	for n := range maxOfMember + 30 {
		m := ann.Says(general, fmt.Sprint(d.Mention(), " question ", n))
		leave(t, s, m.ID, keptMessage, messageEvent(general, m), time.Now())
		asked = append(asked, m)
	}
	attach(t, d, setup{talk: &echo{slow: 5 * time.Millisecond}, store: s})
	for n, m := range asked {
		says(t, m.WaitReply(4*soon), fmt.Sprint("question ", n))
	}
}

// TestLostInteraction: three seconds are over and nothing was promised: the asker is
// told, and nobody else.
func TestLostInteraction(t *testing.T) {
	s := newMemoryStore(t)
	d := begin(t, discordtest.Options{})
	general, ann, _ := members(d)
	leave(t, s, "1234567890123456789", "INTERACTION_CREATE", map[string]any{"id": "1234567890123456789", "application_id": d.AppID(), "type": 2,
		"token": "gone", "channel_id": general.ID(), "guild_id": general.GuildID(), "member": map[string]any{"user": map[string]any{"id": ann.ID()}},
		"data": map[string]any{"name": "ask", "type": 1, "options": []any{map[string]any{"name": "question", "type": 3, "value": "who?"}}}}, time.Now().Add(-time.Minute))
	attach(t, d, setup{talk: &echo{}, store: s})
	says(t, ann.DM().WaitMessages(1, soon)[0], "its answer was lost")
	if n := len(general.BotMessages()); n != 0 {
		t.Errorf("%d messages in the channel", n)
	}
}

// TestQuestionThatKills: what has brought several processes down is told to be lost.
func TestQuestionThatKills(t *testing.T) {
	s := newMemoryStore(t)
	d := begin(t, discordtest.Options{})
	general, ann, _ := members(d)
	m := ann.Says(general, d.Mention()+" a deadly one")
	leave(t, s, m.ID, keptMessage, messageEvent(general, m), time.Now())
	for n := range maxTries {
		if list, err := s.Orphans(t.Context(), fmt.Sprint("another ", n), time.Now(), time.UnixMilli(0), 1); err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
	}
	attach(t, d, setup{talk: &echo{}, store: s})
	says(t, m.WaitReply(soon), "its answer was lost")
}

// TestOneAnswerOfTwoProcesses: two bots hear everything and share a store.
func TestOneAnswerOfTwoProcesses(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { twoProcesses(t, t.TempDir()) })
	t.Run("postgres", func(t *testing.T) {
		address := storetest.Postgres(t)
		if address == "" {
			t.Skip("HAPJAK_POSTGRES names no PostgreSQL database to test with")
		}
		twoProcesses(t, address)
	})
}

func twoProcesses(t *testing.T, dir string) {
	r := start(t, setup{talk: &echo{}, store: openStore(t, dir), options: alive, discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1}})
	attach(t, r.Discord, setup{talk: &echo{}, store: openStore(t, dir), options: alive})
	r.WaitSessions(2, soon)
	general, ann, _ := members(r)
	var asked []discordtest.Message
	for n := range 20 {
		asked = append(asked, ann.Says(general, fmt.Sprintf("%s question %d?", r.Mention(), n)))
	}
	for _, m := range asked {
		m.WaitReply(soon)
	}
	i := ann.Uses(general, "ask", discordtest.Args{"question": "who?"})
	i.WaitReply(soon)
	r.Quiet(100*time.Millisecond, soon)
	posts := r.requested("POST", postRoute)
	if n := len(general.BotMessages()); n != 21 || posts != 20 {
		t.Errorf("%d messages and %d posts for 20 questions and a command", n, posts)
	}
}

// TestManagedByOneOfTwoProcesses: of two processes that hear one event one takes a complaint off the list, changes the
// settings, or shows and deletes what is kept: the other would say that there is no such complaint.
func TestManagedByOneOfTwoProcesses(t *testing.T) {
	shared := store.NewMemory()
	r := start(t, setup{talk: &echo{}, store: store.New(shared, nil), options: alive, discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1}})
	attach(t, r.Discord, setup{talk: &echo{}, store: store.New(shared, nil), options: alive})
	r.WaitSessions(2, soon)
	g := r.Guild("Film club")
	general, boss := g.Channel("general"), manager(r, g)
	for n := range 10 {
		if err := shared.Record(t.Context(), store.Event{Kind: store.Down, Server: g.ID(), Question: fmt.Sprint("who was ", n), Asker: "a", Complaint: store.Wrong, At: time.Now()}); err != nil {
			t.Fatal(err)
		}
		says(t, boss.Uses(general, complaintsCommand, discordtest.Args{"settle": n + 1}).WaitReply(soon), "is done with")
		says(t, boss.Uses(general, "config", discordtest.Args{"private": n%2 == 0}).WaitReply(soon), "Saved")
		says(t, boss.Uses(general, privacyCommand, discordtest.Args{"what": "delete"}).WaitReply(soon), "deleted")
	}
}

// TestHangingPost: a POST that hangs, and takes effect in the end, is sent again with the
// same nonce; there is one answer.
func TestHangingPost(t *testing.T) {
	for name, fault := range map[string]discordtest.Fault{
		"late":  discordtest.Slow(400 * time.Millisecond),
		"never": {Delay: 400 * time.Millisecond, Drop: true},
		"taken": {Delay: 400 * time.Millisecond, Drop: true, Applied: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, setup{talk: &echo{}, options: func(o *Options) { o.timing.request = 150 * time.Millisecond }})
			general, ann, _ := members(r)
			r.Fail(fault.On("POST", postRoute))
			m := ann.Says(general, r.Mention()+" who?")
			m.WaitReply(soon)
			r.Quiet(500*time.Millisecond, soon)
			if n := replies(general, m); n != 1 {
				t.Errorf("%d answers", n)
			}
		})
	}
}

// TestAnswerIsTriedAgain: Discord fails for longer than one try lasts.
func TestAnswerIsTriedAgain(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	r.Fail(discordtest.Status(503).On("POST", postRoute).For(8)) // a try has six
	m := ann.Says(general, r.Mention()+" who?")
	m.WaitReply(2 * soon)
	if n := replies(general, m); n != 1 {
		t.Errorf("%d answers", n)
	}
}

// late is a backend whose renewals fail, as under a load that keeps a process from them.
type late struct{ store.Backend }

func (late) Renew(_ context.Context, _, id string, _ time.Time) (int, error) {
	if id == "" {
		return 0, errors.New("too late")
	}
	return 0, nil // it is another's by now
}

func (late) Orphans(context.Context, string, time.Time, time.Time, int) ([]store.Pending, error) {
	return nil, errors.New("too late")
}

// TestLateProcess: a process whose lease ran out while it thought, and whose question another has
// taken over, does not send its answer to Discord.
func TestLateProcess(t *testing.T) {
	shared := store.NewMemory()
	r := start(t, setup{talk: &echo{slow: 1500 * time.Millisecond}, store: store.New(late{shared}, nil)})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" who?")
	r.until("it to be entered", func() bool { n, err := shared.Unanswered(t.Context()); return err == nil && n == 1 })
	attach(t, r.Discord, setup{talk: &echo{}, store: store.New(shared, nil)})
	m.WaitReply(soon)
	r.Quiet(2*time.Second, 2*soon)
	posts := r.requested("POST", postRoute)
	if posts != 1 {
		t.Errorf("%d posts of one answer", posts)
	}
}

// TestLateCommand: the same of a command whose answer was promised.
func TestLateCommand(t *testing.T) {
	shared := store.NewMemory()
	r := start(t, setup{talk: lengthy(time.Second), store: store.New(late{shared}, nil), options: func(o *Options) { o.timing.deferral = 50 * time.Millisecond }})
	general, ann, _ := members(r)
	ann.Uses(general, "ask", discordtest.Args{"question": "secret?"}).WaitAnswer(soon)
	r.until("it to be entered", func() bool { n, err := shared.Unanswered(t.Context()); return err == nil && n == 1 })
	attach(t, r.Discord, setup{talk: lengthy(0), store: store.New(shared, nil)})
	r.until("an answer", func() bool { return strings.Contains(allText(general), "a secret thing") })
	r.Quiet(1500*time.Millisecond, 2*soon)
	if n, told := strings.Count(allText(general), "a secret thing"), len(ann.DM().BotMessages()); n != 1 || told != 0 {
		t.Errorf("%d answers, %d direct messages", n, told)
	}
}

// TestAnsweredAfterABan: Discord takes nothing for longer than one try lasts, and for longer than
// it takes to try a few times; the question is answered when it does again.
func TestAnsweredAfterABan(t *testing.T) {
	r := start(t, setup{talk: &echo{}, options: func(o *Options) { o.timing.message = time.Second }})
	general, ann, _ := members(r)
	r.Fail(discordtest.GloballyLimited(4*time.Second).On("POST", postRoute))
	m := ann.Says(general, r.Mention()+" who?")
	says(t, m.WaitReply(2*soon), "You asked: who?")
	if n := replies(general, m); n != 1 {
		t.Errorf("%d answers", n)
	}
}

// full is a backend that takes no end of a question for a while.
type full struct {
	store.Backend
	until time.Time
}

func (f full) Done(ctx context.Context, id string, answers []string) error {
	if time.Now().Before(f.until) {
		return store.ErrBusy
	}
	return f.Backend.Done(ctx, id, answers)
}

// TestEndIsWrittenLater: a question whose end the store did not take is ticked off when it does, and
// is not this process's for ever.
func TestEndIsWrittenLater(t *testing.T) {
	shared := store.NewMemory()
	r := start(t, setup{talk: &echo{}, store: store.New(full{shared, time.Now().Add(time.Second)}, nil)})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" who?")
	m.WaitReply(soon)
	r.answered(m, 1)
}

// TestAnsweredLongAgo: a question that was answered and not ticked off is not told to be lost, however
// old it is.
func TestAnsweredLongAgo(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" who?")
	m.WaitReply(soon)
	r.stop()
	other := newMemoryStore(t)
	leave(t, other, m.ID, keptMessage, messageEvent(general, m), time.Now().Add(-time.Hour))
	attach(t, r.Discord, setup{talk: &echo{}, store: other}).answered(m, 1)
	if n := len(general.BotMessages()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

const (
	hook         = "/webhooks/{webhook_id}/{webhook_token}"
	hookOriginal = hook + "/messages/@original"
)

// messageEvent is a message as it is kept.
func messageEvent(c *discordtest.Channel, m discordtest.Message) map[string]any {
	return map[string]any{"id": m.ID, "channel_id": c.ID(), "guild_id": c.GuildID(), "content": m.Content, "author": map[string]any{"id": m.Author.ID()}}
}

// askEvent is a command as it is kept.
func askEvent(general *discordtest.Channel, who *discordtest.User, app, id, token, question string) map[string]any {
	return map[string]any{"id": id, "application_id": app, "type": 2, "token": token, "channel_id": general.ID(), "guild_id": general.GuildID(),
		"member": map[string]any{"user": map[string]any{"id": who.ID()}},
		"data":   map[string]any{"name": "ask", "type": 1, "options": []any{map[string]any{"name": "question", "type": 3, "value": question}}}}
}

// complete fails unless an answer of several messages is there, each once.
func complete(t *testing.T, general *discordtest.Channel) {
	t.Helper()
	text := allText(general)
	for _, line := range []string{"line 0 of", "line 200 of", "line 399 of"} {
		if n := strings.Count(text, line); n != 1 {
			t.Errorf("%q is there %d times, in %d messages", line, n, len(general.BotMessages()))
		}
	}
}

// TestRestOfAnAnswer: Discord does not take the second message of an answer for longer than it is
// tried; and the process is killed behind the first.
func TestRestOfAnAnswer(t *testing.T) {
	fast := discordtest.Options{ChannelRate: -1}
	t.Run("refused", func(t *testing.T) {
		r := start(t, setup{talk: lengthy(0), discord: fast})
		general, ann, _ := members(r)
		r.Fail(discordtest.Slow(0).On("POST", postRoute))
		r.Fail(discordtest.Status(503).On("POST", postRoute).For(7))
		ann.Says(general, r.Mention()+" long?")
		general.WaitMessages(3, 2*soon)
		r.Quiet(100*time.Millisecond, soon)
		complete(t, general)
	})
	t.Run("killed", func(t *testing.T) {
		d := begin(t, fast)
		general, ann, _ := members(d)
		r := attach(t, d, setup{talk: lengthy(0)})
		d.Fail(discordtest.Slow(0).On("POST", postRoute))
		d.Fail(discordtest.Refused(400, 1, "the end of this process").On("POST", postRoute))
		m := ann.Says(general, d.Mention()+" long?")
		m.WaitReply(soon)
		r.stop()
		s := newMemoryStore(t)
		leave(t, s, m.ID, keptMessage, messageEvent(general, m), time.Now())
		attach(t, d, setup{talk: lengthy(0), store: s}).answered(m, 3)
		complete(t, general)
	})
	// Nobody knows how many messages of a command's answer were sent: none is sent twice.
	t.Run("command", func(t *testing.T) {
		r := start(t, setup{talk: lengthy(0), discord: fast})
		general, ann, _ := members(r)
		i := ann.Uses(general, "ask", discordtest.Args{"question": "long?"})
		i.WaitFollowups(2, soon)
		r.stop()
		s := newMemoryStore(t)
		leave(t, s, i.ID(), keptInteraction, askEvent(general, ann, r.AppID(), i.ID(), i.Token(), "long?"), time.Now())
		attach(t, r.Discord, setup{talk: lengthy(0), store: s})
		says(t, ann.DM().WaitMessages(1, soon)[0], "its answer was lost")
		complete(t, general)
	})
}

// TestBehindAPublicPromise: a private answer comes once, or its asker is told that it was lost.
func TestBehindAPublicPromise(t *testing.T) {
	for name, f := range map[string]discordtest.Fault{
		"503 once": discordtest.Status(503), "503 for long": discordtest.Status(503).For(7), "dropped": discordtest.Dropped(false), "dropped after it was in": discordtest.Dropped(true),
		"504 after it was in": applied(discordtest.Status(504)), "403": discordtest.Refused(403, 50013, "Missing Permissions"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, setup{talk: lengthy(100 * time.Millisecond), options: func(o *Options) { o.timing.deferral = 30 * time.Millisecond }})
			r.Allow("40060") // whether it was answered is asked
			general, ann, _ := members(r)
			r.Fail(f.On("POST", hook))
			ann.Uses(general, "ask", discordtest.Args{"question": "secret?"})
			given := func() int { return strings.Count(allText(general), "a secret thing") }
			r.until("an answer or a word", func() bool { return given()+len(ann.DM().BotMessages()) > 0 })
			r.Quiet(300*time.Millisecond, 2*soon)
			for _, m := range general.BotMessages() {
				if !m.Ephemeral {
					t.Errorf("for all: %s", m.Text())
				}
			}
			if given() > 1 || len(ann.DM().BotMessages()) > 1 {
				t.Errorf("%d answers, %d direct messages", given(), len(ann.DM().BotMessages()))
			}
		})
	}
}

// TestPromiseThatHangs: Discord took the promise of an answer, or the answer, and the bot does not hear
// of it; it is answered all the same, once. What Discord did not take in time the asker is told to be lost.
func TestPromiseThatHangs(t *testing.T) {
	for name, c := range map[string]struct {
		fault discordtest.Fault
		lost  bool
	}{
		"taken late": {discordtest.Slow(700 * time.Millisecond), false}, "504 after it was in": {applied(discordtest.Status(504)), false}, "503 after it was in": {applied(discordtest.Status(503)), false},
		"dropped after it was in": {discordtest.Dropped(true), false}, "never taken": {discordtest.Status(503).For(9), true},
	} {
		for kind, slow := range map[string]time.Duration{"promise": 150 * time.Millisecond, "answer": 0} {
			t.Run(kind+" "+name, func(t *testing.T) {
				t.Parallel()
				r := start(t, setup{talk: &echo{slow: slow}, options: func(o *Options) {
					o.timing.deferral, o.timing.interaction = 500*time.Millisecond, 500*time.Millisecond
					if slow > 0 {
						o.timing.deferral = 30 * time.Millisecond
					}
				}})
				r.Allow("40060")
				r.Allow("not answered within")
				general, ann, _ := members(r)
				r.Fail(c.fault.On("POST", callback))
				ann.Uses(general, "ask", discordtest.Args{"question": "who?"})
				given := func() int { return strings.Count(allText(general), "You asked: who?") }
				r.until("an answer or a word", func() bool { return given()+len(ann.DM().BotMessages()) > 0 })
				r.Quiet(time.Second, 2*soon)
				if told := len(ann.DM().BotMessages()); given()+told != 1 || told > 0 && !c.lost {
					t.Errorf("%d answers, %d direct messages", given(), told)
				}
			})
		}
	}
}

// TestLossIsToldLater: when Discord does not let the bot say that an answer was lost, it is said later.
func TestLossIsToldLater(t *testing.T) {
	s := newMemoryStore(t)
	d := begin(t, discordtest.Options{})
	general, ann, _ := members(d)
	m, long := ann.Says(general, d.Mention()+" who?"), time.Now().Add(-30*time.Minute)
	leave(t, s, m.ID, keptMessage, messageEvent(general, m), long)
	leave(t, s, "1234567890123456789", keptInteraction, askEvent(general, ann, d.AppID(), "1234567890123456789", "gone", "who?"), long)
	d.Fail(discordtest.Status(503).On("POST", postRoute).For(7))
	d.Fail(discordtest.Status(503).On("POST", "/users/@me/channels").For(7))
	attach(t, d, setup{talk: &echo{}, store: s})
	says(t, m.WaitReply(2*soon), "its answer was lost")
	says(t, ann.DM().WaitMessages(1, 2*soon)[0], "its answer was lost")
}

// TestPrivateAnswerIsTriedAgain: a private answer to a message, which comes as a direct message, is not
// lost when Discord does not take that for a while, and comes once.
func TestPrivateAnswerIsTriedAgain(t *testing.T) {
	r := start(t, setup{talk: lengthy(0), discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	r.Fail(discordtest.Status(503).On("POST", "/users/@me/channels").For(7))
	ann.Says(general, r.Mention()+" secret?")
	says(t, ann.DM().WaitMessages(1, 2*soon)[0], "a secret thing")
	r.Quiet(500*time.Millisecond, soon)
	if n := len(ann.DM().BotMessages()); n != 1 || len(general.BotMessages()) != 0 {
		t.Errorf("%d direct messages, %d for all", n, len(general.BotMessages()))
	}
}

// TestPanicOfATakenOver: a command that was taken over and makes the bot panic is told to be lost, once.
func TestPanicOfATakenOver(t *testing.T) {
	s := newMemoryStore(t)
	d := begin(t, discordtest.Options{})
	general, ann, _ := members(d)
	leave(t, s, "1234567890123456789", keptInteraction, askEvent(general, ann, d.AppID(), "1234567890123456789", "gone", "panic"), time.Now())
	r := attach(t, d, setup{talk: &echo{}, store: s})
	says(t, ann.DM().WaitMessages(1, soon)[0], "its answer was lost")
	r.Quiet(hasty().lease, soon)
	if n := len(ann.DM().BotMessages()); n != 1 {
		t.Errorf("told %d times", n)
	}
	if left, err := s.Orphans(t.Context(), "x", time.Now().Add(time.Hour), time.Now(), 10); err != nil || len(left) != 0 {
		t.Errorf("still open: %+v, %v", left, err)
	}
}

// TestPromiseNotSeen: whether an answer was promised cannot be seen for a while; it is given when it can.
func TestPromiseNotSeen(t *testing.T) {
	dir := t.TempDir()
	r := start(t, setup{talk: &echo{slow: 3 * time.Second}, store: openStore(t, dir), options: func(o *Options) { o.timing.stop, o.timing.deferral = 10*time.Millisecond, 50*time.Millisecond }})
	general, ann, _ := members(r)
	i := ann.Uses(general, "ask", discordtest.Args{"question": "who shot Okja?"})
	i.WaitAnswer(soon)
	r.stop()
	r.Fail(discordtest.Status(503).On("GET", hookOriginal).For(7))
	attach(t, r.Discord, setup{talk: &echo{}, store: openStore(t, dir)})
	says(t, i.WaitReply(2*soon), "who shot Okja?")
	r.Quiet(200*time.Millisecond, soon)
	if n, told := len(general.BotMessages()), len(ann.DM().BotMessages()); n != 1 || told != 0 {
		t.Errorf("%d messages, %d direct ones", n, told)
	}
}

// TestNotedOnce: a question counts once in the curators' list, however often its answer was tried.
func TestNotedOnce(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	r.Fail(discordtest.Status(503).On("POST", postRoute).For(14))
	ann.Says(general, r.Mention()+" an unknown thing").WaitReply(3 * soon)
	list, err := r.store.Questions(t.Context(), 0)
	if err != nil || len(list) != 1 || list[0].Unknown != 1 {
		t.Errorf("noted %+v, %v", list, err)
	}
}

// TestKilledAmidCommands kills the bot amid commands, of which it has promised some an answer: each is
// answered once, or its asker is told that it was lost.
func TestKilledAmidCommands(t *testing.T) {
	dir := t.TempDir()
	d := begin(t, discordtest.Options{ChannelRate: -1, GlobalRate: -1})
	d.Allow("not answered within") // of those it is told
	d.Allow("40060")
	g := d.Guild("Film club")
	general := g.Channel("general")
	cmd := slowProcess(t, d, dir)
	var people []*discordtest.User
	var first *discordtest.Interaction
	for n := range 40 {
		u := d.User(fmt.Sprint("member ", n)).Joins(g)
		i := u.Uses(general, "ask", discordtest.Args{"question": fmt.Sprintf("who made number %d?", n)})
		first = cmp.Or(first, i)
		people = append(people, u)
		if n == 19 {
			first.WaitAnswer(soon) // a promise
		}
	}
	pendingFor(t, dir, len(people), soon)
	kill(cmd)
	d.Gateway().Cut()
	s := openStore(t, dir)
	r := attach(t, d, setup{talk: &echo{}, store: s})
	pendingFor(t, dir, 0, soon)
	r.Quiet(300*time.Millisecond, 2*soon)
	text, told := allText(general), 0
	for n, u := range people {
		answers, words := strings.Count(text, fmt.Sprintf("You asked: who made number %d?", n)), len(u.DM().BotMessages())
		if answers+words != 1 {
			t.Errorf("%d answers and %d direct messages to member %d", answers, words, n)
		}
		told += words
	}
	t.Logf("of 40 commands %d were told to be lost", told)
	if told > 25 {
		t.Error("too few were answered: the test shows nothing")
	}
}

// TestTakenOverInAThread: what was asked in a thread or a post without a mention is answered by the next
// process too, which does not know the thread yet.
func TestTakenOverInAThread(t *testing.T) {
	dir := t.TempDir()
	r := start(t, reading(setup{talk: stuck(), store: openStore(t, dir), discord: discordtest.Options{ChannelRate: -1}, options: func(o *Options) { o.timing.stop = 10 * time.Millisecond }}))
	general, ann, _ := members(r)
	thread := r.answerTo(ann, general, "who?").Thread("talk", ann)
	r.until("the thread to be known", func() bool { return r.bot.adapter.threads.holds(thread.ID()) })
	pending(t, dir, 0) // the first answer is noted
	m := ann.Says(thread, "and who is asked later?")
	pending(t, dir, 1)
	r.stop()
	attach(t, r.Discord, reading(setup{talk: &echo{}, store: openStore(t, dir)}))
	says(t, m.WaitReply(soon), "and who is asked later?")
}

// TestRefusedForGood: who asked is told when Discord does not take an answer, or the rest of one, for a
// reason that does not pass.
func TestRefusedForGood(t *testing.T) {
	for name, sent := range map[string]int{"the first message": 0, "the second": 1} {
		for _, alone := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " in a direct message ", alone), func(t *testing.T) {
				t.Parallel()
				r := start(t, setup{talk: lengthy(0), discord: discordtest.Options{ChannelRate: -1}})
				c, ann, _ := members(r)
				if alone {
					c = ann.DM()
				}
				for range sent {
					r.Fail(discordtest.Slow(0).On("POST", postRoute))
				}
				r.Fail(discordtest.Refused(400, 50083, "Tried to perform an operation on an archived thread").On("POST", postRoute))
				ann.Says(c, r.Mention()+" long?")
				r.Quiet(300*time.Millisecond, 2*soon)
				if n := strings.Count(allText(ann.DM()), "its answer was lost"); n != 1 {
					t.Errorf("told %d times", n)
				}
			})
		}
	}
}
