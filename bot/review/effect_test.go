package review

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/bot/compare"
	"hapjak/bot/store"
)

// An effect tells the group's own answers, and of the others what is better, worse and
// changed: the curator's set by what is right, what was asked by what is different.
func TestEffect(t *testing.T) {
	b := newBench(t, games(t))
	set := `{"id": "g1", "kind": "who", "turns": [{"q": "who is the wizard of Catan", "status": ["answered"], "short": [["Klaus Teuber"]]}]}
{"id": "g2", "kind": "who", "turns": [{"q": "who published Catan", "status": ["answered"], "short": [["Kosmos"]]}]}
{"q": "who is the wizard of Tikal"}
who designed Carcassonne
`
	if err := os.WriteFile(filepath.Join(b.Dir, questionSet), []byte(set), 0o644); err != nil {
		t.Fatal(err)
	}
	record(t, b.store, store.Event{Question: "who is the wizard of Azul?"}, store.Event{Question: "who is the wizard of the hexagon"})
	b.refresh()
	m := Mending{Kind: Asks, Word: "the wizard of", Relation: "designed_by"}
	group, _ := b.queue.Group(store.Key("who is the wizard of the hexagon"))
	got, err := b.Effect(t.Context(), b.queue, group, m, b.draft(m))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, d := range got.List {
		list = append(list, d.What+" "+d.Question)
	}
	same(t, "differences", list, []string{"better who is the wizard of Catan", "changed who is the wizard of Tikal", "changed who is the wizard of Azul?"})
	if got.Asked != got.Of || got.Of < 5 || got.Counts[compare.Worse] != 0 || got.Questions != questionSet {
		t.Errorf("%+v", got)
	}
	// A relation that is asked for by the same word already gets worse.
	m = Mending{Kind: Asks, Word: "publish", As: "verbs", Relation: "designed_by"}
	if got, err = b.Effect(t.Context(), b.queue, b.group, m, b.draft(m)); err != nil || got.Counts[compare.Worse] != 1 || got.List[0].Question != "who published Catan" {
		t.Errorf("worse: %+v, %v", got, err)
	}
	// Where time runs out it says how far it came.
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	if got, err = b.Effect(ctx, b.queue, b.group, m, b.draft(m)); err != nil || got.Asked != 0 || got.Of < 5 || len(got.Own) > 0 {
		t.Errorf("cut: %+v, %v", got, err)
	}
}

