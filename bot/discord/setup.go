package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// event takes an event of a shard.
func (b *Bot) event(ctx context.Context, kind string, data json.RawMessage) {
	b.adapter.event(kind, data)
	if kind != "READY" {
		return
	}
	// The commands need the application's id, which READY tells. Once is enough, however
	// often the gateway is connected to anew.
	var r struct {
		Application struct {
			ID string `json:"id"`
		} `json:"application"`
	}
	json.Unmarshal(data, &r) // without an id it is asked for
	b.once.Do(func() {
		go func() {
			defer b.adapter.guard(b.log)
			b.registerAs(ctx, r.Application.ID)
		}()
	})
}

// registerAs registers the commands of an application, which it asks for when it is not
// known, and tries again later where Discord was at fault.
func (b *Bot) registerAs(ctx context.Context, app string) {
	for wait := b.opts.timing.backoff; ; wait = min(2*wait, b.opts.timing.maxBackoff) {
		err := b.tryRegister(ctx, app)
		if err == nil || ctx.Err() != nil {
			return
		}
		b.log.Error("the commands could not be registered", "error", err.Error())
		b.mu.Lock()
		b.commands = "not registered: " + err.Error()
		b.mu.Unlock()
		if status := statusOf(err); status >= 400 && status < 500 && status != http.StatusTooManyRequests || sleep(ctx, wait) != nil {
			return
		}
	}
}

func (b *Bot) tryRegister(ctx context.Context, app string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if app == "" {
		known, err := b.application(ctx)
		if err != nil {
			return err
		}
		app = known.ID
	}
	return b.register(ctx, app)
}

// register compares the commands, and writes them if they differ. The bot goes on where
// that fails: it can still be mentioned.
func (b *Bot) register(ctx context.Context, app string) error {
	written, err := b.rest.register(ctx, app, b.opts.Guild, b.adapter.commands(), b.adapter.baseNames())
	if err != nil {
		return err
	}
	if written {
		b.log.Info("the commands were registered anew")
	}
	b.mu.Lock()
	b.commands = "registered"
	b.mu.Unlock()
	return nil
}

// application asks which application the token belongs to.
func (b *Bot) application(ctx context.Context) (*discordgo.Application, error) {
	var app discordgo.Application
	err := b.rest.get(ctx, "application", discordgo.EndpointOAuth2Application("@me"), &app)
	return &app, err
}

// Check finds out whether the bot could run, without serving: the token, the intents,
// the commands, and what the bot may do in its servers. It writes a line for each.
func (b *Bot) Check(ctx context.Context, w io.Writer) error {
	return scrub(b.check(ctx, w), b.opts.Token)
}

func (b *Bot) check(ctx context.Context, w io.Writer) error {
	var me wireUser
	if err := b.rest.get(ctx, "user", discordgo.EndpointUser("@me"), &me); err != nil {
		if statusOf(err) == http.StatusUnauthorized {
			return errToken
		}
		return err
	}
	fmt.Fprintf(w, "token: good, it is %s's (%s)\n", me.Username, me.ID)
	app, err := b.application(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "application: %s (%s)\n", app.Name, app.ID)
	if err := b.checkKey(app, w); err != nil {
		return err
	}
	if err := b.checkIntents(ctx, w); err != nil {
		return err
	}
	return errors.Join(b.checkCommands(ctx, app.ID, w), b.checkGuilds(ctx, w), b.checkRefusals(ctx, w))
}

// checkKey compares the public key with the application's.
func (b *Bot) checkKey(app *discordgo.Application, w io.Writer) error {
	if b.opts.Interactions == "" {
		return nil
	}
	if _, err := publicKey(b.opts.PublicKey); err != nil {
		return err
	}
	if err := b.sameKey(app); err != nil {
		return err
	}
	fmt.Fprintln(w, "public key: good")
	return nil
}

