package kb

import (
	"encoding/binary"
	"hash/crc32"
)

// Version 1 of the compact file held the same sections in a frame of its own, without sums
// of pages:
//
//	"hapjakkb"        8 bytes
//	version           uint32, 1
//	zero              uint32
//	length            uint64, of the whole file
//	checksum          uint32, CRC-32C of everything behind it
//	sections          uint32, how many follow
//	for each section  uint64 offset, uint64 length in bytes
//	the sections      each at a multiple of 8 bytes, zeros between
const (
	length1   = 16
	checksum1 = 24
	sections1 = 28
	header1   = 32
)

func isVersion1(data []byte) bool {
	return len(data) >= header1 && string(data[:8]) == format(0).Magic && binary.LittleEndian.Uint32(data[8:]) == 1
}

// readVersion1 returns the bytes of all sections of such a file.
func readVersion1(data []byte, n int) (list [][]byte, err error) {
	le, f := binary.LittleEndian, format(n)
	switch {
	case le.Uint64(data[length1:]) != uint64(len(data)):
		return nil, f.Damaged("%d bytes, but it was written with %d: cut short, or added to", len(data), le.Uint64(data[length1:]))
	case crc32.Checksum(data[sections1:], castagnoli()) != le.Uint32(data[checksum1:]):
		return nil, f.Damaged("its checksum is wrong: the file was altered")
	case int(le.Uint32(data[sections1:])) != n || len(data) < header1+16*n:
		return nil, f.Damaged("%d sections, want %d", le.Uint32(data[sections1:]), n)
	}
	for i := range n {
		entry := data[header1+16*i:]
		from, size := le.Uint64(entry), le.Uint64(entry[8:])
		if from%alignment != 0 || from > uint64(len(data)) || size > uint64(len(data))-from {
			return nil, f.Damaged("section %d: at %d, %d bytes, which is outside the file", i, from, size)
		}
		list = append(list, data[from:from+size:from+size])
	}
	return list, nil
}
