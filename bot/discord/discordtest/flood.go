package discordtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Flood has a member of each of many servers ask one question, first by themselves and then beside
// the members of another server who have sent many odd ones at once.
type Flood struct {
	Servers  int                // that ask; 0 means 49
	Over     time.Duration      // they ask one after the other in this time; 0 means 3 s
	Members  int                // of the flooding server; 0 means 20
	Each     int                // questions of each of those; 0 means 30
	Question func(n int) string // of the nth server, without the mention
	Grace    time.Duration      // how long to wait for the last answers; 0 means 20 s
}

// Run floods so many times, and reports the others' answers of each time without a flood and beside it; all of
// them have asked once before, as what follows a question may cost more. The bot must be ready.
func (f Flood) Run(d *Discord, rounds int) (quiet, beside []LoadReport) {
	f = f.withDefaults()
	channels := make([]*Channel, f.Servers)
	people := make([]*User, f.Servers)
	for n := range channels {
		g := d.Guild(fmt.Sprint("quiet ", n))
		channels[n], people[n] = g.Channel("general"), d.User(fmt.Sprint("asker ", n)).Joins(g)
	}
	flooded := d.Guild("flooded")
	channel := flooded.Channel("general")
	members := make([]*User, f.Members)
	for n := range members {
		members[n] = d.User(fmt.Sprint("flooder ", n)).Joins(flooded)
	}
	ask := func() LoadReport {
		var all []asked
		start := time.Now()
		for n, c := range channels {
			time.Sleep(time.Until(start.Add(f.Over * time.Duration(n) / time.Duration(f.Servers))))
			all = append(all, asked{m: people[n].Says(c, d.Mention()+" "+f.Question(n)).m})
		}
		elapsed := time.Since(start)
		d.await(f.Grace, func() bool { return answeredAll(all) })
		r := d.report(all)
		r.Elapsed = elapsed
		return r
	}
	ask()
	for round := range rounds {
		quiet = append(quiet, ask())
		var flood []asked
		for n := range f.Members * f.Each {
			flood = append(flood, asked{m: members[n%f.Members].Says(channel, d.Mention()+" "+Odd(n+round*f.Members*f.Each)).m})
		}
		beside = append(beside, ask())
		d.await(2*f.Grace, func() bool { return answeredAll(flood) })
	}
	return quiet, beside
}

func (f Flood) withDefaults() Flood {
	if f.Servers == 0 {
		f.Servers = 49
	}
	if f.Over == 0 {
		f.Over = 3 * time.Second
	}
	if f.Members == 0 {
		f.Members = 20
	}
	if f.Each == 0 {
		f.Each = 30
	}
	if f.Grace == 0 {
		f.Grace = 20 * time.Second
	}
	return f
}

// Odd makes the nth of many questions of nearly 500 letters that are hard to take apart.
func Odd(n int) string {
	words := strings.Fields(`who what which film films directed director by starring actor Korea China Japan 2014 2015 and or not
		the of in with more than most first Snowpiercer Parasite The Medium Bong Joon Ho before after how many did is was " ( , 감독 누구`)
	r := rand.New(rand.NewPCG(uint64(n), 7))
	text := ""
	for len(text) < 480 {
		text += words[r.IntN(len(words))] + " "
	}
	return strings.TrimSpace(text) + "?"
}
