package facts

import (
	"strings"
)

// fromParts answers a message that asks several things, each by itself and each in the
// light of the one before. What the sources do not say of them it says at the end.
func (t *turn) fromParts() bool {
	if len(t.frame.Asks) < 2 || t.parts > 0 {
		return false
	}
	before := t.q.Context
	sure := 1.0
	var texts, open []string
	for _, text := range t.frame.Asks {
		ans, next := t.askPart(Question{Text: strings.TrimSpace(t.frame.Rest + " " + text), Source: t.q.Source, Context: before})
		if ans.Status != Answered && ans.Status != Corrected {
			open = append(open, text)
			continue
		}
		marks := map[int]string{}
		for _, cite := range ans.Citations {
			marks[cite.Marker] = t.t.marker(cite.Ref())
		}
		texts = append(texts, remark(ans.Text, marks))
		t.out.Answers = append(t.out.Answers, ans.Answers...)
		sure = min(sure, ans.Confidence)
		if before = next; next != nil {
			t.used, t.topics, t.answers = next.last, t.a.nodes(next.Topics), t.a.nodes(next.Answers)
		}
	}
	text := strings.Join(texts, " ")
	if len(texts) == 0 || runes(text) > maxLong {
		return t.startOver() && false
	}
	if len(open) > 0 {
		text += " The rest of your question the sources do not answer."
	}
	return t.finish(Answered, text, sure)
}

// askPart asks a part of a question.
func (t *turn) askPart(q Question) (Answer, *Context) {
	part := t.a.turn(t.ctx, q)
	part.parts = t.parts + 1
	part.answer()
	return part.out, part.next()
}

// remark gives the markers of a text the numbers that they have in a longer one.
func remark(text string, marks map[int]string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		if text[i] == '[' {
			n, j := 0, i+1
			for j < len(text) && isDigitByte(text[j]) {
				n = n*10 + int(text[j]-'0')
				j++
			}
			if j > i+1 && j < len(text) && text[j] == ']' {
				if m, ok := marks[n]; ok {
					b.WriteString(m)
					i = j + 1
					continue
				}
			}
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String()
}

func isDigitByte(c byte) bool { return '0' <= c && c <= '9' }
