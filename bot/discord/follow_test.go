package discord

import (
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
	r.until("it to be ticked off", func() bool { list, _ := r.store.Answers(t.Context(), m.ID); return len(list) == 1 })
	ann.Edits(m, r.Mention()+" when was Okja released?")
	says(t, answer.WaitEdit(soon), "2017")
	ann.Edits(m, r.Mention()+" when was Okja released?") // Discord says so for link previews too
	r.Quiet(50*time.Millisecond, soon)
	if now := answer.Now(); now.Edits != 1 || len(general.BotMessages()) != 1 {
		t.Errorf("%d edits, %d messages", now.Edits, len(general.BotMessages()))
	}
	// After a restart, and by another process.
	r.stop()
	attach(t, r.Discord, setup{store: r.store})
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

// TestDeletedWhileAnswering: the answer that comes afterwards goes too.
func TestDeletedWhileAnswering(t *testing.T) {
	r := start(t, setup{talk: &echo{slow: 100 * time.Millisecond}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" who?")
	r.until("it to be begun", func() bool { return r.bot.adapter.replied.holds(m.ID) })
	ann.Deletes(m)
	r.until("the answer to come and go", func() bool {
		for _, q := range r.Requests() {
			if q.Method == "DELETE" {
				return len(general.BotMessages()) == 0
			}
		}
		return false
	})
}

// TestRepliesToOthers: a reply to another bot, or to a person, is not a question to us.
func TestRepliesToOthers(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{Privileged: discordtest.IntentMessageContent},
		options: func(o *Options) { o.MessageContent = true }})
	g := r.Guild("Film club")
	general, ann := g.Channel("general"), r.User("Ann").Joins(g)
	if err := r.store.SetSettings(t.Context(), g.ID(), store.Settings{Channels: []string{general.ID()}, Every: true}); err != nil {
		t.Fatal(err)
	}
	song := r.Bot("Jukebox").Joins(g).Says(general, "Now playing: Arirang")
	ann.Says(general, "who sang that?", discordtest.Say{ReplyTo: song}).NoReply(60 * time.Millisecond)
	says(t, ann.Says(general, "who sang that?").WaitReply(soon), "who sang that?")
}

// TestForum: a forum that was set aside: each post is a question, its title half of it,
// and what follows in it has the post's context.
func TestForum(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{Privileged: discordtest.IntentMessageContent},
		options: func(o *Options) { o.MessageContent = true }})
	g := r.Guild("Film club")
	forum, ann := g.Forum("questions"), r.User("Ann").Joins(g)
	boss := r.User("Boss").Joins(g).May(g, discordtest.PermManageGuild)
	boss.Uses(g.Channel("general"), "config", discordtest.Args{"add-channel": forum, "answer": "every"}).WaitReply(soon)
	post, first := ann.Posts(forum, "Who directed Okja?", "I was told it is a Korean.")
	says(t, first.WaitReply(soon), "Bong Joon Ho")
	says(t, ann.Says(post, "when was it released?").WaitReply(soon), "2017")
}
