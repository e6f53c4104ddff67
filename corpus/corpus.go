// Package corpus holds the sources that answers cite: articles and their
// numbered paragraphs, read from files.
//
// A citation names a source and a paragraph, and a paragraph's number is its
// place among the blocks of the article's text (Blocks). Whatever form an
// article comes in, it is turned into blocks first, so that numbers mean the
// same in all of them: Markdown with a front matter, plain text, web pages as
// saved from a browser, and archives with one article a line.
//
// The default articles (Default) are other people's. What is in sources/ are
// digests of them, in our own words under the originals' paragraph numbers
// (digest.go says how such a file is written). Whoever holds an original may
// lay it beside its digest (ReadOriginals); paragraphs then quote it, as far as
// its source allows.
//
// Load reads a directory of sources that fits memory, Read an archive that
// does not.
package corpus

import (
	"fmt"
	"strconv"
	"strings"
)

// A Ref names one paragraph of one source, as a citation does: "kobiz-2025:27".
type Ref struct {
	Source    string
	Paragraph int // from 1
	// Part is a part of the paragraph, from 1: an item of a list, a row of a table, a
	// stretch of a long block. 0 is all of it.
	Part int
}

func (r Ref) String() string { return r.Source + ":" + r.Place() }

// Place is where in its source: "27", or "27.3" for the third part of paragraph 27.
func (r Ref) Place() string {
	if r.Part == 0 {
		return strconv.Itoa(r.Paragraph)
	}
	return strconv.Itoa(r.Paragraph) + "." + strconv.Itoa(r.Part)
}

// ParseRef reads "source:paragraph" or "source:paragraph.part". A source id may
// itself hold colons.
func ParseRef(s string) (Ref, error) {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 {
		return Ref{}, fmt.Errorf("citation %q is not source:paragraph", s)
	}
	place, part, parted := strings.Cut(s[i+1:], ".")
	n, err := strconv.Atoi(place)
	if err != nil || n < 1 {
		return Ref{}, fmt.Errorf("citation %q: %q is no paragraph number", s, s[i+1:])
	}
	ref := Ref{Source: s[:i], Paragraph: n}
	if parted {
		if ref.Part, err = strconv.Atoi(part); err != nil || ref.Part < 1 {
			return Ref{}, fmt.Errorf("citation %q: %q is no part of a paragraph", s, part)
		}
	}
	return ref, nil
}

// A Source is one article. What is not known is left empty.
type Source struct {
	ID        string
	Title     string // what it is called
	Publisher string // who brought it out
	Author    string // who wrote it
	Date      string // as far as it is known: "2015", "2025-04-03"
	URL       string // with or without a scheme
	Language  string // BCP 47
	Rights    string // its licence, or who holds the rights
	// Untitled says that nothing gives this source a title, and Title is its ID.
	Untitled bool
	// SHA256 is the digest, in hexadecimal, of the original file that this
	// source's paragraphs were written after; empty where there is none.
	SHA256 string
	// QuoteWords is how many words of one paragraph of the original may be
	// quoted verbatim; zero means none.
	QuoteWords int
	// Paragraphs are in order of their numbers, which may have gaps. Those of one
	// number are the parts of one paragraph.
	Paragraphs []Paragraph
}

// OwnTitle is the title, empty where a source has none and goes by its ID: that tells
// people which source it is, but nothing of what it says.
func (s Source) OwnTitle() string {
	if s.Untitled {
		return ""
	}
	return s.Title
}

// A Paragraph is one block of a source's original text.
type Paragraph struct {
	N       int    // counted from 1 over every block of the original
	Heading string // the section it stands under, empty where there is none
	// Place is where a person finds it in an original that has no paragraphs to
	// count: "p. 12" of a PDF, "0:12:31" of a recording. It is mostly empty.
	Place string
	Text  string // what a person is shown: the digest, or the source's own words
	// Verbatim says that Text is the source's own words.
	Verbatim bool
}
