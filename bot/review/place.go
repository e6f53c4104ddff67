package review

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"hapjak/bot/store"
	"hapjak/facts"
)

// This file puts a wording into the group that asks the same.

const (
	maxCandidates = 60 // groups that a new wording is held against
	maxMembers    = 12 // wordings of a group that it is held against
	maxPosts      = 400
	maxHeard      = 24 // wordings that the encoder reads beside it
)

// place puts a new wording into the group that it is most alike, or a new one, and what is more
// alike to that group now than to its own comes over.
func (q *Queue) place(ctx context.Context, know *facts.Answerer, w *wording) {
	keys := q.marks(w)
	if to := q.byKey[q.joined[w.id()]]; to != nil {
		q.join(w, to, keys)
		return
	}
	candidates := q.candidates(w, keys)
	var near []*wording
	scores := map[*wording]float64{}
	for _, g := range candidates {
		for _, o := range g.latest() {
			if scores[o] = alike(w, o); scores[o] > hearLeast && len(w.found) > 0 && len(o.found) > 0 {
				near = append(near, o)
			}
		}
	}
	slices.SortStableFunc(near, func(a, b *wording) int { return cmp.Compare(scores[b], scores[a]) })
	near = near[:min(len(near), maxHeard)]
	hear(ctx, know, w, near)
	for _, o := range near {
		scores[o] = alike(w, o)
	}
	var best *group
	most := sameLeast
	for _, g := range candidates {
		if mean := g.mean(func(o *wording) float64 { return scores[o] }); mean > most {
			best, most = g, mean
		}
	}
	if best == nil {
		best = &group{Group: Group{ID: w.id()}}
		for n := 2; q.groups[best.ID] != nil; n++ { // the same words after another question
			best.ID = store.Key(w.text + " " + strings.Repeat("x", n))
		}
		q.groups[best.ID] = best
		q.order = append(q.order, best)
	}
	q.join(w, best, keys)
	for _, o := range near {
		from := o.group
		if from == best || len(q.mended[from.ID]) > 0 || q.joined[o.id()] != "" || q.apart[o.id()][best.ID] {
			continue
		}
		others := func(x *wording) float64 {
			if x == o {
				return math.NaN()
			}
			return alike(x, o)
		}
		if best.mean(others) > max(sameLeast, from.mean(others)) {
			rows := q.leave(o)
			q.join(o, best, q.marks(o))
			best.rows = append(best.rows, rows...)
			q.dirty[best] = true
		}
	}
	q.gather(w)
}

// join puts a wording into a group.
func (q *Queue) join(w *wording, g *group, keys []mark) {
	g.wordings = append(g.wordings, w)
	w.group = g
	if k := w.id(); q.byKey[k] == nil {
		q.byKey[k] = g
	}
	for _, k := range keys {
		if list := q.posts[k.text]; len(list) == 0 || list[len(list)-1] != g {
			q.posts[k.text] = append(list, g)
		}
	}
}

// leave takes a wording out of its group, and returns what was asked in it.
func (q *Queue) leave(w *wording) (rows []*row) {
	from := w.group
	from.wordings = slices.DeleteFunc(from.wordings, func(o *wording) bool { return o == w })
	from.rows = slices.DeleteFunc(from.rows, func(r *row) bool {
		if r.of == w {
			rows = append(rows, r)
		}
		return r.of == w
	})
	if q.byKey[w.id()] == from {
		delete(q.byKey, w.id())
	}
	q.dirty[from] = true
	w.group = nil
	return rows
}

// mean is the mean of what is a number of the members that a new wording is held against; less than
// anything where there is none.
func (g *group) mean(of func(*wording) float64) float64 {
	sum, n := 0.0, 0.0
	for _, o := range g.latest() {
		if x := of(o); !math.IsNaN(x) {
			sum, n = sum+x, n+1
		}
	}
	if n == 0 {
		return math.Inf(-1)
	}
	return sum / n
}

// latest are the wordings of a group that a new one is held against.
func (g *group) latest() []*wording { return g.wordings[max(0, len(g.wordings)-maxMembers):] }

// candidates are the groups that share the most with a wording, but for those that a curator
// keeps it out of.
func (q *Queue) candidates(w *wording, keys []mark) []*group {
	found := map[*group]float64{}
	for _, k := range keys {
		list := q.posts[k.text]
		for _, g := range list[max(0, len(list)-maxPosts):] {
			if !q.apart[w.id()][g.ID] && len(g.wordings) > 0 {
				found[g] += k.weight
			}
		}
	}
	list := slices.SortedFunc(maps.Keys(found), func(a, b *group) int { return cmp.Or(cmp.Compare(found[b], found[a]), cmp.Compare(a.ID, b.ID)) })
	return list[:min(len(list), maxCandidates)]
}

type mark struct {
	text   string
	weight float64
}

// marks are what a wording may share with another that asks the same.
func (q *Queue) marks(w *wording) []mark {
	const rarest = 6
	stems := slices.Clone(w.gist.Stems)
	slices.SortStableFunc(stems, func(a, b facts.Stem) int { return cmp.Compare(b.Weight, a.Weight) })
	var list []mark
	for _, s := range stems[:min(len(stems), rarest)] {
		list = append(list, mark{"w " + s.Text, s.Weight})
	}
	for _, id := range slices.Concat(w.gist.Named, w.gist.Titles) {
		list = append(list, mark{"n " + id, 3})
	}
	if w.gist.Plan != "" {
		list = append(list, mark{"p " + w.gist.Plan, 8})
	}
	for _, ref := range w.evidence[:min(len(w.evidence), 3)] {
		list = append(list, mark{"e " + ref, 4})
	}
	if w.answer != "" {
		list = append(list, mark{"a " + w.answer, 4})
	}
	for i, f := range w.found[:min(len(w.found), 3)] {
		list = append(list, mark{"e " + f.Ref, 4})
		if i == 0 && f.Words != "" {
			list = append(list, mark{"s " + f.Words, 6})
		}
	}
	if len(w.evidence) == 0 && len(w.gist.Near) > 0 {
		list = append(list, mark{"e " + w.gist.Near[0].String(), 1})
	}
	return list
}
