package discord

import (
	"context"
	"slices"
	"sync"
	"time"
)

// This file shares the bot out fairly.
//
// A crowd counts what is being answered, by member and by server, and lets no more in
// than each may have. Turns lets so many of them go on at once: to think, as many as
// there are processors; to post, one in each channel. Who is next: the servers (or
// channels) in turn, and within one the member who has the fewest questions going on,
// the earliest of them first; those who have many never have all the turns. So a server
// that floods the bot waits for itself, and in it a member who asks one thing comes before
// one who asks thirty. A member's own questions are thought about one after the other, as a
// conversation is. Who has a lot going on gives way to the others also in the midst of his turn.

const (
	maxOfMember = 40   // a burst of the allowance, and some
	maxOfServer = 800  // 20 members with a burst each, and some
	maxOfAll    = 2048 // about 20 KB each; as many again of servers that have few of them
)

// A crowd counts.
type crowd struct {
	mu      sync.Mutex
	all     int
	members map[string]int
	servers map[string]int
}

func newCrowd() *crowd { return &crowd{members: map[string]int{}, servers: map[string]int{}} }

// enter counts one in. Who has nothing going on is let in where the server is full too:
// those who fill it do not shut the others out. Nor do servers that fill the bot: another is
// let in until it has its share.
func (c *crowd) enter(server, member string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	crowded := c.all >= 2*maxOfAll || c.all >= maxOfAll && c.servers[server] >= maxOfAll/(len(c.servers)+1)
	if crowded || c.members[member] >= maxOfMember || c.servers[server] >= maxOfServer && c.members[member] > 0 {
		return false
	}
	c.count(server, member)
	return true
}

// enterAgain counts one in that another process had let in.
func (c *crowd) enterAgain(server, member string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count(server, member)
}

func (c *crowd) count(server, member string) {
	c.all++
	c.members[member]++
	c.servers[server]++
}

func (c *crowd) leave(server, member string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all--
	less(c.members, member)
	less(c.servers, server)
}

func less(m map[string]int, key string) {
	if m[key]--; m[key] <= 0 {
		delete(m, key)
	}
}

// of says how many a member has going on.
func (c *crowd) of(member string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.members[member]
}

// Turns is a semaphore that is fair between groups, and in them between members.
type turns struct {
	crowd    *crowd
	most     int // at once in all
	perGroup int // at once in a group

	// rest is how much longer than his turn took who has a lot going on waits for the next,
	// while others come and go: not everywhere can what a turn is given for be broken off when they come.
	rest int

	mu      sync.Mutex
	running int
	heavy   int       // by members who have a lot going on, of those and of those who gave way
	rested  time.Time // no turn for these before
	light   time.Time // when one was given to another
	parted  []*waiter // who gave way, and goes on when nobody waits
	groups  []*group  // those with somebody waiting or running, the next first
	by      map[string]*group
}

// A group is a server's, or a channel's.
type group struct {
	key     string
	running int
	busy    map[string]bool // members whose turn it is
	waiting []*waiter       // in order of arrival
}

// A waiter is one turn, waited for or taken.
type waiter struct {
	turns  *turns
	group  *group
	member string
	heavy  bool          // the member has a lot going on
	began  time.Time     // the turn
	turn   chan struct{} // closed when it is
	leave  func()        // ends the turn
}

func newTurns(c *crowd, most, perGroup int) *turns {
	return &turns{crowd: c, most: most, perGroup: perGroup, by: map[string]*group{}}
}

// enter waits for a turn, or for the end of ctx. Every turn needs its leave, once.
func (t *turns) enter(ctx context.Context, key, member string) (leave func(), err error) {
	w, err := t.take(ctx, key, member)
	if err != nil {
		return nil, err
	}
	return w.leave, nil
}

