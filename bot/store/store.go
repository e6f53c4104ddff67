// Package store is what the bot of a community remembers: the settings of each server,
// what was asked as far as it is kept, the votes on answers, the questions being answered
// now, and the channels that it may not write in.
//
// # How it works
//
// A [Store] stands in front of a [Backend]: SQLite in a file, PostgreSQL for several
// processes behind one bot, or the memory of the process. All writes go through one
// goroutine, because SQLite has one writer anyway and because a caller must be able to
// stop waiting for a disk that hangs: it waits for its write as long as its context
// allows, and then answers without. A write that was acknowledged survives a kill of the
// process at any moment (SQLite's write-ahead log); the last few may be lost when the
// machine itself loses power, which is the price of answering in a millisecond.
//
// A store that cannot be opened is an error. One that fills or breaks later costs the
// memory and never an answer: reads give defaults, writes an error, [Store.Health] the
// reason, and the log says it once.
//
// # Nothing lost, nothing twice
//
// A question is entered before it is answered ([Store.Begin]) and ticked off behind it
// ([Store.Done]). Entering it twice fails, which is how several processes that hear one
// event answer it once. Each process holds a lease on its questions, which it renews;
// those whose lease has run out belong to nobody, and are taken over ([Store.Orphans]). A
// process that is late asks whether a question is still its own before it answers. A
// notice that is to be given once in a while is entered in the same way ([Store.Notice]).
//
// # What is kept of people
//
// The text of questions, as the server's settings say, and what somebody chose and typed
// for the curators beside a thumbs-down. A person's id is kept only as an HMAC under a salt
// that each installation draws for itself: to count one vote a person, to show people
// what is kept of theirs, and to forget it. While a question is being answered, and no
// longer, the event itself is kept. The newest question of a conversation that can be read nowhere else
// is kept for [KeepTalk] (where no other is kept after it for up to an hour more), sealed under a key that
// the store does not have. What is forgotten is written over in SQLite's file, and its log is emptied.
package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

var errClosed = errors.New("store: closed")

// ErrBusy is returned for a write that found the queue full.
var ErrBusy = errors.New("store: too many writes waiting")

const (
	maxText    = 500                    // runes of a question that are kept
	maxAnswer  = 2000                   // runes of an answer
	maxListed  = 1000                   // events on a page
	maxQueue   = 1024                   // writes waiting
	maxCached  = 10_000                 // servers whose settings are held in memory, for when they cannot be read
	blindFor   = 10 * time.Second       // after settings could not be read
	opTimeout  = 5 * time.Second        // for one operation of the backend
	openFor    = 30 * time.Second       // for a database to be opened, checked and brought up to date
	readFor    = 500 * time.Millisecond // for settings: no answer waits longer for them
	closeAfter = 800 * time.Millisecond // how long Close waits for the writes queued

	keepPending = time.Hour      // a question that was done with, and left no messages
	keepLost    = 24 * time.Hour // one that was not, while nobody ran
	keepMost    = 10_000         // questions of one server
	pruneEvery  = time.Hour
)

// A Store remembers. It reads from its backend straight, and hands writes to a goroutine that
// makes one after the other. Make one with Open or New.
type Store struct {
	Reads
	backend Backend
	log     *slog.Logger
	salt    []byte
	jobs    chan job
	begun   chan struct{} // there is something in begins
	done    chan struct{}
	close   sync.Once

	mu      sync.Mutex
	closed  bool
	begins  []*begin
	fault   error // why nothing is remembered now, or nil
	lasting bool  // the fault is for as long as the process runs
	cache   map[string]cached
	reading map[string]*reading // of settings, by their server
}

type job struct {
	run  func(context.Context) error
	done chan<- error
}

// A begin is a question to be entered.
type begin struct {
	Pending
	fresh bool
	done  chan error
}

// Open opens the memory that data names: a directory, or the address of a PostgreSQL
// database. Where that cannot be used it is an error that says what to do: a bot that
// forgets everything would be found out too late. An empty data means that nothing shall
// outlive the process.
func Open(data string, log *slog.Logger) (*Store, error) {
	var b Backend
	var err error
	switch {
	case data == "":
		s := New(NewMemory(), log)
		s.fail(errors.New("nothing is kept: no --data was given"), true)
		return s, nil
	case IsPostgres(data):
		b, err = OpenPostgres(data)
	default:
		b, err = OpenSQLite(data)
	}
	if err != nil {
		return nil, err
	}
	return New(b, log), nil
}

