package corpus

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// AsciiDoc is written again as Markdown, line by line so that blocks count as they did, and
// read as that: section titles become headings, tables rows between bars, macros and references
// their texts. Attributes ({isle}) are filled in where the document sets them; what includes
// other files or steers a site generator is blanked.

func readAsciiDoc(file, text string, src *Source, f *faults) {
	a := asciidoc{lines: strings.Split(lineFeeds(strings.ReplaceAll(text, "\t", "    ")), "\n"), src: src, file: file, faults: f, called: map[string]string{}}
	for a.at = 0; a.at < len(a.lines); a.at++ {
		a.line(strings.TrimRight(a.lines[a.at], " "))
	}
	readRewritten(file, a.out, src, f)
}

// readRewritten reads lines of Markdown that another form was written as.
func readRewritten(file string, lines []string, src *Source, f *faults) {
	m := &markdown{src: src, lines: lines}
	for i, b := range blocksAt(strings.Join(lines, "\n")) {
		m.n = i + 1 + m.more
		m.block(m.lines[b.line-1 : b.line+strings.Count(b.text, "\n")])
	}
	f.untold(file, m.marks.left)
}

type asciidoc struct {
	lines   []string
	at      int
	out     []string
	src     *Source
	file    string
	faults  *faults
	called  map[string]string // attributes by their names
	begun   bool              // text or a heading was met
	header  bool              // the next table's first row is said to be its header
	columns int               // … and how many cells a row has; 0 for what its first line has
	frame   string            // the mark that ends the block whose title stands above it
}

var (
	adocTitle     = regexp.MustCompile(`^(={1,6})\s+(.+?)(?:\s+=+)?$`)
	adocAttribute = regexp.MustCompile(`^:([\w-]+)!?:(?:\s+(.*))?$`)
	adocAuthor    = regexp.MustCompile(`^([^<>:={\[]+?)\s*(?:<[^>]*>)?$`)
	adocRevision  = regexp.MustCompile(`^(?:v?[\d.]+,\s*([^:]+?)|(\d{4}-\d\d-\d\d))(?::.*)?$`)
	adocBlockLine = regexp.MustCompile(`^\[(.*)\]$`)
	adocCaption   = regexp.MustCompile(`^\.([^\s.].*)$`)
	adocMacro     = regexp.MustCompile(`^(?:include|ifdef|ifndef|ifeval|endif|toc|image|video|audio)::`)
	taskBox       = regexp.MustCompile(`^\[[ xX*]\]\s+`)
	adocItem      = regexp.MustCompile(`^\s*(\*{1,5}|\.{1,5}|-|\d+\.)\s+(.*)$`)
	adocTerm      = regexp.MustCompile(`^\s*(\S.*?)(?:::+|;;)(?:\s+(.*))?$`)
	adocCallout   = regexp.MustCompile(`^<(?:\d+|\.)>\s+`)
	adocNote      = regexp.MustCompile(`^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+`)
	adocFence     = regexp.MustCompile("^(-{4,}|\\.{4,}|```.*)$")
	adocPass      = regexp.MustCompile(`^(/{4,}|\+{4,})$`)
	adocFrame     = regexp.MustCompile(`^(={4,}|\*{4,}|_{4,}|--|'''|<<<)$`)
	adocTable     = regexp.MustCompile(`^[|,!:]===+$`)
	adocCell      = regexp.MustCompile(`(?:^|\s)(?:\d+(?:\.\d+)?[+*])?[<^>.]*[adehlmsv]?\|`)

	adocColumns = regexp.MustCompile(`\bcols=(?:"([^"]+)"|([^,\]]+))`)
	adocSpan    = regexp.MustCompile(`(?:^|\s)(?:\d+(?:\.\d+)?|\.\d+)[+*]`)

	adocNamed  = regexp.MustCompile(`\{([\w-]+)\}`)
	adocLink   = regexp.MustCompile(`(?:link:|mailto:|xref:|https?://)[^\s\[\]]*\[([^\]]*)\]`)
	adocXref   = regexp.MustCompile(`<<([^<>,]+)(?:,\s*([^<>]+))?>>`)
	adocText   = regexp.MustCompile(`\b(?:kbd|btn|menu|pass|stem|latexmath|asciimath|footnote|footnoteref|indexterm2?)(?::[\w#-]*)?:?\[([^\]]*)\]`)
	adocImage  = regexp.MustCompile(`\b(?:image|icon):[^\s\[\]:]+\[[^\]]*\]`)
	adocIndex  = regexp.MustCompile(`\(\(\([^()]*\)\)\)`)
	adocShown  = regexp.MustCompile(`\(\(([^()]+)\)\)`)
	adocStruck = regexp.MustCompile(`\[\.?line-through\](#{1,2})([^#\n]+)#{1,2}`)
	adocMark   = regexp.MustCompile(`(?:\[[^\]\n]*\])?(#{1,2})([^#\n]+)#{1,2}`)
	adocPlus   = regexp.MustCompile(`(^|\W)\+{1,3}([^+\n]+)\+{1,3}(\W|$)`)
	adocRaise  = regexp.MustCompile(`([\^~])([^\s^~]+)[\^~]`)
	adocID     = regexp.MustCompile(`\[\[[^\]]*\]\]|\[#[^\]]*\]`)
)

