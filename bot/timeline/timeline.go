// Package timeline draws what happened when as a picture. [Layout] finds the place of
// everything: the years along the top, and beneath them a dot for each entry, or a bar for
// one that lasts longer than a year, with what it says beside it. An entry stands in the
// first row that has room for it. [Picture.PNG] paints that, for where a picture must be a
// file; bot/web's page writes the same as SVG, so that it can be clicked on and read aloud.
package timeline

import "strings"

// An Entry is what happened at one time.
type Entry struct {
	From, To int    // the first and the last day, as the number 19640701
	Text     string // one line, without markers
}

// A Picture is a timeline in units of which a PNG has two pixels each.
type Picture struct {
	Width, Height float64
	Axis          float64 // how far down the line under the years is
	First, Last   int     // the years at its ends
	Ticks         []Tick
	Marks         []Mark // in the order of the entries
}

// A Tick is a year that the axis names.
type Tick struct {
	X    float64
	Year int
}

// A Mark is an entry: a dot around X and Y, or a bar that begins at X and has Y in the
// middle of its height.
type Mark struct {
	X, Y   float64
	Bar    float64 // how long the bar is; 0: it is a dot
	Radius float64 // of a dot; half the height of a bar
	N      int     // of the entry, from 1
	Says   string  // its whole text

	Label      string  // what stands beside it; empty where there are too many entries
	LabelX     float64 // where that begins
	LabelWidth float64 // and how wide it is
}

// Top is how far down a mark begins.
func (m Mark) Top() float64 { return m.Y - m.Radius }

// The measures of a picture, in its units.
const (
	side       = 26.0 // of the axis, left and right
	axis       = 26.0
	rowHigh    = 22.0 // of rows with labels
	thinRow    = 14.0 // of rows without
	thinRows   = 320.0
	radius     = 5.0
	labelGap   = 7.0  // between a mark and its label
	labelApart = 14.0 // between that and the next mark
	fontSize   = 13.0

	// MaxLabels is up to how many entries have labels.
	MaxLabels = 40
)

// Layout lays entries out in a picture of a width; nil where there are none.
func Layout(entries []Entry, width float64) *Picture {
	if len(entries) == 0 {
		return nil
	}
	p := &Picture{Width: width, Axis: axis, First: entries[0].From / 10000}
	for _, e := range entries {
		p.First, p.Last = min(p.First, e.From/10000), max(p.Last, e.To/10000)
	}
	x := p.scale()
	labelled := len(entries) <= MaxLabels
	var letters *letters
	if labelled {
		letters = newLetters(1)
	}
	var rows rows
	said := map[string]bool{}
	for i, e := range entries {
		from, to := years(e.From), years(e.To)
		m := Mark{X: x((from + to) / 2), Radius: radius, N: i + 1, Says: e.Text}
		left, right := m.X-radius, m.X+radius
		if to-from > 1 {
			m.X, m.Bar = x(from), x(to)-x(from)
			left, right = m.X, m.X+m.Bar
		}
		if labelled {
			m.label(left, right, width, letters)
			if m.Label != m.Says && said[m.Label] { // what is cut says no more than one above: its end does
				m.Says = tail(e.Text)
				m.label(left, right, width, letters)
				m.Says = e.Text
			}
			said[m.Label] = true
			m.Y = rows.put(min(left, m.LabelX), max(right, m.LabelX+m.LabelWidth)+labelApart)
		} else {
			m.Y = rows.put(left, right+2)
		}
		p.Marks = append(p.Marks, m)
	}
	high := rowHigh
	if !labelled {
		high = min(thinRow, thinRows/float64(len(rows)))
	}
	for i := range p.Marks {
		m := &p.Marks[i]
		m.Y = axis + 10 + high*(m.Y+0.5)
		m.Radius = min(radius, high/2)
	}
	p.Height = axis + 18 + high*float64(len(rows))
	return p
}

// tail is the second half of a text, from a word on.
func tail(text string) string {
	words := strings.Fields(text)
	return "… " + strings.Join(words[len(words)/2:], " ")
}

// label puts a mark's text to its right, or where that has no room to its left, or else
// where there is more room as much of it as fits.
func (m *Mark) label(left, right, width float64, letters *letters) {
	before, after := left-labelGap-4, width-4-right-labelGap
	room := max(before, after)
	m.Label, m.LabelWidth = letters.fit(m.Says, room)
	m.LabelX = right + labelGap
	if m.LabelWidth > after {
		m.LabelX = left - labelGap - m.LabelWidth
	}
}

// rows hold where what stands in each of them ends.
type rows []float64

// put finds the first row that is free from one place on, and takes it up to another.
func (r *rows) put(from, to float64) float64 {
	for i, end := range *r {
		if end <= from {
			(*r)[i] = to
			return float64(i)
		}
	}
	*r = append(*r, to)
	return float64(len(*r) - 1)
}

// scale sets the years that the axis names, a dozen at most, and widens the picture to
// the first and the last of them. It returns where a time stands.
func (p *Picture) scale() func(years float64) float64 {
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if step = s; (p.Last-p.First)/step < 12 {
			break
		}
	}
	p.First = p.First / step * step
	p.Last = (p.Last + step) / step * step
	wide := (p.Width - 2*side) / float64(p.Last-p.First)
	x := func(years float64) float64 { return side + (years-float64(p.First))*wide }
	for year := p.First; year <= p.Last; year += step {
		p.Ticks = append(p.Ticks, Tick{x(float64(year)), year})
	}
	return x
}

// years counts a day, as the number 19640701, in years.
func years(day int) float64 {
	year, month, d := day/10000, day/100%100, day%100
	return float64(year) + float64(max(month-1, 0))/12 + float64(d)/366
}
