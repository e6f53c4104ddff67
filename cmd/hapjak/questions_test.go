package main

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"hapjak/bot/store"
)

func TestQuestions(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []store.Event{
		{Kind: store.Unknown, Question: "Who scored Okja?"},
		{Kind: store.Unknown, Question: "who scored okja"},
		{Kind: store.Unknown, Question: "=HYPERLINK(\"http://x\")"},
		{Kind: store.Down, Question: "설국열차 감독은?\x1b[31m", Asker: "v", Reason: "too short, \"really\""},
	} {
		e.At = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		if err := s.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	// The bot is still running.
	run := func(args ...string) (string, error) {
		cmd := newQuestionsCommand()
		var out bytes.Buffer
		cmd.SetOut(&out)
		cmd.SetArgs(args)
		err := cmd.ExecuteContext(t.Context())
		return out.String(), err
	}
	text, err := run("--data", dir)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[1], "2 ") || !strings.Contains(lines[1], "Who scored Okja?") {
		t.Errorf("text:\n%s", text)
	}
	if strings.ContainsRune(text, '\x1b') {
		t.Error("a stranger's escape sequence reaches the terminal")
	}
	text, err = run("--data", dir, "--csv", "-n", "3")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v:\n%s", len(rows), err, text)
	}
	if rows[0][0] != "question" || rows[1][0] != "Who scored Okja?" || rows[1][1] != "2" {
		t.Errorf("rows = %q", rows)
	}
	if rows[2][0][0] != '\'' {
		t.Errorf("a formula reaches the spreadsheet: %q", rows[2][0])
	}
	if _, err := run("--data", t.TempDir()); err == nil || !strings.Contains(err.Error(), "run the bot with --data") {
		t.Errorf("an empty directory: %v", err)
	}
	s.Close()
}
