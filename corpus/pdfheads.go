package corpus

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// What a PDF prints on every page is no text of it: running heads and feet, page numbers. Nor
// are tables of contents, which say again what the headings do.

// What is left out stands in a page's margin and is set off from the text: further away from it than lines of
// text are from one another, or in smaller or larger type. So a line of the text stays, though all pages
// have it alike, as the sheets of a catalogue may. What was left out is told.

var (
	digits     = regexp.MustCompile(`\d+`)
	pageNumber = regexp.MustCompile(`^[-–—|·\s]*(page|p\.|seite|s\.|página|pagina)?\s*(#|[ivxlc]{1,7})(\s*(/|of|von|de|sur|\|)\s*(#|\d+))?[-–—|·\s]*$`)
	// numberApart finds a page's number beside other words: at an end of the line, and parted from them.
	numberApart = regexp.MustCompile(`^#\s*[-–—|·•]|[-–—|·•]\s*#$|(page|p\.|seite|s\.|página|pagina)\s*#`)
)

// What a browser prints at the foot of a page, and at its head.
var (
	printedFoot = regexp.MustCompile(`^(?:https?|file)://\S+ \| \d+/\d+$`)
	printedHead = regexp.MustCompile(`^\d[\d./年월일. -]{5,14},? .{0,3}\d{1,2}[:.]\d{2}(?: ?[AP]M)? \| `)
)

// withoutPrinted takes out what a browser prints round a page: its address and number, the time and the title.
func withoutPrinted(pages [][]pdfLine) [][]pdfLine {
	for i, lines := range pages {
		if slices.ContainsFunc(lines, func(x pdfLine) bool { return printedFoot.MatchString(x.text) }) {
			pages[i] = slices.DeleteFunc(lines, func(x pdfLine) bool { return printedFoot.MatchString(x.text) || printedHead.MatchString(x.text) })
		}
	}
	return pages
}

const (
	// headLines is how many rows at either end of a page may be a running head or foot.
	headLines = 4
	// margin is how much of a page's height may be margin at either end: of the programs that are much used
	// LaTeX puts its running heads the lowest, 13% below the edge.
	margin = 0.15
)

// A pdfRow is the lines of a page that stand at one height.
type pdfRow struct {
	page         int   // from 0
	lines        []int // of the page
	text         string
	size, bottom float64
	margin       [2]bool // whether it stands in that at the top, at the bottom
}

// pageRows returns the rows of a page from its top.
func pageRows(page int, lines []pdfLine) (rows []pdfRow) {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(lines[j].bottom, lines[i].bottom) })
	for _, i := range order {
		x := lines[i]
		if n := len(rows); n > 0 && rows[n-1].bottom-x.bottom <= 3 {
			row := &rows[n-1]
			row.lines, row.size, row.text = append(row.lines, i), max(row.size, x.size()), row.text+" | "+x.text
			continue
		}
		rows = append(rows, pdfRow{page, []int{i}, x.text, x.size(), x.bottom, [2]bool{x.height > 1-margin, x.height < margin}})
	}
	return rows
}

// level is a row's height, rounded so that that of other pages' rows is the same or the next.
func (r pdfRow) level() float64 { return math.Round(r.bottom / 3) }

// heads finds the running heads and feet of a file.
type heads struct {
	ends    [][2][]pdfRow // of each page its rows from the top, and from the bottom
	body    float64       // size of most of the text
	apart   float64       // how far two rows of the text stand apart
	offsets map[int]bool  // of the numbers that are printed from those that the pages have
	seen    map[headPlace]int
}

type headPlace struct {
	text  string
	level float64
}

// withoutHeads takes out the running heads and feet: page numbers, and rows that several pages have, but for
// the page's number, at one height. It returns what those say that were taken out, but for bare page numbers.
func withoutHeads(pages [][]pdfLine) (rest [][]pdfLine, left []string) {
	pages = withoutPrinted(pages)
	if len(pages) < 2 {
		return pages, nil
	}
	h := newHeads(pages)
	rest = make([][]pdfLine, len(pages))
	for p, out := range h.find() {
		gone := map[int]bool{}
		for _, row := range out {
			for _, i := range row.lines {
				gone[i] = true
			}
		}
		emptied := len(gone) == len(pages[p])
		for _, row := range out {
			switch bare := pageNumber.MatchString(h.said(row)); {
			case bare:
			case emptied: // it is all that the page says
				for _, i := range row.lines {
					delete(gone, i)
				}
			default:
				left = append(left, h.shown(row))
			}
		}
		for i, x := range pages[p] {
			if !gone[i] {
				rest[p] = append(rest[p], x)
			}
		}
	}
	return rest, left
}

