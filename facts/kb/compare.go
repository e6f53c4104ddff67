package kb

import (
	"hash/maphash"
)

// Compare counts the statements that b has and old has not, and the other way round.
func (b *Base) Compare(old *Base) (added, removed int) {
	seed := maphash.MakeSeed()
	had := old.prints(seed)
	for p, n := range b.prints(seed) {
		if had[p] < n {
			added += n - had[p]
		}
		had[p] -= n
	}
	for _, n := range had {
		removed += max(0, n)
	}
	return added, removed
}

// prints counts the statements by what they say.
func (b *Base) prints(seed maphash.Seed) map[uint64]int {
	set := make(map[uint64]int, b.Statements())
	var h maphash.Hash
	h.SetSeed(seed)
	for s := range Stmt(b.Statements()) {
		h.Reset()
		for _, text := range []string{b.Name(b.Subject(s)), b.ID(b.Subject(s)), b.schema.RelationDef(b.Relation(s)).Name, b.Name(b.Object(s)), b.ID(b.Object(s))} {
			_, _ = h.WriteString(text)
			_ = h.WriteByte(0)
		}
		set[h.Sum64()]++
	}
	return set
}
