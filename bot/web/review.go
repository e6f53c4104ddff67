package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"hapjak/bot/review"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/kb"
)

// This file draws the curators' queue: what was asked in groups, a group with what may be
// done about it, what a mending would change, and what was done. Everything that is looked at
// has an address of its own, so that a session that ends costs nothing but signing in again.

const (
	groupPage   = 50
	refreshFor  = 300 * time.Millisecond // before a page; the rest is done behind it
	proposeFor  = 5 * time.Second
	effectFor   = 9 * time.Second // a little less than a question may take
	listedDone  = 100
	listedWeeks = 26
	shownOthers = 6 // wordings of a group in the queue
	foundHere   = 6 // paragraphs to choose a sentence from
	maxFind     = 300
)

// reviewing is the room in which curators mend.
type reviewing struct {
	*painter
	*mind
	queue  *review.Queue
	desk   *review.Desk
	memory Memory
	all    bool          // every question is kept
	copies bool          // the base in the program is copied first
	busy   chan struct{} // holds one while the rest is put into groups
}

func newReviewing(p *painter, m *mind, desk *review.Desk, o Options) *reviewing {
	return &reviewing{painter: p, mind: m, queue: review.NewQueue(o.Memory, m.talk.Know), desk: desk, memory: o.Memory,
		all: o.Keep == store.KeepAll, copies: o.Base == "", busy: make(chan struct{}, 1)}
}

// routes are the pages' addresses.
func (s *reviewing) routes() []route {
	return []route{
		{"GET", "/curate/review", "review", Reads, s.pageReview},
		{"GET", "/curate/review/{id}", "review", Reads, s.pageGroup},
		{"GET", "/curate/review/{id}/mend", "mend", Mends, s.pageMend},
		{"POST", "/curate/review/{id}/mend", "mend", Mends, s.mend},
		{"GET", "/curate/mended", "mended", Reads, s.pageMended},
		{"GET", "/curate/weeks", "weeks", Reads, s.pageWeeks},
		{"POST", "/curate/review/{id}/part", "part", Mends, s.partGroup},
		{"POST", "/curate/review/{id}/join", "join", Mends, s.joinGroup},
		{"POST", "/curate/mended/{id}/undo", "mended", Mends, s.undo},
	}
}

// refresh takes in what is new, and leaves the rest to be done behind the page.
func (s *reviewing) refresh(ctx context.Context) (left int, err error) {
	left, err = s.queue.Refresh(ctx, refreshFor)
	if left > 0 {
		select {
		case s.busy <- struct{}{}:
			s.kept.keeping.Go(func() {
				defer func() { <-s.busy }()
				for left := left; left > 0 && s.state.Load() != stopping; {
					var err error
					if left, err = s.queue.Refresh(context.Background(), refreshFor); err != nil {
						return // the next page tells
					}
				}
			})
		default:
		}
	}
	return left, err
}

// unread answers where the kept questions cannot be read.
func (s *reviewing) unread(w http.ResponseWriter, r *http.Request, err error) {
	s.painter.log.Error("kept questions could not be read", "error", err)
	s.fail(w, r, http.StatusServiceUnavailable, "The kept questions could not be read just now. It has been logged.")
}

// A tab is a choice of groups.
type tab struct {
	Name, To string
	Here     bool
	Count    int
}

