package discord

import (
	"context"
	"strings"

	"hapjak/facts"
)

// autocomplete proposes values for the option that is being typed. It never fails:
// Discord would show an error instead of what was typed.
func (n *answering) autocomplete(ctx context.Context) {
	list := choices{Choices: []proposal{}}
	defer func() {
		if p := recover(); p != nil {
			n.panicked(n.log, p)
		}
		n.say(response{Kind: respondChoices, Data: list})
	}()
	if n.tap(n.who.ID, n.i.Guild) > 0 {
		n.metrics.dropped.WithLabelValues("allowance").Inc()
		return
	}
	ctx, cancel := context.WithTimeout(ctx, n.timing.deferral)
	defer cancel()
	leave, err := n.typing.enter(ctx, place(n.i.Guild), n.who.ID)
	if err != nil {
		n.metrics.dropped.WithLabelValues("waited too long").Inc()
		return // by now another letter is typed
	}
	defer leave()
	for _, o := range n.i.Data.Options {
		if o.Focused {
			talk := n.base(ctx, n.i.Guild, n.i.Channel).Talk
			found := talk.Complete(ctx, n.i.Data.Name, o.Name, clip(o.text(), maxChoice))
			for i, c := range found {
				if kind := talk.KindOf(n.i.Data.Name, c.Entity, n.locale); kind != "" {
					found[i].Label = clip(c.Label, maxChoice-runes(kind)-3) + " · " + kind
				}
			}
			list.Choices = proposals(found)
			return
		}
	}
}

// proposals keeps the limits of an autocompletion: 25 choices, names and values of 1 to
// 100 letters.
func proposals(list []facts.Choice) []proposal {
	out := []proposal{}
	for _, c := range list {
		value := c.Entity
		if value == "" {
			value = c.Label
		}
		if strings.TrimSpace(value) == "" || runes(value) > maxChoice || len(out) == maxChoices {
			continue
		}
		if strings.TrimSpace(c.Label) == "" {
			c.Label = value
		}
		out = append(out, proposal{clip(c.Label, maxChoice), value})
	}
	return out
}
