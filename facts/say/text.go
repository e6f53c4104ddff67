package say

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"hapjak/corpus"
)

// A Text is what is told, with the citations kept apart: no marker, no Markdown, no
// colour. Each surface puts its own markers in.
type Text struct {
	Plain string
	Refs  []Ref // by At
}

// A Ref is a paragraph that supports what stands before it.
type Ref struct {
	At int // bytes of Plain before it
	corpus.Ref
}

// While a text is put together, a citation stands in it as one rune of a plane that no
// source uses: firstMark and its number, from 1. So texts can be joined, cut and
// measured like any others.
const (
	firstMark = 0xF0000
	lastMark  = 0xFFFFD
)

func isMark(r rune) bool { return firstMark < r && r <= lastMark }

// Length is how many characters a text has, a mark counting as its "[1]".
func Length(text string) int {
	n := 0
	for _, r := range text {
		n++
		if isMark(r) {
			n += len(strconv.Itoa(int(r-firstMark))) + 1
		}
	}
	return n
}

// Text takes the marks out of what was put together with the teller's.
func (t *Teller) Text(marked string) Text {
	var out Text
	var plain []byte
	for _, r := range marked {
		if !isMark(r) || int(r-firstMark) > len(t.refs) {
			plain = utf8.AppendRune(plain, r)
			continue
		}
		if n := len(plain) - 1; n >= 0 && plain[n] == ' ' { // the space before marks is theirs
			plain = plain[:n]
		}
		out.Refs = append(out.Refs, Ref{len(plain), t.refs[r-firstMark-1]})
	}
	out.Plain = string(plain)
	return out
}

// Marked puts marks of the teller's into a text of another's.
func (t *Teller) Marked(text Text) string {
	return text.With(func(r corpus.Ref) string { return t.Marker(r) })
}

// With returns the text with a marker for each citation, behind a space.
func (x Text) With(marker func(corpus.Ref) string) string {
	var b strings.Builder
	from := 0
	for i, r := range x.Refs {
		b.WriteString(x.Plain[from:r.At])
		if i == 0 || x.Refs[i-1].At < r.At {
			b.WriteByte(' ')
		}
		b.WriteString(marker(r.Ref))
		from = r.At
	}
	b.WriteString(x.Plain[from:])
	return b.String()
}

// Cut returns the part of a text from one byte to before another, with the citations of what
// stands before them in it.
func (x Text) Cut(from, to int) Text {
	part := Text{Plain: x.Plain[from:to]}
	for _, r := range x.Refs {
		if from <= r.At && (r.At < to || to == len(x.Plain)) {
			r.At -= from
			part.Refs = append(part.Refs, r)
		}
	}
	return part
}

// Then returns the text with another behind it.
func (x Text) Then(next Text) Text {
	for _, r := range next.Refs {
		r.At += len(x.Plain)
		x.Refs = append(x.Refs, r)
	}
	x.Plain += next.Plain
	return x
}

// Numbered returns the text with its citations as "[1]", numbered as the teller made
// them, and the paragraphs that the numbers stand for are [Teller.Refs].
func (t *Teller) Numbered(marked string) string {
	var b strings.Builder
	for _, r := range marked {
		if isMark(r) && int(r-firstMark) <= len(t.refs) {
			b.WriteString("[" + strconv.Itoa(int(r-firstMark)) + "]")
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Refs returns the paragraphs cited so far, in the order of their numbers.
func (t *Teller) Refs() []corpus.Ref { return t.refs }

// Plain returns a marked text without its marks.
func Plain(marked string) string {
	var plain []byte
	for _, r := range marked {
		if !isMark(r) {
			plain = utf8.AppendRune(plain, r)
		} else if n := len(plain) - 1; n >= 0 && plain[n] == ' ' {
			plain = plain[:n]
		}
	}
	return string(plain)
}
