package discord

// The faults of the platform, scripted on the strict Discord of discordtest:
// what a gateway and the REST API do to a bot, and what hostile people do.
// Tests of what members do stand in the other files.

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/facts"
)

const (
	patience  = soon
	postRoute = "/channels/{channel_id}/messages"
	callback  = "/interactions/{interaction_id}/{interaction_token}/callback"
)

// trick is a conversation of which one thing is different.
type trick struct {
	Talker
	handle func(ctx context.Context, r bot.Request) (bot.Reply, bool)
}

func (k trick) Handle(ctx context.Context, r bot.Request) bot.Reply {
	if reply, ok := k.handle(ctx, r); ok {
		return reply
	}
	return k.Talker.Handle(ctx, r)
}

// A gated conversation thinks about nothing until it is opened.
type gated struct {
	trick
	asked chan struct{} // told of the first questions that wait
	open  func()
}

func newGated(talk Talker) gated {
	asked, gate := make(chan struct{}, 100), make(chan struct{})
	return gated{asked: asked, open: sync.OnceFunc(func() { close(gate) }), trick: trick{talk, func(ctx context.Context, _ bot.Request) (bot.Reply, bool) {
		select {
		case asked <- struct{}{}:
		default:
		}
		select {
		case <-gate:
		case <-ctx.Done():
		}
		return bot.Reply{}, false
	}}}
}

// A scene is a server with a channel and a member.
type scene struct {
	*running
	guild   *discordtest.Guild
	general *discordtest.Channel
	ann     *discordtest.User
}

func newScene(t testing.TB, s setup) *scene {
	t.Helper()
	r := start(t, s)
	g := r.Guild("Film club")
	return &scene{running: r, guild: g, general: g.Channel("general"), ann: r.User("Ann").Joins(g)}
}

const theQuestion = "who directed Snowpiercer?"

// ask asks and wants the right answer, once.
func (c *scene) ask() discordtest.Message {
	c.t.Helper()
	m := c.ann.Says(c.general, c.Mention()+" "+theQuestion)
	r := m.WaitReply(patience)
	if !strings.Contains(r.Text(), "Bong Joon Ho") || r.ReplyTo != m.ID {
		c.t.Errorf("answered with %q", r.Text())
	}
	return r
}

// once fails if a question has more than one answer.
func (c *scene) once(m discordtest.Message) {
	c.t.Helper()
	n := 0
	for _, r := range c.general.BotMessages() {
		if r.ReplyTo == m.ID {
			n++
		}
	}
	if n != 1 {
		c.t.Errorf("%d answers to one question", n)
	}
}

// A gatewayFault is something that a gateway does to a bot.
type gatewayFault struct {
	name       string
	beat       time.Duration
	play       func(g *discordtest.Gateway)
	identifies int  // in all; 0 does not matter
	lost       bool // a question asked while away is lost: the session is gone
}

