package web

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/scribe"
)

// schemaForms add and change what can be stated: the kinds of things and the relations between
// them, in schema.yaml.
type schemaForms struct{ forms }

func (s schemaForms) routes() []route {
	return []route{
		{"GET", "/curate/schema", "schema", Mends, s.page},
		{"GET", "/curate/schema/edit", "schema", Mends, s.pageEdit},
		{"POST", "/curate/schema/edit", "schema", Mends, s.save},
	}
}

const (
	kindsSection     = "kinds"
	relationsSection = "relations"
)

// A defRow is a kind or a relation as the list shows it.
type defRow struct {
	Section, Name, Noun, About string
}

// page lists the kinds and relations.
func (s schemaForms) page(w http.ResponseWriter, r *http.Request) {
	data := map[string]any{}
	s.saved(r, data)
	if err := s.editable(); err != nil {
		data["Closed"] = sentence(err)
	}
	schema := knowOf(r.Context()).Base().Schema()
	var kinds, relations []defRow
	for k := range schema.Kinds {
		if d := schema.KindDef(kb.Kind(k)); !schema.Literal(kb.Kind(k)) {
			kinds = append(kinds, defRow{kindsSection, d.Name, d.Noun, strings.Join(d.Words, ", ")})
		}
	}
	for rel := range schema.Relations {
		d := schema.RelationDef(kb.Rel(rel))
		relations = append(relations, defRow{relationsSection, d.Name, nounOf(r, d.Name), s.kindNames(schema, d.From) + " → " + s.kindNames(schema, d.To)})
	}
	data["Kinds"], data["Relations"], data["Own"] = kinds, relations, !s.beside()
	data["Name"], data["About"], data["Examples"] = schema.Name, schema.About, schema.Examples
	s.draw(w, r, "schema", s.view("facts", "What can be stated", data))
}

func (schemaForms) kindNames(schema *kb.Schema, list []kb.Kind) string {
	var names []string
	for _, k := range list {
		names = append(names, schema.KindDef(k).Name)
	}
	return strings.Join(names, " or ")
}

// file is where kinds and relations are written.
func (s schemaForms) file() string {
	if s.beside() {
		return curated.MendingsFile
	}
	return scribe.SchemaFile
}

// A schemaForm is what a form is of.
type schemaForm struct {
	section, name string
	def           *scribe.Def // as it is written; nil for one that is not yet
	imported      *kb.Schema  // that has it already, so that the form adds to it; nil else
}

// fieldsOf are those of a form of a kind or a relation, as it is or for a new one. What was imported
// is added to.
func (s schemaForms) fieldsOf(r *http.Request, x schemaForm) []formField {
	fields := s.fields(r, x.section, x.def)
	if x.imported == nil {
		return fields
	}
	has := map[string][]string{}
	if k, ok := x.imported.Kind(x.name); ok && x.section == kindsSection {
		d := x.imported.KindDef(k)
		has = map[string][]string{"name": {d.Noun}, "plural": {d.Plural}, "words": d.Words, "asks": d.Asks}
	}
	if rel, ok := x.imported.Relation(x.name); ok && x.section == relationsSection {
		d := x.imported.RelationDef(rel)
		has = map[string][]string{"noun": {d.Noun}, "plural": {d.Plural}, "says": {d.Says}, "unknown": {d.Unknown},
			"nouns": d.Nouns, "verbs": d.Verbs, "subject_verbs": d.SubjectVerbs, "phrases": d.Phrases, "most": d.Most, "least": d.Least, "asks": d.Asks}
	}
	fields = slices.DeleteFunc(fields, func(f formField) bool { _, ok := has[f.Name]; return !ok })
	for i := range fields {
		f := &fields[i]
		f.Needed = false
		switch was := strings.Join(has[f.Name], ", "); {
		case was == "":
		case f.Many || f.Name == "asks":
			f.Help = "Besides what was imported: " + was + "."
		default:
			f.Help = "In the place of what was imported: " + was
		}
	}
	return fields
}

