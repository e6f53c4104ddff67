package corpus

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
)

// DocBook, and what is like it (DITA's topics, JATS's articles), is written again as Markdown
// and read as that: titles of sections become headings, items and definitions keep their
// place, rows of tables stand between bars. XML of any other kind is passed over.

// docBookRoots are the elements that an article of this kind begins with.
var docBookRoots = strings.Fields(`article book chapter section sect1 part preface appendix refentry reference glossary topic concept task`)

// isDocBook reports whether XML is an article: by its first element, and something in it that
// is titled or a paragraph.
func isDocBook(data []byte) bool {
	text, _, err := Decode(data)
	if err != nil { // which reading it tells
		text = string(data)
	}
	d := newXML(text)
	root := false
	for range 200 {
		token, err := d.Token()
		if err != nil {
			return false
		}
		if t, ok := token.(xml.StartElement); ok {
			switch name := t.Name.Local; {
			case !root:
				if root = slices.Contains(docBookRoots, name); !root {
					return false
				}
			case slices.Contains(blockElements, name) || name == "title" || name == "article-title":
				return true
			}
		}
	}
	return false
}

// newXML reads XML as people write it: entities of HTML known, closing tags not insisted on.
func newXML(text string) *xml.Decoder {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	// the text was made UTF-8 when it was read, whatever it says of itself
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return d
}

func readDocBook(file, text string, src *Source, f *faults) {
	b := docbook{src: src, file: file, faults: f}
	if err := b.read(newXML(text)); err != nil {
		f.at(file, 1, "its text cannot be read: %v", err)
		return
	}
	b.end()
	readRewritten(file, b.out, src, f)
	f.untold(file, untold{struck: b.struck})
}

var (
	blockElements   = strings.Fields(`para simpara p formalpara abstract blockquote note tip important warning caution sidebar example figure step shortdesc synopsis`)
	codeElements    = strings.Fields(`programlisting screen literallayout codeblock code-block preformat`)
	sectionElements = strings.Fields(`section sect1 sect2 sect3 sect4 sect5 simplesect chapter appendix preface part refsect1 refsect2 refsect3 refsection sec topic concept task article book`)
	listElements    = strings.Fields(`itemizedlist orderedlist simplelist ul ol list steps procedure`)
	itemElements    = strings.Fields(`listitem li member list-item step`)
	rowElements     = strings.Fields(`row tr strow sthead`)
	cellElements    = strings.Fields(`entry td th stentry`)
	// what is no text of the article
	droppedElements = strings.Fields(`indexterm remark textobject imageobject mediaobject inlinemediaobject graphic inlinegraphic index toc ref-list back journal-meta revhistory keywordset keyword legalnotice prolog related-links`)
)

type docbook struct {
	src    *Source
	file   string
	faults *faults
	out    []string
	text   strings.Builder
	open   []string // elements
	depth  int      // of sections
	lists  []int    // of the open lists: 0 for marks, else the next number
	item   string   // the mark that the next text of an item stands behind
	code   bool
	drop   int      // elements that are passed over
	cells  []string // of the open row
	header bool     // the open row is a header
	ruled  bool     // the open table has its header line
	term   string
	struck int // elements whose text is struck out, and passed over
}

// isStruckXML reports whether an element is struck out, in DocBook or JATS.
func isStruckXML(t xml.StartElement) bool {
	return t.Name.Local == "strike" || t.Name.Local == "emphasis" && slices.ContainsFunc(t.Attr, func(a xml.Attr) bool {
		return a.Name.Local == "role" && (strings.HasPrefix(a.Value, "strike") || a.Value == "line-through")
	})
}

func (b *docbook) read(d *xml.Decoder) error {
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if b.drop == 0 && isStruckXML(t) {
				b.drop, b.struck = 1, b.struck+1
				b.open = append(b.open, t.Name.Local)
				continue
			}
			b.start(t.Name.Local)
		case xml.EndElement:
			b.finish(t.Name.Local)
		case xml.CharData:
			if b.drop == 0 {
				b.text.WriteString(b.marked(string(t)))
			}
		}
	}
}

// marked keeps what Markdown would take for a mark.
func (b *docbook) marked(text string) string {
	if b.code {
		return text
	}
	return escaped.Replace(text)
}

var escaped = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "<", `\<`, "#", `\#`, "|", `\|`, "~", `\~`, "{", `\{`, "&", `\&`, "$", `\$`, "=", `\=`, "^", `\^`)

func (b *docbook) in(name string) bool { return slices.Contains(b.open, name) }

