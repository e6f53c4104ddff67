package discordtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// ask sends one request as a bot would and gives status, code and body.
func ask(d *Discord, method, path, body string) (int, int, string) {
	req, _ := http.NewRequest(method, d.BaseURL()+"/api/v9"+path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bot "+d.Token())
	req.Header.Set("User-Agent", "DiscordBot (https://example.org, 1)")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, 0, err.Error()
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(resp.Body)
	var e struct{ Code int }
	json.Unmarshal(text, &e)
	return resp.StatusCode, e.Code, string(text)
}

const quiet = `"allowed_mentions":{"parse":[]}`

func text(n int) string { return strings.Repeat("가", n) }

func embeds(n, length int) string {
	var all []string
	for range n {
		all = append(all, fmt.Sprintf(`{"description":%q}`, text(length)))
	}
	return "[" + strings.Join(all, ",") + "]"
}

func buttons(each ...string) string {
	return `"components":[{"type":1,"components":[` + strings.Join(each, ",") + `]}]`
}

// v2 is a message of components.
func v2(each ...string) string {
	return `{"flags":32768,` + quiet + `,"components":[` + strings.Join(each, ",") + `]}`
}

func box(each ...string) string {
	return `{"type":17,"components":[` + strings.Join(each, ",") + `]}`
}

func row(each ...string) string {
	return `{"type":1,"components":[` + strings.Join(each, ",") + `]}`
}

func shown(text string) string { return fmt.Sprintf(`{"type":10,"content":%q}`, text) }

const line = `{"type":14}`

func many(n int) string { return strings.TrimSuffix(strings.Repeat(line+",", n), ",") }

const okButton = `{"type":2,"style":2,"label":"a","custom_id":"a"}`

// TestMessageRules pins what is refused and what is just allowed.
func TestMessageRules(t *testing.T) {
	d := start(t, Options{ChannelRate: -1, GlobalRate: -1})
	c := d.Guild("Film club").Channel("general")
	d.Allow("")
	for _, test := range []struct {
		name, body string
		status     int
		violation  string // "" none
	}{
		{"2,000 of Hangul", `{"content":"` + text(2000) + `",` + quiet + `}`, 200, ""},
		{"2,001 of Hangul", `{"content":"` + text(2001) + `",` + quiet + `}`, 400, "2000"},
		{"6,000 in embeds", `{"embeds":` + embeds(2, 3000) + `,` + quiet + `}`, 200, ""},
		{"6,002 in embeds", `{"embeds":` + embeds(2, 3001) + `,` + quiet + `}`, 400, "6000"},
		{"a long description", `{"embeds":` + embeds(1, 4097) + `,` + quiet + `}`, 400, "maxLength"},
		{"11 embeds", `{"embeds":` + embeds(11, 1) + `,` + quiet + `}`, 400, "maxItems"},
		{"an empty embed", `{"embeds":[{"color":1}],` + quiet + `}`, 400, "empty"},
		{"a field without a name", `{"embeds":[{"fields":[{"name":"","value":"x"}]}],` + quiet + `}`, 400, "required"},
		{"a long title", `{"embeds":[{"title":"` + text(257) + `"}],` + quiet + `}`, 400, "maxLength"},
		{"a footer too long", `{"embeds":[{"footer":{"text":"` + text(2049) + `"}}],` + quiet + `}`, 400, "maxLength"},
		{"a bad url", `{"embeds":[{"title":"x","url":"ftp://x"}],` + quiet + `}`, 400, "URL"},
		{"nothing", `{` + quiet + `}`, 400, "empty message"},
		{"no allowed_mentions", `{"content":"x"}`, 200, "no allowed_mentions"},
		{"everyone", `{"content":"x","allowed_mentions":{"parse":["everyone"]}}`, 200, "parse"},
		{"the replied user", `{"content":"x","allowed_mentions":{"parse":[],"replied_user":true}}`, 200, "replied_user"},
		{"a mention twice", `{"content":"x","allowed_mentions":{"parse":["users"],"users":["1"]}}`, 400, "exclude"},
		{"a deleted question", `{"content":"x",` + quiet + `,"message_reference":{"message_id":"1"}}`, 400, "Unknown message"},
		{"a deleted question, softly", `{"content":"x",` + quiet + `,"message_reference":{"message_id":"1","fail_if_not_exists":false}}`, 200, ""},
		{"ephemeral", `{"content":"x",` + quiet + `,"flags":64}`, 400, "flags"},
		{"no embeds shown", `{"content":"x",` + quiet + `,"flags":4}`, 200, ""},
		{"a button", `{"content":"x",` + quiet + `,` + buttons(okButton) + `}`, 200, ""},
		{"the same custom_id twice", `{"content":"x",` + quiet + `,` + buttons(okButton, okButton) + `}`, 400, "twice"},
		{"6 buttons in a row", `{"content":"x",` + quiet + `,` + buttons(okButton, okButton, okButton, okButton, okButton, okButton) + `}`, 400, "maxItems"},
		{"a long custom_id", `{"content":"x",` + quiet + `,` + buttons(`{"type":2,"style":2,"label":"a","custom_id":"`+text(101)+`"}`) + `}`, 400, "maxLength"},
		{"a long label", `{"content":"x",` + quiet + `,` + buttons(`{"type":2,"style":2,"label":"`+text(81)+`","custom_id":"a"}`) + `}`, 400, "maxLength"},
		{"a button without label", `{"content":"x",` + quiet + `,` + buttons(`{"type":2,"style":2,"custom_id":"a"}`) + `}`, 400, "label or an emoji"},
		{"a link with a custom_id", `{"content":"x",` + quiet + `,` + buttons(`{"type":2,"style":5,"label":"a","custom_id":"a","url":"https://x.org"}`) + `}`, 400, "link"},
		{"a button outside a row", `{"content":"x",` + quiet + `,"components":[` + okButton + `]}`, 400, "components"},
		{"an empty menu", `{"content":"x",` + quiet + `,` + buttons(`{"type":3,"custom_id":"a","options":[]}`) + `}`, 400, "options"},
		{"not JSON", `{"content":`, 400, "JSON"},
		{"components", v2(box(shown("x"), line, row(okButton))), 200, ""},
		{"4,000 in components", v2(shown(text(2000)), box(shown(text(2000)))), 200, ""},
		{"4,001 in components", v2(shown(text(2000)), box(shown(text(2001)))), 400, "4000"},
		{"40 components", v2(many(40)), 200, ""},
		{"41 components", v2(box(many(40))), 400, "40 or fewer"},
		{"a section", v2(`{"type":9,"components":[` + shown("x") + `],"accessory":` + okButton + `}`), 200, ""},
		{"components without the flag", `{` + quiet + `,"components":[` + shown("x") + `]}`, 400, "action row"},
		{"components and content", `{"content":"x",` + v2(shown("x"))[1:], 400, "IS_COMPONENTS_V2"},
		{"a box in a box", v2(box(box(shown("x")))), 400, "must be 2"},
		{"a button in a box", v2(box(okButton)), 400, "must be 1"},
		{"no components", v2(), 400, "required"},
		{"an empty text", v2(shown(" ")), 400, "required"},
	} {
		before := len(d.broken())
		status, _, answer := ask(d, "POST", "/channels/"+c.ID()+"/messages", test.body)
		broken := strings.Join(d.broken()[before:], "\n")
		if status != test.status || (test.violation == "") != (broken == "") || !strings.Contains(broken, test.violation) {
			t.Errorf("%s: %d %.300s, violations %q, want %d and %q", test.name, status, answer, broken, test.status, test.violation)
		}
	}
}

// broken are all violations, allowed or not.
func (d *Discord) broken() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.violations...)
}

