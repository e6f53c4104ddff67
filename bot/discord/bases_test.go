package discord

import (
	"context"
	"fmt"
	"hapjak/bot/store"
	"strings"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/corpus"
	"hapjak/facts"
)

// another is a conversation over another base.
type another struct{ Talker }

func (another) Handle(_ context.Context, r bot.Request) bot.Reply {
	return bot.Reply{Status: facts.Answered, Question: r.Text, Blocks: []bot.Block{{Text: told("From the games.")}},
		Citations: []facts.Citation{{Marker: 1, Source: "games", Paragraph: 2, Title: "Games"}}}
}

func (a another) Cite(refs []corpus.Ref) []facts.Citation {
	list := a.Talker.Cite(refs)
	for i := range list {
		list[i].Passage = "Said in the games."
	}
	return list
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
	r := start(t, setup{talk: &echo{}, options: func(o *Options) { o.Bases = []Base{{Name: "games", Talk: another{&echo{}}}} }, discord: discordtest.Options{ChannelRate: -1}})
	g, h := r.Guild("Game club"), r.Guild("Film club")
	general, films, other := g.Channel("general"), g.Channel("films"), h.Channel("general")
	ann := r.User("Ann").Joins(g).Joins(h)
	boss := manager(r, g)
	asks := func(c *discordtest.Channel, want string) {
		t.Helper()
		says(t, r.answerTo(ann, c, "who won?"), want)
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

// TestAnswersKeepTheirBase: the buttons of an answer go on with the base that it came from, whichever answers in its
// channel by then; where that one is not loaded any more they say so.
func TestAnswersKeepTheirBase(t *testing.T) {
	with := func(o *Options) {
		o.Bases = []Base{{Name: "games", Talk: another{&echo{}}}, {Name: "books", Talk: another{&echo{}}}}
	}
	r := start(t, setup{talk: &echo{}, options: with, discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	ask := func() discordtest.Message {
		m := r.answerTo(ann, general, "who won?")
		r.settled()
		return m
	}
	usual := ask()
	r.set(general, store.Settings{Base: "games"})
	theirs := ask()
	r.set(general, store.Settings{Base: "books"})
	says(t, ann.Clicks(usual, "Sources").WaitReply(soon), "Passage one:3")
	says(t, ann.Clicks(theirs, "Sources").WaitReply(soon), "Said in the games")
	if b := ask(); b.Buttons[0].CustomID == theirs.Buttons[0].CustomID {
		t.Error("two bases have one mark")
	}
	r.set(general, store.Settings{})
	says(t, ann.Clicks(theirs, "Sources").WaitReply(soon), "Said in the games")
	q := r.again(setup{talk: &echo{}})
	says(t, ann.Clicks(theirs, "Sources").WaitReply(soon), "no longer works")
	says(t, ann.Clicks(usual, "[2]").WaitReply(soon), "Passage two:7")
	ann.Clicks(theirs, "🗑️")
	theirs.WaitGone(soon)
	q.settled()
}

// TestComplaintsKeepTheirBase: what an answer of a base that can be mended is complained of for can be mended,
// whichever base answers there by then, and what another's is cannot.
func TestComplaintsKeepTheirBase(t *testing.T) {
	f := newMending(t)
	r := start(t, setup{discord: discordtest.Options{ChannelRate: -1}, options: func(o *Options) {
		o.Bases, o.Curators = []Base{{Name: "games", Talk: another{&echo{}}, Mender: f}}, []string{curators}
	}})
	general, ann, bob := members(r)
	cora := r.User("Cora").Joins(general.Guild()).Has(general.Guild(), curators)
	complain := func(who *discordtest.User) {
		answer := r.answerTo(who, general, theQuestion)
		says(t, who.Submits(who.Clicks(answer, "Not right?"), map[string]string{"complaint": "wrong"}).WaitReply(soon), "Thank you")
	}
	complain(ann)
	r.set(general, store.Settings{Base: "games"})
	complain(bob)
	for _, now := range []string{"games", ""} {
		r.set(general, store.Settings{Base: now})
		list := cora.UsesByOverride(general, "complaints", nil).WaitReply(soon)
		if _, ok := list.Button("Mend 1"); ok {
			t.Errorf("with base %q what nobody can mend is offered", now)
		}
		says(t, cora.Clicks(list, "Mend 2").WaitReply(soon), "Choose one of these")
	}
}

// TestPagesKeepTheirBase: and so do further pages, and what is chosen.
func TestPagesKeepTheirBase(t *testing.T) {
	r := start(t, setup{options: func(o *Options) { o.Bases = []Base{{Name: "games", Talk: another{&echo{}}}} }, discord: discordtest.Options{ChannelRate: -1}})
	general, ann, _ := members(r)
	answer := ann.Says(general, r.Mention()+" "+theQuestion).WaitReply(soon)
	list := ann.Uses(general, "timeline", nil).WaitReply(soon)
	which := ann.Uses(general, "film", discordtest.Args{"title": "Tyrnat"}).WaitReply(soon)
	r.set(general, store.Settings{Base: "games"})
	says(t, ann.Clicks(answer, "More").WaitReply(soon), "Snowpiercer")
	page := ann.Clicks(list, "More").WaitReply(soon)
	omits(t, page, "From the games")
	omits(t, ann.Clicks(page, "Back").WaitReply(soon), "From the games")
	if len(which.Buttons) > 0 {
		omits(t, ann.Clicks(which, which.Buttons[0].Label).WaitReply(soon), "From the games")
	}
	says(t, ann.Says(general, r.Mention()+" "+theQuestion).WaitReply(soon), "From the games")
}

func TestBasesAreNamedApart(t *testing.T) {
	for _, list := range [][]Base{{{Name: ""}}, {{Name: "a"}, {Name: "a"}}, {{Name: "-"}}, make([]Base, 25)} {
		if _, err := New(&echo{}, newMemoryStore(t), Options{Token: "t", Bases: list}); err == nil {
			t.Errorf("%d bases were taken", len(list))
		}
	}
}

// TestCitationsLeadToThePage leads from an answer to the passage on its base's own page.
func TestCitationsLeadToThePage(t *testing.T) {
	r := start(t, setup{options: func(o *Options) {
		o.Page, o.Bases = "https://films.example.org/", []Base{{Name: "games", Talk: another{&echo{}}, Page: "https://games.example.org"}}
	}, discord: discordtest.Options{ChannelRate: -1}})
	g := r.Guild("Club")
	general, games := g.Channel("general"), g.Channel("games")
	ann := r.User("Ann").Joins(g)
	boss := manager(r, g)
	boss.Uses(general, "config", discordtest.Args{"base": "games", "base-channel": games}).WaitReply(soon)
	answer := r.answerTo(ann, general, "who directed Snowpiercer?")
	says(t, answer, "[1](<https://films.example.org/sources/kobiz-2025#p26>)")
	says(t, ann.Clicks(answer, "Sources").WaitReply(soon), "https://films.example.org/sources/kobiz-2025#p26")
	if _, ok := answer.Button("[1]"); ok {
		t.Error("a button beside a link")
	}
	says(t, r.answerTo(ann, games, "who won?"), "[Games, undated](<https://games.example.org/sources/games>)")
}

func TestPages(t *testing.T) {
	if _, err := New(&echo{}, newMemoryStore(t), Options{Token: "a.b.c", Curators: []string{"123456789012345678", "cora"}}); err == nil || !strings.Contains(err.Error(), "no id of a role") {
		t.Errorf("a role that is none: %v", err)
	}
	for page, good := range map[string]bool{
		"": true, "https://example.org": true, "https://example.org/films/": true, "http://example.org:8080": true,
		"example.org": false, "http://localhost:8080": false, "ftp://example.org": false, "https://example.org/?a=b": false, "https://a:b@example.org": false,
	} {
		_, err := New(&echo{}, newMemoryStore(t), Options{Token: "a.b.c", Page: page})
		if (err == nil) != good || err != nil && !strings.Contains(err.Error(), "--page") {
			t.Errorf("%q: %v", page, err)
		}
	}
}

// TestThreadOutOfTheArchive: a thread that was in the archive when the process began is answered as its channel.
func TestThreadOutOfTheArchive(t *testing.T) {
	r := start(t, setup{talk: &echo{}, options: func(o *Options) { o.Bases = []Base{{Name: "games", Talk: another{&echo{}}}} }})
	g := r.Guild("Game club")
	games := g.Channel("games")
	ann := r.User("Ann").Joins(g)
	old := ann.Says(games, "a thread begins here").Thread("talk", ann)
	r.Quiet(50*time.Millisecond, soon)
	r.set(games, store.Settings{Bases: map[string]string{games.ID(): "games"}})
	r.bot.adapter.threads.drop(old.ID()) // it was archived when this process began
	r.Gateway().Send("THREAD_UPDATE", fmt.Sprintf(`{"id":%q,"type":11,"guild_id":%q,"parent_id":%q,"name":"talk","thread_metadata":{"archived":false}}`, old.ID(), g.ID(), games.ID()))
	says(t, r.answerTo(ann, old, "who won?"), "From the games")
}

// TestThreadOverHTTP: and so where no gateway tells of threads.
func TestThreadOverHTTP(t *testing.T) {
	s := newMemoryStore(t)
	r := startHTTP(t, setup{store: s, talk: &echo{}, options: func(o *Options) { o.Bases = []Base{{Name: "games", Talk: another{&echo{}}}} }})
	g := r.Guild("Game club")
	games := g.Channel("games")
	ann := r.User("Ann").Joins(g)
	r.set(games, store.Settings{Bases: map[string]string{games.ID(): "games"}})
	old := ann.Says(games, "a thread begins here").Thread("talk", ann)
	says(t, byCommand(ann, games, "who won?"), "From the games")
	says(t, byCommand(ann, old, "who won?"), "From the games")
}
