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
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// Settings are the choices of one server. The zero value is how the bot behaves where
// nobody chose anything.
type Settings struct {
	Channels []string `json:"channels,omitempty"` // channels set aside for questions; forums too
	Every    bool     `json:"every,omitempty"`    // in those channels every message is a question, not only a mention
	Private  bool     `json:"private,omitempty"`  // answers to commands are private unless the asker says otherwise
	Language string   `json:"language,omitempty"` // "en", "ko"; empty: the language of each member
	Keep     string   `json:"keep,omitempty"`     // KeepAll, KeepNone; empty: what was not answered, and votes
	Days     int      `json:"days,omitempty"`     // for how long; 0: as everywhere
	Base     string   `json:"base,omitempty"`     // the knowledge base to answer from; empty: the usual one
	// Bases are those of single channels, forums and the threads of both, by their ids,
	// where they are not the server's. UsualBase stands for the usual one.
	Bases map[string]string `json:"bases,omitempty"`
}

// UsualBase names, in Settings.Bases, the base that every server has at first.
const UsualBase = "-"

// KeepAnswers is for how long it is known which messages answer a question, so that they go when
// that is deleted.
const KeepAnswers = 7 * 24 * time.Hour

// KeepDays is for how long questions are kept where the server chose nothing.
const KeepDays = 90

// What of the questions is kept, for Settings.Keep.
const (
	KeepAll  = "all"
	KeepNone = "none"
)

// An Event is something to remember about a question.
type Event struct {
	ID         int64 // drawn by the store
	Kind       Kind
	Question   string
	Before     string // the question before, where this one cannot be read without it
	Times      int    // how often it happened; Record counts one
	Server     string // where; empty: in a direct message, or not on Discord
	Surface    string // "mention", "gateway", "http" …
	Asker      string // hashed with Store.Hash; empty: nobody in particular
	Message    string // where the answer is: on Discord the ids of its channel and message, "12/34"
	Answer     string // what was answered
	Status     string
	Confidence float64
	Evidence   string    // the paragraphs cited, "kobiz-2025:26 variety-2015:3"
	Reason     string    // of a Down, if the voter gave one: what is wrong, or what is right
	Complaint  Complaint // of a Down, if the voter gave one
	Place      string    // of a Down: where it says what is right, as the voter typed it
	Base       string    // which of several knowledge bases answered, as the surface names it
	Settled    time.Time // of a Down: when a curator was done with it; zero: not yet
	At         time.Time
}

// A Complaint is what a member finds wrong with an answer.
type Complaint string

const (
	Wrong    Complaint = "wrong"    // it is not so
	NotAsked Complaint = "question" // true or not, it answers another question
	Outdated Complaint = "outdated"
	Better   Complaint = "better" // the member knows the answer
)

// Complaints lists what a Complaint may be.
func Complaints() []Complaint { return []Complaint{Wrong, NotAsked, Outdated, Better} }

// A Kind says what happened.
type Kind uint8

// The numbers stand in databases.
const (
	Unknown  Kind = 0 // the sources do not say
	Up       Kind = 1 // thumbs-up
	Down     Kind = 2 // thumbs-down
	Answered Kind = 3 // a question that was answered; kept where the server chose that
)

// A Filter chooses events. The zero value chooses the newest 1,000.
type Filter struct {
	Asker  string // hashed
	Server string
	Before int64 // an ID: those recorded before it, for the next page
	Limit  int
}

// A Question is one line of the curator's list.
type Question struct {
	Text    string // as it was asked the first time
	Unknown int    // times asked and not answered
	Down    int    // people who said the answer was bad
	Reasons []string
	First   time.Time
	Last    time.Time
}

// A Forgotten is somebody who had what was kept of him deleted.
type Forgotten struct {
	Asker string // hashed
	At    time.Time
}

// KeepTalk is for how long a Talk is kept.
const KeepTalk = 10 * time.Minute

// A Talk is the newest question of a conversation that the surface can read nowhere when a follow-up
// comes, perhaps to another process; sealed, so that the store does not tell it.
type Talk struct {
	Key    string // of the conversation, hashed
	Asker  string // hashed
	Sealed []byte
	At     time.Time
}

