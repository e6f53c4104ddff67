package discord

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
	"hapjak/corpus"
	"hapjak/facts"
)

// An echo is a conversation that a test can see through: it answers with what it was
// asked.
type echo struct {
	slow  time.Duration // how long an answer takes
	turns atomic.Int64
	last  atomic.Pointer[bot.Request]
}

func (e *echo) Handle(ctx context.Context, r bot.Request) bot.Reply {
	e.turns.Add(1)
	e.last.Store(&r)
	if strings.Contains(r.Text, "panic") {
		panic("as asked")
	}
	select {
	case <-time.After(e.slow):
	case <-ctx.Done():
	}
	text := r.Text
	if r.Command != "" {
		text = fmt.Sprint("/", r.Command, " ", r.Options)
	}
	reply := bot.Reply{Status: facts.Answered, Question: r.Text, Private: r.Private, Answer: &facts.Answer{Text: "You asked: " + text, Confidence: 0.9},
		Blocks:    []bot.Block{{Text: told("You asked: "+text+" [1][2]", echoes...)}},
		Citations: slices.Clone(echoes)}
	if strings.Contains(r.Text, "unknown") {
		reply = bot.Reply{Status: facts.Unknown, Question: r.Text, Blocks: []bot.Block{{Kind: bot.NoticeBlock, Text: told("The sources do not say.")}}}
	}
	return reply
}

func (e *echo) Remember(string, bot.Reply) {}

func (e *echo) Forget(func(string) bool) {}

func (e *echo) Alone(string) bool { return true }
func (e *echo) Grounds(context.Context, string, *facts.Answer) facts.Grounds {
	return facts.Grounds{Names: 1, Rare: 1, Told: true, Asks: true, Related: true}
}

func (e *echo) Named(string) bool { return false }

func (e *echo) Complete(_ context.Context, command, option, partial string) []facts.Choice {
	if partial == "panic" {
		panic("as asked")
	}
	var list []facts.Choice
	for i := range 40 {
		list = append(list, facts.Choice{Label: strings.Repeat(partial, 120) + fmt.Sprint(i), Entity: fmt.Sprint("e", i)})
	}
	return list
}

func (e *echo) KindOf(command, entity, locale string) string { return "" }

func (e *echo) Cite(refs []corpus.Ref) []facts.Citation {
	var list []facts.Citation
	for i, r := range refs {
		list = append(list, facts.Citation{Marker: i + 1, Source: r.Source, Paragraph: r.Paragraph, Title: "Title of " + r.Source, Passage: "Passage " + r.String()})
	}
	return list
}

func (e *echo) Commands() []bot.Command { return testCommands() }

func TestSpeaksOnlyWhenAddressed(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	g := r.Guild("Film club")
	general, aside := g.Channel("general"), g.Channel("ask-here")
	ann, bob := r.User("Ann").Joins(g), r.User("Bob").Joins(g)
	other := r.Bot("OtherBot").Joins(g)
	r.set(aside, store.Settings{Channels: []string{aside.ID()}})

	// It answers a mention wherever it stands, a DM, and a reply to it.
	for _, text := range []string{r.Mention() + " who directed Okja?", "hello " + r.Mention() + ", who directed Okja?", "<@!" + r.BotID() + ">: who directed Okja?"} {
		m := ann.Says(general, text)
		reply := m.WaitReply(soon)
		says(t, reply, "who directed Okja?")
		if strings.Contains(reply.Text(), r.BotID()) || reply.ReplyTo != m.ID {
			t.Errorf("%q is a reply to %q: %s", text, reply.ReplyTo, reply.Text())
		}
	}
	says(t, ann.Says(ann.DM(), "who directed Okja?").WaitReply(soon), "who directed Okja?")
	answer := r.answerTo(ann, general, "first")
	says(t, bob.Says(general, "and second?", discordtest.Say{ReplyTo: answer}).WaitReply(soon), "and second?")
	// A mention alone gets help.
	says(t, ann.Says(general, r.Mention()).WaitReply(soon), "/help")

	// To all else it is silent.
	quiet := 60 * time.Millisecond
	ann.Says(general, "who directed Snowpiercer?").NoReply(quiet)
	ann.Says(general, "@everyone look").NoReply(quiet)
	ann.Says(general, bob.Mention()+" what do you think?").NoReply(quiet)
	ann.Says(aside, "who directed Snowpiercer?").NoReply(quiet)
	other.Says(general, r.Mention()+" who directed Snowpiercer?").NoReply(quiet)
	general.Webhook("hook", r.Mention()+" who directed Snowpiercer?").NoReply(quiet)
	general.System(7, ann).NoReply(quiet)
}

