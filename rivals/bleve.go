package main

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/bleve/v2/mapping"
)

// bleveEngine is bleve's scorch index with the analysis nearest to ours: Unicode
// words, lower case, English stop words dropped, snowball stems. Title and text are
// one field, as an article's terms are one list in ours; nothing is stored
// but the id, though our index holds the texts. A question is a match query: any of its words.
type bleveEngine struct{}

const bleveField = "text"

func bleveMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer("snowball", map[string]any{
		"type": custom.Name, "tokenizer": unicode.Name,
		"token_filters": []string{lowercase.Name, en.StopName, en.SnowballStemmerName},
	})
	field := bleve.NewTextFieldMapping()
	field.Analyzer, field.Store, field.IncludeTermVectors, field.IncludeInAll, field.DocValues = "snowball", false, false, false, false
	doc := bleve.NewDocumentStaticMapping()
	doc.AddFieldMappingsAt(bleveField, field)
	m.DefaultMapping = doc
	m.ScoringModel = "bm25"
	return m, err
}

func (bleveEngine) build(ctx context.Context, articles, dir string) (err error) {
	m, err := bleveMapping()
	if err != nil {
		return err
	}
	ix, err := bleve.New(filepath.Join(dir, "bleve"), m)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ix.Close()) }()
	batch := ix.NewBatch()
	err = eachArticle(articles, func(a article) error {
		if err := batch.Index(a.ID, map[string]any{bleveField: a.Title + "\n" + a.Text}); err != nil {
			return err
		}
		if batch.Size() < 1000 {
			return ctx.Err()
		}
		err := ix.Batch(batch)
		batch.Reset()
		return err
	})
	return errors.Join(err, ix.Batch(batch))
}

func (bleveEngine) open(dir string) (searcher, error) {
	ix, err := bleve.OpenUsing(filepath.Join(dir, "bleve"), map[string]any{"read_only": true})
	if err != nil {
		return nil, err
	}
	return bleveSearcher{ix}, nil
}

type bleveSearcher struct{ ix bleve.Index }

func (s bleveSearcher) search(question string, k int) ([]string, error) {
	q := bleve.NewMatchQuery(question)
	q.SetField(bleveField)
	found, err := s.ix.Search(bleve.NewSearchRequestOptions(q, k, 0, false))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, h := range found.Hits {
		ids = append(ids, h.ID)
	}
	return ids, nil
}

func (s bleveSearcher) close() error { return s.ix.Close() }
