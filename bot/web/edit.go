package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/intake"
	"hapjak/facts/kb"
	"hapjak/facts/scribe"
)

// This file changes facts/*.yaml for the forms: each change is tried first on a copy, as
// `hapjak check` would check it, and only what has no fault is written.

// dir is the folder that curators change; empty where they change nothing.
func (s *Server) dir() string { return cmp.Or(s.opts.Base, s.opts.Copy) }

// copies reports whether what is shipped is still to be copied into it.
func (s *Server) copies() bool {
	return s.opts.Base == "" && s.opts.Copy != "" && !intake.IsBase(s.opts.Copy)
}

// copyFirst is what makes the copy; nil where there is none to make.
func (s *Server) copyFirst() func(dir string) error {
	if s.opts.Base != "" {
		return nil
	}
	return facts.CopyShipped
}

// files are the schema and the facts as people write them: of the folder, or as long as
// there is none of what is shipped.
func (s *Server) files() fs.FS {
	if s.copies() {
		return facts.ShippedFiles()
	}
	return os.DirFS(s.dir())
}

// editable says why the facts cannot be changed by forms; nil where they can.
func (s *Server) editable() error {
	if s.dir() == "" {
		return refusal{http.StatusConflict, errors.New(strings.TrimSuffix(noBase, "."))}
	}
	return nil
}

// beside reports whether the facts were imported, so that what changes of them stands beside.
func (s *Server) beside() bool { return facts.Imported(s.dir()) }

// import_ opens what was imported, as it is without what stands beside, until a request has been
// answered.
func (s *Server) import_(ctx context.Context) (*kb.Base, error) {
	base, err := kb.Open(s.dir(), nil)
	if err == nil {
		atEnd(ctx, func() { base.Close() })
	}
	return base, err
}

// readFacts reads the facts as they are written, or what stands beside those that were imported.
func (s *Server) readFacts(ctx context.Context) (b *scribe.Book, err error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	if s.beside() {
		base, err := s.import_(ctx)
		if err != nil {
			return nil, err
		}
		b, err = scribe.ReadBeside(s.files(), kb.MendingsFile, kb.ImportOf(base))
		if err != nil {
			return nil, refusal{http.StatusConflict, fmt.Errorf("what stands beside the import cannot be read as it is, and must be mended first: %w", err)}
		}
		return b, nil
	}
	if b, err = scribe.Read(s.files()); err != nil {
		return nil, refusal{http.StatusConflict, fmt.Errorf("a file of the facts cannot be read as it is, and must be mended first: %w", err)}
	}
	return b, nil
}

// citable is what facts may cite; nil leaves it unchecked.
func (s *Server) citable(ctx context.Context) kb.Citable {
	if ix := s.know(ctx).Passages(); ix != nil {
		return ix
	}
	return nil
}

// A faulty is why a change was not made: what `hapjak check` would say of it.
type faulty struct {
	change scribe.Change
	list   []kb.Fault
}

func (f faulty) Error() string {
	var lines []string
	for _, x := range f.list {
		lines = append(lines, x.Error())
	}
	return strings.Join(lines, "\n")
}

// editFacts makes the change of the facts that change finds; see edit.
func (s *Server) editFacts(ctx context.Context, who, what string, change func(*scribe.Book) (scribe.Change, error)) (scribe.Change, error) {
	return s.edit(ctx, who, what, func() (scribe.Change, error) {
		book, err := s.readFacts(ctx)
		if err != nil {
			return scribe.Change{}, err
		}
		return change(book)
	})
}

// edit makes a change of the files, once it is checked and stands in the log. Of two who edit at
// once the second makes theirs on what the first has left.
func (s *Server) edit(ctx context.Context, who, what string, change func() (scribe.Change, error)) (scribe.Change, error) {
	if err := s.editable(); err != nil {
		return scribe.Change{}, err
	}
	var c scribe.Change
	err := s.alone(ctx, func(ctx context.Context) (err error) {
		if c, err = change(); err != nil || c.File == "" {
			return err
		}
		if err := s.tryFacts(ctx, c); err != nil {
			return err
		}
		return s.writeFacts(ctx, who, what, c)
	})
	return c, err
}

// alone has nobody else change the files meanwhile, neither here nor in another program.
func (s *Server) alone(ctx context.Context, do func(context.Context) error) error {
	_, err := s.take(ctx, func(ctx context.Context) (intake.Report, error) {
		if intake.IsBase(s.dir()) {
			unlock, err := kb.Lock(ctx, s.dir(), 0)
			if err != nil {
				return intake.Report{}, err
			}
			defer unlock()
		}
		return intake.Report{}, do(ctx)
	})
	return err
}

