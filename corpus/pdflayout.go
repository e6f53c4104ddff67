package corpus

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a PDF holds is letters at places. Lines come from PDFium; this file leaves out
// running heads, page numbers and tables of contents, and makes paragraphs of what is
// left. A paragraph ends where the next line stands further down than usual, begins
// with a bullet, is set in another size, or is indented behind a sentence's end; it
// goes on over a page's or a column's end where the next one begins with a small
// letter. A line of larger or bold type is a heading.

// A box is where something stands, in points of 1/72 inch from the lower left corner.
type box struct{ left, right, bottom, top float64 }

func (b box) size() float64 { return b.top - b.bottom }

// A pdfLine is a line of a page. Cells of a table are parted by " | ".
type pdfLine struct {
	box
	page int // from 1
	text string
	bold bool // its first letters are
	torn bool // its last word goes on in the next line, and the hyphen is not its own
}

// A lineBuilder makes lines of a page's letters in their order.
type lineBuilder struct {
	page  int
	box   func(letter int) (box, error)
	bold  func(letter int) bool
	lines []pdfLine
	text  strings.Builder
	first int // letter of the line, that can be seen
	last  int
	any   bool // that there was one on the page
	seen  bool // that the line has one
	space bool // the letter before was white space
}

// letter takes a letter. PDFium puts line ends between lines, and U+0002 for a hyphen
// at the end of one.
func (b *lineBuilder) letter(i int, r rune) error {
	switch {
	case r == '\n' || r == '\r' || r == 0:
		if r != 0 {
			return b.endLine(false)
		}
	case r == 2 || r == 0xfffe:
		return b.endLine(true)
	case unicode.IsSpace(r):
		b.space = b.seen
		b.text.WriteByte(' ')
	case r < ' ':
	default:
		if raised, err := b.raised(i, r); raised || err != nil {
			return err
		}
		if b.space {
			before, err := b.box(b.last)
			if err != nil {
				return err
			}
			at, err := b.box(i)
			if err != nil {
				return err
			}
			if at.left-before.right > 1.6*max(at.size(), before.size()) {
				b.text.WriteString("| ")
			}
		}
		if !b.seen {
			b.first, b.seen = i, true
		}
		b.last, b.any, b.space = i, true, false
		b.text.WriteString(spelled(r))
	}
	return nil
}

// raised reports whether a letter is the mark of a note: a small digit or star above
// the line, close behind a letter. Behind 10, a metre and the like it is a power.
func (b *lineBuilder) raised(i int, r rune) (bool, error) {
	if !b.any || b.space || !unicode.IsDigit(r) && r != '*' && r != '†' && r != '‡' {
		return false, nil
	}
	before, err := b.box(b.last)
	if err != nil {
		return false, err
	}
	at, err := b.box(i)
	if err != nil || at.size() > 0.8*before.size() || at.bottom < before.bottom+0.1*before.size() || at.bottom > before.top || at.left < before.right-0.2*before.size() || at.left > before.right+0.5*before.size() {
		return false, err
	}
	if b.seen && hasPower.MatchString(b.text.String()) {
		b.text.WriteByte('^')
		return false, nil
	}
	return true, nil
}

// spelled writes out ligatures, and makes the bullets of symbol fonts such.
func spelled(r rune) string {
	switch {
	case r >= 0xfb00 && r <= 0xfb06:
		return [...]string{"ff", "fi", "fl", "ffi", "ffl", "st", "st"}[r-0xfb00]
	case r == 0xf0b7 || r == 0xf0a7 || r == 0xf0d8:
		return "•"
	case !utf8.ValidRune(r):
		return "\ufffd"
	}
	return string(r)
}

