package bot

import (
	"slices"
	"strings"

	"hapjak/bot/messages"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/nlp"
)

// A Command is something that is asked for by name: /timeline from 1955.
type Command struct {
	Name    string
	Options []Option
	// Noun is, for a command that shows a card of something, what the schema calls
	// it; empty for the others.
	Noun string

	kind kb.Kind
	// Continues says that the command only goes on with a reply, and is offered with
	// it rather than listed.
	Continues bool
	run       func(*turn, map[string]string) Reply
}

// An Option is something that a command takes.
type Option struct {
	Name      string
	Required  bool
	Completes bool // Bot.Complete has suggestions for it
	Integer   bool
}

// Summary says in one line what a command does.
func (c Command) Summary(locale string) string {
	say := messages.For(locale)
	if c.Noun != "" {
		return say.Text("summary.card", "noun", say.Label(c.Noun))
	}
	return say.Text("summary." + c.Name)
}

// Names are what a command can be typed as, its own name first and then what it is
// called in the locale's language.
func (c Command) Names(locale string) []string {
	if say := messages.For(locale); say.Has("name." + c.Name) {
		return []string{c.Name, say.Text("name." + c.Name)}
	}
	return []string{c.Name}
}

// Called is what an option is called in the locale's language.
func (o Option) Called(locale string) string {
	if say := messages.For(locale); say.Has("option." + o.Name) {
		return say.Text("option." + o.Name)
	}
	return o.Name
}

// Usage is how a command is typed in the locale's language: "/timeline [from] [to] [about]".
func (c Command) Usage(locale string) string {
	names := c.Names(locale)
	text := "/" + names[len(names)-1]
	for _, o := range c.Options {
		if o.Required {
			text += " " + strings.ToUpper(o.Called(locale))
		} else {
			text += " [" + o.Called(locale) + "]"
		}
	}
	return text
}

// Commands returns what the bot can be told, in the order of its help.
func (b *Bot) Commands() []Command { return slices.Clone(b.mind.Load().commands) }

// commandsOf returns the commands over a schema: one for every kind that has one,
// and those that every knowledge base has.
func commandsOf(s *kb.Schema) []Command {
	must := func(name string) Option { return Option{Name: name, Required: true, Completes: true} }
	list := []Command{{Name: "ask", Options: []Option{{Name: "question", Required: true}}, run: (*turn).runAsk}}
	for k := range s.Kinds {
		d := s.KindDef(kb.Kind(k))
		if d.Command == "" || slices.ContainsFunc(list, func(c Command) bool { return c.Name == d.Command }) {
			continue
		}
		option := "name"
		if d.Year != kb.NoRel {
			option = "title"
		}
		list = append(list, Command{Name: d.Command, Noun: d.Noun, kind: kb.Kind(k), Options: []Option{must(option)}, run: nil})
	}
	return append(list,
		Command{Name: "timeline", Options: []Option{{Name: "from", Integer: true}, {Name: "to", Integer: true}, {Name: "about", Completes: true}}, run: (*turn).runTimeline},
		Command{Name: "compare", Options: []Option{must("a"), must("b")}, run: (*turn).runCompare},
		Command{Name: "check", Options: []Option{{Name: "text", Required: true}}, run: (*turn).runCheck},
		Command{Name: "sources", run: (*turn).runSources},
		Command{Name: "source", Options: []Option{must("id"), {Name: "n", Integer: true}}, run: (*turn).runSource},
		Command{Name: "random", run: (*turn).runRandom},
		Command{Name: "more", Continues: true, run: (*turn).runMore},
		Command{Name: "help", run: (*turn).runHelp},
		Command{Name: "about", run: (*turn).runAbout},
	)
}

// find returns the command of that name, in English or as the catalogue calls it.
func (m *mind) find(name string, say *messages.Catalogue) (Command, bool) {
	name = strings.ToLower(name)
	for _, c := range m.commands {
		if slices.Contains(c.Names(say.Language), name) {
			return c, true
		}
	}
	return Command{}, false
}

// line runs a typed command.
func (t *turn) line(text string) Reply {
	name, rest := cutCommand(text)
	c, ok := t.find(name, t.say)
	if !ok {
		return t.noCommand(name, rest)
	}
	options := c.parse(rest)
	for _, o := range c.Options {
		if o.Required && options[o.Name] == "" && !(c.Name == "compare" && options["a"] != "") {
			return t.notice(facts.Unknown, "usage", "usage", c.Usage(t.req.Locale), "summary", c.Summary(t.req.Locale))
		}
	}
	return t.run(c, options)
}

// command runs a command that the surface took apart.
func (t *turn) command(name string, options map[string]string) Reply {
	c, ok := t.find(strings.TrimPrefix(name, "/"), t.say)
	if !ok {
		return t.noCommand(name, "")
	}
	return t.run(c, options)
}

func (t *turn) run(c Command, options map[string]string) Reply {
	if c.run != nil {
		return c.run(t, options)
	}
	return t.runCard(c, options, 0)
}

// noCommand offers the command that was nearly typed. A line that merely begins
// with a slash and is a question otherwise is answered.
func (t *turn) noCommand(name, rest string) Reply {
	best, far := "", 3
	for _, c := range t.commands {
		if d := nlp.Distance(strings.ToLower(name), c.Name, far); d < far || strings.HasPrefix(c.Name, strings.ToLower(name)) && name != "" && best == "" {
			best, far = c.Name, min(d, far)
		}
	}
	if best == "" {
		return t.notice(facts.Unknown, "no.command", "name", name)
	}
	r := t.notice(facts.Ambiguous, "near.command", "name", name, "near", best)
	r.Choices = []facts.Choice{{Label: "/" + best, Question: strings.TrimSpace("/" + best + " " + rest)}}
	return r
}
