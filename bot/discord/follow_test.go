package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"hapjak/bot"
	"hapjak/facts"
	"strconv"
	"strings"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
)

// TestEditedQuestion: within a minute the answer follows.
func TestEditedQuestion(t *testing.T) {
	r := start(t, setup{})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" who directed Okja?")
	answer := m.WaitReply(soon)
	r.answered(m, 1)
	ann.Edits(m, r.Mention()+" when was Okja released?")
	says(t, answer.WaitEdit(soon), "2017")
	ann.Edits(m, r.Mention()+" when was Okja released?") // Discord says so for link previews too
	r.Quiet(50*time.Millisecond, soon)
	if now := answer.Now(); now.Edits != 1 || len(general.BotMessages()) != 1 {
		t.Errorf("%d edits, %d messages", now.Edits, len(general.BotMessages()))
	}
	// After a restart, and by another process.
	r.stop()
	caughtUp(attach(t, r.Discord, setup{store: r.store}))
	ann.Edits(m, r.Mention()+" who directed Okja?")
	says(t, answer.Now().WaitEdit(soon), "Bong Joon Ho")
}

// TestDeletedQuestionTakesItsAnswer: and another's message takes nothing along.
func TestDeletedQuestionTakesItsAnswer(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, bob := members(r)
	m := ann.Says(general, r.Mention()+" who?")
	answer := m.WaitReply(soon)
	other := bob.Says(general, r.Mention()+" what?")
	kept := other.WaitReply(soon)
	bob.Deletes(bob.Says(general, "never mind"))
	ann.Deletes(m)
	answer.WaitGone(soon)
	if !kept.Exists() {
		t.Error("another's answer is gone")
	}
}

// TestDeletedWhileAnswering: the answer comes, though what it replies to is gone, and goes too.
func TestDeletedWhileAnswering(t *testing.T) {
	slow := newGated(&echo{})
	r := start(t, setup{talk: slow})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" who directed Okja?")
	<-slow.asked
	gate := make(chan struct{})
	r.Fail(discordtest.Held(gate).On("DELETE", postRoute+"/{message_id}"))
	ann.Deletes(m)
	r.Gateway().WaitHeard(soon)
	slow.open()
	answer := general.WaitMessages(1, soon)[0]
	says(t, answer, "who directed Okja?")
	close(gate)
	answer.WaitGone(soon)
}

