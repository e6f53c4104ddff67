package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"hapjak/bot/compare"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/judge"
	"hapjak/facts/scribe"
)

// This file tries edits of a base's files, makes them, and takes them back.

// A Desk changes the files of a knowledge base. It may be used by any number of goroutines.
type Desk struct {
	// Dir is the folder of the knowledge base; empty where it is the one in the program.
	Dir string
	// Copy is the folder into which that one is copied before it is changed; empty: it is not
	// changed.
	Copy string
	// Know returns what answers now, which stays open until done is called.
	Know func() (know *facts.Answerer, done func())
	// Memory keeps what was done.
	Memory Memory
	// Change makes a change once it is entered in the audit log; nil: it is made without.
	Change func(ctx context.Context, c store.Change, do func() error) error

	mu    sync.Mutex                    // one change at a time
	write func(name, text string) error // for tests; nil is writeFile
	seek  seeker                        // for tests; nil is seek
	once  sync.Once
	kept  *judge.Judgements

	answers compare.Answers // of the bases that edits were tried on
}

// folder returns where the files are, and they.
func (d *Desk) folder() (dir string, files fs.FS) {
	dir = d.Dir
	if dir == "" && d.Copy != "" {
		if _, err := os.Stat(filepath.Join(d.Copy, "schema.yaml")); err == nil {
			dir = d.Copy
		}
	}
	if dir == "" {
		return "", facts.ShippedFiles()
	}
	return dir, os.DirFS(dir)
}

// Copied returns the folder of the copy of the base in the program, once there is one.
func (d *Desk) Copied() string {
	if dir, _ := d.folder(); d.Dir == "" {
		return dir
	}
	return ""
}

// With returns what answers the base as its files are, and as they will be after edits.
// Both are good until done is called. What is wrong with the edits is an error that is
// [Refused].
func (d *Desk) With(edits ...Edit) (know [2]*facts.Answerer, done func(), err error) {
	now, done := d.Know()
	dir, files := d.folder()
	for i, over := range []map[string]string{nil, edited(edits)} {
		if know[i], err = now.With(dir, folder{files, over}); err != nil {
			done()
			return know, func() {}, refuse("the knowledge base would have a fault: %s", firstLines(err.Error(), 3))
		}
	}
	return know, done, nil
}

// edited is what edits make of the files that they are of.
func edited(edits []Edit) map[string]string {
	will := map[string]string{}
	for _, e := range edits {
		if e.File != "" {
			will[e.File] = e.After
		}
	}
	return will
}

// firstLines cuts a text to some lines.
func firstLines(text string, most int) string {
	list := strings.Split(text, "\n")
	if len(list) <= most {
		return text
	}
	return strings.Join(list[:most], "\n") + fmt.Sprintf("\nand %d more; hapjak check lists them", len(list)-most)
}

// Changed is the error of a file that is not as it was shown.
type Changed struct{ File string }

func (e Changed) Error() string {
	return e.File + " was changed while you looked at this, by another curator or in an editor. Nothing was written: look at the difference again"
}

// Apply makes a mending: it writes the file, unless that is not as the mark says it was
// shown, and enters in the memory what was done to the group. The error is [store.ErrMended]
// where another curator was faster with the group, and [Changed] where the file has changed.
func (d *Desk) Apply(ctx context.Context, g Group, m Mending, mark, who string) (store.Mending, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m = m.clean()
	e, err := d.Draft(m)
	if err != nil {
		return store.Mending{}, err
	}
	if Mark(e.Before) != mark {
		return store.Mending{}, Changed{e.File}
	}
	know, done := d.Know()
	sentence := m.Sentence(know)
	done()
	if err := d.try([]Edit{e}); err != nil {
		return store.Mending{}, err
	}
	patches := e.patches()
	kept, err := json.Marshal(patches)
	if err != nil {
		return store.Mending{}, err
	}
	if m.Kind == Aside && m.Why != "" {
		sentence += " (" + m.Why + ")"
	}
	out := store.Mending{Topic: g.ID, Version: g.Version + 1, At: time.Now(), Who: who, Kind: string(m.Kind), What: sentence, Edits: string(kept)}
	var edits []Edit
	if e.File != "" {
		edits = append(edits, e)
	}
	err = d.change(ctx, logged(who, sentence, patches), func() error { return d.make(ctx, &out, edits) })
	if err != nil {
		return store.Mending{}, err
	}
	return out, nil
}

// make writes edits and enters what was done. What cannot be entered, since another curator was
// faster, is not written either.
func (d *Desk) make(ctx context.Context, m *store.Mending, edits []Edit) (err error) {
	if err := d.putAll(edits); err != nil {
		return err
	}
	if m.ID, err = d.Memory.Mend(ctx, *m); err != nil {
		for _, e := range slices.Backward(edits) {
			err = errors.Join(err, d.put(e.File, e.After, e.Before))
		}
	}
	return err
}

