package kb

import (
	"encoding/binary"
	"hash/crc32"
)

// What the tests of this package look at that others do not see.

var (
	Turned       = turned
	EncodeSchema = encodeSchema
	DecodeSchema = decodeSchema
	Distance     = distance
)

const (
	MaxImage  = maxImage
	MaxBucket = maxBucket
	ShortKey  = shortKey
)

// WrittenInVersion1 writes a base as programs did before package paged.
func WrittenInVersion1(b *Base) []byte {
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