func (a *asciidoc) put(l string) { a.out = append(a.out, l) }

// line reads the line at a.at, and those that belong to it.
func (a *asciidoc) line(l string) {
	entitled := false
	if l, entitled = strings.CutPrefix(l, "\x00"); entitled && !adocTable.MatchString(l) {
		a.frame = l
		a.put("")
		return
	}
	switch {
	case l == "" || strings.HasPrefix(l, "//") && !strings.HasPrefix(l, "///"):
		a.put("")
	case adocPass.MatchString(l):
		a.held(l, func(string) string { return "" })
		a.close()
	case adocFence.MatchString(l):
		fence := strings.TrimRight(l, " ")
		a.out = append(a.out, "```")
		a.held(fence[:min(len(fence), 3+strings.Count(fence[3:], fence[:1]))], func(l string) string { return l })
		a.put("```")
	case l == a.frame:
		a.frame = ""
		a.put(":::")
	case adocFrame.MatchString(l):
		a.put("")
	case adocTable.MatchString(l):
		if a.table(l); entitled {
			a.out[len(a.out)-1] = ":::"
		}
	case a.named(l):
		a.put("")
	case a.title(l):
	case adocMacro.MatchString(l):
		a.put("")
	case adocBlockLine.MatchString(l):
		a.header, a.columns = strings.Contains(l, "header"), columnsOf(l)
		a.put("")
	case adocCaption.MatchString(l):
		a.entitle(l[1:], a.at+1)
	case l == "+": // an item goes on
	default:
		a.begun = true
		a.text(l)
	}
}

// text writes a line of text: an item, a term with what it means, a sentence.
func (a *asciidoc) text(l string) {
	l = adocNote.ReplaceAllString(adocCallout.ReplaceAllString(l, ""), "")
	if m := adocItem.FindStringSubmatch(l); m != nil {
		mark, depth := "-", len(m[1])
		if m[1][0] == '.' || m[1][0] >= '0' && m[1][0] <= '9' {
			mark = "1."
		}
		if m[1][0] >= '0' && m[1][0] <= '9' {
			mark, depth = m[1], 1
		}
		box := taskBox.FindString(m[2])
		a.put(strings.Repeat("   ", depth-1) + mark + " " + strings.Replace(box, "*", "x", 1) + a.inline(m[2][len(box):]))
		return
	}
	if m := adocTerm.FindStringSubmatch(l); m != nil && !strings.Contains(m[1], "://") {
		means := m[2]
		for means == "" && a.at+1 < len(a.lines) && strings.TrimSpace(a.lines[a.at+1]) != "" {
			if strings.TrimSpace(a.lines[a.at+1]) == "+" && a.at+2 < len(a.lines) && adocFrame.MatchString(strings.TrimSpace(a.lines[a.at+2])) {
				a.entitle(m[1], a.at+2)
				return
			}
			if a.at++; strings.TrimSpace(a.lines[a.at]) != "+" {
				means = strings.TrimSpace(a.lines[a.at])
			}
		}
		if len(a.out) > 0 && strings.HasPrefix(a.out[len(a.out)-1], ": ") {
			a.put("")
		}
		a.put(a.inline(m[1]))
		a.put(": " + a.inline(means))
		return
	}
	a.put(a.inline(strings.TrimSuffix(strings.TrimLeft(l, " "), " +")))
}

