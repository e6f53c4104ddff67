package main

import (
	"context"
	"fmt"
	"strings"

	"hapjak/bot/review"
	"hapjak/bot/store"
	"hapjak/facts"
	"hapjak/facts/kb/storage"
	"hapjak/facts/suggest"
)

// This file does with proposals what a curator says: accept, correct, refuse, and take that back.

// settle takes back, accepts, corrects and refuses by ids.
func (c *curating) settle(ctx context.Context) error {
	for _, id := range c.flags.undo {
		if err := c.undo(ctx, id); err != nil {
			return err
		}
	}
	for _, id := range c.flags.refuse {
		if err := c.refuse(id); err != nil {
			return err
		}
	}
	for _, one := range c.flags.correct {
		id, value, ok := strings.Cut(one, "=")
		if !ok {
			return hint(fmt.Errorf("--correct %s names no value", one), "for example: --correct 3f9a2c1b=1998")
		}
		p, err := c.proposal(id)
		if err != nil {
			return err
		}
		if err := c.correct(ctx, p, value); err != nil {
			return err
		}
	}
	for _, id := range c.flags.accept {
		p, err := c.proposal(id)
		if err != nil {
			return err
		}
		if err := c.accept(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// proposal returns one that has been made.
func (c *curating) proposal(id string) (suggest.Proposal, error) {
	p, state, ok := c.memory.Proposal(id)
	switch {
	case !ok:
		return p, hint(fmt.Errorf("there is no suggestion %q", id), "hapjak suggest --kb "+shellWord(c.dir)+" lists them; what was accepted on the page is undone there")
	case state != suggest.Pending:
		return p, hint(fmt.Errorf("%s was %s: %s", id, state, p.Says), fmt.Sprintf("hapjak suggest --kb %s --undo %s takes that back", shellWord(c.dir), id))
	}
	return p, nil
}

func (c *curating) refuse(id string) error {
	p, _, ok := c.memory.Proposal(id)
	if !ok {
		_, err := c.proposal(id)
		return err
	}
	c.memory.Settle(id, suggest.Refused)
	if err := c.memory.Write(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(c.out, "refused: %s\n", printable(p.Says))
	return err
}

// correct accepts a proposal with another value, and refuses the one that it had.
func (c *curating) correct(ctx context.Context, p suggest.Proposal, value string) error {
	right, err := c.finder.Corrected(p, value)
	if err != nil {
		return err
	}
	if err := c.accept(ctx, right); err != nil {
		return err
	}
	if right.ID == p.ID {
		return nil
	}
	c.memory.Settle(p.ID, suggest.Refused)
	return c.memory.Write()
}

// accept writes a proposal into the facts, goes on with the base as it is then, and tells what is answered
// otherwise.
func (c *curating) accept(ctx context.Context, p suggest.Proposal) error {
	asks := []string{c.finder.Asks(p)}
	if p.Asked != "" {
		asks = append(asks, p.Asked)
	}
	before := c.answers(ctx, asks)
	changes, err := suggest.Accept(ctx, c.dir, c.know.Base(), c.know.Passages(), p)
	if err != nil {
		return fmt.Errorf("not accepted: %s: %w", printable(p.Says), err)
	}
	var edits []review.Edit
	for _, change := range changes {
		edits = append(edits, review.Edit{File: change.File, Before: string(change.Was), After: string(change.Data)})
	}
	written, err := review.Patches(edits...)
	if err != nil {
		return err
	}
	c.memory.Accept(p, written)
	if err := c.memory.Write(); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "accepted: %s, citing %s\n", printable(p.Says), p.Cite)
	for _, change := range changes {
		fmt.Fprintf(c.out, "%s:%d:\n", change.File, change.Line)
		for line := range strings.Lines(strings.TrimRight(change.After, "\n")) {
			fmt.Fprintf(c.out, "+ %s\n", printable(strings.TrimRight(line, "\n")))
		}
	}
	return c.tellAnswers(ctx, asks, before)
}

// undo takes back what was done about a proposal, as the page takes back a mending, and has it open again.
func (c *curating) undo(ctx context.Context, id string) error {
	k, ok := c.memory.Kept(id)
	switch {
	case !ok:
		_, err := c.proposal(id)
		return err
	case k.State == suggest.Pending:
		return hint(fmt.Errorf("%s is open: %s", id, k.Says), "there is nothing to take back")
	case k.State == suggest.Refused:
		c.memory.Reopen(id)
		if err := c.memory.Write(); err != nil {
			return err
		}
		_, err := fmt.Fprintf(c.out, "open again: %s\n", printable(k.Says))
		return err
	}
	asks := []string{c.finder.Asks(k.Proposal)}
	before := c.answers(ctx, asks)
	desk := review.Desk{Dir: c.dir, Know: func() (*facts.Answerer, func()) { return c.know, func() {} }, Change: c.alone}
	if err := desk.TakeBack(ctx, k.Says, k.Written, ""); err != nil {
		return fmt.Errorf("not taken back: %s: %w", printable(k.Says), err)
	}
	c.memory.Reopen(id)
	if err := c.memory.Write(); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "taken back: %s\n", printable(k.Says))
	return c.tellAnswers(ctx, asks, before)
}

// alone makes a change while no other program makes one.
func (c *curating) alone(ctx context.Context, _ store.Change, do func() error) error {
	unlock, err := storage.Lock(ctx, c.dir, suggest.LockWait)
	if err != nil {
		return err
	}
	defer unlock()
	return do()
}

// tellAnswers goes on with the base as it is now, and tells which questions are answered otherwise than before.
func (c *curating) tellAnswers(ctx context.Context, asks, before []string) error {
	c.know.Close()
	if err := c.open(); err != nil {
		return err
	}
	for i, after := range c.answers(ctx, asks) {
		if after != before[i] {
			fmt.Fprintf(c.out, "%s\n    was: %s\n    now: %s\n", printable(asks[i]), printable(before[i]), printable(after))
		}
	}
	return nil
}

// answers are those of the base to questions.
func (c *curating) answers(ctx context.Context, asks []string) (list []string) {
	for _, q := range asks {
		a, _ := c.know.Ask(ctx, facts.Question{Text: q})
		list = append(list, a.Text)
	}
	return list
}
