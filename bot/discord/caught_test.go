package discord

import (
	"strings"
	"testing"

	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
)

// caughtUp waits until a new process has looked again at what was answered of late.
func caughtUp(r *running) {
	r.t.Helper()
	r.until("the catching up", func() bool { return !r.bot.adapter.missed.Load() })
	r.settled()
}

// TestFollowedOnce: an answer that has followed its question's edit stays as it is when the bot begins
// anew, which knows nothing of what was spoken of before.
func TestFollowedOnce(t *testing.T) {
	shared := store.NewMemory()
	r := start(t, setup{store: store.New(shared, nil), discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	r.answerTo(ann, general, "who directed Okja?")
	m := ann.Says(general, r.Mention()+" when was it made available, released?")
	a := m.WaitReply(soon)
	r.settled()
	ann.Edits(m, r.Mention()+" when was it released?")
	r.settled()
	before := a.Now()
	says(t, before, "2017")
	r.stop()
	caughtUp(attach(t, r.Discord, setup{store: store.New(shared, nil)}))
	if now := a.Now(); now.Edits != before.Edits || !strings.Contains(now.Text(), "2017") {
		t.Errorf("%d edits before, %d after: %s", before.Edits, now.Edits, now.Text())
	}
}

// TestFollowedOnceByTheNext: what was edited while no process ran is followed by the first that comes,
// and by no further one.
func TestFollowedOnceByTheNext(t *testing.T) {
	shared := store.NewMemory()
	r := start(t, setup{talk: &echo{}, store: store.New(shared, nil)})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" one?")
	a := m.WaitReply(soon)
	r.settled()
	r.stop()
	ann.Edits(m, r.Mention()+" two?")
	for range 2 {
		q := attach(t, r.Discord, setup{talk: &echo{}, store: store.New(shared, nil)})
		caughtUp(q)
		q.stop()
		says(t, a.Now(), "two?")
		if n := a.Now().Edits; n != 1 {
			t.Errorf("%d edits", n)
		}
	}
}

// TestMendedAfterAnEdit: what a curator put right in an answer that had followed an edit stands when the
// bot begins anew.
func TestMendedAfterAnEdit(t *testing.T) {
	w := newWorkshop(t, func(w *workshop) discordtest.Message {
		m := w.ann.Says(w.general, w.Mention()+" Who directed Snowpiercer?")
		a := m.WaitReply(soon)
		w.settled()
		w.ann.Edits(m, w.Mention()+" "+asked)
		w.settled()
		return a.Now()
	})
	card := w.cora.Clicks(w.complaints, "Mend 1").WaitReply(soon)
	w.cora.Clicks(card, "2").WaitReply(soon)
	w.settled()
	before := w.theirs.Now()
	says(t, before, "Corrected after a member's remark.")
	w.stop()
	caughtUp(attach(t, w.Discord, setup{talk: w.f, store: w.store, options: func(o *Options) { o.Mender, o.Curators = w.f, []string{curators} }}))
	if now := w.theirs.Now(); now.Edits != before.Edits {
		t.Errorf("edited again: %s", now.Text())
	}
}
