package corpus

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
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
	"slices"
	"strconv"
	"strings"
	"syscall"
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

// readPaths reads what paths name, each file once.
func (r *run) readPaths(paths []string) {
	if len(paths) > 1 {
		r.places = map[uint64]bool{}
	}
	for _, p := range paths {
		r.named = p
		if !r.path(p) {
			break
		}
	}
}

// Canonical is the one name that a file has however its path is spelt: absolute, with slashes,
// and without the links that lead to it, as UTF8Name has it.
func Canonical(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return UTF8Name(filepath.ToSlash(name))
	}
	for at, rest := abs, ""; ; at, rest = filepath.Dir(at), filepath.Join(filepath.Base(at), rest) {
		if real, err := filepath.EvalSymlinks(at); err == nil {
			return UTF8Name(filepath.ToSlash(filepath.Join(real, rest)))
		}
		if at == filepath.Dir(at) {
			return UTF8Name(filepath.ToSlash(abs))
		}
	}
}

// place is the Canonical name of a file of the path that is read.
func (r *run) place(shown string) string {
	if r.real == "" {
		return ""
	}
	return path.Join(r.real, strings.TrimPrefix(shown, r.root))
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

// path reads a file, folder or pattern of the operating system.
func (r *run) path(p string) bool {
	info, err := os.Stat(p)
	if err != nil && strings.ContainsAny(p, "*?[") {
		return r.pattern(p)
	}
	if err == nil {
		r.root, r.real = "", Canonical(p)
		if shown := UTF8Name(filepath.ToSlash(filepath.Clean(p))); shown != "." {
			r.root = shown
		}
	}
	switch {
	case err != nil:
		r.faults.add(err)
	case info.IsDir():
		return r.directory(p)
	default:
		dir, name := filepath.Split(p)
		return r.file(Dir(filepath.Clean(dir)), name, UTF8Name(filepath.ToSlash(filepath.Clean(p))), true)
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

// directory reads a folder of the operating system. Links are followed as far as
// they stay in it, which os.Root sees to.
func (r *run) directory(p string) bool {
	shown := UTF8Name(filepath.ToSlash(filepath.Clean(p)))
	root, err := os.OpenRoot(p)
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, err))
		return r.ok()
	}
	defer root.Close()
	return r.folder(anyNames{root}, shown)
}

// folder reads the files of fsys, whose root is called name.
func (r *run) folder(fsys fs.FS, name string) bool {
	w := walk{run: r, fsys: fsys, name: name}
	if !w.below(".") {
		return false
	}
	for len(w.links) > 0 { // what they lead to was mostly read at its own place
		link := w.links[0]
		w.links = w.links[1:]
		if !w.follow(link) {
			return false
		}
	}
	return r.ok()
}

// A walk goes through a folder.
type walk struct {
	*run
	fsys  fs.FS
	name  string
	links []string                // that were met
	seen  []fs.FileInfo           // the folders that were read
	own   map[int64][]fs.FileInfo // the files of the folder by size, once a link asks
}

func (w *walk) below(dir string) bool {
	err := fs.WalkDir(w.fsys, dir, func(file string, d fs.DirEntry, err error) error {
		shown := path.Join(w.name, UTF8Name(file))
		switch {
		case err != nil:
			w.faults.add(fmt.Errorf("%s: %w", shown, pathError(err)))
			return nil
		case hidden(file) || d.IsDir() && besidePage(w.fsys, file):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			w.links = append(w.links, file)
		case d.IsDir() && w.opts.Not != "" && w.place(shown) == w.opts.Not:
			return fs.SkipDir
		case d.IsDir():
			if info, err := d.Info(); err == nil {
				if file != dir && w.was(info) {
					return fs.SkipDir
				}
				w.seen = append(w.seen, info)
			}
		case !d.Type().IsRegular():
			w.faults.leftOut("special", shown, "no regular file; passed over")
		default:
			if w.file(w.fsys, file, shown, false) {
				return nil
			}
			return fs.SkipAll
		}
		return nil
	})
	if err != nil {
		w.faults.add(err)
	}
	return w.ok()
}

// was reports whether a folder was read, under this name or another.
func (w *walk) was(info fs.FileInfo) bool {
	return slices.ContainsFunc(w.seen, func(s fs.FileInfo) bool { return os.SameFile(s, info) })
}

// follow reads what a link leads to, if that was not read.
func (w *walk) follow(file string) bool {
	shown := path.Join(w.name, UTF8Name(file))
	info, err := fs.Stat(w.fsys, file)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ELOOP):
		w.faults.leftOut("dangling", shown, "the link leads nowhere; passed over")
	case err != nil:
		w.faults.leftOut("outside", shown, "the link leads out of the folder; passed over: name its target to read it")
	case info.IsDir() && w.was(info):
	case info.IsDir():
		return w.below(file)
	case w.readAt(info):
	default:
		return w.file(w.fsys, file, shown, false)
	}
	return w.ok()
}

