package pins

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hapjak/facts"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/triples"
)

var update = flag.Bool("update", false, "write the golden files")

// A dialogue is questions that are asked in one conversation.
type dialogue struct {
	id    string
	turns []string
}

// readSet reads a question set: JSON lines of {"id", "turns": [{"q"}]} or {"id", "q"}.
func readSet(t *testing.T, path string) []dialogue {
	t.Helper()
	var list []dialogue
	for n, text := range lines(t, path) {
		var line struct {
			ID    string               `json:"id"`
			Q     string               `json:"q"`
			Turns []struct{ Q string } `json:"turns"`
		}
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%s:%d: %v", path, n+1, err)
		}
		d := dialogue{id: line.ID}
		if line.Q != "" {
			d.turns = append(d.turns, line.Q)
		}
		for _, turn := range line.Turns {
			d.turns = append(d.turns, turn.Q)
		}
		list = append(list, d)
	}
	return list
}

// everyMetaQA is the step in which MetaQA's dev questions are asked: they were made
// from some 500 templates, so that one in twenty has several of nearly each.
const everyMetaQA = 20

// readMetaQA reads lines of "who directed [X]", a tab and the right answers.
func readMetaQA(t *testing.T, path string) []dialogue {
	t.Helper()
	var list []dialogue
	brackets := strings.NewReplacer("[", "", "]", "")
	for n, text := range lines(t, path) {
		if n%everyMetaQA == 0 {
			q, _, _ := strings.Cut(text, "\t")
			list = append(list, dialogue{id: fmt.Sprint(n + 1), turns: []string{brackets.Replace(q)}})
		}
	}
	return list
}

// lines reads a file, and skips the test where it lies outside the repository and
// is not at hand.
func lines(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) && strings.Contains(path, "/shared/") {
		t.Skipf("needs %s, which is not here", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []string
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		list = append(list, in.Text())
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// pin asks the dialogues and returns a line for each turn.
func pin(a *facts.Answerer, list []dialogue) string {
	var b strings.Builder
	for _, d := range list {
		var conversation *facts.Context
		for i, q := range d.turns {
			var ans facts.Answer
			ans, conversation = a.Ask(context.Background(), facts.Question{Text: q, Context: conversation})
			fmt.Fprintf(&b, "%s/%d %s | %s | %s\n", d.id, i+1, ans.Status, shorts(ans), cited(ans))
		}
	}
	return b.String()
}

// maxPinned is how many short answers or citations a line spells out. Of a longer
// list the first stand there, their number and a hash of all.
const maxPinned = 6

func shorts(a facts.Answer) string {
	var list []string
	for _, s := range a.Answers {
		list = append(list, s.Text)
	}
	for _, c := range a.Choices {
		list = append(list, "? "+c.Label)
	}
	return shorten(list, "; ")
}

func cited(a facts.Answer) string {
	var list []string
	for _, c := range a.Citations {
		list = append(list, c.Ref().String())
	}
	return shorten(list, " ")
}

func shorten(list []string, separator string) string {
	text := strings.Join(list, separator)
	if len(list) <= maxPinned {
		return text
	}
	h := fnv.New32a()
	h.Write([]byte(text))
	return fmt.Sprintf("%s … %d #%08x", strings.Join(list[:maxPinned], separator), len(list), h.Sum32())
}

// compare fails with the lines that differ from the golden file.
func compare(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; -update writes it", err)
	}
	want := strings.Split(string(data), "\n")
	have := strings.Split(got, "\n")
	if slices.Equal(want, have) {
		return
	}
	if len(want) != len(have) {
		t.Errorf("%s: %d turns are pinned, %d were asked", path, len(want)-1, len(have)-1)
	}
	changed := 0
	for i := range min(len(want), len(have)) {
		if want[i] != have[i] {
			changed++
			t.Logf("%s:%d\n\t- %s\n\t+ %s", path, i+1, want[i], have[i])
		}
	}
	t.Errorf("%s: %d of %d turns are answered otherwise; -update writes them", path, changed, len(have)-1)
}

func TestShipped(t *testing.T) {
	a, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, name := range []string{"dev", "blind"} {
		compare(t, name, pin(a, readSet(t, "../testdata/questions/"+name+".jsonl")))
	}
}

func TestNewSubject(t *testing.T) {
	a, err := facts.Open("../testdata/newsubject")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	compare(t, "newsubject", pin(a, readSet(t, "../testdata/newsubject/questions.jsonl")))
}

const shared = "../../../shared/eval/"

// bulk makes an Answerer of a catalogue of statements.
func bulk(t *testing.T, schema, file string) *facts.Answerer {
	t.Helper()
	data, err := os.ReadFile(schema)
	if err != nil {
		t.Fatal(err)
	}
	s, err := curated.ParseSchema(schema, data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Skipf("needs %s, which is not here", file)
	}
	defer f.Close()
	base, err := triples.Read(context.Background(), s, file, f, triples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return facts.New(base, nil)
}

func TestFilms(t *testing.T) {
	a := bulk(t, "../testdata/films/schema.yaml", shared+"film-articles/facts.psv")
	compare(t, "films", pin(a, readSet(t, "../testdata/films/questions.jsonl")))
}

func TestMetaQA(t *testing.T) {
	a := bulk(t, "../testdata/metaqa/schema.yaml", shared+"metaqa/kb.txt")
	for _, name := range []string{"dev-1hop", "dev-1hop-paraphrased", "dev-2hop", "dev-3hop"} {
		compare(t, "metaqa-"+name, pin(a, readMetaQA(t, shared+"metaqa/"+name+".txt")))
	}
}
