package discordtest

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// client is a bare gateway client, for what discordgo would hide.
type client struct {
	t  *testing.T
	ws *websocket.Conn
}

type event struct {
	Op int            `json:"op"`
	S  int            `json:"s"`
	T  string         `json:"t"`
	D  map[string]any `json:"d"`
}

func dial(t *testing.T, d *Discord) *client {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial(d.GatewayURL()+"/?v=10&encoding=json", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	c := &client{t, ws}
	if e, _ := c.next(); e.Op != opHello {
		t.Fatalf("first came %+v", e)
	}
	return c
}

func (c *client) send(v any) {
	if err := c.ws.WriteJSON(v); err != nil {
		c.t.Fatal(err)
	}
}

// next reads an event, or the code that the connection was closed with. An
// event whose data is no object has none.
func (c *client) next() (event, int) {
	c.t.Helper()
	c.ws.SetReadDeadline(time.Now().Add(soon))
	var raw struct {
		Op int    `json:"op"`
		S  int    `json:"s"`
		T  string `json:"t"`
		D  any    `json:"d"`
	}
	err := c.ws.ReadJSON(&raw)
	if closed, ok := err.(*websocket.CloseError); ok {
		return event{Op: -1}, closed.Code
	}
	if err != nil {
		c.t.Fatal(err)
	}
	o, _ := raw.D.(map[string]any)
	return event{raw.Op, raw.S, raw.T, o}, 0
}

// until reads on to an event of a type.
func (c *client) until(kind string) event {
	c.t.Helper()
	for {
		e, code := c.next()
		if code != 0 {
			c.t.Fatalf("closed with %d before %s", code, kind)
		}
		if e.T == kind {
			return e
		}
	}
}

func (c *client) identify(d *Discord, change func(object)) {
	body := object{
		"token": d.Token(), "intents": IntentGuilds | IntentGuildMessages | IntentDirectMessages,
		"properties": object{"os": "linux", "browser": "test", "device": "test"},
	}
	if change != nil {
		change(body)
	}
	c.send(object{"op": opIdentify, "d": body})
}

func TestIdentifyCodes(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(object)
		code   int
	}{
		{"token", func(o object) { o["token"] = "wrong" }, closeAuth},
		{"no intents", func(o object) { delete(o, "intents") }, closeIntents},
		{"unknown intents", func(o object) { o["intents"] = 1 << 30 }, closeIntents},
		{"privileged intents", func(o object) { o["intents"] = IntentMessageContent }, closeForbidden},
		{"shard", func(o object) { o["shard"] = []int{2, 2} }, closeShard},
		{"sharding", nil, closeSharding},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := start(t, Options{ShardGuilds: 1})
			d.Guild("one")
			d.Guild("two")
			c := dial(t, d)
			c.identify(d, test.change)
			if _, code := c.next(); code != test.code {
				t.Errorf("closed with %d, want %d", code, test.code)
			}
			d.Allow("IDENTIFY again after close code")
			c = dial(t, d)
			c.identify(d, test.change)
			c.next()
			if broken := d.broken(); len(broken) != 1 {
				t.Errorf("violations %q", broken)
			}
		})
	}
}

func TestSharding(t *testing.T) {
	d := start(t, Options{MaxConcurrency: 2})
	even, odd := d.Guild("even"), d.Guild("odd")
	ann := d.User("Ann").Joins(even).Joins(odd)
	var shards []*client
	for n := range 2 {
		c := dial(t, d)
		c.identify(d, func(o object) { o["shard"] = []int{n, 2} })
		c.until("READY")
		if g := c.until("GUILD_CREATE"); g.D["id"] != []*Guild{even, odd}[n].ID() {
			t.Errorf("shard %d got %v", n, g.D["name"])
		}
		shards = append(shards, c)
	}
	ann.Says(odd.Channel("general"), "in odd")
	ann.Says(ann.DM(), "to the bot")
	if e := shards[0].until("MESSAGE_CREATE"); e.D["content"] != "to the bot" {
		t.Errorf("shard 0 got %v", e.D)
	}
	if e := shards[1].until("MESSAGE_CREATE"); e.D["guild_id"] != odd.ID() || e.D["content"] != "" {
		t.Errorf("shard 1 got %v", e.D)
	}
}

// TestConcurrency pins that a second IDENTIFY within 5 s is put off.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	d := start(t, Options{Identifies: 3})
	first := dial(t, d)
	first.identify(d, nil)
	first.until("READY")
	second := dial(t, d)
	second.identify(d, nil)
	if e, _ := second.next(); e.Op != opInvalid {
		t.Errorf("got %+v", e)
	}
	d.Clock().Advance(5 * time.Second)
	second.identify(d, nil)
	second.until("READY")
	d.Allow("IDENTIFYs within a day")
	third := dial(t, d)
	third.identify(d, nil)
	if _, code := third.next(); code != closeAuth {
		t.Errorf("the fourth IDENTIFY of three: %d", code)
	}
}

