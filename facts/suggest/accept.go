package suggest

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hapjak/corpus"
	"hapjak/facts/intake"
	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/literal"
	"hapjak/facts/kb/storage"
)

// lockWait is how long another process may take that changes the same base.
const lockWait = 5 * time.Second

// Accept writes a proposal into the base in dir, and returns the files that changed: of its
// facts, or where those were imported a file of triples beside them, which is imported too.
// The base is as it was where there is an error.
func Accept(ctx context.Context, dir string, base *kb.Base, sources kb.Citable, p Proposal) (changed []string, err error) {
	if parts, err := storage.Parts(dir); err == nil && parts[storage.PartFacts] != "" {
		return acceptImported(ctx, dir, base, p)
	}
	unlock, err := storage.Lock(ctx, dir, lockWait)
	if err != nil {
		return nil, err
	}
	defer unlock()
	files, changed, err := Draft(os.DirFS(dir), base, sources, p)
	if err != nil {
		return nil, err
	}
	for _, name := range changed {
		if err := storage.ReplaceFile(filepath.Join(dir, filepath.FromSlash(name)), files[name]); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

// Draft returns the files of facts that a proposal changes, with their new text, and their names
// in the order in which they are to be written.
func Draft(fsys fs.FS, base *kb.Base, sources kb.Citable, p Proposal) (files map[string][]byte, names []string, err error) {
	if p.Differs != "" {
		return nil, nil, Contradiction(p)
	}
	p = Placed(base, p)
	files, err = curated.Add(fsys, sources, curated.Addition{Subject: named(p.Subject), Relation: p.Relation, Object: named(p.Object), Cite: p.Ref})
	if err != nil {
		return nil, nil, err
	}
	names = slices.Sorted(maps.Keys(files))
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(refers(files[a], p), refers(files[b], p)) })
	return files, names, nil
}

// acceptImported writes a proposal to a file of triples beside an imported base, and imports it.
func acceptImported(ctx context.Context, dir string, base *kb.Base, p Proposal) ([]string, error) {
	if p.Differs != "" {
		return nil, Contradiction(p)
	}
	path := filepath.Join(dir, AcceptedFile)
	before, err := os.ReadFile(path)
	fresh := errors.Is(err, os.ErrNotExist)
	if err != nil && !fresh {
		return nil, err
	}
	if fresh {
		if before, err = kept(dir, path); err != nil {
			return nil, err
		}
	}
	text, err := Rows(string(before), Placed(base, p))
	if err != nil {
		return nil, err
	}
	if err := storage.ReplaceFile(path, []byte(text)); err != nil {
		return nil, err
	}
	job := &intake.Job{Dir: dir, Triples: []string{path}, Strict: true, Wait: lockWait}
	if report, err := job.Run(ctx); err != nil {
		if fresh {
			_ = os.Remove(path)
		} else {
			err = errors.Join(err, storage.ReplaceFile(path, before))
		}
		var told strings.Builder
		intake.TellFaults(&told, report.Faults, false)
		intake.TellNotes(&told, report.Notes)
		return nil, fmt.Errorf("nothing was imported: %w\n%s", err, strings.TrimSpace(told.String()))
	}
	return []string{AcceptedFile}, nil
}

// kept is what the base has read from a file of statements, which is gone: nothing where it has not.
func kept(dir, path string) ([]byte, error) {
	parts, err := storage.Parts(dir)
	if err != nil {
		return nil, err
	}
	ledger, err := storage.LedgerOf(parts)
	if err != nil {
		return nil, err
	}
	for _, f := range ledger.Facts {
		if f.Path == corpus.Canonical(path) {
			return storage.ReadSealed(parts[f.Part])
		}
	}
	return nil, nil
}

// Contradiction is the error for a proposal that the base says something else in place of.
func Contradiction(p Proposal) error {
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

// Placed gives the new ends of a proposal ids that are theirs alone, or those of the things that
// were added since it was made.
func Placed(base *kb.Base, p Proposal) Proposal {
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

// AcceptedFile is the file beside an imported base that holds what was accepted.
const AcceptedFile = "accepted.csv"

// Rows writes proposals as triples by id, behind those that text holds already. They cite words
// of their sentences: the articles may be imported again, changed.
func Rows(text string, list ...Proposal) (string, error) {
	var b strings.Builder
	b.WriteString(text)
	out := csv.NewWriter(&b)
	if text == "" {
		_ = out.Write([]string{"id", "relation", "object", "cite"})
	} else if !strings.HasSuffix(text, "\n") {
		b.WriteByte('\n')
	}
	for _, p := range list {
		for _, t := range []Thing{p.Subject, p.Object} {
			if t.New {
				_ = out.Write([]string{t.ID, "@kind", t.Kind})
				_ = out.Write([]string{t.ID, "@name", t.Name})
			}
		}
		row := []string{p.Subject.ID, p.Relation, cmp.Or(p.Object.ID, p.Object.Name), p.Cite}
		quote, before, after := anchor.Quoted(p.Sentence, p.Object.Name)
		for _, f := range [][2]string{{"quote", quote}, {"before", before}, {"after", after}} {
			if f[1] != "" {
				row = append(row, f[0]+"="+f[1])
			}
		}
		_ = out.Write(row)
	}
	out.Flush()
	return b.String(), out.Error()
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
