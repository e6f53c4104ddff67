package triples

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/literal"
)

// A base is written out as a table as well, for spreadsheets: one thing a row, one relation a column.
//
//	id,kind,name,aliases,about,directed_by,cast,directed_by cite,cast cite,cast role
//	okja,film,Okja,옥자,2017 film,Bong Joon Ho,Tilda Swinton; An Seo-hyun,a:27,a:27 | b:2; a:28,lead;
//
// Several values of a cell stand between "; ", and what a column with two words holds stands in the same order: the paragraphs
// that each value cites, between " | " where there are several, and its qualifiers. A thing stands there by its name, or by its
// id where others are called so too. Values that hold such marks themselves are written as a list of JSON. A source that is no
// article has a row of the kind @source, with what is known of it under "about".
//
// Read again it is the same base, but for the order of the statements of a thing. What people put into such a table need not be
// complete: a row without an id gets one of its name, a value without a citation cites its row, and a name that no row has is a
// new thing.

var wideHeads = []string{idColumn, "kind", "name", "aliases", "about"}

const (
	betweenValues = ";" // the values of a cell
	betweenOfOne  = "|" // the citations of one of them
)

// side writes texts side by side; what would be read otherwise is written as a list of JSON.
func side(mark string, texts []string) string {
	for _, text := range texts {
		if strings.Contains(text, mark) || strings.HasPrefix(text, "[") || strings.TrimSpace(text) != text {
			data, err := json.Marshal(texts)
			if err != nil {
				break // never of texts
			}
			return string(data)
		}
	}
	if mark == betweenOfOne {
		mark = " " + mark
	}
	return strings.Join(texts, mark+" ")
}

// parted reads what side wrote.
func parted(mark, cell string) (texts []string) {
	if strings.HasPrefix(cell, "[") && json.Unmarshal([]byte(cell), &texts) == nil {
		return texts
	}
	texts = nil
	if cell == "" {
		return nil
	}
	for text := range strings.SplitSeq(cell, mark) {
		texts = append(texts, strings.TrimSpace(text))
	}
	return texts
}

// WriteTable writes the things of a kind, those of the kinds under it included, one a row; NoKind writes all.
func WriteTable(w io.Writer, b *kb.Base, kind kb.Kind) error {
	t := &wideWriter{b: b, s: b.Schema(), called: map[string]int{}}
	var rows []kb.Node
	used := map[[2]string]bool{} // by relation and qualifier
	for n := range kb.Node(b.Len()) {
		if t.s.Literal(b.KindOf(n)) {
			continue
		}
		t.called[b.ID(n)] += 2 // never another's name
		for _, name := range b.Names(n) {
			t.called[name]++
		}
		if kind != kb.NoKind && !t.s.IsA(b.KindOf(n), kind) {
			continue
		}
		rows = append(rows, n)
		for _, st := range t.of(n) {
			rel := t.s.RelationDef(b.Relation(st)).Name
			used[[2]string{rel}] = true
			for _, q := range b.Qualifiers(st) {
				used[[2]string{rel, q.Name}] = true
			}
		}
	}
	t.columns(used)
	out := csv.NewWriter(w)
	_ = out.Write(t.heads()) // Error tells of all of them
	for _, n := range rows {
		_ = out.Write(t.row(n))
		if err := out.Error(); err != nil {
			return err
		}
	}
	for _, src := range b.Sources() {
		if src.Held != "" {
			_ = out.Write(append(sourceRow(src), make([]string, len(t.rels)+len(t.beside))...))
		}
	}
	out.Flush()
	return out.Error()
}

// A wideWriter writes the rows of a base.
type wideWriter struct {
	b      *kb.Base
	s      *kb.Schema
	called map[string]int // how many things are called so
	rels   []kb.Rel
	beside [][2]string // the columns behind them: a relation, and what of its statements
}

// of returns the statements of a thing.
func (t *wideWriter) of(n kb.Node) (list []kb.Stmt) {
	for _, st := range t.b.OutAll(n) {
		if t.b.Subject(st) == n {
			list = append(list, st)
		}
	}
	return list
}

