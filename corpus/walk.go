package corpus

import (
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// This file finds the files: what paths and patterns name, what folders hold, and where links lead.

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
			w.tellHidden(file, shown, d.IsDir())
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

// tellHidden notes a hidden file of a kind that is read, or a hidden folder, unless everybody expects it to be
// passed over: the folder of a program, the settings of one, a twin or a lock.
func (r *run) tellHidden(name, shown string, folder bool) {
	parts := strings.Split(name, "/")
	any := false
	for i, part := range parts {
		switch file := i == len(parts)-1 && !folder; {
		case !hidden(part):
			continue
		case file && !strings.HasPrefix(part, "._") && !strings.HasPrefix(part, ".#"), !file && !ofProgram(part):
			any = true
		default:
			return
		}
	}
	ext := strings.ToLower(path.Ext(name))
	if any && r.visit == nil && (folder || readableName(name) && ext != ".json" && ext != ".xml") {
		r.faults.leftOut("other hidden", shown, "hidden; passed over")
	}
}

// ofProgram says whether a hidden folder is one in which a program keeps what is its own.
func ofProgram(folder string) bool {
	switch strings.ToLower(folder) {
	case "__macosx", ".git", ".svn", ".hg", ".bzr", ".github", ".gitlab", ".obsidian", ".logseq", ".trash", ".trashes", ".trash-1000", ".stversions",
		".vscode", ".idea", ".vs", ".cache", ".config", ".venv", ".tox", ".ipynb_checkpoints", ".pytest_cache", ".mypy_cache", ".npm", ".next", ".nuxt",
		".docusaurus", ".quarto", ".jekyll-cache", ".sass-cache", ".stfolder", ".sync", ".dropbox.cache", ".spotlight-v100", ".fseventsd", ".temporaryitems", ".documentrevisions-v100":
		return true
	}
	return false
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
