package discord

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
	"hapjak/bot/store/storetest"
)

// unlimited is a Discord that measures the bot and not its own rate limits, and a bot
// that does not ration its askers.
func unlimited(s setup) setup {
	s.discord.ChannelRate, s.discord.GlobalRate = -1, -1
	s.options = func(o *Options) { o.UserBurst, o.ServerBurst = 0, 0 }
	return s
}

// TestLoad has many questions open at a time: nothing is lost, and nothing is answered twice.
// How fast that is BenchmarkMessages and BenchmarkInteractions measure.
func TestLoad(t *testing.T) {
	r := start(t, unlimited(setup{store: openStore(t, t.TempDir())}))
	defer r.store.Close()
	for _, command := range []string{"", "ask"} {
		l := discordtest.Load{Count: 60, Open: 8, Grace: time.Minute, Command: command,
			Args: func(n int) discordtest.Args { return discordtest.Args{"question": questions(n)} }}
		if command == "" {
			l.Question = func(n int) string { return r.Mention() + " " + questions(n) }
		}
		report := l.Run(r.Discord)
		t.Log(report)
		if report.Lost != 0 || report.Twice != 0 || report.Answered != l.Count {
			t.Errorf("%q: %v", command, report)
		}
	}
}

// TestRush asks 200 times a second for half a minute, 1,000 members of 20 servers, of a bot
// as it is in production: each is answered, or told why not; nobody is left without a word.
// HAPJAK_LONG=1 runs it, and with HAPJAK_ENCODER=1 evidence is judged as the program does.
func TestRush(t *testing.T) {
	if os.Getenv("HAPJAK_LONG") == "" {
		t.Skip("HAPJAK_LONG=1 rushes for half a minute, and then a minute")
	}
	talk := newTalk(t)
	if os.Getenv("HAPJAK_ENCODER") != "" {
		talk = newEncoded(t)
	}
	backend := openBackend(t, cmp.Or(storetest.Postgres(t), t.TempDir()))
	r := start(t, setup{talk: talk, store: store.New(backend, nil), discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1},
		options: func(o *Options) {
			o.timing, o.UserBurst, o.UserEvery, o.ServerBurst, o.ServerEvery = production(), 30, time.Second, 1000, 4*time.Millisecond
		}})
	var rooms []*discordtest.Channel
	var people []*discordtest.User
	for n := range 20 {
		g := r.Guild(fmt.Sprint("club ", n))
		for c := range 5 {
			rooms = append(rooms, g.Channel(fmt.Sprint("room ", c)))
		}
		for m := range 50 {
			people = append(people, r.User(fmt.Sprint("member ", n, " ", m)).Joins(g))
		}
	}
	const rate, seconds = 200, 30
	var asked []discordtest.Message
	begin := time.Now()
	for n := range rate * seconds {
		time.Sleep(time.Until(begin.Add(time.Duration(n) * time.Second / rate)))
		u := n * 7919 % 1000
		asked = append(asked, people[u].Says(rooms[u/50*5+n%5], r.Mention()+" "+questions(n)))
	}
	asking := time.Since(begin)
	// When an answer to the last is there, all have been heard; what was given up is taken over again.
	late := r.User("the last")
	late.Says(late.DM(), r.Mention()+" "+questions(0)).WaitReply(20 * time.Minute)
	for n, err := 1, error(nil); n > 0; time.Sleep(100 * time.Millisecond) {
		if n, err = backend.Unanswered(t.Context()); err != nil || !r.bot.adapter.running.wait(20*time.Minute) {
			t.Fatal(n, " questions are still under way: ", err)
		}
	}
	report(t, people, asked, asking)
}

