package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"hapjak/bot/review"
	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/scribe"
	"hapjak/nlp"
)

// This file is the form of a thing: what it is called and is.

// thingFields are the fields of a thing, as it is or for a new one.
func thingFields(schema *kb.Schema, t *scribe.Thing) []formField {
	get := func(key string) string {
		if t == nil {
			return ""
		}
		return strings.Join(scribe.Get(t.Fields, key), "\n")
	}
	kinds := formField{Name: "kind", Label: "What it is", Needed: true}
	for k := range schema.Kinds {
		if !schema.Literal(kb.Kind(k)) {
			d := schema.KindDef(kb.Kind(k))
			kinds.Options = append(kinds.Options, option{d.Name, d.Noun, d.Name == get("kind")})
		}
	}
	return []formField{
		{Name: "name", Label: "Name", Help: "As an answer should say it.", Value: get("name"), Needed: true},
		kinds,
		{Name: "aliases", Label: "Other names", Help: "One a line: what else people call it, in other languages and short.", Value: get("aliases"), Many: true},
		{Name: "about", Label: "In a few words", Help: "What tells it from others of its name: its year, or who made it.", Value: get("about")},
	}
}

// thingForms is the room in which things are added and changed.
type thingForms struct{ forms }

func (s *thingForms) routes() []route {
	return []route{
		{"GET", "/curate/things", "edit", Mends, s.pageFacts},
		{"GET", "/curate/things/new", "edit", Mends, s.pageNewThing},
		{"POST", "/curate/things/new", "edit", Mends, s.addThing},
		{"GET", "/curate/things/{id}", "edit", Mends, s.pageEditThing},
		{"POST", "/curate/things/{id}", "edit", Mends, s.setThing},
	}
}

// pageNewThing is the form of a thing that is not there yet.
func (s *thingForms) pageNewThing(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.book(w, r); !ok {
		return
	}
	fields := thingFields(knowOf(r.Context()).Base().Schema(), nil)
	fields[0].Value = cut(r.URL.Query().Get("name"), 200)
	s.drawThing(w, r, http.StatusOK, map[string]any{"Fields": fields, "To": "/curate/things/new", "Cite": r.URL.Query().Get("cite")})
}

func (s *thingForms) drawThing(w http.ResponseWriter, r *http.Request, status int, data map[string]any) {
	title := "A new thing"
	if t, ok := data["Thing"].(*scribe.Thing); ok {
		title = strings.Join(scribe.Get(t.Fields, "name"), "")
	}
	s.drawWith(w, r, status, "editthing", s.view("facts", title, data))
}

// typed reads a form of a thing.
func typed(fields []formField, id string) []scribe.Field {
	out := []scribe.Field{{Key: "id", Values: []string{id}}}
	for _, name := range []string{"kind", "name", "aliases", "about"} {
		out = append(out, scribe.Field{Key: name, Values: find(fields, name).values()})
	}
	called := find(fields, "name").Value
	out[3].Values = slices.DeleteFunc(out[3].Values, func(alias string) bool { return alias == called })
	return out
}

