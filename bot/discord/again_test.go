package discord

// What several processes, or one that began anew, make of what another began.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

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

// TestContextAcrossARestart: a follow-up after a restart is read by the newest turn of its conversation.
func TestContextAcrossARestart(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1}})
	general, ann, bob := members(r)
	ask := func(who *discordtest.User, c *discordtest.Channel, text string, to ...discordtest.Say) discordtest.Message {
		t.Helper()
		return who.Says(c, r.Mention()+" "+text, to...).WaitReply(soon)
	}
	first := ask(ann, general, "who directed Okja?")
	thread := general.Thread("talk")
	ask(bob, thread, "who directed Snowpiercer?")
	dm := bob.Says(bob.DM(), "who directed Okja?").WaitReply(soon)
	q := r.again(setup{})
	says(t, ask(ann, general, "when was it released?"), "2017")
	says(t, ask(ann, thread, "when was it released?"), "2013")
	says(t, bob.Says(bob.DM(), "when was it released?").WaitReply(soon), "2017")
	if m := ask(bob, general, "when was it released?"); strings.Contains(m.Text(), "20") {
		t.Errorf("by another's question: %s", m.Text())
	}
	q = q.again(setup{}) // by a question that was itself a follow-up
	says(t, ask(ann, general, "who was in it?"), "Okja")
	says(t, ask(ann, general, "who directed Snowpiercer?"), "Bong")
	q = q.again(setup{})
	says(t, ask(ann, general, "when was it released?"), "2013")
	says(t, ask(ann, general, "when was it released?", discordtest.Say{ReplyTo: first}), "2017")
	says(t, ask(bob, dm.Channel(), "who was in it?"), "Okja")
	says(t, ann.Uses(general, "ask", discordtest.Args{"question": "when was it released?"}).WaitReply(soon), "2017")
	q.again(setup{})
	says(t, ann.Uses(general, privacyCommand, discordtest.Args{"what": "delete"}).WaitReply(soon), "deleted")
	if m := ask(ann, general, "when was it released?"); strings.Contains(m.Text(), "20") {
		t.Errorf("by what she had deleted: %s", m.Text())
	}
}

// TestContextOfAReply: a reply goes on from what it replies to, whatever was asked since, also after a
// restart and where that was itself a follow-up.
func TestContextOfAReply(t *testing.T) {
	for _, restart := range []bool{false, true} {
		for _, between := range []string{"", "when was it released?", "who directed Snowpiercer?"} {
			t.Run(fmt.Sprintf("restart %v between %q", restart, between), func(t *testing.T) {
				r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
				general, ann, _ := members(r)
				ask := func(text string, to ...discordtest.Say) discordtest.Message {
					return ann.Says(general, r.Mention()+" "+text, to...).WaitReply(soon)
				}
				first := ask("who directed Okja?")
				second := ask("when was it released?")
				says(t, second, "2017")
				if restart {
					r = r.again(setup{})
				}
				if between != "" {
					ask(between)
				}
				says(t, ask("when was it released?", discordtest.Say{ReplyTo: first}), "2017")
				says(t, ask("who was in it?", discordtest.Say{ReplyTo: second}), "Okja")
			})
		}
	}
}

