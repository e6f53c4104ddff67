package facts

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/storage"
	"hapjak/facts/passages"
)

// The shipped knowledge base is compiled from corpus/sources and facts/shipped,
// so that a process reads no YAML to answer one question. A test says when it is
// out of date.
//
//go:generate go run ./compile shipped

//go:embed shipped/hapjak.kb
var shippedBase []byte

//go:embed shipped/hapjak.idx
var shippedIndex []byte

// Default returns an Answerer over the shipped articles and their facts.
func Default() (*Answerer, error) {
	base, err := kb.LoadBytes(shippedBase)
	if err != nil {
		return nil, fmt.Errorf("shipped facts: %w", err)
	}
	index, err := passages.Load(shippedIndex)
	if err != nil {
		return nil, fmt.Errorf("shipped passages: %w", err)
	}
	return New(base, index), nil
}

// Open returns an Answerer over the knowledge base of a directory: what an import
// left in it, or else its schema.yaml, facts/*.yaml and sources/; and beside them the
// mendings.yaml and answers.yaml of curators (kb/mendings.go). Close it.
func Open(dir string) (*Answerer, error) {
	return settled(dir, func() (*Answerer, error) {
		index, err := openIndex(dir)
		if err != nil {
			return nil, err
		}
		base, answers, err := openFiles(dir, os.DirFS(dir), index)
		if err != nil {
			return nil, errors.Join(err, index.Close())
		}
		a := New(base, index)
		a.setFixed(answers)
		return a, nil
	})
}

// maxReplaced is how often a directory is opened anew while imports replace what lies in it.
const maxReplaced = 20

// settled opens what lies in a directory, and once more where an import put another base in its place
// meanwhile: its files may be gone, and facts and passages be of two imports.
func settled[T io.Closer](dir string, open func() (T, error)) (T, error) {
	for try := 1; ; try++ {
		before := storage.Current(dir)
		opened, err := open()
		if try == maxReplaced || storage.Current(dir) == before {
			return opened, err
		}
		if err == nil {
			_ = opened.Close()
		}
	}
}

// ArticlesSchema is the schema of a base that holds articles alone, and has no schema.yaml.
const ArticlesSchema = "name: Hapjak\nabout: its articles\n"

// openBase opens the facts of a directory. One that holds articles alone has a
// base without a statement.
func openBase(dir string, files fs.FS, cited kb.Citable, articles bool) (*kb.Base, error) {
	if dir == "" {
		return curated.Load(files, cited)
	}
	base, err := storage.OpenFiles(dir, files, cited)
	if err == nil || !articles {
		return base, err
	}
	parts, _ := storage.Parts(dir)
	written, _ := filepath.Glob(filepath.Join(dir, "facts", "*.yaml"))
	if _, missing := os.Stat(filepath.Join(dir, "schema.yaml")); missing == nil || parts[storage.PartFacts] != "" || len(written) > 0 {
		return nil, err
	}
	schema, err := curated.ParseSchema("schema.yaml", []byte(ArticlesSchema))
	if err != nil {
		return nil, err
	}
	return kb.NewBuilder(schema).Base()
}

// openIndex opens the passages of a directory; there may be none.
func openIndex(dir string) (*passages.Index, error) {
	parts, err := storage.Parts(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if path := parts[storage.PartPassages]; path != "" {
		return passages.Open(path)
	}
	if _, err := os.Stat(filepath.Join(dir, "sources")); err != nil {
		return nil, nil // facts alone
	}
	sources, err := corpus.Load(corpus.Dir(filepath.Join(dir, "sources")))
	if err != nil {
		return nil, err
	}
	data, err := CompileSources(sources)
	if err != nil {
		return nil, err
	}
	return passages.Load(data)
}

// CompileSources makes the index of sources that fit memory.
func CompileSources(sources []corpus.Source) ([]byte, error) {
	b := passages.NewBuilder()
	for _, s := range sources {
		if err := b.Add(s); err != nil {
			return nil, err
		}
	}
	var buf bytes.Buffer
	_, err := b.WriteTo(&buf)
	return buf.Bytes(), err
}

// Compile compiles the shipped knowledge base: its facts, from a directory with a
// schema.yaml and facts/*.yaml, and the index of the default articles.
func Compile(shipped fs.FS) (base, index []byte, err error) {
	sources, err := corpus.Default()
	if err != nil {
		return nil, nil, err
	}
	index, err = CompileSources(sources)
	if err != nil {
		return nil, nil, err
	}
	ix, err := passages.Load(index)
	if err != nil {
		return nil, nil, err
	}
	b, err := curated.Load(shipped, ix)
	if err != nil {
		return nil, nil, err
	}
	var buf bytes.Buffer
	err = b.Write(&buf)
	return buf.Bytes(), index, err
}

// Close releases the files that the Answerer reads from.
func (a *Answerer) Close() error {
	var errs []error
	if a.Passages() != nil {
		errs = append(errs, a.Passages().Close())
	}
	return errors.Join(append(errs, a.Base().Close())...)
}
