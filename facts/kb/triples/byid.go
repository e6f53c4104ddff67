package triples

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/literal"
)

// An idReader reads triples by id, as export.go describes them: first all that is said of
// things, then what is stated.
type idReader struct {
	*content
	cites  *citing
	known  map[string]kb.Draft
	fresh  map[string]bool // said in this file to be of a kind
	named  map[string]bool
	stated []idLine
	filed  int                   // statements
	names  map[string][]kb.Draft // of a table (wide.go): things by what they are called; nil for triples
	own    bool                  // a line of it is cited
}

// An idLine is one line of a statement.
type idLine struct {
	line   int
	fields []string
}

// byID reports whether the first line of a file says that things stand by their ids.
func byID(fields [][]byte) bool {
	return len(fields) >= 4 && string(fields[0]) == idColumn && string(fields[1]) == "relation" && string(fields[2]) == "object" && string(fields[3]) == citeColumn
}

func newIDReader(t *reader) *idReader {
	r := &idReader{content: t.content, cites: t.cites, known: map[string]kb.Draft{}, fresh: map[string]bool{}, named: map[string]bool{}}
	for i := range t.b.Entities() {
		r.known[t.b.Entities()[i].ID] = kb.Draft(i)
	}
	return r
}

// line files one line.
func (r *idReader) line(line int, raw [][]byte) {
	fields := make([]string, len(raw))
	for i, f := range raw {
		if fields[i] = string(f); !utf8.Valid(f) {
			r.fault(line, "not UTF-8; convert the file, with iconv for example")
			return
		}
	}
	switch {
	case len(fields) < 3 || fields[0] == "" || fields[1] == "" || fields[2] == "":
		r.fault(line, "want id, relation, object and cite")
	case !strings.HasPrefix(fields[1], "@"):
		r.stated = append(r.stated, idLine{line, fields})
	case fields[1] == saysKind:
		r.kind(line, fields[0], fields[2])
	case fields[1] == saysSource:
		r.source(line, fields)
	default:
		r.about(line, fields[0], fields[1], fields[2])
	}
}

func (r *idReader) kind(line int, id, kind string) {
	k, ok := r.s.Kind(kind)
	d, known := r.known[id]
	switch {
	case !ok || k < kb.Literals:
		r.fault(line, "%s: unknown kind %q", fault.Clip([]byte(id)), fault.Clip([]byte(kind)))
	case strings.ContainsAny(id, " \t\n"):
		r.fault(line, "an entity needs an id without spaces, not %q", fault.Clip([]byte(id)))
	case known && r.b.KindOf(d) != k:
		r.fault(line, "%s is a %s already, not a %s", fault.Clip([]byte(id)), r.s.KindDef(r.b.KindOf(d)).Name, kind)
	case !known:
		r.known[id], r.fresh[id] = r.b.Entity(kb.Entity{ID: id, Kind: k, Name: id}), true
	}
}

// about reads what a thing is called and what it is. What a file before said stays.
func (r *idReader) about(line int, id, says, text string) {
	d, ok := r.known[id]
	if !ok {
		r.fault(line, "%s stands before the kind of %q: a line %s,%s,… comes first", says, fault.Clip([]byte(id)), fault.Clip([]byte(id)), saysKind)
		return
	}
	e := &r.b.Entities()[d]
	switch {
	case says == saysName && r.fresh[id] && !r.named[id]:
		e.Name, r.named[id] = text, true
	case says == saysName || says == saysAlias:
		if text != e.Name && !slices.Contains(e.Aliases, text) {
			e.Aliases = append(e.Aliases, text)
		}
	case says != saysAbout:
		r.fault(line, "unknown %q: there are %s, %s, %s, %s and %s", fault.Clip([]byte(says)), saysKind, saysName, saysAlias, saysAbout, saysSource)
	case e.About == "":
		e.About = text
	}
}

// source reads what is known of a source that is no article.
func (r *idReader) source(line int, fields []string) {
	if fields[2] != kb.HeldLines && fields[2] != kb.HeldNamed {
		r.fault(line, "%s: want %s or %s, not %q", saysSource, kb.HeldLines, kb.HeldNamed, fault.Clip([]byte(fields[2])))
		return
	}
	src := corpus.Source{ID: fields[0]}
	into := fieldsOf(&src)
	for _, f := range fields[min(len(fields), 4):] {
		key, text, _ := strings.Cut(f, "=")
		if i := slices.IndexFunc(into, func(t told) bool { return t.key == key }); i >= 0 {
			*into[i].text = text
		}
	}
	r.b.Source(src, fields[2])
}