func gatewayFaults() []gatewayFault {
	return []gatewayFault{
		{name: "Op 7", play: func(g *discordtest.Gateway) { g.Reconnect() }, identifies: 1},
		{name: "a cut", play: func(g *discordtest.Gateway) { g.Cut() }, identifies: 1},
		{name: "close 4000", play: func(g *discordtest.Gateway) { g.Close(4000) }, identifies: 1},
		{name: "close 1001", play: func(g *discordtest.Gateway) { g.Close(1001) }, identifies: 1},
		{name: "close 4009", play: func(g *discordtest.Gateway) { g.Close(4009) }, identifies: 2, lost: true},
		{name: "Op 9 true", play: func(g *discordtest.Gateway) { g.Invalidate(true) }, identifies: 1},
		{name: "Op 9 false", play: func(g *discordtest.Gateway) { g.Invalidate(false) }, identifies: 2, lost: true},
		{name: "Op 9 true on resume", play: func(g *discordtest.Gateway) {
			g.OnResume(discordtest.First{Op: 9, Resumable: true})
			g.Cut()
		}, identifies: 1},
		{name: "Op 9 false on resume", play: func(g *discordtest.Gateway) {
			g.OnResume(discordtest.First{Op: 9})
			g.Cut()
		}, identifies: 2, lost: true},
		{name: "Op 7 on resume", play: func(g *discordtest.Gateway) {
			g.OnResume(discordtest.First{Op: 7})
			g.Cut()
		}, identifies: 1},
		{name: "silence on resume", play: func(g *discordtest.Gateway) {
			g.OnResume(discordtest.First{Silent: true})
			g.Cut()
		}, identifies: 1},
		{name: "503 for a while", play: func(g *discordtest.Gateway) {
			g.Refuse(3)
			g.Cut()
		}, identifies: 1},
		{name: "missed ACKs", beat: 300 * time.Millisecond, play: func(g *discordtest.Gateway) { g.DropAcks(2) }, identifies: 1},
		{name: "Op 1", play: func(g *discordtest.Gateway) { g.Heartbeat() }, identifies: 1},
		{name: "half an event", play: func(g *discordtest.Gateway) {
			g.Send("MESSAGE_CREATE", `{"id":"1","channel_id":"2","author":7,"content":[]}`)
			g.Send("MESSAGE_CREATE", `{"id":"1"}`)
			g.Send("MESSAGE_CREATE", `null`)
			g.Send("INTERACTION_CREATE", `{"id":"1","token":"t","type":2}`)
			g.Send("INTERACTION_CREATE", `{"type":"x"}`)
			g.Send("READY", `{}`)
			g.Send("NEVER_HEARD_OF", `[]`)
			g.SendRaw(`{"op":`)
			g.SendRaw(``)
		}},
	}
}

// TestGatewayFaults plays what a gateway does to a bot. After each the bot
// answers, and answers what was asked while it was away.
func TestGatewayFaults(t *testing.T) {
	for _, test := range gatewayFaults() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := newScene(t, setup{discord: discordtest.Options{Heartbeat: test.beat}, options: impatient})
			c.ask()
			test.play(c.Gateway())
			m := c.ann.Says(c.general, c.Mention()+" "+theQuestion)
			if !test.lost {
				m.WaitReply(patience)
				c.once(m)
			}
			c.recovers()
			if n := c.Gateway().Identifies(); test.identifies != 0 && n != test.identifies {
				t.Errorf("%d IDENTIFYs, want %d", n, test.identifies)
			}
			if n := c.Gateway().ResumedElsewhere(); n != 0 {
				t.Errorf("%d RESUMEs not at resume_gateway_url", n)
			}
		})
	}
}

// recovers asks until an answer comes, and waits longer each time.
func (c *scene) recovers() {
	c.t.Helper()
	for wait := 200 * time.Millisecond; wait < 2*patience; wait *= 2 {
		m := c.ann.Says(c.general, c.Mention()+" "+theQuestion)
		for end := time.Now().Add(wait); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
			if m.Replies() > 0 {
				return
			}
		}
	}
	c.t.Error("the bot does not recover")
}

func (c *scene) eventually(ok func() bool) {
	c.t.Helper()
	for end := time.Now().Add(2 * patience); time.Now().Before(end); {
		if ok() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	c.t.Error("it never happens")
}

// impatient is a bot that does not wait long for a gateway that says nothing.
func impatient(o *Options) { o.timing.ready = time.Second }

// firstPackets are what may come before READY.
func firstPackets() map[string]discordtest.First {
	return map[string]discordtest.First{
		"Op 7":            {Op: 7},
		"Op 11":           {Op: 11, Then: true},
		"Op 1":            {Op: 1, Then: true},
		"Op 9 false":      {Op: 9},
		"Op 9 true":       {Op: 9, Resumable: true},
		"silence":         {Silent: true},
		"close 4000":      {Close: 4000},
		"Op 11 and never": {Op: 11},
	}
}

// TestFirstPackets plays what comes before READY.
func TestFirstPackets(t *testing.T) {
	for name, first := range firstPackets() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := begin(t, discordtest.Options{})
			d.Gateway().OnIdentify(first)
			r := attach(t, d, setup{cold: true, options: impatient})
			r.WaitReady(patience)
			g := d.Guild("Film club")
			c := &scene{running: r, guild: g, general: g.Channel("general"), ann: d.User("Ann").Joins(g)}
			c.ask()
		})
	}
}

