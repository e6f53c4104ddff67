package discord

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"hapjak/bot"
	"hapjak/corpus"
	"hapjak/facts"
)

// This file draws a Reply.

// What the buttons do: the verbs of their custom_ids.
const (
	verbSources = "s" // rest: the paragraphs cited, or those of them that fit
	verbMore    = "m" // rest: the text that asks for more, which comes as a message of its own; owner: aloud, or nobody
	verbPage    = "g" // rest: the text that asks for another page, which comes in the place of this; owner as there
	verbChoice  = "c" // rest: the question to ask instead; owner: aloud, or nobody
	verbUp      = "u" // rest: the question that was answered; empty: it is the message's title
	verbDown    = "d" // the same
	verbDelete  = "x" // owner: who asked
	verbWhy     = "w" // of the dialogue behind a thumbs-down; rest as there
	verbPassage = "p" // rest: a marker and the paragraph that it cites, "2 kobiz-2025:26"
	verbMend    = "e" // rest: the number of a complaint
	verbApply   = "a" // rest: that and the hash of a proposal
	verbForm    = "f" // rest: that and the kind of a mending, which is then written by hand
	verbFill    = "i" // of that dialogue; rest as there
	verbUndo    = "z" // rest: the id of what was mended, where the answer is, and the number of the complaint
)

// A drawing is what is needed to draw a reply beside the reply.
type drawing struct {
	locale   string
	owner    string // who asked
	question string // shown above the answer, where it is not seen otherwise
	private  bool
	aloud    bool // private for what it repeats alone: what is chosen there is for all
	loud     bool // for all, and its pages too, whatever the server's settings say
	mute     bool // the question is shown nowhere: it is a member's text, posted by us
	replies  bool // to a message, in which the question stands
	picture  *file
	base     Base // that it comes from
}

// sureInHurry is from which confidence on a hurried answer is given as any other is.
const sureInHurry = 0.9

// Colours of a card's edge.
const (
	colourAnswered  = 0x3BA55D
	colourCorrected = 0xE0A030
)

// draw makes a view of a reply.
func (c codec) draw(r bot.Reply, d drawing) view {
	v := view{private: d.private || r.Private, picture: d.picture}
	if !r.Quotes() || marked(r.Blocks[0]) {
		v.sources = sourceLines(r.Citations, d.base.Page, d.locale)
	}
	if len(r.Citations) > 0 {
		v.accent = map[facts.Status]int{facts.Answered: colourAnswered, facts.Corrected: colourCorrected}[r.Status]
	}
	link := linker(r.Citations, d.base.Page)
	var parts []string
	for i, b := range r.Blocks {
		if i == 0 && b.Title != "" {
			v.title, v.url = b.Title, b.URL
			if a := address(b.Image); strings.HasPrefix(a, "https://") {
				v.image, v.caption = a, clip(say(d.locale, "picture of", "title", b.Title), maxAlt)
			}
			b.Title = ""
		}
		mark := link
		if i == 0 && r.Answer != nil && b.Kind == bot.TextBlock {
			mark = func(x facts.Text) string { return embolden(x, r.Answer.Answers, link) }
		}
		text, fields := drawBlock(b, mark)
		if text != "" {
			parts = append(parts, text)
		}
		v.fields = append(v.fields, fields...)
	}
	if r.Hurried && !(r.Status == facts.Answered && r.Answer.Confidence >= sureInHurry) {
		note := "-# " + say(d.locale, "hurried")
		if v.sources == "" {
			parts = append(parts, note)
		} else {
			v.sources += "\n" + note
		}
	}
	v.text = strings.Join(parts, "\n\n")
	page := r.Back != "" || r.More != "" // in the place of which others come
	v.plain = !page && len(r.Citations) == 0 && v.title == "" && len(v.fields) == 0 && runes(v.text) <= maxContent
	c.buttons(&v, r, d)
	return v
}

// marked says whether an entry of a list has a mark.
func marked(b bot.Block) bool {
	return slices.ContainsFunc(b.Entries, func(e bot.Entry) bool { return len(e.Text.Refs) > 0 })
}

