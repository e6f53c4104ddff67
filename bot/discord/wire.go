package discord

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
)

// What the bot reads of Discord's events. discordgo has types for all of it, which
// decode an event whole or not at all: a button of a new kind in the message replied to
// would cost the question. These hold what is needed, and what they do not know they do
// not trip over.

// decode reads an event. A field of another type than expected is left out, and costs
// itself only.
func decode(data []byte, into any) error {
	err := json.Unmarshal(data, into)
	var typed *json.UnmarshalTypeError
	if errors.As(err, &typed) {
		return nil
	}
	return err
}

type wireUser struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	Bot      bool   `json:"bot"`
	System   bool   `json:"system"`
}

type wireMember struct {
	User        *wireUser `json:"user"`
	Permissions string    `json:"permissions"` // in the channel; only in interactions
	Roles       []string  `json:"roles"`
}

type wireMessage struct {
	ID         string          `json:"id"`
	Channel    string          `json:"channel_id"`
	Guild      string          `json:"guild_id"` // empty in DMs
	Author     *wireUser       `json:"author"`
	Content    string          `json:"content"`
	Type       int             `json:"type"`
	Webhook    string          `json:"webhook_id"`
	Nonce      any             `json:"nonce"`
	Mentions   []wireUser      `json:"mentions"`
	Roles      []string        `json:"mention_roles"`
	Reference  *wireRef        `json:"message_reference"`
	Referenced *wireMessage    `json:"referenced_message"`
	Embeds     []wireEmbed     `json:"embeds"`
	Flags      int             `json:"flags"`
	Components json.RawMessage `json:"components"`       // read when they are needed
	Edited     string          `json:"edited_timestamp"` // empty: never
	// Who used the command that this message answers.
	Metadata *struct {
		ID   string    `json:"id"`
		User *wireUser `json:"user"`
	} `json:"interaction_metadata"`
	Interaction *struct { // the older form of it
		User *wireUser `json:"user"`
	} `json:"interaction"`
}

type wireRef struct {
	Message string `json:"message_id"`
	Channel string `json:"channel_id"`
	Type    int    `json:"type"` // 1: a forward, which is no reply
}

type wireEmbed struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Footer      *struct {
		Text string `json:"text"`
	} `json:"footer"`
}

// Kinds of messages that people write: 0 plain, 19 a reply, and nothing else.
const (
	messagePlain         = 0
	messageReply         = 19
	messageThreadStarter = 21 // nobody writes it
)

type wireInteraction struct {
	ID      string `json:"id"`
	App     string `json:"application_id"`
	Kind    int    `json:"type"`
	Token   string `json:"token"`
	Guild   string `json:"guild_id"`
	Channel string `json:"channel_id"`
	Where   struct {
		Kind   int    `json:"type"`
		Parent string `json:"parent_id"`
		Name   string `json:"name"`
	} `json:"channel"`
	Member      *wireMember  `json:"member"` // in servers
	User        *wireUser    `json:"user"`   // in DMs
	Message     *wireMessage `json:"message"`
	Locale      string       `json:"locale"`
	GuildLocale string       `json:"guild_locale"`
	May         string       `json:"app_permissions"` // what the bot may do there
	Data        *wireData    `json:"data"`
}

// Kinds of interactions.
const (
	kindPing         = 1
	kindCommand      = 2
	kindComponent    = 3
	kindAutocomplete = 4
	kindModal        = 5
)

type wireData struct {
	Name     string       `json:"name"`
	Kind     int          `json:"type"` // of the command: 1 slash, 3 message
	Target   string       `json:"target_id"`
	Options  []wireOption `json:"options"`
	CustomID string       `json:"custom_id"`
	Values   []string     `json:"values"`
	Resolved struct {
		Messages map[string]*wireMessage `json:"messages"`
	} `json:"resolved"`
	Components []wireComponent `json:"components"` // of a modal
}

type wireOption struct {
	Name    string          `json:"name"`
	Kind    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
	Options []wireOption    `json:"options"`
}

// A wireComponent is a component of a submitted modal: rows, or labels of one.
type wireComponent struct {
	CustomID   string          `json:"custom_id"`
	Value      string          `json:"value"`
	Values     []string        `json:"values"` // of a menu
	Component  *wireComponent  `json:"component"`
	Components []wireComponent `json:"components"`
}

// asker returns who did it, in a server or not; nil in a malformed interaction.
func (i *wireInteraction) asker() *wireUser {
	if i.Member != nil && i.Member.User != nil && i.Member.User.ID != "" {
		return i.Member.User
	}
	if i.User != nil && i.User.ID != "" {
		return i.User
	}
	return nil
}

