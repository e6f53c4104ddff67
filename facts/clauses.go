package facts

import (
	"strings"

	"hapjak/nlp/english"
)

// fromClauses answers two questions that were asked in one breath: "when did X
// die and how old was she".
//
// Before the whole was tried as one question, both must be answered.
func (t *turn) fromClauses(whole bool) bool {
	first, second, ok := t.clauses()
	if !ok || t.parts == maxParts {
		return false
	}
	a, c := t.askPart(Question{Text: first, Source: t.q.Source, Context: t.q.Context})
	if a.Status == Unknown && c == t.q.Context {
		return false
	}
	b, d := t.askPart(Question{Text: second, Source: t.q.Source, Context: c})
	if whole && (a.Status != Answered || b.Status != Answered) || a.Status != Answered && b.Status != Answered || a.Status == Ambiguous || b.Status == Ambiguous {
		return false
	}
	text := a.Text
	for _, cited := range [2]Answer{a, b} {
		marks := map[int]string{}
		for _, cite := range cited.Citations {
			marks[cite.Marker] = t.t.marker(cite.Ref())
		}
		if cited.Text == b.Text {
			text += " " + remark(b.Text, marks)
		}
	}
	if runes(text) > maxText {
		t.t.reset()
		return false
	}
	t.out.Answers = append(append(t.out.Answers, a.Answers...), b.Answers...)
	if d != nil {
		t.used, t.topics, t.answers = d.last, t.a.nodes(d.Topics), t.a.nodes(d.Answers)
	}
	return t.finish(Answered, text, min(a.Confidence, b.Confidence))
}

// maxParts is how often a question is split: "who, and when, and where" twice.
const maxParts = 2

// askPart asks a part of a question.
func (t *turn) askPart(q Question) (Answer, *Context) {
	part := t.a.turn(t.ctx, q)
	part.parts = t.parts + 1
	part.answer()
	return part.out, part.next()
}

// clauses splits a question before a second question word that follows an "and".
func (t *turn) clauses() (first, second string, ok bool) {
	asked := false
	for i, w := range t.r.Words {
		if i > 1 && asked && w.Kind == 0 && (english.IsWh(w.Norm) || english.IsAuxiliary(w.Norm)) {
			prev := t.r.Words[i-1]
			if prev.Norm == "and" || prev.Norm == "&" {
				return strings.TrimRight(t.r.Text[:prev.Start], " ,;"), t.r.Text[w.Start:], true
			}
			if english.IsWh(w.Norm) && endsClause(t.r.Text[:w.Start]) {
				return t.r.Text[:w.Start], t.r.Text[w.Start:], true
			}
		}
		asked = asked || english.IsWh(w.Norm) || i == 0 && english.IsAuxiliary(w.Norm)
	}
	return "", "", false
}

func endsClause(s string) bool {
	s = strings.TrimRight(s, " ")
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ";")
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