// TestMentionInCode: who shows others how the bot is asked asks nothing.
func TestMentionInCode(t *testing.T) {
	r := start(t, reading(setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}}))
	general, ann, _ := members(r)
	ann.Says(general, "just type `"+r.Mention()+" who cut Okja?` and wait")
	ann.Says(general, "or\n```\n"+r.Mention()+"\nwho cut Okja?\n```")
	says(t, r.answerTo(ann, general, "who cut `Okja`?"), "who cut")
	r.settled()
	if n := len(general.BotMessages()); n != 1 {
		t.Error(allText(general))
	}
}

// TestLongMessages: of a message that is longer than a question may be what it asks is answered, and where that is too
// long, or nothing of it is put as a question, its author is told.
func TestLongMessages(t *testing.T) {
	r := start(t, reading(setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}}))
	general, ann, _ := members(r)
	story := strings.Repeat("We went to see it with the whole family, and it rained. ", 12)
	for text, want := range map[string]string{
		story + "So, who cut Okja? Thanks!":                  "You asked: So, who cut Okja?",
		"Who cut Okja? " + story:                             "You asked: Who cut Okja?",
		"Who cut it? " + story + "When was it?":              "You asked: Who cut it? When was it?",
		story:                                                "too long for me",
		"Who cut " + story[:len(story)-2] + "?":              "You asked: Who cut We went",
		strings.Repeat("who cut the one and ", 30) + "Okja?": "too long for me",
	} {
		says(t, ann.Says(general, r.Mention()+" "+text).WaitReply(soon), want)
	}
	r.overhears(general)
	ann.Says(general, strings.Repeat("who cut the one and ", 30)+"Okja?")
	r.settled()
	if n := len(general.BotMessages()); n != 6 {
		t.Errorf("%d answers", n)
	}
}

// TestCommandsOfDiscord: who writes out a command that only Discord's list has is told where it is.
func TestCommandsOfDiscord(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	for _, line := range []string{"/my-data", "/config private:true", " /complaints"} {
		says(t, ann.Says(general, r.Mention()+" "+line).WaitReply(soon), "choose it from the list")
	}
	says(t, ann.Says(ann.DM(), "/내정보").WaitReply(soon), "목록에서")
	says(t, ann.Says(ann.DM(), "/my-datum").WaitReply(soon), "There is no command")
}

func TestNoPings(t *testing.T) {
	e := &echo{}
	r := start(t, setup{talk: e})
	g := r.Guild("Film club")
	general := g.Channel("general")
	ann := r.User("Ann").Joins(g)
	reply := ann.Says(general, r.Mention()+" @everyone @here <@&123456789012345678> "+ann.Mention()+" [free](https://evil.example) **x** `y`").WaitReply(soon)
	// The fake fails the test for a message that does not forbid all pings.
	if text := reply.Text(); strings.Contains(text, "@everyone") || strings.Contains(text, " <@&") || strings.Contains(text, "[free](https") || strings.Contains(text, " **x**") {
		t.Errorf("a stranger's markup got through: %s", text)
	}
	says(t, reply, "[1](<https://example.org/one>)", "[2]", "-# [1] [A \\[paper\\], undated](<https://example.org/one>) · ¶ 3\n-# [2] Two, undated · ¶ 7")
	if strings.Contains(string(reply.Raw), `"url":"https://evil`) {
		t.Error("a link of a stranger's")
	}
}

