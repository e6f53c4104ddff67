package bot

import (
	"container/list"
	"slices"
	"sync"
	"time"

	"hapjak/facts"
)

const (
	defaultRemember      = 10 * time.Minute
	defaultConversations = 10_000
)

// A memory holds conversations, the least recently used of them forgotten first
// and all of them after a while.
type memory struct {
	most int
	ttl  time.Duration
	now  func() time.Time

	mu    sync.Mutex
	byKey map[string]*list.Element
	order *list.List // of *conversation, the most recent first
}

type conversation struct {
	key  string
	at   time.Time
	what remembered
}

// remembered is what one conversation leaves to be followed up.
type remembered struct {
	context *facts.Context
	asked   string // the question that left the context, as it can be asked by itself
	more    string
	torn    []string // the things that the question now may be about, one of them
	// speakers are those whose questions all that comes of.
	speakers []string
}

func newMemory(most int, ttl time.Duration, now func() time.Time) *memory {
	if most <= 0 {
		most = defaultConversations
	}
	if ttl <= 0 {
		ttl = defaultRemember
	}
	return &memory{most: most, ttl: ttl, now: now, byKey: map[string]*list.Element{}, order: list.New()}
}

// get returns what is remembered; its zero value is nothing.
func (m *memory) get(key string) remembered {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.byKey[key]
	if !ok {
		return remembered{}
	}
	c := e.Value.(*conversation)
	if m.now().Sub(c.at) >= m.ttl {
		m.remove(e)
		return remembered{}
	}
	return c.what
}

// put remembers a turn. A turn without a context, a command's, leaves the context
// that there was.
func (m *memory) put(key string, what remembered) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if e, ok := m.byKey[key]; ok {
		if old := e.Value.(*conversation); what.context == nil && now.Sub(old.at) < m.ttl {
			what.context, what.asked = old.what.context, old.what.asked
			what.speakers = also(old.what.speakers, what.speakers...)
		}
		m.remove(e)
	}
	m.byKey[key] = m.order.PushFront(&conversation{key, now, what})
	for m.order.Len() > m.most || m.order.Len() > 0 && now.Sub(m.order.Back().Value.(*conversation).at) >= m.ttl {
		m.remove(m.order.Back())
	}
}

// drop forgets every conversation that comes of questions of those who are chosen.
func (m *memory) drop(of func(speaker string) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.byKey {
		if slices.ContainsFunc(e.Value.(*conversation).what.speakers, of) {
			m.remove(e)
		}
	}
}

// also adds people to others, each once.
func also(others []string, people ...string) []string {
	out := slices.Clone(others)
	for _, p := range people {
		if p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

func (m *memory) remove(e *list.Element) {
	m.order.Remove(e)
	delete(m.byKey, e.Value.(*conversation).key)
}
