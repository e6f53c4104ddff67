package passages

import "encoding/binary"

// u32s and u16s are arrays of little-endian numbers where they lie in the file.
// An index out of range panics; [recovered] turns that into an error, since
// only a damaged file has one.
type (
	u32s []byte
	u16s []byte
)

func (a u32s) at(i int) uint32 { return binary.LittleEndian.Uint32(a[4*i : 4*i+4]) }
func (a u16s) at(i int) uint32 { return uint32(binary.LittleEndian.Uint16(a[2*i : 2*i+2])) }

func appendU16(b []byte, v uint16) []byte { return binary.LittleEndian.AppendUint16(b, v) }
func appendU32(b []byte, v uint32) []byte { return binary.LittleEndian.AppendUint32(b, v) }
func appendU64(b []byte, v uint64) []byte { return binary.LittleEndian.AppendUint64(b, v) }

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// A decoder takes values off the front of bytes. What is cut short or malformed
// leaves it empty, and gives zero values from then on.
type decoder struct{ b []byte }

func (d *decoder) uvarint() uint64 {
	if len(d.b) > 0 && d.b[0] < 0x80 {
		v := d.b[0]
		d.b = d.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.b = nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) bytes() []byte {
	n := d.uvarint()
	if n > uint64(len(d.b)) {
		d.b = nil
		return nil
	}
	s := d.b[:n]
	d.b = d.b[n:]
	return s
}

func (d *decoder) string() string { return string(d.bytes()) }

// hash is FNV-1a: short, and the same on every machine, as a table in a file
// must be.
func hash[T string | []byte](s T) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// lookup finds the number of a key of that hash in a section made by Builder.table. It
// visits no slot twice, even in a damaged table.
func (im *image) lookup(section int, hash uint32, is func(i int) bool) (int, bool) {
	size := im.Size(section) / 8
	if size == 0 || size&(size-1) != 0 {
		return 0, false
	}
	at := int(hash) & (size - 1)
	for range size {
		slot := im.u64(section, at)
		if slot == 0 {
			return 0, false
		}
		if i := int(uint32(slot)) - 1; uint32(slot>>32) == hash && i >= 0 && is(i) {
			return i, true
		}
		at = (at + 1) & (size - 1)
	}
	return 0, false
}
