package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// place finds a channel in which the bot may do what it is about to.
func (d api) place(q *request, needs int64) (*Channel, error) {
	c := d.channels[q.id("channel_id")]
	if c == nil || c.gone {
		return nil, apiError(404, 10003, "Unknown Channel")
	}
	may := c.botMay()
	if may&PermViewChannel == 0 {
		return nil, apiError(403, 50001, "Missing Access")
	}
	if c.kind == kindThread && needs&PermSendMessages != 0 {
		needs = needs&^PermSendMessages | PermSendMessagesInThreads
	}
	if may&needs != needs {
		return nil, apiError(403, 50013, "Missing Permissions")
	}
	return c, nil
}

func (d api) getChannel(q *request) (any, error) {
	c, err := d.place(q, 0)
	if err != nil {
		return nil, err
	}
	return d.wireChannel(c), nil
}

func (d api) postTyping(q *request) (any, error) {
	c, err := d.place(q, PermSendMessages)
	if err != nil {
		return nil, err
	}
	c.typing++
	d.touch()
	return nil, nil
}

// find gives a message of a channel; private ones are not found this way.
func (d api) find(c *Channel, id string) (*message, error) {
	m := d.messages[id]
	if m == nil || m.gone || m.channel != c || m.private != nil {
		return nil, apiError(404, 10008, "Unknown Message")
	}
	return m, nil
}

// named finds the message that a request is about, where the bot may do what it needs.
func (d api) named(q *request, needs int64) (*message, error) {
	c, err := d.place(q, needs)
	if err != nil {
		return nil, err
	}
	return d.find(c, q.id("message_id"))
}

func (d api) getMessage(q *request) (any, error) {
	m, err := d.named(q, PermReadMessageHistory)
	if err != nil {
		return nil, err
	}
	return d.wireMessage(m, d.o.Privileged), nil
}

func (d api) getMessages(q *request) (any, error) {
	c, err := d.place(q, PermReadMessageHistory)
	if err != nil {
		return nil, err
	}
	query := q.r.URL.Query()
	most := 50
	if text := query.Get("limit"); text != "" {
		if most, err = strconv.Atoi(text); err != nil || most < 1 || most > 100 {
			return nil, d.blamedForm(q, []fault{{[]string{"limit"}, "must be between 1 and 100"}})
		}
	}
	all := []object{}
	for _, m := range window(c.messages, query.Get("before"), query.Get("after"), most) {
		all = append(all, d.wireMessage(m, d.o.Privileged))
	}
	return all, nil
}

// window are the messages that a history shows, the newest first: at most so
// many before one, or right after one, or the last.
func window(messages []*message, before, after string, most int) []*message {
	var all []*message
	for _, m := range messages {
		if m.gone || m.private != nil || m.thinking || before != "" && !older(m.id, before) || after != "" && !older(after, m.id) {
			continue
		}
		all = append(all, m)
	}
	if len(all) > most {
		if after != "" {
			all = all[:most]
		} else {
			all = all[len(all)-most:]
		}
	}
	slices.Reverse(all)
	return all
}

