package corpus

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// A web page as saved from a browser is mostly not the article: menus,
// advertisements, comments. Readability (Mozilla's rules for Firefox's reader
// view, as ported and kept up by the Readeck project) finds the article's
// element; this file turns what it found into blocks as if somebody had copied
// the article as text: each heading, paragraph, list item, quotation, caption
// and table row is one block, and blocks are what paragraph numbers count.
// Headings count, name the section below them, and are no paragraphs.
//
// A page in which Readability finds nothing, and a short one of which it finds little,
// is read whole; and so is what a page calls its article or its main part.

// maxWhole bounds the text of a short page.
const maxWhole = 2000

// maxElements bounds the elements of a page, and with them Readability's time:
// it looks at each several times. A long Wikipedia article has about 30,000.
const maxElements = 200_000

func readHTML(file, text string, src *Source, f *faults) {
	doc, guessed, err := parseHTML(text)
	if err != nil {
		f.at(file, 1, "%v", err)
		return
	}
	if guessed != "" {
		f.note("charset", file, 0, "read as %s, which nothing in it says", guessed)
	}
	src.URL = pageURL(doc)
	f.untold(file, trim(doc))
	if n := dropComments(doc); n > 0 {
		f.note("comments", file, 0, "what readers wrote below it is left out (%d)", n)
	}
	body := doc
	if article, err := readable(doc); err != nil {
		f.at(file, 1, "%v", err)
		return
	} else if describe(article, src, f, file); article.Node != nil {
		body = article.Node
	}
	own, around := ownArticle(doc), body
	if own == nil && len(textOf(doc, 1<<16)) < maxWhole {
		own = doc
	}
	if own != nil && (titles(body) < titles(own) || !holdsMost(body, own)) {
		body, around = own, doc
	}
	dropMenus(around, hostOf(src.URL))
	src.Paragraphs = paragraphsOf(body, src.Title, titleAbove(doc, body))
	if len(src.Paragraphs) == 0 {
		src.Paragraphs = paragraphsOf(doc, src.Title, 0)
	}
}

// titleAbove returns 1 where the heading of the page's title stands above its body:
// Readability takes it away, but headings count.
func titleAbove(doc, body *html.Node) int {
	for n := range doc.Descendants() {
		if tagOf(n) != atom.H1 {
			continue
		}
		title := textOf(n, 1<<10)
		if title == "" {
			continue
		}
		for h := range body.Descendants() {
			if t := tagOf(h); (t == atom.H1 || t == atom.H2) && textOf(h, 1<<10) == title {
				return 0
			}
		}
		return 1
	}
	return 0
}

// parseHTML reads a page in UTF-8 or whatever character set its byte order mark or
// its declaration names. Browsers look for the declaration in the first kilobyte
// only, and many pages have it later; text in another set is hardly ever valid UTF-8
// by chance, so that what is UTF-8 is read as that whatever the page says. guessed is the
// set that nothing in it says.
func parseHTML(text string) (doc *html.Node, guessed string, err error) {
	text, guessed, err = decodePage(text)
	if err != nil {
		return nil, "", fmt.Errorf("its character set cannot be read: %w", err)
	}
	doc, err = html.Parse(strings.NewReader(text))
	if err != nil && err != io.EOF {
		return nil, "", fmt.Errorf("no HTML that can be read: %w", err)
	}
	return doc, guessed, nil
}

var declaredSet = regexp.MustCompile(`(?i)<meta\s[^>]*charset\s*=\s*["']?\s*([\w:.-]+)|<\?xml[^>]*encoding\s*=\s*["']([\w:.-]+)`)

func decodePage(text string) (out, guessed string, err error) {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff", "\x00<", "<\x00"} {
		if strings.HasPrefix(text, mark) {
			return Decode([]byte(text))
		}
	}
	ascii := !strings.ContainsFunc(text, func(c rune) bool { return c >= utf8.RuneSelf })
	if !ascii && utf8.ValidString(text) {
		return text, "", nil
	}
	if m := declaredSet.FindStringSubmatch(text); m != nil {
		set, name := charset.Lookup(m[1] + m[2])
		if set != nil && name != "utf-8" && name != "replacement" {
			out, err := decodeAs(set, []byte(text))
			if bad := strings.Count(out, "\ufffd"); err == nil && bad*100 <= len(out) {
				return out, "", nil
			}
		}
	}
	if out, guessed, err := Decode([]byte(text)); err == nil {
		return out, guessed, nil
	}
	return strings.ToValidUTF8(text, "\ufffd"), "UTF-8 with bytes that are none", nil
}

