package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
)

// TestWhoCannotWrite: a member who may not write in the channel gets private answers, so
// that the bot writes nothing for him there.
func TestWhoCannotWrite(t *testing.T) {
	r := start(t, setup{})
	g := r.Guild("Film club")
	general, ann := g.Channel("general"), r.User("Ann").Joins(g)
	answer := byCommand(ann, general, "who directed Okja?")
	if answer.Ephemeral {
		t.Error("a member who may write got a private answer")
	}
	ann.MayNot(g, discordtest.PermSendMessages)
	for name, i := range map[string]*discordtest.Interaction{
		"ask":    ann.Uses(general, "ask", discordtest.Args{"question": "who directed Okja?", "private": false}),
		"film":   ann.Uses(general, "film", discordtest.Args{"title": "Okja"}),
		"button": ann.Clicks(answer, "More"),
	} {
		if m := i.WaitReply(soon); !m.Ephemeral {
			t.Errorf("%s: a muted member's answer is seen by all: %s", name, m.Text())
		}
	}
}

// TestEchoes: what a member wrote in a command is repeated for all only where it was
// understood, and nothing in it lives.
func TestEchoes(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}}) // it asks faster than a channel takes answers
	general, ann, _ := members(r)
	for _, c := range []struct{ command, option, text string }{
		{"ask", "question", "zorbulate the frobnicator of https://evil.example/x ?"},
		{"ask", "question", "who directed Okja and who is the frobnicator?"}, {"ask", "question", "frobnicator, who directed Okja"},
		{"film", "title", "frobnicator"}, {"person", "name", "frobnicator"}, {"timeline", "about", "frobnicator"},
		{"source", "id", "frobnicator"}, {"check", "text", "Okja was directed by the frobnicator."},
		{"ask", "question", "who is frobnicator"}, {"ask", "question", "compare Okja and frobnicator"}, {"ask", "question", "did frobnicator star in Snowpiercer?"},
		{"check", "text", "Okja was directed by frobnicator in 2017."}, {"check", "text", "Bong Joon Ho, a frobnicator, directed Okja."},
		{"ask", "question", "why do frobnicator people like co-productions with China?"}, {"ask", "question", "/more 0 ask the frobnicator of China"},
		{"ask", "question", "/film frobnicator"}, {"ask", "question", "/timeline 2010 2013 frobnicator"}, {"ask", "question", "/compare okja | frobnicator"},
		{"ask", "question", "/source frobnicator"}, {"ask", "question", "/source kobiz-2025 26 frobnicator"}, {"ask", "question", "/help frobnicator"},
		{"ask", "question", " /frobnicator"}, {"ask", "question", "/check Okja was directed by a frobnicator, Bong Joon Ho."}, {"ask", "question", "/random frobnicator"},
	} {
		m := ann.Uses(general, c.command, discordtest.Args{c.option: c.text}).WaitReply(soon)
		for range 3 { // its pages too
			if !m.Ephemeral && strings.Contains(m.Text(), "frobnicator") {
				t.Errorf("/%s %q is echoed for all: %q", c.command, c.text, m.Text())
			}
			if _, ok := m.Button("More"); ok {
				m = ann.Clicks(m, "More").WaitReply(soon)
			}
		}
	}
	if m := ann.Clicks(r.answerTo(ann, general, "who directed Okja and who is the frobnicator?"), "More").WaitReply(soon); m.Ephemeral {
		t.Error("more is private though what was asked stands in the channel")
	}
	if m := ann.Uses(general, "check", discordtest.Args{"text": "Okja came out in 2018."}).WaitReply(soon); m.Ephemeral {
		t.Error("what is in the sources' own words is not checked for all")
	}
	for _, q := range []string{"Who directed Okja?", "When did it come out?", "Where was Snowpiercer shot?"} {
		says(t, byCommand(ann, general, q), "### "+q)
	}
	for _, hostile := range []string{
		"who directed https://evil.example/Okja?", "who directed Okja discord.gg/abc123?", "who directed \u202eajkO\u202c?",
		"who directed Okja @everyone <@&1> <@2>?", "[Okja](https://evil.example) who directed it?",
	} {
		for surface, m := range map[string]discordtest.Message{
			"command": byCommand(ann, general, hostile),
			"mention": ann.Says(general, r.Mention()+" "+hostile).WaitReply(soon),
			"card":    ann.Uses(general, "film", discordtest.Args{"title": strings.TrimPrefix(hostile, "who directed ")}).WaitReply(soon),
		} {
			text := m.Text()
			for _, b := range m.Buttons {
				text += "\n" + b.Label
			}
			for _, bad := range []string{"https://evil", "discord.gg/", "\u202e", "@everyone", " <@&1>", " <@2>"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s: %q lives in:\n%s", surface, bad, text)
				}
			}
		}
	}
}