// A Pending is a question being answered, or a notice being given.
type Pending struct {
	ID    string    // of the message or the interaction
	Owner string    // the process that answers it
	Lease time.Time // until when the owner is believed to live
	Tries int       // how many processes have tried
	Body  string    // the event, for who takes it over
	Place string    // where a message is: the ids of its server and channel, "12/34"
	Why   string    // why a message was for the bot
	At    time.Time
	// Answers are the messages that answer it, once it is answered.
	Answers []string
}

// A Refusal is a channel in which Discord refused an answer.
type Refusal struct {
	Channel, Server string
	Status          int // of HTTP: 403, 404
	At              time.Time
}

// Reads are what is read straight from a backend.
type Reads interface {
	// Questions lists what the sources could not answer or answered badly, the most asked
	// first, ties by text.
	Questions(ctx context.Context, limit int) ([]Question, error)
	// Events lists what was recorded, the newest first.
	Events(ctx context.Context, f Filter) ([]Event, error)
	// Stock counts the events, and says which ID is the newest: both stay as they are as
	// long as no event is recorded or deleted.
	Stock(ctx context.Context) (n int, newest int64, err error)
	// Since lists events recorded after an ID, and votes cast or settled from a moment on, by
	// ID; at most so many.
	Since(ctx context.Context, id int64, at time.Time, limit int) ([]Event, error)
	// Mendings lists them, the newest first; at most so many, 0 for all.
	Mendings(ctx context.Context, limit int) ([]Mending, error)
	// Answers returns the messages that answer a question, and whether it was entered and not
	// ticked off.
	Answers(ctx context.Context, id string) (list []string, open bool, err error)
	// Answered lists questions with a place that were answered, the newest first; of those
	// asked since, at most so many.
	Answered(ctx context.Context, since time.Time, limit int) ([]Pending, error)
	// Talk returns what is sealed of a conversation since a time; nil where nothing is.
	Talk(ctx context.Context, key string, since time.Time) ([]byte, error)
	// Forgotten lists the askers that were forgotten after an ID, with the newest ID.
	Forgotten(ctx context.Context, after int64) (list []Forgotten, newest int64, err error)
	// Refusals lists the channels in which answers are refused.
	Refusals(ctx context.Context) ([]Refusal, error)
	// Curators lists the curators by their names; Curator returns one, or ErrUnknownCurator.
	Curators(ctx context.Context) ([]Curator, error)
	Curator(ctx context.Context, name string) (Curator, error)
	// Changes lists the audit log, the newest first, from before an ID on, or with 0 from the
	// newest.
	Changes(ctx context.Context, before int64, limit int) ([]Change, error)
}

