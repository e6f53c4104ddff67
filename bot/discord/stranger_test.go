package discord

// What somebody tried who had not written the package.

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
)

// TestFloodOfCommands: 20 members of one server use /ask 30 times each, at once. Few of those
// are begun between another's command and its turn; how long it takes is logged.
func TestFloodOfCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	talk := &clocked{Talker: newTalk(t), turn: map[string]int{}}
	r := start(t, setup{talk: talk, store: openStore(t, t.TempDir()), discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1},
		options: func(o *Options) { o.timing, o.UserBurst, o.UserEvery = production(), 30, time.Second }})
	r.Allow("") // a machine that is busy fails some of the flood's own
	flooded := r.Guild("flooded")
	room := flooded.Channel("general")
	for n := range 20 {
		u := r.User(fmt.Sprint("flooder ", n)).Joins(flooded)
		for i := range 30 {
			u.Uses(room, "ask", discordtest.Args{"question": discordtest.Odd(30*n + i)})
		}
	}
	quiet := r.Guild("quiet")
	other := quiet.Channel("general")
	var slowest time.Duration
	var passed []int
	for n := range 30 {
		u := r.User(fmt.Sprint("member ", n)).Joins(quiet)
		var i *discordtest.Interaction
		at := talk.heard(r, u, func() { i = u.Uses(other, "ask", discordtest.Args{"question": questions(n)}) })
		i.WaitReply(time.Minute)
		_, turn := talk.of(u.ID())
		slowest, passed = max(slowest, i.WaitAnswer(time.Minute).After), append(passed, turn-at-1)
	}
	slices.Sort(passed)
	t.Logf("the slowest of 30 first answers took %v; of the flood's %d at most were begun before", slowest, passed[len(passed)-1])
	if p99(passed) > 30 { // of 600
		t.Errorf("%d commands of a flood passed another's", p99(passed))
	}
}