// TestPrivateStaysPrivate: what was asked privately is no context of what is asked in
// public afterwards.
func TestPrivateStaysPrivate(t *testing.T) {
	r := start(t, setup{})
	general, ann, _ := members(r)
	says(t, ann.Uses(general, "ask", discordtest.Args{"question": "who directed Okja?", "private": true}).WaitReply(soon), "Bong Joon Ho")
	for _, m := range []discordtest.Message{
		r.answerTo(ann, general, "when was it released?"),
		byCommand(ann, general, "when was it released?"),
	} {
		if strings.Contains(m.Text(), "Okja") || strings.Contains(m.Text(), "2017") {
			t.Errorf("in public: %s", m.Text())
		}
	}
	says(t, ann.Uses(general, "ask", discordtest.Args{"question": "when was it released?", "private": true}).WaitReply(soon), "2017")
}

// TestMyData: members see and delete their own, and nobody else's.
func TestMyData(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, bob := members(r)
	answer := r.answerTo(ann, general, "who directed Okja?")
	r.answerTo(ann, general, "an unknown thing of Ann's")
	r.answerTo(bob, general, "an unknown thing of Bob's")
	ann.Clicks(answer, "👍").WaitReply(soon)
	mine := ann.Uses(general, privacyCommand, nil).WaitReply(soon)
	if says(t, mine, "of Ann's", "👍 who directed Okja?"); strings.Contains(mine.Text(), "Bob's") || !mine.Ephemeral {
		t.Errorf("Ann sees: %s", mine.Text())
	}
	deletesAll(t, ann, general)
	list, err := r.store.Events(t.Context(), store.Filter{})
	if err != nil || len(list) != 1 || !strings.Contains(list[0].Question, "Bob's") {
		t.Errorf("left: %+v, %v", list, err)
	}
	for _, e := range list {
		if strings.Contains(fmt.Sprint(e), bob.ID()) {
			t.Error("a person's id is kept")
		}
	}
}

// TestAnothersButton: a button works on the message that it is on: Ann's own "delete"
// deletes no answer to Bob.
func TestAnothersButton(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, bob := members(r)
	hers := r.answerTo(ann, general, "who?")
	his := r.answerTo(bob, general, "what?")
	bin, _ := hers.Button("🗑️")
	says(t, ann.Tampers(his, bin.CustomID).WaitReply(soon), "no longer works")
	time.Sleep(20 * time.Millisecond)
	if !his.Exists() {
		t.Error("it deleted another's answer")
	}
}

