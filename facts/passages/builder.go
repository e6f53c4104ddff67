package passages

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"hapjak/corpus"
	"hapjak/nlp"
)

// A Builder gathers sources and writes their index. It is not safe for use by
// several goroutines. Building takes about a kilobyte a passage.
//
// A builder may stand on an index, of which it takes over what has not changed. The
// terms keep their numbers then, so that bytes can be copied as they lie: reckoned anew
// are only the postings, since an article more or less moves all passages behind it and
// the averages that lengths are compared with.
type Builder struct {
	own      *analyser
	numberOf map[*analyser][]uint32 // the builder's number of each of an analyser's terms
	old      *Index                 // nil for none
	taken    []bool                 // which sources of the old index were taken over
	terms    map[string]uint32      // those that the old index has not
	names    []string
	byID     map[string]bool // sources that were not taken over
	sources  []builtSource
	records  []byte // of the sources, as in the file
	passages []builtPassage
	lens     [numFields]int // of all passages
	text     []byte
	forward  []byte // as in the file; terms are renumbered at the end if need be
	prints   []byte
}

// maxPassages leaves room to reckon with passage numbers in 32 bits.
const maxPassages = 1 << 30

type builtSource struct {
	record int // where it begins
	date   uint32
	first  int // passage
	fresh  bool
}

