package store

import (
	"context"
	"time"
)

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

	// Begin enters questions, all or none, and says which were new. They come in the order of their
	// ids, so that two processes that enter the same do not wait for each other for ever.
	Begin(ctx context.Context, list ...Pending) (fresh []bool, err error)
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
