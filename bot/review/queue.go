package review

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"hapjak/bot/store"
	"hapjak/facts"
)

// A Memory is where questions are kept. *store.Store is one.
type Memory interface {
	Stock(context.Context) (n int, newest int64, err error)
	Since(ctx context.Context, id int64, at time.Time, limit int) ([]store.Event, error)
	Mendings(ctx context.Context, limit int) ([]store.Mending, error)
	Mend(context.Context, store.Mending) (int64, error)
	Undo(ctx context.Context, id int64, who string) (bool, error)
}

var _ Memory = (*store.Store)(nil)

// Unsure is the confidence below which an answer is worth a curator's look.
const Unsure = 0.6

// How bad it is, what happens to a question once. A complaint that was settled counts nothing.
const (
	badDown      = 3.0 // voted down
	badConfident = 1.0 // … and it had been answered with confidence: worse than silence
	badReason    = 1.0 // … and somebody says what is wrong
	badUnknown   = 1.0 // not answered
	badNear      = 1.0 // … though a paragraph has most of its words
	badUnsure    = 0.5 // answered without much confidence
	badAgain     = 1.0 // and then asked again in other words
)

const (
	nearHeld    = 0.5             // of a question's words in one paragraph: evidence is near
	againWithin = 3 * time.Minute // between two ways in which one person asks the same
	readAtOnce  = 5000            // events
	maxWords    = 400             // bytes of a question that are grouped
)

// A Group is questions that ask the same.
type Group struct {
	ID       string    // store.Key of its first wording
	Version  int       // how many mendings it has had
	Wordings []Wording // the most frequent first
	Times    int
	People   int // as far as people are told apart; others count once a question
	Down     int // votes
	Sure     int // of them, on answers that were given with confidence
	Unknown  int // not answered
	Near     int // of them, with evidence near
	Unsure   int // answered without much confidence
	Again    int // asked again in other words right after
	Reasons  []string
	First    time.Time
	Last     time.Time
	Bad      float64        // what its place follows from
	Mended   *store.Mending // the last thing that a curator did about it; what was asked until then troubles nobody any more
}

// A Wording is one way in which a group was asked.
type Wording struct {
	Text       string
	Times      int
	Answer     string // the last one
	Status     string
	Confidence float64
	Evidence   []string // the paragraphs cited
	Alone      bool     // it can be read without a question before it
	Before     string   // the question before, where it cannot and that is kept
	Close      bool     // it is so much like the group's first that one answer is for both
}

// Ask asks a wording as it was asked, behind the question that it leans on where that is kept.
func (w *Wording) Ask(ctx context.Context, know *facts.Answerer) facts.Answer {
	q := facts.Question{Text: w.Text}
	if w.Before != "" {
		_, q.Context = know.Ask(ctx, facts.Question{Text: w.Before})
	}
	got, _ := know.Ask(ctx, q)
	return got
}

// Worked returns the wordings that proposals are made for: the first, and those behind the
// same question, or like it behind none.
func (g *Group) Worked() (after string, list []Wording) {
	after = g.Wordings[0].Before
	for _, w := range g.Wordings {
		if w.Before == after {
			list = append(list, w)
		}
	}
	return after, list
}

// Open reports whether a group is to be looked at.
func (g Group) Open() bool { return g.Bad > 0 }

// Done reports whether a curator was done with it, and nothing has been wrong since.
func (g Group) Done() bool { return g.Mended != nil && g.Bad == 0 }

// A Show chooses groups of a queue.
type Show string

// What may be shown.
const (
	ShowOpen    Show = ""
	ShowDown    Show = "wrong"
	ShowUnknown Show = "unanswered"
	ShowUnsure  Show = "unsure"
	ShowDone    Show = "done"
)

func (s Show) has(g *Group) bool {
	switch s {
	case ShowDown:
		return g.Open() && g.Down > 0
	case ShowUnknown:
		return g.Open() && g.Unknown > 0
	case ShowUnsure:
		return g.Open() && g.Unsure > 0
	case ShowDone:
		return g.Done()
	}
	return g.Open()
}

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
}

// row is one event.
type row struct {
	store.Event
	of *wording
}

