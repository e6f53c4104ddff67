package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/storage"
	"hapjak/facts/passages"
)

// A Folder takes articles into a base that people write by hand: what is put into it
// becomes files of sources/. Dir and New are needed.
type Folder struct {
	Dir string // of the base
	New string // a folder of the files to put there, by the names that they will have
	// Copy, where there is one, makes a base of a folder; it is asked to where Dir holds none.
	Copy   func(dir string) error
	Limits corpus.Options // see Job
}

// A Written is a file that Put wrote or, where After is nil, took away.
type Written struct {
	File          string // "sources/shelf.md"
	Before, After []byte // nil: there is none
}

// A plan is what a folder will hold.
type plan struct {
	report Report
	write  []Written
}

// Plan says what Put would change. Report.Broken says why it would refuse.
func (f *Folder) Plan(ctx context.Context) (Report, error) {
	unlock, p, err := f.plan(ctx)
	if err != nil {
		return Report{}, err
	}
	unlock()
	p.report.DryRun = true
	return p.report, nil
}

// Put puts the files into sources/. First commit, where there is one, is told what will be
// written, and may refuse it. What cannot be written in the middle is taken back.
func (f *Folder) Put(ctx context.Context, first func([]Written) error) (Report, error) {
	if f.Copy != nil && !IsBase(f.Dir) {
		if err := f.Copy(f.Dir); err != nil {
			return Report{}, err
		}
	}
	unlock, p, err := f.plan(ctx)
	if err != nil {
		return Report{}, err
	}
	defer unlock()
	if len(p.report.Broken) > 0 {
		return p.report, fmt.Errorf("%s of the knowledge base would no longer hold", Counted(len(p.report.Broken), "thing", "things"))
	}
	if first != nil {
		if err := first(p.write); err != nil {
			return p.report, err
		}
	}
	for i, w := range p.write {
		if err := f.set(w.File, w.After); err != nil {
			for _, done := range p.write[:i] {
				err = errors.Join(err, f.set(done.File, done.Before))
			}
			return p.report, err
		}
	}
	p.report.Written = true
	return p.report, nil
}

