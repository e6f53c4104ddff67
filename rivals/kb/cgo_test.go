//go:build cgosqlite

package kb

import _ "github.com/mattn/go-sqlite3"

// drivers are the SQLites that are measured: in Go and in C.
func drivers() []string { return []string{"sqlite", "sqlite3"} }
