package review

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"hapjak/bot/store"
)

// This file keeps changes of things that are about no question: two are made one, or one two.
// They stand among the mendings, and are taken back like them.

// What is done to things.
const (
	Merges Kind = "merge" // two things are one
	Splits Kind = "split" // one thing is two
	Edits  Kind = "edit"  // what a form says, of a thing, a statement, a kind or a relation
)

// OfThings reports whether a mending was of things, and so of no group of questions.
func OfThings(kind string) bool {
	return Kind(kind) == Merges || Kind(kind) == Splits || Kind(kind) == Edits
}

// Note enters edits that were made by form, so that they can be taken back.
func Note(ctx context.Context, memory Memory, what, who string, edits ...Edit) error {
	m, err := ofThings(Edits, what, who, edits)
	if err == nil {
		_, err = memory.Mend(ctx, m)
	}
	return err
}

// ofThings is a mending of things.
func ofThings(kind Kind, what, who string, edits []Edit) (store.Mending, error) {
	kept, err := Patches(edits...)
	return store.Mending{Topic: string(kind) + " " + rand.Text(), Version: 1, At: time.Now(), Who: who, Kind: string(kind), What: what, Edits: string(kept)}, err
}

// Write makes edits of one or several files, all or none of them, and enters what was done. The
// error is [Changed] where a file is not as the edit has it, and [Refused] where the base would
// have a fault.
func (d *Desk) Write(ctx context.Context, kind Kind, what string, edits []Edit, who string) (store.Mending, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.try(edits); err != nil {
		return store.Mending{}, err
	}
	var patches []patch
	for _, e := range edits {
		patches = append(patches, e.patches()...)
	}
	out, err := ofThings(kind, what, who, edits)
	if err != nil {
		return store.Mending{}, err
	}
	err = d.change(ctx, logged(who, what, patches), func() error { return d.make(ctx, &out, edits) })
	return out, err
}

// putAll writes files that are still as they were; those that were written are as before again
// where another cannot be.
func (d *Desk) putAll(edits []Edit) error {
	if dir, files := d.folder(); dir != "" || d.Copy != "" {
		for _, e := range edits {
			if now, err := read(files, e.File); err != nil || now != e.Before {
				return errors.Join(Changed{e.File}, err)
			}
		}
	}
	for i, e := range edits {
		if err := d.put(e.File, e.Before, e.After); err != nil {
			for _, made := range edits[:i] {
				err = errors.Join(err, d.put(made.File, made.After, made.Before))
			}
			return err
		}
	}
	return nil
}
