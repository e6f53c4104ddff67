package review

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"hapjak/bot/store"
	"hapjak/facts"
)

// This file reads what was asked, and keeps it in groups.

// A Memory is where questions are kept. *store.Store is one.
type Memory interface {
	Stock(context.Context) (n int, newest int64, err error)
	Since(ctx context.Context, id int64, at time.Time, limit int) ([]store.Event, error)
	Mendings(ctx context.Context, limit int) ([]store.Mending, error)
	Mend(context.Context, store.Mending) (int64, error)
	Undo(ctx context.Context, id int64, who string) (bool, error)
}

var _ Memory = (*store.Store)(nil)

const (
	readAtOnce = 5000 // events
	maxWords   = 400  // bytes of a question that are grouped
)

// A Queue is the groups, worst first. It may be used by any number of goroutines.
type Queue struct {
	memory Memory
	know   func() (know *facts.Answerer, done func())
	look   func(ctx context.Context, know *facts.Answerer, text, before string) []found

	mu       sync.Mutex
	rows     map[int64]*row
	newest   int64
	seen     time.Time // when it was read last: votes change in their place
	wordings map[string]*wording
	vectors  vectors
	apart    map[string]map[string]bool // by store.Key of two wordings: a curator says that they ask something else
	joined   map[string]string          // by store.Key of a wording, that of one that a curator says asks the same
	groups   map[string]*group          // by their ids
	byKey    map[string]*group          // by store.Key of each wording
	posts    map[string][]*group        // by what a wording may share with another
	waiting  []store.Event              // read, and not yet in a group
	mended   map[string][]store.Mending
	order    []*group // the worst first
	dirty    map[*group]bool
	sorted   bool
	forget   bool  // events were deleted: wordings of nobody are to go too
	mendings int64 // the newest one's ID, and how many are undone

	base    *facts.Answerer // the last that there was
	bases   int             // how many there were
	changed time.Time       // when curators changed it last, or it was another
}

// row is one event.
type row struct {
	store.Event
	of *wording
}

// refused reports whether a question was refused as a curator said: that troubles nobody until somebody votes it down.
func (r *row) refused() bool {
	return r.Kind == store.Answered && r.Status == string(facts.Unknown)
}

// NewQueue makes the queue of what a memory keeps, read by what know returns, which stays
// open until done is called.
func NewQueue(memory Memory, know func() (*facts.Answerer, func())) *Queue {
	q := &Queue{memory: memory, know: know, look: new(looks).look}
	q.reset()
	q.wordings, q.vectors = map[string]*wording{}, vectors{}
	return q
}

// reset forgets all rows and groups, but not how wordings read.
func (q *Queue) reset() {
	q.rows, q.newest, q.seen = map[int64]*row{}, 0, time.Unix(0, 0)
	q.groups, q.byKey, q.posts = map[string]*group{}, map[string]*group{}, map[string][]*group{}
	q.dirty, q.order, q.waiting = map[*group]bool{}, nil, nil
	for _, w := range q.wordings {
		w.group = nil
	}
	q.forget = len(q.wordings) > 0
}

// Refresh takes in what is new in the memory, for about so long, and returns how many
// questions are still to be put into groups: a later call goes on. What was deleted from the
// memory is gone at once.
func (q *Queue) Refresh(ctx context.Context, spend time.Duration) (left int, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	until := time.Now().Add(spend)
	if err := q.read(ctx); err != nil {
		return 0, err
	}
	know, done := q.know()
	defer done()
	for n := 0; len(q.waiting) > 0 && ctx.Err() == nil && (n == 0 || time.Now().Before(until)); n++ {
		q.take(ctx, know, q.waiting[0])
		q.waiting = q.waiting[1:]
	}
	if len(q.waiting) == 0 {
		q.waiting = nil
		if q.forget {
			gone := func(w *wording) bool { return w.group == nil }
			maps.DeleteFunc(q.wordings, func(_ string, w *wording) bool { return gone(w) })
			for _, w := range q.wordings {
				maps.DeleteFunc(w.heard, func(o *wording, _ mutual) bool { return gone(o) })
			}
			q.forget = false
		}
	}
	if err := q.settle(ctx, know); err != nil {
		return len(q.waiting), err
	}
	if q.restate(ctx, know, until); len(q.dirty) > 0 {
		err = q.settle(ctx, know)
	}
	return len(q.waiting), err
}

