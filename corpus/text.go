package corpus

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readText reads a plain text. Every block is a paragraph but those that look like headings (isHeading)
// and say nothing by themselves, and lines that are underlined; the first of all is the title. Of a block that
// lists things each item is a part of its own, and of one in columns each row (textparts.go). A word torn at
// the end of a line is joined. A talk with times, as subtitles have them or on lines of their own, is read as subtitles are.
func readText(_, text string, src *Source, _ *faults) {
	if areCues(text) && readCues(text, src) {
		return
	}
	if lines := strings.Split(text, "\n"); isStamped(lines) {
		readStamped(lines, src)
		return
	}
	blocks := Blocks(text)
	t := plain{src: src, join: newHyphens(blocks, false)}
	for i, b := range blocks {
		t.n, t.next = i+1+t.more, ""
		if i+1 < len(blocks) {
			t.next, _, _ = strings.Cut(blocks[i+1], "\n")
		}
		heading := isHeading(blocks[i:])
		day, entries, _ := strings.Cut(b, "\n")
		if isDay(day) && (timeLine.MatchString(entries) || entries == "" && (heading && i > 0 || timeLine.MatchString(t.next))) { // of a programme
			t.head(day)
			if b = entries; b == "" {
				continue
			}
		}
		if timeLine.MatchString(b) {
			t.entries(strings.Split(b, "\n"))
			continue
		}
		if heading && i == 0 && src.Title == "" {
			src.Title = tidy(b)
		} else if heading && !says(b) {
			t.head(b)
		}
		if !heading || says(b) {
			t.sections(strings.Split(b, "\n"))
		}
	}
}

// A plain reads the blocks of a plain text.
type plain struct {
	src     *Source
	join    hyphens
	n       int    // of the block
	more    int    // paragraphs that the blocks above it hold beyond one each
	next    string // the first line of the block behind it
	heading string
	lead    string // the sentence that leads in the items below it
	mark    string // of the last item, while nothing but items follows
}

// longestHeading is how many letters a heading has at most.
const longestHeading = 80

// isHeading reports whether the first of some blocks looks like a heading of the second: one short
// line that begins with a capital or a figure and ends no sentence, over a text that ends one or a list.
func isHeading(blocks []string) bool {
	if len(blocks) < 2 {
		return false
	}
	h, next := blocks[0], blocks[1]
	first, _ := utf8.DecodeRuneInString(h)
	if strings.ContainsAny(h, "\n|\t") || utf8.RuneCountInString(h) > longestHeading || !unicode.IsUpper(first) && !unicode.IsDigit(first) ||
		strings.ContainsAny(h[len(h)-1:], ".,;:") || itemLine.MatchString(h) {
		return false
	}
	lines := strings.Split(next, "\n")
	if itemLine.MatchString(next) || len((&plain{lead: h}).items(lines)) > 0 || headingAt(lines, 0) > 0 || rowsOf(lines) != nil || isDay(lines[0]) {
		return true
	}
	return len(next) > len(h) && strings.Contains(next, " ") && strings.ContainsAny(next[len(next)-1:], ".:!?\")'")
}

// timeLine begins an entry of a programme: "19:00  The Long Quay".
var timeLine = regexp.MustCompile(`^\d{1,2}[:.]\d{2}(?:\s*[–-]\s*\d{1,2}[:.]\d{2})?(?: {2,}|\t)\S`)

// isDay reports whether a line is a day and nothing else: "Friday 3 May".
func isDay(line string) bool {
	if len(line) > 40 || !strings.ContainsAny(line, "0123456789") {
		return false
	}
	named := false
	for _, w := range dateWord.FindAllString(line, -1) {
		month := monthNamed(w) > 0
		if named = named || month; !month && !besideDate(strings.ToLower(w)) && (w[0] < '0' || w[0] > '9') {
			return false
		}
	}
	return named
}

// entries makes a paragraph of each entry of a programme.
func (t *plain) entries(lines []string) {
	from := 0
	for i := 1; i <= len(lines); i++ {
		if i == len(lines) || timeLine.MatchString(lines[i]) {
			t.emit(lines[from:i])
			from = i
		}
	}
}

