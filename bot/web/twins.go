package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
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
	desk     *review.Desk
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
	if ok {
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

// A difference is what a change does to a file.
type difference struct {
	File  string
	Lines []review.Line
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
		data["Files"], _ = s.differences(changes)
	}
	maps.Copy(data, more)
	s.drawWith(w, r, status, "merge", s.view("facts", "One thing or two?", data))
}

// differences are what changes do to the files, and the edits that do it.
func (s *twins) differences(changes []scribe.Change) (list []difference, edits []review.Edit) {
	for _, c := range changes {
		was, err := fs.ReadFile(s.files(), c.File)
		if err != nil {
			was = nil
		}
		e := review.Edit{File: c.File, Before: string(was), After: string(c.Data)}
		list = append(list, difference{c.File, e.Lines()})
		edits = append(edits, e)
	}
	return list, edits
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
	made, err := s.desk.Write(r.Context(), kind, what, edits, who)
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

// A piece is a name or a statement that may go to the new thing.
type piece struct {
	Value  string // of the form
	Row    factRow
	Of     string // the thing that it is stated of, where that is another
	Chosen bool
	place  scribe.Place
}

// splitting is the form of a thing that is two.
type splitting struct {
	thing        *scribe.Thing
	fields       []formField
	names        []piece
	facts, named []piece
}

func (s *twins) readSplit(r *http.Request, b *scribe.Book, id string, form url.Values) (x splitting, ok bool) {
	if x.thing, ok = b.Thing(id); !ok {
		return x, false
	}
	schema := knowOf(r.Context()).Base().Schema()
	for _, f := range thingFields(schema, nil) {
		if f.Name == "name" || f.Name == "about" {
			x.fields = append(x.fields, f)
		}
	}
	x.fields[0].Label, x.fields[1].Needed = "What the new thing is called", false
	chosen := func(field, value string) bool { return slices.Contains(form[field], value) }
	for _, name := range scribe.Get(x.thing.Fields, "aliases") {
		x.names = append(x.names, piece{Value: name, Chosen: chosen("names", name)})
	}
	for i, row := range factRowsOf(r, x.thing.Facts) {
		v := review.Mark(x.thing.Facts[row.N].Text)
		x.facts = append(x.facts, piece{Value: v, Row: row, Chosen: chosen("facts", v), place: scribe.Place{Thing: id, Text: x.thing.Facts[i].Text}})
	}
	for _, p := range b.Naming(id, rulesOf(schema)) {
		t, _ := b.Thing(p.Thing)
		i := slices.IndexFunc(t.Facts, func(f scribe.Fact) bool { return f.Text == p.Text })
		v := review.Mark(p.Thing + "\n" + p.Text)
		x.named = append(x.named, piece{Value: v, Row: factRowsOf(r, t.Facts[i:i+1])[0], Of: thingName(t), Chosen: chosen("named", v), place: p})
	}
	return x, true
}

func (s *twins) pageSplit(w http.ResponseWriter, r *http.Request) {
	b, ok := s.book(w, r)
	if !ok {
		return
	}
	id := r.URL.Query().Get("thing")
	x, ok := s.readSplit(r, b, id, nil)
	if !ok {
		s.fail(w, r, http.StatusNotFound, "No thing of this name stands in the files that can be changed here.")
		return
	}
	s.showSplit(w, r, http.StatusOK, id, x, nil)
}

func (s *twins) showSplit(w http.ResponseWriter, r *http.Request, status int, id string, x splitting, more map[string]any) {
	data := map[string]any{"ID": id, "Name": thingName(x.thing), "Fields": x.fields, "Names": x.names, "Facts": x.facts, "Named": x.named}
	maps.Copy(data, more)
	s.drawWith(w, r, status, "split", s.view("facts", thingName(x.thing)+" is two things", data))
}

// split makes two things of one.
func (s *twins) split(w http.ResponseWriter, r *http.Request) {
	b, ok := s.book(w, r)
	if !ok {
		return
	}
	id := r.PostForm.Get("thing")
	x, ok := s.readSplit(r, b, id, r.PostForm)
	if !ok {
		s.fail(w, r, http.StatusNotFound, "This thing was taken away meanwhile.")
		return
	}
	fill(x.fields, r)
	var names, moved []string
	var named []scribe.Place
	for _, p := range x.names {
		if p.Chosen {
			names = append(names, p.Value)
		}
	}
	for _, p := range x.facts {
		if p.Chosen {
			moved = append(moved, p.place.Text)
		}
	}
	for _, p := range x.named {
		if p.Chosen {
			named = append(named, p.place)
		}
	}
	again := func(trouble string) {
		s.showSplit(w, r, http.StatusUnprocessableEntity, id, x, map[string]any{"Trouble": trouble})
	}
	switch {
	case need(x.fields):
		again("")
		return
	case len(names)+len(moved)+len(named) < len(r.PostForm["names"])+len(r.PostForm["facts"])+len(r.PostForm["named"]):
		again("Somebody has changed this thing meanwhile. This is how it is now; please choose again.")
		return
	case len(moved)+len(named) == 0:
		again("Choose at least one statement that belongs to the new thing. Where nothing is stated of it, add it under New thing.")
		return
	}
	newName := x.fields[0].Value
	fields := []scribe.Field{{Key: "id", Values: []string{freeID(b, newName)}}, {Key: "kind", Values: scribe.Get(x.thing.Fields, "kind")}, {Key: "name", Values: []string{newName}},
		{Key: "aliases", Values: slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == newName })}, {Key: "about", Values: x.fields[1].values()}}
	changes, err := b.Split(id, fields, names, moved, named, rulesOf(knowOf(r.Context()).Base().Schema()))
	if err == nil {
		what := fmt.Sprintf("%s is another thing than %s, with %s.", newName, thingName(x.thing), plural(cmp.Or(len(moved)+len(named), 1), "statement"))
		err = s.write(w, r, review.Splits, what, changes)
	}
	if err != nil {
		again(sentence(notMerged(err)))
	}
}