// maxRestated bounds the wordings of one group that are asked again.
const maxRestated = 20

// restate asks again what had no good answer before the base was changed, until a time and the worst
// first. What is stated by now troubles nobody any more.
func (q *Queue) restate(ctx context.Context, know *facts.Answerer, until time.Time) {
	if q.base != know {
		if q.base != nil {
			q.changed = time.Now()
		}
		q.base = know
		q.bases++
	}
	if q.changed.IsZero() {
		return
	}
	plain := know.WithoutEncoder()
	for _, g := range q.order {
		for i, w := range g.wordings {
			if w.of == q.bases || i >= maxRestated || !w.stated && g.Unknown+g.Unsure == 0 {
				continue
			}
			if ctx.Err() != nil || time.Now().After(until) {
				return
			}
			got := (&Wording{Text: clip(w.text), Before: clip(w.before)}).Ask(ctx, plain)
			stated := (got.Status == facts.Answered || got.Status == facts.Corrected) && got.Confidence >= Unsure && (w.gist.Alone || w.before != "")
			if w.of = q.bases; stated != w.stated {
				w.stated = stated
				q.dirty[g] = true
			}
		}
	}
}

// read reads the events that are new, or all again where some were deleted.
func (q *Queue) read(ctx context.Context) error {
	for try := 0; ; try++ {
		now := time.Now()
		for {
			list, err := q.memory.Since(ctx, q.newest, q.seen, readAtOnce)
			if err != nil {
				return err
			}
			fresh := 0
			for _, e := range list {
				if e.ID > q.newest {
					q.newest, fresh = e.ID, fresh+1
				}
				q.enter(e)
			}
			if fresh < readAtOnce/2 {
				break
			}
			q.seen = now // the votes of before were among them
		}
		q.seen = now.Add(-2 * time.Second) // clocks tell whole seconds
		n, _, err := q.memory.Stock(ctx)
		if err != nil || n == len(q.rows) || try > 0 {
			return err
		}
		q.reset()
	}
}

// enter notes an event; one that is known already has changed in its place.
func (q *Queue) enter(e store.Event) {
	if r := q.rows[e.ID]; r != nil {
		if r.Event != e {
			r.Event = e
			if r.of != nil && r.of.group != nil {
				q.dirty[r.of.group] = true
			}
		}
		for i := range q.waiting {
			if q.waiting[i].ID == e.ID {
				q.waiting[i] = e
			}
		}
		return
	}
	q.rows[e.ID] = &row{Event: e}
	q.waiting = append(q.waiting, e)
}

// take puts an event with the wording that it is of, and a new wording into a group.
func (q *Queue) take(ctx context.Context, know *facts.Answerer, e store.Event) {
	r := q.rows[e.ID]
	if r == nil || r.of != nil {
		return
	}
	key := store.Key(e.Question)
	w := q.wordings[key]
	if w == nil || !w.gist.Alone {
		// A question that goes on from another asks something else behind each, and where that
		// is not kept, what its answer says.
		if w == nil {
			w = q.word(ctx, know, key, e.Question, "")
		}
		if !w.gist.Alone && (e.Before != "" || e.Evidence != "") {
			leaning := key + " " + cmp.Or(e.Before, e.Evidence)
			if w = q.wordings[leaning]; w == nil {
				w = q.word(ctx, know, leaning, e.Question, e.Before)
			}
		}
	}
	if e.Status == string(facts.Answered) || e.Status == string(facts.Corrected) {
		if w.answer == "" {
			w.answer, w.evidence = answerWords(e.Answer), strings.Fields(e.Evidence)
		}
	}
	r.of = w
	if w.group == nil {
		q.place(ctx, know, w)
	}
	w.group.rows = append(w.group.rows, r)
	q.dirty[w.group] = true
}

