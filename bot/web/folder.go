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
	"strings"

	"hapjak/bot/review"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/intake"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/storage"
	"hapjak/facts/scribe"
)

// This file changes facts/*.yaml for the forms: each change is tried first on a copy, as
// `hapjak check` would check it, and only what has no fault is written.

// A folder is the files of the knowledge base, as curators change them.
type folder struct {
	base, copy string // of Options
	*audit
	taking chan struct{} // held by the one change or import that is made
}

// dir is the folder that curators change; empty where they change nothing.
func (s *folder) dir() string { return cmp.Or(s.base, s.copy) }

// copies reports whether what is shipped is still to be copied into it.
func (s *folder) copies() bool {
	return s.base == "" && s.copy != "" && !intake.IsBase(s.copy)
}

// copyFirst is what makes the copy; nil where there is none to make.
func (s *folder) copyFirst() func(dir string) error {
	if s.base != "" {
		return nil
	}
	return facts.CopyShipped
}

// files are the schema and the facts as people write them: of the folder, or as long as
// there is none of what is shipped. A base of articles alone has the schema that it is opened with,
// which comes to stand in the folder once it is changed.
func (s *folder) files() fs.FS {
	if s.copies() {
		return facts.ShippedFiles()
	}
	files := os.DirFS(s.dir())
	if _, err := fs.Stat(files, scribe.SchemaFile); errors.Is(err, fs.ErrNotExist) && !s.beside() {
		return articlesAlone{files}
	}
	return files
}

// articlesAlone is the files of a base that has no schema.yaml yet.
type articlesAlone struct{ fs.FS }

func (f articlesAlone) ReadFile(name string) ([]byte, error) {
	if name == scribe.SchemaFile {
		return []byte(facts.ArticlesSchema), nil
	}
	return fs.ReadFile(f.FS, name)
}

// editable says why the facts cannot be changed by forms; nil where they can.
func (s *folder) editable() error {
	if s.dir() == "" {
		return errNoBase
	}
	return nil
}

// beside reports whether the facts were imported, so that what changes of them stands beside.
func (s *folder) beside() bool { return facts.Imported(s.dir()) }

// openImport opens what was imported, as it is without what stands beside, until a request has been
// answered.
func (s *folder) openImport(ctx context.Context) (*kb.Base, error) {
	base, err := storage.Open(s.dir(), nil)
	if err == nil {
		atEnd(ctx, func() { base.Close() })
	}
	return base, err
}

