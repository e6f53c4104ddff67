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
	"sync"
	"time"

	"hapjak/bot/review"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/scribe"
	"hapjak/facts/suggest"
)

// twins makes one thing of two that are the same, and two of one that was taken for another.
// Both stand among what was done, and are taken back there.
type twins struct {
	forms
	suggests *suggesting
	mu       sync.Mutex
	of       *facts.Answerer // that the list was made of
	list     []suggest.Duplicate
}

const (
	twinsPage   = 20
	twinsFor    = 8 * time.Second // to look for them
	shownFacts  = 6               // statements of each of two
	shownPieces = 6               // places of a file that a merging changes
)

func (s *twins) routes() []route {
	return []route{
		{"GET", "/curate/duplicates", "duplicates", Mends, s.page},
		{"POST", "/curate/duplicates", "duplicates", Mends, s.keepApart},
		{"GET", "/curate/merge", "merge", Mends, s.pageMerge},
		{"POST", "/curate/merge", "merge", Mends, s.merge},
		{"GET", "/curate/split", "split", Mends, s.pageSplit},
		{"POST", "/curate/split", "split", Mends, s.split},
	}
}

// rulesOf are what a schema says of statements.
func rulesOf(schema *kb.Schema) scribe.Rules {
	return scribe.Rules{
		Things: func(key string) bool {
			if rel, ok := schema.Relation(key); ok {
				return !schema.Literal(schema.RelationDef(rel).To[0])
			}
			i := slices.IndexFunc(schema.Qualifiers, func(q kb.QualifierDef) bool { return q.Name == key })
			return i >= 0 && !schema.Literal(schema.Qualifiers[i].To[0])
		},
		One: func(key string) bool {
			rel, ok := schema.Relation(key)
			return ok && schema.RelationDef(rel).One
		},
	}
}

// A side is one of two things, as their page shows it.
type side struct {
	ID, Name, About, Kind string
	Names                 []string
	Facts                 []string
	More                  int // statements that are not shown
	total                 int
}

func (s *twins) side(know *facts.Answerer, id string) (side, bool) {
	n, ok := know.Base().Find(id)
	if !ok {
		return side{}, false
	}
	card := know.Card(n, 0, 0)
	list, total := know.Statements(n, 0, shownFacts)
	x := side{ID: id, Name: know.Base().Name(n), About: card.About, Kind: card.Kind, Names: card.Names, More: total - len(list), total: total}
	for _, st := range list {
		x.Facts = append(x.Facts, st.Sentence)
	}
	return x, true
}

// A pair is two things that may be one. Keep is the one that more is known of.
type pair struct {
	ID, Why    string
	Keep, Gone side
	Shared     int
}

