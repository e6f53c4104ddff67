package facts

import (
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/say"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// pointed puts names in the place of words that count things off what was listed last, "the second one", "the last of
// them", "the latter", "the other one", "the others", or point at the one thing that was told, "that one".
func (a *Answerer) pointed(text string, c *Context) string {
	if c == nil {
		return text
	}
	q := question.Parse(text, question.Said{}, a.Planner().Stems())
	if q.Text != text {
		return text
	}
	one := a.namesOf(c.Answers)
	for i := range q.Words {
		if end, names := pointedAt(q, i, one, c.Listed, append(one, a.namesOf(c.Topics)...)); len(names) > 0 {
			return text[:q.Words[i].Start] + say.List(names, len(names)) + text[q.Words[end-1].End:]
		}
	}
	return text
}

// namesOf are the names of things.
func (a *Answerer) namesOf(ids []string) (names []string) {
	for _, n := range a.Nodes(ids) {
		names = append(names, a.Base().Name(n))
	}
	return names
}

// maxInstead is how many words stand at most for what is put in the place of something else.
const maxInstead = 6

// corrected is the question before with something else in the place of what it named, where no more is said than that: "no, I
// meant the 2017 one", "sorry, Okja".
func (a *Answerer) corrected(text string, c *Context) string {
	if c == nil {
		return text
	}
	instead, ok := english.Corrects(text)
	if !ok || len(strings.Fields(instead)) > maxInstead || slices.ContainsFunc(strings.Fields(strings.ToLower(instead)), func(w string) bool { return english.IsWh(w) || english.IsAuxiliary(w) }) {
		return text
	}
	stems := a.Planner().Stems()
	q, other := question.Parse(c.asked(), question.Said{}, stems), question.Parse(instead, question.Said{}, stems)
	year := func(w question.Word) bool { _, dated := w.Year(); return dated }
	if at, k := slices.IndexFunc(q.Words, year), slices.IndexFunc(other.Words, year); at >= 0 && k >= 0 {
		return q.Text[:q.Words[at].Start] + other.Words[k].Text + q.Text[q.Words[at].End:]
	}
	if asked, ok := a.instead(q, a.Base().Named(kb.Squash(instead)), c); ok {
		return asked
	}
	return text
}

// instead is a question with one of some things in the place of one of its kind that it names.
func (a *Answerer) instead(q *question.Question, things []kb.Node, c *Context) (asked string, ok bool) {
	for _, n := range things {
		for _, o := range a.Nodes(c.Topics) {
			for _, name := range a.Base().Names(o) {
				if from, to, ok := standsIn(q, name); ok && a.Base().KindOf(n) == a.Base().KindOf(o) {
					return q.Text[:from] + a.Base().Name(n) + q.Text[to:], true
				}
			}
		}
	}
	return "", false
}

// renamed is the question before, which no plan answered, asked of the thing that a message names and says no more: "and for Oslo?"
func (a *Answerer) renamed(text string, c *Context) string {
	if c == nil || c.last != nil || c.of != a {
		return text
	}
	r := question.Parse(text, question.Said{}, a.Planner().Stems())
	chart := a.Planner().Plan(r, plan.AsTyped)
	if named := chart.Named(); len(named) == 1 && !r.Verdict && !chart.SaysMore(named) && !slices.ContainsFunc(r.Words, func(w question.Word) bool { return english.IsWh(w.Norm) }) {
		if asked, ok := a.instead(question.Parse(c.asked(), question.Said{}, a.Planner().Stems()), named, c); ok {
			return asked
		}
	}
	return text
}

// standsIn finds the words of a name in a question.
func standsIn(q *question.Question, name string) (from, to int, ok bool) {
	want := kb.Squash(name)
	for i := range q.Words {
		for k := i; k < len(q.Words); k++ {
			if got := kb.Squash(q.Span(i, k+1)); got == want {
				return q.Words[i].Start, q.Words[k].End, true
			} else if len(got) > len(want) {
				break
			}
		}
	}
	return 0, 0, false
}

// pointedAt reads what the words from i on point at, up to end, of the names of what was answered, listed and told last; nothing
// where they point at nothing that was told.
func pointedAt(q *question.Question, i int, answered, listed, told []string) (end int, names []string) {
	at, next := q.NormAt(i), q.NormAt(i+1)
	ends := func(k int) int { // where "one", "of them" or nothing stands behind the word at k
		switch {
		case q.NormAt(k) == "one" || q.NormAt(k) == "ones":
			return k + 1
		case q.NormAt(k) == "of" && english.PronounOf(q.NormAt(k+1)) == english.Several:
			return k + 2
		case k == len(q.Words) && !(i > 0 && english.IsAuxiliary(q.NormAt(i-1))): // "which was the first?" asks by date
			return k
		}
		return 0
	}
	if (at == "that" || at == "this") && next == "one" && q.NormAt(i+2) != "of" && len(answered) == 1 {
		return i + 2, answered
	}
	if at != "the" || len(listed) < 2 {
		return 0, nil
	}
	end = ends(i + 2)
	place := english.Ordinal(next)
	switch {
	case (next == "former" || next == "latter") && len(listed) == 2:
		if end = max(end, i+2); next == "former" {
			return end, listed[:1]
		}
		return end, listed[1:]
	case next == "others" || next == "other" && end > i+2:
		rest := slices.DeleteFunc(slices.Clone(listed), func(name string) bool { return slices.Contains(told, name) })
		if len(rest) == len(listed) || strings.HasSuffix(q.NormAt(end-1), "one") && len(rest) > 1 {
			return 0, nil
		}
		return max(end, i+2), rest
	}
	switch {
	case end == 0 || place == 0 || place > len(listed):
		return 0, nil
	case place < 0:
		place = len(listed)
	}
	return end, listed[place-1 : place]
}

// Pointer is the word of a question that stands for one thing that was spoken of, "it"; "" where none does.
func Pointer(text string) string {
	for tok := range nlp.EachToken(text) {
		if english.WantsAntecedent(tok.Norm) && english.PronounOf(tok.Norm) != english.Several {
			return tok.Norm
		}
	}
	return ""
}
