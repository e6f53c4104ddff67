package review

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"hapjak/bot/store"
	"hapjak/facts"
)

// This file takes a wording out of a group that a curator says it does not belong to, and puts a
// group to another that asks the same. That is kept among the mendings, and undone like them; no
// file of the base is changed.

// The kinds of such mendings. Their topic is the wording's.
const (
	kindApart    = "apart"
	kindTogether = "together"
)

// regroups reports whether a mending changes groups alone.
func regroups(m store.Mending) bool { return m.Kind == kindApart || m.Kind == kindTogether }

// A parting is what is kept of one.
type parting struct {
	Group string `json:"group"`          // the id of the group that a wording is kept out of, or put to
	Text  string `json:"text"`           // of the wording
	With  string `json:"with,omitempty"` // a wording of the group that it is put to
}

// Part says that a wording of a group asks something else than its first.
func (d *Desk) Part(ctx context.Context, g Group, text, who string) (store.Mending, error) {
	i := slices.IndexFunc(g.Wordings, func(w Wording) bool { return w.Text == text })
	switch {
	case i < 0:
		return store.Mending{}, refuse("“%s” is not among these questions any more: look at them again", text)
	case store.Key(text) == g.ID || store.Key(text) == store.Key(g.Wordings[0].Text):
		return store.Mending{}, refuse("that is the question that the others are held against: take the others out instead")
	}
	return d.regroup(ctx, kindApart, text, []parting{{Group: g.ID, Text: text}}, fmt.Sprintf("“%s” asks something else than “%s”.", text, g.Wordings[0].Text), who)
}

// Join says that the questions of a group ask the same as those of another.
func (d *Desk) Join(ctx context.Context, g, with Group, who string) (store.Mending, error) {
	if g.ID == with.ID {
		return store.Mending{}, refuse("these questions stand together already")
	}
	var list []parting
	first, to := g.Wordings[0].Text, with.Wordings[0].Text
	for _, w := range g.Wordings {
		list = append(list, parting{with.ID, w.Text, to})
	}
	return d.regroup(ctx, kindTogether, first, list, fmt.Sprintf("“%s” asks the same as “%s”.", first, to), who)
}

// regroup keeps what a curator says of a wording's group.
func (d *Desk) regroup(ctx context.Context, kind, text string, parts []parting, what, who string) (store.Mending, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	list, err := d.Memory.Mendings(ctx, 0)
	if err != nil {
		return store.Mending{}, err
	}
	topic, version := kind+" "+store.Key(text), 1
	for _, m := range list {
		if m.Topic == topic {
			version = max(version, m.Version+1)
		}
	}
	kept, err := json.Marshal(parts)
	if err != nil {
		return store.Mending{}, err
	}
	m := store.Mending{Topic: topic, Version: version, At: time.Now(), Who: who, Kind: kind, Edits: string(kept), What: what}
	err = d.change(ctx, logged(who, m.What, nil), func() error {
		m.ID, err = d.Memory.Mend(ctx, m)
		return err
	})
	return m, err
}

// part reads which wordings are kept apart and which together, of two that contradict each other
// the newer, and puts those of which that has changed into other groups.
func (q *Queue) part(ctx context.Context, know *facts.Answerer, list []store.Mending) {
	wasApart, wasJoined := q.apart, q.joined
	q.apart, q.joined = map[string]map[string]bool{}, map[string]string{}
	for _, m := range slices.SortedFunc(slices.Values(list), func(a, b store.Mending) int { return cmp.Compare(a.ID, b.ID) }) {
		var parts []parting
		if !regroups(m) || !m.Undone.IsZero() || json.Unmarshal([]byte(m.Edits), &parts) != nil {
			continue
		}
		for _, p := range parts {
			key := store.Key(p.Text)
			if m.Kind == kindTogether {
				q.joined[key] = store.Key(p.With)
				delete(q.apart[key], p.Group)
				continue
			}
			if q.apart[key] == nil {
				q.apart[key] = map[string]bool{}
			}
			q.apart[key][p.Group] = true
			delete(q.joined, key)
		}
	}
	for _, w := range q.wordings {
		key := w.id()
		if w.group != nil && (!maps.Equal(wasApart[key], q.apart[key]) || wasJoined[key] != q.joined[key]) {
			q.move(ctx, know, w)
		}
	}
}

// gather brings the wordings together that a curator put to a new one.
func (q *Queue) gather(w *wording) {
	for _, key := range slices.Sorted(maps.Keys(q.joined)) {
		from := q.byKey[key]
		if q.joined[key] != w.id() || from == nil || from == w.group {
			continue
		}
		for _, o := range slices.Clone(from.wordings) {
			if o.id() == key {
				rows := q.leave(o)
				q.join(o, w.group, q.marks(o))
				w.group.rows = append(w.group.rows, rows...)
				q.dirty[w.group] = true
			}
		}
	}
}

// move takes a wording out of its group, and puts it where it belongs now.
func (q *Queue) move(ctx context.Context, know *facts.Answerer, w *wording) {
	rows := q.leave(w)
	q.place(ctx, know, w)
	w.group.rows = append(w.group.rows, rows...)
	q.dirty[w.group] = true
}
