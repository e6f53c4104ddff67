package triples

import (
	"encoding/csv"
	"io"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
)

// A base is written out as triples that say all of it, and read again ([Add])
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

// Write writes all of the base as triples by id.
func Write(w io.Writer, b *kb.Base) error {
	out := csv.NewWriter(w)
	rows := tripleWriter{b, out}
	_ = out.Write([]string{idColumn, "relation", "object", citeColumn}) // Error tells of all of them
	for _, src := range b.Sources() {
		if src.Held != "" {
			rows.source(src)
		}
	}
	for n := range kb.Node(b.Len()) {
		if b.Schema().Literal(b.KindOf(n)) {
			continue
		}
		id := b.ID(n)
		_ = out.Write([]string{id, saysKind, b.Schema().KindDef(b.KindOf(n)).Name})
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
	for s := range kb.Stmt(b.Statements()) {
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
	b   *kb.Base
	out *csv.Writer
}

// A told is something that is told of a source, under its key.
type told struct {
	key  string
	text *string
}

func fieldsOf(src *corpus.Source) []told {
	return []told{{"title", &src.Title}, {"publisher", &src.Publisher}, {"author", &src.Author}, {"date", &src.Date},
		{"url", &src.URL}, {"language", &src.Language}, {"rights", &src.Rights}}
}

func (w tripleWriter) source(src kb.Source) {
	row := []string{src.ID, saysSource, src.Held, ""}
	for _, f := range fieldsOf(&src.Source) {
		if *f.text != "" {
			row = append(row, f.key+"="+*f.text)
		}
	}
	_ = w.out.Write(row)
}

func (w tripleWriter) statement(s kb.Stmt) {
	d := w.b.Schema().RelationDef(w.b.Relation(s))
	row := []string{w.b.ID(w.b.Subject(s)), d.Name, literal.Written(w.b, w.b.Object(s), d.To)}
	var quals []string
	for _, q := range w.b.Qualifiers(s) {
		quals = append(quals, q.Name+"="+literal.Written(w.b, q.Value, w.b.Schema().QualifierTo(q.Name)))
	}
	cites := w.b.Cites(s)
	for _, ref := range cites {
		_ = w.out.Write(append(append(row[:3:3], ref.String()), quals...))
	}
	if len(cites) == 0 {
		_ = w.out.Write(append(append(row[:3:3], ""), quals...))
	}
}
