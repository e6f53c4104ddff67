package discord

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"hapjak/bot"
	"hapjak/corpus"
	"hapjak/facts"
)

// This file draws a Reply.

var marker = regexp.MustCompile(`\[(\d{1,3})\]`)

// What the buttons do: the verbs of their custom_ids.
const (
	verbSources = "s" // rest: the paragraphs cited
	verbMore    = "m" // rest: the text that asks for more
	verbChoice  = "c" // rest: the question to ask instead
	verbUp      = "u" // rest: the question that was answered; empty: it is the message's title
	verbDown    = "d" // the same
	verbDelete  = "x" // owner: who asked
	verbWhy     = "w" // of the dialogue behind a thumbs-down; rest as there
)

// A drawing is what is needed to draw a reply beside the reply.
type drawing struct {
	locale   string
	owner    string // who asked
	question string // shown above the answer, where it is not seen otherwise
	private  bool
	mute     bool // the question is shown nowhere: it is a member's text, posted by us
}

// draw makes a view of a reply.
func (c codec) draw(r bot.Reply, d drawing) view {
	v := view{private: d.private || r.Private, footer: footer(r.Citations, d.locale)}
	link := linker(r.Citations)
	var parts []string
	for i, b := range r.Blocks {
		if i == 0 && b.Title != "" {
			v.title, v.url = b.Title, b.URL
			b.Title = ""
		}
		text, fields := drawBlock(b, link)
		if text != "" {
			parts = append(parts, text)
		}
		v.fields = append(v.fields, fields...)
	}
	if !fit(v.fields) {
		for _, f := range v.fields {
			parts = append(parts, "**"+escape(f.name)+"** "+f.value)
		}
		v.fields = nil
	}
	v.text = strings.Join(parts, "\n\n")
	v.plain = len(r.Citations) == 0 && v.title == "" && len(v.fields) == 0 && runes(v.text) <= maxContent
	c.buttons(&v, r, d)
	return v
}

// fit says whether all of the fields fit into one embed. Otherwise they are shown as
// text, which may go on in a further message.
func fit(list []field) bool {
	sum := 0
	for _, f := range list {
		sum += runes(f.name) + runes(f.value)
		if runes(f.value) > maxFieldValue {
			return false
		}
	}
	return len(list) <= maxFields && sum < maxEmbedSum/2
}

// drawBlock makes Markdown and fields of one block.
func drawBlock(b bot.Block, mark func(string) string) (string, []field) {
	var lines []string
	if b.Title != "" {
		lines = append(lines, "**"+escape(b.Title)+"**")
	}
	if b.Text != "" {
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
			fields = append(fields, field{name: f.Label, value: value, inline: len(b.Columns) == 0 && runes(value) < 60})
		}
	}
	return strings.Join(lines, "\n"), fields
}

