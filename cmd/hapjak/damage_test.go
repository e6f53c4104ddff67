package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/facts"
	"hapjak/facts/kb/storage"
)

// damagedBase imports a small base and returns its directory and files.
func damagedBase(t *testing.T) (dir string, files []string) {
	t.Helper()
	dir, args := importFiles(t, "Medium|title|The Medium|Medium\nMedium|cast|Narilya Gulmongkolpech|Medium\nMedium|released|2021|Medium\n")
	if _, errs, err := runCommand(context.Background(), newImportCommand(), args...); err != nil {
		t.Fatalf("%v\n%s", err, errs)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		files = append(files, filepath.Join(dir, e.Name()))
	}
	return dir, files
}

// TestDamageIsTold flips 2,000 bits and zeroes 200 pages over all files of a base, one
// at a time: the check names the file and the remedy, and a question is answered as
// before or with an error, never with "the sources do not say".
func TestDamageIsTold(t *testing.T) {
	dir, files := damagedBase(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	const question, want = "who starred in the medium", "Narilya Gulmongkolpech"
	silent, padding := 0, 0
	for i := range 2200 {
		path := files[i%len(files)]
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		bad := append([]byte(nil), good...)
		if i < 2000 {
			bad[rnd.IntN(len(bad))] ^= 1 << rnd.IntN(8)
		} else {
			const page = 4096
			from := rnd.IntN(len(bad)/page+1) * page
			clear(bad[from:min(len(bad), from+page)])
			if string(bad) == string(good) {
				continue
			}
		}
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		a, openErr := facts.Open(dir)
		if openErr == nil {
			answer, _ := a.Ask(context.Background(), facts.Question{Text: question})
			if a.Err() == nil && (len(answer.Answers) != 1 || answer.Answers[0].Text != want) {
				silent++
				t.Errorf("%d: %s damaged, and the answer is %q", i, filepath.Base(path), answer.Text)
			}
			a.Close()
		}
		checked := checkErr(dir)
		switch {
		case checked == nil:
			padding++ // between the sections of the index, eight bytes each at most
		case !strings.Contains(checked.Error(), dir) || !strings.Contains(checked.Error(), "import"):
			t.Errorf("%d: %s: no file and remedy in %v", i, filepath.Base(path), checked)
		}
		if err := os.WriteFile(path, good, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if silent > 0 || padding > 20 {
		t.Errorf("%d answered from, %d that the check does not see", silent, padding)
	}
	t.Logf("of 2,200 damages %d lie where nothing is kept", padding)
}

func checkErr(dir string) error {
	parts, err := storage.Parts(dir)
	if err != nil {
		return err
	}
	_, err = checkImported(dir, parts)
	return err
}

// A file that is cut short while it serves is an error, not the end of the process.
func TestFileCutShortWhileServing(t *testing.T) {
	dir := t.TempDir()
	var lines strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&lines, `{"id": "a%d", "text": "The film number %d was shot in harbour %d by crew %d."}`+"\n", i, i, i%97, i%31)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.jsonl"), []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	base := filepath.Join(dir, "KB")
	if _, errs, err := runCommand(context.Background(), newImportCommand(), "--kb", base, filepath.Join(dir, "a.jsonl")); err != nil {
		t.Fatalf("%v\n%s", err, errs)
	}
	a, err := facts.Open(base)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	parts, err := storage.Parts(base)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(parts[storage.PartPassages], 5000); err != nil {
		t.Skip(err)
	}
	answer, _ := a.Ask(context.Background(), facts.Question{Text: "Who shot film number 2718 in the harbour?"})
	if a.Err() == nil || answer.Status == facts.Answered || !strings.Contains(answer.Text, "damaged") {
		t.Fatalf("%v: %+v", a.Err(), answer)
	}
	if told := a.Err().Error(); !strings.Contains(told, "cut short while it was in use") || !strings.Contains(told, "import") || strings.Contains(told, "pointer") {
		t.Error(told)
	}
}

// A question is answered while what the base remembers of imports is damaged, and that is told.
func TestDamagedLedgerIsToldOnAQuestion(t *testing.T) {
	dir, _ := damagedBase(t)
	ask := func() (out, errs string) {
		out, errs, err := runCommand(t.Context(), newRoot(), "ask", "--no-encoder", "--kb", dir, "who starred in the medium")
		if err != nil || !strings.Contains(out, "Narilya Gulmongkolpech") {
			t.Fatalf("%v: %s", err, out)
		}
		return out, errs
	}
	if _, errs := ask(); errs != "" {
		t.Errorf("told %q", errs)
	}
	parts, err := storage.Parts(dir)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(parts[storage.PartLedger])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(parts[storage.PartLedger], data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs := ask(); !strings.Contains(errs, parts[storage.PartLedger]) || !strings.Contains(errs, "--replace") {
		t.Errorf("told %q", errs)
	}
}

// A search in a damaged index tells the damage and nothing else: not even that there is no such passage.
func TestSearchTellsDamage(t *testing.T) {
	dir := t.TempDir()
	var lines strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&lines, `{"id": "a%d", "text": "Boat %d was tarred on slip %d by hand%d."}`+"\n", i, i, i%97, i)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.jsonl"), []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	base := filepath.Join(dir, "KB")
	if _, errs, err := runCommand(context.Background(), newImportCommand(), "--kb", base, filepath.Join(dir, "a.jsonl")); err != nil {
		t.Fatalf("%v\n%s", err, errs)
	}
	parts, err := storage.Parts(base)
	if err != nil {
		t.Fatal(err)
	}
	path := parts[storage.PartPassages]
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for at := 100; at < len(good); at += 16 << 10 {
		bad := append([]byte(nil), good...)
		bad[at] ^= 8
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, form := range []string{"--json=false", "--json"} {
			out, errs, code := searchIn(t, "", form, "--kb", base, "hand1234")
			switch {
			case code != 0:
				told++
				if out != "" || strings.Count(errs, path) != 1 || !strings.Contains(errs, "import") {
					t.Errorf("byte %d, %s: %s%s", at, form, out, errs)
				}
			case !strings.Contains(out, "a1234"):
				t.Errorf("byte %d, %s: found is %s", at, form, out)
			}
		}
	}
	if told == 0 {
		t.Error("no damage was met")
	}
}
