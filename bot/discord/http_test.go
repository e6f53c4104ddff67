package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hapjak/bot/discord/discordtest"
)

// startHTTP runs a bot that serves interactions over HTTP.
func startHTTP(t testing.TB, s setup) *running {
	t.Helper()
	options := s.options
	d := discordtest.Start(t, s.discord)
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

func TestHTTP(t *testing.T) {
	r := startHTTP(t, setup{})
	general, ann, bob := members(r)
	card := ann.Uses(general, "film", discordtest.Args{"title": "Snowpiercer"}).WaitReply(soon)
	says(t, card, "Bong Joon Ho")
	says(t, bob.Clicks(card, "Sources").WaitReply(soon), "paragraph 26")
	if list := ann.Types(general, "film", "title", "snow", nil).WaitChoices(soon); len(list) == 0 || list[0].Name != "Snowpiercer (2013) · film" {
		t.Errorf("choices %v", list)
	}
	answer := ann.Uses(general, "ask", discordtest.Args{"question": "who directed Okja?"}).WaitReply(soon)
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
	e := &echo{slow: 80 * time.Millisecond}
	r := startHTTP(t, setup{talk: e, options: func(o *Options) { o.timing.deferral = 20 * time.Millisecond }})
	general, ann, _ := members(r)
	i := ann.Uses(general, "ask", discordtest.Args{"question": "who?"})
	if a := i.WaitAnswer(soon); a.Type != respondLater {
		t.Errorf("first answer %+v", a)
	}
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
	d := discordtest.Start(t, discordtest.Options{})
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
