package corpus

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// What a PDF prints on every page is no text of it: running heads and feet, page numbers. Nor
// are tables of contents, which say again what the headings do.

var (
	digits     = regexp.MustCompile(`\d+`)
	pageNumber = regexp.MustCompile(`(?i)^[-–—|·\s]*(page|p\.|seite|s\.|página|pagina)?\s*(#|[ivxlc]{1,7})(\s*(/|of|von|de|sur|\|)\s*#)?[-–—|·\s]*$`)
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

// headLines is how many lines at either end of a page may be a running head or foot.
const headLines = 4

// withoutHeads takes out the running heads and feet: lines at the top or bottom of a
// page that stand, but for their numbers, at the same height of several pages, and page
// numbers.
func withoutHeads(pages [][]pdfLine) [][]pdfLine {
	pages = withoutPrinted(pages)
	if len(pages) < 2 {
		return pages
	}
	type place struct {
		text   string
		height float64
	}
	seen := map[place]int{} // on how many pages
	placeOf := func(x pdfLine) place {
		return place{strings.ToLower(digits.ReplaceAllString(x.text, "#")), math.Round(x.bottom / 3)}
	}
	ends := make([][2][]int, len(pages)) // of each page the lines at its top and its bottom, from outside in
	for p, lines := range pages {
		order := make([]int, len(lines))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(lines[j].bottom, lines[i].bottom) })
		n := min(headLines, len(order))
		ends[p][0] = slices.Clone(order[:n])
		ends[p][1] = slices.Clone(order[len(order)-n:])
		slices.Reverse(ends[p][1])
		here := map[place]bool{}
		for _, end := range ends[p] {
			for _, i := range end {
				here[placeOf(lines[i])] = true
			}
		}
		for at := range here {
			seen[at]++
		}
	}
	count := func(at place) int { // a height may be rounded either way
		return seen[at] + seen[place{at.text, at.height - 1}] + seen[place{at.text, at.height + 1}]
	}
	isHead := func(x pdfLine) bool {
		at := placeOf(x)
		letters := strings.ContainsFunc(at.text, unicode.IsLetter)
		return pageNumber.MatchString(at.text) || letters && count(at) >= min(3, len(pages)) && (count(at) > 2 || len(pages) == 2)
	}
	apart := standApart(pages, ends)
	gone := make([]map[int]bool, len(pages))
	heights := [2]map[float64]int{{}, {}} // of what is gone at the top and the bottom
	for p, lines := range pages {
		gone[p] = map[int]bool{}
		for side, end := range ends[p] {
			for _, i := range end {
				if !isHead(lines[i]) {
					break
				}
				gone[p][i] = true
				heights[side][math.Round(lines[i].bottom/3)]++
			}
		}
	}
	out := make([][]pdfLine, len(pages))
	for p, lines := range pages {
		for side, end := range ends[p] { // a chapter's title where other pages have their head
			if len(end) == 0 {
				continue
			}
			h := math.Round(lines[end[0]].bottom / 3)
			if apart[side] > 0 && math.Abs(h-apart[side]) <= 1 {
				gone[p][end[0]] = true
				for _, i := range end[1:] { // the other half of it
					if math.Abs(math.Round(lines[i].bottom/3)-h) > 1 {
						break
					}
					gone[p][i] = true
				}
			}
			if n := heights[side][h-1] + heights[side][h] + heights[side][h+1]; len(pages) >= 4 && 2*n > len(pages) && len(lines) > 1 {
				gone[p][end[0]] = true
			}
		}
		for i, x := range lines {
			if !gone[p][i] {
				out[p] = append(out[p], x)
			}
		}
	}
	return out
}

// standApart returns the height, in units of 3 points, at which the outermost line of
// most pages stands, if it is mostly set apart from the text: a running head, whatever
// it says. It is 0 where there is none.
func standApart(pages [][]pdfLine, ends [][2][]int) (height [2]float64) {
	if len(pages) < 6 {
		return height
	}
	for side := range height {
		all, apart := map[float64]int{}, map[float64]int{}
		for p, lines := range pages {
			end := ends[p][side]
			if len(end) < 2 {
				continue
			}
			first, h := lines[end[0]], math.Round(lines[end[0]].bottom/3)
			all[h]++
			for _, i := range end[1:] {
				if next := lines[i]; math.Abs(next.bottom-first.bottom) > 3 {
					if math.Abs(next.bottom-first.bottom) > 1.5*first.size() {
						apart[h]++
					}
					break
				}
			}
		}
		for h, n := range all {
			if 2*n > len(pages) && 10*apart[h] >= 8*n {
				height[side] = h
			}
		}
	}
	return height
}

var (
	leaders       = regexp.MustCompile(`(\.\s?){4,}[\s|]*([0-9]+|[ivxlc]+)$|(…\s?){2,}[\s|]*[0-9]+$`)
	endsInNumber  = regexp.MustCompile(`[\s|](\d{1,4})$`)
	contentsTitle = regexp.MustCompile(`(?i)^(table of contents|contents|inhalt(sverzeichnis)?|sommaire|table des matières|índice|目次|目录|目錄|목차|차례)$`)
)

// withoutContents takes out the lines of tables of contents: those whose title and
// page are joined by dots, and those below "Contents" that end in rising numbers.
func withoutContents(pages [][]pdfLine) [][]pdfLine {
	for p, lines := range pages {
		gone := make([]bool, len(lines))
		for i, x := range lines {
			gone[i] = leaders.MatchString(x.text)
		}
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
			continue
		}
		kept := lines[:0:0]
		for i, x := range lines {
			if !gone[i] {
				kept = append(kept, x)
			}
		}
		pages[p] = kept
	}
	return pages
}
