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

	// What would be refused is, and a dry run says so.
	lines := filepath.Join(t.TempDir(), "log.jsonl")
	for i, c := range []struct {
		text, want string
		strict     bool
	}{
		{`{"id": "one", "text": "The lamp is lit."}` + "\n" + `{"id": "two", "text": "The lamp is out."}`, "", false},
		{`{"id": "one", "text": "The lamp is lit."}`, "the base holds 6 articles and would hold 5", false},
		{"", "1 thing was left out", true}, // the picture
	} {
		if err := os.WriteFile(lines, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		path := lines
		if c.strict {
			path = f.New
		}
		for _, dry := range []bool{true, false} {
			report, err := (&Job{Dir: f.Dir, Articles: []string{path}, Dry: dry, Strict: c.strict}).Run(t.Context())
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%d, dry %v: %+v, %v", i, dry, report, err)
			}
		}
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