// TestFatalCloses pins that a bot which Discord will not have ends with a
// sentence that says the remedy, and knocks once only.
func TestFatalCloses(t *testing.T) {
	for code, remedy := range map[int]string{4004: "DISCORD_TOKEN", 4010: "--shards", 4011: "--shards", 4013: "upgrade", 4014: "Privileged Gateway Intents"} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			c := newScene(t, setup{})
			c.ask()
			c.Gateway().Close(code)
			select {
			case err := <-c.ended:
				c.ended <- err
				if err == nil || !strings.Contains(err.Error(), remedy) {
					t.Errorf("ended with %v", err)
				}
			case <-time.After(patience):
				t.Error("the bot goes on")
			}
			if n := c.Gateway().Identifies(); n != 1 {
				t.Errorf("%d IDENTIFYs", n)
			}
		})
	}
}

// TestRESTFaults plays what the REST API does to an answer. Each time the
// answer comes, once.
func TestRESTFaults(t *testing.T) {
	status := func(codes ...int) []discordtest.Fault {
		var all []discordtest.Fault
		for _, s := range codes {
			all = append(all, discordtest.Status(s))
		}
		return all
	}
	for name, faults := range map[string][]discordtest.Fault{
		"500, 502, 503, 504":      status(500, 502, 503, 504),
		"429":                     {discordtest.RateLimited(100 * time.Millisecond), discordtest.RateLimited(100 * time.Millisecond)},
		"429 for all":             {discordtest.GloballyLimited(100 * time.Millisecond)},
		"429 as HTML":             {discordtest.BannedHTML()},
		"dropped":                 {discordtest.Dropped(false)},
		"dropped after it was in": {discordtest.Dropped(true)},
		"500 after it was in":     {applied(discordtest.Status(500))},
		"504 after it was in":     {applied(discordtest.Status(504))},
		"slow":                    {discordtest.Slow(300 * time.Millisecond)},
	} {
		t.Run("message/"+name, func(t *testing.T) {
			t.Parallel()
			c := newScene(t, setup{})
			for _, f := range faults {
				c.Fail(f.On("POST", postRoute))
			}
			m := c.ann.Says(c.general, c.Mention()+" "+theQuestion)
			m.WaitReply(patience)
			c.Quiet(500*time.Millisecond, patience)
			c.once(m)
			c.ask()
		})
		t.Run("interaction/"+name, func(t *testing.T) {
			t.Parallel()
			c := newScene(t, setup{})
			c.Allow("40060") // the answer had been taken; asking once more is how one learns that
			for _, f := range faults {
				c.Fail(f.On("POST", callback))
			}
			i := c.ann.Uses(c.general, "film", discordtest.Args{"title": "Snowpiercer"})
			if r := i.WaitReply(patience); !strings.Contains(r.Text(), "Bong Joon Ho") {
				t.Errorf("answered with %q", r.Text())
			}
			c.Quiet(200*time.Millisecond, patience)
			if n := len(c.general.BotMessages()); n != 1 {
				t.Errorf("%d messages", n)
			}
		})
	}
}

func applied(f discordtest.Fault) discordtest.Fault {
	f.Applied = true
	return f
}