// addThing adds a thing, and leads on to its statements.
func (s *thingForms) addThing(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	fields := thingFields(knowOf(r.Context()).Base().Schema(), nil)
	fill(fields, r)
	cite := r.PostForm.Get("cite")
	data := map[string]any{"Fields": fields, "To": "/curate/things/new", "Cite": cite}
	if need(fields) {
		s.drawThing(w, r, http.StatusUnprocessableEntity, data)
		return
	}
	id := ""
	seen, err := s.put(r, "added "+fields[0].Value, s.ofFacts(func(b *scribe.Book) (scribe.Change, error) {
		id = freeID(b, fields[0].Value)
		return b.AddThing(b.Home(find(fields, "kind").Value), typed(fields, id)), nil
	}), newNames(r, fields, nil)...)
	if seen != nil {
		data["Seen"] = seen
		s.drawThing(w, r, http.StatusOK, data)
		return
	}
	if s.troubledForm(w, r, err, fields, data) {
		s.drawThing(w, r, http.StatusUnprocessableEntity, data)
		return
	}
	if err == nil {
		to := "/curate/things/" + escape(id) + "?done=1"
		if cite != "" {
			to += "&cite=" + queried(cite)
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

// newNames tells which of the other names that a thing is to have may be misread.
func newNames(r *http.Request, fields []formField, t *scribe.Thing) (doubts []string) {
	var had []string
	id := ""
	if t != nil {
		had, id = scribe.Get(t.Fields, "aliases"), strings.Join(scribe.Get(t.Fields, "id"), "")
	}
	for _, name := range find(fields, "aliases").values() {
		if !slices.Contains(had, name) {
			doubts = append(doubts, review.NameDoubts(knowOf(r.Context()), id, name)...)
		}
	}
	return doubts
}

// freeID makes an id of a name that no thing has.
func freeID(b *scribe.Book, name string) string {
	id := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’':
			return -1
		case r < 0x80 && !('a' <= r && r <= 'z' || '0' <= r && r <= '9'):
			return '-'
		}
		return r
	}, nlp.Fold(name)), "-")
	for strings.Contains(id, "--") {
		id = strings.ReplaceAll(id, "--", "-")
	}
	if id == "" {
		id = "thing"
	}
	free := id
	for n := 2; ; n++ {
		if _, taken := b.Thing(free); !taken {
			return free
		}
		free = id + "-" + itoa(n)
	}
}

// pageEditThing is the form of a thing, with its statements.
func (s *thingForms) pageEditThing(w http.ResponseWriter, r *http.Request) {
	b, ok := s.book(w, r)
	if !ok {
		return
	}
	t, ok := b.Thing(r.PathValue("id"))
	if !ok {
		s.fail(w, r, http.StatusNotFound, "No thing of this name stands in the files that can be changed here. It may have been added a moment ago, or taken away.")
		return
	}
	fields := thingFields(knowOf(r.Context()).Base().Schema(), t)
	s.drawThing(w, r, http.StatusOK, s.thingData(r, t, fields, t.Text))
}

// A factRow is a statement on the page of a thing.
type factRow struct {
	N           int
	Label, Text string
	More        []string // its qualifiers
	Cites       []corpus.Ref
}

func (s *thingForms) thingData(r *http.Request, t *scribe.Thing, fields []formField, was string) map[string]any {
	id := strings.Join(scribe.Get(t.Fields, "id"), "")
	_, served := knowOf(r.Context()).Base().Find(id)
	data := map[string]any{"Thing": t, "ID": id, "Served": served, "Fields": fields, "Was": was, "Facts": factRowsOf(r, t.Facts),
		"To": "/curate/things/" + escape(id), "Cite": r.URL.Query().Get("cite")}
	s.saved(r, data)
	return data
}

// factRows tells of statements as a page shows them.
func factRowsOf(r *http.Request, list []scribe.Fact) (rows []factRow) {
	for i, x := range list {
		if len(x.Fields) == 0 {
			continue
		}
		row := factRow{N: i, Label: nounOf(r, x.Fields[0].Key), Text: strings.Join(namedOf(r, x.Fields[0].Values), ", ")}
		for _, f := range x.Fields[1:] {
			if f.Key == "cite" {
				row.Cites = refsOf(f.Values)
				continue
			}
			row.More = append(row.More, f.Key+": "+strings.Join(namedOf(r, f.Values), ", "))
		}
		rows = append(rows, row)
	}
	return rows
}

// noun is what a relation's object is called.
func nounOf(r *http.Request, relation string) string {
	schema := knowOf(r.Context()).Base().Schema()
	if rel, ok := schema.Relation(relation); ok && schema.RelationDef(rel).Noun != "" {
		return schema.RelationDef(rel).Noun
	}
	return strings.ReplaceAll(relation, "_", " ")
}