// tryFacts checks the facts as they would be.
func (s *Server) tryFacts(ctx context.Context, c scribe.Change) error {
	if s.beside() {
		return faultyOf(c, s.tryBeside(ctx, c))
	}
	dir, err := os.MkdirTemp("", "hapjak-try-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	files := s.files()
	names, err := fs.Glob(files, "facts/*")
	if err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(dir, "facts"), 0o755); err != nil {
		return err
	}
	for _, name := range append(names, "schema.yaml") {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			continue // a folder, which no facts are read from
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), data, 0o644); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(c.File)), c.Data, 0o644); err != nil {
		return err
	}
	_, err = kb.Check(os.DirFS(dir), s.citable(ctx), nil)
	return faultyOf(c, err)
}

// tryBeside checks what would stand beside an import.
func (s *Server) tryBeside(ctx context.Context, c scribe.Change) error {
	base, err := kb.Open(s.dir(), nil)
	if err != nil {
		return err
	}
	mended, err := base.Mended(c.File, c.Data, s.citable(ctx))
	if err != nil {
		return errors.Join(err, base.Close())
	}
	return mended.Close()
}

// faultyOf tells of the faults of a change; another error it leaves.
func faultyOf(c scribe.Change, err error) error {
	if err == nil {
		return nil
	}
	f := faulty{change: c}
	for _, e := range unjoined(err) {
		var fault kb.Fault
		if !errors.As(e, &fault) {
			return err
		}
		f.list = append(f.list, fault)
	}
	return f
}

func unjoined(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

// writeFacts writes a change, unless the file is another than the one it was made of.
func (s *Server) writeFacts(ctx context.Context, who, what string, c scribe.Change) error {
	seen, err := fs.ReadFile(s.files(), c.File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if s.copies() {
		if err := facts.CopyShipped(s.dir()); err != nil {
			return err
		}
	}
	line := store.Change{Who: who, What: what, File: c.File, Line: c.Line, Before: c.Before, After: c.After}
	return s.change(ctx, line, func() error {
		path := filepath.Join(s.dir(), filepath.FromSlash(c.File))
		now, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if !bytes.Equal(now, seen) {
			return scribe.ErrChanged
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return kb.ReplaceFile(path, c.Data)
	})
}

// A formField is one of a form.
type formField struct {
	Name, Label, Help, Value string
	Many                     bool     // several, one a line
	Needed                   bool     // may not be empty
	Rare                     bool     // mostly left empty: shown when it is asked for
	Options                  []option // to choose from, and from nothing else
	Names                    []string // to complete from
	Faults                   []string
}

type option struct {
	Value, Label string
	Chosen       bool
}

// fill puts what was typed into fields.
func fill(fields []formField, r *http.Request) {
	for i := range fields {
		f := &fields[i]
		f.Value = strings.TrimSpace(r.PostForm.Get(f.Name))
		for j := range f.Options {
			f.Options[j].Chosen = f.Options[j].Value == f.Value
		}
	}
}

// values are the values typed into a field.
func (f *formField) values() []string {
	if !f.Many {
		if f.Value == "" {
			return nil
		}
		return []string{f.Value}
	}
	var list []string
	for line := range strings.Lines(f.Value) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	return list
}

// find returns a field by its name.
func find(fields []formField, name string) *formField {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}

func anyFault(fields []formField) bool {
	return slices.ContainsFunc(fields, func(f formField) bool { return len(f.Faults) > 0 })
}

// place puts the faults of a change beside the fields that they are of, and returns those of
// none.
func (f faulty) place(fields []formField) (others []string) {
	lines := strings.Split(f.change.After, "\n")
	for _, x := range f.list {
		n := x.Line - f.change.Line
		var at *formField
		if x.File == f.change.File && n >= 0 && n < len(lines) {
			key, _, _ := strings.Cut(strings.TrimLeft(lines[n], " -"), ":")
			if at = find(fields, key); at == nil && key == strings.TrimSpace(key) {
				at = find(fields, "object") // the relation's own
			}
			x.What = strings.TrimPrefix(x.What, key+": ")
		}
		if at == nil {
			others = append(others, x.Error())
			continue
		}
		at.Faults = append(at.Faults, sentence(errors.New(x.What)))
	}
	return others
}
