package kb

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"strings"
	"testing"
)

// writtenInVersion1 writes a base as programs did before package paged.
func writtenInVersion1(b *Base) []byte {
	schema := encodeSchema(b.schema)
	sections := b.sections(&schema)
	sections = sections[:len(sections)-1] // without parts of paragraphs
	le := binary.LittleEndian
	d := make([]byte, header1+16*len(sections))
	for i, s := range sections {
		le.PutUint64(d[header1+16*i:], uint64(len(d)))
		le.PutUint64(d[header1+16*i+8:], uint64(len(s.bytes())))
		d = append(d, s.bytes()...)
		d = append(d, make([]byte, -len(d)&(alignment-1))...)
	}
	copy(d, "hapjakkb")
	le.PutUint32(d[8:], 1)
	le.PutUint64(d[length1:], uint64(len(d)))
	le.PutUint32(d[sections1:], uint32(len(sections)))
	le.PutUint32(d[checksum1:], crc32.Checksum(d[sections1:], castagnoli()))
	return d
}

// A base of an earlier version is read, and its damage told.
func TestVersion1(t *testing.T) {
	b := testBase(t)
	data := writtenInVersion1(b)
	read, err := LoadBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	same(t, b, read)
	if !bytes.Equal(written(t, read), written(t, b)) {
		t.Error("written again it differs from one of this version")
	}
	for range 500 {
		flipped := bytes.Clone(data)
		flipped[rand.IntN(len(data))] ^= 1 << rand.IntN(8)
		if _, err := LoadBytes(flipped); err == nil && !bytes.Equal(flipped[12:16], []byte{0, 0, 0, 0}) {
			continue // the four bytes that no program read
		} else if err == nil || !strings.Contains(err.Error(), "again") {
			t.Fatalf("a flipped bit: %v", err)
		}
	}
	for n := range len(data) {
		if _, err := LoadBytes(data[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes were taken for a base", n, len(data))
		}
	}
}