// TestContextOfAnotherProcess: two processes hear a member, and either answers; what goes on from the
// other's answer does so, though this one had answered him something else before.
func TestContextOfAnotherProcess(t *testing.T) {
	shared := store.NewMemory()
	alive := func(o *Options) { o.timing.lease = time.Hour }
	one := start(t, setup{store: store.New(shared, nil), options: alive, discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(one)
	says(t, ann.Says(general, one.Mention()+" who directed Snowpiercer?").WaitReply(soon), "Bong")
	one.settled()
	two := attach(t, one.Discord, setup{store: store.New(shared, nil), options: alive})
	one.WaitSessions(2, soon)
	for n := range 6 { // whichever of them
		says(t, ann.Says(general, one.Mention()+" who directed Okja?").WaitReply(soon), "Bong")
		one.settled()
		two.settled()
		says(t, ann.Says(general, one.Mention()+" when was it released?").WaitReply(soon), "2017")
		says(t, ann.Says(general, one.Mention()+" who directed Snowpiercer?").WaitReply(soon), "Bong")
		one.settled()
		two.settled()
		if m := ann.Says(general, one.Mention()+" when was it released?").WaitReply(soon); !strings.Contains(m.Text(), "2013") {
			t.Errorf("round %d: %s", n, m.Text())
		}
	}
}

// TestEditGoesOnFromBefore: an edited follow-up is read by what it went on from, not by what was asked since;
// and what is asked next goes on from the last question, or from the edited one where that is the last.
func TestEditGoesOnFromBefore(t *testing.T) {
	for _, restart := range []bool{false, true} {
		t.Run(fmt.Sprint("restart ", restart), func(t *testing.T) {
			r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
			general, ann, _ := members(r)
			ask := func(text string) discordtest.Message { return ann.Says(general, r.Mention()+" "+text) }
			ask("who directed Okja?").WaitReply(soon)
			m := ask("when was it made, released, please?")
			a := m.WaitReply(soon)
			says(t, ask("who directed Snowpiercer?").WaitReply(soon), "Bong")
			r.settled()
			q := r
			if restart {
				q = r.again(setup{})
			}
			ann.Edits(m, r.Mention()+" when was it released?")
			q.settled()
			says(t, a.Now(), "2017")
			last := ask("when was it released?")
			b := last.WaitReply(soon)
			says(t, b, "2013")
			q.settled()
			ann.Edits(last, r.Mention()+" who directed Mickey 17?")
			q.settled()
			says(t, b.Now(), "Mickey 17")
			says(t, ask("when was it released?").WaitReply(soon), "2025")
		})
	}
}

// TestThreadsAcrossARestart: who goes on in a thread needs no mention after a restart, as before it, nor does
// who edits what he asked there while the bot was stopped.
func TestThreadsAcrossARestart(t *testing.T) {
	r := start(t, reading(setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}}))
	general, ann, bob := members(r)
	a := ann.Says(general, r.Mention()+" who?").WaitReply(soon)
	r.settled()
	on := a.Thread("on an answer", ann)
	talk := ann.Says(general, "let us talk").Thread("another", ann)
	ann.Says(talk, r.Mention()+" who else?").WaitReply(soon)
	var asked, answers []discordtest.Message
	for _, c := range []*discordtest.Channel{on, talk} {
		m := ann.Says(c, "and what is one?")
		asked, answers = append(asked, m), append(answers, m.WaitReply(soon))
	}
	gone := ann.Says(on, "and what is not?")
	b := gone.WaitReply(soon)
	bob.Says(talk, r.Mention()+" and I?").WaitReply(soon)
	r.settled()
	ann.Edits(asked[1], "and what is one more?") // others have asked since
	r.settled()
	says(t, answers[1].Now(), "one more?")
	r.stop()
	for n, m := range asked {
		ann.Edits(m, fmt.Sprint("and what is number ", n, "?"))
	}
	ann.Deletes(gone)
	q := attach(t, r.Discord, reading(setup{talk: &echo{}, store: r.store}))
	caughtUp(q)
	for n, m := range answers {
		says(t, m.Now(), fmt.Sprint("number ", n))
	}
	if b.Exists() {
		t.Error("the answer to a deleted question stands")
	}
	says(t, ann.Says(on, "and what is two?").WaitReply(soon), "two?")
	says(t, bob.Says(talk, "and what is three?").WaitReply(soon), "three?")
	bob.Says(general, "and what is four?")
	q.settled()
	if n := q.requested("POST", postRoute); n != 8 {
		t.Errorf("%d answers to eight questions", n)
	}
}

// TestPiecesOfAnEdit: the further messages of an edited answer are there once, where two processes send
// them of which one did not give the answer, and where the first ends on the way.
func TestPiecesOfAnEdit(t *testing.T) {
	alive := func(o *Options) { o.timing.lease = time.Hour }
	t.Run("two processes", func(t *testing.T) {
		shared := store.NewMemory()
		r := start(t, setup{talk: lengthy(0), store: store.New(shared, nil), options: alive, discord: discordtest.Options{ChannelRate: -1}})
		general, ann, _ := members(r)
		m := ann.Says(general, r.Mention()+" short?")
		m.WaitReply(soon)
		r.answered(m, 1)
		two := attach(t, r.Discord, setup{talk: lengthy(0), store: store.New(shared, nil), options: alive})
		r.WaitSessions(2, soon)
		caughtUp(two)
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
	answer := ann.Uses(general, "ask", discordtest.Args{"question": "who directed Okja?"}).WaitReply(soon)
	said := ann.Says(general, r.Mention()+" who directed Okja?").WaitReply(soon)
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
	if err := shared.SetSettings(t.Context(), c.guild.ID(), store.Settings{Private: true}); err != nil {
		t.Fatal(err)
	}
	if !c.ann.Uses(c.general, "ask", discordtest.Args{"question": "who?"}).WaitReply(soon).Ephemeral {
		t.Error("what another process has set does not count")
	}
}

// unwritable is a backend that takes no settings.
type unwritable struct{ store.Backend }

func (unwritable) SetSettings(context.Context, string, store.Settings) error {
	return errors.New("full")
}