// columns says which columns there are.
func (t *wideWriter) columns(used map[[2]string]bool) {
	for r := range t.s.Relations {
		name := t.s.Relations[r].Name
		if !used[[2]string{name}] {
			continue
		}
		t.rels = append(t.rels, kb.Rel(r))
		t.beside = append(t.beside, [2]string{name, citeColumn})
		for _, q := range t.s.Qualifiers {
			if used[[2]string{name, q.Name}] {
				t.beside = append(t.beside, [2]string{name, q.Name})
			}
		}
	}
}

func (t *wideWriter) heads() []string {
	heads := slices.Clone(wideHeads)
	for _, r := range t.rels {
		heads = append(heads, t.s.RelationDef(r).Name)
	}
	for _, c := range t.beside {
		heads = append(heads, c[0]+" "+c[1])
	}
	return heads
}

func (t *wideWriter) row(n kb.Node) []string {
	names := t.b.Names(n)
	row := []string{t.b.ID(n), t.s.KindDef(t.b.KindOf(n)).Name, names[0], side(betweenValues, names[1:]), t.b.About(n)}
	cells := map[[2]string][]string{}
	for _, st := range t.of(n) {
		d := t.s.RelationDef(t.b.Relation(st))
		add := func(of, text string) { cells[[2]string{d.Name, of}] = append(cells[[2]string{d.Name, of}], text) }
		add("", t.written(t.b.Object(st), d.To))
		var cites []string
		for _, ref := range t.b.Cites(st) {
			cites = append(cites, ref.String())
		}
		add(citeColumn, side(betweenOfOne, cites))
		quals := map[string][]string{}
		for _, q := range t.b.Qualifiers(st) {
			quals[q.Name] = append(quals[q.Name], t.written(q.Value, t.s.QualifierTo(q.Name)))
		}
		for _, q := range t.s.Qualifiers {
			add(q.Name, side(betweenOfOne, quals[q.Name]))
		}
	}
	for _, r := range t.rels {
		row = append(row, side(betweenValues, cells[[2]string{t.s.RelationDef(r).Name}]))
	}
	for _, c := range t.beside {
		row = append(row, side(betweenValues, cells[c]))
	}
	return row
}

// written is how a thing or a value stands in a cell.
func (t *wideWriter) written(n kb.Node, to []kb.Kind) string {
	if !t.s.Literal(t.b.KindOf(n)) && t.called[t.b.Name(n)] == 1 {
		return t.b.Name(n)
	}
	return literal.Written(t.b, n, to)
}

func sourceRow(src kb.Source) []string {
	known := []string{src.Held}
	for _, f := range fieldsOf(&src.Source) {
		if *f.text != "" {
			known = append(known, f.key+"="+*f.text)
		}
	}
	return []string{src.ID, saysSource, src.ID, "", side(betweenValues, known)}
}

// A wide reads such a table as triples by id.
type wide struct {
	*idReader
	heads  []string
	rels   []string // of the columns that are relations, empty for others
	source string   // that a value without a citation cites
}

// isWide reports whether the first line of a file is that of such a table.
func isWide(fields [][]byte) bool {
	heads := textsOf(fields)
	return !slices.ContainsFunc(wideHeads, func(head string) bool { return !slices.Contains(heads, head) })
}

func newWide(t *reader, line int, fields [][]byte) *wide {
	w := &wide{idReader: t.ids, heads: textsOf(fields), rels: make([]string, len(fields)), source: t.ownSource().ID}
	if w.idReader == nil {
		w.idReader = newIDReader(t)
		w.names = map[string][]kb.Draft{}
	}
	for i, head := range w.heads {
		rel, of, beside := strings.Cut(head, " ")
		if _, ok := t.s.Relation(rel); ok && !beside {
			w.rels[i] = rel
		} else if ok && (of == citeColumn || slices.ContainsFunc(t.s.Qualifiers, func(q kb.QualifierDef) bool { return q.Name == of })) {
			continue
		} else if !slices.Contains(wideHeads, head) && head != "" {
			t.note("column "+head, line, "the column %q is no relation of the schema; passed over", fault.Clip(fields[i]))
		}
	}
	return w
}