// deafTo asks for the notice that the bot was not shown a text.
func TestSaysWhenItHearsNothing(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	g := r.Guild("Film club")
	general, aside := g.Channel("general"), g.Channel("ask-here")
	ann := r.User("Ann").Joins(g)
	answer := r.answerTo(ann, general, "first")
	says(t, ann.Says(general, "and then?", discordtest.Say{ReplyTo: answer, NoPing: true}).WaitReply(soon), "Mention me", "--message-content")
	// Once is enough.
	ann.Says(general, "and then?", discordtest.Say{ReplyTo: answer, NoPing: true}).NoReply(60 * time.Millisecond)
	r.set(aside, store.Settings{Channels: []string{aside.ID()}, Every: true, Language: "ko"})
	says(t, ann.Says(aside, "who directed Okja?").WaitReply(soon), "멘션")
}

// TestAskedByItsRole: who mentions the role that the server made for the bot, of which Discord shows no text, is told
// to mention the bot, and answered where the text is shown. Another role is nobody's.
func TestAskedByItsRole(t *testing.T) {
	for _, shown := range []bool{false, true} {
		t.Run(fmt.Sprint("shown ", shown), func(t *testing.T) {
			s := setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}}
			if shown {
				s = reading(s)
			}
			r := start(t, s)
			g := r.Guild("Film club")
			general, ann := g.Channel("general"), r.User("Ann").Joins(g)
			m := ann.Says(general, "evening, "+g.BotRole()+" who cut Okja?").WaitReply(soon)
			if shown {
				says(t, m, "You asked: evening, who cut Okja?")
			} else {
				says(t, m, "You mentioned my role")
			}
			ann.Says(general, "<@&123456789012345678> who cut Okja?")
			h := r.Guild("Another")
			other := h.Channel("general")
			ann.Joins(h).Says(other, g.BotRole()+" who cut Okja?")
			r.settled()
			if len(general.BotMessages()) != 1 || len(other.BotMessages()) != 0 {
				t.Error(allText(general), allText(other))
			}
		})
	}
}

// TestBeneathWhatIsNotShown: who points the bot at a member's message that it may not read is told that, and not
// everything else that it can do; what it may read it answers.
func TestBeneathWhatIsNotShown(t *testing.T) {
	for _, shown := range []bool{false, true} {
		s := setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}}
		if shown {
			s = reading(s)
		}
		r := start(t, s)
		general, ann, bob := members(r)
		m := ann.Says(general, r.Mention(), discordtest.Say{ReplyTo: bob.Says(general, "who cut Okja?")}).WaitReply(soon)
		if shown {
			says(t, m, "You asked: who cut Okja?")
			continue
		}
		says(t, m, "I was not shown that message")
		omits(t, m, "/help")
		says(t, ann.Says(general, r.Mention(), discordtest.Say{ReplyTo: bob.Says(general, "you there, "+r.Mention()+", who cut Okja?")}).WaitReply(soon), "You asked: you there")
	}
}

func TestEveryMessageOfAChannelSetAside(t *testing.T) {
	r := start(t, reading(setup{talk: &echo{}}))
	g := r.Guild("Film club")
	general, aside := g.Channel("general"), g.Channel("ask-here")
	ann := r.User("Ann").Joins(g)
	r.set(aside, store.Settings{Channels: []string{aside.ID()}, Every: true})
	says(t, ann.Says(aside, "who directed Okja?").WaitReply(soon), "who directed Okja?")
	ann.Says(general, "who directed Okja?").NoReply(60 * time.Millisecond)
	// In a thread it goes on with whom it spoke to.
	thread := general.Thread("about Okja")
	says(t, r.answerTo(ann, thread, "who directed Okja?"), "who directed Okja?")
	says(t, ann.Says(thread, "and who was in it?").WaitReply(soon), "and who was in it?")
	r.User("Bob").Joins(g).Says(thread, "I liked it").NoReply(60 * time.Millisecond)
}

