package scaletest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"hapjak/facts"
)

// A filmQuestion is a line of questions.jsonl.
type filmQuestion struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`  // what has to be planned: "two hops", "count" …
	Typed string `json:"typed"` // plain, lower or misspelt
	Q     string `json:"q"`
	Gold  string `json:"gold"` // a gold expression
}

func readFilmQuestions(t testing.TB) []filmQuestion {
	t.Helper()
	const path = "../testdata/films/questions.jsonl"
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []filmQuestion
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		var q filmQuestion
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			t.Fatalf("%s:%d: %v", path, n, err)
		}
		list = append(list, q)
	}
	return list
}

// TestFilmQuestions asks the questions about the film catalogue and compares what
// is right, by kind and by how it was typed, with testdata/films.txt. Run it with
// -v for each failure, with -update to write the file.
func TestFilmQuestions(t *testing.T) {
	s, err := readSlow(open(t, films().triples))
	if err != nil {
		t.Fatal(err)
	}
	a := films().answerer(t)
	var got tally
	for _, q := range readFilmQuestions(t) {
		want, known, err := s.gold(q.Gold)
		if err != nil || known && len(want) == 0 {
			t.Errorf("%s: the gold of %q is no use: %q, %v", q.ID, q.Q, q.Gold, err)
			continue
		}
		ans, _ := a.Ask(context.Background(), facts.Question{Text: q.Q, Explain: true})
		why := q.wrong(ans, want, known)
		got.add("kind: "+q.Kind, why == "")
		got.add("typed: "+q.Typed, why == "")
		got.add("all", why == "")
		if why != "" {
			t.Logf("%s (%s): %s\n\tgold %s\n\t%s\n\t%s", q.ID, q.Kind, q.Q, q.Gold, why, ans.Text)
			explain(t, q, why, ans)
		}
	}
	got.compare(t, "testdata/films.txt")
}

// explain writes failures with the planner's own account to the file that the
// environment names, for whoever works on the planner.
func explain(t *testing.T, q filmQuestion, why string, ans facts.Answer) {
	path := os.Getenv("HAPJAK_FAILURES")
	if path == "" {
		return
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintf(f, "### %s (%s, %s): %s\ngold: %s\n%s\ntext: %s\n%s\n", q.ID, q.Kind, q.Typed, q.Q, q.Gold, why, ans.Text, ans.Explanation)
}

// wrong says what is wrong with an answer, nothing if it is right.
func (q filmQuestion) wrong(ans facts.Answer, want goldSet, known bool) string {
	switch {
	case !known && ans.Status == facts.Unknown && len(ans.Answers) == 0:
		return ""
	case !known:
		return fmt.Sprintf("%s with %s, want unknown", ans.Status, shorts(ans.Answers))
	case ans.Status == facts.Ambiguous && q.Kind == "same name" && len(ans.Choices) > 1:
		return "" // it may ask which
	case ans.Status == facts.Corrected && want["No"] && len(ans.Answers) == 0:
		return ""
	case ans.Status != facts.Answered:
		return fmt.Sprintf("%s, want %s", ans.Status, want)
	}
	given := goldSet{}
	for _, s := range ans.Answers {
		given[member(s)] = true
	}
	if less, more := len(pick(want, func(m string) bool { return !given[m] })), len(pick(given, func(m string) bool { return !want[m] })); less+more > 0 {
		return fmt.Sprintf("%d right, %d missing, %d wrong: %s, want %s", len(want)-less, less, more, shorts(ans.Answers), want)
	}
	return ""
}

// member is what a short answer is in a gold set: films stand there by their id.
func member(s facts.Short) string {
	if s.Kind == "film" {
		return s.Entity
	}
	return s.Text
}

const maxShown = 6

func shorts(list []facts.Short) string {
	var out []string
	for _, s := range list[:min(len(list), maxShown)] {
		out = append(out, s.Text)
	}
	return fmt.Sprintf("%d [%s]", len(list), strings.Join(out, ", "))
}

func (s goldSet) String() string {
	var list []string
	for m := range s {
		list = append(list, m)
	}
	slices.Sort(list)
	return fmt.Sprintf("%d [%s]", len(list), strings.Join(list[:min(len(list), maxShown)], ", "))
}