// row files what a row says.
func (w *wide) row(line int, raw [][]byte) {
	cells := map[string]string{}
	for i, f := range raw[:min(len(raw), len(w.heads))] {
		cells[w.heads[i]] = string(f)
	}
	id, name := cells[idColumn], cells["name"]
	switch {
	case len(strings.Join(textsOf(raw), "")) == 0:
		return
	case cells["kind"] == saysSource:
		w.say(line, append([]string{id, saysSource}, sourceFields(parted(betweenValues, cells["about"]))...)...)
		return
	case id == "":
		if id = kb.Slug(name, ""); id == "" {
			w.fault(line, "a row needs an id or a name")
			return
		}
	}
	w.say(line, id, saysKind, cells["kind"])
	if _, ok := w.known[id]; !ok {
		return // as was told
	}
	if name != "" {
		w.say(line, id, saysName, name)
	}
	for _, alias := range parted(betweenValues, cells["aliases"]) {
		w.say(line, id, saysAlias, alias)
	}
	if about := cells["about"]; about != "" {
		w.say(line, id, saysAbout, about)
	}
	for _, rel := range w.rels {
		if rel != "" {
			w.state(line, id, rel, cells)
		}
	}
}

// sourceFields puts what is known of a source behind an empty citation.
func sourceFields(known []string) []string {
	if len(known) == 0 {
		return nil
	}
	return slices.Insert(slices.Clone(known), 1, "")
}

// state files what a row says of one relation.
func (w *wide) state(line int, id, rel string, cells map[string]string) {
	of := func(what string, i int) []string { // what stands beside the value i
		if list := parted(betweenValues, cells[rel+" "+what]); i < len(list) {
			return parted(betweenOfOne, list[i])
		}
		return nil
	}
	for i, value := range parted(betweenValues, cells[rel]) {
		if value == "" {
			continue
		}
		var quals []string
		for _, q := range w.s.Qualifiers {
			for _, text := range of(q.Name, i) {
				quals = append(quals, q.Name+"="+text)
			}
		}
		cites := of(citeColumn, i)
		if len(cites) == 0 {
			cites, w.own = []string{fmt.Sprintf("%s:%d", w.source, line)}, true
		}
		for _, cite := range cites {
			w.say(line, append([]string{id, rel, value, cite}, quals...)...)
		}
	}
}

// say files a line of triples by id.
func (w *wide) say(line int, fields ...string) {
	raw := make([][]byte, len(fields))
	for i, f := range fields {
		raw[i] = []byte(f)
	}
	w.idReader.line(line, raw)
}

// ownSource is the file as what its lines are cited from.
func (t *content) ownSource() kb.Source {
	base := filepath.Base(t.file)
	own := t.s.Source
	if own.ID = t.Source; own.ID == "" {
		own.ID = strings.TrimSuffix(base, filepath.Ext(base))
	}
	if own.Title == "" {
		own.Title = base
	}
	return kb.Source{Source: own, Held: kb.HeldLines}
}

// called finds a thing of a table by its name; one that no row has is new.
func (r *idReader) called(name string, to []kb.Kind) (kb.Draft, error) {
	if len(r.names) == 0 {
		for i := range r.b.Entities() {
			for _, n := range r.b.NamesOf(kb.Draft(i)) {
				if d := kb.Draft(i); !slices.Contains(r.names[n], d) {
					r.names[n] = append(r.names[n], d)
				}
			}
		}
	}
	list := slices.DeleteFunc(slices.Clone(r.names[name]), func(d kb.Draft) bool { return !r.s.Accepts(to, r.b.KindOf(d)) })
	switch {
	case len(list) > 1:
		return 0, fmt.Errorf("several things are called %q: write the id of one, %s", fault.Clip([]byte(name)), r.b.Entities()[list[0]].ID)
	case len(list) == 1:
		return list[0], nil
	}
	id := kb.Slug(name, "")
	if _, taken := r.known[id]; taken || id == "" || len(to) == 0 {
		return 0, fmt.Errorf("nothing is called %q", fault.Clip([]byte(name)))
	}
	d := r.b.Entity(kb.Entity{ID: id, Kind: to[0], Name: name})
	r.known[id], r.names[name] = d, append(r.names[name], d)
	return d, nil
}
