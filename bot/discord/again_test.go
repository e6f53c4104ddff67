package discord

// What several processes, or one that began anew, make of what another began.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
)

// again ends a bot, as its machine would, and begins another on the same store.
func (r *running) again(s setup) *running {
	r.t.Helper()
	r.settled()
	r.stop()
	s.store = r.store
	q := attach(r.t, r.Discord, s)
	caughtUp(q)
	return q
}

// TestPiecesOfAnEdit: the further messages of an edited answer are there once, where two processes send
// them of which one did not give the answer, and where the first ends on the way.
func TestPiecesOfAnEdit(t *testing.T) {
	for _, later := range []bool{false, true} {
		t.Run(fmt.Sprint("the second came later ", later), func(t *testing.T) {
			shared := store.NewMemory()
			r := start(t, setup{talk: lengthy(0), store: store.New(shared, nil), options: alive, discord: discordtest.Options{ChannelRate: -1}})
			second := func() *running {
				defer r.WaitSessions(2, soon)
				return attach(t, r.Discord, setup{talk: lengthy(0), store: store.New(shared, nil), options: alive})
			}
			var two *running
			if !later {
				two = second()
			}
			general, ann, _ := members(r)
			m := ann.Says(general, r.Mention()+" short?")
			m.WaitReply(soon)
			r.answered(m, 1)
			if later {
				two = second()
				caughtUp(two)
			}
			ann.Edits(m, r.Mention()+" long?")
			r.settled()
			two.settled()
			complete(t, general)
			r.answered(m, 3)
			ann.Deletes(m)
			r.settled()
			two.settled()
			if n := len(general.BotMessages()); n != 0 {
				t.Errorf("%d messages are left", n)
			}
		})
	}
	for _, sent := range []int{0, 1, 2} {
		t.Run(fmt.Sprint("ended after ", sent), func(t *testing.T) {
			r := start(t, setup{talk: lengthy(0), discord: discordtest.Options{ChannelRate: -1}})
			general, ann, _ := members(r)
			m := ann.Says(general, r.Mention()+" short?")
			m.WaitReply(soon)
			r.answered(m, 1)
			for range sent {
				r.Fail(discordtest.Slow(0).On("POST", postRoute))
			}
			if sent < 2 {
				r.Fail(discordtest.Refused(400, 1, "the end of this process").On("POST", postRoute))
			} else {
				r.Fail(discordtest.Refused(400, 1, "the end of this process").On("PATCH", postRoute+"/{message_id}"))
			}
			ann.Edits(m, r.Mention()+" long?")
			r.again(setup{talk: lengthy(0)})
			complete(t, general)
			ann.Deletes(m)
			general.WaitMessages(0, soon)
		})
	}
}

// TestAnswerOfADeadProcess: an answer that went out before its process could note it goes with its
// question, in all its messages, whether that is deleted while nobody runs, or in the dead one's lease; and
// it follows an edit.
func TestAnswerOfADeadProcess(t *testing.T) {
	for name, lease := range map[string]time.Duration{"nobody runs": 0, "in its lease": time.Hour} {
		t.Run(name, func(t *testing.T) {
			r := start(t, setup{talk: lengthy(0), discord: discordtest.Options{ChannelRate: -1}})
			general, ann, bob := members(r)
			m, other, edited := ann.Says(general, r.Mention()+" long?"), bob.Says(general, r.Mention()+" short?"), bob.Says(general, r.Mention()+" one?")
			r.answered(m, 3)
			r.answered(other, 1)
			r.answered(edited, 1)
			kept, follows := other.WaitReply(soon), edited.WaitReply(soon)
			r.stop()
			r.WaitGone(soon)
			s := newMemoryStore(t) // which knows only that they are open
			dead(t, s, general, m, lease)
			dead(t, s, general, other, 0)
			dead(t, s, general, edited, 0)
			bob.Edits(edited, r.Mention()+" two?")
			if lease == 0 {
				ann.Deletes(m)
			}
			q := attach(t, r.Discord, setup{talk: lengthy(0), store: s})
			if lease > 0 {
				ann.Deletes(m)
			}
			q.answered(m, 0)
			q.answered(other, 1)
			q.answered(edited, 1)
			says(t, follows.WaitEdit(soon), "two?")
			q.settled()
			if n := len(general.BotMessages()); n != 2 || !kept.Exists() {
				t.Errorf("%d messages are left: %.300s", n, allText(general))
			}
			if n := len(ann.DM().BotMessages()) + len(bob.DM().BotMessages()); n != 0 {
				t.Errorf("%d direct messages", n)
			}
		})
	}
}

