package kb

import (
	"sort"
	"strings"

	"hapjak/corpus"
)

// The strings that a base keeps of each source that its statements cite. Held is
// "lines" for a file of triples whose lines are its paragraphs, "named" for a
// source that a triple names, and empty for an article that stands elsewhere.
const (
	sourceID = iota
	sourceHeld
	sourceTitle
	sourcePublisher
	sourceAuthor
	sourceDate
	sourceURL
	sourceLanguage
	sourceRights
	sourceFields
)

const (
	heldLines = "lines"
	heldNamed = "named"
)

func (b *Base) sourceID(i uint32) string { return b.sourceField(i, sourceID) }

func (b *Base) sourceField(i uint32, field int) string {
	return b.strings.at(b.sources[int(i)*sourceFields+field])
}

func (b *Base) findSource(id string) (uint32, bool) {
	n := len(b.sources) / sourceFields
	i := sort.Search(n, func(i int) bool { return b.sourceID(uint32(i)) >= id })
	return uint32(i), i < n && b.sourceID(uint32(i)) == id
}

// Citing returns the statements that cite a paragraph.
func (b *Base) Citing(ref corpus.Ref) []Stmt {
	src, ok := b.findSource(ref.Source)
	if !ok || ref.Paragraph < 0 || int64(ref.Paragraph) > 1<<32-1 {
		return nil
	}
	para := uint32(ref.Paragraph)
	first := sort.Search(len(b.citing), func(i int) bool {
		c := b.citing[i]
		return b.cites[2*c] > src || b.cites[2*c] == src && b.cites[2*c+1] >= para
	})
	var list []Stmt
	for _, c := range b.citing[first:] {
		if b.cites[2*c] != src || b.cites[2*c+1] != para {
			break
		}
		list = append(list, b.stmtOfCite(c))
	}
	return list
}

func (b *Base) stmtOfCite(c uint32) Stmt {
	if len(b.citeStart) == 0 {
		return Stmt(c)
	}
	return Stmt(sort.Search(len(b.citeStart), func(i int) bool { return b.citeStart[i] > c }) - 1)
}

// Cited returns the source and the paragraph that a statement imported as a triple
// cites: its line, as "subject | relation | object". ok is false for a paragraph of
// an article, whose text is not the base's to keep.
func (b *Base) Cited(ref corpus.Ref) (src corpus.Source, para corpus.Paragraph, ok bool) {
	src, held, ok := b.citedSource(ref.Source)
	stmts := b.Citing(ref)
	if !ok || len(stmts) == 0 {
		return corpus.Source{}, para, false
	}
	return src, corpus.Paragraph{N: ref.Paragraph, Text: b.lines(stmts), Verbatim: held == heldLines}, true
}

// CitedSource returns the source that statements imported as triples cite, with no
// regard to its lines: the first may be a header.
func (b *Base) CitedSource(id string) (corpus.Source, bool) {
	src, _, ok := b.citedSource(id)
	return src, ok
}

func (b *Base) citedSource(id string) (src corpus.Source, held string, ok bool) {
	i, found := b.findSource(id)
	if !found || b.sourceField(i, sourceHeld) == "" {
		return src, "", false
	}
	return corpus.Source{
		ID: b.sourceID(i), Title: b.sourceField(i, sourceTitle), Publisher: b.sourceField(i, sourcePublisher),
		Author: b.sourceField(i, sourceAuthor), Date: b.sourceField(i, sourceDate), URL: b.sourceField(i, sourceURL),
		Language: b.sourceField(i, sourceLanguage), Rights: b.sourceField(i, sourceRights),
	}, b.sourceField(i, sourceHeld), true
}

// lines writes statements as triples, one a line. A subject that is known by an id
// is shown by its name.
func (b *Base) lines(stmts []Stmt) string {
	const most = 50
	var s strings.Builder
	for i, st := range stmts {
		if i == most {
			s.WriteString("\n…")
			break
		}
		if i > 0 {
			s.WriteByte('\n')
		}
		s.WriteString(b.Name(b.Subject(st)) + " | " + b.schema.RelationDef(b.Relation(st)).Name + " | " + b.Name(b.Object(st)))
	}
	return s.String()
}
