package passages

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"hapjak/corpus"
)

// ImportOptions say what to import and where to.
type ImportOptions struct {
	// Old is the file of an index, empty for none. What it holds of articles
	// whose bytes have not changed is taken over instead of being read and
	// analysed again. A damaged one is passed over.
	Old string
	// Paths name the articles, as corpus.Read takes them.
	Paths []string
	// Keep keeps the articles of the old index that are not among those read.
	Keep bool
	// Workers is how many processors analyse; 0 means all.
	Workers int
	// Names, where there is one, is asked for the names in a paragraph's text,
	// which [Index.Names] then returns. It is called by several goroutines.
	Names func(text string) []string
	// Progress, where there is one, is told how far the import is, by one
	// goroutine at a time, after each article.
	Progress func(Progress)
}

// Progress is how far an import is.
type Progress struct {
	Bytes, Total int64 // of the files
	Sources      int   // articles taken in so far
	Reused       int   // of them taken over from the old index
	Passages     int
}

// Import writes an index of articles to w. Articles with faults are left out;
// faults names them, "file:line: what". err says why there is no index; if ctx
// ended before everything was read, nothing was written.
func Import(ctx context.Context, w io.Writer, o ImportOptions) (done Progress, faults, err error) {
	im := newImporter(o)
	defer im.close()
	if _, im.progress.Total, err = corpus.Measure(ctx, o.Paths); err != nil {
		return im.progress, nil, err
	}
	faults = im.read(ctx)
	if err := ctx.Err(); err != nil {
		return im.progress, faults, fmt.Errorf("import stopped: %w", err)
	}
	if o.Keep {
		im.keep()
	}
	if len(im.b.sources) == 0 {
		return im.progress, faults, errors.New("no article to import: name JSONL, Markdown, text, HTML or zip files")
	}
	_, err = im.b.WriteTo(w)
	return im.progress, faults, err
}

// An importer feeds articles to analysers and what they make of them, in the
// articles' order, to a builder.
type importer struct {
	ImportOptions
	b        *Builder
	old      *Index
	reusable map[[sha256.Size]byte]int // by fingerprint the source of the old index
	progress Progress
	bytes    atomic.Int64 // read so far
	faults   []error

	jobs  chan job
	done  chan job
	slots chan struct{} // bounds how many articles are on the way
	sent  int
}

// A job is one article on its way: to be analysed, or to be taken over.
type job struct {
	order   int
	article corpus.Article
	reuse   int // source of the old index, -1 for none
	by      *analyser
	made    analysed
}

func newImporter(o ImportOptions) *importer {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	im := &importer{ImportOptions: o, b: NewBuilder(), jobs: make(chan job), done: make(chan job),
		slots: make(chan struct{}, 64*o.Workers), reusable: map[[sha256.Size]byte]int{}}
	old, err := Open(o.Old)
	if err != nil || old.Verify() != nil {
		return im // none, or one that is not worth keeping
	}
	im.old = old
	for n := range old.meta.sources {
		if print := old.fingerprint(n); print != [sha256.Size]byte{} {
			im.reusable[print] = n
		}
	}
	return im
}

func (im *importer) close() {
	if im.old != nil {
		im.old.Close()
	}
}

// fingerprint is equal for two pieces that make the same article. A file's name
// is part of it, since an article may be called after its file.
func fingerprint(p corpus.Piece) [sha256.Size]byte {
	if p.Line > 0 {
		return p.Hash
	}
	return sha256.Sum256(append(p.Hash[:], p.File...))
}

// read reads all articles and returns what is wrong with some.
func (im *importer) read(ctx context.Context) error {
	var workers, collector sync.WaitGroup
	for range im.Workers {
		workers.Go(im.analyse)
	}
	collector.Go(im.collect)
	err := corpus.Read(ctx, im.Paths,
		func(a corpus.Article) error { return im.send(ctx, im.jobs, job{article: a, reuse: -1}) },
		corpus.Options{
			Skip: func(p corpus.Piece) bool {
				n, ok := im.reusable[fingerprint(p)]
				return ok && im.send(ctx, im.done, job{reuse: n, article: corpus.Article{Piece: p}}) == nil
			},
			Progress: im.bytes.Store,
		})
	close(im.jobs)
	workers.Wait()
	close(im.done)
	collector.Wait()
	return errors.Join(append([]error{err}, im.faults...)...)
}

// send sends an article on its way when there is room.
func (im *importer) send(ctx context.Context, to chan<- job, j job) error {
	select {
	case im.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	j.order = im.sent
	im.sent++
	to <- j
	return nil
}

func (im *importer) analyse() {
	a := newAnalyser()
	a.names = im.Names
	for j := range im.jobs {
		j.by, j.made = a, a.analyse(j.article.Source)
		j.made.fingerprint = fingerprint(j.article.Piece)
		j.article = corpus.Article{Piece: j.article.Piece}
		im.done <- j
	}
}

// collect takes articles in, in their order.
func (im *importer) collect() {
	waiting := map[int]job{}
	next := 0
	for j := range im.done {
		waiting[j.order] = j
		for {
			j, ok := waiting[next]
			if !ok {
				break
			}
			delete(waiting, next)
			next++
			<-im.slots
			im.take(j)
		}
	}
}

func (im *importer) take(j job) {
	var err error
	if j.reuse >= 0 {
		err = im.b.copy(im.old, j.reuse)
		im.progress.Reused++
	} else {
		err = im.b.append(j.by, j.made)
	}
	if err != nil {
		im.faults = append(im.faults, fmt.Errorf("%s: %w", j.article.Piece, err))
		return
	}
	im.progress.Sources, im.progress.Passages, im.progress.Bytes = len(im.b.sources), len(im.b.passages), im.bytes.Load()
	if im.Progress != nil {
		im.Progress(im.progress)
	}
}

// keep takes over the articles of the old index that were not read.
func (im *importer) keep() {
	if im.old == nil {
		return
	}
	for n := range im.old.meta.sources {
		if !im.b.byID[im.old.sourceID(n)] {
			im.take(job{reuse: n})
		}
	}
}
