package discord

import (
	"context"
	"log/slog"
	"time"

	"hapjak/bot/store"
)

// This file remembers where the bot may not write. A refusal concerns its channel: there
// after a few refusals nothing is answered, or sent, for a while that doubles with each
// further one, and everywhere else all goes on. Without it a few members in one closed channel could make
// so many refused requests that Discord bans the bot's address.

const (
	patient    = 3           // refusals; a moderator may mend it at any moment
	refuseFor  = time.Minute // the first time
	refuseMost = time.Hour
)

// A refusal is what is known of a channel.
type refusal struct {
	until time.Time
	wait  time.Duration
	times int
}

// closed says whether a channel refused an answer a moment ago.
func (o *outbox) closed(channel string) bool {
	r, ok := o.refusals.get(channel)
	return ok && time.Now().Before(r.until)
}

// refuse notes that a channel refused an answer, tells the server's owner of the first of
// its channels in a day, by whichever process, and says whether it is news to this process.
func (o *outbox) refuse(ctx context.Context, guild, channel string, status int, log *slog.Logger) bool {
	r, known := o.refusals.get(channel)
	if r.times++; r.times >= patient {
		r.wait = min(max(2*r.wait, refuseFor), refuseMost)
		r.until = time.Now().Add(r.wait)
	}
	o.refusals.put(channel, r)
	if guild == "" {
		return !known
	}
	news, err := o.store.Refuse(ctx, store.Refusal{Channel: channel, Server: guild, Status: status, At: time.Now()})
	if err != nil {
		log.Debug("a refusal could not be noted", "error", err.Error())
	}
	if owner, ok := o.owners.get(guild); ok && news && status == 403 {
		o.notify(ctx, notice{User: owner, Owner: true, Guild: guild, Text: say("", "mute", "channel", channel), About: channel, key: "owner " + guild, every: ownerEvery}, log)
	}
	return !known
}

// ownerEvery is how often the owner of a server is told of channels that are closed; --check and
// /config list them all.
const ownerEvery = 24 * time.Hour

// admit notes that a channel takes answers again.
func (o *outbox) admit(ctx context.Context, channel string) {
	if _, known := o.refusals.get(channel); !known {
		return
	}
	o.refusals.drop(channel)
	ctx, cancel := context.WithTimeout(ctx, noteFor)
	defer cancel()
	if err := o.store.Admit(ctx, channel); err != nil {
		o.log.Debug("a refusal could not be forgotten", "error", err.Error())
	}
}

// reopen lets a channel, or all channels, be tried again: permissions have changed.
func (o *outbox) reopen(channel string) {
	if channel != "" {
		if r, known := o.refusals.get(channel); known {
			r.until = time.Time{}
			o.refusals.put(channel, r)
		}
		return
	}
	o.refusals.each(func(r refusal) refusal { r.until = time.Time{}; return r })
}
