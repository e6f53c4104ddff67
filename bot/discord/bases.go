package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"hapjak/bot"
	"hapjak/bot/store"
)

// This file lets servers, and channels in them, be answered from other knowledge bases
// than the usual one.

// A Base is a further knowledge base to answer from.
type Base struct {
	Name string // what /config calls it
	Talk Talker
	Page string // where `hapjak serve` shows it to everybody, https://example.org; empty: nowhere
	// Mender mends it; nil: nobody can from here.
	Mender Mender
}

// mark is how a button names the base that its answer comes from, so that it goes on with that one
// whichever answers there by then.
func (b Base) mark() string {
	if b.Name == "" {
		return store.UsualBase
	}
	sum := sha256.Sum256([]byte(b.Name))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:maxMark]
}

const maxMark = 6

// A library is the bases, and which of them answers where.
type library struct {
	usual    Base
	bases    []Base // further ones
	store    Memory // of what servers chose
	channels *channels
}

// maxBases is how many further ones there may be: an option of a command takes 25 values,
// one of which is the usual base.
const maxBases = maxChoices - 1

// checkBases finds names that could not be told apart or shown.
func checkBases(list []Base) error {
	if len(list) > maxBases {
		return fmt.Errorf("--base: %d bases, at most %d can be chosen from", len(list), maxBases)
	}
	seen := map[string]bool{}
	for _, b := range list {
		if b.Name == "" || b.Name == store.UsualBase || runes(b.Name) > maxChoice || seen[b.Name] {
			return fmt.Errorf("--base: %q is no name, too long, or there twice", b.Name)
		}
		seen[b.Name] = true
	}
	return nil
}

// checkPage finds what is no address of a page, and returns it without a slash at its end.
func checkPage(page string) (string, error) {
	page = strings.TrimRight(page, "/")
	if page != "" && (address(page) != page || strings.ContainsAny(page, "?#")) {
		return "", fmt.Errorf("--page: %q is no address that members can open: write https://example.org, where hapjak serve shows the base", page)
	}
	return page, nil
}

// base returns the base that answers in a channel: the one chosen for it, or for the
// channel that it is a thread of, or for its server.
func (l *library) base(ctx context.Context, server, channel string) Base {
	if len(l.bases) == 0 || server == "" {
		return l.usual
	}
	name := l.baseOf(l.store.Settings(ctx, server), channel)
	if i := slices.IndexFunc(l.bases, func(b Base) bool { return b.Name == name }); i >= 0 {
		return l.bases[i]
	}
	return l.usual // or one that is not loaded any more
}

// marked returns the base of a mark, or without one that of the channel; false where it is not loaded any more.
func (l *library) marked(ctx context.Context, mark, server, channel string) (Base, bool) {
	switch mark {
	case "":
		return l.base(ctx, server, channel), true
	case store.UsualBase:
		return l.usual, true
	}
	i := slices.IndexFunc(l.bases, func(b Base) bool { return b.mark() == mark })
	if i < 0 {
		return Base{}, false
	}
	return l.bases[i], true
}

// baseOf returns the name of a channel's base; empty or UsualBase for the usual one.
func (l *library) baseOf(s store.Settings, channel string) string {
	if name, ok := s.Bases[channel]; ok {
		return name
	}
	if t, ok := l.channels.threads.get(channel); ok {
		if name, ok := s.Bases[t.parent]; ok {
			return name
		}
	}
	return s.Base
}

// commands are those of all bases, the usual one's first. One that a base does not have is
// answered by saying so.
func (l *library) commands() []bot.Command {
	list := slices.Clone(l.usual.Talk.Commands())
	for _, b := range l.bases {
		for _, c := range b.Talk.Commands() {
			if !slices.ContainsFunc(list, func(have bot.Command) bool { return have.Name == c.Name }) {
				list = append(list, c)
			}
		}
	}
	return list
}

// baseNames are the names of the further bases.
func (l *library) baseNames() []string {
	var names []string
	for _, b := range l.bases {
		names = append(names, b.Name)
	}
	return names
}

// setBase chooses the base of a server, or of one channel.
func setBase(s *store.Settings, name, channel string) {
	if channel == "" {
		if s.Base = name; name == store.UsualBase {
			s.Base = ""
		}
		return
	}
	if s.Bases == nil {
		s.Bases = map[string]string{}
	}
	if s.Bases[channel] = name; name == s.Base || name == store.UsualBase && s.Base == "" {
		delete(s.Bases, channel) // as the server
	}
}

// basesText says which bases are chosen.
func basesText(s store.Settings, locale string) string {
	called := func(name string) string {
		if name == "" || name == store.UsualBase {
			return say(locale, "usual base")
		}
		return escape(name)
	}
	parts := []string{called(s.Base)}
	var channels []string
	for c := range s.Bases {
		channels = append(channels, c)
	}
	slices.Sort(channels)
	for _, c := range channels {
		parts = append(parts, "<#"+c+">: "+called(s.Bases[c]))
	}
	return strings.Join(parts, " · ")
}