// readable finds the article of a page; doc is left as it was. Readability is
// other people's code on a stranger's page, so a panic of its is an error.
func readable(doc *html.Node) (article readability.Article, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the page's article cannot be found: %v", p)
		}
	}()
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	parser.ClassesToPreserve = append(parser.ClassesToPreserve, opensTitle)
	return parser.ParseDocument(doc, nil)
}

// describe fills in what the page says about itself.
func describe(a readability.Article, src *Source, f *faults, file string) {
	if a.Node == nil {
		return
	}
	src.Title = tidy(a.Title())
	if src.Publisher = tidy(a.SiteName()); src.Publisher != "" {
		for _, sep := range []string{" | ", " - ", " – ", " — ", " · "} {
			src.Title = strings.TrimSuffix(src.Title, sep+src.Publisher)
		}
	}
	src.Author = tidy(a.Byline())
	if len(src.Author) > 3 && strings.EqualFold(src.Author[:3], "by ") {
		src.Author = src.Author[3:]
	}
	if lang := a.Language(); langTag.MatchString(lang) {
		src.Language = lang
	}
	if t, err := a.PublishedTime(); err == nil && t.Year() > 0 {
		src.Date = t.Format(time.DateOnly)
	}
	if len(src.Author) > 200 {
		f.note("author", file, 0, "an author of %d bytes is left out", len(src.Author))
		src.Author = ""
	}
}

var savedFrom = regexp.MustCompile(`saved from url=(?:\(\d+\))?(https?://\S+)`)

// pageURL finds the address of a page: its canonical link, the og:url of its
// head, or the comment that browsers write into a page they save.
func pageURL(doc *html.Node) string {
	var canonical, og, saved string
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.CommentNode && saved == "":
			if m := savedFrom.FindStringSubmatch(n.Data); m != nil {
				saved = m[1]
			}
		case n.DataAtom == atom.Link && strings.EqualFold(attr(n, "rel"), "canonical"):
			canonical = attr(n, "href")
		case n.DataAtom == atom.Meta && attr(n, "property") == "og:url":
			og = attr(n, "content")
		}
	}
	for _, u := range []string{canonical, og, saved} {
		if strings.HasPrefix(u, "http") && checkURL(u) == nil {
			return u
		}
	}
	return ""
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// paragraphsOf numbers the blocks of a tree, of which n stand above it.
func paragraphsOf(root *html.Node, title string, n int) []Paragraph {
	p := page{title: title, n: n}
	p.walk(root)
	p.end()
	return p.paragraphs
}

// page collects blocks. html.Parse refuses pages nested deeper than 512
// elements, so walk may call itself.
type page struct {
	paragraphs []Paragraph
	n          int // blocks so far
	title      string
	heads      headings
	caption    string          // of the table that is open
	header     string          // of its columns, or of the rows below
	term       string          // of the definition list that is open
	termOpen   bool            // no definition of it was read yet
	text       strings.Builder // of the block being read
	broken     bool            // its last line has just been broken
	level      int             // > 0: the block is a heading
	mark       string          // what stands before the next block: a bullet or number
	items      []int           // for each list that is open, the last number; -1 for bullets
	row        bool            // in a row whose cells are read as one block
	listed     bool            // in a cell of such a row whose lines are a list
	card       *html.Node      // what stands under a title that is no heading, and
	above      headings        // those above it
}

