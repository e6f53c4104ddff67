package intake

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"hapjak/facts/kb/storage"
	"hapjak/facts/passages"
)

// quotes reports whether a file of statements, one that is named or one that the base keeps,
// cites articles by words of theirs: then articles are read first, and those files whenever
// articles change.
func (j *Job) quotes() bool {
	for _, f := range j.ledger.Facts {
		if f.Quotes && !(j.Replace && len(j.Triples) > 0) {
			return true
		}
	}
	for _, path := range j.Triples {
		data, err := j.readTriples(path) // else it is told later
		if err == nil && mayQuote(path, data) {
			return true
		}
	}
	return false
}

// mayQuote reports whether a file of statements looks as if it had quotes, by its first line,
// which names the columns, or by what triples by id have; or as if it cited paragraphs. What a
// workbook has is seen when it is read.
func mayQuote(path string, data []byte) bool {
	head := bytes.TrimLeft(bytes.ReplaceAll(data[:min(len(data), 1<<12)], []byte{0}, nil), "\r\n") // of UTF-16 too
	if i := bytes.IndexAny(head, "\r\n"); i >= 0 {
		head = head[:i]
	}
	return strings.HasPrefix(strings.ToLower(filepath.Ext(path)), ".xls") || bytes.Contains(bytes.ToLower(head), []byte("quote")) ||
		bytes.Contains(data, []byte("quote=")) || citeParagraphs(data)
}

// paragraph is what the source of a statement ends like that cites one.
var paragraph = regexp.MustCompile(`(?m)^[^:/\s]:\d+(?:\.\d+)?"?[ \t]*(?:[|,;\t]|\r?$)`)

// citeParagraphs reports whether one of the sources of statements looks like a paragraph. Few colons
// have a digit behind them, so that the expression is tried on little.
func citeParagraphs(data []byte) bool {
	const most = 40 // bytes of a paragraph's number and what stands round it
	for i := 1; i < len(data)-1; i++ {
		at := bytes.IndexByte(data[i:], ':')
		if at < 0 {
			return false
		}
		if i += at; i+1 < len(data) && data[i+1] >= '0' && data[i+1] <= '9' && paragraph.Match(data[i-1:min(len(data), i+most)]) {
			return true
		}
	}
	return false
}

// openWas opens the articles that the base had, if a file that it keeps cites them by numbers whose words
// an earlier version did not remember.
func (j *Job) openWas() (done func()) {
	path := j.parts[storage.PartPassages]
	if path == "" || j.foreign != nil || !slices.ContainsFunc(j.ledger.Facts, func(f storage.FactsFile) bool { return f.Quotes && f.Anchors == nil }) {
		return func() {}
	}
	ix, err := passages.Open(path)
	if err != nil {
		return func() {} // which is told where it matters
	}
	j.was = ix
	return func() { _ = ix.Close() }
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
		if err := errors.Join(j.writeArticles(ctx, f), f.Close()); err != nil {
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
