package review

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"hapjak/bot/store"
	"hapjak/facts"
)

// This file is the groups: what is told of one, how bad it is, and how it is worked out from what was
// asked.

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
)

// A Group is questions that ask the same.
type Group struct {
	ID       string    // store.Key of its first wording
	Version  int       // how many mendings it has had
	Wordings []Wording // those that were answered badly first, of them what people say is wrong, and then the most frequent
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
	Down       int     // votes
	Bad        float64 // of the group's; of what was answered well until a curator mended it, or is stated since, nothing
	Answer     string  // the last one of those that were bad, or of all
	Status     string
	Confidence float64
	Evidence   []string // the paragraphs cited
	Refused    bool     // the last time it was refused, as a curator said
	Alone      bool     // it can be read without a question before it
	Before     string   // the question before, where it cannot and that is kept
	Right      string   // an answer that was voted for, and not against since
	Mended     bool     // a curator had it answered as it is, and nothing has been wrong since
	Close      bool     // it is so much like the group's first that one answer is for both, and was not answered well while that was not
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

// Trouble is what was wrong with the last answer, as far as that shows by itself.
func (w Wording) Trouble() string {
	switch {
	case w.Down > 0:
		return "said to be wrong"
	case w.Refused:
		return ""
	case w.Status == string(facts.Unknown):
		return "not answered"
	case w.Confidence < Unsure:
		return "answered without much confidence"
	}
	return ""
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

// group is a Group in the making.
type group struct {
	Group
	rows     []*row
	wordings []*wording
}

// reckon works out what is told of a group from its rows. What had no good answer before the base was
// changed, and is stated by now, is as if it had been answered well. Votes stay.
func (g *group) reckon(mended map[string][]store.Mending, changed time.Time) {
	out := Group{ID: g.ID}
	out.note(mended[g.ID])
	for _, w := range g.wordings {
		out.note(mended[w.id()])
	}
	people := map[string]bool{}
	reasons := map[string]bool{}
	by := map[*wording]*Wording{}
	first := map[[2]string]*wording{} // of those that are told apart by their answers alone
	var order []*wording
	var last *row
	slices.SortFunc(g.rows, func(a, b *row) int { return cmp.Compare(a.ID, b.ID) })
	for _, r := range g.rows {
		times := max(r.Times, 1)
		text := [2]string{r.of.id(), r.of.before}
		if first[text] == nil {
			first[text] = r.of
			by[r.of] = &Wording{Text: r.of.text, Alone: r.of.gist.Alone, Before: r.of.before}
			order = append(order, r.of)
		}
		w := by[first[text]]
		w.Times += times
		if w.Bad == 0 {
			w.tell(r)
		}
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
		if r.refused() || r.of.stated && r.Kind != store.Down && r.Kind != store.Up && !r.At.After(changed) {
			last = nil
			continue
		}
		was := out
		if out.add(r, times); out.Bad > was.Bad {
			w.Down, w.Bad = w.Down+out.Down-was.Down, w.Bad+out.Bad-was.Bad
			w.tell(r)
		}
		switch {
		case r.Kind == store.Up:
			w.Right = r.Answer
		case r.Kind == store.Down && r.Answer == w.Right:
			w.Right = ""
		}
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
	slices.SortStableFunc(order, func(a, b *wording) int {
		x, y := by[a], by[b]
		return cmp.Or(truth(y.Down > 0)-truth(x.Down > 0), truth(y.Bad > 0)-truth(x.Bad > 0), cmp.Compare(y.Times, x.Times))
	})
	for _, w := range order {
		by[w].Mended = out.Mended != nil && out.Bad == 0 && Kind(out.Mended.Kind) != Aside
		well := by[w].Bad == 0 && by[order[0]].Bad > 0
		by[w].Close = w == order[0] || !well && w.closeTo(order[0])
		out.Wordings = append(out.Wordings, *by[w])
	}
	g.Group = out
}

// tell has a wording be told by what was answered at one time.
func (w *Wording) tell(r *row) {
	w.Refused = r.refused()
	w.Answer, w.Status, w.Confidence, w.Evidence = r.Answer, r.Status, r.Confidence, strings.Fields(r.Evidence)
}

func truth(is bool) int {
	if is {
		return 1
	}
	return 0
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

// beside is what there is of a wording and the one that its group goes by.
type beside struct {
	first                  *wording
	heard, answered, other bool
}

// id is store.Key of the wording's text.
func (w *wording) id() string {
	if w.ofText == "" {
		w.ofText = store.Key(w.text)
	}
	return w.ofText
}

// closeTo reports whether a wording asks so surely what its group's first asks that one answer is offered to both. It
// is worked out again where another is the first, or more is known of them since.
func (w *wording) closeTo(first *wording) bool {
	_, there := w.heard[first]
	_, back := first.heard[w]
	if now := (beside{first, there || back, w.answer != "", first.answer != ""}); now != w.beside {
		w.beside, w.close = now, alike(w, first) >= closeLeast
	}
	return w.close
}
