package review

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/storage"
	"hapjak/facts/scribe"
)

// A bench is a desk over a copy of the base about board games, with one group in its queue.
type bench struct {
	*Desk
	t     *testing.T
	queue *Queue
	store *store.Store
	group Group
}

func newBench(t *testing.T, dir string) *bench {
	t.Helper()
	know := opened(t, dir)
	memory := remembered(t)
	record(t, memory, store.Event{Question: "who thought up the hexagon game"})
	b := &bench{Desk: &Desk{Dir: dir, Know: always(know), Memory: memory}, t: t, queue: NewQueue(memory, always(know)), store: memory}
	b.refresh()
	return b
}

// games copies the base about board games.
func games(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../facts/testdata/newsubject")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func (b *bench) refresh() {
	b.t.Helper()
	shown(b.t, b.queue, ShowOpen)
	b.group, _ = b.queue.Group(store.Key("who thought up the hexagon game"))
}

func (b *bench) draft(m Mending) Edit {
	b.t.Helper()
	e, err := b.Draft(m)
	if err != nil {
		b.t.Fatal(err)
	}
	return e
}

// apply makes a mending as it is drafted now.
func (b *bench) apply(m Mending) (store.Mending, error) {
	b.t.Helper()
	return b.Apply(b.t.Context(), b.group, m, Mark(b.draft(m).Before), "Mina")
}

func (b *bench) file(name string) string {
	b.t.Helper()
	text, err := read(os.DirFS(b.Dir), name)
	if err != nil {
		b.t.Fatal(err)
	}
	return text
}

func diff(e Edit) string {
	var list []string
	for _, l := range e.Lines() {
		if l.Op != " " {
			list = append(list, l.Op+l.Text)
		}
	}
	return strings.Join(list, "\n")
}

var hexagon = Mending{Kind: Alias, Word: "the hexagon game", Thing: "catan"}

// Each kind of mending changes one file as a person would, is answered from once the file is
// read, and is taken back to the byte.
func TestMendings(t *testing.T) {
	for _, x := range []struct {
		m                        Mending
		file, diff, ask, answers string
	}{
		{hexagon, "facts/games.yaml",
			"-  aliases: [Die Siedler von Catan, Settlers of Catan, The Settlers of Catan]\n+  aliases: [Die Siedler von Catan, Settlers of Catan, The Settlers of Catan, the hexagon game]",
			"Who designed the hexagon game?", "Klaus Teuber designed Catan"},
		{Mending{Kind: Alias, Word: "Big One", Thing: "el-grande"}, "facts/games.yaml", "+  aliases: [Big One]", "Who designed Big One?", "Richard Ulrich and Wolfgang Kramer designed"},
		{Mending{Kind: Asks, Word: "the brain behind", Relation: "designed_by"}, "schema.yaml", "+    phrases: [the brain behind]", "who is the brain behind Catan", "Klaus Teuber designed Catan"},
		{Mending{Kind: Asks, Word: "think up", Relation: "designed_by", As: "verbs"}, "schema.yaml",
			"-    verbs: [design, invent, create, make, come up with]\n+    verbs: [design, invent, create, make, come up with, think up]", "who thought up Catan", "Klaus Teuber designed Catan"},
		{Mending{Kind: States, Thing: "el-grande", Relation: "designed_by", Value: "matt-leacock", Cite: "shelf:3"}, "facts/games.yaml",
			"+    - designed_by: matt-leacock\n+      cite: {at: shelf:3, quote: \"El Grande is a game of Wolfgang Kramer and Richard\", after: \"Ulrich for up to five players\"}", "Who designed El Grande?", "Matt Leacock, Richard Ulrich and Wolfgang Kramer designed"},
		{Mending{Kind: Fixes, Ask: []string{"best game?", "which game is best"}, Answer: "Catan: it is played the most.", Cite: "shelf:2"}, curated.AnswersFile,
			"+# What curators said answers a question, and questions that are out of scope.\n+- ask:\n+    - \"best game?\"\n+    - which game is best\n+  answer: \"Catan: it is played the most.\"\n+  cite: {at: shelf:2, quote: \"Catan came out in 1995 at Kosmos. Klaus Teuber designed it for three or four players, and it won the Spiel des Jahres of its year. Players trade wool, grain, brick, lumber and ore\"}",
			"Which game is best?", "Catan: it is played the most. [1]"},
		{Mending{Kind: Holds, Ask: []string{"whose game is about Portuguese tiles"}, Quote: []string{"Azul is Michael Kiesling's game about the painted tiles of Portuguese palaces."}, Words: []string{"Michael Kiesling"}, Cite: "shelf:9"}, curated.AnswersFile,
			"+# What curators said answers a question, and questions that are out of scope.\n+- ask: whose game is about Portuguese tiles\n+  quote: Azul is Michael Kiesling's game about the painted tiles of Portuguese palaces.\n+  words: Michael Kiesling\n+  cite: {at: shelf:9, quote: \"Azul is Michael Kiesling's game about the painted tiles\", after: \"of Portuguese palaces. It was published by Next Move Games in 2017\"}",
			"Whose game is about the Portuguese tiles?", "Azul is Michael Kiesling's game about the painted tiles of Portuguese palaces. [1]"},
		{Mending{Kind: Refuses, Ask: []string{"how do I cheat"}}, curated.AnswersFile,
			"+# What curators said answers a question, and questions that are out of scope.\n+- ask: how do I cheat\n+  refuse: true", "How do I cheat?", "That is not what my sources are about"},
	} {
		b := newBench(t, games(t))
		before := b.file(x.file)
		e := b.draft(x.m)
		if e.File != x.file || diff(e) != x.diff {
			t.Errorf("%v: %s\n%s\nwant\n%s", x.m, e.File, diff(e), x.diff)
			continue
		}
		done, err := b.apply(x.m)
		if err != nil {
			t.Errorf("%v: %v", x.m, err)
			continue
		}
		fresh := opened(t, b.Dir)
		if got, _ := fresh.Ask(t.Context(), facts.Question{Text: x.ask}); !strings.HasPrefix(got.Text, x.answers) {
			t.Errorf("%v: %s: %s", x.m, x.ask, got.Text)
		}
		b.refresh()
		if !b.group.Done() || b.group.Mended.Who != "Mina" {
			t.Errorf("%v: the group is open: %+v", x.m, b.group)
		}
		if err := b.Undo(t.Context(), done.ID, "Joon"); err != nil {
			t.Errorf("%v: undone: %v", x.m, err)
		}
		if after := b.file(x.file); after != before {
			t.Errorf("%v: undone, %s is\n%s", x.m, x.file, after)
		}
		b.refresh()
		if b.group.Done() {
			t.Errorf("%v: undone, the group is done with", x.m)
		}
		if err := b.Undo(t.Context(), done.ID, "Mina"); !Refused(err) || !strings.Contains(err.Error(), "Joon has undone this already") {
			t.Errorf("%v: undone twice: %v", x.m, err)
		}
	}
}

