package corpus

import "strings"

// A line of a PDF has wide gaps where it is the row of a table, or goes through two columns. Very wide ones
// part cells at once. Others do where the lines above and below have theirs at the same place, three at least:
// in prose no gap runs through three lines. Two cells that both go on from line to line as prose does
// are no row, but two columns, and read one behind the other.

// A pdfGap is a gap in a line: behind so many bytes of its text, and from where to where.
type pdfGap struct {
	at          int
	left, right float64
	cell        bool // it parts cells
	made        bool // a narrow one, without white space
}

const (
	wideGap  = 1.6 // times the size of the letters
	someGap  = 0.7
	madeGap  = 0.15 // where a page has white space between words, and none there
	minRows  = 3    // through which a gap goes that parts cells
	minProse = 4    // lines of two columns

	sampledBlanks = 200 // of a page, that are looked at
)

// withCells parts the lines of pages into cells and columns.
func withCells(pages [][]pdfLine) [][]pdfLine {
	for i, lines := range pages {
		partCells(lines)
		pages[i] = unrolled(lines)
	}
	return pages
}

// nearRows reports whether two lines may be rows of one table.
func nearRows(a, b pdfLine) bool {
	size := max(a.size(), b.size())
	down := a.bottom - b.bottom
	return a.page == b.page && down > 0.5*size && down < 3*size && a.size() > 0.8*size && b.size() > 0.8*size
}

// partCells marks the gaps that go through several lines.
func partCells(lines []pdfLine) {
	through := func(i, step int, gap pdfGap) (n int) { // how many lines go on with the gap
		left, right := gap.left, gap.right
		for ; i+step >= 0 && i+step < len(lines); i += step {
			a, b := lines[i], lines[i+step]
			if step < 0 {
				a, b = b, a
			}
			found := false
			for _, g := range lines[i+step].gaps {
				need := 0.5
				if gap.made || g.made {
					need = 0.1
				}
				if l, r := max(left, g.left), min(right, g.right); r-l > need*lines[i].size() {
					left, right, found = l, r, true
					break
				}
			}
			if !found || !nearRows(a, b) {
				return n
			}
			n++
		}
		return n
	}
	cells := make([][]int, len(lines))
	for i, x := range lines {
		for k, g := range x.gaps {
			if !g.cell && 1+through(i, -1, g)+through(i, 1, g) >= minRows {
				cells[i] = append(cells[i], k)
			}
		}
	}
	for i, list := range cells {
		for _, k := range list {
			lines[i].gaps[k].cell = true
			lines[i].bar(k)
		}
	}
	for i := range lines { // an empty cell is a gap over two of the next row's, or of the one above
		x := &lines[i]
		for k, g := range x.gaps {
			most := 0
			for _, at := range []int{i - 1, i + 1} {
				if at < 0 || at >= len(lines) || !nearRows(lines[min(i, at)], lines[max(i, at)]) {
					continue
				}
				n := 0
				for _, h := range lines[at].gaps {
					if h.cell && min(g.right, h.right)-max(g.left, h.left) > 0.5*x.size() {
						n++
					}
				}
				most = max(most, n)
			}
			for ; g.cell && most > 1; most-- {
				x.bar(k)
			}
		}
	}
}

// bar puts a bar into a gap.
func (x *pdfLine) bar(gap int) {
	at := x.gaps[gap].at
	x.text = x.text[:at] + "| " + x.text[at:]
	for j := range x.gaps {
		if x.gaps[j].at > at {
			x.gaps[j].at += len("| ")
		}
	}
}

// unrolled puts the right one of two columns behind the left one, where their lines were read across.
func unrolled(lines []pdfLine) (out []pdfLine) {
	for i := 0; i < len(lines); {
		n := 0
		var left, right []pdfLine
		for i+n < len(lines) && (n == 0 || nearRows(lines[i+n-1], lines[i+n])) {
			a, b, ok := halves(lines[i+n])
			if !ok || n > 0 && (b.left < left[n-1].right || a.right > right[n-1].left) {
				break
			}
			left, right = append(left, a), append(right, b)
			n++
		}
		if n >= minProse && isProse(left) && isProse(right) {
			out = append(append(out, left...), right...)
		} else {
			n = max(n, 1)
			out = append(out, lines[i:i+n]...)
		}
		i += n
	}
	return out
}

// halves parts a line of two cells.
func halves(x pdfLine) (left, right pdfLine, ok bool) {
	var gap pdfGap
	for _, g := range x.gaps {
		if g.cell {
			if ok {
				return left, right, false
			}
			gap, ok = g, true
		}
	}
	if !ok {
		return left, right, false
	}
	left, right = x, x
	left.text, left.right, left.torn, left.gaps = strings.TrimSuffix(x.text[:gap.at], " "), gap.left, false, nil
	right.text, right.left, right.gaps = strings.TrimPrefix(x.text[gap.at:], "| "), gap.right, nil
	if word, torn := strings.CutSuffix(left.text, "-"); torn && word != "" && isWord(word[len(word)-1]) {
		left.text, left.torn = word, true
	}
	return left, right, true
}

// isProse reports whether most lines go on in the next: they end no sentence, and the next begins with a small letter.
func isProse(lines []pdfLine) bool {
	letters, goes := 0, 0
	for i, x := range lines {
		letters += len(x.text)
		if i+1 < len(lines) && !sentenceEnd.MatchString(x.text) && goesOn(lines[i+1].text) {
			goes++
		}
	}
	return letters >= 20*len(lines) && 2*goes >= len(lines)-1
}