func (b *lineBuilder) endLine(torn bool) error {
	text, seen := strings.TrimSpace(b.text.String()), b.seen
	b.text.Reset()
	b.seen, b.space = false, false
	if text == "" || !seen {
		return nil
	}
	from, err := b.box(b.first)
	if err != nil {
		return err
	}
	to, err := b.box(b.last)
	if err != nil {
		return err
	}
	b.lines = append(b.lines, pdfLine{page: b.page, text: text, torn: torn, bold: b.bold(b.first) && b.bold(b.last),
		box: box{min(from.left, to.left), max(from.right, to.right), min(from.bottom, to.bottom), max(from.top, to.top)}})
	return nil
}

// end returns the lines.
func (b *lineBuilder) end() []pdfLine {
	_ = b.endLine(false)
	return b.lines
}

// layOut makes paragraphs of the lines of all pages.
func layOut(pages [][]pdfLine, src *Source) {
	pages = withoutContents(withoutHeads(pages))
	l := layout{src: src}
	l.measure(pages)
	var notes []pdfLine // at the foot of the page before, in whose stead its last sentence goes on
	for _, lines := range pages {
		text, foot := l.foot(lines)
		for _, line := range text {
			if n := len(l.para); len(notes) > 0 && (n == 0 || l.parts(l.para[n-1], line)) {
				l.notes(notes)
				notes = nil
			}
			l.line(line)
		}
		notes = append(notes, foot...)
	}
	l.notes(notes)
	l.tables()
	l.finish()
}

// foot parts the notes at the foot of a page, the last lines in smaller type, from its text.
func (l *layout) foot(lines []pdfLine) (text, notes []pdfLine) {
	n := len(lines)
	for n > 0 && lines[n-1].size() < 0.9*l.body && (n == len(lines) || lines[n].bottom < lines[n-1].top) {
		n--
	}
	return lines[:n], lines[n:]
}

// notes reads notes at the foot of a page.
func (l *layout) notes(lines []pdfLine) {
	l.end()
	for _, line := range lines {
		l.line(line)
	}
	l.end()
}

// A layout reads lines as paragraphs.
type layout struct {
	src     *Source
	body    float64 // size of most of the text
	strong  bool    // most of the text is bold
	columns map[column]extent
	pitch   float64 // from a line of it to the next, mostly
	para    []pdfLine
	blocks  []layBlock
	heading string
}

// A column is what the lines of a page that begin at one place are in.
type column struct {
	page int
	left float64 // in units of 4 points
}

type extent struct {
	right float64
	lines int
}

func (x pdfLine) column() column { return column{x.page, math.Round(x.left / 4)} }

type layBlock struct {
	text, heading string // where text goes on over a page's end, behind pageMark and a word
	page, n       int
}

// pageMark stands behind the first word of a page.
const pageMark = "\f"

// measure finds the size of the text and how far its lines stand apart.
func (l *layout) measure(pages [][]pdfLine) {
	l.columns = map[column]extent{}
	sizes, bold := map[float64]int{}, 0
	total := 0
	for _, lines := range pages {
		for _, x := range lines {
			sizes[half(x.size())] += len(x.text)
			total += len(x.text)
			c := l.columns[x.column()]
			l.columns[x.column()] = extent{max(c.right, x.right), c.lines + 1}
			if x.bold {
				bold += len(x.text)
			}
		}
	}
	l.body, l.strong = most(sizes), 2*bold > total
	pitches := map[float64]int{}
	for _, lines := range pages {
		for i := 1; i < len(lines); i++ {
			if d := lines[i-1].bottom - lines[i].bottom; half(lines[i].size()) == l.body && d > 0.5*l.body && d < 2.2*l.body {
				pitches[half(d)]++
			}
		}
	}
	l.pitch = cmp.Or(most(pitches), 1.2*l.body)
}

func half(f float64) float64 { return math.Round(2*f) / 2 }

// most returns the key of the highest count, of several the lowest.
func most(counts map[float64]int) (best float64) {
	n := 0
	for f, c := range counts {
		if c > n || c == n && f < best {
			best, n = f, c
		}
	}
	return best
}