// embolden marks a text and sets the short answers in it in bold: all of them, or none, since
// some of several would look as if the others were not meant. One short answer that it does
// not hold in so many words comes before it. Long ones stay as they are.
func embolden(text facts.Text, shorts []facts.Short, mark func(facts.Text) string) string {
	type span struct{ from, to int }
	var spans []span
	for _, s := range shorts[:min(len(shorts), maxBold)] {
		if at := wordsAt(text.Plain, s.Text); at >= 0 && runes(s.Text) <= maxShort {
			spans = append(spans, span{at, at + len(s.Text)})
		}
	}
	if len(spans) < len(shorts) {
		spans = nil
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var out strings.Builder
	at := 0
	for _, s := range spans {
		if s.from >= at {
			out.WriteString(mark(text.Cut(at, s.from)) + "**" + mark(text.Cut(s.from, s.to)) + "**")
			at = s.to
		}
	}
	out.WriteString(mark(text.Cut(at, len(text.Plain))))
	if len(spans) == 0 && len(shorts) == 1 && shorts[0].Text != "" && runes(shorts[0].Text) <= maxShort && wordsAt(text.Plain, shorts[0].Text) < 0 {
		return "**" + escape(shorts[0].Text) + "**\n" + out.String()
	}
	return out.String()
}

const (
	maxBold  = 8  // short answers of a list; more of them in bold would be a shout
	maxShort = 60 // letters of one of them
)

// wordsAt finds whole words in a text; -1 where they are not. One in brackets, such as a film's year, only where there is no other.
func wordsAt(text, words string) int {
	bracketed := -1
	for at := 0; words != ""; at += len(words) {
		i := strings.Index(text[at:], words)
		if i < 0 {
			break
		}
		at += i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(words):])
		switch {
		case wordy(before) || wordy(after):
		case before != '(':
			return at
		case bracketed < 0:
			bracketed = at
		}
	}
	return bracketed
}

func wordy(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// drawBlock makes Markdown and fields of one block.
func drawBlock(b bot.Block, mark func(facts.Text) string) (string, []field) {
	var lines []string
	if b.Title != "" {
		lines = append(lines, "**"+escape(b.Title)+"**")
	}
	if b.Text.Plain != "" {
		lines = append(lines, mark(b.Text))
	}
	for i, c := range b.Columns {
		lines = append(lines, column(i)+" **"+escape(c)+"**")
	}
	for _, e := range b.Entries {
		lines = append(lines, drawEntry(e, mark))
	}
	var fields []field
	for _, f := range b.Fields {
		if value := drawValues(f.Values, len(b.Columns) > 0, mark); value != "" {
			fields = append(fields, field{name: f.Label, value: value})
		}
	}
	return strings.Join(lines, "\n"), fields
}

func drawEntry(e bot.Entry, mark func(facts.Text) string) string {
	text := mark(e.Text)
	if e.When == "" {
		return "• " + text
	}
	when := link("**"+escape(e.When)+"**", e.URL)
	if text == "" {
		return when
	}
	return when + " " + text
}

// column marks the values of a column, whose name would be too much to repeat.
func column(i int) string { return []string{"◂", "▸", "▴", "▾"}[i%4] }

// drawValues draws the values of a field, each behind the sign of its column where there
// are columns.
func drawValues(values []facts.Text, columns bool, mark func(facts.Text) string) string {
	var lines []string
	empty := true
	for i, v := range values {
		text := mark(v)
		if strings.TrimSpace(text) == "" {
			text = "—"
		} else {
			empty = false
		}
		if columns {
			text = column(i) + " " + text
		}
		lines = append(lines, text)
	}
	if empty {
		return ""
	}
	return strings.Join(lines, "\n")
}

// linker returns what escapes a text and puts a mark at each of its citations, which leads to
// the source. One of a paragraph that is not cited would lead nowhere, and is left out.
func linker(citations []facts.Citation, page string) func(facts.Text) string {
	by := map[corpus.Ref]facts.Citation{}
	for _, c := range citations {
		by[c.Ref()] = c
	}
	return func(x facts.Text) string {
		var out strings.Builder
		at, marked := 0, -1
		for _, ref := range x.Refs {
			c, ok := by[ref.Ref]
			if !ok {
				continue
			}
			out.WriteString(escape(x.Plain[at:ref.At]))
			if at = ref.At; marked != at {
				out.WriteByte(' ')
			}
			marked = at
			if to := passageAddress(c, page); to != "" {
				fmt.Fprintf(&out, "[%d](<%s>)", c.Marker, to)
			} else {
				fmt.Fprintf(&out, "[%d]", c.Marker)
			}
		}
		out.WriteString(escape(x.Plain[at:]))
		return out.String()
	}
}

// passageAddress leads to a passage: on the base's page, or else in the source, and there,
// where it is in the source's own words, to them, as a text fragment, which browsers scroll
// to and mark.
func passageAddress(c facts.Citation, page string) string {
	if page != "" && c.Source != "" {
		return address(page + bot.PassagePath(c.Source, c.Paragraph))
	}
	a := address(c.URL)
	if a == "" || !c.Verbatim || strings.Contains(a, "#") {
		return a
	}
	const words = 6 // find a passage again, and change seldom
	head := strings.Join(strings.Fields(c.Passage)[:min(words, len(strings.Fields(c.Passage)))], " ")
	if with := address(a + "#:~:text=" + strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(head))); with != "" && head != "" {
		return with
	}
	return a
}

