package discord

import (
	"context"
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
	}
	s := n.settings
	s.Channels = slices.Clone(s.Channels)
	for _, o := range n.i.Data.Options {
		set(&s, o.Name, o.text())
	}
	if len(s.Channels) > maxChannelsSet {
		n.tell(say(n.locale, "too many", "n", strconv.Itoa(maxChannelsSet)))
		return
	}
	text := ""
	if len(n.i.Data.Options) > 0 {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		text = say(n.locale, "config saved")
		if err := n.store.SetSettings(ctx, n.i.Guild, s); err != nil {
			text = say(n.locale, "config lost")
			n.log.Warn("settings could not be saved", "error", err.Error())
		} else if n.store.Health() != nil {
			text = say(n.locale, "config lost")
		}
	}
	n.show(respondMessage, n.settingsView(s, text))
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
	}}
	if s.Every && !n.content {
		v.text = strings.TrimSpace(v.text + "\n" + say(n.locale, "every deaf"))
	}
	return v
}
