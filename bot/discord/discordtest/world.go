package discordtest

import (
	"slices"
	"strconv"
	"time"
)

// Permissions that tests speak of.
const (
	PermAdministrator          = 1 << 3
	PermManageGuild            = 1 << 5
	PermAddReactions           = 1 << 6
	PermViewChannel            = 1 << 10
	PermSendMessages           = 1 << 11
	PermManageMessages         = 1 << 13
	PermEmbedLinks             = 1 << 14
	PermAttachFiles            = 1 << 15
	PermReadMessageHistory     = 1 << 16
	PermUseApplicationCommands = 1 << 31
	PermCreatePublicThreads    = 1 << 35
	PermSendMessagesInThreads  = 1 << 38

	// PermBot is what the bot may do where nothing else is said.
	PermBot = PermViewChannel | PermSendMessages | PermEmbedLinks | PermAttachFiles | PermReadMessageHistory | PermSendMessagesInThreads

	permMember = PermBot | PermUseApplicationCommands | PermCreatePublicThreads | PermAddReactions
)

// Kinds of channel.
const (
	kindText   = 0
	kindDM     = 1
	kindGroup  = 3
	kindThread = 11
	kindForum  = 15
)

// Guild is a server.
type Guild struct {
	d        *Discord
	id, name string
	locale   string
	owner    *User
	members  map[string]int64 // permissions by user id
	roles    map[string][]string
	order    []*User
	channels []*Channel
	botIn    bool
	botPerms int64
	out      bool // an outage
}

// Guild makes a server that the bot is in.
func (d *Discord) Guild(name string) *Guild {
	owner := d.User(name + "'s owner")
	d.mu.Lock()
	g := &Guild{
		d: d, id: guildID(len(d.guilds)), name: name, locale: "en-US", owner: owner,
		members: map[string]int64{}, roles: map[string][]string{}, botIn: true, botPerms: PermBot,
	}
	d.guilds = append(d.guilds, g)
	d.emit("GUILD_CREATE", IntentGuilds, g.id, func(*session) any { return d.wireGuildCreate(g) })
	d.mu.Unlock()
	owner.Joins(g).May(g, PermAdministrator)
	return g
}

func (g *Guild) ID() string { return g.id }

// Owner is the person who made the server.
func (g *Guild) Owner() *User { return g.owner }

// Channel makes a text channel.
func (g *Guild) Channel(name string) *Channel { return g.channel(kindText, name) }

// Forum makes a forum, in which people make posts.
func (g *Guild) Forum(name string) *Channel { return g.channel(kindForum, name) }

func (g *Guild) channel(kind int, name string) *Channel {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	c := g.d.newChannel(kind, name, g)
	g.channels = append(g.channels, c)
	g.d.emit("CHANNEL_CREATE", IntentGuilds, g.id, func(*session) any { return g.d.wireChannel(c) })
	return c
}

// Locale sets the server's preferred locale; at first en-US.
func (g *Guild) Locale(l string) *Guild {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.locale = l
	return g
}

// BotMay sets what the bot may do in the server; at first PermBot.
func (g *Guild) BotMay(perms int64) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.botPerms = perms
}

// Remove throws the bot out.
func (g *Guild) Remove() {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.d.emit("GUILD_DELETE", IntentGuilds, g.id, func(*session) any { return object{"id": g.id} })
	g.botIn = false
}

// Unavailable is an outage of the server.
func (g *Guild) Unavailable() {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.out = true
	g.d.emit("GUILD_DELETE", IntentGuilds, g.id, func(*session) any { return object{"id": g.id, "unavailable": true} })
}

// Channel is a text channel, a thread, a DM or a group.
type Channel struct {
	d        *Discord
	id, name string
	kind     int
	guild    *Guild
	parent   *Channel
	owner    *User // who made a thread
	users    []*User
	denied   int64
	messages []*message
	typing   int
	gone     bool
}

func (d *Discord) newChannel(kind int, name string, g *Guild) *Channel {
	c := &Channel{d: d, id: d.ids.next(d.clock.Now()), name: name, kind: kind, guild: g}
	d.channels[c.id] = c
	return c
}

// Group makes a private group channel, without the bot.
func (d *Discord) Group(users ...*User) *Channel {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.newChannel(kindGroup, "", nil)
	c.users = users
	return c
}

func (c *Channel) ID() string { return c.id }

// Guild is the channel's server, nil in a DM or a group.
func (c *Channel) Guild() *Guild { return c.guild }

// GuildID is the server's id, "" in a DM or a group.
func (c *Channel) GuildID() string {
	if c.guild == nil {
		return ""
	}
	return c.guild.id
}

func (c *Channel) Mention() string { return "<#" + c.id + ">" }

// Thread makes a public thread in the channel, made by its owner.
func (c *Channel) Thread(name string) *Channel {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	return c.d.newThread(c, name, c.guild.owner, "")
}

// Posts makes a post in a forum: a thread whose first message has its id.
func (u *User) Posts(forum *Channel, title, text string) (*Channel, Message) {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	post := u.d.newThread(forum, title, u, "")
	m := &message{id: post.id, channel: post, author: u, content: text}
	u.d.findMentions(m)
	u.d.add(m)
	return post, u.d.snapshot(m)
}