// change makes a change, and enters it in the audit log where there is one.
func (d *Desk) change(ctx context.Context, c store.Change, do func() error) error {
	if d.Change == nil {
		return do()
	}
	return d.Change(ctx, c, do)
}

// logged is the line of the audit log about a mending that changes this.
func logged(who, what string, patches []patch) store.Change {
	c := store.Change{Who: who, What: what}
	var files, old, put []string
	for _, p := range patches {
		if !slices.Contains(files, p.File) {
			files = append(files, p.File)
		}
		old, put = append(old, strings.TrimSpace(p.Old)), append(put, strings.Trim(p.New, " \n,"))
	}
	c.File, c.Before, c.After = strings.Join(files, ", "), strings.Join(old, "\n"), strings.Join(put, "\n")
	return c
}

// put writes a file that is still as it was.
func (d *Desk) put(file, before, after string) error {
	dir, _ := d.folder()
	if dir == "" {
		if d.Copy == "" {
			return refuse("the knowledge base in the program cannot be changed: start hapjak serve with --data DIR, so that a copy is made there, or with --kb DIR")
		}
		if err := facts.CopyShipped(d.Copy); err != nil {
			return readOnly(d.Copy, err)
		}
		dir = d.Copy
	}
	if now, err := read(os.DirFS(dir), file); err != nil || now != before {
		return errors.Join(Changed{file}, err)
	}
	write := d.write
	if write == nil {
		write = writeFile
	}
	if err := write(filepath.Join(dir, filepath.FromSlash(file)), after); err != nil {
		return readOnly(dir, err)
	}
	return nil
}

// readOnly says that a folder cannot be written to.
func readOnly(dir string, err error) error {
	return refuse("%s cannot be written to (%v). Nothing was changed. Whoever runs hapjak serve has to let it write there", dir, err)
}

// Undo takes a mending back: what it wrote goes, and what was changed in the file since
// stays.
func (d *Desk) Undo(ctx context.Context, id int64, who string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	list, err := d.Memory.Mendings(ctx, 0)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(m store.Mending) bool { return m.ID == id })
	if i < 0 {
		return refuse("there is no such mending")
	}
	m := list[i]
	if !m.Undone.IsZero() {
		return refuse("%s has undone this already, at %s", m.Undoer, m.Undone.UTC().Format("15:04 on 2 January 2006"))
	}
	written := ""
	if !regroups(m) {
		written = m.Edits
	}
	return d.takeBack(ctx, m.What, written, who, func() error {
		if ok, err := d.Memory.Undo(ctx, id, who); err != nil || !ok {
			return errors.Join(err, errors.New("the file is as it was before, but that could not be noted"))
		}
		return nil
	})
}

// Patches is what [Desk.TakeBack] needs of edits, once they are made, to take them back.
func Patches(edits ...Edit) ([]byte, error) {
	list := []patch{}
	for _, e := range edits {
		list = append(list, e.patches()...)
	}
	return json.Marshal(list)
}

// TakeBack takes back what edits of no mending wrote, as [Patches] has it; what was changed in the files since stays.
func (d *Desk) TakeBack(ctx context.Context, what string, written []byte, who string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.takeBack(ctx, what, string(written), who, func() error { return nil })
}

// takeBack undoes what was written, the last first, and notes it.
func (d *Desk) takeBack(ctx context.Context, what, written, who string, note func() error) error {
	var patches []patch
	if written != "" {
		if err := json.Unmarshal([]byte(written), &patches); err != nil {
			return err
		}
	}
	line := logged(who, "took back: "+what, patches)
	line.Before, line.After = line.After, line.Before
	return d.change(ctx, line, func() error {
		if err := d.unmake(patches); err != nil {
			return err
		}
		return note()
	})
}

// unmake writes files as they are without patches.
func (d *Desk) unmake(patches []patch) error {
	_, files := d.folder()
	var edits []Edit
	for _, p := range slices.Backward(patches) {
		i := slices.IndexFunc(edits, func(e Edit) bool { return e.File == p.File })
		if i < 0 {
			now, err := read(files, p.File)
			if err != nil {
				return err
			}
			edits, i = append(edits, Edit{p.File, now, now}), len(edits)
		}
		before, err := p.back(edits[i].After)
		if err != nil {
			return refuse("%s was changed since, in the same place, so this cannot be taken back by itself. What it wrote was: %s", p.File, strings.TrimSpace(p.New))
		}
		if p.Made && onlyComments(before) {
			before = ""
		}
		edits[i].After = before
	}
	if err := d.try(edits); err != nil {
		return err
	}
	return d.putAll(edits)
}

// try says what would be wrong with the base after edits.
func (d *Desk) try(edits []Edit) error {
	_, closeBoth, err := d.With(edits...)
	if err == nil {
		closeBoth()
	}
	return err
}

// onlyComments reports whether nothing but comments is left.
func onlyComments(text string) bool {
	root, err := scribe.Parse([]byte(text))
	return err == nil && root == nil
}
