package passages

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"runtime/debug"
	"sort"
	"strings"
	"sync/atomic"

	"hapjak/corpus"
)

// An Index finds passages. It is safe for use by several goroutines.
type Index struct {
	*image
	ranking Ranking // of queries that name none
	on      *mapped // nil when loaded
	path    string
	err     atomic.Pointer[error]
}

// Open maps the index at path into memory. Close it after use.
func Open(path string) (*Index, error) {
	on, err := mapFile(path)
	if err != nil {
		return nil, err
	}
	ix, err := Load(on.m)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), on.close())
	}
	ix.on, ix.path = on, path
	return ix, nil
}

// Load returns the index that data holds; data must not change afterwards.
func Load(data []byte) (ix *Index, err error) {
	file, err := format().Load(data)
	if err != nil {
		return nil, err
	}
	im := &image{File: file}
	defer func() {
		if e := recovered(recover()); e != nil {
			ix, err = nil, e
		}
	}()
	if im.Size(secMeta) != metaSize {
		return nil, format().Damaged("its counts are missing")
	}
	im.meta = decodeMeta(im.Whole(secMeta))
	ix = &Index{image: im, ranking: DefaultRanking()}
	if ix.Size(secSources) != sourceSize*(ix.meta.sources+1) || ix.Size(secPassages) != passageSize*(ix.meta.passages+1) ||
		ix.Size(secTerms) != termSize*(ix.meta.terms+1) || ix.Size(secPrints) != sha256.Size*ix.meta.sources {
		return nil, format().Damaged("its sections do not fit its counts")
	}
	return ix, nil
}

// Close releases the file; there may be no index. It must not be used afterwards.
func (ix *Index) Close() error {
	if ix == nil || ix.on == nil {
		return nil
	}
	return ix.on.close()
}

// guard, deferred, turns a panic over damaged bytes into the index's error; what
// was asked is answered with nothing.
//
// Its argument is what debug.SetPanicOnFault(true) returns, so that a page of the
// mapped file that is gone, since somebody cut the file short, is damage too instead
// of the end of the process.
func (ix *Index) guard(faults bool) {
	debug.SetPanicOnFault(faults)
	if err := ix.named(recovered(recover())); err != nil {
		ix.err.CompareAndSwap(nil, &err)
	}
}

// named puts the file's name before what is wrong with it.
func (ix *Index) named(err error) error {
	if err == nil || ix.path == "" {
		return err
	}
	return fmt.Errorf("%s: %w", ix.path, err)
}

// Err returns the first damage that a search or look-up met, nil for none. It looks whether the
// file is still the one that was opened, so what was found is right where it is asked afterwards.
func (ix *Index) Err() error {
	if ix.err.Load() == nil && ix.on != nil {
		if err := ix.named(ix.on.changed(ix)); err != nil {
			ix.err.CompareAndSwap(nil, &err)
		}
	}
	if err := ix.err.Load(); err != nil {
		return *err
	}
	return nil
}

// Verify reads the whole file and returns the first damage.
func (ix *Index) Verify() error {
	if err := ix.readAll(); err != nil {
		return ix.named(err)
	}
	return ix.Err()
}

// readAll reads what was not read yet.
func (ix *Index) readAll() (err error) {
	faults := debug.SetPanicOnFault(true)
	defer func() {
		debug.SetPanicOnFault(faults)
		if e := recovered(recover()); e != nil {
			err = e
		}
	}()
	for s := range numSections {
		ix.Whole(s)
	}
	return nil
}

// Len returns the number of passages.
func (ix *Index) Len() int { return ix.meta.passages }

// Source returns what is known of a source, without its paragraphs.
func (ix *Index) Source(id string) (s corpus.Source, ok bool) {
	defer ix.guard(debug.SetPanicOnFault(true))
	if n, found := ix.findSource(id); found {
		s := ix.source(n)
		if s.Title == "" {
			s.Title, s.Untitled = s.ID, true
		}
		return s, true
	}
	return s, false
}

// Sources yields the ids of all sources in the order they were added.
func (ix *Index) Sources() iter.Seq[string] {
	return func(yield func(string) bool) {
		for n := range ix.meta.sources {
			if !yield(ix.id(n)) {
				return
			}
		}
	}
}

func (ix *Index) id(n int) string {
	defer ix.guard(debug.SetPanicOnFault(true))
	return ix.sourceID(n)
}

// Paragraph returns the text of a paragraph, or of one part of it. The parts of a
// paragraph are passages of their own, one behind the other; all of it is their texts
// joined.
func (ix *Index) Paragraph(ref corpus.Ref) (p corpus.Paragraph, ok bool) {
	defer ix.guard(debug.SetPanicOnFault(true))
	n, ok := ix.findSource(ref.Source)
	if !ok {
		return p, false
	}
	from, to := ix.passagesOf(n)
	i := from + sort.Search(to-from, func(i int) bool { return ix.paragraphOf(from+i) >= ref.Paragraph })
	end := i
	for end < to && ix.paragraphOf(end) == ref.Paragraph {
		end++
	}
	switch {
	case ref.Part > end-i || i == end:
		return p, false
	case ref.Part > 0:
		return ix.paragraph(i + ref.Part - 1), true
	}
	p = ix.paragraph(i)
	if end > i+1 {
		texts := []string{p.Text}
		for j := i + 1; j < end; j++ {
			texts = append(texts, ix.paragraph(j).Text)
		}
		p.Text = strings.Join(texts, " ")
	}
	return p, true
}