// sourceLines names the sources in small letters, a line each: its markers, who published
// it and when, and the paragraphs.
func sourceLines(citations []facts.Citation, page, locale string) string {
	type source struct {
		marks, name string
		places      []string
	}
	var list []*source
	by := map[string]*source{}
	for _, c := range citations {
		s := by[c.Source]
		if s == nil {
			to := c.URL
			if address(to) == "" && page != "" {
				to = page + bot.PassagePath(c.Source, 0)
			}
			s = &source{name: link(escape(sourceName(c, locale)), to)}
			by[c.Source], list = s, append(list, s)
		}
		s.marks += fmt.Sprintf("[%d]", c.Marker)
		if place := c.Ref().Place(); !slices.Contains(s.places, place) {
			s.places = append(s.places, place)
		}
	}
	var lines []string
	for _, s := range list {
		lines = append(lines, "-# "+s.marks+" "+s.name+" · ¶ "+strings.Join(s.places, ", "))
	}
	return strings.Join(lines, "\n")
}

// sourceName is how a source is named in a line.
func sourceName(c facts.Citation, locale string) string {
	name := c.Publisher
	if name == "" {
		name = c.Title
	}
	if name == "" {
		name = c.Source
	}
	date := c.Date
	if date == "" {
		date = say(locale, "undated")
	}
	return name + ", " + date
}

// drawSources shows the passages behind an answer.
func drawSources(citations []facts.Citation, page, locale string) view {
	v := view{title: say(locale, "sources"), private: true}
	most := 1200
	if n := len(citations); n > 0 { // so that all find room, with their names
		most = min(most, maxPieces*maxLayout*3/4/n-150)
	}
	var parts []string
	for _, c := range citations {
		kind := "digest"
		if c.Verbatim {
			kind = "verbatim"
		}
		name := sourceName(c, locale)
		if c.Publisher != "" && c.Title != "" {
			name = c.Title + ", " + name
		}
		head := fmt.Sprintf("**%d.** %s, %s · %s", c.Marker, link(escape(name), passageAddress(c, page)),
			say(locale, "paragraph", "n", c.Where()), say(locale, kind))
		var quote []string
		for line := range strings.Lines(clip(c.Passage, most)) {
			quote = append(quote, "> "+escape(strings.TrimSpace(line)))
		}
		parts = append(parts, head+"\n"+strings.Join(quote, "\n"))
	}
	v.text = strings.Join(parts, "\n\n")
	if v.text == "" {
		v = view{plain: true, private: true, text: say(locale, "no sources")}
	}
	return v
}

// buttons puts the buttons of a reply on its view.
func (c codec) buttons(v *view, r bot.Reply, d drawing) {
	var line []button
	add := func(label, emoji, verb, owner, rest string) bool {
		s := state{verb, d.base.mark(), owner, rest}
		if verb == verbUp || verb == verbDown { // the question needs the room
			s.base = ""
		}
		id, ok := c.encode(s)
		if ok {
			line = append(line, button{label: label, emoji: emoji, id: id})
		}
		return ok
	}
	citations := r.Citations
	if r.Quotes() { // they stand above
		citations = nil
	}
	pieces := refs(citations)
	for _, piece := range pieces {
		label := say(d.locale, "sources")
		if _, marks := readRefs(piece); len(pieces) > 1 {
			label += fmt.Sprintf(" %d–%d", marks[0], marks[len(marks)-1])
		}
		add(label, "", verbSources, "", piece)
	}
	if len(pieces) > 1 {
		v.buttons, line = append(v.buttons, line[:min(len(line), 3*maxRow)]), nil
	}
	whose := ""
	if d.loud {
		whose = aloud
	}
	if r.Back != "" {
		add(say(d.locale, "back"), "", verbPage, whose, r.Back)
	}
	if r.More != "" {
		verb := verbPage
		if r.Question != "" && (r.Answer == nil || r.Answer.Left == 0) {
			verb = verbMore // the answer stays, and passages come beneath it
		}
		add(say(d.locale, "more"), "", verb, whose, r.More)
	}
	ours := len(r.Citations) == 0 && len(r.Blocks) > 0 && r.Blocks[0].Kind == bot.NoticeBlock // about the bot, not an answer
	if r.Question != "" && r.Status != facts.Ambiguous && !ours {
		question := r.Question
		_, fits := c.encode(state{verb: verbUp, rest: question})
		if !fits && v.title == "" && !d.mute { // the buttons find it again in what is replied to, or above the answer
			if !d.replies {
				v.title, v.plain = question, false
			}
			question, fits = "", true
		}
		if fits || v.title != "" {
			add("", "👍", verbUp, "", question)
			add(say(d.locale, "not right"), "👎", verbDown, "", question)
		}
	}
	if d.owner != "" && !v.private && (len(line) > 0 || len(r.Citations) > 0 || len(r.Choices) > 0) && add("", "🗑️", verbDelete, d.owner, "") {
		v.bin = line[len(line)-1:]
	}
	v.buttons = append(v.buttons, line)
	v.buttons = append(v.buttons, c.passages(citations, d.base))
	v.buttons = append(v.buttons, c.choices(r.Choices, d.base.mark(), d.aloud))
	if d.question != "" && v.title == "" && !d.mute {
		v.title, v.plain = d.question, false
	}
}

