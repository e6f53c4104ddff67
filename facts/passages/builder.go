package passages

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"hapjak/corpus"
	"hapjak/nlp"
)

// A Builder gathers sources and writes their index. It is not safe for use by
// several goroutines. Building takes about a kilobyte a passage.
type Builder struct {
	own      *analyser
	numberOf map[*analyser][]uint32 // the builder's number of each of an analyser's terms
	copied   map[*Index][]uint32    // its number of each of an index's terms, +1
	terms    map[string]uint32
	names    []string
	sources  []corpus.Source // without paragraphs
	first    []int           // first passage of each source
	byID     map[string]bool
	passages []builtPassage
	text     []byte
	forward  []byte // as in the file, terms numbered by first appearance
	prints   []byte
}

// maxPassages leaves room to reckon with passage numbers in 32 bits.
const maxPassages = 1 << 30

type builtPassage struct {
	source, paragraph uint32
	forward, text     int
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder {
	return &Builder{own: newAnalyser(), numberOf: map[*analyser][]uint32{}, copied: map[*Index][]uint32{},
		terms: map[string]uint32{}, byID: map[string]bool{}}
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
	if err := b.begin(x.source, x.fingerprint); err != nil {
		return err
	}
	for _, p := range x.passages {
		for i, t := range p.terms {
			p.terms[i] = numberOf[t]
		}
		b.add(p)
	}
	return nil
}

func (b *Builder) number(name string) uint32 {
	n, ok := b.terms[name]
	if !ok {
		n = uint32(len(b.names))
		b.terms[name] = n
		b.names = append(b.names, name)
	}
	return n
}

// begin begins a source; add adds a passage to it.
func (b *Builder) begin(s corpus.Source, print [sha256.Size]byte) error {
	if s.ID == "" {
		return fmt.Errorf("source %q has no id: give it one", s.Title)
	}
	if b.byID[s.ID] {
		return fmt.Errorf("source %q is there twice: give one of them another id", s.ID)
	}
	b.byID[s.ID] = true
	b.first = append(b.first, len(b.passages))
	b.sources = append(b.sources, s)
	b.prints = append(b.prints, print[:]...)
	return nil
}

// copy takes a source over from an index.
func (b *Builder) copy(from *Index, source int) (err error) {
	defer func() {
		if damaged := recovered(recover()); damaged != nil {
			err = damaged
		}
	}()
	if err := b.begin(from.source(source), from.fingerprint(source)); err != nil {
		return err
	}
	numberOf := b.copied[from]
	if numberOf == nil {
		numberOf = make([]uint32, from.meta.terms)
		b.copied[from] = numberOf
	}
	first, last := from.passagesOf(source)
	for i := first; i < last; i++ {
		p := analysedPassage{paragraph: uint32(from.paragraphOf(i)), text: from.textOf(i)}
		p.lens, p.terms = from.appendSequence(i, nil)
		for j, t := range p.terms {
			if numberOf[t] == 0 {
				numberOf[t] = b.number(string(from.stem(int(t)))) + 1
			}
			p.terms[j] = numberOf[t] - 1
		}
		b.add(p)
	}
	return nil
}

func (b *Builder) add(p analysedPassage) {
	b.passages = append(b.passages, builtPassage{uint32(len(b.sources) - 1), p.paragraph, len(b.forward), len(b.text)})
	b.text = append(b.text, p.text...)
	b.forward = appendForward(b.forward, p.lens, p.terms)
}

// WriteTo writes the index of everything added, after which nothing more may be
// added.
func (b *Builder) WriteTo(w io.Writer) (int64, error) {
	if len(b.passages) > maxPassages {
		return 0, fmt.Errorf("%d passages are more than one index holds, %d: make two", len(b.passages), maxPassages)
	}
	counts := b.count()
	b.renumber(counts)
	m := b.measure()
	var s [numSections][]byte
	s[secMeta] = m.encode()
	s[secSources], s[secSourceData] = b.encodeSources()
	s[secSourceHash] = hashTable(len(b.sources), func(i int) string { return b.sources[i].ID })
	s[secPassages] = b.encodePassages()
	s[secText] = b.text
	s[secTerms], s[secTermData], s[secPostings] = b.encodeTerms(m)
	s[secTermHash] = hashTable(len(b.names), func(i int) string { return b.names[i] })
	s[secForward] = b.forward
	s[secPrints] = b.prints
	return format().Write(w, s[:])
}

// sequences calls do for each passage in turn; what it is given is overwritten
// by the next.
func (b *Builder) sequences(do func(passage int, s sequence)) {
	var s sequence
	for i, p := range b.passages {
		end := len(b.forward)
		if i+1 < len(b.passages) {
			end = b.passages[i+1].forward
		}
		s.lens, s.terms = appendSequence(b.forward[p.forward:end], s.terms[:0])
		do(i, s)
	}
}

func (b *Builder) count() []int {
	counts := make([]int, len(b.names))
	b.sequences(func(_ int, s sequence) {
		for _, t := range s.terms {
			counts[t]++
		}
	})
	return counts
}

// renumber numbers the terms by falling number of occurrences.
func (b *Builder) renumber(counts []int) {
	order := make([]uint32, len(b.names))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(counts[y], counts[x]), cmp.Compare(b.names[x], b.names[y]))
	})
	renamed := make([]uint32, len(order))
	names := make([]string, len(order))
	for to, from := range order {
		renamed[from], names[to] = uint32(to), b.names[from]
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
}

func (b *Builder) measure() meta {
	m := meta{passages: len(b.passages), sources: len(b.sources), terms: len(b.names)}
	var total [numFields]int
	b.sequences(func(_ int, s sequence) {
		for f, n := range s.lens {
			total[f] += n
		}
	})
	for f, n := range total {
		m.average[f] = float32(n) / float32(max(1, len(b.passages)))
	}
	return m
}

func (b *Builder) encodeSources() (records, data []byte) {
	record := func(date string, first int) {
		records = appendU64(records, uint64(len(data)))
		records = appendU32(appendU32(records, dateNumber(date)), uint32(first))
	}
	for i, s := range b.sources {
		record(s.Date, b.first[i])
		for _, v := range sourceStrings(&s) {
			data = appendString(data, *v)
		}
		data = binary.AppendUvarint(data, uint64(max(0, s.QuoteWords)))
	}
	record("", len(b.passages))
	return records, data
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

// encodeTerms inverts the forward section.
func (b *Builder) encodeTerms(m meta) (records, names, lists []byte) {
	ends, passages, impacts := b.invert(m)
	glue := glueStems()
	for t, end := range ends {
		from := 0
		if t > 0 {
			from = ends[t-1]
		}
		var r termRecord
		lists, r = appendList(lists, passages[from:end], impacts[from:end], m.passages)
		r.name, r.glue, r.idf = uint32(len(names)), glue[b.names[t]], float32(m.idf(r.passages))
		names = append(names, b.names[t]...)
		records = appendTerm(records, r)
	}
	return appendTerm(records, termRecord{name: uint32(len(names)), list: uint64(len(lists))}), names, lists
}

// invert returns the postings of all terms, one after the other, and where each
// term's end.
func (b *Builder) invert(m meta) (ends []int, passages []uint32, impacts []uint8) {
	ends = make([]int, len(b.names))
	f := newFolder(len(b.names))
	b.sequences(func(_ int, s sequence) {
		for _, t := range f.fold(m, s) {
			ends[t]++
		}
	})
	total := 0
	for t, n := range ends {
		ends[t] = total // for now where it begins
		total += n
	}
	passages, impacts = make([]uint32, total), make([]uint8, total)
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
