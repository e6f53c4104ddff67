package corpus

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is a heading, an item or a row in a text that has no markup.

var (
	ruleLine  = regexp.MustCompile(`^\s*(?:={3,}|-{3,}|~{3,}|_{3,}|\*{3,}|#{3,})\s*$`)
	underline = regexp.MustCompile(`^\s*(?:={2,}|-{2,}|~{3,}|\*{3,}|#{3,}|\^{3,})\s*$`)
	textMark  = regexp.MustCompile(`^\s*([-*+•◦▪‣]|\d{1,9}[.)]|\(\d{1,3}\)|\d{1,3}(?:\.\d{1,3})+[.)]?|\(?[a-zA-Z]\)|[a-z]\.|\(?[ivxl]{2,6}\)|[ivxl]{2,6}\.)(?:\s+|$)`)
	textBox   = regexp.MustCompile(`^\s*(\[[ xX/-]\])\s+`)
	leader    = regexp.MustCompile(`^\s*(.*?\S)\s*(?:\.{4,}|…{2,}|·{4,}|(?:\. ){3,}\.?)\s*(\S.*?)\s*$`)
	gap       = regexp.MustCompile(` {2,}`)
	dashes    = regexp.MustCompile(`^[-=+|\s]*[-=]{2}[-=+|\s]*$`) // under the head of a table
)

// headingAt returns how many lines a heading takes that begins at one: two where it is underlined, three
// where there is a rule above it too, none where there is no heading.
func headingAt(lines []string, at int) int {
	fits := func(i int) bool {
		if i+1 >= len(lines) || !underline.MatchString(lines[i+1]) || ruleLine.MatchString(lines[i]) {
			return false
		}
		h, rule := utf8.RuneCountInString(strings.TrimSpace(lines[i])), len(strings.TrimSpace(lines[i+1]))
		if _, _, _, item := markOf(lines[i]); item && i > 0 || strings.HasSuffix(strings.TrimRight(lines[i], " "), ".") {
			return false
		}
		return h <= longestHeading && (i == 0 && rule > 2 || rule >= h-2 && rule <= h+4)
	}
	switch {
	case ruleLine.MatchString(lines[at]) && fits(at+1) && strings.TrimSpace(lines[at])[0] == strings.TrimSpace(lines[at+2])[0]:
		return 3
	case fits(at):
		return 2
	}
	return 0
}

// markOf takes the mark of an item off a line, and the box of a task, which needs no mark.
func markOf(line string) (mark, box, rest string, ok bool) {
	rest = line
	if unmarked(line) {
		return "", "", line, false
	}
	if m := textMark.FindStringSubmatch(line); m != nil {
		mark, rest, ok = m[1], line[len(m[0]):], true
	}
	if m := textBox.FindStringSubmatch(rest); m != nil && !counts(mark) {
		box, rest, ok = m[1], rest[len(m[0]):], true
		if mark == "" {
			mark = "[]"
		}
	}
	return mark, box, rest, ok
}

// unmarked reports whether a line begins with a letter that is surely of no mark, such as "a)" and "iii." are, as most lines do.
func unmarked(line string) bool {
	line = strings.TrimLeft(line, " \t")
	return line != "" && isASCIILetter(rune(line[0])) && !strings.ContainsAny(line[:min(len(line), len("xxxxxx)"))], ".)")
}

