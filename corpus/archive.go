package corpus

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// Archives are read entry by entry, whatever is wrong with one: names with
// backslashes, in other character sets than UTF-8, with ".." or a leading slash are
// made into such that can be shown. Nothing is written anywhere. How many entries
// are read, and how much they may come to unpacked, is bounded (Options); so is how
// far one entry may be blown up.

// entryName is the name of an archive's entry as it is shown and made an id of, and set the one that its names are in.
func entryName(name string, set encoding.Encoding) string {
	if !utf8.ValidString(name) {
		if set == nil {
			set = setOfNames(name)
		}
		name = nameIn(set, name)
	}
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
}

// nameOf returns the name of a zip's entry: in UTF-8 where it is given so beside its own, as archivers do that
// write their own in an old set.
func nameOf(f *zip.File) string {
	const unicodePath = 0x7075
	for extra := f.Extra; len(extra) >= 4; {
		tag, n := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; n > len(extra) {
			break
		}
		if field := extra[:n]; tag == unicodePath && n > 5 && field[0] == 1 && binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(f.Name)) && utf8.Valid(field[5:]) {
			return string(field[5:])
		}
		extra = extra[n:]
	}
	return f.Name
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
		r.faults.add(fmt.Errorf("%s: it cannot be read from its end, where a zip has its list: unpack it", shown))
		return r.ok()
	}
	return r.zipFrom(at, info.Size(), "", shown, r.limits(shown))
}

