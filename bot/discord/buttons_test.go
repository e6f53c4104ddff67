package discord

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
	"hapjak/facts"
)

func TestAskByCommand(t *testing.T) {
	r := start(t, setup{})
	general, ann, _ := members(r)
	answer := byCommand(ann, general, "who directed Snowpiercer?")
	says(t, answer, "who directed Snowpiercer?", "Bong Joon Ho", "[1]")
	if answer.Ephemeral {
		t.Error("an answer nobody asked to be private is")
	}
	ann.Clicks(answer, "👍").WaitReply(soon)
	if list, err := r.store.Events(t.Context(), store.Filter{}); err != nil || len(list) != 1 || !strings.HasPrefix(list[0].Answer, "Bong Joon Ho directed") {
		t.Errorf("kept %+v, %v", list, err)
	}
	says(t, ann.UsesOn(answer, checkCommand).WaitReply(soon), "“Bong Joon Ho directed")
	private := ann.Uses(general, "ask", discordtest.Args{"question": "who directed Okja?", "private": true}).WaitReply(soon)
	if says(t, private, "Bong Joon Ho"); !private.Ephemeral {
		t.Error("a private answer is not")
	}
	if _, ok := private.Button("🗑️"); ok {
		t.Error("a private answer can be deleted: it is dismissed")
	}
	// In the bot's DMs, and where somebody else brought it.
	says(t, ann.Uses(ann.DM(), "film", discordtest.Args{"title": "Okja"}).WaitReply(soon), "Okja (2017)")
	cat, dan := r.User("Cat").Installs(), r.User("Dan")
	says(t, cat.Uses(r.Group(cat, dan), "film", discordtest.Args{"title": "Okja"}).WaitReply(soon), "Okja (2017)")
}

func TestEveryCommand(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	for _, c := range []struct {
		name string
		args discordtest.Args
		want string
	}{
		{"film", discordtest.Args{"title": "Snowpiercer"}, "Bong Joon Ho"},
		{"film", discordtest.Args{"title": "Snowpeircer"}, "Snowpiercer"},
		{"person", discordtest.Args{"name": "Bong Joon-ho"}, "Snowpiercer"},
		{"company", discordtest.Args{"name": "CJ"}, "CJ"},
		{"timeline", discordtest.Args{"from": 1955, "to": 1970}, "19"},
		{"timeline", nil, "More"},
		{"compare", discordtest.Args{"a": "Snowpiercer", "b": "Okja"}, "Okja"},
		{"sources", nil, "Variety"},
		{"source", discordtest.Args{"id": "kobiz-2025"}, "KoBiz"},
		{"random", nil, "Sources"},
		{"help", nil, "/film"},
		{"about", nil, "curated"},
	} {
		answer := ann.Uses(general, c.name, c.args).WaitReply(soon)
		if text := answer.Text() + fmt.Sprint(answer.Buttons); !strings.Contains(text, c.want) {
			t.Errorf("/%s %v: %q is not in:\n%s", c.name, c.args, c.want, text)
		}
	}
}

func TestSourcesAndMore(t *testing.T) {
	r := start(t, setup{})
	general, ann, bob := members(r)
	answer := r.answerTo(ann, general, "who directed Snowpiercer?")
	sources := bob.Clicks(answer, "Sources").WaitReply(soon)
	says(t, sources, "paragraph 26", "in our words", "KoBiz")
	if !sources.Ephemeral {
		t.Error("the sources are not private")
	}
	more := ann.Clicks(answer, "More").WaitReply(soon)
	if says(t, more, "Snowpiercer"); more.Ephemeral {
		t.Error("the asker's own More is private")
	}
	if other := bob.Clicks(answer, "More").WaitReply(soon); !other.Ephemeral {
		t.Error("another's More is not private")
	}
	// Pages of a timeline, to the end, each in the place of the one before.
	page := ann.Uses(general, "timeline", nil).WaitReply(soon)
	first := page
	if other := bob.Clicks(page, "More").WaitReply(soon); !other.Ephemeral || other.ID == page.ID || other.Text() == page.Now().Text() {
		t.Error("another turned the asker's page")
	}
	seen, messages := map[string]bool{}, len(general.BotMessages())
	for range 20 {
		if seen[page.Text()] {
			t.Fatal("the same page again")
		}
		seen[page.Text()] = true
		if _, ok := page.Button("More"); !ok {
			break
		}
		page = ann.Clicks(page, "More").WaitReply(soon)
	}
	if len(seen) < 2 {
		t.Errorf("%d pages", len(seen))
	}
	if n := len(general.BotMessages()); n != messages || page.ID != first.ID {
		t.Errorf("%d messages for the pages of one", n-messages+1)
	}
	for range len(seen) - 1 {
		page = ann.Clicks(page, "Back").WaitReply(soon)
	}
	if _, ok := page.Button("Back"); ok || page.Text() != first.Text() {
		t.Errorf("not back at the first page: %s", page.Text())
	}
	// A private one is turned in place too.
	private := ann.Uses(general, "timeline", discordtest.Args{"private": true}).WaitReply(soon)
	if next := ann.Clicks(private, "More").WaitReply(soon); next.ID != private.ID || !next.Ephemeral || next.Text() == private.Text() {
		t.Error("a private page is not turned in place")
	}
}

