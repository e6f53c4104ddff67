package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Discord's codes that are met in the ordinary run of things.
const (
	codeUnknownMessage     = 10008
	codeUnknownWebhook     = 10015  // the token of an interaction has run out
	codeUnknownInteraction = 10062  // three seconds were over
	codeAcknowledged       = 40060  // an interaction was answered already
	codeEmpty              = 50006  // the embed was taken away, and nothing was left
	codeNoLeave            = 50013  // a permission is missing
	codeNoHistory          = 160002 // a reply needs Read Message History
	codeForm               = 50035  // the message is not made as it should be
)

const flagEphemeral = discordgo.MessageFlagsEphemeral

// reference makes a message a reply, and lets it be sent also when the question was
// deleted in the meantime.
func reference(m *wireMessage) *discordgo.MessageReference {
	no := false
	return &discordgo.MessageReference{MessageID: m.ID, ChannelID: m.Channel, GuildID: m.Guild, FailIfNotExists: &no}
}

// post sends a message: the nth piece of what answers a question. It is never there
// twice: each carries a nonce made of the question, which Discord compares for some
// minutes, and when no answer came (a connection broke, or hung) the channel is looked at
// before it is sent again.
func (r *rest) post(ctx context.Context, channel, question string, n, spare int, p payload) (string, error) {
	p.Nonce, p.Enforce = nonce(question, n), true
	sent := ""
	sure := func(ctx context.Context) bool {
		sent, _ = r.find(ctx, channel, question, p.Nonce) // where it cannot be read the nonce does
		return sent == ""
	}
	out, err := r.show(ctx, call{
		name: "message", method: http.MethodPost, url: discordgo.EndpointChannelMessages(channel), bucket: "messages " + channel, spare: spare,
	}, p, sure)
	if sent != "" {
		return sent, nil
	}
	if err != nil {
		return "", err
	}
	var m wireMessage
	if err := json.Unmarshal(out, &m); err != nil {
		return "", fmt.Errorf("message: the answer cannot be read: %w", err)
	}
	return m.ID, nil
}

// show sends a message.
func (r *rest) show(ctx context.Context, c call, p payload, sure func(context.Context) bool) ([]byte, error) {
	return r.shown(ctx, c, p, func(p payload) any { return p }, sure)
}

// shown sends what wrap makes of a message: without pictures where those are refused, files
// then for a minute; as components, or where those are refused as an embed, which is
// then done for a while.
func (r *rest) shown(ctx context.Context, c call, p payload, wrap func(payload) any, sure func(context.Context) bool) ([]byte, error) {
	if p.file == nil && !p.image {
		return r.laidOut(ctx, c, p, wrap, sure)
	}
	if p.file != nil && c.bucket != "" && r.bare.holds(c.bucket) {
		return r.laidOut(ctx, c, p.bare(), wrap, sure)
	}
	c.file = p.file
	out, err := r.laidOut(ctx, c, p, wrap, sure)
	files := p.file != nil && (codeOf(err) == codeNoLeave || statusOf(err) == http.StatusRequestEntityTooLarge)
	if !files && (!p.image || codeOf(err) != codeForm) {
		return out, err
	}
	c.file = nil
	if out, err = r.laidOut(ctx, c, p.bare(), wrap, sure); err == nil {
		r.metrics.dropped.WithLabelValues("pictures refused").Inc()
		if files && c.bucket != "" {
			r.bare.put(c.bucket, struct{}{})
		}
	}
	return out, err
}

// laidOut sends a message as components, or as an embed.
func (r *rest) laidOut(ctx context.Context, c call, p payload, wrap func(payload) any, sure func(context.Context) bool) ([]byte, error) {
	c.body = wrap(p)
	if p.old == nil {
		return r.retry(ctx, c, sure)
	}
	if time.Now().UnixNano() < r.embeds.Load() {
		c.body = wrap(p.asEmbed())
		return r.retry(ctx, c, sure)
	}
	out, err := r.retry(ctx, c, sure)
	if codeOf(err) != codeForm {
		return out, err
	}
	c.body = wrap(p.asEmbed())
	if out, err = r.retry(ctx, c, sure); err == nil {
		r.metrics.dropped.WithLabelValues("components refused").Inc()
		r.embeds.Store(time.Now().Add(embedsFor).UnixNano())
	}
	return out, err
}

