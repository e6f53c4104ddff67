package discordtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Kinds of interaction.
const (
	kindPing         = 1
	kindCommand      = 2
	kindComponent    = 3
	kindAutocomplete = 4
	kindModal        = 5
)

// Types of answer to an interaction.
const (
	answerPong        = 1
	answerMessage     = 4
	answerDefer       = 5
	answerDeferUpdate = 6
	answerUpdate      = 7
	answerChoices     = 8
	answerModal       = 9
)

// How long an interaction waits for its first answer, and how long its token
// lives: https://discord.com/developers/docs/interactions/receiving-and-responding
const (
	firstAnswer = 3 * time.Second
	tokenLife   = 15 * time.Minute
)

// Interaction is something a user did with a command, a button or a modal.
type Interaction struct {
	d         *Discord
	id, token string
	kind      int
	name      string // the command as typed, or the custom_id
	user      *User
	channel   *Channel
	context   int
	owners    object // authorizing_integration_owners
	command   *command
	option    int          // type of the option that is completed
	from      *Interaction // what opened a dialogue that is submitted
	message   *message     // what a component is on, or a message command for
	data      object
	at        time.Time // on the platform's clock
	sent      time.Time // real
	posted    bool      // to the HTTP endpoint, and not yet responded to
	answered  bool
	answer    Answer
	original  *message
	followups []*message
	done      chan struct{} // closed at the first answer, if somebody waits
}

// Answer is the first answer to an interaction.
type Answer struct {
	Type      int
	Ephemeral bool
	After     time.Duration // how long it took, in real time
	Raw       json.RawMessage
}

// Modal is a dialogue that the bot opened.
type Modal struct {
	CustomID, Title string
	Inputs          []Button          // custom_id and label of each input
	Values          map[string]string // what stands in them at first, by custom_id
}

func (i *Interaction) ID() string        { return i.id }
func (i *Interaction) Token() string     { return i.token }
func (i *Interaction) User() *User       { return i.user }
func (i *Interaction) Channel() *Channel { return i.channel }

// begin makes an interaction and hands it to the bot, under the lock.
func (d *Discord) begin(i *Interaction) *Interaction {
	now := d.clock.Now()
	i.d, i.id, i.at, i.sent = d, d.ids.next(now), now, time.Now()
	i.token = fmt.Sprintf("aW50ZXJhY3Rpb246%s-%s", i.id, d.ids.next(now))
	d.acts = append(d.acts, i)
	d.byToken[i.token] = i
	if d.o.Keep > 0 && len(d.acts) >= 2*d.o.Keep {
		for _, old := range d.acts[:d.o.Keep] {
			delete(d.byToken, old.token)
		}
		d.acts = append([]*Interaction(nil), d.acts[d.o.Keep:]...)
	}
	payload := d.wireInteraction(i)
	if d.endpoint != "" {
		go d.post(i, payload)
		return i
	}
	d.emitMarked("INTERACTION_CREATE", 0, i.channel.GuildID(), i, func(*session) any { return payload })
	d.touch()
	return i
}

// wireInteraction is an interaction as the bot gets it.
func (d *Discord) wireInteraction(i *Interaction) object {
	c := i.channel
	w := object{
		"id": i.id, "application_id": d.appID, "type": i.kind, "token": i.token, "version": 1,
		"channel_id": c.id, "channel": d.wireChannel(c), "data": i.data, "locale": i.user.locale,
		"app_permissions": strconv.FormatInt(max(c.botMay(), 0), 10), "entitlements": []any{},
		"context": i.context, "authorizing_integration_owners": i.owners, "attachment_size_limit": 10485760,
	}
	if g := c.guild; g != nil {
		w["guild_id"], w["guild_locale"] = g.id, g.locale
		w["guild"] = object{"id": g.id, "locale": g.locale, "features": []string{}}
		m := wireFullMember(g, i.user)
		m["permissions"] = strconv.FormatInt(g.memberMay(i.user), 10)
		w["member"] = m
	} else {
		w["user"] = wireUser(i.user)
	}
	if i.message != nil && i.kind != kindCommand {
		w["message"] = d.wireBare(i.message, true)
	}
	return w
}

// memberMay are a member's permissions; an administrator has all.
func (g *Guild) memberMay(u *User) int64 {
	perms := g.members[u.id]
	if perms&PermAdministrator != 0 || g.owner == u {
		return 1<<53 - 1
	}
	return perms
}

