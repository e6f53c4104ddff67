package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"hapjak/bot/discord"
	"hapjak/bot/review"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/kb/storage"
)

// A discordDesk mends for Discord's curators what the page's mend: at the same desk, in the
// same files, and each sees what the other did.
type discordDesk struct {
	desk   *review.Desk
	queue  *review.Queue
	memory *store.Store

	mu      sync.Mutex
	learned chan struct{} // closed, and made anew, whenever the base was read again
}

var _ discord.Mender = (*discordDesk)(nil)

// learnFor is how long a mending waits for the base to be read again.
const learnFor = 30 * time.Second

func newDiscordDesk(dir string, know func() (*facts.Answerer, func()), memory *store.Store) *discordDesk {
	d := &discordDesk{queue: review.NewQueue(memory, know), memory: memory, learned: make(chan struct{})}
	d.desk = &review.Desk{Dir: dir, Know: know, Memory: memory, Change: d.change}
	return d
}

// change makes a change once it stands in the audit log, while no other program changes the
// files.
func (d *discordDesk) change(ctx context.Context, c store.Change, do func() error) error {
	unlock, err := storage.Lock(ctx, d.desk.Dir, learnFor)
	if err != nil {
		return err
	}
	defer unlock()
	if err := d.memory.Note(ctx, c); err != nil {
		return fmt.Errorf("the change cannot be entered in the audit log, so it is not made: %w", err)
	}
	if err = do(); err != nil {
		c.What, c.After = "failed, nothing was changed: "+c.What, err.Error()
		_ = d.memory.Note(context.WithoutCancel(ctx), c)
	}
	return err
}

// read is told that the base was read again.
func (d *discordDesk) read() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.learned)
	d.learned = make(chan struct{})
}

// next is closed when the base is read again.
func (d *discordDesk) next() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.learned
}

// settled waits until a change of the files is what questions are answered by.
func settled(ctx context.Context, read <-chan struct{}) error {
	select {
	case <-read:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(learnFor):
		return errors.New("the files are changed, and yet the knowledge base was not read again: the log says why")
	}
}

// group finds the group of a question.
func (d *discordDesk) group(ctx context.Context, question string) (review.Group, error) {
	if _, err := d.queue.Refresh(ctx, time.Second); err != nil {
		return review.Group{}, err
	}
	if g, ok := d.queue.Group(store.Key(question)); ok {
		return g, nil
	}
	return review.Group{}, errors.New("the question is no longer kept, or not read yet: try again in a moment")
}

// Propose proposes what the page would.
func (d *discordDesk) Propose(ctx context.Context, e store.Event) ([]discord.Mending, error) {
	g, err := d.group(ctx, e.Question)
	if err != nil {
		return nil, err
	}
	var list []discord.Mending
	for _, p := range d.desk.Propose(ctx, g) {
		own, err := json.Marshal(p.Mending)
		if err != nil {
			return nil, err
		}
		what := p.Sentence
		if p.Answer != "" && p.Tried {
			what += " → " + p.Answer
		}
		list = append(list, discord.Mending{Kind: discord.MendingKind(p.Kind), Ask: e.Question, What: what, Own: string(own)})
	}
	return list, nil
}

// Apply writes the files, and waits until they are read again.
func (d *discordDesk) Apply(ctx context.Context, who string, m discord.Mending) (discord.Mended, error) {
	g, err := d.group(ctx, m.Ask)
	if err != nil {
		return discord.Mended{}, err
	}
	own, err := d.own(m)
	if err != nil {
		return discord.Mended{}, err
	}
	know, done := d.desk.Know()
	sentence := own.Sentence(know)
	done()
	list, err := d.memory.Mendings(ctx, 0)
	if err != nil {
		return discord.Mended{}, err
	}
	stands := func(x store.Mending) bool {
		return x.Topic == g.ID && x.Kind == string(own.Kind) && x.What == sentence && x.Undone.IsZero()
	}
	if i := slices.IndexFunc(list, stands); i >= 0 {
		return discord.Mended{ID: strconv.FormatInt(list[i].ID, 10), What: sentence}, nil
	}
	e, err := d.desk.Draft(own)
	if err != nil {
		return discord.Mended{}, err
	}
	read := d.next()
	made, err := d.desk.Apply(ctx, g, own, review.Mark(e.Before), who)
	if err != nil {
		return discord.Mended{}, err
	}
	return discord.Mended{ID: strconv.FormatInt(made.ID, 10), What: made.What}, settled(ctx, read)
}

// own reads what is to be mended. A thing may be written as people call it.
func (d *discordDesk) own(m discord.Mending) (review.Mending, error) {
	var out review.Mending
	if m.Own != "" {
		return out, json.Unmarshal([]byte(m.Own), &out)
	}
	switch out.Ask = []string{m.Ask}; m.Kind {
	case discord.MendAlias:
		id, err := d.thing(m.Of)
		out.Kind, out.Word, out.Thing = review.Alias, m.Text, id
		return out, err
	case discord.MendWording:
		out.Kind, out.Word, out.Relation = review.Asks, m.Text, m.Of
	case discord.MendAnswer:
		out.Kind, out.Answer, out.Cite = review.Fixes, m.Text, m.Cite
	case discord.MendRefusal:
		out.Kind, out.Says = review.Refuses, m.Text
	}
	return out, nil
}

// thing finds the id of a thing by that or by its name.
func (d *discordDesk) thing(name string) (string, error) {
	know, done := d.desk.Know()
	defer done()
	if _, ok := know.Base().Find(name); ok {
		return name, nil
	}
	list, exact := know.Lookup(name, nil)
	list = slices.DeleteFunc(list, func(n kb.Node) bool { return know.Base().ID(n) == "" })
	if exact && len(list) == 1 {
		return know.Base().ID(list[0]), nil
	}
	var names []string
	for _, n := range list[:min(len(list), 5)] {
		names = append(names, know.Title(n)+" ("+know.Base().ID(n)+")")
	}
	if len(names) == 0 {
		return "", fmt.Errorf("nothing is called %q", name)
	}
	return "", fmt.Errorf("which thing is %q? Write what stands in brackets: %s", name, strings.Join(names, ", "))
}

// Undo takes the files back to what they were, and waits until they are read again.
func (d *discordDesk) Undo(ctx context.Context, who, id string) error {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return errors.New("there is no such mending")
	}
	read := d.next()
	if err := d.desk.Undo(ctx, number, who); err != nil {
		return err
	}
	return settled(ctx, read)
}
