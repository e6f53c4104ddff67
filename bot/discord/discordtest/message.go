package discordtest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Flags of a message.
const (
	flagSuppressEmbeds = 1 << 2
	flagEphemeral      = 1 << 6
	flagLoading        = 1 << 7
	flagSilent         = 1 << 12
	flagVoice          = 1 << 13
	flagComponentsV2   = 1 << 15
)

// message is a message as the platform keeps it.
type message struct {
	id         string
	channel    *Channel
	author     *User
	webhook    string // id, for a webhook's
	kind       int    // 0 an ordinary one, 19 a reply, 20 a command's answer, 7 a join, …
	content    string
	embeds     []any
	components []any
	files      []attachment
	flags      int
	at, edited time.Time
	edits      int
	gone       bool
	thinking   bool // a deferral that was not edited yet
	ref        string
	mentions   []*User
	roles      []string
	everyone   bool
	in         *Interaction // whose answer it is
	private    *User        // who alone sees it
	raw        json.RawMessage
	sent       time.Time // real time at which its event was about to be written
	answers    []time.Time
	done       chan struct{} // closed at the first answer, if somebody waits
	nonce      any
	nth        int // counts all messages
}

// add puts a new message into its channel and tells the gateway.
func (d *Discord) add(m *message) {
	now := d.clock.Now()
	if m.at = now; m.id == "" { // the first message of a post has the post's id
		m.id = d.ids.next(now)
	}
	d.count++
	m.nth = d.count
	m.channel.messages = append(m.channel.messages, m)
	d.messages[m.id] = m
	d.kept = append(d.kept, m)
	d.forget()
	d.emitMessage("MESSAGE_CREATE", m)
	d.touch()
}

// forget drops the oldest messages beyond Options.Keep.
func (d *Discord) forget() {
	if d.o.Keep == 0 || len(d.kept) < 2*d.o.Keep {
		return
	}
	old := d.kept[:len(d.kept)-d.o.Keep]
	for _, m := range old {
		delete(d.messages, m.id)
		m.gone = true
	}
	for _, m := range old {
		m.channel.messages = slices.DeleteFunc(m.channel.messages, func(x *message) bool { return x.gone })
	}
	d.kept = append([]*message(nil), d.kept[len(old):]...)
}

// emitMessage tells the sessions about a message; a private one is nobody's
// but its interaction's.
func (d *Discord) emitMessage(event string, m *message) {
	if m.private != nil || m.thinking {
		return
	}
	if m.channel.botMay()&PermViewChannel == 0 {
		return
	}
	intent := IntentGuildMessages
	if m.channel.guild == nil {
		intent = IntentDirectMessages
	}
	d.emitMarked(event, intent, m.channel.GuildID(), m, func(s *session) any {
		w := d.wireMessage(m, s.intents)
		if m.nonce != nil {
			w["nonce"] = m.nonce
		}
		if g := m.channel.guild; g != nil {
			w["guild_id"] = g.id
			if _, in := g.members[m.author.id]; in || m.author == d.bot {
				w["member"] = wireMember(g, m.author)
			}
		}
		return w
	})
}

// shows says whether an event of m carries what was written: with
// MESSAGE_CONTENT always, else only in DMs, in the bot's own messages and in
// those that mention it, a reply with a ping included.
func (d *Discord) shows(m *message, intents int) bool {
	return intents&IntentMessageContent != 0 || m.author == d.bot || m.channel.kind == kindDM ||
		slices.Contains(m.mentions, d.bot)
}

// wireMessage is a message as JSON, with what it replies to, as far as
// intents let it be read.
func (d *Discord) wireMessage(m *message, intents int) object {
	w := d.wireBare(m, d.shows(m, intents))
	if m.ref == "" {
		return w
	}
	w["referenced_message"] = nil
	if to := d.messages[m.ref]; to != nil && !to.gone {
		w["referenced_message"] = d.wireBare(to, d.shows(to, intents))
	}
	return w
}

