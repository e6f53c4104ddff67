package facts

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

type opened struct{ closed bool }

func (o *opened) Close() error { o.closed = true; return nil }

// What was opened while an import replaced the base is closed, and opened anew.
func TestSettled(t *testing.T) {
	dir := t.TempDir()
	var all []*opened
	got, err := settled(dir, func() (io.Closer, error) {
		o := &opened{}
		if all = append(all, o); len(all) < 3 {
			return o, os.WriteFile(filepath.Join(dir, "current"), []byte{byte(len(all))}, 0o644)
		}
		return o, nil
	})
	if err != nil || len(all) != 3 || got != all[2] || !all[0].closed || !all[1].closed || all[2].closed {
		t.Errorf("opened %d times: %v", len(all), err)
	}
}
