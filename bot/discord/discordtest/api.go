package discordtest

import (
	"crypto/ed25519"
	"encoding/json"
	"net/http"
	"time"
)

// TB is the part of testing.TB that the package needs, so that a program can
// stand in for a test.
type TB interface {
	Helper()
	Cleanup(func())
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Options set a Discord up. The zero value is the platform's own rules.
type Options struct {
	Token          string        // the bot's token; "" means a fixed test token
	Privileged     int           // privileged intents switched on for the application: IntentMessageContent, …; 0 none
	Heartbeat      time.Duration // interval told in Hello; 0 means 41.25 s
	MaxConcurrency int           // IDENTIFYs per 5 s; 0 means 1
	Identifies     int           // IDENTIFYs a day; 0 means 1,000
	Shards         int           // recommended by /gateway/bot; 0 means 1
	GlobalRate     int           // REST requests a second; 0 means 50, negative no limit
	ChannelRate    int           // messages per channel per 5 s; 0 means 5, negative no limit
	AllowPings     bool          // do not require that messages forbid all pings
	Seed           ed25519.PrivateKey
	Addr           string // where to listen; "" means a free port of 127.0.0.1
}

// Start brings a Discord up and stops it when the test ends; the test then
// fails if the bot broke a rule (see Violations, Allow).
func Start(t TB, o Options) *Discord { panic("soon") }

// Discord is a running fake.
type Discord struct{}

func (d *Discord) Stop()                { panic("soon") } // Stop ends every connection. Start registers it with Cleanup.
func (d *Discord) BaseURL() string      { panic("soon") } // BaseURL is http://127.0.0.1:PORT, without /api.
func (d *Discord) Token() string        { panic("soon") } // Token is the bot's token, without "Bot ".
func (d *Discord) AppID() string        { panic("soon") } // AppID is the application's id.
func (d *Discord) BotID() string        { panic("soon") } // BotID is the bot user's id.
func (d *Discord) Mention() string      { panic("soon") } // Mention is the text that mentions the bot.
func (d *Discord) PublicKey() string    { panic("soon") } // PublicKey is the application's Ed25519 key, in hex.
func (d *Discord) Clock() *Clock        { panic("soon") }
func (d *Discord) Gateway() *Gateway    { panic("soon") }
func (d *Discord) Violations() []string { panic("soon") } // Violations are the rules broken so far.
func (d *Discord) Allow(part string)    { panic("soon") } // Allow says that violations containing part are expected here.

func (d *Discord) WaitReady(timeout time.Duration)                 { panic("soon") } // WaitReady waits for a session that got READY or RESUMED.
func (d *Discord) WaitSessions(n int, timeout time.Duration)       { panic("soon") } // WaitSessions waits until n sessions are connected.
func (d *Discord) WaitCommands(timeout time.Duration) []Command    { panic("soon") } // WaitCommands waits until global commands are registered.
func (d *Discord) Commands(guildID string) []Command               { panic("soon") } // Commands registered for a guild, or globally for "".
func (d *Discord) Quiet(quiet time.Duration, limit time.Duration)  { panic("soon") } // Quiet waits until the bot has sent nothing for quiet.
func (d *Discord) Requests() []Request                             { panic("soon") } // Requests are all REST requests so far, oldest first.
func (d *Discord) Guild(name string) *Guild                        { panic("soon") } // Guild makes a server that the bot is in.
func (d *Discord) User(name string) *User                          { panic("soon") } // User makes a person.
func (d *Discord) Bot(name string) *User                           { panic("soon") } // Bot makes another bot.
func (d *Discord) Group(users ...*User) *Channel                   { panic("soon") } // Group makes a private group channel without the bot.
func (d *Discord) Fail(f Fault)                                    { panic("soon") } // Fail scripts faults of the REST API.
func (d *Discord) ResetToken()                                     { panic("soon") } // ResetToken makes the token invalid from now on: REST answers 401, the gateway 4004.
func (d *Discord) PostInteractionsTo(url string) error             { panic("soon") } // PostInteractionsTo sets the HTTP endpoint: it is probed like Discord's portal does (PING, bad signatures), and from then on interactions are posted there.
func (d *Discord) PostSigned(url, body string, o Signing) Response { panic("soon") } // PostSigned posts one body, well or badly signed.

// Command is a registered application command.
type Command struct {
	ID, Name, Description string
	Type                  int
	Raw                   json.RawMessage
}

// Request is one REST request that the bot sent.
type Request struct {
	At     time.Time // real time at which it had been read
	Method string
	Path   string // without /api/vN
	Route  string // with ids replaced: /channels/{channel_id}/messages
	Body   string
	Status int // what it was answered with; 0 for a dropped connection
	Code   int // Discord's error code, if any
}

// Clock is the platform's clock.
type Clock struct{}

func (c *Clock) Now() time.Time          { panic("soon") }
func (c *Clock) Advance(d time.Duration) { panic("soon") }

// Guild is a server.
type Guild struct{}

func (g *Guild) ID() string                   { panic("soon") }
func (g *Guild) Channel(name string) *Channel { panic("soon") } // Channel makes a text channel.
func (g *Guild) Locale(l string) *Guild       { panic("soon") } // Locale sets the server's preferred locale.
func (g *Guild) BotMay(perms int64)           { panic("soon") } // BotMay sets what the bot may do in the server; at first what it asks for: PermBot.
func (g *Guild) Remove()                      { panic("soon") } // Remove throws the bot out.
func (g *Guild) Unavailable()                 { panic("soon") } // Unavailable is an outage of the server.

// Channel is a text channel, a thread, a DM or a group.
type Channel struct{}

func (c *Channel) ID() string                                    { panic("soon") }
func (c *Channel) GuildID() string                               { panic("soon") }
func (c *Channel) Mention() string                               { panic("soon") }
func (c *Channel) Thread(name string) *Channel                   { panic("soon") } // Thread makes a public thread in the channel.
func (c *Channel) Deny(perms int64) *Channel                     { panic("soon") } // Deny takes permissions from the bot here.
func (c *Channel) Restore() *Channel                             { panic("soon") } // Restore gives them back.
func (c *Channel) Messages() []Message                           { panic("soon") } // Messages are those not deleted, oldest first, ephemeral ones too.
func (c *Channel) BotMessages() []Message                        { panic("soon") } // BotMessages are those of the bot.
func (c *Channel) WaitMessages(n int, t time.Duration) []Message { panic("soon") } // WaitMessages waits until the bot has n messages here.
func (c *Channel) Typing() int                                   { panic("soon") } // Typing is how often the bot began to type here.
func (c *Channel) Delete()                                       { panic("soon") }
func (c *Channel) System(kind int, author *User) Message         { panic("soon") } // System posts a system message, e.g. 7 a join.
func (c *Channel) Webhook(name, text string) Message             { panic("soon") } // Webhook posts as a webhook.

// User is a person, or a bot.
type User struct{}

func (u *User) ID() string                                     { panic("soon") }
func (u *User) Mention() string                                { panic("soon") }
func (u *User) Joins(g *Guild) *User                           { panic("soon") }
func (u *User) May(g *Guild, perms int64) *User                { panic("soon") } // May adds permissions in a server.
func (u *User) Speaks(locale string) *User                     { panic("soon") } // Speaks sets the locale; at first en-US.
func (u *User) Installs() *User                                { panic("soon") } // Installs the application for the user.
func (u *User) ClosesDMs() *User                               { panic("soon") } // ClosesDMs makes messages to the user fail with 50007.
func (u *User) DM() *Channel                                   { panic("soon") } // DM is the channel between the user and the bot.
func (u *User) Says(c *Channel, text string, o ...Say) Message { panic("soon") }
func (u *User) Edits(m Message, text string) Message           { panic("soon") }
func (u *User) Deletes(m Message)                              { panic("soon") }

// Uses a slash command; "config channel" is a sub-command. The test ends if
// Discord would not offer it to the user here, or would not accept the
// arguments.
func (u *User) Uses(c *Channel, command string, args Args) *Interaction { panic("soon") }

// UsesByOverride is Uses where the server gave the command to everybody,
// against its default permissions.
func (u *User) UsesByOverride(c *Channel, command string, args Args) *Interaction { panic("soon") }

// UsesOn uses a message command.
func (u *User) UsesOn(m Message, command string) *Interaction { panic("soon") }

// Types asks for autocompletion of one option; args are the others, as far as
// they are filled in.
func (u *User) Types(c *Channel, command, option, partial string, args Args) *Interaction {
	panic("soon")
}

// Clicks a button, named by its custom_id or else by its label.
func (u *User) Clicks(m Message, button string) *Interaction { panic("soon") }

// Tampers clicks a button with a custom_id that the message does not have.
func (u *User) Tampers(m Message, customID string) *Interaction { panic("soon") }

// Selects values of a select menu.
func (u *User) Selects(m Message, customID string, values ...string) *Interaction { panic("soon") }

// Submits the modal that i was answered with.
func (u *User) Submits(i *Interaction, values map[string]string) *Interaction { panic("soon") }

// Say says how a message is sent.
type Say struct {
	ReplyTo Message // the message it replies to, if any
	NoPing  bool    // the reply does not ping its author
}

// Args are the arguments of a slash command by option name: string, int,
// float64, bool, *User or *Channel.
type Args map[string]any

// Message is a message as it was when it was read.
type Message struct {
	ID          string
	Content     string
	Embeds      []Embed
	Buttons     []Button
	Selects     []Select
	Flags       int
	Ephemeral   bool
	Author      *User
	ReplyTo     string // id of the message it replies to, or ""
	Interaction *Interaction
	Edits       int
	Raw         json.RawMessage // as the bot sent it last
	d           *Discord
}

func (m Message) Channel() *Channel                       { panic("soon") }
func (m Message) Exists() bool                            { panic("soon") } // Exists says whether it is still there.
func (m Message) Now() Message                            { panic("soon") } // Now is the message as it is now.
func (m Message) Text() string                            { panic("soon") } // Text is all that can be read: content, embeds, fields, footers.
func (m Message) Button(name string) (Button, bool)       { panic("soon") }
func (m Message) WaitReply(timeout time.Duration) Message { panic("soon") } // WaitReply waits for the bot's reply to it, or its next message in the channel.
func (m Message) NoReply(wait time.Duration)              { panic("soon") } // NoReply fails the test if the bot says anything in the channel within wait.
func (m Message) WaitEdit(timeout time.Duration) Message  { panic("soon") } // WaitEdit waits until the message is edited.
func (m Message) WaitGone(timeout time.Duration)          { panic("soon") } // WaitGone waits until it is deleted.

type Embed struct {
	Title, Description, URL string
	Author, Footer          string
	Fields                  []Field
	Color                   int
}

type Field struct {
	Name, Value string
	Inline      bool
}

type Button struct {
	CustomID, Label, URL, Emoji string
	Style                       int
	Disabled                    bool
}

type Select struct {
	CustomID, Placeholder string
	Options               []Choice
}

// Choice is an option of a menu or a proposal of autocompletion.
type Choice struct {
	Name  string
	Value any
}

// Modal is a dialogue that the bot opened.
type Modal struct {
	CustomID, Title string
	Inputs          []Button // custom_id and label of each text input
}

// Interaction is something a user did with a command, a button or a modal.
type Interaction struct{}

func (i *Interaction) ID() string                                           { panic("soon") }
func (i *Interaction) Token() string                                        { panic("soon") }
func (i *Interaction) WaitAnswer(timeout time.Duration) Answer              { panic("soon") } // WaitAnswer waits for the first answer, a deferral included.
func (i *Interaction) WaitReply(timeout time.Duration) Message              { panic("soon") } // WaitReply waits for the message shown as answer: after a deferral its edit, for an update the updated message.
func (i *Interaction) WaitChoices(timeout time.Duration) []Choice           { panic("soon") }
func (i *Interaction) WaitModal(timeout time.Duration) Modal                { panic("soon") }
func (i *Interaction) Followups() []Message                                 { panic("soon") }
func (i *Interaction) WaitFollowups(n int, timeout time.Duration) []Message { panic("soon") }
func (i *Interaction) Failed() bool                                         { panic("soon") } // Failed says whether the user saw "The application did not respond".

// Answer is the first answer to an interaction.
type Answer struct {
	Type      int
	Ephemeral bool
	After     time.Duration // how long it took, in real time
	Raw       json.RawMessage
}

// Fault is a scripted fault of the REST API: the next Times requests that
// match are answered so.
type Fault struct {
	Method, Route string // "POST", "/channels/{channel_id}/messages"; "" any
	Times         int    // 0 means once, negative for ever
	Status        int
	Body          string
	Header        http.Header
	RetryAfter    time.Duration // with 429
	Global        bool          // with 429
	Delay         time.Duration // before anything else
	Drop          bool          // close the connection instead of answering
	Applied       bool          // the request takes effect all the same
}

// Ready-made faults; set Method and Route on what they return.
func RateLimited(after time.Duration) Fault     { panic("soon") } // RateLimited is a 429 as JSON.
func GloballyLimited(after time.Duration) Fault { panic("soon") } // GloballyLimited is a 429 with global true.
func BannedHTML() Fault                         { panic("soon") } // BannedHTML is the 429 in HTML that the edge sends.
func Status(code int) Fault                     { panic("soon") } // Status is a bare status with an HTML body, as from a proxy.
func Dropped(applied bool) Fault                { panic("soon") } // Dropped closes the connection after the request was read.
func (f Fault) On(method, route string) Fault   { panic("soon") }
func (f Fault) For(times int) Fault             { panic("soon") }

// Gateway scripts the websocket.
type Gateway struct{}

func (g *Gateway) Reconnect()                                  { panic("soon") } // Reconnect sends Op 7 to every connection.
func (g *Gateway) Heartbeat()                                  { panic("soon") } // Heartbeat sends Op 1.
func (g *Gateway) Invalidate(resumable bool)                   { panic("soon") } // Invalidate sends Op 9 to every connection.
func (g *Gateway) Close(code int)                              { panic("soon") } // Close closes every connection with a code.
func (g *Gateway) Cut()                                        { panic("soon") } // Cut drops every connection without a close frame.
func (g *Gateway) Send(event string, data string)              { panic("soon") } // Send dispatches any event with any data: half-decoded ones, unknown ones.
func (g *Gateway) SendRaw(frame string)                        { panic("soon") } // SendRaw sends a text frame that need not be JSON.
func (g *Gateway) DropAcks(n int)                              { panic("soon") } // DropAcks leaves the next n heartbeats unanswered; negative: all.
func (g *Gateway) Refuse(n int)                                { panic("soon") } // Refuse answers the next n websocket handshakes with 503.
func (g *Gateway) OnIdentify(f First)                          { panic("soon") } // OnIdentify scripts what the next IDENTIFY is answered with.
func (g *Gateway) OnResume(f First)                            { panic("soon") } // OnResume scripts what the next RESUME is answered with.
func (g *Gateway) Identifies() int                             { panic("soon") } // Identifies counts the IDENTIFYs so far.
func (g *Gateway) Resumes() int                                { panic("soon") } // Resumes counts the RESUMEs so far.
func (g *Gateway) Connections() int                            { panic("soon") } // Connections counts those open now.
func (g *Gateway) Intents() int                                { panic("soon") } // Intents are those of the last IDENTIFY.
func (g *Gateway) Closes() []int                               { panic("soon") } // Closes are the codes that the bot closed with, 1006 for none.
func (g *Gateway) WaitIdentifies(n int, timeout time.Duration) { panic("soon") }
func (g *Gateway) WaitResumes(n int, timeout time.Duration)    { panic("soon") }

// First is what comes first after IDENTIFY or RESUME.
type First struct {
	Op        int  // 1, 7, 9 or 11 is sent; 0 none
	Resumable bool // with Op 9
	Close     int  // close with this code
	Silent    bool // nothing comes, not even READY
	Then      bool // READY (or the replay and RESUMED) comes after Op all the same
}

// Signing says how PostSigned signs.
type Signing struct {
	WrongKey, NoHeaders, BadHex, OtherBody bool
	Age                                    time.Duration // how old the timestamp is
}

// Response is what the bot's HTTP endpoint answered.
type Response struct {
	Status int
	Body   string
	Err    error
}

// Load asks questions at a steady rate and measures the way to the answers.
type Load struct {
	Rate     float64            // questions a second
	For      time.Duration      // for how long
	Channels int                // spread over so many channels; 0 means 50
	Question func(n int) string // text of the nth question; nil: a mention and "who directed Snowpiercer?"
	Command  string             // ask by this slash command instead, with Args
	Args     func(n int) Args
	Grace    time.Duration // how long to wait for the last answers; 0 means 5 s
}

// LoadReport is what Run measured, from the event's write to the arrival of
// the answer's POST.
type LoadReport struct {
	Sent, Answered, Lost, Twice int
	P50, P90, P99, Max          time.Duration
	Elapsed                     time.Duration
}

func (l Load) Run(d *Discord) LoadReport { panic("soon") }
func (r LoadReport) String() string      { panic("soon") }

// Intents and permissions that tests speak of.
const (
	IntentGuilds         = 1 << 0
	IntentGuildMembers   = 1 << 1
	IntentGuildPresences = 1 << 8
	IntentGuildMessages  = 1 << 9
	IntentDirectMessages = 1 << 12
	IntentMessageContent = 1 << 15

	PermAdministrator          = 1 << 3
	PermManageGuild            = 1 << 5
	PermViewChannel            = 1 << 10
	PermSendMessages           = 1 << 11
	PermManageMessages         = 1 << 13
	PermEmbedLinks             = 1 << 14
	PermReadMessageHistory     = 1 << 16
	PermUseApplicationCommands = 1 << 31
	PermSendMessagesInThreads  = 1 << 38

	// PermBot is what the bot is given where nothing else is said.
	PermBot = PermViewChannel | PermSendMessages | PermEmbedLinks | PermReadMessageHistory | PermSendMessagesInThreads
)