func TestFollowUps(t *testing.T) {
	r := start(t, setup{})
	g := r.Guild("Film club")
	general := g.Channel("general")
	ann, bob := r.User("Ann").Joins(g), r.User("Bob").Joins(g)
	first := r.answerTo(ann, general, "who directed Snowpiercer?")
	says(t, first, "Bong Joon Ho")
	// The same asker's turn before.
	says(t, r.answerTo(ann, general, "and who was in it?"), "Tilda Swinton")
	// Another's answer, by the reply chain.
	says(t, bob.Says(general, "and who was in it?", discordtest.Say{ReplyTo: first}).WaitReply(soon), "Tilda Swinton")
	// A thread.
	thread := general.Thread("films")
	says(t, r.answerTo(ann, thread, "who directed Okja?"), "Bong Joon Ho")
	if text := r.answerTo(bob, thread, "when was it released?").Text(); !strings.Contains(text, "2017") {
		t.Errorf("in the thread: %s", text)
	}
	// After a restart the question is found in the buttons of the answer.
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	again := attach(t, r.Discord, setup{})
	says(t, bob.Says(general, "and who was in it?", discordtest.Say{ReplyTo: first}).WaitReply(soon), "Tilda Swinton")
	again.Quiet(20*time.Millisecond, soon)
}

func TestAllowanceOfAPerson(t *testing.T) {
	r := start(t, setup{talk: &echo{}, options: func(o *Options) { o.UserBurst, o.UserEvery = 3, time.Hour }, discord: discordtest.Options{ChannelRate: -1}})
	g := r.Guild("Film club")
	general := g.Channel("general")
	ann, bob := r.User("Ann").Joins(g), r.User("Bob").Joins(g)
	for range 8 {
		ann.Says(general, r.Mention()+" who directed Okja?")
	}
	general.WaitMessages(3, soon)
	notice := ann.DM().WaitMessages(1, soon)[0]
	says(t, notice, "ask again in", "min")
	r.Quiet(50*time.Millisecond, soon)
	if n, dm := len(general.BotMessages()), len(ann.DM().BotMessages()); n != 3 || dm != 1 {
		t.Errorf("%d answers and %d notices", n, dm)
	}
	// A command must be answered, and is, privately.
	answer := byCommand(ann, general, "who directed Okja?")
	if says(t, answer, "ask again in"); !answer.Ephemeral {
		t.Error("the notice is not private")
	}
	says(t, r.answerTo(bob, general, "who directed Okja?"), "who directed Okja?")
	// Whose DMs are closed is left in peace.
	cat := r.User("Cat").Joins(g).ClosesDMs()
	for range 5 {
		cat.Says(general, r.Mention()+" who?")
	}
	r.Quiet(50*time.Millisecond, soon)
}

func TestAllowanceOfAServer(t *testing.T) {
	r := start(t, setup{talk: &echo{}, options: func(o *Options) { o.ServerBurst, o.ServerEvery = 2, time.Hour }})
	g := r.Guild("Film club")
	general := g.Channel("general")
	for i := range 4 {
		r.User(fmt.Sprint("User", i)).Joins(g).Says(general, r.Mention()+" who directed Okja?")
	}
	general.WaitMessages(2, soon)
	r.Quiet(50*time.Millisecond, soon)
	if n := len(general.BotMessages()); n != 2 {
		t.Errorf("%d answers where 2 are allowed", n)
	}
	h := r.Guild("Another")
	says(t, r.User("Zoe").Joins(h).Says(h.Channel("general"), r.Mention()+" hello").WaitReply(soon), "hello")
}

func TestKorean(t *testing.T) {
	r := start(t, setup{})
	g := r.Guild("영화 모임")
	general := g.Channel("일반")
	ann := r.User("안나").Joins(g).Speaks("ko")
	says(t, ann.Uses(general, "film", discordtest.Args{"title": "설국열차"}).WaitReply(soon), "Snowpiercer", "다른 이름", "¶ 26")
	says(t, ann.Uses(general, "help", nil).WaitReply(soon), "**명령어**")
	// What the bot says of itself is no answer to vote on.
	if hint := r.answerTo(ann, general, "누구?"); len(hint.Buttons) != 0 {
		t.Errorf("buttons under a hint: %+v", hint.Buttons)
	}
	says(t, r.answerTo(ann, general, "설국열차 감독은 누구입니까?"), "영어 질문")
}

func TestUnknownIsRemembered(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	g := r.Guild("Film club")
	general := g.Channel("general")
	ann := r.User("Ann").Joins(g)
	for range 2 {
		r.answerTo(ann, general, "an unknown thing?")
	}
	// The answer comes after the note: a kill now loses nothing.
	list, err := r.store.Questions(t.Context(), 0)
	if err != nil || len(list) != 1 || list[0].Unknown != 2 || list[0].Text != "an unknown thing?" {
		t.Errorf("remembered %+v, %v", list, err)
	}
}

