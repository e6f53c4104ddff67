package intake

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/facts/kb/storage"
)

// rowing imports a base of one article and one statement.
func rowing(t *testing.T, dir string) (job func() *Job) {
	t.Helper()
	put := writer(t, t.TempDir())
	schema := put("schema.yaml", "kinds:\n  club: {name: club}\nrelations:\n  rows_on: {from: [club], to: [text]}\n")
	table, hut := put("clubs.csv", "Heron,rows_on,the Elbe\n"), put("hut.md", "The hut is red.\n")
	job = func() *Job {
		return &Job{Dir: dir, Schema: schema, Triples: []string{table}, Articles: []string{hut}}
	}
	if _, err := job().Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return job
}

func holds(t *testing.T, dir string) (statements, articles int) {
	t.Helper()
	base, err := storage.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer base.Close()
	ledger, err := storage.ReadLedger(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, files := range ledger.Articles {
		articles += len(files)
	}
	return base.Statements(), articles
}

// A base whose file "current" is missing or damaged is an error that names it, and the next import finds
// the base again where its parts leave no doubt. What a first import leaves that was killed is no base.
func TestLostCurrent(t *testing.T) {
	for name, spoil := range map[string]func(dir, current string) error{
		"missing": func(_, current string) error { return os.Remove(current) },
		"empty":   func(_, current string) error { return os.WriteFile(current, nil, 0o644) },
		"foreign": func(_, current string) error { return os.WriteFile(current, []byte("amperes\n"), 0o644) },
		"missing, and a later import was killed": func(dir, current string) error {
			return errors.Join(os.WriteFile(filepath.Join(dir, "lock"), []byte("999999 2001-01-01T00:00:00Z\n"), 0o644), os.Remove(current))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "kb")
			rowing(t, dir)
			current := filepath.Join(dir, "current")
			if err := spoil(dir, current); err != nil {
				t.Fatal(err)
			}
			if _, err := storage.Open(dir, nil); !errors.Is(err, storage.ErrLost) || !strings.Contains(err.Error(), current) || !strings.Contains(err.Error(), "the next import finds them again") {
				t.Errorf("%v", err)
			}
			if _, err := storage.Snap(dir); !errors.Is(err, storage.ErrLost) {
				t.Errorf("a backup: %v", err)
			}
			more := &Job{Dir: dir, Articles: []string{writer(t, t.TempDir())("boat.md", "The boat is blue.\n")}}
			report, err := more.Run(t.Context())
			if err != nil || len(report.Notes) != 1 || !strings.Contains(report.Notes[0].Lines[0], "the base was found again") {
				t.Fatal(report, err)
			}
			if s, a := holds(t, dir); s != 1 || a != 2 {
				t.Errorf("%d statements and %d articles are left", s, a)
			}
		})
	}
	t.Run("in doubt", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "kb")
		job := rowing(t, dir)
		facts, err := filepath.Glob(filepath.Join(dir, "facts-*.kb"))
		if err != nil || len(facts) != 1 {
			t.Fatal(facts, err)
		}
		data, err := os.ReadFile(facts[0])
		if err = errors.Join(err, os.WriteFile(filepath.Join(dir, "facts-1.kb"), data, 0o644), os.Remove(filepath.Join(dir, "current"))); err != nil {
			t.Fatal(err)
		}
		for _, replace := range []bool{false, true} {
			again := job()
			again.Replace = replace
			if _, err := again.Run(t.Context()); !errors.Is(err, storage.ErrLost) || !strings.Contains(err.Error(), "are the same part: put it back from a backup, or import everything into another folder") {
				t.Errorf("%v", err)
			}
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*-*.*")); len(left) < 6 {
			t.Errorf("only %q are left", left)
		}
	})
	t.Run("a first import that was killed", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "kb")
		job := rowing(t, dir)
		for _, name := range []string{"current", "ledger-*.part"} { // which it writes last
			found, _ := filepath.Glob(filepath.Join(dir, name))
			if len(found) != 1 || os.Remove(found[0]) != nil {
				t.Fatal(found)
			}
		}
		if _, err := storage.Parts(dir); !errors.Is(err, storage.ErrLost) || !strings.Contains(err.Error(), "there is no ledger") {
			t.Errorf("without the lock that it leaves: %v", err)
		}
		if err := os.WriteFile(filepath.Join(dir, "lock"), []byte("999999 2001-01-01T00:00:00Z\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := storage.Parts(dir); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v", err)
		}
		other := t.TempDir()
		if err := os.WriteFile(filepath.Join(other, "draft-1.part"), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := storage.Parts(other); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a file of somebody else's: %v", err)
		}
		if report, err := job().Run(t.Context()); err != nil || len(report.Notes) > 0 {
			t.Error(report, err)
		}
		if s, a := holds(t, dir); s != 1 || a != 1 {
			t.Errorf("%d statements and %d articles", s, a)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*-*.*")); len(left) != 5 {
			t.Errorf("there are %q", left)
		}
	})
}

