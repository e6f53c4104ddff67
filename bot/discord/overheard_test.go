package discord

import (
	"hapjak/bot/discord/discordtest"
	"os"
	"strings"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/facts"
	"hapjak/nlp/encoder/weights"
)

// TestOverheardChannel reads a film club's channel as the bot would where every message
// is read: at least half of what the articles answer is answered, and it speaks where it
// was not asked twice in five hundred messages at most. With HAPJAK_LONG evidence is read
// by the encoder, as in the program, which takes three minutes; without it less of the
// questions that were written blind is answered.
func TestOverheardChannel(t *testing.T) {
	notRaced(t)
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	sets := map[string]float64{"channel.txt": 0.5, "channel500.txt": 0.5, "channel300.txt": 0.5, "channelnamed.txt": 0, "channelblind.txt": 0.4}
	if os.Getenv("HAPJAK_LONG") != "" {
		know.SetEncoder(weights.Lazy())
		sets["channel500b.txt"], sets["channel500c.txt"], sets["channel200.txt"] = 0.45, 0.5, 0.5 // whose long messages want the encoder
	}
	for name, share := range sets {
		t.Run(name, func(t *testing.T) { overhear(t, name, share, bot.New(know, bot.Options{})) })
	}
}

func overhear(t *testing.T, name string, share float64, talk Talker) {
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	questions, answered, others := 0, 0, 0
	var odd [2]int // of questions and of those answered, the ones at odd places
	place := 0
	var intrusions []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		place++
		q, question := strings.CutPrefix(line, "? ")
		var r bot.Reply
		if asksTheRoom(q) { // else it is not thought about
			r = talk.Handle(t.Context(), bot.Request{Text: q, Conversation: "asker " + line})
		}
		switch speaks := sure(t.Context(), talk, q, r); {
		case question:
			questions++
			odd[0] += place % 2
			if speaks {
				answered++
				odd[1] += place % 2
			} else {
				t.Logf("silent at %q: %s", q, r.Status)
			}
		case speaks:
			others++
			intrusions = append(intrusions, q+" → "+r.Answer.Text)
		default:
			others++
		}
	}
	t.Logf("%d of %d questions answered (of those at odd places %d of %d); %d of %d other messages too: %q", answered, questions, odd[1], odd[0], len(intrusions), others, intrusions)
	if float64(answered) < share*float64(questions) {
		t.Errorf("only %d of %d questions answered", answered, questions)
	}
	if len(intrusions) > 2 {
		t.Errorf("%d intrusions", len(intrusions))
	}
}

