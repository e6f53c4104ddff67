package main

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite"

	"hapjak/nlp"
)

// fts5Engine is SQLite's full-text table with Porter stems. A question is an OR of
// its words but those that bleve's list of stop words holds, too, ranked by bm25.
type fts5Engine struct{}

func (fts5Engine) build(ctx context.Context, articles, dir string) (err error) {
	db, err := sql.Open("sqlite", filepath.Join(dir, "fts5.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, `CREATE VIRTUAL TABLE a USING fts5(id UNINDEXED, title, text, tokenize = 'porter unicode61')`); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insert, err := tx.PrepareContext(ctx, `INSERT INTO a VALUES (?, ?, ?)`)
	if err != nil {
		return err
	}
	if err := eachArticle(articles, func(a article) error {
		_, err := insert.ExecContext(ctx, a.ID, a.Title, a.Text)
		return err
	}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT INTO a(a) VALUES ('optimize')`)
	return err
}

func (fts5Engine) open(dir string) (searcher, error) {
	db, err := sql.Open("sqlite", filepath.Join(dir, "fts5.db")+"?mode=ro")
	if err != nil {
		return nil, err
	}
	find, err := db.Prepare(`SELECT id FROM a WHERE a MATCH ? ORDER BY rank LIMIT ?`)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return fts5Searcher{db, find}, nil
}

type fts5Searcher struct {
	db   *sql.DB
	find *sql.Stmt
}

// fts5Query is an OR of the words of a question.
func fts5Query(question string) string {
	var words []string
	for _, t := range nlp.Tokens(question) {
		if t.Kind != nlp.Punct && t.Kind != nlp.Possessive && !strings.Contains(stopWords, " "+t.Norm+" ") {
			words = append(words, `"`+t.Norm+`"`)
		}
	}
	return strings.Join(words, " OR ")
}

const stopWords = " a an and are as at be by did do does for from had has have he her his how i in is it its of on or she that the their they this to was were what when where which who whom why will with "

func (s fts5Searcher) search(question string, k int) (ids []string, err error) {
	rows, err := s.find.Query(fts5Query(question), k)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func (s fts5Searcher) close() error { return errors.Join(s.find.Close(), s.db.Close()) }