// TestNothingBehindWhatStandsAbove: a page of passages has no button that shows them again, and the pages can be
// turned and deleted as ever.
func TestNothingBehindWhatStandsAbove(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	more := ann.Clicks(ann.Says(general, r.Mention()+" "+theQuestion).WaitReply(soon), "More").WaitReply(soon)
	first := ann.Uses(general, "source", discordtest.Args{"id": "busquejobs"}).WaitReply(soon)
	for name, page := range map[string]discordtest.Message{"more": more, "a source": first} {
		var labels []string
		for _, b := range page.Buttons {
			labels = append(labels, b.Label+b.Emoji)
		}
		if got := strings.Join(labels, " "); got != "More 🗑️" {
			t.Errorf("%s: %s", name, got)
		}
	}
	omits(t, first, "-# [1]")
	says(t, more, "-# [1]")
}

// TestNoVotesOnThanks: what answers nothing is not judged, nor kept as what the sources could not answer.
func TestNoVotesOnThanks(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	r.set(general, store.Settings{Keep: store.KeepAll})
	talk := []string{"thanks a lot!", "what are you?", "good bye", "hello there"}
	for _, before := range []bool{false, true} {
		if before {
			ann.Says(general, r.Mention()+" "+theQuestion).WaitReply(soon)
		}
		for _, text := range talk {
			if m := ann.Says(general, r.Mention()+" "+text).WaitReply(soon); len(m.Buttons) != 0 {
				t.Errorf("%q: %+v", text, m.Buttons)
			}
		}
	}
	says(t, r.answerTo(ann, general, "when was it released?"), "2013") // they leave the talk as it was
	m := r.answerTo(ann, general, "who is the mayor of Zorbulon?")
	if _, ok := m.Button("Not right?"); !ok {
		t.Errorf("nobody can say that this is wrong: %s", m.Text())
	}
	r.settled()
	if list, _ := r.store.Events(t.Context(), store.Filter{}); len(list) != 3 {
		t.Errorf("kept %+v", list)
	}
}

func TestVotes(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, bob := members(r)
	answer := r.answerTo(ann, general, "who directed Okja?")
	if thanks := bob.Clicks(answer, "👍").WaitReply(soon); !thanks.Ephemeral {
		t.Error("the thanks are not private")
	}
	down := ann.Clicks(answer, "👎")
	down.WaitModal(soon)
	list, _ := r.store.Questions(t.Context(), 0)
	if len(list) != 1 || list[0].Down != 1 || list[0].Text != "who directed Okja?" {
		t.Errorf("before the reason was given: %+v", list)
	}
	says(t, ann.Submits(down, map[string]string{"complaint": "wrong", "reason": "it was somebody else"}).WaitReply(soon), "Thank you")
	list, _ = r.store.Questions(t.Context(), 0)
	if len(list) != 1 || list[0].Down != 1 || fmt.Sprint(list[0].Reasons) != "[it was somebody else]" {
		t.Errorf("remembered %+v", list)
	}
	// What the curators get: the answer, its evidence, and what the member says is right.
	says(t, bob.Submits(bob.Clicks(answer, "Not right?"), map[string]string{"complaint": "better", "reason": "Somebody Else", "source": "see page 3"}).WaitReply(soon), "Thank you")
	events, _ := r.store.Events(t.Context(), store.Filter{Asker: r.store.Hash(bob.ID())})
	if len(events) != 1 || !strings.Contains(events[0].Answer, "You asked") || events[0].Evidence != "one:3 two:7" ||
		events[0].Message != general.ID()+"/"+answer.ID || events[0].Complaint != store.Better || events[0].Reason != "Somebody Else" || events[0].Place != "see page 3" {
		t.Errorf("the curators get %+v", events)
	}
	// A question too long for a button is found above the answer.
	long := strings.Repeat("who directed the _very_ long film? ", 6)
	answer = byCommand(ann, general, long)
	says(t, bob.Submits(bob.Clicks(answer, "👎"), map[string]string{"complaint": "question", "reason": "too long"}).WaitReply(soon), "Thank you")
	list, _ = r.store.Questions(t.Context(), 0)
	if len(list) != 2 || strings.TrimSpace(list[1].Text) != strings.TrimSpace(long) {
		t.Errorf("remembered %+v", list)
	}
}

