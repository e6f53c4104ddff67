package corpus

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// reStructuredText is written again as Markdown, line by line so that most blocks count
// as they did, and read as that: underlined titles become headings, roles and references
// their texts, tables rows between bars. What only a site generator reads is blanked,
// and what a directive holds is text under its title.

func readRST(file, text string, src *Source, f *faults) {
	text = lineFeeds(strings.ReplaceAll(text, "\t", "        "))
	for range 2 { // one may begin where another ends
		text = rstBroken.ReplaceAllString(text, "$1`$2 $3`$4\n")
	}
	r := rst{lines: strings.Split(text, "\n"), src: src, file: file, faults: f}
	r.called = map[string]string{}
	for _, l := range r.lines {
		if m := rstReplace.FindStringSubmatch(l); m != nil {
			r.called[m[1]] = m[2]
		}
	}
	for r.at = 0; r.at < len(r.lines); r.at++ {
		r.line()
	}
	readRewritten(file, r.out, src, f)
}

type rst struct {
	lines  []string
	at     int
	out    []string
	levels []string // adornments in the order in which they were met
	src    *Source
	file   string
	faults *faults
	titled bool              // a heading was met
	begun  bool              // text was met, or a second heading: what a document says of itself may stand below its title
	called map[string]string // replacements by their names
}

var (
	rstDirective = regexp.MustCompile(`^(\s*)\.\.\s+(?:\|[^|]+\|\s+)?([\w:+-]+)::(?:\s+(.*))?$`)
	rstReplace   = regexp.MustCompile(`^\s*\.\.\s+\|([^|]+)\|\s+replace::\s+(.*)$`)
	rstComment   = regexp.MustCompile(`^(\s*)\.\.(\s|$)`)
	rstFootnote  = regexp.MustCompile(`^(\s*)\.\.\s+\[[^\]]+\]\s+(.*)$`)
	rstField     = regexp.MustCompile(`^\s*:([A-Za-z][^:` + "`" + `]*):(?:\s+(.*))?$`)
	rstCounted   = regexp.MustCompile(`^(\s*)#([.)]\s)`)
	rstLineBlock = regexp.MustCompile(`^(\s*)\| `)
	rstGrid      = regexp.MustCompile(`^\s*\+[-=+]+\+\s*$`)
	rstSimple    = regexp.MustCompile(`^\s*=+(\s+=+)+\s*$`)
	rstJoint     = regexp.MustCompile("\\\\ (:su[pb][a-z]*:`[^`]*`)(?:\\\\ )?") // H\ :sub:`2`\ O
	rstRole      = regexp.MustCompile("(?::[\\w:+.-]+:)?`([^`]+?)(?:\\s*<[^<>`]*>)?`(?::[\\w:+.-]+:)?_{0,2}")
	rstBroken    = regexp.MustCompile("(^|[\\s(:])`([^`\\s][^`\n]*)\n *([^`\n]*[^`\\s])`(_{0,2}[.,;:!?)]*) *") // over a line's end
	rstLiteral   = regexp.MustCompile("``(.+?)``")
	rstNoteMark  = regexp.MustCompile(`\s?\[(#[\w-]*|\d+|\*)\]_`)
	rstWordLink  = regexp.MustCompile(`\b([A-Za-z][\w.-]*[A-Za-z0-9])__?([\s.,;:!?)]|$)`)
	rstReplaced  = regexp.MustCompile(`\|([\w][^|\s]*[\w]|[\w][^|]*[\w])\|_{0,2}`)
)

// blankDirectives hold nothing that is read: what they name is elsewhere, or they are
// the generator's.
var blankDirectives = strings.Fields(`image figure include toctree contents index raw highlight default-role role meta module currentmodule
automodule autoclass autofunction autosummary literalinclude sectnum tabularcolumns only ifconfig target-notes graphviz youtube`)

// codeDirectives hold code, which is text as it stands.
var codeDirectives = strings.Fields(`code code-block sourcecode literal parsed-literal math doctest testcode prompt console`)

// titledDirectives hold text under a title of their own.
var titledDirectives = strings.Fields(`tab tab-item group-tab admonition topic sidebar dropdown collapse details card grid-item-card`)

