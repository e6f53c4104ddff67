package discordtest

import (
	"regexp"
	"slices"
	"time"
)

// Say says how a message is sent.
type Say struct {
	ReplyTo Message // the message it replies to, if any
	NoPing  bool    // the reply does not ping its author
}

var (
	userMention = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention = regexp.MustCompile(`<@&(\d+)>`)
	massMention = regexp.MustCompile(`@(everyone|here)\b`)
	code        = regexp.MustCompile("(?s)```.*?```|`[^`\n]*`") // where nobody is mentioned
)

// Says sends a message.
func (u *User) Says(c *Channel, text string, o ...Say) Message {
	u.d.t.Helper()
	m := &message{channel: c, author: u, content: text}
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	if c.gone || !c.has(u) {
		u.d.t.Fatalf("discordtest: %s is not in the channel: call Joins first", u.name)
	}
	u.d.findMentions(m)
	for _, how := range o {
		if to := how.ReplyTo.m; to != nil {
			m.kind, m.ref = 19, to.id
			// A ping to an answer to an interaction pings nobody.
			if !how.NoPing && to.in == nil && !slices.Contains(m.mentions, to.author) {
				m.mentions = append(m.mentions, to.author)
			}
		}
	}
	u.d.add(m)
	return u.d.snapshot(m)
}

func (d *Discord) findMentions(m *message) {
	m.mentions, m.roles = nil, nil
	text := code.ReplaceAllString(m.content, "")
	for _, found := range userMention.FindAllStringSubmatch(text, -1) {
		if u := d.users[found[1]]; u != nil && !slices.Contains(m.mentions, u) {
			m.mentions = append(m.mentions, u)
		}
	}
	if m.channel.guild == nil {
		return
	}
	for _, found := range roleMention.FindAllStringSubmatch(text, -1) {
		m.roles = append(m.roles, found[1])
	}
	m.everyone = massMention.MatchString(text)
}

// BotRole is the text that mentions the role which the server gave the bot.
func (g *Guild) BotRole() string { return "<@&" + g.botRole() + ">" }

// Edits the user's message.
func (u *User) Edits(m Message, text string) Message {
	d := u.d
	d.mu.Lock()
	defer d.mu.Unlock()
	m.m.content, m.m.edited = text, d.clock.Now()
	m.m.edits++
	d.findMentions(m.m)
	d.emitMessage("MESSAGE_UPDATE", m.m)
	d.touch()
	return d.snapshot(m.m)
}

// Deletes a message.
func (u *User) Deletes(m Message) {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	u.d.remove(m.m)
}

// remove deletes a message and tells the gateway.
func (d *Discord) remove(m *message) {
	if m.gone {
		return
	}
	m.gone = true
	defer d.touch()
	if m.private != nil {
		return
	}
	w := object{"id": m.id, "channel_id": m.channel.id}
	intent := IntentDirectMessages
	if g := m.channel.guild; g != nil {
		w["guild_id"], intent = g.id, IntentGuildMessages
	}
	d.emit("MESSAGE_DELETE", intent, m.channel.GuildID(), func(*session) any { return w })
}

// System posts a system message: 7 a join, 6 a pin, 8 a boost, 18 a thread.
func (c *Channel) System(kind int, by *User) Message {
	return c.post(&message{kind: kind, author: by})
}

// Webhook posts as a webhook of somebody's.
func (c *Channel) Webhook(name, text string) Message {
	hook := c.d.newUser(name, true)
	return c.post(&message{author: hook, webhook: hook.id, content: text})
}

func (c *Channel) post(m *message) Message {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	m.channel = c
	c.d.findMentions(m)
	c.d.add(m)
	return c.d.snapshot(m)
}

// Thread is started from the message by a member; its id is the message's.
func (m Message) Thread(name string, by *User) *Channel {
	d := m.m.channel.d
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.newThread(m.m.channel, name, by, m.m.id)
}

// Since is how long ago the message was sent, on the platform's clock.
func (m Message) Since() time.Duration { return m.m.channel.d.clock.Now().Sub(m.m.at) }
