package web

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/scribe"
)

// This file is the form of a statement: what it is about, what is said of it, and where that
// stands. It begins at a thing, or at a paragraph of an article.

func itoa(n int) string           { return strconv.Itoa(n) }
func escape(id string) string     { return url.PathEscape(id) }
func queried(value string) string { return url.QueryEscape(value) }

// maxNames is how many names a field offers to complete from.
const maxNames = 300

// statementForms is the room in which something is stated.
type statementForms struct{ forms }

func (s *statementForms) routes() []route {
	return []route{{"GET", "/curate/state", "edit", Mends, s.pageState}, {"POST", "/curate/state", "edit", Mends, s.saveState}}
}

// A stating is a statement being written.
type stating struct {
	id    string
	thing *scribe.Thing
	rel   string
	def   *kb.RelationDef
	fact  *scribe.Fact // that is changed; nil for a new one
	n     int
}

// pageState is the form, or before it the choice of what it is about and what is said.
func (s *statementForms) pageState(w http.ResponseWriter, r *http.Request) {
	b, ok := s.book(w, r)
	if !ok {
		return
	}
	q := r.URL.Query()
	x, ok := s.stating(w, r, b, q)
	if !ok {
		return
	}
	if x.def == nil {
		s.chooseRelation(w, r, x)
		return
	}
	s.drawState(w, r, http.StatusOK, x, s.stateFields(r, x, q.Get("cite")), nil)
}

// stating reads which statement is meant. Where that is not clear it asks.
func (s *statementForms) stating(w http.ResponseWriter, r *http.Request, b *scribe.Book, q url.Values) (x stating, ok bool) {
	x.id, x.n = q.Get("thing"), -1
	if x.id == "" {
		id, done := s.chooseThing(w, r, q)
		if done {
			return x, false
		}
		x.id = id
	}
	if x.thing, ok = b.Thing(x.id); !ok {
		s.fail(w, r, http.StatusNotFound, "No thing of this name stands in the files that can be changed here. It may have been taken away.")
		return x, false
	}
	if n, err := strconv.Atoi(q.Get("n")); err == nil {
		if n < 0 || n >= len(x.thing.Facts) || len(x.thing.Facts[n].Fields) == 0 {
			s.fail(w, r, http.StatusNotFound, "This statement is no longer there. Somebody has changed the thing's statements meanwhile.")
			return x, false
		}
		x.n, x.fact = n, &x.thing.Facts[n]
		x.rel = x.fact.Fields[0].Key
	}
	if v := q.Get("relation"); v != "" && x.fact == nil {
		x.rel = v
	}
	schema := knowOf(r.Context()).Base().Schema()
	if rel, known := schema.Relation(x.rel); known {
		x.def = schema.RelationDef(rel)
	} else if x.rel != "" {
		s.fail(w, r, http.StatusNotFound, "The schema has no such relation.")
		return x, false
	}
	return x, true
}

// chooseThing finds what a statement is about by its name, or asks for it.
func (s *statementForms) chooseThing(w http.ResponseWriter, r *http.Request, q url.Values) (id string, done bool) {
	name := strings.TrimSpace(cut(q.Get("about"), 200))
	data := map[string]any{"Cite": q.Get("cite"), "About": name, "Cited": passagesOf(r, refsOf(strings.Fields(q.Get("cite"))))}
	if name != "" {
		know := knowOf(r.Context())
		list, exact := know.Lookup(name, nil)
		if exact && len(list) == 1 {
			return know.Base().ID(list[0]), false
		}
		data["Asked"] = true
		var found []option
		for _, n := range list[:min(len(list), 20)] {
			c := choiceOf(know, n)
			found = append(found, option{Value: c.Entity, Label: c.Label + ", " + c.Question})
		}
		data["Found"] = found
	}
	s.draw(w, r, "statewhat", s.view("facts", "State something", data))
	return "", true
}

