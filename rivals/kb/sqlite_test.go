package kb

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// A table is SQLite over MetaQA: a table of names with an index, and for each
// relation a table that is its own index, with another backwards. It is a file, as
// Hapjak's base is, mapped and cached whole.
type table struct {
	db       *sql.DB
	prepared map[string]*sql.Stmt // by chain
}

func newTable(t testing.TB, driver string) *table {
	t.Helper()
	path := filepath.Join(t.TempDir(), driver+".db")
	db, err := sql.Open(driver, path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	s := &table{db, map[string]*sql.Stmt{}}
	s.exec(t, `PRAGMA journal_mode = OFF`)
	s.exec(t, `PRAGMA synchronous = OFF`)
	s.exec(t, `PRAGMA mmap_size = 268435456`)
	s.exec(t, `PRAGMA cache_size = -262144`)
	s.fill(t)
	s.exec(t, `ANALYZE`)
	for _, c := range chains() {
		if s.prepared[c.name], err = db.Prepare(query(c.path)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s *table) exec(t testing.TB, statement string) {
	t.Helper()
	if _, err := s.db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func (s *table) fill(t testing.TB) {
	t.Helper()
	s.exec(t, `CREATE TABLE node (id INTEGER PRIMARY KEY, name TEXT NOT NULL)`)
	tx, err := s.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	ids := map[string]int{}
	id := func(name string) (int, error) {
		if n, ok := ids[name]; ok {
			return n, nil
		}
		ids[name] = len(ids) + 1
		_, err := tx.Exec(`INSERT INTO node VALUES (?, ?)`, len(ids), name)
		return len(ids), err
	}
	insert := map[string]*sql.Stmt{}
	eachLine(t, func(subject, relation, object string) error {
		if insert[relation] == nil {
			if _, err := tx.Exec(fmt.Sprintf(`CREATE TABLE %s (s INTEGER NOT NULL, o INTEGER NOT NULL, PRIMARY KEY (s, o)) WITHOUT ROWID`, relation)); err != nil {
				return err
			}
			if insert[relation], err = tx.Prepare(fmt.Sprintf(`INSERT OR IGNORE INTO %s VALUES (?, ?)`, relation)); err != nil {
				return err
			}
		}
		s, err := id(subject)
		if err != nil {
			return err
		}
		o, err := id(object)
		if err != nil {
			return err
		}
		_, err = insert[relation].Exec(s, o)
		return err
	})
	for relation := range insert {
		if _, err := tx.Exec(fmt.Sprintf(`CREATE INDEX %s_back ON %[1]s (o, s)`, relation)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tx.Exec(`CREATE INDEX node_name ON node (name)`); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// query is a chain as SQL: one join a step, none of which leads back to the topic.
func query(path []string) string {
	var b strings.Builder
	b.WriteString("SELECT DISTINCT n.name FROM node t")
	at := "t.id"
	for i, step := range path {
		relation, back := strings.CutPrefix(step, "^")
		from, to := "s", "o"
		if back {
			from, to = to, from
		}
		fmt.Fprintf(&b, " JOIN %s r%d ON r%[2]d.%s = %s AND r%[2]d.%[5]s <> t.id", relation, i, from, at, to)
		at = fmt.Sprintf("r%d.%s", i, to)
	}
	fmt.Fprintf(&b, " JOIN node n ON n.id = %s WHERE t.name = ?", at)
	return b.String()
}

func (s *table) follow(c chain, topic string) ([]string, error) {
	rows, err := s.prepared[c.name].Query(topic)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
