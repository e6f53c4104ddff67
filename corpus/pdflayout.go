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

// What a PDF holds is letters at places. Lines come from PDFium; pdfheads.go leaves out running
// heads, page numbers and tables of contents, and this file makes paragraphs of what is left. A
// paragraph ends where the next line stands further down than usual, begins with a bullet, is
// set in another size, or is indented behind a sentence's end; it goes on over a page's or a
// column's end where its last sentence does, past the notes at the page's foot. There it is in
// parts: the sentence that goes on is cited by the page on which it begins, what is behind it
// by its own. A line of larger or bold type is a heading.

// A box is where something stands, in points of 1/72 inch from the lower left corner.
type box struct{ left, right, bottom, top float64 }

func (b box) size() float64 { return b.top - b.bottom }

// A pdfLine is a line of a page. Cells of a table are parted by " | ".
type pdfLine struct {
	box
	page int // from 1
	text string
	// height is how high on its page it stands, from 0 at the lower edge to 1 at the upper.
	height float64
	bold   bool // its first letters are
	torn   bool // its last word goes on in the next line, and the hyphen is not its own
	gaps   []pdfGap
}

// A lineBuilder makes lines of a page's letters in their order.
type lineBuilder struct {
	page  int
	sheet box // the page's own
	box   func(letter int) (box, error)
	bold  func(letter int) bool
	made  func(letter int) bool // whether PDFium put it in; nil where that is not known
	lines []pdfLine
	text  strings.Builder
	first int // letter of the line, that can be seen
	last  int
	any   bool // that there was one on the page
	seen  bool // that the line has one
	space bool // the letter before was white space
	gaps  []pdfGap
	blank int // the white space
	asked int // how many of the page's were looked at, and how many PDFium put in
	put   int
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
		if b.space, b.blank = b.seen, i; b.seen && b.made != nil && b.asked < sampledBlanks {
			if b.asked++; b.made(i) {
				b.put++
			}
		}
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
			if wide := (at.left - before.right) / max(at.size(), before.size()); wide > someGap || wide > madeGap && b.made != nil && b.made(b.blank) {
				b.gaps = append(b.gaps, pdfGap{b.text.Len(), before.right, at.left, wide > wideGap, wide <= someGap})
				if wide > wideGap {
					b.text.WriteString("| ")
				}
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
	whole, seen, gaps := b.text.String(), b.seen, b.gaps
	text := strings.TrimSpace(whole)
	for i := range gaps {
		gaps[i].at -= len(whole) - len(strings.TrimLeft(whole, " "))
	}
	b.text.Reset()
	b.gaps = nil
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
	height := (from.bottom - b.sheet.bottom) / max(1, b.sheet.size())
	b.lines = append(b.lines, pdfLine{page: b.page, height: height, text: text, torn: torn, gaps: gaps, bold: b.bold(b.first) && b.bold(b.last),
		box: box{min(from.left, to.left), max(from.right, to.right), min(from.bottom, to.bottom), max(from.top, to.top)}})
	return nil
}

// end returns the lines.
func (b *lineBuilder) end() []pdfLine {
	_ = b.endLine(false)
	if 2*b.put > b.asked { // it has no white space of its own
		for i := range b.lines {
			b.lines[i].gaps = slices.DeleteFunc(b.lines[i].gaps, func(g pdfGap) bool { return g.made })
		}
	}
	return b.lines
}

// layOut makes paragraphs of the lines of all pages.
func layOut(file string, pages [][]pdfLine, src *Source, f *faults) {
	pages, heads := withoutHeads(pages)
	tellHeads(file, heads, f)
	pages, contents := withoutContents(pages)
	if contents > 0 {
		f.note("contents", file, 0, "lines of a table of contents that are left out: %d", contents)
	}
	pages = withCells(pages)
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

// foot parts the notes at the foot of a page, the last lines in smaller type, from its text. A
// line of theirs may be larger for a word in another font.
func (l *layout) foot(lines []pdfLine) (text, notes []pdfLine) {
	small := func(i int) bool { return i >= 0 && lines[i].size() < 0.94*l.body }
	n := len(lines)
	for small(n-1) || n < len(lines) && n > 0 && lines[n-1].size() < 1.12*l.body && (small(n-2) || small(n-3)) {
		n--
	}
	for n < len(lines) && !small(n) {
		n++
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
	width   float64 // of the longest line of it
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
	text, heading string // text has a pageMark behind the first word of another page
	page, n       int
}

const pageMark = "\f"

// measure finds the size of the text and how far its lines stand apart.
func (l *layout) measure(pages [][]pdfLine) {
	l.columns = map[column]extent{}
	bold, total := 0, 0
	for _, lines := range pages {
		for _, x := range lines {
			total += len(x.text)
			c := l.columns[x.column()]
			l.columns[x.column()] = extent{max(c.right, x.right), c.lines + 1}
			if x.bold {
				bold += len(x.text)
			}
		}
	}
	l.body, l.strong = bodySize(pages), 2*bold > total
	pitches := map[float64]int{}
	for _, lines := range pages {
		for _, x := range lines {
			if half(x.size()) == l.body {
				l.width = max(l.width, x.right-x.left)
			}
		}
	}
	for _, lines := range pages {
		for i := 1; i < len(lines); i++ {
			if d := lines[i-1].bottom - lines[i].bottom; half(lines[i].size()) == l.body && d > 0.5*l.body && d < 2.2*l.body {
				pitches[half(d)]++
			}
		}
	}
	l.pitch = cmp.Or(most(pitches), 1.2*l.body)
}

// bodySize is the size of most of the text.
func bodySize(pages [][]pdfLine) float64 {
	sizes := map[float64]int{}
	for _, lines := range pages {
		for _, x := range lines {
			sizes[half(x.size())] += len(x.text)
		}
	}
	return most(sizes)
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
		return ends || l.headed(a) || l.headed(b) || !goesOn(b.text) && !l.breaksOff(a, b)
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

// breaksOff says whether a line without a sentence's end is in the midst of one that goes on in
// another column: its last word asks for another, or it fills its own, so that the next word
// may have had no room.
func (l *layout) breaksOff(a, b pdfLine) bool {
	own := l.columns[a.column()]
	full := own.lines >= 3 && a.right > own.right-0.12*(own.right-a.left) && a.right-a.left > 0.4*l.width
	return math.Abs(a.size()-b.size()) < 0.06*l.body && (full || unfinished.MatchString(a.text))
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
	turned := 0 // pages, since the mark before
	for i, x := range l.para {
		if i > 0 {
			turned += x.page - l.para[i-1].page
		}
		if word, rest, ok := strings.Cut(x.text, " "); ok && turned > 0 {
			x.text, turned = word+" "+strings.Repeat(pageMark, turned)+rest, 0
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
		bars := func(i int) int { return len(SplitCells(l.blocks[i].text)) }
		for strings.Contains(l.blocks[i].text, " | ") && i+n < len(l.blocks) && bars(i+n) == bars(i) {
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
		b.heading = tidy(strings.TrimPrefix(strings.TrimPrefix(b.heading, l.src.Title), " · "))
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