func TestResumeReplays(t *testing.T) {
	d := start(t, Options{})
	g := d.Guild("Film club")
	c := g.Channel("general")
	ann := d.User("Ann").Joins(g)
	one := dial(t, d)
	one.identify(d, nil)
	id := one.until("READY").D["session_id"]
	seq := one.until("GUILD_CREATE").S
	resume := func() *client {
		c := dial(t, d)
		c.send(object{"op": opResume, "d": object{"token": d.Token(), "session_id": id, "seq": seq}})
		return c
	}
	d.Gateway().Cut()
	missed := ann.Says(c, d.Mention()+" while away")
	two := resume()
	if e := two.until("MESSAGE_CREATE"); e.D["id"] != missed.ID || e.S != seq+1 {
		t.Errorf("replayed %+v", e)
	}
	two.until("RESUMED")
	d.Gateway().OnResume(First{Op: opInvalid, Resumable: true})
	d.Gateway().Reconnect()
	if e, _ := two.next(); e.Op != opReconnect {
		t.Errorf("got %+v", e)
	}
	two.ws.Close()
	if e, _ := resume().next(); e.Op != opInvalid {
		t.Errorf("scripted Op 9: %+v", e)
	}
	three := resume()
	three.until("RESUMED")
	three.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(time.Second))
	d.Gateway().WaitConnections(1, soon) // the one that got the scripted Op 9
	if e, _ := resume().next(); e.Op != opInvalid {
		t.Errorf("1000 did not end the session: %+v", e)
	}
}

func TestHeartbeats(t *testing.T) {
	t.Parallel()
	d := start(t, Options{Heartbeat: 100 * time.Millisecond, Grace: time.Second})
	c := dial(t, d)
	c.send(object{"op": opHeartbeat, "d": nil})
	if e, _ := c.next(); e.Op != opAck {
		t.Errorf("got %+v", e)
	}
	if _, code := c.next(); code != closeTimeout {
		t.Errorf("without heartbeats: %d", code)
	}
	d.Allow("120 gateway sends")
	c = dial(t, d)
	for range 121 {
		c.send(object{"op": opHeartbeat, "d": nil})
	}
	for {
		if _, code := c.next(); code != 0 {
			if code != closeRate {
				t.Errorf("121 sends: %d", code)
			}
			return
		}
	}
}

// TestReconnects drives discordgo through Op 7, a cut and a close code.
func TestReconnects(t *testing.T) {
	t.Parallel()
	d := start(t, Options{})
	g := d.Guild("Film club")
	c := g.Channel("general")
	ann := d.User("Ann").Joins(g)
	var resumed atomic.Int32
	s := echo(t, d)
	s.AddHandler(func(*discordgo.Session, *discordgo.Resumed) { resumed.Add(1) })
	ask := func() {
		t.Helper()
		if r := ann.Says(c, d.Mention()+" hello").WaitReply(soon); r.Content != "hello" {
			t.Errorf("got %+v", r)
		}
	}
	ask()
	d.Gateway().Reconnect()
	d.Gateway().WaitResumes(1, soon)
	d.WaitReady(soon)
	ask()
	// discordgo says 1000 in return, too late to matter: the connection was
	// closed already, so the session lives.
	d.Gateway().Close(4000)
	d.Gateway().WaitResumes(2, soon)
	d.WaitReady(soon)
	ask()
	if resumed.Load() == 0 || d.Gateway().Identifies() != 1 {
		t.Errorf("%d resumed, %d identified", resumed.Load(), d.Gateway().Identifies())
	}
	if codes := d.Gateway().Closes(); !slices.Contains(codes, 1012) {
		t.Errorf("closed with %v", codes)
	}
}

// TestLocksUp shows the trap that the supervisor is for: Op 7 right after
// IDENTIFY makes Open wait for its own lock for ever.
func TestLocksUp(t *testing.T) {
	d := start(t, Options{})
	d.Gateway().OnIdentify(First{Op: opReconnect})
	s := newSession(t, d)
	done := make(chan error, 1)
	go func() { done <- s.Open() }()
	d.Gateway().WaitIdentifies(1, soon)
	select {
	case err := <-done:
		t.Errorf("Open returned: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
}

func TestSendAnything(t *testing.T) {
	t.Parallel()
	d := start(t, Options{})
	d.Guild("Film club")
	got := make(chan *discordgo.MessageCreate, 1)
	s := newSession(t, d)
	s.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { got <- m })
	open(t, s)
	d.WaitReady(soon)
	d.Gateway().SendRaw("{half")
	d.Gateway().Send("MESSAGE_CREATE", `{"id":"1","author":7}`)
	select {
	case m := <-got:
		if m.Message != nil && m.Author != nil {
			t.Errorf("got %+v", m.Author)
		}
	case <-time.After(soon):
		t.Error("nothing came")
	}
}
