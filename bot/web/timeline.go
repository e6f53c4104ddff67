package web

import (
	"context"
	"net/http"
	"strings"

	"hapjak/bot/timeline"
	"hapjak/facts/library"
)

// pageTimeline shows what happened when, as a picture and as a list.
func (s *browsing) pageTimeline(w http.ResponseWriter, r *http.Request) {
	about := strings.TrimSpace(cut(r.URL.Query().Get("about"), 200))
	since, until := number(r, "since"), number(r, "until")
	if since > until && until > 0 {
		since, until = until, since
	}
	from := number(r, "from")
	var tl library.Timeline
	err := s.work(r.Context(), func(ctx context.Context) {
		tl = knowOf(ctx).Timeline(ctx, library.TimelineQuery{From: since, To: until, About: about, Offset: from, Most: timelinePage})
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	_, _, p := page(r, from, timelinePage, tl.Total)
	var entries []moment
	for i, e := range tl.Entries {
		m := moment{N: i + 1, When: e.When, Text: stretchesOf(e.Undated(), tl.Citations)}
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

// pictureWidth is that of the picture of a timeline, in the units of its view box.
const pictureWidth = 760

// pictureOf lays entries out as a picture; nil where there are none.
func pictureOf(entries []library.TimelineEntry) *timeline.Picture {
	list := make([]timeline.Entry, len(entries))
	for i, e := range entries {
		list[i] = timeline.Entry{From: e.From, To: e.To, Text: e.Text.Plain}
	}
	return timeline.Layout(list, pictureWidth)
}
