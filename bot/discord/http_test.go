package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
	"hapjak/bot/store"
)

// startHTTP runs a bot that serves interactions over HTTP.
func startHTTP(t testing.TB, s setup) *running {
	t.Helper()
	options := s.options
	d := begin(t, s.discord)
	s.cold = true
	s.options = func(o *Options) {
		o.Interactions, o.PublicKey = "127.0.0.1:0", d.PublicKey()
		if options != nil {
			options(o)
		}
	}
	r := attach(t, d, s)
	r.until("the commands to be registered", func() bool { return r.bot.registered() == "registered" })
	if err := d.PostInteractionsTo("http://" + r.bot.address() + "/interactions"); err != nil {
		t.Fatal(err) // Discord probes with a PING, and with bad signatures
	}
	return r
}

// workers runs two bots that serve interactions over HTTP from one store. send says which gets those
// that come.
func workers(t *testing.T, s setup) (one, two *running, send func(to *running)) {
	t.Helper()
	shared := store.NewMemory()
	s.store = store.New(shared, nil)
	one = startHTTP(t, s)
	s.store, s.cold = store.New(shared, nil), true
	s.options = func(o *Options) { o.Interactions, o.PublicKey = "127.0.0.1:0", one.PublicKey() }
	two = attach(t, one.Discord, s)
	two.until("it to be served", func() bool { return two.bot.address() != "" })
	return one, two, func(to *running) {
		t.Helper()
		if err := one.PostInteractionsTo("http://" + to.bot.address() + "/interactions"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestHTTP(t *testing.T) {
	r := startHTTP(t, setup{})
	general, ann, bob := members(r)
	card := ann.Uses(general, "film", discordtest.Args{"title": "Snowpiercer"}).WaitReply(soon)
	says(t, card, "Bong Joon Ho")
	says(t, bob.Clicks(card, "Sources").WaitReply(soon), "paragraph 26")
	if list := ann.Types(general, "film", "title", "snow", nil).WaitChoices(soon); len(list) == 0 || list[0].Name != "Snowpiercer (2013) · film" {
		t.Errorf("choices %v", list)
	}
	answer := byCommand(ann, general, "who directed Okja?")
	down := ann.Clicks(answer, "👎")
	down.WaitModal(soon)
	says(t, ann.Submits(down, map[string]string{"complaint": "wrong", "reason": "x"}).WaitReply(soon), "Thank you")
	ann.Clicks(answer, "🗑️")
	answer.WaitGone(soon)
	if n := r.Gateway().Identifies(); n != 0 {
		t.Errorf("the gateway was connected to %d times: each of many processes would answer each mention", n)
	}
}

func TestHTTPPromises(t *testing.T) {
	slow := newGated(&echo{})
	r := startHTTP(t, setup{talk: slow, options: func(o *Options) { o.timing.deferral = 20 * time.Millisecond }})
	general, ann, _ := members(r)
	i := ann.Uses(general, "ask", discordtest.Args{"question": "who?"})
	if a := i.WaitAnswer(soon); a.Type != respondLater {
		t.Errorf("first answer %+v", a)
	}
	slow.open()
	says(t, i.WaitReply(soon), "You asked: who?")
}

func TestHTTPRefuses(t *testing.T) {
	r := startHTTP(t, setup{talk: &echo{}})
	url := "http://" + r.bot.address() + "/interactions"
	ping := `{"type":1,"id":"1","application_id":"1","token":"t","version":1}`
	for name, c := range map[string]struct {
		how  discordtest.Signing
		body string
		want int
	}{
		"well signed":       {discordtest.Signing{}, ping, 200},
		"another key":       {discordtest.Signing{WrongKey: true}, ping, 401},
		"no headers":        {discordtest.Signing{NoHeaders: true}, ping, 401},
		"no hex":            {discordtest.Signing{BadHex: true}, ping, 401},
		"another body":      {discordtest.Signing{OtherBody: true}, ping, 401},
		"an old signature":  {discordtest.Signing{Age: 10 * time.Minute}, ping, 401},
		"one of the future": {discordtest.Signing{Age: -10 * time.Minute}, ping, 401},
		"no JSON":           {discordtest.Signing{}, "{", 400},
		"too large":         {discordtest.Signing{}, strings.Repeat(" ", maxBody+1), 413},
		"half of one":       {discordtest.Signing{}, `{"type":2,"id":"1","token":"t"}`, 200},
		"nothing of one":    {discordtest.Signing{}, `{"type":2}`, 400},
		"of the future":     {discordtest.Signing{}, `{"type":99,"id":"1","token":"t","user":{"id":"5"},"data":{}}`, 400},
	} {
		if got := r.PostSigned(url, c.body, c.how); got.Err != nil || got.Status != c.want {
			t.Errorf("%s: %d %v, want %d", name, got.Status, got.Err, c.want)
		}
	}
	for _, method := range []string{"GET", "PUT"} {
		req, _ := http.NewRequestWithContext(t.Context(), method, url, nil)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, resp.StatusCode)
		}
	}
}

func TestPublicKey(t *testing.T) {
	for _, text := range []string{"", "zz", "abcd", strings.Repeat("0", 63), strings.Repeat("0", 128)} {
		if _, err := publicKey(text); err == nil {
			t.Errorf("%q was taken", text)
		}
		if text != "" {
			o := Options{Token: "x", Interactions: "127.0.0.1:0", PublicKey: text}
			b, err := New(&echo{}, newMemoryStore(t), o)
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "public key") {
				t.Errorf("%q: run ended with %v", text, err)
			}
		}
	}
	if _, err := publicKey(" " + strings.Repeat("0a", 32) + "\n"); err != nil {
		t.Error(err)
	}
}