// TestRefusals plays what is nobody's fault and cannot be mended: the bot
// stays quiet, or says it where it can, and goes on.
func TestRefusals(t *testing.T) {
	t.Run("no leave to speak", func(t *testing.T) {
		t.Parallel()
		c := newScene(t, setup{})
		c.general.Deny(discordtest.PermSendMessages)
		c.ann.Says(c.general, c.Mention()+" "+theQuestion)
		told := c.ann.DM().WaitMessages(1, patience)[0]
		if !strings.Contains(told.Text(), c.general.Mention()) && !strings.Contains(told.Text(), "general") {
			t.Errorf("told %q", told.Text())
		}
		c.ann.Says(c.general, c.Mention()+" "+theQuestion).NoReply(100 * time.Millisecond)
		if n := len(c.ann.DM().BotMessages()); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
	t.Run("no leave to speak, DMs closed", func(t *testing.T) {
		t.Parallel()
		c := newScene(t, setup{})
		c.ann.ClosesDMs()
		c.general.Deny(discordtest.PermSendMessages)
		c.ann.Says(c.general, c.Mention()+" "+theQuestion)
		c.Quiet(200*time.Millisecond, patience)
		other := c.guild.Channel("other")
		c.general = other
		c.ask()
	})
	t.Run("no leave for embeds", func(t *testing.T) {
		t.Parallel()
		c := newScene(t, setup{})
		c.general.Deny(discordtest.PermEmbedLinks)
		c.ask()
	})
	t.Run("no leave to read the history", func(t *testing.T) {
		t.Parallel()
		c := newScene(t, setup{})
		c.general.Deny(discordtest.PermReadMessageHistory)
		m := c.ann.Says(c.general, c.Mention()+" "+theQuestion)
		if r := m.WaitReply(patience); !strings.Contains(r.Text(), "Bong Joon Ho") {
			t.Errorf("answered with %q", r.Text())
		}
	})
	t.Run("the channel is deleted", func(t *testing.T) {
		t.Parallel()
		c := newScene(t, setup{})
		c.Fail(discordtest.Refused(404, 10003, "Unknown Channel").On("POST", postRoute))
		c.ann.Says(c.general, c.Mention()+" "+theQuestion)
		c.eventually(func() bool { return c.tries(postRoute) > 0 }) // however slow the machine is
		c.Quiet(200*time.Millisecond, patience)
		c.ask()
	})
	for code, status := range map[int]int{10062: 404, 10015: 404, 40060: 400, 50027: 401} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			c := newScene(t, setup{})
			c.Allow("not answered within")
			c.Fail(discordtest.Refused(status, code, "refused").On("POST", callback))
			c.ann.Uses(c.general, "film", discordtest.Args{"title": "Snowpiercer"})
			c.eventually(func() bool { return c.tries(callback) > 0 })
			c.Quiet(200*time.Millisecond, patience)
			n := c.tries(callback)
			if n != 1 {
				t.Errorf("tried %d times", n)
			}
			c.ask()
		})
	}
}

// tries counts the requests to a route.
func (c *scene) tries(route string) int {
	n := 0
	for _, r := range c.Requests() {
		if r.Route == route {
			n++
		}
	}
	return n
}

// TestTokenReset pins that a bot whose token was reset while it ran ends with
// the remedy, and does not print the token.
func TestTokenReset(t *testing.T) {
	t.Parallel()
	c := newScene(t, setup{})
	c.ask()
	c.ResetToken()
	select {
	case err := <-c.ended:
		c.ended <- err
		if err == nil || !strings.Contains(err.Error(), "token") || strings.Contains(err.Error(), c.Token()) {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(patience):
		t.Error("the bot goes on")
	}
	if strings.Contains(c.log.String(), c.Token()) {
		t.Error("the token is in the log")
	}
}

// TestHundredAtOnce answers 100 questions and 100 commands at once while no request to
// Discord comes to an end: none waits for another.
func TestHundredAtOnce(t *testing.T) {
	c := newScene(t, setup{discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1}, talk: trick{newTalk(t),
		func(context.Context, bot.Request) (bot.Reply, bool) {
			return bot.Reply{Status: facts.Answered, Blocks: []bot.Block{{Text: told("at once")}}}, true
		}}})
	c.WaitCommands(patience)
	letGo := make(chan struct{})
	c.Fail(discordtest.Held(letGo))
	var questions []discordtest.Message
	var commands []*discordtest.Interaction
	for n := range 100 {
		u := c.User(fmt.Sprint("asker ", n)).Joins(c.guild)
		questions = append(questions, u.Says(c.guild.Channel(fmt.Sprint("c", n)), c.Mention()+" "+theQuestion))
		commands = append(commands, u.Uses(c.general, "film", discordtest.Args{"title": "Snowpiercer"}))
	}
	c.WaitHeld(200, patience)
	close(letGo)
	for n := range 100 {
		questions[n].WaitReply(patience)
		commands[n].WaitReply(patience)
	}
}

