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
// lay it beside its digest (LayOriginals); paragraphs then quote it, as far as
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
}

func (r Ref) String() string { return r.Source + ":" + strconv.Itoa(r.Paragraph) }

// ParseRef reads "source:paragraph". A source id may itself hold colons.
func ParseRef(s string) (Ref, error) {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 {
		return Ref{}, fmt.Errorf("citation %q is not source:paragraph", s)
	}
	n, err := strconv.Atoi(s[i+1:])
	if err != nil || n < 1 {
		return Ref{}, fmt.Errorf("citation %q: %q is no paragraph number", s, s[i+1:])
	}
	return Ref{Source: s[:i], Paragraph: n}, nil
}

// A Source is one article. What is not known is left empty.
type Source struct {
	ID        string
	Title     string
	Publisher string
	Author    string
	Date      string // as far as it is known: "2015", "2025-04-03"
	URL       string // with or without a scheme
	Language  string // BCP 47
	Rights    string
	// SHA256 is the digest, in hexadecimal, of the original file that this
	// source's paragraphs were written after; empty where there is none.
	SHA256 string
	// QuoteWords is how many words of one paragraph of the original may be
	// quoted verbatim; zero means none.
	QuoteWords int
	Paragraphs []Paragraph // by rising number; numbers may have gaps
}

// A Paragraph is one block of a source's original text.
type Paragraph struct {
	N       int    // counted from 1 over every block of the original
	Heading string // the section it stands under, empty where there is none
	Text    string // what a person is shown: the digest, or the source's own words
	// Verbatim says that Text is the source's own words.
	Verbatim bool
}
