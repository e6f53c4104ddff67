package facts

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"hapjak/facts/evidence"
)

// TestBegunFacts: of facts that are only begun nothing is counted and no greatest is picked, unless they state it of each thing.
func TestBegunFacts(t *testing.T) {
	files := map[string]string{
		"schema.yaml": `name: Trams
about: trams
kinds:
  line: {name: line, plural: lines}
  tram: {name: tram, plural: trams}
  maker: {name: maker, plural: makers, asks: [who]}
relations:
  closing: {from: [line], to: year, one: true, noun: closing, plural: closings, subject_verbs: [close], asks: [when], most: [last], least: [first], says: "{s} closed in {o}", unknown: "when {s} closed", unknown_inverse: "what closed in {o}"}
  builder: {from: [tram], to: [maker], noun: builder, plural: builders, verbs: [build], says: "{o} built {s}", unknown: "who built {s}", unknown_inverse: "what {o} built"}
`,
		"facts/facts.yaml": `- {id: hill-line, kind: line, name: The Hill Line, facts: [{closing: 1957, cite: "hill:1"}]}
- {id: quay-line, kind: line, name: The Quay Line, facts: [{closing: 1938, cite: "quay:1"}]}
- {id: moss-works, kind: maker, name: Moss Works}
- {id: car-5, kind: tram, name: Car 5, facts: [{builder: moss-works, cite: "works:1"}]}
- {id: car-6, kind: tram, name: Car 6, facts: [{builder: moss-works, cite: "works:1"}]}
`,
		"sources/hill.md":  "---\ntitle: The Hill Line\n---\nThe Hill Line closed in 1957.\n\nIt was steep.\n\nIt had a depot.\n",
		"sources/quay.md":  "---\ntitle: The Quay Line\n---\nThe Quay Line closed in 1938.\n\nIt was level.\n",
		"sources/works.md": "---\ntitle: Moss Works\n---\nMoss Works built Car 5 and Car 6.\n\nThe works stood at Sand.\n",
	}
	planned := func(question string) bool {
		dir := t.TempDir()
		for name, text := range files {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		a, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		list, _ := a.Candidates(t.Context(), Question{Text: question}, false)
		return slices.ContainsFunc(list, func(c Candidate) bool { return c.From == evidence.Plan.String() })
	}
	questions := []string{"Which line closed last?", "How many trams did Moss Works build?"}
	for _, q := range questions {
		if !planned(q) {
			t.Errorf("%s: no plan answers where it is stated of all of them", q)
		}
	}
	files["facts/more.yaml"] = "- {id: moor-line, kind: line, name: The Moor Line}\n- {id: car-7, kind: tram, name: Car 7}\n"
	for _, q := range questions {
		if planned(q) {
			t.Errorf("%s: a plan answers, though of one it is not stated", q)
		}
	}
	if !planned("When did The Hill Line close?") {
		t.Error("what is stated is not told")
	}
}
