package discord

import (
	"context"
	"strings"
	"testing"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/facts"
)

// another is a conversation over another base.
type another struct{ Talker }

func (another) Handle(_ context.Context, r bot.Request) bot.Reply {
	return bot.Reply{Status: facts.Answered, Question: r.Text, Blocks: []bot.Block{{Text: "From the games."}},
		Citations: []facts.Citation{{Marker: 1, Source: "games", Paragraph: 2, Title: "Games"}}}
}

func (another) Commands() []bot.Command {
	return append(testCommands(), bot.Command{Name: "game", Noun: "game", Options: []bot.Option{{Name: "name", Required: true, Completes: true}}})
}

func (another) Complete(context.Context, string, string, string) []facts.Choice {
	return []facts.Choice{{Label: "Go", Entity: "go"}}
}

// TestBases answers one server from another base, and one channel of it from the usual
// one; a thread is as its channel.
func TestBases(t *testing.T) {
	r := start(t, setup{talk: &echo{}, options: func(o *Options) { o.Bases = []Base{{"games", another{&echo{}}}} }, discord: discordtest.Options{ChannelRate: -1}})
	g, h := r.Guild("Game club"), r.Guild("Film club")
	general, films, other := g.Channel("general"), g.Channel("films"), h.Channel("general")
	ann := r.User("Ann").Joins(g).Joins(h)
	boss := r.User("Boss").Joins(g).May(g, discordtest.PermManageGuild)
	asks := func(c *discordtest.Channel, want string) {
		t.Helper()
		says(t, ann.Says(c, r.Mention()+" who won?").WaitReply(soon), want)
	}
	asks(general, "You asked")
	says(t, boss.Uses(general, "config", discordtest.Args{"base-channel": films}).WaitReply(soon), "Which base")
	says(t, boss.Uses(general, "config", discordtest.Args{"base": "games"}).WaitReply(soon), "I answer from** games")
	says(t, boss.Uses(general, "config", discordtest.Args{"base": "-", "base-channel": films}).WaitReply(soon), films.Mention()+": the usual knowledge base")
	asks(general, "From the games")
	asks(films, "You asked")
	asks(other, "You asked")
	asks(ann.Says(general, "a thread begins here").Thread("talk", ann), "From the games")
	asks(ann.Says(films, "and here").Thread("talk", ann), "You asked")
	if list := ann.Types(general, "game", "name", "g", nil).WaitChoices(soon); len(list) != 1 || list[0].Name != "Go" {
		t.Errorf("suggestions %v", list)
	}
	if list := ann.Types(films, "film", "title", "g", nil).WaitChoices(soon); len(list) != 25 {
		t.Errorf("suggestions %v", list)
	}
	if all := boss.Uses(general, "config", discordtest.Args{"base": "games", "base-channel": films}).WaitReply(soon); !strings.HasSuffix(all.Text(), "I answer from** games") {
		t.Errorf("a channel as its server: %s", all.Text())
	}
	asks(films, "From the games")
	says(t, boss.Uses(general, "config", discordtest.Args{"base": "-"}).WaitReply(soon), "I answer from** the usual knowledge base")
	asks(general, "You asked")
}

func TestBasesAreNamedApart(t *testing.T) {
	for _, list := range [][]Base{{{Name: ""}}, {{Name: "a"}, {Name: "a"}}, {{Name: "-"}}, make([]Base, 25)} {
		if _, err := New(&echo{}, newMemoryStore(t), Options{Token: "t", Bases: list}); err == nil {
			t.Errorf("%d bases were taken", len(list))
		}
	}
}