// A question that was voted right, or that a mending answers, has an accepted answer: what spoils it makes
// it worse, and a question of the set that was asked too is told once.
func TestEffectOnAccepted(t *testing.T) {
	b := newBench(t, games(t))
	if err := os.WriteFile(filepath.Join(b.Dir, questionSet), []byte(`{"q": "who published Tikal", "turns": [{"q": "who published Tikal", "status": ["answered"], "short": [["Ravensburger"]]}]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := b.apply(Mending{Kind: Holds, Ask: []string{"who published the one about painted tiles"}, Quote: []string{"It was published by Next Move Games in 2017, is for up to four and was Spiel des Jahres 2018."}, Words: []string{"Next Move Games"}, Cite: "shelf:9"}); err != nil {
		t.Fatal(err)
	}
	up := func(question, answer string) store.Event {
		return store.Event{Kind: store.Up, Question: question, Answer: answer, Status: "answered", Confidence: 1}
	}
	record(t, b.store, up("who published Catan", "Kosmos published Catan. [1]"), up("who published Azul", "Nobody knows."), up("who published Tikal", "Ravensburger published Tikal. [1]"),
		store.Event{Kind: store.Answered, Question: "who published Dominion", Answer: "Rio Grande Games published Dominion. [1]", Status: "answered", Confidence: 1})
	b.refresh()
	m := Mending{Kind: Asks, Word: "publish", As: "verbs", Relation: "designed_by"}
	got, err := b.Effect(t.Context(), b.queue, b.group, m, b.draft(m))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, d := range got.List {
		list = append(list, d.What+" "+d.Question)
	}
	slices.Sort(list)
	same(t, "differences", list, []string{"changed who published Azul", "changed who published Dominion", "worse who published Catan", "worse who published Tikal"})
	know := opened(t, b.Dir)
	b.Know, b.queue = always(know), NewQueue(b.store, always(know))
	b.refresh()
	m = Mending{Kind: Refuses, Ask: []string{"who published the one about painted tiles"}, Says: "No."}
	if got, err = b.Effect(t.Context(), b.queue, Group{}, m, b.draft(m)); err != nil || got.Counts[compare.Worse] != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// A question with a word that points back is tried as it was asked, and listed once whatever was answered.
func TestEffectOnLeaning(t *testing.T) {
	b := newBench(t, games(t))
	const question = "what does it take to win the one with the painted tiles"
	record(t, b.store, store.Event{Question: question}, store.Event{Kind: store.Answered, Status: "answered", Confidence: 0.2, Question: question, Answer: "Four.", Evidence: "shelf:9"})
	b.refresh()
	g, ok := b.queue.Group(store.Key(question))
	if !ok || len(g.Wordings) != 1 || g.Times != 2 || g.Wordings[0].Alone {
		t.Fatalf("%+v", g)
	}
	m := Mending{Kind: Holds, Ask: []string{question}, Quote: []string{"Azul is Michael Kiesling's game about the painted tiles of Portuguese palaces."}, Cite: "shelf:9"}
	got, err := b.Effect(t.Context(), b.queue, g, m, b.draft(m))
	if err != nil || len(got.Own) != 1 || !strings.HasPrefix(got.Own[0].After.Text, "Azul is Michael") {
		t.Errorf("%+v, %v", got.Own, err)
	}
}

// A new name is doubted that another thing or a kind has, or that any question has.
func TestDoubts(t *testing.T) {
	know := opened(t, games(t))
	for word, want := range map[string]string{"the hexagon game": "", "Azul": "is a name of Azul", "board game": "is a word for every game", "the": "stands in many questions", "which of them": "stands in many questions"} {
		list := Mending{Kind: Alias, Thing: "catan", Word: word}.Doubts(know)
		if (len(list) == 0) != (want == "") || !strings.Contains(strings.Join(list, " "), want) {
			t.Errorf("%s: %q", word, list)
		}
	}
}

// A fixed answer is doubted that shares no word with any paragraph that it cites.
func TestCiteDoubts(t *testing.T) {
	know := opened(t, games(t))
	for _, x := range []struct{ answer, cite, want string }{
		{"Klaus Teuber thought it up.", "shelf:2", ""},
		{"Klaus Teuber thought it up.", "shelf:3", "No word of the answer stands in shelf:3, which begins “El Grande is a game of"},
		{"Klaus Teuber thought it up.", "shelf:3 shelf:2", ""},
		{"Yes.", "shelf:3", ""},
	} {
		list := Mending{Kind: Fixes, Ask: []string{"who"}, Answer: x.answer, Cite: x.cite}.Doubts(know)
		if (len(list) == 0) != (x.want == "") || !strings.HasPrefix(strings.Join(list, " "), x.want) {
			t.Errorf("%s %s: %q", x.answer, x.cite, list)
		}
	}
}

// The program finds the wording, the name and the answer that a group lacks.
func TestPropose(t *testing.T) {
	b := newBench(t, games(t))
	for _, x := range []struct{ ask, want string }{
		{"who is the wizard of Catan", "“wizard” asks for the designer."},
		{"who designed the cloisters game", "is another name of Carcassonne"},
	} {
		record(t, b.store, store.Event{Question: x.ask})
		b.refresh()
		g, _ := b.queue.Group(store.Key(x.ask))
		var list []string
		for _, p := range b.Propose(t.Context(), g) {
			list = append(list, p.Sentence+" "+p.Answer)
		}
		if !strings.Contains(strings.Join(list, "\n"), x.want) || len(list) > MostProposed {
			t.Errorf("%s: %q", x.ask, list)
		}
	}
}

// A difference shows the lines that differ, not those between them.
func TestLines(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"", "a\nb\n", "+1 a, +2 b"},
		{"a\nb\n", "", "-1 a, -2 b"},
		{"a\nb\nc\nd\ne\n", "a\nb\nx\nd\ne\n", " 1 a,  2 b, -3 c, +3 x,  4 d,  5 e"},
		{"a\n1\n2\n3\n4\n5\n6\n7\n8\nb\n9\n", "c\n1\n2\n3\n4\n5\n6\n7\n8\nd\n9\n", "-1 a, +1 c,  2 1,  3 2,  4 3,  0 …,  7 6,  8 7,  9 8, -10 b, +10 d,  11 9"},
		{"a\nb\n", "b\nb\na\n", "-1 a,  1 b, +2 b, +3 a"},
		{"a\n", "a\n", ""},
	} {
		var list []string
		for _, l := range (Edit{Before: c.before, After: c.after}).Lines() {
			list = append(list, fmt.Sprintf("%s%d %s", l.Op, l.N, l.Text))
		}
		if got := strings.Join(list, ", "); got != c.want {
			t.Errorf("%q to %q: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}
