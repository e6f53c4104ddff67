package discord

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"iter"
	"strings"
	"time"

	"hapjak/bot"
	"hapjak/bot/store"
)

// This file lets a conversation go on with another process where nothing of it can be read in the channel: what
// was asked privately, and where the bot is not a member. Its newest question is kept in the store for as long
// as a process would remember it, sealed under a key made from the bot's token.

func sealer(key [32]byte) cipher.AEAD {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // a key of 32 bytes is one
	}
	seal, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return seal
}

// seal keeps what a follow-up will go on from, where something is left that it can.
func (n *answering) seal(ctx context.Context, req bot.Request, r thought, said time.Time) {
	left := r.Whole
	switch {
	case r.Context == nil || r.Question == "" && req.Command == "":
		return // the question before is the newest still
	case r.Question == "": // of a command: a card's title asks as much as its name
		if left = ""; len(r.Blocks) > 0 && r.base.Talk.Named(r.Blocks[0].Title) {
			left = r.Blocks[0].Title
		}
	}
	if n.forgetAlike(ctx, n.log); n.leftSince(req.User, said) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, n.patience())
	defer cancel()
	t := store.Talk{Key: n.store.Hash(req.Conversation), Asker: n.store.Hash(req.User)}
	t.Sealed = n.codec.seal.Seal(nil, nil, []byte(n.owner+" "+clip(left, maxQuestion)), []byte(t.Key))
	if err := n.store.SetTalk(ctx, t); err != nil {
		n.log.Debug("a conversation was not kept", "error", err.Error())
	}
}

// sealed looks up the newest question of a conversation that another process answered. What this one answered
// last it remembers itself.
func (n *answering) sealed(conversation string) func(context.Context) iter.Seq[string] {
	return func(ctx context.Context) iter.Seq[string] {
		return func(yield func(string) bool) {
			ctx, cancel := context.WithTimeout(ctx, lookFor)
			defer cancel()
			key := n.store.Hash(conversation)
			sealed, err := n.store.Talk(ctx, key, time.Now().Add(-store.KeepTalk))
			if err != nil {
				n.log.Debug("what was asked before could not be read", "error", err.Error())
			}
			text, err := n.codec.seal.Open(nil, nil, sealed, []byte(key))
			if owner, left, _ := strings.Cut(string(text), " "); err == nil && owner != n.owner {
				yield(left)
			}
		}
	}
}