// pageReview is the queue.
func (s *reviewing) pageReview(w http.ResponseWriter, r *http.Request) {
	left, err := s.refresh(r.Context())
	if err != nil {
		s.unread(w, r, err)
		return
	}
	if left > 0 {
		w.Header().Set("Refresh", whileReading)
	}
	show := review.Show(r.URL.Query().Get("show"))
	var tabs []tab
	for _, t := range []struct {
		show review.Show
		name string
	}{{review.ShowOpen, "To look at"}, {review.ShowDown, "Said to be wrong"}, {review.ShowUnknown, "Not answered"}, {review.ShowUnsure, "Not sure"}, {review.ShowDone, "Done"}} {
		_, n := s.queue.Groups(t.show, 0, 0)
		to := "/curate/review"
		if t.show != "" {
			to += "?show=" + url.QueryEscape(string(t.show))
		}
		tabs = append(tabs, tab{t.name, to, t.show == show, n})
	}
	from := number(r, "from")
	groups, total := s.queue.Groups(show, from, groupPage)
	data := map[string]any{"Tabs": tabs, "Left": left, "Total": total, "Show": string(show), "From": from, "Groups": viewsOf(groups)}
	if next := from + groupPage; next < total {
		data["Next"] = "/curate/review?" + url.Values{"show": {string(show)}, "from": {strconv.Itoa(next)}}.Encode()
	}
	if from > 0 {
		data["Before"] = "/curate/review?" + url.Values{"show": {string(show)}, "from": {strconv.Itoa(max(0, from-groupPage))}}.Encode()
	}
	if s.memory.Health() != nil {
		data["Trouble"] = "Nothing new is being kept at the moment: the log says why."
	}
	s.draw(w, r, "review", s.view("review", "Review", data))
}

// A groupView is a group as its pages tell it.
type groupView struct {
	review.Group
	Asked    string   // "asked 6 times by 4 people, last on 27 November 2026"
	Troubles []string // what is wrong with it
	Others   []string // its other wordings
	More     int      // that are not shown
}

// Lead is the wording that a group goes by.
func (g groupView) Lead() review.Wording { return g.Wordings[0] }

// Wrong reports whether there is an answer to look at: one that somebody says is wrong, or that is unsure.
func (g groupView) Wrong() bool { return g.Down > 0 || g.Lead().Status != string(facts.Unknown) }

// Said is the last answer to it, without its markers.
func (g groupView) Said() string { return said(g.Wordings[0].Answer) }

func viewsOf(groups []review.Group) (list []groupView) {
	for _, g := range groups {
		list = append(list, viewOf(g))
	}
	return list
}

