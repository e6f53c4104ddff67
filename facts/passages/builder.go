package passages

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"io"

	"hapjak/corpus"
	"hapjak/facts/paged"
)

// A Builder gathers sources and writes their index. It is not safe for use by several goroutines.
//
// What it gathers goes to temporary files, where it was given some; see merge.go for how the
// index is made of them. It holds a bounded block of terms and postings, some 30 bytes for each
// source, and while it writes, the postings of one term, some 7 bytes for each passage at most.
//
// A builder may stand on an index, of which it takes over what has not changed: the words of
// those sources are not analysed again. The index is the same as one made anew, and as the old one where nothing changed:
// then that is written as it stands.
type Builder struct {
	scratch
	own    *analyser
	from   map[*analyser]*numbering
	old    *Index   // nil for none
	taken  []bool   // which sources of the old index were taken over
	put    int      // how many of its first sources were, before anything else, and are yet to be written
	copied []uint32 // the terms of the passage that is copied

	seed maphash.Seed
	ids  map[uint64]bool // hashes of the ids of sources that were not taken over
	n    struct {
		sources, passages int
		lens              [numFields]int // terms of all passages
	}
	block  block   // which is being filled
	blocks []int   // where the passages of those before end
	terms  *sorter // of those before

	sources, records, hashes, prints *spool // by source; records and prints are as in the file
	text                             *spool // as in the file
	passages                         *spool // source, paragraph u32, where the text begins u64
	forward                          *spool // as in the file, with the terms numbered by block, each passage behind its length
	buf                              []byte
}

// maxPassages leaves room to reckon with passage numbers in 32 bits.
const maxPassages = 1 << 30

// NewBuilder returns an empty builder, which holds everything in memory.
func NewBuilder() *Builder { return newBuilder(scratch{}) }

func newBuilder(s scratch) *Builder {
	b := &Builder{scratch: s, own: newAnalyser(), from: map[*analyser]*numbering{}, ids: map[uint64]bool{}, seed: maphash.MakeSeed()}
	for _, to := range []**spool{&b.sources, &b.records, &b.hashes, &b.prints, &b.text, &b.passages, &b.forward} {
		*to = b.spool()
	}
	b.terms = b.sorter()
	b.block.reset()
	return b
}

// standOn makes an empty builder stand on an index.
func (b *Builder) standOn(old *Index) {
	b.old, b.taken = old, make([]bool, old.meta.sources)
	b.block.old = &numbering{index: old, numbers: make([]uint32, old.meta.terms)}
}

// Add takes one source with its paragraphs. A second source with the same id is
// an error.
func (b *Builder) Add(s corpus.Source) error { return b.append(b.own, b.own.analyse(s)) }

// append takes what an analyser made of a source. The batches of one analyser
// must come in their order.
func (b *Builder) append(from *analyser, x analysed) (err error) {
	defer damagedIs(&err)
	b.settle()
	n := b.from[from]
	if n == nil || x.anew {
		n = &numbering{}
		b.from[from] = n
	}
	n.names = append(n.names, x.fresh...)
	n.numbers = append(n.numbers, make([]uint32, len(x.fresh))...)
	s := &x.source
	switch {
	case s.ID == "":
		return fmt.Errorf("source %q has no id: give it one", s.Title)
	case b.has(s.ID):
		return fmt.Errorf("source %q is there twice: give one of them another id", s.ID)
	}
	b.ids[maphash.String(b.seed, s.ID)] = true
	b.begin(s.ID, dateNumber(s.Date), x.fingerprint[:])
	for _, v := range sourceStrings(s) {
		b.records.buf = appendString(b.records.buf, *v)
	}
	b.records.buf = binary.AppendUvarint(b.records.buf, uint64(max(0, s.QuoteWords)))
	b.records.put()
	for _, p := range x.passages {
		b.passage(n, p.paragraph, p.lens, p.terms, p.text)
	}
	return b.err
}

// has reports whether a source of that id was added or taken over.
func (b *Builder) has(id string) bool {
	if b.ids[maphash.String(b.seed, id)] {
		return true
	}
	if b.old == nil {
		return false
	}
	n, ok := b.old.findSource(id)
	return ok && b.taken[n]
}

