package storage

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"hapjak/corpus"
	"hapjak/facts/kb/curated"
)

// A Snapshot is the files of a directory as they are at one moment, whatever imports
// do to it meanwhile: the files of an import are held open. Close it after use.
type Snapshot struct {
	Names []string // slashed, below the directory, in order
	dir   string
	held  map[string]*os.File
}

// snapshotTries is how often a snapshot is tried while imports end.
const snapshotTries = 20

// Snap takes a snapshot of a directory: an import as it is named by "current", and all
// other files but hidden ones, links, and what broken imports left. It is an error of
// fs.ErrNotExist where there is no directory.
func Snap(dir string) (*Snapshot, error) {
	for try := 1; ; try++ {
		s, err := snap(dir)
		if err == nil || !errors.Is(err, errMoved) || try == snapshotTries {
			return s, err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

var errMoved = errors.New("imports end all the time; try again later")

func snap(dir string) (*Snapshot, error) {
	s := &Snapshot{dir: dir, held: map[string]*os.File{}}
	if err := s.take(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// take lists the files, and opens those of the import that is named by "current".
func (s *Snapshot) take() error {
	dir := s.dir
	var current []byte
	if err := curated.RegularFile(os.Stat(filepath.Join(dir, currentFile))); err != nil {
		return err
	}
	f, err := os.Open(filepath.Join(dir, currentFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	imported := err == nil
	if lost := lostIn(dir); !imported && lost != nil {
		return lost
	}
	if imported {
		s.held[currentFile] = f // the next import puts another in its place
		if current, err = io.ReadAll(f); err != nil {
			return err
		}
		if _, err = f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		parts, err := Parts(dir)
		if err != nil {
			return err
		}
		for _, path := range parts {
			f, err := os.Open(path)
			if errors.Is(err, fs.ErrNotExist) {
				if now, err := os.ReadFile(filepath.Join(dir, currentFile)); err == nil && !bytes.Equal(now, current) {
					return errMoved
				}
			}
			if err != nil {
				return fmt.Errorf("the base is not whole: %v; put it back from an older backup, or import everything again with --replace", err)
			}
			s.held[filepath.Base(path)] = f
		}
	}
	err = fs.WalkDir(corpus.Dir(dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == ".":
		case d.Name()[0] == '.':
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.Type().IsRegular(), name == lockFile, partFile.MatchString(name) && s.held[name] == nil:
		default:
			s.Names = append(s.Names, name)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for name := range s.held { // an import that ended meanwhile may have taken it away
		if !slices.Contains(s.Names, name) {
			s.Names = append(s.Names, name)
		}
	}
	slices.Sort(s.Names)
	now, err := os.ReadFile(filepath.Join(dir, currentFile))
	if imported != (err == nil) || !bytes.Equal(now, current) {
		return errMoved
	}
	return nil
}

// Read calls do with each file in turn.
func (s *Snapshot) Read(do func(name string, f *os.File) error) error {
	for _, name := range s.Names {
		f, held := s.held[name]
		if !held {
			var err error
			if f, err = os.Open(filepath.Join(s.dir, filepath.FromSlash(name))); err != nil {
				return err
			}
		}
		err := do(name, f)
		if !held {
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Close lets the files go.
func (s *Snapshot) Close() {
	for _, f := range s.held {
		_ = f.Close()
	}
}
