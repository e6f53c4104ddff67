//go:build !cgosqlite

package kb

// drivers are the SQLites that are measured: in Go alone.
func drivers() []string { return []string{"sqlite"} }
