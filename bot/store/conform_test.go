package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hapjak/bot/store/storetest"
)

// postgresAddress returns the address of an empty schema, where there is a database to test with.
func postgresAddress(t testing.TB) string {
	t.Helper()
	address := storetest.Postgres(t)
	if address == "" {
		t.Skip("HAPJAK_POSTGRES names no PostgreSQL database to test with")
	}
	return address
}

func openPostgres(t testing.TB, address string) *SQL {
	t.Helper()
	s, err := OpenPostgres(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func conformEvents(t *testing.T, b Backend) {
	ctx := t.Context()
	want := Event{Kind: Answered, Question: "Who directed Okja?", Times: 1, Server: "5", Surface: "mention", Asker: "ann", Message: "77",
		Answer: "Bong Joon Ho", Status: "answered", Confidence: 0.75, Evidence: "kobiz-2025:26", At: time.Unix(1_700_000_000, 0)}
	for i, asker := range []string{"ann", "ben", "ann"} {
		e := want
		e.Asker, e.At = asker, want.At.Add(time.Duration(i)*time.Second)
		if err := b.Record(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	all, err := b.Events(ctx, Filter{})
	if err != nil || len(all) != 3 || all[0].ID < all[2].ID {
		t.Fatalf("events = %+v, %v", all, err)
	}
	got := all[2]
	got.ID = 0
	if !reflect.DeepEqual(got, want) {
		t.Errorf("event = %+v, want %+v", got, want)
	}
	if page, _ := b.Events(ctx, Filter{Before: all[1].ID, Limit: 5}); len(page) != 1 || page[0].ID != all[2].ID {
		t.Errorf("the next page = %+v", page)
	}
	if list, _ := b.Events(ctx, Filter{Server: "6"}); len(list) != 0 {
		t.Errorf("another server's: %+v", list)
	}
	if q, _ := b.Questions(ctx, 0); len(q) != 0 {
		t.Errorf("what was answered is on the curator's list: %+v", q)
	}
	if n, err := b.Forget(ctx, "ann"); n != 2 || err != nil {
		t.Errorf("forgot %d, %v", n, err)
	}
	if n, _ := b.Forget(ctx, ""); n != 0 {
		t.Errorf("forgot %d of nobody", n)
	}
	if left, _ := b.Events(ctx, Filter{}); len(left) != 1 || left[0].Asker != "ben" {
		t.Errorf("left = %+v", left)
	}
}

func conformComplaints(t *testing.T, b Backend) {
	ctx := t.Context()
	record := func(e Event) {
		t.Helper()
		e.Question, e.Server, e.At = "Who directed Okja?", "5", time.Unix(1_700_000_000, 0)
		if err := b.Record(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	record(Event{Kind: Unknown})
	record(Event{Kind: Up, Asker: "cat"})
	record(Event{Kind: Down, Asker: "dan"}) // says nothing
	record(Event{Kind: Down, Asker: "ann", Complaint: Better, Reason: "somebody else", Place: "page 3", Evidence: "kobiz-2025:26", Answer: "Bong", Message: "7", Before: "What is Okja?"})
	record(Event{Kind: Down, Asker: "ben", Complaint: Outdated})
	list, err := b.Queue(ctx, "", false, 0)
	if err != nil || len(list) != 2 || list[0].Asker != "ann" || list[1].Complaint != Outdated {
		t.Fatalf("the queue = %+v, %v", list, err)
	}
	if e := list[0]; e.Complaint != Better || e.Reason != "somebody else" || e.Place != "page 3" || e.Before != "What is Okja?" || e.Evidence != "kobiz-2025:26" || !e.Settled.IsZero() {
		t.Errorf("complaint = %+v", e)
	}
	if other, _ := b.Queue(ctx, "6", false, 0); len(other) != 0 {
		t.Errorf("another server's: %+v", other)
	}
	if ok, _ := b.Settle(ctx, "6", list[0].ID, time.Now()); ok {
		t.Error("another server settled it")
	}
	if few, _ := b.Queue(ctx, "5", false, 1); len(few) != 1 {
		t.Errorf("of at most one: %+v", few)
	}
	record(Event{Kind: Down, Asker: "ann"}) // the button again, and the dialogue closed
	if list, _ := b.Queue(ctx, "", false, 0); len(list) != 2 || list[0].Reason != "somebody else" {
		t.Errorf("a second thumbs-down takes the reason away: %+v", list)
	}
	for i := range 2 {
		if ok, err := b.Settle(ctx, "", list[0].ID, time.Unix(1_700_000_100, 0)); ok != (i == 0) || err != nil {
			t.Errorf("settled again: %v, %v", ok, err)
		}
	}
	if list, _ := b.Queue(ctx, "", false, 0); len(list) != 1 || list[0].Asker != "ben" {
		t.Errorf("the queue = %+v", list)
	}
	if list, _ := b.Queue(ctx, "", true, 0); len(list) != 2 || list[0].Settled.Unix() != 1_700_000_100 {
		t.Errorf("all = %+v", list)
	}
	record(Event{Kind: Down, Asker: "ann", Complaint: Wrong}) // still
	if list, _ := b.Queue(ctx, "", false, 0); len(list) != 2 || list[0].Complaint != Wrong || list[0].Reason != "" {
		t.Errorf("complained again: %+v", list)
	}
	if ok, _ := b.Settle(ctx, "", 1<<40, time.Now()); ok {
		t.Error("settled what is not there")
	}
	record(Event{Kind: Up, Asker: "ann"}) // thinks better of it
	if list, _ := b.Queue(ctx, "", false, 0); len(list) != 1 {
		t.Errorf("withdrawn: %+v", list)
	}
}

// TestMigrationOfEachVersion opens databases as each version from the second on left them;
// TestMigration has the first.
func TestMigrationOfEachVersion(t *testing.T) {
	for folder, from := range map[string]func(t *testing.T, fill func(*sql.DB), version int) *SQL{
		"sqlite": func(t *testing.T, fill func(*sql.DB), version int) *SQL {
			dir := t.TempDir()
			db, err := sql.Open("sqlite", filepath.Join(dir, File))
			if err != nil {
				t.Fatal(err)
			}
			fill(db)
			if _, err := db.Exec(fmt.Sprint("PRAGMA user_version = ", version)); err != nil {
				t.Fatal(err)
			}
			db.Close()
			return openSQLite(t, dir)
		},
		"postgres": func(t *testing.T, fill func(*sql.DB), version int) *SQL {
			address := postgresAddress(t)
			db, err := sql.Open("pgx", address)
			if err != nil {
				t.Fatal(err)
			}
			fill(db)
			if _, err := db.Exec(fmt.Sprint("CREATE TABLE schema_version (n INTEGER NOT NULL); INSERT INTO schema_version VALUES (", version, ")")); err != nil {
				t.Fatal(err)
			}
			db.Close()
			return openPostgres(t, address)
		},
	} {
		names, err := fs.Glob(migrations, "migrations/"+folder+"/*.sql")
		if err != nil || len(names) < 5 {
			t.Fatal(names, err)
		}
		for i, name := range names[:len(names)-1] {
			version, err := strconv.Atoi(path.Base(name)[:4])
			if err != nil {
				t.Fatal(err)
			}
			if version < 2 {
				continue
			}
			t.Run(fmt.Sprint(folder, " ", version), func(t *testing.T) {
				s := from(t, func(db *sql.DB) {
					for _, name := range names[:i+1] {
						text, err := migrations.ReadFile(name)
						if err != nil {
							t.Fatal(err)
						}
						if _, err := db.Exec(string(text)); err != nil {
							t.Fatal(name, err)
						}
					}
					if _, err := db.Exec("INSERT INTO event (key, text, kind, asker, reason, at) VALUES ($1, 'Who?', 2, 'a', 'wrong', 60)", key("Who?")); err != nil {
						t.Fatal(err)
					}
				}, version)
				if list, err := s.Queue(t.Context(), "", false, 0); err != nil || len(list) != 1 || list[0].Reason != "wrong" || list[0].Complaint != "" {
					t.Fatalf("the queue = %+v, %v", list, err)
				}
				if err := s.Record(t.Context(), Event{Kind: Down, Question: "Who?", Asker: "a", Complaint: Outdated, Before: "What?", At: time.Now()}); err != nil {
					t.Fatal(err)
				}
				if list, err := s.Queue(t.Context(), "", false, 0); err != nil || len(list) != 1 || list[0].Complaint != Outdated || list[0].Before != "What?" {
					t.Errorf("the queue = %+v, %v", list, err)
				}
				if err := s.Note(t.Context(), Change{Who: "a", What: "b"}); err != nil {
					t.Error(err)
				}
				if _, err := s.Mendings(t.Context(), 0); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// conformServers: a member has one vote on a question in each server, and is counted once.
func conformServers(t *testing.T, b Backend) {
	ctx, now := t.Context(), time.Now()
	for _, v := range []struct{ server, reason string }{{"1", "old"}, {"1", "new"}, {"2", "elsewhere"}, {"", "alone"}} {
		if err := b.Record(ctx, Event{Kind: Down, Question: "who directed Okja?", Server: v.server, Asker: "a", Reason: v.reason, At: now}); err != nil {
			t.Fatal(err)
		}
	}
	for server, want := range map[string]string{"1": "new", "2": "elsewhere"} {
		if list, err := b.Queue(ctx, server, false, 0); err != nil || len(list) != 1 || list[0].Reason != want {
			t.Errorf("in %s: %+v, %v", server, list, err)
		}
	}
	if list, err := b.Questions(ctx, 0); err != nil || len(list) != 1 || list[0].Down != 1 || len(list[0].Reasons) != 3 {
		t.Errorf("questions %+v, %v", list, err)
	}
}

func conformTalks(t *testing.T, b Backend) {
	ctx, now := t.Context(), time.Unix(1_700_000_000, 0)
	since := now.Add(-KeepTalk)
	set := func(key, asker, sealed string, at time.Time) {
		t.Helper()
		if err := b.SetTalk(ctx, Talk{Key: key, Asker: asker, Sealed: []byte(sealed), At: at}, at.Add(-KeepTalk)); err != nil {
			t.Fatal(err)
		}
	}
	is := func(key, want string) {
		t.Helper()
		if got, err := b.Talk(ctx, key, since); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v, want %q", key, got, err, want)
		}
	}
	set("long ago", "a", "x", since.Add(-time.Second))
	is("long ago", "")
	set("here", "a", "first\x00\xff", now.Add(-time.Minute))
	is("here", "first\x00\xff")
	set("here", "b", "second", now)
	set("there", "a", "third", now)
	is("here", "second")
	if got, err := b.Talk(ctx, "long ago", time.Time{}); err != nil || got != nil {
		t.Errorf("what is too old stays: %q, %v", got, err)
	}
	if _, err := b.Forget(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	is("here", "second")
	if _, err := b.Forget(ctx, "b"); err != nil {
		t.Fatal(err)
	}
	is("here", "")
	set("here", "a", "fourth", now)
	if err := b.Prune(ctx, now.Add(KeepTalk+time.Second), 90, 10); err != nil {
		t.Fatal(err)
	}
	is("here", "")
}

func conformPrune(t *testing.T, b Backend) {
	ctx, now := t.Context(), time.Unix(1_700_000_000, 0)
	if err := set(ctx, b, "short", Settings{Days: 2}); err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		for _, server := range []string{"short", "usual"} {
			e := Event{Question: fmt.Sprint("day ", i), Server: server, At: now.AddDate(0, 0, -i)}
			if err := b.Record(ctx, e); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := b.Prune(ctx, now, 7, 6); err != nil {
		t.Fatal(err)
	}
	left := map[string]int{}
	list, _ := b.Events(ctx, Filter{})
	for _, e := range list {
		left[e.Server]++
	}
	if left["short"] != 3 || left["usual"] != 6 {
		t.Errorf("left: %v", left)
	}
}

// begins enters one question.
func begins(ctx context.Context, b Backend, p Pending) (bool, error) {
	fresh, err := b.Begin(ctx, p)
	return err == nil && fresh[0], err
}

func conformPending(t *testing.T, b Backend) {
	ctx, now := t.Context(), time.Now()
	var first atomic.Int32
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			fresh, err := begins(ctx, b, Pending{ID: "1", Owner: fmt.Sprint(i), Lease: now.Add(time.Minute), Body: "text", At: now})
			if err != nil {
				t.Error(err)
			}
			if fresh {
				first.Add(1)
			}
		})
	}
	all.Wait()
	if n := first.Load(); n != 1 {
		t.Fatalf("%d of 8 began one question", n)
	}
	if got, open, err := b.Answers(ctx, "1"); err != nil || len(got) > 0 || !open {
		t.Errorf("answers while it is being answered = %q, open %v, %v", got, open, err)
	}
	if err := b.Done(ctx, "1", []string{"10", "11"}); err != nil {
		t.Fatal(err)
	}
	if got, open, err := b.Answers(ctx, "1"); err != nil || !reflect.DeepEqual(got, []string{"10", "11"}) || open {
		t.Errorf("answers = %q, open %v, %v", got, open, err)
	}
	if got, open, err := b.Answers(ctx, "2"); err != nil || got != nil || open {
		t.Errorf("answers to nothing = %q, open %v, %v", got, open, err)
	}
	if fresh, err := begins(ctx, b, Pending{ID: "1", At: now}); fresh || err != nil {
		t.Errorf("an answered question was begun again: %v, %v", fresh, err)
	}
	if list, err := b.Orphans(ctx, "z", now.Add(time.Hour), now, 10); err != nil || len(list) != 0 {
		t.Errorf("an answered question was taken over: %+v, %v", list, err)
	}
	if fresh, err := b.Begin(ctx, Pending{ID: "1", At: now}, Pending{ID: "5", At: now}, Pending{ID: "5", At: now}, Pending{ID: "6", At: now}); !slices.Equal(fresh, []bool{false, true, false, true}) || err != nil {
		t.Errorf("of four at once: %v, %v", fresh, err)
	}
	// What left no messages is forgotten soon; what did is known for longer.
	if fresh, err := begins(ctx, b, Pending{ID: "3", At: now}); !fresh || err != nil || b.Done(ctx, "3", nil) != nil {
		t.Fatal(fresh, err)
	}
	for _, c := range []struct {
		after      time.Duration
		one, three bool // known
	}{{30 * time.Minute, true, true}, {25 * time.Hour, true, false}, {8 * 24 * time.Hour, false, false}} {
		if err := b.Prune(ctx, now.Add(c.after), 90, 100); err != nil {
			t.Fatal(err)
		}
		for id, known := range map[string]bool{"1": c.one, "3": c.three} {
			fresh, err := begins(ctx, b, Pending{ID: id, At: now.Add(-30 * 24 * time.Hour)})
			if fresh == known || err != nil {
				t.Errorf("%s after %v: %v, %v", id, c.after, fresh, err)
			}
		}
	}
}

func conformOrphans(t *testing.T, b Backend) {
	ctx, now := t.Context(), time.Now()
	begin := func(id, owner string, lease time.Duration) {
		t.Helper()
		if fresh, err := begins(ctx, b, Pending{ID: id, Owner: owner, Lease: now.Add(lease), Body: "b" + id, At: now}); !fresh || err != nil {
			t.Fatal(fresh, err)
		}
	}
	for i := range 20 {
		begin(fmt.Sprint("dead", i), "dead", -time.Second)
	}
	begin("alive", "alive", time.Second)
	begin("stopped", "stopped", time.Minute)
	begin("unsent", "alive", time.Minute)
	if err := b.GiveUp(ctx, "unsent", now); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Renew(ctx, "alive", "", now.Add(time.Minute)); err != nil || n == 0 {
		t.Fatal(err)
	}
	if n, err := b.Renew(ctx, "stopped", "", time.UnixMilli(0)); err != nil || n == 0 { // it gives its questions up
		t.Fatal(err)
	}
	tries := func(id string) int {
		if id == "unsent" { // a try that was given up is not counted
			return 1
		}
		return 2
	}
	var mu sync.Mutex
	taken := map[string]int{}
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for range 10 {
				list, err := b.Orphans(ctx, fmt.Sprint("new", i), now.Add(2*time.Second), now.Add(time.Minute), 3)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				for _, p := range list {
					taken[p.ID]++
					if p.Body != "b"+p.ID || p.Tries != tries(p.ID) || p.At.Unix() != now.Unix() {
						t.Errorf("%+v", p)
					}
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(taken) != 22 || taken["alive"] != 0 {
		t.Errorf("%d taken over: %v", len(taken), taken)
	}
	for id, n := range taken {
		if n != 1 {
			t.Errorf("%s was taken over %d times", id, n)
		}
	}
}

// conformLate: an owner who renews his leases too late takes his own question again, which is no try.
func conformLate(t *testing.T, b Backend) {
	ctx, now := t.Context(), time.Now()
	if _, err := begins(ctx, b, Pending{ID: "1", Owner: "a", Lease: now.Add(-time.Second), At: now}); err != nil {
		t.Fatal(err)
	}
	for n, owner := range []string{"a", "a", "b", "b"} {
		list, err := b.Orphans(ctx, owner, now, now.Add(-time.Second), 10)
		if want := 1 + n/2; err != nil || len(list) != 1 || list[0].Tries != want {
			t.Errorf("%s, after %d: %+v, %v, want %d tries", owner, n, list, err, want)
		}
	}
}

func conformAnswered(t *testing.T, b Backend) {
	ctx, now := t.Context(), time.Unix(1_700_000_000, 0)
	for n, p := range []Pending{{ID: "old", Place: "1/2", At: now.Add(-time.Hour)}, {ID: "command", At: now}, {ID: "open", Place: "1/2", At: now}, {ID: "refused", Place: "1/2", At: now}, {ID: "a", Place: "1/2", Why: "thread", At: now}, {ID: "b", Place: "/3", At: now.Add(time.Second)}} {
		if _, err := begins(ctx, b, p); err != nil {
			t.Fatal(err)
		}
		answers := []string{fmt.Sprint(n), "9"}
		if p.ID == "refused" {
			answers = nil
		}
		if p.ID != "open" {
			if err := b.Done(ctx, p.ID, answers); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := []Pending{{ID: "b", Place: "/3", At: now.Add(time.Second), Answers: []string{"5", "9"}}, {ID: "a", Place: "1/2", Why: "thread", At: now, Answers: []string{"4", "9"}}}
	if got, err := b.Answered(ctx, now, 10); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("answered: %+v, %v, want %+v", got, err, want)
	}
	if got, err := b.Answered(ctx, now, 1); err != nil || len(got) != 1 || got[0].ID != "b" {
		t.Errorf("the newest: %+v, %v", got, err)
	}
}

func conformForgotten(t *testing.T, b Backend) {
	ctx := t.Context()
	last := int64(0)
	for _, want := range [][]string{{"a"}, nil, {"b", "a"}} {
		began := time.Now().Truncate(time.Microsecond)
		for _, asker := range want {
			if _, err := b.Forget(ctx, asker); err != nil {
				t.Fatal(err)
			}
		}
		list, newest, err := b.Forgotten(ctx, last)
		var got []string
		for _, f := range list {
			if got = append(got, f.Asker); f.At.Before(began) || f.At.After(time.Now()) {
				t.Errorf("%s was forgotten at %v, not since %v", f.Asker, f.At, began)
			}
		}
		if err != nil || !reflect.DeepEqual(got, want) || (newest > last) != (want != nil) {
			t.Errorf("after %d: %v, %d, %v, want %v", last, got, newest, err, want)
		}
		last = newest
	}
}

func conformNotices(t *testing.T, b Backend) {
	ctx, now := t.Context(), time.Unix(1_700_000_000, 0)
	var given atomic.Int32
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			if first, err := b.Notice(ctx, "x", now, now.Add(-time.Hour), Pending{ID: fmt.Sprint("x", n), Body: "text", At: now}); err != nil {
				t.Error(err)
			} else if first {
				given.Add(1)
			}
		})
	}
	all.Wait()
	if list, err := b.Orphans(ctx, "z", now, now, 10); given.Load() != 1 || err != nil || len(list) != 1 || list[0].Body != "text" {
		t.Errorf("given %d times; to be given: %+v, %v", given.Load(), list, err)
	}
	for _, c := range []struct {
		key   string
		after time.Duration
		want  bool
	}{{"y", 0, true}, {"x", 59 * time.Minute, false}, {"x", 61 * time.Minute, true}, {"x", 62 * time.Minute, false}} {
		at := now.Add(c.after)
		if first, err := b.Notice(ctx, c.key, at, at.Add(-time.Hour), Pending{ID: fmt.Sprint(c), At: at}); err != nil || first != c.want {
			t.Errorf("%s after %v: %v, %v", c.key, c.after, first, err)
		}
	}
}

func conformRefusals(t *testing.T, b Backend) {
	ctx := t.Context()
	r := Refusal{Channel: "1", Server: "5", Status: 403, At: time.Unix(1_700_000_000, 0)}
	for i := range 2 {
		if news, err := b.Refuse(ctx, r); err != nil || news != (i == 0) {
			t.Errorf("refused again: %v, %v", news, err)
		}
	}
	if got, err := b.Refusals(ctx); err != nil || !reflect.DeepEqual(got, []Refusal{r}) {
		t.Errorf("refusals = %+v, %v", got, err)
	}
	if err := b.Admit(ctx, "1"); err != nil {
		t.Fatal(err)
	}
	if got, _ := b.Refusals(ctx); len(got) != 0 {
		t.Errorf("admitted: %+v", got)
	}
}

// TestMigration opens a file as the first version wrote it.
func TestMigration(t *testing.T) {
	dir := t.TempDir()
	old, err := sql.Open("sqlite", filepath.Join(dir, File))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := migrations.ReadFile("migrations/sqlite/0001_start.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(schema), "PRAGMA user_version = 1",
		"INSERT INTO meta VALUES ('salt', x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff')",
		"INSERT INTO settings VALUES ('1', '10 20', 1, 0, 'ko'), ('2', '', 0, 1, '')",
		fmt.Sprintf("INSERT INTO question VALUES ('%s', 'Who?', 2, 100, 200), ('%s', 'How?', 0, 50, 60)", key("Who?"), key("How?")),
		fmt.Sprintf("INSERT INTO vote VALUES ('%s', 'a', 0, 'wrong', 60), ('%s', 'b', 1, '', 61)", key("How?"), key("How?")),
	} {
		if _, err := old.Exec(text); err != nil {
			t.Fatal(text, err)
		}
	}
	old.Close()
	s := openSQLite(t, dir)
	if salt, err := s.Salt(t.Context()); err != nil || len(salt) != 32 || salt[1] != 0x11 {
		t.Errorf("salt %x, %v", salt, err)
	}
	for server, want := range map[string]Settings{"1": {Channels: []string{"10", "20"}, Every: true, Language: "ko"}, "2": {Private: true}} {
		if got, err := s.Settings(t.Context(), server); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("settings = %+v, %v, want %+v", got, err, want)
		}
	}
	list, err := s.Questions(t.Context(), 0)
	if err != nil || len(list) != 2 || list[0].Text != "Who?" || list[0].Unknown != 2 || list[1].Text != "How?" || list[1].Down != 1 || list[1].Reasons[0] != "wrong" {
		t.Errorf("questions = %+v, %v", list, err)
	}
	// The voter thinks better of it, under the hash that he had.
	if err := s.Record(t.Context(), Event{Kind: Up, Question: "how", Asker: "a", At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if list, _ := s.Questions(t.Context(), 0); len(list) != 1 {
		t.Errorf("a vote counts twice: %+v", list)
	}
}
