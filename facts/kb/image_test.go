package kb_test

import (
	"strings"
	"testing"

	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/kbtest"
	"hapjak/facts/kb/triples"
)

func TestImageAddress(t *testing.T) {
	for address, good := range map[string]bool{
		"https://example.org/okja.jpg": true, "https://img.example.org:8443/a%20b.png?w=200": true,
		"http://example.org/okja.jpg": false, "//example.org/okja.jpg": false, "okja.jpg": false, "": false,
		"https://localhost/okja.jpg": false, "https://me:secret@example.org/a.jpg": false, "javascript:alert(1)": false,
		"data:image/png;base64,AAAA": false, "https://example.org/a b.jpg": false, "https://example.org/<b>": false,
		"https://예시.kr/a.jpg": false, "https://example.org/" + strings.Repeat("a", kb.MaxImage): false,
	} {
		if err := kb.ImageAddress(address); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// TestImagesOfASchema faults what is no picture's address, wherever it is written.
func TestImagesOfASchema(t *testing.T) {
	schema := "kinds:\n  film: {name: film}\nrelations:\n  poster: {from: [film], to: text, image: true}\n"
	s := kbtest.Schema(t, schema)
	triples := func(address string) error {
		_, err := triples.Read(t.Context(), s, "facts.psv", strings.NewReader("Okja|poster|"+address+"\n"), triples.Options{})
		return err
	}
	if err := triples("https://example.org/okja.jpg"); err != nil {
		t.Error(err)
	}
	if err := triples("http://example.org/okja.jpg"); err == nil || !strings.Contains(err.Error(), "facts.psv:1: poster: \"http://") || !strings.Contains(err.Error(), "write https://") {
		t.Errorf("a bad address: %v", err)
	}
	for _, to := range []string{"year", "[film]"} {
		if _, err := curated.ParseSchema("schema.yaml", []byte(strings.Replace(schema, "to: text", "to: "+to, 1))); err == nil || !strings.Contains(err.Error(), "schema.yaml:4") {
			t.Errorf("an image of kind %s: %v", to, err)
		}
	}
}