// TestManyCandidates offers no more than 25 choices.
func TestManyCandidates(t *testing.T) {
	t.Parallel()
	c := newScene(t, setup{talk: trick{many{newTalk(t)}, func(context.Context, bot.Request) (bot.Reply, bool) {
		return bot.Reply{
			Status: facts.Ambiguous, Choices: candidates(26),
			Blocks: []bot.Block{{Text: told("Which one?")}},
		}, true
	}}})
	if n := len(c.ann.Types(c.general, "film", "title", "the", nil).WaitChoices(patience)); n != 25 {
		t.Errorf("%d choices", n)
	}
	r := c.ann.Says(c.general, c.Mention()+" which?").WaitReply(patience)
	if len(r.Buttons) == 0 && len(r.Selects) == 0 {
		t.Error("nothing to choose from")
	}
}

// many completes everything to 26 things.
type many struct{ Talker }

func (many) Complete(context.Context, string, string, string) []facts.Choice { return candidates(26) }

// candidates are names of the greatest length, in Hangul and with emoji, that
// differ at the end only.
func candidates(n int) []facts.Choice {
	var all []facts.Choice
	for i := range n {
		name := strings.Repeat("가🎬", 60) + fmt.Sprint(i)
		all = append(all, facts.Choice{Label: name, Question: "/film " + name, Entity: fmt.Sprint("film-", i)})
	}
	return all
}

// TestLongAnswers draws answers of every length around each limit; the strict
// Discord takes all of them.
func TestLongAnswers(t *testing.T) {
	t.Parallel()
	var length atomic.Int64
	c := newScene(t, setup{
		discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1},
		talk: trick{newTalk(t), func(_ context.Context, r bot.Request) (bot.Reply, bool) {
			text := strings.Repeat("가🎬", int(length.Load())/2)
			return bot.Reply{
				Status: facts.Answered, Question: text, More: "/more " + text, Choices: candidates(6),
				Blocks: []bot.Block{
					{Kind: bot.CardBlock, Title: text, Text: told(text), Fields: []bot.Field{{Label: text, Values: []facts.Text{told(text)}}}},
					{Kind: bot.ListBlock, Title: text, Entries: []bot.Entry{{When: text, Text: told(text)}}},
				},
				Citations: []facts.Citation{{Marker: 1, Title: text, Publisher: text, Passage: text}},
			}, true
		}},
	})
	for _, n := range []int{0, 2, 80, 82, 100, 102, 256, 258, 1000, 1024, 1026, 2000, 2002, 2048, 2050, 4096, 4098, 6000, 6002, 20000} {
		length.Store(int64(n))
		c.ann.Says(c.general, c.Mention()+" x").WaitReply(patience)
		c.ann.Uses(c.general, "film", discordtest.Args{"title": "x"}).WaitReply(patience)
	}
	c.Quiet(300*time.Millisecond, patience)
}

