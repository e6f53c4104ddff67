package corpus

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A DOCX file is a zip with word/document.xml: paragraphs (w:p) whose style may say
// that they are headings or items, and tables. An EPUB is a zip with XHTML pages, in
// the order of its package's spine. Both are read with the standard library alone: all
// that is wanted of them is their text in its order.

// maxInner bounds what one file within a document may unpack to, in bytes.
const maxInner = 64 << 20

func openDocument(text string) (*zip.Reader, error) {
	z, err := OpenZip(strings.NewReader(text), int64(len(text)))
	if err != nil {
		return nil, errors.New("it is cut short or none of its kind: no zip")
	}
	return z, nil
}

func innerFile(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, fmt.Errorf("it holds no %s", name)
	}
	defer f.Close()
	return readBounded(f, maxInner)
}

// properties are what a document says of itself, in Dublin Core.
type properties struct {
	Title    string   `xml:"title"`
	Creators []string `xml:"creator"`
	Created  string   `xml:"created"`
	Date     string   `xml:"date"`
	Language string   `xml:"language"`
	Rights   string   `xml:"rights"`
	Maker    string   `xml:"publisher"`
}

// describe fills in what a document says of itself; what cannot be read is noted.
func (p properties) describe(file string, src *Source, f *faults) {
	date := p.Created
	if date == "" {
		date = p.Date
	}
	for _, at := range [][2]string{{"title", p.Title}, {"author", strings.Join(p.Creators, ", ")}, {"date", date}, {"language", p.Language}, {"rights", p.Rights}, {"publisher", p.Maker}} {
		old := *src
		if err := src.set(at[0], at[1]); err != nil {
			*src = old
			f.note(at[0], file, 0, "%s: %v; left out", at[0], err)
		}
	}
}

func readDOCX(file, text string, src *Source, f *faults) {
	z, err := openDocument(text)
	var data []byte
	if err == nil {
		data, err = innerFile(z, "word/document.xml")
	}
	if err != nil {
		f.at(file, 1, "%v", err)
		return
	}
	if core, err := innerFile(z, "docProps/core.xml"); err == nil {
		var p properties
		if xml.Unmarshal(core, &p) == nil {
			p.describe(file, src, f)
		}
	}
	w := word{src: src, styles: map[string]wordStyle{}, above: map[int]string{}}
	if styles, err := innerFile(z, "word/styles.xml"); err == nil {
		w.readStyles(styles)
	}
	if lists, err := innerFile(z, "word/numbering.xml"); err == nil {
		w.lists = readLists(lists)
	}
	if err := w.read(xml.NewDecoder(strings.NewReader(string(data)))); err != nil {
		f.at(file, 1, "its text cannot be read: %v", err)
	}
	f.untold(file, w.left)
}

// A wordStyle is what a style, or a run itself, says of whether its text is valid and shown; and of a style
// what it is called and which list it numbers.
type wordStyle struct {
	struck, hidden bool
	name, list     string
	level          int
}

// set takes what an element of its properties says.
func (s *wordStyle) set(t xml.StartElement) {
	on := true
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			on = a.Value != "0" && a.Value != "false" && a.Value != "off"
		}
	}
	switch t.Name.Local {
	case "strike", "dstrike":
		s.struck = on
	case "vanish":
		s.hidden = on
	}
}

// readStyles reads what the styles of a document say of that.
func (w *word) readStyles(data []byte) {
	var all struct {
		Styles []struct {
			ID   string  `xml:"styleId,attr"`
			Name wordVal `xml:"name"`
			Para struct {
				List  wordVal `xml:"numPr>numId"`
				Level wordVal `xml:"numPr>ilvl"`
			} `xml:"pPr"`
			Based struct {
				On string `xml:"val,attr"`
			} `xml:"basedOn"`
			Run struct {
				Says []struct {
					XMLName xml.Name
					Attr    []xml.Attr `xml:",any,attr"`
				} `xml:",any"`
			} `xml:"rPr"`
		} `xml:"style"`
	}
	if xml.Unmarshal(data, &all) != nil {
		return
	}
	for range 3 { // one may be based on another that stands below it
		for _, s := range all.Styles {
			style := w.styles[s.Based.On]
			style.name = strings.ToLower(s.Name.Val) // in English, whatever language its id is in
			style.list = cmp.Or(s.Para.List.Val, style.list)
			if level, err := strconv.Atoi(s.Para.Level.Val); err == nil {
				style.level = level
			}
			for _, says := range s.Run.Says {
				style.set(xml.StartElement{Name: says.XMLName, Attr: says.Attr})
			}
			w.styles[s.ID] = style
		}
	}
}

