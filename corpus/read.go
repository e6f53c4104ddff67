package corpus

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
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
	// of JSONL, may hold; longer ones are faults. 0 means 16 MiB.
	MaxArticle int64
	// MaxFaults is how many faults the error tells in full; the rest are
	// counted. 0 means 100, a negative number all.
	MaxFaults int
	// ShortIDs calls a file without an id of its own after its name alone.
	// Else it is called after its path below the folder that was named, so
	// that 2015/review.txt and 2016/review.txt may stand side by side.
	ShortIDs bool
	// Skip, where there is one, is asked about every piece before it is read.
	// Where it says true, the piece is not read.
	Skip func(Piece) bool
	// Progress, where there is one, is told after every piece how many bytes
	// of the files, as Measure counts them, have been read so far.
	Progress func(bytes int64)
}

// Read reads articles from files: JSONL (.jsonl, .ndjson), Markdown with or
// without a front matter (.md), plain text (.txt), HTML pages as saved from a
// browser (.html), folders and zip files (.zip) of these, and patterns that
// match any of them (*, ?, [a-z]; not **). It calls each for every article, in
// the order of paths and of names within folders, and keeps no article itself:
// memory is bounded by the longest article, not by the archive.
//
// In folders, files of other kinds are passed over, and so are hidden ones and
// what browsers save beside a page (page.html, page_files/).
//
// What is wrong with a file, "file:line: what", keeps only that article from
// being read; all such faults are in the error at the end. An error of each or
// the end of ctx stops the reading and is in the error too.
func Read(ctx context.Context, paths []string, each func(Article) error, opts Options) error {
	r := newRun(ctx, each, opts)
	for _, p := range paths {
		if !r.path(p) {
			break
		}
	}
	return r.err()
}

// ReadFS reads every article of a file system, as Read does of a folder.
func ReadFS(fsys fs.FS, each func(Article) error, opts Options) error {
	r := newRun(context.Background(), each, opts)
	r.folder(fsys, "")
	return r.err()
}

// Measure returns how many files Read would open and how many bytes they hold,
// for a progress bar. A zip counts as one file.
func Measure(ctx context.Context, paths []string) (files int, bytes int64, err error) {
	r := newRun(ctx, nil, Options{})
	r.visit = func(_ string, info fs.FileInfo) {
		files++
		bytes += info.Size()
	}
	for _, p := range paths {
		if !r.path(p) {
			break
		}
	}
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
}