func viewOf(g review.Group) groupView {
	v := groupView{Group: g, Troubles: troubles(g)}
	v.Asked = "Asked " + times(g.Times)
	if g.People < g.Times {
		v.Asked += " by " + persons(g.People)
	}
	v.Asked += ", last on " + g.Last.UTC().Format("2 January 2006")
	others := g.Wordings[1:]
	v.More = max(0, len(others)-shownOthers)
	for _, o := range others[:len(others)-v.More] {
		v.Others = append(v.Others, o.Text)
	}
	return v
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	if n == 2 {
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}

func persons(n int) string {
	if n == 1 {
		return "one person"
	}
	return strconv.Itoa(n) + " people"
}

// troubles says why a group is to be looked at, the worst first.
func troubles(g review.Group) (list []string) {
	if g.Sure > 0 {
		list = append(list, "answered with confidence, and said to be wrong "+times(g.Sure))
	}
	if n := g.Down - g.Sure; n > 0 {
		list = append(list, "said to be wrong "+times(n))
	}
	if g.Unknown > 0 {
		text := "not answered"
		if g.Near > 0 {
			text += ", though a paragraph comes near"
		}
		list = append(list, text)
	}
	if g.Unsure > 0 {
		list = append(list, "answered without much confidence")
	}
	if g.Again > 0 {
		list = append(list, "asked again in other words right after")
	}
	return list
}

// group finds the group that a request is about.
func (s *reviewing) group(w http.ResponseWriter, r *http.Request) (g review.Group, ok bool) {
	if _, err := s.refresh(r.Context()); err != nil {
		s.unread(w, r, err)
		return g, false
	}
	if g, ok = s.queue.Group(r.PathValue("id")); !ok {
		s.fail(w, r, http.StatusNotFound, "These questions are not kept any more: whoever asked them had them deleted, or they were kept for as long as questions are.")
	}
	return g, ok
}

// mendLink leads to what a mending would change.
func mendLink(group string, m review.Mending) string {
	v := url.Values{}
	for key, text := range map[string]string{"kind": string(m.Kind), "word": m.Word, "thing": m.Thing, "relation": m.Relation, "as": m.As,
		"value": m.Value, "answer": m.Answer, "says": m.Says, "cite": m.Cite, "why": m.Why} {
		if text != "" {
			v.Set(key, text)
		}
	}
	v["ask"], v["quote"], v["words"] = m.Ask, m.Quote, m.Words
	if m.After != "" {
		v.Set("after", m.After)
	}
	if m.Denies {
		v.Set("denies", "yes")
	}
	return "/curate/review/" + url.PathEscape(group) + "/mend?" + v.Encode()
}

// mendingOf reads a mending. A thing may be written as people call it.
func mendingOf(v url.Values, know *facts.Answerer) (review.Mending, error) {
	m := review.Mending{Kind: review.Kind(v.Get("kind")), Word: v.Get("word"), Thing: v.Get("thing"), Relation: v.Get("relation"), As: v.Get("as"),
		Value: v.Get("value"), Answer: v.Get("answer"), Says: v.Get("says"), Cite: v.Get("cite"), Why: v.Get("why"), Ask: v["ask"],
		After: v.Get("after"), Quote: v["quote"], Words: v["words"], Denies: v.Get("denies") != ""}
	for line := range strings.Lines(v.Get("also")) {
		if line = strings.TrimSpace(line); line != "" {
			m.Ask = append(slices.Clip(m.Ask), line)
		}
	}
	if m.Kind != review.Alias && m.Kind != review.States || m.Thing == "" {
		return m, nil
	}
	if _, ok := know.Base().Find(m.Thing); ok {
		return m, nil
	}
	list, exact := know.Lookup(m.Thing, nil)
	list = slices.DeleteFunc(list, func(n kb.Node) bool { return know.Base().ID(n) == "" })
	if len(list) == 1 && exact {
		m.Thing = know.Base().ID(list[0])
		return m, nil
	}
	var names []string
	for _, n := range list[:min(len(list), 5)] {
		names = append(names, know.Title(n)+" ("+know.Base().ID(n)+")")
	}
	if len(names) == 0 {
		return m, fmt.Errorf("nothing is called %q. Things are on the page Things", m.Thing)
	}
	return m, fmt.Errorf("which thing is %q? Write what stands in brackets: %s", m.Thing, strings.Join(names, ", "))
}

// pageMend shows what a mending would change: the file, and the answers.
func (s *reviewing) pageMend(w http.ResponseWriter, r *http.Request) {
	if g, ok := s.group(w, r); ok {
		s.showMend(w, r, g, r.URL.Query(), http.StatusOK, "")
	}
}

// showMend draws it, with what is to be said first.
func (s *reviewing) showMend(w http.ResponseWriter, r *http.Request, g review.Group, v url.Values, status int, notice string) {
	know, done := s.talk.Know()
	defer done()
	m, err := mendingOf(v, know)
	var e review.Edit
	if err == nil {
		e, err = s.desk.Draft(m)
	}
	if err != nil {
		s.cannot(w, r, g, m, err, notice)
		return
	}
	var effect review.Effect
	var failed error
	err = s.work(r.Context(), func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, effectFor)
		defer cancel()
		if e.File != "" {
			effect, failed = s.desk.Effect(ctx, s.queue, g, m, e)
		}
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if failed != nil {
		s.cannot(w, r, g, m, failed, notice)
		return
	}
	fields := v
	fields.Del("mark")
	fields.Del("version")
	fields.Del("also")
	fields.Set("thing", m.Thing)
	fields["ask"] = m.Ask
	lead, text := inParts(m, m.Sentence(know), know)
	data := map[string]any{"Group": viewOf(g), "Lead": lead, "Text": text, "Edit": e, "Lines": e.Lines(), "Mark": review.Mark(e.Before),
		"Fields": fields, "Effect": effect, "Notice": notice, "Counts": countsOf(effect), "Doubts": m.Doubts(know), "Copy": s.copies && s.desk.Copied() == ""}
	if inForm(m) {
		maps.Copy(data, typedMending(g, m, know))
	}
	view := s.view("review", "Is this right?", data)
	if status == http.StatusOK {
		s.draw(w, r, "reviewmend", view)
		return
	}
	s.drawWith(w, r, status, "reviewmend", view)
}

// typedMending is what the forms of a mending are filled with: what was typed into them, and which questions were chosen.
func typedMending(g review.Group, m review.Mending, know *facts.Answerer) map[string]any {
	g.Wordings = slices.Clone(g.Wordings)
	also := slices.Clone(m.Ask)
	for i, w := range g.Wordings {
		g.Wordings[i].Close = slices.Contains(m.Ask, w.Text)
		also = slices.DeleteFunc(also, func(q string) bool { return q == w.Text })
	}
	after, asks := g.Worked()
	return map[string]any{"Group": viewOf(g), "Typed": m, "Nearest": m, "Also": strings.Join(also, "\n"), "After": after, "Asks": asks, "Example": exampleCite, "Relations": relations(know)}
}

// exampleCite is how a paragraph is written, where none is at hand.
const exampleCite = "shelf:5"

// cannot answers what cannot be done, behind what is to be said first, with the form of the mending as it was filled in,
// where there is one, and leads back.
func (s *reviewing) cannot(w http.ResponseWriter, r *http.Request, g review.Group, m review.Mending, err error, notice string) {
	if !review.Refused(err) && !isAsking(err) {
		s.painter.log.Error("a mending could not be looked at", "error", err)
	}
	data := map[string]any{"Why": sentence(err), "Notice": notice, "Group": viewOf(g)}
	if m.Kind != "" {
		know, done := s.talk.Know()
		defer done()
		if m.Kind != review.Holds || inForm(m) {
			data["Form"] = typedMending(g, m, know)
		}
		if isForm(r) {
			data["Again"] = map[string]any{"To": r.URL.EscapedPath(), "Fields": typedIn(r)}
		}
	}
	s.drawWith(w, r, http.StatusUnprocessableEntity, "reviewno", s.view("review", "That cannot be done", data))
}

// isAsking reports whether an error asks the curator something: it is none of the program's.
func isAsking(err error) bool {
	return strings.HasPrefix(err.Error(), "which thing") || strings.HasPrefix(err.Error(), "nothing is called")
}

// groupForm reads a form that is about a group; false where it is answered already.
func (s *reviewing) groupForm(w http.ResponseWriter, r *http.Request) (g review.Group, ok bool) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return g, false
	}
	return s.group(w, r)
}

