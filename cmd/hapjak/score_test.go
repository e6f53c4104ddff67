package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"hapjak/bot"
	"hapjak/facts"
)

var update = flag.Bool("update", false, "rewrite facts/testdata/questions/scores.txt with what passes now")

const questions = "../../facts/testdata/questions/"

// The questions on the shipped articles are scored, and how many of each kind pass is
// kept in scores.txt, so that a change shows in review which kinds it made better or
// worse. A kind that passes less often than it says there fails; when more pass,
//
//	go test ./cmd/hapjak -run Scores -update
func TestScores(t *testing.T) {
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	defer know.Close()
	var now bytes.Buffer
	for _, set := range []string{"dev", "blind"} {
		cases, err := readSets([]string{questions + set + ".jsonl"})
		if err != nil {
			t.Fatal(err)
		}
		s := newScore()
		if err := s.ask(t.Context(), bot.New(know, bot.Options{}), cases, io.Discard); err != nil {
			t.Fatal(err)
		}
		s.list(&now, set)
	}
	if *update {
		if err := os.WriteFile(questions+"scores.txt", now.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(questions + "scores.txt")
	if err != nil {
		t.Fatal(err)
	}
	compareScores(t, string(golden), now.String())
}

// list writes a line for each kind of a set's questions: how many pass of how many.
func (s *score) list(w io.Writer, set string) {
	for _, kind := range slices.Sorted(maps.Keys(s.turns)) {
		fmt.Fprintf(w, "%s %s: %d of %d\n", set, kind, s.passed[kind], s.turns[kind])
	}
	fmt.Fprintf(w, "%s, all: %d of %d\n", set, sum(s.passed), sum(s.turns))
	fmt.Fprintf(w, "%s, kept silent when the sources do not say: %d of %d\n", set, s.unknown-s.wrongUnknown, s.unknown)
	fmt.Fprintf(w, "%s, spoke when they do: %d of %d\n", set, s.known-s.missed, s.known)
}

// compareScores fails when a line of was stands in now with a smaller number, or not
// at all, or with other questions.
func compareScores(t *testing.T, was, now string) {
	t.Helper()
	figures := map[string][2]int{}
	for line := range strings.Lines(now) {
		var f [2]int
		name, rest, _ := strings.Cut(line, ": ")
		if _, err := fmt.Sscanf(rest, "%d of %d", &f[0], &f[1]); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		figures[name] = f
	}
	for line := range strings.Lines(was) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), ": ")
		var passed, of int
		if _, err := fmt.Sscanf(rest, "%d of %d", &passed, &of); err != nil {
			t.Fatalf("scores.txt: %q: %v", line, err)
		}
		switch f := figures[name]; {
		case f[1] != of:
			t.Errorf("%s: %d questions, %d when scores.txt was written", name, f[1], of)
		case f[0] < passed:
			t.Errorf("%s: %d of %d pass, %d did", name, f[0], of, passed)
		case f[0] > passed:
			t.Logf("%s: %d of %d pass, %d did", name, f[0], of, passed)
		}
	}
}
