package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"path/filepath"

	"hapjak/facts/passages"
)

type hapjakEngine struct{}

func (hapjakEngine) build(ctx context.Context, articles, dir string) error {
	f, err := os.Create(filepath.Join(dir, "passages.idx"))
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	_, faults, err := passages.Import(ctx, w, passages.ImportOptions{Paths: []string{articles}})
	return errors.Join(faults, err, w.Flush(), f.Close())
}

func (hapjakEngine) open(dir string) (searcher, error) {
	ix, err := passages.Open(filepath.Join(dir, "passages.idx"))
	if err != nil {
		return nil, err
	}
	return hapjakSearcher{ix}, nil
}

type hapjakSearcher struct{ ix *passages.Index }

func (s hapjakSearcher) search(question string, k int) ([]string, error) {
	var ids []string
	for _, h := range s.ix.Search(passages.Query{Text: question}, k) {
		ids = append(ids, h.Ref.Source)
	}
	return ids, s.ix.Err()
}

func (s hapjakSearcher) close() error { return s.ix.Close() }