// TestHostileText echoes what would ping, link or format if it were not made
// harmless. The strict Discord refuses pings; here is looked at the rest.
func TestHostileText(t *testing.T) {
	t.Parallel()
	const hostile = "@everyone @here <@&1> <@2> [free](https://evil.example) ||x|| ```code``` *a* _b_ ~c~ # d\n> e </ask:1> <#1> https://evil.example"
	c := newScene(t, setup{talk: trick{newTalk(t), func(_ context.Context, r bot.Request) (bot.Reply, bool) {
		return bot.Reply{Status: facts.Answered, Question: r.Text, Blocks: []bot.Block{{Title: hostile, Text: told("About " + hostile)}}}, true
	}}})
	for _, r := range []discordtest.Message{
		c.ann.Says(c.general, c.Mention()+" "+hostile).WaitReply(patience),
		c.ann.Uses(c.general, "ask", discordtest.Args{"question": hostile}).WaitReply(patience),
	} {
		text := strings.ReplaceAll(r.Text(), `\<`, "") // this shows as it is
		for _, bad := range []string{"[free](https://evil.example)", "```code```", "<@&1>", "<@2>"} {
			if strings.Contains(text, bad) {
				t.Errorf("%q went through: %q", bad, text)
			}
		}
	}
}

// TestStopsInTime asks, stops the bot at once, and wants the answer all the
// same.
func TestStopsInTime(t *testing.T) {
	t.Parallel()
	asking := make(chan struct{})
	c := newScene(t, setup{talk: trick{newTalk(t), func(context.Context, bot.Request) (bot.Reply, bool) {
		close(asking)
		time.Sleep(200 * time.Millisecond)
		return bot.Reply{}, false
	}}})
	m := c.ann.Says(c.general, c.Mention()+" "+theQuestion)
	<-asking
	start := time.Now()
	if err := c.stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(start); took > patience {
		t.Errorf("stopping took %v", took)
	}
	c.once(m)
}

// TestGloballyLimited: after a refusal for all nothing is sent for as long as it says.
func TestGloballyLimited(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	g := r.Guild("Film club")
	ann := r.User("Ann").Joins(g)
	r.Fail(discordtest.GloballyLimited(400*time.Millisecond).On("POST", postRoute))
	began := time.Now()
	a := ann.Says(g.Channel("a"), r.Mention()+" one?")
	r.until("the refusal to be heard", func() bool {
		l := r.bot.rest.limits
		l.mu.Lock()
		defer l.mu.Unlock()
		return !l.blocked.IsZero()
	})
	b := ann.Says(g.Channel("b"), r.Mention()+" two?")
	says(t, a.WaitReply(soon), "one")
	says(t, b.WaitReply(soon), "two")
	var times []time.Duration
	for _, q := range r.Requests() {
		if q.Method == "POST" && q.Route == postRoute {
			times = append(times, q.At.Sub(began))
		}
	}
	if len(times) != 3 || times[1]-times[0] < 400*time.Millisecond {
		t.Errorf("posts at %v", times)
	}
}

// TestLimitedInteractions: first answers and promised ones are sent again when they may be.
func TestLimitedInteractions(t *testing.T) {
	r := start(t, setup{talk: &echo{slow: 80 * time.Millisecond}, options: func(o *Options) { o.timing.deferral = 30 * time.Millisecond }})
	general, ann, bob := members(r)
	r.Fail(discordtest.RateLimited(300*time.Millisecond).On("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"))
	r.Fail(discordtest.RateLimited(300*time.Millisecond).On("POST", "/interactions/{interaction_id}/{interaction_token}/callback"))
	says(t, byCommand(ann, general, "one?"), "one?")
	says(t, byCommand(bob, general, "two?"), "two?")
	r.Fail(discordtest.GloballyLimited(300*time.Millisecond).On("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"))
	says(t, byCommand(bob, general, "three?"), "three?")
	r.Fail(discordtest.BannedHTML().On("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"))
	says(t, byCommand(bob, general, "four?"), "four?")
}

