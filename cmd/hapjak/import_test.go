package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"hapjak/facts"
	"hapjak/facts/kb/storage"
)

// runCommand runs one subcommand and returns what it wrote.
func runCommand(ctx context.Context, c *cobra.Command, args ...string) (out, errs string, err error) {
	var stdout, stderr bytes.Buffer
	c.SetOut(&stdout)
	c.SetErr(&stderr)
	c.SetArgs(args)
	c.SilenceErrors, c.SilenceUsage = true, true
	err = c.ExecuteContext(ctx)
	return stdout.String(), stderr.String(), err
}

const filmSchema = `
kinds:
  film: {name: film, name_relation: title, year: released}
  person: {name: person, plural: people, asks: [who]}
relations:
  cast: {from: [film], to: [person], noun: star, verbs: [star in], says: "{o} starred in {s}"}
  released: {from: [film], to: [year], one: true, noun: release year, asks: [when]}
`

func importFiles(t *testing.T, triples string) (dir string, args []string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range map[string]string{
		"schema.yaml":    filmSchema,
		"facts.psv":      triples,
		"articles.jsonl": `{"id": "Medium", "title": "The Medium", "text": "The Medium is a Thai and Korean film about a shaman in Isan."}` + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "KB"), []string{"--kb", filepath.Join(dir, "KB"), "--schema", filepath.Join(dir, "schema.yaml"),
		"--triples", filepath.Join(dir, "facts.psv"), "--articles", filepath.Join(dir, "articles.jsonl")}
}

func TestImportFactsAndArticles(t *testing.T) {
	dir, args := importFiles(t, "Medium|title|The Medium|Medium\nMedium|cast|Narilya Gulmongkolpech|Medium\nMedium|released|2021|Medium\n")
	out, errs, err := runCommand(context.Background(), newImportCommand(), args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, errs)
	}
	for _, want := range []string{"2 statements about 3 things", "1 article in 1 passage", "imported into"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in %s", want, out)
		}
	}
	a, err := facts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	answer, _ := a.Ask(context.Background(), facts.Question{Text: "who starred in the medium"})
	if len(answer.Answers) != 1 || answer.Answers[0].Text != "Narilya Gulmongkolpech" || len(answer.Citations) != 1 || answer.Citations[0].Source != "Medium" {
		t.Errorf("answer %+v", answer)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := runCommand(context.Background(), newCheckCommand(), "--kb", dir); err != nil {
		t.Errorf("check: %v", err)
	}
}

func TestImportPassesOverBadLines(t *testing.T) {
	const lines = "Medium|title|The Medium\nMedium|cast\nMedium|released|21\nMedium|released|2021\n"
	dir, args := importFiles(t, lines)
	out, errs, err := runCommand(context.Background(), newImportCommand(), args...)
	if err != nil || !strings.Contains(out, "1 statement about") {
		t.Errorf("%v\n%s%s", err, out, errs)
	}
	for _, want := range []string{"facts.psv:2: 2 fields", `facts.psv:3: released: "21" is no year`} {
		if !strings.Contains(errs, want) {
			t.Errorf("no %q in %s", want, errs)
		}
	}
	if _, err := os.Stat(dir); err != nil {
		t.Error(err)
	}
	dir, args = importFiles(t, lines)
	if _, _, err := runCommand(context.Background(), newImportCommand(), append(args, "--strict")...); err == nil || !strings.Contains(err.Error(), "nothing was imported: 2 things were left out") {
		t.Errorf("strict: %v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the directory was made")
	}
}

func TestImportIsAllOrNothing(t *testing.T) {
	dir, args := importFiles(t, "Medium|title|The Medium\nMedium|released|2021\n")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := runCommand(ctx, newImportCommand(), args...); err == nil {
		t.Error("a stopped import says nothing")
	}
	if files, err := storage.Parts(dir); err == nil {
		t.Errorf("a stopped import left %v", files)
	}
}

func TestImportAsksForWhatItNeeds(t *testing.T) {
	for want, args := range map[string][]string{
		"--kb DIR":           {"--triples", "a"},
		"nothing to import":  {"--kb", "a"},
		"needs --schema":     {"--kb", filepath.Join(t.TempDir(), "a"), "--triples", "b"},
		"no such file":       {"--kb", filepath.Join(t.TempDir(), "a"), "--triples", "b", "--schema", "nowhere.yaml"},
		"unknown flag: --kd": {"--kd", "a"},
	} {
		if _, _, err := runCommand(context.Background(), newImportCommand(), args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %s", args, err, want)
		}
	}
}

func TestCheckShipped(t *testing.T) {
	out, errs, err := runCommand(context.Background(), newCheckCommand())
	if err != nil || !strings.HasPrefix(out, "no faults") {
		t.Errorf("%v\n%s%s", err, out, errs)
	}
	seeds := filepath.Join("..", "..", "..", "shared", "seeds")
	if _, err := os.Stat(seeds); err != nil {
		t.Skip("the originals are not here")
	}
	out, errs, err = runCommand(context.Background(), newCheckCommand(), "--originals", seeds)
	if err != nil {
		t.Errorf("%v\n%s", err, errs)
	}
	t.Logf("%s", out)
}

func TestCheckTellsEveryFault(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"schema.yaml":   filmSchema,
		"facts/a.yaml":  "- {id: a, kind: film, name: A, facts: [{cast: b}, {released: 12, cite: s:1}, {released: 2012, cite: s:9}]}\n",
		"sources/s.txt": "A came out in 2012.\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, errs, err := runCommand(context.Background(), newCheckCommand(), "--kb", dir)
	if err == nil || !strings.Contains(err.Error(), "4 faults") {
		t.Errorf("error %v", err)
	}
	for _, want := range []string{`no entity has the id "b"`, "without a citation", `"12" is no year`, "no source has the paragraph s:9"} {
		if !strings.Contains(errs, "facts/a.yaml:1: ") || !strings.Contains(errs, want) {
			t.Errorf("no %q in\n%s", want, errs)
		}
	}
}
