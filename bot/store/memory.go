package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"sync"
)

// maxHeld bounds what the memory of the process holds: past it the oldest question is
// forgotten.
const maxHeld = 10_000

// Memory is a Backend in the memory of the process. It serves when there is no usable
// file, and stands in for one in tests.
type Memory struct {
	mu        sync.Mutex
	salt      []byte
	settings  map[string]Settings
	questions map[string]*Question
	votes     map[string]map[string]Event // key, voter
}

var _ Backend = (*Memory)(nil)

// NewMemory returns an empty memory.
func NewMemory() *Memory {
	salt := make([]byte, 32)
	rand.Read(salt) // never fails
	return &Memory{salt: salt, settings: map[string]Settings{}, questions: map[string]*Question{}, votes: map[string]map[string]Event{}}
}

// Settings returns the settings of a server.
func (m *Memory) Settings(ctx context.Context, server string) (Settings, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.settings[server]
	s.Channels = slices.Clone(s.Channels)
	return s, ctx.Err()
}

// SetSettings changes the settings of a server.
func (m *Memory) SetSettings(ctx context.Context, server string, s Settings) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	s.Channels = slices.Clone(s.Channels)
	m.settings[server] = s
	return ctx.Err()
}

// Record remembers an event.
func (m *Memory) Record(ctx context.Context, e Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	k := key(e.Question)
	if e.Kind != Unknown {
		if m.votes[k] == nil {
			m.votes[k] = map[string]Event{}
		}
		m.votes[k][e.Voter] = e
	}
	if e.Kind == Up {
		return ctx.Err()
	}
	q := m.questions[k]
	if q == nil {
		if len(m.questions) >= maxHeld {
			m.forget()
		}
		q = &Question{Text: e.Question, First: e.At}
		m.questions[k] = q
	}
	if e.Kind == Unknown {
		q.Unknown++
	}
	q.Last = e.At
	return ctx.Err()
}

// forget drops the question that was asked the longest ago.
func (m *Memory) forget() {
	var oldest string
	for k, q := range m.questions {
		if oldest == "" || q.Last.Before(m.questions[oldest].Last) {
			oldest = k
		}
	}
	delete(m.questions, oldest)
	delete(m.votes, oldest)
}

// Questions lists the questions, the most asked first.
func (m *Memory) Questions(ctx context.Context, limit int) ([]Question, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []Question
	for k, q := range m.questions {
		one := *q
		var downs []Event
		for _, v := range m.votes[k] {
			if v.Kind == Down {
				downs = append(downs, v)
			}
		}
		slices.SortFunc(downs, func(a, b Event) int { return a.At.Compare(b.At) })
		for _, v := range downs {
			one.Down++
			if v.Reason != "" {
				one.Reasons = append(one.Reasons, v.Reason)
			}
		}
		if one.Unknown+one.Down > 0 {
			list = append(list, one)
		}
	}
	slices.SortFunc(list, func(a, b Question) int {
		return cmp.Or(cmp.Compare(b.Unknown+b.Down, a.Unknown+a.Down), cmp.Compare(a.Text, b.Text))
	})
	if limit > 0 && len(list) > limit {
		list = list[:limit]
	}
	return list, ctx.Err()
}

// Salt returns the salt.
func (m *Memory) Salt(ctx context.Context) ([]byte, error) { return m.salt, ctx.Err() }

// Close does nothing.
func (m *Memory) Close() error { return nil }
