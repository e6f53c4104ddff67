package console

import (
	"strings"

	"hapjak/bot"
)

// Cards, comparisons and timelines, drawn in the width of the terminal.

// widestBox is the most columns that a box takes: beyond, lines are hard to follow.
const widestBox = 92

// card draws a box with the title in its upper edge:
//
//	╭─ Snowpiercer (2013) ───────────────╮
//	│ Director  Bong Joon Ho [1]         │
//	╰────────────────────────────────────╯
func (d *drawing) card(b bot.Block) {
	if d.Width == 0 {
		d.plainCard(b)
		return
	}
	inside := min(d.Width, widestBox) - 4
	title := cut(clean(b.Title), inside-2)
	d.line(d.paint(dimColour, "╭─ "), d.link(b.URL, d.paint(titleColour, title)),
		d.paint(dimColour, " "+strings.Repeat("─", inside-width(title)-1)+"╮"))
	if b.Text.Plain != "" {
		for _, l := range Wrap(d.told(b.Text), inside) {
			d.boxed(d.paint(dimColour, pad(l, inside)))
		}
		d.boxed(strings.Repeat(" ", inside))
	}
	label := labelWidth(b.Fields, inside)
	for _, f := range b.Fields {
		d.field(clean(f.Label), strings.Join(d.values(f), " "), label, inside)
	}
	d.line(d.paint(dimColour, "╰"+strings.Repeat("─", inside+2)+"╯"))
}

// values are those of a field, as a terminal shows them.
func (d *drawing) values(f bot.Field) []string {
	var list []string
	for _, v := range f.Values {
		list = append(list, d.told(v))
	}
	return list
}

func (d *drawing) boxed(line string) {
	edge := d.paint(dimColour, "│")
	d.line(edge, " ", line, " ", edge)
}

// labelWidth is the column of labels: as wide as the widest, within a third.
func labelWidth(fields []bot.Field, inside int) int {
	widest := 0
	for _, f := range fields {
		widest = max(widest, width(clean(f.Label)))
	}
	return min(widest, inside/3)
}

func (d *drawing) field(label, text string, column, inside int) {
	labels := Wrap(label, column)
	values := Wrap(text, inside-column-2)
	for i := range max(len(labels), len(values)) {
		l, v := "", ""
		if i < len(labels) {
			l = labels[i]
		}
		if i < len(values) {
			v = values[i]
		}
		d.boxed(d.paint(labelColour, pad(l, column)) + "  " + d.marked(pad(v, inside-column-2)))
	}
}

func (d *drawing) plainCard(b bot.Block) {
	d.line(clean(b.Title))
	if b.Text.Plain != "" {
		d.line(d.told(b.Text))
	}
	for _, f := range b.Fields {
		d.line("  ", clean(f.Label), ": ", strings.Join(d.values(f), " "))
	}
}

// comparison draws two columns, or where there is no room for them, one under the
// other.
func (d *drawing) comparison(b bot.Block) {
	const narrow = 60
	if d.Width < narrow {
		d.stacked(b)
		return
	}
	total := min(d.Width, widestBox+20)
	label := labelWidth(b.Fields, total*2/3)
	column := (total - label - 4) / 2
	d.columns("", b.Columns, label, column, titleColour)
	d.line(d.paint(dimColour, strings.Repeat("─", label+4+2*column)))
	for _, f := range b.Fields {
		d.columns(clean(f.Label), d.values(f), label, column, "")
	}
}

func (d *drawing) columns(label string, values []string, labels, column int, colour string) {
	cells := [][]string{Wrap(label, labels)}
	height := len(cells[0])
	for _, v := range values {
		if v == "" {
			v = "–"
		}
		lines := Wrap(clean(v), column)
		cells = append(cells, lines)
		height = max(height, len(lines))
	}
	for i := range height {
		var row strings.Builder
		for c, lines := range cells {
			text, w := "", column
			if i < len(lines) {
				text = lines[i]
			}
			if c == 0 {
				row.WriteString(d.paint(labelColour, pad(text, labels)))
				continue
			}
			if c == len(cells)-1 {
				w = 0
			}
			row.WriteString("  " + d.paint(colour, d.marked(pad(text, w))))
		}
		d.line(strings.TrimRight(row.String(), " "))
	}
}

func (d *drawing) stacked(b bot.Block) {
	for i, title := range b.Columns {
		if i > 0 {
			d.line("")
		}
		for _, l := range Wrap(clean(title), d.Width) {
			d.line(d.paint(titleColour, l))
		}
		for _, f := range b.Fields {
			if i < len(f.Values) && f.Values[i].Plain != "" {
				label := strings.TrimSpace(clean(f.Label)) + ": "
				d.hanging("  "+label, d.paint(labelColour, strings.TrimSpace(label)), d.told(f.Values[i]))
			}
		}
	}
}

// timeline draws the entries along a line, each time once:
//
//	     1958 ●  Love with an Alien came out in 1958. [1]
//	          │
//	July 1964 ●  Linda Lin Dai died in July 1964. [2]
func (d *drawing) timeline(b bot.Block) {
	d.title(bot.Block{Title: b.Title, URL: b.URL})
	column := 0
	for _, e := range b.Entries {
		column = max(column, width(clean(e.When)))
	}
	if d.Width == 0 {
		for _, e := range b.Entries {
			d.line("  ", clean(e.When), ": ", d.told(e.Text))
		}
		return
	}
	column = min(column, d.Width/3)
	last := ""
	for _, e := range b.Entries {
		d.moment(clean(e.When), d.told(e.Text), column, e.When == last)
		last = e.When
	}
}

func (d *drawing) moment(when, text string, column int, again bool) {
	dot := "●"
	if again {
		when, dot = "", "·"
	}
	when = cut(when, column)
	head := strings.Repeat(" ", column-width(when)) + d.paint(whenColour, when)
	for _, l := range Wrap(text, min(d.Width, readable)-column-5) {
		d.line(head, " ", d.paint(whenColour, dot), "  ", d.marked(l))
		head, dot = strings.Repeat(" ", column), "│"
	}
}