// fields are those of a form of a kind or a relation, as it is or for a new one.
func (s schemaForms) fields(r *http.Request, section string, def *scribe.Def) []formField {
	schema := knowOf(r.Context()).Base().Schema()
	kinds := func(literal bool) (list []option) {
		for k := range schema.Kinds {
			d := schema.KindDef(kb.Kind(k))
			if lit := schema.Literal(kb.Kind(k)); !lit || literal {
				label := d.Noun
				if lit {
					label = "a value: " + d.Name
				}
				list = append(list, option{Value: d.Name, Label: label})
			}
		}
		return list
	}
	fields := []formField{
		{Name: "name", Label: "What one is called", Help: "lighthouse", Needed: true},
		{Name: "plural", Label: "What several are called", Help: "lighthouses; the name with an s where this is empty."},
		{Name: "words", Label: "Other words for it", Help: "One a line: light, tower.", Many: true},
		{Name: "asks", Label: "The question word for it", Help: "who, for people; else empty."},
		{Name: "is", Label: "It is one of", Help: "A documentary is a film: whatever may be said of films may be said of it.", Options: kinds(false), Rare: true},
	}
	switch section {
	case scribe.AboutBase:
		fields = []formField{
			{Name: "name", Label: "What the bot calls itself", Needed: true},
			{Name: "about", Label: "What it is about", Help: "lighthouses and their keepers, to complete “I answer questions about”."},
			{Name: "examples", Label: "Questions that it offers", Help: "One a line, such as it has answers for.", Many: true},
		}
	case relationsSection:
		fields = []formField{
			{Name: "noun", Label: "What it is called", Help: "As in “the height of Skarn Light”, “the designer of Skarn Light”: height, designer.", Needed: true},
			{Name: "from", Label: "It is said of a", Options: kinds(false), Needed: true},
			{Name: "to", Label: "What stands there is a", Options: kinds(true), Needed: true},
			{Name: "one", Label: "How many there are of each", Options: []option{{Value: "true", Label: "one at most"}}, Help: "Empty: there may be several."},
			{Name: "verbs", Label: "Verbs that the second does", Help: "One a line: design, for “Tove Brandal designed it” and “it was designed by”.", Many: true},
			{Name: "subject_verbs", Label: "Verbs that the first does", Help: "One a line: be lit, carry, for “it was lit in 1868”.", Many: true},
			{Name: "nouns", Label: "Other nouns for it", Help: "One a line: engineer, architect.", Many: true},
			{Name: "phrases", Label: "Other words that ask for it", Help: "One a line, as they stand beside the thing's name: how tall, how high.", Many: true},
			{Name: "says", Label: "How an answer says it", Help: "{s} is what it is said of, {o} what stands there: {o} designed {s}. Empty: “the designer of {s} is {o}”."},
			{Name: "most", Label: "Words for the one with the most", Help: "One a line, as people ask for it: longest, highest, latest.", Many: true, Rare: true},
			{Name: "least", Label: "Words for the one with the least", Help: "One a line: shortest, lowest, earliest.", Many: true, Rare: true},
			{Name: "plural", Label: "What several are called", Help: "designers; the name with an s where this is empty.", Rare: true},
			{Name: "asks", Label: "The question word that means it when nothing else is said", Help: "when, for the year in which things came about.", Rare: true},
			{Name: "unknown", Label: "What is said where it is not known", Help: "who designed {s}, to complete “The sources do not say”.", Rare: true},
		}
	}
	if def != nil {
		for i := range fields {
			f := &fields[i]
			values := scribe.Get(def.Fields, f.Name)
			if len(values) > 1 && f.Options != nil { // several kinds
				f.Help = "One a line, as they are called in the schema."
				f.Options, f.Many = nil, true
			}
			f.Value = strings.Join(values, "\n")
			for j := range f.Options {
				f.Options[j].Chosen = f.Options[j].Value == f.Value
			}
		}
	}
	return fields
}

// read finds what a form is of.
func (s schemaForms) read(w http.ResponseWriter, r *http.Request, section, name string) (x schemaForm, ok bool) {
	x = schemaForm{section: section, name: name}
	if err := s.editable(); err != nil {
		s.refuseForm(w, r, err)
		return x, false
	}
	if section == scribe.AboutBase && !s.beside() {
		name, x.name = scribe.AboutBase, scribe.AboutBase
	} else if section != kindsSection && section != relationsSection {
		s.refuseForm(w, r, bad("there are kinds and relations, and nothing else"))
		return x, false
	}
	if name == "" {
		return x, true
	}
	if s.beside() {
		base, err := s.openImport(r.Context())
		if err != nil {
			s.refuseForm(w, r, err)
			return x, false
		}
		_, kind := base.Schema().Kind(name)
		_, rel := base.Schema().Relation(name)
		if section == kindsSection && kind || section == relationsSection && rel {
			x.imported = base.Schema()
		}
	}
	defs, err := scribe.ReadSchema(s.files(), s.file())
	if err != nil {
		s.refuseForm(w, r, refusal{http.StatusConflict, err})
		return x, false
	}
	if x.def, ok = defs.Find(section, name); !ok && x.imported == nil {
		s.fail(w, r, http.StatusNotFound, "The schema has nothing of this name that a form can change.")
	}
	return x, ok || x.imported != nil
}

func (s schemaForms) show(w http.ResponseWriter, r *http.Request, status int, x schemaForm, fields []formField, more map[string]any) {
	data := map[string]any{"Section": x.section, "Fields": fields, "ID": "schema", "Imported": x.imported != nil, "Drops": x.def != nil && x.imported == nil && x.section != scribe.AboutBase}
	title := map[string]string{kindsSection: "A new kind of thing", relationsSection: "A new relation", scribe.AboutBase: "What it is about"}[x.section]
	if x.name != "" && x.section != scribe.AboutBase {
		title, data["Name"] = x.name, x.name
	}
	if x.def != nil {
		data["Was"] = x.def.Text
	}
	maps.Copy(data, more)
	s.drawWith(w, r, status, "schemaedit", s.view("facts", title, data))
}

