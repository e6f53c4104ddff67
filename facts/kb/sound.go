package kb

import (
	"errors"
	"fmt"
	"math/bits"
)

// check makes sure of everything that reading the base relies on, so that no file,
// however it came about, leads a reader out of an array.
func (b *Base) check() error {
	var v verifier
	nodes, stmts := len(b.nameStart)-1, len(b.subjects)
	v.table("strings", b.strings)
	strings := len(b.strings.start) - 1

	v.starts("kinds", b.kindStart, len(b.schema.Kinds), nodes)
	if v.err != nil {
		return v.err
	}
	b.values = int(b.kindStart[Literals])
	v.starts("names", b.nameStart, nodes, len(b.names))
	v.named(b.nameStart)
	v.below("names", b.names, strings)
	v.below("ids", b.ids, strings)
	v.below("descriptions", b.abouts, strings)
	v.below("units", b.units, strings)
	v.size("ids", len(b.ids), nodes-b.values)
	v.size("descriptions", len(b.abouts), nodes-b.values)
	v.size("ids in order", len(b.byID), nodes-b.values)
	v.size("bounds", len(b.bounds), 2*b.values)
	v.size("units", len(b.units), b.values)
	verifyBelow(&v, "ids in order", b.byID, nodes)
	for _, n := range b.byID {
		if int(n) < b.values {
			v.fail("ids in order: %d is a value", n)
			break
		}
	}

	verifyBelow(&v, "subjects", b.subjects, nodes)
	verifyBelow(&v, "objects", b.objects, nodes)
	verifyBelow(&v, "relations", b.rels, len(b.schema.Relations))
	verifyBelow(&v, "statements by object", b.in, stmts)
	verifyBelow(&v, "statements by relation", b.of, stmts)
	for name, n := range map[string]int{"objects": len(b.objects), "relations": len(b.rels), "statements by object": len(b.in), "statements by relation": len(b.of)} {
		v.size(name, n, stmts)
	}
	v.starts("subjects' statements", b.outStart, nodes, stmts)
	v.starts("objects' statements", b.inStart, nodes, stmts)
	v.starts("relations' statements", b.ofStart, len(b.schema.Relations), stmts)
	v.sides(b, nodes, stmts, strings)
	v.lookup("squashed names", &b.keys, nodes)
	v.lookup("words", &b.words, nodes)
	v.near(&b.nameIndex)
	return v.err
}

// sides checks qualifiers, citations and sources.
func (v *verifier) sides(b *Base, nodes, stmts, strings int) {
	if len(b.qualStart) > 0 {
		v.starts("qualifiers", b.qualStart, stmts, len(b.quals)/2)
	}
	for i := 0; i+1 < len(b.quals); i += 2 {
		if int(b.quals[i]) >= len(b.schema.Qualifiers) || int(b.quals[i+1]) >= nodes {
			v.fail("qualifiers: %d %d is out of bounds", b.quals[i], b.quals[i+1])
			break
		}
	}
	if len(b.citeStart) > 0 {
		v.starts("citations", b.citeStart, stmts, len(b.cites)/2)
	} else {
		v.size("citations", len(b.cites), 2*stmts)
	}
	if len(b.sources)%sourceFields != 0 || len(b.cites)%2 != 0 || len(b.quals)%2 != 0 {
		v.fail("sources, citations or qualifiers: a piece is missing")
	}
	if len(b.parts) > 0 {
		v.size("parts of paragraphs", len(b.parts), len(b.cites)/2)
	}
	v.below("sources", b.sources, strings)
	sources := uint32(len(b.sources) / sourceFields)
	for i := 0; i < len(b.cites); i += 2 {
		if b.cites[i] >= sources {
			v.fail("citations: there is no source %d", b.cites[i])
			break
		}
	}
	v.below("citations by paragraph", b.citing, len(b.cites)/2)
}

func (v *verifier) near(b *nameIndex) {
	buckets := len(b.near.start) - 1
	if buckets < 1 || bits.OnesCount(uint(buckets)) != 1 {
		v.fail("near names: %d buckets are no power of two", buckets)
		return
	}
	v.starts("near names", b.near.start, buckets, len(b.near.entries))
	v.below("near names", b.near.entries, b.keys.keys.len())
}

// A verifier keeps the first thing that is wrong.
type verifier struct{ err error }

func (v *verifier) fail(format string, args ...any) {
	if v.err == nil {
		v.err = fmt.Errorf(format, args...)
	}
}

func (v *verifier) size(name string, have, want int) {
	if have != want {
		v.fail("%s: %d, want %d", name, have, want)
	}
}

// starts checks where each of n parts of an array of size begins.
func (v *verifier) starts(name string, start []uint32, n, size int) {
	if n < 0 || len(start) != n+1 || start[0] != 0 || int(start[n]) != size {
		v.fail("%s: their starts do not fit", name)
		return
	}
	last, sound := uint32(0), true
	for _, s := range start {
		sound = sound && s >= last
		last = s
	}
	if !sound {
		v.fail("%s: their starts do not rise", name)
	}
}

// named checks that every node has a name.
func (v *verifier) named(start []uint32) {
	for i := 1; i < len(start); i++ {
		if start[i] == start[i-1] {
			v.fail("names: node %d has none", i-1)
			return
		}
	}
}

func (v *verifier) below(name string, list []uint32, limit int) { verifyBelow(v, name, list, limit) }

func verifyBelow[T ~uint16 | ~uint32](v *verifier, name string, list []T, limit int) {
	var most T
	for _, x := range list {
		most = max(most, x)
	}
	if len(list) > 0 && int(most) >= limit {
		v.fail("%s: %d is not below %d", name, most, limit)
	}
}

func (v *verifier) table(name string, t *table32) {
	if len(t.start) == 0 {
		v.fail("%s: empty", name)
		return
	}
	v.starts(name, t.start, len(t.start)-1, len(t.blob))
}

func (v *verifier) lookup(name string, l *lookup, nodes int) {
	v.table(name, &l.keys)
	if v.err != nil {
		return
	}
	if bits.OnesCount(uint(len(l.slots))) != 1 {
		v.fail("%s: a table of %d slots is no power of two", name, len(l.slots))
	}
	v.below(name, l.slots, l.keys.len()+1)
	v.starts(name, l.start, l.keys.len(), len(l.nodes))
	verifyBelow(v, name, l.nodes, nodes)
}

// check makes sure that what a decoded schema refers to is there.
func (s *Schema) check() error {
	kind := func(k Kind) bool { return int(k) < len(s.Kinds) }
	rel := func(r Rel) bool { return r == NoRel || int(r) < len(s.Relations) }
	if len(s.Kinds) < int(Literals) || len(s.Kinds) > MaxKinds {
		return fmt.Errorf("schema: %d kinds", len(s.Kinds))
	}
	sound := true
	for i := range s.Kinds {
		d := &s.Kinds[i]
		sound = sound && (d.Is == nil || kind(*d.Is)) && rel(d.Year)
		for _, r := range d.Card {
			sound = sound && int(r) < len(s.Relations)
		}
	}
	for i := range s.Relations {
		for _, k := range append(s.Relations[i].From[:len(s.Relations[i].From):len(s.Relations[i].From)], s.Relations[i].To...) {
			sound = sound && kind(k)
		}
	}
	for i := range s.Qualifiers {
		for _, k := range s.Qualifiers[i].To {
			sound = sound && kind(k)
		}
	}
	if !sound {
		return errors.New("schema: names a kind or a relation that it has not")
	}
	return nil
}
