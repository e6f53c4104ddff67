package corpus

import (
	"regexp"
	"strconv"
	"strings"
)

// readMarkdown reads an article written in Markdown, as GitHub, Obsidian, Hugo,
// MkDocs, Docusaurus and VitePress write it, with a front matter or without: a
// digest where its front matter gives the SHA-256 of an original or says digest:
// true, and else the article itself, in its own words.
//
// Paragraphs are the blocks of the body by the rule of Blocks. What can be cited by
// itself is a part of its block: an item of a list, a row of a table, a definition
// with its term. A part's heading says what it stands under: the section, the title
// of the callout, the header of the table, the sentence or the item that leads in.
// Headings count but are no paragraphs, and neither are rules, comments, definitions
// of references and what only a site generator reads. Markup inside a line is taken
// off (inline.go).
func readMarkdown(file, text string, src *Source, f *faults) {
	head, body, line := splitFront(text)
	if head.form == 0 {
		head, body, line = unfenced(body)
	}
	if first, rest, _ := strings.Cut(text, "\n"); head.form == 0 && first == "---" && !strings.Contains("\n"+rest, "\n---") {
		f.note("front", file, 1, "the front matter has no end; it is read as text")
	}
	if head.form != 0 && readFront(file, head, src, f) || src.SHA256 != "" {
		readDigest(file, body, line, src, f)
		return
	}
	body = lineFeeds(strings.ReplaceAll(body, "\ufeff", ""))
	m := &markdown{src: src}
	m.lines = strings.Split(withoutUnseen(body), "\n")
	withoutCode(m.lines)
	m.define()
	m.join = newHyphens([]string{body}, false)
	for i, b := range blocksAt(body) {
		m.n = i + 1 + m.more
		from := b.line - 1
		m.block(m.lines[from : from+1+strings.Count(b.text, "\n")])
	}
	f.untold(file, m.marks.left)
}

// A markdown reads the blocks of one article.
type markdown struct {
	src      *Source
	lines    []string // of the body, comments blanked
	marks    marks
	join     hyphens
	n        int // of the block
	more     int // paragraphs that the blocks above it hold beyond one each
	heads    headings
	under    string    // the title of the callout or container, until its end
	callouts []callout // that are open, the outermost first
	within   int       // where what it holds is indented: the indent of the line that opened it, +1
	lead     string    // the sentence that leads in the items below it
	header   string    // of the table that is open
	columns  string    // of the HTML table that is open
	fence    string    // that closes the code that is open
	query    bool      // which Obsidian runs, and is no text
	formula  bool      // it is one, in TeX
	para     []string  // lines of the part being read
	list     []item    // that are open, by rising indent
	isItem   bool      // the part being read is one
	term     string    // the line that was read last, if a definition may follow it after a blank line
	held     []holder  // the components that are open and have a title, the outermost first
	tabs     int       // how many colons open the tabs of a container that is open, 0 for none
	tab      string    // what its tab that is open is called
	part     int       // how many components and tabs were opened and closed
	read     [2]int    // the number of the paragraph that was read last, and the part that it stands in
}

type item struct {
	indent int
	n      int // its number, 0 for none
	text   string
}

var (
	refLine     = regexp.MustCompile(`^ {0,3}\[([^\]^][^\]]*)\]:\s*\S+`)
	footLine    = regexp.MustCompile(`^ {0,3}\[\^[^\]]+\]:\s*`)
	delimiter   = regexp.MustCompile(`^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$`)
	fieldLine   = regexp.MustCompile(`^\s*(\pL[\pL\d _-]{0,40}):: +`) // Obsidian's
	itemLine    = regexp.MustCompile(`^(\s*)([-*+•]|\d{1,9}[.)])(\s+|$)(\[[ xX/>!?*"<-]\]\s+)?`)
	generator   = regexp.MustCompile(`^\s*(import\s.+\sfrom\s+['"].*|import\s+['"].*|export\s+(default|const|let|function)\b.*|(?i:\[\[_?toc_?\]\]|\[toc\])|\{\s*[.#:][^}]*\}|(?:\{\{[<%](?:[^{}]|\{[^{}]*\})*[>%]\}\}\s*)+|\{%.*%\})\s*;?\s*$`)
	headingID   = regexp.MustCompile(`\s*\{[#.:][^}]*\}\s*$`)
	attributes  = regexp.MustCompile(`\s*\{[^}]*\}\s*$`)
	abbreviated = regexp.MustCompile(`^\*\[([^\]]+)\]:\s*`)
	meaning     = regexp.MustCompile(`^:\s+`)
	rawTable    = regexp.MustCompile(`(?i)^\s*<(?:table|thead|tbody|tr|dl|ul|ol)\b`)
	// what is left of a part that is struck out: its number, its box, its full stop
	saysNothing = regexp.MustCompile(`^(?:\d+[.)] ?)?(?:Done:|Begun:|Not done[^:]*:)?[^\pL\pN]*$`)
	embedsAlone = regexp.MustCompile(`^(?:\s*!\[\[[^\]\n]+\]\])+\s*$`) // what they hold stands in notes of their own
	blockID     = regexp.MustCompile(`(^|\s)\^[A-Za-z0-9-]+\s*$`)
)