// metadata is what a message tells about the interaction that it answers.
func (i *Interaction) metadata() object {
	w := object{"id": i.id, "type": i.kind, "user": wireUser(i.user), "authorizing_integration_owners": i.owners}
	switch {
	case i.kind == kindCommand:
		w["name"], w["command_type"] = i.name, i.command.kind
		if i.command.kind == messageCommand && i.message != nil {
			w["target_message_id"] = i.message.id
		}
	case i.kind == kindComponent && i.message != nil:
		w["interacted_message_id"] = i.message.id
	case i.from != nil:
		w["triggering_interaction_metadata"] = i.from.metadata()
	}
	return w
}

// unanswered tells of interactions that the user saw fail.
func (d *Discord) unanswered() []string {
	var all []string
	for _, i := range d.acts {
		if i.failed() {
			all = append(all, fmt.Sprintf("interaction %q was not answered within %v", i.name, d.o.FirstAnswer))
		}
	}
	return all
}

func (i *Interaction) failed() bool {
	return !i.answered && i.d.clock.Now().Sub(i.at) > i.d.o.FirstAnswer
}

// Failed says whether the user saw "The application did not respond".
func (i *Interaction) Failed() bool {
	i.d.mu.Lock()
	defer i.d.mu.Unlock()
	return i.failed()
}

// Answered says whether there was a first answer.
func (i *Interaction) Answered() bool {
	i.d.mu.Lock()
	defer i.d.mu.Unlock()
	return i.answered
}

// WaitAnswer waits for the first answer, a deferral included.
func (i *Interaction) WaitAnswer(timeout time.Duration) Answer {
	d := i.d
	d.t.Helper()
	d.wait(timeout, fmt.Sprintf("answer to %q", i.name), func() bool { return i.answered })
	d.mu.Lock()
	defer d.mu.Unlock()
	return i.answer
}

// WaitReply waits for the message shown as the answer: after a deferral its
// edit, for an update the updated message.
func (i *Interaction) WaitReply(timeout time.Duration) Message {
	d := i.d
	d.t.Helper()
	d.wait(timeout, fmt.Sprintf("message in answer to %q", i.name), func() bool { return i.shown() != nil })
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.snapshot(i.shown())
}

// shown is the message that answers i: the first answer, or after a silent
// deferral of an update the first message that followed.
func (i *Interaction) shown() *message {
	switch {
	case !i.answered:
		return nil
	case i.answer.Type == answerDeferUpdate && len(i.followups) > 0:
		return i.followups[0]
	case i.answer.Type == answerDeferUpdate && i.original.edited.Before(i.at):
		return nil
	case i.original == nil || i.original.thinking:
		return nil
	}
	return i.original
}

// WaitChoices waits for the proposals of autocompletion.
func (i *Interaction) WaitChoices(timeout time.Duration) []Choice {
	i.d.t.Helper()
	var choices []Choice
	for _, v := range list(i.answerData(timeout, answerChoices)["choices"]) {
		o := asObject(v)
		value := o["value"]
		if n, ok := value.(json.Number); ok {
			value, _ = n.Float64()
		}
		choices = append(choices, Choice{str(o["name"]), value})
	}
	return choices
}

// WaitModal waits for a dialogue.
func (i *Interaction) WaitModal(timeout time.Duration) Modal {
	i.d.t.Helper()
	data := i.answerData(timeout, answerModal)
	m := Modal{CustomID: str(data["custom_id"]), Title: str(data["title"]), Values: map[string]string{}}
	for _, v := range list(data["components"]) {
		label := str(asObject(v)["label"])
		for _, o := range flatten([]any{v}) {
			if id := str(o["custom_id"]); id != "" {
				m.Values[id] = str(o["value"])
				m.Inputs = append(m.Inputs, Button{CustomID: id, Label: label + str(o["label"])})
			}
		}
	}
	return m
}

// answerData waits for an answer of a type and reads its data.
func (i *Interaction) answerData(timeout time.Duration, want int) object {
	i.d.t.Helper()
	a := i.WaitAnswer(timeout)
	if a.Type != want {
		i.d.t.Fatalf("discordtest: %q was answered with type %d, want %d: %s", i.name, a.Type, want, a.Raw)
	}
	body, _ := decode(a.Raw)
	return asObject(asObject(body)["data"])
}

// Followups are the messages after the first answer.
func (i *Interaction) Followups() []Message {
	i.d.mu.Lock()
	defer i.d.mu.Unlock()
	var all []Message
	for _, m := range i.followups {
		all = append(all, i.d.snapshot(m))
	}
	return all
}

// WaitFollowups waits for n of them.
func (i *Interaction) WaitFollowups(n int, timeout time.Duration) []Message {
	i.d.t.Helper()
	i.d.wait(timeout, strconv.Itoa(n)+" followups", func() bool { return len(i.followups) >= n })
	return i.Followups()
}
