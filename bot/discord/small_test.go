package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hapjak/bot"
	"hapjak/facts"
)

func TestCodec(t *testing.T) {
	c := newCodec("a token")
	for _, s := range []state{{verb: "more", rest: "2.timeline 1950 1970"}, {verb: "del", owner: "123456789012345678"}, {verb: "choice", base: "-", rest: "설국열차: who directed it?"}} {
		id, ok := c.encode(s)
		if !ok || runes(id) > maxCustomID {
			t.Fatalf("encode(%+v) = %q, %v", s, id, ok)
		}
		if got, ok := c.decode(id); !ok || got != s {
			t.Errorf("decode(%q) = %+v, %v, want %+v", id, got, ok, s)
		}
		for _, bad := range []string{id + "x", strings.Replace(id, "h1", "h2", 1), id[:len(id)-1], strings.ToUpper(id), "", "h1", "h1.", "h1..", strings.Replace(id, s.verb, "zap", 1)} {
			if got, ok := c.decode(bad); ok {
				t.Errorf("a tampered %q was taken for %+v", bad, got)
			}
		}
		if _, ok := newCodec("another token").decode(id); ok {
			t.Error("another bot's button was taken")
		}
	}
	for _, s := range []state{{owner: "1", rest: "x"}, {verb: "a.b"}, {verb: "v", rest: strings.Repeat("가", 90)}, {verb: "v", rest: "\xff"}, {verb: "a@b"}, {verb: "v", base: "a.b"}} {
		if id, ok := c.encode(s); ok {
			t.Errorf("encode(%+v) = %q", s, id)
		}
	}
}

func FuzzCodec(f *testing.F) {
	c := newCodec("a token")
	id, _ := c.encode(state{verb: "more", owner: "1", rest: "2.x"})
	f.Add(id)
	f.Fuzz(func(t *testing.T, id string) {
		s, ok := c.decode(id)
		if !ok {
			return
		}
		if again, fits := c.encode(s); fits && again != id {
			t.Errorf("%q decodes to %+v, which encodes to %q", id, s, again)
		}
	})
}

func TestAllowance(t *testing.T) {
	now := time.Unix(0, 0)
	a := newAllowance(3, 10*time.Second)
	a.now = func() time.Time { return now }
	for range 3 {
		if wait, _ := a.take("u"); wait != 0 {
			t.Fatal("refused within the allowance")
		}
	}
	wait, first := a.take("u")
	if wait <= 0 || wait > 10*time.Second || !first {
		t.Fatalf("the fourth: wait %v, first %v", wait, first)
	}
	if _, again := a.take("u"); again {
		t.Error("told twice")
	}
	if wait, _ := a.take("v"); wait != 0 {
		t.Error("another person was refused")
	}
	now = now.Add(wait)
	if wait, _ := a.take("u"); wait != 0 {
		t.Errorf("after the wait told: %v more", wait)
	}
	if _, first := a.take("u"); !first {
		t.Error("a new row of refusals is not told")
	}
	for i := range 3 * maxLevels {
		a.take(fmt.Sprint(i))
	}
	if len(a.keys) > maxLevels {
		t.Errorf("%d people remembered", len(a.keys))
	}
	off := newAllowance(0, time.Second)
	for range 100 {
		if wait, _ := off.take("u"); wait != 0 {
			t.Fatal("no allowance refused")
		}
	}
}

func rateHeaders(limit, remaining int, after string) http.Header {
	return http.Header{"X-Ratelimit-Limit": {fmt.Sprint(limit)}, "X-Ratelimit-Remaining": {fmt.Sprint(remaining)}, "X-Ratelimit-Reset-After": {after}}
}

func TestLimitsKeepABucket(t *testing.T) { synctest.Test(t, limitsKeepABucket) }

func limitsKeepABucket(t *testing.T) {
	l := newLimits(nil)
	ctx := t.Context()
	// Of many at once in an unknown bucket one goes first.
	if err := l.acquire(ctx, "c", 0); err != nil {
		t.Fatal(err)
	}
	soon, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if err := l.acquire(soon, "c", 0); err == nil {
		t.Fatal("a second one went before the first had told the size")
	}
	l.release("c", rateHeaders(3, 2, "0.2"))
	start := time.Now()
	for range 2 {
		if err := l.acquire(ctx, "c", 0); err != nil {
			t.Fatal(err)
		}
	}
	if time.Since(start) > 0 {
		t.Error("waited though there was room")
	}
	if err := l.acquire(ctx, "other", 0); err != nil || time.Since(start) > 0 {
		t.Error("another channel waited")
	}
	if err := l.acquire(ctx, "c", 0); err != nil || time.Since(start) != 200*time.Millisecond {
		t.Errorf("the fourth of three went after %v, %v", time.Since(start), err)
	}
}