// hasOld is has of a source of the old index.
func (b *Builder) hasOld(source int, id string) bool {
	return b.taken[source] || b.ids[maphash.String(b.seed, id)]
}

// begin begins a source, whose record and passages follow.
func (b *Builder) begin(id string, date uint32, print []byte) {
	b.sources.buf = appendU64(b.sources.buf, uint64(b.records.size()))
	b.sources.buf = appendU32(appendU32(b.sources.buf, date), uint32(b.n.passages))
	b.sources.put()
	b.hashes.buf = appendU32(b.hashes.buf, hash(id))
	b.hashes.put()
	b.prints.write(print)
	b.n.sources++
}

// passage adds a passage to the source that was begun last, with the terms that its fields hold.
func (b *Builder) passage(from *numbering, paragraph uint32, lens [numFields]int, terms []uint32, text []byte) {
	b.passages.buf = appendU32(appendU32(b.passages.buf, uint32(b.n.sources-1)), paragraph)
	b.passages.buf = appendU64(b.passages.buf, uint64(b.text.size()))
	b.passages.put()
	b.text.write(text)
	b.buf = b.block.add(b.buf[:0], from, lens, terms)
	b.forward.buf = binary.AppendUvarint(b.forward.buf, uint64(len(b.buf)))
	b.forward.write(b.buf)
	b.n.passages++
	for f, n := range lens {
		b.n.lens[f] += n
	}
	if b.over(b.block.bytes) {
		b.endBlock()
	}
}

// take takes a source over from the old index, that of an id.
func (b *Builder) take(source int, id string) (err error) {
	defer damagedIs(&err)
	if b.hasOld(source, id) {
		return fmt.Errorf("source %q is there twice: give one of them another id", id)
	}
	b.taken[source] = true
	if source == b.n.sources && source == b.put { // the old index so far
		first, last := b.old.passagesOf(source)
		b.put++
		b.n.sources++
		b.n.passages += last - first
		return nil
	}
	b.settle()
	b.copy(source)
	return b.err
}

// damagedIs, deferred, makes an error of what a damaged old index panics with.
func damagedIs(err *error) {
	if damaged := recovered(recover()); damaged != nil {
		*err = damaged
	}
}

// settle writes the sources that were taken over and not yet written.
func (b *Builder) settle() {
	if b.put > 0 {
		b.n.sources, b.n.passages = 0, 0
		for source := range b.put {
			b.copy(source)
		}
		b.put = 0
	}
}

// copy writes a source of the old index.
func (b *Builder) copy(source int) {
	old := b.old
	print := old.fingerprint(source)
	b.begin(old.sourceID(source), old.dateOf(source), print[:])
	b.records.write(old.sourceRecord(source).b)
	first, last := old.passagesOf(source)
	for i := first; i < last; i++ {
		var lens [numFields]int
		lens, b.copied = old.appendSequence(i, b.copied[:0])
		b.passage(b.block.old, uint32(old.paragraphOf(i)), lens, b.copied, old.textOf(i))
	}
}

// endBlock closes the block that is being filled.
func (b *Builder) endBlock() {
	b.block.describe(b.terms, len(b.blocks))
	b.blocks = append(b.blocks, b.n.passages)
	for _, n := range b.from {
		clear(n.numbers)
	}
	b.block.reset()
}

// WriteTo writes the index of everything added, after which nothing more may be
// added.
func (b *Builder) WriteTo(w io.Writer) (n int64, err error) {
	defer damagedIs(&err)
	if b.n.passages > maxPassages {
		return 0, fmt.Errorf("%d passages are more than one index holds, %d: make two", b.n.passages, maxPassages)
	}
	if b.put > 0 && b.put == b.old.meta.sources {
		return b.writeOld(w)
	}
	b.settle()
	b.endBlock()
	b.own, b.from, b.block, b.ids = nil, nil, block{}, nil // of adding
	sections := b.merge()
	if b.err != nil {
		return 0, b.err
	}
	return format().Write(w, sections)
}

// writeOld writes the old index.
func (b *Builder) writeOld(w io.Writer) (int64, error) {
	var sections []*io.SectionReader
	for s := range numSections {
		sections = append(sections, paged.Section(b.old.Whole(s)))
	}
	return format().Write(w, sections)
}
