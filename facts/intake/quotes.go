package intake

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"hapjak/facts/kb"
	"hapjak/facts/kb/anchor"
	"hapjak/facts/kb/storage"
	"hapjak/facts/passages"
)

// cites reports whether the files of statements that the base keeps are read again, since articles changed: one cites articles
// by words of theirs or by their paragraphs, or by its name one that says now what it did not, or is remembered to have.
func (j *Job) cites() bool {
	if slices.ContainsFunc(j.ledger.Facts, func(f storage.FactsFile) bool {
		return f.Quotes || len(f.Anchors) > 0 && len(j.changed) > 0
	}) {
		return true
	}
	if len(j.ledger.Facts) == 0 || len(j.changed) == 0 {
		return false
	}
	defer j.openWas()()
	return j.was == nil || j.sources == nil || !anchor.StillSaid(j.old, j.changed, j.was, j.sources)
}

// isCited reports whether statements of a base, nil for none, cite a source.
func isCited(b *kb.Base, id string) bool {
	if b == nil {
		return false
	}
	_, ok := b.Source(id)
	return ok
}

// sameStatements reports whether the statements of the base stay whatever its articles say: only these are imported, and
// no file cites words or paragraphs of them.
func (j *Job) sameStatements() bool {
	return len(j.Triples) == 0 && j.Schema == "" && j.old != nil && !slices.ContainsFunc(j.ledger.Facts, func(f storage.FactsFile) bool { return f.Quotes })
}

// keepStatements counts them.
func (j *Job) keepStatements() {
	n := j.old.Statements()
	j.report.Statements = Counts{Unchanged: n, Before: n, After: n}
}

// openWas opens the articles that the base had, unless they are open.
func (j *Job) openWas() (done func()) {
	path := j.parts[storage.PartPassages]
	if path == "" || j.foreign != nil || j.was != nil {
		return func() {}
	}
	ix, err := passages.Open(path)
	if err != nil {
		return func() {} // which is told where it matters
	}
	j.was = ix
	return func() { j.was = nil; _ = ix.Close() }
}

// readArticles writes the index that the base will have into a file of its own, from which
// it is copied into the base, and opens it, or else the one that the base has.
func (j *Job) readArticles(ctx context.Context) (done func(), err error) {
	path := j.parts[storage.PartPassages]
	done = func() {}
	if len(j.Articles) > 0 {
		dir := j.Dir
		if j.Dry {
			dir = ""
		}
		f, err := os.CreateTemp(dir, storage.PartPassages+"-*.tmp") // no part yet
		if err != nil {
			return nil, err
		}
		path = f.Name()
		done = func() { _ = os.Remove(path) }
		if err := errors.Join(j.writeArticles(ctx, f), f.Close(), j.alone()); err != nil {
			done()
			return nil, err
		}
		j.write = append(j.write, storage.Part{Name: storage.PartPassages, Write: func(_ context.Context, w io.Writer) error {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			_, err = io.Copy(w, f)
			return errors.Join(err, f.Close())
		}})
	}
	if path == "" {
		return done, nil
	}
	ix, err := passages.Open(path)
	if err != nil {
		done()
		return nil, err
	}
	j.sources = ix
	remove := done
	return func() { _ = ix.Close(); remove() }, nil
}
