package storage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
)

// A directory that was imported into holds a file named "current", and the files
// that it names, one a line, "part file stamp", below the CRC-32C of these lines:
//
//	sum 0a1b2c3d
//	facts facts-1a2b3c4d.kb 4e5f6a7b
//	passages passages-1a2b3c4d.idx 8c9d0e1f
//
// A stamp is the last four bytes of the file, which are a checksum of what is before them: by it the
// file of another base is known. An earlier version wrote none.
//
// An import writes new files beside the old ones and then puts a new "current" in
// the old one's place, which the system does at once or not at all: the directory
// is as it was or complete, however an import ends. Files that "current" does not
// name are an earlier or a broken import's, and a later import takes them away.
//
// Parts without a "current" that are no first import's, which was killed, are a base that
// has lost it: lost.go.

const (
	currentFile = "current"

	// PartFacts and PartPassages are the parts of a directory: a base as a compact
	// file, and an index of passages.
	PartFacts    = "facts"
	PartPassages = "passages"
)

// disk is what Commit does to files, so that a test may let each step fail.
type disk interface {
	MkdirAll(dir string) error
	CreateTemp(dir, pattern string) (diskFile, error)
	Rename(from, to string) error
	Remove(path string) error
	SyncDir(dir string) error
}

type diskFile interface {
	io.WriteCloser
	io.ReaderAt
	io.WriterAt
	Name() string
	Chmod(fs.FileMode) error
	Sync() error
}

// realDisk is the operating system's.
type realDisk struct{}

func (realDisk) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o755) }
func (realDisk) CreateTemp(dir, pattern string) (diskFile, error) {
	return os.CreateTemp(dir, pattern)
}
func (realDisk) Rename(from, to string) error { return os.Rename(from, to) }
func (realDisk) Remove(path string) error     { return os.Remove(path) }

// SyncDir makes a new name last. Systems that cannot say so.
func (realDisk) SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	_ = d.Sync() // not every system can, and the files themselves are safe
	return nil
}

// Open opens the knowledge base of a directory: the compact file of an import, or
// else schema.yaml and facts/*.yaml. sources are what the latter may cite; nil
// leaves that unchecked.
func Open(dir string, sources kb.Citable) (*kb.Base, error) {
	return OpenFiles(dir, os.DirFS(dir), sources)
}

// OpenFiles is Open with other files in the place of the directory's schema.yaml and facts,
// where nothing was imported.
func OpenFiles(dir string, files fs.FS, sources kb.Citable) (*kb.Base, error) {
	parts, err := Parts(dir)
	switch {
	case err == nil && parts[PartFacts] != "":
		return kb.OpenFile(parts[PartFacts])
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	b, err := curated.Load(files, sources)
	if written, _ := fs.Glob(files, "facts/*.yaml"); err != nil && len(written) > 0 {
		return nil, err
	}
	if err != nil && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is no knowledge base: it holds neither an import nor a schema.yaml", dir)
	}
	return b, err
}

// Current returns what the file "current" of a directory says, nothing where nothing was imported into it. It is
// another one after each import.
func Current(dir string) string {
	path := filepath.Join(dir, currentFile)
	if curated.RegularFile(os.Stat(path)) != nil {
		return ""
	}
	data, _ := os.ReadFile(path)
	return string(data)
}

// Parts returns the paths of the files that an import left in a directory, by part.
// The error is one of fs.ErrNotExist where nothing was imported into it, and of ErrLost where
// which files those are is lost. With a [Foreign] one it returns the paths all the same.
func Parts(dir string) (map[string]string, error) {
	files, stamps, err := named(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if lost := lostIn(dir); lost != nil {
			return nil, lost
		}
	}
	if err != nil {
		return nil, err
	}
	return files, foreign(files, stamps)
}

// A Foreign error is of a part that is not the file that was imported.
type Foreign struct{ Part, Path string }

func (f Foreign) Error() string {
	return fmt.Sprintf("%s: it is damaged, or of another base or import: put it back from a backup, or import everything again with --replace", f.Path)
}