func (s schemaForms) pageEdit(w http.ResponseWriter, r *http.Request) {
	if x, ok := s.read(w, r, r.URL.Query().Get("in"), r.URL.Query().Get("name")); ok {
		s.show(w, r, http.StatusOK, x, s.fieldsOf(r, x), nil)
	}
}

// save adds or changes a kind or a relation.
func (s schemaForms) save(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.refuseForm(w, r, err)
		return
	}
	x, ok := s.read(w, r, r.PostForm.Get("in"), r.PostForm.Get("name-of"))
	if !ok {
		return
	}
	fields := s.fieldsOf(r, x)
	fill(fields, r)
	if drops(r) {
		s.drop(w, r, x, fields)
		return
	}
	if need(fields) {
		s.show(w, r, http.StatusUnprocessableEntity, x, fields, nil)
		return
	}
	var typed []scribe.Field
	for i := range fields {
		if f := &fields[i]; x.def != nil || len(f.values()) > 0 {
			typed = append(typed, scribe.Field{Key: f.Name, Values: f.values()})
		}
	}
	if len(typed) == 0 {
		s.refuseForm(w, r, bad("there is nothing to add"))
		return
	}
	what := "added to the schema: " + fields[0].Value
	if x.name != "" {
		what = "changed in the schema: " + x.name
	}
	seen, err := s.put(r, what, func(context.Context) (scribe.Change, error) {
		defs, err := scribe.ReadSchema(s.files(), s.file())
		if err != nil {
			return scribe.Change{}, refusal{http.StatusConflict, err}
		}
		switch _, there := defs.Find(x.section, x.name); {
		case x.def != nil:
			return defs.Set(x.section, x.name, r.PostForm.Get("was"), typed)
		case there: // somebody has added to it meanwhile
			return scribe.Change{}, scribe.ErrChanged
		case x.imported != nil:
			return defs.Add(x.section, x.name, typed), nil
		case slices.ContainsFunc(defs.List, func(d *scribe.Def) bool { return d.Section == x.section && calledAlike(d.Fields, typed) }):
			return scribe.Change{}, errCalled
		}
		return defs.Add(x.section, freeName(knowOf(r.Context()).Base().Schema(), defs, fields[0].Value), typed), nil
	})
	more := map[string]any{}
	if seen != nil {
		s.show(w, r, http.StatusOK, x, fields, map[string]any{"Seen": seen})
		return
	}
	if errors.Is(err, errCalled) {
		fields[0].Faults = append(fields[0].Faults, sentence(err))
		s.show(w, r, http.StatusConflict, x, fields, more)
		return
	}
	if s.troubledForm(w, r, err, fields, more) {
		if errors.Is(err, scribe.ErrChanged) && x.def != nil {
			more["Now"] = []string{x.def.Text}
		}
		s.show(w, r, http.StatusConflict, x, fields, more)
		return
	}
	if err == nil {
		http.Redirect(w, r, "/curate/schema?done=1", http.StatusSeeOther)
	}
}

// drop takes a kind or a relation out, where nothing uses it.
func (s schemaForms) drop(w http.ResponseWriter, r *http.Request, x schemaForm, fields []formField) {
	if x.imported != nil || x.section == scribe.AboutBase || x.name == "" {
		s.refuseForm(w, r, bad("this cannot be taken out"))
		return
	}
	seen, err := s.put(r, "took out of the schema: "+x.name, func(context.Context) (scribe.Change, error) {
		defs, err := scribe.ReadSchema(s.files(), s.file())
		if err != nil {
			return scribe.Change{}, refusal{http.StatusConflict, err}
		}
		return defs.Drop(x.section, x.name, r.PostForm.Get("was"))
	})
	more := map[string]any{}
	if seen != nil {
		s.show(w, r, http.StatusOK, x, fields, map[string]any{"Seen": seen})
	} else if s.troubledForm(w, r, err, fields, more) {
		s.show(w, r, http.StatusConflict, x, fields, more)
	} else if err == nil {
		http.Redirect(w, r, "/curate/mended", http.StatusSeeOther)
	}
}

var errCalled = errors.New("there is one of this name already: change that, or call this one otherwise")

// calledAlike reports whether two kinds, or two relations of one kind of things, are called the same.
func calledAlike(a, b []scribe.Field) bool {
	return !slices.ContainsFunc([]string{"name", "noun", "from"}, func(key string) bool {
		return !slices.Equal(scribe.Get(a, key), scribe.Get(b, key))
	})
}

// freeName makes a key of what a kind or a relation is called, that nothing has.
func freeName(schema *kb.Schema, defs *scribe.Defs, noun string) string {
	base := strings.ReplaceAll(kb.Slug(noun, "thing"), "-", "_")
	if base == "" {
		base = "relation"
	}
	taken := func(name string) bool {
		_, kind := schema.Kind(name)
		_, rel := schema.Relation(name)
		return kind || rel || slices.ContainsFunc(defs.List, func(d *scribe.Def) bool { return d.Name == name }) ||
			slices.ContainsFunc(schema.Qualifiers, func(q kb.QualifierDef) bool { return q.Name == name })
	}
	name := base
	for n := 2; taken(name); n++ {
		name = base + "_" + itoa(n)
	}
	return name
}