// TestPermissionGivenBack: when a moderator has mended a permission the next
// question is answered.
func TestPermissionGivenBack(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	general.Deny(discordtest.PermSendMessages)
	ann.Says(general, r.Mention()+" who?")
	says(t, ann.DM().WaitMessages(1, soon)[0], "may not write there")
	general.Restore()
	says(t, r.answerTo(ann, general, "who?"), "who?")
}

var echoes = []facts.Citation{{Marker: 1, Source: "one", Paragraph: 3, Title: "One", Publisher: "A [paper]", URL: "example.org/one", Passage: "Passage of one."},
	{Marker: 2, Source: "two", Paragraph: 7, Title: "Two", Passage: "Passage of two."}}

// told is a text written with markers, which stands on citations; others lead nowhere.
func told(text string, cited ...facts.Citation) (x facts.Text) {
	at := 0
	for _, m := range regexp.MustCompile(` ?\[(\d)\]`).FindAllStringSubmatchIndex(text, -1) {
		x.Plain += text[at:m[0]]
		at = m[1]
		ref := corpus.Ref{Source: "nowhere", Paragraph: 1}
		for _, c := range cited {
			if strconv.Itoa(c.Marker) == text[m[2]:m[3]] {
				ref = c.Ref()
			}
		}
		x.Refs = append(x.Refs, facts.TextRef{At: len(x.Plain), Ref: ref})
	}
	x.Plain += text[at:]
	return x
}

// TestAPictureAsksNothing: a reply of a picture or a sticker was shown to the bot, and holds no question.
func TestAPictureAsksNothing(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, bob := members(r)
	answer := r.answerTo(ann, general, "one?")
	bob.Says(general, "", discordtest.Say{ReplyTo: answer}).NoReply(100 * time.Millisecond)
}

// TestOddQuestions: whatever is asked has some answer.
func TestOddQuestions(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	for _, q := range []string{"", " ?", "\u200b\u200b", strings.Repeat("🎬", 900), strings.Repeat("👨\u200d👩\u200d👧\u200d👦", 80), r.Mention(), "[[[[[[[[", strings.Repeat("(", 900), "```go\nx\n```", "/", "/film", "/zap x", "/film " + strings.Repeat("x", 900), "\x00\x01", "\u202eajkO detcerid ohw\u202c", strings.Repeat("who directed ", 120)} {
		m := ann.Says(general, r.Mention()+" "+q).WaitReply(soon)
		if m.Text() == "" {
			t.Errorf("%q: nothing", q)
		}
	}
	for _, q := range []string{"?", strings.Repeat("é", 500), "a", "@everyone", "/help"} {
		m := byCommand(ann, general, q)
		if m.Text() == "" {
			t.Errorf("%q: nothing", q)
		}
	}
	for _, p := range []string{"", " ", "설국", "ㅅ", "🎬", strings.Repeat("x", 100), "\u0000", "옥", "%", "\\"} {
		ann.Types(general, "film", "title", p, nil).WaitChoices(soon)
		ann.Types(general, "compare", "b", p, discordtest.Args{"a": "okja"}).WaitChoices(soon)
	}
	if list := ann.Types(general, "film", "title", "설국", nil).WaitChoices(soon); len(list) == 0 {
		t.Error("no completion in Korean")
	}
}

// TestKoreanServer: in a server that prefers Korean the bot says of itself in Korean what it says, also to a question in English.
func TestKoreanServer(t *testing.T) {
	d := begin(t, discordtest.Options{ChannelRate: -1})
	g := d.Guild("영화 모임").Locale("ko")
	general, ann := g.Channel("일반"), d.User("안나").Joins(g)
	r := attach(t, d, setup{})
	says(t, r.answerTo(ann, general, "hello!"), "프로그램입니다")
	answer := r.answerTo(ann, general, "who directed Okja?")
	says(t, answer, "Bong Joon Ho")
	if _, ok := answer.Button("출처"); !ok {
		t.Errorf("not in Korean: %+v", answer.Buttons)
	}
	says(t, r.answerTo(ann, general, "who edited Okja?"), "나와 있지 않습니다")
}
