package corpus

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// An Article is one source as Read delivers it, and the piece of a file that
// it was read from.
type Article struct {
	Source
	Piece Piece
}

// A Piece is the smallest part of the input that makes an article: a file, or
// one line of a JSONL file.
type Piece struct {
	File string // "articles/2015/a.md", "archive.zip/a.html"
	Line int    // of a JSONL file, from 1; 0 for a whole file
	// Path is the one that was named, and Place the file as Canonical has it, "" of a file system.
	Path, Place string
	// Hash is the SHA-256 of its bytes. An importer that keeps it beside what
	// it made can tell on the next run what did not change.
	Hash [sha256.Size]byte
}

func (p Piece) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// Options say how to read. The zero value reads everything.
type Options struct {
	// MaxArticle is the most bytes that one file of one article, or one line
	// of JSONL, may hold; longer ones are faults. 0 means 16 MiB. A PDF, DOCX or
	// EPUB, most of which is pictures, may hold eight times as much.
	MaxArticle int64
	// MaxFaults is how many faults the error tells in full; the rest are
	// counted. 0 means 100, a negative number all.
	MaxFaults int
	// ShortIDs calls a file without an id of its own after its name alone.
	// Else it is called after its path below the folder that was named, so
	// that 2015/review.txt and 2016/review.txt may stand side by side.
	ShortIDs bool
	// MaxEntries and MaxUnpacked bound the files of one archive and the bytes that
	// they come to; the rest is left out. 0 means 200,000 files, 8 GiB.
	MaxEntries  int
	MaxUnpacked int64
	// MaxRatio bounds how many times as long as its packed bytes a file of an archive may
	// be, beyond its first megabyte. 0 means 200: plain text packs to a fifth, a page of
	// nothing but spaces to a thousandth.
	MaxRatio int64
	// Note, where there is one, is told what was guessed or passed over.
	Note func(Note)
	// Skip, where there is one, is asked about every piece before it is read.
	// Where it says true, the piece is not read, and its id is taken.
	Skip func(Piece) (id string, skip bool)
	// Taken, where there is one, says which ids an article that is called after its
	// file may not have.
	Taken func(id string) bool
	// Called, where there is one, says what the article of a file, by its Place, was called
	// before: unless it names itself, it is called so again. "" is none.
	Called func(place string) string
	// Not is a folder that is passed over where it lies in one that is read, as Canonical has it.
	Not string
	// Progress, where there is one, is told after every piece how many bytes
	// of the files, as Measure counts them, have been read so far.
	Progress func(bytes int64)
}

// Read reads articles from files: JSONL (.jsonl, .ndjson), Markdown with or
// without a front matter (.md, .mdx), reStructuredText (.rst), AsciiDoc (.adoc),
// DocBook (.xml), plain text (.txt),
// subtitles (.srt, .vtt), HTML pages as saved from a
// browser (.html, .mht), mails (.eml), PDF, DOCX, XLSX, EPUB, channels as DiscordChatExporter writes them (.json),
// folders and archives (.zip, .tar.gz) of these, and patterns that
// match any of them (*, ?, [a-z]; not **). It calls each for every article, in
// the order of paths and of names within folders, and keeps no article itself:
// memory is bounded by the longest article, not by the archive.
//
// In folders, files of other kinds are passed over with a note, and so are links
// that lead out of the folder or nowhere; hidden files and what browsers save beside
// a page (page.html, page_files/) are passed over without.
//
// What is wrong with a file, "file:line: what", keeps only that article from
// being read; all such faults are in the error at the end. An error of each or
// the end of ctx stops the reading and is in the error too.
func Read(ctx context.Context, paths []string, each func(Article) error, opts Options) error {
	r := newRun(ctx, each, opts)
	defer r.pdf.close()
	r.readPaths(paths)
	return r.err()
}

// ReadFS reads every article of a file system, as Read does of a folder.
func ReadFS(fsys fs.FS, each func(Article) error, opts Options) error {
	r := newRun(context.Background(), each, opts)
	defer r.pdf.close()
	r.folder(fsys, "")
	return r.err()
}

// Measure returns how many files Read would open and how many bytes they hold,
// for a progress bar. A zip counts as one file.
func Measure(ctx context.Context, paths []string) (files int, bytes int64, err error) {
	r := newRun(ctx, nil, Options{})
	r.faults.tell = nil
	r.visit = func(_ string, info fs.FileInfo) {
		files++
		bytes += info.Size()
	}
	r.readPaths(paths)
	return files, bytes, r.err()
}

// A run is one call of Read.
type run struct {
	ctx    context.Context
	each   func(Article) error
	visit  func(name string, info fs.FileInfo) // instead of reading
	opts   Options
	faults faults
	stop   error           // why the run ended early
	ids    map[uint64]bool // hashes of the ids so far: 8 bytes each, not the ids
	seed   maphash.Seed
	read   int64
	pdf    pdfReader
	named  string          // of the paths, the one that is read
	root   string          // … or what matches it, as it is shown
	real   string          // … and as Canonical has it
	places map[uint64]bool // hashes of the files so far, of several paths
}

// packedRoom is how many times as long as a text a PDF, DOCX, XLSX or EPUB may be: most of
// it is pictures.
const packedRoom = 8

