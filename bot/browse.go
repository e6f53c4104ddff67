package bot

import (
	"slices"
	"strconv"
	"strings"

	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/library"
)

// How much is shown at once: what fits a screen and one Discord embed.
const (
	cardPage     = 20
	comparePage  = 12
	timelinePage = 12
	maxChoices   = 5
)

// runCard shows a card of something.
func (t *turn) runCard(c Command, options map[string]string, offset int) Reply {
	n, r, ok := t.lookUp(options[c.Options[0].Name], []kb.Kind{c.kind}, func(id string) string { return "/" + c.Name + " " + id })
	if !ok {
		return r
	}
	return t.card(n, offset)
}

func (t *turn) card(n kb.Node, offset int) Reply {
	know := t.know
	card := know.Card(n, offset, cardPage)
	b := Block{Kind: CardBlock, Title: card.Title, Text: plain(card.About), Image: card.Image}
	if len(card.Names) > 0 && offset == 0 {
		const few = 6
		b.Fields = append(b.Fields, Field{t.say.Text("also.called"), []facts.Text{plain(strings.Join(card.Names[:min(len(card.Names), few)], ", "))}})
	}
	for _, l := range card.Lines {
		b.Fields = append(b.Fields, Field{t.say.Label(l.Label), []facts.Text{l.Text}})
	}
	r := Reply{Status: facts.Answered, Blocks: []Block{b}, Citations: card.Citations,
		Context: &facts.Context{Question: card.Title, Topics: []string{card.ID}}}
	line := know.CommandOf(n) + " " + card.ID
	if next := offset + cardPage; next < card.Total {
		r.More = moreLine(next, line)
	}
	r.Back = backLine(offset, cardPage, line)
	if card.Total == 0 {
		r.Blocks = append(r.Blocks, Block{Kind: NoticeBlock, Text: plain(t.say.Text("nothing.stated"))})
	}
	return r
}

// lookUp finds what is meant by a name. Where it is not one thing, ok is false and
// the reply says so, with choices, each asked for by the line that ask makes of its
// id. A thing of another kind will do when there is none of the right one.
func (t *turn) lookUp(name string, kinds []kb.Kind, ask func(id string) string) (kb.Node, Reply, bool) {
	know := t.know
	list, exact := know.Lookup(name, kinds)
	if !exact {
		if other, ok := know.Lookup(name, nil); ok {
			list = other
		}
	}
	switch len(list) {
	case 1:
		return list[0], Reply{}, true
	case 0:
		r := t.notice(facts.Unknown, "not.found", "name", name)
		if found := t.completer().Complete(name, kinds, maxChoices); len(found) > 0 {
			r = t.notice(facts.Unknown, "not.found.but", "name", name)
			r.Choices = asked(found, ask)
		}
		return kb.NoNode, r, false
	}
	r := t.notice(facts.Ambiguous, "which", "name", name)
	labels := map[string]int{}
	for _, n := range list {
		labels[know.Title(n)]++
	}
	for _, n := range list[:min(len(list), maxChoices)] {
		label := know.Title(n)
		if about := know.Base().About(n); labels[label] > 1 && about != "" {
			label += ", " + about
		}
		r.Choices = append(r.Choices, facts.Choice{Label: label, Entity: know.Base().ID(n), Question: ask(know.Base().ID(n))})
	}
	return kb.NoNode, r, false
}

func asked(list []facts.Choice, ask func(id string) string) []facts.Choice {
	for i := range list {
		list[i].Question = ask(list[i].Entity)
	}
	return list
}

func (t *turn) runTimeline(options map[string]string) Reply { return t.timeline(options, 0) }

func (t *turn) timeline(options map[string]string, offset int) Reply {
	from, to, ok := bounds(options["from"], options["to"])
	if !ok {
		return t.notice(facts.Unknown, "bad.years", "from", options["from"], "to", options["to"])
	}
	about := strings.TrimSpace(options["about"])
	tl := t.know.Timeline(t.ctx, library.TimelineQuery{From: from, To: to, About: about, Offset: offset, Most: timelinePage})
	if !tl.Understood {
		again := func(id string) string { return "/" + timelineLine(from, to, id) }
		r := t.notice(facts.Unknown, "not.found", "name", about)
		if found := t.completer().Complete(about, nil, maxChoices); len(found) > 0 {
			r = t.notice(facts.Unknown, "not.found.but", "name", about)
			r.Choices = asked(found, again)
		}
		return r
	}
	if len(tl.Entries) == 0 {
		return t.notice(facts.Unknown, "timeline.none", "title", t.timelineTitle(tl.Title, from, to))
	}
	b := Block{Kind: TimelineBlock, Title: t.timelineTitle(tl.Title, from, to)}
	next := &facts.Context{Question: b.Title}
	for _, e := range tl.Entries {
		b.Entries = append(b.Entries, Entry{When: e.When, Text: e.Undated(), From: e.From, To: e.To})
		things, _ := t.named(e.Text.Plain)
		for _, n := range things {
			if id := t.know.Base().ID(n); len(next.Answers) < maxListed && !slices.Contains(next.Answers, id) {
				next.Answers, next.Listed = append(next.Answers, id), append(next.Listed, t.know.Base().Name(n))
			}
		}
	}
	r := Reply{Status: facts.Answered, Blocks: []Block{b}, Citations: tl.Citations, Context: next}
	line := timelineLine(from, to, about)
	if further := offset + len(tl.Entries); further < tl.Total {
		r.More = moreLine(further, line)
	}
	r.Back = backLine(offset, timelinePage, line)
	return r
}