// mend makes a mending.
func (s *reviewing) mend(w http.ResponseWriter, r *http.Request) {
	g, ok := s.groupForm(w, r)
	if !ok {
		return
	}
	know, done := s.talk.Know()
	m, err := mendingOf(r.PostForm, know)
	done()
	if err != nil {
		s.cannot(w, r, g, m, err, "")
		return
	}
	if version, _ := strconv.Atoi(r.PostForm.Get("version")); version != g.Version {
		s.showMend(w, r, g, r.PostForm, http.StatusConflict, s.faster(r, g))
		return
	}
	who, _ := s.curator(r)
	made, err := s.desk.Apply(r.Context(), g, m, r.PostForm.Get("mark"), who)
	var changed review.Changed
	switch {
	case errors.As(err, &changed):
		s.showMend(w, r, g, r.PostForm, http.StatusConflict, sentence(changed))
	case errors.Is(err, store.ErrMended):
		s.showMend(w, r, g, r.PostForm, http.StatusConflict, s.faster(r, g))
	case review.Refused(err):
		s.cannot(w, r, g, m, err, "")
	case err != nil:
		s.refuseForm(w, r, err)
	default:
		s.painter.log.Info("a curator mended", "curator", who, "kind", m.Kind)
		http.Redirect(w, r, "/curate/mended?new="+strconv.FormatInt(made.ID, 10), http.StatusSeeOther)
	}
}

// faster says what another curator did to a group meanwhile.
func (s *reviewing) faster(r *http.Request, g review.Group) string {
	list, err := s.memory.Mendings(r.Context(), listedDone)
	if err == nil {
		for _, m := range list {
			if m.Topic == g.ID {
				what := m.What
				if !m.Undone.IsZero() {
					what += " It was undone by " + m.Undoer + "."
				}
				return fmt.Sprintf("Meanwhile %s was here, at %s: %s Nothing of yours was written. Decide whether it is still needed.", m.Who, m.At.UTC().Format("15:04"), what)
			}
		}
	}
	return "Meanwhile another curator was here. Nothing of yours was written. Decide whether it is still needed."
}
