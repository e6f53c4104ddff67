package passages

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"sync/atomic"
)

// The file, all numbers little-endian, sections 8-aligned:
//
//	magic      8 bytes "hapjakPx"
//	version    u32
//	sections   u32, how many
//	then for each section: offset u64, length u64
//	CRC-32C of all that, u32
//
// The sections, in order:
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
//	            numbered by falling number of occurrences.
//	termData    the stems, one after the other
//	termHash    hash table of stems
//	postings    per term its list, see postings.go
//	forward     per passage: numbers of title, heading and body terms, then the
//	            terms in their order, all varints: half of them take one byte.
//	            Proximity and feedback are reckoned from it.
//	prints      per source 32 bytes, by which an import knows an article that has
//	            not changed; zeros for none
//	sums        CRC-32C of each 64 KiB of the file from the end of the header to
//	            the beginning of this section, then one of the sums before it
//
// Opening reads the header, meta and sums. The sum of any other page is checked
// when something of it is first read, so a damaged page is noticed before it is
// believed, and a file of gigabytes opens in a millisecond.
const (
	magic   = "hapjakPx"
	version = 4
)

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
	secSums
	numSections
)

const (
	headerSize   = (16 + numSections*16 + 4 + 7) &^ 7
	sourceSize   = 16
	passageSize  = 24
	pageSize     = 1 << 16
	remedy       = "import the articles again"
	passageWords = passageSize / 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// An image is a file as it lies in memory.
type image struct {
	data    []byte
	section [numSections]span
	sums    u32s
	checked []atomic.Uint64 // a bit for each page whose sum was found right
}

type span struct{ from, to uint64 }

// damage is what reading a damaged part panics with; [Index.guard] recovers it.
type damage struct{ error }

// newImage checks the header and the table of sums.
func newImage(b []byte) (*image, error) {
	if len(b) < headerSize || string(b[:8]) != magic {
		return nil, errors.New("not a passage index: " + remedy)
	}
	le := binary.LittleEndian
	if v := le.Uint32(b[8:]); v != version {
		return nil, fmt.Errorf("passage index of version %d, this program reads %d: %s", v, version, remedy)
	}
	end := 16 + numSections*16
	if le.Uint32(b[12:]) != numSections || le.Uint32(b[end:]) != crc32.Checksum(b[:end], castagnoli) {
		return nil, errors.New("passage index with a damaged header: " + remedy)
	}
	im := &image{data: b}
	for i := range im.section {
		from, n := le.Uint64(b[16+16*i:]), le.Uint64(b[24+16*i:])
		if from < headerSize || from > uint64(len(b)) || n > uint64(len(b))-from {
			return nil, errors.New("passage index cut short: " + remedy)
		}
		im.section[i] = span{from, from + n}
	}
	return im, im.readSums()
}

func (im *image) readSums() error {
	at := im.section[secSums]
	b := im.data[at.from:at.to]
	pages := (int(at.from) - headerSize + pageSize - 1) / pageSize
	if len(b) != 4*pages+4 || u32s(b).at(pages) != crc32.Checksum(b[:4*pages], castagnoli) {
		return errors.New("passage index with damaged sums: " + remedy)
	}
	im.sums = u32s(b[:4*pages])
	im.checked = make([]atomic.Uint64, (pages+63)/64)
	return nil
}

// size returns the length of a section.
func (im *image) size(section int) int {
	s := im.section[section]
	return int(s.to - s.from)
}

// view returns the bytes [from, to) of a section, their pages checked.
func (im *image) view(section int, from, to uint64) []byte {
	s := im.section[section]
	if from > to || to > s.to-s.from {
		panic(damage{fmt.Errorf("passage index: no bytes %d to %d in section %d: %s", from, to, section, remedy)})
	}
	if from == to {
		return nil
	}
	from, to = from+s.from, to+s.from
	for page := (from - headerSize) / pageSize; page <= (to-1-headerSize)/pageSize; page++ {
		if im.checked[page/64].Load()&(1<<(page%64)) == 0 {
			im.check(page)
		}
	}
	return im.data[from:to:to]
}

// check compares a page with its sum.
func (im *image) check(page uint64) {
	from := headerSize + page*pageSize
	to := min(from+pageSize, im.section[secSums].from)
	if crc32.Checksum(im.data[from:to], castagnoli) != im.sums.at(int(page)) {
		panic(damage{fmt.Errorf("passage index: bytes %d to %d are damaged: %s", from, to, remedy)})
	}
	im.checked[page/64].Or(1 << (page % 64))
}

// whole returns all of a section.
func (im *image) whole(section int) []byte { return im.view(section, 0, uint64(im.size(section))) }

// u32 returns the i-th number of a section of u32s, u64 that of u64s.
func (im *image) u32(section, i int) uint32 {
	return binary.LittleEndian.Uint32(im.view(section, uint64(4*i), uint64(4*i+4)))
}

func (im *image) u64(section, i int) uint64 {
	return binary.LittleEndian.Uint64(im.view(section, uint64(8*i), uint64(8*i+8)))
}

// recovered turns what a damaged file made a reader panic with into an error.
// Any other panic goes on.
func recovered(r any) error {
	switch r := r.(type) {
	case nil:
		return nil
	case damage:
		return r.error
	case runtime.Error:
		return fmt.Errorf("passage index: %w: %s", r, remedy)
	}
	panic(r)
}

// writeFile writes the sections behind their header; the last, the sums, it
// reckons itself.
func writeFile(w io.Writer, sections [numSections][]byte) (int64, error) {
	head := append([]byte(magic), 0, 0, 0, 0, 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(head[8:], version)
	binary.LittleEndian.PutUint32(head[12:], numSections)
	at := headerSize
	for i, s := range sections {
		n := len(s)
		if i == secSums {
			n = 4*((at-headerSize+pageSize-1)/pageSize) + 4
		}
		head = appendU64(appendU64(head, uint64(at)), uint64(n))
		at = align(at + n)
	}
	head = appendU32(head, crc32.Checksum(head, castagnoli))
	out := &summer{w: w}
	out.write(pad(head), false)
	for _, s := range sections[:secSums] {
		out.write(s, true)
		out.write(make([]byte, align(len(s))-len(s)), true)
	}
	out.write(out.close(), false)
	return out.written, out.err
}

func align(n int) int { return (n + 7) &^ 7 }

func pad(b []byte) []byte { return append(b, make([]byte, align(len(b))-len(b))...) }

// A summer writes, and sums the pages of what it is told to.
type summer struct {
	w       io.Writer
	written int64
	err     error
	page    int // bytes of the page so far
	sum     uint32
	sums    []byte
}

func (s *summer) write(b []byte, sum bool) {
	if s.err != nil {
		return
	}
	n, err := s.w.Write(b)
	s.written += int64(n)
	s.err = err
	for sum && len(b) > 0 {
		n := min(len(b), pageSize-s.page)
		s.sum = crc32.Update(s.sum, castagnoli, b[:n])
		s.page += n
		b = b[n:]
		if s.page == pageSize {
			s.endPage()
		}
	}
}

func (s *summer) endPage() {
	s.sums = appendU32(s.sums, s.sum)
	s.page, s.sum = 0, 0
}

// close returns the section of sums.
func (s *summer) close() []byte {
	if s.page > 0 {
		s.endPage()
	}
	return appendU32(s.sums, crc32.Checksum(s.sums, castagnoli))
}
