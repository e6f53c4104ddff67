package passages

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/semaphore"

	"hapjak/corpus"
)

// ImportOptions say what to import and where to.
type ImportOptions struct {
	// Old is the file of an index, empty for none. What it holds of articles
	// whose bytes have not changed is taken over instead of being read and
	// analysed again. A damaged one is an error, unless nothing is lost with it.
	Old string
	// Damaged says that nothing is lost with an old index that is damaged: it is passed over.
	Damaged bool
	// Paths name the articles, as corpus.Read takes them.
	Paths []string
	// Drop, where there is one, says which articles of the old index that are not among
	// those read are taken out, and is told which files had faults: what was read from
	// one before is better than nothing. Without it all stay.
	Drop func(id string, faulty func(place string) bool) bool
	// Empty allows an index without an article.
	Empty bool
	// Taken says which ids are others', so that an article called after its file gets
	// another one.
	Taken func(id string) bool
	// Called says what the article of a file was called before, as corpus.Read asks.
	Called func(place string) string
	// Moved lists files that are gone from where an article was read before, one of which a file may be:
	// with the same bytes it is that one.
	Moved func(place string) []string
	// Took, where there is one, is told each article with the piece that it was read
	// from, in their order, and what that changed; of those taken out it is empty.
	Took func(id string, from corpus.Piece, what Change)
	// Note, where there is one, is told what was guessed or passed over.
	Note func(corpus.Note)
	// Limits bound articles and archives; the zero value has its documented defaults.
	Limits corpus.Options
	// Scratch, where there is one, makes temporary files, in which is kept what would not
	// fit into Budget bytes, 0 for 16 MiB: memory does not grow with the articles then.
	Scratch func() (ScratchFile, error)
	Budget  int
	// Workers is how many processors analyse; 0 means all.
	Workers int
	// Names, where there is one, is asked for the names in a paragraph's text,
	// which [Index.Names] then returns. It is called by several goroutines.
	Names func(text string) []string
	// Progress, where there is one, is told how far the import is, by one
	// goroutine at a time, after each article.
	Progress func(Progress)
}

// A Change is what an import does with an article.
type Change uint8

const (
	Added Change = iota
	Updated
	Unchanged
	Removed
)

// Progress is how far an import is.
type Progress struct {
	Bytes, Total int64 // of the files
	Sources      int   // articles taken in so far
	Reused       int   // of them taken over from the old index
	Passages     int
}

// Import writes an index of articles to w. Articles with faults are left out;
// faults names them, "file:line: what". err says why there is no index; if ctx
// ended before all is written, what was written is not whole.
func Import(ctx context.Context, w io.Writer, o ImportOptions) (done Progress, faults, err error) {
	im, err := newImporter(ctx, o)
	if err != nil {
		return Progress{}, nil, err
	}
	defer im.close()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // of an old index that is cut short meanwhile
	_, im.progress.Total, _ = corpus.Measure(ctx, o.Paths)   // what cannot be read is told when it is to be
	faults = im.read(ctx)
	if err := ctx.Err(); err != nil {
		return im.progress, faults, fmt.Errorf("import stopped: %w", err)
	}
	if im.b.err != nil {
		return im.progress, faults, im.b.err
	}
	im.keep(faultyFiles(faults))
	if im.b.n.sources == 0 && !o.Empty {
		return im.progress, faults, errors.New("no article to import: name files that hapjak import --help lists, or folders of them")
	}
	if _, err = im.b.WriteTo(untilStopped{ctx, w}); err == nil {
		err = im.b.close()
	}
	if stopped := ctx.Err(); stopped != nil && errors.Is(err, stopped) {
		err = fmt.Errorf("import stopped: %w", err)
	}
	return im.progress, faults, err
}

// untilStopped writes as long as a context lasts.
type untilStopped struct {
	ctx context.Context
	w   io.Writer
}

func (u untilStopped) Write(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(b)
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
	stop     func() // reading

	jobs chan job
	done chan job
	room *semaphore.Weighted // bounds what is on the way, in bytes of text
	sent int
}

// A job is one article on its way: to be analysed, or to be taken over.
type job struct {
	order   int
	article corpus.Article
	reuse   int    // source of the old index, -1 for none
	id      string // of that
	by      *analyser
	made    analysed
	size    int64 // that it takes of the room
}

// roomOfWorker is how much text may be on the way for each that analyses; an article that is longer is alone on
// it. leastSize is what any article counts.
const (
	roomOfWorker = 1 << 20
	leastSize    = 1 << 14
	onTheWay     = roomOfWorker / leastSize // articles that may wait to be taken in
)

// size is what an article takes of the room.
func (im *importer) size(s corpus.Source) int64 {
	n := leastSize
	for _, p := range s.Paragraphs {
		n += len(p.Text)
	}
	return min(int64(n), roomOfWorker*int64(im.Workers))
}

func newImporter(ctx context.Context, o ImportOptions) (*importer, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	im := &importer{ImportOptions: o, b: newBuilder(scratch{stop: ctx.Err, create: o.Scratch, budget: cmp.Or(o.Budget, defaultBudget)}), jobs: make(chan job), done: make(chan job, onTheWay),
		room: semaphore.NewWeighted(roomOfWorker * int64(o.Workers)), reusable: map[[sha256.Size]byte]int{}}
	if o.Old == "" {
		return im, nil
	}
	old, err := Open(o.Old)
	if err == nil {
		if err = old.Verify(); err != nil {
			err = errors.Join(err, old.Close())
		}
	}
	switch {
	case err != nil && o.Damaged:
		return im, nil
	case err != nil:
		return nil, err
	}
	im.old = old
	im.b.standOn(old)
	for n := range old.meta.sources {
		if print := old.fingerprint(n); print != [sha256.Size]byte{} {
			im.reusable[print] = n
		}
	}
	return im, nil
}