// adorned says whether a line is one mark, three times or more.
func adorned(l string) bool {
	l = strings.TrimRight(l, " ")
	return len(l) >= 3 && strings.IndexByte("=-`:'\"~^_*+#<>.!$%&(),/;?@[]\\{|}", l[0]) >= 0 && strings.Trim(l, l[:1]) == ""
}

func indentOf(l string) int { return len(l) - len(strings.TrimLeft(l, " ")) }

func (r *rst) put(l string) { r.out = append(r.out, l) }

// line reads the line at r.at, and those that belong to it.
func (r *rst) line() {
	l := strings.TrimRight(r.lines[r.at], " ")
	next := ""
	if r.at+1 < len(r.lines) {
		next = strings.TrimRight(r.lines[r.at+1], " ")
	}
	switch {
	case l == "":
		r.put("")
	case rstGrid.MatchString(l) || rstSimple.MatchString(l):
		r.tableAt(rstGrid.MatchString(l))
	case r.title(l, next):
	case adorned(l): // a rule
		r.put("")
	case rstFootnote.MatchString(l):
		r.put(r.inline(rstFootnote.ReplaceAllString(l, "$2")))
	case rstReplace.MatchString(l):
		r.blank(indentOf(l))
	case rstDirective.MatchString(l):
		r.directive(rstDirective.FindStringSubmatch(l))
	case rstComment.MatchString(l):
		r.blank(indentOf(l))
	case !r.begun && rstField.MatchString(l):
		m := rstField.FindStringSubmatch(l)
		r.field(m[1], m[2])
		r.put("")
	case strings.TrimSpace(l) == "::":
		r.code(indentOf(l))
	default:
		r.begun = true
		literal := strings.HasSuffix(l, "::")
		if literal {
			l = l[:len(l)-1]
		}
		if m := rstField.FindStringSubmatch(l); m != nil && m[2] != "" {
			l = m[1] + ": " + m[2]
		}
		r.put(r.inline(rstCounted.ReplaceAllString(rstLineBlock.ReplaceAllString(l, "$1"), "${1}1$2")))
		if r.definition(l, next) {
			r.at++
			r.put(": " + r.inline(strings.TrimSpace(next)))
		}
		if literal {
			r.code(indentOf(r.lines[r.at]))
		}
	}
}

// definition says whether a line is a term, and the next, further in, what it means.
func (r *rst) definition(l, next string) bool {
	above := r.at == 0 || strings.TrimSpace(r.lines[r.at-1]) == ""
	return above && next != "" && indentOf(next) > indentOf(l) && !itemLine.MatchString(l) && !rstComment.MatchString(next) && !itemLine.MatchString(next) && !rstLineBlock.MatchString(l)
}

// title reads a title with a line of marks below it, and perhaps above.
func (r *rst) title(l, next string) bool {
	over := ""
	text, under := l, next
	if adorned(l) && r.at+2 < len(r.lines) && strings.TrimSpace(next) != "" && adorned(strings.TrimRight(r.lines[r.at+2], " ")) && l[0] == r.lines[r.at+2][0] {
		over, text, under = l[:1], strings.TrimSpace(next), strings.TrimRight(r.lines[r.at+2], " ")
	}
	if !adorned(under) || adorned(text) || rstSimple.MatchString(under) || strings.HasPrefix(text, " ") || len([]rune(text)) > 2*len(under)+4 {
		return false
	}
	mark := over + under[:1]
	level := slices.Index(r.levels, mark)
	if level < 0 {
		level = len(r.levels)
		r.levels = append(r.levels, mark)
	}
	r.put(strings.Repeat("#", min(level+1, 6)) + " " + r.inline(text))
	if !r.begun && r.src.Title == "" {
		r.src.Title = tidy(inline(r.inline(text)))
	}
	r.begun, r.titled = r.begun || r.titled, true
	r.at++
	if over != "" {
		r.at++
	}
	return true
}

// held returns how many lines below r.at are further in than indent, or empty, and
// how far in they are.
func (r *rst) held(indent int) (n, in int) {
	last := 0
	for i := r.at + 1; i < len(r.lines); i++ {
		l := strings.TrimRight(r.lines[i], " ")
		if l == "" {
			continue
		}
		if indentOf(l) <= indent {
			break
		}
		if last == 0 || indentOf(l) < in {
			in = indentOf(l)
		}
		last = i - r.at
	}
	return last, in
}