// chooseRelation asks what is said of a thing.
func (s *statementForms) chooseRelation(w http.ResponseWriter, r *http.Request, x stating) {
	schema := knowOf(r.Context()).Base().Schema()
	k, ok := schema.Kind(strings.Join(scribe.Get(x.thing.Fields, "kind"), ""))
	var list []option
	for rel := range schema.Relations {
		d := schema.RelationDef(kb.Rel(rel))
		if ok && schema.Accepts(d.From, k) {
			noun := d.Noun
			if noun == "" {
				noun = strings.ReplaceAll(d.Name, "_", " ")
			}
			list = append(list, option{Value: d.Name, Label: noun})
		}
	}
	slices.SortFunc(list, func(a, b option) int { return strings.Compare(a.Label, b.Label) })
	for i := range list { // two that are called alike are told apart
		if i > 0 && list[i-1].Label == list[i].Label || i+1 < len(list) && list[i+1].Label == list[i].Label {
			list[i].Label += " (" + list[i].Value + ")"
		}
	}
	cite := r.URL.Query().Get("cite")
	s.draw(w, r, "staterel", s.view("facts", "State something of "+thingName(x.thing), map[string]any{
		"ID": x.id, "Name": thingName(x.thing), "Relations": list, "Cite": cite, "Cited": passagesOf(r, refsOf(strings.Fields(cite)))}))
}

func thingName(t *scribe.Thing) string { return strings.Join(scribe.Get(t.Fields, "name"), "") }

// placeholder finds the qualifiers that a relation's sentence has.
var placeholder = regexp.MustCompile(`\{(\w+)`)

// stateFields are the fields of a statement, as it is or for a new one.
func (s *statementForms) stateFields(r *http.Request, x stating, cite string) []formField {
	schema := knowOf(r.Context()).Base().Schema()
	object := valueField(r, "object", nounOf(r, x.rel), x.def.To)
	object.Needed = true
	var old []string
	if x.fact != nil {
		old = x.fact.Fields[0].Values
		cite = strings.Join(scribe.Get(x.fact.Fields, "cite"), " ")
	}
	object.Many = len(old) > 1
	object.Value = strings.Join(shownNames(r, old, x.def.To), "\n")
	fields := []formField{object}
	inSays := map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(x.def.Says, -1) {
		inSays[m[1]] = true
	}
	for _, q := range schema.Qualifiers {
		f := valueField(r, q.Name, strings.ReplaceAll(q.Name, "_", " "), q.To)
		if x.fact != nil {
			values := scribe.Get(x.fact.Fields, q.Name)
			f.Many, f.Value = len(values) > 1, strings.Join(shownNames(r, values, q.To), "\n")
		}
		if inSays[q.Name] || f.Value != "" {
			fields = append(fields, f)
		}
	}
	for _, q := range schema.Qualifiers {
		if find(fields, q.Name) == nil && q.Name != x.rel {
			f := valueField(r, q.Name, strings.ReplaceAll(q.Name, "_", " "), q.To)
			f.Rare = true
			fields = append(fields, f)
		}
	}
	return append(fields, formField{Name: "cite", Label: "Where it stands", Value: cite, Needed: true,
		Help: "The article and the number of the paragraph, as in shelf:5; several with spaces between. The page of an article has a link beside each paragraph that begins here."})
}

// helps say what a value of a literal kind looks like.
var helps = map[kb.Kind]string{
	kb.Year: "A year: 1987.", kb.Date: "A date: 1987, 1987-05 or 1987-05-31.", kb.Span: "A stretch of time: 1910-1945.",
	kb.Number: "A number with what is counted: 834,338 tickets.", kb.Money: "A sum: 20 billion won.", kb.Text: "In a few words.",
}