// New returns a store over a backend, which it closes when it is closed.
func New(b Backend, log *slog.Logger) *Store {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Store{Reads: b, backend: b, log: log, jobs: make(chan job, maxQueue), begun: make(chan struct{}, 1), done: make(chan struct{}), cache: map[string]cached{}, reading: map[string]*reading{}}
	ctx, cancel := context.WithTimeout(context.Background(), opTimeout)
	defer cancel()
	salt, err := b.Salt(ctx)
	if err != nil {
		salt = make([]byte, 32)
		rand.Read(salt) // never fails
		s.fail(err, false)
	}
	s.salt = salt
	go s.write()
	return s
}

// write runs the writes one after the other until the store is closed, and throws away
// what is too old now and then. Questions to be entered go before all else, and those that have come
// meanwhile together: of one that is not entered yet nothing is left when the process is killed.
func (s *Store) write() {
	defer close(s.done)
	prune := time.NewTicker(pruneEvery)
	defer prune.Stop()
	for {
		s.enter()
		select {
		case <-s.begun:
		case j, open := <-s.jobs:
			if !open {
				return
			}
			j.done <- s.run(j.run)
		case <-prune.C:
			s.run(s.prune)
		}
	}
}

// enter enters the questions that wait for it.
func (s *Store) enter() {
	s.mu.Lock()
	list := s.begins
	s.begins = nil
	s.mu.Unlock()
	slices.SortStableFunc(list, func(a, b *begin) int { return strings.Compare(a.ID, b.ID) })
	together := len(list) > 1 && s.run(func(ctx context.Context) error { return s.begin(ctx, list...) }) == nil
	for _, b := range list {
		var err error
		if !together { // one that cannot be entered keeps no other out
			err = s.run(func(ctx context.Context) error { return s.begin(ctx, b) })
		}
		b.done <- err
	}
}

func (s *Store) begin(ctx context.Context, list ...*begin) error {
	entries := make([]Pending, len(list))
	for i, b := range list {
		entries[i] = b.Pending
	}
	fresh, err := s.backend.Begin(ctx, entries...)
	if err != nil {
		return err
	}
	for i, b := range list {
		b.fresh = fresh[i]
	}
	return nil
}

func (s *Store) run(do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), opTimeout)
	defer cancel()
	err := do(ctx)
	s.note(err)
	return err
}

func (s *Store) prune(ctx context.Context) error {
	return s.backend.Prune(ctx, time.Now(), KeepDays, keepMost)
}

// queue hands a write to the writer and waits for it as long as ctx allows.
func (s *Store) queue(ctx context.Context, run func(context.Context) error) error {
	done := make(chan error, 1)
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return errClosed
	}
	select {
	case s.jobs <- job{run, done}:
		s.mu.Unlock()
	default:
		s.mu.Unlock()
		return ErrBusy
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ask queues a write that has a result, which is otherwise where it fails or ctx ends before it is there.
func ask[T any](ctx context.Context, s *Store, otherwise T, do func(context.Context) (T, error)) (T, error) {
	var got T
	err := s.queue(ctx, func(ctx context.Context) (err error) {
		got, err = do(ctx)
		return err
	})
	if err != nil {
		return otherwise, err
	}
	return got, nil
}

// fail puts the store into its degraded state and says so once.
func (s *Store) fail(err error, lasting bool) {
	s.mu.Lock()
	first := s.fault == nil
	s.fault, s.lasting = err, s.lasting || lasting
	s.mu.Unlock()
	if first {
		s.log.Warn("the bot answers, but does not remember", "store", err.Error())
	}
}

// note keeps the state of the store in step with the outcome of a write.
func (s *Store) note(err error) {
	if err != nil {
		s.fail(err, false)
		return
	}
	s.mu.Lock()
	mended := s.fault != nil && !s.lasting
	if mended {
		s.fault = nil
	}
	s.mu.Unlock()
	if mended {
		s.log.Info("the bot remembers again")
	}
}

// Health returns why nothing is remembered, or nil.
func (s *Store) Health() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault
}

// Hash returns what stands for a person in the store.
func (s *Store) Hash(user string) string {
	mac := hmac.New(sha256.New, s.salt)
	mac.Write([]byte(user))
	return hex.EncodeToString(mac.Sum(nil)[:12])
}

// Record remembers an event, and returns when it is safe or ctx ends.
func (s *Store) Record(ctx context.Context, e Event) error {
	e.Question = clip(strings.TrimSpace(e.Question), maxText)
	e.Reason = clip(strings.TrimSpace(e.Reason), maxText)
	e.Place = clip(strings.TrimSpace(e.Place), maxText)
	e.Before = clip(strings.TrimSpace(e.Before), maxText)
	e.Answer = clip(e.Answer, maxAnswer)
	if key(e.Question) == "" {
		return nil
	}
	if e.At.IsZero() {
		e.At = time.Now()
	}
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.Record(ctx, e) })
}

