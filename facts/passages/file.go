package passages

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
)

// The file, all numbers little-endian, sections 8-aligned:
//
//	magic      8 bytes "hapjakPx"
//	version    u32
//	sections   u32
//	then for each section: offset u64, length u64, CRC-32C u32, unused u32
//	CRC-32C of all that, u32
//
// The sections, in order:
//
//	meta        counts and the constants of the ranking, see meta
//	sources     u64 offset of each source's record in sourceData, and of its end
//	sourceData  records: id, title, publisher, author, date, url, language,
//	            rights, sha256 as strings, then quote words, first passage and
//	            number of passages as varints
//	sourceHash  hash table of source ids
//	passages    per passage: source u32, paragraph u32, forward u64, text u64;
//	            one more for the ends
//	text        per passage: verbatim byte, heading, text
//	terms       per term: name u32, passages u32, postings u64; one more for the
//	            ends. Terms are numbered by falling number of occurrences.
//	termData    the stems, one after the other
//	termHash    hash table of stems
//	postings    see postings.go
//	forward     per passage: numbers of title, heading and body terms, then the
//	            terms in their order, all varints
const (
	magic   = "hapjakPx"
	version = 1
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
	numSections
)

const (
	sectionSize = 24
	headerSize  = 16 + numSections*sectionSize + 4
	passageSize = 24
	termSize    = 16
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// writeFile writes the sections behind their header.
func writeFile(w io.Writer, sections [numSections][]byte) (int64, error) {
	head := append([]byte(magic), 0, 0, 0, 0, 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(head[8:], version)
	binary.LittleEndian.PutUint32(head[12:], numSections)
	at := align(headerSize)
	for _, s := range sections {
		head = appendU64(head, uint64(at))
		head = appendU64(head, uint64(len(s)))
		head = appendU32(head, crc32.Checksum(s, castagnoli))
		head = appendU32(head, 0)
		at = align(at + len(s))
	}
	head = appendU32(head, crc32.Checksum(head, castagnoli))
	var written int64
	for _, part := range append([][]byte{head}, sections[:]...) {
		pad := make([]byte, align(len(part))-len(part))
		for _, b := range [][]byte{part, pad} {
			n, err := w.Write(b)
			written += int64(n)
			if err != nil {
				return written, err
			}
		}
	}
	return written, nil
}

func align(n int) int { return (n + 7) &^ 7 }

// A directory is where the sections of a file stand.
type directory struct {
	data [numSections][]byte
	sums [numSections]uint32
}

// readFile checks the header and cuts the file into its sections. It reads
// nothing else.
func readFile(b []byte) (directory, error) {
	var d directory
	if len(b) < headerSize || string(b[:8]) != magic {
		return d, fmt.Errorf("not a passage index")
	}
	if v := binary.LittleEndian.Uint32(b[8:]); v != version {
		return d, fmt.Errorf("passage index of version %d, this program reads %d: import the articles again", v, version)
	}
	end := headerSize - 4
	if binary.LittleEndian.Uint32(b[12:]) != numSections ||
		binary.LittleEndian.Uint32(b[end:]) != crc32.Checksum(b[:end], castagnoli) {
		return d, fmt.Errorf("passage index with a damaged header: import the articles again")
	}
	for i := range numSections {
		e := b[16+i*sectionSize:]
		off, n := binary.LittleEndian.Uint64(e), binary.LittleEndian.Uint64(e[8:])
		if off > uint64(len(b)) || n > uint64(len(b))-off {
			return d, fmt.Errorf("passage index cut short: import the articles again")
		}
		d.data[i] = b[off : off+n : off+n]
		d.sums[i] = binary.LittleEndian.Uint32(e[16:])
	}
	return d, nil
}
