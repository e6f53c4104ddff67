package discord

import (
	"strings"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
	"hapjak/facts"
)

// TestWhereComponentsAreRefused answers with embeds on a Discord that takes no messages
// of components, and all the buttons still do what they did.
func TestWhereComponentsAreRefused(t *testing.T) {
	r := start(t, setup{discord: discordtest.Options{NoComponents: true, ChannelRate: -1}})
	general, ann, bob := members(r)
	m := ann.Says(general, r.Mention()+" who directed Snowpiercer?")
	answer := m.WaitReply(soon)
	if len(answer.Embeds) != 1 || len(answer.Texts) != 0 {
		t.Fatalf("not an embed: %s", answer.Raw)
	}
	says(t, answer, "**Bong Joon Ho** directed", "-# [1]")
	says(t, bob.Clicks(answer, "Sources").WaitReply(soon), "paragraph 26")
	page := ann.Uses(general, "timeline", nil).WaitReply(soon)
	if next := ann.Clicks(page, "More").WaitReply(soon); len(next.Embeds) != 1 || next.ID != page.ID {
		t.Errorf("the next page: %s", next.Raw)
	}
	ann.Edits(m, r.Mention()+" who directed Okja?")
	says(t, answer.WaitEdit(soon), "Okja")
}

// TestVotesOnEmbeds finds a question that is too long for a button above an embed, which
// is what answers were before.
func TestVotesOnEmbeds(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{NoComponents: true}})
	general, ann, bob := members(r)
	long := strings.TrimSpace(strings.Repeat("who directed the _very_ long film? ", 6))
	answer := byCommand(ann, general, long)
	if len(answer.Embeds) != 1 {
		t.Fatalf("not an embed: %s", answer.Raw)
	}
	says(t, bob.Clicks(answer, "👍").WaitReply(soon), "Thank you")
	list, _ := r.store.Events(t.Context(), store.Filter{Asker: r.store.Hash(bob.ID())})
	if len(list) != 1 || list[0].Question != long || !strings.Contains(list[0].Answer, "You asked") {
		t.Errorf("remembered %+v", list)
	}
}

// TestLayout shows an answer as one card of components, and keeps it one when the
// question is edited to something that is answered in a few words.
func TestLayout(t *testing.T) {
	r := start(t, setup{})
	general, ann, _ := members(r)
	m := ann.Says(general, r.Mention()+" who directed Snowpiercer?")
	answer := m.WaitReply(soon)
	if len(answer.Embeds) != 0 || answer.Content != "" || len(answer.Texts) != 2 ||
		!strings.HasPrefix(answer.Texts[0], "**Bong Joon Ho** directed Snowpiercer") || !strings.HasPrefix(answer.Texts[1], "-# [1] KoBiz") {
		t.Errorf("texts %q", answer.Texts)
	}
	ann.Edits(m, r.Mention()+" xyzzy plugh")
	if edited := answer.WaitEdit(soon); edited.Flags&int(flagComponents) == 0 || strings.Contains(edited.Text(), "Bong") || edited.Text() == "" {
		t.Errorf("edited: %q", edited.Text())
	}
	notice := r.answerTo(ann, general, "xyzzy plugh")
	if notice.Content == "" {
		t.Errorf("a few words are a card: %s", notice.Raw)
	}
}

// TestPagesAreTurnedLate turns a page that takes longer than Discord likes to wait, and
// leaves the page alone where something else is to be said.
func TestPagesAreTurnedLate(t *testing.T) {
	r := start(t, setup{options: func(o *Options) { o.timing.deferral = time.Nanosecond }})
	general, ann, _ := members(r)
	page := ann.Uses(general, "timeline", nil).WaitReply(soon)
	i := ann.Clicks(page, "More")
	if a := i.WaitAnswer(soon); a.Type != respondNothing && a.Type != respondUpdate {
		t.Errorf("answered with %d", a.Type)
	}
	if next := i.WaitReply(soon); next.ID != page.ID || next.Text() == page.Text() {
		t.Errorf("the next page is %s", next.Text())
	}
	if n := len(general.BotMessages()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

// TestPagesOfTheSilenced: who may not write any more changes no message that all see.
func TestPagesOfTheSilenced(t *testing.T) {
	r := start(t, setup{})
	g := r.Guild("Film club")
	general, ann := g.Channel("general"), r.User("Ann").Joins(g)
	page := ann.Uses(general, "timeline", nil).WaitReply(soon)
	ann.MayNot(g, discordtest.PermSendMessages)
	next := ann.Clicks(page, "More").WaitReply(soon)
	if !next.Ephemeral || next.ID == page.ID || page.Now().Edits != 0 {
		t.Errorf("turned for all: %s", next.Text())
	}
	if last := ann.Clicks(next, "More").WaitReply(soon); last.ID != next.ID {
		t.Error("a private page is not turned in place")
	}
}

// TestBracketsAreNoMarks: what a source has in brackets is its own.
func TestBracketsAreNoMarks(t *testing.T) {
	one := facts.Citation{Marker: 1, Source: "a", Paragraph: 1, URL: "a.b/c"}
	x := told("See the note [1]", one)
	x.Plain, x.Refs[0].At = "See note [1] of it", len("See note [1] of it")
	if got, want := linker([]facts.Citation{one}, "")(x), "See note \\[1\\] of it [1](<https://a.b/c>)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestEmbolden(t *testing.T) {
	one := facts.Citation{Marker: 1, Source: "a", Paragraph: 1}
	mark := linker([]facts.Citation{one}, "")
	for _, c := range []struct {
		text   string
		shorts []string
		want   string
	}{
		{"Bong Joon Ho directed Okja (2017). [1]", []string{"Bong Joon Ho"}, "**Bong Joon Ho** directed Okja (2017). [1]"},
		{"It stars A*B, and Anna. [1]", []string{"A*B"}, "It stars **A\\*B**, and Anna. [1]"},
		{"It stars A*B, and Anna. [1]", []string{"Ann", "A*B"}, "It stars A\\*B, and Anna. [1]"},
		{"It was seen by many in the spring of that year. [1]", []string{"two million"}, "**two million**\nIt was seen by many in the spring of that year. [1]"},
		{"Okja", []string{"Okja"}, "**Okja**"},
		{"Films: Okja, Musa. [1]", []string{"Musa", "Okja"}, "Films: **Okja**, **Musa**. [1]"},
		{"Nothing.", nil, "Nothing."},
		{"One film. [1]", []string{"1"}, "**1**\nOne film. [1]"},
		{"Okja (2017) came out in 2017. [1]", []string{"2017"}, "Okja (2017) came out in **2017**. [1]"},
		{"A, B, C, D, E, F, G, H and I. [1]", strings.Split("ABCDEFGHI", ""), "A, B, C, D, E, F, G, H and I. [1]"},
		{"Okja (2017). [1]", []string{"2017"}, "Okja (**2017**). [1]"},
	} {
		var shorts []facts.Short
		for _, s := range c.shorts {
			shorts = append(shorts, facts.Short{Text: s})
		}
		if got := embolden(told(c.text, one), shorts, mark); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