func (b *docbook) start(name string) {
	b.open = append(b.open, name)
	switch {
	case b.drop > 0 || slices.Contains(droppedElements, name):
		b.drop++
	case slices.Contains(sectionElements, name):
		b.end()
		b.depth++
	case slices.Contains(codeElements, name):
		b.end()
		b.code = true
	case slices.Contains(listElements, name):
		b.end()
		next := 0
		if name == "orderedlist" || name == "ol" || name == "steps" || name == "procedure" {
			next = 1
		}
		b.lists = append(b.lists, next)
	case slices.Contains(itemElements, name) && len(b.lists) > 0:
		b.end()
		last := len(b.lists) - 1
		mark := "- "
		if n := b.lists[last]; n > 0 {
			mark = strconv.Itoa(n) + ". "
			b.lists[last]++
		}
		b.item = strings.Repeat("   ", last) + mark
	case name == "superscript" || name == "sup":
		b.text.WriteByte('^')
	case name == "subscript" || name == "sub":
		b.text.WriteByte('~')
	case slices.Contains(rowElements, name):
		b.end()
		b.cells, b.header = nil, b.in("thead") || name == "sthead"
	case slices.Contains(cellElements, name):
		b.text.Reset()
		b.header = b.header || name == "th" && len(b.cells) == 0
	case name == "table" || name == "informaltable" || name == "simpletable":
		b.end()
		b.ruled = false
	case slices.Contains(blockElements, name) || name == "title" || name == "term" || name == "dt":
		if !b.inRow() {
			b.end()
		}
	}
}

func (b *docbook) inRow() bool {
	for _, name := range b.open {
		if slices.Contains(rowElements, name) {
			return true
		}
	}
	return false
}

func (b *docbook) finish(name string) {
	for len(b.open) > 0 {
		last := b.open[len(b.open)-1]
		b.open = b.open[:len(b.open)-1]
		if last == name {
			break
		}
	}
	switch {
	case b.drop > 0:
		b.drop--
	case name == "superscript" || name == "sup":
		b.text.WriteByte('^')
	case name == "subscript" || name == "sub":
		b.text.WriteByte('~')
	case name == "title" || name == "article-title" || name == "refname":
		b.title()
	case slices.Contains(codeElements, name):
		b.listing()
	case slices.Contains(sectionElements, name):
		b.end()
		b.depth--
	case slices.Contains(listElements, name):
		b.end()
		if b.lists = b.lists[:max(len(b.lists)-1, 0)]; len(b.lists) == 0 {
			b.out = append(b.out, "")
		}
	case slices.Contains(cellElements, name):
		b.cells = append(b.cells, tidy(b.text.String()))
		b.text.Reset()
	case slices.Contains(rowElements, name):
		b.row()
	case name == "term" || name == "dt":
		b.term = strings.Trim(b.term+", "+tidy(b.text.String()), ", ")
		b.text.Reset()
	case slices.Contains(blockElements, name) || slices.Contains(itemElements, name) || name == "dd":
		if !b.inRow() {
			b.end()
		}
	default:
		b.meta(name)
	}
}

// meta takes what a document says of itself.
func (b *docbook) meta(name string) {
	key := map[string]string{"author": "author", "pubdate": "date", "date": "date", "publishername": "publisher", "copyright": "rights"}[name]
	if key == "" || !(b.in("info") || b.in("articleinfo") || b.in("bookinfo") || b.in("chapterinfo")) {
		return
	}
	old := *b.src
	if value := strings.TrimSpace(b.text.String()); value != "" {
		if err := b.src.set(key, tidy(value)); err != nil {
			*b.src = old
			b.faults.note(key, b.file, 0, "%s: %v; left out", name, err)
		}
	}
	b.text.Reset()
}

func (b *docbook) title() {
	text := tidy(b.text.String())
	b.text.Reset()
	switch {
	case text == "":
	case b.in("figure") || b.in("table") || b.in("example") || b.in("note") || b.in("sidebar") || b.in("formalpara"):
		b.out = append(b.out, text, "")
	default:
		b.out = append(b.out, strings.Repeat("#", min(max(b.depth, 1), 6))+" "+text, "")
		if b.src.Title == "" {
			b.src.Title = tidy(inline(text))
		}
	}
}

// listing writes code between fences; blank lines would end its block.
func (b *docbook) listing() {
	text := strings.Trim(lineFeeds(b.text.String()), "\n")
	b.text.Reset()
	b.code = false
	if strings.TrimSpace(text) == "" {
		return
	}
	b.out = append(b.out, "~~~~")
	b.out = append(b.out, strings.Split(text, "\n")...)
	b.out = append(b.out, "~~~~", "")
}

func (b *docbook) row() {
	if len(b.cells) == 0 {
		return
	}
	if !b.ruled {
		head := make([]string, len(b.cells))
		if b.header {
			head = b.cells
		}
		b.out = append(b.out, "", "| "+strings.Join(head, " | ")+" |", "|"+strings.Repeat("---|", len(b.cells)))
	}
	if !b.header || b.ruled {
		b.out = append(b.out, "| "+strings.Join(b.cells, " | ")+" |")
	}
	b.ruled, b.cells = true, nil
}

// end writes the text that was read: a paragraph, an item or what a term means.
func (b *docbook) end() {
	text := tidy(b.text.String())
	b.text.Reset()
	switch {
	case text == "":
	case b.term != "":
		b.out = append(b.out, b.term, ": "+text, "")
		b.term = ""
	case b.item != "":
		b.out = append(b.out, b.item+text)
		b.item = ""
	case len(b.lists) > 0: // an item goes on
		b.out = append(b.out, strings.Repeat("   ", len(b.lists))+text)
	default:
		b.out = append(b.out, text, "")
	}
}
