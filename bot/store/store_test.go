package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestConformance holds every backend to the same behaviour.
func TestConformance(t *testing.T) {
	backends := map[string]func(t *testing.T) Backend{
		"memory":   func(*testing.T) Backend { return NewMemory() },
		"sqlite":   func(t *testing.T) Backend { return openSQLite(t, t.TempDir()) },
		"postgres": func(t *testing.T) Backend { return openPostgres(t, postgresAddress(t)) },
	}
	for name, open := range backends {
		t.Run(name, func(t *testing.T) {
			t.Run("settings", func(t *testing.T) { conformSettings(t, open(t)) })
			t.Run("questions", func(t *testing.T) { conformQuestions(t, open(t)) })
			t.Run("votes", func(t *testing.T) { conformVotes(t, open(t)) })
			t.Run("complaints", func(t *testing.T) { conformComplaints(t, open(t)) })
			t.Run("servers", func(t *testing.T) { conformServers(t, open(t)) })
			t.Run("late", func(t *testing.T) { conformLate(t, open(t)) })
			t.Run("events", func(t *testing.T) { conformEvents(t, open(t)) })
			t.Run("mendings", func(t *testing.T) { conformMendings(t, open(t)) })
			t.Run("pruning", func(t *testing.T) { conformPrune(t, open(t)) })
			t.Run("pending", func(t *testing.T) { conformPending(t, open(t)) })
			t.Run("taking over", func(t *testing.T) { conformOrphans(t, open(t)) })
			t.Run("answered", func(t *testing.T) { conformAnswered(t, open(t)) })
			t.Run("talks", func(t *testing.T) { conformTalks(t, open(t)) })
			t.Run("forgotten", func(t *testing.T) { conformForgotten(t, open(t)) })
			t.Run("notices", func(t *testing.T) { conformNotices(t, open(t)) })
			t.Run("refusals", func(t *testing.T) { conformRefusals(t, open(t)) })
			t.Run("curators", func(t *testing.T) { conformCurators(t, open(t)) })
			t.Run("audit", func(t *testing.T) { conformAudit(t, open(t)) })
			t.Run("salt", func(t *testing.T) { conformSalt(t, open(t)) })
			t.Run("parallel", func(t *testing.T) { conformParallel(t, open(t)) })
		})
	}
}

