package store

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func conformCurators(t *testing.T, b Backend) {
	ctx := t.Context()
	if _, err := b.Curator(ctx, "Mina"); !errors.Is(err, ErrUnknownCurator) {
		t.Errorf("nobody: %v", err)
	}
	mina := Curator{Name: "Mina", Role: "reads", At: time.Unix(1_700_000_000, 0)}
	jo := Curator{Name: "Jo", Role: "administers", Given: "Mina", At: time.Unix(1_700_000_001, 0)}
	for _, c := range []Curator{mina, jo} {
		if err := b.SetCurator(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	mina.Role, mina.Given = "mends", "Jo"
	if err := b.SetCurator(ctx, mina); err != nil {
		t.Fatal(err)
	}
	list, err := b.Curators(ctx)
	if err != nil || !reflect.DeepEqual(list, []Curator{jo, mina}) {
		t.Errorf("%+v, %v", list, err)
	}
	if err := b.SetCurator(ctx, Curator{Name: "Jo"}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Curator(ctx, "Jo"); !errors.Is(err, ErrUnknownCurator) {
		t.Errorf("after the role is taken away: %v", err)
	}
	if got, err := b.Curator(ctx, "Mina"); err != nil || got != mina {
		t.Errorf("%+v, %v", got, err)
	}
}

// The log is only added to: not even a statement of SQL changes it, and neither retention
// nor forgetting an asker takes anything away.
func conformAudit(t *testing.T, b Backend) {
	ctx := t.Context()
	for i := range 5 {
		c := Change{At: time.Unix(1_700_000_000+int64(i), 0), Who: "Mina", What: "did " + string(rune('a'+i)), File: "facts/a.yaml", Line: i, Before: "x\ny", After: "z"}
		if err := b.Note(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range []string{"UPDATE audit SET who = 'Jo'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 1"} {
		if _, err := b.(*SQL).db.ExecContext(ctx, statement); err == nil || !strings.Contains(err.Error(), "only added to") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if err := b.Prune(ctx, time.Unix(1_900_000_000, 0), 1, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Forget(ctx, "Mina"); err != nil {
		t.Fatal(err)
	}
	first, err := b.Changes(ctx, 0, 3)
	if err != nil || len(first) != 3 || first[0].What != "did e" {
		t.Fatalf("%+v, %v", first, err)
	}
	rest, err := b.Changes(ctx, first[2].ID, 100)
	if err != nil || len(rest) != 2 || rest[1].What != "did a" {
		t.Fatalf("%+v, %v", rest, err)
	}
	want := Change{ID: rest[0].ID, At: time.Unix(1_700_000_001, 0), Who: "Mina", What: "did b", File: "facts/a.yaml", Line: 1, Before: "x\ny", After: "z"}
	if rest[0] != want {
		t.Errorf("%+v, want %+v", rest[0], want)
	}
}

// What is too long is cut and says so; what no database holds is replaced.
func TestNote(t *testing.T) {
	s := New(NewMemory(), nil)
	defer s.Close()
	if err := s.Note(t.Context(), Change{Who: "Mina", Before: strings.Repeat("가", maxChange), After: "a\x00\xff"}); err != nil {
		t.Fatal(err)
	}
	list, err := s.Changes(t.Context(), 0, 1)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	c := list[0]
	if len(c.Before) > maxChange || !strings.HasSuffix(c.Before, "가\n… (cut)") || c.After != "a\ufffd\ufffd" || time.Since(c.At) > time.Minute {
		t.Errorf("%d bytes, %q, %q, %v", len(c.Before), c.Before[len(c.Before)-20:], c.After, c.At)
	}
}
