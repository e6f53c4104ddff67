package facts

import (
	"path/filepath"
	"testing"

	"hapjak/facts/kb"
)

// The copy knows what is compiled in, and no copy is laid over what is there.
func TestCopyShipped(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "kb")
	if err := CopyShipped(dir); err != nil {
		t.Fatal(err)
	}
	copied, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	shipped, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	if added, removed := kb.Compare(shipped.Base(), copied.Base()); added+removed > 0 || len(copied.Sources()) != len(shipped.Sources()) {
		t.Errorf("%d statements more, %d fewer", added, removed)
	}
	if err := CopyShipped(dir); err == nil {
		t.Error("laid over what is there")
	}
	if list, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".hapjak-*")); len(list) > 0 {
		t.Errorf("left behind: %q", list)
	}
}
