package corpus

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// Files, folders and the entries of archives may be named in other character sets than UTF-8. They are
// opened by the bytes of their names, and shown, remembered and made ids of as UTF8Name has them.

// UTF8Name is the name of a file, a path or not, as it is shown: what is not UTF-8 is read in the set that
// detection is sure of, or else each of its bytes beyond ASCII is written as %E9.
func UTF8Name(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	return nameIn(setOfNames(name), name)
}

// setOfNames finds the set that some names are in, which tell more together; nil where none is sure.
func setOfNames(names ...string) encoding.Encoding {
	var odd []string
	for _, name := range names {
		for p := range strings.SplitSeq(name, "/") {
			if !utf8.ValidString(p) {
				odd = append(odd, p)
			}
		}
	}
	if len(odd) == 0 {
		return nil
	}
	data := []byte(strings.Join(odd, "/"))
	if set := oldLatin(data); set != nil {
		return set
	}
	if set, enc := detect(data, true); enc != nil && set != "windows-1252" {
		return enc
	}
	if set := oldCyrillic(data); set != nil {
		return set
	}
	return nil
}

// nameIn shows a name that is in some set where it is not UTF-8.
func nameIn(set encoding.Encoding, name string) string {
	parts := strings.Split(name, "/")
	for i, p := range parts {
		if utf8.ValidString(p) {
			continue
		}
		if set != nil {
			if text, err := decodeAs(set, []byte(p)); err == nil && utf8.ValidString(text) && !strings.ContainsRune(text, utf8.RuneError) {
				parts[i] = text
				continue
			}
		}
		var b strings.Builder // which bytes they are is all that can be said
		for j := range len(p) {
			if p[j] < utf8.RuneSelf {
				b.WriteByte(p[j])
			} else {
				fmt.Fprintf(&b, "%%%02X", p[j])
			}
		}
		parts[i] = b.String()
	}
	return strings.Join(parts, "/")
}

// noteName tells that a file is read under another name than its own.
func (r *run) noteName(own, name, shown string) {
	if r.visit == nil && !utf8.ValidString(own) && readableName(name) {
		r.faults.note("file name", shown, 0, "its name is not in UTF-8; it is read as %q", name)
	}
}

// Dir is the files of a folder, as os.DirFS has them, but of any name: that opens none which is not UTF-8.
func Dir(dir string) fs.FS { return anyNames{folder(dir)} }

// A folder opens files below it.
type folder string

func (f folder) Open(name string) (*os.File, error) { return os.Open(filepath.Join(string(f), name)) }

func (f folder) Stat(name string) (fs.FileInfo, error) {
	return os.Stat(filepath.Join(string(f), name))
}

// anyNames is a file system of what opens files of any name: a folder or an os.Root.
type anyNames struct {
	of interface {
		Open(name string) (*os.File, error)
		Stat(name string) (fs.FileInfo, error)
	}
}

func (f anyNames) Open(name string) (fs.File, error) {
	if !filepath.IsLocal(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	file, err := f.of.Open(name)
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (f anyNames) Stat(name string) (fs.FileInfo, error) {
	if !filepath.IsLocal(name) {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrInvalid}
	}
	return f.of.Stat(name)
}

func (f anyNames) ReadDir(name string) ([]fs.DirEntry, error) {
	dir, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	list, err := dir.(fs.ReadDirFile).ReadDir(-1)
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, err
}