// A Backend keeps the records. Its methods may be called by many goroutines, and by
// several processes, at once. Every backend passes the conformance test of this package.
type Backend interface {
	Reads

	Settings(ctx context.Context, server string) (Settings, error)
	// ChangeSettings changes them, unless change refuses; nobody else does meanwhile.
	ChangeSettings(ctx context.Context, server string, change func(*Settings) error) (Settings, error)

	Record(ctx context.Context, e Event) error
	// Queue lists the votes with a complaint or a reason, the oldest first, of a server or
	// where it is empty of all; with all those that are settled too.
	Queue(ctx context.Context, server string, all bool, limit int) ([]Event, error)
	// Settle takes one off the queue of a server, or where it is empty of any, and says
	// whether it was on it.
	Settle(ctx context.Context, server string, id int64, now time.Time) (bool, error)
	// Mend enters a mending; the error is ErrMended where its group has one of its version.
	Mend(ctx context.Context, m Mending) (int64, error)
	// Undo notes that one was undone, and says whether it stood.
	Undo(ctx context.Context, id int64, who string, now time.Time) (bool, error)

	// SetTalk keeps a talk in the place of the one of its key; those from before a time go.
	SetTalk(ctx context.Context, t Talk, since time.Time) error

	// Forget deletes what was recorded of an asker, says how much that was, and enters the asker
	// as forgotten.
	Forget(ctx context.Context, asker string) (int, error)
	// Prune deletes what is older than so many days, or than its server chose; of each
	// server what is beyond the newest most; and pending questions of long ago.
	Prune(ctx context.Context, now time.Time, days, most int) error

	// Begin enters a question, and says whether it was new.
	Begin(ctx context.Context, p Pending) (bool, error)
	// Done ticks it off, answered by some messages.
	Done(ctx context.Context, id string, answers []string) error
	// Renew sets the leases of all that an owner has, or of one, and says how many it has.
	Renew(ctx context.Context, owner, id string, lease time.Time) (int, error)
	// GiveUp leaves one to whoever takes it over after a time, and does not count the try.
	GiveUp(ctx context.Context, id string, until time.Time) error
	// Orphans gives an owner the questions whose lease has run out.
	Orphans(ctx context.Context, owner string, now, lease time.Time, limit int) ([]Pending, error)

	// Refuse enters a channel, and says whether that is news.
	Refuse(ctx context.Context, r Refusal) (bool, error)
	Admit(ctx context.Context, channel string) error
	// Notice enters a notice to be given, and says whether none of its key was since. It does
	// both or nothing, so that whoever ends between the two leaves it to others.
	Notice(ctx context.Context, key string, now, since time.Time, p Pending) (bool, error)

	// SetCurator gives a role, or without one takes it away.
	SetCurator(ctx context.Context, c Curator) error
	// Note adds a line to the audit log, which nothing changes or takes away.
	Note(ctx context.Context, c Change) error

	// Salt returns the installation's salt, drawing it the first time.
	Salt(ctx context.Context) ([]byte, error)
	Close() error
}

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
	done    chan struct{}
	close   sync.Once

	mu      sync.Mutex
	closed  bool
	fault   error // why nothing is remembered now, or nil
	lasting bool  // the fault is for as long as the process runs
	cache   map[string]cached
	reading map[string]*reading // of settings, by their server
}

type job struct {
	run  func(context.Context) error
	done chan<- error
}

type cached struct {
	settings Settings
	blind    time.Time // until then they are not read again
}

// A reading is of one server's settings, one after the other: whoever comes while one is under way
// waits for the next, with all who came since. So a flood of one server's reads is no line before
// those of the others, and what is read was not read before it was asked for.
type reading struct{ next *read }