// named puts names in the place of ids.
func namedOf(r *http.Request, values []string) []string {
	base := knowOf(r.Context()).Base()
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v
		if n, ok := base.Find(v); ok {
			out[i] = base.Name(n)
		}
	}
	return out
}

func refsOf(values []string) []corpus.Ref {
	var refs []corpus.Ref
	for _, v := range values {
		if ref, err := corpus.ParseRef(v); err == nil {
			refs = append(refs, ref)
		}
	}
	return refs
}

// setThing changes what a thing is called and is.
func (s *thingForms) setThing(w http.ResponseWriter, r *http.Request) {
	b, ok := s.book(w, r)
	if !ok {
		return
	}
	id := r.PathValue("id")
	t, ok := b.Thing(id)
	if !ok {
		s.fail(w, r, http.StatusNotFound, "This thing was taken away meanwhile.")
		return
	}
	fields := thingFields(knowOf(r.Context()).Base().Schema(), t)
	fill(fields, r)
	data := s.thingData(r, t, fields, t.Text)
	if drops(r) {
		s.dropThing(w, r, id, thingName(t), fields, data)
		return
	}
	if need(fields) {
		data["Was"] = r.PostForm.Get("was")
		s.drawThing(w, r, http.StatusUnprocessableEntity, data)
		return
	}
	seen, err := s.put(r, "changed "+fields[0].Value, s.ofFacts(func(b *scribe.Book) (scribe.Change, error) {
		return b.SetThing(id, r.PostForm.Get("was"), typed(fields, id))
	}), newNames(r, fields, t)...)
	if seen != nil {
		data["Seen"] = seen
		s.drawThing(w, r, http.StatusOK, data)
		return
	}
	if s.troubledForm(w, r, err, fields, data) {
		data["Now"] = []string{t.Text}
		s.drawThing(w, r, http.StatusConflict, data)
		return
	}
	if err == nil {
		http.Redirect(w, r, "/curate/things/"+escape(id)+"?done=1", http.StatusSeeOther)
	}
}

// dropThing takes a thing out with all that is stated of it, where nothing else names it.
func (s *thingForms) dropThing(w http.ResponseWriter, r *http.Request, id, name string, fields []formField, data map[string]any) {
	seen, err := s.put(r, "took out "+name, s.ofFacts(func(b *scribe.Book) (scribe.Change, error) { return b.DropThing(id, r.PostForm.Get("was")) }))
	switch {
	case seen != nil:
		data["Seen"] = seen
		s.drawThing(w, r, http.StatusOK, data)
	case errors.Is(err, scribe.ErrImported):
		s.fail(w, r, http.StatusConflict, sentence(err))
	case s.troubledForm(w, r, err, fields, data):
		s.drawThing(w, r, http.StatusConflict, data)
	case err == nil:
		http.Redirect(w, r, "/curate/mended", http.StatusSeeOther)
	}
}

// noKinds reports whether a schema has no kind of thing, so that nothing can be stated.
func noKinds(schema *kb.Schema) bool {
	for k := range schema.Kinds {
		if !schema.Literal(kb.Kind(k)) {
			return false
		}
	}
	return true
}

// pageFacts is where changing facts begins.
func (s *thingForms) pageFacts(w http.ResponseWriter, r *http.Request) {
	data := map[string]any{}
	if err := s.editable(); err != nil {
		data["Closed"] = sentence(err)
	}
	base := knowOf(r.Context()).Base()
	var names []string
	for k := range base.Schema().Kinds {
		if base.Schema().Literal(kb.Kind(k)) {
			continue
		}
		for _, n := range base.OfKind(kb.Kind(k)) {
			if len(names) < maxNames {
				names = append(names, base.Name(n))
			}
		}
	}
	data["Names"], data["NoKinds"] = names, noKinds(base.Schema())
	s.draw(w, r, "facts", s.view("facts", "Facts", data))
}