func (l *layout) line(b pdfLine) {
	if n := len(l.para); n > 0 && l.parts(l.para[n-1], b) {
		l.end()
	}
	l.para = append(l.para, b)
}

var (
	hasPower    = regexp.MustCompile(`(^|[^\d.,])10$|(^|[\d\s])(m|km|cm|mm|ft|in)$`)
	pdfBullet   = regexp.MustCompile(`^[•‣◦⁃∙▪▫■□●○►➢➤✓❖·]\s*|^[-–—*]\s+`)
	pdfNumber   = regexp.MustCompile(`^(\(?\d{1,3}[.)]|\([a-z]\)|[a-z]\)|\d+(\.\d+)+\.?)\s+\S`)
	sentenceEnd = regexp.MustCompile(`[.!?:;。！？…]["”’')\]»]*$`)
)

// parts says whether a paragraph ends between two lines.
func (l *layout) parts(a, b pdfLine) bool {
	size := max(a.size(), b.size())
	ends := sentenceEnd.MatchString(a.text)
	switch {
	case strings.Contains(a.text, " | ") || strings.Contains(b.text, " | "):
		return true
	case a.torn, sameLine(a, b):
		return false
	case math.Abs(a.size()-b.size()) > 0.12*size, a.bold != b.bold && (ends || l.headed(a) || l.headed(b)):
		return true
	case pdfBullet.MatchString(b.text), pdfNumber.MatchString(b.text) && (ends || l.item()):
		return true
	case a.page != b.page || b.bottom > a.bottom+0.3*size: // another page or column
		return ends || l.headed(a) || l.headed(b) || !goesOn(b.text) && !l.breaksOff(a)
	case b.top > a.bottom+0.5*size: // beside it
		return true
	case a.bottom-b.bottom > 1.3*max(l.pitch, 1.05*size)*max(1, size/l.body):
		return true
	case l.headed(a):
		return false
	case ends && b.left > a.left+0.8*size && b.left < a.left+5*size && !l.item():
		return true
	case ends && !goesOn(b.text): // and left room for the next word, and more
		right := l.columns[a.column()].right
		return a.right < right-0.25*(right-a.left)
	}
	return false
}

// sameLine says whether a line is the rest of another, parted by the mark of a note.
func sameLine(a, b pdfLine) bool {
	size := max(a.size(), b.size())
	return a.page == b.page && math.Abs(a.bottom-b.bottom) < 0.3*size && b.left > a.right-0.2*size && b.left < a.right+size
}

// item says whether the paragraph being read is one of a list.
func (l *layout) item() bool {
	return pdfBullet.MatchString(l.para[0].text) || pdfNumber.MatchString(l.para[0].text)
}

// headed says whether a line is set as a heading is.
func (l *layout) headed(a pdfLine) bool {
	return a.size() > 1.12*l.body || a.bold && !l.strong && !sentenceEnd.MatchString(a.text)
}

var unfinished = regexp.MustCompile(`(?i)(,|\b(the|an?|of|and|or|by|to|in|for|with|from|at|on|as|that|which|who|whose|is|was|were|are|has|had|have|its|his|her|their))$`)

// breaksOff says whether a line without a sentence's end is in the midst of one: its last word
// asks for another, or it fills its column, so that the next word may have had no room.
func (l *layout) breaksOff(a pdfLine) bool {
	column := l.columns[a.column()]
	return unfinished.MatchString(a.text) || column.lines >= 3 && a.right > column.right-0.12*(column.right-a.left)
}

func goesOn(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLower(r) || unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hangul, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r)
}