func openSQLite(t testing.TB, dir string) *SQL {
	t.Helper()
	s, err := OpenSQLite(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func conformSettings(t *testing.T, b Backend) {
	ctx := t.Context()
	if got, err := b.Settings(ctx, "1"); err != nil || !reflect.DeepEqual(got, Settings{}) {
		t.Fatalf("settings nobody chose: %+v, %v", got, err)
	}
	for _, want := range []Settings{
		{Channels: []string{"10", "20"}, Every: true, Private: true, Language: "ko"},
		{Channels: []string{"30"}, Keep: KeepAll, Days: 7, Base: "games", Bases: map[string]string{"30": UsualBase, "31": "films"}},
		{},
	} {
		if err := set(ctx, b, "1", want); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Settings(ctx, "1"); err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("settings = %+v, %v, want %+v", got, err, want)
		}
	}
	if got, _ := b.Settings(ctx, "2"); !reflect.DeepEqual(got, Settings{}) {
		t.Fatalf("another server got %+v", got)
	}
}

func conformQuestions(t *testing.T, b Backend) {
	at := time.Unix(1_700_000_000, 0)
	ask := func(q string) {
		t.Helper()
		if err := b.Record(t.Context(), Event{Kind: Unknown, Question: q, At: at}); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Second)
	}
	ask("Who scored Okja?")
	ask("who scored  OKJA")
	ask("설국열차 음악은 누가 만들었나요?")
	ask("A first question?")
	got, err := b.Questions(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Who scored Okja? 2", "A first question? 1", "설국열차 음악은 누가 만들었나요? 1"}
	if fmt.Sprint(texts(got)) != fmt.Sprint(want) {
		t.Fatalf("questions = %q, want %q", texts(got), want)
	}
	if !got[0].First.Equal(time.Unix(1_700_000_000, 0)) || !got[0].Last.Equal(time.Unix(1_700_000_001, 0)) {
		t.Errorf("first and last: %v, %v", got[0].First, got[0].Last)
	}
	if one, _ := b.Questions(t.Context(), 1); len(one) != 1 {
		t.Errorf("a limit of 1 gave %d", len(one))
	}
}

func texts(list []Question) []string {
	var out []string
	for _, q := range list {
		out = append(out, fmt.Sprintf("%s %d", q.Text, q.Unknown+q.Down))
	}
	return out
}

func conformVotes(t *testing.T, b Backend) {
	const q = "Who directed Okja?"
	for i, e := range []Event{
		{Kind: Down, Question: q, Asker: "a"},
		{Kind: Down, Question: q, Asker: "a", Reason: "wrong"}, // the same person: one vote
		{Kind: Down, Question: q, Asker: "b"},
		{Kind: Up, Question: q, Asker: "c"},
		{Kind: Up, Question: "Who directed Parasite?", Asker: "a"}, // never on the list
	} {
		e.At = time.Unix(int64(1_700_000_000+i), 0)
		if err := b.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	got, err := b.Questions(t.Context(), 0)
	if err != nil || len(got) != 1 {
		t.Fatalf("questions = %+v, %v", got, err)
	}
	if got[0].Down != 2 || got[0].Unknown != 0 || !reflect.DeepEqual(got[0].Reasons, []string{"wrong"}) {
		t.Fatalf("question = %+v", got[0])
	}
	// Somebody thinks better of it.
	for _, voter := range []string{"a", "b"} {
		if err := b.Record(t.Context(), Event{Kind: Up, Question: q, Asker: voter, At: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := b.Questions(t.Context(), 0); len(got) != 0 {
		t.Fatalf("after the votes were taken back: %+v", got)
	}
}

func conformSalt(t *testing.T, b Backend) {
	one, err := b.Salt(t.Context())
	if err != nil || len(one) < 16 {
		t.Fatalf("salt of %d bytes, %v", len(one), err)
	}
	two, err := b.Salt(t.Context())
	if err != nil || !bytes.Equal(one, two) {
		t.Fatalf("the salt changed, %v", err)
	}
}

func conformParallel(t *testing.T, b Backend) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 25 {
				if err := b.Record(t.Context(), Event{Kind: Unknown, Question: "same", At: time.Now()}); err != nil {
					t.Error(i, err)
				}
				b.Questions(t.Context(), 1)
			}
		})
	}
	wg.Wait()
	if got, err := b.Questions(t.Context(), 0); err != nil || len(got) != 1 || got[0].Unknown != 200 {
		t.Fatalf("questions = %+v, %v", got, err)
	}
}

func TestSQLiteSurvivesReopening(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b?c#d") // a path that a careless URI would misread
	a := openSQLite(t, dir)
	salt, _ := a.Salt(t.Context())
	if err := set(t.Context(), a, "1", Settings{Language: "ko"}); err != nil {
		t.Fatal(err)
	}
	b := openSQLite(t, dir) // while the first is still open: another process
	if got, err := b.Settings(t.Context(), "1"); err != nil || got.Language != "ko" {
		t.Fatalf("settings = %+v, %v", got, err)
	}
	if again, _ := b.Salt(t.Context()); !bytes.Equal(salt, again) {
		t.Error("two processes have two salts")
	}
	if _, err := os.Stat(filepath.Join(dir, File)); err != nil {
		t.Error(err)
	}
}

// logged returns a logger and what it wrote.
func logged() (*slog.Logger, *bytes.Buffer) {
	var b bytes.Buffer
	return slog.New(slog.NewTextHandler(&b, nil)), &b
}

func TestOpenSaysTheRemedy(t *testing.T) {
	cases := map[string]func(t *testing.T) string{
		"corrupt": func(t *testing.T) string {
			dir := t.TempDir()
			write(t, filepath.Join(dir, File), strings.Repeat("this is no database. ", 1000))
			return dir
		},
		"damaged in the middle": func(t *testing.T) string {
			dir := t.TempDir()
			s := openSQLite(t, dir)
			for i := range 300 {
				s.Record(t.Context(), Event{Kind: Unknown, Question: fmt.Sprintf("question number %d about %s", i, strings.Repeat("x", 100)), At: time.Now()})
			}
			s.Close()
			data, err := os.ReadFile(filepath.Join(dir, File))
			if err != nil {
				t.Fatal(err)
			}
			copy(data[len(data)/2:], bytes.Repeat([]byte{0xA5}, 12_000))
			write(t, filepath.Join(dir, File), string(data))
			return dir
		},
		"a file where the directory should be": func(t *testing.T) string {
			name := filepath.Join(t.TempDir(), "file")
			write(t, name, "x")
			return name
		},
		"a directory where the file should be": func(t *testing.T) string {
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, File), 0o700); err != nil {
				t.Fatal(err)
			}
			return dir
		},
		"a database of a later version": func(t *testing.T) string {
			dir := t.TempDir()
			s := openSQLite(t, dir)
			if _, err := s.db.Exec("PRAGMA user_version = 99"); err != nil {
				t.Fatal(err)
			}
			return dir
		},
		"an address that is none":    func(*testing.T) string { return "postgres://%zz" },
		"a server that is not there": func(*testing.T) string { return "postgres://me:secret@127.0.0.1:1/none" },
	}
	for name, dir := range cases {
		t.Run(name, func(t *testing.T) {
			s, err := Open(dir(t), nil)
			if err == nil {
				s.Close()
				t.Fatal("a bot that forgets everything starts")
			}
			if !strings.Contains(err.Error(), "--data") && !strings.Contains(err.Error(), "run that one") || strings.Contains(err.Error(), "secret") {
				t.Errorf("err = %v", err)
			}
		})
	}
}