// readFacts reads the facts as they are written, or what stands beside those that were imported.
func (s *folder) readFacts(ctx context.Context) (b *scribe.Book, err error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	if s.beside() {
		base, err := s.openImport(ctx)
		if err != nil {
			return nil, err
		}
		b, err = scribe.ReadBeside(s.files(), curated.MendingsFile, curated.ImportOf(base))
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
func citableOf(ctx context.Context) kb.Citable {
	if ix := knowOf(ctx).Passages(); ix != nil {
		return ix
	}
	return nil
}

// A faulty is why a change was not made: what `hapjak check` would say of it.
type faulty struct {
	change scribe.Change
	list   []fault.Fault
}

func (f faulty) Error() string {
	var lines []string
	for _, x := range f.list {
		lines = append(lines, x.Error())
	}
	return strings.Join(lines, "\n")
}

// A changing finds a change in the files as they are.
type changing func(context.Context) (scribe.Change, error)

// ofFacts finds a change in the facts.
func (s *folder) ofFacts(change func(*scribe.Book) (scribe.Change, error)) changing {
	return func(ctx context.Context) (scribe.Change, error) {
		book, err := s.readFacts(ctx)
		if err != nil {
			return scribe.Change{}, err
		}
		return change(book)
	}
}

// edit makes a change of the files, once it is checked and stands in the log. Of two who edit at
// once the second makes theirs on what the first has left.
func (s *folder) edit(ctx context.Context, who, what string, change changing) error {
	return s.checked(ctx, change, func(ctx context.Context, c scribe.Change) error { return s.writeFacts(ctx, who, what, c) })
}

// checked finds a change, checks it and does something with it.
func (s *folder) checked(ctx context.Context, change changing, do func(context.Context, scribe.Change) error) error {
	if err := s.editable(); err != nil {
		return err
	}
	return s.alone(ctx, func(ctx context.Context) error {
		c, err := change(ctx)
		if err != nil || c.File == "" {
			return err
		}
		if c, err = s.tried(ctx, c); err != nil {
			return faultyOf(c, err)
		}
		return do(ctx, c)
	})
}

// alone has nobody else change the files meanwhile, neither here nor in another program.
func (s *folder) alone(ctx context.Context, do func(context.Context) error) error {
	_, err := s.take(ctx, func(ctx context.Context) (intake.Report, error) {
		if intake.IsBase(s.dir()) {
			unlock, err := storage.Lock(ctx, s.dir(), 0)
			if err != nil {
				return intake.Report{}, err
			}
			defer unlock()
		}
		return intake.Report{}, do(ctx)
	})
	return err
}

// tried checks a file as it would be, and anchors what the change has it cite by words: the articles may
// change.
func (s *folder) tried(ctx context.Context, c scribe.Change) (scribe.Change, error) {
	var edits []curated.Edit
	var err error
	switch c.File {
	case curated.AnswersFile:
		edits, _, err = curated.AnchorAnswers(c.File, c.Data, citableOf(ctx), nil)
	case curated.MendingsFile:
		edits, err = s.tryMendings(ctx, c)
	default:
		edits, err = s.tryFacts(ctx, c)
	}
	if err != nil {
		return c, err
	}
	was, err := fs.ReadFile(s.files(), c.File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, err
	}
	return curated.AnchorChange(c, was, edits)
}

// open opens the base as it is without what stands beside its facts.
func (s *folder) open(ctx context.Context) (*kb.Base, error) {
	if s.beside() {
		return storage.Open(s.dir(), nil)
	}
	return curated.Load(s.files(), citableOf(ctx))
}

// tryMendings checks mendings.yaml as it would be, and finds how it is to be anchored.
func (s *folder) tryMendings(ctx context.Context, c scribe.Change) ([]curated.Edit, error) {
	base, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	defer base.Close()
	edits, _, err := curated.AnchorMended(base, c.File, c.Data, citableOf(ctx))
	return edits, err
}

// tryFacts checks the facts as they would be, and finds how they are to be anchored.
func (s *folder) tryFacts(ctx context.Context, c scribe.Change) ([]curated.Edit, error) {
	dir, err := os.MkdirTemp("", "hapjak-try-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	files := s.files()
	names, err := fs.Glob(files, "facts/*")
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(filepath.Join(dir, "facts"), 0o755); err != nil {
		return nil, err
	}
	for _, name := range append(names, "schema.yaml") {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			continue // a folder, which no facts are read from
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), data, 0o644); err != nil {
			return nil, err
		}
	}
	path := filepath.Join(dir, filepath.FromSlash(c.File))
	if err := errors.Join(os.RemoveAll(path), put(path, c.Data)); err != nil {
		return nil, err
	}
	edits, _, err := curated.Anchor(os.DirFS(dir), citableOf(ctx))
	return edits, err
}

// faultyOf tells of the faults of a change; another error it leaves.
func faultyOf(c scribe.Change, err error) error {
	if err == nil {
		return nil
	}
	f := faulty{change: c}
	for _, e := range unjoined(err) {
		var fault fault.Fault
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

// writeFacts writes changes, in their order, and enters them as one that can be taken back.
func (s *folder) writeFacts(ctx context.Context, who, what string, changes ...scribe.Change) (err error) {
	var made []review.Edit
	for _, c := range changes {
		var e review.Edit
		if e, err = s.writeOne(ctx, who, what, c); err != nil {
			break
		}
		made = append(made, e)
	}
	if len(made) == 0 {
		return err
	}
	if err := review.Note(context.WithoutCancel(ctx), s.memory, strings.ToUpper(what[:1])+what[1:]+".", who, made...); err != nil {
		s.audit.log.Error("a change is made, and cannot be undone by a click", "error", err)
	}
	return err
}

// writeOne writes a change, unless the file is another than the one it was made of.
func (s *folder) writeOne(ctx context.Context, who, what string, c scribe.Change) (e review.Edit, err error) {
	seen, err := fs.ReadFile(s.files(), c.File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return e, err
	}
	if s.copies() {
		if err := facts.CopyShipped(s.dir()); err != nil {
			return e, err
		}
	}
	line := store.Change{Who: who, What: what, File: c.File, Line: c.Line, Before: c.Before, After: c.After}
	err = s.change(ctx, line, func() error {
		path := filepath.Join(s.dir(), filepath.FromSlash(c.File))
		now, err := fs.ReadFile(s.files(), c.File)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if !bytes.Equal(now, seen) {
			return scribe.ErrChanged
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return put(path, c.Data)
	})
	return review.Edit{File: c.File, Before: string(seen), After: string(c.Data)}, err
}

// put writes a file; one that nothing stands in any more goes.
func put(path string, data []byte) error {
	if len(data) == 0 {
		if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return storage.ReplaceFile(path, data)
}

// take does what only one request does at a time, in bounded time.
func (s *folder) take(ctx context.Context, do func(context.Context) (intake.Report, error)) (intake.Report, error) {
	ctx, cancel := context.WithTimeout(ctx, planFor)
	defer cancel()
	select {
	case s.taking <- struct{}{}:
		defer func() { <-s.taking }()
	case <-ctx.Done():
		return intake.Report{}, refusal{http.StatusServiceUnavailable, errors.New("another import is being read; please try again in a moment")}
	}
	report, err := do(ctx)
	if errors.Is(err, storage.ErrLocked) {
		err = refusal{http.StatusConflict, errors.New("another program imports into this knowledge base at the moment; please try again when it is done")}
	}
	return report, err
}

// changeAlone makes a change once it is entered in the log, with nobody else changing files.
func (s *folder) changeAlone(ctx context.Context, c store.Change, do func() error) error {
	return s.alone(ctx, func(ctx context.Context) error { return s.change(ctx, c, do) })
}
