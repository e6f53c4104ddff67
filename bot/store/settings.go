package store

import (
	"context"
	"time"
)

// This file has the settings of servers, and how they are read in time and changed.

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

// KeepDays is for how long questions are kept where the server chose nothing.
const KeepDays = 90

// What of the questions is kept, for Settings.Keep.
const (
	KeepAll  = "all"
	KeepNone = "none"
)

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
	var refused error
	got, err := ask(ctx, s, Settings{}, func(ctx context.Context) (Settings, error) {
		got, err := s.backend.ChangeSettings(ctx, server, func(v *Settings) error {
			refused = change(v)
			return refused
		})
		if refused != nil {
			return got, nil // the store is well
		}
		return got, err
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Settings{}, err
	}
	s.keep(server, cached{settings: got})
	return got, nil
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
