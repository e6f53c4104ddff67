package discordtest

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// The answers to interactions: the callback, which comes exactly once and
// within 3 seconds, and the webhook of the interaction's token, which lives 15
// minutes.

func (d api) postCallback(q *request) (any, error) {
	i := d.byToken[q.id("interaction_token")]
	if i == nil || i.id != q.id("interaction_id") {
		return nil, apiError(404, 10062, "Unknown interaction")
	}
	if err := d.acknowledge(i, q); err != nil {
		return nil, err
	}
	if q.r.URL.Query().Get("with_response") != "true" {
		return nil, nil
	}
	w := object{"interaction": object{"id": i.id, "type": i.kind, "activity_instance_id": nil}}
	if m := i.original; m != nil {
		in := asObject(w["interaction"])
		in["response_message_id"], in["response_message_loading"] = m.id, m.thinking
		in["response_message_ephemeral"] = m.private != nil
		w["resource"] = object{"type": i.answer.Type, "message": d.wireMessage(m, d.o.Privileged)}
	}
	return w, nil
}

// answersTo are the types of answer that a kind of interaction takes.
var answersTo = map[int][]int{
	kindPing:         {answerPong},
	kindCommand:      {answerMessage, answerDefer, answerModal},
	kindComponent:    {answerMessage, answerDefer, answerDeferUpdate, answerUpdate, answerModal},
	kindAutocomplete: {answerChoices},
	kindModal:        {answerMessage, answerDefer, answerDeferUpdate, answerUpdate},
}

// acknowledge takes the first answer to i, from the callback or over HTTP.
func (d api) acknowledge(i *Interaction, q *request) error {
	if i.answered {
		return d.blamed(q, apiError(400, 40060, "Interaction has already been acknowledged."))
	}
	if i.failed() {
		return apiError(404, 10062, "Unknown interaction")
	}
	body := q.object()
	kind, data := number(body["type"]), asObject(body["data"])
	if !slices.Contains(answersTo[i.kind], kind) || (kind == answerUpdate || kind == answerDeferUpdate) && i.message == nil {
		text := fmt.Sprintf("an interaction of type %d is not answered with type %d", i.kind, kind)
		return d.blamedForm(q, []fault{{[]string{"type"}, text}})
	}
	if err := d.answerWith(i, q, kind, data); err != nil {
		return err
	}
	i.answered = true
	if i.done != nil {
		close(i.done)
	}
	i.answer = Answer{Type: kind, Ephemeral: number(data["flags"])&flagEphemeral != 0, After: q.at.Sub(i.sent), Raw: q.raw}
	d.touch()
	return nil
}

func (d api) answerWith(i *Interaction, q *request, kind int, data object) error {
	switch kind {
	case answerMessage:
		m, err := d.newAnswer(i, q, data)
		if err != nil {
			return err
		}
		d.add(m)
		i.original = m
	case answerDefer:
		return d.deferAnswer(i, q, data)
	case answerDeferUpdate:
		i.original = i.message
	case answerUpdate:
		i.original = i.message
		return d.updateBy(i, q, data)
	case answerChoices:
		if faults := choiceFaults(data, i.option); len(faults) > 0 {
			return d.blamedForm(q, faults)
		}
	case answerModal:
		if faults := modalFaults(data); len(faults) > 0 {
			return d.blamedForm(q, faults)
		}
	}
	return nil
}

// newAnswer is a message that answers i, not yet added.
func (d api) newAnswer(i *Interaction, q *request, data object) (*message, error) {
	if err := d.checkMessage(q, nil, data, flagSuppressEmbeds|flagEphemeral|flagSilent); err != nil {
		return nil, err
	}
	if empty(data, len(q.files)) {
		return nil, d.blamed(q, apiError(400, 50006, "Cannot send an empty message"))
	}
	files, err := d.attach(q, nil, data)
	if err != nil {
		return nil, err
	}
	m := &message{kind: i.messageKind(), channel: i.channel, author: d.bot, in: i, raw: q.raw, files: files}
	if m.kind == 19 && i.message != nil && i.message.private == nil {
		m.ref = i.message.id
	}
	d.fill(m, data)
	if m.flags&flagEphemeral != 0 {
		m.private = i.user
	}
	return m, nil
}

// messageKind is the type of the message that answers i: of a slash command,
// of a message command, or a reply to what a component is on.
func (i *Interaction) messageKind() int {
	switch {
	case i.kind != kindCommand:
		return 19
	case i.command.kind == slashCommand:
		return 20
	}
	return 23
}