// IsBase reports whether a folder is a knowledge base, imported or written by hand.
func IsBase(dir string) bool {
	for _, name := range []string{"schema.yaml", "current"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// IsImported reports whether the articles of a base are compiled parts, which a Job adds to,
// rather than files.
func IsImported(dir string) bool {
	parts, err := storage.Parts(dir)
	return err == nil && parts[storage.PartPassages] != "" || err != nil && !errors.Is(err, fs.ErrNotExist)
}

// set writes a file of the base, or takes it away.
func (f *Folder) set(name string, data []byte) error {
	path := filepath.Join(f.Dir, filepath.FromSlash(name))
	if data == nil {
		return os.Remove(path)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return storage.ReplaceFile(path, data)
}

// plan reads the base as it is and as it will be. Until unlock is called nobody else
// changes it.
func (f *Folder) plan(ctx context.Context) (unlock func(), p *plan, err error) {
	stage, err := os.MkdirTemp("", "hapjak-plan-*")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(stage)
	unlock = func() {}
	from := f.Dir
	if f.Copy != nil && !IsBase(f.Dir) {
		from = filepath.Join(stage, "copy")
		if err := f.Copy(from); err != nil {
			return nil, nil, err
		}
	} else if unlock, err = storage.Lock(ctx, f.Dir, 0); err != nil {
		return nil, nil, err
	}
	p = &plan{report: Report{Faults: []string{}, Notes: []NoteKind{}}}
	if err := f.compare(ctx, from, filepath.Join(stage, "after"), p); err != nil {
		unlock()
		return nil, nil, err
	}
	return unlock, p, nil
}

// compare makes the base as it will be in after, and says how it differs.
func (f *Folder) compare(ctx context.Context, from, after string, p *plan) error {
	told := newTeller(false)
	limits := f.Limits
	limits.Note = func(n corpus.Note) {
		if n.LeftOut {
			p.report.LeftOut++
		}
		told.note(n)
	}
	fresh, err := read(ctx, f.New, limits)
	p.report.fault(err)
	limits.Note = nil
	was, err := read(ctx, filepath.Join(from, "sources"), limits)
	if err != nil {
		return fmt.Errorf("the articles that are there have faults, which must be mended first: %w", err)
	}
	if err := f.lay(from, after, fresh, was, p); err != nil {
		return err
	}
	will, err := read(ctx, after, limits)
	if err != nil {
		return fmt.Errorf("the articles cannot stand beside each other: %w", err)
	}
	p.report.difference(was, will)
	p.report.Notes = told.kinds()
	facts := os.DirFS(from)
	written, _ := fs.Glob(facts, "facts/*.yaml")
	if _, err := fs.Stat(facts, "schema.yaml"); err != nil && len(written) == 0 {
		return nil // articles alone
	}
	held, then := Held(sources(was)), Held(sources(will))
	edits, before, err := anchored(facts, held)
	if err != nil {
		return fmt.Errorf("the facts have faults, which must be mended first: %w", err)
	}
	_, moved, err := anchored(facts, anchor.Since{Citable: then, Was: held})
	for _, m := range moved {
		if !slices.Contains(before, m) {
			p.report.Anchors = append(p.report.Anchors, m.Error())
		}
	}
	p.report.Anchors = append(p.report.Anchors, reworded(edits, held, then)...)
	if err != nil {
		p.report.Broken = strings.Split(err.Error(), "\n")
	}
	return nil
}

// anchored tells how the citations of the facts, and of what curators wrote beside them, are to be anchored,
// and which have moved or are lost.
func anchored(facts fs.FS, held kb.Citable) ([]curated.Edit, []fault.Fault, error) {
	edits, notes, err := curated.Anchor(facts, held)
	if err != nil {
		return nil, nil, err
	}
	more, told, err := curated.AnchorBeside(facts, held, func() (*kb.Base, error) { return curated.Load(facts, held) })
	return append(edits, more...), append(notes, told...), err
}

// reworded tells which citations by a number alone would lead to another text: those cannot move, but for
// those of a quote.
func reworded(edits []curated.Edit, was, will kb.Citable) (told []string) {
	for _, e := range edits {
		ref, err := corpus.ParseRef(e.Old)
		before, ok := was.Paragraph(ref)
		after, ok2 := will.Paragraph(ref)
		if err == nil && ok && ok2 && e.File != curated.AnswersFile && strings.HasPrefix(e.New, "{") && !slices.Equal(strings.Fields(before.Text), strings.Fields(after.Text)) {
			told = append(told, fault.Fault{File: e.File, Line: e.Line, What: fmt.Sprintf("%s is cited by its number alone, and is another text then; anchored before, the citation moves with its words", ref)}.Error())
		}
	}
	return told
}

// lay copies the articles that there are into after, and over them those that are new, and
// notes what is to be written. A new file takes the place of one of another name where that
// holds the same article and no other.
func (f *Folder) lay(from, after string, fresh, was map[string]corpus.Article, p *plan) error {
	if err := os.MkdirAll(after, 0o755); err != nil {
		return err
	}
	sources := filepath.Join(from, "sources")
	if _, err := os.Stat(sources); err == nil {
		if err := copyAll(sources, after); err != nil {
			return err
		}
	}
	held := map[string]int{} // articles of each file
	for _, a := range was {
		held[whole(sources, a.Piece.File)]++
	}
	files := map[string]bool{} // that have an article
	for _, id := range sorted(fresh) {
		name := whole(f.New, fresh[id].Piece.File)
		files[name] = true
		a, ok := was[id]
		if !ok {
			continue
		}
		old := whole(sources, a.Piece.File)
		if old == name || held[old] > 1 {
			continue
		}
		data, err := os.ReadFile(filepath.Join(sources, filepath.FromSlash(old)))
		if err != nil {
			return err
		}
		p.write = append(p.write, Written{"sources/" + old, data, nil})
		if err := os.Remove(filepath.Join(after, filepath.FromSlash(old))); err != nil {
			return err
		}
	}
	for _, name := range sorted(files) {
		data, err := os.ReadFile(filepath.Join(f.New, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		before, err := os.ReadFile(filepath.Join(sources, filepath.FromSlash(name)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err == nil && bytes.Equal(before, data) {
			continue
		}
		to := filepath.Join(after, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			return err
		}
		p.write = append(p.write, Written{"sources/" + name, before, data})
	}
	return nil
}

// copyAll copies the files of a folder, of whatever name, which os.CopyFS does not.
func copyAll(from, to string) error {
	return filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rest, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if e.IsDir() {
			return os.MkdirAll(filepath.Join(to, rest), 0o755)
		}
		if e.Type()&fs.ModeSymlink != 0 {
			link, err := os.Readlink(path)
			return errors.Join(err, os.Symlink(link, filepath.Join(to, rest)))
		}
		if !e.Type().IsRegular() {
			return nil // which is told when it is read
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rest), data, 0o600)
	})
}

// whole is the file that holds an article: itself, or the archive in which it lies.
func whole(dir, name string) string {
	for at := name; at != "."; at = path.Dir(at) {
		if info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(at))); err == nil && !info.IsDir() {
			return at
		}
	}
	return name
}

// read reads the articles of a folder, by their ids; there may be no folder.
func read(ctx context.Context, dir string, limits corpus.Options) (map[string]corpus.Article, error) {
	all := map[string]corpus.Article{}
	if _, err := os.Stat(dir); err != nil {
		return all, nil
	}
	limits.MaxFaults, limits.ShortIDs = -1, true
	err := corpus.ReadFS(corpus.Dir(dir), func(a corpus.Article) error {
		all[a.Source.ID] = a
		return ctx.Err()
	}, limits)
	return all, err
}

func sorted[T any](m map[string]T) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func sources(articles map[string]corpus.Article) []corpus.Source {
	var list []corpus.Source
	for _, id := range sorted(articles) {
		list = append(list, articles[id].Source)
	}
	return list
}

// fault takes the faults of a joined error, one a line.
func (r *Report) fault(err error) {
	if err == nil {
		return
	}
	for line := range strings.Lines(err.Error()) {
		r.LeftOut++
		r.Faults = append(r.Faults, strings.TrimRight(line, "\n"))
	}
}

// difference counts how articles differ from those before.
func (r *Report) difference(was, will map[string]corpus.Article) {
	c := &r.Articles
	c.Before, c.After = len(was), len(will)
	add := func(id string, what passages.Change, n *int) {
		*n++
		if len(r.Changed) < maxChanged {
			r.Changed = append(r.Changed, Changed{id, what})
		}
	}
	for _, id := range sorted(will) {
		old, ok := was[id]
		r.Passages += len(will[id].Source.Paragraphs)
		switch {
		case !ok:
			add(id, passages.Added, &c.Added)
		case !reflect.DeepEqual(old.Source, will[id].Source):
			add(id, passages.Updated, &c.Updated)
		default:
			c.Unchanged++
		}
	}
	for _, id := range sorted(was) {
		if _, ok := will[id]; !ok {
			add(id, passages.Removed, &c.Removed)
		}
	}
}

// held is sources to cite.
type held map[corpus.Ref]corpus.Paragraph

// Held returns sources as what facts may cite.
func Held(sources []corpus.Source) kb.Citable {
	s := held{}
	for _, src := range sources {
		parts := 0
		for i, p := range src.Paragraphs {
			ref := corpus.Ref{Source: src.ID, Paragraph: p.N}
			if whole, more := s[ref]; more { // a part of it
				if parts == 0 {
					s[corpus.Ref{Source: src.ID, Paragraph: p.N, Part: 1}] = whole
					parts = 1
				}
				parts++
				s[corpus.Ref{Source: src.ID, Paragraph: p.N, Part: parts}] = src.Paragraphs[i]
				p.Text = whole.Text + " " + p.Text
			} else {
				parts = 0
			}
			s[ref] = p
		}
	}
	return s
}

func (s held) Paragraph(ref corpus.Ref) (corpus.Paragraph, bool) {
	p, ok := s[ref]
	return p, ok
}

// CleanName makes of a file's name one that may be a path below a folder, without what is
// hidden or leads elsewhere; empty where nothing is left.
func CleanName(name string) string {
	name = strings.ReplaceAll(corpus.UTF8Name(name), `\`, "/")
	name = strings.TrimPrefix(path.Clean("/"+strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)), "/")
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || strings.HasPrefix(part, ".") || part == "__MACOSX" || len(part) > 200 {
			return ""
		}
	}
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return ""
	}
	return name
}