// foreign returns the error of the first file that does not end with its stamp. One that cannot be read is
// told when it is to be.
func foreign(files, stamps map[string]string) error {
	for _, part := range slices.Sorted(maps.Keys(files)) {
		if curated.RegularFile(os.Stat(files[part])) != nil {
			return Foreign{part, files[part]}
		}
		if own := stampOf(files[part]); own != "" && stamps[part] != "" && own != stamps[part] {
			return Foreign{part, files[part]}
		}
	}
	return nil
}

// stampOf is the last four bytes of a file, empty of one that cannot be read.
func stampOf(path string) string {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	var last [4]byte
	if _, err := f.ReadAt(last[:], max(0, info.Size()-int64(len(last)))); err != nil && err != io.EOF {
		return ""
	}
	return fmt.Sprintf("%x", last)
}

// named is what the file "current" of a directory names, and their stamps.
func named(dir string) (files, stamps map[string]string, err error) {
	path := filepath.Join(dir, currentFile)
	err = curated.RegularFile(os.Stat(path))
	var f *os.File
	if err == nil {
		f, err = os.Open(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%w; make it a file that can be read, or put it back from a backup", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return nil, nil, fmt.Errorf("%w; put it back from a backup, or take it away: the next import finds the parts beside it", err)
	}
	if rest, ok := strings.CutPrefix(string(data), "sum "); ok {
		sum, text, _ := strings.Cut(rest, "\n")
		if sum != sumOf(text) {
			return nil, nil, lost(dir, " its checksum is wrong: it was altered or cut short")
		}
		data = []byte(text)
	}
	files, stamps = map[string]string{}, map[string]string{}
	line := 0
	for text := range strings.Lines(string(data)) {
		line++
		part, name, ok := strings.Cut(strings.TrimSuffix(text, "\n"), " ")
		name, stamp, _ := strings.Cut(name, " ")
		if !ok || name == "" || name != filepath.Base(name) || !strings.HasPrefix(name, part+"-") {
			return nil, nil, lost(dir, fmt.Sprintf("%d: %.40q names no part and file", line, text))
		}
		files[part], stamps[part] = filepath.Join(dir, name), stamp
	}
	if len(files) == 0 {
		return nil, nil, lost(dir, " it names no part: cut short")
	}
	return files, stamps, nil
}

// sumOf is the checksum of the lines of current.
func sumOf(lines string) string {
	return fmt.Sprintf("%08x", crc32.Checksum([]byte(lines), crc32.MakeTable(crc32.Castagnoli)))
}

// A Part is a file for [Commit] to write.
type Part struct {
	Name string // PartFacts, PartPassages
	// Write writes the file. Without one the part is taken away.
	Write func(ctx context.Context, w io.Writer) error
}

// Commit writes parts into dir, which is made if need be, and makes them its
// knowledge base at once, or leaves it as it was. Parts that are not among them stay.
func Commit(ctx context.Context, dir string, parts ...Part) error {
	return commit(ctx, realDisk{}, dir, parts)
}

func commit(ctx context.Context, d disk, dir string, parts []Part) (err error) {
	_, missing := os.Stat(dir)
	if err := d.MkdirAll(dir); err != nil {
		return err
	}
	if _, err := Parts(dir); errors.Is(err, ErrLost) {
		return err
	}
	var written []string
	defer func() {
		if err == nil {
			return
		}
		for _, path := range written {
			err = errors.Join(err, removeFile(d, path))
		}
		if missing != nil {
			_ = d.Remove(dir) // which fails if it is not empty
		}
	}()
	write := func(p Part) (string, error) {
		path, err := writeFile(ctx, d, dir, p)
		if path != "" {
			written = append(written, path)
		}
		return path, err
	}
	files := map[string]string{}
	for _, p := range parts {
		if p.Write == nil {
			files[p.Name] = ""
			continue
		}
		if files[p.Name], err = write(p); err != nil {
			return err
		}
	}
	old, stamps, err := named(dir) // now, and not before: another import may have ended meanwhile
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	kept := maps.Clone(old)
	maps.DeleteFunc(kept, func(part, _ string) bool { _, replaced := files[part]; return replaced })
	if err := foreign(kept, stamps); err != nil {
		return err
	}
	path, err := write(current(old, files))
	if err != nil {
		return err
	}
	if err := d.Rename(path, filepath.Join(dir, currentFile)); err != nil {
		return err
	}
	written = nil
	_ = d.SyncDir(dir) // the base is the new one already, whether or not its name lasts
	sweep(d, dir, old)
	return nil
}

// current is the file that names the parts: the new ones, and of the old ones those
// that are not replaced.
func current(old, files map[string]string) Part {
	all := maps.Clone(files)
	for part, path := range old {
		if _, replaced := all[part]; !replaced {
			all[part] = path
		}
	}
	return Part{currentFile, func(_ context.Context, w io.Writer) error {
		var lines strings.Builder
		for _, part := range slices.Sorted(maps.Keys(all)) {
			if all[part] != "" {
				fmt.Fprintln(&lines, strings.TrimSpace(part+" "+filepath.Base(all[part])+" "+stampOf(all[part])))
			}
		}
		_, err := fmt.Fprintf(w, "sum %s\n%s", sumOf(lines.String()), lines.String())
		return err
	}}
}

// writeFile writes one file of a name that is not taken, down to the disk.
func writeFile(ctx context.Context, d disk, dir string, p Part) (path string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	f, err := d.CreateTemp(dir, p.Name+"-*"+ending(p.Name))
	if err != nil {
		return "", err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = p.Write(ctx, w)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = errors.Join(f.Chmod(0o644), f.Sync())
	}
	return f.Name(), errors.Join(err, f.Close())
}

// A Scratch is a temporary file, which is taken away when it is closed. One that a process left that was killed
// is found by its name and swept away by the next import.
type Scratch struct {
	diskFile
	disk disk
}

// NewScratch makes one in a directory, or with "" where the system keeps temporary files.
func NewScratch(dir string) (Scratch, error) { return newScratch(realDisk{}, dir) }

func newScratch(d disk, dir string) (Scratch, error) {
	f, err := d.CreateTemp(dir, "scratch-*.tmp")
	return Scratch{f, d}, err
}

// Close takes the file away.
func (s Scratch) Close() error {
	return errors.Join(s.diskFile.Close(), removeFile(s.disk, s.Name()))
}

func ending(part string) string {
	switch part {
	case PartFacts:
		return ".kb"
	case PartPassages:
		return ".idx"
	case currentFile:
		return ".tmp"
	}
	return ".part"
}

func removeFile(d disk, path string) error {
	if err := d.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// leftAfter is the age at which a file that current does not name is a broken
// import's, rather than one of an import that is not done. Where this process holds the
// directory's lock, no other is at work, and it is one at once.
const leftAfter = 24 * time.Hour

var partFile = regexp.MustCompile(`^[a-z]+(\.\d+)?-\d+\.(kb|idx|tmp|part)$`)

// sweep takes away the old files that current does not name any more, and what
// broken imports left. What it cannot take, since a program has it open, say, a later
// import takes.
func sweep(d disk, dir string, old map[string]string) {
	files, _, err := named(dir)
	if err != nil {
		return
	}
	gone := slices.Collect(maps.Values(old))
	entries, _ := os.ReadDir(dir)
	ours := locked(dir)
	for _, e := range entries {
		if info, err := e.Info(); err == nil && partFile.MatchString(e.Name()) && (ours || time.Since(info.ModTime()) > leftAfter) {
			gone = append(gone, filepath.Join(dir, e.Name()))
		}
	}
	keep := slices.Collect(maps.Values(files))
	for _, path := range gone {
		if !slices.Contains(keep, path) {
			_ = removeFile(d, path)
		}
	}
}