// Passage returns the text of a hit's passage and where it stands.
func (ix *Index) Passage(n uint32) (ref corpus.Ref, p corpus.Paragraph) {
	defer ix.guard(debug.SetPanicOnFault(true))
	if int(n) < ix.meta.passages {
		ref, p = ix.ref(int(n)), ix.paragraph(int(n))
	}
	return ref, p
}

func (im *image) findSource(id string) (int, bool) {
	return im.lookup(secSourceHash, hash(id), func(i int) bool { return im.sourceID(i) == id })
}

func (im *image) sourceRecord(n int) decoder {
	return decoder{im.View(secSourceData, im.u64(secSources, 2*n), im.u64(secSources, 2*n+2))}
}

func (im *image) sourceID(n int) string {
	d := im.sourceRecord(n)
	return d.string()
}

// source returns a source as it is kept: without a title where it goes by its id.
func (im *image) source(n int) corpus.Source {
	var s corpus.Source
	d := im.sourceRecord(n)
	for _, v := range sourceStrings(&s) {
		*v = d.string()
	}
	s.QuoteWords = int(d.uvarint())
	return s
}

// sourceStrings are the strings of a source in the order of its record.
func sourceStrings(s *corpus.Source) []*string {
	return []*string{&s.ID, &s.Title, &s.Publisher, &s.Author, &s.Date, &s.URL, &s.Language, &s.Rights, &s.SHA256}
}

func (im *image) dateOf(source int) uint32 { return im.u32(secSources, 4*source+2) }

// passagesOf returns the first passage of a source and the one behind its last.
func (im *image) passagesOf(source int) (from, to int) {
	from, to = int(im.u32(secSources, 4*source+3)), int(im.u32(secSources, 4*source+7))
	if from > to || to > im.meta.passages {
		panic(format().Damage("a source without its passages"))
	}
	return from, to
}

func (im *image) sourceOf(passage int) int { return int(im.u32(secPassages, passageWords*passage)) }
func (im *image) paragraphOf(passage int) int {
	return int(im.u32(secPassages, passageWords*passage+1))
}

func (im *image) appendSequence(passage int, to []uint32) ([numFields]int, []uint32) {
	return appendSequence(im.forwardOf(passage), to)
}

// forwardOf returns a passage's record of the forward section.
func (im *image) forwardOf(passage int) []byte {
	at := passageWords / 2 * passage
	return im.View(secForward, im.u64(secPassages, at+1), im.u64(secPassages, at+passageWords/2+1))
}

// textOf returns a passage's record of the text section.
func (im *image) textOf(passage int) []byte {
	at := passageWords / 2 * passage
	return im.View(secText, im.u64(secPassages, at+2), im.u64(secPassages, at+passageWords/2+2))
}

func (im *image) paragraph(passage int) corpus.Paragraph {
	d := decoder{im.textOf(passage)}
	is := d.uvarint()
	p := corpus.Paragraph{N: im.paragraphOf(passage), Verbatim: is&isVerbatim != 0, Heading: d.string(), Text: d.string()}
	if is&hasPlace != 0 {
		p.Place = d.string()
	}
	return p
}

// Names returns the names that were found in a passage when it was imported.
func (ix *Index) Names(passage uint32) (names []string) {
	defer ix.guard(debug.SetPanicOnFault(true))
	if int(passage) >= ix.meta.passages {
		return nil
	}
	d := decoder{ix.textOf(int(passage))}
	behind := 2 // heading and text
	if d.uvarint()&hasPlace != 0 {
		behind++
	}
	for len(d.b) > 0 {
		names = append(names, d.string())
	}
	return names[min(behind, len(names)):]
}

func (im *image) fingerprint(source int) (print [sha256.Size]byte) {
	copy(print[:], im.View(secPrints, uint64(sha256.Size*source), uint64(sha256.Size*(source+1))))
	return print
}

// ref says where a passage stands: in a paragraph of several, in which part.
func (im *image) ref(passage int) corpus.Ref {
	source := im.sourceOf(passage)
	ref := corpus.Ref{Source: im.sourceID(source), Paragraph: im.paragraphOf(passage)}
	from, to := im.passagesOf(source)
	first := passage
	for first > from && im.paragraphOf(first-1) == ref.Paragraph {
		first--
	}
	if first < passage || passage+1 < to && im.paragraphOf(passage+1) == ref.Paragraph {
		ref.Part = passage - first + 1
	}
	return ref
}

// findTerm returns the number of a stem.
func (im *image) findTerm(stem string) (int, bool) {
	return im.lookup(secTermHash, hash(stem), func(i int) bool { return string(im.stem(i)) == stem })
}

func (im *image) findTermBytes(stem []byte) (int, bool) {
	return im.lookup(secTermHash, hash(stem), func(i int) bool { return bytes.Equal(im.stem(i), stem) })
}

func (im *image) stem(t int) []byte {
	const next = termSize / 4
	return im.View(secTermData, uint64(im.u32(secTerms, next*t)), uint64(im.u32(secTerms, next*(t+1))))
}

func (im *image) record(t int) termRecord {
	return decodeTerm(im.View(secTerms, uint64(termSize*t), uint64(termSize*(t+1))))
}

func (im *image) list(t int, r termRecord) list {
	return newList(im.View(secPostings, r.list, im.record(t+1).list), r, im.meta.passages)
}