// define collects the references that are defined.
func (m *markdown) define() {
	m.marks.refs, m.marks.ended = map[string]bool{}, map[string]bool{}
	for _, l := range m.lines {
		m.noteEnds(l)
		if d := refLine.FindStringSubmatch(l); d != nil {
			m.marks.refs[strings.ToLower(tidy(d[1]))] = true
		}
	}
}

// block reads the lines of a block.
func (m *markdown) block(lines []string) {
	m.header = ""
	if m.fence == "" && len(m.para) == 0 && rawTable.MatchString(lines[0]) {
		m.rawTable(strings.Join(lines, "\n"))
		return
	}
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if m.fenced(l) {
			continue
		}
		if n := formulaLines(lines[i:]); n > 0 {
			m.para = append(m.para, lines[i:i+n]...)
			i += n - 1
			continue
		}
		l, depth := unquote(l)
		if m.unfold(l, depth); !m.callout(l, depth) {
			m.line(l, lines[i+1:], depth > 0)
		}
	}
	m.end()
	if m.fence == "" {
		m.closeCallouts(0)
	}
}

// fenced takes a line of code, or a fence, and reports whether it was one. Code is
// text as it stands.
func (m *markdown) fenced(l string) bool {
	t := strings.TrimLeft(l, " \t>")
	mark := t[:len(t)-len(strings.TrimLeft(t, "`"))]
	if mark == "" {
		mark = t[:len(t)-len(strings.TrimLeft(t, "~"))]
	}
	switch {
	case m.fence != "":
		if strings.HasPrefix(mark, m.fence) && strings.TrimSpace(t[len(mark):]) == "" {
			m.fence = ""
			m.end()
		} else if m.formula {
			m.para = append(m.para, "\x00"+readTeX(l))
		} else if !m.query {
			m.para = append(m.para, "\x00"+l)
		}
		return true
	case len(mark) >= 3 && !strings.Contains(t[len(mark):], mark[:1]):
		m.end()
		m.leave(l)
		m.fence = mark
		info := strings.TrimSpace(t[len(mark):])
		m.formula = info == "math"
		switch info {
		case "dataview", "dataviewjs", "tasks", "query", "button":
			m.query = true
		default:
			m.query = false
		}
		return true
	}
	return false
}

// line reads one line; next are those of the block behind it.
func (m *markdown) line(l string, next []string, quoted bool) {
	l = m.opened(l)
	trimmed := strings.TrimSpace(l)
	if trimmed != "" && !quoted {
		m.leave(l)
		if len(m.para) == 0 && l[0] != ' ' && l[0] != '\t' && !itemLine.MatchString(l) {
			m.list = nil
		}
	}
	switch {
	case includeLine.MatchString(l):
		m.end()
		m.marks.left.included++
	case trimmed == "", generator.MatchString(l) && !escapedTag.MatchString(trimmed), refLine.MatchString(l) && m.marks.refs[strings.ToLower(tidy(refLine.FindStringSubmatch(l)[1]))]:
		m.end()
	case m.contained(l):
	case abbreviated.MatchString(trimmed):
		m.end()
		m.para = []string{abbreviated.ReplaceAllString(trimmed, "$1: ")}
		m.end()
	case m.headed(l):
	case strings.Trim(trimmed, "-*_ =") == "" && (len(m.para) != 1 || strings.Trim(trimmed, "-= ") != "" || m.isItem):
		m.end() // a rule
	case m.underlined(trimmed):
	case m.header != "" && delimiter.MatchString(l):
	case m.header != "" && strings.Contains(l, "|"):
		m.end()
		m.row(trimmed)
	case len(next) > 0 && strings.Contains(l, "|") && strings.Contains(next[0], "-") && delimiter.MatchString(strings.TrimLeft(next[0], " \t>")):
		m.end()
		m.header = joinCells(m.cells(trimmed))
	case footLine.MatchString(l):
		m.end()
		m.para = append(m.para, footLine.ReplaceAllString(l, ""))
	case meaning.MatchString(trimmed) && len(m.para) > 0 && !m.isItem:
		m.definition(trimmed)
	case meaning.MatchString(trimmed) && len(m.para) == 0 && m.term != "":
		m.defineBelow(trimmed)
	case itemLine.MatchString(l):
		m.item(l)
	case fieldLine.MatchString(l):
		m.end()
		m.para = []string{fieldLine.ReplaceAllString(l, "$1: ")}
		m.end()
	default:
		m.header = ""
		m.para = append(m.para, l)
	}
}