// TestLongMentionIsNotRepeated: beneath a message an answer repeats none of its words, and a vote finds them there.
func TestLongMentionIsNotRepeated(t *testing.T) {
	r := start(t, setup{talk: &mumbler{}})
	general, ann, bob := members(r)
	long := strings.TrimSpace(strings.Repeat("who directed the rudest of films? ", 5))
	answer := r.answerTo(ann, general, long)
	omits(t, answer, "rudest")
	says(t, bob.Clicks(answer, "👍").WaitReply(soon), "Thank you")
	list, _ := r.store.Events(t.Context(), store.Filter{Asker: r.store.Hash(bob.ID())})
	if len(list) != 1 || list[0].Question != long {
		t.Errorf("remembered %+v", list)
	}
}

// A mumbler echoes nothing.
type mumbler struct{ echo }

func (m *mumbler) Handle(ctx context.Context, r bot.Request) bot.Reply {
	reply := m.echo.Handle(ctx, r)
	reply.Blocks = []bot.Block{{Text: told("Somebody [1][2]", echoes...)}}
	return reply
}

// TestComplaintsAreKeptAsChosen tells a member who complains where nothing is kept that
// nothing was.
func TestComplaintsAreKeptAsChosen(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	g := r.Guild("Film club")
	general, ann := g.Channel("general"), r.User("Ann").Joins(g)
	r.set(general, store.Settings{Keep: store.KeepNone})
	answer := r.answerTo(ann, general, "who directed Okja?")
	says(t, ann.Submits(ann.Clicks(answer, "Not right?"), map[string]string{"complaint": "outdated"}).WaitReply(soon), "nothing is kept here")
	if list, _ := r.store.Events(t.Context(), store.Filter{}); len(list) != 0 {
		t.Errorf("kept %+v", list)
	}
}

// TestComplaintsCommand shows a server's complaints to those who manage it, and no other's.
func TestComplaintsCommand(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	g, h := r.Guild("Film club"), r.Guild("Another")
	general := g.Channel("general")
	ann := r.User("Ann").Joins(g)
	boss := manager(r, g)
	stranger := r.User("Zoe").Joins(h).May(h, discordtest.PermManageGuild)
	says(t, boss.Uses(general, "complaints", nil).WaitReply(soon), "Nothing waits here")
	answer := r.answerTo(ann, general, "who directed @everyone?")
	says(t, ann.Submits(ann.Clicks(answer, "Not right?"), map[string]string{"complaint": "better", "reason": "**Bong**", "source": "the poster"}).WaitReply(soon), "Thank you")
	list, _ := r.store.Queue(t.Context(), g.ID(), 0)
	if len(list) != 1 {
		t.Fatalf("the queue %+v", list)
	}
	number := int(list[0].ID)
	shown := boss.Uses(general, "complaints", nil).WaitReply(soon)
	if says(t, shown, "I know the answer", "You asked", "\\*\\*Bong", "the poster", "one:3 two:7"); !shown.Ephemeral {
		t.Error("complaints are shown to all")
	}
	says(t, ann.UsesByOverride(general, "complaints", discordtest.Args{"settle": number}).WaitReply(soon), "Only those who may manage")
	other := stranger.Uses(h.Channel("general"), "complaints", discordtest.Args{"settle": number}).WaitReply(soon)
	if says(t, other, "no open complaint"); strings.Contains(other.Text(), "Bong") {
		t.Error("another server's complaints are shown")
	}
	says(t, boss.Uses(general, "complaints", discordtest.Args{"settle": number}).WaitReply(soon), "is done with", "Nothing waits here")
}