// find returns the running heads and feet of each page.
func (h *heads) find() [][]pdfRow {
	out := make([][]pdfRow, len(h.ends))
	for side := range 2 {
		level := h.standApart(side)
		levels := map[float64]int{} // of those that are known by what they say
		var others []pdfRow
		for p, ends := range h.ends {
			end := ends[side]
			n := h.run(end, side)
			for _, row := range end[:n] {
				levels[row.level()]++
			}
			out[p] = append(out[p], end[:n]...)
			if n == 0 && len(end) > 1 && end[0].margin[side] && h.plain(end[0]) && h.setOff(end[0], end[1]) {
				others = append(others, end[0])
			}
		}
		for _, row := range others { // a chapter's title where other pages have their head
			at := row.level()
			known := levels[at-1] + levels[at] + levels[at+1]
			if level > 0 && math.Abs(at-level) <= 1 || len(h.ends) >= 4 && 2*known > len(h.ends) {
				out[row.page] = append(out[row.page], row)
			}
		}
	}
	return out
}

func newHeads(pages [][]pdfLine) *heads {
	h := &heads{ends: make([][2][]pdfRow, len(pages)), offsets: map[int]bool{0: true}, seen: map[headPlace]int{}}
	h.body = bodySize(pages)
	counts := map[int]int{} // on how many pages a number is so far from the page's
	for p, lines := range pages {
		rows := pageRows(p, lines)
		bottom := slices.Clone(rows)
		slices.Reverse(bottom)
		h.ends[p] = [2][]pdfRow{rows, bottom}
		here := map[int]bool{}
		for row := range h.inMargins(p) {
			for _, number := range digits.FindAllString(row.text, -1) {
				if n, err := strconv.Atoi(number); err == nil {
					here[n-p-1] = true
				}
			}
		}
		for offset := range here {
			counts[offset]++
		}
	}
	for offset, n := range counts {
		if n >= min(3, len(pages)) {
			h.offsets[offset] = true
		}
	}
	for p := range pages {
		here := map[headPlace]bool{}
		for row := range h.inMargins(p) {
			here[headPlace{h.said(row), row.level()}] = true
		}
		for at := range here {
			h.seen[at]++
		}
	}
	h.apart = h.usualGap()
	return h
}

// inMargins yields the rows of a page that may be heads and feet.
func (h *heads) inMargins(p int) iter.Seq[pdfRow] {
	return func(yield func(pdfRow) bool) {
		for side, end := range h.ends[p] {
			for _, row := range end[:min(headLines, len(end))] {
				if row.margin[side] && !yield(row) {
					return
				}
			}
		}
	}
}

// said is what a row says, whatever its capitals, with # in place of the page's number.
func (h *heads) said(r pdfRow) string {
	return strings.ToLower(digits.ReplaceAllStringFunc(r.text, func(number string) string {
		if n, err := strconv.Atoi(number); err == nil && h.offsets[n-r.page-1] {
			return "#"
		}
		return number
	}))
}

// shown is the text of a row without the page's number beside it.
func (h *heads) shown(r pdfRow) string {
	if numberApart.MatchString(h.said(r)) {
		return tidy(strings.Trim(r.text, "0123456789-–—|·• "))
	}
	return tidy(r.text)
}

// isHead says whether a row is one by what it says: the page's number, or what several pages have at its
// height. A number that only happens to count as the pages do, as in "Room 3", makes no head of a row of the text's type.
func (h *heads) isHead(r pdfRow) bool {
	said, level := h.said(r), r.level()
	switch {
	case pageNumber.MatchString(said):
		return true
	case !strings.ContainsFunc(said, unicode.IsLetter) || strings.Contains(said, "#") && !h.small(r) && !numberApart.MatchString(said):
		return false
	}
	n := 0
	for _, l := range []float64{level - 1, level, level + 1} { // it may be rounded either way
		n += h.seen[headPlace{said, l}]
	}
	return n >= min(3, len(h.ends))
}

// marginal says whether a row may be a head or a foot.
func (h *heads) marginal(r pdfRow) bool { return (r.margin[0] || r.margin[1]) && h.isHead(r) }

func (h *heads) small(r pdfRow) bool { return r.size < 0.94*h.body }

// plain says whether a row is set in the type of the text or smaller, as titles are not.
func (h *heads) plain(r pdfRow) bool { return r.size < 1.06*h.body }

// run returns how many rows of a page's end, from outside in, are its running head or foot.
func (h *heads) run(end []pdfRow, side int) (n int) {
	for n < min(headLines, len(end)) && end[n].margin[side] && h.isHead(end[n]) {
		n++
	}
	for n > 0 && n < len(end) && !h.setOff(end[n-1], end[n]) {
		n--
	}
	return n
}

// setOff says whether a row in the margin is set off from the next one inside.
func (h *heads) setOff(r, inside pdfRow) bool {
	other := func(size float64) bool { return math.Abs(r.size-size) > 0.06*h.body }
	return math.Abs(r.bottom-inside.bottom) > 1.3*h.apart || other(h.body) && other(inside.size)
}