type read struct {
	done     chan struct{}
	settings Settings
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
	s := &Store{Reads: b, backend: b, log: log, jobs: make(chan job, maxQueue), done: make(chan struct{}), cache: map[string]cached{}, reading: map[string]*reading{}}
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
// what is too old now and then.
func (s *Store) write() {
	defer close(s.done)
	prune := time.NewTicker(pruneEvery)
	defer prune.Stop()
	for {
		select {
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

// Settings returns the settings of a server as whatever process set them last: what is
// private now was perhaps set by another a moment ago. When they cannot be read they are
// what was known last, for a while without another try.
func (s *Store) Settings(ctx context.Context, server string) Settings {
	if server == "" {
		return Settings{}
	}
	s.mu.Lock()
	c := s.cache[server]
	if time.Now().Before(c.blind) {
		s.mu.Unlock()
		return c.settings
	}
	line := s.reading[server]
	if line == nil {
		line = &reading{}
		s.reading[server] = line
		go s.readSettings(server, line)
	}
	if line.next == nil {
		line.next = &read{done: make(chan struct{})}
	}
	r := line.next
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, readFor)
	defer cancel()
	select {
	case <-r.done:
		return r.settings
	case <-ctx.Done():
		return c.settings
	}
}

// readSettings reads the settings of a server until nobody waits for them.
func (s *Store) readSettings(server string, line *reading) {
	for {
		s.mu.Lock()
		r := line.next
		if line.next = nil; r == nil {
			delete(s.reading, server)
			s.mu.Unlock()
			return
		}
		known := s.cache[server]
		s.mu.Unlock()
		ctx, cancel := context.WithTimeout(context.Background(), readFor)
		got, err := s.backend.Settings(ctx, server)
		cancel()
		c := cached{settings: got}
		if err != nil {
			s.fail(err, false)
			c = cached{settings: known.settings, blind: time.Now().Add(blindFor)}
		}
		s.keep(server, c)
		r.settings = c.settings
		close(r.done)
	}
}

// ChangeSettings changes the settings of a server and returns them. What change leaves alone stays as
// whatever process set it last; what it refuses with an error is not changed, and that returned. On another
// error those hold that the backend has: the old ones, or, where it only took too long, the new ones.
func (s *Store) ChangeSettings(ctx context.Context, server string, change func(*Settings) error) (Settings, error) {
	var out struct {
		settings Settings
		refused  error
	}
	_, err := ask(ctx, s, &out, func(ctx context.Context) error {
		var refused error
		got, err := s.backend.ChangeSettings(ctx, server, func(v *Settings) error {
			refused = change(v)
			return refused
		})
		if out.settings, out.refused = got, refused; refused != nil {
			return nil // the store is well
		}
		return err
	})
	if err == nil {
		err = out.refused
	}
	if err != nil {
		return Settings{}, err
	}
	s.keep(server, cached{settings: out.settings})
	return out.settings, nil
}

func (s *Store) keep(server string, c cached) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, held := s.cache[server]; !held && len(s.cache) >= maxCached {
		for k := range s.cache { // any one can be read again
			delete(s.cache, k)
			break
		}
	}
	s.cache[server] = c
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
	done := false
	return ask(ctx, s, &done, func(ctx context.Context) (err error) {
		done, err = s.backend.Settle(ctx, server, id, time.Now())
		return err
	})
}

// Begin enters a question as being answered here. It is false when somebody else
// answers it, or did. Where the store fails it is true, with the error: better perhaps
// twice than never.
func (s *Store) Begin(ctx context.Context, p Pending) (bool, error) {
	fresh := true
	if p.At.IsZero() {
		p.At = time.Now()
	}
	return ask(ctx, s, &fresh, func(ctx context.Context) error {
		got, err := s.backend.Begin(ctx, p)
		if err == nil {
			fresh = got
		}
		return err
	})
}

// ask queues a write that has a result. When ctx ends before it is there, the result is
// what it was.
func ask[T any](ctx context.Context, s *Store, result *T, do func(context.Context) error) (T, error) {
	before := *result
	if err := s.queue(ctx, do); err != nil {
		return before, err
	}
	return *result, nil
}

// Done ticks a question off, answered by messages.
func (s *Store) Done(ctx context.Context, id string, answers []string) error {
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.Done(ctx, id, answers) })
}

// Renew sets the leases of an owner's questions, or of one, and says how many it has.
func (s *Store) Renew(ctx context.Context, owner, id string, lease time.Time) (int, error) {
	n := 0
	return ask(ctx, s, &n, func(ctx context.Context) (err error) {
		n, err = s.backend.Renew(ctx, owner, id, lease)
		return err
	})
}

// GiveUp leaves a question to whoever takes it over after a time.
func (s *Store) GiveUp(ctx context.Context, id string, until time.Time) error {
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.GiveUp(ctx, id, until) })
}

// Orphans takes over questions whose owner is gone.
func (s *Store) Orphans(ctx context.Context, owner string, now, lease time.Time, limit int) ([]Pending, error) {
	var list []Pending
	return ask(ctx, s, &list, func(ctx context.Context) (err error) {
		list, err = s.backend.Orphans(ctx, owner, now, lease, limit)
		return err
	})
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
	news := false
	return ask(ctx, s, &news, func(ctx context.Context) (err error) {
		news, err = s.backend.Refuse(ctx, r)
		return err
	})
}

// Admit notes that answers are taken there again.
func (s *Store) Admit(ctx context.Context, channel string) error {
	return s.queue(ctx, func(ctx context.Context) error { return s.backend.Admit(ctx, channel) })
}

// Notice enters a notice as being given here, unless one of its key was given, or is being, by
// whichever process, for a while.
func (s *Store) Notice(ctx context.Context, key string, every time.Duration, p Pending) (bool, error) {
	first, now := false, time.Now()
	p.At = now
	return ask(ctx, s, &first, func(ctx context.Context) (err error) {
		first, err = s.backend.Notice(ctx, key, now, now.Add(-every), p)
		return err
	})
}

// Forget deletes what was recorded of a person, by the hash, and says how much it was.
func (s *Store) Forget(ctx context.Context, asker string) (int, error) {
	n := 0
	return ask(ctx, s, &n, func(ctx context.Context) (err error) {
		n, err = s.backend.Forget(ctx, asker)
		return err
	})
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
