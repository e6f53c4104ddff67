package bot

import (
	"strconv"

	"hapjak/bot/messages"
	"hapjak/facts"
)

func (t *turn) runHelp(map[string]string) Reply {
	s := t.know.Base().Schema()
	list := Block{Kind: ListBlock, Title: t.say.Text("help.commands")}
	for _, c := range t.commands {
		if c.Continues {
			continue
		}
		list.Entries = append(list.Entries, Entry{When: c.Usage(t.req.Locale), Text: plain(c.Summary(t.req.Locale))})
	}
	r := Reply{Status: facts.Answered, Blocks: []Block{{Kind: NoticeBlock, Text: plain(t.say.Text("help", "about", t.say.Label(s.About)))}}}
	if len(s.Examples) > 0 {
		examples := Block{Kind: ListBlock, Title: t.say.Text("help.examples")}
		for _, e := range s.Examples {
			examples.Entries = append(examples.Entries, Entry{Text: plain(e)})
		}
		r.Blocks = append(r.Blocks, examples)
	}
	r.Blocks = append(r.Blocks, list)
	return r
}

func (t *turn) runAbout(map[string]string) Reply {
	base := t.know.Base()
	return t.notice(facts.Answered, "about", "name", base.Schema().Name, "about", t.say.Label(base.Schema().About),
		"statements", strconv.Itoa(base.Statements()), "sources", strconv.Itoa(len(t.know.Sources())))
}

// Welcome is the line that a surface opens a conversation with.
func (b *Bot) Welcome(locale string) string {
	m, done := b.use()
	defer done()
	say := messages.For(locale)
	return say.Text("welcome", "about", say.Label(m.know.Base().Schema().About), "example", m.example())
}
