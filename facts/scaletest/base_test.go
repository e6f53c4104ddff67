package scaletest

import (
	"context"
	"os"
	"testing"

	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/triples"
)

// A catalogue is a large knowledge base that is measured, where it is at hand.
type catalogue struct{ name, schema, triples string }

func metaqa() catalogue {
	return catalogue{"metaqa", "../testdata/metaqa/schema.yaml", "../../../shared/eval/metaqa/kb.txt"}
}

func films() catalogue {
	return catalogue{"films", "../testdata/films/schema.yaml", "../../../shared/eval/film-articles/facts.psv"}
}

// open returns a file that lies outside the repository.
func open(t testing.TB, path string) *os.File {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("needs %s, which is not here", path)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func (c catalogue) base(t testing.TB) *kb.Base {
	t.Helper()
	f := open(t, c.triples)
	base, err := triples.Read(context.Background(), c.parseSchema(t), c.triples, f, triples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return base
}

func (c catalogue) parseSchema(t testing.TB) *kb.Schema {
	t.Helper()
	data, err := os.ReadFile(c.schema)
	if err != nil {
		t.Fatal(err)
	}
	s, err := curated.ParseSchema(c.schema, data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// answerer answers from the facts alone: what only a passage says is unknown to it.
func (c catalogue) answerer(t testing.TB) *facts.Answerer {
	t.Helper()
	return facts.New(c.base(t), nil)
}
