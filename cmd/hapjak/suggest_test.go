package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/bot/store"
)

// What a bot could not answer is what is proposed first.
func TestSuggestAsked(t *testing.T) {
	if testing.Short() {
		t.Skip("asks the encoder")
	}
	kb, data := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		"schema.yaml": "name: Harbour\nkinds:\n  boat: {name: boat, words: [ketch]}\nrelations:\n" +
			"  launched: {from: [boat], to: year, one: true, noun: launch, subject_verbs: [be launched], says: \"{s} was launched in {o}\", unknown: \"when {s} was launched\"}\n" +
			"  price: {from: [boat], to: money, one: true, noun: price, subject_verbs: [cost], says: \"{s} cost {o}\", unknown: \"how much {s} cost\"}\n",
		"sources/tern.md": "---\nid: tern\ntitle: The Tern\n---\n\nThe Tern is a wooden ketch.\n\nThe Tern was launched on 4 May 1921, and it cost £1,200.\n",
	} {
		path := filepath.Join(kb, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	suggest := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(t.Context(), append([]string{"suggest", "--kb", kb}, args...), strings.NewReader(""), &out, &errs); code != 0 {
			t.Fatalf("exit %d: %s", code, errs.String())
		}
		return out.String()
	}
	if text := suggest(); strings.Index(text, "cost £1,200  (") > strings.Index(text, "launched in 1921  (") {
		t.Fatalf("the price is the likelier:\n%s", text)
	}
	s, err := store.Open(data, nil)
	if err != nil {
		t.Fatal(err)
	}
	asked := "in which year did they put the Tern to water?"
	if err := s.Record(t.Context(), store.Event{Kind: store.Unknown, Question: asked}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	text := suggest("--data", data)
	if first, _, _ := strings.Cut(text, "\n\n"); !strings.Contains(first, "The Tern was launched in 1921") || !strings.Contains(first, "asked: "+asked) {
		t.Errorf("proposed first:\n%s", text)
	}
}