// TestEveryMarkLeadsSomewhere presses the button of a marker without an address.
func TestEveryMarkLeadsSomewhere(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, bob := members(r)
	answer := r.answerTo(ann, general, "who directed Okja?")
	if says(t, answer, "[1](<https://example.org/one>)"); !strings.Contains(answer.Text(), "[2]") {
		t.Errorf("no second marker in %s", answer.Text())
	}
	if _, ok := answer.Button("[1]"); ok {
		t.Error("a button for a marker that is a link")
	}
	passage := bob.Clicks(answer, "[2]").WaitReply(soon)
	if says(t, passage, "**2.**", "Passage two:7"); !passage.Ephemeral {
		t.Error("the passage is not private")
	}
}

func TestDelete(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, bob := members(r)
	answer := r.answerTo(ann, general, "who directed Okja?")
	says(t, bob.Clicks(answer, "🗑️").WaitReply(soon), "Only the person who asked")
	if !answer.Exists() {
		t.Fatal("another deleted the answer")
	}
	ann.Clicks(answer, "🗑️")
	answer.WaitGone(soon)
	answer = byCommand(ann, general, "who?")
	ann.Clicks(answer, "🗑️")
	answer.WaitGone(soon)
}

func TestTamperedButtons(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	answer := r.answerTo(ann, general, "who directed Okja?")
	real, _ := answer.Button("🗑️")
	forged := strings.Replace(real.CustomID, ann.ID(), "1234567890", 1)
	for _, id := range []string{"", "x", "h1", forged, strings.Repeat("가", 100), "h9" + real.CustomID[2:], real.CustomID + " "} {
		if id == "" {
			continue // Discord has no such button
		}
		if got := ann.Tampers(answer, id).WaitReply(soon); !got.Ephemeral || !strings.Contains(got.Text(), "no longer works") {
			t.Errorf("%q: %s", id, got.Text())
		}
	}
	if !answer.Exists() {
		t.Error("a forged button deleted the answer")
	}
}

func TestChoices(t *testing.T) {
	r := start(t, setup{})
	general, ann, bob := members(r)
	// A name that two films bear.
	answer := ann.Uses(general, "film", discordtest.Args{"title": "Goddess"}).WaitReply(soon)
	if len(answer.Buttons) == 0 {
		t.Skip("the knowledge base finds that without asking:", answer.Text())
	}
	for _, b := range answer.Buttons {
		if b.Emoji != "" || b.Label == "Sources" || b.Label == "More" {
			continue
		}
		mine := ann.Clicks(answer, b.CustomID).WaitReply(soon)
		if mine.Ephemeral {
			t.Error("the asker's choice is answered privately")
		}
		if answer.Ephemeral { // it repeats what she typed
			return
		}
		if other := bob.Clicks(answer, b.CustomID).WaitReply(soon); !other.Ephemeral {
			t.Error("another's choice is answered for all")
		}
		return
	}
}

func TestButtonsOutliveARestart(t *testing.T) {
	r := start(t, setup{})
	general, ann, bob := members(r)
	answer := r.answerTo(ann, general, "who directed Snowpiercer?")
	page := ann.Uses(general, "timeline", nil).WaitReply(soon)
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	r.Clock().Advance(30 * 24 * time.Hour)
	again := attach(t, r.Discord, setup{})
	says(t, bob.Clicks(answer, "Sources").WaitReply(soon), "paragraph 26")
	says(t, ann.Clicks(page, "More").WaitReply(soon), "19")
	says(t, ann.Clicks(answer, "👍").WaitReply(soon), "Thank you")
	ann.Clicks(answer, "🗑️")
	answer.WaitGone(soon)
	_ = again
}