// blank passes over a line and what it holds.
func (r *rst) blank(indent int) {
	n, _ := r.held(indent)
	for range n + 1 {
		r.put("")
	}
	r.at += n
}

// code takes over the lines that are further in than indent, between fences, which
// stand in blank lines.
func (r *rst) code(indent int) {
	n, in := r.held(indent)
	if n == 0 {
		return
	}
	body := r.lines[r.at+1 : r.at+1+n]
	first := 0
	for first < len(body) && strings.TrimSpace(body[first]) == "" {
		first++
	}
	for range first {
		r.put("")
	}
	r.put("~~~~~~")
	for _, l := range body[first:] {
		r.put(l[min(in, len(l)):])
	}
	r.put("~~~~~~")
	r.at += n
}

// directive reads ".. name:: argument" and what it holds.
func (r *rst) directive(m []string) {
	indent, name, argument := len(m[1]), m[2], strings.TrimSpace(m[3])
	_, short, _ := strings.Cut(name, ":")
	if short == "" {
		short = name
	}
	n, in := r.held(indent)
	switch {
	case slices.Contains(blankDirectives, name):
		r.blank(indent)
		return
	case slices.Contains(codeDirectives, name):
		r.put("")
		r.options(n)
		r.code(indent)
		return
	case name == "csv-table", name == "list-table":
		r.put("")
		if argument != "" {
			r.out[len(r.out)-1] = r.inline(argument)
		}
		r.listed(name == "csv-table", n)
		return
	}
	r.begun = true
	further := ""
	switch {
	case argument == "": // a note, say: no block of its own
		r.put("")
	case slices.Contains(titledDirectives, name) && n > 0 && !slices.ContainsFunc(r.lines[r.at+1:r.at+1+n], func(l string) bool {
		return adorned(strings.TrimSpace(l)) || rstGrid.MatchString(strings.TrimSpace(l)) || rstSimple.MatchString(strings.TrimSpace(l))
	}):
		r.put(m[1] + `!!! note "` + strings.ReplaceAll(r.inline(argument), `"`, "'") + `"`) // as Markdown's dialects have it
		further = " "
	default:
		r.put(r.inline(argument))
	}
	r.options(n)
	for i := r.at + 1; i < len(r.lines) && // what it holds is read as text
		(strings.TrimSpace(r.lines[i]) == "" || indentOf(r.lines[i]) > indent); i++ {
		if r.lines[i] = r.lines[i][min(max(in-indent, 0), len(r.lines[i])):]; r.lines[i] != "" {
			r.lines[i] = further + r.lines[i]
		}
	}
}

// options blanks the lines ":key: value" that stand first of what a directive holds.
func (r *rst) options(n int) {
	for i := r.at + 1; i <= r.at+n && rstField.MatchString(r.lines[i]); i++ {
		r.lines[i] = ""
	}
}

// listed reads the rows of a csv-table or a list-table.
func (r *rst) listed(csv bool, n int) {
	header := false
	body := slices.Clone(r.lines[r.at+1 : r.at+1+n])
	var rows [][]string
	for _, l := range body {
		t := strings.TrimSpace(l)
		switch m := rstField.FindStringSubmatch(l); {
		case m != nil && len(rows) == 0:
			if m[1] == "header" {
				header = true
				rows = append(rows, csvCells(m[2]))
			}
			header = header || m[1] == "header-rows" && strings.TrimSpace(m[2]) != "0"
		case t == "":
		case csv:
			rows = append(rows, csvCells(t))
		case strings.HasPrefix(t, "* -"):
			rows = append(rows, []string{strings.TrimSpace(t[3:])})
		case strings.HasPrefix(t, "-") && len(rows) > 0:
			rows[len(rows)-1] = append(rows[len(rows)-1], strings.TrimSpace(t[1:]))
		case len(rows) > 0:
			row := rows[len(rows)-1]
			row[len(row)-1] += " " + t
		}
	}
	r.rows(rows, header)
	r.at += n
}

func csvCells(l string) []string {
	var cells []string
	for c := range strings.SplitSeq(l, ",") {
		if n := len(cells); n > 0 && strings.Count(cells[n-1], `"`)%2 == 1 {
			cells[n-1] += "," + c
			continue
		}
		cells = append(cells, c)
	}
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(strings.Trim(strings.TrimSpace(c), `"`), `""`, `"`)
	}
	return cells
}

