package passages

import (
	"fmt"
	"io"
	"iter"
	"math"
	"os"
	"sort"

	"github.com/edsrzf/mmap-go"

	"hapjak/corpus"
)

// An Index finds passages. It is safe for use by several goroutines.
type Index struct {
	dir  directory
	meta meta
	m    mmap.MMap // nil when loaded
}

// Open maps the index at path into memory. Close it after use.
func Open(path string) (*Index, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	ix, err := Load(m)
	if err != nil {
		m.Unmap()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	ix.m = m
	return ix, nil
}

// Load returns the index that data holds; data must not change afterwards.
func Load(data []byte) (*Index, error) {
	d, err := readFile(data)
	if err != nil {
		return nil, err
	}
	if len(d.data[secMeta]) != metaSize {
		return nil, fmt.Errorf("passage index without its counts: import the articles again")
	}
	ix := &Index{dir: d, meta: decodeMeta(d.data[secMeta])}
	if len(d.data[secSources]) != 8*(ix.meta.sources+1) || len(d.data[secPassages]) != passageSize*(ix.meta.passages+1) ||
		len(d.data[secTerms]) != termSize*(ix.meta.terms+1) {
		return nil, fmt.Errorf("passage index whose sections do not fit its counts: import the articles again")
	}
	return ix, nil
}

// Close releases the file. The index must not be used afterwards.
func (ix *Index) Close() error {
	if ix.m == nil {
		return nil
	}
	return ix.m.Unmap()
}

var _ io.Closer = (*Index)(nil)

// Len returns the number of passages.
func (ix *Index) Len() int { return ix.meta.passages }

// Source returns what is known of a source, without its paragraphs.
func (ix *Index) Source(id string) (corpus.Source, bool) {
	n, ok := ix.findSource(id)
	if !ok {
		return corpus.Source{}, false
	}
	return ix.source(n).Source, true
}

// Sources yields the ids of all sources in the order they were added.
func (ix *Index) Sources() iter.Seq[string] {
	return func(yield func(string) bool) {
		for n := range ix.meta.sources {
			if !yield(ix.sourceID(n)) {
				return
			}
		}
	}
}

// Paragraph returns the text of a paragraph.
func (ix *Index) Paragraph(ref corpus.Ref) (corpus.Paragraph, bool) {
	n, ok := ix.findSource(ref.Source)
	if !ok {
		return corpus.Paragraph{}, false
	}
	s := ix.source(n)
	i := sort.Search(s.passages, func(i int) bool { return int(ix.paragraphOf(s.first+i)) >= ref.Paragraph })
	if i == s.passages || int(ix.paragraphOf(s.first+i)) != ref.Paragraph {
		return corpus.Paragraph{}, false
	}
	return ix.paragraph(s.first + i), true
}

type source struct {
	corpus.Source
	first, passages int
}

func (ix *Index) findSource(id string) (int, bool) {
	return lookup(u32s(ix.dir.data[secSourceHash]), id, func(i int) bool { return ix.sourceID(i) == id })
}

func (ix *Index) sourceRecord(n int) decoder {
	off := u64s(ix.dir.data[secSources])
	return decoder{b: cut(ix.dir.data[secSourceData], off.at(n), off.at(n+1))}
}

func (ix *Index) sourceID(n int) string {
	d := ix.sourceRecord(n)
	return d.string()
}

func (ix *Index) source(n int) source {
	var s source
	d := ix.sourceRecord(n)
	for _, v := range []*string{&s.ID, &s.Title, &s.Publisher, &s.Author, &s.Date, &s.URL, &s.Language, &s.Rights, &s.SHA256} {
		*v = d.string()
	}
	s.QuoteWords = int(d.uvarint())
	s.first, s.passages = int(d.uvarint()), int(d.uvarint())
	if s.first+s.passages > ix.meta.passages {
		s.first, s.passages = 0, 0
	}
	return s
}

func (ix *Index) sourceOf(passage int) int {
	return int(u32s(ix.dir.data[secPassages]).at(6 * passage))
}

func (ix *Index) paragraphOf(passage int) uint32 {
	return u32s(ix.dir.data[secPassages]).at(6*passage + 1)
}

func (ix *Index) sequence(passage int, buf []uint32) sequence {
	at := u64s(ix.dir.data[secPassages])
	return decodeSequence(cut(ix.dir.data[secForward], at.at(3*passage+1), at.at(3*passage+4)), buf)
}

func (ix *Index) paragraph(passage int) corpus.Paragraph {
	at := u64s(ix.dir.data[secPassages])
	b := cut(ix.dir.data[secText], at.at(3*passage+2), at.at(3*passage+5))
	p := corpus.Paragraph{N: int(ix.paragraphOf(passage))}
	if len(b) == 0 {
		return p
	}
	p.Verbatim = b[0] == 1
	d := decoder{b: b[1:]}
	p.Heading = d.string()
	p.Text = d.string()
	return p
}

func (ix *Index) ref(passage int) corpus.Ref {
	return corpus.Ref{Source: ix.sourceID(ix.sourceOf(passage)), Paragraph: int(ix.paragraphOf(passage))}
}

// findTerm returns the number of a stem.
func (ix *Index) findTerm(stem string) (int, bool) {
	terms, names := u32s(ix.dir.data[secTerms]), ix.dir.data[secTermData]
	return lookup(u32s(ix.dir.data[secTermHash]), stem, func(i int) bool {
		return string(cut(names, uint64(terms.at(4*i)), uint64(terms.at(4*i+4)))) == stem
	})
}

func (ix *Index) termName(t int) string {
	terms := u32s(ix.dir.data[secTerms])
	return string(cut(ix.dir.data[secTermData], uint64(terms.at(4*t)), uint64(terms.at(4*t+4))))
}

// frequency returns how many passages hold term t.
func (ix *Index) frequency(t int) int { return int(u32s(ix.dir.data[secTerms]).at(4*t + 1)) }

func (ix *Index) postings(t int) []byte {
	at := u64s(ix.dir.data[secTerms])
	return cut(ix.dir.data[secPostings], at.at(2*t+1), at.at(2*t+3))
}

// IDF returns how much a stem tells: ln(1 + (N-n+0.5)/(n+0.5)) for n of N
// passages, as Lucene reckons it; for a stem that no passage holds the greatest.
func (ix *Index) IDF(stem string) float64 {
	n := 0
	if t, ok := ix.findTerm(stem); ok {
		n = ix.frequency(t)
	}
	return ix.idf(n)
}

func (ix *Index) idf(n int) float64 {
	return math.Log(1 + (float64(ix.meta.passages-n)+0.5)/(float64(n)+0.5))
}

// cut returns b[from:to], nothing where there is no such part.
func cut(b []byte, from, to uint64) []byte {
	if from > to || to > uint64(len(b)) {
		return nil
	}
	return b[from:to]
}
