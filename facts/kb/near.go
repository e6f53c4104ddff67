package kb

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Names within some edits of a misspelt one are found by the deletions they share
// (Garbe's symmetric deletion): strings one edit apart, a swap of neighbours
// included, become equal by deleting at most one letter from each.
//
// Filing all deletions of every name up to two or three would take hundreds of
// entries a name. So a name longer than shortKey is cut in half, and each half is
// filed under itself and under what is left when one letter is deleted, about as
// many entries as it has letters. Of up to three edits at most one falls into one
// of the halves, so that half is found; where the halves of a misspelt name lie is
// not known to the letter, so several cuts of it are tried. A name of up to
// shortKey letters is filed whole, with up to two letters deleted. What is found is
// then measured, so that false finds cost time and nothing else.
//
// A half that very many names share ("Untitled 1", "Untitled 2", …) is not followed:
// they are found by the other half, or not at all.
//
// Missed are: names of fewer than minNear letters; a third edit in a short name;
// three edits of which one is a swap across the cut of the name and the others
// stand one on either side of it; edits in the one half of a name whose other half
// is shared by more than maxBucket.
const (
	// maxBucket bounds the names that are measured for one half. The largest bucket
	// of MetaQA's 43,280 names holds 329, that of the film catalogue's 62,612 384.
	maxBucket = 2048

	minNear  = 3
	shortKey = 7
	maxEdits = 3
	longest  = 64 // letters: beyond, a name is not filed
)

// Which part of a name an entry is for.
const (
	partWhole uint64 = iota + 1
	partFirst
	partSecond
)

// A nearIndex files keys of the names' table by the hash of a part of them.
type nearIndex struct {
	start   []uint32 // by bucket, a power of two of them: its first entry; one more
	entries []uint32 // keys
}

// Near returns the nodes one of whose names is within max edits (at most 3) of
// the squashed name: letters left out, put in, changed or swapped with their
// neighbour. The nearest come first, and each node once.
func (x *nameIndex) Near(squashed string, max int) []Near {
	q := nearQuery{x: x, max: min(max, maxEdits)}
	var buf [longest + maxEdits]rune
	var ok bool
	if q.text, ok = runes(buf[:0], squashed); !ok || q.max < 0 || len(x.near.entries) == 0 {
		return nil
	}
	q.short()
	q.halves()
	return q.measure()
}

// runes appends the letters of s, unless there are more than fit.
func runes(into []rune, s string) ([]rune, bool) {
	if len(s) > cap(into)*utf8.UTFMax {
		return nil, false
	}
	for _, r := range s {
		if len(into) == cap(into) {
			return nil, false
		}
		into = append(into, r)
	}
	return into, true
}

// A nearQuery looks one name up.
type nearQuery struct {
	x     *nameIndex
	text  []rune
	max   int
	found []uint32 // keys, some of them several times
	full  bool     // a bucket was too full to follow
}

func (q *nearQuery) short() {
	if n := len(q.text); n > shortKey+q.max || n < minNear-q.max {
		return
	}
	deletions(q.text, min(q.max, 2), partWhole, q.look)
}

// halves tries every cut that a name of a length within reach may have.
func (q *nearQuery) halves() {
	n := len(q.text)
	if n+q.max <= shortKey {
		return
	}
	shortest, longest := max(n-q.max, shortKey+1), n+q.max
	for p := max(shortest/2-1, 1); p <= min(longest/2+1, n); p++ {
		deletions(q.text[:p], min(q.max, 1), partFirst, q.look)
	}
	if q.max < 2 && !q.full { // an edit at most, so the first half was found
		return
	}
	for p := max((shortest+1)/2-1, 1); p <= min((longest+1)/2+1, n); p++ {
		deletions(q.text[n-p:], min(q.max, 1), partSecond, q.look)
	}
}

func (q *nearQuery) look(h uint64) {
	ix := &q.x.near
	i := bucket(h, len(ix.start)-1)
	names := ix.entries[ix.start[i]:ix.start[i+1]]
	if len(names) > maxBucket {
		q.full = true
		return
	}
	q.found = append(q.found, names...)
}

func bucket(h uint64, buckets int) uint32 { return upper(h) & uint32(buckets-1) }

// upper is the half of a hash that buckets go by.
func upper(h uint64) uint32 { return uint32(h >> 32) }