// rows puts a table's rows as Markdown's.
func (r *rst) rows(rows [][]string, header bool) {
	r.begun = true
	for i, row := range rows {
		for j, c := range row {
			row[j] = strings.ReplaceAll(r.inline(c), "|", `\|`)
		}
		r.put("| " + strings.Join(row, " | ") + " |")
		if i == 0 {
			if !header && len(rows) > 1 { // none of its own
				r.out = slices.Insert(r.out, len(r.out)-1, "|"+strings.Repeat("  |", len(row)), "|"+strings.Repeat("---|", len(row)))
				continue
			}
			r.put("|" + strings.Repeat("---|", len(row)))
		}
	}
}

// tableAt reads a table drawn with lines: a grid of + - |, or columns under ====.
func (r *rst) tableAt(grid bool) {
	var lines []string
	for i := r.at; i < len(r.lines) && (strings.TrimSpace(r.lines[i]) != "" || !grid && rules(lines) < 2 && len(lines) < 500); i++ {
		lines = append(lines, strings.TrimRight(r.lines[i], " "))
	}
	first := []rune(lines[0])
	var starts []int // of the columns
	for i, c := range first {
		if grid && c == '+' && i+1 < len(first) || !grid && c == '=' && (i == 0 || first[i-1] == ' ') {
			starts = append(starts, i)
		}
	}
	var rows [][]string
	header, open := false, false
	for n, l := range lines[1:] {
		if rstGrid.MatchString(l) || rstSimple.MatchString(l) || !grid && strings.Trim(l, "- ") == "" {
			if strings.Contains(l, "=") && n+2 < len(lines) && len(rows) > 0 {
				header = true
			}
			open = false
			continue
		}
		runes := []rune(l)
		cells := make([]string, len(starts))
		for j, from := range starts {
			to := len(runes)
			if j+1 < len(starts) {
				to = min(to, starts[j+1])
			}
			if from < to {
				cells[j] = strings.Trim(string(runes[from:to]), " |")
			}
		}
		if len(cells) > 0 && (open && grid || !grid && cells[0] == "" && len(rows) > 0) { // goes on
			for j, c := range cells {
				rows[len(rows)-1][j] = strings.TrimSpace(rows[len(rows)-1][j] + " " + c)
			}
			continue
		}
		rows, open = append(rows, cells), true
	}
	r.rows(rows, header)
	r.at += len(lines) - 1
}

func rules(lines []string) (n int) {
	for _, l := range lines {
		if rstSimple.MatchString(l) {
			n++
		}
	}
	return max(0, n-1)
}

// field reads a line ":author: Ann Berg" at the top of an article.
func (r *rst) field(key, value string) {
	if name, _ := fieldNamed(key); name != "" && name != "digest" && name != "sha256" && name != "id" {
		old := *r.src
		if err := r.src.set(name, value); err != nil {
			*r.src = old
			r.faults.note(name, r.file, r.at+1, "%s: %v; left out", name, err)
		}
	}
}

// inline takes reStructuredText's own markup off a line. What it shares with
// Markdown stays: emphasis, and code between single marks.
func (r *rst) inline(l string) string {
	l = rstLiteral.ReplaceAllString(l, "\x01$1\x01")
	l = rstNoteMark.ReplaceAllString(l, "")
	l = rstJoint.ReplaceAllString(l, "$1")
	l = rstRole.ReplaceAllStringFunc(l, func(s string) string {
		text := rstRole.FindStringSubmatch(s)[1]
		switch role, _, _ := strings.Cut(s, "`"); role {
		case ":sup:", ":superscript:":
			return "^" + text + "^"
		case ":sub:", ":subscript:":
			return "~" + text + "~"
		case ":del:", ":strike:", ":strikethrough:", ":line-through:":
			return "~~" + text + "~~"
		}
		return strings.TrimPrefix(strings.TrimPrefix(text, "~"), "!")
	})
	l = rstWordLink.ReplaceAllString(l, "$1$2")
	l = rstReplaced.ReplaceAllStringFunc(l, func(s string) string {
		name := rstReplaced.FindStringSubmatch(s)[1]
		return cmp.Or(r.called[name], name)
	})
	return strings.ReplaceAll(l, "\x01", "`")
}
