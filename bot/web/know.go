package web

import (
	"context"
	"strings"
	"sync"
	"time"

	"hapjak/bot"
	"hapjak/corpus"
	"hapjak/facts"
)

// This file holds what is known while a request is answered. The knowledge base may be
// changed on disk at any time (bot/watch); a request is answered from one of them, from
// its beginning to its end.

// Talk is the bot that answers, for bot/watch to teach.
func (s *Server) Talk() *bot.Bot { return s.talk }

type knowKey struct{}

// hold has all that is done under a context know the same until done is called.
func (s *Server) hold(ctx context.Context) (held context.Context, done func()) {
	if _, ok := ctx.Value(knowKey{}).(*facts.Answerer); ok {
		return ctx, func() {}
	}
	ctx, know, done := s.talk.Hold(ctx)
	return context.WithValue(ctx, knowKey{}, know), done
}

// know returns what a request is answered from. Its context must be held.
func (s *Server) know(ctx context.Context) *facts.Answerer {
	return ctx.Value(knowKey{}).(*facts.Answerer)
}

// damaged reports whether a file of the knowledge base was found damaged.
func (s *Server) damaged() bool {
	know, done := s.talk.Know()
	defer done()
	return know.Err() != nil
}

// A shelf keeps the list of the articles, which takes a while to make.
type shelf struct {
	mu   sync.Mutex
	of   *facts.Answerer
	list []corpus.Source
}

// sources lists the articles.
func (s *Server) sources(ctx context.Context) []corpus.Source {
	know := s.know(ctx)
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	if s.shelf.of != know {
		s.shelf.of, s.shelf.list = know, know.Sources()
	}
	return s.shelf.list
}

// baseNews is what curators are told of the knowledge base's files.
type baseNews struct {
	mu     sync.Mutex
	at     time.Time
	faults []string // why the files as they are now are not in use; empty: they are
}

// Learned is told that the knowledge base has changed and that the server answers from it.
func (s *Server) Learned(know *facts.Answerer) {
	s.log.Info("the knowledge base has changed and is read", "statements", know.Base().Statements(), "sources", len(know.Sources()))
	s.base.set(nil)
}

// Refused is told why a knowledge base that changed is not in use. Curators see it on their
// pages until it is mended.
func (s *Server) Refused(err error) {
	s.log.Error("the knowledge base has changed and cannot be read: the one before goes on answering", "error", err)
	s.base.set(err)
}

func (n *baseNews) set(err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.at, n.faults = time.Now(), nil
	if err != nil {
		n.faults = strings.Split(strings.TrimSpace(err.Error()), "\n")
	}
}

// broken says what is wrong with the files as they are now.
func (n *baseNews) broken() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.faults
}
