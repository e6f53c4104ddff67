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

	"hapjak/bot/store"
	"hapjak/facts"
)

// shipped returns the shipped base, without an encoder.
func shipped(t testing.TB) *facts.Answerer {
	t.Helper()
	know, err := facts.Default()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { know.Close() })
	return know
}

// opened returns the base of a folder.
func opened(t testing.TB, dir string) *facts.Answerer {
	t.Helper()
	know, err := facts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { know.Close() })
	return know
}

// remembered returns a memory for as long as a test runs.
func remembered(t testing.TB) *store.Store {
	memory := store.New(store.NewMemory(), nil)
	t.Cleanup(func() { memory.Close() })
	return memory
}

func always(know *facts.Answerer) func() (*facts.Answerer, func()) {
	return func() (*facts.Answerer, func()) { return know, func() {} }
}

// queue returns an empty queue and its memory.
func queue(t testing.TB) (*Queue, *store.Store) {
	t.Helper()
	memory := remembered(t)
	return NewQueue(memory, always(shipped(t))), memory
}

func record(t testing.TB, memory *store.Store, list ...store.Event) {
	t.Helper()
	for _, e := range list {
		if e.Status == "" && e.Kind == store.Unknown {
			e.Status = "unknown"
		}
		if err := memory.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
}

// shown returns the groups as "wording, wording" in order.
func shown(t testing.TB, q *Queue, show Show) (list []string) {
	t.Helper()
	if left, err := q.Refresh(t.Context(), time.Minute); left > 0 || err != nil {
		t.Fatal(left, err)
	}
	groups, total := q.Groups(show, 0, 100)
	if total != len(groups) {
		t.Errorf("%d groups in all, %d on the page", total, len(groups))
	}
	for _, g := range groups {
		var words []string
		for _, w := range g.Wordings {
			words = append(words, w.Text)
		}
		list = append(list, strings.Join(words, ", "))
	}
	return list
}

func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func down(question, asker, answer string, confidence float64) store.Event {
	return store.Event{Kind: store.Down, Question: question, Asker: asker, Answer: answer, Status: "answered", Confidence: confidence, Evidence: "kobiz-2025:26"}
}

// What asks the same in other words is one group; what asks otherwise of the same thing, or
// the same of another thing, is not.
func TestGroups(t *testing.T) {
	q, memory := queue(t)
	record(t, memory,
		store.Event{Question: "what did snowpiercer cost to make"},
		store.Event{Question: "how much did snowpiercer cost to make?"},
		store.Event{Question: "Snowpiercer cost to make?"},
		store.Event{Question: "what did mr. go cost to make"},
		store.Event{Question: "who composed the music of snowpiercer"},
	)
	same(t, "groups", shown(t, q, ShowOpen), []string{
		"what did snowpiercer cost to make, how much did snowpiercer cost to make?, Snowpiercer cost to make?",
		"what did mr. go cost to make", "who composed the music of snowpiercer"})
}

// What asks the same of two things is no one question, whether the sources have them or not; a thing by another of its
// names, or misspelt, is no other.
func TestOfOthers(t *testing.T) {
	know := shipped(t)
	of := func(text string) *wording {
		w := &wording{text: text, gist: know.Gist(t.Context(), text)}
		w.read(know, vectors{})
		return w
	}
	for _, x := range []struct {
		a, b string
		want bool
	}{
		{"Who directed Snowpiercer?", "Who directed the Amber Lighthouse?", true},
		{"who directed snowpiercer", "who directed mr. go", true},
		{"Who directed Snowpiercer?", "Who directed Snowpeircer?", false},
		{"Who directed Snowpiercer?", "Who shot Snowpiercer?", false},
		{"Who directed Snowpiercer?", "Who made the film on the train?", false},
		{"Who directed Snowpiercer?", "who directed it", false},
		{"Snowpiercer", "Okja", false}, // nothing is the same
	} {
		if got := ofOthers(of(x.a), of(x.b)); got != x.want {
			t.Errorf("%q and %q: %v", x.a, x.b, got)
		}
		if ofOthers(of(x.a), of(x.b)) != ofOthers(of(x.b), of(x.a)) {
			t.Errorf("%q and %q: not either way about", x.a, x.b)
		}
	}
}

// A question is looked at though a word of it points back, where nothing was asked before it:
// its "they" and "it" are its own.
func TestLooksAtAll(t *testing.T) {
	q, memory := queue(t)
	var looked []string
	q.look = func(_ context.Context, _ *facts.Answerer, text, before string) []found {
		looked = append(looked, text+"|"+before)
		return nil
	}
	record(t, memory,
		store.Event{Question: "how did they pay for the film when the studio had left it"},
		store.Event{Question: "and who was in it", Before: "who directed snowpiercer"},
	)
	shown(t, q, ShowOpen)
	for _, want := range []string{"how did they pay for the film when the studio had left it|", "and who was in it|who directed snowpiercer"} {
		if !slices.Contains(looked, want) {
			t.Errorf("looked at %q, not at %q", looked, want)
		}
	}
}

// What the encoder says of two wordings is used whichever came first, and forgotten with them.
func TestHeard(t *testing.T) {
	know := withEncoder(t)
	of := func(text string) *wording {
		return &wording{text: text, gist: know.Gist(t.Context(), text), found: []found{{Ref: "kobiz-2025:27", Words: "prague", P: 0.5}}}
	}
	a, b, c := of("Where was the train film shot?"), of("In which city did they film the one on the train?"), of("Who paid for the film about the train?")
	without := alike(a, b)
	hear(t.Context(), know, a, []*wording{b, c})
	if alike(a, b) == without || alike(a, b) != alike(b, a) {
		t.Errorf("with the encoder %.2f and %.2f, without it %.2f", alike(a, b), alike(b, a), without)
	}
	if alike(a, b) <= alike(a, c) {
		t.Errorf("where asks the same as which city: %.2f; and as who paid: %.2f", alike(a, b), alike(a, c))
	}
	q, memory := queue(t)
	record(t, memory, store.Event{Question: "Where was the train film shot?"})
	shown(t, q, ShowOpen)
	w := q.wordings[store.Key("Where was the train film shot?")]
	w.heard = map[*wording]mutual{a: {}}
	q.reset()
	shown(t, q, ShowOpen)
	if len(w.heard) > 0 {
		t.Error("a wording that nobody asks is still known by another")
	}
}

// How many people and how bad decides the order; the confident wrong ones show before what
// was left open; what was answered well does not.
func TestOrder(t *testing.T) {
	q, memory := queue(t)
	record(t, memory,
		store.Event{Question: "which colour was the curtain", Asker: "a"},
		down("Who directed Okja?", "b", "Kim", 0.95),
		down("Where was Snowpiercer shot?", "c", "Seoul", 0.4),
		store.Event{Kind: store.Answered, Question: "Why do trains stop?", Answer: "Ice.", Status: "answered", Confidence: 0.3},
		store.Event{Kind: store.Answered, Question: "When did The Medium come out?", Answer: "2021", Status: "answered", Confidence: 0.95},
	)
	same(t, "the order", shown(t, q, ShowOpen), []string{"Who directed Okja?", "Where was Snowpiercer shot?", "which colour was the curtain", "Why do trains stop?"})
	same(t, "voted down", shown(t, q, ShowDown), []string{"Who directed Okja?", "Where was Snowpiercer shot?"})
	same(t, "without confidence", shown(t, q, ShowUnsure), []string{"Why do trains stop?"})
	g, ok := q.Group(store.Key("who directed okja"))
	if !ok || g.Down != 1 || g.Sure != 1 || g.People != 1 {
		t.Errorf("the group: %+v", g)
	}
	// Five more people ask about the curtain: their number counts.
	for i := range 5 {
		record(t, memory, store.Event{Question: "which colour was the curtain", Asker: fmt.Sprint(i)})
	}
	if got := shown(t, q, ShowOpen); got[0] != "which colour was the curtain" {
		t.Errorf("first: %s", got[0])
	}
	if g, _ := q.Group(store.Key("which colour was the curtain")); g.People != 6 || g.Unknown != 6 {
		t.Errorf("people: %+v", g)
	}
}

// A group goes by the wording that was answered badly, however often others were answered well, and is told by its bad
// answer; those that were answered well are not offered its mending.
func TestWorst(t *testing.T) {
	q, memory := queue(t)
	const well, silent, wrong = "which colour was the curtain", "please, which colour was the curtain", "tell me, which colour was the curtain"
	answered := func(question, answer string, confidence float64) store.Event {
		return store.Event{Kind: store.Answered, Question: question, Answer: answer, Status: string(facts.Answered), Confidence: confidence}
	}
	for range 3 {
		record(t, memory, answered(well, "Red.", 0.95))
	}
	record(t, memory, store.Event{Question: silent, Answer: "The sources do not say.", Status: string(facts.Unknown)}, answered(silent, "Red.", 0.9))
	same(t, "the order", shown(t, q, ShowOpen), []string{silent + ", " + well})
	g, _ := q.Group(store.Key(well))
	if w := g.Wordings[0]; w.Answer != "The sources do not say." || w.Trouble() != "not answered" || !w.Close || w.Times != 2 {
		t.Errorf("the first: %+v", w)
	}
	if w := g.Wordings[1]; w.Answer != "Red." || w.Trouble() != "" || w.Close || w.Times != 3 {
		t.Errorf("the other: %+v", w)
	}
	record(t, memory, answered(wrong, "Red.", 0.9), down(wrong, "b", "Blue.", 0.9))
	same(t, "with a vote", shown(t, q, ShowOpen), []string{wrong + ", " + silent + ", " + well})
	g, _ = q.Group(store.Key(well))
	if w := g.Wordings[0]; w.Answer != "Blue." || w.Trouble() != "said to be wrong" || w.Down != 1 || g.Down != 1 || g.Bad != badDown+badConfident+badUnknown {
		t.Errorf("the first: %+v of %+v", w, g)
	}
	// Once it is mended they are one question again, the most frequent first.
	if _, err := memory.Mend(t.Context(), store.Mending{Topic: g.ID, Version: 1, Who: "Mina", Kind: string(Refuses), At: time.Now().Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if done := shown(t, q, ShowDone); len(done) != 1 || !strings.HasPrefix(done[0], well) {
		t.Errorf("done: %v", done)
	}
	if g, _ = q.Group(store.Key(well)); !g.Wordings[1].Close {
		t.Errorf("mended: %+v", g.Wordings)
	}
}

// Somebody who asks again in other words right after was not helped.
func TestAskedAgain(t *testing.T) {
	q, memory := queue(t)
	at := time.Now().Add(-time.Hour)
	record(t, memory,
		store.Event{Question: "what did snowpiercer cost to make", Asker: "a", At: at},
		store.Event{Question: "how much did snowpiercer cost to make", Asker: "a", At: at.Add(time.Minute)},
		store.Event{Question: "what did snowpiercer cost to make", Asker: "b", At: at.Add(2 * time.Minute)},
	)
	shown(t, q, ShowOpen)
	if g, _ := q.Group(store.Key("what did snowpiercer cost to make")); g.Again != 1 || g.People != 2 || g.Times != 3 {
		t.Errorf("%+v", g)
	}
}

// What changes in the memory changes in the queue: votes are taken back, complaints settled,
// people forgotten, with their words.
func TestRefresh(t *testing.T) {
	q, memory := queue(t)
	vote := down("Who directed Okja?", "b", "Kim", 0.95)
	vote.Reason, vote.At = "it was Bong", time.Now().Add(-time.Hour)
	record(t, memory, vote, store.Event{Question: "which colour was the curtain", Asker: "a"})
	same(t, "at first", shown(t, q, ShowOpen), []string{"Who directed Okja?", "which colour was the curtain"})
	events, _ := memory.Events(t.Context(), store.Filter{Asker: "b"})
	if ok, err := memory.Settle(t.Context(), "", events[0].ID); !ok || err != nil {
		t.Fatal(ok, err)
	}
	same(t, "settled", shown(t, q, ShowOpen), []string{"which colour was the curtain"})
	again := down("who directed okja", "b", "Kim", 0.95)
	again.Reason = "it was Bong, I say"
	record(t, memory, again)
	same(t, "voted down again", shown(t, q, ShowDown), []string{"Who directed Okja?"})
	if g, _ := q.Group(store.Key("who directed okja")); g.Down != 1 {
		t.Errorf("voted down again: %+v", g)
	}
	up := again
	up.Kind = store.Up
	record(t, memory, up)
	same(t, "taken back", shown(t, q, ShowOpen), []string{"which colour was the curtain"})
	if _, err := memory.Forget(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	same(t, "forgotten", shown(t, q, ShowOpen), nil)
	for key, w := range q.wordings {
		if strings.Contains(w.text, "curtain") {
			t.Errorf("the words of somebody forgotten are held under %s", key)
		}
	}
}

// A group that a curator was done with comes back when it goes wrong again, and when what was
// done is undone.
func TestDone(t *testing.T) {
	q, memory := queue(t)
	record(t, memory, store.Event{Question: "which colour was the curtain", At: time.Now().Add(-time.Hour)})
	shown(t, q, ShowOpen)
	g, _ := q.Group(store.Key("which colour was the curtain"))
	id, err := memory.Mend(t.Context(), store.Mending{Topic: g.ID, Version: g.Version + 1, Who: "Mina", Kind: "aside", What: "put aside"})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "open", shown(t, q, ShowOpen), nil)
	same(t, "done", shown(t, q, ShowDone), []string{"which colour was the curtain"})
	if g, _ := q.Group(g.ID); !g.Done() || g.Mended.Who != "Mina" || g.Version != 1 {
		t.Errorf("the group: %+v", g)
	}
	if ok, err := memory.Undo(t.Context(), id, "Mina"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	same(t, "open again", shown(t, q, ShowOpen), []string{"which colour was the curtain"})
	if _, err := memory.Mend(t.Context(), store.Mending{Topic: g.ID, Version: 2, Who: "Mina", Kind: "aside", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	record(t, memory, store.Event{Kind: store.Answered, Status: string(facts.Answered), Confidence: 1, Question: "which colour was the curtain", At: time.Now().Add(2 * time.Second)})
	same(t, "answered since", shown(t, q, ShowOpen), nil)
	record(t, memory, store.Event{Question: "which colour was the curtain?", At: time.Now().Add(4 * time.Second)})
	same(t, "asked again later", shown(t, q, ShowOpen), []string{"which colour was the curtain"})
}

// A question that is refused as a curator said is done with however often it is asked, in whatever words, until
// somebody votes the refusal down, or it is undone.
func TestRefusedStaysDone(t *testing.T) {
	q, memory := queue(t)
	const question, other = "which colour was the curtain", "please, which colour was the curtain"
	at := time.Now().Add(-time.Hour)
	record(t, memory, store.Event{Question: question, At: at})
	shown(t, q, ShowOpen)
	g, _ := q.Group(store.Key(question))
	id, err := memory.Mend(t.Context(), store.Mending{Topic: g.ID, Version: 1, Who: "Mina", Kind: string(Refuses), At: at.Add(time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	refused := store.Event{Kind: store.Answered, Status: string(facts.Unknown), Confidence: 1, Asker: "a", Answer: "That is not what my sources are about.", Question: question}
	for i := range 4 {
		e := refused
		if e.At = at.Add(time.Duration(i+2) * time.Minute); i%2 == 1 {
			e.Question = other
		}
		record(t, memory, e)
	}
	same(t, "refused again and again", shown(t, q, ShowOpen), nil)
	if g, _ = q.Group(g.ID); !g.Done() || g.Times < 3 || g.Wordings[0].Trouble() != "" {
		t.Errorf("the group: %+v", g)
	}
	for _, w := range q.Weeks(at, 1) {
		if w.Asked != 5 || w.Answered != 0 {
			t.Errorf("the week: %+v", w)
		}
	}
	if ok, err := memory.Undo(t.Context(), id, "Mina"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	same(t, "undone", shown(t, q, ShowOpen), []string{question + ", " + other})
	if _, err := memory.Mend(t.Context(), store.Mending{Topic: g.ID, Version: 2, Who: "Mina", Kind: string(Refuses), At: at.Add(10 * time.Minute)}); err != nil {
		t.Fatal(err)
	}
	same(t, "refused once more", shown(t, q, ShowOpen), nil)
	vote := refused
	vote.Kind, vote.At = store.Down, at.Add(11*time.Minute)
	record(t, memory, vote)
	same(t, "voted down", shown(t, q, ShowDown), []string{question + ", " + other})
}

// What was not answered well before something was stated, and is answered from that now, is no longer to
// be looked at; a vote against an answer is, and what is asked again without an answer. What was voted
// right stays so.
func TestStatedSince(t *testing.T) {
	dir := games(t)
	know := opened(t, dir)
	now := know
	memory := remembered(t)
	q := NewQueue(memory, func() (*facts.Answerer, func()) { return now, func() {} })
	before := time.Now().Add(-time.Hour)
	for _, question := range []string{"who published Azul", "who painted Azul"} {
		record(t, memory, store.Event{Kind: store.Answered, Status: string(facts.Answered), Confidence: 0.3, Question: question, At: before},
			store.Event{Question: question, At: before})
	}
	wrong := down("who designed Azul", "a", "Nobody designed Azul.", 0.9)
	wrong.At = before
	record(t, memory, wrong, store.Event{Kind: store.Up, Status: string(facts.Answered), Confidence: 1, Question: "who published Azul", Asker: "b", Answer: "Next Move.", At: before})
	right := func() (answer string) {
		for _, w := range q.Known(10) {
			answer += w.Right
		}
		return answer
	}
	same(t, "before", shown(t, q, ShowUnsure), []string{"who published Azul", "who painted Azul"})
	if err := Note(t.Context(), memory, "Stated: publisher of Azul.", "Mina", Edit{File: "facts/games.yaml", Before: "a\n", After: "b\n"}); err != nil {
		t.Fatal(err)
	}
	same(t, "stated", shown(t, q, ShowUnsure), []string{"who painted Azul"})
	if right() != "Next Move." {
		t.Errorf("held to be right: %q", right())
	}
	same(t, "all", shown(t, q, ShowOpen), []string{"who designed Azul", "who painted Azul"})
	data, err := os.ReadFile(filepath.Join(dir, "facts/games.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(data), "    - publisher: next-move-games\n      cite: shelf:9\n", "")
	if err := os.WriteFile(filepath.Join(dir, "facts/games.yaml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	now = opened(t, dir)
	same(t, "taken back", shown(t, q, ShowUnsure), []string{"who published Azul", "who painted Azul"})
}

// What does not fit into the time is put into groups later.
func TestRefreshGoesOn(t *testing.T) {
	q, memory := queue(t)
	for i := range 5 {
		record(t, memory, store.Event{Question: fmt.Sprintf("what is number %d", i)})
	}
	left, err := q.Refresh(t.Context(), 0)
	if err != nil || left != 4 {
		t.Fatalf("%d are left, %v", left, err)
	}
	if left, err = q.Refresh(t.Context(), time.Minute); err != nil || left != 0 {
		t.Errorf("%d are left, %v", left, err)
	}
}