// finish states what was read.
func (r *idReader) finish() {
	type key struct{ statement, quals string }
	filed := map[key]int{} // statements of the builder
	one := map[[2]string]string{}
	before := r.b.Stated() // by the files before
	if own := r.ownSource(); r.own {
		r.b.Source(own.Source, own.Held)
	}
	for _, l := range r.stated {
		f := l.fields
		subject, ok := r.known[f[0]]
		rel, known := r.s.Relation(f[1])
		switch {
		case !ok:
			r.fault(l.line, "nothing says what %q is: a line %s,%s,… is missing", fault.Clip([]byte(f[0])), fault.Clip([]byte(f[0])), saysKind)
			continue
		case !known:
			r.fault(l.line, "unknown relation %q", fault.Clip([]byte(f[1])))
			continue
		case !r.s.Accepts(r.s.RelationDef(rel).From, r.b.KindOf(subject)):
			r.fault(l.line, "%q is not said of a %s", f[1], r.s.KindDef(r.b.KindOf(subject)).Name)
			continue
		}
		object, err := r.node(f[2], r.s.RelationDef(rel).To)
		quals, qerr := r.quals(f)
		refs, rerr := citedBy(f)
		if err := firstError(err, qerr, rerr, r.s.RelationDef(rel).ImageFault(f[2])); err != nil {
			r.fault(l.line, "%s: %v", f[1], err)
			continue
		}
		about := func() kb.Topic {
			about := r.b.TopicOf(subject, rel).And(f[2])
			if d, known := r.known[f[2]]; known {
				about = about.And(r.b.NamesOf(d)...)
			}
			return about
		}
		if a := r.anchorOf(f, refs[0]); a.Quote != "" {
			a.About = about
			ref, ok := r.cites.quoted(l.line, strings.Join(f, "|"), a)
			if !ok {
				continue
			}
			if refs[0] != ref {
				r.note("anchor", l.line, "%q stands in %s now, no longer in %s", a.Quote, ref, refs[0])
				refs[0] = ref
			}
		} else if r.b.HeldAs(refs[0].Source) != kb.HeldLines {
			at, found, lost := r.cites.numbered(l.line, strings.Join(f, "|"), refs[0], r.b.NamesOf(object)[0], about)
			if lost {
				continue
			}
			if found {
				refs[0] = at
			}
		}
		k := key{fmt.Sprint(subject, rel, object), fmt.Sprint(quals)}
		at, twice := filed[k]
		if !twice && len(quals) == 0 {
			at, twice = before[kb.Said{Subject: subject, Object: object, Relation: rel}]
		}
		if twice {
			r.b.CiteAlso(at, refs)
			r.filed++
			continue
		}
		alone := [2]string{fmt.Sprint(subject, rel), k.quals}
		if other, second := one[alone]; second && r.s.RelationDef(rel).One {
			r.fault(l.line, "%s has another %s, %s, and the schema says one", fault.Clip([]byte(f[0])), f[1], fault.Clip([]byte(other)))
			continue
		}
		one[alone], filed[k] = f[2], r.b.State(subject, rel, object, quals, refs...)
		r.filed++
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// node reads an entity's id, or a value where one is wanted.
func (r *idReader) node(text string, to []kb.Kind) (kb.Draft, error) {
	if len(to) > 0 && r.s.Literal(to[0]) {
		return literal.ReadDraft(r.b, to[0], text)
	}
	d, ok := r.known[text]
	if !ok && r.names != nil {
		return r.called(text, to)
	}
	if !ok {
		return 0, fmt.Errorf("nothing says what %q is", fault.Clip([]byte(text)))
	}
	if k := r.b.KindOf(d); !r.s.Accepts(to, k) {
		return 0, fmt.Errorf("%q is a %s, which cannot stand there", fault.Clip([]byte(text)), r.s.KindDef(k).Name)
	}
	return d, nil
}

// quals reads name=value from the fifth field on.
func (r *idReader) quals(fields []string) (quals []kb.Qual, err error) {
	for _, f := range fields[min(len(fields), 4):] {
		if f == "" { // as a spreadsheet leaves them
			continue
		}
		name, text, _ := strings.Cut(f, "=")
		if r.anchors(name) {
			continue
		}
		i := slices.IndexFunc(r.s.Qualifiers, func(q kb.QualifierDef) bool { return q.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("unknown qualifier %q", fault.Clip([]byte(name)))
		}
		v, err := r.node(text, r.s.Qualifiers[i].To)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		quals = append(quals, kb.Qual{Def: i, Value: v})
	}
	return quals, nil
}

// citedBy reads the paragraph that a line cites.
func citedBy(fields []string) ([]corpus.Ref, error) {
	if len(fields) < 4 || fields[3] == "" {
		return nil, fmt.Errorf("a statement without a citation: put source:paragraph into its fourth field")
	}
	ref, err := corpus.ParseRef(fields[3])
	if err == nil && ref.Paragraph > math.MaxInt32 {
		err = fmt.Errorf("citation %q: no article has so many paragraphs", fault.Clip([]byte(fields[3])))
	}
	return []corpus.Ref{ref}, err
}
