package passages

import (
	"encoding/binary"
	"fmt"
	"io"
	"sort"

	"hapjak/corpus"
	"hapjak/nlp"
)

// A Builder gathers sources and writes their index. It is not safe for use by
// several goroutines.
type Builder struct {
	sources  []corpus.Source // without paragraphs
	first    []int           // first passage of each source
	byID     map[string]bool
	terms    map[string]uint32
	names    []string
	passages []builtPassage
	text     []byte
	forward  []byte // like the file's, terms numbered by first appearance
}

type builtPassage struct {
	source, paragraph uint32
	forward, text     int
}

// NewBuilder returns an empty builder.
func NewBuilder() *Builder {
	return &Builder{byID: map[string]bool{}, terms: map[string]uint32{}}
}

// Add takes one source with its paragraphs. A second source with the same id is
// an error.
func (b *Builder) Add(s corpus.Source) error {
	if s.ID == "" {
		return fmt.Errorf("source %q has no id", s.Title)
	}
	if b.byID[s.ID] {
		return fmt.Errorf("source %q is there twice: give one of them another id", s.ID)
	}
	b.byID[s.ID] = true
	title := b.numbers(nil, s.Title)
	b.first = append(b.first, len(b.passages))
	for _, p := range s.Paragraphs {
		b.add(uint32(len(b.sources)), title, p)
	}
	s.Paragraphs = nil
	b.sources = append(b.sources, s)
	return nil
}

func (b *Builder) add(source uint32, title []uint32, p corpus.Paragraph) {
	b.passages = append(b.passages, builtPassage{source, uint32(p.N), len(b.forward), len(b.text)})
	verbatim := byte(0)
	if p.Verbatim {
		verbatim = 1
	}
	b.text = append(b.text, verbatim)
	b.text = appendString(b.text, p.Heading)
	b.text = appendString(b.text, p.Text)
	fields := [numFields][]uint32{title, b.numbers(nil, p.Heading), b.numbers(nil, p.Text)}
	for _, f := range fields {
		b.forward = binary.AppendUvarint(b.forward, uint64(len(f)))
	}
	for _, f := range fields {
		for _, t := range f {
			b.forward = binary.AppendUvarint(b.forward, uint64(t))
		}
	}
}

// numbers appends the numbers of text's terms to to.
func (b *Builder) numbers(to []uint32, text string) []uint32 {
	for tok := range nlp.EachToken(text) {
		if tok.Kind != nlp.Word && tok.Kind != nlp.Number {
			continue
		}
		n, ok := b.terms[tok.Stem]
		if !ok {
			n = uint32(len(b.names))
			b.terms[tok.Stem] = n
			b.names = append(b.names, tok.Stem)
		}
		to = append(to, n)
	}
	return to
}

// WriteTo writes the index of everything added.
func (b *Builder) WriteTo(w io.Writer) (int64, error) {
	b.renumber()
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
	return writeFile(w, s)
}

// renumber numbers the terms by falling number of occurrences, so that common
// ones take one byte of the forward section.
func (b *Builder) renumber() {
	count := make([]int, len(b.names))
	for i := range b.passages {
		for _, t := range b.sequence(i, nil).terms {
			count[t]++
		}
	}
	order := make([]uint32, len(b.names))
	for i := range order {
		order[i] = uint32(i)
	}
	sort.Slice(order, func(i, j int) bool {
		a, c := order[i], order[j]
		if count[a] != count[c] {
			return count[a] > count[c]
		}
		return b.names[a] < b.names[c]
	})
	renamed := make([]uint32, len(order))
	names := make([]string, len(order))
	for to, from := range order {
		renamed[from], names[to] = uint32(to), b.names[from]
	}
	b.rewrite(renamed)
	b.names = names
	for i, n := range names {
		b.terms[n] = uint32(i)
	}
}

// rewrite renames the terms of the forward section.
func (b *Builder) rewrite(renamed []uint32) {
	forward := make([]byte, 0, len(b.forward))
	var seq sequence
	for i := range b.passages {
		seq = b.sequence(i, seq.terms)
		b.passages[i].forward = len(forward)
		for _, n := range seq.lens {
			forward = binary.AppendUvarint(forward, uint64(n))
		}
		for _, t := range seq.terms {
			forward = binary.AppendUvarint(forward, uint64(renamed[t]))
		}
	}
	b.forward = forward
}

func (b *Builder) sequence(i int, buf []uint32) sequence {
	end := len(b.forward)
	if i+1 < len(b.passages) && b.passages[i+1].forward > b.passages[i].forward {
		end = b.passages[i+1].forward
	}
	return decodeSequence(b.forward[b.passages[i].forward:end], buf)
}

func (b *Builder) measure() meta {
	m := meta{passages: len(b.passages), sources: len(b.sources), terms: len(b.names)}
	var total [numFields]int
	var seq sequence
	for i := range b.passages {
		seq = b.sequence(i, seq.terms)
		for f, n := range seq.lens {
			total[f] += n
		}
	}
	for f, n := range total {
		m.average[f] = float32(n) / float32(max(1, len(b.passages)))
	}
	return m
}

func (b *Builder) encodeSources() (offsets, data []byte) {
	for i, s := range b.sources {
		offsets = appendU64(offsets, uint64(len(data)))
		for _, v := range []string{s.ID, s.Title, s.Publisher, s.Author, s.Date, s.URL, s.Language, s.Rights, s.SHA256} {
			data = appendString(data, v)
		}
		end := len(b.passages)
		if i+1 < len(b.first) {
			end = b.first[i+1]
		}
		data = binary.AppendUvarint(data, uint64(max(0, s.QuoteWords)))
		data = binary.AppendUvarint(data, uint64(b.first[i]))
		data = binary.AppendUvarint(data, uint64(end-b.first[i]))
	}
	return appendU64(offsets, uint64(len(data))), data
}

func (b *Builder) encodePassages() []byte {
	out := make([]byte, 0, passageSize*(len(b.passages)+1))
	ends := builtPassage{forward: len(b.forward), text: len(b.text)}
	for _, p := range append(b.passages, ends) {
		out = appendU32(out, p.source)
		out = appendU32(out, p.paragraph)
		out = appendU64(out, uint64(p.forward))
		out = appendU64(out, uint64(p.text))
	}
	return out
}

// encodeTerms inverts the forward section.
func (b *Builder) encodeTerms(m meta) (infos, names, postings []byte) {
	lists := make([][]posting, len(b.names))
	var seq sequence
	for i := range b.passages {
		seq = b.sequence(i, seq.terms)
		for _, c := range m.impacts(seq) {
			lists[c.term] = append(lists[c.term], posting{uint32(i), c.impact})
		}
	}
	for t, list := range lists {
		infos = appendU32(infos, uint32(len(names)))
		infos = appendU32(infos, uint32(len(list)))
		infos = appendU64(infos, uint64(len(postings)))
		names = append(names, b.names[t]...)
		postings = appendPostings(postings, list)
	}
	infos = appendU32(infos, uint32(len(names)))
	infos = appendU32(infos, 0)
	infos = appendU64(infos, uint64(len(postings)))
	return infos, names, postings
}