// entitle writes the title of the block that begins at a line: over all that it holds where marks frame it, and else as
// a line of its own.
func (a *asciidoc) entitle(title string, at int) {
	for at < len(a.lines) && adocBlockLine.MatchString(strings.TrimSpace(a.lines[at])) {
		at++
	}
	if at < len(a.lines) && a.frame == "" {
		if mark := strings.TrimSpace(a.lines[at]); adocTable.MatchString(mark) || adocFrame.MatchString(mark) && mark != "'''" && mark != "<<<" {
			a.put("::: note " + a.inline(title))
			a.lines[at] = "\x00" + mark
			return
		}
	}
	a.put(a.inline(title))
}

// held takes over the lines down to the one that closes a block, which a.at is on then.
func (a *asciidoc) held(mark string, as func(string) string) {
	for a.at++; a.at < len(a.lines); a.at++ {
		l := strings.TrimRight(a.lines[a.at], " ")
		if l == mark {
			return
		}
		a.put(as(l))
	}
}

// close puts a blank line for each of the two that framed a block.
func (a *asciidoc) close() { a.out = append(a.out, "", "") }

// named takes an attribute of the document.
func (a *asciidoc) named(l string) bool {
	m := adocAttribute.FindStringSubmatch(l)
	if m == nil {
		return false
	}
	a.called[strings.ToLower(m[1])] = a.inline(m[2])
	switch key := strings.ToLower(m[1]); key {
	case "author", "revdate", "date", "lang", "copyright":
		a.know(map[string]string{"revdate": "date", "lang": "language", "copyright": "rights"}[key], key, m[2])
	}
	return true
}

// know files what is known of the article; what cannot be read is noted.
func (a *asciidoc) know(key, as, value string) {
	if key == "" {
		key = as
	}
	old := *a.src
	if err := a.src.set(key, value); err != nil {
		*a.src = old
		a.faults.note(key, a.file, a.at+1, "%s: %v; left out", as, err)
	}
}

// title reads a section's title, and behind the document's its author and its date.
func (a *asciidoc) title(l string) bool {
	m := adocTitle.FindStringSubmatch(l)
	if m == nil {
		return false
	}
	a.put(strings.Repeat("#", len(m[1])) + " " + a.inline(m[2]))
	first := !a.begun && a.src.Title == "" && len(m[1]) == 1
	a.begun = true
	if !first {
		return true
	}
	a.src.Title = tidy(inline(a.inline(m[2])))
	next := func() string {
		if a.at+1 == len(a.lines) {
			return ""
		}
		return strings.TrimSpace(a.lines[a.at+1])
	}
	if m := adocAuthor.FindStringSubmatch(next()); m != nil && m[1] != "" {
		a.know("author", "author", m[1])
		a.at++
		a.put("")
		if m := adocRevision.FindStringSubmatch(next()); m != nil {
			a.know("date", "revision", m[1]+m[2])
			a.at++
			a.put("")
		}
	}
	return true
}