func TestNoData(t *testing.T) {
	log, text := logged()
	s, err := Open("", log)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Record(t.Context(), Event{Kind: Unknown, Question: "q"}); err != nil {
		t.Error(err)
	}
	if n := strings.Count(text.String(), "\n"); n != 1 || s.Health() == nil {
		t.Errorf("%d lines in the log, health %v", n, s.Health())
	}
	if s.Hash("1") == "" || s.Hash("1") == s.Hash("2") {
		t.Error("no hash")
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFull(t *testing.T) {
	dir := t.TempDir()
	db := openSQLite(t, dir)
	db.db.SetMaxOpenConns(1) // the pragma is the connection's
	var pages int
	if err := db.db.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		t.Helper()
		if _, err := db.db.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 2)
	log, text := logged()
	s := New(db, log)
	defer s.Close()
	var err error
	for i := 0; err == nil && i < 1000; i++ {
		err = s.Record(t.Context(), Event{Kind: Unknown, Question: fmt.Sprint(i, strings.Repeat(" word", 80))})
	}
	if err == nil {
		t.Fatal("the disk never filled")
	}
	if s.Health() == nil || strings.Count(text.String(), "\n") != 1 {
		t.Fatalf("health %v, log:\n%s", s.Health(), text)
	}
	if err := set(t.Context(), s, strings.Repeat("1", 5000), Settings{Private: true}); err == nil {
		t.Error("a full disk took the settings")
	}
	if got := s.Settings(t.Context(), strings.Repeat("1", 5000)); got.Private {
		t.Error("settings hold that no other process knows")
	}
	limit(1 << 20) // somebody made room
	if err := s.Record(t.Context(), Event{Kind: Unknown, Question: "room again"}); err != nil {
		t.Fatal(err)
	}
	if s.Health() != nil {
		t.Errorf("after room was made: %v", s.Health())
	}
}

func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	db := openSQLite(t, dir)
	if err := set(t.Context(), db, "1", Settings{Language: "ko"}); err != nil {
		t.Fatal(err)
	}
	db.Close()
	ro, err := OpenReader(dir)
	if err != nil {
		t.Fatal(err)
	}
	log, text := logged()
	s := New(ro, log)
	defer s.Close()
	if got := s.Settings(t.Context(), "1"); got.Language != "ko" {
		t.Errorf("settings = %+v", got)
	}
	if err := s.Record(t.Context(), Event{Kind: Unknown, Question: "q"}); err == nil || s.Health() == nil {
		t.Errorf("record: %v, health: %v", err, s.Health())
	}
	if n := strings.Count(text.String(), "\n"); n != 1 {
		t.Errorf("%d lines in the log:\n%s", n, text)
	}
}

