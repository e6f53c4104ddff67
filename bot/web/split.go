package web

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"hapjak/bot/review"
	"hapjak/facts/scribe"
)

// This file makes two things of one that was taken for another.

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

// split makes two things of one, or shows first what that changes.
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
	if err == nil && r.PostForm.Get("do") == "see" {
		files, edits := s.differences(changes)
		_, done, err := s.review.desk.With(edits...)
		if err != nil {
			again(sentence(err))
			return
		}
		done()
		effect, counts := s.review.effect(r, edits, review.Mending{Word: newName + " " + thingName(x.thing)})
		s.showSplit(w, r, http.StatusOK, id, x, map[string]any{"Files": files, "Effect": effect, "Counts": counts})
		return
	}
	if err == nil {
		what := fmt.Sprintf("%s is another thing than %s, with %s.", newName, thingName(x.thing), plural(cmp.Or(len(moved)+len(named), 1), "statement"))
		err = s.write(w, r, review.Splits, what, changes)
	}
	if err != nil {
		again(sentence(notMerged(err)))
	}
}
