package console

import (
	"slices"
	"strconv"
	"strings"

	"hapjak/bot"
	"hapjak/facts"
)

// passageLines is how many lines of a passage stand under an answer on a terminal.
const passageLines = 2

// citations writes the sources under a reply: with the passages under an answer to a
// question, and as one line a source under a card, which has many.
func (d *drawing) citations(r bot.Reply) {
	if len(r.Citations) == 0 || r.Quotes() {
		return
	}
	if d.Width > 0 {
		d.line("")
	}
	if r.Question == "" {
		d.citedSources(r.Citations)
		return
	}
	for _, c := range r.Citations {
		mark := "[" + strconv.Itoa(c.Marker) + "] "
		if d.Width == 0 {
			d.line(mark, d.imprint(c), ": ", strings.Join(strings.Fields(clean(c.Passage)), " "))
			continue
		}
		d.hanging(mark, d.paint(markerColour, strings.TrimSpace(mark)), d.imprintLinked(c))
		d.passage(c, width(mark))
	}
}

// imprint tells where a citation leads, and whether what is shown is a quotation.
func (d *drawing) imprint(c facts.Citation) string {
	parts := []string{c.Title}
	for _, p := range []string{c.Publisher, c.Date} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if c.Date == "" {
		parts = append(parts, d.say.Text("undated"))
	}
	parts = append(parts, d.say.Text("console.paragraph", "n", c.Where()), d.manner(c))
	return clean(strings.Join(parts, ", "))
}

// imprintLinked is the imprint cut to one line, so that it can be a link whole.
func (d *drawing) imprintLinked(c facts.Citation) string {
	tail := ", " + d.say.Text("console.paragraph", "n", c.Where()) + ", " + d.manner(c)
	head := strings.TrimSuffix(d.imprint(c), clean(tail))
	return cut(head, max(min(d.Width, readable)-6-width(tail), 8)) + tail
}

func (d *drawing) manner(c facts.Citation) string {
	if c.Verbatim {
		return d.say.Text("console.quote")
	}
	return d.say.Text("console.digest")
}

// passage writes the beginning of a passage, dimly.
func (d *drawing) passage(c facts.Citation, indent int) {
	lines := Wrap(strings.Join(strings.Fields(clean(c.Passage)), " "), min(d.Width, readable)-indent)
	if len(lines) > passageLines {
		last := lines[passageLines-1] + " " + lines[passageLines]
		lines = append(lines[:passageLines-1:passageLines-1], cut(last, min(d.Width, readable)-indent))
	}
	for _, l := range lines {
		d.line(strings.Repeat(" ", indent), d.paint(dimColour, l))
	}
}

// citedSources writes each source once, with the paragraphs that its markers lead to.
func (d *drawing) citedSources(list []facts.Citation) {
	var done []string
	for _, c := range list {
		if slices.Contains(done, c.Source) {
			continue
		}
		done = append(done, c.Source)
		head := clean(c.Title)
		if c.Publisher != "" {
			head += ", " + clean(c.Publisher)
		}
		var places []string
		for _, o := range list {
			if o.Source == c.Source {
				places = append(places, "["+strconv.Itoa(o.Marker)+"] "+d.say.Text("console.paragraph", "n", o.Ref().Place()))
			}
		}
		if d.Width == 0 {
			d.line(head, ": ", strings.Join(places, ", "), " (", d.manner(c), ")")
			continue
		}
		d.line(d.link(c.URL, d.paint(dimColour, cut(head, min(d.Width, readable)))))
		for _, l := range Wrap(strings.Join(places, "  "), min(d.Width, readable)-2) {
			d.line("  ", d.marked(l))
		}
	}
}
