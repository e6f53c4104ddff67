package review

import (
	"time"

	"hapjak/bot/store"
)

// A Week is what happened in the seven days from a Monday on, in UTC, of what is kept.
type Week struct {
	Begin    time.Time
	Asked    int // questions, answered or not
	Answered int
	Up, Down int // votes
	Mended   int // mendings that were made and not undone since
	Aside    int // groups that were put aside
}

// Weeks returns the last weeks, the newest first, from the one that now is in to the first in
// which something happened, and at most so many. Call Refresh before.
func (q *Queue) Weeks(now time.Time, most int) []Week {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := make([]Week, most)
	this := monday(now)
	for i := range list {
		list[i].Begin = this.AddDate(0, 0, -7*i)
	}
	last := 0
	in := func(at time.Time) *Week {
		i := int(this.Sub(monday(at)) / (7 * 24 * time.Hour))
		if last = max(last, min(i, most-1)); i < 0 || i >= most {
			return new(Week)
		}
		return &list[i]
	}
	for _, r := range q.rows {
		w, times := in(r.At), max(r.Times, 1)
		switch r.Kind {
		case store.Answered:
			if w.Asked += times; !r.refused() {
				w.Answered += times
			}
		case store.Unknown:
			w.Asked += times
		case store.Up:
			w.Up += times
		case store.Down:
			w.Down += times
		}
	}
	for _, mendings := range q.mended {
		for _, m := range mendings {
			switch {
			case !m.Undone.IsZero() || regroups(m):
			case m.Kind == string(Aside):
				in(m.At).Aside++
			default:
				in(m.At).Mended++
			}
		}
	}
	return list[:min(last+1, most)]
}

func monday(at time.Time) time.Time {
	y, m, d := at.UTC().Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}
