package facts

import (
	"strings"

	"hapjak/facts/say"
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
	for _, text := range t.frame.Asks {
		ans, next := t.askPart(Question{Text: strings.TrimSpace(t.frame.Rest + " " + text), Source: t.q.Source, Context: before})
		if next != nil {
			before = next
		}
		if ans.Status != Answered && ans.Status != Corrected {
			open = append(open, text)
			continue
		}
		texts = append(texts, t.t.Marked(ans.Said))
		t.out.Answers = append(t.out.Answers, ans.Answers...)
		sure = min(sure, ans.Confidence)
		if next != nil {
			t.used, t.topics, t.answers = next.last, t.a.nodes(next.Topics), t.a.nodes(next.Answers)
		}
	}
	if len(open) > 0 && len(texts) > 0 && t.fromWhole(sure) {
		return true
	}
	text := strings.Join(texts, " ")
	if len(texts) == 0 || say.Length(text) > say.MaxLong {
		return t.startOver() && false
	}
	if len(open) > 0 {
		text += " The rest of your question the sources do not answer."
	}
	return t.finish(Answered, text, sure)
}

// fromWhole answers a message that asks several things as one question, if that is at least
// as sure as sure.
func (t *turn) fromWhole(sure float64) bool {
	whole := t.a.turn(t.ctx, t.q)
	whole.parts = t.parts + 1
	if !whole.judged() || whole.out.Confidence < sure {
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
