package nlp

import (
	"encoding/binary"
	"slices"
)

// Weights is a read-only table from the hash of a feature to a list of small
// entries of two bytes, looked up in place, so that a table embedded in the
// program costs nothing at start. It holds
//
//	"HJW1", log2 of the number of slots (4 bytes, little endian, as all below)
//	slots of 8 bytes: hash of a feature (4; 0 is free), place in the pool (3), entries there (1)
//	the pool of entries, whose meaning is the user's
//
// Slots are found by linear probing from the low bits of the hash.
type Weights string

const weightsMagic = "HJW1"

// Entries returns the entries of a feature, two bytes each; "" for a feature
// that is unknown and for a table that is damaged.
func (w Weights) Entries(hash uint32) string {
	if len(w) < 8 || w[4] > 24 {
		return ""
	}
	mask := uint32(1)<<w[4] - 1
	pool := 8 + 8*(int(mask)+1)
	if len(w) < pool {
		return ""
	}
	for i, tries := hash&mask, uint32(0); tries <= mask; i, tries = (i+1)&mask, tries+1 {
		slot := w[8+8*int(i) : 16+8*int(i)]
		key := uint32(slot[0]) | uint32(slot[1])<<8 | uint32(slot[2])<<16 | uint32(slot[3])<<24
		if key == 0 {
			return ""
		}
		if key == hash {
			at := pool + int(uint32(slot[4])|uint32(slot[5])<<8|uint32(slot[6])<<16)
			if end := at + 2*int(slot[7]); end <= len(w) {
				return string(w[at:end])
			}
			return ""
		}
	}
	return ""
}

// PackWeights lays a table out. A list holds at most 255 entries of two bytes;
// all lists together at most 16 MiB. No hash is 0.
func PackWeights(lists map[uint32][]byte) []byte {
	log := 1
	for 1<<log < len(lists)*4/3+2 {
		log++
	}
	size := 1 << log
	out := make([]byte, 8+8*size)
	copy(out, weightsMagic)
	binary.LittleEndian.PutUint32(out[4:], uint32(log))
	keys := make([]uint32, 0, len(lists))
	for key := range lists {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	var pool []byte
	for _, key := range keys {
		i := int(key) & (size - 1)
		for binary.LittleEndian.Uint32(out[8+8*i:]) != 0 {
			i = (i + 1) & (size - 1)
		}
		slot := out[8+8*i:]
		binary.LittleEndian.PutUint32(slot, key)
		binary.LittleEndian.PutUint32(slot[4:], uint32(len(pool)))
		slot[7] = byte(len(lists[key]) / 2)
		pool = append(pool, lists[key]...)
	}
	return append(out, pool...)
}

// HashString goes on from the hash h with FNV-1a over s. It never returns 0.
func HashString(h uint32, s string) uint32 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	if h == 0 {
		return 1
	}
	return h
}

// Mix goes on from the hash h with the number v. It never returns 0.
func Mix(h, v uint32) uint32 {
	h = (h*2654435761 ^ (v + 0x9e3779b9)) * 2246822519
	h ^= h >> 15
	if h == 0 {
		return 1
	}
	return h
}