// rawTable reads a table or a list that is written in HTML.
func (m *markdown) rawTable(text string) {
	m.end()
	tags := strings.ToLower(text)
	if strings.Contains(tags, "<table") || !strings.Contains(tags, "<tr") {
		m.columns = ""
	}
	if !strings.Contains(tags, "<table") {
		text = "<table>" + text
	}
	doc, _, err := parseHTML(text)
	if err != nil {
		return
	}
	m.marks.left.add(trim(doc))
	for _, p := range paragraphsOf(doc, "", 0) {
		if p.Heading == "" {
			p.Heading = m.columns
		}
		m.columns = p.Heading
		m.src.Paragraphs = append(m.src.Paragraphs, Paragraph{N: m.n, Heading: under(m.heads.under(m.src.Title), m.under, p.Heading), Text: p.Text, Verbatim: true})
	}
}

// headed reads a line "## The heading".
func (m *markdown) headed(l string) bool {
	l = strings.TrimLeft(l, " ")
	h, _, ok := cutHeading(l)
	if !ok {
		return false
	}
	m.end()
	m.head(len(l)-len(strings.TrimLeft(l, "#")), h)
	return true
}

// underlined reads the second line of a heading of two lines.
func (m *markdown) underlined(l string) bool {
	if len(m.para) != 1 || m.isItem || strings.Trim(l, "=") != "" && strings.Trim(l, "-") != "" {
		return false
	}
	h, level := m.para[0], 1
	if l[0] == '-' {
		level = 2
	}
	m.para = nil
	m.head(level, h)
	return true
}

func (m *markdown) head(level int, h string) {
	h = m.plain([]string{headingID.ReplaceAllString(h, "")})
	m.term, m.held = "", nil
	m.closeCallouts(0)
	m.under, m.lead, m.header, m.list = "", "", "", nil
	if m.src.Title == "" && len(m.src.Paragraphs) == 0 {
		m.src.Title = h
	}
	if h == m.src.Title {
		h = ""
	}
	m.heads.begin(level, h)
}

// cells parts a row of a table.
func cells(l string) (list []string) {
	l = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(l), "|"), "|")
	l = strings.ReplaceAll(l, `\|`, "\x01")
	for c := range strings.SplitSeq(l, "|") {
		list = append(list, strings.ReplaceAll(strings.TrimSpace(c), "\x01", "|"))
	}
	return list
}

// cells parts a row of a table, and takes the markup off its cells.
func (m *markdown) cells(l string) []string {
	list := cells(l)
	for i, c := range list {
		list[i] = m.plain([]string{c})
	}
	return list
}

func (m *markdown) row(l string) {
	if row := joinCells(m.cells(l)); !isBlank(row) {
		m.add(row, m.header)
	}
}

// definition reads ": what it means" below the term.
func (m *markdown) definition(l string) {
	term := m.para
	if i := strings.Index(term[0], "\x02"); i >= 0 { // a second one
		term = []string{term[0][:i]}
		m.end()
	}
	m.para = []string{strings.Join(term, ", ") + "\x02 " + strings.TrimSpace(l[1:])}
}

// defineBelow reads the same where a blank line stands between it and its term, which is then
// told with it alone.
func (m *markdown) defineBelow(l string) {
	if last := len(m.src.Paragraphs) - 1; last >= 0 && m.src.Paragraphs[last].Text == m.term {
		m.src.Paragraphs = m.src.Paragraphs[:last]
	}
	m.para = []string{m.term}
	m.definition(l)
}

func (m *markdown) item(l string) {
	m.end()
	at := itemLine.FindStringSubmatch(l)
	indent := len(strings.ReplaceAll(at[1], "\t", "    "))
	before := 0 // the number of the item before, in the same list
	for len(m.list) > 0 && m.list[len(m.list)-1].indent >= indent {
		if last := m.list[len(m.list)-1]; last.indent == indent {
			before = last.n
		}
		m.list = m.list[:len(m.list)-1]
	}
	text, n := taskState(at[4])+fieldLine.ReplaceAllString(l[len(at[0]):], "$1: "), 0
	if number := strings.TrimRight(at[2], ".)"); len(number) < len(at[2]) {
		n, _ = strconv.Atoi(number)
		if before > 0 && n <= before { // 1., 1., 1. are counted when they are read
			n = before + 1
		}
		text = strconv.Itoa(n) + at[2][len(number):] + " " + text
	}
	m.list = append(m.list, item{indent: indent, n: n})
	m.para, m.isItem = []string{text}, true
}