// older compares ids as numbers.
func older(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

func (d api) postMessage(q *request) (any, error) {
	c, err := d.place(q, PermSendMessages)
	if err != nil {
		return nil, err
	}
	if c.kind == kindDM && c.users[0].closed {
		return nil, apiError(403, 50007, "Cannot send messages to this user")
	}
	body := q.object()
	if err := d.checkMessage(q, nil, body, flagSuppressEmbeds|flagSilent); err != nil {
		return nil, err
	}
	if empty(body, len(q.files)) {
		return nil, d.blamed(q, apiError(400, 50006, "Cannot send an empty message"))
	}
	if c.botMay()&PermEmbedLinks == 0 && len(list(body["embeds"])) > 0 {
		if str(body["content"]) == "" {
			return nil, apiError(403, 50013, "Missing Permissions")
		}
		delete(body, "embeds") // they are left out without a word
	}
	if m := d.sameNonce(c, body); m != nil {
		return d.wireCreated(m), nil
	}
	if c.botMay()&PermAttachFiles == 0 && len(q.files) > 0 {
		return nil, apiError(403, 50013, "Missing Permissions")
	}
	files, err := d.attach(q, nil, body)
	if err != nil {
		return nil, err
	}
	m := &message{channel: c, author: d.bot, raw: q.raw, nonce: body["nonce"], files: files}
	if err := d.refer(q, m, asObject(body["message_reference"])); err != nil {
		return nil, err
	}
	d.fill(m, body)
	d.add(m)
	d.answeredAt(m, q.at)
	return d.wireCreated(m), nil
}

// wireCreated is a message as its creation is answered: with the nonce, which
// the history does not have.
func (d api) wireCreated(m *message) object {
	w := d.wireMessage(m, d.o.Privileged)
	if m.nonce != nil {
		w["nonce"] = m.nonce
	}
	return w
}

// sameNonce is the bot's message of the last minutes with the same nonce, when
// the body wants nonces enforced: then no new message is made.
func (d api) sameNonce(c *Channel, body object) *message {
	if on, _ := body["enforce_nonce"].(bool); !on || body["nonce"] == nil {
		return nil
	}
	for _, m := range slices.Backward(c.messages) {
		if m.author == d.bot && m.nonce == body["nonce"] && d.clock.Now().Sub(m.at) < 5*time.Minute {
			return m
		}
	}
	return nil
}

// answeredAt notes when the answer to a question came in, for Load.
func (d api) answeredAt(m *message, at time.Time) {
	if to := d.messages[m.ref]; to != nil {
		to.answers = append(to.answers, at)
		if to.done != nil && len(to.answers) == 1 {
			close(to.done)
		}
	}
}

// refer makes m a reply, as far as message_reference and the channel allow.
func (d api) refer(q *request, m *message, ref object) error {
	if ref == nil {
		return nil
	}
	if number(ref["type"]) != 0 {
		return d.blamedForm(q, []fault{{[]string{"message_reference", "type"}, "only replies are served here"}})
	}
	if m.channel.botMay()&PermReadMessageHistory == 0 {
		return apiError(403, 160002, "Cannot reply without permission to read message history")
	}
	to, err := d.find(m.channel, str(ref["message_id"]))
	if err == nil && to.kind != 0 && to.kind < 18 {
		return d.blamedForm(q, []fault{{[]string{"message_reference"}, "Cannot reply to a system message"}})
	}
	if err == nil {
		m.kind, m.ref = 19, to.id
		return nil
	}
	if must, given := ref["fail_if_not_exists"].(bool); given && !must {
		return nil
	}
	return d.blamedForm(q, []fault{{[]string{"message_reference"}, "Unknown message"}})
}

// checkMessage checks by hand what a message is made of that is new, or edited and was
// there before.
func (d api) checkMessage(q *request, was *message, body object, flags int) error {
	flags |= flagComponentsV2
	v2 := number(body["flags"])&flagComponentsV2 != 0
	if v2 && d.o.NoComponents {
		return apiError(400, 50035, "Invalid Form Body")
	}
	faults := messageFaults(body, v2 || was != nil && was.flags&flagComponentsV2 != 0)
	if f := number(body["flags"]); f&^flags != 0 {
		faults = append(faults, fault{[]string{"flags"}, fmt.Sprintf("flags %d are not allowed here", f&^flags)})
	}
	if len(faults) > 0 {
		return d.blamedForm(q, faults)
	}
	shows := body["content"] != nil || body["embeds"] != nil || body["allowed_mentions"] != nil || v2
	if why := pings(body); why != "" && shows && !d.o.AllowPings {
		d.violate("%s %s: %s", q.r.Method, q.route.path, why)
	}
	return nil
}

// fill writes what the body has into m; what it leaves out stays.
func (d api) fill(m *message, body object) {
	if v, ok := body["content"]; ok {
		m.content = str(v)
		d.findMentions(m)
	}
	if v, ok := body["embeds"]; ok {
		m.embeds = list(v)
		for _, e := range m.embeds {
			if e := asObject(e); e != nil {
				e["type"] = "rich"
			}
		}
	}
	if v, ok := body["components"]; ok {
		m.components = list(v)
		number := 0
		d.numberComponents(m.components, &number)
	}
	if v, ok := body["flags"]; ok {
		m.flags = number(v)
	}
}

// numberComponents gives ids to the components that have none, and what else is left out
// its default, as Discord does.
func (d api) numberComponents(components []any, last *int) {
	for _, v := range components {
		o := asObject(v)
		if *last++; o != nil && o["id"] == nil {
			o["id"] = *last
		}
		defaults := object{}
		switch number(o["type"]) {
		case componentContainer:
			defaults = object{"accent_color": nil, "spoiler": false}
		case componentSeparator:
			defaults = object{"divider": true, "spacing": 1}
		case componentThumbnail:
			defaults = object{"description": nil, "spoiler": false}
			d.unfurl(asObject(o["media"]))
		case componentGallery:
			for _, v := range list(o["items"]) {
				item := asObject(v)
				d.unfurl(asObject(item["media"]))
				item["spoiler"] = false
				if item["description"] == "" {
					item["description"] = nil
				}
			}
		}
		for key, v := range defaults {
			if _, given := o[key]; !given {
				o[key] = v
			}
		}
		if a := asObject(o["accessory"]); a != nil {
			d.numberComponents([]any{a}, last)
		}
		d.numberComponents(list(o["components"]), last)
	}
}

func (d api) patchMessage(q *request) (any, error) {
	m, err := d.named(q, 0)
	if err != nil {
		return nil, err
	}
	if m.author != d.bot {
		return nil, d.blamed(q, apiError(403, 50005, "Cannot edit a message authored by another user"))
	}
	if err := d.checkMessage(q, m, q.object(), flagSuppressEmbeds); err != nil {
		return nil, err
	}
	if m.channel.botMay()&PermEmbedLinks == 0 {
		delete(q.object(), "embeds") // they are left out without a word
	}
	if err := d.edit(q, m); err != nil {
		return nil, err
	}
	return d.wireMessage(m, d.o.Privileged), nil
}

// edit applies a checked body to a message.
func (d api) edit(q *request, m *message) error {
	was := *m
	if m.channel.botMay()&PermAttachFiles == 0 && len(q.files) > 0 {
		return apiError(403, 50013, "Missing Permissions")
	}
	files, err := d.attach(q, m, q.object())
	if err != nil {
		return err
	}
	m.files = files
	kept := m.flags & (flagEphemeral | flagLoading | flagComponentsV2)
	d.fill(m, q.object())
	m.flags = m.flags&^(flagEphemeral|flagLoading) | kept
	if m.content == "" && len(m.embeds) == 0 && len(m.components) == 0 && len(q.files) == 0 {
		*m = was
		return d.blamed(q, apiError(400, 50006, "Cannot send an empty message"))
	}
	m.raw, m.edited = q.raw, d.clock.Now()
	if m.thinking {
		m.thinking = false
		m.flags &^= flagLoading
	} else {
		m.edits++
	}
	d.emitMessage("MESSAGE_UPDATE", m)
	d.touch()
	return nil
}

func (d api) deleteMessage(q *request) (any, error) {
	m, err := d.named(q, 0)
	if err != nil {
		return nil, err
	}
	if m.author != d.bot && m.channel.botMay()&PermManageMessages == 0 {
		return nil, apiError(403, 50013, "Missing Permissions")
	}
	d.remove(m)
	return nil, nil
}

func (d api) postThread(q *request) (any, error) {
	c, err := d.place(q, PermCreatePublicThreads)
	if err != nil {
		return nil, err
	}
	if c.kind != kindText {
		return nil, d.blamed(q, apiError(400, 50024, "Cannot execute action on this channel type"))
	}
	return created{d.wireChannel(d.newThread(c, str(q.object()["name"]), d.bot, ""))}, nil
}

func (d api) postMessageThread(q *request) (any, error) {
	m, err := d.named(q, PermCreatePublicThreads)
	if err != nil {
		return nil, err
	}
	if d.channels[m.id] != nil {
		return nil, apiError(400, 160004, "A thread has already been created for this message")
	}
	return created{d.wireChannel(d.newThread(m.channel, str(q.object()["name"]), d.bot, m.id))}, nil
}

func (d api) joinThread(q *request) (any, error) {
	_, err := d.place(q, 0)
	return nil, err
}

func (d api) putReaction(q *request) (any, error) {
	_, err := d.named(q, PermReadMessageHistory|PermAddReactions)
	return nil, err
}
