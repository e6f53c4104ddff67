package passages

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/nlp"
)

// An analyser turns the text of sources into terms that it numbers for itself,
// so that several can work side by side; see [Builder.append].
type analyser struct {
	numbers map[string]uint32          // of terms
	words   map[string]uint32          // the numbers of words' terms, since most words come again
	near    [1 << nearBits]numbered    // some of them, at hand
	names   func(text string) []string // may be nil
	fresh   []string                   // the terms numbered since the last batch, in order
}

// An analysed source is ready to be appended to a builder.
type analysed struct {
	source      corpus.Source // without paragraphs, and without a title that is only its id
	fingerprint [sha256.Size]byte
	passages    []analysedPassage
	anew        bool     // the analyser numbers its terms anew from here on
	fresh       []string // terms that follow those of the analyser's batches before
}

type analysedPassage struct {
	paragraph uint32
	lens      [numFields]int
	terms     []uint32
	text      []byte
}

func newAnalyser() *analyser {
	return &analyser{numbers: map[string]uint32{}, words: map[string]uint32{}}
}

func (a *analyser) analyse(s corpus.Source) analysed {
	out := analysed{passages: make([]analysedPassage, 0, len(s.Paragraphs))}
	if len(a.words) >= maxWords {
		out.anew = true
		*a = analyser{numbers: map[string]uint32{}, words: map[string]uint32{}, names: a.names}
	}
	s.Title = s.OwnTitle()
	titled := a.terms(nil, s.Title)
	for _, p := range cutLong(s.Paragraphs) {
		x := analysedPassage{paragraph: uint32(p.N), text: a.text(p)}
		x.terms = append(make([]uint32, 0, len(titled)+len(p.Text)/5+1), titled...)
		x.lens[title] = len(x.terms)
		x.terms = a.terms(x.terms, p.Heading)
		x.lens[heading] = len(x.terms) - x.lens[title]
		x.terms = a.terms(x.terms, p.Text)
		x.lens[body] = len(x.terms) - x.lens[title] - x.lens[heading]
		out.passages = append(out.passages, x)
	}
	s.Paragraphs = nil
	out.source, out.fresh, a.fresh = s, a.fresh, nil
	return out
}

// maxPassage is the longest passage, in characters. A reader looks at one passage at
// a time, and a transcript may be a single block.
const maxPassage = 1200

// cutLong cuts long paragraphs into parts at the ends of sentences, or where a
// sentence is longer than a passage, between words.
func cutLong(list []corpus.Paragraph) []corpus.Paragraph {
	long := func(p corpus.Paragraph) bool {
		return len(p.Text) > maxPassage && utf8.RuneCountInString(p.Text) > maxPassage
	}
	if !slices.ContainsFunc(list, long) {
		return list
	}
	var out []corpus.Paragraph
	for _, p := range list {
		if !long(p) {
			out = append(out, p)
			continue
		}
		part, letters := p, 0
		start, end := 0, 0 // of the part being filled, in bytes
		put := func() {
			if part.Text = strings.TrimSpace(p.Text[start:end]); part.Text != "" {
				out = append(out, part)
			}
			start, letters = end, 0
		}
		for _, s := range nlp.Sentences(p.Text) {
			for piece := range pieces(p.Text[end:s.End]) {
				n := utf8.RuneCountInString(piece)
				if letters+n > maxPassage && letters > 0 {
					put()
				}
				letters += n
				end += len(piece)
			}
		}
		end = len(p.Text)
		put()
	}
	return out
}

// pieces cuts a sentence that is longer than a passage between words, or where there
// are none, between letters.
func pieces(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for utf8.RuneCountInString(s[:min(len(s), utf8.UTFMax*maxPassage+1)]) > maxPassage {
			at, n, space := 0, 0, 0
			for i, r := range s {
				if n++; n > maxPassage {
					at = i
					break
				}
				if r == ' ' {
					space = i + 1
				}
			}
			if space > at/2 {
				at = space
			}
			if !yield(s[:at]) {
				return
			}
			s = s[at:]
		}
		yield(s)
	}
}

// The bits of a passage's first byte in the text section.
const (
	isVerbatim = 1 << iota
	hasPlace
)

// text encodes a paragraph as the text section has it.
func (a *analyser) text(p corpus.Paragraph) []byte {
	b := make([]byte, 1, len(p.Heading)+len(p.Text)+8)
	if p.Verbatim {
		b[0] = isVerbatim
	}
	b = appendString(appendString(b, p.Heading), p.Text)
	if p.Place != "" {
		b[0] |= hasPlace
		b = appendString(b, p.Place)
	}
	if a.names != nil {
		for _, name := range a.names(p.Text) {
			b = appendString(b, name)
		}
	}
	return b
}

// terms appends the numbers of text's terms to to.
func (a *analyser) terms(to []uint32, text string) []uint32 {
	for word := range allForms(text) {
		near := &a.near[slotOf(word)]
		if string(near.word[:near.size]) == word {
			to = append(to, near.n)
			continue
		}
		n, ok := a.words[word]
		if !ok {
			n = a.number(word)
		}
		if len(word) <= len(near.word) {
			near.n, near.size = n, uint8(copy(near.word[:], word))
		}
		to = append(to, n)
	}
	return to
}

// A numbered is a short word, by its bytes so that it holds no text, and the number of its term.
type numbered struct {
	n    uint32
	size uint8
	word [19]byte
}

// nearBits is the logarithm of how many words are kept at hand, most of which come again within a few lines.
const nearBits = 12

// slotOf is where a word is kept at hand.
func slotOf(word string) uint32 {
	n := len(word)
	if n == 0 {
		return 0
	}
	h := uint32(n) | uint32(word[0])<<8 | uint32(word[n/2])<<16 | uint32(word[n-1])<<24
	return h * 2654435761 >> (32 - nearBits)
}

// maxWords bounds what an analyser remembers of words between articles, some 150 bytes each with their terms.
const maxWords = 1 << 17

// number returns the number of a word's term, and remembers it.
func (a *analyser) number(word string) uint32 {
	term := stemOf(word)
	n, ok := a.numbers[term]
	if !ok {
		n = uint32(len(a.numbers))
		term = strings.Clone(term)
		a.numbers[term] = n
		a.fresh = append(a.fresh, term)
	}
	a.words[strings.Clone(word)] = n
	return n
}

// appendForward writes a passage as the forward section has it.
func appendForward(b []byte, lens [numFields]int, terms []uint32) []byte {
	for _, n := range lens {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for _, t := range terms {
		b = binary.AppendUvarint(b, uint64(t))
	}
	return b
}