// zipFrom reads a zip that lies in the folder within of another archive, "" for none.
func (r *run) zipFrom(at io.ReaderAt, size int64, within, shown string, limits *limits) bool {
	z, err := OpenZip(at, size)
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, err))
		return r.ok()
	}
	type entry struct {
		name, own string
		*zip.File
	}
	var entries []entry
	pages, links := map[string]bool{}, links{read: map[string]bool{"": true}}
	names := make([]string, len(z.File))
	for i, f := range z.File {
		names[i] = nameOf(f)
	}
	set := setOfNames(names...)
	for i, f := range z.File {
		e := entry{entryName(names[i], set), names[i], f}
		switch {
		case passedOver(e.name):
			r.tellHidden(e.name, path.Join(shown, e.name), f.Mode().IsDir())
			continue
		case f.Mode().IsDir() || strings.HasSuffix(f.Name, `\`):
			links.pass(e.name + "/.")
			continue
		case f.Mode()&fs.ModeSymlink != 0:
			if to, err := readFew(f); err == nil && !path.IsAbs(to) {
				links.add(e.name, path.Join(path.Dir(e.name), to))
				continue
			}
			r.noFile(path.Join(shown, e.name))
			continue
		case !f.Mode().IsRegular():
			r.noFile(path.Join(shown, e.name))
			continue
		}
		links.pass(e.name)
		if isHTML(e.name) {
			pages[strings.TrimSuffix(e.name, path.Ext(e.name))+"_files/"] = true
		}
		entries = append(entries, e)
	}
	links.set = set
	r.tellLinks(links, shown)
	slices.SortStableFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	for _, e := range entries {
		if !limits.next() {
			break
		}
		if besideAny(pages, e.name) {
			continue
		}
		r.noteName(e.own, e.name, path.Join(shown, e.name))
		open := func() (io.Reader, error) {
			if e.Flags&1 != 0 {
				return nil, errors.New("locked by a password; pack it without one")
			}
			return e.Open()
		}
		if !r.entry(path.Join(within, e.name), path.Join(shown, e.name), open, limits, int64(e.CompressedSize64), weight(e.FileInfo())) {
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
	if !readableName(name) {
		r.otherKind(name, shown)
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
	in := &bounded{r: f, limits: limits, packed: packed}
	if isZip(name) || isTar(name) {
		return r.nested(in, name, shown, limits)
	}
	return r.content(in, name, shown, weight)
}

// maxArchives bounds how many archives lie in one another.
const maxArchives = 4

// nested reads an archive that lies in another, by whose bounds it is read. Its articles
// are called as if it were a folder.
func (r *run) nested(in io.Reader, name, shown string, limits *limits) bool {
	if limits.depth++; limits.depth >= maxArchives {
		r.faults.add(fmt.Errorf("%s: the archive lies in %d others; unpack it", shown, limits.depth))
		limits.depth--
		return r.ok()
	}
	defer func() { limits.depth-- }()
	within := name[:len(name)-len(archiveEnd(name))]
	if isTar(name) {
		return r.tarFrom(in, within, shown, limits)
	}
	data, err := readBounded(in, r.opts.MaxArticle*packedRoom)
	if err != nil {
		r.faults.add(fmt.Errorf("%s: %w", shown, err))
		return r.ok()
	}
	return r.zipFrom(bytes.NewReader(data), int64(len(data)), within, shown, limits)
}

// archiveEnd is the ending of an archive's name.
func archiveEnd(name string) string {
	if l := strings.ToLower(name); strings.HasSuffix(l, ".tar.gz") {
		return ".tar.gz"
	}
	return strings.ToLower(path.Ext(name))
}

// links are those of an archive. What they lead to within it is read at its own place.
type links struct {
	read map[string]bool // files of kinds that are read, and the folders above all files
	list [][2]string     // from and to
	set  encoding.Encoding
}

// pass files what the archive holds itself.
func (l *links) pass(name string) {
	if readableName(name) {
		l.read[name] = true
	}
	for dir := path.Dir(name); dir != "." && !l.read[dir]; dir = path.Dir(dir) {
		l.read[dir] = true
	}
}

func (l *links) add(from, to string) { l.list = append(l.list, [2]string{from, to}) }

// tellLinks tells of the links that lead to nothing that is read.
func (r *run) tellLinks(l links, shown string) {
	for _, link := range l.list {
		if !l.read[entryName(link[1], l.set)] {
			r.noFile(path.Join(shown, link[0]))
		}
	}
}

// readFew reads where a link in a zip leads.
func readFew(f *zip.File) (string, error) {
	in, err := f.Open()
	if err != nil {
		return "", err
	}
	defer in.Close()
	data, err := readBounded(in, 4096)
	return string(data), err
}

// noFile tells a link or the like in an archive.
func (r *run) noFile(shown string) {
	r.faults.leftOut("special", shown, "no regular file; passed over")
}

// limits are what is left of an archive's bounds.
type limits struct {
	r       *run
	shown   string
	entries int
	bytes   int64
	depth   int // of archives in one another
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
	if b.packed > 0 && b.n > 1<<20 && b.n/b.packed > b.limits.r.opts.MaxRatio {
		return n, fmt.Errorf("unpacks to more than %d times its length, which hardly any text does (--max-ratio raises that)", b.limits.r.opts.MaxRatio)
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
	return r.tarFrom(f, "", shown, r.limits(shown))
}

// tarFrom reads a tar that lies in the folder within of another archive, "" for none.
func (r *run) tarFrom(in io.Reader, within, shown string, limits *limits) bool {
	if !strings.HasSuffix(strings.ToLower(shown), ".tar") {
		z, err := gzip.NewReader(in)
		if err != nil {
			r.faults.add(fmt.Errorf("%s: no gzip that can be read: %w", shown, err))
			return r.ok()
		}
		in = &bounded{r: z, limits: r.limits(shown)} // what is passed over is unpacked too
	}
	t := tar.NewReader(in)
	links := links{read: map[string]bool{"": true}}
	defer func() { r.tellLinks(links, shown) }()
	for {
		h, err := t.Next()
		if err == io.EOF { // of the tar: what packs it may be cut behind that
			_, err = io.Copy(io.Discard, in)
			if err == nil {
				return r.ok()
			}
			r.faults.note("cut", shown, 0, "%v: its end is cut off or damaged behind the last file, and no file of it is lost", err)
			return r.ok()
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			r.faults.add(fmt.Errorf("%s: %w; what stands behind it is left out", shown, err))
			return r.ok()
		}
		entry := entryName(h.Name, nil)
		switch {
		case h.Typeflag == tar.TypeXGlobalHeader:
			continue
		case passedOver(entry):
			r.tellHidden(entry, path.Join(shown, entry), h.Typeflag == tar.TypeDir)
			continue
		case h.Typeflag == tar.TypeDir:
			links.pass(entry + "/.")
			continue
		case h.Typeflag == tar.TypeLink:
			links.add(entry, h.Linkname)
			continue
		case h.Typeflag == tar.TypeSymlink && !path.IsAbs(h.Linkname):
			links.add(entry, path.Join(path.Dir(entry), h.Linkname))
			continue
		case h.Typeflag != tar.TypeReg:
			r.noFile(path.Join(shown, entry))
			continue
		}
		links.pass(entry)
		if !limits.next() {
			return r.ok()
		}
		r.noteName(h.Name, entry, path.Join(shown, entry))
		if !r.entry(path.Join(within, entry), path.Join(shown, entry), func() (io.Reader, error) { return t, nil }, limits, 0, 0) {
			return false
		}
	}
}