// pairs lists those that nobody has said to be two things; late where there was no time to find
// all.
func (s *twins) pairs(ctx context.Context) (list []pair, late bool, err error) {
	know := knowOf(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of != know {
		ctx, cancel := context.WithTimeout(ctx, twinsFor)
		defer cancel()
		found, err := suggest.Duplicates(ctx, know.Base())
		if err != nil {
			return nil, true, nil
		}
		s.of, s.list = know, found
	}
	memory, err := s.suggests.remembered()
	if err != nil {
		return nil, false, refusal{http.StatusConflict, err}
	}
	for _, d := range s.list {
		a, ok := s.side(know, d.Things[0].ID)
		b, ok2 := s.side(know, d.Things[1].ID)
		if !ok || !ok2 || memory.Refused(d.ID()) {
			continue
		}
		if b.total > a.total {
			a, b = b, a
		}
		list = append(list, pair{d.ID(), fmt.Sprintf("%s: %s, %s", d.Why, d.Names[0], d.Names[1]), a, b, d.Shared})
	}
	return list, false, nil
}

func (s *twins) page(w http.ResponseWriter, r *http.Request) { s.show(w, r, nil) }

func (s *twins) show(w http.ResponseWriter, r *http.Request, more map[string]any) {
	list, late, err := s.pairs(r.Context())
	if err != nil {
		s.refuseForm(w, r, err)
		return
	}
	data := map[string]any{"Total": len(list), "List": list[:min(len(list), twinsPage)], "Late": late}
	if err := s.editable(); err != nil {
		data["Closed"] = sentence(err)
	}
	maps.Copy(data, more)
	s.draw(w, r, "duplicates", s.view("facts", "Duplicates", data))
}

// keepApart remembers that two things are two.
func (s *twins) keepApart(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	who, _ := s.curator(r)
	list, _, err := s.pairs(r.Context())
	i := slices.IndexFunc(list, func(p pair) bool { return p.ID == r.PostForm.Get("id") })
	if err == nil && i < 0 {
		err = refusal{http.StatusConflict, errors.New("these two are no longer among those that look like one")}
	}
	if err != nil {
		s.refuseForm(w, r, err)
		return
	}
	says := list[i].Keep.Name + " and " + list[i].Gone.Name
	s.suggests.mu.Lock()
	memory, err := s.suggests.remembered()
	if err == nil {
		memory.Refuse(list[i].ID, says)
		err = s.change(r.Context(), store.Change{Who: who, What: "said to be two things: " + says}, memory.Write)
	}
	s.suggests.mu.Unlock()
	if err != nil {
		s.refuseForm(w, r, refusalOf(err))
		return
	}
	s.show(w, r, map[string]any{"Done": "Two things, and not asked again: " + says + "."})
}

// pageMerge shows two things side by side, or asks which the other is.
func (s *twins) pageMerge(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	know := knowOf(r.Context())
	keep, ok := s.side(know, q.Get("keep"))
	if !ok {
		s.fail(w, r, http.StatusNotFound, "There is no such thing. It may have been made one with another.")
		return
	}
	gone, ok := s.side(know, q.Get("gone"))
	if ok && gone.ID != keep.ID {
		s.showMerge(w, r, http.StatusOK, keep, gone, nil, nil)
		return
	}
	data := map[string]any{"Keep": keep}
	if name := strings.TrimSpace(cut(q.Get("name"), 200)); name != "" {
		list, _ := know.Lookup(name, nil)
		var found []side
		n, _ := know.Base().Find(keep.ID)
		for _, o := range list {
			if o != n && know.Base().KindOf(o) == know.Base().KindOf(n) && len(found) < 10 {
				x, _ := s.side(know, know.Base().ID(o))
				found = append(found, x)
			}
		}
		data["Found"], data["Name"], data["Asked"] = found, name, true
	}
	s.draw(w, r, "mergewhat", s.view("facts", "The same thing twice", data))
}

// A clash is two statements of which one can hold.
type clash struct {
	Field      string // of the form
	Label      string
	Keep, Gone factRow
	Chosen     string
	texts      [2]string
}

func (s *twins) clashes(r *http.Request, b *scribe.Book, keep, gone string) (list []clash) {
	for i, x := range b.Conflicts(keep, gone, rulesOf(knowOf(r.Context()).Base().Schema())) {
		rows := factRowsOf(r, []scribe.Fact{x.Keep, x.Gone})
		list = append(list, clash{Field: "stays-" + strconv.Itoa(i), Label: rows[0].Label, Keep: rows[0], Gone: rows[1], texts: [2]string{x.Keep.Text, x.Gone.Text}})
	}
	return list
}

func (s *twins) showMerge(w http.ResponseWriter, r *http.Request, status int, keep, gone side, form url.Values, more map[string]any) {
	b, ok := s.book(w, r)
	if !ok {
		return
	}
	clashes := s.clashes(r, b, keep.ID, gone.ID)
	for i := range clashes {
		clashes[i].Chosen = form.Get(clashes[i].Field)
	}
	data := map[string]any{"Keep": keep, "Gone": gone, "Clashes": clashes}
	if len(clashes) == 0 {
		changes, err := b.Merge(keep.ID, gone.ID, nil, rulesOf(knowOf(r.Context()).Base().Schema()))
		if err != nil {
			data["Trouble"] = sentence(notMerged(err))
		}
		var edits []review.Edit
		data["Files"], edits = s.differences(changes)
		if err == nil {
			data["Effect"], data["Counts"] = s.review.effect(r, edits, review.Mending{Word: keep.Name + " " + gone.Name})
		}
	}
	maps.Copy(data, more)
	s.drawWith(w, r, status, "merge", s.view("facts", "One thing or two?", data))
}

// notMerged says what a curator can do about two things that cannot be made one, or one two.
func notMerged(err error) error {
	if errors.Is(err, scribe.ErrChanged) {
		return errors.New("they do not both stand in the files that can be changed here, or were changed meanwhile")
	}
	return err
}

// merge makes one thing of two.
func (s *twins) merge(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	know := knowOf(r.Context())
	keep, ok := s.side(know, r.PostForm.Get("keep"))
	gone, ok2 := s.side(know, r.PostForm.Get("gone"))
	if !ok || !ok2 {
		s.fail(w, r, http.StatusNotFound, "One of the two is gone: somebody may have made one of them meanwhile.")
		return
	}
	b, ok := s.book(w, r)
	if !ok {
		return
	}
	var drop []scribe.Place
	for _, c := range s.clashes(r, b, keep.ID, gone.ID) {
		switch r.PostForm.Get(c.Field) {
		case "keep":
			drop = append(drop, scribe.Place{Thing: gone.ID, Text: c.texts[1]})
		case "gone":
			drop = append(drop, scribe.Place{Thing: keep.ID, Text: c.texts[0]})
		default:
			s.showMerge(w, r, http.StatusUnprocessableEntity, keep, gone, r.PostForm, map[string]any{"Trouble": "They say two things where there can be one. Choose which holds."})
			return
		}
	}
	changes, err := b.Merge(keep.ID, gone.ID, drop, rulesOf(know.Base().Schema()))
	if err == nil {
		err = s.write(w, r, review.Merges, fmt.Sprintf("%s and %s are one thing, %s.", keep.Name, gone.Name, keep.Name), changes)
	}
	if err != nil {
		s.showMerge(w, r, http.StatusUnprocessableEntity, keep, gone, r.PostForm, map[string]any{"Trouble": sentence(notMerged(err))})
	}
}

// write makes changes and leads to where they are taken back. It answers what is no matter of
// the curator's itself; what is, it returns.
func (s *twins) write(w http.ResponseWriter, r *http.Request, kind review.Kind, what string, changes []scribe.Change) error {
	who, _ := s.curator(r)
	_, edits := s.differences(changes)
	made, err := s.review.desk.Write(r.Context(), kind, what, edits, who)
	switch {
	case review.Refused(err) || errors.As(err, new(review.Changed)):
		return err
	case err != nil:
		s.refuseForm(w, r, err)
	default:
		s.painter.log.Info("a curator changed things", "curator", who, "kind", kind)
		http.Redirect(w, r, "/curate/mended?new="+strconv.FormatInt(made.ID, 10), http.StatusSeeOther)
	}
	return nil
}