// nonce names a piece of the answer to a question, in at most 25 letters: ids have 19 digits until 2090.
func nonce(question string, n int) string {
	return clip(question, 22) + "-" + strconv.FormatInt(int64(n), 36)
}

// find looks for a message of ours among those after a question. known is false when the channel
// could not be read.
func (r *rest) find(ctx context.Context, channel, question, nonce string) (id string, known bool) {
	list, err := r.since(ctx, channel, question)
	for _, m := range list {
		ours := m.Nonce != nil && fmt.Sprint(m.Nonce) == nonce
		reply := strings.HasSuffix(nonce, "-0") && m.Reference != nil && m.Reference.Message == question && m.Author != nil && m.Author.ID == r.me()
		if ours || reply {
			return m.ID, true
		}
	}
	return "", err == nil
}

// since reads what was written after a message, the next few hundred, the oldest first.
func (r *rest) since(ctx context.Context, channel, id string) (all []wireMessage, err error) {
	for range 4 {
		list, err := r.history(ctx, channel, "&after="+id)
		if err != nil {
			return all, err
		}
		slices.Reverse(list)
		if all = append(all, list...); len(list) < maxHistory {
			break
		}
		id = list[len(list)-1].ID
	}
	return all, nil
}

// maxHistory is how many messages Discord gives at once.
const maxHistory = 100

// history reads up to maxHistory messages of a channel, the newest first.
func (r *rest) history(ctx context.Context, channel, which string) (list []wireMessage, err error) {
	out, err := r.once(ctx, call{
		name: "history", method: http.MethodGet, url: discordgo.EndpointChannelMessages(channel) + "?limit=" + strconv.Itoa(maxHistory) + which, bucket: "history " + channel,
	})
	if err == nil {
		err = decode(out, &list)
	}
	return list, err
}

// message reads a message.
func (r *rest) message(ctx context.Context, channel, id string) (*wireMessage, error) {
	out, err := r.retry(ctx, call{name: "read message", method: http.MethodGet, url: discordgo.EndpointChannelMessage(channel, id), bucket: "history " + channel}, nil)
	if err != nil {
		return nil, err
	}
	var m wireMessage
	if err := decode(out, &m); err != nil {
		return nil, fmt.Errorf("read message: the answer cannot be read: %w", err)
	}
	return &m, nil
}

// pace says how many messages a day were written in a channel of late: the last hundred,
// over the time since the first of them, an hour at least.
func (r *rest) pace(ctx context.Context, channel string) (float64, error) {
	list, err := r.history(ctx, channel, "")
	if err != nil || len(list) == 0 {
		return 0, err
	}
	span := max(time.Since(sentAt(list[len(list)-1].ID, time.Now())), time.Hour)
	if len(list) < maxHistory {
		span = max(span, 24*time.Hour)
	}
	return float64(len(list)) / span.Hours() * 24, nil
}

// patch edits a message of ours.
func (r *rest) patch(ctx context.Context, channel, id string, p payload) error {
	p.Flags &= discordgo.MessageFlagsSuppressEmbeds | flagComponents
	_, err := r.show(ctx, call{name: "edit message", method: http.MethodPatch, url: discordgo.EndpointChannelMessage(channel, id), bucket: "edits " + channel}, p, nil)
	return err
}

// erase deletes a message of ours.
func (r *rest) erase(ctx context.Context, channel, id string) error {
	_, err := r.retry(ctx, call{name: "delete message", method: http.MethodDelete, url: discordgo.EndpointChannelMessage(channel, id), bucket: "deletions " + channel}, nil)
	if codeOf(err) == codeUnknownMessage {
		return nil
	}
	return err
}