// FuzzVerify feeds the endpoint what anybody may send: it neither panics nor lets
// anything unsigned in.
func FuzzVerify(f *testing.F) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		f.Fatal(err)
	}
	now := time.Unix(1_700_000_000, 0)
	stamp := fmt.Sprint(now.Unix())
	good := hex.EncodeToString(ed25519.Sign(private, []byte(stamp+"{}")))
	f.Add(good, stamp, "{}")
	f.Add("", "", "")
	f.Add(good, "x", "{}")
	f.Fuzz(func(t *testing.T, signature, stamp, body string) {
		req := httptest.NewRequest("POST", "/interactions", strings.NewReader(body))
		req.Header["X-Signature-Ed25519"], req.Header["X-Signature-Timestamp"] = []string{signature}, []string{stamp}
		_, refused := verify(req, httptest.NewRecorder(), public, now)
		sig, _ := hex.DecodeString(signature)
		valid := len(sig) == ed25519.SignatureSize && ed25519.Verify(public, []byte(stamp+body), sig)
		if refused == 0 && !valid {
			t.Errorf("let in: %q %q %q", signature, stamp, body)
		}
	})
}

// TestHTTPWrongKey: another application's key ends the start with a sentence that says
// the remedy; otherwise every interaction would be refused as unsigned.
func TestHTTPWrongKey(t *testing.T) {
	d := begin(t, discordtest.Options{})
	other, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	r := attach(t, d, setup{talk: &echo{}, cold: true, options: func(o *Options) {
		o.Interactions, o.PublicKey = "127.0.0.1:0", hex.EncodeToString(other)
	}})
	select {
	case err := <-r.ended:
		r.ended <- err
		if err == nil || !strings.Contains(err.Error(), "--public-key") {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(soon):
		t.Error("the bot goes on")
	}
}

// TestProbe: something that lets a forged request in is not this bot's endpoint.
func TestProbe(t *testing.T) {
	open := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer open.Close()
	if err := probe(strings.TrimPrefix(open.URL, "http://")); err == nil || !strings.Contains(err.Error(), "401") {
		t.Errorf("err = %v", err)
	}
}

// TestHTTPOddBodies: signed all of them: what is no interaction is refused, what is half of one answered.
func TestHTTPOddBodies(t *testing.T) {
	r := startHTTP(t, setup{talk: &echo{}})
	url := "http://" + r.bot.address() + "/interactions"
	who := `"user":{"id":"77"},"locale":"ko"`
	for name, c := range map[string]struct {
		body string
		want int
	}{
		"ping":           {`{"type":1}`, 200},
		"nothing":        {``, 400},
		"null":           {`null`, 400},
		"list":           {`[]`, 400},
		"text":           {`"x"`, 400},
		"deep":           {strings.Repeat(`[`, 100_000), 400},
		"deep options":   {`{"type":2,"id":"1","token":"t","data":{"options":` + strings.Repeat(`[{"options":`, 3000) + `1` + strings.Repeat(`}]`, 3000) + `}}`, 200},
		"too long":       {`{"type":1,"x":"` + strings.Repeat("a", 1<<20) + `"}`, 413},
		"no user":        {`{"type":2,"id":"1","token":"t","data":{"name":"ask"}}`, 200},
		"no data":        {`{"type":2,"id":"2","token":"t",` + who + `}`, 200},
		"unknown kind":   {`{"type":99,"id":"3","token":"t",` + who + `,"data":{}}`, 400},
		"unknown name":   {`{"type":2,"id":"4","token":"t",` + who + `,"data":{"name":"zap","type":1}}`, 200},
		"odd options":    {`{"type":2,"id":"5","token":"t",` + who + `,"data":{"name":"ask","type":1,"options":[{"name":"question","type":3,"value":{"a":1}}]}}`, 200},
		"list as option": {`{"type":2,"id":"6","token":"t",` + who + `,"data":{"name":"ask","type":1,"options":{"a":1}}}`, 200},
		"button":         {`{"type":3,"id":"7","token":"t",` + who + `,"data":{"custom_id":"h1.s..x"}}`, 200},
		"modal":          {`{"type":5,"id":"8","token":"t",` + who + `,"data":{"custom_id":"h1.w..x","components":[{"components":[null]}]}}`, 200},
		"autocomplete":   {`{"type":4,"id":"9","token":"t",` + who + `,"data":{"name":"film","options":[{"name":"title","value":7,"focused":true}]}}`, 200},
		"numbers as ids": {`{"type":2,"id":10,"token":"t",` + who + `,"data":{"name":"ask"}}`, 400},
		"message cmd":    {`{"type":2,"id":"11","token":"t",` + who + `,"data":{"name":"x","type":3,"target_id":"5","resolved":{"messages":{"5":null}}}}`, 200},
		"nul":            {"{\"type\":2,\"id\":\"12\",\"token\":\"t\"," + who + ",\"data\":{\"name\":\"ask\",\"type\":1,\"options\":[{\"name\":\"question\",\"type\":3,\"value\":\"a\\u0000b\\ud800\"}]}}", 200},
	} {
		got := r.PostSigned(url, c.body, discordtest.Signing{})
		if got.Err != nil || got.Status != c.want {
			t.Errorf("%s: %d %v %.150s", name, got.Status, got.Err, got.Body)
		}
		if got.Status == 200 && !json.Valid([]byte(got.Body)) {
			t.Errorf("%s: %s", name, got.Body)
		}
	}
	again := `{"type":2,"id":"20","token":"t",` + who + `,"data":{"name":"ask","type":1,"options":[{"name":"question","type":3,"value":"once?"}]}}`
	one, two := r.PostSigned(url, again, discordtest.Signing{}), r.PostSigned(url, again, discordtest.Signing{})
	if one.Status != 200 || two.Status == 200 {
		t.Errorf("the same twice: %d %d %s", one.Status, two.Status, two.Body)
	}
}

// TestPrivateAtOnce: that answers are private, set through one of two workers, counts for the next
// question to the other.
func TestPrivateAtOnce(t *testing.T) {
	one, two, send := workers(t, setup{talk: &echo{}})
	g := one.Guild("Film club")
	general, ann := g.Channel("general"), one.User("Ann").Joins(g)
	boss := manager(one, g)
	for _, private := range []bool{false, true, false} {
		for _, at := range []*running{one, two} {
			send(at)
			if at == one {
				boss.Uses(general, "config", discordtest.Args{"private": private}).WaitReply(soon)
			}
			if m := byCommand(ann, general, "who?"); m.Ephemeral != private {
				t.Errorf("private %v: the answer is private %v", private, m.Ephemeral)
			}
		}
	}
}

// TestForgottenByTwoWorkers: who has his data deleted through one of two workers is forgotten by the
// other too, and what he says from then on is remembered.
func TestForgottenByTwoWorkers(t *testing.T) {
	one, two, send := workers(t, setup{})
	general, ann, _ := members(one)
	use := func(at *running, command string, args discordtest.Args) string {
		send(at)
		return ann.Uses(general, command, args).WaitReply(soon).Text()
	}
	ask := func(at *running, question string) string {
		return use(at, "ask", discordtest.Args{"question": question})
	}
	for range 2 {
		ask(two, "who directed Okja?")
		for range 2 {
			if text := ask(two, "when was it released?"); !strings.Contains(text, "2017") {
				t.Errorf("not remembered: %s", text)
			}
		}
		use(one, privacyCommand, discordtest.Args{"what": "delete"})
		if text := ask(two, "when was it released?"); strings.Contains(text, "2017") {
			t.Errorf("still remembered: %s", text)
		}
	}
}

// TestConfigOfTwoWorkers: what is set through one of two workers stands when something else is set
// through the other, which remembers how it was.
func TestConfigOfTwoWorkers(t *testing.T) {
	one, two, send := workers(t, setup{talk: &echo{}})
	g := one.Guild("Film club")
	general, aside := g.Channel("general"), g.Channel("aside")
	boss := manager(one, g)
	for _, c := range []struct {
		at   *running
		args discordtest.Args
	}{{two, nil}, {one, discordtest.Args{"add-channel": general}}, {two, discordtest.Args{"add-channel": aside}}} {
		send(c.at)
		boss.Uses(general, "config", c.args).WaitReply(soon)
	}
	if s := one.store.Settings(t.Context(), g.ID()); len(s.Channels) != 2 {
		t.Errorf("%+v", s)
	}
}

// TestContextOfTwoWorkers: what goes on from an answer of one of two workers does so at the other, which had
// answered the member something else before.
func TestContextOfTwoWorkers(t *testing.T) {
	one, two, send := workers(t, setup{discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1}})
	general, ann, _ := members(one)
	ask := func(at *running, question string) discordtest.Message {
		send(at)
		return byCommand(ann, general, question)
	}
	ask(two, "who directed Snowpiercer?")
	for range 2 {
		ask(one, "who directed Okja?")
		says(t, ask(two, "when was it released?"), "2017")
		says(t, ask(one, "who was in it?"), "Okja")
		ask(two, "who directed Snowpiercer?")
		says(t, ask(one, "when was it released?"), "2013")
	}
}

