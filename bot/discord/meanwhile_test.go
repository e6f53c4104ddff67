package discord

// What became of questions while nobody was there to hear of it, or while they were answered.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
)

// TestDeletedInBulkWhileAnswering: messages that are deleted at once while their answers are on the way get none.
func TestDeletedInBulkWhileAnswering(t *testing.T) {
	talk := newGated(&echo{})
	r := start(t, setup{talk: talk, discord: discordtest.Options{ChannelRate: -1}})
	var ids []string
	ann := r.User("Ann")
	for n := range 3 {
		m := ann.Says(ann.DM(), fmt.Sprint("q", n))
		ids = append(ids, m.ID)
	}
	<-talk.asked
	r.Gateway().Send("MESSAGE_DELETE_BULK", fmt.Sprintf(`{"ids":["%s"],"channel_id":%q}`, strings.Join(ids, `","`), ann.DM().ID()))
	r.Gateway().WaitHeard(soon)
	talk.open()
	r.settled()
	if n := len(ann.DM().BotMessages()); n != 0 {
		t.Errorf("%d answers", n)
	}
}

// TestForgottenWhileAsking: what was asked before a member had his data deleted, here or through another
// process, and is answered after it, is not kept.
func TestForgottenWhileAsking(t *testing.T) {
	for _, elsewhere := range []bool{false, true} {
		t.Run(fmt.Sprint("elsewhere ", elsewhere), func(t *testing.T) {
			shared := store.NewMemory()
			talk := newGated(&echo{})
			r := start(t, setup{talk: talk, store: store.New(shared, nil)})
			general, ann, _ := members(r)
			r.set(general, store.Settings{Keep: store.KeepAll})
			m := ann.Says(general, r.Mention()+" a secret of Ann's?")
			<-talk.asked
			if elsewhere {
				forget(t, shared, ann)
			} else {
				deletesAll(t, ann, general)
			}
			talk.open()
			m.WaitReply(soon)
			r.settled()
			if list, _ := r.store.Events(t.Context(), store.Filter{}); len(list) != 0 {
				t.Errorf("kept after the deletion: %+v", list)
			}
		})
	}
}

// forget deletes what is kept of a member, as another process does.
func forget(t *testing.T, shared store.Backend, who *discordtest.User) {
	t.Helper()
	other := store.New(shared, nil)
	if _, err := other.Forget(t.Context(), other.Hash(who.ID())); err != nil {
		t.Fatal(err)
	}
}