type builtPassage struct {
	source, paragraph uint32
	forward, text     int
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder {
	return &Builder{own: newAnalyser(), numberOf: map[*analyser][]uint32{}, terms: map[string]uint32{}, byID: map[string]bool{}}
}

// standOn makes an empty builder stand on an index.
func (b *Builder) standOn(old *Index) (err error) {
	defer func() { err = recovered(recover()) }()
	b.old, b.taken, b.names = old, make([]bool, old.meta.sources), old.stems()
	b.text = make([]byte, 0, old.Size(secText)*9/8)
	b.forward = make([]byte, 0, old.Size(secForward)*9/8)
	b.passages = make([]builtPassage, 0, old.meta.passages*9/8)
	return nil
}

// Add takes one source with its paragraphs. A second source with the same id is
// an error.
func (b *Builder) Add(s corpus.Source) error { return b.append(b.own, b.own.analyse(s)) }

// append takes what an analyser made of a source. The batches of one analyser
// must come in their order.
func (b *Builder) append(from *analyser, x analysed) error {
	numberOf := b.numberOf[from]
	for _, name := range x.fresh {
		numberOf = append(numberOf, b.number(name))
	}
	b.numberOf[from] = numberOf
	s := &x.source
	switch {
	case s.ID == "":
		return fmt.Errorf("source %q has no id: give it one", s.Title)
	case b.has(s.ID):
		return fmt.Errorf("source %q is there twice: give one of them another id", s.ID)
	}
	b.byID[s.ID] = true
	b.begin(dateNumber(s.Date), x.fingerprint[:], true)
	for _, v := range sourceStrings(s) {
		b.records = appendString(b.records, *v)
	}
	b.records = binary.AppendUvarint(b.records, uint64(max(0, s.QuoteWords)))
	for _, p := range x.passages {
		for i, t := range p.terms {
			p.terms[i] = numberOf[t]
		}
		b.passage(p.paragraph, p.lens)
		b.text = append(b.text, p.text...)
		b.forward = appendForward(b.forward, p.lens, p.terms)
	}
	return nil
}

func (b *Builder) number(name string) uint32 {
	n, ok := b.terms[name]
	if !ok && b.old != nil {
		var t int
		t, ok = b.old.findTerm(name)
		n = uint32(t)
	}
	if !ok {
		n = uint32(len(b.names))
		b.terms[name] = n
		b.names = append(b.names, name)
	}
	return n
}

// has reports whether a source of that id was added or taken over.
func (b *Builder) has(id string) bool {
	if b.byID[id] || b.old == nil {
		return b.byID[id]
	}
	n, ok := b.old.findSource(id)
	return ok && b.taken[n]
}

// begin begins a source, whose record follows; passage begins a passage of it, whose
// text and terms follow.
func (b *Builder) begin(date uint32, print []byte, fresh bool) {
	b.sources = append(b.sources, builtSource{len(b.records), date, len(b.passages), fresh})
	b.prints = append(b.prints, print...)
}

func (b *Builder) passage(paragraph uint32, lens [numFields]int) {
	b.passages = append(b.passages, builtPassage{uint32(len(b.sources) - 1), paragraph, len(b.forward), len(b.text)})
	for f, n := range lens {
		b.lens[f] += n
	}
}

// take takes a source over from the old index.
func (b *Builder) take(source int) (err error) {
	defer func() {
		if damaged := recovered(recover()); damaged != nil {
			err = damaged
		}
	}()
	old := b.old
	if b.taken[source] || len(b.byID) > 0 && b.byID[old.sourceID(source)] {
		return fmt.Errorf("source %q is there twice: give one of them another id", old.sourceID(source))
	}
	b.taken[source] = true
	print := old.fingerprint(source)
	b.begin(old.dateOf(source), print[:], false)
	b.records = append(b.records, old.sourceRecord(source).b...)
	first, last := old.passagesOf(source)
	for i := first; i < last; i++ {
		forward := old.forwardOf(i)
		d := decoder{forward}
		b.passage(uint32(old.paragraphOf(i)), d.lens())
		b.text = append(b.text, old.textOf(i)...)
		b.forward = append(b.forward, forward...)
	}
	return nil
}

// WriteTo writes the index of everything added, after which nothing more may be
// added.
func (b *Builder) WriteTo(w io.Writer) (n int64, err error) {
	defer func() {
		if damaged := recovered(recover()); damaged != nil { // of the old index
			err = damaged
		}
	}()
	if len(b.passages) > maxPassages {
		return 0, fmt.Errorf("%d passages are more than one index holds, %d: make two", len(b.passages), maxPassages)
	}
	b.own, b.numberOf, b.terms = nil, nil, nil // of adding, a tenth of what is held
	counts := b.carried()
	if counts == nil {
		counts = b.renumber()
	}
	m := b.measure()
	var s [numSections][]byte
	s[secMeta] = m.encode()
	s[secSources], s[secSourceData] = b.encodeSources(), b.records
	s[secSourceHash] = hashTable(len(b.sources), func(i int) ([]byte, bool) {
		d := decoder{b.records[b.sources[i].record:]}
		return d.bytes(), true
	})
	s[secPassages] = b.encodePassages()
	s[secText] = b.text
	s[secTerms], s[secTermData], s[secPostings] = b.encodeTerms(m, counts)
	s[secTermHash] = hashTable(len(b.names), func(i int) (string, bool) { return b.names[i], counts[i] > 0 })
	s[secForward] = b.forward
	s[secPrints] = b.prints
	return format().Write(w, s[:])
}

// sequence returns the terms of a passage, in the memory of to.
func (b *Builder) sequence(i int, to []uint32) (s sequence) {
	end := len(b.forward)
	if i+1 < len(b.passages) {
		end = b.passages[i+1].forward
	}
	s.lens, s.terms = appendSequence(b.forward[b.passages[i].forward:end], to[:0])
	return s
}

// sequences calls do for each passage in turn; what it is given is overwritten
// by the next.
func (b *Builder) sequences(do func(passage int, s sequence)) {
	var s sequence
	for i := range b.passages {
		s = b.sequence(i, s.terms)
		do(i, s)
	}
}

// mostStale is how much of an index may have other terms before all are numbered anew:
// a sixteenth of its passages.
const mostStale = 16

// carried returns how many passages hold each term, as the old index says but for what
// was not taken over from it and what came to it; nil where that is too much.
func (b *Builder) carried() []int {
	if b.old == nil {
		return nil
	}
	once := newCounter(len(b.names))
	var terms []uint32
	stale := 0
	for n, taken := range b.taken {
		if first, last := b.old.passagesOf(n); !taken {
			stale += last - first
			for i := first; i < last; i++ {
				_, terms = b.old.appendSequence(i, terms[:0])
				once.count(terms, -1)
			}
		}
	}
	for i, p := range b.passages {
		if b.sources[p.source].fresh {
			stale++
			terms = b.sequence(i, terms).terms
			once.count(terms, 1)
		}
	}
	dead := 0
	for t := range once.counts {
		if t < b.old.meta.terms {
			once.counts[t] += b.old.record(t).passages
		}
		if once.counts[t] == 0 {
			dead++
		}
	}
	if mostStale*stale > b.old.meta.passages || mostStale*dead > len(b.names) {
		return nil
	}
	return once.counts
}

// A counter counts in how many passages each term stands.
type counter struct {
	counts []int
	seen   []int // by term the last passage that it was seen in, from 1
	n      int
}

func newCounter(terms int) *counter {
	return &counter{counts: make([]int, terms), seen: make([]int, terms)}
}

// count counts the terms of one passage, each once.
func (c *counter) count(terms []uint32, by int) {
	c.n++
	for _, t := range terms {
		if c.seen[t] != c.n {
			c.seen[t] = c.n
			c.counts[t] += by
		}
	}
}

// renumber numbers the terms by falling number of occurrences, so that the common ones
// take fewer bytes, and returns how many passages hold each.
func (b *Builder) renumber() (passages []int) {
	once, all := newCounter(len(b.names)), make([]int, len(b.names))
	b.sequences(func(_ int, s sequence) {
		once.count(s.terms, 1)
		for _, t := range s.terms {
			all[t]++
		}
	})
	var order []uint32
	for t, n := range all {
		if n > 0 {
			order = append(order, uint32(t))
		}
	}
	slices.SortFunc(order, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(all[y], all[x]), cmp.Compare(b.names[x], b.names[y]))
	})
	renamed := make([]uint32, len(b.names))
	names := make([]string, len(order))
	passages = make([]int, len(order))
	for to, from := range order {
		renamed[from], names[to], passages[to] = uint32(to), b.names[from], once.counts[from]
	}
	forward := make([]byte, 0, len(b.forward))
	starts := make([]int, len(b.passages))
	b.sequences(func(i int, s sequence) {
		for j, t := range s.terms {
			s.terms[j] = renamed[t]
		}
		starts[i] = len(forward)
		forward = appendForward(forward, s.lens, s.terms)
	})
	for i, at := range starts {
		b.passages[i].forward = at
	}
	b.forward, b.names = forward, names
	return passages
}

