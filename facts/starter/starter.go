// Package starter holds knowledge bases to begin from, one for each kind of subject: a
// schema with comments, an article and its facts, and questions. What they tell of is
// invented, and marked so.
package starter

import (
	"embed"
	"io/fs"
)

//go:embed empty films games handbook music
var bases embed.FS

// Kinds returns the kinds of subject that there is a base for, in order.
func Kinds() []string { return []string{"empty", "films", "games", "handbook", "music"} }

// Files returns the files of the base for a kind of subject; ok is false where there is
// none. The example's own files are called example.
func Files(kind string) (files fs.FS, ok bool) {
	files, err := fs.Sub(bases, kind)
	if err != nil {
		return nil, false
	}
	_, err = fs.Stat(files, Schema)
	return files, err == nil
}

// The files of a base.
const (
	Schema    = "schema.yaml"
	Questions = "questions.jsonl"
	Article   = "sources/example.md"
	Facts     = "facts/example.yaml"
)
