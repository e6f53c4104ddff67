package web

import (
	"context"
	"net/http"
	"strings"

	"hapjak/facts"
)

// pageTimeline shows what happened when, as a picture and as a list.
func (s *Server) pageTimeline(w http.ResponseWriter, r *http.Request) {
	about := strings.TrimSpace(cut(r.URL.Query().Get("about"), 200))
	since, until := number(r, "since"), number(r, "until")
	if since > until && until > 0 {
		since, until = until, since
	}
	from := number(r, "from")
	var tl facts.Timeline
	err := s.work(r.Context(), func(ctx context.Context) {
		tl = s.know(ctx).Timeline(ctx, facts.TimelineQuery{From: since, To: until, About: about, Offset: from, Most: timelinePage})
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	_, _, p := page(r, from, timelinePage, tl.Total)
	var entries []moment
	for i, e := range tl.Entries {
		m := moment{N: i + 1, When: e.When, Text: marked(e.Text, tl.Citations)}
		if year := e.From / 10000; i == 0 || year/10 != tl.Entries[i-1].From/100000 {
			m.Decade = year / 10 * 10
		}
		entries = append(entries, m)
	}
	title := "Timeline"
	if tl.Title != "" {
		title += ": " + tl.Title
	}
	s.draw(w, r, "timeline", s.view("timeline", title, map[string]any{
		"Timeline": tl, "Entries": entries, "Picture": pictureOf(tl.Entries), "Paging": p,
		"About": about, "Since": since, "Until": until}))
}

// A moment is one entry of the list. Decade is set where another begins.
type moment struct {
	N, Decade int
	When      string
	Text      []stretch
}

// A picture is a timeline drawn in units of a view box: a dot for each entry, stacked over
// its time, and below the axis a bar for each that lasts longer than a year.
type picture struct {
	Width, Height, Axis float64
	First, Last         int // years
	Ticks               []tick
	Dots                []dot
	Bars                []bar
	MoreBars            int // that found no place
}

type tick struct {
	X    float64
	Year int
}

type dot struct {
	X, Y, R float64
	N       int // of the entry, from 1
	Says    string
}

type bar struct {
	X, Y, Width float64
	N           int
	Says        string
}

// The measures of a picture.
const (
	pictureWidth = 760.0
	pictureSide  = 28.0 // left and right of the axis
	dotRadius    = 6.0
	dotsHigh     = 160.0 // the most that dots take
	barHeight    = 9.0
	barLanes     = 8
)

// pictureOf draws entries; nil where there are none.
func pictureOf(entries []facts.TimelineEntry) *picture {
	if len(entries) == 0 {
		return nil
	}
	p := &picture{Width: pictureWidth, First: 9999}
	for _, e := range entries {
		p.First, p.Last = min(p.First, e.From/10000), max(p.Last, e.To/10000)
	}
	step := p.ticks()
	x := p.scale(step)
	var dots, bars lanes
	for i, e := range entries {
		from, to := yearsOf(e.From), yearsOf(e.To)
		says := e.When + ": " + plain(e.Text)
		if to-from <= 1 {
			at := x((from + to) / 2)
			p.Dots = append(p.Dots, dot{X: at, Y: float64(dots.put(at-dotRadius, at+dotRadius)), N: i + 1, Says: says})
			continue
		}
		lane := bars.put(x(from), x(to))
		if lane >= barLanes {
			p.MoreBars++
			continue
		}
		p.Bars = append(p.Bars, bar{X: x(from), Y: float64(lane), Width: x(to) - x(from), N: i + 1, Says: says})
	}
	p.place(len(dots), min(len(bars), barLanes))
	return p
}

// lanes hold where what stands in each of them ends.
type lanes []float64

// put finds the first lane that has room from one place to another.
func (l *lanes) put(from, to float64) int {
	const apart = 2
	for i, end := range *l {
		if end+apart <= from {
			(*l)[i] = to
			return i
		}
	}
	*l = append(*l, to)
	return len(*l) - 1
}

// place gives dots and bars their heights, when it is known how many stand over each
// other.
func (p *picture) place(dots, bars int) {
	rise := min(2*dotRadius+2, dotsHigh/float64(max(dots, 1)))
	p.Axis = 16 + rise*float64(max(dots, 1))
	for i := range p.Dots {
		d := &p.Dots[i]
		d.Y, d.R = p.Axis-6-rise*(d.Y+0.5), min(dotRadius, rise)
	}
	for i := range p.Bars {
		p.Bars[i].Y = p.Axis + 30 + p.Bars[i].Y*(barHeight+4)
	}
	p.Height = p.Axis + 30 + float64(bars)*(barHeight+4)
}

// ticks sets the years that the axis names, a dozen at most, and widens the picture to
// the first and the last of them. It returns how many years lie between two.
func (p *picture) ticks() int {
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if step = s; (p.Last-p.First)/step < 12 {
			break
		}
	}
	p.First = p.First / step * step
	p.Last = (p.Last + step) / step * step
	return step
}

// scale returns where a time stands, and sets the ticks.
func (p *picture) scale(step int) func(years float64) float64 {
	wide := (pictureWidth - 2*pictureSide) / float64(p.Last-p.First)
	x := func(years float64) float64 { return pictureSide + (years-float64(p.First))*wide }
	for year := p.First; year <= p.Last; year += step {
		p.Ticks = append(p.Ticks, tick{x(float64(year)), year})
	}
	return x
}

// yearsOf counts a day, as the number 19640701, in years.
func yearsOf(day int) float64 {
	year, month, d := day/10000, day/100%100, day%100
	return float64(year) + float64(max(month-1, 0))/12 + float64(d)/366
}

// plain leaves out the markers of a text.
func plain(text string) string { return marker.ReplaceAllString(text, "") }