// newThread makes a thread, from a message if that is not "": then the thread
// has the message's id.
func (d *Discord) newThread(parent *Channel, name string, by *User, from string) *Channel {
	t := d.newChannel(kindThread, name, parent.guild)
	if from != "" {
		delete(d.channels, t.id)
		t.id = from
		d.channels[t.id] = t
	}
	t.parent, t.owner = parent, by
	parent.guild.channels = append(parent.guild.channels, t)
	d.emit("THREAD_CREATE", IntentGuilds, t.guild.id, func(*session) any {
		w := d.wireChannel(t)
		w["newly_created"] = true
		return w
	})
	return t
}

// Deny takes permissions from the bot here.
func (c *Channel) Deny(perms int64) *Channel {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	c.denied |= perms
	return c
}

// Restore gives them back.
func (c *Channel) Restore() *Channel {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	c.denied = 0
	return c
}

// Delete deletes the channel.
func (c *Channel) Delete() {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	c.gone = true
	delete(c.d.channels, c.id)
	event := "CHANNEL_DELETE"
	if c.kind == kindThread {
		event = "THREAD_DELETE"
	}
	c.d.emit(event, IntentGuilds, c.GuildID(), func(*session) any { return c.d.wireChannel(c) })
}

// Typing is how often the bot began to type here.
func (c *Channel) Typing() int {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	return c.typing
}

// Messages are those not deleted, oldest first, private ones too.
func (c *Channel) Messages() []Message {
	return c.list(func(*message) bool { return true })
}

// BotMessages are those of the bot.
func (c *Channel) BotMessages() []Message {
	return c.list(func(m *message) bool { return m.author == c.d.bot })
}

func (c *Channel) list(want func(*message) bool) []Message {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	var all []Message
	for _, m := range c.messages {
		if !m.gone && !m.thinking && want(m) {
			all = append(all, c.d.snapshot(m))
		}
	}
	return all
}

// WaitMessages waits until the bot has n messages here.
func (c *Channel) WaitMessages(n int, timeout time.Duration) []Message {
	c.d.t.Helper()
	c.d.wait(timeout, strconv.Itoa(n)+" messages of the bot", func() bool {
		have := 0
		for _, m := range c.messages {
			if !m.gone && !m.thinking && m.author == c.d.bot {
				have++
			}
		}
		return have >= n
	})
	return c.BotMessages()
}

// botMay are the bot's permissions in a channel.
func (c *Channel) botMay() int64 {
	if c.guild == nil {
		if c.kind == kindDM {
			return PermBot
		}
		return 0
	}
	if !c.guild.botIn {
		return 0
	}
	if c.guild.botPerms&PermAdministrator != 0 {
		return -1
	}
	perms := c.guild.botPerms &^ c.denied
	if c.parent != nil {
		perms &^= c.parent.denied
	}
	if perms&PermViewChannel == 0 {
		return 0
	}
	return perms
}

// has says whether a person can see the channel.
func (c *Channel) has(u *User) bool {
	if c.guild == nil {
		return slices.Contains(c.users, u)
	}
	_, in := c.guild.members[u.id]
	return in
}

// User is a person, or a bot.
type User struct {
	d         *Discord
	id, name  string
	bot       bool
	locale    string
	installed bool
	closed    bool // DMs
	dm        *Channel
}

// User makes a person.
func (d *Discord) User(name string) *User { return d.newUser(name, false) }

// Bot makes another bot, which can talk in channels that it joined.
func (d *Discord) Bot(name string) *User { return d.newUser(name, true) }

func (d *Discord) newUser(name string, bot bool) *User {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := &User{d: d, id: d.ids.next(d.clock.Now()), name: name, bot: bot, locale: "en-US"}
	d.users[u.id] = u
	return u
}

func (u *User) ID() string      { return u.id }
func (u *User) Name() string    { return u.name }
func (u *User) Mention() string { return "<@" + u.id + ">" }

// Joins makes the user a member of a server.
func (u *User) Joins(g *Guild) *User { return u.May(g, permMember) }

// May gives more permissions in a server.
func (u *User) May(g *Guild, perms int64) *User {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	if _, in := g.members[u.id]; !in {
		g.order = append(g.order, u)
	}
	g.members[u.id] |= permMember | perms
	return u
}

// Has gives a member a role, by its id.
func (u *User) Has(g *Guild, role string) *User {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	g.roles[u.id] = append(g.roles[u.id], role)
	return u
}

// Leaves takes a role away.
func (u *User) Leaves(g *Guild, role string) {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	g.roles[u.id] = slices.DeleteFunc(g.roles[u.id], func(r string) bool { return r == role })
}

// MayNot takes permissions from a member.
func (u *User) MayNot(g *Guild, perms int64) *User {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	g.members[u.id] &^= perms
	return u
}

// Speaks sets the locale; at first en-US.
func (u *User) Speaks(locale string) *User {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	u.locale = locale
	return u
}

// Installs installs the application for the user.
func (u *User) Installs() *User {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	u.installed = true
	return u
}

// ClosesDMs makes messages to the user fail with 50007.
func (u *User) ClosesDMs() *User {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	u.closed = true
	return u
}

// DM is the channel between the user and the bot.
func (u *User) DM() *Channel {
	u.d.mu.Lock()
	defer u.d.mu.Unlock()
	return u.d.dmWith(u)
}

func (d *Discord) dmWith(u *User) *Channel {
	if u.dm == nil {
		u.dm = d.newChannel(kindDM, "", nil)
		u.dm.users = []*User{u}
	}
	return u.dm
}