// sameKey compares the public key with the application's.
func (b *Bot) sameKey(app *discordgo.Application) error {
	if app.VerifyKey != "" && !strings.EqualFold(app.VerifyKey, strings.TrimSpace(b.opts.PublicKey)) {
		return errors.New("the public key is not this application's: copy it from its General Information page into --public-key")
	}
	return nil
}

// checkIntents identifies once and sees what the gateway says.
func (b *Bot) checkIntents(ctx context.Context, w io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, b.opts.timing.ready)
	defer cancel()
	ready := false
	sh := &shard{id: 0, count: max(b.count, 1), token: b.opts.Token, intents: b.intents(), timing: b.opts.timing, log: b.log, metrics: b.metrics, gate: b.gate}
	sh.events = func(kind string, _ json.RawMessage) {
		if kind == "READY" {
			ready = true
			cancel()
		}
	}
	_, err := sh.connect(ctx)
	switch {
	case ready:
		fmt.Fprintln(w, "gateway: reached; the intents are allowed")
		return nil
	case err != nil && ctx.Err() == nil:
		return err
	}
	return errors.New("the gateway was not ready in time: try again")
}

// checkCommands says whether the commands would be written.
func (b *Bot) checkCommands(ctx context.Context, app string, w io.Writer) error {
	want, same, err := b.rest.compare(ctx, app, b.opts.Guild, b.adapter.commands(), b.adapter.baseNames())
	switch {
	case err != nil:
		return err
	case same:
		fmt.Fprintf(w, "commands: all %d registered\n", len(want))
	default:
		fmt.Fprintln(w, "commands: they differ from what is registered, and will be registered at the next start")
	}
	return nil
}

// checkGuilds says in which servers a permission is missing.
func (b *Bot) checkGuilds(ctx context.Context, w io.Writer) error {
	var guilds []struct {
		ID          string `json:"id"`
		Name        string `json:"name"`
		Permissions string `json:"permissions"`
	}
	err := b.rest.get(ctx, "guilds", discordgo.EndpointUserGuilds("@me")+"?limit=200", &guilds)
	if err != nil {
		return err
	}
	for _, g := range guilds {
		if missing := missing(g.Permissions); missing != "" {
			fmt.Fprintf(w, "server %s: missing %s\n", clip(g.Name, 60), missing)
		}
	}
	fmt.Fprintf(w, "servers: in %d (the first 200 looked at)\n", len(guilds))
	return nil
}

// checkRefusals says in which channels answers were refused.
func (b *Bot) checkRefusals(ctx context.Context, w io.Writer) error {
	list, err := b.store.Refusals(ctx)
	for _, r := range list {
		fmt.Fprintf(w, "channel %s of server %s: an answer was refused with %d on %s; nobody is answered there\n",
			r.Channel, r.Server, r.Status, r.At.UTC().Format("2006-01-02"))
	}
	return err
}

// Permissions is what the bot asks for in a server: to see channels, to write there and
// in threads, to send embeds and pictures, and to look whether its answer arrived.
const Permissions = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads |
	discordgo.PermissionEmbedLinks | discordgo.PermissionAttachFiles | discordgo.PermissionReadMessageHistory

// missing names the permissions that are not among bits.
func missing(bits string) string {
	have, err := strconv.ParseInt(bits, 10, 64)
	if err != nil || have&discordgo.PermissionAdministrator != 0 {
		return ""
	}
	var names []string
	for _, p := range []struct {
		bit  int64
		name string
	}{
		{discordgo.PermissionViewChannel, "View Channels"}, {discordgo.PermissionSendMessages, "Send Messages"},
		{discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads"}, {discordgo.PermissionEmbedLinks, "Embed Links"},
		{discordgo.PermissionAttachFiles, "Attach Files"},
		{discordgo.PermissionReadMessageHistory, "Read Message History"},
	} {
		if have&p.bit == 0 {
			names = append(names, p.name)
		}
	}
	return strings.Join(names, ", ")
}