// TestOddEvents: an event that comes again is answered once, and half of one harms nothing.
func TestOddEvents(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" once?")
	m.WaitReply(soon)
	for range 3 {
		r.Gateway().Send("MESSAGE_CREATE", fmt.Sprintf(`{"id":%q,"channel_id":%q,"guild_id":%q,"type":0,"content":"%s once?","author":{"id":%q}}`, m.ID, general.ID(), general.GuildID(), r.Mention(), ann.ID()))
	}
	r.Quiet(100*time.Millisecond, soon)
	if n := len(general.BotMessages()); n != 1 {
		t.Errorf("%d answers", n)
	}
	for _, odd := range []string{`null`, `{}`, `[]`, `{"id":1}`, `{"id":"1","channel_id":"2","author":null}`, `{"id":"1","channel_id":"2","author":{"id":""}}`, `"x"`, `{"id":"9","channel_id":"8","author":{"id":"7"},"content":"<@` + r.BotID() + `> x","referenced_message":{"author":null},"message_reference":{}}`} {
		for _, kind := range []string{"MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK", "INTERACTION_CREATE", "GUILD_CREATE", "THREAD_CREATE", "THREAD_LIST_SYNC", "THREAD_UPDATE", "CHANNEL_UPDATE", "GUILD_ROLE_UPDATE", "GUILD_DELETE", "NEW_THING"} {
			r.Gateway().Send(kind, odd)
		}
	}
	r.Allow("")
	says(t, r.answerTo(ann, general, "alive?"), "alive")
	if strings.Contains(r.log.String(), "panicked") {
		t.Error("a panic")
	}
}

// TestAskedAcrossResumes: of thirty questions across lost connections none is lost or answered twice.
func TestAskedAcrossResumes(t *testing.T) {
	r := start(t, setup{talk: &echo{slow: 2 * time.Millisecond}, store: openStore(t, t.TempDir()), discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1}})
	general, ann, bob := members(r)
	var asked []discordtest.Message
	for n := range 30 {
		u := ann
		if n%2 == 1 {
			u = bob
		}
		asked = append(asked, u.Says(general, fmt.Sprint(r.Mention(), " q", n, "?")))
		switch n {
		case 5, 20:
			r.Gateway().Cut()
		case 10:
			r.Gateway().Reconnect()
		case 15:
			r.Gateway().Close(4000)
		case 25:
			r.Gateway().Invalidate(true)
		}
		time.Sleep(10 * time.Millisecond)
	}
	for n, m := range asked {
		says(t, m.WaitReply(2*soon), fmt.Sprint("q", n, "?"))
	}
	r.Quiet(200*time.Millisecond, soon)
	if n := len(general.BotMessages()); n != 30 {
		t.Errorf("%d answers", n)
	}
	r.Gateway().Invalidate(false)
	r.Gateway().WaitIdentifies(2, soon)
	(&scene{running: r, general: general, ann: ann}).recovers()
}

// TestPermissionsChange: while a question is thought about, and afterwards.
func TestPermissionsChange(t *testing.T) {
	talk := newGated(&echo{})
	c := newScene(t, setup{talk: talk, discord: discordtest.Options{ChannelRate: -1}})
	m := c.ann.Says(c.general, c.Mention()+" who?")
	<-talk.asked
	c.general.Deny(discordtest.PermSendMessages)
	talk.open()
	c.Quiet(100*time.Millisecond, soon)
	if m.Replies() != 0 {
		t.Error("answered")
	}
	if n := len(c.ann.DM().BotMessages()); n != 1 {
		t.Errorf("%d DMs", n)
	}
	c.general.Restore()
	c.Gateway().Send("CHANNEL_UPDATE", fmt.Sprintf(`{"id":%q,"type":0}`, c.general.ID()))
	says(t, c.ann.Says(c.general, c.Mention()+" and now?").WaitReply(soon), "and now")
	c.general.Deny(discordtest.PermEmbedLinks | discordtest.PermReadMessageHistory | discordtest.PermAttachFiles)
	says(t, c.ann.Says(c.general, c.Mention()+" with less?").WaitReply(soon), "with less")
	c.general.Restore()
	says(t, c.ann.Says(c.general, c.Mention()+" with all?").WaitReply(soon), "with all")
	c.guild.Remove()
	other := c.Guild("another")
	says(t, c.ann.Joins(other).Says(other.Channel("g"), c.Mention()+" elsewhere?").WaitReply(soon), "elsewhere")
}