// TestEditNotAnsweredInTime: the answer to what was asked before does not stand there for what was not
// answered.
func TestEditNotAnsweredInTime(t *testing.T) {
	r := start(t, setup{options: func(o *Options) { o.timing.patience = 2 * time.Second }, talk: trick{&echo{}, func(ctx context.Context, req bot.Request) (bot.Reply, bool) {
		if strings.Contains(req.Text, "slow") {
			<-ctx.Done()
		}
		return bot.Reply{}, false
	}}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" one?")
	answer := m.WaitReply(soon)
	ann.Edits(m, r.Mention()+" something slow?")
	says(t, answer.WaitEdit(soon), "in time")
	ann.Edits(m, r.Mention()+" two?")
	says(t, answer.Now().WaitEdit(soon), "You asked: two?")
}

// TestDeletedDaysLater: the answer goes with a question that is days old, and was another process's.
func TestDeletedDaysLater(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	answer := r.answerTo(ann, general, "who?")
	old := strconv.FormatUint(uint64(time.Now().Add(-3*24*time.Hour).UnixMilli()-1_420_070_400_000)<<22, 10)
	leave(t, r.store, old, "MESSAGE_CREATE", nil, time.Now().Add(-3*24*time.Hour))
	if err := r.store.Done(t.Context(), old, []string{answer.ID}); err != nil {
		t.Fatal(err)
	}
	r.Gateway().Send("MESSAGE_DELETE", fmt.Sprintf(`{"id":%q,"channel_id":%q,"guild_id":%q}`, old, general.ID(), general.GuildID()))
	answer.WaitGone(soon)
}

// TestChangedWhileWaiting: a question whose answer Discord did not take is answered as it reads by then,
// and not at all when it is gone.
func TestChangedWhileWaiting(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	r.Fail(discordtest.Status(503).On("POST", postRoute).For(6))
	edited := ann.Says(general, r.Mention()+" one?")
	r.until("it to be given up", func() bool { return strings.Contains(r.log.String(), "could not be sent") })
	ann.Edits(edited, r.Mention()+" two?")
	says(t, edited.WaitReply(soon), "two?")
	r.Fail(discordtest.Status(503).On("POST", postRoute).For(6))
	gone := ann.Says(general, r.Mention()+" never mind")
	r.until("it to be given up", func() bool { return strings.Count(r.log.String(), "could not be sent") == 2 })
	ann.Deletes(gone)
	r.Quiet(500*time.Millisecond, 2*soon)
	if n := len(general.BotMessages()); n != 1 {
		t.Errorf("%d answers:\n%s", n, allText(general))
	}
}

// dead enters a question of a process that is dead; its lease runs for a moment.
func dead(t *testing.T, s *store.Store, general *discordtest.Channel, m discordtest.Message, lease time.Duration) {
	t.Helper()
	enter(t, s, store.Pending{ID: m.ID, Why: "mention", Lease: time.Now().Add(lease)}, keptMessage, messageEvent(general, m))
}

// TestDeletedWhileNobodyAnswers: a question that is deleted while a dead process's lease runs, or
// while nobody is there to hear of it, is not answered afterwards.
func TestDeletedWhileNobodyAnswers(t *testing.T) {
	shared := store.NewMemory()
	s := store.New(shared, nil)
	d := begin(t, discordtest.Options{ChannelRate: -1})
	general, ann, _ := members(d)
	unheard := ann.Says(general, d.Mention()+" who is not heard of?")
	dead(t, s, general, unheard, 0)
	ann.Deletes(unheard)
	leased := ann.Says(general, d.Mention()+" who is leased?")
	dead(t, s, general, leased, time.Hour)
	r := attach(t, d, setup{talk: &echo{}, store: s})
	ann.Deletes(leased)
	r.until("both to be ticked off", func() bool { n, err := shared.Unanswered(t.Context()); return err == nil && n == 0 })
	r.settled()
	if n := len(general.BotMessages()); n != 0 {
		t.Errorf("%d answers:\n%s", n, allText(general))
	}
}

// TestEditedWhileNobodyAnswers: of a question that was edited while nobody was there to hear of it
// the newest text counts, whether it waits for its answer or has it; and the answer to one that was
// deleted goes.
func TestEditedWhileNobodyAnswers(t *testing.T) {
	dir := t.TempDir()
	r := start(t, setup{talk: stuck(), store: openStore(t, dir), discord: discordtest.Options{ChannelRate: -1}, options: func(o *Options) { o.timing.stop = 10 * time.Millisecond }})
	general, ann, bob := members(r)
	answered, deleted, left := ann.Says(general, r.Mention()+" one?"), ann.Says(general, r.Mention()+" not this?"), bob.Says(general, r.Mention()+" as it is?")
	answer, other, same := answered.WaitReply(soon), deleted.WaitReply(soon), left.WaitReply(soon)
	r.settled()
	open, withdrawn := ann.Says(general, r.Mention()+" later?"), bob.Says(general, r.Mention()+" later too?")
	pending(t, dir, 2)
	r.stop()
	ann.Edits(answered, r.Mention()+" two?")
	ann.Deletes(deleted)
	ann.Edits(open, r.Mention()+" three?")
	bob.Edits(withdrawn, "nothing, thank you")
	attach(t, r.Discord, setup{talk: &echo{}, store: openStore(t, dir)})
	says(t, open.WaitReply(soon), "three?")
	says(t, answer.WaitEdit(soon), "You asked: two?")
	other.WaitGone(soon)
	pending(t, dir, 0)
	if n := replies(general, withdrawn); n != 0 {
		t.Error("answered though it is no question any more")
	}
	if now := same.Now(); now.Edits != 0 || !same.Exists() {
		t.Errorf("touched: %s", now.Text())
	}
}

// TestOverheardIsEditedAway: what was overheard and answered, and is then edited into what asks
// nothing that is surely known, is not answered any more, and nobody is told that the sources do
// not say.
func TestOverheardIsEditedAway(t *testing.T) {
	r := start(t, reading(setup{discord: discordtest.Options{ChannelRate: -1}}))
	general, ann, _ := members(r)
	r.overhears(general)
	for _, chatter := range []string{"lol never mind", "who directed the frobnicator of zorbulon?", "who of you has seen it?"} {
		m := ann.Says(general, theQuestion)
		answer := m.WaitReply(soon)
		r.settled()
		ann.Edits(m, chatter)
		answer.WaitGone(soon)
		r.settled()
		if n := len(general.BotMessages()); n != 0 {
			t.Errorf("%q: %s", chatter, allText(general))
		}
		ann.Edits(m, "who directed Okja?")
		r.settled()
	}
	m := ann.Says(general, theQuestion)
	answer := m.WaitReply(soon)
	r.settled()
	ann.Edits(m, "when was Okja released?")
	says(t, answer.WaitEdit(soon), "2017")
}

// TestRepliesToOthers: a reply to another bot, or to a person, is not a question to us.
func TestRepliesToOthers(t *testing.T) {
	r := start(t, reading(setup{talk: &echo{}}))
	g := r.Guild("Film club")
	general, ann := g.Channel("general"), r.User("Ann").Joins(g)
	r.overhears(general)
	song := r.Bot("Jukebox").Joins(g).Says(general, "Now playing: Arirang")
	ann.Says(general, "who sang that?", discordtest.Say{ReplyTo: song}).NoReply(60 * time.Millisecond)
	says(t, ann.Says(general, "who sang that?").WaitReply(soon), "who sang that?")
}

// TestForum: a forum that was set aside: each post is a question, its title half of it,
// and what follows in it has the post's context.
func TestForum(t *testing.T) {
	r := start(t, reading(setup{}))
	g := r.Guild("Film club")
	forum, ann := g.Forum("questions"), r.User("Ann").Joins(g)
	boss := manager(r, g)
	boss.Uses(g.Channel("general"), "config", discordtest.Args{"add-channel": forum, "answer": "every"}).WaitReply(soon)
	post, first := ann.Posts(forum, "Who directed Okja?", "I was told it is a Korean.")
	says(t, first.WaitReply(soon), "Bong Joon Ho")
	says(t, ann.Says(post, "when was it released?").WaitReply(soon), "2017")
}

func lengthy(slow time.Duration) trick {
	return trick{Talker: &echo{}, handle: func(_ context.Context, req bot.Request) (bot.Reply, bool) {
		time.Sleep(slow)
		var lines []string
		switch {
		case strings.Contains(req.Text, "long"):
			for n := range 400 {
				lines = append(lines, fmt.Sprintf("line %d of a long answer", n))
			}
			return bot.Reply{Status: facts.Answered, Question: req.Text, Blocks: []bot.Block{{Text: told(strings.Join(lines, "\n") + " the end")}}}, true
		case strings.Contains(req.Text, "secret"):
			return bot.Reply{Status: facts.Answered, Question: req.Text, Private: true, Blocks: []bot.Block{{Text: told("a secret thing")}}}, true
		}
		return bot.Reply{}, false
	}}
}

func allText(c *discordtest.Channel) string {
	var out []string
	for _, m := range c.BotMessages() {
		out = append(out, m.Text())
	}
	return strings.Join(out, "\n")
}

// TestEditedToALongerAnswer: an answer of more pieces, or of fewer, takes the place of the one before.
func TestEditedToALongerAnswer(t *testing.T) {
	r := start(t, setup{talk: lengthy(0), discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" short?")
	m.WaitReply(soon)
	r.answered(m, 1)
	ann.Edits(m, r.Mention()+" long?")
	r.Quiet(100*time.Millisecond, soon)
	if text := allText(general); !strings.Contains(text, "line 0 ") || !strings.Contains(text, "the end") {
		t.Errorf("a longer answer is cut: %d messages, %d letters", len(general.BotMessages()), len(text))
	}
	ann.Edits(m, r.Mention()+" short again?")
	r.until("one piece to be left", func() bool {
		return len(general.BotMessages()) == 1 && strings.Contains(allText(general), "short again")
	})
	ann.Edits(m, r.Mention()+" long again?")
	r.until("all pieces to be there again", func() bool { return strings.Contains(allText(general), "the end") })
	r.Quiet(100*time.Millisecond, soon)
	ann.Deletes(m)
	r.until("the answer to be gone", func() bool { return len(general.BotMessages()) == 0 })
}

// TestEditsKeepTheirOrder: also where requests of the channel may go out at once.
func TestEditsKeepTheirOrder(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" one?")
	answer := m.WaitReply(soon)
	r.answered(m, 1)
	ann.Edits(m, r.Mention()+" one and a half?")
	r.Quiet(100*time.Millisecond, soon)
	r.Fail(discordtest.Slow(300*time.Millisecond).On("PATCH", postRoute+"/{message_id}"))
	ann.Edits(m, r.Mention()+" two?")
	time.Sleep(60 * time.Millisecond)
	ann.Edits(m, r.Mention()+" three?")
	r.Quiet(600*time.Millisecond, 2*soon)
	says(t, answer.Now(), "You asked: three?")
}

// TestEditsComeToInAnyOrder: of two edits the one that was made last counts, whichever is come to
// first, and also where both come before the question itself.
func TestEditsComeToInAnyOrder(t *testing.T) {
	b := bare(t, &echo{})
	at := func(second int) string {
		return time.Unix(int64(second), 0).UTC().Format("2006-01-02T15:04:05.000000+00:00")
	}
	for _, order := range [][]wireMessage{
		{{ID: "1", Content: "one"}, {ID: "1", Content: "two", Edited: at(2)}, {ID: "1", Content: "three", Edited: at(3)}},
		{{ID: "2", Content: "one"}, {ID: "2", Content: "three", Edited: at(3)}, {ID: "2", Content: "two", Edited: at(2)}},
		{{ID: "3", Content: "three", Edited: at(3)}, {ID: "3", Content: "two", Edited: at(2)}, {ID: "3", Content: "one"}},
	} {
		var now *answered
		for _, m := range order {
			_, now = follower{b.adapter}.under(&m, addressed{text: m.Content})
		}
		if now.text != "three" {
			t.Errorf("%s: %+v", order[0].ID, now)
		}
	}
}

// TestThreads: one that was begun on an answer goes on from it; in another who was answered last goes on.
func TestThreads(t *testing.T) {
	r := start(t, reading(setup{discord: discordtest.Options{ChannelRate: -1}}))
	general, ann, bob := members(r)
	answer := r.answerTo(ann, general, "who directed Okja?")
	r.until("it to be noted", func() bool { return r.bot.adapter.ours.holds(answer.ID) })
	on := answer.Thread("more of it", bob)
	says(t, bob.Says(on, "when was it released?").WaitReply(soon), "2017")
	says(t, ann.Says(on, "and who was in it?").WaitReply(soon), "Okja")
	talk := ann.Says(general, "let us talk").Thread("talk", ann)
	ann.Says(talk, "when was it released?").NoReply(60 * time.Millisecond)
	says(t, r.answerTo(ann, talk, "who directed Snowpiercer?"), "Bong")
	bob.Says(talk, "I like it, who else does?").NoReply(60 * time.Millisecond)
	says(t, ann.Says(talk, "when was it released?").WaitReply(soon), "2013")
	m := bob.Says(talk, r.Mention()+" who shot it?")
	says(t, m.WaitReply(soon), "Snowpiercer")
	bob.Says(on, "I agree", discordtest.Say{ReplyTo: ann.Says(on, "")}).NoReply(60 * time.Millisecond)
}

// TestDeletedAtOnce: a moderator clears a channel: the answers go with their questions.
func TestDeletedAtOnce(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	var ids []string
	for n := range 6 {
		m := ann.Says(general, fmt.Sprint(r.Mention(), " q", n, "?"))
		m.WaitReply(soon)
		ids = append(ids, m.ID)
	}
	r.Quiet(50*time.Millisecond, soon)
	list, _ := json.Marshal(ids)
	r.Gateway().Send("MESSAGE_DELETE_BULK", fmt.Sprintf(`{"ids":%s,"channel_id":%q,"guild_id":%q}`, list, general.ID(), general.GuildID()))
	r.until("all answers to go", func() bool { return len(general.BotMessages()) == 0 })
}

// TestDeletedWhilePosting: the answer is on its way when its question goes.
func TestDeletedWhilePosting(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	r.Fail(discordtest.Slow(250*time.Millisecond).On("POST", postRoute))
	m := ann.Says(general, r.Mention()+" who?")
	time.Sleep(60 * time.Millisecond)
	ann.Deletes(m)
	r.Quiet(500*time.Millisecond, soon)
	if n := len(general.BotMessages()); n != 0 {
		t.Errorf("%d answers to a deleted question", n)
	}
}

// TestEditThatCannotFollow: who edited his question is told when the answer to the old one stays.
func TestEditThatCannotFollow(t *testing.T) {
	for name, f := range map[string]discordtest.Fault{
		"Discord fails": discordtest.Status(503).For(7), "refused": discordtest.Refused(403, codeNoLeave, "Missing Permissions"), "over the allowance": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			word := "its answer was lost"
			r := start(t, setup{talk: &echo{}, options: func(o *Options) {
				if name == "over the allowance" {
					o.UserBurst, o.UserEvery, word = 1, time.Minute, "Please ask again"
				}
			}})
			general, ann, _ := members(r)
			m := ann.Says(general, r.Mention()+" one?")
			m.WaitReply(soon)
			r.answered(m, 1)
			if word == "its answer was lost" {
				r.Fail(f.On("PATCH", postRoute+"/{message_id}"))
			}
			ann.Edits(m, r.Mention()+" two?")
			says(t, ann.DM().WaitMessages(1, 2*soon)[0], word)
		})
	}
}
