package kb

import (
	"sort"
	"strings"

	"hapjak/corpus"
)

// A Source is what statements cite, with how a base holds it.
type Source struct {
	corpus.Source
	Held string // HeldLines or HeldNamed; empty for an article, which stands elsewhere
}

// How a base holds a source that is no article.
const (
	HeldLines = "lines" // a file of triples, whose lines are its paragraphs
	HeldNamed = "named" // a source that a triple names
)

// The strings that a base keeps of each source that its statements cite.
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

func (c *citations) sourceID(i uint32) string { return c.sourceField(i, sourceID) }

func (c *citations) sourceField(i uint32, field int) string {
	return c.strings.at(c.sources[int(i)*sourceFields+field])
}

func (c *citations) findSource(id string) (uint32, bool) {
	n := len(c.sources) / sourceFields
	i := sort.Search(n, func(i int) bool { return c.sourceID(uint32(i)) >= id })
	return uint32(i), i < n && c.sourceID(uint32(i)) == id
}

// Source returns what is known of a source; ok is false where no statement cites it. What the base holds
// is called by its id where nothing says its title.
func (c *citations) Source(id string) (src Source, ok bool) {
	i, ok := c.findSource(id)
	if !ok {
		return src, false
	}
	if src = c.source(i); src.Held != "" && src.Title == "" {
		src.Title = src.ID
	}
	return src, true
}

// Sources returns all that statements cite, in order of id.
func (c *citations) Sources() []Source {
	list := make([]Source, len(c.sources)/sourceFields)
	for i := range list {
		list[i] = c.source(uint32(i))
	}
	return list
}

func (c *citations) source(i uint32) Source {
	return Source{corpus.Source{
		ID: c.sourceID(i), Title: c.sourceField(i, sourceTitle), Publisher: c.sourceField(i, sourcePublisher),
		Author: c.sourceField(i, sourceAuthor), Date: c.sourceField(i, sourceDate), URL: c.sourceField(i, sourceURL),
		Language: c.sourceField(i, sourceLanguage), Rights: c.sourceField(i, sourceRights),
	}, c.sourceField(i, sourceHeld)}
}

// Citing returns the statements that cite a paragraph: of a part of one, those that cite it or the whole.
func (c *citations) Citing(ref corpus.Ref) []Stmt {
	src, ok := c.findSource(ref.Source)
	if !ok || ref.Paragraph < 0 || int64(ref.Paragraph) > 1<<32-1 {
		return nil
	}
	para := uint32(ref.Paragraph)
	first := sort.Search(len(c.citing), func(i int) bool {
		at := c.citing[i]
		return c.cites[2*at] > src || c.cites[2*at] == src && c.cites[2*at+1] >= para
	})
	var list []Stmt
	for _, at := range c.citing[first:] {
		if c.cites[2*at] != src || c.cites[2*at+1] != para {
			break
		}
		if part := c.ref(at).Part; ref.Part == 0 || part == 0 || part == ref.Part {
			list = append(list, c.stmtOfCite(at))
		}
	}
	return list
}

func (c *citations) stmtOfCite(at uint32) Stmt {
	if len(c.citeStart) == 0 {
		return Stmt(at)
	}
	return Stmt(sort.Search(len(c.citeStart), func(i int) bool { return c.citeStart[i] > at }) - 1)
}

// Cited returns the source and the paragraph that a statement imported as a triple
// cites: its line, as "subject | relation | object". ok is false for a paragraph of
// an article, whose text is not the base's to keep.
func (b *Base) Cited(ref corpus.Ref) (src corpus.Source, para corpus.Paragraph, ok bool) {
	from, ok := b.Source(ref.Source)
	stmts := b.Citing(ref)
	if !ok || from.Held == "" || len(stmts) == 0 {
		return corpus.Source{}, para, false
	}
	return from.Source, corpus.Paragraph{N: ref.Paragraph, Text: b.lines(stmts), Verbatim: from.Held == HeldLines}, true
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
