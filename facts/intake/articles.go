package intake

import (
	"context"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb/storage"
	"hapjak/facts/passages"
	"hapjak/nlp"
)

// writeArticles writes the index that the base will have, unless it is to be refused.
func (j *Job) writeArticles(ctx context.Context, w io.Writer) error {
	var find func(string) []string
	if j.Names {
		find = NamesIn(nlp.NewTagger())
	}
	roots := map[string]bool{} // that can be read
	var missing error
	for _, p := range j.Articles {
		_, err := os.Stat(p)
		if err == nil || strings.ContainsAny(p, "*?[") {
			roots[j.remembered(p)] = true
		} else if missing == nil {
			missing = err
		}
	}
	if len(roots) == 0 {
		return missing
	}
	origins := j.origins(roots)
	var taken func(string) bool
	var called func(string) string
	if !j.Replace {
		taken = func(id string) bool { // another's, whose file is not read or yet to come
			o := origins[id]
			return o != nil && (!o.again || o.alone && isThere(j.actual(o.file)))
		}
		called = j.called(origins)
	}
	names := map[string]string{} // what each path is remembered as
	for _, p := range j.Articles {
		names[p] = j.remembered(p)
	}
	fresh := filed{all: map[string]map[string][]string{}}
	old := j.parts[storage.PartPassages]
	var foreign storage.Foreign
	if errors.As(j.foreign, &foreign) && foreign.Part == storage.PartPassages {
		if old = ""; !j.Replace && !j.coversAll(roots) {
			return j.foreign
		}
	}
	limits := j.Limits
	limits.Not = corpus.Canonical(j.Dir)
	dir := j.Dir
	if j.Dry {
		dir = ""
	}
	done, faults, err := passages.Import(ctx, w, passages.ImportOptions{
		Scratch: func() (passages.ScratchFile, error) { return storage.NewScratch(dir) },
		Names:   find, Old: old, Damaged: j.Replace || j.coversAll(roots), Paths: j.Articles, Taken: taken, Called: called, Note: j.note, Limits: limits, Moved: j.moved(origins),
		Progress: func(p passages.Progress) { j.progress("articles", p.Sources, "articles", p.Bytes, p.Total) },
		Drop: func(id string, faulty func(string) bool) bool {
			o := origins[id]
			switch {
			case j.Replace:
				return true
			case o == nil || !o.again:
				return false
			case faulty(j.actual(o.file)):
				j.report.Stayed++
				return false
			}
			return true
		},
		Took: func(id string, from corpus.Piece, what passages.Change) {
			c := &j.report.Articles
			if what != passages.Unchanged && len(j.report.Changed) < maxChanged {
				j.report.Changed = append(j.report.Changed, Changed{id, what})
			}
			*[...]*int{&c.Added, &c.Updated, &c.Unchanged, &c.Removed}[what]++
			if what != passages.Unchanged && isCited(j.old, id) {
				j.changed[id] = true
			}
			o := origins[id]
			if o != nil {
				o.done = true
			}
			if what == passages.Removed {
				return
			}
			root, file := names[from.Path], from.Place
			if name, ok := j.As[from.Path]; ok {
				file = name + strings.TrimPrefix(file, corpus.Canonical(from.Path))
			}
			if o != nil && o.file == file {
				file = o.file // one string for both
			}
			fresh.add(root, file, id)
		},
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	j.report.fault(faults)
	if err != nil {
		return err
	}
	kept := done.Sources - j.report.Articles.Added - j.report.Articles.Updated - j.report.Articles.Unchanged
	j.report.Articles.After, j.report.Passages = done.Sources, done.Passages
	j.report.Articles.Unchanged += kept
	j.report.Articles.Before = done.Sources - j.report.Articles.Added + j.report.Articles.Removed
	for id, o := range origins {
		if o.done {
			continue
		}
		fresh.add(o.root, o.file, id) // it stays as it was
	}
	fresh.put()
	for _, files := range fresh.all {
		for _, ids := range files {
			slices.Sort(ids)
		}
	}
	j.ledger.Articles = fresh.all
	j.say("%s in %s", Counted(done.Sources, "article", "articles"), Counted(done.Passages, "passage", "passages"))
	return j.refuse()
}

// filed are the ids of articles by the path that was named and the file within, as a ledger has them. Those of the file that
// is read are gathered before they are put there: it may hold thousands.
type filed struct {
	all        map[string]map[string][]string
	root, file string
	ids        []string
}

func (f *filed) add(root, file, id string) {
	if root != f.root || file != f.file {
		f.put()
		f.root, f.file = root, file
	}
	f.ids = append(f.ids, id)
}

func (f *filed) put() {
	if len(f.ids) == 0 {
		return
	}
	if f.all[f.root] == nil {
		f.all[f.root] = map[string][]string{}
	}
	f.all[f.root][f.file] = append(f.all[f.root][f.file], f.ids...)
	clear(f.ids)
	f.ids = f.ids[:0]
}

// coversAll reports whether the articles that the base holds came from these paths alone.
func (j *Job) coversAll(roots map[string]bool) bool {
	for root := range j.ledger.Articles {
		if !roots[root] {
			return false
		}
	}
	return len(j.ledger.Articles) > 0
}

// An origin is where an article came from: the path that was named, and the file within.
type origin struct {
	root, file string
	alone      bool // it is called after its file, or could be
	again      bool // it is read anew, or vanished
	done       bool // what becomes of it is known
}

// origins returns where the articles of the base came from; roots are the paths that are read.
func (j *Job) origins(roots map[string]bool) map[string]*origin {
	all := map[string]*origin{}
	for root, files := range j.ledger.Articles {
		whole := isBelow(roots, root)
		for file, ids := range files {
			again := whole || isBelow(roots, file)
			ext := strings.ToLower(path.Ext(file))
			alone := len(ids) == 1 && ext != ".jsonl" && ext != ".ndjson"
			for _, id := range ids {
				all[id] = &origin{root: root, file: file, alone: alone, again: again}
			}
		}
	}
	return all
}

// called returns a function that says what the article of a file was called before, so that it keeps
// its id by whatever path it is read. One that named itself has its id for that.
func (j *Job) called(origins map[string]*origin) func(place string) string {
	ids := map[string]string{}
	for id, o := range origins {
		if o.alone && o.again && corpus.CalledAfter(o.file, id) {
			ids[j.actual(o.file)] = id
		}
	}
	return func(place string) string { return ids[place] }
}

// moved returns a function that lists where articles were read from files of a name that are gone from there.
func (j *Job) moved(origins map[string]*origin) func(place string) []string {
	named := map[string][]string{}
	for _, o := range origins {
		if o.alone && !o.again {
			named[path.Base(o.file)] = append(named[path.Base(o.file)], j.actual(o.file))
		}
	}
	return func(place string) (list []string) {
		for _, file := range named[path.Base(place)] {
			if !lies(file) {
				list = append(list, file)
			}
		}
		slices.Sort(list)
		return list[:min(len(list), maxMoved)]
	}
}

// maxMoved is how many files of one name are looked at.
const maxMoved = 20

// lies reports whether a file is where it was, or an archive that it is of.
func lies(file string) bool {
	for p := file; ; p = path.Dir(p) {
		if info, err := os.Stat(filepath.FromSlash(p)); err == nil {
			return p == file || !info.IsDir()
		}
		if p == path.Dir(p) {
			return false
		}
	}
}

func isThere(file string) bool {
	_, err := os.Stat(filepath.FromSlash(file))
	return err == nil
}

// isBelow reports whether a path is one of these, or lies in one.
func isBelow(roots map[string]bool, p string) bool {
	for ; !roots[p]; p = path.Dir(p) {
		if p == path.Dir(p) {
			return false
		}
	}
	return true
}

// actual is where a file that the ledger names is read from now.
func (j *Job) actual(file string) string {
	for path, name := range j.As {
		if rest, ok := strings.CutPrefix(file, name); ok && (rest == "" || rest[0] == '/') {
			return corpus.Canonical(path) + rest
		}
	}
	return file
}

// remembered is what the ledger calls a path.
func (j *Job) remembered(path string) string {
	if name, ok := j.As[path]; ok {
		return name
	}
	return corpus.Canonical(path)
}