// taskState says in words what the box of a task says: "[x]".
func taskState(box string) string {
	if box == "" {
		return ""
	}
	switch box[1] {
	case 'x', 'X':
		return "Done: "
	case '/':
		return "Begun: "
	case '-':
		return "Not done, given up: "
	case '!', '?', '*', '"': // Obsidian's, of what is no task
		return ""
	}
	return "Not done yet: "
}

// Undone returns what is to be done where a text is a task that is not done, as taskState or people say it.
func Undone(text string) (task string, ok bool) {
	state, task, ok := strings.Cut(strings.TrimSpace(text), ": ")
	switch strings.ToLower(state) {
	case "not done", "not done yet", "not done, given up", "begun", "to do", "to-do", "todo":
		return task, ok
	}
	return "", false
}

// end closes the part being read.
func (m *markdown) end() {
	if len(m.para) == 0 {
		return
	}
	above := ""
	switch n := len(m.list); {
	case m.isItem && n > 1:
		above = m.list[n-2].text
	case m.isItem:
		above = m.lead
	case n > 0 && indentOf(m.para[0]) > m.list[n-1].indent: // more of what an item says
		above = m.list[n-1].text
	}
	m.emit(above)
}

// maxLead is the longest sentence or item, in bytes, that is taken for a heading of
// what is below it.
const maxLead = 200

// emit makes a paragraph of the part being read, under what leads it in.
func (m *markdown) emit(above string) {
	if !m.isItem && above == "" && m.turns() {
		m.para = nil
		return
	}
	struck := m.marks.left.struck
	text := m.plain(m.para)
	if m.marks.left.struck > struck && saysNothing.MatchString(text) || embedsAlone.MatchString(strings.Join(m.para, "\n")) {
		text = ""
	}
	wasItem := m.isItem
	m.term = ""
	if term, _, ok := strings.Cut(m.para[0], "\x02"); ok {
		m.term = m.plain([]string{term})
	} else if len(m.para) == 1 && !wasItem && len(text) <= maxLead {
		m.term = text
	}
	m.para, m.isItem = nil, false
	if n := len(m.list); wasItem && n > 0 && len(text) <= maxLead {
		m.list[n-1].text = strings.TrimSuffix(text, ":")
	}
	if !wasItem && above == "" {
		m.lead = ""
		if lead, ok := strings.CutSuffix(text, ":"); ok && len(lead) <= maxLead {
			m.lead = lead
		}
	}
	m.add(text, above)
}

var emphasis = strings.NewReplacer("*", "", "__", "", `\`, "")

// turns reads the lines of a part that were said one by one, if they were.
func (m *markdown) turns() bool {
	if len(m.para) < minTurns {
		return false
	}
	lines := make([]string, len(m.para))
	for i, l := range m.para {
		lines[i] = strings.Trim(emphasis.Replace(l), " ")
	}
	if turnsOf(lines) == nil {
		return false
	}
	for i, l := range m.para {
		lines[i] = m.plain([]string{l})
	}
	turns := turnsIn(m.n, under(m.heads.under(m.src.Title), m.under), lines)
	m.src.Paragraphs = append(m.src.Paragraphs, turns...)
	if turns != nil {
		m.more += len(turns) - 1
		m.n += len(turns) - 1
	}
	return turns != nil
}

func (m *markdown) add(text, above string) {
	if text == "" {
		return
	}
	if m.read[0] == m.n && m.read[1] != m.part { // what each holds is a paragraph of its own
		m.more, m.n = m.more+1, m.n+1
	}
	m.read = [2]int{m.n, m.part}
	m.src.Paragraphs = append(m.src.Paragraphs, Paragraph{N: m.n, Heading: under(m.heads.under(m.src.Title), m.under, above), Text: text, Verbatim: true})
}

// plain takes the markup off lines and makes one of them.
func (m *markdown) plain(lines []string) string {
	var b, run strings.Builder
	flush := func() {
		b.WriteString(m.marks.inline(strings.ReplaceAll(m.join.lines(run.String()), "\n", " "), 0))
		run.Reset()
	}
	for i, l := range lines {
		if i+1 < len(lines) {
			l = strings.TrimSuffix(l, `\`) // a hard end of the line
		}
		if code, ok := strings.CutPrefix(l, "\x00"); ok {
			flush()
			b.WriteString(code + " ")
			continue
		}
		if l = strings.TrimSpace(l); strings.IndexByte(l, '^') >= 0 {
			l = blockID.ReplaceAllString(l, "")
		}
		run.WriteString(l + "\n")
	}
	flush()
	return strings.ReplaceAll(rowOf(strings.ReplaceAll(b.String(), "\x02", ":")), "\x02", "")
}
