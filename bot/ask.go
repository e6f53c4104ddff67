package bot

import (
	"iter"
	"slices"
	"strings"

	"hapjak/bot/messages"
	"hapjak/corpus"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/nlp/tongues"
)

func (t *turn) runAsk(options map[string]string) Reply { return t.question(options["question"]) }

// question answers a question in its conversation.
func (t *turn) question(text string) Reply {
	was := t.context(text)
	if len(was.torn) > 0 {
		return t.whichOf(text, was.torn)
	}
	context, before := was.context, was.asked
	asker, language := t.asker, tongues.Of(text)
	if messages.Foreign(language) != "" { // the encoder finds something to say of whatever is named
		asker = t.quick
	}
	answer, next := asker.Ask(t.ctx, facts.Question{Text: text, Source: t.req.Source, Context: context, Explain: t.req.Explain})
	reply := Reply{
		Status: answer.Status, Question: text, Whole: t.whole(text, next), Before: before, Hurried: t.req.Hurry, Answer: &answer, Context: next, Speakers: was.speakers,
		Blocks:    []Block{{Kind: TextBlock, Text: answer.Said}},
		Citations: answer.Citations, Choices: answer.Choices,
	}
	if t.know.Alone(text) {
		reply.Before = ""
	}
	if answer.Left > 0 {
		if listed, of := next.Question, strings.Contains(next.Question, "|"); !of { // of "and the others?" the list
			reply.Whole = listed
		}
		reply.More = moreLine(len(answer.Answers)-answer.Left, "ask "+reply.Whole)
	} else if len(answer.Citations) > 0 && len(text) <= maxCommand/2 && answer.Status != facts.Ambiguous && t.know.Passages() != nil {
		reply.More = moreLine(0, "ask "+reply.Whole)
	}
	reply.Stray = t.know.Stray(text, next)
	if t.talked(text, answer, context, next) {
		reply.Question, reply.Hurried, reply.Blocks[0].Kind = "", false, NoticeBlock
	}
	if own := t.say.Own(answer.Text, t.example()); own != "" && len(answer.Citations) == 0 {
		reply.Blocks[0].Text = plain(own)
	}
	t.foreign(text, language, &reply)
	return reply
}

// talked says whether nothing was asked of the sources: who thanks, or asks what the program is. That
// leaves nothing to go on from, also where nothing was said before.
func (t *turn) talked(text string, a facts.Answer, before, next *facts.Context) bool {
	if a.Status != facts.Unknown || len(a.Citations) > 0 || next != before {
		return false
	}
	if before != nil {
		_, next = t.quick.Ask(t.ctx, facts.Question{Text: text})
	}
	return next == nil
}

// context returns what a follow-up is read by: what is remembered of what it follows, or else what
// the question before leaves when it is asked again, or what is remembered of its conversation; and
// that question. What too many people have taken part in is another conversation by now.
func (t *turn) context(text string) remembered {
	if r := t.bot.memory.get(t.req.Follows); r.goesOn() {
		return r
	}
	if t.req.About != nil {
		return t.spokenOf(*t.req.About, text)
	}
	if t.req.Before != nil && !t.know.Alone(text) {
		if r, known := t.askAgain(t.req.Before(t.ctx)); r.context != nil || !known {
			return r
		}
	}
	if talk := t.bot.memory.get(t.req.Conversation); talk.goesOn() {
		return talk
	}
	return remembered{}
}

// askAgain asks the questions of the turns before again: from the last that can be read by itself on.
// What was said then is not known where one of them could not be found.
func (t *turn) askAgain(turns iter.Seq[string]) (r remembered, known bool) {
	var again []string
	for q := range turns {
		if q == "" {
			return remembered{}, false
		}
		if again = append(again, q); len(again) == maxAgain || t.know.Alone(q) {
			break
		}
	}
	for _, q := range slices.Backward(again) {
		_, r.context = t.quick.Ask(t.ctx, facts.Question{Text: q, Source: t.req.Source, Context: r.context})
		r.asked = t.whole(q, r.context)
	}
	return r, true
}

// spokenOf is what somebody's words leave for a question to go on from: the things that they name, and where "it" may be
// each of several, that it is torn between them.
func (t *turn) spokenOf(said, text string) (r remembered) {
	things := t.know.Gist(t.ctx, said).Named
	if len(things) == 0 {
		return r
	}
	if len(things) > 1 && facts.Pointer(text) != "" && !t.know.Alone(text) {
		var fit []string
		for _, id := range things[:min(len(things), maxChoices)] {
			if a, _ := t.quick.Ask(t.ctx, facts.Question{Text: text, Source: t.req.Source, Context: t.about(id)}); a.Status == facts.Answered {
				fit = append(fit, id)
			}
		}
		if len(fit) > 0 {
			things = fit
		}
		if len(things) > 1 {
			r.torn = things
		}
	}
	r.context = t.about(things...)
	r.asked = r.context.Question
	return r
}

// about is what naming things leaves to go on from.
func (m *mind) about(things ...string) *facts.Context {
	n, _ := m.know.Base().Find(things[0])
	return &facts.Context{Question: m.know.Title(n), Topics: things}
}

// whichOf asks which of some things a question is about.
func (t *turn) whichOf(text string, things []string) Reply {
	r := t.notice(facts.Ambiguous, "which", "name", facts.Pointer(text))
	for _, id := range things[:min(len(things), maxChoices)] {
		n, _ := t.know.Base().Find(id)
		r.Choices = append(r.Choices, facts.Choice{Label: t.know.Title(n), Entity: id, Question: t.whole(text, t.about(id))})
	}
	return r
}