// deferAnswer shows "thinking…", for all or for the asker alone.
func (d api) deferAnswer(i *Interaction, q *request, data object) error {
	for key, v := range data {
		if key != "flags" && v != nil && !(isList(v) && len(list(v)) == 0) && v != "" && v != false {
			return d.blamedForm(q, []fault{{[]string{"data", key}, "a deferral carries nothing but the ephemeral flag"}})
		}
	}
	flags := number(data["flags"])
	if flags&^flagEphemeral != 0 {
		return d.blamedForm(q, []fault{{[]string{"data", "flags"}, "a deferral carries nothing but the ephemeral flag"}})
	}
	m := &message{kind: i.messageKind(), channel: i.channel, author: d.bot, in: i, thinking: true, flags: flags | flagLoading}
	if flags&flagEphemeral != 0 {
		m.private = i.user
	}
	d.add(m)
	i.original = m
	return nil
}

// updateBy edits the message that a component is on.
func (d api) updateBy(i *Interaction, q *request, data object) error {
	if err := d.checkMessage(q, i.message, data, flagSuppressEmbeds|flagEphemeral); err != nil {
		return err
	}
	inner := *q
	inner.body = data
	return d.edit(&inner, i.message)
}

// hooked finds the interaction whose webhook is called.
func (d api) hooked(q *request) (*Interaction, error) {
	i := d.byToken[q.id("webhook_token")]
	switch {
	case i == nil || q.id("webhook_id") != d.appID:
		return nil, apiError(404, 10015, "Unknown Webhook")
	case !i.answered && q.r.Method == http.MethodGet: // who looks whether it was answered does no harm
		return nil, apiError(404, 10015, "Unknown Webhook")
	case !i.answered || i.kind == kindAutocomplete:
		return nil, d.blamed(q, apiError(404, 10015, "Unknown Webhook"))
	case d.clock.Now().Sub(i.at) > tokenLife:
		return nil, apiError(401, 50027, "Invalid Webhook Token")
	}
	return i, nil
}

func (d api) postFollowup(q *request) (any, error) {
	i, err := d.hooked(q)
	if err != nil {
		return nil, err
	}
	if o := i.original; o != nil && o.thinking && !o.gone {
		return d.patchOne(q, o) // the first message takes the place of "thinking…"
	}
	m, err := d.newAnswer(i, q, q.object())
	if err != nil {
		return nil, err
	}
	m.kind = 19
	if i.original != nil && i.original.private == nil && !i.original.gone {
		m.ref = i.original.id
	}
	d.add(m)
	i.followups = append(i.followups, m)
	return d.wireMessage(m, d.o.Privileged), nil
}

// answerOf finds the message of an interaction that a route names.
func (d api) answerOf(q *request) (*message, error) {
	i, err := d.hooked(q)
	if err != nil {
		return nil, err
	}
	id := q.id("message_id")
	for _, m := range append([]*message{i.original, i.message}, i.followups...) {
		if m != nil && !m.gone && (id == "" && m == i.original || m.id == id) {
			return m, nil
		}
	}
	return nil, apiError(404, 10008, "Unknown Message")
}

func (d api) getAnswer(q *request) (any, error) {
	m, err := d.answerOf(q)
	if err != nil {
		return nil, err
	}
	return d.wireMessage(m, d.o.Privileged), nil
}

func (d api) patchAnswer(q *request) (any, error) {
	m, err := d.answerOf(q)
	if err != nil {
		return nil, err
	}
	return d.patchOne(q, m)
}

func (d api) patchOne(q *request, m *message) (any, error) {
	if err := d.checkMessage(q, m, q.object(), flagSuppressEmbeds|flagEphemeral|flagSilent); err != nil {
		return nil, err
	}
	if number(q.object()["flags"])&flagEphemeral != 0 && m.private == nil {
		d.violate("%s %s: the first answer was public, this cannot be private any more", q.r.Method, q.route.path)
	}
	if err := d.edit(q, m); err != nil {
		return nil, err
	}
	return d.wireMessage(m, d.o.Privileged), nil
}

func (d api) deleteAnswer(q *request) (any, error) {
	m, err := d.answerOf(q)
	if err != nil {
		return nil, err
	}
	d.remove(m)
	return nil, nil
}

// Expire ends the life of the interaction's token.
func (i *Interaction) Expire() {
	i.d.mu.Lock()
	defer i.d.mu.Unlock()
	i.at = i.at.Add(-tokenLife - time.Second)
}