func TestOpenReaderWantsAFile(t *testing.T) {
	if _, err := OpenReader(t.TempDir()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("err = %v", err)
	}
}

// stuck is a backend whose disk hangs.
type stuck struct {
	*SQL
	free chan struct{}
}

func (s stuck) Record(ctx context.Context, e Event) error {
	<-s.free
	return s.SQL.Record(ctx, e)
}

// Close leaves the database open, to look at.
func (s stuck) Close() error { return nil }

func TestAHangingDiskDoesNotHoldUpAnswers(t *testing.T) {
	b := stuck{NewMemory(), make(chan struct{})}
	s := New(b, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := s.Record(ctx, Event{Kind: Unknown, Question: "q"}); !errors.Is(err, context.DeadlineExceeded) { // while the disk hangs
		t.Errorf("err = %v", err)
	}
	var busy error
	for range maxQueue + 2 {
		if busy = s.Record(ctx, Event{Kind: Unknown, Question: "q"}); errors.Is(busy, ErrBusy) {
			break
		}
	}
	if !errors.Is(busy, ErrBusy) {
		t.Errorf("a full queue gave %v", busy)
	}
	close(b.free)
	s.Close()
	for range 1000 { // the closing does not wait for all of them
		if got, _ := s.Questions(t.Context(), 0); len(got) == 1 && got[0].Unknown > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("nothing is written after the disk came back")
	if err := s.Record(t.Context(), Event{Kind: Unknown, Question: "q"}); err == nil {
		t.Error("a closed store took a write")
	}
}

func TestRecordIsBounded(t *testing.T) {
	s := New(NewMemory(), nil)
	defer s.Close()
	for _, q := range []string{"", "  ", "!?…", "\x00"} {
		if err := s.Record(t.Context(), Event{Kind: Unknown, Question: q}); err != nil {
			t.Errorf("%q: %v", q, err)
		}
	}
	if err := s.Record(t.Context(), Event{Kind: Unknown, Question: strings.Repeat("설국열차 ", 4000)}); err != nil {
		t.Fatal(err)
	}
	got, _ := s.Questions(t.Context(), 0)
	if len(got) != 1 || len([]rune(got[0].Text)) != maxText {
		t.Errorf("kept %d questions", len(got))
	}
}

// TestSettingsOfAnother: what another process has set counts at once.
func TestSettingsOfAnother(t *testing.T) {
	eachProcess(t, func(t *testing.T, process func() Backend) {
		one, two := New(process(), nil), New(process(), nil)
		for _, private := range []bool{false, true, false} {
			if err := set(t.Context(), one, "1", Settings{Private: private}); err != nil {
				t.Fatal(err)
			}
			for _, s := range []*Store{one, two} {
				if got := s.Settings(t.Context(), "1"); got.Private != private {
					t.Errorf("private %v is read as %v", private, got.Private)
				}
			}
		}
	})
}

// slowRead is a backend whose reads of settings say that they began, and wait.
type slowRead struct {
	Backend
	began, goOn chan struct{}
}

func (s slowRead) Settings(ctx context.Context, server string) (Settings, error) {
	got, err := s.Backend.Settings(ctx, server)
	s.began <- struct{}{}
	<-s.goOn
	return got, err
}

// TestSettingsAreReadTogether: those who ask for a server's settings while they are read wait for one further
// reading, which sees what was changed before they asked.
func TestSettingsAreReadTogether(t *testing.T) {
	b := slowRead{NewMemory(), make(chan struct{}), make(chan struct{})}
	s := New(b, nil)
	first := make(chan Settings)
	go func() { first <- s.Settings(t.Context(), "1") }()
	<-b.began
	if err := set(t.Context(), b.Backend, "1", Settings{Private: true}); err != nil {
		t.Fatal(err)
	}
	var busy sync.WaitGroup
	for range 100 {
		busy.Go(func() {
			if !s.Settings(t.Context(), "1").Private {
				t.Error("read before it was asked for")
			}
		})
	}
	for waiting := func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.reading["1"].next != nil }; !waiting(); {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(20 * time.Millisecond) // for the others of the hundred
	b.goOn <- struct{}{}
	if (<-first).Private {
		t.Error("the first read what was changed after it")
	}
	reads := 1
	done := make(chan struct{})
	go func() { busy.Wait(); close(done) }()
	for {
		select {
		case <-b.began:
			reads++
			b.goOn <- struct{}{}
			continue
		case <-done:
		}
		break
	}
	if reads > 10 { // 2, where all have come in time
		t.Errorf("%d readings for 101 who asked", reads)
	}
}

// TestSettingsOfTwoAtOnce: of two processes that change a server's settings at once each keeps what the other
// changed, and what is refused is neither changed nor a fault of the store.
func TestSettingsOfTwoAtOnce(t *testing.T) {
	eachProcess(t, func(t *testing.T, process func() Backend) {
		const each = 20
		var busy sync.WaitGroup
		two := []*Store{New(process(), nil), New(process(), nil)}
		for i, s := range two {
			for n := range each {
				busy.Go(func() {
					_, err := s.ChangeSettings(t.Context(), "1", func(v *Settings) error {
						v.Channels = append(v.Channels, fmt.Sprint(i, n))
						return nil
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
		}
		busy.Wait()
		refused := errors.New("refused")
		_, err := two[0].ChangeSettings(t.Context(), "1", func(v *Settings) error { v.Channels = nil; return refused })
		if !errors.Is(err, refused) || two[0].Health() != nil {
			t.Errorf("%v, %v", err, two[0].Health())
		}
		for _, s := range two {
			if got := s.Settings(t.Context(), "1").Channels; len(got) != 2*each {
				t.Errorf("%d of %d channels: %v", len(got), 2*each, got)
			}
		}
	})
}

// set changes a server's settings, whatever they were.
func set(ctx context.Context, s interface {
	ChangeSettings(context.Context, string, func(*Settings) error) (Settings, error)
}, server string, v Settings) error {
	_, err := s.ChangeSettings(ctx, server, func(old *Settings) error { *old = v; return nil })
	return err
}

// eachProcess runs a test on each database that several processes may have open.
func eachProcess(t *testing.T, test func(t *testing.T, process func() Backend)) {
	for name, open := range map[string]func(t *testing.T) func() Backend{
		"sqlite": func(t *testing.T) func() Backend {
			dir := t.TempDir()
			return func() Backend { return openSQLite(t, dir) }
		},
		"postgres": func(t *testing.T) func() Backend {
			address := postgresAddress(t)
			return func() Backend { return openPostgres(t, address) }
		},
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// TestSettingsAfterAFailedWrite: what another process sets counts also where a write has failed here.
func TestSettingsAfterAFailedWrite(t *testing.T) {
	shared := NewMemory()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	one, two := New(unwritable{shared}, nil), New(shared, nil)
	if err := set(ended, one, "1", Settings{Language: "ko"}); err == nil {
		t.Fatal("it was written")
	}
	for _, want := range []Settings{{}, {Private: true}} {
		if err := set(t.Context(), two, "1", want); err != nil {
			t.Fatal(err)
		}
		if got := one.Settings(t.Context(), "1"); got.Private != want.Private || got.Language != "" {
			t.Errorf("settings = %+v, want %+v", got, want)
		}
	}
}

// unwritable is a backend that takes no settings.
type unwritable struct{ Backend }

func (unwritable) ChangeSettings(context.Context, string, func(*Settings) error) (Settings, error) {
	return Settings{}, errors.New("full")
}

// TestForgottenInTheFiles: the words of who was forgotten, and those of questions that are answered, are
// in none of the files, while the bot runs on.
func TestForgottenInTheFiles(t *testing.T) {
	dir := t.TempDir()
	s := New(openSQLite(t, dir), nil)
	defer s.Close()
	ctx := t.Context()
	for n := range 50 {
		if err := s.Record(ctx, Event{Question: fmt.Sprint("of the zebrafinch ", n), Asker: "ann"}); err != nil {
			t.Fatal(err)
		}
		if err := s.Record(ctx, Event{Question: fmt.Sprint("of the capercaillie ", n), Asker: "bob"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Begin(ctx, Pending{ID: "1", Body: "the quokka"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Done(ctx, "1", nil); err != nil {
		t.Fatal(err)
	}
	holds := func(word string) bool {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		return slices.ContainsFunc(files, func(file string) bool {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			return bytes.Contains(data, []byte(word))
		})
	}
	if !holds("zebrafinch") || !holds("quokka") {
		t.Fatal("what is kept is not found in the files: the test shows nothing")
	}
	if n, err := s.Forget(ctx, "ann"); n != 50 || err != nil {
		t.Fatal(n, err)
	}
	if holds("zebrafinch") || holds("quokka") || !holds("capercaillie") {
		t.Errorf("of who was forgotten: %v; of a question that was answered: %v; of another: %v", holds("zebrafinch"), holds("quokka"), holds("capercaillie"))
	}
}

func TestSettingsAreHeld(t *testing.T) {
	m := NewMemory()
	s := New(m, nil)
	defer s.Close()
	for i := range maxCached + 10 {
		s.Settings(t.Context(), fmt.Sprint(i))
	}
	if n := len(s.cache); n > maxCached {
		t.Errorf("%d servers in memory", n)
	}
	if err := set(t.Context(), s, "x", Settings{Every: true}); err != nil {
		t.Fatal(err)
	}
	if !s.Settings(t.Context(), "x").Every {
		t.Error("the settings are not seen at once")
	}
}

func BenchmarkRecord(b *testing.B) {
	s := New(openSQLite(b, b.TempDir()), nil)
	defer s.Close()
	for i := 0; b.Loop(); i++ {
		if err := s.Record(b.Context(), Event{Kind: Unknown, Question: fmt.Sprint("question ", i%1000)}); err != nil {
			b.Fatal(err)
		}
	}
}

// A slow backend keeps a write until it is told to go on, and notes how many questions are entered at once.
type slow struct {
	Backend
	began, goOn chan struct{}
	entered     []int
}

func (b *slow) Admit(ctx context.Context, channel string) error {
	if b.entered == nil {
		b.entered = []int{}
		close(b.began)
		<-b.goOn
	}
	b.entered = append(b.entered, 0)
	return b.Backend.Admit(ctx, channel)
}

func (b *slow) Begin(ctx context.Context, list ...Pending) ([]bool, error) {
	b.entered = append(b.entered, len(list))
	if slices.ContainsFunc(list, func(p Pending) bool { return p.Body == "bad" }) {
		return nil, errors.New("bad")
	}
	return b.Backend.Begin(ctx, list...)
}

// TestEnteredTogether: questions are entered before whatever else is to be written, those that wait in
// one write; and one that cannot be is alone left out.
func TestEnteredTogether(t *testing.T) {
	for _, body := range []string{"good", "bad"} {
		b := &slow{Backend: NewMemory(), began: make(chan struct{}), goOn: make(chan struct{})}
		s := New(b, nil)
		var all sync.WaitGroup
		admit := func() { all.Go(func() { s.Admit(t.Context(), "1") }) }
		admit()
		<-b.began
		for range 20 {
			admit()
		}
		const many = 30
		for n := range many {
			p := Pending{ID: fmt.Sprint(n), Body: "good"}
			if n == 7 {
				p.Body = body
			}
			all.Go(func() {
				if fresh, err := s.Begin(t.Context(), p); !fresh || (err != nil) != (p.Body == "bad") {
					t.Errorf("%s %s: %v, %v", p.ID, p.Body, fresh, err)
				}
			})
		}
		for waiting := 0; waiting < many; time.Sleep(time.Millisecond) {
			s.mu.Lock()
			waiting = len(s.begins)
			s.mu.Unlock()
		}
		close(b.goOn)
		all.Wait()
		if n, err := b.Backend.(*SQL).Unanswered(t.Context()); err != nil || n != map[string]int{"good": many, "bad": many - 1}[body] {
			t.Errorf("%s: %d entered, %v", body, n, err)
		}
		if first := b.entered[:2]; !slices.Equal(first, []int{0, many}) { // behind the write that was under way
			t.Errorf("%s: written: %v", body, b.entered)
		}
		s.Close()
	}
}