// maxAgain bounds the turns that are asked again for one.
const maxAgain = 4

// goesOn says whether a turn can follow up what is remembered.
func (r remembered) goesOn() bool { return r.context != nil && len(r.speakers) < maxSpeakers }

// maxSpeakers bounds those that are remembered of a conversation.
const maxSpeakers = 200

func (m *mind) example() string {
	if ex := m.know.Base().Schema().Examples; len(ex) > 0 {
		return ex[0]
	}
	return "/help"
}

// whole is a question that can be asked by itself: where it names nothing that it is
// about, the first of those is put behind it.
func (m *mind) whole(text string, next *facts.Context) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, " ")), " ")
	if next == nil || len(next.Topics) == 0 {
		return text
	}
	squashed := kb.Squash(text)
	for _, id := range next.Topics {
		if n, ok := m.know.Base().Find(id); ok {
			for _, name := range m.know.Base().Names(n) {
				if strings.Contains(squashed, kb.Squash(name)) {
					return text
				}
			}
		}
	}
	if n, ok := m.know.Base().Find(next.Topics[0]); ok {
		asked := strings.TrimRight(text, "?!. ") // behind a full stop it would be another sentence
		return asked + " (" + m.know.Base().Name(n) + ")" + text[len(asked):]
	}
	return text
}

// passagePage is how many passages a page of them has.
const passagePage = 3

// morePassages shows the passages that come nearest to a question, those that its
// answer cites left out.
func (t *turn) morePassages(question string, offset int) Reply {
	ix := t.know.Passages()
	if ix == nil {
		return t.notice(facts.Unknown, "nothing.more")
	}
	answer, next := t.asker.Ask(t.ctx, facts.Question{Text: question, Source: t.req.Source})
	if answer.Left > 0 {
		return t.moreListed(question, offset, answer, next)
	}
	var refs []corpus.Ref
	for _, h := range ix.Search(passages.Query{Text: question, Source: t.req.Source}, offset+passagePage+1+len(answer.Citations)) {
		if !slices.ContainsFunc(answer.Citations, func(c facts.Citation) bool { return c.Ref() == h.Ref }) {
			refs = append(refs, h.Ref)
		}
	}
	if offset >= len(refs) {
		return t.notice(facts.Unknown, "nothing.more")
	}
	r := Reply{Status: facts.Answered, Stray: t.know.Stray(question, nil)}
	list := Block{Kind: ListBlock, Title: t.say.Text("passages", "question", question)}
	for i, ref := range refs[offset:min(len(refs), offset+passagePage)] {
		c := t.citation(i+1, ref)
		r.Citations = append(r.Citations, c)
		list.Entries = append(list.Entries, Entry{When: c.Title, URL: c.URL, Text: cited(c.Passage, ref)})
	}
	r.Blocks = []Block{list}
	if len(refs) > offset+passagePage {
		r.More = moreLine(offset+passagePage, "ask "+question)
	}
	r.Back = backLine(offset, passagePage, "ask "+question)
	return r
}

// moreListed tells the members of a list from one on.
func (t *turn) moreListed(question string, offset int, first facts.Answer, next *facts.Context) Reply {
	shown := len(first.Answers) - first.Left
	answer := first
	if offset > 0 {
		answer, _ = t.asker.Ask(t.ctx, facts.Question{Text: question, Source: t.req.Source, Skip: offset})
	}
	r := Reply{Status: answer.Status, Question: question, Whole: question, Answer: &answer, Context: next, Citations: answer.Citations,
		Blocks: []Block{{Kind: TextBlock, Text: answer.Said}}, Back: backLine(offset, shown, "ask "+question), Stray: t.know.Stray(question, nil)}
	if answer.Left > 0 {
		r.More = moreLine(len(answer.Answers)-answer.Left, "ask "+question)
	}
	return r
}

// cited is a text that stands on one paragraph.
func cited(text string, ref corpus.Ref) facts.Text {
	return facts.Text{Plain: text, Refs: []facts.TextRef{{At: len(text), Ref: ref}}}
}

func (m *mind) citation(marker int, ref corpus.Ref) facts.Citation {
	c := facts.Citation{Marker: marker, Source: ref.Source, Paragraph: ref.Paragraph, Part: ref.Part}
	if s, ok := m.know.Source(ref.Source); ok {
		c.Title, c.Publisher, c.Date, c.URL = s.Title, s.Publisher, s.Date, s.URL
	}
	if p, ok := m.know.Paragraph(ref); ok {
		c.Passage, c.Verbatim, c.Place = p.Text, p.Verbatim, p.Place
	}
	return c
}

// runMore asks for what comes next, of the line that it names or of the reply before.
func (t *turn) runMore(options map[string]string) Reply {
	offset, line, ok := cutMore(options[""])
	if !ok {
		offset, line, ok = cutMore(strings.TrimPrefix(t.bot.memory.get(t.req.Conversation).more, "/more "))
	}
	name, rest := cutCommand(line)
	c, found := t.find(name, t.say)
	if !ok || !found {
		return t.notice(facts.Unknown, "nothing.more")
	}
	given := c.parse(rest)
	switch c.Name {
	case "ask":
		return t.morePassages(given["question"], offset)
	case "timeline":
		return t.timeline(given, offset)
	case "compare":
		return t.compare(given, offset)
	case "source":
		return t.source(given["id"], offset)
	}
	if c.run == nil {
		return t.runCard(c, given, offset)
	}
	return t.notice(facts.Unknown, "nothing.more")
}