// attaches says whether the bot may attach files there, as far as it is known.
func (i *wireInteraction) attaches() bool {
	may, err := strconv.ParseUint(i.May, 10, 64)
	const administrator, attachFiles = 1 << 3, 1 << 15
	return err != nil || may&(administrator|attachFiles) != 0
}

// reads says whether it is known that the bot may read what was written there.
func (i *wireInteraction) reads() bool {
	may, err := strconv.ParseUint(i.May, 10, 64)
	const administrator, view, history = 1 << 3, 1 << 10, 1 << 16
	return err == nil && (may&administrator != 0 || may&view != 0 && may&history != 0)
}

// place is where the message is that a button is on: the ids of its channel and itself.
func (i *wireInteraction) place() string {
	if i.Message == nil {
		return ""
	}
	return i.Channel + "/" + i.Message.ID
}

// manages says whether the asker may manage the server, or is its administrator.
func (i *wireInteraction) manages() bool {
	const administrator, manageGuild = 1 << 3, 1 << 5
	if i.Guild == "" || i.Member == nil {
		return false
	}
	bits, err := strconv.ParseUint(i.Member.Permissions, 10, 64)
	return err == nil && bits&(administrator|manageGuild) != 0
}

// inThread says whether it was done in a thread.
func (i *wireInteraction) inThread() bool { return i.Where.Kind >= 10 && i.Where.Kind <= 12 }

// speaks says whether the asker could write in the channel himself. Where Discord does
// not tell (no permission is there at all) he could.
func (i *wireInteraction) speaks() bool {
	const administrator, view, send, sendInThreads = 1 << 3, 1 << 10, 1 << 11, 1 << 38
	if i.Guild == "" || i.Member == nil {
		return true
	}
	bits, err := strconv.ParseUint(i.Member.Permissions, 10, 64)
	if err != nil || bits&view == 0 || bits&administrator != 0 {
		return true
	}
	if i.inThread() {
		return bits&sendInThreads != 0
	}
	return bits&send != 0
}

// text returns the value of an option as text: whole numbers without a point.
func (o wireOption) text() string {
	var v any
	if json.Unmarshal(o.Value, &v) != nil {
		return ""
	}
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1e15 {
			return strconv.FormatInt(int64(v), 10)
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return ""
}

// inputs returns the values of a submitted modal by the ids of its inputs.
func (d *wireData) inputs() map[string]string {
	out := map[string]string{}
	var walk func([]wireComponent, int)
	walk = func(list []wireComponent, depth int) {
		for _, c := range list {
			if c.CustomID != "" && c.Value != "" {
				out[c.CustomID] = c.Value
			}
			if c.CustomID != "" && len(c.Values) > 0 {
				out[c.CustomID] = c.Values[0]
			}
			if depth < 3 {
				walk(c.Components, depth+1)
				if c.Component != nil {
					walk([]wireComponent{*c.Component}, depth+1)
				}
			}
		}
	}
	walk(d.Components, 0)
	return out
}

// title returns what stands above a message of ours.
func (m *wireMessage) title() string {
	if m == nil {
		return ""
	}
	if len(m.Embeds) > 0 {
		return unescape(m.Embeds[0].Title)
	}
	for _, c := range m.components() {
		if title, ok := strings.CutPrefix(c.Content, headingMark); ok {
			return unescape(title)
		}
	}
	return ""
}

// A messageComponent is what is needed of a component of a message.
type messageComponent struct {
	CustomID   string             `json:"custom_id"`
	Content    string             `json:"content"` // of a text
	Components []messageComponent `json:"components"`
	Accessory  *messageComponent  `json:"accessory"`
}

// components returns the components of a message that hold no others, in order: all that
// a message of ours may have, and of a stranger's as many as there may be.
func (m *wireMessage) components() (out []messageComponent) {
	var tops []messageComponent
	if m == nil || decode(m.Components, &tops) != nil {
		return nil
	}
	var walk func([]messageComponent, int)
	walk = func(list []messageComponent, depth int) {
		for _, c := range list {
			if len(out) > 100 {
				return
			}
			if c.CustomID != "" || c.Content != "" {
				out = append(out, c)
			}
			if depth < 4 {
				walk(c.Components, depth+1)
				if c.Accessory != nil {
					walk([]messageComponent{*c.Accessory}, depth+1)
				}
			}
		}
	}
	walk(tops, 0)
	return out
}
