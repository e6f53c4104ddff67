package passages

import "encoding/binary"

// u32s and u64s are arrays of little-endian numbers where they lie in the file.
// An index out of range panics; [Index.guard] turns that into an error, since
// only a damaged file has one.
type (
	u32s []byte
	u64s []byte
)

func (a u32s) at(i int) uint32 { return binary.LittleEndian.Uint32(a[4*i : 4*i+4]) }
func (a u32s) len() int        { return len(a) / 4 }
func (a u64s) at(i int) uint64 { return binary.LittleEndian.Uint64(a[8*i : 8*i+8]) }
func (a u64s) len() int        { return len(a) / 8 }

func appendU32(b []byte, v uint32) []byte { return binary.LittleEndian.AppendUint32(b, v) }
func appendU64(b []byte, v uint64) []byte { return binary.LittleEndian.AppendUint64(b, v) }

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// A decoder takes values off the front of bytes. What is cut short or malformed
// sets bad and gives zero values from then on.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.b, d.bad = nil, true
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) string() string {
	n := d.uvarint()
	if n > uint64(len(d.b)) {
		d.b, d.bad = nil, true
		return ""
	}
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

// hash is FNV-1a: short, and the same on every machine, as a table in a file
// must be.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// hashTable lays the numbers of the keys out as an open-addressed table of
// number+1, at most half full.
func hashTable(n int, key func(int) string) []byte {
	size := 2
	for size < 2*n {
		size *= 2
	}
	slots := make([]uint32, size)
	for i := range n {
		at := int(hash(key(i))) & (size - 1)
		for slots[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		slots[at] = uint32(i + 1)
	}
	b := make([]byte, 0, 4*size)
	for _, s := range slots {
		b = appendU32(b, s)
	}
	return b
}

// lookup finds key in a table made by hashTable. It visits no slot twice, even
// in a damaged table.
func lookup(table u32s, key string, is func(i int) bool) (int, bool) {
	size := table.len()
	if size == 0 {
		return 0, false
	}
	at := int(hash(key)) & (size - 1)
	for range size {
		slot := table.at(at)
		if slot == 0 {
			return 0, false
		}
		if is(int(slot - 1)) {
			return int(slot - 1), true
		}
		at = (at + 1) & (size - 1)
	}
	return 0, false
}