func newRun(ctx context.Context, each func(Article) error, opts Options) *run {
	if opts.MaxArticle <= 0 {
		opts.MaxArticle = 16 << 20
	}
	r := &run{ctx: ctx, each: each, opts: opts, ids: map[uint64]bool{}, seed: maphash.MakeSeed()}
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

// path reads a file, folder or pattern of the operating system.
func (r *run) path(p string) bool {
	info, err := os.Stat(p)
	if err != nil && strings.ContainsAny(p, "*?[") {
		return r.pattern(p)
	}
	switch {
	case err != nil:
		r.faults.add(err)
	case info.IsDir():
		return r.folder(os.DirFS(p), filepath.ToSlash(filepath.Clean(p)))
	default:
		dir, name := filepath.Split(p)
		return r.file(os.DirFS(filepath.Clean(dir)), name, filepath.ToSlash(p), true)
	}
	return r.ok()
}

func (r *run) pattern(p string) bool {
	matches, err := filepath.Glob(p)
	switch {
	case err != nil:
		r.faults.add(fmt.Errorf("%s: the pattern is malformed", p))
	case len(matches) == 0:
		r.faults.add(fmt.Errorf("%s: no file matches", p))
	}
	for _, m := range matches {
		if !r.path(m) {
			return false
		}
	}
	return r.ok()
}

// folder reads the files of fsys, whose root is called name.
func (r *run) folder(fsys fs.FS, name string) bool {
	err := fs.WalkDir(fsys, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			r.faults.add(fmt.Errorf("%s: %w", path.Join(name, file), err))
			return nil
		case hidden(file) || d.IsDir() && besidePage(fsys, file):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !readableName(file):
			return nil
		}
		if !r.file(fsys, file, path.Join(name, file), false) {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil {
		r.faults.add(err)
	}
	return r.ok()
}

// hidden says whether a file's name begins with a full stop, as do the
// "._" twins that one system leaves in zip files.
func hidden(name string) bool {
	base := path.Base(name)
	return len(base) > 1 && base[0] == '.' || base == "__MACOSX"
}

// besidePage says whether a folder holds what a browser saved beside a page.
func besidePage(fsys fs.FS, dir string) bool {
	page, ok := strings.CutSuffix(dir, "_files")
	if !ok {
		return false
	}
	for _, ext := range []string{".html", ".htm"} {
		if _, err := fs.Stat(fsys, page+ext); err == nil {
			return true
		}
	}
	return false
}

func readableName(name string) bool {
	return readerOf(name) != nil || isJSONL(name) || isZip(name)
}

func isJSONL(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".jsonl" || ext == ".ndjson"
}

func isZip(name string) bool { return strings.ToLower(path.Ext(name)) == ".zip" }

// file reads the file of fsys that people call shown. named says that it was
// named itself, so that a kind that cannot be read is a fault.
func (r *run) file(fsys fs.FS, name, shown string, named bool) bool {
	if !r.ok() {
		return false
	}
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		r.faults.add(fmt.Errorf("%s: %w", shown, err))
	case !info.Mode().IsRegular():
		r.faults.add(fmt.Errorf("%s: not a regular file", shown))
	case !readableName(name):
		if named {
			r.faults.add(unknownKind(shown))
		}
	case r.visit != nil:
		r.visit(shown, info)
	case isZip(name):
		return r.zip(fsys, name, shown)
	case isJSONL(name):
		return r.jsonl(fsys, name, shown, weight(info))
	default:
		return r.article(fsys, name, shown, info)
	}
	return r.ok()
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

// zip reads the files in a zip.
func (r *run) zip(fsys fs.FS, name, shown string) bool {
	f, err := fsys.Open(name)
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, err))
		return r.ok()
	}
	defer f.Close()
	at, ok := f.(io.ReaderAt)
	info, err := f.Stat()
	if !ok || err != nil {
		r.faults.add(fmt.Errorf("%s: a zip in a zip is not read; unpack it", shown))
		return r.ok()
	}
	z, err := zip.NewReader(at, info.Size())
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, err))
		return r.ok()
	}
	return r.folder(z, shown)
}

// article reads a file of one article.
func (r *run) article(fsys fs.FS, name, shown string, info fs.FileInfo) bool {
	data, err := readAll(fsys, name, r.opts.MaxArticle)
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, err))
		return r.ok()
	}
	piece := Piece{File: shown, Hash: sha256.Sum256(data)}
	if r.opts.Skip == nil || !r.opts.Skip(piece) {
		id := fileID(name)
		if r.opts.ShortIDs {
			id = fileID(path.Base(name))
		}
		if src, ok := parse(shown, id, data, &r.faults); ok {
			r.deliver(Article{src, piece}, 1)
		}
	}
	r.progress(int64(len(data)), weight(info))
	return r.ok()
}

// readAll reads a file of at most max bytes.
func readAll(fsys fs.FS, name string, max int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, max+1))
	if err == nil && int64(len(data)) > max {
		err = fmt.Errorf("longer than %d bytes, the most that one article may be", max)
	}
	return data, err
}

// jsonl reads a file of one article a line.
func (r *run) jsonl(fsys fs.FS, name, shown string, weight float64) bool {
	f, err := fsys.Open(name)
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, err))
		return r.ok()
	}
	defer f.Close()
	lines := lineReader{r: bufio.NewReaderSize(f, 64<<10), max: r.opts.MaxArticle}
	for n := 1; r.ok(); n++ {
		line, took, long, err := lines.next()
		if err != nil {
			if err != io.EOF {
				r.faults.at(shown, n, "%v", err)
			}
			break
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		switch {
		case long:
			r.faults.at(shown, n, "longer than %d bytes, the most that one article may be", r.opts.MaxArticle)
		case len(bytes.TrimSpace(line)) > 0:
			r.line(shown, n, line)
		}
		r.progress(took, weight)
	}
	return r.ok()
}

// line reads one line of JSONL.
func (r *run) line(shown string, n int, line []byte) {
	piece := Piece{File: shown, Line: n, Hash: sha256.Sum256(line)}
	if r.opts.Skip != nil && r.opts.Skip(piece) {
		return
	}
	src, err := readRecord(line)
	if err != nil {
		for _, err := range split(err) {
			r.faults.at(shown, n, "%v", err)
		}
		return
	}
	r.deliver(Article{src, piece}, n)
}

// split undoes errors.Join.
func split(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
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