// says reports whether a line that looks like a heading tells something by itself: a figure, or what
// stands behind a colon ("Phone: …").
func says(line string) bool {
	return strings.ContainsFunc(strings.TrimLeft(line, "0123456789. "), unicode.IsDigit) || strings.Contains(line, ": ")
}

func (t *plain) head(h string) {
	t.heading, t.lead, t.mark = tidy(h), "", ""
}

// maxTries is how many lines a block is looked at from for whether all that is left of it is a table.
const maxTries = 100

// sections reads the lines of a block, in which underlined lines are headings and rules are nothing.
func (t *plain) sections(lines []string) {
	begins, tries := true, 0 // it begins, or goes on below a heading
	for from, i := 0, 0; i <= len(lines); i++ {
		if begins && tries < maxTries && t.table(lines[from:]) {
			return
		}
		if begins {
			begins, tries = false, tries+1
		}
		n := 0
		if i < len(lines) {
			n = headingAt(lines, i)
		}
		switch {
		case i == len(lines):
			t.block(lines[from:])
		case n > 0:
			t.block(lines[from:i])
			if h := lines[i+n-2]; t.src.Title == "" && len(t.src.Paragraphs) == 0 {
				t.src.Title = tidy(h)
			} else {
				t.head(h)
			}
			from, i, begins = i+n, i+n-1, true
		case ruleLine.MatchString(lines[i]):
			t.block(lines[from:i])
			from = i + 1
		}
	}
}

// block makes paragraphs of lines: of what leads in a list, and of each item.
func (t *plain) block(lines []string) {
	if len(lines) == 0 {
		return
	}
	if turns := turnsIn(t.n, t.heading, lines); turns != nil {
		t.src.Paragraphs = append(t.src.Paragraphs, turns...)
		t.more += len(turns) - 1
		t.n += len(turns) - 1
		return
	}
	if t.table(lines) {
		return
	}
	items := t.items(lines)
	if items == nil {
		t.emit(lines)
		return
	}
	from := 0
	for i := 1; i <= len(lines); i++ {
		if i < len(lines) && items[i] == "" {
			continue
		}
		if items[from] == "" {
			t.emit(lines[from:i])
		} else {
			t.item(lines[from:i])
		}
		from = i
	}
}

// emit makes a paragraph of lines; one that ends in a colon leads in the items below it.
func (t *plain) emit(lines []string) {
	text := tidy(t.join.lines(strings.Join(lines, "\n")))
	t.lead, t.mark = "", ""
	if lead, ok := strings.CutSuffix(text, ":"); ok && len(lead) <= maxLead {
		t.lead = lead
	}
	t.add(t.heading, text)
}

// item makes a paragraph of an item, without its mark unless that counts, and with what its box says.
func (t *plain) item(lines []string) {
	mark, box, first, _ := markOf(lines[0])
	first = taskState(box) + first
	if counts(mark) {
		first = mark + " " + first
	}
	t.mark = mark
	t.add(under(t.heading, t.lead), tidy(t.join.lines(strings.Join(append([]string{first}, lines[1:]...), "\n"))))
}

// table makes paragraphs of the rows of a table, and reports whether the lines are one. A line above it
// is its heading, or leads it in.
func (t *plain) table(lines []string) bool {
	rows := rowsOf(lines)
	if rows == nil && len(lines) > 2 && !ruleLine.MatchString(lines[0]) && len(cellsOf(lines[0])) == 1 && utf8.RuneCountInString(lines[0]) <= longestHeading {
		if rows = rowsOf(lines[1:]); rows != nil && strings.ContainsAny(lines[0][len(lines[0])-1:], ".:!?") {
			t.emit(lines[:1])
		} else if rows != nil {
			t.head(lines[0])
		}
	}
	for _, row := range rows {
		t.add(under(t.heading, t.lead, row.header), tidy(row.text))
	}
	return rows != nil
}

func (t *plain) add(heading, text string) {
	if text != "" {
		t.src.Paragraphs = append(t.src.Paragraphs, Paragraph{N: t.n, Heading: heading, Text: text, Verbatim: true})
	}
}