// A part that is missing is an error that names it and what to do, and that is enough.
func TestMissingParts(t *testing.T) {
	for part, remedy := range map[string]struct {
		says string
		do   func(*Job)
	}{
		"facts":     {"import again with --replace", func(j *Job) { j.Replace = true }},
		"ledger":    {"import everything again with --replace", func(j *Job) { j.Replace = true }},
		"schema":    {"import again with --schema", func(j *Job) { j.Triples, j.Articles = nil, nil }},
		"triples.1": {"import its file of statements again with --triples", func(j *Job) { j.Schema, j.Articles = "", nil }},
		"passages":  {"import the articles again with --replace", func(j *Job) { j.Schema, j.Triples, j.Replace = "", nil, true }},
	} {
		t.Run(part, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "kb")
			job := rowing(t, dir)
			parts, err := storage.Parts(dir)
			if err = errors.Join(err, os.Remove(parts[part])); err != nil {
				t.Fatal(err)
			}
			more := &Job{Dir: dir, Triples: []string{writer(t, t.TempDir())("more.csv", "Egret,rows_on,the Oder,hut:1\n")}}
			if _, err := more.Run(t.Context()); err == nil || !strings.Contains(err.Error(), parts[part]) || !strings.Contains(err.Error(), remedy.says) {
				t.Errorf("%v", err)
			}
			mend := job()
			remedy.do(mend)
			if report, err := mend.Run(t.Context()); err != nil {
				t.Fatal(report, err)
			}
			if s, a := holds(t, dir); s != 1 || a != 1 {
				t.Errorf("%d statements and %d articles", s, a)
			}
			if _, err := more.Run(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// A part of another base is told, whatever is asked of it, and never taken over; importing everything again
// with --replace is enough.
func TestForeignParts(t *testing.T) {
	other := filepath.Join(t.TempDir(), "kb")
	put := writer(t, t.TempDir())
	job := &Job{Dir: other, Schema: put("schema.yaml", "kinds:\n  club: {name: club}\nrelations:\n  rows_on: {from: [club], to: [text]}\n  founded: {from: [club], to: [year]}\n"),
		Triples: []string{put("clubs.csv", "Heron,rows_on,the Weser\n")}, Articles: []string{put("pier.md", "The pier is long.\n")}}
	if _, err := job.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	theirs, err := storage.Parts(other)
	if err != nil {
		t.Fatal(err)
	}
	for part, path := range theirs {
		t.Run(part, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "kb")
			job := rowing(t, dir)
			parts, err := storage.Parts(dir)
			if err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(path)
			if err = errors.Join(err, os.WriteFile(parts[part], data, 0o644)); err != nil {
				t.Fatal(err)
			}
			told := func(what string, err error) {
				t.Helper()
				if err == nil || !strings.Contains(err.Error(), parts[part]) || !strings.Contains(err.Error(), "of another base") {
					t.Errorf("%s: %v", what, err)
				}
			}
			_, err = storage.Open(dir, nil)
			told("a question", err)
			_, err = storage.Snap(dir)
			told("a backup", err)
			put := writer(t, t.TempDir())
			for _, replace := range []bool{false, true} {
				_, err = (&Job{Dir: dir, Articles: []string{put("more.md", "The hut has a stove.\n")}, Replace: replace && part != storage.PartPassages && part != storage.PartLedger}).Run(t.Context())
				told("an import", err)
				_, err = (&Job{Dir: dir, Triples: []string{put("more.csv", "Egret,rows_on,the Oder\n")}, Replace: replace && part == storage.PartPassages}).Run(t.Context())
				told("an import", err)
			}
			again := job()
			again.Replace = true
			if report, err := again.Run(t.Context()); err != nil {
				t.Fatal(report, err)
			}
			if s, a := holds(t, dir); s != 1 || a != 1 {
				t.Errorf("%d statements and %d articles", s, a)
			}
		})
	}
}

// Where the lock was taken away and another import has ended meanwhile, what that did stays.
func TestImportedMeanwhile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kb")
	rowing(t, dir)
	put := writer(t, t.TempDir())
	slow := &Job{Dir: dir, Articles: []string{put("slow.md", "The tide is slow.\n")}}
	slow.Progress = func(string, int, string, int64, int64) {
		slow.Progress = nil
		if err := os.Remove(filepath.Join(dir, "lock")); err != nil {
			t.Error(err)
		}
		if _, err := (&Job{Dir: dir, Articles: []string{put("quick.md", "The wind is quick.\n")}}).Run(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if report, err := slow.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "meanwhile") {
		t.Errorf("%+v, %v", report, err)
	}
	if _, a := holds(t, dir); a != 2 {
		t.Errorf("%d articles", a)
	}
	if report, err := slow.Run(t.Context()); err != nil {
		t.Error(report, err)
	}
	if _, a := holds(t, dir); a != 3 {
		t.Errorf("%d articles", a)
	}
}