// usualGap is how far two rows of the text stand apart at most: the widest gap that is no rare one.
func (h *heads) usualGap() (widest float64) {
	gaps, total := map[float64]int{}, 0
	for _, ends := range h.ends {
		for i, row := range ends[0][:max(0, len(ends[0])-1)] {
			next := ends[0][i+1]
			if gap := row.bottom - next.bottom; gap < 3*h.body && !h.marginal(row) && !h.marginal(next) {
				gaps[math.Round(gap)]++
				total++
			}
		}
	}
	widest = 1.2 * h.body
	for gap := range gaps {
		if 5*(gaps[gap-1]+gaps[gap]+gaps[gap+1]) >= total {
			widest = max(widest, gap)
		}
	}
	return widest
}

// standApart returns the level at which the outermost row of most pages stands, if it is mostly set off from
// the text and in smaller type, or says the same on two pages or more: a running head, as of chapters. It is 0 where there is none.
func (h *heads) standApart(side int) float64 {
	if len(h.ends) < 6 {
		return 0
	}
	all, apart, texts := map[float64]int{}, map[float64]int{}, map[float64]map[string]bool{}
	for _, ends := range h.ends {
		end := ends[side]
		if len(end) < 2 || !end[0].margin[side] || !h.plain(end[0]) {
			continue
		}
		at := end[0].level()
		if all[at]++; h.setOff(end[0], end[1]) {
			apart[at]++
		}
		if texts[at] == nil {
			texts[at] = map[string]bool{}
		}
		if !h.small(end[0]) {
			texts[at][h.said(end[0])] = true
		}
	}
	for at, n := range all {
		if 2*n > len(h.ends) && 10*apart[at] >= 8*n && 2*len(texts[at]) <= n {
			return at
		}
	}
	return 0
}

// tellHeads notes which running heads were left out.
func tellHeads(file string, left []string, f *faults) {
	var texts []string
	on := map[string]int{}
	for _, text := range left {
		if on[text]++; on[text] == 1 {
			texts = append(texts, "“"+text+"”")
		}
	}
	const most = 4
	what := strings.Join(texts[:min(most, len(texts))], ", ")
	if more := len(texts) - most; more > 0 {
		what += fmt.Sprintf(" and %d more", more)
	}
	if what != "" {
		f.note("running heads", file, 0, "what its pages have above or below the text is left out: %s", what)
	}
}

var (
	leaders       = regexp.MustCompile(`(\.\s?){4,}[\s|]*([0-9]+|[ivxlc]+)$|(…\s?){2,}[\s|]*[0-9]+$`)
	endsInNumber  = regexp.MustCompile(`[\s|](\d{1,4})$`)
	contentsTitle = regexp.MustCompile(`(?i)^(table of contents|contents|inhalt(sverzeichnis)?|sommaire|table des matières|índice|目次|目录|目錄|목차|차례)$`)
)

// ledLines marks the lines whose title and page are joined by dots, unless the numbers fall as often as those of
// a list of prices do.
func ledLines(lines []pdfLine) []bool {
	led := make([]bool, len(lines))
	n, falls, last := 0, 0, 0
	for i, x := range lines {
		if led[i] = leaders.MatchString(x.text); !led[i] {
			continue
		}
		n++
		number, err := strconv.Atoi(x.text[len(strings.TrimRight(x.text, "0123456789")):])
		if err != nil { // the roman number of a preface
			continue
		}
		if number < last {
			falls++
		}
		last = number
	}
	if 5*falls > n {
		clear(led)
	}
	return led
}

// withoutContents takes out the lines of tables of contents: those whose title and
// page are joined by dots, and those below "Contents" that end in rising numbers. It returns how many.
func withoutContents(pages [][]pdfLine) (rest [][]pdfLine, left int) {
	for p, lines := range pages {
		gone := ledLines(lines)
		for i := range lines {
			if contentsTitle.MatchString(tidy(lines[i].text)) {
				run, last := []int{}, 0
				for j := i + 1; j < len(lines); j++ {
					m := endsInNumber.FindStringSubmatch(lines[j].text)
					n := 0
					if m != nil {
						_, _ = fmt.Sscan(m[1], &n)
					}
					if m == nil && !gone[j] || m != nil && n < last {
						break
					}
					last = max(last, n)
					run = append(run, j)
				}
				if len(run) >= 3 {
					gone[i] = true
					for _, j := range run {
						gone[j] = true
					}
				}
			}
		}
		for i := 1; i+1 < len(lines); i++ { // the first line of an entry of two
			gone[i] = gone[i] || gone[i-1] && gone[i+1] && len(lines[i].text) < 120
		}
		entries := 0
		for _, g := range gone {
			if g {
				entries++
			}
		}
		if entries >= 8 && 10*entries >= 6*len(lines) { // a page of nothing else
			pages[p] = nil
			left += len(lines)
			continue
		}
		kept := lines[:0:0]
		for i, x := range lines {
			if !gone[i] {
				kept = append(kept, x)
			}
		}
		left += len(lines) - len(kept)
		pages[p] = kept
	}
	return pages, left
}
