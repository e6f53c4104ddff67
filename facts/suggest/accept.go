package suggest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/literal"
	"hapjak/facts/kb/storage"
	"hapjak/facts/scribe"
)

// LockWait is how long another process may take that changes the same base.
const LockWait = 5 * time.Second

// Written is a change that was made, and all of the file as it was before.
type Written struct {
	scribe.Change
	Was []byte
}

// Accept writes a proposal into the base in dir, as [Draft] has it, and returns what changed.
func Accept(ctx context.Context, dir string, base *kb.Base, sources kb.Citable, p Proposal) (list []Written, err error) {
	unlock, err := storage.Lock(ctx, dir, LockWait)
	if err != nil {
		return nil, err
	}
	defer unlock()
	changes, err := Draft(dir, os.DirFS(dir), base, sources, p)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		was, err := readAny(os.DirFS(dir), c.File)
		if err == nil {
			err = storage.ReplaceFile(filepath.Join(dir, filepath.FromSlash(c.File)), c.Data)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Written{c, was})
	}
	return list, nil
}

// Draft returns the changes that state a proposal, in the order in which they are to be written: of the
// facts that people write, which are files, or where the facts in dir were imported of mendings.yaml
// beside them. base is what answers now.
func Draft(dir string, files fs.FS, base *kb.Base, sources kb.Citable, p Proposal) ([]scribe.Change, error) {
	if p.Differs != "" {
		return nil, contradiction(p)
	}
	if parts, err := storage.Parts(dir); err == nil && parts[storage.PartFacts] != "" {
		c, err := besideImport(dir, files, base, sources, p)
		if err != nil || c.File == "" { // it is stated
			return nil, err
		}
		return []scribe.Change{c}, nil
	}
	now, err := curated.Load(files, sources) // what answers may be a moment older
	if err != nil {
		return nil, err
	}
	defer now.Close()
	p = placed(now, p)
	written, err := curated.Add(files, sources, curated.Addition{Subject: named(p.Subject), Relation: p.Relation, Object: named(p.Object), Cite: p.Ref})
	if err != nil {
		return nil, err
	}
	var changes []scribe.Change
	for _, name := range slices.Sorted(maps.Keys(written)) {
		was, err := readAny(files, name)
		if err != nil {
			return nil, err
		}
		changes = append(changes, scribe.Between(name, was, written[name]))
	}
	slices.SortStableFunc(changes, func(a, b scribe.Change) int { return cmp.Compare(refers(a.Data, p), refers(b.Data, p)) })
	return changes, nil
}

// besideImport is the change of mendings.yaml that states a proposal.
func besideImport(dir string, files fs.FS, base *kb.Base, sources kb.Citable, p Proposal) (c scribe.Change, err error) {
	imported, err := storage.Open(dir, nil)
	if err != nil {
		return c, err
	}
	defer imported.Close()
	book, err := scribe.ReadBeside(files, curated.MendingsFile, curated.ImportOf(imported))
	if err != nil {
		return c, fmt.Errorf("what stands beside the import cannot be read as it is, and must be mended first: %w", err)
	}
	p = placed(base, p)
	var things [][]scribe.Field
	for _, t := range []Thing{p.Subject, p.Object} {
		if _, written := book.Thing(t.ID); t.New && !written { // what answers may be a moment older
			things = append(things, []scribe.Field{{Key: "id", Values: []string{t.ID}}, {Key: "kind", Values: []string{t.Kind}}, {Key: "name", Values: []string{t.Name}}})
		}
	}
	fact := []scribe.Field{{Key: p.Relation, Values: []string{cmp.Or(p.Object.ID, p.Object.Name)}}, {Key: "cite", Values: []string{p.Cite}}}
	if c, err = book.AddBeside(things, p.Subject.ID, fact); err != nil || c.File == "" {
		return c, err
	}
	edits, _, err := curated.AnchorMended(imported, c.File, c.Data, sources)
	if err != nil {
		return c, err
	}
	was, err := readAny(files, c.File)
	if err != nil {
		return c, err
	}
	return curated.AnchorChange(c, was, edits)
}

// readAny reads a file that need not be there.
func readAny(files fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return data, err
}

// contradiction is the error for a proposal that the base says something else in place of.
func contradiction(p Proposal) error {
	return fmt.Errorf("the facts have %s as the one %s of %s: where the article is right, change it there; else refuse this", p.Differs, p.Relation, p.Subject.Name)
}

// refers is 1 for the file that holds the statement: what it names is to be there before.
func refers(text []byte, p Proposal) int {
	if strings.Contains(string(text), p.Relation+": "+cmp.Or(p.Object.ID, p.Object.Name)) {
		return 1
	}
	return 0
}

func named(t Thing) curated.Named { return curated.Named{ID: t.ID, Kind: t.Kind, Name: t.Name} }

// placed gives the new ends of a proposal ids that are theirs alone, or those of the things that
// were added since it was made.
func placed(base *kb.Base, p Proposal) Proposal {
	for _, t := range []*Thing{&p.Subject, &p.Object} {
		if !t.New {
			continue
		}
		for n := 1; ; n++ {
			have, ok := base.Find(t.ID)
			if !ok {
				break
			}
			if base.Schema().KindDef(base.KindOf(have)).Name == t.Kind && kb.Squash(base.Name(have)) == kb.Squash(t.Name) {
				t.New = false
				break
			}
			t.ID = kb.Slug(t.Name, "thing") + "-" + t.Kind
			if n > 1 {
				t.ID += fmt.Sprintf("-%d", n)
			}
		}
	}
	return p
}

// Corrected is the proposal with another value: a thing of the base by its name or id, a new
// one, or a literal.
func (f *Finder) Corrected(p Proposal, value string) (Proposal, error) {
	value = strings.TrimSpace(value)
	rel, ok := f.base.Schema().Relation(p.Relation)
	if !ok {
		return p, fmt.Errorf("the schema no longer has a relation %q", p.Relation)
	}
	i := slices.IndexFunc(f.wordings, func(w wording) bool { return w.rel == rel })
	if i < 0 || value == "" {
		return p, errors.New("correct it to what?")
	}
	w := &f.wordings[i]
	if kind := w.def.To[0]; f.base.Schema().Literal(kind) {
		if _, err := literal.Read(kind, value); err != nil {
			return p, err
		}
	}
	p.Object = f.object(w, value)
	if n, ok := f.base.Find(value); ok && f.base.Schema().Accepts(w.def.To, f.base.KindOf(n)) {
		p.Object = f.thing(n)
	}
	p.Says, p.Confidence = put(w.claim, p.Subject.Name, p.Object.Name), 1
	p.ID = idOf(p.Subject, p.Relation, p.Object)
	p.Differs = ""
	if w.def.One {
		p.Differs = f.instead(&p)
	}
	if at := strings.Index(p.Sentence, p.Object.Name); at >= 0 {
		p.Start, p.End = at, at+len(p.Object.Name)
	}
	return p, nil
}
