package kb

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"hapjak/corpus"
)

// A base is written out as triples that say all of it, and read again ([Builder.ReadTriples])
// it is the same base: CSV whose first line is
//
//	id,relation,object,cite
//
// where things stand by their ids. What begins with @ says what a thing is, before anything
// is stated of it; a statement that cites several paragraphs stands on several lines, and
// its qualifiers stand behind, each as name=value:
//
//	okja,@kind,film
//	okja,@name,Okja
//	okja,@alias,옥자
//	okja,@about,2017 film about a large animal
//	okja,directed_by,bong-joon-ho,kobiz-2025:27
//	okja,cast,tilda-swinton,kobiz-2025:27,role=lead
//	kb,@source,lines,,title=Wikipedia movie data
//
// Left behind are the schema and the articles, which have files of their own; which file a
// fact stood in, and in which words a number was written that its column alone made clear;
// and a statement that was made twice is made once, with the citations of both.
const (
	idColumn   = "id"
	citeColumn = "cite"

	saysKind   = "@kind"
	saysName   = "@name"
	saysAlias  = "@alias"
	saysAbout  = "@about"
	saysSource = "@source"
)

// WriteTriples writes all of the base as triples by id.
func (b *Base) WriteTriples(w io.Writer) error {
	out := csv.NewWriter(w)
	rows := tripleWriter{b, out}
	_ = out.Write([]string{idColumn, "relation", "object", citeColumn}) // Error tells of all of them
	for i := range uint32(len(b.sources) / sourceFields) {
		if held := b.sourceField(i, sourceHeld); held != "" {
			rows.source(i, held)
		}
	}
	for n := Node(b.values); int(n) < b.Len(); n++ {
		id := b.ID(n)
		_ = out.Write([]string{id, saysKind, b.schema.KindDef(b.KindOf(n)).Name})
		for i, name := range b.Names(n) {
			says := saysAlias
			if i == 0 {
				says = saysName
			}
			_ = out.Write([]string{id, says, name})
		}
		if about := b.About(n); about != "" {
			_ = out.Write([]string{id, saysAbout, about})
		}
	}
	for s := range Stmt(b.Statements()) {
		rows.statement(s)
		if err := out.Error(); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// A tripleWriter writes a base as triples.
type tripleWriter struct {
	b   *Base
	out *csv.Writer
}

// sourceKeys are the keys of what is told of a source, in the order of its fields.
var sourceKeys = [...]string{sourceTitle: "title", sourcePublisher: "publisher", sourceAuthor: "author", sourceDate: "date",
	sourceURL: "url", sourceLanguage: "language", sourceRights: "rights"}

func (w tripleWriter) source(i uint32, held string) {
	row := []string{w.b.sourceID(i), saysSource, held, ""}
	for field, key := range sourceKeys {
		if key != "" && w.b.sourceField(i, field) != "" {
			row = append(row, key+"="+w.b.sourceField(i, field))
		}
	}
	_ = w.out.Write(row)
}

func (w tripleWriter) statement(s Stmt) {
	d := w.b.schema.RelationDef(w.b.Relation(s))
	row := []string{w.b.ID(w.b.Subject(s)), d.Name, w.b.Written(w.b.Object(s), d.To)}
	var quals []string
	for _, q := range w.b.Qualifiers(s) {
		quals = append(quals, q.Name+"="+w.b.Written(q.Value, w.b.schema.QualifierTo(q.Name)))
	}
	cites := w.b.Cites(s)
	for _, ref := range cites {
		_ = w.out.Write(append(append(row[:3:3], ref.String()), quals...))
	}
	if len(cites) == 0 {
		_ = w.out.Write(append(append(row[:3:3], ""), quals...))
	}
}

// Written returns how a node is written in a file where kinds are wanted: an entity by its
// id, a value so that it is read as the same value.
func (b *Base) Written(n Node, to []Kind) string {
	v, ok := b.Value(n)
	if !ok {
		return b.ID(n)
	}
	kind := v.Kind
	if len(to) > 0 && b.schema.Literal(to[0]) {
		kind = to[0]
	}
	for _, text := range []string{v.plain(), v.Text} {
		if read, err := ReadValue(kind, text); err == nil && read == v {
			return text
		}
	}
	return v.plain()
}

// plain writes a value in the form that every file understands: 1964-07, 834338.
func (v Value) plain() string {
	switch v.Kind {
	case Date, Year:
		lo, hi := int(v.Lo), int(v.Hi)
		switch {
		case lo == hi:
			return fmt.Sprintf("%04d-%02d-%02d", lo/10000, lo/100%100, lo%100)
		case lo/100 == hi/100:
			return fmt.Sprintf("%04d-%02d", lo/10000, lo/100%100)
		}
		return strconv.Itoa(lo / 10000)
	case Number, Money:
		return strings.TrimSpace(strings.ReplaceAll(PlainNumber(v.Lo), ",", "") + " " + v.Unit)
	}
	return v.Text
}

// WriteTable writes the entities of a kind, those of the kinds under it included, one a
// row, with the relations that are stated of them as columns; NoKind writes all. Several
// objects stand between "; ", by name. Which statement a citation belongs to and what
// qualifies it do not fit a table: all citations of a row stand in the column "cited".
func (b *Base) WriteTable(w io.Writer, kind Kind) error {
	var rows []Node
	used := make([]bool, len(b.schema.Relations))
	for n := Node(b.values); int(n) < b.Len(); n++ {
		if kind != NoKind && !b.schema.IsA(b.KindOf(n), kind) {
			continue
		}
		rows = append(rows, n)
		for _, s := range b.OutAll(n) {
			used[b.rels[s]] = true
		}
	}
	out := csv.NewWriter(w)
	head := []string{"id", "kind", "name", "aliases", "about"}
	for r := range b.schema.Relations {
		if used[r] {
			head = append(head, b.schema.Relations[r].Name)
		}
	}
	_ = out.Write(append(head, "cited"))
	for _, n := range rows {
		_ = out.Write(b.row(n, used))
		if err := out.Error(); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

const between = "; " // the values of a cell

func (b *Base) row(n Node, used []bool) []string {
	names := b.Names(n)
	row := []string{b.ID(n), b.schema.KindDef(b.KindOf(n)).Name, names[0], strings.Join(names[1:], between), b.About(n)}
	var cited []string
	seen := map[corpus.Ref]bool{}
	for r := range used {
		if !used[r] {
			continue
		}
		var cell []string
		for _, s := range b.Out(n, Rel(r)) {
			cell = append(cell, b.Name(b.Object(s)))
			for _, ref := range b.Cites(s) {
				if !seen[ref] {
					seen[ref] = true
					cited = append(cited, ref.String())
				}
			}
		}
		row = append(row, strings.Join(cell, between))
	}
	return append(row, strings.Join(cited, between))
}