func TestAmongUs(t *testing.T) {
	for text, want := range map[string]bool{
		"what did we miss?": true, "how old are you": true, "are we meeting at 7?": true, "do you know my cat and yours?": true,
		"who directed Okja?": false, "do you know who directed Okja?": false, "can you tell me when Okja came out": false, "does anybody know who made Okja": false,
		"I was wondering who shot Snowpiercer?": false, "I'm curious, who made Okja?": false, "who made Okja, my sister says Bong": false,
	} {
		if got := amongUs(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for text, want := range map[string]bool{
		"who directed okja": true, "who's in okja": true, "which book": false, "is it good": false, "was okja shot in korea": true, "lol what": false, "worth it?": false,
		"again???": false, "who directed okja?": true, "the one with bees": false, "hello all. doing a quiz, who directed okja": true, "we had pizza. who directed okja?": true,
		"who of you saw okja? it was long": false,
	} {
		if got := asksTheRoom(text); got != want {
			t.Errorf("%q asks: %v", text, got)
		}
	}
}

// TestOverheardOfNow: what the sources said once is no answer to who asks of the present, unless they speak of it too.
func TestOverheardOfNow(t *testing.T) {
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	talk := bot.New(know, bot.Options{})
	speaks := func(text string) bool {
		return sure(t.Context(), talk, text, talk.Handle(t.Context(), bot.Request{Text: text}))
	}
	for once, now := range map[string]string{"is Lu Han a member of EXO?": "is Lu Han still a member of EXO?", "who directed Snowpiercer?": "who directed Snowpiercer, these days?"} {
		if !speaks(once) || speaks(now) {
			t.Errorf("answers %q: %v, %q: %v", once, speaks(once), now, speaks(now))
		}
	}
	r := talk.Handle(t.Context(), bot.Request{Text: "who directed Snowpiercer?"})
	for i := range r.Citations {
		r.Citations[i].Passage += " He is still its director."
	}
	if !sure(t.Context(), talk, "who directed Snowpiercer, still", r) {
		t.Error("silent where the source speaks of it")
	}
}

// TestOverheardInThreadsAndForums: those of channels that are set aside, and no others.
func TestOverheardInThreadsAndForums(t *testing.T) {
	r := start(t, reading(setup{discord: discordtest.Options{ChannelRate: -1}}))
	g := r.Guild("Film club")
	general, set, forum, off := g.Channel("general"), g.Channel("set aside"), g.Forum("ask here"), g.Forum("not here")
	ann, bob := r.User("Ann").Joins(g), r.User("Bob").Joins(g)
	boss := manager(r, g)
	says(t, boss.Uses(general, "config", discordtest.Args{"add-channel": set, "answer": "every"}).WaitReply(soon), "not known yet")
	boss.Uses(general, "config", discordtest.Args{"add-channel": forum}).WaitReply(soon)
	ann.Says(general, theQuestion).NoReply(60 * time.Millisecond)
	says(t, ann.Says(set, theQuestion).WaitReply(soon), "Bong")
	in := ann.Says(set, "a thread").Thread("t", ann)
	says(t, bob.Says(in, theQuestion).WaitReply(soon), "Bong")
	_, first := ann.Posts(forum, "Who directed Snowpiercer", "please")
	says(t, first.WaitReply(soon), "Bong")
	_, first = ann.Posts(forum, "Who directed Snowpiercer?", "") // beneath it is a picture
	says(t, first.WaitReply(soon), "Bong")
	_, first = ann.Posts(off, "Who directed Snowpiercer?", "please")
	first.NoReply(60 * time.Millisecond)
	bob.Says(set, "what do you think of it?").NoReply(60 * time.Millisecond)
	bob.Says(set, "where is the zorb of the frobnicator?").NoReply(60 * time.Millisecond)
	boss.Uses(general, "config", discordtest.Args{"remove-channel": set}).WaitReply(soon)
	ann.Says(set, theQuestion).NoReply(60 * time.Millisecond)
	r.Quiet(50*time.Millisecond, soon)
}

// TestOverheardFollowUp: what the asker says next after an answer goes on from it; once another has spoken it is for the people.
func TestOverheardFollowUp(t *testing.T) {
	r := start(t, reading(setup{discord: discordtest.Options{ChannelRate: -1}}))
	g := r.Guild("Film club")
	general, ann, bob := g.Channel("general"), r.User("Ann").Joins(g), r.User("Bob").Joins(g)
	manager(r, g).Uses(general, "config", discordtest.Args{"add-channel": general, "answer": "every"}).WaitReply(soon)
	ask := func() {
		says(t, ann.Says(general, "who directed The Medium?").WaitReply(soon), "Banjong")
		r.settled()
	}
	ask()
	says(t, ann.Says(general, "and when did it come out?").WaitReply(soon), "2021")
	r.settled()
	ann.Says(general, "where did you put the tickets for it?").NoReply(60 * time.Millisecond)
	ann.Says(general, "when did it come out?").NoReply(60 * time.Millisecond) // she speaks with others by now
	ask()
	bob.Says(general, "when did it come out?").NoReply(60 * time.Millisecond)
	ann.Says(general, "when did it come out?").NoReply(60 * time.Millisecond)
}
