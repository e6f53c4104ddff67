package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hapjak/facts/kb"
)

// ErrLost is what the refusal is of a directory with the parts of a base whose file "current",
// which names them, is missing or damaged.
var ErrLost = errors.New("the base is there, but which files it is made of is not said")

// lost says what is wrong with the file "current", and what to do.
func lost(dir, what string) error {
	_, all, err := partsLeft(dir)
	remedy := "the next import finds them again (hapjak import), or put it back from a backup"
	switch {
	case len(all) == 0:
		remedy = "no part of it is left: put it back from a backup, or import everything into another folder"
	case err != nil:
		remedy = fmt.Sprintf("which of them belong together cannot be told, as %v: put it back from a backup, or import everything into another folder", err)
	}
	const most = 8
	if len(all) > most {
		all = append(all[:most], "…")
	}
	return fmt.Errorf("%s:%s: %w (%s): %s", filepath.Join(dir, currentFile), what, ErrLost, strings.Join(all, ", "), remedy)
}

// lostIn returns the error of a directory that has parts and no "current"; nil where it has none, or
// those of a first import that is at work or was killed: that leaves its lock, and writes the ledger last.
func lostIn(dir string) error {
	files, all, _ := partsLeft(dir)
	if len(all) == 0 {
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, lockFile)); err == nil && files[PartLedger] == "" {
		return nil
	}
	return lost(dir, " missing")
}

// partsLeft returns the parts that lie in a directory, whatever "current" says, and the names of all their
// files. The error says why they are not one base.
func partsLeft(dir string) (files map[string]string, all []string, err error) {
	files = map[string]string{}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		name := e.Name()
		if !partFile.MatchString(name) || strings.HasSuffix(name, ".tmp") {
			continue
		}
		part := name[:strings.LastIndexByte(name, '-')]
		if kind, _, _ := strings.Cut(part, "."); !slices.Contains([]string{PartFacts, PartPassages, PartLedger, PartSchema, "triples"}, kind) {
			continue // somebody else's
		}
		all = append(all, name)
		if files[part] != "" && err == nil {
			err = fmt.Errorf("%s and %s are the same part", filepath.Base(files[part]), name)
		}
		files[part] = filepath.Join(dir, name)
	}
	if err == nil && files[PartLedger] == "" {
		err = errors.New("there is no ledger")
	}
	return files, all, err
}

// Recover writes the file "current" of a directory that has lost it anew, where the parts that are there
// are one base without fault. The directory must be locked. It says what was found, nothing where another
// import has ended meanwhile.
func Recover(dir string) (found string, err error) {
	if _, _, err := named(dir); err == nil {
		return "", nil
	}
	files, all, err := partsLeft(dir)
	if err != nil {
		return "", lost(dir, " missing or damaged")
	}
	ledger, err := LedgerOf(files)
	if err != nil {
		return "", err
	}
	want := []string{}
	if len(ledger.Facts) > 0 {
		want = append(want, PartFacts, PartSchema)
	}
	for _, f := range ledger.Facts {
		want = append(want, f.Part)
	}
	if len(ledger.Articles) > 0 {
		want = append(want, PartPassages)
	}
	for _, part := range want {
		if files[part] == "" {
			return "", fmt.Errorf("%s: missing or damaged, and so is the part %q, which the ledger names: put them back from a backup, or import everything into another folder", filepath.Join(dir, currentFile), part)
		}
	}
	for part, path := range files {
		switch part {
		case PartFacts:
			b, err := kb.OpenFile(path)
			if err != nil {
				return "", err
			}
			_ = b.Close()
		case PartPassages: // which is checked as it is read
		default:
			if _, err := ReadSealed(path); err != nil {
				return "", err
			}
		}
	}
	path, err := writeFile(context.Background(), realDisk{}, dir, current(nil, files))
	if err == nil {
		err = os.Rename(path, filepath.Join(dir, currentFile))
	}
	slices.Sort(all)
	return fmt.Sprintf("the file %q was missing or damaged: the base was found again from the parts beside it, %s", currentFile, strings.Join(all, ", ")), err
}
