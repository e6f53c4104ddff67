// Command fakediscord is the strict Discord of discordtest as a program, to
// run the real bot against without the internet:
//
//	go run ./bot/discord/discordtest/cmd/fakediscord -addr 127.0.0.1:8099 < script
//	DISCORD_TOKEN=test.token.of-hapjak hapjak discord --api-url http://127.0.0.1:8099
//
// It reads a line at a time what people do, and prints what the bot answers:
//
//	as Ann            who speaks from now on; a new name is a new member
//	speaks ko         the language of who speaks
//	has 990000000000  a role, which who speaks gets
//	in general        where, a channel of the one server; "in dm" is the bot's DM
//	say TEXT          "{bot}" is the bot's mention; waits for the reply
//	look              at the reply to what was said last, as it is now
//	reply TEXT        in reply to the bot's last message, with a ping
//	use film title=Snowpiercer private=true
//	type film title=snow
//	check COMMAND     a message command, on what was said last
//	click LABEL       a button of the bot's last message
//	submit reason=because
//	expect TEXT       the last answer must contain it
//	load RATE SECONDS
//	flood ROUNDS      49 servers ask one question each, alone and beside 600 odd ones of another server
//	advance 15m       push the platform's clock
//	sleep 2s
//	op7, op9, cut, close 4000, deaf 3    what a gateway does; "deaf" drops ACKs
//	fail 502 POST /channels/{channel_id}/messages
//	drop POST /channels/{channel_id}/messages
//	http URL          post interactions there
//
// It ends with the input, with status 1 if something expected did not come or
// the bot broke a rule.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"hapjak/bot/discord/discordtest"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "where to listen; loopback only")
	patience := flag.Duration("patience", 30*time.Second, "how long to wait for the bot, and 30 s for an answer")
	flag.Parse()
	os.Exit(run(*addr, *patience, os.Stdin, os.Stdout))
}

// run plays a script and gives the exit status.
func run(addr string, patience time.Duration, in io.Reader, out io.Writer) (status int) {
	t := &stage{out: out}
	defer func() {
		if r := recover(); r != nil {
			if _, over := r.(curtain); !over {
				panic(r)
			}
		}
		t.finish()
		status = t.status
	}()
	d := discordtest.Start(t, discordtest.Options{Addr: addr, Keep: 10000, GlobalRate: -1, ChannelRate: -1, MaxConcurrency: 16})
	fmt.Fprintf(out, "api %s\ntoken %s\npublic key %s\n", d.BaseURL(), d.Token(), d.PublicKey())
	p := newPlay(d, t)
	d.WaitReady(patience)
	d.WaitCommands(patience)
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		if err := p.line(lines.Text()); err != nil {
			t.Fatalf("line %d: %v", n, err)
		}
	}
	return t.status
}

// stage stands in for a test: what fails it is printed, and sets the status.
type stage struct {
	out      io.Writer
	status   int
	cleanups []func()
}

// curtain ends the play early.
type curtain struct{}

func (s *stage) Helper()                      {}
func (s *stage) Cleanup(f func())             { s.cleanups = append(s.cleanups, f) }
func (s *stage) Logf(format string, a ...any) { fmt.Fprintf(s.out, format+"\n", a...) }
func (s *stage) Errorf(format string, a ...any) {
	s.Logf(format, a...)
	s.status = 1
}
func (s *stage) Fatalf(format string, a ...any) {
	s.Errorf(format, a...)
	panic(curtain{})
}

func (s *stage) finish() {
	for _, f := range s.cleanups {
		f()
	}
}