// Queue lists the complaints of a server that are not settled, the oldest first.
func (s *Store) Queue(ctx context.Context, server string, limit int) ([]Event, error) {
	return s.backend.Queue(ctx, server, false, limit)
}

// Settle takes one off the queue of a server, and says whether it was on it.
func (s *Store) Settle(ctx context.Context, server string, id int64) (bool, error) {
	return ask(ctx, s, false, func(ctx context.Context) (bool, error) { return s.backend.Settle(ctx, server, id, time.Now()) })
}

// Begin enters a question as being answered here. It is false when somebody else
// answers it, or did. Where the store fails it is true, with the error: better perhaps
// twice than never.
func (s *Store) Begin(ctx context.Context, p Pending) (bool, error) {
	if p.At.IsZero() {
		p.At = time.Now()
	}
	b := &begin{Pending: p, done: make(chan error, 1)}
	if err := s.line(b); err != nil {
		return true, err
	}
	select {
	case err := <-b.done:
		return b.fresh || err != nil, err
	case <-ctx.Done():
		return true, ctx.Err()
	}
}

// line puts a question in the line of those to be entered.
func (s *Store) line(b *begin) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return errClosed
	case len(s.begins) >= maxQueue:
		return ErrBusy
	}
	s.begins = append(s.begins, b)
	select {
	case s.begun <- struct{}{}:
	default:
	}
	return nil
}

// Done ticks a question off, answered by messages.
func (s *Store) Done(ctx context.Context, id string, answers []string) error {
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.Done(ctx, id, answers) })
}

// Renew sets the leases of an owner's questions, or of one, and says how many it has.
func (s *Store) Renew(ctx context.Context, owner, id string, lease time.Time) (int, error) {
	return ask(ctx, s, 0, func(ctx context.Context) (int, error) { return s.backend.Renew(ctx, owner, id, lease) })
}

// GiveUp leaves a question to whoever takes it over after a time.
func (s *Store) GiveUp(ctx context.Context, id string, until time.Time) error {
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.GiveUp(ctx, id, until) })
}

// Orphans takes over questions whose owner is gone.
func (s *Store) Orphans(ctx context.Context, owner string, now, lease time.Time, limit int) ([]Pending, error) {
	return ask(ctx, s, nil, func(ctx context.Context) ([]Pending, error) { return s.backend.Orphans(ctx, owner, now, lease, limit) })
}

// SetTalk keeps what a follow-up will go on from, for KeepTalk.
func (s *Store) SetTalk(ctx context.Context, t Talk) error {
	if t.At.IsZero() {
		t.At = time.Now()
	}
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.SetTalk(ctx, t, t.At.Add(-KeepTalk)) })
}

// Refuse notes that answers are refused in a channel, and says whether that is news.
func (s *Store) Refuse(ctx context.Context, r Refusal) (bool, error) {
	return ask(ctx, s, false, func(ctx context.Context) (bool, error) { return s.backend.Refuse(ctx, r) })
}

// Admit notes that answers are taken there again.
func (s *Store) Admit(ctx context.Context, channel string) error {
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.Admit(ctx, channel) })
}

// Notice enters a notice as being given here, unless one of its key was given, or is being, by
// whichever process, for a while.
func (s *Store) Notice(ctx context.Context, key string, every time.Duration, p Pending) (bool, error) {
	p.At = time.Now()
	return ask(ctx, s, false, func(ctx context.Context) (bool, error) {
		return s.backend.Notice(ctx, key, p.At, p.At.Add(-every), p)
	})
}

// Forget deletes what was recorded of a person, by the hash, and says how much it was.
func (s *Store) Forget(ctx context.Context, asker string) (int, error) {
	return ask(ctx, s, 0, func(ctx context.Context) (int, error) { return s.backend.Forget(ctx, asker) })
}

// Close finishes the writes that are queued, for at most a second, and closes the
// backend.
func (s *Store) Close() error {
	var err error
	s.close.Do(func() {
		s.mu.Lock()
		s.closed = true
		close(s.jobs)
		s.mu.Unlock()
		select {
		case <-s.done:
		case <-time.After(closeAfter):
		}
		err = s.backend.Close()
	})
	return err
}

// key is what two spellings of one question share: its words and numbers in lower case,
// hashed so that the key has one length. It is empty for a text without words.
func key(question string) string {
	words := strings.FieldsFunc(strings.ToLower(question), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	if len(words) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(words, " ")))
	return hex.EncodeToString(sum[:16])
}

// clip cuts a text to n runes.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}
