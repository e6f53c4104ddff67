package review

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"hapjak/bot/store"
	"hapjak/facts"
)

// This file takes a wording out of a group that a curator says it does not belong to. That is
// kept among the mendings, and undone like them; no file of the base is changed.

// kindApart is the kind of such a mending. Its topic is the wording's.
const kindApart = "apart"

// A parting is what is kept of it.
type parting struct {
	Group string `json:"group"` // its id
	Text  string `json:"text"`  // of the wording
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
	d.mu.Lock()
	defer d.mu.Unlock()
	list, err := d.Memory.Mendings(ctx, 0)
	if err != nil {
		return store.Mending{}, err
	}
	topic, version := "apart "+store.Key(text), 1
	for _, m := range list {
		if m.Topic == topic {
			version = max(version, m.Version+1)
		}
	}
	kept, err := json.Marshal([]parting{{g.ID, text}})
	if err != nil {
		return store.Mending{}, err
	}
	m := store.Mending{Topic: topic, Version: version, At: time.Now(), Who: who, Kind: kindApart, Edits: string(kept),
		What: fmt.Sprintf("“%s” asks something else than “%s”.", text, g.Wordings[0].Text)}
	err = d.change(ctx, logged(who, m.What, nil), func() error {
		m.ID, err = d.Memory.Mend(ctx, m)
		return err
	})
	return m, err
}

// part reads which wordings are kept apart, and puts those of which that has changed into
// other groups.
func (q *Queue) part(ctx context.Context, know *facts.Answerer, list []store.Mending) {
	was := q.apart
	q.apart = map[string]map[string]bool{}
	for _, m := range list {
		var parts []parting
		if m.Kind != kindApart || !m.Undone.IsZero() || json.Unmarshal([]byte(m.Edits), &parts) != nil {
			continue
		}
		for _, p := range parts {
			key := store.Key(p.Text)
			if q.apart[key] == nil {
				q.apart[key] = map[string]bool{}
			}
			q.apart[key][p.Group] = true
		}
	}
	for _, w := range q.wordings {
		key := w.id()
		if w.group == nil || len(was[key]) == len(q.apart[key]) {
			continue
		}
		q.move(ctx, know, w)
	}
}

// move takes a wording out of its group, and puts it where it belongs now.
func (q *Queue) move(ctx context.Context, know *facts.Answerer, w *wording) {
	rows := q.leave(w)
	q.place(ctx, know, w)
	w.group.rows = append(w.group.rows, rows...)
	q.dirty[w.group] = true
}