// group is a Group in the making.
type group struct {
	Group
	rows     []*row
	wordings []*wording
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
	return len(q.waiting), q.settle(ctx, know)
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
		best = &group{Group: Group{ID: store.Key(w.text)}}
		for n := 2; q.groups[best.ID] != nil; n++ { // the same words after another question
			best.ID = store.Key(w.text + " " + strings.Repeat("x", n))
		}
		q.groups[best.ID] = best
		q.order = append(q.order, best)
	}
	q.join(w, best, keys)
	for _, o := range near {
		from := o.group
		if from == best || len(q.mended[from.ID]) > 0 || q.apart[store.Key(o.text)][best.ID] {
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
}

// join puts a wording into a group.
func (q *Queue) join(w *wording, g *group, keys []mark) {
	g.wordings = append(g.wordings, w)
	w.group = g
	if k := store.Key(w.text); q.byKey[k] == nil {
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
	if q.byKey[store.Key(w.text)] == from {
		delete(q.byKey, store.Key(w.text))
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
			if !q.apart[store.Key(w.text)][g.ID] && len(g.wordings) > 0 {
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
	for _, id := range w.gist.Named {
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
			if m.Kind == kindApart {
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
		g.reckon(q.mended)
	}
	clear(q.dirty)
	slices.SortFunc(q.order, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.Bad, a.Bad), b.Last.Compare(a.Last), cmp.Compare(a.ID, b.ID))
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

// reckon works out what is told of a group from its rows.
func (g *group) reckon(mended map[string][]store.Mending) {
	out := Group{ID: g.ID}
	out.note(mended[g.ID])
	for _, w := range g.wordings {
		out.note(mended[store.Key(w.text)])
	}
	people := map[string]bool{}
	reasons := map[string]bool{}
	by := map[*wording]*Wording{}
	var order []*wording
	var last *row
	slices.SortFunc(g.rows, func(a, b *row) int { return cmp.Compare(a.ID, b.ID) })
	for _, r := range g.rows {
		times := max(r.Times, 1)
		w := by[r.of]
		if w == nil {
			w = &Wording{Text: r.of.text, Alone: r.of.gist.Alone, Before: r.of.before}
			by[r.of] = w
			order = append(order, r.of)
		}
		w.Times += times
		w.Answer, w.Status, w.Confidence, w.Evidence = r.Answer, r.Status, r.Confidence, strings.Fields(r.Evidence)
		out.Times += times
		if r.Asker == "" {
			out.People += times
		} else if !people[r.Asker] {
			people[r.Asker] = true
			out.People++
		}
		if out.First.IsZero() || r.At.Before(out.First) {
			out.First = r.At
		}
		if r.At.After(out.Last) {
			out.Last = r.At
		}
		if out.Mended != nil && !r.At.After(out.Mended.At) {
			continue
		}
		out.add(r, times)
		if last != nil && last.of != r.of && last.Asker != "" && last.Asker == r.Asker && r.At.Sub(last.At) < againWithin && last.Kind != store.Up {
			out.Again++
			out.Bad += badAgain
		}
		last = r
		if text := strings.TrimSpace(r.Reason); text != "" && r.Settled.IsZero() && r.Kind == store.Down && !reasons[text] {
			reasons[text] = true
			out.Reasons = append(out.Reasons, text)
		}
	}
	slices.SortStableFunc(order, func(a, b *wording) int { return cmp.Compare(by[b].Times, by[a].Times) })
	for _, w := range order {
		by[w].Close = w == order[0] || alike(w, order[0]) >= closeLeast
		out.Wordings = append(out.Wordings, *by[w])
	}
	g.Group = out
}

// note takes in what was done about it.
func (g *Group) note(list []store.Mending) {
	for _, m := range list {
		g.Version = max(g.Version, m.Version)
		if m.Undone.IsZero() && (g.Mended == nil || m.ID > g.Mended.ID) {
			g.Mended = &m
		}
	}
}

// add counts what happened.
func (g *Group) add(r *row, times int) {
	n := float64(times)
	switch r.Kind {
	case store.Down:
		if !r.Settled.IsZero() {
			return
		}
		g.Down += times
		g.Bad += badDown * n
		if r.Confidence >= Unsure && r.Status != string(facts.Unknown) {
			g.Sure += times
			g.Bad += badConfident * n
		}
		if r.Reason != "" || r.Complaint != "" {
			g.Bad += badReason * n
		}
	case store.Unknown:
		g.Unknown += times
		g.Bad += badUnknown * n
		if r.of.gist.Held >= nearHeld {
			g.Near += times
			g.Bad += badNear * n
		}
	case store.Answered:
		if r.Confidence < Unsure {
			g.Unsure += times
			g.Bad += badUnsure * n
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

// Known returns what was asked and answered as it should, as far as that is known: nobody
// voted it down, and it was answered with confidence or voted up. The most frequent come first.
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
	slices.SortStableFunc(list, func(a, b Wording) int { return cmp.Compare(b.Times, a.Times) })
	return list[:min(len(list), most)]
}
