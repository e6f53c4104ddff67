package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// An engine indexes articles and finds them again.
type engine interface {
	// build indexes a JSONL file of articles in dir.
	build(ctx context.Context, articles, dir string) error
	open(dir string) (searcher, error)
}

// A searcher finds the ids of the k articles that fit a question best.
type searcher interface {
	search(question string, k int) ([]string, error)
	close() error
}

func engineNamed(name string) (engine, error) {
	switch name {
	case "hapjak":
		return hapjakEngine{}, nil
	case "bleve":
		return bleveEngine{}, nil
	case "fts5":
		return fts5Engine{}, nil
	}
	return nil, fmt.Errorf("no engine %q: there are hapjak, bleve and fts5", name)
}

// sizeOf returns the bytes of all files in dir.
func sizeOf(dir string) (bytes int64, err error) {
	err = filepath.Walk(dir, func(_ string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() {
			bytes += info.Size()
		}
		return err
	})
	return bytes, err
}
