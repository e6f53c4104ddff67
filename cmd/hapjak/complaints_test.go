package main

import (
	"bytes"
	"encoding/csv"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hapjak/bot/store"
)

func TestComplaints(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, e := range []store.Event{
		{Kind: store.Unknown, Question: "Who scored Okja?"},
		{Kind: store.Down, Question: "Who shot Okja?", Asker: "v", Complaint: store.Better, Reason: "=Darius\x1b[31m Khondji", Place: "its credits", Answer: "Somebody. [1]", Evidence: "kobiz-2025:26"},
		{Kind: store.Down, Question: "Who?", Asker: "w", Complaint: store.Outdated},
	} {
		e.At = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		if err := s.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) (string, error) { // the bot is still running
		cmd := newComplaintsCommand()
		var out bytes.Buffer
		cmd.SetOut(&out)
		cmd.SetArgs(args)
		err := cmd.ExecuteContext(t.Context())
		return out.String(), err
	}
	text, err := run("--data", dir)
	want := `2  2026-01-02  the member knows the answer
  asked     Who shot Okja?
  answered  Somebody. [1]
  on        kobiz-2025:26
  they say  =Darius[31m Khondji
  where     its credits

3  2026-01-02  out of date
  asked     Who?
`
	if err != nil || text != want {
		t.Errorf("%v, text:\n%s", err, text)
	}
	text, err = run("--data", dir, "--csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][2] != "better" || rows[1][6] != "'=Darius[31m Khondji" {
		t.Errorf("%v, rows = %q", err, rows)
	}
	if text, err := run("--data", dir, "--settle", "2"); err != nil || text != "complaint 2 is settled\n" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := run("--data", dir, "--settle", "1"); err == nil || !strings.Contains(err.Error(), "no open complaint 1") {
		t.Errorf("settled what is no complaint: %v", err)
	}
	if text, _ := run("--data", dir); strings.Contains(text, "Khondji") {
		t.Errorf("settled and still there:\n%s", text)
	}
	if text, _ := run("--data", dir, "--all"); !strings.Contains(text, "Khondji") || !strings.Contains(text, ", settled 20") {
		t.Errorf("all:\n%s", text)
	}
	for _, args := range [][]string{nil, {"--settle", "1"}} {
		if _, err := run(append(args, "--data", filepath.Join(dir, "none"))...); err == nil || !strings.Contains(err.Error(), "run the bot with --data") {
			t.Errorf("%q of no memory: %v", args, err)
		}
	}
}
