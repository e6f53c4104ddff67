package facts

import (
	"slices"
	"strings"

	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/say"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// fromParts answers a message that asks several things, each by itself and each in the
// light of the one before. Where some of them stay open, what answers the message as a whole
// is taken if it is as sure; else it says at the end that the sources do not answer the rest.
func (t *turn) fromParts() bool {
	if len(t.frame.Asks) < 2 || t.parts > 0 {
		return false
	}
	before := t.q.Context
	sure := 1.0
	var texts, open []string
	told := ""
	for i, text := range t.frame.Asks {
		if len(open) > 0 && open[len(open)-1] == t.frame.Asks[i-1] && t.bare(text) {
			open = append(open, text)
			continue
		}
		ans, next := t.askPart(Question{Text: strings.TrimSpace(t.frame.Rest + " " + text), Source: t.q.Source, Context: before})
		if next != nil {
			before = next
		}
		if ans.Status != Answered && ans.Status != Corrected {
			open = append(open, text)
			continue
		}
		if text := strings.TrimSpace(t.t.Marked(unsaid(ans.Said, told))); text != "" {
			texts = append(texts, text)
		}
		told += " " + ans.Said.Plain
		for _, s := range ans.Answers {
			if !slices.Contains(t.out.Answers, s) {
				t.out.Answers = append(t.out.Answers, s)
			}
		}
		sure = min(sure, ans.Confidence)
		if next != nil {
			t.used, t.topics, t.answers = next.last, t.a.Nodes(next.Topics), t.a.Nodes(next.Answers)
		}
	}
	if len(open) > 0 && len(texts) > 0 && t.fromWhole(sure, told) {
		return true
	}
	text := strings.Join(texts, " ")
	if len(texts) == 0 || say.Length(text) > say.MaxLong {
		return t.startOver() && false
	}
	says := func(part string) bool { // not "and for what?"
		r := question.Parse(part, question.Said{}, t.a.Planner().Stems())
		return !r.Empty() || slices.ContainsFunc(r.Words, func(w question.Word) bool { return english.PronounOf(w.Norm) != english.NoPronoun })
	}
	if slices.ContainsFunc(open, says) {
		text += " The rest of your question the sources do not answer."
	}
	return t.finish(Answered, text, sure)
}

// bare reports whether a part of a question asks nothing by itself: "and in what year?"
func (t *turn) bare(part string) bool {
	r := question.Parse(part, question.Said{}, t.a.Planner().Stems())
	return len(t.contentWords(r.Words)) < 2 && len(t.a.Planner().Plan(r, plan.AsTyped).Named()) == 0
}

// unsaid is what of a text's sentences has not been told yet: two questions are often answered by one.
func unsaid(text say.Text, told string) say.Text {
	var left say.Text
	spans := nlp.Sentences(text.Plain)
	for i, s := range spans {
		to := len(text.Plain)
		if i+1 < len(spans) {
			to = spans[i+1].Start
		}
		if !strings.Contains(told, text.Plain[s.Start:s.End]) {
			left = left.Then(text.Cut(s.Start, to))
		}
	}
	return left
}

// fromWhole answers a message that asks several things as one question, if that is at least
// as sure as sure and says more than what its parts were told.
func (t *turn) fromWhole(sure float64, told string) bool {
	whole := t.a.turn(t.ctx, t.q)
	whole.parts = t.parts + 1
	if !whole.judged() || whole.out.Confidence < sure || strings.Contains(told, whole.out.Said.Plain) {
		return false
	}
	t.become(whole)
	return true
}

// become takes over what another turn has worked out.
func (t *turn) become(other *turn) {
	log := t.log.String() + other.log.String()
	*t = *other
	t.log.Reset()
	t.log.WriteString(log)
}

// askPart asks a part of a question.
func (t *turn) askPart(q Question) (Answer, *Context) {
	part := t.a.turn(t.ctx, q)
	part.parts = t.parts + 1
	part.answer()
	return part.out, part.next()
}
