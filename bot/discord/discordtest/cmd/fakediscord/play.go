package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hapjak/bot/discord/discordtest"
)

// answerIn is how long an answer may take.
const answerIn = 30 * time.Second

// play is a script being played.
type play struct {
	d        *discordtest.Discord
	t        *stage
	guild    *discordtest.Guild
	people   map[string]*discordtest.User
	channels map[string]*discordtest.Channel
	who      *discordtest.User
	where    *discordtest.Channel
	said     discordtest.Message
	shown    discordtest.Message
	act      *discordtest.Interaction
	last     string // the text of the last answer
}

func newPlay(d *discordtest.Discord, t *stage) *play {
	p := &play{d: d, t: t, guild: d.Guild("Film club"), people: map[string]*discordtest.User{}, channels: map[string]*discordtest.Channel{}}
	p.as("Ann")
	p.in("general")
	return p
}

func (p *play) as(name string) {
	if p.people[name] == nil {
		p.people[name] = p.d.User(name).Joins(p.guild).May(p.guild, discordtest.PermManageGuild)
	}
	p.who = p.people[name]
}

func (p *play) in(name string) {
	if name == "dm" {
		p.where = p.who.DM()
		return
	}
	if p.channels[name] == nil {
		p.channels[name] = p.guild.Channel(name)
	}
	p.where = p.channels[name]
}

// line plays one line.
func (p *play) line(line string) error {
	verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	rest = strings.TrimSpace(rest)
	if verb == "" || strings.HasPrefix(verb, "#") {
		return nil
	}
	fmt.Fprintln(p.t.out, ">", line)
	for _, part := range []func(verb, rest string) (bool, error){p.person, p.platform} {
		if done, err := part(verb, rest); done || err != nil {
			return err
		}
	}
	return fmt.Errorf("no such line: %q", verb)
}

// person plays what people do.
func (p *play) person(verb, rest string) (bool, error) {
	switch verb {
	case "as":
		p.as(rest)
	case "in":
		p.in(rest)
	case "speaks":
		p.who.Speaks(rest)
	case "has":
		p.who.Has(p.guild, rest)
	case "look":
		p.shown = p.said.WaitReply(answerIn)
		p.print(p.shown)
	case "say":
		p.says(rest)
	case "reply":
		p.says(rest, discordtest.Say{ReplyTo: p.shown})
	case "use":
		name, text, _ := strings.Cut(rest, " ")
		return true, p.use(name, text)
	case "type":
		name, text, _ := strings.Cut(rest, " ")
		option, partial, _ := strings.Cut(text, "=")
		p.tell(fmt.Sprint(p.who.Types(p.where, name, option, partial, nil).WaitChoices(answerIn)))
	case "check":
		p.show(p.who.UsesOn(p.said, rest))
	case "click":
		p.show(p.who.Clicks(p.shown, rest))
	case "submit":
		values := map[string]string{}
		for k, v := range pairs(rest) {
			values[k] = v
		}
		p.show(p.who.Submits(p.act, values))
	case "expect":
		if !strings.Contains(p.last, rest) {
			p.t.Errorf("expected %q", rest)
		}
	default:
		return false, nil
	}
	return true, nil
}

func (p *play) says(text string, o ...discordtest.Say) {
	p.said = p.who.Says(p.where, strings.ReplaceAll(text, "{bot}", p.d.Mention()), o...)
	p.shown = p.said.WaitReply(answerIn)
	p.print(p.shown)
}

// show waits for what answers an interaction, a message or a dialogue.
func (p *play) show(i *discordtest.Interaction) {
	p.act = i
	if a := i.WaitAnswer(answerIn); a.Type == 9 {
		p.tell(fmt.Sprintf("a dialogue: %+v", i.WaitModal(answerIn)))
		return
	}
	p.shown = i.WaitReply(answerIn)
	p.print(p.shown)
}

func (p *play) print(m discordtest.Message) {
	var names []string
	for _, b := range m.Buttons {
		names = append(names, "["+strings.TrimSpace(b.Emoji+" "+b.Label)+"]")
	}
	text := m.Text()
	if m.Ephemeral {
		text = "(private) " + text
	}
	for _, image := range m.Images {
		text += "\n(picture) " + image
	}
	p.tell(text + "\n" + strings.Join(names, " "))
}

func (p *play) tell(text string) {
	p.last = text
	fmt.Fprintln(p.t.out, strings.TrimSpace(text))
}

// use fits the arguments to the types that the command's options have.
func (p *play) use(name, text string) error {
	types := map[string]int{}
	for _, c := range p.d.Commands("") {
		var def struct {
			Options []struct {
				Name string
				Type int
			}
		}
		if c.Name == name && json.Unmarshal(c.Raw, &def) == nil {
			for _, o := range def.Options {
				types[o.Name] = o.Type
			}
		}
	}
	args := discordtest.Args{}
	for key, text := range pairs(text) {
		args[key] = text
		var err error
		switch types[key] {
		case 4:
			args[key], err = strconv.Atoi(text)
		case 5:
			args[key], err = strconv.ParseBool(text)
		}
		if err != nil {
			return err
		}
	}
	p.show(p.who.Uses(p.where, name, args))
	return nil
}

var key = regexp.MustCompile(`(?:^| )([\p{L}_-]+)=`)

// pairs reads "title=Mr. Go private=true".
func pairs(text string) map[string]string {
	found := key.FindAllStringSubmatchIndex(text, -1)
	all := map[string]string{}
	for i, at := range found {
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		all[text[at[2]:at[3]]] = text[at[1]:end]
	}
	return all
}

// platform plays what Discord does.
func (p *play) platform(verb, rest string) (bool, error) {
	g, words := p.d.Gateway(), strings.Fields(rest)
	word := func(n int) string {
		if n < len(words) {
			return words[n]
		}
		return ""
	}
	number, _ := strconv.Atoi(word(0))
	span, _ := time.ParseDuration(word(0))
	switch verb {
	case "op7":
		g.Reconnect()
	case "op9":
		g.Invalidate(word(0) == "true")
	case "cut":
		g.Cut()
	case "close":
		g.Close(number)
	case "deaf":
		g.DropAcks(number)
	case "advance":
		p.d.Clock().Advance(span)
	case "sleep":
		time.Sleep(span)
	case "fail":
		p.d.Fail(discordtest.Status(number).On(word(1), word(2)))
	case "drop":
		p.d.Fail(discordtest.Dropped(true).On(word(0), word(1)))
	case "http":
		return true, p.d.PostInteractionsTo(rest)
	case "load":
		seconds, _ := strconv.Atoi(word(1))
		p.tell(discordtest.Load{Rate: float64(number), For: time.Duration(seconds) * time.Second}.Run(p.d).String())
	case "flood":
		films := []string{"Snowpiercer", "Okja", "The Medium", "Mr. Go", "Mother"}
		asks := []string{"who directed %s?", "when did %s come out?", "who stars in %s?", "what is %s about?"}
		quiet, beside := discordtest.Flood{Question: func(n int) string {
			return fmt.Sprintf(asks[n%len(asks)], films[n%len(films)])
		}}.Run(p.d, max(number, 1))
		for n := range quiet {
			p.tell(fmt.Sprintf("quiet:  %v\nbeside: %v", quiet[n], beside[n]))
		}
	default:
		return false, nil
	}
	return true, nil
}
