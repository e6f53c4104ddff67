package corpus

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Archives are read entry by entry, whatever is wrong with one: names with
// backslashes, in other character sets than UTF-8, with ".." or a leading slash are
// made into such that can be shown. Nothing is written anywhere. How many entries
// are read, and how much they may come to unpacked, is bounded (Options); so is how
// far one entry may be blown up.

// maxRatio bounds how many times as long as its packed bytes an entry may be, beyond
// its first megabyte. Plain text packs to a fifth, a page of nothing but spaces to a
// thousandth.
const maxRatio = 200

// entryName is the name of an archive's entry as it is shown and made an id of.
func entryName(name string) string {
	if !utf8.ValidString(name) {
		if set, enc := detect([]byte(name)); enc != nil && set != "windows-1252" {
			if text, err := decodeAs(enc, []byte(name)); err == nil {
				name = text
			}
		}
	}
	if !utf8.ValidString(name) { // which bytes they are is all that can be said
		var b strings.Builder
		for i := range len(name) {
			if name[i] < utf8.RuneSelf {
				b.WriteByte(name[i])
			} else {
				fmt.Fprintf(&b, "%%%02X", name[i])
			}
		}
		name = b.String()
	}
	name = strings.ReplaceAll(name, `\`, "/")
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// passedOver says whether an entry lies where folders are passed over.
func passedOver(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if hidden(part) {
			return true
		}
	}
	return false
}

// zip reads the files in a zip, in order of their names.
func (r *run) zip(fsys fs.FS, name, shown string) bool {
	f, err := fsys.Open(name)
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, pathError(err)))
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
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		r.faults.add(fmt.Errorf("%s: %w", shown, err))
		return r.ok()
	}
	type entry struct {
		name string
		*zip.File
	}
	var entries []entry
	pages := map[string]bool{}
	for _, f := range z.File {
		e := entry{entryName(f.Name), f}
		if !f.Mode().IsRegular() || strings.HasSuffix(f.Name, `\`) || passedOver(e.name) {
			continue
		}
		if isHTML(e.name) {
			pages[strings.TrimSuffix(e.name, path.Ext(e.name))+"_files/"] = true
		}
		entries = append(entries, e)
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	limits := r.limits(shown)
	for _, e := range entries {
		if !limits.next() {
			break
		}
		if besideAny(pages, e.name) {
			continue
		}
		open := func() (io.Reader, error) { return e.Open() }
		if !r.entry(e.name, path.Join(shown, e.name), open, limits, int64(e.CompressedSize64), weight(e.FileInfo())) {
			return false
		}
	}
	return r.ok()
}

func besideAny(pages map[string]bool, name string) bool {
	for dir := range pages {
		if strings.HasPrefix(name, dir) {
			return true
		}
	}
	return false
}

// entry reads one file of an archive, of packed bytes there, or 0.
func (r *run) entry(name, shown string, open func() (io.Reader, error), limits *limits, packed int64, weight float64) bool {
	switch {
	case isZip(name) || isTar(name):
		r.faults.add(fmt.Errorf("%s: an archive in an archive is not read; unpack it", shown))
		return r.ok()
	case !readableName(name):
		ext := strings.ToLower(path.Ext(name))
		r.faults.leftOut("other "+ext, shown, "a file of another kind ("+ext+"); passed over")
		return r.ok()
	}
	f, err := open()
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, err))
		return r.ok()
	}
	if c, ok := f.(io.Closer); ok {
		defer c.Close()
	}
	return r.content(&bounded{r: f, limits: limits, packed: packed}, name, shown, weight)
}

// limits are what is left of an archive's bounds.
type limits struct {
	r       *run
	shown   string
	entries int
	bytes   int64
	told    bool
}

func (r *run) limits(shown string) *limits {
	return &limits{r: r, shown: shown, entries: r.opts.MaxEntries, bytes: r.opts.MaxUnpacked}
}

// next counts an entry and reports whether it may be read.
func (l *limits) next() bool {
	if l.entries--; l.entries < 0 || l.bytes <= 0 {
		if !l.told {
			l.r.faults.add(fmt.Errorf("%s: more than %d files or %d bytes unpacked; the rest is left out (--max-entries and --max-unpacked raise that)",
				l.shown, l.r.opts.MaxEntries, l.r.opts.MaxUnpacked))
		}
		l.told = true
		return false
	}
	return l.r.ok()
}

// A bounded reads an entry as far as it may be blown up.
type bounded struct {
	r      io.Reader
	limits *limits
	packed int64
	n      int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.limits.bytes <= 0 {
		return 0, errors.New("the archive holds more than may be unpacked; --max-unpacked raises that")
	}
	n, err := b.r.Read(p)
	b.n += int64(n)
	b.limits.bytes -= int64(n)
	if b.packed > 0 && b.n > 1<<20 && b.n/b.packed > maxRatio {
		return n, fmt.Errorf("unpacks to more than %d times its length: no text does", maxRatio)
	}
	return n, err
}

func isTar(name string) bool {
	l := strings.ToLower(name)
	return strings.HasSuffix(l, ".tar.gz") || strings.HasSuffix(l, ".tgz") || strings.HasSuffix(l, ".tar")
}

// tar reads the files in a tar, packed or not, in the order in which they stand.
func (r *run) tar(fsys fs.FS, name, shown string) bool {
	f, err := fsys.Open(name)
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, pathError(err)))
		return r.ok()
	}
	defer f.Close()
	var in io.Reader = f
	if !strings.HasSuffix(strings.ToLower(name), ".tar") {
		z, err := gzip.NewReader(f)
		if err != nil {
			r.faults.add(fmt.Errorf("%s: %w", shown, err))
			return r.ok()
		}
		in = z
	}
	limits := r.limits(shown)
	t := tar.NewReader(in)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return r.ok()
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			r.faults.add(fmt.Errorf("%s: %w; what stands behind it is left out", shown, err))
			return r.ok()
		}
		entry := entryName(h.Name)
		if h.Typeflag != tar.TypeReg || passedOver(entry) {
			continue
		}
		if !limits.next() {
			return r.ok()
		}
		if !r.entry(entry, path.Join(shown, entry), func() (io.Reader, error) { return t, nil }, limits, 0, 0) {
			return false
		}
	}
}