// valueField is a field for values of some kinds.
func valueField(r *http.Request, name, label string, to []kb.Kind) formField {
	f := formField{Name: name, Label: strings.ToUpper(label[:1]) + label[1:]}
	base := knowOf(r.Context()).Base()
	schema := base.Schema()
	if len(to) > 0 && schema.Literal(to[0]) {
		f.Help = helps[to[0]]
		return f
	}
	var nouns []string
	for _, k := range to {
		nouns = append(nouns, schema.KindDef(k).Noun)
		for _, sub := range schema.Subkinds(k) {
			for _, n := range base.OfKind(sub) {
				if len(f.Names) <= maxNames {
					f.Names = append(f.Names, base.Name(n))
				}
			}
		}
	}
	if f.Help = "The name of a " + strings.Join(nouns, " or ") + " that there is."; len(f.Names) > maxNames {
		f.Names = nil
	}
	return f
}

// shownNames puts names in the place of ids where they lead back to them.
func shownNames(r *http.Request, values []string, to []kb.Kind) []string {
	know := knowOf(r.Context())
	out := slices.Clone(values)
	for i, v := range values {
		if n, ok := know.Base().Find(v); ok && len(to) > 0 && !know.Base().Schema().Literal(to[0]) {
			if list, exact := know.Lookup(know.Base().Name(n), to); exact && len(list) == 1 {
				out[i] = know.Base().Name(n)
			}
		}
	}
	return out
}

// resolve puts ids in the place of names, and faults those that mean nothing or several
// things.
func resolveNames(r *http.Request, b *scribe.Book, f *formField, to []kb.Kind) []string {
	know := knowOf(r.Context())
	values := f.values()
	if len(to) == 0 || know.Base().Schema().Literal(to[0]) {
		return values
	}
	for i, v := range values {
		if _, written := b.Thing(v); written { // it may be a moment newer than what is served
			continue
		}
		var kinds []kb.Kind
		for _, k := range to {
			kinds = append(kinds, know.Base().Schema().Subkinds(k)...)
		}
		list, exact := know.Lookup(v, kinds)
		switch {
		case exact && len(list) == 1:
			values[i] = know.Base().ID(list[0])
		case exact:
			var ids []string
			for _, n := range list[:min(len(list), 5)] {
				ids = append(ids, fmt.Sprintf("%s for %s", know.Base().ID(n), know.Title(n)))
			}
			f.Faults = append(f.Faults, fmt.Sprintf("Several things are called %q. Write %s.", v, strings.Join(ids, ", ")))
		default:
			f.Faults = append(f.Faults, fmt.Sprintf("Nothing that would do here is called %q. Add it first, under New thing.", v))
		}
	}
	return values
}

// passages are the passages that a statement cites.
func passagesOf(r *http.Request, refs []corpus.Ref) []cited {
	var list []cited
	know := knowOf(r.Context())
	for i, ref := range refs {
		if p, ok := know.Paragraph(ref); ok && i < 20 {
			c := cited{Before: p.Text}
			c.Source, c.Paragraph, c.Part = ref.Source, ref.Paragraph, ref.Part
			list = append(list, c)
		}
	}
	return list
}

func (s *statementForms) drawState(w http.ResponseWriter, r *http.Request, status int, x stating, fields []formField, more map[string]any) {
	data := map[string]any{"ID": x.id, "Name": thingName(x.thing), "Relation": x.rel, "N": x.n, "Fields": fields, "New": x.fact == nil,
		"Cited": passagesOf(r, refsOf(strings.Fields(find(fields, "cite").Value)))}
	if x.fact != nil {
		data["Was"] = x.fact.Text
	}
	maps.Copy(data, more)
	title := "State something of "
	if x.fact != nil {
		title = "Change what is stated of "
	}
	s.drawWith(w, r, status, "state", s.view("facts", title+thingName(x.thing), data))
}