// passages makes a button of each marker that has no address to lead to, named like the
// marker; it shows the passage. Of one citation alone, and of more than a row of them,
// Sources shows all.
func (c codec) passages(citations []facts.Citation, base Base) []button {
	var line []button
	if len(citations) < 2 {
		return nil
	}
	for _, cited := range citations {
		if passageAddress(cited, base.Page) != "" {
			continue
		}
		if len(line) == maxRow {
			return nil
		}
		mark := strconv.Itoa(cited.Marker)
		if id, ok := c.encode(state{verb: verbPassage, base: base.mark(), rest: mark + " " + bot.Brief(cited.Source) + ":" + cited.Ref().Place()}); ok {
			line = append(line, button{label: "[" + mark + "]", id: id})
		}
	}
	return line
}

// aloud is the owner of a choice that is answered for all, though only its asker sees it, and of
// pages that are for all though answers are private by default.
const aloud = "all"

// choices makes buttons of the ways to go on, those whose question fits.
func (c codec) choices(list []facts.Choice, base string, loud bool) []button {
	var line []button
	owner := ""
	if loud {
		owner = aloud
	}
	for _, ch := range list {
		id, ok := c.encode(state{verb: verbChoice, base: base, owner: owner, rest: ch.Question})
		if ok && len(line) < 2*maxRow {
			line = append(line, button{label: ch.Label, id: id, style: discordgo.PrimaryButton})
		}
	}
	return line
}

// refs writes the paragraphs cited as shortly as it can, "kobiz-2025:26,27;variety-2015:3", in as many
// pieces as fit into custom_ids: a source of a long id stands in brief, one that was named as its number in
// the piece, ";#0:28", and a marker that is not the next stands before its paragraph, "5=29".
func refs(citations []facts.Citation) (pieces []string) {
	const room = maxCustomID - len(codecVersion) - checkLen - 4 - len(verbSources) - len("@") - maxMark
	piece, source, next, named := "", "", 1, []string(nil)
	for i := 0; i < len(citations); i++ {
		c := citations[i]
		c.Source = bot.Brief(c.Source)
		add := c.Ref().Place()
		if c.Marker != next {
			add = strconv.Itoa(c.Marker) + "=" + add
		}
		if n := slices.Index(named, c.Source); c.Source == source {
			add = "," + add
		} else if n >= 0 {
			add = fmt.Sprintf(";#%d:%s", n, add)
		} else {
			add = ";" + c.Source + ":" + add
		}
		switch fits := runes(piece+add) <= room+len(";"); {
		case fits:
			piece, source, next = piece+add, c.Source, c.Marker+1
			if !slices.Contains(named, source) {
				named = append(named, source)
			}
		case piece != "": // it is the first of the next piece
			pieces, i = append(pieces, piece[1:]), i-1
			piece, source, next, named = "", "", 1, nil
		}
	}
	if piece != "" {
		pieces = append(pieces, piece[1:])
	}
	return pieces
}

// readRefs reads what refs wrote, at most 25 of them, and their markers.
func readRefs(s string) (refs []corpus.Ref, marks []int) {
	next, named := 1, []string(nil)
	for part := range strings.SplitSeq(s, ";") {
		cut := strings.LastIndex(part, ":")
		if cut < 1 {
			continue
		}
		source := part[:cut]
		if n, err := strconv.Atoi(strings.TrimPrefix(source, "#")); err == nil && source[0] == '#' && n >= 0 && n < len(named) {
			source = named[n]
		} else {
			named = append(named, source)
		}
		for place := range strings.SplitSeq(part[cut+1:], ",") {
			if mark, where, ok := strings.Cut(place, "="); ok {
				place = where
				if n, err := strconv.Atoi(mark); err == nil {
					next = n
				}
			}
			if ref, err := corpus.ParseRef(source + ":" + place); err == nil && len(refs) < 25 {
				refs, marks = append(refs, ref), append(marks, next)
				next++
			}
		}
	}
	return refs, marks
}