func (b *Builder) measure() meta {
	m := meta{passages: len(b.passages), sources: len(b.sources), terms: len(b.names)}
	for f, n := range b.lens {
		m.average[f] = float32(n) / float32(max(1, len(b.passages)))
	}
	return m
}

func (b *Builder) encodeSources() []byte {
	out := make([]byte, 0, sourceSize*(len(b.sources)+1))
	for _, s := range append(b.sources, builtSource{record: len(b.records), first: len(b.passages)}) {
		out = appendU64(out, uint64(s.record))
		out = appendU32(appendU32(out, s.date), uint32(s.first))
	}
	return out
}

func (b *Builder) encodePassages() []byte {
	out := make([]byte, 0, passageSize*(len(b.passages)+1))
	ends := builtPassage{forward: len(b.forward), text: len(b.text)}
	for _, p := range append(b.passages, ends) {
		out = appendU32(appendU32(out, p.source), p.paragraph)
		out = appendU64(appendU64(out, uint64(p.forward)), uint64(p.text))
	}
	return out
}

// encodeTerms inverts the forward section, where so many passages hold each term.
func (b *Builder) encodeTerms(m meta, counts []int) (records, names, lists []byte) {
	ends, passages, impacts := b.invert(m, counts)
	glue := glueStems()
	records = make([]byte, 0, termSize*(len(b.names)+1))
	from := 0
	for t, end := range ends {
		var r termRecord
		lists, r = appendList(lists, passages[from:end], impacts[from:end], m.passages)
		from = end
		r.name, r.glue, r.idf = uint32(len(names)), glue[b.names[t]], float32(m.idf(r.passages))
		names = append(names, b.names[t]...)
		records = appendTerm(records, r)
	}
	return appendTerm(records, termRecord{name: uint32(len(names)), list: uint64(len(lists))}), names, lists
}

// invert returns the postings of all terms, one after the other, and where each
// term's end.
func (b *Builder) invert(m meta, counts []int) (ends []int, passages []uint32, impacts []uint8) {
	ends = make([]int, len(b.names))
	total := 0
	for t, n := range counts {
		ends[t] = total // for now where it begins
		total += n
	}
	passages, impacts = make([]uint32, total), make([]uint8, total)
	f := newFolder(len(b.names))
	b.sequences(func(i int, s sequence) {
		for _, t := range f.fold(m, s) {
			passages[ends[t]], impacts[ends[t]] = uint32(i), impact(f.tf[t])
			ends[t]++
		}
	})
	return ends, passages, impacts
}

// A folder folds the fields of a passage into one number of occurrences a term.
type folder struct {
	tf    []float64 // by term, of the last passage folded
	terms []uint32
}

func newFolder(terms int) *folder { return &folder{tf: make([]float64, terms)} }

// fold returns the terms of a passage, each once.
func (f *folder) fold(m meta, s sequence) []uint32 {
	for _, t := range f.terms {
		f.tf[t] = 0
	}
	f.terms = f.terms[:0]
	s.norms = m.norms(s.lens)
	at := 0
	for field, n := range s.lens {
		for _, t := range s.terms[at : at+n] {
			if f.tf[t] == 0 {
				f.terms = append(f.terms, t)
			}
			f.tf[t] += s.norms[field]
		}
		at += n
	}
	return f.terms
}

// glueStems returns the stems of the words that hold sentences together.
func glueStems() map[string]bool {
	stems := map[string]bool{}
	for tok := range nlp.EachToken(glue) {
		stems[tok.Stem] = true
	}
	return stems
}
