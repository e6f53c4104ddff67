// Package console is the bot's face on a terminal: it draws replies, and holds a
// chat with line editing, history and completion. Where there is no terminal it
// reads lines and writes plain ones.
package console

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"

	"hapjak/bot"
	"hapjak/bot/messages"
	"hapjak/facts"
)

// Plain writes a reply for what is no terminal.
func Plain(w io.Writer, r bot.Reply) error { return Draw(w, r, Style{}) }

// Draw writes a reply as the style allows.
func Draw(w io.Writer, r bot.Reply, s Style) error {
	d := &drawing{Style: s, say: messages.For(s.Locale), cited: r.Citations}
	for i, b := range r.Blocks {
		if i > 0 {
			d.line("")
		}
		d.block(b)
	}
	d.choices(r.Choices)
	d.citations(r)
	if r.More != "" && s.Width > 0 && r.Question == "" {
		d.hint("console.more")
	}
	_, err := w.Write(d.out.Bytes())
	return err
}

// A drawing is a reply being drawn.
type drawing struct {
	Style
	say   *messages.Catalogue
	cited []facts.Citation
	out   bytes.Buffer
}

func (d *drawing) line(parts ...string) {
	for _, p := range parts {
		d.out.WriteString(p)
	}
	d.out.WriteByte('\n')
}

// hint writes a message on what can be typed.
func (d *drawing) hint(key string) {
	for _, l := range Wrap(d.say.Text(key), d.Width) {
		d.line(d.paint(dimColour, l))
	}
}

// readable is the widest that running text is set.
const readable = 100

// told is a text as a terminal shows it, with its markers.
func (d *drawing) told(x facts.Text) string { return clean(bot.Reply{Citations: d.cited}.Told(x)) }

// text writes running text with its markers painted.
func (d *drawing) text(x facts.Text) {
	for _, l := range Wrap(d.told(x), min(d.Width, readable)) {
		d.line(d.marked(l))
	}
}

var markers = regexp.MustCompile(`\[\d+\]`)

// marked paints the markers of a line, and links each to its source.
func (d *drawing) marked(line string) string {
	if !d.Colour && !d.Links {
		return line
	}
	return markers.ReplaceAllStringFunc(line, func(m string) string {
		n, _ := strconv.Atoi(m[1 : len(m)-1])
		for _, c := range d.cited {
			if c.Marker == n {
				return d.link(c.URL, d.paint(markerColour, m))
			}
		}
		return m
	})
}

func (d *drawing) block(b bot.Block) {
	switch b.Kind {
	case bot.CardBlock:
		d.card(b)
	case bot.ComparisonBlock:
		d.comparison(b)
	case bot.TimelineBlock:
		d.timeline(b)
	case bot.ListBlock:
		d.list(b)
	default:
		d.text(b.Text)
	}
}

// list writes a title and entries, each under what it is called.
func (d *drawing) list(b bot.Block) {
	d.title(b)
	widest := 0
	for _, e := range b.Entries {
		widest = max(widest, width(clean(e.When)))
	}
	const column = 34 // what is called by more stands on a line of its own
	for _, e := range b.Entries {
		when, text := strings.TrimSpace(clean(e.When)), d.told(e.Text)
		switch {
		case when == "":
			d.hanging("  ", "", text)
		case d.Width == 0:
			d.line("  ", when, ": ", strings.ReplaceAll(text, "\n", " "))
		case widest <= column && d.Width >= 2*widest:
			d.hanging("  "+pad(when, widest)+"  ", d.link(e.URL, d.paint(labelColour, when)), text)
		default:
			for _, l := range Wrap(when, min(d.Width, readable)-2) {
				d.line("  ", d.link(e.URL, d.paint(labelColour, l)))
			}
			d.hanging("    ", "", text)
		}
	}
}

func (d *drawing) title(b bot.Block) {
	if b.Title != "" {
		for _, l := range Wrap(clean(b.Title), min(d.Width, readable)) {
			d.line(d.link(b.URL, d.paint(titleColour, l)))
		}
	}
	if b.Text.Plain != "" {
		d.text(b.Text)
	}
}

// hanging writes a text behind a head, its further lines under its first. Painted,
// where it is not empty, is the head's text in colour.
func (d *drawing) hanging(head, painted, text string) {
	room := min(d.Width, readable) - width(head)
	const least = 10 // columns of text: with fewer it stands under its head
	switch {
	case d.Width == 0:
		room = 0
	case room < least:
		for _, l := range Wrap(strings.TrimSpace(head), d.Width-2) {
			d.line("  ", l)
		}
		head, painted, room = "    ", "", d.Width-4
	}
	shown := head
	if painted != "" {
		label := strings.TrimSpace(head)
		shown = strings.Replace(head, label, painted, 1)
	}
	for _, l := range Wrap(text, room) {
		d.line(shown, d.marked(l))
		shown = strings.Repeat(" ", width(head))
	}
}

func (d *drawing) choices(list []facts.Choice) {
	for i, c := range list {
		label := clean(c.Label)
		if d.Width == 0 {
			d.line("  ", strconv.Itoa(i+1), ". ", label)
			continue
		}
		d.hanging("  "+strconv.Itoa(i+1)+"  ", d.paint(whenColour, strconv.Itoa(i+1)), label)
	}
	if len(list) > 0 && d.Width > 0 {
		d.hint("console.pick")
	}
}