// take is enter for a turn that may give way.
func (t *turns) take(ctx context.Context, key, member string) (*waiter, error) {
	w := &waiter{turns: t, member: member, turn: make(chan struct{})}
	w.leave = sync.OnceFunc(w.end)
	t.mu.Lock()
	w.group = t.by[key]
	if w.group == nil {
		w.group = &group{key: key, busy: map[string]bool{}}
		t.by[key] = w.group
		t.groups = append(t.groups, w.group)
	}
	w.group.waiting = append(w.group.waiting, w)
	t.next()
	t.mu.Unlock()
	select {
	case <-w.turn: // there is no waiting, however short ctx is
		return w, nil
	default:
	}
	select {
	case <-w.turn:
		return w, nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	if i := slices.Index(w.group.waiting, w); i >= 0 {
		w.group.waiting = slices.Delete(w.group.waiting, i, i+1)
		t.next()
		t.mu.Unlock()
		return nil, ctx.Err()
	}
	t.mu.Unlock()
	w.leave() // the turn came at the last moment
	return nil, ctx.Err()
}

// end ends a turn.
func (w *waiter) end() {
	t := w.turns
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running--
	w.group.running--
	if w.heavy {
		t.heavy--
		t.pause(time.Since(w.began))
	}
	delete(w.group.busy, w.member)
	t.next()
}

// giveWay lets those go first who wait and have little going on, where there is no turn left for them and who
// has this one has a lot; it returns when they have had theirs, or ctx has ended.
func (w *waiter) giveWay(ctx context.Context) {
	t := w.turns
	t.mu.Lock()
	if !w.heavy && t.crowd.of(w.member) > lightUse { // by now
		w.heavy = true
		t.heavy++
	}
	if !w.heavy || t.running < t.most || ctx.Err() != nil || !t.lightWaits() {
		t.mu.Unlock()
		return
	}
	parted := time.Now()
	w.turn = make(chan struct{})
	t.parted = append(t.parted, w)
	t.running--
	t.next()
	t.mu.Unlock()
	select {
	case <-w.turn:
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if i := slices.Index(t.parted, w); i >= 0 { // what is left of it is to end
		t.parted = slices.Delete(t.parted, i, i+1)
		t.running++
	}
	w.began = w.began.Add(time.Since(parted))
}

// lightWaits says whether somebody waits who has little going on.
func (t *turns) lightWaits() bool {
	return slices.ContainsFunc(t.groups, func(g *group) bool {
		return g.running < t.perGroup && slices.ContainsFunc(g.waiting, func(w *waiter) bool { return !g.busy[w.member] && t.crowd.of(w.member) <= lightUse })
	})
}

// members counts those who wait, each once; not those who have a lot going on: a few that
// flood the bot are no rush, and others' questions are looked at as closely as ever.
func (t *turns) members() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := 0
	for _, g := range t.groups {
		seen := make(map[string]bool, len(g.waiting))
		for _, w := range g.waiting {
			if t.crowd.of(w.member) <= lightUse {
				seen[w.member] = true
			}
		}
		n += len(seen)
	}
	return n
}

// unrest is for how long after a turn of somebody else who has a lot going on makes pauses.
const unrest = time.Second

// pause lets those who have a lot going on wait, after a turn that took so long.
func (t *turns) pause(took time.Duration) {
	wait := time.Duration(t.rest) * took
	if wait == 0 || time.Since(t.light) > unrest {
		return
	}
	t.rested = time.Now().Add(wait)
	time.AfterFunc(wait, func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.next()
	})
}

// next gives away the turns that there are, and drops empty groups.
func (t *turns) next() {
	for i := 0; i < len(t.groups) && t.running < t.most; {
		g := t.groups[i]
		if len(g.waiting) == 0 && g.running == 0 {
			delete(t.by, g.key)
			t.groups = append(t.groups[:i], t.groups[i+1:]...)
			continue
		}
		w := t.pick(g)
		if w == nil {
			i++
			continue
		}
		t.running++
		g.running++
		if w.began = time.Now(); w.heavy {
			t.heavy++
		} else {
			t.light = w.began
		}
		g.busy[w.member] = true
		close(w.turn)
		t.groups = append(append(t.groups[:i], t.groups[i+1:]...), g) // behind the others
		i = 0
	}
	for len(t.parted) > 0 && t.running < t.most {
		close(t.parted[0].turn)
		t.parted = slices.Delete(t.parted, 0, 1)
		t.running++
	}
}

// pick takes who is next out of a group's line; nil when nobody may go on.
func (t *turns) pick(g *group) *waiter {
	if g.running >= t.perGroup {
		return nil
	}
	best, fewest := -1, 0
	for i, w := range g.waiting {
		if n := t.crowd.of(w.member); !g.busy[w.member] && (best < 0 || n < fewest) {
			best, fewest = i, n
		}
	}
	heavy := fewest > lightUse
	if best < 0 || heavy && (t.heavy >= max(t.most-1, 1) || time.Now().Before(t.rested)) {
		return nil
	}
	w := g.waiting[best]
	w.heavy = heavy
	g.waiting = append(g.waiting[:best], g.waiting[best+1:]...)
	return w
}
