package facts

import (
	"context"

	"hapjak/facts/kb"
	"hapjak/facts/library"
)

// Timeline tells the dated statements that overlap the years asked for.
func (a *Answerer) Timeline(ctx context.Context, q library.TimelineQuery) library.Timeline {
	if q.About == "" {
		return a.TimelineOf(q, nil, false)
	}
	set, named := a.set(ctx, q.About)
	return a.TimelineOf(q, set, named)
}

// set returns what a description means, "Korean co-productions", or else the things
// of that name or nearly so; nil where any of its words is not understood.
func (a *Answerer) set(ctx context.Context, text string) (list []kb.Node, named bool) {
	near, exact := a.Lookup(text, nil)
	if exact {
		return near, true
	}
	if list = a.AllOf(text); len(list) > 0 {
		return list, false
	}
	t := a.turn(ctx, Question{Text: text})
	if pl := t.first().Plan(0); pl != nil && len(pl.Unread) == 0 {
		if list = t.entities(t.run.Members(pl.Expr)); len(list) > 0 {
			return list, false
		}
	}
	return near, len(near) == 1
}