// counts reports whether a mark is a number or a letter.
func counts(mark string) bool {
	return strings.ContainsFunc(mark, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// items returns the mark of each line that begins an item, nil where the lines are no list. Letters and
// numbers of several parts are marks only where they count on.
func (t *plain) items(lines []string) []string {
	marks := make([]string, len(lines))
	before := map[string]string{} // the last mark by its shape, of lines and then from the end
	note := func(m string) bool {
		_, shape := partedMark(m)
		last, known := before[shape]
		before[shape] = m
		return known && follows(last, m)
	}
	if t.mark != "" {
		note(t.mark)
	}
	sure := make([]bool, len(lines))
	for i, l := range lines {
		if m, box, _, ok := markOf(l); ok {
			marks[i] = m
			sure[i] = note(m) || box != "" || plainMark(m)
		}
	}
	clear(before)
	after := func(m string) bool {
		_, shape := partedMark(m)
		next, known := before[shape]
		before[shape] = m
		return known && follows(m, next)
	}
	next, _, _, _ := markOf(t.next)
	if next != "" {
		after(next)
	}
	count := 0
	for i := len(lines) - 1; i >= 0; i-- {
		if marks[i] == "" {
			continue
		}
		if !after(marks[i]) && !sure[i] {
			marks[i] = ""
			continue
		}
		count++
	}
	if _, box, _, _ := markOf(lines[0]); count == 1 && box == "" && (len(lines) > 1 || t.lead == "") {
		alone := marks[0] == "" || !follows(t.mark, marks[0]) && !follows(marks[0], next)
		if alone {
			return nil
		}
	}
	if count == 0 {
		return nil
	}
	return marks
}

// plainMark reports whether a mark is one without doubt: a bullet, 1. or 1).
func plainMark(m string) bool {
	core, shape := partedMark(m)
	_, err := strconv.Atoi(core)
	return !counts(m) || err == nil && shape != "()"
}

// partedMark parts a mark into what counts and what stands around it.
func partedMark(mark string) (core, shape string) {
	core = strings.Trim(mark, "().")
	if strings.Contains(core, ".") {
		return core, "1.1"
	}
	if !counts(core) {
		return "", mark
	}
	return core, strings.Replace(mark, core, "", 1)
}

// follows reports whether a mark is the next behind another, or the same bullet.
func follows(before, mark string) bool {
	a, shape := partedMark(before)
	b, same := partedMark(mark)
	if shape != same || before == "" {
		return false
	}
	if a == "" || b == "" {
		return a == b
	}
	if len(a) == 1 && len(b) == 1 && unicode.IsLetter(rune(a[0])) && b[0] == a[0]+1 || roman(a) > 0 && roman(b) == roman(a)+1 {
		return true
	}
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range y {
		n, err := strconv.Atoi(y[i])
		last := 0
		if err != nil {
			return false
		}
		if i < len(x) {
			if last, err = strconv.Atoi(x[i]); err != nil {
				return false
			}
		}
		if n != last { // it counts on here, and what is behind it begins anew
			return n == last+1 && !slices.ContainsFunc(y[i+1:], func(s string) bool { return s != "1" })
		}
	}
	return false
}

// roman is the value of a small number in Roman figures, 0 of what is none.
func roman(s string) (n int) {
	values := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50}
	for i := range len(s) {
		v := values[s[i]]
		if v == 0 {
			return 0
		}
		if i+1 < len(s) && values[s[i+1]] > v {
			v = -v
		}
		n += v
	}
	return n
}

// maxRows is how many rows a table has at most.
const maxRows = 20_000

// A textRow is a row of a table without markup, under the names of its columns.
type textRow struct{ header, text string }

// rowsOf returns the rows that lines are, nil where they are no table: names with dots that lead to what
// stands behind them, or columns that tabs or spaces keep apart.
func rowsOf(lines []string) []textRow {
	if len(lines) < 2 || len(lines) > maxRows || slices.ContainsFunc(lines, func(l string) bool { return len(l) > maxRow }) {
		return nil
	}
	if rows := led(lines); rows != nil {
		return rows
	}
	head := len(lines) > 2 && (dashes.MatchString(lines[1]) || len(lines) > 3 && dashes.MatchString(lines[0]) && dashes.MatchString(lines[2]))
	var own []string
	for _, l := range lines {
		if !dashes.MatchString(l) {
			own = append(own, l)
		}
	}
	table := columns(own)
	if table == nil {
		return nil
	}
	header := ""
	if head || headed(table) {
		header = joinCells(table[0])
		table = table[1:]
	}
	var rows []textRow
	for _, c := range table {
		text := joinCells(c)
		if header == "" && len(c) == 2 {
			text = pair(c[0], c[1])
		}
		rows = append(rows, textRow{header, text})
	}
	return rows
}

func pair(name, value string) string {
	if name == "" || value == "" {
		return name + value
	}
	return strings.TrimRight(name, " :") + ": " + value
}

// led returns the rows of lines in which dots lead from a name to what stands behind it; a line without
// is the name of all, if it is the first, or else goes on with the one above it.
func led(lines []string) (rows []textRow) {
	if len(lines) < 2 {
		return nil
	}
	header := ""
	for i, l := range lines {
		var m []string
		if strings.Contains(l, "..") || strings.Contains(l, ". .") || strings.ContainsAny(l, "…·") {
			m = leader.FindStringSubmatch(l)
		}
		switch {
		case m != nil:
			rows = append(rows, textRow{header, pair(m[1], m[2])})
		case i == 0:
			header = strings.TrimRight(strings.TrimSpace(l), ":")
		case len(rows) == 0 || strings.TrimLeft(l, " \t") == l:
			return nil
		default:
			rows[len(rows)-1].text += " " + strings.TrimSpace(l)
		}
	}
	if 2*len(rows) <= len(lines) || len(rows) < 2 {
		return nil
	}
	return rows
}

// A textCell is a stretch of a line between gaps, by the letters of the line.
type textCell struct {
	from, to int
	text     string
}

func cellsOf(l string) (list []textCell) {
	l = strings.TrimRight(l, " ")
	at := 0
	add := func(from, to int) {
		if text := strings.TrimSpace(l[from:to]); text != "" {
			n := utf8.RuneCountInString(l[:from])
			list = append(list, textCell{n, n + utf8.RuneCountInString(l[from:to]), text})
		}
	}
	for _, g := range gap.FindAllStringIndex(l, -1) {
		add(at, g[0])
		at = g[1]
	}
	add(at, len(l))
	return list
}

// columns returns the cells of lines that stand in columns, nil where they do not: tabs keep them apart in
// every line, or they begin or end below each other. What is before the first cell of the first line was taken
// off with the block's.
func columns(lines []string) (rows [][]string) {
	if barred := !slices.ContainsFunc(lines, func(l string) bool { return strings.Count(l, "|") < 2 }); barred && len(lines) > 1 {
		for _, l := range lines {
			rows = append(rows, cells(l))
		}
		return rows
	}
	parted := 0
	for _, l := range lines[:min(len(lines), 10)] {
		if strings.Contains(strings.TrimSpace(l), "  ") || strings.Contains(strings.TrimSpace(l), "\t") {
			parted++
		}
	}
	if len(lines) < 2 || 2*parted < min(len(lines), 10) { // which most are
		return nil
	}
	if !slices.ContainsFunc(lines, func(l string) bool { return !strings.Contains(strings.TrimSpace(l), "\t") }) {
		n := 0
		for _, l := range lines {
			row := strings.Split(strings.Trim(l, "\t"), "\t")
			row = slices.DeleteFunc(row, func(c string) bool { return strings.TrimSpace(c) == "" })
			n = max(n, len(row))
			rows = append(rows, row)
		}
		if slices.ContainsFunc(rows, func(row []string) bool { return len(row) < n && n < 3 }) {
			return nil
		}
		return rows
	}
	all := make([][]textCell, len(lines))
	var model []textCell
	for i, l := range lines {
		if all[i] = cellsOf(l); i > 0 && len(all[i]) > len(model) {
			model = all[i]
		}
	}
	full := 0
	for i, cells := range all {
		row, shift := make([]string, len(model)), 0
		if i == 0 && len(model) > 0 {
			shift = model[0].from
		}
		at := 0
		for _, c := range cells {
			for at < len(model) && at > 0 && c.from+shift != model[at].from && c.to+shift != model[at].to {
				at++
			}
			if at == len(model) {
				return nil
			}
			row[at] = c.text
			at++
		}
		if len(model) < 2 || row[0] == "" {
			return nil
		}
		if len(cells) == len(model) {
			full++
		}
		rows = append(rows, row)
	}
	if 3*full < 2*len(lines) || full < 2 {
		return nil
	}
	return rows
}

// headed reports whether the first of some rows names the columns: it has no figure, and all others have
// one in the same column.
func headed(rows [][]string) bool {
	figure := func(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }
	if len(rows) < 3 || slices.ContainsFunc(rows[0], figure) {
		return false
	}
	for j := range rows[0] {
		if !slices.ContainsFunc(rows[1:], func(row []string) bool { return j >= len(row) || !figure(row[j]) }) {
			return true
		}
	}
	return false
}
