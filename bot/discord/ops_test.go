package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hapjak/bot"
	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
	"hapjak/facts"
)

// freePort returns an address to listen at.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func get(t testing.TB, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body)
}

func TestOperations(t *testing.T) {
	addr := freePort(t)
	dir := t.TempDir()
	r := start(t, setup{talk: &echo{}, store: openStore(t, dir),
		options: func(o *Options) { o.Listen = addr }})
	t.Cleanup(func() { r.store.Close() })
	general, ann, _ := members(r)
	r.answerTo(ann, general, "who?")
	r.answerTo(ann, general, "an unknown thing")
	byCommand(ann, general, "who?")
	if code, body := get(t, "http://"+addr+"/readyz"); code != 200 {
		t.Errorf("/readyz %d %s", code, body)
	}
	_, body := get(t, "http://"+addr+"/healthz")
	var h health
	if err := json.Unmarshal([]byte(body), &h); err != nil || h.Status != "ok" || len(h.Gateway) != 1 || h.Gateway[0].State != "ready" || h.Store != "ok" || h.Commands != "registered" {
		t.Errorf("/healthz %v %s", err, body)
	}
	const sent = `hapjak_answer_seconds_count{stage="sent",surface="mention"} 2`
	r.until("the answers to be counted", func() bool {
		_, body = get(t, "http://"+addr+"/metrics")
		return strings.Contains(body, sent)
	})
	for _, line := range []string{
		`hapjak_questions_total{status="answered",surface="mention"} 1`,
		`hapjak_questions_total{status="unknown",surface="mention"} 1`,
		`hapjak_questions_total{status="answered",surface="gateway"} 1`,
		sent,
		`hapjak_gateway_identifies_total 1`,
	} {
		if !strings.Contains(body, line) {
			t.Errorf("/metrics lacks %s", line)
		}
	}
	// The log has a request's id and no message's content.
	r.answerTo(ann, general, "panic and a secret")
	if log := r.log.String(); !strings.Contains(log, "request=") || strings.Contains(log, "a secret") || strings.Contains(log, r.Token()) {
		t.Errorf("the log: %s", log)
	}
	// The gateway goes away.
	r.Gateway().Refuse(50)
	r.Gateway().Cut()
	r.until("not to be ready", func() bool { code, _ := get(t, "http://"+addr+"/readyz"); return code == 503 })
	if code, body := get(t, "http://"+addr+"/healthz"); code != 200 || !strings.Contains(body, "degraded") {
		t.Errorf("/healthz %d %s", code, body)
	}
}

func TestHealthTellsOfTheStore(t *testing.T) {
	addr := freePort(t)
	gone := store.NewMemory()
	broken := store.New(gone, nil)
	defer broken.Close()
	gone.Close()
	r := start(t, setup{talk: &echo{}, store: broken, options: func(o *Options) { o.Listen = addr }})
	general, ann, _ := members(r)
	says(t, r.answerTo(ann, general, "an unknown thing"), "do not say")
	if _, body := get(t, "http://"+addr+"/healthz"); !strings.Contains(body, "degraded") || !strings.Contains(body, "closed") {
		t.Errorf("/healthz %s", body)
	}
	if code, _ := get(t, "http://"+addr+"/readyz"); code != 200 {
		t.Error("a broken store makes the bot unready")
	}
}

func check(t *testing.T, d *discordtest.Discord, change func(*Options)) (string, error) {
	t.Helper()
	o := Options{Token: d.Token(), APIURL: d.BaseURL(), timing: hasty()}
	if change != nil {
		change(&o)
	}
	b, err := New(&echo{}, newMemoryStore(t), o)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	err = b.Check(ctx, &out)
	return out.String(), err
}

func TestCheck(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	r.Guild("Film club")
	r.Guild("No leave").BotMay(discordtest.PermViewChannel)
	r.stop()
	out, err := check(t, r.Discord, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"token: good", "the intents are allowed", "all 8 registered", "server No leave: missing Send Messages"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in:\n%s", want, out)
		}
	}
	if strings.Contains(out, "Film club: missing") {
		t.Errorf("a complaint where all is well:\n%s", out)
	}
	r.Allow("disallowed")
	r.Allow("4014")
	if _, err := check(t, r.Discord, func(o *Options) { o.MessageContent = true }); err == nil || !strings.Contains(err.Error(), "Message Content") {
		t.Errorf("an intent that is not allowed: %v", err)
	}
	r.Allow("Unauthorized")
	r.Allow("token")
	r.ResetToken()
	if _, err := check(t, r.Discord, nil); err == nil || !strings.Contains(err.Error(), "token") || strings.Contains(err.Error(), r.Token()) {
		t.Errorf("a refused token: %v", err)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, o := range map[string]Options{
		"no token":       {},
		"another server": {Token: "x", APIURL: "http://example.org"},
		"no shard":       {Token: "x", Shards: "5/4"},
		"no guild":       {Token: "x", Guild: "Film club"},
	} {
		if _, err := New(&echo{}, nil, o); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestCommandsAreWrittenOnlyOnADifference(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	puts := func() (n int) {
		for _, q := range r.Requests() {
			if q.Method == "PUT" {
				n++
			}
		}
		return n
	}
	if n := puts(); n != 1 || len(r.Commands("")) != 8 {
		t.Errorf("written %d times, %d commands", n, len(r.Commands("")))
	}
	r.stop()
	again := attach(t, r.Discord, setup{talk: &echo{}})
	if n := puts(); n != 1 {
		t.Errorf("written %d times", n)
	}
	again.stop()
	g := r.Guild("Trying out")
	attach(t, r.Discord, setup{talk: &echo{}, options: func(o *Options) { o.Guild = g.ID() }}).stop()
	attach(t, r.Discord, setup{talk: &echo{}, options: func(o *Options) { o.Guild = g.ID() }}).stop()
	if n := puts(); n != 2 || len(r.Commands(g.ID())) != 8 {
		t.Errorf("written %d times, %d commands in the server", n, len(r.Commands(g.ID())))
	}
}

func TestShardsOfOneProcess(t *testing.T) {
	addr := freePort(t)
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{Shards: 3}, options: func(o *Options) { o.Listen = addr }})
	r.WaitSessions(3, soon)
	general, ann, _ := members(r)
	says(t, r.answerTo(ann, general, "who?"), "who?")
	says(t, ann.Says(ann.DM(), "who?").WaitReply(soon), "who?")
	r.until("all to be ready", func() bool { code, _ := get(t, "http://"+addr+"/readyz"); return code == 200 })
}