// end closes the paragraph being read.
func (l *layout) end() {
	if len(l.para) == 0 {
		return
	}
	var b strings.Builder
	for i, x := range l.para {
		if i > 0 {
			for range x.page - l.para[i-1].page {
				word, rest, _ := strings.Cut(x.text, " ")
				x.text = word + " " + pageMark + rest
			}
		}
		b.WriteString(x.text)
		switch {
		case i+1 == len(l.para):
		case sameLine(x, l.para[i+1]) && strings.ContainsAny(l.para[i+1].text[:1], ",.;:!?)"):
		case x.torn && !strings.HasSuffix(x.text, "-"):
			b.WriteString("-\n")
		default:
			b.WriteByte('\n')
		}
	}
	first, text := l.para[0], b.String()
	const longHeading = 200
	isHeading := len(text) <= longHeading && len(l.para) <= 3 && !strings.Contains(text, " | ") && !pdfBullet.MatchString(text)
	for _, x := range l.para {
		isHeading = isHeading && l.headed(x)
	}
	l.para = nil
	block := layBlock{text: text, heading: l.heading, page: first.page, n: len(l.blocks) + 1}
	if isHeading {
		if l.heading = tidy(text); l.src.Title == "" && first.page == 1 {
			l.src.Title = l.heading
		}
		block.text = ""
	}
	l.blocks = append(l.blocks, block)
}

// tables makes the first row of a table the header that its other rows stand under.
func (l *layout) tables() {
	for i := 0; i < len(l.blocks); {
		n := 1
		for columns := strings.Count(l.blocks[i].text, " | "); columns > 0 && i+n < len(l.blocks) && strings.Count(l.blocks[i+n].text, " | ") == columns; {
			n++
		}
		if header := l.blocks[i].text; n >= 3 && !strings.ContainsAny(header, "0123456789") {
			for k := 1; k < n; k++ {
				l.blocks[i+k].heading = under(l.blocks[i+k].heading, header)
			}
			l.blocks[i].text = ""
		}
		i += n
	}
}

// finish joins torn words, now that all words are known.
func (l *layout) finish() {
	texts := make([]string, len(l.blocks))
	for i, b := range l.blocks {
		texts[i] = b.text
	}
	join := newHyphens(texts, true)
	for _, b := range l.blocks {
		b.heading = strings.TrimPrefix(strings.TrimPrefix(b.heading, l.src.Title), " · ")
		page := b.page
		for part := range byPage(pdfBullet.ReplaceAllString(join.lines(b.text), "")) {
			if text := tidy(part); text != "" {
				l.src.Paragraphs = append(l.src.Paragraphs, Paragraph{N: b.n, Heading: b.heading, Text: text, Place: fmt.Sprintf("p. %d", page), Verbatim: true})
			}
			page += strings.Count(part, pageMark)
		}
	}
}

var betweenSentences = regexp.MustCompile(`((?:\pL{3}|\pN|[)\]%])[.!?…]["”’')\]]*\s+)["“‘'(\[]*[\p{Lu}\pN]|([。！？]["”’」』)]*)`)

// byPage parts a paragraph that goes on over a page's end behind the sentence that does.
func byPage(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			word := strings.LastIndexAny(strings.TrimRight(text[:max(0, strings.Index(text, pageMark))], " "), " \n") + 1
			end := betweenSentences.FindStringSubmatchIndex(text[word:])
			if word == 0 || end == nil {
				yield(text)
				return
			}
			if !yield(text[:word+max(end[3], end[5])]) {
				return
			}
			text = text[word+max(end[3], end[5]):]
		}
	}
}

var (
	digits     = regexp.MustCompile(`\d+`)
	pageNumber = regexp.MustCompile(`(?i)^[-–—|·\s]*(page|p\.|seite|s\.|página|pagina)?\s*(#|[ivxlc]{1,7})(\s*(/|of|von|de|sur|\|)\s*#)?[-–—|·\s]*$`)
)

// headLines is how many lines at either end of a page may be a running head or foot.
const headLines = 4

// withoutHeads takes out the running heads and feet: lines at the top or bottom of a
// page that stand, but for their numbers, at the same height of several pages, and page
// numbers.
func withoutHeads(pages [][]pdfLine) [][]pdfLine {
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
