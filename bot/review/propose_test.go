package review

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hapjak/facts"
)

// towers is a base of which nothing is stated.
func towers(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files := fstest.MapFS{
		"schema.yaml": {Data: []byte(`name: Towers
about: towers
kinds:
  tower: {name: tower, plural: towers}
  person: {name: person, plural: people, asks: who}
relations:
  designer: {from: tower, to: person, noun: designer, verbs: design, says: "{o} designed {s}"}
  height: {from: tower, to: number, noun: height, one: true, phrases: [how high], says: "{s} is {o} high"}
`)},
		"facts/towers.yaml": {Data: []byte("- id: north\n  kind: tower\n  name: the North Tower\n- {id: ada, kind: person, name: Ada Quill}\n- {id: ben, kind: person, name: Ben Roe}\n")},
		"sources/towers.md": {Data: []byte("# Towers\n\nThe North Tower was drawn by the engineer Ada Quill, and is 38 metres high.\n")},
	}
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	return dir
}

// What a sentence answers becomes a statement, where the question asks for a relation of a
// thing: the thing is found within the words that answer, and a figure takes what it counts
// along.
func TestProposedStatements(t *testing.T) {
	b := newBench(t, towers(t))
	const sentence = "The North Tower was drawn by the engineer Ada Quill, and is 38 metres high."
	for _, x := range []struct{ question, words, want, answer string }{
		{"Who designed the North Tower?", "the engineer Ada Quill", "ada", "Ada Quill designed the North Tower. [1]"},
		{"Who designed the North Tower?", "Ada Quill", "ada", "Ada Quill designed the North Tower. [1]"},
		{"How high is the North Tower?", "38", "38 metres", "The North Tower is 38 metres high. [1]"},
		{"Who designed the North Tower?", "Ada Quill and Ben Roe", "", ""}, // two: which?
		{"Who designed the North Tower?", "an engineer", "", ""},
		{"How high is the North Tower?", "high", "", ""},
	} {
		said := answer(t, facts.Answered, sentence+" [1]", 0.4, []string{"towers:2"}, []string{x.words})
		b.seek = func(context.Context, *facts.Answerer, string, string) (facts.Answer, []facts.Candidate) {
			return said, []facts.Candidate{{From: "passage", Evidence: sentence, P: 0.4, Answer: said}}
		}
		var got Proposal
		for _, p := range b.Propose(t.Context(), Group{ID: "x", Wordings: []Wording{{Text: x.question, Alone: true}}}) {
			if p.Kind == States {
				got = p
			}
		}
		if got.Value != x.want || got.Answer != x.answer || x.want != "" && got.Cite != "towers:2" {
			t.Errorf("%s %s: %q (%s), want %q (%s)", x.question, x.words, got.Value, got.Answer, x.want, x.answer)
		}
	}
}

// What a curator said of one wording of a group is proposed for another that is not answered yet.
func TestProposedToJoin(t *testing.T) {
	b := newBench(t, games(t))
	const other = "by whom was the hexagon game thought up"
	if _, err := b.apply(Mending{Kind: Holds, Ask: []string{b.group.ID}, Quote: []string{"It made area majority popular."}, Cite: "shelf:3"}); err != nil {
		t.Fatal(err)
	}
	b.group.Wordings = append(b.group.Wordings, Wording{Text: other, Alone: true})
	b.group.Wordings[0].Text = b.group.ID
	list := b.Propose(t.Context(), b.group)
	if len(list) == 0 || list[0].Kind != Holds || list[0].Quote[0] != "It made area majority popular." || len(list[0].Ask) != 1 || list[0].Ask[0] != other ||
		!strings.HasPrefix(list[0].Sentence, "It asks the same as “"+b.group.ID+"”: “A shelf of board games”, ¶ 3 holds the answer:") {
		t.Fatalf("%+v", list)
	}
	if want := "ask: [" + b.group.ID + ", " + other + "]"; !strings.Contains(b.draft(list[0].Mending).After, want) {
		t.Errorf("no %s in\n%s", want, b.draft(list[0].Mending).After)
	}
	b.group.Down = 1 // somebody says that it is wrong
	for _, p := range b.Propose(t.Context(), b.group) {
		if strings.HasPrefix(p.Sentence, "It asks the same") {
			t.Errorf("proposed though it is said to be wrong: %s", p.Sentence)
		}
	}
}

// unanswered finds no answer.
func unanswered(context.Context, *facts.Answerer, string, string) (facts.Answer, []facts.Candidate) {
	return facts.Answer{Status: facts.Unknown, Text: "The sources do not say."}, nil
}