func (p *page) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		p.broken = p.broken && strings.TrimSpace(n.Data) == ""
		p.text.WriteString(n.Data)
		return
	case html.ElementNode, html.DocumentNode:
	default:
		return
	}
	tag := tagOf(n)
	switch tag {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Iframe, atom.Svg, atom.Button, atom.Select, atom.Textarea,
		atom.Rt, atom.Rp:
		return
	case atom.Noframes: // which the parser leaves as it is written
		if doc, err := html.Parse(strings.NewReader(textOf(n, 1<<20))); err == nil {
			p.walk(doc)
		}
		return
	case atom.Br:
		if p.broken {
			p.end() // two breaks make a paragraph, on older pages
		}
		p.broken = !p.row
		p.part()
		return
	case atom.Td, atom.Th:
		if strings.TrimSpace(p.text.String()) != "" || p.row && firstCell(n.Parent) != n {
			p.text.WriteString(cellMark)
		}
		p.listed = tag == atom.Td && listOf(n)
	}
	if !isBlock(tag) {
		p.children(n)
		return
	}
	if p.row {
		p.part()
		p.children(n)
		p.part()
		return
	}
	p.end()
	switch {
	case tag != atom.Tr:
	case headerRow(n):
		p.readHeader(n)
		return
	case oneBlock(n):
		p.row = true
		p.children(n)
		p.row, p.listed = false, false
		p.end()
		return
	}
	level, caption, header := p.level, p.caption, p.header
	p.begin(n, tag)
	if card := cardOf(n); card != nil {
		p.level, p.card, p.above = 6, card, p.heads
	}
	p.children(n)
	if tag == atom.Dt {
		p.readTerm()
		return
	}
	read := len(p.paragraphs)
	p.end()
	p.level = level
	if n == p.card {
		p.heads, p.card = p.above, nil
	}
	switch tag {
	case atom.Caption:
		if len(p.paragraphs) == read+1 && len(p.paragraphs[read].Text) <= maxCaption {
			p.caption = p.paragraphs[read].Text
		}
	case atom.Ul, atom.Ol:
		p.items = p.items[:len(p.items)-1]
	case atom.Li:
		p.mark = "" // of an empty item
	case atom.Table:
		p.caption, p.header = caption, header
	case atom.Dl:
		p.term = ""
	}
}

func (p *page) children(n *html.Node) {
	for c := range n.ChildNodes() {
		if setApart(c) {
			p.text.WriteByte(' ')
		}
		p.walk(c)
	}
}

// setApart reports whether nothing but a page's style stands between an element and the one before it: links, or
// spans of several words, or of a name and a value.
func setApart(n *html.Node) bool {
	before := n.PrevSibling
	if before == nil || tagOf(n) != tagOf(before) {
		return false
	}
	first, second := textOf(before, 100), textOf(n, 100)
	switch tagOf(n) {
	case atom.A:
		return true
	case atom.Span:
		named := attr(n, "class") != attr(before, "class") && nameEnd.MatchString(first) && valueBegin.MatchString(second)
		return named || strings.Contains(first, " ") && strings.Contains(second, " ")
	}
	return false
}

var (
	nameEnd    = regexp.MustCompile(`\p{Ll}{2}$`)
	valueBegin = regexp.MustCompile(`^[\p{Lu}\d]`)
)

// part ends a line within a cell: a comma stands between those of a list.
func (p *page) part() {
	text := strings.TrimRight(p.text.String(), " \t\n")
	if p.row && p.listed && text != "" && !strings.HasSuffix(text, cellMark) && !strings.HasSuffix(text, ",") {
		p.text.WriteString("\x00")
	}
	p.text.WriteByte(' ')
}

// maxCaption is the longest caption, in bytes, that is the name of a table and stands over
// each of its rows; longer ones are text.
const maxCaption = 120

// maxRow bounds the text of a row that is read as one block; a longer one is laid out as a
// page rather than as a table.
const maxRow = 1000

// oneBlock reports whether a row is one of two cells and more that hold lines at most.
func oneBlock(tr *html.Node) bool {
	cells := 0
	for c := range tr.Descendants() {
		switch tagOf(c) {
		case atom.Td, atom.Th:
			cells++
		case atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Dl, atom.Blockquote, atom.Pre:
			return false
		}
	}
	return cells > 1 && len(textOf(tr, maxRow+1)) <= maxRow
}

// listOf reports whether the lines of a cell are the values of a list: items, or lines
// between breaks beside one name, as in an infobox.
func listOf(td *html.Node) bool {
	cells := 0
	for c := range td.Parent.ChildNodes() {
		if t := tagOf(c); t == atom.Td || t == atom.Th {
			cells++
		}
	}
	named := cells == 2 && td.Parent.FirstChild != nil && tagOf(firstCell(td.Parent)) == atom.Th
	for c := range td.Descendants() {
		switch tagOf(c) {
		case atom.Li:
			return true
		case atom.Br:
			if named {
				return true
			}
		}
	}
	return false
}

func firstCell(tr *html.Node) *html.Node {
	for c := range tr.ChildNodes() {
		if t := tagOf(c); t == atom.Td || t == atom.Th {
			return c
		}
	}
	return tr
}

// tagOf goes by an element's name, for Readability makes elements without
// their atom, and renames others without changing it.
func tagOf(n *html.Node) atom.Atom {
	if n.Type != html.ElementNode {
		return 0
	}
	return atom.Lookup([]byte(n.Data))
}