// A word reads the paragraphs of a DOCX.
type word struct {
	src     *Source
	n       int
	heads   headings
	text    strings.Builder
	style   string
	raised  string         // superscript or subscript: the run that is open
	cells   []string       // of the table's row that is open
	columns int            // that these take
	wide    int            // how many the cell takes that is open
	merged  string         // whether it is merged with those below it: restart, continue
	above   map[int]string // the cells that are, by their columns
	header  string
	rows    int // of the table that is open
	tables  int // that are open
	deleted int
	styles  map[string]wordStyle
	para    wordStyle // of the paragraph that is open
	run     wordStyle // … and of the run
	before  wordStyle // of what was left out last, while nothing else was written
	left    untold
	lists   wordLists
}

func (w *word) read(d *xml.Decoder) error {
	inText := false
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
			inText = t.Name.Local == "t"
			w.start(t)
		case xml.EndElement:
			inText = false
			w.end(t.Name.Local)
		case xml.CharData:
			if inText && w.deleted == 0 {
				w.write(string(t))
			}
		}
	}
}

// write adds the text of a run, which may stand above or below the line, unless it is struck out or hidden.
func (w *word) write(text string) {
	if w.run.struck || w.run.hidden {
		if strings.TrimSpace(text) != "" && w.before != w.run {
			if w.before = w.run; w.run.hidden {
				w.left.hidden++
			} else {
				w.left.struck++
			}
		}
		return
	}
	if strings.TrimSpace(text) != "" {
		w.before = wordStyle{}
	}
	switch w.raised {
	case "superscript":
		text = raisedText(text, w.text.String(), false)
	case "subscript":
		text = cmp.Or(small(text, loweredSigns), text)
	}
	w.text.WriteString(text)
}

func (w *word) start(t xml.StartElement) {
	switch t.Name.Local {
	case "p":
		w.para, w.before = wordStyle{}, wordStyle{}
	case "r":
		w.raised, w.run = "", wordStyle{struck: w.para.struck, hidden: w.para.hidden}
	case "rStyle":
		for _, a := range t.Attr {
			if a.Name.Local == "val" {
				s := w.styles[a.Value]
				w.run.struck, w.run.hidden = w.run.struck || s.struck, w.run.hidden || s.hidden
			}
		}
	case "strike", "dstrike", "vanish":
		if w.deleted == 0 {
			w.run.set(t)
		}
	case "vertAlign":
		for _, a := range t.Attr {
			if a.Name.Local == "val" {
				w.raised = a.Value
			}
		}
	case "pStyle":
		for _, a := range t.Attr {
			if a.Name.Local == "val" {
				w.para = w.styles[a.Value]
				w.style = cmp.Or(w.para.name, strings.ToLower(a.Value))
			}
		}
	case "numId", "ilvl":
		for _, a := range t.Attr {
			if level, err := strconv.Atoi(a.Value); a.Name.Local != "val" || err != nil {
			} else if t.Name.Local == "ilvl" {
				w.para.level = level
			} else {
				w.para.list = a.Value
			}
		}
	case "tc":
		w.wide, w.merged = 1, ""
	case "gridSpan", "vMerge":
		val := ""
		for _, a := range t.Attr {
			if a.Name.Local == "val" {
				val = a.Value
			}
		}
		if t.Name.Local == "vMerge" {
			w.merged = cmp.Or(val, "continue")
		} else if n, err := strconv.Atoi(val); err == nil {
			w.wide = n
		}
	case "tab", "br", "cr":
		w.text.WriteByte(' ')
	case "noBreakHyphen":
		w.text.WriteByte('-')
	case "tbl":
		w.tables++
		w.rows, w.header, w.above = 0, "", map[int]string{}
	case "del", "moveFrom", "rPrChange": // and how it looked before
		w.deleted++
	}
}