func (im *importer) close() {
	_ = im.b.close() // an error of which was told, unless there was another
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
	return sha256.Sum256(append(p.Hash[:], cmp.Or(p.Place, p.File)...))
}

// read reads all articles and returns what is wrong with some. Where the builder fails, on a full disk say, it stops,
// and no article is blamed for that.
func (im *importer) read(ctx context.Context) error {
	ctx, im.stop = context.WithCancel(ctx)
	defer im.stop()
	var workers, collector sync.WaitGroup
	for range im.Workers {
		workers.Go(im.analyse)
	}
	collector.Go(im.collect)
	opts := im.Limits
	opts.MaxFaults = -1
	opts.Progress, opts.Note, opts.Taken, opts.Called = im.bytes.Store, im.Note, im.Taken, im.Called
	opts.Skip = func(p corpus.Piece) (string, bool) {
		print := fingerprint(p)
		n, ok := im.reusable[print]
		if !ok && p.Line == 0 && im.Moved != nil {
			for _, was := range im.Moved(p.Place) {
				if print = fingerprint(corpus.Piece{Hash: p.Hash, Place: was}); !ok {
					n, ok = im.reusable[print]
				}
				if ok {
					break
				}
			}
		}
		if !ok {
			return "", false
		}
		delete(im.reusable, print) // a second one alike is another article
		id := im.old.id(n)
		return id, im.send(ctx, im.done, job{reuse: n, id: id, article: corpus.Article{Piece: p}}) == nil
	}
	err := corpus.Read(ctx, im.Paths,
		func(a corpus.Article) error { return im.send(ctx, im.jobs, job{article: a, reuse: -1}) }, opts)
	close(im.jobs)
	workers.Wait()
	close(im.done)
	collector.Wait()
	if im.b.err != nil {
		err = nil
	}
	return errors.Join(append([]error{err}, im.faults...)...)
}

// send sends an article on its way when there is room.
func (im *importer) send(ctx context.Context, to chan<- job, j job) error {
	j.size = im.size(j.article.Source)
	if err := im.room.Acquire(ctx, j.size); err != nil {
		return err
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
	debug.SetPanicOnFault(true) // which is this goroutine's alone
	waiting := map[int]job{}
	next := 0
	for j := range im.done {
		if j.order != next {
			waiting[j.order] = j
			continue
		}
		for ok := true; ok; j, ok = waiting[next] {
			delete(waiting, next)
			next++
			im.take(j)
			im.room.Release(j.size)
		}
	}
}

func (im *importer) take(j job) {
	var err error
	what, id := Unchanged, j.id
	if j.reuse >= 0 {
		err = im.b.take(j.reuse, id)
		im.progress.Reused++
	} else {
		what, id = im.change(j.made), j.made.source.ID
		err = im.b.append(j.by, j.made)
	}
	switch {
	case im.b.err != nil:
		im.stop()
		return
	case err != nil:
		im.faults = append(im.faults, fmt.Errorf("%s: %w", j.article.Piece, err))
		return
	}
	if im.Took != nil && j.article.Piece.File != "" {
		im.Took(id, j.article.Piece, what)
	}
	im.progress.Sources, im.progress.Passages, im.progress.Bytes = im.b.n.sources, im.b.n.passages, im.bytes.Load()
	if im.Progress != nil {
		im.Progress(im.progress)
	}
}

// change compares an article with what the old index has under its id.
func (im *importer) change(x analysed) (what Change) {
	if im.old == nil {
		return Added
	}
	n, ok := im.old.findSource(x.source.ID)
	if !ok {
		return Added
	}
	was, from := im.old.source(n), 0
	first, last := im.old.passagesOf(n)
	for a, b := sourceStrings(&was), sourceStrings(&x.source); from < len(a); from++ {
		if *a[from] != *b[from] {
			return Updated
		}
	}
	if last-first != len(x.passages) || was.QuoteWords != x.source.QuoteWords {
		return Updated
	}
	for i, p := range x.passages {
		if im.old.paragraphOf(first+i) != int(p.paragraph) || !bytes.Equal(im.old.textOf(first+i), p.text) {
			return Updated
		}
	}
	return Unchanged
}

// keep takes over the articles of the old index that were not read and are not to
// be taken out.
func (im *importer) keep(faulty func(file string) bool) {
	if im.old == nil {
		return
	}
	for n := range im.old.meta.sources {
		id := im.old.id(n)
		switch {
		case im.b.hasOld(n, id):
		case im.Drop != nil && im.Drop(id, faulty):
			if im.Took != nil {
				im.Took(id, corpus.Piece{}, Removed)
			}
		default:
			im.take(job{reuse: n, id: id})
			im.progress.Reused--
		}
	}
}

var placed = regexp.MustCompile(`^(.*?)(?::\d+)?: `)

// faultyFiles tells the places of the files that faults name.
func faultyFiles(err error) func(string) bool {
	files := map[string]bool{}
	if err != nil {
		for line := range strings.Lines(err.Error()) {
			if m := placed.FindStringSubmatch(line); m != nil {
				files[corpus.Canonical(m[1])] = true
			}
		}
	}
	return func(place string) bool { return files[place] }
}