func openBackend(t *testing.T, data string) *store.SQL {
	t.Helper()
	open := store.OpenSQLite
	if store.IsPostgres(data) {
		open = store.OpenPostgres
	}
	b, err := open(data)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// report says what became of questions.
func report(t *testing.T, people []*discordtest.User, asked []discordtest.Message, asking time.Duration) {
	refusals := []string{say("en", "busy"), say("en", "too slow"), say("en", "too long"), say("en", "lost")}
	var took []time.Duration
	told, word := 0, map[string]bool{} // in the channel; in a DM, by member
	for _, u := range people {
		for _, m := range u.DM().BotMessages() {
			word[u.ID()] = word[u.ID()] || slices.Contains(refusals, m.Content) || strings.Contains(m.Content, "a lot of questions")
		}
	}
	silent, again, quick := 0, 0, 0
	for _, m := range asked {
		after, ok := m.Answered()
		switch {
		case !ok && word[m.Author.ID()]:
			again++ // told so in a DM, once in an hour
		case !ok:
			silent++
		case slices.Contains(refusals, m.WaitReply(0).Content):
			told++
		default:
			took = append(took, after)
			if strings.Contains(m.WaitReply(0).Text(), say("en", "hurried")) {
				quick++
			}
		}
	}
	slices.Sort(took)
	at := func(p float64) time.Duration { return took[min(int(p*float64(len(took))), len(took)-1)] }
	if len(took) == 0 {
		t.Fatal("nobody is answered")
	}
	all := float64(len(asked))
	t.Logf("%d asked in %v: %.1f %% answered (p50 %v, p99 %v; %.1f %% after a quick look), %.1f %% told in the channel to ask again, %.1f %% told so in a DM, %.1f %% left without a word",
		len(asked), asking.Round(time.Millisecond), 100*float64(len(took))/all, at(0.5).Round(time.Millisecond), at(0.99).Round(time.Millisecond), 100*float64(quick)/all,
		100*float64(told)/all, 100*float64(again)/all, 100*float64(silent)/all)
	if silent > 0 {
		t.Errorf("%d were left without a word", silent)
	}
}

// questions are a mix: answered, unknown, a card, a list.
func questions(n int) string {
	return []string{
		"who directed Snowpiercer?", "who composed the score of Okja?", "/film The Housemaid",
		"which films came out in 2014?", "who is Choi Eun-hee?",
	}[n%5]
}

// BenchmarkMessages measures the way from MESSAGE_CREATE to the answer's POST, over real
// sockets, at the rate of a big community.
func BenchmarkMessages(b *testing.B) {
	for _, rate := range []float64{50, 200} {
		b.Run(fmt.Sprintf("%.0f per second", rate), func(b *testing.B) { benchmark(b, rate, "") })
	}
}

// BenchmarkInteractions measures the way from INTERACTION_CREATE to its answer.
func BenchmarkInteractions(b *testing.B) {
	for _, rate := range []float64{50, 200} {
		b.Run(fmt.Sprintf("%.0f per second", rate), func(b *testing.B) { benchmark(b, rate, "ask") })
	}
}

func benchmark(b *testing.B, rate float64, command string) {
	r := start(b, unlimited(setup{store: openStore(b, b.TempDir())}))
	defer r.store.Close()
	for b.Loop() {
		l := discordtest.Load{Rate: rate, For: 5 * time.Second, Command: command,
			Args: func(n int) discordtest.Args { return discordtest.Args{"question": questions(n)} }}
		if command == "" {
			l.Question = func(n int) string { return r.Mention() + " " + questions(n) }
		}
		report := l.Run(r.Discord)
		if report.Lost != 0 || report.Twice != 0 {
			b.Fatal(report)
		}
		b.ReportMetric(float64(report.P50.Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(report.P99.Microseconds())/1000, "p99-ms")
		b.ReportMetric(float64(report.Answered)/report.Elapsed.Seconds(), "answers/s")
	}
}

// bare runs an adapter against a server that says yes to everything, so that what is
// measured is the bot's own.
func bare(t testing.TB, talk Talker) *Bot {
	t.Helper()
	yes := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		io.Copy(io.Discard, req.Body)
		if strings.HasSuffix(req.URL.Path, "/callback") {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Write([]byte(`{"id":"1"}`))
	}))
	t.Cleanup(yes.Close)
	b, err := New(talk, newMemoryStore(t), Options{Token: "x", APIURL: yes.URL})
	if err != nil {
		t.Fatal(err)
	}
	me := "1"
	b.adapter.self.Store(&me)
	return b
}

// interactions answers n interactions, each with a token of its own, of 2,000 askers, at
// most 64 at a time. What is still under way has memory of its own, so it waits for each,
// as long as a busy machine needs.
func interactions(t testing.TB, b *Bot, from, n int) {
	t.Helper()
	idle := func() {
		if !b.adapter.running.wait(time.Minute) {
			t.Fatal("interactions are still under way after a minute")
		}
	}
	for i := from; i < from+n; i++ {
		id := 1_000_000_000_000 + i
		b.adapter.event("INTERACTION_CREATE", fmt.Appendf(nil,
			`{"id":"%d","application_id":"1","type":2,"token":"token-%d","guild_id":"5","channel_id":"%d","member":{"user":{"id":"9%d"},"permissions":"0"},"locale":"en-US","data":{"id":"1","name":"ask","type":1,"options":[{"name":"question","type":3,"value":"%s"}]}}`,
			id, i, id%100, id%2000, questions(i)))
		if i%64 == 0 {
			idle()
		}
	}
	idle()
}

// TestMemoryIsFlat answers interactions by the ten thousand and looks at the heap:
// discordgo's limiter would keep a bucket for each of them. HAPJAK_LONG=1 makes it
// 100,000. It runs in a process of its own: the floods of other tests may still be
// answered when those have seen enough, and the heap is the whole process's.
func TestMemoryIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	if os.Getenv("HAPJAK_TEST_ALONE") == "" {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestMemoryIsFlat$", "-test.v")
		cmd.Env = append(os.Environ(), "HAPJAK_TEST_ALONE=1")
		out, err := cmd.CombinedOutput()
		if t.Logf("%s", out); err != nil {
			t.Error(err)
		}
		return
	}
	rounds, each := 2, 1_000
	if os.Getenv("HAPJAK_LONG") != "" {
		rounds, each = 10, 10_000
	}
	b := bare(t, newTalk(t))
	heap := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	interactions(t, b, 0, each) // fills what is bounded: conversations, allowances
	before := heap()
	for n := range rounds {
		interactions(t, b, (n+1)*each, each)
	}
	after := heap()
	t.Logf("heap after %d interactions %d KiB, after %d more %d KiB; %d buckets", each, before>>10, rounds*each, after>>10, len(b.rest.limits.buckets))
	if after > before+before/5+2<<20 {
		t.Errorf("the heap grew from %d to %d KiB", before>>10, after>>10)
	}
	if n := len(b.rest.limits.buckets); n > maxBuckets { // promised answers have one each, for a while
		t.Errorf("%d buckets of rate limits", n)
	}
}

// BenchmarkAdapter measures what one interaction costs the bot, sockets included.
func BenchmarkAdapter(b *testing.B) {
	x := bare(b, newTalk(b))
	for i := 0; b.Loop(); i++ {
		interactions(b, x, i, 1)
	}
}