// numbered is the number from 1 that an element of a list gives.
func numbered(n *html.Node, key string) int {
	i, _ := strconv.Atoi(attr(n, key))
	return max(1, i)
}

// begin starts the block of an element.
func (p *page) begin(n *html.Node, tag atom.Atom) {
	switch tag {
	case atom.Table:
		p.caption, p.header = "", ""
	case atom.Dd:
		if p.term != "" {
			p.mark, p.termOpen = p.term+": ", false
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.level = int(tag.String()[1] - '0')
	case atom.Ul:
		p.items = append(p.items, -1)
	case atom.Ol:
		p.items = append(p.items, numbered(n, "start")-1)
	case atom.Li:
		p.mark = ""
		if last := len(p.items) - 1; last >= 0 && p.items[last] >= 0 {
			p.items[last] = max(p.items[last]+1, numbered(n, "value"))
			p.mark = strconv.Itoa(p.items[last]) + ". "
		}
	}
}

// end closes the block being read, if it holds anything.
func (p *page) end() {
	text := rowOf(commas(p.text.String()))
	p.text.Reset()
	p.broken = false
	if text == "" {
		return
	}
	p.n++
	if p.level > 0 {
		if text == p.title {
			text = ""
		}
		p.heads.begin(p.level, text)
		return
	}
	p.paragraphs = append(p.paragraphs, Paragraph{N: p.n, Heading: under(p.heads.under(p.title), p.caption, p.header), Text: p.mark + text, Verbatim: true})
	p.mark = ""
}

var listEnds = regexp.MustCompile(`[\s\x00]*\x00[\s\x00]*`)

// commas puts a comma where a part of a list ends and another follows.
func commas(text string) string {
	if !strings.Contains(text, "\x00") {
		return text
	}
	text = strings.Trim(listEnds.ReplaceAllString(text, "\x00"), "\x00")
	return strings.NewReplacer("\x00"+cellMark, cellMark, cellMark+"\x00", cellMark, "\x00", ", ").Replace(text)
}

// headerRow reports whether a row of a table names its columns, two cells or more and none
// but headers, or the rows below it: one header over several columns.
func headerRow(tr *html.Node) bool {
	n, wide := 0, 0
	for c := range tr.ChildNodes() {
		switch tagOf(c) {
		case atom.Th:
			n++
			wide, _ = strconv.Atoi(attr(c, "colspan"))
		case atom.Td:
			return false
		}
	}
	return n > 1 || n == 1 && wide > 1 && len(textOf(tr, maxCaption+1)) <= maxCaption
}

func (p *page) readHeader(tr *html.Node) {
	p.row = true
	p.children(tr)
	p.row = false
	p.header = rowOf(p.text.String())
	p.text.Reset()
	if p.header != "" {
		p.n++
	}
}

var titleClass = regexp.MustCompile(`(?i)(^|[\s_-])(title|heading|headline)($|[\s_])`)

// cardOf returns what an element is the title of that is none by its name, as pages lay out cards: the nearest
// element around it that has more text, and no other title.
func cardOf(n *html.Node) *html.Node {
	title := func(n *html.Node) bool {
		return (tagOf(n) == atom.Div || tagOf(n) == atom.P) && titleClass.MatchString(attr(n, "class"))
	}
	text := ""
	if !title(n) {
		return nil
	} else if text = textOf(n, maxCaption+1); text == "" || len(text) > maxCaption {
		return nil
	}
	card, last := n.Parent, n
	for card != nil && textOf(card, 2*maxCaption) == text {
		card, last = card.Parent, card
	}
	if card == nil || !isBlock(tagOf(card)) {
		return nil
	}
	for c := range card.Descendants() {
		if c != n && title(c) {
			return nil
		}
	}
	for c := last.NextSibling; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" || textOf(c, 1) != "" {
			return card
		}
	}
	return nil // nothing stands below it
}

// readTerm keeps a term for the definitions below it; several terms of one
// definition are told together.
func (p *page) readTerm() {
	term := strings.TrimSuffix(tidy(p.text.String()), ":")
	p.text.Reset()
	if term == "" {
		return
	}
	p.n++
	if p.termOpen {
		term = p.term + ", " + term
	}
	p.term, p.termOpen = term, true
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details, atom.Dialog,
		atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3,
		atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.Li, atom.Main, atom.Nav, atom.Ol, atom.P,
		atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Tfoot, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}