// clip is as much of a question as is read.
func clip(s string) string { s = strings.ToValidUTF8(s, ""); return s[:min(len(s), maxWords)] }

// word reads a new wording.
func (q *Queue) word(ctx context.Context, know *facts.Answerer, key, text, before string) *wording {
	w := &wording{key: key, text: text, before: before, gist: know.Gist(ctx, clip(text))}
	w.found = q.look(ctx, know, clip(text), clip(before))
	w.read(know, q.vectors)
	q.wordings[key] = w
	return w
}

// settle reckons what has changed, and puts the groups in order.
func (q *Queue) settle(ctx context.Context, know *facts.Answerer) error {
	list, err := q.memory.Mendings(ctx, 0)
	if err != nil {
		return err
	}
	stamp := int64(0)
	for _, m := range list {
		stamp += m.ID + m.Undone.Unix()&0xffff
	}
	if q.mended == nil || stamp != q.mendings {
		for topic := range q.mended {
			q.touch(topic)
		}
		q.mended, q.mendings = map[string][]store.Mending{}, stamp
		q.part(ctx, know, list)
		for _, m := range list {
			for _, at := range []time.Time{m.At, m.Undone} {
				if at.After(q.changed) {
					q.changed = at
				}
			}
			if regroups(m) {
				continue
			}
			q.mended[m.Topic] = append(q.mended[m.Topic], m)
			q.touch(m.Topic)
		}
	}
	if len(q.dirty) == 0 && q.sorted {
		return nil
	}
	for g := range q.dirty {
		g.reckon(q.mended, q.changed)
	}
	clear(q.dirty)
	slices.SortFunc(q.order, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.Bad, a.Bad), cmp.Compare(b.People, a.People), b.Last.Compare(a.Last), cmp.Compare(a.ID, b.ID))
	})
	q.sorted = true
	return nil
}

func (q *Queue) touch(topic string) {
	for _, g := range []*group{q.groups[topic], q.byKey[topic]} {
		if g != nil {
			q.dirty[g] = true
		}
	}
}

// Groups returns the groups to show, from one on and at most so many, the worst first, and
// how many there are in all. Call Refresh before.
func (q *Queue) Groups(show Show, from, most int) (list []Group, total int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, g := range q.order {
		if len(g.rows) == 0 || !show.has(&g.Group) {
			continue
		}
		if total >= from && len(list) < most {
			list = append(list, g.Group)
		}
		total++
	}
	return list, total
}

// Group returns one group, by its id or by store.Key of one of its wordings.
func (q *Queue) Group(id string) (Group, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	g := q.groups[id]
	if g == nil || len(g.rows) == 0 {
		g = q.byKey[id]
	}
	if g == nil || len(g.rows) == 0 {
		return Group{}, false
	}
	return g.Group, true
}

// Known returns what was asked and can be read alone, the most frequent first, whether it is in a
// group yet or not.
func (q *Queue) Known(most int) (list []Wording) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, g := range q.order {
		for _, w := range g.Wordings {
			if w.Alone {
				list = append(list, w)
			}
		}
	}
	seen := map[string]bool{}
	for _, e := range q.waiting { // in no group yet
		if key := store.Key(e.Question); e.Before == "" && q.byKey[key] == nil && !seen[key] {
			seen[key] = true
			list = append(list, Wording{Text: e.Question, Times: max(e.Times, 1), Answer: e.Answer, Status: e.Status, Confidence: e.Confidence, Alone: true})
		}
	}
	slices.SortStableFunc(list, func(a, b Wording) int { return cmp.Compare(b.Times, a.Times) })
	return list[:min(len(list), most)]
}