// saveState adds, changes or takes out a statement.
func (s *statementForms) saveState(w http.ResponseWriter, r *http.Request) {
	b, ok := s.book(w, r)
	if !ok {
		return
	}
	was := r.PostForm.Get("was")
	q := url.Values{"thing": {r.PostForm.Get("thing")}, "relation": {r.PostForm.Get("relation")}}
	x, ok := s.stating(w, r, b, q)
	if !ok {
		return
	}
	if x.def == nil || q.Get("thing") == "" {
		s.refuseForm(w, r, bad("there is nothing to state"))
		return
	}
	if was != "" { // a place in the list says nothing once others have changed it
		x.fact, x.n = &scribe.Fact{Text: was, Fields: []scribe.Field{{Key: x.rel}}}, 0
	}
	fields := s.stateFields(r, x, "")
	fill(fields, r)
	for i := range fields {
		fields[i].Many = fields[i].Name != "cite" && strings.Contains(fields[i].Value, "\n")
	}
	more := map[string]any{}
	what := nounOf(r, x.rel) + " of " + thingName(x.thing)
	var seen map[string]any
	var err error
	if drops(r) {
		seen, err = s.put(r, "took out: "+what, s.ofFacts(func(b *scribe.Book) (scribe.Change, error) { return b.DropFact(x.id, was) }))
	} else {
		written := s.written(r, b, x, fields)
		if need(fields) || anyFault(fields) {
			s.drawState(w, r, http.StatusUnprocessableEntity, x, fields, nil)
			return
		}
		verb := "stated: "
		if was != "" {
			verb = "changed: "
		}
		seen, err = s.put(r, verb+what, s.ofFacts(func(b *scribe.Book) (scribe.Change, error) {
			if was != "" {
				return b.SetFact(x.id, was, written)
			}
			c, _, err := b.AddFact(x.id, written)
			return c, err
		}))
	}
	if seen != nil {
		s.drawState(w, r, http.StatusOK, x, fields, map[string]any{"Seen": seen})
		return
	}
	if s.troubledForm(w, r, err, fields, more) {
		if errors.Is(err, scribe.ErrChanged) {
			more["Now"] = statedNow(x)
		}
		s.drawState(w, r, http.StatusConflict, x, fields, more)
		return
	}
	if err == nil {
		http.Redirect(w, r, "/curate/things/"+escape(x.id)+"?done=1", http.StatusSeeOther)
	}
}

// statedNow is what stands there of a thing under a relation.
func statedNow(x stating) []string {
	var list []string
	for _, f := range x.thing.Facts {
		if len(f.Fields) > 0 && f.Fields[0].Key == x.rel {
			list = append(list, f.Text)
		}
	}
	return list
}

// written makes of a form what is to be written, with ids in the place of names.
func (s *statementForms) written(r *http.Request, b *scribe.Book, x stating, fields []formField) []scribe.Field {
	out := []scribe.Field{{Key: x.rel, Values: resolveNames(r, b, find(fields, "object"), x.def.To)}}
	for _, q := range knowOf(r.Context()).Base().Schema().Qualifiers {
		if f := find(fields, q.Name); f != nil {
			if values := resolveNames(r, b, f, q.To); len(values) > 0 {
				out = append(out, scribe.Field{Key: q.Name, Values: values})
			}
		}
	}
	cite := find(fields, "cite")
	refs := strings.FieldsFunc(cite.Value, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' })
	for _, ref := range refs {
		if _, err := corpus.ParseRef(ref); err != nil {
			cite.Faults = append(cite.Faults, sentence(err))
		} else if !standing(r, ref) {
			cite.Faults = append(cite.Faults, fmt.Sprintf("No source has the paragraph %s that is cited.", ref))
		}
	}
	return append(out, scribe.Field{Key: "cite", Values: refs})
}

// standing reports whether a citation leads to something. Without articles that is not known.
func standing(r *http.Request, cite string) bool {
	ref, err := corpus.ParseRef(cite)
	know := knowOf(r.Context())
	if err != nil || know.Passages() == nil {
		return err == nil
	}
	_, ok := know.Paragraph(ref)
	return ok
}