// maxListed bounds the things of a timeline that can be gone on from.
const maxListed = 30

// bounds reads years, the earlier first whatever the order they were given in.
func bounds(from, to string) (int, int, bool) {
	year := func(s string) (int, bool) {
		if s = strings.TrimSpace(s); s == "" || s == "-" || s == "0" {
			return 0, true
		}
		n, err := strconv.Atoi(s)
		return n, err == nil && n > 0 && n <= 9999
	}
	a, ok1 := year(from)
	b, ok2 := year(to)
	if a > b && b > 0 {
		a, b = b, a
	}
	return a, b, ok1 && ok2
}

func (t *turn) timelineTitle(about string, from, to int) string {
	key := "timeline"
	switch {
	case from > 0 && from == to:
		key += ".in"
	case from > 0 && to > 0:
		key += ".between"
	case from > 0:
		key += ".from"
	case to > 0:
		key += ".to"
	}
	if about != "" {
		key += ".about"
	}
	return t.say.Text(key, "about", about, "from", strconv.Itoa(from), "to", strconv.Itoa(to))
}

func (t *turn) runCompare(options map[string]string) Reply { return t.compare(options, 0) }

func (t *turn) compare(options map[string]string, offset int) Reply {
	a, b := options["a"], options["b"]
	if b == "" {
		a, b = t.part(a)
	}
	if b == "" {
		return t.notice(facts.Unknown, "compare.one", "name", a)
	}
	x, r, ok := t.lookUp(a, nil, func(id string) string { return "/compare " + id + " | " + b })
	if !ok {
		return r
	}
	y, r, ok := t.lookUp(b, nil, func(id string) string { return "/compare " + t.know.Base().ID(x) + " | " + id })
	if !ok {
		return r
	}
	c := t.know.Compare(x, y, offset, comparePage)
	block := Block{Kind: ComparisonBlock, Columns: c.Titles[:]}
	for _, row := range c.Rows {
		block.Fields = append(block.Fields, Field{t.say.Label(row.Label), row.Texts[:]})
	}
	r = Reply{Status: facts.Answered, Blocks: []Block{block}, Citations: c.Citations,
		Context: &facts.Context{Question: c.Titles[0], Topics: c.IDs[:]}}
	line := "compare " + c.IDs[0] + " | " + c.IDs[1]
	if next := offset + comparePage; next < c.Total {
		r.More = moreLine(next, line)
	}
	r.Back = backLine(offset, comparePage, line)
	return r
}

// part finds where one name ends and another begins: at the first space that has a
// name on both sides.
func (m *mind) part(text string) (a, b string) {
	words := strings.Fields(text)
	for i := 1; i < len(words) && i < 20; i++ {
		a, b := strings.Join(words[:i], " "), strings.Join(words[i:], " ")
		if _, ok := m.know.Lookup(a, nil); ok {
			if _, ok := m.know.Lookup(b, nil); ok {
				return a, b
			}
		}
	}
	if len(words) == 2 {
		return words[0], words[1]
	}
	return text, ""
}

func (t *turn) runRandom(map[string]string) Reply {
	know := t.know
	text, about, cited := know.Random(t.bot.seed())
	if text.Plain == "" {
		return t.notice(facts.Unknown, "nothing.stated")
	}
	r := Reply{Status: facts.Answered, Blocks: []Block{{Kind: TextBlock, Text: text}}, Citations: cited}
	id := know.Base().ID(about)
	r.Context = &facts.Context{Question: text.Plain, Topics: []string{id}}
	if command := know.CommandOf(about); command != "" {
		r.Choices = []facts.Choice{{Label: know.Title(about), Entity: id, Question: "/" + command + " " + id}}
	}
	return r
}
