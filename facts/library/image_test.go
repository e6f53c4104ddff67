package library_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/facts"
)

// posters is a base of a film with a poster.
func posters(t *testing.T, address string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"schema.yaml":      "name: Posters\nabout: films\nkinds:\n  film: {name: film, command: film}\nrelations:\n  poster: {from: [film], to: text, image: true}\n  set_in: {from: [film], to: text}\n",
		"facts/films.yaml": "- id: okja\n  kind: film\n  name: Okja\n  facts:\n    - set_in: Seoul\n      cite: list:1\n    - poster: " + address + "\n      cite: list:1\n",
		"sources/list.md":  "---\nid: list\ntitle: A list\n---\n\nOkja, set in Seoul.\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestCardHasAnImage shows a picture that the base states, and does not tell its address.
func TestCardHasAnImage(t *testing.T) {
	const address = "https://example.org/okja.jpg"
	a, err := facts.Open(posters(t, address))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	n, _ := a.Base().Find("okja")
	card := a.Card(n, 0, 10)
	if card.Image != address || card.Total != 1 || len(card.Lines) != 1 || strings.Contains(card.Lines[0].Text.Plain, "example") {
		t.Errorf("%+v", card)
	}
	_, err = facts.Open(posters(t, "http://example.org/okja.jpg"))
	if err == nil || !strings.Contains(err.Error(), "films.yaml:7: poster:") {
		t.Errorf("a bad address: %v", err)
	}
}
