package facts

import (
	"context"
)

// A Candidate is what a question could be answered with, as the training of the
// decision sees it.
type Candidate struct {
	From     string    `json:"from"`
	Question string    `json:"question"`
	Evidence string    `json:"evidence"`
	Features []float64 `json:"features"`
	Alone    []float64 `json:"alone,omitempty"` // of a plan that is judged alone
	P        float64   `json:"p"`
	Signs    []float64 `json:"signs,omitempty"` // of the best: see [decide.SignNames]
	Answer   Answer    `json:"answer"`
}

// Candidates returns all that a question could be answered with, for training and
// measuring, and what the next question of the conversation is to be read by.
//
// Without read the encoder gives no judgement, only its word vectors: what it is to be
// trained on is gathered so.
func (a *Answerer) Candidates(ctx context.Context, q Question, read bool) (list []Candidate, next *Context) {
	t := a.turn(ctx, q)
	if len(t.frame.Asks) > 1 { // answered in parts
		_, next = a.Ask(ctx, q)
		return nil, next
	}
	ws, best := weigher{t}.weigh(weighing{all: true, unread: !read})
	for i := range ws {
		sub := a.turn(ctx, q)
		evidenceReply{sub}.take(&ws[i])
		var alone []float64
		if ws[i].alone != nil {
			alone = ws[i].alone.Values
		}
		list = append(list, Candidate{Alone: alone, From: ws[i].From.String(), Question: ws[i].Asked.Text, Evidence: ws[i].Text, Features: ws[i].Values, P: ws[i].P, Signs: ws[i].Signs, Answer: sub.out})
	}
	if best >= 0 && ws[best].Answers() {
		evidenceReply{t}.take(&ws[best])
	}
	return list, t.next()
}
