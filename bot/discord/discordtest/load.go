package discordtest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Load asks questions, at a steady rate or with so many open at a time, and
// measures the way to the answers. The rates of Options limit the bot as ever: for more than one answer per
// channel and second, or 50 in all, lift them.
type Load struct {
	Rate     float64            // questions a second
	For      time.Duration      // for how long
	Count    int                // instead of Rate and For: so many questions, the next when one is answered
	Open     int                // with Count: how many are open at a time; 0 means 16
	Channels int                // spread over so many channels; 0 means 50
	Question func(n int) string // text of the nth question; nil means a mention and "who directed Snowpiercer?"
	Command  string             // ask by this slash command instead, with Args
	Args     func(n int) Args
	Grace    time.Duration // how long to wait for the last answers; 0 means 5 s
}

// LoadReport is what Run measured: the time from just before an event is
// written to the gateway's socket until the head of the answer's request has
// been read.
type LoadReport struct {
	Sent, Answered, Lost, Twice int
	P50, P90, P99, Max          time.Duration
	Elapsed                     time.Duration
}

func (r LoadReport) String() string {
	return fmt.Sprintf("%d asked in %v (%.1f/s), %d answered, %d lost, %d twice; p50 %v p90 %v p99 %v max %v",
		r.Sent, r.Elapsed.Round(time.Millisecond), float64(r.Sent)/r.Elapsed.Seconds(), r.Answered, r.Lost, r.Twice,
		r.P50, r.P90, r.P99, r.Max)
}

// asked is one question of a load.
type asked struct {
	m *message
	i *Interaction
}

// Run asks and waits for the answers. The bot must be ready.
func (l Load) Run(d *Discord) LoadReport {
	d.t.Helper()
	l = l.withDefaults(d)
	g := d.Guild("load")
	var channels []*Channel
	var people []*User
	for n := range l.Channels {
		channels = append(channels, g.Channel(fmt.Sprintf("load-%d", n)))
		people = append(people, d.User(fmt.Sprintf("asker-%d", n)).Joins(g))
	}
	ask := func(n int) asked {
		c, u := channels[n%l.Channels], people[n%l.Channels]
		if l.Command != "" {
			return asked{i: u.Uses(c, l.Command, l.Args(n))}
		}
		return asked{m: u.Says(c, l.Question(n)).m}
	}
	if l.Count > 0 {
		return l.closed(d, ask)
	}
	total := int(l.Rate * l.For.Seconds())
	all := make([]asked, 0, total)
	start := time.Now()
	for n := range total {
		time.Sleep(time.Until(start.Add(time.Duration(float64(n) / l.Rate * float64(time.Second)))))
		all = append(all, ask(n))
	}
	elapsed := time.Since(start)
	d.await(l.Grace, func() bool { return answeredAll(all) })
	r := d.report(all)
	r.Elapsed = elapsed
	return r
}

// closed asks Count questions, Open at a time. Each one's time is kept, not
// the question, so that memory stays flat.
func (l Load) closed(d *Discord, ask func(int) asked) LoadReport {
	var next atomic.Int64
	var mu sync.Mutex
	var all tally
	var workers sync.WaitGroup
	start := time.Now()
	for range l.Open {
		workers.Go(func() {
			for {
				n := int(next.Add(1)) - 1
				if n >= l.Count {
					return
				}
				a := ask(n)
				d.awaitAnswer(a, l.Grace)
				mu.Lock()
				all.add(d, a)
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	r := all.report()
	r.Elapsed = time.Since(start)
	return r
}

// awaitAnswer waits for one answer without waking at every other change.
func (d *Discord) awaitAnswer(a asked, timeout time.Duration) {
	d.mu.Lock()
	done := make(chan struct{})
	switch {
	case a.i != nil && a.i.answered, a.m != nil && len(a.m.answers) > 0:
		close(done)
	case a.i != nil:
		a.i.done = done
	default:
		a.m.done = done
	}
	d.mu.Unlock()
	select {
	case <-done:
	case <-time.After(timeout):
	}
}

func (l Load) withDefaults(d *Discord) Load {
	if l.Channels == 0 {
		l.Channels = 50
	}
	if l.Open == 0 {
		l.Open = 16
	}
	if l.Grace == 0 {
		l.Grace = 5 * time.Second
	}
	if l.Question == nil {
		l.Question = func(int) string { return d.Mention() + " who directed Snowpiercer?" }
	}
	if l.Args == nil {
		l.Args = func(int) Args { return nil }
	}
	return l
}

// answeredAll looks from the end, where the answers come last.
func answeredAll(all []asked) bool {
	for _, a := range slices.Backward(all) {
		if a.m != nil && len(a.m.answers) == 0 || a.i != nil && !a.i.answered {
			return false
		}
	}
	return true
}

func (d *Discord) report(all []asked) LoadReport {
	var t tally
	for _, a := range all {
		t.add(d, a)
	}
	return t.report()
}

// tally adds up answers.
type tally struct {
	sent, twice int
	took        []time.Duration
}

func (t *tally) add(d *Discord, a asked) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t.sent++
	switch {
	case a.i != nil && a.i.answered:
		t.took = append(t.took, a.i.answer.After)
	case a.m != nil && len(a.m.answers) > 0:
		t.took = append(t.took, a.m.answers[0].Sub(a.m.sent))
		if len(a.m.answers) > 1 {
			t.twice++
		}
	}
}

func (t *tally) report() LoadReport {
	r := LoadReport{Sent: t.sent, Answered: len(t.took), Lost: t.sent - len(t.took), Twice: t.twice}
	if len(t.took) == 0 {
		return r
	}
	slices.Sort(t.took)
	at := func(p float64) time.Duration { return t.took[min(int(p*float64(len(t.took))), len(t.took)-1)] }
	r.P50, r.P90, r.P99, r.Max = at(0.50), at(0.90), at(0.99), t.took[len(t.took)-1]
	return r
}
