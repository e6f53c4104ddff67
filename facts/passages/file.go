package passages

import (
	"encoding/binary"

	"hapjak/facts/paged"
)

// The index is a file of package paged. Its sections, in order, all numbers little-endian:
//
//	meta        counts and averages, see meta
//	sources     per source: offset of its record in sourceData u64, its date as
//	            a number u32 (20130000 for 2013, 0 for none), first passage u32;
//	            one more for the ends
//	sourceData  records: id, title, publisher, author, date, url, language,
//	            rights, sha256 as strings, then quote words as a varint
//	sourceHash  hash table of source ids
//	passages    per passage: source u32, paragraph u32, and where it begins in
//	            forward u64 and in text u64; one more for the ends
//	text        per passage: a byte whose first bit says that it is verbatim and
//	            the second that it has a place; heading, text, the place if there
//	            is one, names. They are not
//	            compressed: in blocks of 16 KiB flate would save two thirds of
//	            them, and take 0.09 ms for each paragraph read.
//	terms       per term, see termRecord; one more for the ends. Terms are
//	            numbered by falling number of occurrences. (An earlier version let one
//	            that took over most of another keep its numbers, and terms that no
//	            passage held any more.)
//	termData    the stems, one after the other
//	termHash    hash table of the stems that stand in some passage
//	postings    per term its list, see postings.go
//	forward     per passage: numbers of title, heading and body terms, then the
//	            terms in their order, all varints: half of them take one byte.
//	            Proximity and feedback are reckoned from it.
//	prints      per source 32 bytes, by which an import knows an article that has
//	            not changed; zeros for none
const (
	secMeta = iota
	secSources
	secSourceData
	secSourceHash
	secPassages
	secText
	secTerms
	secTermData
	secTermHash
	secPostings
	secForward
	secPrints
	numSections
)

const (
	sourceSize   = 16
	passageSize  = 24
	passageWords = passageSize / 4
	remedy       = "import the articles again with --replace"
)

func format() paged.Format {
	return paged.Format{Magic: "hapjakPx", Version: 4, Sections: numSections, Name: "passage index", Remedy: remedy}
}

// An image is an index's file as it lies in memory: what its sections say. Its methods panic over
// damaged bytes; those of the [Index], which others call, do not.
type image struct {
	*paged.File
	meta meta
}

// u32 returns the i-th number of a section of u32s, u64 that of u64s.
func (im *image) u32(section, i int) uint32 {
	return binary.LittleEndian.Uint32(im.View(section, uint64(4*i), uint64(4*i+4)))
}

func (im *image) u64(section, i int) uint64 {
	return binary.LittleEndian.Uint64(im.View(section, uint64(8*i), uint64(8*i+8)))
}

// recovered turns what a damaged file made a reader panic with into an error.
// Any other panic goes on.
func recovered(r any) error { return format().Recovered(r) }