// TestContextThatCannotBeRead: what goes on from a private answer, or from one where the bot is not a member,
// does so at another worker; nothing public goes on from what was private, and who has it deleted leaves nothing.
func TestContextThatCannotBeRead(t *testing.T) {
	one, two, send := workers(t, setup{discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1}})
	general, ann, bob := members(one)
	ann.Installs()
	use := func(at *running, c *discordtest.Channel, command string, args discordtest.Args) discordtest.Message {
		t.Helper()
		send(at)
		m := ann.Uses(c, command, args).WaitReply(soon)
		at.settled()
		return m
	}
	for _, c := range []*discordtest.Channel{general, one.Group(ann, bob)} {
		ask := func(at *running, question string) discordtest.Message {
			t.Helper()
			return use(at, c, "ask", discordtest.Args{"question": question, "private": c == general})
		}
		ask(two, "who directed Snowpiercer?")
		ask(one, "who directed Okja?")
		says(t, ask(two, "when was it released?"), "2017")
		says(t, ask(one, "who directed it?"), "Okja")
		use(one, c, "film", discordtest.Args{"title": "Snowpiercer", "private": c == general})
		says(t, ask(two, "when was it released?"), "2013")
		use(one, c, "compare", discordtest.Args{"a": "okja", "b": "the-medium", "private": c == general})
		omits(t, ask(two, "when was it released?"), "2013")
		ask(one, "who directed Okja?")
		if c == general {
			omits(t, byCommand(ann, general, "when was it released?"), "2017")
			key := one.store.Hash("private " + c.ID() + " " + ann.ID())
			if kept, err := two.store.Talk(t.Context(), key, time.Time{}); err != nil || len(kept) == 0 || strings.Contains(string(kept), "Okja") {
				t.Errorf("kept: %q, %v", kept, err)
			}
		}
		use(one, general, privacyCommand, discordtest.Args{"what": "delete"})
		omits(t, ask(two, "when was it released?"), "2017")
	}
}

// TestContextNotFound: where what another worker answered last cannot be read, a question goes on from nothing,
// rather than from what this one had answered before that.
func TestContextNotFound(t *testing.T) {
	one, two, send := workers(t, setup{discord: discordtest.Options{ChannelRate: -1, GlobalRate: -1}})
	general, ann, _ := members(one)
	ask := func(at *running, question string) discordtest.Message {
		send(at)
		return byCommand(ann, general, question)
	}
	ask(two, "who directed Snowpiercer?")
	ask(one, "who directed Okja?")
	one.Fail(discordtest.Status(503).On("GET", postRoute))
	omits(t, ask(two, "when was it released?"), "2013")
	says(t, ask(two, "when was it released?"), "2017")
}