// measure keeps what is near enough, each node with its nearest name.
func (q *nearQuery) measure() []Near {
	slices.Sort(q.found)
	q.found = slices.Compact(q.found)
	var list []Near
	var buf [longest]rune
	for _, k := range q.found {
		key := q.x.keys.keys.at(k)
		if len(key) > len(q.text)*utf8.UTFMax+q.max*utf8.UTFMax {
			continue
		}
		name, ok := runes(buf[:0], key)
		if !ok {
			continue
		}
		if d := distance(q.text, name, q.max); d <= q.max {
			for _, n := range q.x.keys.nodesOf(k) {
				list = append(list, Near{n, d})
			}
		}
	}
	slices.SortFunc(list, func(a, b Near) int {
		return cmp.Or(cmp.Compare(a.Node, b.Node), cmp.Compare(a.Distance, b.Distance))
	})
	list = slices.CompactFunc(list, func(a, b Near) bool { return a.Node == b.Node })
	slices.SortStableFunc(list, func(a, b Near) int { return cmp.Compare(a.Distance, b.Distance) })
	return list
}

// The hash of letters is a polynomial with its bits mixed, so that the hash with a
// letter left out follows from those of what stands before and behind it. It is
// part of the file format.
func step(h uint64, r rune) uint64 { return (h ^ uint64(r)) * 0x9E3779B97F4A7C15 }

func finish(h uint64) uint64 {
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return h ^ h>>32
}

// deletions yields the hashes of text with up to edits letters (at most 2) left out.
func deletions(text []rune, edits int, part uint64, yield func(uint64)) {
	all := func(from int, h uint64) uint64 {
		for _, r := range text[from:] {
			h = step(h, r)
		}
		return finish(h)
	}
	yield(all(0, part))
	if edits < 1 {
		return
	}
	before := part
	for i := range text {
		if i == 0 || text[i] != text[i-1] { // leaving out either of two alike is the same
			yield(all(i+1, before))
		}
		if edits > 1 {
			inner := before
			for j := i + 1; j < len(text); j++ {
				yield(all(j+1, inner))
				inner = step(inner, text[j])
			}
		}
		before = step(before, text[i])
	}
}

// distance returns the edits between two words, a swap of neighbours being one
// (optimal string alignment), or more than max where there are more.
func distance(a, b []rune, max int) int {
	if d := len(a) - len(b); d > max || -d > max {
		return max + 1
	}
	const width = longest + maxEdits + 1
	var rows [3][width]uint8
	if len(b) >= width || len(a) >= width {
		return max + 1
	}
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = uint8(min(j, max+1))
	}
	for i := range a {
		lo, hi := 0, len(b)
		if i-max > lo {
			lo = i - max
		}
		if i+max+1 < hi {
			hi = i + max + 1
		}
		over := uint8(max + 1)
		row[lo] = over
		if lo == 0 {
			row[0] = uint8(min(i+1, max+1))
		}
		best := row[lo]
		for j := lo; j < hi; j++ {
			d := last[j]
			if a[i] != b[j] {
				d++
			}
			d = min(d, row[j]+1)
			if j < i+max { // else outside the band of the row before
				d = min(d, last[j+1]+1)
			}
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			row[j+1] = min(d, over)
			best = min(best, row[j+1])
		}
		if best >= over {
			return max + 1
		}
		before, last, row = last, row, before
	}
	return int(last[len(b)])
}

// buildNear files the keys.
func buildNear(keys *table32) nearIndex {
	n, room := keys.len(), 0
	for k := range n {
		room += len(keys.at(uint32(k))) + 2 // a letter less in either half, or neither
	}
	hashes, owners := make([]uint32, 0, room), make([]uint32, 0, room)
	var buf [longest]rune
	for k := range n {
		text, ok := runes(buf[:0], keys.at(uint32(k)))
		if !ok || len(text) < minNear {
			continue
		}
		add := func(h uint64) {
			hashes = append(hashes, upper(h))
			owners = append(owners, uint32(k))
		}
		if len(text) <= shortKey {
			deletions(text, 2, partWhole, add)
			continue
		}
		deletions(text[:len(text)/2], 1, partFirst, add)
		deletions(text[len(text)/2:], 1, partSecond, add)
	}
	buckets := 1
	for buckets < len(hashes) {
		buckets *= 2
	}
	ix := nearIndex{start: make([]uint32, buckets+1), entries: make([]uint32, len(hashes))}
	mask := uint32(buckets - 1)
	for _, h := range hashes {
		ix.start[h&mask+1]++
	}
	sum(ix.start)
	for i, h := range hashes {
		at := &ix.start[h&mask]
		ix.entries[*at] = owners[i]
		*at++
	}
	copy(ix.start[1:], ix.start) // each has come to where the next one began
	ix.start[0] = 0
	return ix
}