func TestCommandRules(t *testing.T) {
	d := start(t, Options{})
	d.Allow("")
	many := func(n int) string { // commands
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`{"name":"c%d","description":"d"}`, i))
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	options := func(o string) string { return `[{"name":"x","description":"d","options":[` + o + `]}]` }
	for _, test := range []struct {
		name, body string
		status     int
	}{
		{"plain", `[{"name":"film","description":"d","options":null}]`, 200},
		{"Korean", `[{"name":"영화","description":"d","name_localizations":{"ko":"영화"}}]`, 200},
		{"upper case", `[{"name":"Film","description":"d"}]`, 400},
		{"upper case in a language", `[{"name":"film","description":"d","name_localizations":{"de":"Film"}}]`, 400},
		{"a space", `[{"name":"the film","description":"d"}]`, 400},
		{"no such locale", `[{"name":"film","description":"d","name_localizations":{"kr":"x"}}]`, 400},
		{"no description", `[{"name":"film"}]`, 400},
		{"a message command", `[{"name":"Check this message","type":3}]`, 200},
		{"a message command described", `[{"name":"Check","type":3,"description":"d"}]`, 400},
		{"twice", `[{"name":"a","description":"d"},{"name":"a","description":"e"}]`, 400},
		{"one name, two types", `[{"name":"a","description":"d"},{"name":"a","type":3}]`, 200},
		{"100", many(100), 200},
		{"101", many(101), 400},
		{"permissions as a string", `[{"name":"a","description":"d","default_member_permissions":"32"}]`, 200},
		{"permissions as a number", `[{"name":"a","description":"d","default_member_permissions":32}]`, 400},
		{"required after optional", options(`{"type":3,"name":"a","description":"d"},{"type":3,"name":"b","description":"d","required":true}`), 400},
		{"required first", options(`{"type":3,"name":"b","description":"d","required":true},{"type":3,"name":"a","description":"d"}`), 200},
		{"an option twice", options(`{"type":3,"name":"b","description":"d"},{"type":3,"name":"b","description":"d"}`), 400},
		{"choices and autocomplete", options(`{"type":3,"name":"b","description":"d","autocomplete":true,"choices":[{"name":"x","value":"x"}]}`), 400},
		{"a long choice", options(`{"type":3,"name":"b","description":"d","choices":[{"name":"x","value":"` + text(101) + `"}]}`), 400},
		{"sub-commands mixed with options", options(`{"type":1,"name":"b","description":"d"},{"type":3,"name":"c","description":"d"}`), 400},
	} {
		status, _, answer := ask(d, "PUT", "/applications/"+d.AppID()+"/commands", test.body)
		if status != test.status {
			t.Errorf("%s: %d %s, want %d", test.name, status, answer, test.status)
		}
	}
}

