package encoder

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A vocabulary finds word pieces by a hash table that lies in the weights file as it is used, so
// that opening it costs nothing. Slots hold identifiers; a piece lies in the first free slot from
// its hash on (FNV-1a, its halves folded together).
type vocabulary struct {
	table   []byte // uint16 each, freeSlot for none
	offsets []byte // uint32 each: piece i is text[offsets[i]:offsets[i+1]]
	text    []byte
	mask    uint32
	longest int // bytes of the longest piece

	unknown, start, separator int32
}

const (
	freeSlot  = 0xFFFF
	hashBasis = 2166136261
	hashPrime = 16777619
)

var errVocabulary = errors.New("the weights file is damaged: its vocabulary makes no sense")

func readVocabulary(section []byte, pieces int) (v vocabulary, err error) {
	if len(section) < 4 {
		return v, errVocabulary
	}
	slots := int(binary.LittleEndian.Uint32(section))
	if slots <= pieces || slots > 1<<18 || slots&(slots-1) != 0 || len(section) < 4+2*slots+4*(pieces+1) {
		return v, errVocabulary
	}
	r := reader(section[4:])
	v.table, v.offsets = r.bytes(2*slots), r.bytes(4*(pieces+1))
	v.text, v.mask = r, uint32(slots-1)
	for i, last := 0, uint32(0); i <= pieces; i++ {
		o := binary.LittleEndian.Uint32(v.offsets[4*i:])
		if o < last || int64(o) > int64(len(v.text)) {
			return v, errVocabulary
		}
		v.longest = max(v.longest, int(o-last))
		last = o
	}
	for i := range slots {
		if id := binary.LittleEndian.Uint16(v.table[2*i:]); id != freeSlot && int(id) >= pieces {
			return v, errVocabulary
		}
	}
	for _, s := range []struct {
		piece string
		id    *int32
	}{{"[UNK]", &v.unknown}, {"[CLS]", &v.start}, {"[SEP]", &v.separator}} {
		var found bool
		if *s.id, found = v.find([]byte(s.piece), false, hash(hashBasis, s.piece)); !found {
			return v, fmt.Errorf("the weights file lacks the piece %s", s.piece)
		}
	}
	return v, nil
}

func hash(h uint32, s string) uint32 {
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * hashPrime
	}
	return h
}

// find returns the piece spelt s, or "##" and s when it continues a word; h is its hash.
func (v *vocabulary) find(s []byte, continues bool, h uint32) (id int32, found bool) {
	slot := h ^ h>>16
	for range v.mask {
		slot &= v.mask
		i := binary.LittleEndian.Uint16(v.table[2*slot:])
		if i == freeSlot {
			return 0, false
		}
		p := v.spelling(int32(i))
		if continues && len(p) == len(s)+2 && p[0] == '#' && p[1] == '#' {
			p = p[2:]
		} else if continues {
			p = nil
		}
		if string(p) == string(s) {
			return int32(i), true
		}
		slot++
	}
	return 0, false
}

func (v *vocabulary) spelling(id int32) []byte {
	o := v.offsets[4*id:]
	return v.text[binary.LittleEndian.Uint32(o):binary.LittleEndian.Uint32(o[4:])]
}
