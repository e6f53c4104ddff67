package facts

import (
	"errors"
	"os"
	"path/filepath"

	"hapjak/corpus"
)

// CopyShipped writes the shipped knowledge base into a folder as people write it, to be
// changed there. The folder, which must not be there yet, is whole or is not made.
func CopyShipped(dir string) (err error) {
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	stage, err := os.MkdirTemp(parent, ".hapjak-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(stage))
		}
	}()
	if err := os.CopyFS(stage, ShippedFiles()); err != nil {
		return err
	}
	if err := os.CopyFS(filepath.Join(stage, "sources"), corpus.Shipped()); err != nil {
		return err
	}
	if err := os.Chmod(stage, 0o755); err != nil {
		return err
	}
	return os.Rename(stage, dir)
}