// respond answers an interaction, and returns the id of the message that it is answered with, where there is one.
// Doing it twice is harmless: the second time Discord says that it was done.
func (r *rest) respond(ctx context.Context, id, token string, resp response) (string, error) {
	failed := 0
	c := call{name: "respond", method: http.MethodPost, url: discordgo.EndpointInteractionResponse(id, token), body: resp, failed: &failed}
	var out []byte
	var err error
	if p, ok := resp.Data.(payload); ok {
		c.url += "?with_response=true"
		out, err = r.shown(ctx, c, p, func(p payload) any { return response{resp.Kind, p} }, nil)
	} else {
		_, err = r.retry(ctx, c, nil)
	}
	if codeOf(err) == codeAcknowledged && failed > 0 {
		return "", nil // it was ours, and only its answer was lost
	}
	var made struct {
		Interaction struct {
			Message string `json:"response_message_id"`
		} `json:"interaction"`
	}
	if len(out) > 0 {
		decode(out, &made) // without it the message is looked for
	}
	return made.Interaction.Message, err
}

// edit puts an answer in the place of a promise.
func (r *rest) edit(ctx context.Context, app, token string, p payload) (string, error) {
	p.Flags &= flagComponents
	out, err := r.show(ctx, call{name: "edit", method: http.MethodPatch, url: original(app, token), bucket: hooks(token)}, p, nil)
	return madeID(out), err
}

// madeID is the id of a message that Discord returns; empty where it cannot be read.
func madeID(out []byte) string {
	var m wireMessage
	if len(out) == 0 || decode(out, &m) != nil {
		return ""
	}
	return m.ID
}

// answer reads the answer to an interaction, or the promise of one; nil where there is neither.
func (r *rest) answer(ctx context.Context, app, token string) (*wireMessage, error) {
	out, err := r.retry(ctx, call{name: "look", method: http.MethodGet, url: original(app, token), bucket: hooks(token)}, nil)
	if err != nil && !passing(err) {
		return nil, nil
	}
	var m wireMessage
	if err == nil {
		err = json.Unmarshal(out, &m)
	}
	return &m, err
}

// follow sends a further message behind the answer to an interaction. Of a nonce Discord knows
// nothing there, so what may have been sent is not sent again.
func (r *rest) follow(ctx context.Context, app, token string, p payload) (string, error) {
	out, err := r.show(ctx, call{name: "follow-up", method: http.MethodPost, url: discordgo.EndpointWebhookToken(app, token), bucket: hooks(token)}, p,
		func(context.Context) bool { return false })
	return madeID(out), err
}

// remove deletes the answer to an interaction, or the message of a button.
func (r *rest) remove(ctx context.Context, app, token string) error {
	_, err := r.retry(ctx, call{name: "delete", method: http.MethodDelete, url: original(app, token), bucket: hooks(token)}, nil)
	if codeOf(err) == codeUnknownMessage {
		return nil
	}
	return err
}

func original(app, token string) string {
	return discordgo.EndpointWebhookMessage(app, token, "@original")
}

// hooks names the bucket of one interaction's messages: five in two seconds each, which are not
// counted among all requests. The limiter forgets it when it is idle.
func hooks(token string) string { return hookBucket + token }

const hookBucket = "hook "

// openDM returns the channel of direct messages with somebody.
func (r *rest) openDM(ctx context.Context, user string, spare int) (string, error) {
	out, err := r.retry(ctx, call{name: "open dm", method: http.MethodPost, url: discordgo.EndpointUserChannels("@me"), bucket: "dms", spare: spare,
		body: map[string]string{"recipient_id": user}}, nil)
	if err != nil {
		return "", err
	}
	var c struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(out, &c); err != nil || c.ID == "" {
		return "", fmt.Errorf("open dm: the answer cannot be read: %v", err)
	}
	return c.ID, nil
}

// flatten makes a plain message of a view with an embed, for where embeds may not be
// sent.
func flatten(v view) view {
	var parts []string
	if v.title != "" {
		parts = append(parts, "**"+escapeTo(v.title, maxTitle)+"**")
	}
	if v.text != "" {
		parts = append(parts, v.text)
	}
	if lines := fieldLines(v.fields); lines != "" {
		parts = append(parts, lines)
	}
	if v.sources != "" {
		parts = append(parts, v.sources)
	}
	return view{plain: true, text: strings.Join(parts, "\n"), buttons: v.buttons, private: v.private}
}
