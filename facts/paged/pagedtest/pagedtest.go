// Package pagedtest alters files of package paged, for the tests of those who own one.
package pagedtest

import (
	"encoding/binary"
	"hash/crc32"
)

// Resum makes the sums of a file right again, so that what is wrong in it is believed. What
// is no such file stays as it is.
func Resum(b []byte) {
	const pageSize = 1 << 16
	le, table := binary.LittleEndian, crc32.MakeTable(crc32.Castagnoli)
	if len(b) < 16 || le.Uint32(b[12:]) == 0 || le.Uint32(b[12:]) > 1000 {
		return
	}
	last := int(le.Uint32(b[12:])) - 1
	end := 16 + 16*(last+1)
	head := (end + 4 + 7) &^ 7
	if len(b) < head {
		return
	}
	le.PutUint32(b[end:], crc32.Checksum(b[:end], table))
	at := le.Uint64(b[16+16*last:])
	if at < uint64(head) || at > uint64(len(b)) {
		return
	}
	sums := b[at:]
	n := 0
	for from := head; from < int(at) && len(sums) >= 4*n+8; from += pageSize {
		le.PutUint32(sums[4*n:], crc32.Checksum(b[from:min(from+pageSize, int(at))], table))
		n++
	}
	if len(sums) >= 4*n+4 {
		le.PutUint32(sums[4*n:], crc32.Checksum(sums[:4*n], table))
	}
}
