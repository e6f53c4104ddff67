package discord

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hapjak/bot/store"
)

// maxChannelsSet bounds the channels of one server that are set aside.
const maxChannelsSet = 50

// config answers /config. Discord offers it to those who may manage the server; a server
// can give it to others, so it is checked here too.
func (n *answering) config(ctx context.Context) {
	switch {
	case n.i.Guild == "":
		n.tell(say(n.locale, "config guild"))
		return
	case !n.i.manages():
		n.tell(say(n.locale, "config right"))
		return
	case n.claim == nil && n.tapped():
		return
	}
	n.answer(ctx, true, n.configured)
}

// configured changes the settings, and shows them.
func (n *answering) configured(ctx context.Context) view {
	s, text, ok := n.change(ctx)
	if !ok {
		return whisper(text)
	}
	if s.Every && (!n.settings.Every || len(s.Channels) > len(n.settings.Channels)) && n.content {
		text = strings.TrimSpace(text + "\n" + n.cost(ctx, s.Channels))
	}
	v := n.settingsView(s, text)
	if closed := n.closedChannels(ctx); closed != "" {
		v.fields = append(v.fields, field{name: say(n.locale, "closed"), value: closed})
	}
	return v
}

// change changes the settings as the options say, and says what came of it; false where they cannot be meant. Two who
// change them at once, through whichever process, change both what they chose.
func (n *answering) change(ctx context.Context) (s store.Settings, text string, ok bool) {
	if len(n.i.Data.Options) == 0 {
		return n.settings, "", true
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	s, err := n.store.ChangeSettings(ctx, n.i.Guild, n.choose)
	switch {
	case errors.Is(err, errWhichBase):
		return s, say(n.locale, "which base"), false
	case errors.Is(err, errTooMany):
		return s, say(n.locale, "too many", "n", strconv.Itoa(maxChannelsSet)), false
	case err != nil:
		n.log.Warn("settings could not be saved", "error", err.Error())
		return n.settings, say(n.locale, "unsettled"), true
	case n.store.Health() != nil:
		return s, say(n.locale, "config lost"), true
	}
	return s, say(n.locale, "config saved"), true
}

var (
	errWhichBase = errors.New("a channel is chosen, and no base for it")
	errTooMany   = errors.New("too many channels are chosen")
)

// choose sets what the options choose.
func (n *answering) choose(s *store.Settings) error {
	base, channel := "", ""
	for _, o := range n.i.Data.Options {
		switch o.Name {
		case "base":
			base = o.text()
		case "base-channel":
			channel = o.text()
		default:
			set(s, o.Name, o.text())
		}
	}
	switch {
	case base != "" && (channel == "" || isID(channel)):
		setBase(s, base, channel)
	case channel != "":
		return errWhichBase
	}
	if len(s.Channels) > maxChannelsSet || len(s.Bases) > maxChannelsSet {
		return errTooMany
	}
	return nil
}

// channelGone takes a channel that was deleted out of its server's settings, where nobody could choose it any more
// to take it out.
func (a *adapter) channelGone(ctx context.Context, guild, channel string, log *slog.Logger) {
	s := a.store.Settings(ctx, guild)
	if _, based := s.Bases[channel]; !based && !contains(s.Channels, channel) {
		return
	}
	_, err := a.store.ChangeSettings(ctx, guild, func(s *store.Settings) error {
		set(s, "remove-channel", channel)
		delete(s.Bases, channel)
		return nil
	})
	if err != nil {
		log.Warn("a deleted channel could not be taken out of the settings", "error", err.Error())
	}
}

// closedChannels are those of the server in which Discord refuses answers, the first of them.
func (n *answering) closedChannels(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, noteFor)
	defer cancel()
	list, err := n.store.Refusals(ctx)
	if err != nil {
		n.log.Debug("refusals could not be read", "error", err.Error())
	}
	var out []string
	for _, r := range list {
		if r.Server == n.i.Guild && r.Status == 403 && len(out) < maxClosed {
			out = append(out, "<#"+r.Channel+">")
		}
	}
	return strings.Join(out, " ")
}

// maxClosed bounds the closed channels that are shown.
const maxClosed = 20

// costLooks is how many channels are looked at to say how many messages are read there.
const costLooks = 5

// cost says what it means to read every message of channels: how many that were a day of
// late, counted on the last hundred. Where nothing was written yet nobody knows.
func (n *answering) cost(ctx context.Context, channels []string) string {
	if len(channels) == 0 {
		return say(n.locale, "cost nowhere")
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	perDay := 0.0
	for _, c := range channels[:min(len(channels), costLooks)] {
		rate, err := n.rest.pace(ctx, c)
		if err != nil {
			n.log.Info("how busy a channel is could not be seen", "error", err.Error())
			return say(n.locale, "cost unknown")
		}
		perDay += rate
	}
	if perDay == 0 {
		return say(n.locale, "cost unknown")
	}
	if len(channels) > costLooks {
		perDay *= float64(len(channels)) / costLooks
	}
	return say(n.locale, "cost", "n", strconv.Itoa(int(math.Ceil(perDay))))
}

// set changes one setting.
func set(s *store.Settings, name, value string) {
	switch name {
	case "add-channel":
		if isID(value) && !contains(s.Channels, value) {
			s.Channels = append(s.Channels, value)
		}
	case "remove-channel":
		s.Channels = slices.DeleteFunc(s.Channels, func(c string) bool { return c == value })
	case "answer":
		s.Every = value == "every"
	case "private":
		s.Private = value == "true"
	case "keep":
		if s.Keep = value; value != store.KeepAll && value != store.KeepNone {
			s.Keep = ""
		}
	case "keep-days":
		s.Days, _ = strconv.Atoi(value) // Discord keeps the bounds
	case "language":
		if s.Language = value; value != "en" && value != "ko" {
			s.Language = ""
		}
	}
}

func isID(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}

// settingsView shows what is set.
func (n *answering) settingsView(s store.Settings, text string) view {
	pick := func(b bool, yes, no string) string {
		if b {
			return say(n.locale, yes)
		}
		return say(n.locale, no)
	}
	channels := say(n.locale, "none")
	if len(s.Channels) > 0 {
		channels = "<#" + strings.Join(s.Channels, "> <#") + ">"
	}
	language := map[string]string{"": say(n.locale, "own language"), "en": "English", "ko": "한국어"}[s.Language]
	v := view{private: true, title: say(n.locale, "config title"), text: text, fields: []field{
		{name: say(n.locale, "channels"), value: channels},
		{name: say(n.locale, "answering"), value: pick(s.Every, "every", "mentions")},
		{name: say(n.locale, "answers"), value: pick(s.Private, "are private", "are public")},
		{name: say(n.locale, "language"), value: language},
		{name: say(n.locale, "kept"), value: say(n.locale, "kept "+s.Keep) + " · " + say(n.locale, "days", "n", strconv.Itoa(cmp.Or(s.Days, store.KeepDays)))},
	}}
	if len(n.bases) > 0 {
		v.fields = append(v.fields, field{name: say(n.locale, "base"), value: basesText(s, n.locale)})
	}
	if s.Every && !n.content {
		v.text = strings.TrimSpace(v.text + "\n" + say(n.locale, "every deaf"))
	}
	return v
}