func TestLimitsObeyRefusals(t *testing.T) { synctest.Test(t, limitsObeyRefusals) }

func limitsObeyRefusals(t *testing.T) {
	l := newLimits(nil)
	l.acquire(t.Context(), "c", 0)
	l.pause("c", 80*time.Millisecond, false)
	l.release("c", http.Header{})
	start := time.Now()
	if err := l.acquire(t.Context(), "c", 0); err != nil || time.Since(start) != 80*time.Millisecond {
		t.Errorf("went after %v, %v", time.Since(start), err)
	}
	// That told no size, and an answer without limits has none.
	l.release("c", http.Header{})
	start = time.Now()
	for range 3 {
		if err := l.acquire(t.Context(), "c", 0); err != nil || time.Since(start) > 0 {
			t.Errorf("after the refusal one went after %v, %v", time.Since(start), err)
		}
	}
	// Failures that tell nothing do not keep a bucket shut for longer than it ever was.
	l.acquire(t.Context(), "f", 0)
	l.release("f", rateHeaders(2, 1, "3"))
	time.Sleep(4 * time.Second)
	for range 4 {
		l.acquire(t.Context(), "f", 0)
		l.release("f", http.Header{})
	}
	if waited := time.Since(start) - 4*time.Second; waited > 3*time.Second {
		t.Errorf("four in a bucket of two took %v", waited)
	}
	l.pause("", 80*time.Millisecond, true)
	start = time.Now()
	if err := l.acquire(t.Context(), "d", 0); err != nil || time.Since(start) != 80*time.Millisecond {
		t.Errorf("a global refusal held nothing up: %v, %v", time.Since(start), err)
	}
	if err := l.acquire(t.Context(), "", 0); err != nil {
		t.Error(err)
	}
	// The context is obeyed, which discordgo's limiter does not.
	l.pause("", time.Hour, true)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	start = time.Now()
	if err := l.acquire(ctx, "e", 0); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 30*time.Millisecond {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

func TestLimitsAreBounded(t *testing.T) {
	l := newLimits(nil)
	for i := range 3 * maxBuckets {
		k := fmt.Sprint(i)
		if err := l.acquire(t.Context(), k, 0); err != nil {
			t.Fatal(err)
		}
		l.release(k, nil)
	}
	if n := len(l.buckets); n > maxBuckets {
		t.Errorf("%d buckets", n)
	}
	for range maxInvalid {
		if l.silent("shut") {
			t.Fatal("silent too early")
		}
		l.refused("shut")
	}
	if l.silent("open") {
		t.Error("what was never refused fell silent too")
	}
	if !l.silent("shut") {
		t.Error("would risk a ban")
	}
}

func TestLimitsInParallel(t *testing.T) {
	l := newLimits(nil)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var end time.Time // of the window, as Discord counts: from its first request
	used, most := 0, 0
	for range 20 {
		wg.Go(func() {
			if err := l.acquire(t.Context(), "c", 0); err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			now := time.Now()
			if now.After(end) {
				used, end = 0, now.Add(150*time.Millisecond)
			}
			used++
			most = max(most, used)
			h := rateHeaders(5, max(5-used, 0), fmt.Sprint(end.Sub(now).Seconds()+0.02))
			mu.Unlock()
			l.release("c", h)
		})
	}
	wg.Wait()
	if most > 5 {
		t.Errorf("%d went where 5 may", most)
	}
}

func TestServerURL(t *testing.T) {
	for raw, ok := range map[string]bool{
		"": true, "https://discord.com": true, "http://127.0.0.1:8080": true, "http://localhost:1/": true, "http://[::1]:9": true, "https://127.9.9.9": true,
		"http://discord.com": false, "https://discord.com.evil.org": false, "http://10.0.0.1": false, "ftp://127.0.0.1": false,
		"https://discord.com@evil.org": false, "http://127.0.0.1/api": false, "127.0.0.1:80": false, "http://127.0.0.1.evil.org": false,
	} {
		if _, err := serverURL(raw); (err == nil) != ok {
			t.Errorf("serverURL(%q): %v", raw, err)
		}
	}
	here, _ := serverURL("http://127.0.0.1:80")
	for raw, ok := range map[string]bool{"ws://127.0.0.1:81": true, "wss://gateway.discord.gg": false, "ws://example.org": false} {
		if _, err := gatewayURL(raw, here); (err == nil) != ok {
			t.Errorf("on loopback %q: %v", raw, err)
		}
	}
	for raw, ok := range map[string]bool{"ws://127.0.0.1:81": false, "wss://gateway.discord.gg": true, "wss://gateway-us-east1-b.discord.gg/": true, "ws://gateway.discord.gg": false, "wss://discord.gg.evil.org": false} {
		if _, err := gatewayURL(raw, nil); (err == nil) != ok {
			t.Errorf("on Discord %q: %v", raw, err)
		}
	}
}

func TestShards(t *testing.T) {
	for s, want := range map[string]string{"": "[] 0", "auto": "[] 0", "1": "[0] 1", "3": "[0 1 2] 3", "2/4": "[2] 4"} {
		ids, n, err := shards(s)
		if got := fmt.Sprint(ids, n); err != nil || got != want {
			t.Errorf("shards(%q) = %s, %v, want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"0", "x", "4/4", "-1", "1/0", "-1/2", "99999"} {
		if _, _, err := shards(s); err == nil {
			t.Errorf("shards(%q) was taken", s)
		}
	}
}

func TestToken(t *testing.T) {
	env := func(v string) func(string) string { return func(string) string { return v } }
	if got, err := Token("", env(" Bot abc.def \n")); err != nil || got != "abc.def" {
		t.Errorf("%q, %v", got, err)
	}
	for _, v := range []string{"", "  ", "two words", "한글"} {
		if _, err := Token("", env(v)); err == nil {
			t.Errorf("%q was taken", v)
		}
	}
	if _, err := Token("/nowhere/at/all", env("x")); err == nil {
		t.Error("a missing file was taken")
	}
}

func TestScrub(t *testing.T) {
	var b strings.Builder
	log, err := NewLog(&b, "s3cret", "json", 0)
	if err != nil {
		t.Fatal(err)
	}
	log.Info("with s3cret", "and", errors.New("Bot s3cret refused"))
	if strings.Contains(b.String(), "s3cret") {
		t.Errorf("the token is in the log: %s", b.String())
	}
	if err := scrub(errors.New("bad s3cret"), "s3cret"); strings.Contains(err.Error(), "s3cret") {
		t.Error(err)
	}
	if _, err := NewLog(&b, "", "xml", 0); err == nil {
		t.Error("a format that is none was taken")
	}
}

// testCommands are such as the conversation has.
func testCommands() []bot.Command {
	return []bot.Command{
		{Name: "ask", Options: []bot.Option{{Name: "question", Required: true}}},
		{Name: "film", Noun: "film", Options: []bot.Option{{Name: "title", Required: true, Completes: true}}},
		{Name: "timeline", Options: []bot.Option{{Name: "from", Integer: true}, {Name: "to", Integer: true}, {Name: "about", Completes: true}}},
		{Name: "company", Noun: strings.Repeat("long ", 50), Options: []bot.Option{{Name: "name", Required: true, Completes: true}}},
		{Name: "more", Continues: true},
	}
}

func TestDefinitionsKeepDiscordsLimits(t *testing.T) {
	list := definitions(testCommands(), []string{"games", "music"})
	seen := map[string]bool{}
	for _, d := range list {
		key := fmt.Sprint(d.Kind, d.Name)
		if seen[key] {
			t.Errorf("%s twice", d.Name)
		}
		seen[key] = true
		total := runes(d.Name) + runes(d.Description)
		checkName := func(kind int, name string) {
			if kind == slashCommand && (name != strings.ToLower(name) || strings.ContainsAny(name, " .:/")) || runes(name) < 1 || runes(name) > 32 {
				t.Errorf("the name %q", name)
			}
		}
		checkName(d.Kind, d.Name)
		for _, n := range d.Names {
			checkName(d.Kind, n)
		}
		if (d.Kind == slashCommand) != (d.Description != "") || runes(d.Description) > 100 || len(d.Options) > 25 {
			t.Errorf("%s: description %q, %d options", d.Name, d.Description, len(d.Options))
		}
		optional := false
		names := map[string]bool{}
		for _, o := range d.Options {
			checkName(slashCommand, o.Name)
			if names[o.Name] || names["ko "+o.Names["ko"]] {
				t.Errorf("%s: option %s twice", d.Name, o.Name)
			}
			names[o.Name], names["ko "+o.Names["ko"]] = true, true
			if o.Required && optional {
				t.Errorf("%s: %s is required behind an optional one", d.Name, o.Name)
			}
			optional = optional || !o.Required
			if o.Description == "" || runes(o.Description) > 100 || o.Names["ko"] == "" || o.Descriptions["ko"] == "" {
				t.Errorf("%s %s: description %q, in Korean %q", d.Name, o.Name, o.Description, o.Descriptions["ko"])
			}
			total += runes(o.Name) + runes(o.Description)
		}
		if total > 8000 || d.Names["ko"] == "" {
			t.Errorf("%s: %d characters, Korean name %q", d.Name, total, d.Names["ko"])
		}
	}
	other := definitions(testCommands(), []string{"games", "music"})
	slices.Reverse(other)
	if same, err := equal(list, other); err != nil || !same {
		t.Error("the order makes a difference")
	}
	other[0].Description += "!"
	if same, _ := equal(list, other); same {
		t.Error("a difference makes none")
	}
}

// TestPassageAddress: a verbatim passage is scrolled to.
func TestPassageAddress(t *testing.T) {
	for _, c := range []struct {
		cited facts.Citation
		want  string
	}{
		{facts.Citation{URL: "example.org/a", Passage: "The well-known film, (2013) was & is shot in Prague."}, "https://example.org/a"},
		{facts.Citation{URL: "example.org/a", Verbatim: true, Passage: "The well-known film, (2013) was & is shot in Prague."},
			"https://example.org/a#:~:text=The%20well%2Dknown%20film%2C%20%282013%29%20was%20%26"},
		{facts.Citation{URL: "example.org/a", Verbatim: true, Passage: "설국열차"}, "https://example.org/a#:~:text=%EC%84%A4%EA%B5%AD%EC%97%B4%EC%B0%A8"},
		{facts.Citation{URL: "example.org/a#b", Verbatim: true, Passage: "x"}, "https://example.org/a#b"},
		{facts.Citation{Verbatim: true, Passage: "x"}, ""},
	} {
		if got := passageAddress(c.cited, ""); got != c.want {
			t.Errorf("%+v leads to %s, want %s", c.cited, got, c.want)
		}
	}
	for cited, want := range map[facts.Citation]string{
		{Source: "kobiz-2025", Paragraph: 26, URL: "example.org/a", Verbatim: true}: "https://example.org/base/sources/kobiz-2025#p26",
		{Source: "제목 (1)", Paragraph: 401}:                                          "https://example.org/base/sources/%EC%A0%9C%EB%AA%A9%20%281%29?from=401#p401",
		{URL: "example.org/a"}:                                                      "https://example.org/a",
	} {
		if got := passageAddress(cited, "https://example.org/base"); got != want {
			t.Errorf("%+v leads to %s, want %s", cited, got, want)
		}
	}
}

// TestPace: requests that are paced go by the server and the member that they are for, but for answers to
// interactions, which Discord does not count.
func TestPace(t *testing.T) { synctest.Test(t, pace) }

func pace(t *testing.T) {
	l := newLimits(nil)
	l.pause("", time.Nanosecond, true)
	time.Sleep(time.Millisecond)
	start := time.Now()
	var wg sync.WaitGroup
	went := func(place, member, key string) (after time.Duration) {
		if err := l.acquire(onBehalf(t.Context(), place, member), key, 0); err != nil {
			t.Error(err)
		}
		return time.Since(start)
	}
	var raid [91]time.Duration
	for i := range raid {
		wg.Go(func() { raid[i] = went("raided", fmt.Sprint("raider ", i), fmt.Sprint(i)) })
	}
	synctest.Wait()
	if d := went("quiet", "ann", "c"); d > 3*globalPace {
		t.Errorf("another server's request went after %v", d)
	}
	if d := went("raided", "ann", hooks("t")); d > 3*globalPace {
		t.Errorf("the answer to an interaction went after %v", d)
	}
	wg.Wait()
	if last := slices.Max(raid[:]); last < 2*time.Second-10*time.Millisecond || last > 2100*time.Millisecond {
		t.Errorf("92 went in %v", last)
	}
}
