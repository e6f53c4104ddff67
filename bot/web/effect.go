package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"hapjak/bot/compare"
	"hapjak/bot/review"
)

// This file asks what edits change in the answers.

// effect is what edits that are about no group change; nil where that cannot be told just now.
func (s *reviewing) effect(r *http.Request, edits []review.Edit, m review.Mending) (found *review.Effect, counts []string) {
	if found = s.effectOn(r, review.Group{}, edits, m, effectFor); found != nil {
		counts = countsOf(*found)
	}
	return found, counts
}

// effectOn is what edits change in the answers to a group's questions and to others, as far as that is found in some time.
func (s *reviewing) effectOn(r *http.Request, g review.Group, edits []review.Edit, m review.Mending, within time.Duration) (found *review.Effect) {
	if _, err := s.refresh(r.Context()); err != nil {
		s.painter.log.Error("kept questions could not be read", "error", err)
	}
	err := s.work(r.Context(), func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, within)
		defer cancel()
		if e, err := s.desk.Effect(ctx, s.queue, g, m, edits...); err == nil {
			found = &e
		}
	})
	if err != nil {
		return nil
	}
	return found
}

// countsOf says how many answers are better, worse and changed.
func countsOf(e review.Effect) (list []string) {
	for _, what := range compare.Kinds() {
		if n := e.Counts[what]; n > 0 {
			list = append(list, fmt.Sprintf("%d %s", n, what))
		}
	}
	return list
}
