package kb

import "hash/maphash"

// Compare counts the statements that a base has and the one before it had not, and the other way round.
func Compare(old, b *Base) (added, removed int) {
	seed := maphash.MakeSeed()
	had := prints(old, seed)
	for p, n := range prints(b, seed) {
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
func prints(b *Base, seed maphash.Seed) map[uint64]int {
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
