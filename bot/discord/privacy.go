package discord

import (
	"context"
	"strings"
	"time"

	"hapjak/bot/store"
)

// privacyCommand shows members what is kept of theirs, and forgets it. It knows them by
// the hash under which it is kept, so nobody can ask for another's.
const privacyCommand = "my-data"

// maxExport bounds what is shown: what one message holds.
const maxExport = 50

func privacyDefinition() definition {
	return definition{Kind: slashCommand, Name: privacyCommand, Names: ko("내정보"),
		Description: "What I keep of you: see it, or have it deleted", Descriptions: ko("내 정보 보기 또는 삭제"),
		Installs: []int{0, 1}, Contexts: []int{0, 1, 2},
		Options: []option{picks("what", "작업", "Show it, or delete it", "보기 또는 삭제",
			choice{"show", ko("보기"), "show"}, choice{"delete", ko("삭제"), "delete"})},
	}
}

// privacy answers the command, to the member alone.
func (n *answering) privacy(ctx context.Context) {
	if n.tapped() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	me := n.store.Hash(n.who.ID)
	for _, o := range n.i.Data.Options {
		if o.Name != "what" || o.text() != "delete" {
			continue
		}
		if _, err := n.store.Forget(ctx, me); err != nil {
			n.log.Warn("a member's data could not be deleted", "error", err.Error())
			n.tell(say(n.locale, "data kept"))
			return
		}
		for _, b := range append([]Base{n.usual}, n.bases...) {
			b.Talk.Forget(func(conversation string) bool { return strings.HasSuffix(conversation, " "+n.who.ID) })
		}
		n.tell(say(n.locale, "data gone"))
		return
	}
	list, err := n.store.Events(ctx, store.Filter{Asker: me, Limit: maxExport})
	if err != nil {
		n.log.Warn("a member's data could not be read", "error", err.Error())
		n.tell(say(n.locale, "broken"))
		return
	}
	if len(list) == 0 {
		n.tell(say(n.locale, "no data"))
		return
	}
	lines := []string{say(n.locale, "data")}
	for _, e := range list {
		kind := map[store.Kind]string{store.Up: "👍", store.Down: "👎"}[e.Kind]
		line := "• " + e.At.UTC().Format("2006-01-02") + " " + kind + " " + escape(clip(e.Question, 120))
		var typed []string
		if e.Complaint != "" {
			typed = append(typed, say(n.locale, "complaint "+string(e.Complaint)))
		}
		for _, text := range []string{e.Reason, e.Place} {
			if text != "" {
				typed = append(typed, escape(clip(text, 120)))
			}
		}
		if len(typed) > 0 {
			line += " (" + strings.Join(typed, "; ") + ")"
		}
		lines = append(lines, line)
	}
	n.show(respondMessage, view{private: true, title: say(n.locale, "data title"), text: strings.Join(lines, "\n")})
}