// TestEditedTwice: of two edits in a row the last is what stands answered, though the first
// edit of the answer hangs.
func TestEditedTwice(t *testing.T) {
	r := start(t, setup{talk: &echo{slow: 20 * time.Millisecond}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" one?")
	answer := m.WaitReply(soon)
	r.answered(m, 1)
	r.Fail(discordtest.Slow(300*time.Millisecond).On("PATCH", postRoute+"/{message_id}"))
	ann.Edits(m, r.Mention()+" two?")
	time.Sleep(60 * time.Millisecond)
	ann.Edits(m, r.Mention()+" three?")
	r.Quiet(600*time.Millisecond, 2*soon)
	says(t, answer.Now(), "You asked: three?")
}

// TestStoppedAfterAPromise: a command whose answer was promised is answered by the next process.
func TestStoppedAfterAPromise(t *testing.T) {
	dir := t.TempDir()
	r := start(t, setup{talk: &echo{slow: 3 * time.Second}, store: openStore(t, dir), options: func(o *Options) { o.timing.stop, o.timing.deferral = 10*time.Millisecond, 50*time.Millisecond }})
	general, ann, _ := members(r)
	i := ann.Uses(general, "ask", discordtest.Args{"question": "who shot Okja?"})
	i.WaitAnswer(soon)
	r.stop()
	attach(t, r.Discord, setup{talk: &echo{}, store: openStore(t, dir)})
	says(t, i.WaitReply(soon), "who shot Okja?")
	time.Sleep(100 * time.Millisecond)
	if n := len(general.BotMessages()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// TestStoppedBeforeAPromise: nothing was promised, and Discord still waits: the next process gives
// the first answer, and says nothing of a loss.
func TestStoppedBeforeAPromise(t *testing.T) {
	dir := t.TempDir()
	r := start(t, setup{talk: &echo{slow: 3 * time.Second}, store: openStore(t, dir), options: func(o *Options) { o.timing.stop, o.timing.deferral = 10*time.Millisecond, time.Minute }})
	general, ann, _ := members(r)
	i := ann.Uses(general, "ask", discordtest.Args{"question": "who shot Okja?"})
	pending(t, dir, 1)
	r.stop()
	attach(t, r.Discord, setup{talk: &echo{}, store: openStore(t, dir)})
	says(t, i.WaitReply(soon), "who shot Okja?")
	time.Sleep(100 * time.Millisecond)
	if n := len(ann.DM().BotMessages()); n != 0 {
		t.Errorf("%d direct messages", n)
	}
}

// TestChannelIsGone: a channel that is deleted while its questions are answered concerns nobody
// elsewhere.
func TestChannelIsGone(t *testing.T) {
	c := newScene(t, setup{talk: &echo{slow: 50 * time.Millisecond}})
	gone := c.guild.Channel("gone")
	for n := range 5 {
		c.User(fmt.Sprint("member ", n)).Joins(c.guild).Says(gone, c.Mention()+" who?")
	}
	gone.Delete()
	for range 3 {
		says(t, c.ann.Says(c.general, c.Mention()+" who?").WaitReply(soon), "You asked")
	}
}

// TestInvitationsOfAllKinds: what Discord makes a card of, in a member's words.
func TestInvitationsOfAllKinds(t *testing.T) {
	for _, text := range []string{"discord.gift/abc", "discord.new/abc", "DISCORD.GG/abc", "discordapp.com/invite/abc", "https://a.example", "steam://run/1", "@everyone", "<@1>", "<#2>", "</ask:3>", "<t:1>", "[a](b)",
		"`x`", "||x||", "\u202eabc", "\u2066abc", "# x", "> x", "- x", "-# x", "<id:guide>", "<:a:1>", "<a:b:2>"} {
		shown := escape(text)
		for _, live := range []string{"discord.g", "discord.n", "DISCORD.G", "discordapp.c", "://", "@everyone", "\u202e", "\u2066"} {
			if strings.Contains(shown, live) {
				t.Errorf("%q lives in %q", live, shown)
			}
		}
		if r := []rune(shown)[0]; strings.ContainsRune("<[`|#>-", r) {
			t.Errorf("%q is shown as %q", text, shown)
		}
	}
}

// TestAskedByWhoHasItInstalled: a member has the bot for himself, in a server that does not, and
// in a conversation with friends.
func TestAskedByWhoHasItInstalled(t *testing.T) {
	r := start(t, setup{})
	ann, bob := r.User("Ann").Installs(), r.User("Bob")
	for _, where := range []*discordtest.Channel{r.Group(ann, bob), ann.DM()} {
		for command, args := range map[string]discordtest.Args{
			"ask": {"question": "who directed Okja?"}, "film": {"title": "okja"}, "person": {"name": "bong joon ho"},
			"timeline": {"from": 2010}, "compare": {"a": "okja", "b": "snowpiercer"},
		} {
			m := ann.Uses(where, command, args).WaitReply(soon)
			if len(m.Text()) < 20 {
				t.Errorf("/%s: %q", command, m.Text())
			}
			if _, has := m.Button("Sources"); has {
				says(t, ann.Clicks(m, "Sources").WaitReply(soon), "paragraph")
			}
		}
	}
}

// TestOtherLanguages: a question in another language gets a sentence in it, and its names their cards.
func TestOtherLanguages(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	for text, want := range map[string]string{
		"옥자는 언제 개봉했나요?": "영어 질문", "¿En qué año se estrenó Okja?": "inglés", "ใครกำกับ Okja": "ภาษาอังกฤษ", "Quand est sorti Okja ?": "anglais",
	} {
		m := ann.Says(general, r.Mention()+" "+text).WaitReply(soon)
		if says(t, m, want); len(m.Buttons) == 0 {
			t.Errorf("%q: no card is offered", text)
		}
	}
}

// TestManagersAreCountedToo: /config and /complaints cost an allowance as buttons do.
func TestManagersAreCountedToo(t *testing.T) {
	r := start(t, setup{talk: &echo{}, options: func(o *Options) { o.UserBurst, o.UserEvery = 1, time.Hour }})
	g := r.Guild("club")
	general := g.Channel("general")
	for _, command := range []string{"config", complaintsCommand, privacyCommand} {
		boss := r.User("boss of "+command).May(g, discordtest.PermManageGuild|discordtest.PermSendMessages)
		for range tapsPerQuestion {
			boss.Uses(general, command, nil).WaitReply(soon)
		}
		says(t, boss.Uses(general, command, nil).WaitReply(soon), "a lot of questions")
	}
}

// TestOverheardKeepsNothing: where every message is read, what is not answered leaves no trace in
// the store, whatever is kept elsewhere.
func TestOverheardKeepsNothing(t *testing.T) {
	s := newMemoryStore(t)
	r := start(t, reading(setup{store: s}))
	general, ann, _ := members(r)
	r.set(general, store.Settings{Channels: []string{general.ID()}, Every: true, Keep: store.KeepAll})
	for _, text := range []string{"hello all", "what time is the screening tonight then?", "who won the match yesterday evening?", "worth it?", "who directed the frobnicator of zorbulon?"} {
		ann.Says(general, text)
	}
	says(t, ann.Says(general, "who directed Snowpiercer?").WaitReply(soon), "Bong Joon Ho")
	r.Quiet(100*time.Millisecond, soon)
	list, err := s.Events(t.Context(), store.Filter{})
	if err != nil || len(list) != 1 || len(general.BotMessages()) != 1 {
		t.Errorf("%d messages, kept %+v, %v", len(general.BotMessages()), list, err)
	}
	if left, _ := s.Orphans(t.Context(), "x", time.Now().Add(time.Hour), time.Now(), 10); len(left) != 0 {
		t.Errorf("being answered: %+v", left)
	}
}

// TestInstalledByAMemberOnly: in a server that does not have the bot.
func TestInstalledByAMemberOnly(t *testing.T) {
	r := start(t, setup{})
	g := r.Guild("a club without it")
	general := g.Channel("general")
	ann := r.User("Ann").Joins(g).Installs()
	g.Remove()
	m := byCommand(ann, general, theQuestion)
	says(t, m, "Bong")
	says(t, ann.Clicks(m, "Sources").WaitReply(soon), "paragraph")
	list := ann.Uses(general, "timeline", discordtest.Args{"from": 1950}).WaitReply(soon)
	ann.Clicks(list, "More").WaitReply(soon)
	ann.Clicks(list, "🗑️")
	list.WaitGone(soon)
	says(t, ann.Uses(general, "my-data", nil).WaitReply(soon), "keep")
	if m := ann.MayNot(g, discordtest.PermSendMessages).Uses(general, "ask", discordtest.Args{"question": theQuestion}).WaitReply(soon); !m.Ephemeral {
		t.Error("a muted member writes for all")
	}
}