// TestFormerOwner: who does not own a server any more is told nothing of it.
func TestFormerOwner(t *testing.T) {
	c := newScene(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	next := c.User("Next").Joins(c.guild)
	c.Gateway().Send("GUILD_UPDATE", fmt.Sprintf(`{"id":%q,"owner_id":%q,"name":"x"}`, c.guild.ID(), next.ID()))
	shut := c.guild.Channel("shut").Deny(discordtest.PermSendMessages)
	c.User("m").Joins(c.guild).ClosesDMs().Says(shut, c.Mention()+" who?")
	next.DM().WaitMessages(1, soon)
	c.settled()
	if n := len(c.guild.Owner().DM().BotMessages()); n != 0 {
		t.Errorf("the former owner was told %d times", n)
	}
}

// TestNoticeOfADeadProcess: a notice that was not given before its process ended is given by the next, once.
func TestNoticeOfADeadProcess(t *testing.T) {
	c := newScene(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	c.Fail(discordtest.Status(503).On("POST", "/users/@me/channels").For(-1))
	shut := c.guild.Channel("shut").Deny(discordtest.PermSendMessages)
	c.ann.Says(shut, c.Mention()+" who?")
	c.until("both to be tried", func() bool { return strings.Count(c.log.String(), "no direct message could be begun") >= 2 })
	c.settled()
	c.stop()
	c.Heal()
	for range 2 {
		attach(t, c.Discord, setup{talk: &echo{}, store: c.store})
	}
	told := []*discordtest.User{c.ann, c.guild.Owner()}
	for _, who := range told {
		says(t, who.DM().WaitMessages(1, soon)[0], shut.Mention())
	}
	other := c.guild.Channel("shut too").Deny(discordtest.PermSendMessages)
	c.User("Bob").Joins(c.guild).ClosesDMs().Says(other, c.Mention()+" who?")
	c.until("the refusal", func() bool { list, _ := c.store.Refusals(t.Context()); return len(list) == 2 })
	c.Quiet(hasty().lease, soon)
	for _, who := range told {
		if n := len(who.DM().BotMessages()); n != 1 {
			t.Errorf("%s was told %d times", who.Name(), n)
		}
	}
}

// TestMoreAfterPrivate: where answers to commands are private by now, the pages of a public list are the
// asker's own, but for one that he wanted seen by all.
func TestMoreAfterPrivate(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	list := ann.Uses(general, "timeline", discordtest.Args{"from": 1950}).WaitReply(soon)
	answer := byCommand(ann, general, "who directed Okja?")
	said := r.answerTo(ann, general, "who directed Okja?")
	r.set(general, store.Settings{Private: true})
	loud := ann.Uses(general, "timeline", discordtest.Args{"from": 1950, "private": false}).WaitReply(soon)
	before := list.Now().Text()
	page := ann.Clicks(list, "More").WaitReply(soon)
	if !page.Ephemeral || list.Now().Text() != before {
		t.Errorf("for all: %s", page.Text())
	}
	if again := ann.Clicks(page, "More").WaitReply(soon); !again.Ephemeral || again.ID != page.ID {
		t.Error("the private page is not turned in place")
	}
	if !ann.Clicks(answer, "More").WaitReply(soon).Ephemeral {
		t.Error("more of an answer is for all")
	}
	if ann.Clicks(said, "More").WaitReply(soon).Ephemeral {
		t.Error("more of an answer to a message is private")
	}
	for range 2 {
		if page := ann.Clicks(loud, "More").WaitReply(soon); page.Ephemeral || page.ID != loud.ID {
			t.Error("the page of a list for all is private")
		}
		loud = loud.Now()
	}
}

// TestConfigNotSaved: settings that could not be saved do not hold, and are not shown as if they did.
func TestConfigNotSaved(t *testing.T) {
	shared := store.NewMemory()
	c := newScene(t, setup{talk: &echo{}, store: store.New(unwritable{shared}, nil)})
	boss := c.User("Boss").Joins(c.guild).May(c.guild, discordtest.PermManageGuild)
	m := boss.Uses(c.general, "config", discordtest.Args{"private": true}).WaitReply(soon)
	says(t, m, "could not be saved", "seen by everybody by default")
	setTo(t, shared, c.guild.ID(), store.Settings{Private: true})
	if !byCommand(c.ann, c.general, "who?").Ephemeral {
		t.Error("what another process has set does not count")
	}
}

// unwritable is a backend that takes no settings.
type unwritable struct{ store.Backend }

func (unwritable) ChangeSettings(context.Context, string, func(*store.Settings) error) (store.Settings, error) {
	return store.Settings{}, errors.New("full")
}

// TestEditedToAPrivateAnswer: where the answer to an edited question is private its asker gets it, and what stood there for all goes.
func TestEditedToAPrivateAnswer(t *testing.T) {
	r := start(t, setup{talk: lengthy(0), discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" short?")
	a := m.WaitReply(soon)
	r.answered(m, 1)
	ann.Edits(m, r.Mention()+" secret?")
	r.settled()
	if a.Exists() {
		t.Error("the answer to another question stands")
	}
	if n := strings.Count(allText(ann.DM()), "a secret thing"); n != 1 {
		t.Errorf("told %d times", n)
	}
	if strings.Contains(allText(general), "secret") {
		t.Error("for all")
	}
}

// TestForgottenWhileEditing: nor is what comes of an edit kept, or spoken of, whose member had all deleted meanwhile.
func TestForgottenWhileEditing(t *testing.T) {
	talk := newGated(newTalk(t))
	r := start(t, setup{talk: talk, discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	r.set(general, store.Settings{Keep: store.KeepAll})
	m := ann.Says(general, r.Mention()+" who directed Okja?")
	<-talk.asked
	ann.Edits(m, r.Mention()+" who directed Snowpiercer?")
	deletesAll(t, ann, general)
	talk.open()
	m.WaitReply(soon)
	r.settled()
	if list, _ := r.store.Events(t.Context(), store.Filter{}); len(list) != 0 {
		t.Errorf("kept: %+v", list)
	}
	if a := r.answerTo(ann, general, "when was it released?"); strings.Contains(a.Text(), "20") {
		t.Errorf("still spoken of: %s", a.Text())
	}
}

// TestOverheardByADeadProcess: an answer to what was overheard that its process did not note stays, goes or follows as its question does.
func TestOverheardByADeadProcess(t *testing.T) {
	for _, now := range []string{"", "lol never mind", "when was Okja released?"} {
		t.Run(now, func(t *testing.T) {
			r := start(t, reading(setup{discord: discordtest.Options{ChannelRate: -1}}))
			general, ann, _ := members(r)
			r.overhears(general)
			m := ann.Says(general, theQuestion)
			a := m.WaitReply(soon)
			r.settled()
			r.stop()
			s := newMemoryStore(t)
			(&running{t: t, store: s}).overhears(general)
			enter(t, s, store.Pending{ID: m.ID, Why: "channel", Place: general.GuildID() + "/" + general.ID()}, keptMessage, messageEvent(general, m))
			if now != "" {
				ann.Edits(m, now)
			}
			q := attach(t, r.Discord, reading(setup{store: s}))
			q.until("it to be ticked off", func() bool { _, open, err := s.Answers(t.Context(), m.ID); return err == nil && !open })
			q.settled()
			switch now {
			case "":
				if !a.Exists() || len(general.BotMessages()) != 1 {
					t.Error(allText(general))
				}
			case "lol never mind":
				if a.Exists() {
					t.Error("stands")
				}
			default:
				says(t, a.Now(), "2017")
			}
		})
	}
}

// TestEditedWhileTakenOver: a taken-over question that is edited while it is thought about is answered as it reads then.
func TestEditedWhileTakenOver(t *testing.T) {
	d := begin(t, discordtest.Options{ChannelRate: -1})
	general, ann, _ := members(d)
	m := ann.Says(general, d.Mention()+" one?")
	s := newMemoryStore(t)
	dead(t, s, general, m, 0)
	talk := newGated(&echo{})
	r := attach(t, d, setup{talk: talk, store: s})
	<-talk.asked
	ann.Edits(m, d.Mention()+" two?")
	r.Gateway().WaitHeard(soon)
	talk.open()
	a := m.WaitReply(soon)
	r.settled()
	says(t, a.Now(), "two?")
	if n := len(general.BotMessages()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// TestEditedWhileCatchingUp: of an edit that the bot looks up and one that it hears the newer counts.
func TestEditedWhileCatchingUp(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" one?")
	a := m.WaitReply(soon)
	r.settled()
	r.stop()
	ann.Edits(m, r.Mention()+" two?")
	talk := newGated(&echo{})
	q := attach(t, r.Discord, setup{talk: talk, store: r.store})
	<-talk.asked
	ann.Edits(m, r.Mention()+" three?")
	q.Gateway().WaitHeard(soon)
	talk.open()
	q.settled()
	says(t, a.Now(), "three?")
}

// TestDeletedWhileItsEditHangs: an answer that is being edited goes with its question, in all its messages.
func TestDeletedWhileItsEditHangs(t *testing.T) {
	r := start(t, setup{talk: lengthy(0), discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" short?")
	m.WaitReply(soon)
	r.answered(m, 1)
	gate := make(chan struct{})
	r.Fail(discordtest.Held(gate).On("PATCH", postRoute+"/{message_id}"))
	ann.Edits(m, r.Mention()+" long?")
	r.WaitHeld(1, soon)
	ann.Deletes(m)
	r.Gateway().WaitHeard(soon)
	close(gate)
	r.settled()
	if n := len(general.BotMessages()); n != 0 {
		t.Errorf("%d messages: %.100s", n, allText(general))
	}
	if n := len(ann.DM().BotMessages()); n != 0 {
		t.Error(allText(ann.DM()))
	}
}

// TestEditedManyTimes: of many edits of one question those that others overtook are not thought about.
func TestEditedManyTimes(t *testing.T) {
	var thoughts atomic.Int32
	talk := trick{&echo{}, func(context.Context, bot.Request) (bot.Reply, bool) { thoughts.Add(1); return bot.Reply{}, false }}
	r := start(t, setup{talk: talk, discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" who?")
	a := m.WaitReply(soon)
	r.answered(m, 1)
	gate := make(chan struct{})
	r.Fail(discordtest.Held(gate).On("PATCH", postRoute+"/{message_id}"))
	ann.Edits(m, r.Mention()+" what?")
	r.WaitHeld(1, soon)
	for n := range 30 {
		ann.Edits(m, fmt.Sprint(r.Mention(), " number ", n, "?"))
	}
	ann.Edits(m, r.Mention()+" number 29?") // as it was
	r.Gateway().WaitHeard(soon)
	time.Sleep(50 * time.Millisecond) // for all to be waiting
	close(gate)
	r.settled()
	says(t, a.Now(), "number 29")
	if n := thoughts.Load(); n > 10 { // 3, where all were waiting
		t.Errorf("%d thoughts for 33 texts", n)
	}
}