// statedTowers is that base with two statements.
func statedTowers(t *testing.T) string {
	t.Helper()
	dir := towers(t)
	text := "- id: north\n  kind: tower\n  name: the North Tower\n  facts:\n    - {height: 38 metres, cite: towers:2}\n    - {designer: ada, cite: towers:2}\n" +
		"- {id: ada, kind: person, name: Ada Quill}\n"
	if err := os.WriteFile(filepath.Join(dir, "facts", "towers.yaml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A wording that any relation of the thing would answer with a yes is proposed for none, and a
// yes is no likelier for what another yes rests on.
func TestProposedForYesOrNo(t *testing.T) {
	b := newBench(t, statedTowers(t))
	b.seek = unanswered
	for question, want := range map[string]string{
		"Are there owls at the North Tower?":                    "",
		"Is Ada Quill the mastermind behind the North Tower?":   "designer",
		"Is Ada Quill the brains behind the North Tower?":       "designer",
		"Does the North Tower have owls, or bats, or anything?": "",
	} {
		got := ""
		for _, p := range b.Propose(t.Context(), Group{ID: "x", Wordings: []Wording{{Text: question, Alone: true}}}) {
			if p.Kind == Asks {
				got = p.Relation
			}
		}
		if got != want {
			t.Errorf("%s: asks for %q, want %q", question, got, want)
		}
	}
}

// Of a group's wordings the first is worked on, which is answered badly, and what another asks for is
// the first that it may ask for.
func TestProposedAsAnother(t *testing.T) {
	b := newBench(t, statedTowers(t))
	b.seek = unanswered
	for asked, want := range map[string]string{"Who designed the North Tower?": "designer", "How high is the North Tower?": "height"} {
		list := b.Propose(t.Context(), Group{ID: "x", Wordings: []Wording{
			{Text: "whose brainchild is the North Tower", Alone: true, Status: string(facts.Unknown), Bad: badUnknown},
			{Text: asked, Alone: true, Times: 9, Status: string(facts.Answered), Confidence: 0.95},
		}})
		if len(list) == 0 || list[0].Kind != Asks || list[0].Word != "brainchild" || list[0].Relation != want {
			t.Errorf("%s: %+v", asked, list)
		}
	}
}

// What a curator would take for the same answer is offered once.
func TestHeldKey(t *testing.T) {
	same := []held{
		{quote: []string{"It won the Golden Pawn."}, words: []string{"the Golden Pawn"}, cites: []string{"shelf:4.2"}},
		{quote: []string{"It sold well.", "It won the Golden Pawn."}, words: []string{"Golden Pawn"}, cites: []string{"shelf:4"}},
	}
	for _, other := range []held{
		{quote: same[0].quote, words: same[0].words, cites: []string{"shelf:5.2"}},
		{quote: same[0].quote, words: []string{"the Silver Pawn"}, cites: same[0].cites},
		{quote: same[0].quote, words: same[0].words, denies: true, cites: same[0].cites},
		{quote: same[0].quote, cites: same[0].cites},
	} {
		if same[0].key() != same[1].key() || other.key() == same[0].key() {
			t.Errorf("%q, %q, %q", same[0].key(), same[1].key(), other.key())
		}
	}
}

// The number of an item is no sentence that holds an answer.
func TestProposedItems(t *testing.T) {
	dir := towers(t)
	article := "# The stairs\n\n1. Ring at the gate of the tower.\n2. Climb the 212 steps of the stairs.\n3. Rest on the roof.\n"
	if err := os.WriteFile(filepath.Join(dir, "sources", "stairs.md"), []byte(article), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, dir)
	said := answer(t, facts.Answered, "2. Climb the 212 steps of the stairs. [1]", 0.4, []string{"stairs:2"}, []string{"212"})
	b.seek = func(context.Context, *facts.Answerer, string, string) (facts.Answer, []facts.Candidate) {
		return said, []facts.Candidate{{From: "passage", Evidence: "Climb the 212 steps of the stairs.", P: 0.4, Answer: said}}
	}
	list := b.Propose(t.Context(), Group{ID: "x", Wordings: []Wording{{Text: "How many steps have the stairs?", Alone: true}}})
	if len(list) == 0 || list[0].Kind != Holds || !slices.Equal(list[0].Quote, []string{"Climb the 212 steps of the stairs."}) {
		t.Errorf("%+v", list)
	}
}
