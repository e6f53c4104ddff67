package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every engine finds the film that a question names.
func TestEnginesAgree(t *testing.T) {
	articles := filepath.Join("..", "facts", "passages", "testdata", "films.jsonl")
	for _, name := range []string{"hapjak", "bleve", "fts5"} {
		f := &figure{Engine: name}
		a, err := buildAndOpen(t.Context(), articles, filepath.Join(t.TempDir(), name), "wall", f)
		if err != nil {
			t.Fatal(err)
		}
		for question, want := range map[string]string{
			"who directed The Curse of Frankenstein": "The_Curse_of_Frankenstein",
			"Who plays Snake Plissken?":              "Escape_from_L.A.",
			"a peasant squire's tournaments":         "A_Knight%27s_Tale",
		} {
			ids, err := a.search(question, 10)
			if err != nil || len(ids) == 0 || ids[0] != want {
				t.Errorf("%s: %q: %v, %v", name, question, ids, err)
			}
		}
		if f.Bytes == 0 || f.Build == 0 {
			t.Errorf("%s: %+v", name, f)
		}
		if err := a.close(); err != nil {
			t.Error(name, err)
		}
	}
}

func TestCopies(t *testing.T) {
	dir := t.TempDir()
	path, copies := filepath.Join(dir, "a.jsonl"), filepath.Join(dir, "b.jsonl")
	text := strings.Repeat("one two three four five ", 20)
	if err := os.WriteFile(path, fmt.Appendf(nil, `{"id": "a", "title": "A", "text": %q}`+"\n", text), 0o644); err != nil {
		t.Fatal(err)
	}
	n, err := writeCopies(path, copies, 3, 0)
	if err != nil || n != 3 {
		t.Fatal(n, err)
	}
	var ids []string
	var texts []string
	if err := eachArticle(copies, func(a article) error {
		ids, texts = append(ids, a.ID), append(texts, a.Text)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ids, []string{"a", "a~1", "a~2"}) || texts[0] != text || texts[1] == texts[2] {
		t.Errorf("%q %q", ids, texts)
	}
}
