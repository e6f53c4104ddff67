// Package store is what the bot of a community remembers: the settings of each server,
// the votes on answers, and the questions that the sources could not answer, which are
// the curator's list of things to add.
//
// # How it works
//
// A [Store] stands in front of a [Backend]: SQLite in a file, or the memory of the
// process. All writes go through one goroutine, because SQLite has one writer anyway and
// because a caller must be able to stop waiting for a disk that hangs: it waits for its
// write as long as its context allows, and then answers without. A write that was
// acknowledged survives a kill of the process at any moment (SQLite's write-ahead log);
// the last few may be lost when the machine itself loses power, which is the price of
// answering in a millisecond.
//
// A store that is full, read-only or corrupt costs the memory and never an answer: reads
// give defaults, writes an error, [Store.Health] the reason, and the log says it once.
//
// # What is kept of people
//
// The text of a question, and the reason somebody typed for the curators beside a
// thumbs-down. A person's id is kept only as an HMAC under a salt that each installation
// draws for itself, and only to count one vote a person.
package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// Settings are the choices of one server. The zero value is how the bot behaves where
// nobody chose anything.
type Settings struct {
	Channels []string // channels set aside for questions
	Every    bool     // in those channels every message is a question, not only a mention
	Private  bool     // answers to commands are private unless the asker says otherwise
	Language string   // "en", "ko"; empty: the language of each member
}

// An Event is something to remember about a question.
type Event struct {
	Kind     Kind
	Question string
	Voter    string // hashed with Store.Hash; empty for Unknown
	Reason   string // of a Down, if the voter gave one
	At       time.Time
}

// A Kind says what happened.
type Kind uint8

const (
	Unknown Kind = iota // the sources do not say
	Up                  // thumbs-up
	Down                // thumbs-down
)

// A Question is one line of the curator's list.
type Question struct {
	Text    string // as it was asked the first time
	Unknown int    // times asked and not answered
	Down    int    // people who said the answer was bad
	Reasons []string
	First   time.Time
	Last    time.Time
}

// A Backend keeps the records. SQLite and the process's memory are the two there are; a
// server database would be a third. Its methods may be called by many goroutines at
// once. They must all pass the conformance test of this package.
type Backend interface {
	Settings(ctx context.Context, server string) (Settings, error)
	SetSettings(ctx context.Context, server string, s Settings) error
	Record(ctx context.Context, e Event) error
	// Questions lists the questions with the most events first, ties by text.
	Questions(ctx context.Context, limit int) ([]Question, error)
	// Salt returns the installation's salt, drawing it the first time.
	Salt(ctx context.Context) ([]byte, error)
	Close() error
}

// ErrBusy is returned for a write that found the queue full.
var ErrBusy = errors.New("store: too many writes waiting")

const (
	maxText    = 500                    // runes of a question that are kept
	maxQueue   = 1024                   // writes waiting
	maxCached  = 10_000                 // servers whose settings are held in memory
	cacheFor   = 10 * time.Second       // other processes on the same file may change them
	opTimeout  = 5 * time.Second        // for one operation of the backend
	closeAfter = 800 * time.Millisecond // how long Close waits for the writes queued
)

// A Store remembers. Make one with Open or New.
type Store struct {
	backend Backend
	log     *slog.Logger
	salt    []byte
	jobs    chan job
	done    chan struct{}
	close   sync.Once

	mu      sync.Mutex
	closed  bool
	fault   error // why nothing is remembered now, or nil
	lasting bool  // the fault is for as long as the process runs
	cache   map[string]cached
}

type job struct {
	run  func(context.Context) error
	done chan<- error
}

type cached struct {
	settings Settings
	at       time.Time
	pinned   bool // could not be written: holds until the process ends
}

// Open opens the memory kept in dir, making the directory and the file when they are
// missing. It never fails: when the file cannot be used the store remembers in the
// process only, says so in the log, and keeps the reason for Health. An empty dir means
// that nothing shall outlive the process.
func Open(dir string, log *slog.Logger) *Store {
	if dir == "" {
		s := New(NewMemory(), log)
		s.fail(errors.New("nothing is kept: no --data directory was given"), true)
		return s
	}
	db, err := OpenSQLite(dir)
	if err == nil {
		return New(db, log)
	}
	if ro, roErr := OpenReader(dir); roErr == nil {
		s := New(ro, log)
		s.fail(err, true)
		return s
	}
	s := New(NewMemory(), log)
	s.fail(err, true)
	return s
}

// New returns a store over a backend, which it closes when it is closed.
func New(b Backend, log *slog.Logger) *Store {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Store{backend: b, log: log, jobs: make(chan job, maxQueue), done: make(chan struct{}), cache: map[string]cached{}}
	ctx, cancel := context.WithTimeout(context.Background(), opTimeout)
	defer cancel()
	salt, err := b.Salt(ctx)
	if err != nil {
		salt, _ = NewMemory().Salt(ctx)
		s.fail(err, false)
	}
	s.salt = salt
	go s.write()
	return s
}

// write runs the writes one after the other until the store is closed.
func (s *Store) write() {
	defer close(s.done)
	for j := range s.jobs {
		ctx, cancel := context.WithTimeout(context.Background(), opTimeout)
		err := j.run(ctx)
		cancel()
		s.note(err)
		j.done <- err
	}
}

// queue hands a write to the writer and waits for it as long as ctx allows.
func (s *Store) queue(ctx context.Context, run func(context.Context) error) error {
	done := make(chan error, 1)
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return errors.New("store: closed")
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

// Settings returns the settings of a server; the zero settings when they cannot be read.
// It reads from memory nearly always.
func (s *Store) Settings(ctx context.Context, server string) Settings {
	if server == "" {
		return Settings{}
	}
	s.mu.Lock()
	c, ok := s.cache[server]
	s.mu.Unlock()
	if ok && (c.pinned || time.Since(c.at) < cacheFor) {
		return c.settings
	}
	got, err := s.backend.Settings(ctx, server)
	if err != nil {
		s.fail(err, false)
		got = c.settings // what was known last, or nothing
	}
	s.keep(server, cached{settings: got, at: time.Now()})
	return got
}

// SetSettings changes the settings of a server. On an error they hold until the process
// ends.
func (s *Store) SetSettings(ctx context.Context, server string, v Settings) error {
	err := s.queue(ctx, func(ctx context.Context) error { return s.backend.SetSettings(ctx, server, v) })
	s.keep(server, cached{settings: v, at: time.Now(), pinned: err != nil})
	return err
}

func (s *Store) keep(server string, c cached) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, held := s.cache[server]; !held && len(s.cache) >= maxCached {
		for k, old := range s.cache { // any one that can be read again
			if !old.pinned {
				delete(s.cache, k)
				break
			}
		}
	}
	s.cache[server] = c
}

// Record remembers an event, and returns when it is safe or ctx ends.
func (s *Store) Record(ctx context.Context, e Event) error {
	e.Question = clip(strings.TrimSpace(e.Question), maxText)
	e.Reason = clip(strings.TrimSpace(e.Reason), maxText)
	if key(e.Question) == "" {
		return nil
	}
	if e.At.IsZero() {
		e.At = time.Now()
	}
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.Record(ctx, e) })
}

// Questions lists what the sources could not answer or answered badly, the most asked
// first.
func (s *Store) Questions(ctx context.Context, limit int) ([]Question, error) {
	return s.backend.Questions(ctx, limit)
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