func drawEntry(e bot.Entry, mark func(string) string) string {
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
func drawValues(values []string, columns bool, mark func(string) string) string {
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

// linker returns what escapes a text and makes its markers lead to their sources. A
// marker that leads nowhere is dropped rather than shown.
func linker(citations []facts.Citation) func(string) string {
	by := map[int]facts.Citation{}
	for _, c := range citations {
		by[c.Marker] = c
	}
	return func(s string) string {
		var out strings.Builder
		at := 0
		for _, m := range marker.FindAllStringSubmatchIndex(s, -1) {
			n, err := strconv.Atoi(s[m[2]:m[3]])
			c, ok := by[n]
			out.WriteString(escape(s[at:m[0]]))
			at = m[1]
			if err != nil || !ok {
				continue
			}
			if a := passageAddress(c); a != "" {
				fmt.Fprintf(&out, "[%d](<%s>)", n, a)
			} else {
				fmt.Fprintf(&out, "[%d]", n)
			}
		}
		out.WriteString(escape(s[at:]))
		return out.String()
	}
}

// passageAddress leads to a passage: where it is in the source's own words to them, as a
// text fragment, which browsers scroll to and mark.
func passageAddress(c facts.Citation) string {
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

// footer names the sources, each once.
func footer(citations []facts.Citation, locale string) string {
	var names []string
	seen := map[string]bool{}
	for _, c := range citations {
		if !seen[c.Source] {
			seen[c.Source] = true
			names = append(names, sourceName(c, locale))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return say(locale, "sources") + ": " + strings.Join(names, " · ")
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
	return name + " (" + date + ")"
}

// drawSources shows the passages behind an answer.
func drawSources(citations []facts.Citation, locale string) view {
	v := view{title: say(locale, "sources"), private: true}
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
		head := fmt.Sprintf("**%d.** %s, %s · %s", c.Marker, link(escape(name), passageAddress(c)),
			say(locale, "paragraph", "n", c.Where()), say(locale, kind))
		var quote []string
		for line := range strings.Lines(clip(c.Passage, 1200)) {
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
		id, ok := c.encode(state{verb, owner, rest})
		if ok {
			line = append(line, button{label: label, emoji: emoji, id: id})
		}
		return ok
	}
	if len(r.Citations) > 0 {
		add(say(d.locale, "sources"), "", verbSources, "", refs(r.Citations))
	}
	if r.More != "" {
		add(say(d.locale, "more"), "", verbMore, "", r.More)
	}
	if r.Question != "" && r.Status != facts.Ambiguous {
		question := r.Question
		_, fits := c.encode(state{verbUp, "", question})
		if !fits && v.title == "" && !d.mute {
			v.title, v.plain = question, false // where the buttons find it again
			question, fits = "", true
		}
		if fits || v.title != "" {
			add("", "👍", verbUp, "", question)
			add(say(d.locale, "not right"), "👎", verbDown, "", question)
		}
	}
	if d.owner != "" && !v.private && (len(line) > 0 || len(r.Choices) > 0) {
		add("", "🗑️", verbDelete, d.owner, "")
	}
	v.buttons = append(v.buttons, line)
	v.buttons = append(v.buttons, c.choices(r.Choices))
	if d.question != "" && v.title == "" && !d.mute {
		v.title, v.plain = d.question, false
	}
}

// choices makes buttons of the ways to go on, those whose question fits.
func (c codec) choices(list []facts.Choice) []button {
	var line []button
	for _, ch := range list {
		id, ok := c.encode(state{verbChoice, "", ch.Question})
		if ok && len(line) < 2*maxRow {
			line = append(line, button{label: ch.Label, id: id, style: discordgo.PrimaryButton})
		}
	}
	return line
}

// refs writes the paragraphs cited as shortly as it can:
// "kobiz-2025:26,27;variety-2015:3". Those that would not fit into a custom_id are left
// out.
func refs(citations []facts.Citation) string {
	const room = maxCustomID - len(codecVersion) - checkLen - 4 - len(verbSources)
	out, source := "", ""
	for _, c := range citations {
		next := fmt.Sprintf("%s,%d", out, c.Paragraph)
		if c.Source != source {
			next = fmt.Sprintf("%s;%s:%d", out, c.Source, c.Paragraph)
		}
		if runes(next) > room {
			break
		}
		out, source = next, c.Source
	}
	return strings.TrimPrefix(out, ";")
}

// readRefs reads what refs wrote, at most 25 of them.
func readRefs(s string) []corpus.Ref {
	var out []corpus.Ref
	for part := range strings.SplitSeq(s, ";") {
		cut := strings.LastIndex(part, ":")
		if cut < 1 {
			continue
		}
		for n := range strings.SplitSeq(part[cut+1:], ",") {
			if i, err := strconv.Atoi(n); err == nil && i > 0 && len(out) < 25 {
				out = append(out, corpus.Ref{Source: part[:cut], Paragraph: i})
			}
		}
	}
	return out
}
