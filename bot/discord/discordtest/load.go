package discordtest

import (
	"fmt"
	"slices"
	"time"
)

// Load asks questions at a steady rate and measures the way to the answers.
// The rates of Options limit the bot as ever: for more than one answer per
// channel and second, or 50 in all, lift them.
type Load struct {
	Rate     float64            // questions a second
	For      time.Duration      // for how long
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
	total := int(l.Rate * l.For.Seconds())
	all := make([]asked, 0, total)
	start := time.Now()
	for n := range total {
		time.Sleep(time.Until(start.Add(time.Duration(float64(n) / l.Rate * float64(time.Second)))))
		c, u := channels[n%l.Channels], people[n%l.Channels]
		if l.Command != "" {
			all = append(all, asked{i: u.Uses(c, l.Command, l.Args(n))})
		} else {
			all = append(all, asked{m: u.Says(c, l.Question(n)).m})
		}
	}
	elapsed := time.Since(start)
	d.await(l.Grace, func() bool { return answeredAll(all) })
	r := d.report(all)
	r.Elapsed = elapsed
	return r
}

func (l Load) withDefaults(d *Discord) Load {
	if l.Channels == 0 {
		l.Channels = 50
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
	d.mu.Lock()
	defer d.mu.Unlock()
	r := LoadReport{Sent: len(all)}
	var took []time.Duration
	for _, a := range all {
		switch {
		case a.i != nil && a.i.answered:
			took = append(took, a.i.answer.After)
		case a.m != nil && len(a.m.answers) > 0:
			took = append(took, a.m.answers[0].Sub(a.m.sent))
			if len(a.m.answers) > 1 {
				r.Twice++
			}
		}
	}
	r.Answered, r.Lost = len(took), len(all)-len(took)
	if len(took) == 0 {
		return r
	}
	slices.Sort(took)
	at := func(p float64) time.Duration { return took[min(int(p*float64(len(took))), len(took)-1)] }
	r.P50, r.P90, r.P99, r.Max = at(0.50), at(0.90), at(0.99), took[len(took)-1]
	return r
}