// readAt reports whether a linked file lies in the folder itself, where it is read.
func (w *walk) readAt(info fs.FileInfo) bool {
	if w.own == nil {
		w.own = map[int64][]fs.FileInfo{}
		_ = fs.WalkDir(w.fsys, ".", func(file string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return nil
			case d.IsDir() && hidden(file):
				return fs.SkipDir
			case d.Type().IsRegular() && readableName(file) && !hidden(file):
				if own, err := d.Info(); err == nil {
					w.own[own.Size()] = append(w.own[own.Size()], own)
				}
			}
			return nil
		})
	}
	return slices.ContainsFunc(w.own[info.Size()], func(o fs.FileInfo) bool { return os.SameFile(info, o) })
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
	return readerOf(name) != nil || isJSONL(name) || isZip(name) || isTar(name)
}

func isJSONL(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".jsonl" || ext == ".ndjson"
}

func isZip(name string) bool { return strings.ToLower(path.Ext(name)) == ".zip" }

// pathError takes the path off an error that is told behind its path.
func pathError(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// file reads the file of fsys that people call shown. named says that it was
// named itself, so that a kind that cannot be read is a fault.
func (r *run) file(fsys fs.FS, name, shown string, named bool) bool {
	if !r.ok() {
		return false
	}
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		r.faults.add(fmt.Errorf("%s: %w", shown, pathError(err)))
	case !info.Mode().IsRegular():
		r.faults.add(fmt.Errorf("%s: not a regular file", shown))
	case !readableName(name):
		if named {
			r.faults.add(unknownKind(shown))
		} else if r.visit == nil {
			r.otherKind(name, shown)
		}
	case r.again(shown):
	case r.visit != nil:
		r.visit(shown, info)
	case isZip(name):
		return r.zip(fsys, name, shown)
	case isTar(name):
		return r.tar(fsys, name, shown)
	default:
		f, err := fsys.Open(name)
		if err != nil {
			r.faults.add(fmt.Errorf("%s: %w", shown, pathError(err)))
			return r.ok()
		}
		defer f.Close()
		r.noteName(name, UTF8Name(name), shown)
		return r.content(f, UTF8Name(name), shown, weight(info))
	}
	return r.ok()
}

// again reports whether a file was read before, by another of several paths.
func (r *run) again(shown string) bool {
	if r.places == nil {
		return false
	}
	h := maphash.String(r.seed, r.place(shown))
	was := r.places[h]
	r.places[h] = true
	return was
}

// otherKind tells that a file of a kind that is not read is passed over.
func (r *run) otherKind(name, shown string) {
	ext := cmp.Or(strings.ToLower(path.Ext(name)), "no ending")
	r.faults.leftOut("other "+ext, shown, "a file of another kind ("+ext+"); passed over")
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
	if strings.EqualFold(path.Ext(name), ".json") && !isChannel(data) {
		r.faults.leftOut("other .json", shown, "JSON that is no channel's export; passed over")
		return r.ok()
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
			r.name(&src, own, shown, again)
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
func (r *run) name(src *Source, own, shown string, again bool) {
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
	r.faults.note("same id", shown, 0, "the id %q is another article's already; this one is called %q", was, src.ID)
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

// jsonl reads a file of one article a line.
func (r *run) jsonl(f io.Reader, name, shown string, weight float64) bool {
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
			r.faults.at(shown, n, "longer than %d bytes, the most that one article may be (--max-article raises that)", r.opts.MaxArticle)
		case len(bytes.TrimSpace(line)) > 0:
			r.line(name, shown, n, line)
		}
		r.progress(took, weight)
	}
	return r.ok()
}

// line reads one line of JSONL.
func (r *run) line(name, shown string, n int, line []byte) {
	piece := Piece{File: shown, Line: n, Path: r.named, Place: r.place(shown), Hash: sha256.Sum256(line)}
	if r.skip(piece) {
		return
	}
	src, notes, err := readRecord(line)
	if err != nil {
		r.faults.at(shown, n, "%v", err)
		return
	}
	for _, what := range notes {
		kind, _, _ := strings.Cut(what, ":")
		r.faults.note(kind, shown, n, "%s", what)
	}
	own := fmt.Sprintf("%s-%x", fileID(name), piece.Hash[:4]) // the same wherever the line stands
	if src.ID == "" {
		src.ID = own
		if src.Title == "" {
			src.Title = tidy(strings.TrimSuffix(path.Base(name), path.Ext(name)))
		}
	}
	r.name(&src, own, piece.String(), false)
	if src.Title == "" {
		src.Title = src.ID
	}
	r.deliver(Article{src, piece}, n)
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