func TestAutocomplete(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	for _, partial := range []string{"", "s", "설국열차", "👨‍👩‍👧‍👦", "panic", strings.Repeat("x", 100)} {
		list := ann.Types(general, "film", "title", partial, nil).WaitChoices(soon)
		if partial == "panic" {
			if len(list) != 0 {
				t.Error("choices out of a panic")
			}
			continue
		}
		if len(list) != 25 {
			t.Errorf("%q: %d choices", partial, len(list))
		}
	}
	real := start(t, setup{})
	general, ann, _ = members(real)
	for partial, want := range map[string]string{"snow": "Snowpiercer (2013) · film", "okja": "Okja (2017) · film", "sonwpiercer": "Snowpiercer (2013) · film"} {
		list := ann.Types(general, "film", "title", partial, nil).WaitChoices(soon)
		if len(list) == 0 || list[0].Name != want {
			t.Errorf("%q: %v", partial, list)
		}
	}
	if list := ann.Types(general, "person", "name", "bong", nil).WaitChoices(soon); len(list) == 0 || list[0].Name != "Bong Joon Ho" {
		t.Errorf("people: %v", list)
	}
	if list := ann.Types(general, "compare", "a", "bong", nil).WaitChoices(soon); len(list) == 0 || list[0].Name != "Bong Joon Ho · person" {
		t.Errorf("things: %v", list)
	}
	anna := real.User("안나").Speaks("ko")
	if list := anna.Types(anna.DM(), "film", "title", "설국", nil).WaitChoices(soon); len(list) == 0 || list[0].Name != "Snowpiercer (2013) · 영화" {
		t.Errorf("in Korean: %v", list)
	}
	list := ann.Types(general, "film", "title", "snow", nil).WaitChoices(soon)
	says(t, ann.Uses(general, "film", discordtest.Args{"title": list[0].Value}).WaitReply(soon), "Snowpiercer (2013)")
}

func TestConfig(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	g := r.Guild("Film club")
	general := g.Channel("general")
	boss := manager(r, g)
	ann := r.User("Ann").Joins(g)
	says(t, boss.Uses(general, "config", nil).WaitReply(soon), "none", "only when I am mentioned", "each member's own")
	saved := boss.Uses(general, "config", discordtest.Args{"add-channel": general, "answer": "every", "private": true, "language": "ko"}).WaitReply(soon)
	if says(t, saved, general.Mention()); !saved.Ephemeral {
		t.Error("the settings are shown to all")
	}
	want := store.Settings{Channels: []string{general.ID()}, Every: true, Private: true, Language: "ko"}
	if got := r.store.Settings(t.Context(), g.ID()); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("settings %+v, want %+v", got, want)
	}
	if answer := byCommand(ann, general, "who?"); !answer.Ephemeral {
		t.Error("private by default has no effect")
	}
	if answer := ann.Uses(general, "ask", discordtest.Args{"question": "who?", "private": false}).WaitReply(soon); answer.Ephemeral {
		t.Error("the asker cannot say otherwise")
	}
	// Twice enforced: the server gave the command to everybody, and we still do not
	// obey.
	says(t, ann.UsesByOverride(general, "config", discordtest.Args{"private": false}).WaitReply(soon), "관리할 수 있는 사람만")
	if got := r.store.Settings(t.Context(), g.ID()); !got.Private {
		t.Error("a stranger changed the settings")
	}
	boss.Uses(general, "config", discordtest.Args{"remove-channel": general, "language": "auto"}).WaitReply(soon)
	if got := r.store.Settings(t.Context(), g.ID()); len(got.Channels) != 0 || got.Language != "" || !got.Private {
		t.Errorf("settings %+v", got)
	}
}

func TestCheckThisMessage(t *testing.T) {
	e := &echo{}
	r := start(t, setup{talk: e})
	general, ann, bob := members(r)
	m := bob.Says(general, "Bong Joon Ho directed The Medium.")
	answer := ann.UsesOn(m, checkCommand).WaitReply(soon)
	if says(t, answer, "Bong Joon Ho directed The Medium."); !answer.Ephemeral {
		t.Error("what somebody else wrote is judged before all")
	}
	if req := e.last.Load(); req.Command != "check" {
		t.Errorf("asked %+v", req)
	}
	real := start(t, setup{})
	general, ann, bob = members(real)
	m = bob.Says(general, "I looked it up. Bong Joon Ho directed The Medium! Tilda Swinton was in Snowpiercer.")
	says(t, ann.UsesOn(m, checkCommand).WaitReply(soon), "otherwise", "Banjong Pisanthanakun", "confirm", "Tilda Swinton stars", "[1]")
	m = bob.Says(general, "lol")
	says(t, ann.UsesOn(m, checkCommand).WaitReply(soon), "nothing")
}

