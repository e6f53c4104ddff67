package reading

import (
	"sync"

	"hapjak/nlp"
)

// A cache keeps the passages that were taken apart last. When it is full it
// drops the older half, which is cheap and bounded.
type cache struct {
	mu       sync.Mutex
	max      int
	now, old map[string]*text
	stems    *nlp.Stemmer
}

func newCache(max int) cache {
	return cache{max: max/2 + 1, now: map[string]*text{}, stems: nlp.NewStemmer()}
}

func (c *cache) get(raw string) *text {
	if len(raw) > 4*maxBytes {
		return analyse(raw, c.stems) // not worth its room
	}
	c.mu.Lock()
	t := c.now[raw]
	if t == nil {
		t = c.old[raw]
	}
	c.mu.Unlock()
	if t == nil {
		t = analyse(raw, c.stems)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.now) >= c.max {
		c.old, c.now = c.now, map[string]*text{}
	}
	c.now[raw] = t
	return t
}
