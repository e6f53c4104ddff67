package review

import (
	"testing"
	"time"

	"hapjak/bot/store"
)

// Weeks count what happened from Monday to Sunday, quiet weeks between among them.
func TestWeeks(t *testing.T) {
	q, memory := queue(t)
	at := func(day int) time.Time { return time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC) }
	record(t, memory,
		store.Event{Kind: store.Unknown, Question: "who directed nothing", At: at(8)}, // a Sunday
		store.Event{Kind: store.Answered, Question: "who directed Okja", Answer: "Bong.", Status: "answered", Confidence: 1, At: at(23)},
		store.Event{Kind: store.Unknown, Question: "who directed nobody", At: at(29)},
		store.Event{Kind: store.Down, Question: "who directed Okja", Asker: "a", At: at(25)},
		store.Event{Kind: store.Up, Question: "who directed Okja", Asker: "b", At: at(25)})
	for _, m := range []store.Mending{{Topic: "a", Kind: "alias"}, {Topic: "b", Kind: "aside"}, {Topic: "c", Kind: "value"}} {
		m.Version, m.At, m.Who, m.What = 1, at(27), "Mina", "x"
		id, err := memory.Mend(t.Context(), m)
		if err != nil {
			t.Fatal(err)
		}
		if m.Topic == "c" {
			if ok, err := memory.Undo(t.Context(), id, "Mina"); !ok || err != nil {
				t.Fatal(ok, err)
			}
		}
	}
	if _, err := q.Refresh(t.Context(), time.Minute); err != nil {
		t.Fatal(err)
	}
	got := q.Weeks(at(28), 10)
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	want := []Week{{Begin: day(23), Asked: 2, Answered: 1, Up: 1, Down: 1, Mended: 1, Aside: 1}, {Begin: day(16)}, {Begin: day(9)}, {Begin: day(2), Asked: 1}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
	if list := q.Weeks(at(28), 2); len(list) != 2 || list[0] != want[0] {
		t.Errorf("two: %+v", list)
	}
}