// wireBare is a message as JSON without the one that it replies to, with or without what was
// written.
func (d *Discord) wireBare(m *message, show bool) object {
	w := object{
		"id": m.id, "channel_id": m.channel.id, "type": m.kind, "content": "", "embeds": []any{}, "components": []any{},
		"attachments": wireFiles(m.files), "timestamp": wireTime(m.at), "edited_timestamp": nil, "tts": false,
		"mention_everyone": m.everyone, "mention_roles": orEmpty(m.roles), "pinned": false, "flags": m.flags,
		"author": wireUser(m.author),
	}
	if show {
		w["content"], w["embeds"], w["components"] = m.content, orEmpty(m.embeds), orEmpty(m.components)
	}
	if m.edits > 0 {
		w["edited_timestamp"] = wireTime(m.edited)
	}
	if m.ref != "" {
		ref := object{"type": 0, "message_id": m.ref, "channel_id": m.channel.id}
		if m.channel.guild != nil {
			ref["guild_id"] = m.channel.guild.id
		}
		w["message_reference"] = ref
	}
	people := []object{}
	for _, u := range m.mentions {
		p := wireUser(u)
		if g := m.channel.guild; g != nil {
			p["member"] = wireMember(g, u)
		}
		people = append(people, p)
	}
	w["mentions"] = people
	if m.webhook != "" {
		w["webhook_id"] = m.webhook
	}
	if m.in != nil {
		w["application_id"], w["webhook_id"] = d.appID, d.appID
		w["interaction_metadata"] = m.in.metadata()
		if m.in.kind == kindCommand {
			w["interaction"] = object{"id": m.in.id, "type": m.in.kind, "name": m.in.name, "user": wireUser(m.in.user)}
		}
	}
	return w
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// Message is a message as it was when it was read.
type Message struct {
	ID          string
	Content     string
	Embeds      []Embed
	Texts       []string // of a message of components
	Files       []File
	Images      []string // addresses of the pictures in it, with what is said of them behind a space
	Buttons     []Button
	Selects     []Select
	Flags       int
	Ephemeral   bool
	Author      *User
	ReplyTo     string // id of the message it replies to, or ""
	Interaction *Interaction
	Edits       int
	Raw         json.RawMessage // as the bot sent it last
	m           *message
}

// Embed is an embed of a message.
type Embed struct {
	Title, Description, URL string
	Author, Footer          string
	Fields                  []Field
	Color                   int
}

// Field is a field of an embed.
type Field struct {
	Name, Value string
	Inline      bool
}

// Button is a button of a message.
type Button struct {
	CustomID, Label, URL, Emoji string
	Style                       int
	Disabled                    bool
}

// Select is a menu of a message.
type Select struct {
	CustomID, Placeholder string
	Options               []Choice
}

// Choice is an option of a menu or a proposal of autocompletion.
type Choice struct {
	Name  string
	Value any
}

// snapshot reads a message, under the lock.
func (d *Discord) snapshot(m *message) Message {
	s := Message{
		ID: m.id, Content: m.content, Flags: m.flags, Ephemeral: m.flags&flagEphemeral != 0, Author: m.author,
		ReplyTo: m.ref, Interaction: m.in, Edits: m.edits, Raw: m.raw, m: m,
	}
	for _, e := range m.embeds {
		for _, key := range []string{"image", "thumbnail"} {
			if o := asObject(asObject(e)[key]); o != nil {
				s.Images = append(s.Images, str(o["url"]))
			}
		}
		s.Embeds = append(s.Embeds, readEmbed(e))
	}
	for _, f := range m.files {
		s.Files = append(s.Files, f.File)
	}
	for _, c := range flatten(m.components) {
		switch number(c["type"]) {
		case componentText:
			s.Texts = append(s.Texts, str(c["content"]))
		case componentButton:
			s.Buttons = append(s.Buttons, readButton(c))
		case componentThumbnail:
			s.Images = append(s.Images, image(c))
		case componentGallery:
			for _, item := range list(c["items"]) {
				s.Images = append(s.Images, image(asObject(item)))
			}
		case componentSelect:
			s.Selects = append(s.Selects, readSelect(c))
		}
	}
	return s
}

// image is a picture of a component.
func image(o object) string {
	return strings.TrimSpace(str(asObject(o["media"])["url"]) + " " + str(o["description"]))
}

func readEmbed(v any) Embed {
	o := asObject(v)
	e := Embed{
		Title: str(o["title"]), Description: str(o["description"]), URL: str(o["url"]), Color: number(o["color"]),
		Author: str(asObject(o["author"])["name"]), Footer: str(asObject(o["footer"])["text"]),
	}
	for _, f := range list(o["fields"]) {
		f := asObject(f)
		inline, _ := f["inline"].(bool)
		e.Fields = append(e.Fields, Field{str(f["name"]), str(f["value"]), inline})
	}
	return e
}

func readButton(c object) Button {
	disabled, _ := c["disabled"].(bool)
	return Button{
		CustomID: str(c["custom_id"]), Label: str(c["label"]), URL: str(c["url"]),
		Emoji: str(asObject(c["emoji"])["name"]), Style: number(c["style"]), Disabled: disabled,
	}
}

func readSelect(c object) Select {
	s := Select{CustomID: str(c["custom_id"]), Placeholder: str(c["placeholder"])}
	for _, o := range list(c["options"]) {
		s.Options = append(s.Options, Choice{str(asObject(o)["label"]), str(asObject(o)["value"])})
	}
	return s
}

// Channel is where the message is.
func (m Message) Channel() *Channel { return m.m.channel }

// Exists says whether it is still there.
func (m Message) Exists() bool {
	d := m.m.channel.d
	d.mu.Lock()
	defer d.mu.Unlock()
	return !m.m.gone
}

// Now is the message as it is now.
func (m Message) Now() Message {
	d := m.m.channel.d
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.snapshot(m.m)
}

// Text is all that can be read in it: content, texts, titles, descriptions,
// fields and footers, a line each.
func (m Message) Text() string {
	parts := append([]string{m.Content}, m.Texts...)
	for _, e := range m.Embeds {
		parts = append(parts, e.Author, e.Title, e.Description)
		for _, f := range e.Fields {
			parts = append(parts, f.Name, f.Value)
		}
		parts = append(parts, e.Footer)
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, "\n")
}

// Button finds a button by its custom_id, or by its label, emoji or both
// ("👍", "Sources").
func (m Message) Button(name string) (Button, bool) {
	for _, b := range m.Buttons {
		if b.CustomID == name || b.Label == name || b.Emoji == name || strings.TrimSpace(b.Emoji+" "+b.Label) == name {
			return b, true
		}
	}
	return Button{}, false
}

// reply is the bot's message that replies to m or else its first message
// after m that replies to no other.
func (d *Discord) reply(m *message) *message {
	for _, x := range m.channel.messages {
		if x.author == d.bot && !x.gone && !x.thinking && x.ref == m.id {
			return x
		}
	}
	for _, x := range m.channel.messages {
		if x.author == d.bot && !x.gone && !x.thinking && x.ref == "" && x.in == nil && x.nth > m.nth {
			return x
		}
	}
	return nil
}

// WaitReply waits for the bot's message that replies to it, or else for the
// bot's next message in the channel.
func (m Message) WaitReply(timeout time.Duration) Message {
	d := m.m.channel.d
	d.t.Helper()
	var reply *message
	d.wait(timeout, "reply to "+m.Content, func() bool { reply = d.reply(m.m); return reply != nil })
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.snapshot(reply)
}

// Replies is how many messages of the bot replied to it.
func (m Message) Replies() int {
	d := m.m.channel.d
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(m.m.answers)
}

// Answered says how long after the message was sent the bot's first reply came.
func (m Message) Answered() (after time.Duration, ok bool) {
	d := m.m.channel.d
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(m.m.answers) == 0 {
		return 0, false
	}
	return m.m.answers[0].Sub(m.m.sent), true
}

// NoReply fails the test if the bot answers the message within wait.
func (m Message) NoReply(wait time.Duration) {
	d := m.m.channel.d
	d.t.Helper()
	var reply *message
	if d.await(wait, func() bool { reply = d.reply(m.m); return reply != nil }) {
		d.t.Errorf("discordtest: the bot answered %q, which is not for it, with %q", m.Content, reply.content)
	}
}

// WaitEdit waits until the message is edited once more than it was.
func (m Message) WaitEdit(timeout time.Duration) Message {
	d := m.m.channel.d
	d.t.Helper()
	d.wait(timeout, "edit of "+m.ID, func() bool { return m.m.edits > m.Edits })
	return m.Now()
}

// WaitGone waits until it is deleted.
func (m Message) WaitGone(timeout time.Duration) {
	d := m.m.channel.d
	d.t.Helper()
	d.wait(timeout, "deletion of "+m.ID, func() bool { return m.m.gone })
}