func TestCommandCreates(t *testing.T) {
	d := start(t, Options{GlobalRate: -1})
	d.Allow("within a day")
	path := "/applications/" + d.AppID() + "/commands"
	set := func(prefix string) string {
		var all []string
		for i := range 100 {
			all = append(all, fmt.Sprintf(`{"name":"%s%d","description":"d"}`, prefix, i))
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	for i, want := range []int{200, 200, 200, 400} {
		// The second time nothing is new.
		if status, code, _ := ask(d, "PUT", path, set([]string{"a", "a", "b", "c"}[i])); status != want || want == 400 && code != 30034 {
			t.Errorf("overwrite %d: %d %d", i, status, code)
		}
	}
	d.Clock().Advance(25 * time.Hour)
	if status, _, _ := ask(d, "PUT", path, set("c")); status != 200 {
		t.Errorf("a day later: %d", status)
	}
}

func TestRoutesAndHeaders(t *testing.T) {
	d := start(t, Options{})
	g := d.Guild("Film club")
	c := g.Channel("general")
	for _, path := range []string{
		"/gateway", "/gateway/bot", "/users/@me", "/users/@me/guilds", "/applications/@me", "/oauth2/applications/@me",
		"/applications/" + d.AppID() + "/commands", "/guilds/" + g.ID(), "/guilds/" + g.ID() + "/channels",
		"/guilds/" + g.ID() + "/roles", "/guilds/" + g.ID() + "/threads/active", "/guilds/" + g.ID() + "/members/" + d.BotID(),
		"/channels/" + c.ID(), "/channels/" + c.ID() + "/messages", "/users/" + d.BotID(),
	} {
		if status, _, body := ask(d, "GET", path, ""); status != 200 {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	d.Allow("no such route")
	if status, _, _ := ask(d, "GET", "/voice/regions", ""); status != 404 {
		t.Errorf("an unknown route: %d", status)
	}
	if all := d.Requests(); all[0].Route != "/gateway" || all[0].Status != 200 {
		t.Errorf("noted %+v", all[0])
	}
}

func TestWrongToken(t *testing.T) {
	d := start(t, Options{})
	if d.ResetToken(); true {
		if status, _, _ := ask(d, "GET", "/users/@me", ""); status != 401 {
			t.Errorf("with a token that was reset: %d", status)
		}
	}
	if d.Invalid() != 1 {
		t.Errorf("%d invalid requests", d.Invalid())
	}
}

func TestRateLimits(t *testing.T) {
	d := start(t, Options{})
	c := d.Guild("Film club").Channel("general")
	post := func() (int, string) {
		status, _, body := ask(d, "POST", "/channels/"+c.ID()+"/messages", `{"content":"x",`+quiet+`}`)
		return status, body
	}
	for i := range 5 {
		if status, body := post(); status != 200 {
			t.Fatalf("message %d: %d %s", i, status, body)
		}
	}
	if status, body := post(); status != 429 || !strings.Contains(body, `"retry_after"`) || !strings.Contains(body, `"global":false`) {
		t.Errorf("message 6: %d %s", status, body)
	}
	d.Clock().Advance(5 * time.Second)
	if status, _ := post(); status != 200 {
		t.Errorf("5 seconds later: %d", status)
	}
	global := 0
	for range 60 {
		if status, _, body := ask(d, "GET", "/channels/"+c.ID(), ""); status == 429 && strings.Contains(body, `"global":true`) {
			global++
		}
	}
	if global == 0 {
		t.Error("60 requests in a moment, and no global limit")
	}
}

func TestFaults(t *testing.T) {
	d := start(t, Options{})
	c := d.Guild("Film club").Channel("general")
	const route = "/channels/{channel_id}/messages"
	post := func() (int, string) {
		status, _, body := ask(d, "POST", "/channels/"+c.ID()+"/messages", `{"content":"x",`+quiet+`}`)
		return status, body
	}
	d.Fail(Status(502).On("POST", route).For(2))
	d.Fail(BannedHTML().On("POST", route))
	d.Fail(RateLimited(200*time.Millisecond).On("POST", route))
	d.Fail(Refused(403, 50013, "Missing Permissions").On("POST", route))
	for i, want := range []struct {
		status int
		part   string
	}{{502, "<html>"}, {502, "<html>"}, {429, "<!DOCTYPE"}, {429, `"retry_after": 0.200`}, {403, "50013"}} {
		if status, body := post(); status != want.status || !strings.Contains(body, want.part) {
			t.Errorf("request %d: %d %s", i, status, body)
		}
	}
	if n := len(c.BotMessages()); n != 0 {
		t.Errorf("%d messages in spite of the faults", n)
	}
	d.Fail(Dropped(true).On("POST", route))
	if status, _ := post(); status != 0 || len(c.BotMessages()) != 1 {
		t.Errorf("dropped after it took effect: %d, %d messages", status, len(c.BotMessages()))
	}
	d.Fail(Dropped(false).On("POST", route))
	if status, _ := post(); status != 0 || len(c.BotMessages()) != 1 {
		t.Errorf("dropped: %d, %d messages", status, len(c.BotMessages()))
	}
	d.Fail(Slow(50 * time.Millisecond))
	before := time.Now()
	if status, _ := post(); status != 200 || time.Since(before) < 50*time.Millisecond {
		t.Errorf("slow: %d after %v", status, time.Since(before))
	}
}

// TestNonce pins that an enforced nonce makes a message once, and that the
// history can be read around it.
func TestNonce(t *testing.T) {
	d := start(t, Options{})
	c := d.Guild("Film club").Channel("general")
	body := `{"content":"x",` + quiet + `,"nonce":"q-0","enforce_nonce":true}`
	path := "/channels/" + c.ID() + "/messages"
	for range 2 {
		if status, _, answer := ask(d, "POST", path, body); status != 200 || !strings.Contains(answer, `"nonce":"q-0"`) {
			t.Errorf("%d %s", status, answer)
		}
	}
	all := c.BotMessages()
	if len(all) != 1 {
		t.Fatalf("%d messages", len(all))
	}
	for query, want := range map[string]bool{"?limit=1": true, "?after=0": true, "?after=" + all[0].ID: false, "?before=" + all[0].ID: false} {
		_, _, answer := ask(d, "GET", path+query, "")
		if strings.Contains(answer, all[0].ID) != want {
			t.Errorf("%s: %s", query, answer)
		}
	}
}
