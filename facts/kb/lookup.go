package kb

import (
	"cmp"
	"slices"
)

// A lookup finds the nodes filed under a string: an open-addressed hash table of
// the strings, which are held one after the other.
type lookup struct {
	keys  table32
	slots []uint32 // a key's number and one, or 0; a power of two of them
	start []uint32 // by key: its first node; one more
	nodes []Node
}

// hash is FNV-1a with its bits mixed once more, since the low ones choose the slot.
// It is part of the file format.
func hash[T string | []byte](s T) uint32 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return uint32(h ^ h>>32)
}

// find returns the number of the key.
func (l *lookup) find(key string) (uint32, bool) {
	if len(l.slots) == 0 {
		return 0, false
	}
	mask := uint32(len(l.slots) - 1)
	h := hash(key)
	for range l.slots { // bounded, whatever the file holds
		k := l.slots[h&mask]
		if k == 0 {
			return 0, false
		}
		if l.keys.at(k-1) == key {
			return k - 1, true
		}
		h++
	}
	return 0, false
}

func (l *lookup) nodesOf(key uint32) []Node {
	return l.nodes[l.start[key]:l.start[key+1]:l.start[key+1]]
}

func (l *lookup) get(key string) []Node {
	k, ok := l.find(key)
	if !ok {
		return nil
	}
	return l.nodesOf(k)
}

// Named returns every node one of whose names squashes to this.
func (x *nameIndex) Named(squashed string) []Node { return x.keys.get(squashed) }

// Word returns the entities with the stem in a name or in their description, and
// the values with it in their text.
func (x *nameIndex) Word(stem string) []Node { return x.words.get(stem) }

// A lookupBuilder collects keys and their nodes.
type lookupBuilder struct {
	ids   map[string]uint32
	keys  []string
	pairs []uint64 // key, node
}

// newLookupBuilder has room for so many nodes, of about two keys each.
func newLookupBuilder(nodes int) lookupBuilder {
	return lookupBuilder{ids: make(map[string]uint32, nodes), keys: make([]string, 0, nodes), pairs: make([]uint64, 0, 2*nodes)}
}

func (l *lookupBuilder) add(key string, n Node) {
	if key == "" {
		return
	}
	k, ok := l.ids[key]
	if !ok {
		k = uint32(len(l.keys))
		l.ids[key] = k
		l.keys = append(l.keys, key)
	}
	l.pairs = append(l.pairs, uint64(k)<<32|uint64(n))
}

// build makes the table, its keys in order, so that the same facts make the same
// file.
func (l *lookupBuilder) build() lookup {
	order := make([]uint32, len(l.keys))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(l.keys[a], l.keys[b]) })
	rank := make([]uint32, len(order))
	sorted := make([]string, len(order))
	for i, k := range order {
		rank[k], sorted[i] = uint32(i), l.keys[k]
	}
	for i, p := range l.pairs {
		l.pairs[i] = uint64(rank[p>>32])<<32 | p&0xffffffff
	}
	slices.Sort(l.pairs)
	l.pairs = slices.Compact(l.pairs)
	t := lookup{keys: newTable(sorted), nodes: make([]Node, len(l.pairs)), start: make([]uint32, len(sorted)+1)}
	for i, p := range l.pairs {
		t.nodes[i] = Node(p)
		t.start[p>>32+1]++
	}
	sum(t.start)
	t.slots = slotsFor(sorted)
	return t
}

// slotsFor fills a hash table at most two thirds full.
func slotsFor(keys []string) []uint32 {
	size := 1
	for size*2 < len(keys)*3 {
		size *= 2
	}
	slots := make([]uint32, size)
	for i, k := range keys {
		h := hash(k)
		for slots[h&uint32(size-1)] != 0 {
			h++
		}
		slots[h&uint32(size-1)] = uint32(i) + 1
	}
	return slots
}

func newTable(list []string) table32 {
	size := 0
	for _, s := range list {
		size += len(s)
	}
	blob := make([]byte, 0, size)
	t := table32{start: make([]uint32, 1, len(list)+1)}
	for _, s := range list {
		blob = append(blob, s...)
		t.start = append(t.start, uint32(len(blob)))
	}
	t.blob = string(blob)
	return t
}

// sum turns counts into where each begins: counts[i+1] held the count of i.
func sum(counts []uint32) {
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
}
