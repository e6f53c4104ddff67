package facts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"hapjak/facts/kb/curated"
)

// games copies the base about board games, with more files.
func games(t *testing.T, more map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/newsubject")); err != nil {
		t.Fatal(err)
	}
	for name, text := range more {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func asked(t *testing.T, a *Answerer, question string) Answer {
	t.Helper()
	got, _ := a.Ask(t.Context(), Question{Text: question})
	return got
}

// An answer that was fixed is given with its source, to the question in its words whatever
// is said around it; a refusal refuses; other questions are answered as before.
func TestFixedAnswers(t *testing.T) {
	a, err := Open(games(t, map[string]string{curated.AnswersFile: `
# What people kept asking.
- ask: [What is the best game, best game]
  answer: Catan is played the most.
  cite: shelf:5
- ask: what will the weather be
  refuse: true
`}))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, q := range []string{"what is the best game?", "Best game", "Hello there! What is the best game?"} {
		if got := asked(t, a, q); got.Text != "Catan is played the most. [1]" || !got.Fixed || got.Status != Answered || got.Citations[0].Ref().String() != "shelf:5" || got.Said.Plain != "Catan is played the most." {
			t.Errorf("%s: %+v", q, got)
		}
	}
	if got := asked(t, a, "What will the weather be?"); got.Status != Unknown || got.Text != refused || !got.Fixed || len(got.Citations) > 0 {
		t.Errorf("refused: %+v", got)
	}
	if got := asked(t, a, "Who designed Catan?"); got.Fixed || !strings.HasPrefix(got.Text, "Klaus Teuber") {
		t.Errorf("another question: %+v", got)
	}
}

// What is wrong with the curators' files is told with its line.
func TestFaultyMendings(t *testing.T) {
	for _, x := range []struct{ file, text, want string }{
		{curated.AnswersFile, "- ask: x\n  answer: y\n", "answers.yaml:1: an answer without a citation"},
		{curated.AnswersFile, "- ask: x\n  answer: y\n  refuse: true\n", "answers.yaml:1: want one of answer"},
		{curated.AnswersFile, "- refuse: true\n", "answers.yaml:1: an answer needs ask"},
		{curated.MendingsFile, "things:\n  - id: nothing\n    aliases: [x]\n", `mendings.yaml:2: no thing has the id "nothing"`},
		{curated.MendingsFile, "relations:\n  loved_by: {verbs: [love]}\n", `mendings.yaml:2: relation "loved_by" has no "from"`},
	} {
		if a, err := Open(games(t, map[string]string{x.file: x.text})); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%q: %v, want %q", x.text, err, x.want)
			if err == nil {
				a.Close()
			}
		}
	}
}

// A base is tried with files that are not written yet, and stays as it is.
func TestWith(t *testing.T) {
	dir := games(t, nil)
	a, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	files := fstest.MapFS{}
	for _, name := range []string{"schema.yaml", "facts/games.yaml", "facts/others.yaml"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	files[curated.MendingsFile] = &fstest.MapFile{Data: []byte("things:\n  - id: catan\n    aliases: [the hexagon game]\nrelations:\n  designed_by:\n    phrases: [the brain behind]\n")}
	w, err := a.With(dir, files)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"Who designed the hexagon game?", "who is the brain behind Catan"} {
		if got := asked(t, w, q); !strings.HasPrefix(got.Text, "Klaus Teuber designed") {
			t.Errorf("%s: %s", q, got.Text)
		}
		if got := asked(t, a, q); strings.HasPrefix(got.Text, "Klaus Teuber designed") {
			t.Errorf("%s, before: %s", q, got.Text)
		}
	}
}