// TestKeepSettings: what is kept is what the server chose.
func TestKeepSettings(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	g := r.Guild("Film club")
	general, boss := g.Channel("general"), manager(r, g)
	kept := func() int {
		list, err := r.store.Events(t.Context(), store.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	ask := func() {
		r.answerTo(boss, general, "who?")
		r.answerTo(boss, general, "an unknown thing")
	}
	for _, c := range []struct {
		keep string
		more int
	}{{"", 1}, {"none", 0}, {"all", 2}, {"unanswered", 1}} {
		before := kept()
		if c.keep != "" {
			boss.Uses(general, "config", discordtest.Args{"keep": c.keep, "keep-days": 7}).WaitReply(soon)
		}
		ask()
		if n := kept() - before; n != c.more {
			t.Errorf("keep %q: %d of two kept", c.keep, n)
		}
	}
	says(t, boss.Uses(general, "config", nil).WaitReply(soon), "those I could not answer", "7 days")
}

// TestOverheard: in a channel where every message is read the bot answers where it is
// sure, stays silent elsewhere, and keeps nothing of what it does not answer; what that
// means is said when it is switched on.
func TestOverheard(t *testing.T) {
	r := start(t, reading(setup{}))
	g := r.Guild("Film club")
	general, ann := g.Channel("general"), r.User("Ann").Joins(g)
	boss := manager(r, g)
	says(t, boss.Uses(general, "config", discordtest.Args{"answer": "every"}).WaitReply(soon), "No channel is set aside yet")
	says(t, boss.Uses(general, "config", discordtest.Args{"add-channel": g.Channel("new"), "answer": "every"}).WaitReply(soon), "not known yet")
	for range 30 {
		ann.Says(general, "hello")
	}
	says(t, boss.Uses(general, "config", discordtest.Args{"add-channel": general, "answer": "every"}).WaitReply(soon), "about 30 a day")
	for _, chat := range []string{"what is the capital of Mongolia?", "anybody up for a film tonight?", "lol", "I quite liked it", "who wants popcorn?"} {
		ann.Says(general, chat).NoReply(40 * time.Millisecond)
	}
	says(t, ann.Says(general, "who directed Snowpiercer?").WaitReply(soon), "Bong Joon Ho")
	list, err := r.store.Events(t.Context(), store.Filter{})
	if err != nil || len(list) != 0 {
		t.Errorf("kept: %+v, %v", list, err)
	}
}

// TestPromiseNotTakenBack: a private answer is not shown in the place of a public promise.
func TestPromiseNotTakenBack(t *testing.T) {
	r := start(t, setup{talk: lengthy(150 * time.Millisecond), options: func(o *Options) { o.timing.deferral = 30 * time.Millisecond }})
	general, ann, _ := members(r)
	r.Fail(discordtest.Refused(403, 50013, "Missing Permissions").On("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/@original").For(-1))
	ann.Uses(general, "ask", discordtest.Args{"question": "secret?"})
	r.Quiet(500*time.Millisecond, 2*soon)
	for _, m := range general.BotMessages() {
		if !m.Ephemeral && strings.Contains(m.Text(), "secret") {
			t.Error("a private answer is seen by all")
		}
	}
}

// TestForgottenEverywhere: /my-data forgets what was spoken of, in whatever channel.
func TestForgottenEverywhere(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	g := r.Guild("Film club")
	one, two := g.Channel("one"), g.Channel("two")
	ann := r.User("Ann").Joins(g)
	says(t, r.answerTo(ann, one, "who directed Okja?"), "Bong")
	says(t, r.answerTo(ann, one, "when was it released?"), "2017")
	deletesAll(t, ann, two)
	omits(t, r.answerTo(ann, one, "when was it released?"), "2017")
}

// TestPrivateCommands: what comes of a private answer is private.
func TestPrivateCommands(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, bob := members(r)
	if film := ann.Uses(general, "film", discordtest.Args{"title": "okja", "private": true}).WaitReply(soon); !film.Ephemeral {
		t.Error("public")
	}
	list := ann.Uses(general, "timeline", discordtest.Args{"from": 1950, "private": true}).WaitReply(soon)
	if !ann.Clicks(list, "More").WaitReply(soon).Ephemeral {
		t.Error("its next page is public")
	}
	ask := ann.Uses(general, "ask", discordtest.Args{"question": "who directed Okja?", "private": true}).WaitReply(soon)
	down := ann.Clicks(ask, "👎")
	down.WaitModal(soon)
	if m := ann.Submits(down, map[string]string{"complaint": "wrong", "reason": "   "}).WaitReply(soon); !m.Ephemeral {
		t.Error("thanks for all")
	}
	r.Quiet(50*time.Millisecond, soon)
	for _, m := range general.BotMessages() {
		if !m.Ephemeral {
			t.Errorf("public: %s", m.Text())
		}
	}
	public := byCommand(ann, general, "who directed Snowpiercer?")
	says(t, bob.Clicks(public, "🗑️").WaitReply(soon), "Only the person who asked")
	ann.Clicks(public, "🗑️")
	public.WaitGone(soon)
}

// TestSettingsOfAServer: they hold in their server, and for who may not change them too.
func TestSettingsOfAServer(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	g, h := r.Guild("one"), r.Guild("two")
	a, b := g.Channel("a"), h.Channel("b")
	boss := r.User("Boss").May(g, discordtest.PermManageGuild|discordtest.PermSendMessages|discordtest.PermViewChannel|discordtest.PermUseApplicationCommands)
	ann := r.User("Ann").Joins(g).Joins(h)
	boss.Uses(a, "config", discordtest.Args{"private": true, "language": "ko", "keep": "none"}).WaitReply(soon)
	if m := byCommand(ann, a, "x?"); !m.Ephemeral {
		t.Error("not private by default")
	}
	if m := ann.Uses(a, "ask", discordtest.Args{"question": "x?", "private": false}).WaitReply(soon); m.Ephemeral {
		t.Error("private though public was wanted")
	}
	if m := byCommand(ann, b, "x?"); m.Ephemeral {
		t.Error("another server's setting")
	}
	r.answerTo(ann, a, "unknown?")
	m := r.answerTo(ann, a, "known?")
	if _, ok := m.Button("출처"); !ok {
		t.Errorf("not in Korean: %+v", m.Buttons)
	}
	ann.Clicks(m, "👍").WaitReply(soon)
	if list, _ := r.store.Events(t.Context(), store.Filter{}); len(list) != 0 {
		t.Errorf("kept %+v", list)
	}
	r.answerTo(ann, b, "unknown?")
	r.Quiet(50*time.Millisecond, soon)
	if list, _ := r.store.Events(t.Context(), store.Filter{}); len(list) != 1 || list[0].Server != h.ID() {
		t.Errorf("kept %+v", list)
	}
	if m := ann.UsesByOverride(a, "config", discordtest.Args{"private": false}).WaitReply(soon); !strings.Contains(m.Text(), "/설정") {
		t.Errorf("a member configures: %s", m.Text())
	}
	if !r.store.Settings(t.Context(), g.ID()).Private {
		t.Error("a member has configured")
	}
}

// TestDeletedChannelsLeaveTheSettings: nobody could take out what cannot be chosen any more.
func TestDeletedChannelsLeaveTheSettings(t *testing.T) {
	r := start(t, setup{talk: &echo{}, options: func(o *Options) { o.Bases = []Base{{Name: "games", Talk: another{&echo{}}}} }})
	g := r.Guild("Film club")
	kept, gone, forum := g.Channel("kept"), g.Channel("gone"), g.Forum("ask here")
	r.set(kept, store.Settings{Every: true, Channels: []string{kept.ID(), gone.ID(), forum.ID()}, Bases: map[string]string{gone.ID(): "games", kept.ID(): "games"}})
	gone.Delete()
	forum.Delete()
	g.Channel("another").Delete()
	r.settled()
	if s := r.store.Settings(t.Context(), g.ID()); !slices.Equal(s.Channels, []string{kept.ID()}) || len(s.Bases) != 1 || s.Bases[kept.ID()] != "games" || !s.Every {
		t.Errorf("%+v", s)
	}
}

// TestConfiguredAtOnce: what two of those who manage a server change at the same time is both changed.
func TestConfiguredAtOnce(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	g := r.Guild("Film club")
	general := g.Channel("general")
	var want []string
	var asked []*discordtest.Interaction
	for n := range 8 {
		boss := r.User(fmt.Sprint("boss ", n)).Joins(g).May(g, discordtest.PermManageGuild)
		c := g.Channel(fmt.Sprint("c", n))
		want = append(want, c.ID())
		asked = append(asked, boss.Uses(general, "config", discordtest.Args{"add-channel": c}))
	}
	for _, i := range asked {
		says(t, i.WaitReply(soon), "Saved")
	}
	got := slices.Sorted(slices.Values(r.store.Settings(t.Context(), g.ID()).Channels))
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("%d of %d channels are set aside", len(got), len(want))
	}
}

// TestOverheardIsNoContext: what the bot read where every message is read, and did not answer, is
// not what a question to it goes on from.
func TestOverheardIsNoContext(t *testing.T) {
	r := start(t, reading(setup{}))
	general, ann, _ := members(r)
	r.overhears(general)
	ann.Says(general, "who catered the wrap party of Okja in the end?").NoReply(200 * time.Millisecond)
	omits(t, r.answerTo(ann, general, "when was it released?"), "2017")
	says(t, ann.Says(general, "who directed Snowpiercer?").WaitReply(soon), "Bong")
	says(t, r.answerTo(ann, general, "when was it released?"), "2013")
}

// TestEachPieceCanBeDeleted: of an answer in several messages.
func TestEachPieceCanBeDeleted(t *testing.T) {
	r := start(t, setup{talk: lengthy(0), discord: discordtest.Options{ChannelRate: -1}})
	general, ann, bob := members(r)
	ann.Says(general, r.Mention()+" long?")
	general.WaitMessages(3, soon)
	ann.Uses(general, "ask", discordtest.Args{"question": "long?"}).WaitFollowups(2, soon)
	for _, m := range general.BotMessages() {
		says(t, bob.Clicks(m, "🗑️").WaitReply(soon), "Only the person who asked")
		ann.Clicks(m, "🗑️")
		m.WaitGone(soon)
	}
}

// TestExport: a member gets all that is kept of theirs, in full, as a file; what is shown in a
// message says that there is more.
func TestExport(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	general, ann, bob := members(r)
	const many = 70
	for n := range many {
		for _, u := range []*discordtest.User{ann, bob} {
			if err := r.store.Record(t.Context(), store.Event{Question: fmt.Sprintf("thing %d of %s %s the end", n, u.Name(), strings.Repeat("x", 300)), Asker: r.store.Hash(u.ID()), Server: general.GuildID()}); err != nil {
				t.Fatal(err)
			}
		}
	}
	shown := ann.Uses(general, privacyCommand, nil).WaitReply(soon)
	if says(t, shown, "thing 69 of Ann", "newest 15", "what:export"); strings.Contains(shown.Text(), "Bob") {
		t.Error("another's is shown")
	}
	m := ann.Uses(general, privacyCommand, discordtest.Args{"what": "export"}).WaitReply(soon)
	if says(t, m, "70 in all"); !m.Ephemeral || len(m.Files) != 1 {
		t.Fatalf("%d files, private: %v", len(m.Files), m.Ephemeral)
	}
	text := string(m.Files[0].Data)
	for n := range many {
		if !strings.Contains(text, fmt.Sprintf("thing %d of Ann", n)) {
			t.Errorf("thing %d is not in the file", n)
		}
	}
	if strings.Count(text, "the end") != many || strings.Contains(text, "Bob") {
		t.Error("not in full, or another's too")
	}
	deletesAll(t, ann, general)
	says(t, ann.Uses(general, privacyCommand, discordtest.Args{"what": "export"}).WaitReply(soon), "keep nothing")
	says(t, bob.Uses(general, privacyCommand, discordtest.Args{"what": "export"}).WaitReply(soon), "70 in all")
}

// TestThreadOfCommands: in a thread commands and messages go on from each other, but for what was
// asked privately; who deletes his data deletes that too.
func TestThreadOfCommands(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	g := r.Guild("Film club")
	ann := r.User("Ann").Joins(g)
	thread := g.Channel("general").Thread("talk")
	says(t, byCommand(ann, thread, "who directed Okja?"), "Bong")
	says(t, r.answerTo(ann, thread, "when was it released?"), "2017")
	says(t, ann.Uses(thread, "ask", discordtest.Args{"question": "who directed Snowpiercer?", "private": true}).WaitReply(soon), "Bong")
	says(t, byCommand(ann, thread, "when was it released?"), "2017")
	deletesAll(t, ann, thread)
	omits(t, r.answerTo(ann, thread, "when was it released?"), "20")
}

// TestForgottenWhereOthersWentOn: what a member said is no context any more where somebody else
// asked after him: in a thread, and by a reply to the answer to him.
func TestForgottenWhereOthersWentOn(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, bob := members(r)
	thread := general.Thread("talk")
	says(t, byCommand(ann, thread, "who directed Okja?"), "Bong")
	says(t, r.answerTo(bob, thread, "when was it released?"), "2017")
	deletesAll(t, ann, general)
	omits(t, r.answerTo(bob, thread, "when was it released?"), "2017")
}

// TestDeleteIsTold: who deletes an answer is told when Discord does not let it be deleted.
func TestDeleteIsTold(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	answer := r.answerTo(ann, general, "who?")
	r.Fail(discordtest.Status(503).On("DELETE", hookOriginal).For(6))
	told := ann.Clicks(answer, "🗑️").WaitFollowups(1, soon)[0]
	if says(t, told, "could not be deleted"); !told.Ephemeral {
		t.Error("for all")
	}
	ann.Clicks(answer, "🗑️")
	answer.WaitGone(soon)
}

// TestThanksForAVote: where nothing is kept a vote is not said to help.
func TestThanksForAVote(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	answer := r.answerTo(ann, general, "who?")
	says(t, ann.Clicks(answer, "👍").WaitReply(soon), "That helps")
	r.set(general, store.Settings{Keep: store.KeepNone})
	says(t, ann.Clicks(answer, "👍").WaitReply(soon), "nothing is kept here")
}

// TestPrivateInAThreadOfAnAnswer: what is asked privately there goes on from what was asked privately.
func TestPrivateInAThreadOfAnAnswer(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, bob := members(r)
	thread := r.answerTo(ann, general, "who directed Okja?").Thread("talk", ann)
	ask := func(who *discordtest.User, question string, private bool) discordtest.Message {
		return who.Uses(thread, "ask", discordtest.Args{"question": question, "private": private}).WaitReply(soon)
	}
	says(t, ask(bob, "who directed Snowpiercer?", true), "Bong")
	says(t, ask(bob, "when was it released?", true), "2013")
	says(t, ask(ann, "when was it released?", false), "2017")
	says(t, ask(ann, "who directed Mickey 17?", false), "Bong")
	says(t, ask(bob, "when was it released?", false), "2025")
}

// TestComplaintsStayInTheirServer: what a member says of an answer in one server, or in a direct
// message, is not shown in another where he said something of the same question.
func TestComplaintsStayInTheirServer(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	one, two := r.Guild("one"), r.Guild("two")
	ann := r.User("Ann").Joins(one).Joins(two)
	for where, c := range map[string]*discordtest.Channel{"the first": one.Channel("a"), "the second": two.Channel("b"), "private": ann.DM()} {
		down := ann.Clicks(r.answerTo(ann, c, "who?"), "👎")
		down.WaitModal(soon)
		says(t, ann.Submits(down, map[string]string{"complaint": "wrong", "reason": "said in " + where}).WaitReply(soon), "Thank you")
	}
	for where, g := range map[string]*discordtest.Guild{"the first": one, "the second": two} {
		boss := r.User("boss of "+where).Joins(g).May(g, discordtest.PermManageGuild)
		if m := boss.Uses(g.Channel("office"), complaintsCommand, nil).WaitReply(soon); strings.Count(m.Text(), "said in ") != 1 || !strings.Contains(m.Text(), "said in "+where) {
			t.Errorf("in %s: %s", where, m.Text())
		}
	}
	list, err := r.store.Questions(t.Context(), 0)
	if err != nil || len(list) != 1 || list[0].Down != 1 {
		t.Errorf("of one person: %+v, %v", list, err)
	}
}