// TestKeepNoneAtOnce: that nothing is kept, set by another process, counts for the next question.
func TestKeepNoneAtOnce(t *testing.T) {
	dir := t.TempDir()
	r := start(t, setup{talk: &echo{}, store: openStore(t, dir), discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	r.answerTo(ann, general, "unknown one?")
	other := openStore(t, dir)
	setTo(t, other, general.GuildID(), store.Settings{Keep: store.KeepNone})
	r.answerTo(ann, general, "unknown two?")
	r.settled()
	list, _ := other.Questions(t.Context(), 0)
	if len(list) != 1 {
		t.Errorf("%+v", list)
	}
}

// TestBinnedAnswerStaysAway: an answer that its asker deleted does not come back when the question is edited, nor at a restart.
func TestBinnedAnswerStaysAway(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" one?")
	a := m.WaitReply(soon)
	r.settled()
	ann.Clicks(a, "🗑️")
	a.WaitGone(soon)
	r.settled()
	ann.Edits(m, r.Mention()+" two?")
	r.settled()
	if len(general.BotMessages()) != 0 || len(ann.DM().BotMessages()) != 0 {
		t.Error("something came back")
	}
	r.stop()
	caughtUp(attach(t, r.Discord, setup{talk: &echo{}, store: r.store}))
	if len(general.BotMessages()) != 0 || len(ann.DM().BotMessages()) != 0 {
		t.Errorf("something came back after a restart: %s", allText(ann.DM()))
	}
}

// TestNothingToCatchUp: a session that begins anew touches no answer whose question is as it was.
func TestNothingToCatchUp(t *testing.T) {
	r := start(t, setup{talk: lengthy(0), discord: discordtest.Options{ChannelRate: -1}})
	general, ann, bob := members(r)
	m := ann.Says(general, r.Mention()+" long?")
	m.WaitReply(soon)
	bob.Says(bob.DM(), "short?").WaitReply(soon)
	r.settled()
	before := len(r.Requests())
	r.stop()
	q := attach(t, r.Discord, setup{talk: lengthy(0), store: r.store, discord: discordtest.Options{ChannelRate: -1}})
	caughtUp(q)
	for _, x := range q.Requests()[before:] {
		if x.Method != "GET" {
			t.Errorf("%s %s", x.Method, x.Path)
		}
	}
	complete(t, general)
}

// TestCaughtUpInPieces: the newest text counts where its answer has more messages, too.
func TestCaughtUpInPieces(t *testing.T) {
	r := start(t, setup{talk: lengthy(0), discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" short?")
	m.WaitReply(soon)
	r.settled()
	r.stop()
	ann.Edits(m, r.Mention()+" long?")
	q := attach(t, r.Discord, setup{talk: lengthy(0), store: r.store})
	q.until("the end", func() bool { return strings.Contains(allText(general), "the end") })
	q.settled()
	complete(t, general)
	if n := len(ann.DM().BotMessages()); n != 0 {
		t.Error(allText(ann.DM()))
	}
}

// TestOverheardIsEditedAwayMeanwhile: the same of what was overheard and does not ask anything any more.
func TestOverheardIsEditedAwayMeanwhile(t *testing.T) {
	content := func(o *Options) { o.MessageContent = true }
	r := start(t, reading(setup{}))
	general, ann, _ := members(r)
	r.overhears(general)
	m := ann.Says(general, theQuestion)
	a := m.WaitReply(soon)
	r.settled()
	r.stop()
	ann.Edits(m, "lol")
	attach(t, r.Discord, setup{store: r.store, options: content})
	a.WaitGone(soon)
}

// TestAskedAfterADeletionElsewhere: what a member asks first after he had all deleted through another
// process, or before this one began, is remembered and kept as ever.
func TestAskedAfterADeletionElsewhere(t *testing.T) {
	for _, restarted := range []bool{false, true} {
		t.Run(fmt.Sprint("restarted ", restarted), func(t *testing.T) {
			shared := store.NewMemory()
			r := start(t, setup{store: store.New(shared, nil), discord: discordtest.Options{ChannelRate: -1}})
			general, ann, _ := members(r)
			r.set(general, store.Settings{Keep: store.KeepAll})
			r.answerTo(ann, general, "who directed Snowpiercer?")
			r.settled()
			other := store.New(shared, nil)
			forget(t, shared, ann)
			if restarted {
				r.stop()
				r = attach(t, r.Discord, setup{store: store.New(shared, nil)})
			}
			says(t, r.answerTo(ann, general, "who directed Okja?"), "Bong")
			says(t, r.answerTo(ann, general, "when was it released?"), "2017")
			r.settled()
			if list, _ := other.Events(t.Context(), store.Filter{}); len(list) != 2 {
				t.Errorf("%d questions are kept of two", len(list))
			}
		})
	}
}

// TestForgottenBeforeTakenOver: nor is a question kept, or spoken of, that a dead process left and whose
// member had all deleted before it was taken over.
func TestForgottenBeforeTakenOver(t *testing.T) {
	s := store.New(store.NewMemory(), nil)
	d := begin(t, discordtest.Options{ChannelRate: -1})
	general, ann, _ := members(d)
	setTo(t, s, general.GuildID(), store.Settings{Keep: store.KeepAll})
	m := ann.Says(general, d.Mention()+" who directed Okja?")
	dead(t, s, general, m, 700*time.Millisecond)
	r := attach(t, d, setup{store: s})
	deletesAll(t, ann, general)
	says(t, m.WaitReply(soon), "Bong")
	r.settled()
	if list, _ := s.Events(t.Context(), store.Filter{}); len(list) != 0 {
		t.Errorf("kept after the deletion: %+v", list)
	}
	if text := ann.Says(general, d.Mention()+" when was it released?").WaitReply(soon).Text(); strings.Contains(text, "2017") {
		t.Errorf("still spoken of: %s", text)
	}
}

// TestForgottenElsewhereBeforeAComplaint: what an answer's question followed up is kept beside another's
// complaint, and not once the member who had asked it had all deleted through another process.
func TestForgottenElsewhereBeforeAComplaint(t *testing.T) {
	for _, deleted := range []bool{false, true} {
		t.Run(fmt.Sprint("deleted ", deleted), func(t *testing.T) {
			shared := store.NewMemory()
			r := start(t, setup{store: store.New(shared, nil), discord: discordtest.Options{ChannelRate: -1}})
			general, ann, bob := members(r)
			r.answerTo(ann, general, "who directed Okja?")
			a := r.answerTo(ann, general, "when was it released?")
			says(t, a, "2017")
			r.settled()
			other := store.New(shared, nil)
			if deleted {
				forget(t, shared, ann)
			}
			down := bob.Clicks(a, "👎")
			down.WaitModal(soon)
			bob.Submits(down, map[string]string{"complaint": "wrong", "reason": "no"}).WaitReply(soon)
			r.settled()
			list, err := other.Events(t.Context(), store.Filter{Asker: other.Hash(bob.ID())})
			if err != nil || len(list) != 1 || (list[0].Before == "") != deleted {
				t.Errorf("%+v, %v", list, err)
			}
		})
	}
}