// Undoing leaves what others changed since; where they changed the same place, it says so and
// leaves all of it.
func TestUndoLeavesTheRest(t *testing.T) {
	b := newBench(t, games(t))
	first, err := b.apply(hexagon)
	if err != nil {
		t.Fatal(err)
	}
	b.refresh()
	second := hexagon
	second.Word = "island game"
	if _, err := b.apply(second); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(b.Dir, "facts/games.yaml")
	if err := os.WriteFile(name, []byte("# by hand\n"+b.file("facts/games.yaml")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := b.Undo(t.Context(), first.ID, "Mina"); err != nil {
		t.Fatal(err)
	}
	text := b.file("facts/games.yaml")
	if !strings.HasPrefix(text, "# by hand\n") || !strings.Contains(text, "Settlers of Catan, island game]") {
		t.Errorf("after undoing the first:\n%.300s", text)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode: %v", info.Mode())
	}
	list, _ := b.store.Mendings(t.Context(), 1)
	changed := strings.Replace(text, "island game", "isle game", 1)
	if err := os.WriteFile(name, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := b.Undo(t.Context(), list[0].ID, "Mina"); !Refused(err) || !strings.Contains(err.Error(), "island game") || b.file("facts/games.yaml") != changed {
		t.Errorf("the same place: %v", err)
	}
}

// Of two curators at one group the second is told; so is who looks at a file that an editor
// has changed since. Neither loses anything.
func TestSecondCurator(t *testing.T) {
	b := newBench(t, games(t))
	theirs := b.group // as the second curator sees it
	other := Mending{Kind: Alias, Word: "hex game", Thing: "catan"}
	mark := Mark(b.draft(other).Before)
	if _, err := b.apply(hexagon); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Apply(t.Context(), theirs, other, mark, "Joon"); !errors.As(err, new(Changed)) {
		t.Errorf("with the file as it was: %v", err)
	}
	if _, err := b.Apply(t.Context(), theirs, other, Mark(b.draft(other).Before), "Joon"); !errors.Is(err, store.ErrMended) {
		t.Errorf("with the group as it was: %v", err)
	}
	if text := b.file("facts/games.yaml"); strings.Contains(text, "hex game") || !strings.Contains(text, "the hexagon game") {
		t.Error("the first one's change is not what is there")
	}
	b.refresh()
	if _, err := b.apply(other); err != nil {
		t.Errorf("having seen it: %v", err)
	}
	// An editor meanwhile.
	b.refresh()
	third := Mending{Kind: Alias, Word: "honeycomb", Thing: "catan"}
	mark = Mark(b.draft(third).Before)
	edited := b.file("facts/games.yaml") + "# typed in an editor\n"
	if err := os.WriteFile(filepath.Join(b.Dir, "facts/games.yaml"), []byte(edited), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Apply(t.Context(), b.group, third, mark, "Mina"); !errors.As(err, new(Changed)) || !strings.Contains(err.Error(), "facts/games.yaml was changed") {
		t.Errorf("an editor meanwhile: %v", err)
	}
	if b.file("facts/games.yaml") != edited {
		t.Error("the editor's change is lost")
	}
}

// What answers.yaml says of a question is said otherwise by the next mending of it, and questions
// that are answered the same join; every other byte stays, and it is taken back.
func TestMendedOtherwise(t *testing.T) {
	b := newBench(t, games(t))
	quote := "Klaus Teuber designed it for three or four players, and it won the Spiel des Jahres of its year."
	holds := func(words string, ask ...string) Mending {
		return Mending{Kind: Holds, Ask: ask, Quote: []string{quote}, Words: []string{words}, Cite: "shelf:2"}
	}
	const head = "# by hand\n- ask: [is it fun, \"was it fun?\"] # who knows\n  refuse: true\n"
	if err := os.WriteFile(filepath.Join(b.Dir, "answers.yaml"), []byte(head), 0o644); err != nil {
		t.Fatal(err)
	}
	entry := func(ask, words string) string {
		return "\n- ask:" + ask + "\n  quote: " + scribe.Text(quote) + "\n  words: " + words +
			"\n  cite: {at: shelf:2, quote: \"Kosmos. Klaus Teuber designed it for three or four players\", before: \"Catan came out in 1995 at\", after: \"and it won the Spiel des Jahres of its year\"}\n"
	}
	var made []store.Mending
	for _, x := range []struct {
		m    Mending
		want string
	}{
		{holds("Klaus Teuber", "whose game was it"), head + entry(" whose game was it", "Klaus Teuber")},
		{holds("Klaus Teuber", "whose game was it", "who made it"), head + entry(" [whose game was it, who made it]", "Klaus Teuber")},
		{holds("Teuber", "Who made it?", "by whom"), head + entry(" [whose game was it]", "Klaus Teuber") + entry("\n    - \"Who made it?\"\n    - by whom", "Teuber")},
		{holds("Teuber", "by whom then"), head + entry(" [whose game was it]", "Klaus Teuber") + entry("\n    - \"Who made it?\"\n    - by whom\n    - by whom then", "Teuber")},
		{holds("Klaus Teuber", "by whom"), head + entry(" [whose game was it, by whom]", "Klaus Teuber") + entry("\n    - \"Who made it?\"\n    - by whom then", "Teuber")},
		{Mending{Kind: Refuses, Ask: []string{"whose game was it", "by whom"}}, head + entry("\n    - \"Who made it?\"\n    - by whom then", "Teuber") + "\n- ask:\n    - whose game was it\n    - by whom\n  refuse: true\n"},
	} {
		if x.m.Kind == Refuses { // it would join what was written by hand
			x.m.Says, x.want = "No.", x.want+"  says: No.\n"
		}
		done, err := b.apply(x.m)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.file("answers.yaml"); got != x.want {
			t.Errorf("%+v:\n%s\nwant\n%s", x.m, got, x.want)
		}
		made = append(made, done)
		b.refresh()
	}
	if _, err := b.Draft(holds("Teuber", "by whom then")); !Refused(err) || !strings.Contains(err.Error(), "says so already") {
		t.Errorf("again: %v", err)
	}
	for i := len(made) - 1; i >= 0; i-- {
		if err := b.Undo(t.Context(), made[i].ID, "Mina"); err != nil {
			t.Fatal(i, err)
		}
	}
	if got := b.file("answers.yaml"); got != head {
		t.Errorf("taken back:\n%s", got)
	}
	// What is written in a way that cannot be cut is left to a person.
	for _, text := range []string{"[{ask: is it fun, refuse: true}]\n", "- {ask: is it\n    fun, refuse: true}\n- ask: x\n  refuse: true\n", "- ask: is\n    it fun\n  refuse: true\n"} {
		if err := os.WriteFile(filepath.Join(b.Dir, "answers.yaml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if e, err := b.Draft(holds("Klaus Teuber", "is it fun")); err == nil {
			if have, err := curated.ReadAnswers("answers.yaml", []byte(e.After), nil); err != nil || len(have) != strings.Count(text, "ask") {
				t.Errorf("%s became\n%s\n%v", text, e.After, err)
			}
		} else if !Refused(err) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// What a mending cites moves with its words in a base of files, and what the article no longer says is
// left out; the base can be read all the same.
func TestMendingsMove(t *testing.T) {
	b := newBench(t, games(t))
	const quote = azul
	for _, m := range []Mending{{Kind: Holds, Ask: []string{"whose tiles are those"}, Quote: []string{quote}, Words: []string{"Michael Kiesling"}, Cite: "shelf:9"},
		{Kind: Fixes, Ask: []string{"are they pretty"}, Answer: "They are.", Cite: "shelf:9"}, {Kind: States, Thing: "azul", Relation: "designed_by", Value: "matt-leacock", Cite: "shelf:9"}} {
		if _, err := b.apply(m); err != nil {
			t.Fatal(err)
		}
		b.refresh()
	}
	article := b.file("sources/shelf.md")
	ask := func(article, question string) (got facts.Answer, cited string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(b.Dir, "sources/shelf.md"), []byte(article), 0o644); err != nil {
			t.Fatal(err)
		}
		got, _ = opened(t, b.Dir).WithoutEncoder().Ask(t.Context(), facts.Question{Text: question})
		for _, c := range got.Citations {
			cited += c.Ref().String() + " "
		}
		return got, cited
	}
	moved := strings.Replace(article, quote, "Rain fell.\n\n"+quote, 1)
	for question, text := range map[string]string{"whose tiles are those": quote, "are they pretty": "They are.", "who designed Azul": "Matt Leacock"} {
		if got, cited := ask(moved, question); !strings.HasPrefix(got.Text, text) || !strings.Contains(cited, "shelf:10") {
			t.Errorf("%s: %s %s", question, got.Text, cited)
		}
	}
	for _, lost := range []string{strings.Replace(article, quote, "Painted tiles are what the game of Azul is about. Michael Kiesling made it.", 1), article[:strings.Index(article, quote)] + "The end.\n"} {
		for question, text := range map[string]string{"whose tiles are those": quote, "are they pretty": "They are.", "who designed Azul": "Matt Leacock"} {
			if got, _ := ask(lost, question); strings.HasPrefix(got.Text, text) {
				t.Errorf("%s is answered on words that are gone: %s", question, got.Text)
			}
		}
	}
}

// A folder that cannot be written to is said to be so, and nothing is noted as done.
func TestReadOnlyBase(t *testing.T) {
	b := newBench(t, games(t))
	b.write = func(string, string) error { return errors.New("read-only file system") }
	_, err := b.apply(hexagon)
	if !Refused(err) || !strings.Contains(err.Error(), "cannot be written to (read-only file system). Nothing was changed") {
		t.Errorf("%v", err)
	}
	b.refresh()
	if b.group.Done() {
		t.Error("the group is done with")
	}
	if list, err := b.store.Mendings(t.Context(), 0); err != nil || len(list) > 0 || b.group.Version != 0 {
		t.Errorf("it is noted: %+v, %v", list, err)
	}
	b.write = nil
	if _, err := b.apply(hexagon); err != nil {
		t.Errorf("once it can be written to: %v", err)
	}
}

const azul = "Azul is Michael Kiesling's game about the painted tiles of Portuguese palaces."

// What cannot be done is said in words, and changes nothing.
func TestRefusedMendings(t *testing.T) {
	b := newBench(t, games(t))
	for _, x := range []struct {
		m    Mending
		want string
	}{
		{Mending{Kind: Alias, Thing: "catan"}, "say which word"},
		{Mending{Kind: Alias, Word: "x", Thing: "none"}, `no thing with the id "none"`},
		{Mending{Kind: Alias, Word: "settlers of  catan", Thing: "catan"}, "is a name of Catan (1995) already"},
		{Mending{Kind: Alias, Word: strings.Repeat("x", maxName+1), Thing: "catan"}, "longer than 100"},
		{Mending{Kind: Asks, Word: "x", Relation: "none"}, "no relation"},
		{Mending{Kind: Asks, Word: "design", Relation: "designed_by", As: "verbs"}, "stands there already"},
		{Mending{Kind: Fixes, Ask: []string{"x"}, Answer: "y", Cite: "shelf:99"}, "no article has the paragraph"},
		{Mending{Kind: Fixes, Ask: []string{"x"}, Answer: "y", Cite: "shelf"}, "no paragraph"},
		{Mending{Kind: Holds, Ask: []string{"x"}, Quote: []string{"Azul is Matt Leacock's game."}, Cite: "shelf:9"}, "does not stand in shelf:9"},
		{Mending{Kind: Holds, Ask: []string{"x"}, Quote: []string{azul}, Words: []string{"Matt Leacock"}, Cite: "shelf:9"}, "“Matt Leacock” does not stand in that sentence"},
		{Mending{Kind: Holds, Ask: []string{"x"}, Quote: []string{azul}, Words: []string{"Michael Kiesling", "nobody"}, Cite: "shelf:9"}, "“nobody” does not stand in that sentence"},
		{Mending{Kind: Refuses}, "at least one"},
		{Mending{Kind: "guess"}, "no way to mend"},
	} {
		if _, err := b.Draft(x.m); !Refused(err) || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%+v: %v, want %q", x.m, err, x.want)
		}
	}
	// A statement that the schema does not allow would be a fault of the base.
	bad := Mending{Kind: States, Thing: "catan", Relation: "published", Value: "1999", Cite: "shelf:2"}
	if _, err := b.apply(bad); !Refused(err) || !strings.Contains(err.Error(), "would have a fault: facts/games.yaml:") {
		t.Errorf("a second year: %v", err)
	}
}

// The base in the program is copied before it is changed; without a place for the copy it
// stays as it is.
func TestShippedIsCopied(t *testing.T) {
	b := newBench(t, games(t))
	know := shipped(t)
	b.Desk.Dir, b.Desk.Know = "", always(know)
	m := Mending{Kind: Alias, Word: "the pig film", Thing: "okja"}
	if _, err := b.apply(m); !Refused(err) || !strings.Contains(err.Error(), "--data DIR") {
		t.Errorf("no place for a copy: %v", err)
	}
	b.refresh()
	b.Copy = filepath.Join(t.TempDir(), "data", "base")
	if _, err := b.apply(m); err != nil {
		t.Fatal(err)
	}
	fresh := opened(t, b.Copy)
	if got, _ := fresh.Ask(t.Context(), facts.Question{Text: "who directed the pig film"}); got.Text != "Bong Joon Ho directed Okja (2017). [1]" {
		t.Errorf("the copy answers: %s", got.Text)
	}
	if b.Copied() != b.Copy {
		t.Errorf("the copy is in %s", b.Copied())
	}
}

// What is mended of an import stands beside it, and is added to as it grows.
func TestImportedIsMendedBeside(t *testing.T) {
	dir := games(t)
	base := opened(t, dir)
	if err := storage.Commit(t.Context(), dir, storage.Part{Name: storage.PartFacts, Write: func(_ context.Context, w io.Writer) error { return base.Base().Write(w) }}); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, dir)
	for _, m := range []Mending{hexagon, {Kind: Alias, Word: "island game", Thing: "catan"}, {Kind: Alias, Word: "Big One", Thing: "el-grande"},
		{Kind: Asks, Word: "the brain behind", Relation: "designed_by"}, {Kind: Asks, Word: "masterminded by", Relation: "designed_by"}, {Kind: Asks, Word: "the house of", Relation: "publisher"},
		{Kind: States, Thing: "el-grande", Relation: "designed_by", Value: "matt-leacock", Cite: "shelf:3"}} {
		if _, err := b.apply(m); err != nil {
			t.Fatalf("%+v: %v\n%s", m, err, b.file(curated.MendingsFile))
		}
		b.refresh()
	}
	want := `# What curators added to what was imported.
things:
  - id: catan
    aliases: [the hexagon game, island game]
  - id: el-grande
    aliases: [Big One]
    facts:
      - designed_by: matt-leacock
        cite: {at: shelf:3, quote: "El Grande is a game of Wolfgang Kramer and Richard", after: "Ulrich for up to five players"}
relations:
  designed_by:
    phrases: [the brain behind, masterminded by]
  publisher:
    phrases: [the house of]
`
	if got := b.file(curated.MendingsFile); got != want {
		t.Errorf("mendings.yaml:\n%s\nwant\n%s", got, want)
	}
	fresh := opened(t, dir)
	for q, want := range map[string]string{"who designed the hexagon game": "Klaus Teuber designed Catan", "who is the brain behind Big One": "Matt Leacock, Richard Ulrich and Wolfgang Kramer designed El Grande"} {
		if got, _ := fresh.Ask(t.Context(), facts.Question{Text: q}); !strings.HasPrefix(got.Text, want) {
			t.Errorf("%s: %s", q, got.Text)
		}
	}
}
