package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is imported into a base that is written by hand becomes files beside those that its
// facts cite: compiled parts would hide them.
func TestJobByHand(t *testing.T) {
	f := base(t, map[string]string{"new.md": "# El Grande\n\nEl Grande came out in 1995 too.\n", "sub/deep.txt": "Deep down.\n", "picture.png": "\x89PNG"})
	job := func() *Job { return &Job{Dir: f.Dir, Articles: []string{f.New}} }
	dry := job()
	dry.Dry = true
	report, err := dry.Run(t.Context())
	if err != nil || report.Articles.Added != 2 || report.Written {
		t.Fatalf("dry: %+v, %v", report, err)
	}
	if report, err = job().Run(t.Context()); err != nil || report.Articles.Added != 2 || report.Articles.Unchanged != 2 || !report.Written {
		t.Fatalf("%+v, %v", report, err)
	}
	if IsImported(f.Dir) {
		t.Error("the articles were compiled, and hide those in sources/")
	}
	top := filepath.Base(f.New)
	for name, want := range map[string]bool{top + "/new.md": true, top + "/sub/deep.txt": true, top + "/picture.png": false, "shelf.md": true} {
		if _, err := os.Stat(filepath.Join(f.Dir, "sources", filepath.FromSlash(name))); (err == nil) != want {
			t.Errorf("sources/%s: %v", name, err)
		}
	}
	if report, err = job().Run(t.Context()); err != nil || report.Articles.Unchanged != 4 || report.Articles.Added != 0 {
		t.Errorf("again: %+v, %v", report, err)
	}

	other := base(t, map[string]string{"shelf.md": "It is for four players.\n"})
	before, _ := os.ReadFile(filepath.Join(other.Dir, "sources", "shelf.md"))
	if _, err := (&Job{Dir: other.Dir, Articles: []string{filepath.Join(other.New, "shelf.md")}}).Run(t.Context()); err == nil || !strings.Contains(err.Error(), "would no longer hold") {
		t.Errorf("an article whose facts would hang in the air: %v", err)
	}
	if after, _ := os.ReadFile(filepath.Join(other.Dir, "sources", "shelf.md")); string(after) != string(before) {
		t.Error("it was written all the same")
	}
	if _, err := (&Job{Dir: f.Dir, Articles: []string{f.New}, Replace: true}).Run(t.Context()); err == nil {
		t.Error("--replace is not refused")
	}
	if _, err := (&Job{Dir: f.Dir, Articles: []string{filepath.Join(f.New, "none.md")}}).Run(t.Context()); err == nil {
		t.Error("a file that is not there is not told")
	}
}