func (w *word) end(name string) {
	switch name {
	case "p":
		if w.tables > 0 {
			w.text.WriteByte(' ')
			return
		}
		w.paragraph()
	case "tc":
		text := tidy(w.text.String())
		w.text.Reset()
		switch w.merged {
		case "restart":
			w.above[w.columns] = text
		case "continue":
			text = cmp.Or(text, w.above[w.columns])
		}
		w.cells = append(w.cells, text)
		w.columns += w.wide
	case "tr":
		w.row()
	case "tbl":
		w.tables--
		w.header = ""
	case "del", "moveFrom", "rPrChange":
		w.deleted--
	}
}

func (w *word) paragraph() {
	text := tidy(w.text.String())
	style := w.style
	w.text.Reset()
	w.style = ""
	if text == "" {
		return
	}
	w.n++
	mark := w.lists.mark(w.para.list, w.para.level)
	switch {
	case style == "title" && w.src.Title == "":
		w.src.Title = text
	case strings.HasPrefix(style, "heading"), strings.HasPrefix(style, "title"):
		level, _ := strconv.Atoi(strings.TrimLeft(style, "abcdefghijklmnopqrstuvwxyz "))
		w.heads.begin(max(level, 1), text)
	case strings.HasPrefix(style, "toc"), style == "header", style == "footer":
	default:
		w.src.Paragraphs = append(w.src.Paragraphs, Paragraph{N: w.n, Heading: w.heads.under(w.src.Title), Text: strings.TrimLeft(mark+" "+text, " "), Verbatim: true})
	}
}

// row makes a paragraph of a table's row; the first of several columns is the header.
func (w *word) row() {
	text := joinCells(w.cells)
	columns := len(w.cells)
	w.cells, w.columns = nil, 0
	if isBlank(text) {
		return
	}
	w.n++
	if w.rows++; w.rows == 1 && columns > 1 {
		w.header = text
		return
	}
	w.src.Paragraphs = append(w.src.Paragraphs, Paragraph{N: w.n, Heading: under(w.heads.under(w.src.Title), w.header), Text: text, Verbatim: true})
}

func readEPUB(file, text string, src *Source, f *faults) {
	z, err := openDocument(text)
	var data []byte
	if err == nil {
		data, err = innerFile(z, "META-INF/container.xml")
	}
	var container struct {
		Root struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err == nil {
		err = xml.Unmarshal(data, &container)
	}
	if err == nil {
		data, err = innerFile(z, container.Root.Path)
	}
	var book struct {
		Metadata properties `xml:"metadata"`
		Items    []struct {
			ID         string `xml:"id,attr"`
			Href       string `xml:"href,attr"`
			Properties string `xml:"properties,attr"`
		} `xml:"manifest>item"`
		Spine []struct {
			ID string `xml:"idref,attr"`
		} `xml:"spine>itemref"`
	}
	if err == nil {
		err = xml.Unmarshal(data, &book)
	}
	if err != nil {
		f.at(file, 1, "%v", err)
		return
	}
	book.Metadata.describe(file, src, f)
	hrefs := map[string]string{}
	for _, i := range book.Items {
		if !strings.Contains(i.Properties, "nav") {
			hrefs[i.ID] = i.Href
		}
	}
	var left untold
	last := 0
	for _, s := range book.Spine {
		href, err := url.PathUnescape(hrefs[s.ID])
		if err != nil || href == "" {
			continue
		}
		page, err := innerFile(z, path.Join(path.Dir(container.Root.Path), href))
		if err != nil {
			f.note("chapter", file, 0, "a chapter is left out: %v", err)
			continue
		}
		doc, _, err := parseHTML(string(page))
		if err != nil {
			f.note("chapter", file, 0, "%s is left out: %v", href, err)
			continue
		}
		left.add(trim(doc))
		list := paragraphsOf(bodyOf(doc), src.Title, last)
		src.Paragraphs = append(src.Paragraphs, list...)
		if len(list) > 0 {
			last = list[len(list)-1].N
		}
	}
	f.untold(file, left)
}

func bodyOf(doc *html.Node) *html.Node {
	for n := range doc.Descendants() {
		if tagOf(n) == atom.Body {
			return n
		}
	}
	return doc
}
