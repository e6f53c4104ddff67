package corpus

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readText reads a plain text. Every block is a paragraph but those that look like headings (isHeading)
// and say nothing by themselves; the first of all is the title. Of a block that lists things each item is
// a part of its own. A word torn at the end of a line is joined.
func readText(_, text string, src *Source, _ *faults) {
	blocks := Blocks(text)
	t := plain{src: src, join: newHyphens(blocks, false)}
	for i, b := range blocks {
		heading := isHeading(blocks[i:])
		day, entries, _ := strings.Cut(b, "\n")
		if isDay(day) && (timeLine.MatchString(entries) || entries == "" && (heading && i > 0 || len(blocks) > i+1 && timeLine.MatchString(blocks[i+1]))) { // of a programme
			t.heading, t.lead = tidy(day), ""
			if b = entries; b == "" {
				continue
			}
		}
		if heading && i == 0 && src.Title == "" {
			src.Title = tidy(b)
		} else if heading && !says(b) {
			t.heading, t.lead = tidy(b), ""
		}
		if !heading || says(b) {
			t.block(i+1, strings.Split(b, "\n"))
		}
	}
}

// A plain reads the blocks of a plain text.
type plain struct {
	src     *Source
	join    hyphens
	heading string
	lead    string // the sentence that leads in the items below it
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
	if day, _, _ := strings.Cut(next, "\n"); itemLine.MatchString(next) || isDay(day) {
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

func beginsItem(l string) bool { return itemLine.MatchString(l) || timeLine.MatchString(l) }

// says reports whether a line that looks like a heading tells something by itself: a figure, or what
// stands behind a colon ("Phone: …").
func says(line string) bool {
	return strings.ContainsFunc(strings.TrimLeft(line, "0123456789. "), unicode.IsDigit) || strings.Contains(line, ": ")
}

// block makes paragraphs of a block: of what leads in a list, and of each item.
func (t *plain) block(n int, lines []string) {
	items := 0
	for _, l := range lines {
		if beginsItem(l) {
			items++
		}
	}
	if items == 0 || items == 1 && (len(lines) > 1 || t.lead == "") {
		t.emit(n, lines)
		return
	}
	var part []string
	end := func() {
		if len(part) > 0 && itemLine.MatchString(part[0]) {
			t.item(n, part)
		} else if len(part) > 0 {
			t.emit(n, part)
		}
		part = nil
	}
	for _, l := range lines {
		if beginsItem(l) {
			end()
		}
		part = append(part, l)
	}
	end()
}

// emit makes a paragraph of lines; one that ends in a colon leads in the items below it.
func (t *plain) emit(n int, lines []string) {
	text := tidy(t.join.lines(strings.Join(lines, "\n")))
	t.lead = ""
	if lead, ok := strings.CutSuffix(text, ":"); ok && len(lead) <= maxLead {
		t.lead = lead
	}
	t.add(n, t.heading, text)
}

// item makes a paragraph of an item, without its mark unless that is a number.
func (t *plain) item(n int, lines []string) {
	at := itemLine.FindStringSubmatch(lines[0])
	first := lines[0][len(at[0]):]
	if unicode.IsDigit(rune(at[2][0])) {
		first = at[2] + " " + first
	}
	t.add(n, under(t.heading, t.lead), tidy(t.join.lines(strings.Join(append([]string{first}, lines[1:]...), "\n"))))
}

func (t *plain) add(n int, heading, text string) {
	if text != "" {
		t.src.Paragraphs = append(t.src.Paragraphs, Paragraph{N: n, Heading: heading, Text: text, Verbatim: true})
	}
}
