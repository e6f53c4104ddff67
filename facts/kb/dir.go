package kb

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A directory that was imported into holds a file named "current", and the files
// that it names, one a line, "part file":
//
//	facts facts-1a2b3c4d.kb
//	passages passages-1a2b3c4d.idx
//
// An import writes new files beside the old ones and then puts a new "current" in
// the old one's place, which the system does at once or not at all: the directory
// is as it was or complete, however an import ends. Files that "current" does not
// name are an earlier or a broken import's, and a later import takes them away.

const (
	currentFile = "current"

	// PartFacts and PartPassages are the parts of a directory: a base as a compact
	// file, and an index of passages.
	PartFacts    = "facts"
	PartPassages = "passages"
)

// Open opens the knowledge base of a directory: the compact file of an import, or
// else schema.yaml and facts/*.yaml. sources are what the latter may cite; nil
// leaves that unchecked.
func Open(dir string, sources Citable) (*Base, error) {
	files, err := Parts(dir)
	switch {
	case err == nil && files[PartFacts] != "":
		return OpenFile(files[PartFacts])
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	b, err := Load(os.DirFS(dir), sources)
	if err != nil && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is no knowledge base: it holds neither an import nor a schema.yaml", dir)
	}
	return b, err
}

// Parts returns the paths of the files that an import left in a directory, by part.
// The error is one of fs.ErrNotExist where nothing was imported into it.
func Parts(dir string) (map[string]string, error) {
	path := filepath.Join(dir, currentFile)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	files := map[string]string{}
	in := bufio.NewScanner(io.LimitReader(f, 1<<12))
	for line := 1; in.Scan(); line++ {
		part, name, ok := strings.Cut(in.Text(), " ")
		if !ok || name == "" || name != filepath.Base(name) || name == ".." {
			return nil, fmt.Errorf("%s:%d: %q names no part and file; import again", path, line, in.Text())
		}
		files[part] = filepath.Join(dir, name)
	}
	return files, in.Err()
}

// A Part is a file for [Commit] to write.
type Part struct {
	Name  string // PartFacts, PartPassages
	Write func(ctx context.Context, w io.Writer) error
}

// Commit writes parts into dir, which is made if need be, and makes them its
// knowledge base at once, or leaves it as it was. Parts that are not among them stay.
func Commit(ctx context.Context, dir string, parts ...Part) (err error) {
	_, missing := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var written []string
	defer func() {
		if err == nil {
			return
		}
		for _, path := range written {
			err = errors.Join(err, remove(path))
		}
		if missing != nil {
			_ = os.Remove(dir) // which fails if it is not empty
		}
	}()
	files := map[string]string{}
	for _, p := range parts {
		path, err := writeFile(ctx, dir, p)
		if path != "" {
			written = append(written, path)
		}
		if err != nil {
			return err
		}
		files[p.Name] = path
	}
	old, err := Parts(dir) // now, and not before: another import may have ended meanwhile
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	path, err := writeFile(ctx, dir, current(old, files))
	if path != "" {
		written = append(written, path)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(path, filepath.Join(dir, currentFile)); err != nil {
		return err
	}
	written = nil
	return errors.Join(syncDir(dir), sweep(dir, old))
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
		for _, part := range slices.Sorted(maps.Keys(all)) {
			if _, err := fmt.Fprintf(w, "%s %s\n", part, filepath.Base(all[part])); err != nil {
				return err
			}
		}
		return nil
	}}
}

// writeFile writes one file of a name that is not taken, down to the disk.
func writeFile(ctx context.Context, dir string, p Part) (path string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, p.Name+"-*"+ending(p.Name))
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

func ending(part string) string {
	switch part {
	case PartFacts:
		return ".kb"
	case PartPassages:
		return ".idx"
	}
	return ".tmp"
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncDir makes the new name last. Systems that cannot say so.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	_ = d.Sync() // not every system can, and the files themselves are safe
	return nil
}

// leftAfter is the age at which a file that current does not name is a broken
// import's, rather than one of an import that is not done.
const leftAfter = 24 * time.Hour

// sweep takes away the old files that current does not name any more, and what
// broken imports left.
func sweep(dir string, old map[string]string) error {
	files, err := Parts(dir)
	if err != nil {
		return err
	}
	gone := slices.Collect(maps.Values(old))
	for _, part := range []string{PartFacts, PartPassages, currentFile} {
		left, err := filepath.Glob(filepath.Join(glob(dir), part+"-*"+ending(part)))
		if err != nil {
			return err
		}
		for _, path := range left {
			if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > leftAfter {
				gone = append(gone, path)
			}
		}
	}
	keep := slices.Collect(maps.Values(files))
	for _, path := range gone {
		if !slices.Contains(keep, path) {
			_ = remove(path) // a program that has it open may hold it back: the next import takes it
		}
	}
	return nil
}

// glob quotes what a pattern would take for more than a name.
func glob(dir string) string {
	return strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`, `\`, `\\`).Replace(dir)
}
