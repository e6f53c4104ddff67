package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/table"
	"hapjak/facts/kb/triples"
)

// A Ledger is what an imported base remembers of its imports: from which path each
// article and each statement came, so that importing a path again takes out what
// vanished from it and nothing else. Files of statements and their schema are kept in
// the base as they were read; it can be compiled anew when one of them changes.
type Ledger struct {
	// Articles are the ids of articles by the path that was named and the file within, both
	// as corpus.Canonical has them, or an upload's name.
	Articles map[string]map[string][]string `json:"articles,omitempty"`
	Facts    []FactsFile                    `json:"facts,omitempty"`
	Guessed  bool                           `json:"guessed,omitempty"` // the schema, from those files that have Names
}

// A FactsFile is one file of statements.
type FactsFile struct {
	Path   string `json:"path"`   // that was named
	Source string `json:"source"` // what cites its lines
	SHA256 string `json:"sha256"`
	Part   string `json:"part"`             // that holds a copy of it
	Quotes bool   `json:"quotes,omitempty"` // it cites articles by words of theirs, or their paragraphs
	// Names say what names the things of a table from which a schema was guessed.
	Names []table.Naming `json:"names,omitempty"`
	// Anchors are words of the paragraphs that its lines cite by number alone, by [triples.Options.Anchors]' keys.
	Anchors map[string]triples.Words `json:"anchors,omitempty"`
	Lost    []fault.Fault            `json:"lost,omitempty"`   // its statements that are left out, for their words are gone
	Unsure  []fault.Fault            `json:"unsure,omitempty"` // those that stay though what they cite may no longer bear them
	Fresh   bool                     `json:"-"`                // it is imported for the first time
}

// PartLedger and PartSchema are the parts of an imported base beside its facts and its
// passages.
const (
	PartLedger = "ledger"
	PartSchema = "schema"
)

// ReadLedger reads the ledger of a directory; it is empty where nothing was imported
// or an earlier version did that.
func ReadLedger(dir string) (*Ledger, error) {
	parts, err := Parts(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return LedgerOf(parts)
}

// LedgerOf reads the ledger among the parts of a directory.
func LedgerOf(parts map[string]string) (*Ledger, error) {
	l := &Ledger{Articles: map[string]map[string][]string{}}
	if parts[PartLedger] == "" {
		return l, nil
	}
	return l, readLedger(parts[PartLedger], func(r io.Reader) error { return l.read(json.NewDecoder(r)) })
}

// CheckLedger returns why the ledger of a directory cannot be read, nil where it can or there is none.
func CheckLedger(dir string) error {
	parts, err := Parts(dir)
	if err == nil && parts[PartLedger] != "" {
		err = readLedger(parts[PartLedger], func(io.Reader) error { return nil })
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Part returns the ledger as a part to write.
func (l *Ledger) Part() Part {
	return Part{PartLedger, func(_ context.Context, w io.Writer) error { return l.write(w) }}
}

// Sealed returns bytes as a part to write, with their checksum.
func Sealed(name string, data []byte) Part {
	return Part{name, func(_ context.Context, w io.Writer) error { return writeSealed(w, data) }}
}

// ReadSealed reads a part that was written sealed.
func ReadSealed(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err == nil {
		if err = unseal(&data); err == nil {
			return data, nil
		}
		err = fmt.Errorf("%s: %w", path, err)
	}
	remedy := "import its file of statements again with --triples"
	if strings.HasPrefix(filepath.Base(path), PartSchema+"-") {
		remedy = "import again with --schema"
	}
	return nil, fmt.Errorf("%w; %s, or put it back from a backup", err, remedy)
}