// table writes the rows of a table, which may stand on a line each or a cell a line.
func (a *asciidoc) table(mark string) {
	header, wide := a.header, a.columns
	a.header, a.columns = false, 0
	spans := false
	var rows [][]string
	blankAt := -1 // the row behind which the first blank line stands
	columns := 0
	var open []string
	end := func() {
		if len(open) > 0 {
			rows = append(rows, open)
			columns = max(columns, len(open))
			open = nil
		}
	}
	for a.at++; a.at < len(a.lines); a.at++ {
		l := strings.TrimSpace(a.lines[a.at])
		if l == mark {
			break
		}
		if l == "" {
			if end(); len(rows) > 0 && blankAt < 0 {
				blankAt = len(rows)
			}
			continue
		}
		cells := adocCell.Split(l, -1)
		spans = spans || adocSpan.MatchString(l)
		if wide == 0 {
			wide = len(cells) - 1
		}
		if !adocCell.MatchString(l) { // a cell goes on
			if len(open) > 0 {
				open[len(open)-1] += " " + a.inline(l)
			}
			continue
		}
		if len(cells) > 2 { // a row by itself
			end()
		}
		for _, c := range cells[1:] {
			open = append(open, strings.ReplaceAll(a.inline(strings.TrimSpace(c)), "|", `\|`))
		}
	}
	end()
	if len(rows) == 0 {
		return
	}
	if !spans && wide > 1 {
		rows, columns = inRows(rows, wide, columns)
	}
	head := make([]string, columns)
	if header || blankAt == 1 {
		head, rows = rows[0], rows[1:]
	}
	a.out = append(a.out, "", "| "+strings.Join(head, " | ")+" |", "|"+strings.Repeat("---|", columns))
	for _, r := range rows {
		a.put("| " + strings.Join(r, " | ") + " |")
	}
	a.put("")
}

// inRows returns the cells of a table in rows of so many, whichever lines they stand on; as they are where they do not come out even.
func inRows(rows [][]string, wide, columns int) ([][]string, int) {
	all := slices.Concat(rows...)
	if len(all)%wide != 0 || len(all) == len(rows)*wide {
		return rows, columns
	}
	return slices.Collect(slices.Chunk(all, wide)), wide
}

// columnsOf returns how many columns a block's line says that it has, 0 where it says nothing.
func columnsOf(l string) (n int) {
	m := adocColumns.FindStringSubmatch(l)
	if m == nil {
		return 0
	}
	for c := range strings.SplitSeq(m[1]+m[2], ",") {
		times, _, ok := strings.Cut(strings.TrimSpace(c), "*")
		if k, err := strconv.Atoi(times); ok && err == nil && k < 1000 {
			n += k
		} else {
			n++
		}
	}
	return n
}

// inline takes AsciiDoc's own marks off a line; those that Markdown shares come off there.
func (a *asciidoc) inline(l string) string {
	l = adocNamed.ReplaceAllStringFunc(l, func(s string) string {
		if v, ok := a.called[strings.ToLower(s[1:len(s)-1])]; ok {
			return v
		}
		return s
	})
	l = adocIndex.ReplaceAllString(adocImage.ReplaceAllString(adocID.ReplaceAllString(l, ""), ""), "")
	l = adocLink.ReplaceAllStringFunc(l, func(s string) string {
		target, text, _ := strings.Cut(s, "[")
		text, _, _ = strings.Cut(strings.TrimSuffix(text, "]"), ",") // what opens a window
		if text = strings.TrimSuffix(strings.Trim(text, `"`), "^"); text == "" {
			_, named, found := strings.Cut(target, ":")
			if text = target; found && !strings.HasPrefix(target, "http") {
				text = named
			}
		}
		return text
	})
	l = adocXref.ReplaceAllStringFunc(l, func(s string) string {
		m := adocXref.FindStringSubmatch(s)
		if m[2] != "" {
			return m[2]
		}
		return m[1]
	})
	l = adocText.ReplaceAllStringFunc(l, func(s string) string {
		m := adocText.FindStringSubmatch(s)
		if strings.HasPrefix(s, "foot") {
			return " (" + m[1] + ")"
		}
		return m[1]
	})
	l = adocShown.ReplaceAllString(l, "$1")
	l = adocStruck.ReplaceAllString(l, "~~$2~~")
	l = adocMark.ReplaceAllString(l, "$2")
	l = adocPlus.ReplaceAllString(l, "$1$2$3")
	return adocRaise.ReplaceAllStringFunc(l, func(s string) string {
		if smallMark.MatchString(s) { // as Markdown's dialects have it
			return s
		}
		return s[:len(s)-1]
	})
}