func TestShardsOfManyProcesses(t *testing.T) {
	d := begin(t, discordtest.Options{})
	var all []*running
	for _, s := range []string{"0/2", "1/2"} {
		all = append(all, attach(t, d, setup{talk: &echo{}, cold: true, options: func(o *Options) { o.Shards = s }}))
	}
	d.WaitSessions(2, soon)
	r := all[0]
	for range 4 {
		general, ann, _ := members(r)
		m := ann.Says(general, r.Mention()+" who?")
		says(t, m.WaitReply(soon), "who?")
		r.Quiet(30*time.Millisecond, soon)
		if n := len(general.BotMessages()); n != 1 {
			t.Errorf("%d answers", n)
		}
	}
}

// TestIdentifyAllowance: at the end of the day's allowance the bot waits rather than
// have its token reset.
func TestIdentifyAllowance(t *testing.T) {
	r := start(t, setup{talk: &echo{}, discord: discordtest.Options{Identifies: 2}})
	r.Gateway().Invalidate(false)
	r.Gateway().WaitIdentifies(2, soon)
	r.Gateway().Invalidate(false)
	r.until("the log to tell", func() bool { return strings.Contains(r.log.String(), "no connection may be begun today") })
	if n := r.Gateway().Identifies(); n != 2 {
		t.Errorf("%d IDENTIFYs where 2 are allowed", n)
	}
}

// hung is a memory whose disk hangs.
type hung struct {
	Memory
	waits *[]time.Duration // for how long it is waited for
}

func (h hung) Record(ctx context.Context, e store.Event) error {
	end, _ := ctx.Deadline()
	*h.waits = append(*h.waits, time.Until(end))
	return context.DeadlineExceeded
}

// TestAHangingStoreCostsOneWait: the first answer waits for its note, the next do not.
func TestAHangingStoreCostsOneWait(t *testing.T) {
	b := bare(t, &echo{})
	var waits []time.Duration
	b.adapter.store = hung{newMemoryStore(t), &waits}
	for n := range 5 {
		b.adapter.note(t.Context(), fmt.Sprint(n), bot.Request{}, bot.Reply{Status: facts.Unknown, Question: "an unknown thing"}, "dm", time.Now(), b.log)
	}
	slices.Sort(waits)
	if note := b.adapter.timing.note; len(waits) != 5 || waits[4] < note/2 || waits[3] > note/50 {
		t.Errorf("five notes on a hanging disk are waited for %v", waits)
	}
}

// TestTokenRefusedOnlyByREST: a gateway that does not notice keeps no bot running that
// can send nothing.
func TestTokenRefusedOnlyByREST(t *testing.T) {
	r := start(t, setup{talk: &echo{}})
	general, ann, _ := members(r)
	r.Fail(discordtest.Refused(401, 0, "401: Unauthorized").On("POST", "/channels/{channel_id}/messages"))
	ann.Says(general, r.Mention()+" who?")
	select {
	case err := <-r.ended:
		r.ended <- err
		if err == nil || !strings.Contains(err.Error(), "token") {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(soon):
		t.Error("the bot goes on")
	}
}

// TestCommandsAreTriedAgain: a connection that ends, and a Discord that fails, in the
// first moments cost no commands.
func TestCommandsAreTriedAgain(t *testing.T) {
	d := begin(t, discordtest.Options{})
	d.Fail(discordtest.Status(503).On("GET", "/applications/{application_id}/commands").For(9))
	r := attach(t, d, setup{talk: &echo{}, cold: true})
	d.WaitReady(soon)
	d.Gateway().Cut()
	r.until("the commands to be registered", func() bool { return r.bot.registered() == "registered" })
}

// TestTwoShards: each answers its servers, across a lost connection, and the first the DMs.
func TestTwoShards(t *testing.T) {
	r := start(t, setup{talk: &echo{}, options: func(o *Options) { o.Shards = "2" }, cold: true})
	r.WaitSessions(2, soon)
	ann := r.User("Ann")
	for n := range 4 {
		g := r.Guild(fmt.Sprint("club ", n))
		c := g.Channel("general")
		m := ann.Joins(g).Says(c, r.Mention()+fmt.Sprint(" q", n, "?"))
		says(t, m.WaitReply(soon), fmt.Sprint("q", n))
		says(t, byCommand(ann, c, "cmd"), "cmd")
		r.Gateway().Cut()
		m = ann.Says(c, r.Mention()+" after the cut?")
		says(t, m.WaitReply(soon), "after the cut")
		if replies(c, m) != 1 {
			t.Error("twice")
		}
	}
	says(t, ann.Says(ann.DM(), "in a DM?").WaitReply(soon), "in a DM")
	if n := len(ann.DM().BotMessages()); n != 1 {
		t.Errorf("%d in a DM", n)
	}
}
