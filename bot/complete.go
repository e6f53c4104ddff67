package bot

import (
	"context"
	"slices"
	"strings"

	"hapjak/bot/messages"
	"hapjak/facts"
	"hapjak/facts/kb"
)

// MaxCompletions is how many suggestions there are at most.
const MaxCompletions = 25

// Complete suggests values for what was typed of a command's option so far, the best
// first: exact, beginning of a name, beginning of a word, misspelt. A suggestion's
// Label is what is shown, its Entity what to put into the option.
func (b *Bot) Complete(ctx context.Context, command, option, partial string) []facts.Choice {
	m, done := b.useIn(ctx)
	defer done()
	c, ok := m.find(command, messages.For(""))
	i := slices.IndexFunc(c.Options, func(o Option) bool { return o.Name == option && o.Completes })
	if !ok || i < 0 {
		return nil
	}
	if c.Name == "source" {
		return m.completeSource(partial)
	}
	var kinds []kb.Kind
	if c.Noun != "" {
		kinds = []kb.Kind{c.kind}
	}
	return m.completer().Complete(partial, kinds, MaxCompletions)
}

// KindOf says what kind of thing a suggestion for a command is, in the language of a
// locale; nothing where it is what the command is for anyway.
func (b *Bot) KindOf(command, entity, locale string) string {
	m, done := b.use()
	defer done()
	c, _ := m.find(command, messages.For(""))
	base := m.know.Base()
	n, ok := base.Find(entity)
	if !ok || c.Name == "source" {
		return ""
	}
	noun := base.Schema().KindDef(base.KindOf(n)).Noun
	if noun == c.Noun {
		return ""
	}
	return messages.For(locale).Label(noun)
}

func (m *mind) completeSource(partial string) []facts.Choice {
	squashed := kb.Squash(partial)
	var first, rest []facts.Choice
	for _, s := range m.know.Sources() {
		choice := facts.Choice{Label: s.Title, Entity: s.ID}
		switch {
		case strings.HasPrefix(kb.Squash(s.ID), squashed), strings.HasPrefix(kb.Squash(s.Title), squashed), strings.HasPrefix(kb.Squash(s.Publisher), squashed):
			first = append(first, choice)
		case strings.Contains(kb.Squash(s.ID+s.Title+s.Publisher), squashed):
			rest = append(rest, choice)
		}
	}
	all := append(first, rest...)
	return all[:min(len(all), MaxCompletions)]
}

// Warm makes what the first question and the first completion need, so that they do
// not wait.
func (b *Bot) Warm() {
	m, done := b.use()
	defer done()
	m.completer()
	m.ask.Ask(context.Background(), facts.Question{Text: m.example()})
	m.know.LoadNames()
}