func newRun(ctx context.Context, each func(Article) error, opts Options) *run {
	if opts.MaxArticle <= 0 {
		opts.MaxArticle = 16 << 20
	}
	if opts.MaxEntries <= 0 {
		opts.MaxEntries = 200_000
	}
	if opts.MaxUnpacked <= 0 {
		opts.MaxUnpacked = 8 << 30
	}
	if opts.MaxRatio <= 0 {
		opts.MaxRatio = 200
	}
	r := &run{ctx: ctx, each: each, opts: opts, ids: map[uint64]bool{}, seed: maphash.MakeSeed()}
	r.faults.tell = opts.Note
	switch {
	case opts.MaxFaults == 0:
		r.faults.max = 100
	case opts.MaxFaults > 0:
		r.faults.max = opts.MaxFaults
	}
	return r
}

// err joins the faults and why the run ended early.
func (r *run) err() error {
	switch faults := r.faults.err(); {
	case r.stop == nil:
		return faults
	case faults == nil:
		return r.stop
	default:
		return errors.Join(faults, r.stop)
	}
}

// ok says whether to go on. The methods below return the same.
func (r *run) ok() bool {
	if r.stop == nil {
		r.stop = r.ctx.Err()
	}
	return r.stop == nil
}

// content reads what a file holds.
func (r *run) content(f io.Reader, name, shown string, weight float64) bool {
	if isJSONL(name) {
		return r.jsonl(f, name, shown, weight)
	}
	return r.article(f, name, shown, weight)
}

// weight is how much of the progress a byte of the file is worth: a file in a
// zip is measured as compressed.
func weight(info fs.FileInfo) float64 {
	if h, ok := info.Sys().(*zip.FileHeader); ok && h.UncompressedSize64 > 0 {
		return float64(h.CompressedSize64) / float64(h.UncompressedSize64)
	}
	return 1
}

func (r *run) progress(bytes int64, weight float64) {
	r.read += int64(float64(bytes) * weight)
	if r.opts.Progress != nil {
		r.opts.Progress(r.read)
	}
}

// article reads a file of one article.
func (r *run) article(f io.Reader, name, shown string, weight float64) bool {
	most := r.opts.MaxArticle
	if isPacked(name) {
		most *= packedRoom
	}
	data, err := readBounded(f, most)
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, pathError(err)))
		return r.ok()
	}
	if strings.EqualFold(path.Ext(name), ".json") {
		switch is, kind, why, err := isChannel(data); {
		case err != nil:
			r.faults.add(fmt.Errorf("%s: %w", shown, err))
			return r.ok()
		case !is:
			r.faults.leftOut(kind, shown, why+"; passed over")
			return r.ok()
		}
	}
	if strings.EqualFold(path.Ext(name), ".xml") && !isDocBook(data) {
		r.faults.leftOut("other .xml", shown, "XML that is no DocBook; passed over")
		return r.ok()
	}
	piece := Piece{File: shown, Path: r.named, Place: r.place(shown), Hash: sha256.Sum256(data)}
	if !r.skip(piece) {
		own, again := fileID(name), false
		if r.opts.ShortIDs {
			own = fileID(path.Base(name))
		}
		if r.opts.Called != nil {
			if id := r.opts.Called(piece.Place); id != "" {
				own, again = id, true
			}
		}
		read := readerOf(name)
		if strings.EqualFold(path.Ext(name), ".pdf") {
			read = r.pdf.reader(r.ctx)
		}
		if src, ok := parseBy(read, shown, own, data, &r.faults); ok {
			r.name(&src, own, Piece{File: shown}, again)
			r.deliver(Article{src, piece}, 1)
		}
	}
	r.progress(int64(len(data)), weight)
	return r.ok()
}

// skip reports whether a piece need not be read.
func (r *run) skip(p Piece) bool {
	if r.opts.Skip == nil {
		return false
	}
	id, skip := r.opts.Skip(p)
	if skip {
		r.ids[maphash.String(r.seed, id)] = true
	}
	return skip
}

// name gives the article of a file an id that is free: its own, else what its path
// makes, else that with a number. again says that it was called own before.
func (r *run) name(src *Source, own string, from Piece, again bool) {
	here := func(id string) bool { return r.ids[maphash.String(r.seed, id)] }
	taken := func(id string) bool {
		return here(id) || r.opts.Taken != nil && !(again && id == own) && r.opts.Taken(id)
	}
	if src.ID != own && !here(src.ID) || !taken(src.ID) {
		return
	}
	was, id := src.ID, own
	for n := 2; taken(id); n++ {
		id = own + "-" + strconv.Itoa(n)
	}
	src.ID = id
	r.faults.note("same id", from.File, from.Line, "the id %q is another article's already; this one is called %q", was, src.ID)
}

// readAll reads a file of at most max bytes.
func readAll(fsys fs.FS, name string, max int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readBounded(f, max)
}

func readBounded(f io.Reader, max int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(f, max+1))
	if err == nil && int64(len(data)) > max {
		err = fmt.Errorf("longer than %d bytes, the most that one article may be (--max-article raises that)", max)
	}
	return data, err
}

// deliver hands an article over, unless one of its id was before.
func (r *run) deliver(a Article, line int) {
	h := maphash.String(r.seed, a.ID)
	if r.ids[h] {
		r.faults.at(a.Piece.File, line, "the id %q is another article's already; give each its own", a.ID)
		return
	}
	r.ids[h] = true
	if err := r.each(a); err != nil {
		r.stop = err
	}
}
