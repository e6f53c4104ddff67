package store

import (
	"errors"
	"testing"
	"time"
)

func conformMendings(t *testing.T, b Backend) {
	ctx := t.Context()
	at := time.Unix(1_700_000_000, 0)
	for i, e := range []Event{{Kind: Unknown, Question: "one"}, {Kind: Down, Question: "two", Asker: "ann"}, {Kind: Unknown, Question: "three"}} {
		e.At = at.Add(time.Duration(i) * time.Minute)
		if err := b.Record(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	all, err := b.Since(ctx, 0, at.Add(time.Hour), 10)
	if err != nil || len(all) != 3 || all[0].Question != "one" {
		t.Fatalf("since the beginning: %+v, %v", all, err)
	}
	if n, newest, err := b.Stock(ctx); n != 3 || newest != all[2].ID || err != nil {
		t.Errorf("stock: %d up to %d, %v", n, newest, err)
	}
	if list, err := b.Since(ctx, all[2].ID, at.Add(time.Hour), 10); err != nil || len(list) != 0 {
		t.Errorf("nothing is new: %+v, %v", list, err)
	}
	// A vote is cast again in its place, and one is settled: both are found by time.
	if err := b.Record(ctx, Event{Kind: Up, Question: "two", Asker: "ann", At: at.Add(2 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if list, err := b.Since(ctx, all[2].ID, at.Add(time.Hour), 10); err != nil || len(list) != 1 || list[0].Kind != Up || list[0].ID != all[1].ID {
		t.Errorf("a vote again: %+v, %v", list, err)
	}
	if err := b.Record(ctx, Event{Kind: Down, Question: "two", Asker: "ann", Reason: "no", At: at.Add(2 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if ok, err := b.Settle(ctx, "", all[1].ID, at.Add(4*time.Hour)); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if list, err := b.Since(ctx, all[2].ID, at.Add(3*time.Hour), 10); err != nil || len(list) != 1 || list[0].Settled.IsZero() {
		t.Errorf("a vote that was settled: %+v, %v", list, err)
	}

	m := Mending{Topic: Key("one"), Version: 1, Who: "Mina", Kind: "alias", What: "x is another name of y", Edits: "[]", At: at}
	id, err := b.Mend(ctx, m)
	if err != nil || id == 0 {
		t.Fatal(id, err)
	}
	if _, err := b.Mend(ctx, m); !errors.Is(err, ErrMended) {
		t.Errorf("a second of one version: %v", err)
	}
	m.ID = id
	if list, err := b.Mendings(ctx, 0); err != nil || len(list) != 1 || list[0] != m {
		t.Errorf("mendings: %+v, %v", list, err)
	}
	for _, want := range []bool{true, false} {
		if ok, err := b.Undo(ctx, id, "Joon", at.Add(time.Hour)); ok != want || err != nil {
			t.Errorf("undone: %t, %v, want %t", ok, err, want)
		}
	}
	if list, _ := b.Mendings(ctx, 1); len(list) != 1 || list[0].Undoer != "Joon" || list[0].Undone.Unix() != at.Add(time.Hour).Unix() {
		t.Errorf("after undoing: %+v", list)
	}
}
