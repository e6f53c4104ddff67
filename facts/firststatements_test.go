package facts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/nlp/encoder/weights"
)

// The first statements, all of one thing, neither answer for another thing that only the articles speak of nor
// silence what they say.
func TestFirstStatements(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"schema.yaml": `
name: Lights
kinds:
  lighthouse: {name: lighthouse, words: [light, tower]}
  person: {name: person, plural: people, asks: [who]}
relations:
  designed_by: {from: [lighthouse], to: [person], noun: designer, nouns: [architect, engineer], verbs: [design], says: "{o} designed {s}", unknown: "who designed {s}"}
  lit: {from: [lighthouse], to: year, one: true, noun: year, subject_verbs: [be lit, be first lit], says: "{s} was first lit in {o}", unknown: "when {s} was first lit"}
`,
		"facts/lights.yaml": "- id: skerry\n  kind: lighthouse\n  name: Skerry Light\n  facts:\n    - {lit: 1857, cite: skerry:2}\n",
		"sources/skerry.md": `# Skerry Light

Skerry Light is a lighthouse on the north end of the sound. It was first lit in 1857 after four years of work.

The engineer Tove Brandal designed it. Building the tower cost £9,000. Admission costs £4, and children go free.

The last keeper, Ole Rask, left in 1984, when the lamp was made automatic. He later wrote a book about his 22 years on the rock.
`,
		"sources/lights.md": `# Lighthouses of Arran Sound

Five lights stand along the sound. Most were built by the Brandal family.

| Lighthouse | First lit | Height (m) | Architect |
|---|---|---|---|
| Skerry Light | 1857 | 31 | Tove Brandal |
| Corran Point | 1881 | 18 | Nils Brandal |
| Ness Beacon | 1902 | 12.5 | unknown |
`,
		"sources/corran.md": `# Corran Point

Corran Point is a small lighthouse beside the ferry pier. Nils Brandal, a cousin of Tove, drew its plans in 1879.

It is 18 metres high. A new lamp was fitted in 1950 at a cost of £600.

Ferries of the Orve Line pass every hour. The line was founded by Jon Orve in 1910.
`,
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	a, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.SetEncoder(weights.Lazy())
	if a.EncoderErr() != nil {
		t.Skip("there are no weights in the program")
	}
	for question, want := range map[string]string{
		"When was Skerry Light first lit?": "1857",
		"When was Corran Point first lit?": "1881",
		"when was corran point first lit":  "1881",
		"What happened in 1984?":           "keeper",
		"Who founded the Orve Line?":       "Jon Orve",
	} {
		if got := asked(t, a, question); got.Status != Answered || !strings.Contains(got.Text, want) {
			t.Errorf("%q: %s %s", question, got.Status, got.Text)
		}
	}
}