func TestSlowAnswersArePromised(t *testing.T) {
	slow := newGated(&echo{})
	r := start(t, setup{talk: slow, options: func(o *Options) { o.timing.deferral = 20 * time.Millisecond }})
	general, ann, bob := members(r)
	open := ann.Uses(general, "ask", discordtest.Args{"question": "who?"})
	if a := open.WaitAnswer(soon); a.Type != respondLater || a.Ephemeral {
		t.Errorf("first answer %+v", a)
	}
	private := bob.Uses(general, "ask", discordtest.Args{"question": "what?", "private": true})
	if a := private.WaitAnswer(soon); a.Type != respondLater || !a.Ephemeral {
		t.Errorf("first answer %+v", a)
	}
	slow.open()
	says(t, open.WaitReply(soon), "You asked: who?")
	says(t, private.WaitReply(soon), "You asked: what?")
	r.stop()
	attach(t, r.Discord, setup{talk: &echo{}})
	if a := ann.Uses(general, "ask", discordtest.Args{"question": "who?"}).WaitAnswer(soon); a.Type != respondMessage {
		t.Errorf("an answer that is ready is %+v", a)
	}
}

func TestPanicCostsOneAnswer(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	says(t, r.answerTo(ann, general, "panic"), "Something went wrong")
	says(t, byCommand(ann, general, "panic"), "Something went wrong")
	says(t, r.answerTo(ann, general, "hello"), "hello")
	if log := r.log.String(); !strings.Contains(log, "a handler panicked") || strings.Count(log, "a handler panicked") != 2 {
		t.Errorf("the log: %s", log)
	}
}

func TestTwentySixCandidates(t *testing.T) {
	var choices []facts.Choice
	for i := range 26 {
		choices = append(choices, facts.Choice{Label: fmt.Sprintf("Film %s (%d)", strings.Repeat("설국열차 ", 30), 1990+i), Question: fmt.Sprintf("who directed film %d? %s", i, strings.Repeat("x", 4*i))})
	}
	c := newCodec("t")
	v := c.draw(bot.Reply{Status: facts.Ambiguous, Question: strings.Repeat("which ", 80), Choices: choices, Blocks: []bot.Block{{Text: told("Which?")}}}, drawing{owner: "1"})
	for _, p := range payloads(v) {
		checkPayload(t, p)
		if len(buttonsOf(p)) < 2 {
			t.Errorf("%d rows", len(buttonsOf(p)))
		}
	}
}

// TestLongListTurnsInPlace: the asker's More shows what the list left in its place, another's to himself.
func TestLongListTurnsInPlace(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, bob := members(r)
	answer := r.answerTo(ann, general, "list all films")
	says(t, answer, "more.")
	others := bob.Clicks(answer, "More").WaitReply(soon)
	if others.ID == answer.ID || !others.Ephemeral {
		t.Errorf("another's page: %s", others.Raw)
	}
	omits(t, others, "More of the sources")
	next := ann.Clicks(answer, "More").WaitReply(soon)
	if next.ID != answer.ID || next.Text() == answer.Text() {
		t.Errorf("the next page: %s", next.Raw)
	}
	omits(t, next, "More of the sources")
}

// TestEveryPageOfALongListTurnsInPlace: also the last, whatever stands beneath the one before.
func TestEveryPageOfALongListTurnsInPlace(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	for _, question := range []string{"list all films", "list all people"} {
		page, pages := r.answerTo(ann, general, question), 1
		for _, more := page.Button("More"); more; _, more = page.Button("More") {
			next := ann.Clicks(page, "More").WaitReply(soon)
			if next.ID != page.ID || next.Ephemeral || next.Text() == page.Text() {
				t.Fatalf("%s: page %d: %s\nafter %s", question, pages+1, next.Raw, page.Raw)
			}
			page, pages = next, pages+1
		}
		if pages < 3 {
			t.Errorf("%s: %d pages", question, pages)
		}
	}
}
