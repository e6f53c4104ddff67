package main

import (
	"bytes"
	"strings"
	"testing"
)

// A knowledge base about another subject, made of a schema, facts and an article,
// is checked and answers for itself: what has a question about board games to do
// with Go?
func TestNewSubject(t *testing.T) {
	const dir = "../../facts/testdata/newsubject"
	for _, args := range [][]string{
		{"check", "--kb", dir},
		{"eval", "--kb", dir, "--fails", "--min", "1", dir + "/questions.jsonl"},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != 0 {
			t.Errorf("hapjak %s exits with %d:\n%s%s", strings.Join(args, " "), code, &stdout, &stderr)
		}
	}
}
