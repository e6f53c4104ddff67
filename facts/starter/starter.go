// Package starter holds knowledge bases to begin from, one for each kind of subject: a
// schema with comments, an article and its facts, and questions. What they tell of is
// invented, and marked so.
package starter

import (
	"embed"
	"io/fs"

	"hapjak/facts/scribe"
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

// Bare returns the schema of a base without the questions that it offers to be asked.
func Bare(files fs.FS) ([]byte, error) {
	defs, err := scribe.ReadSchema(files, Schema)
	if err != nil {
		return nil, err
	}
	base, _ := defs.Find(scribe.AboutBase, scribe.AboutBase)
	c, err := defs.Set(scribe.AboutBase, scribe.AboutBase, base.Text, []scribe.Field{{Key: "examples"}})
	return c.Data, err
}

// The files of a base.
const (
	Schema    = "schema.yaml"
	Questions = "questions.jsonl"
	Article   = "sources/example.md"
	Facts     = "facts/example.yaml"
)
