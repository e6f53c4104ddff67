package facts

import (
	"hapjak/facts/judge"
	"slices"

	"hapjak/facts/evidence"
	"hapjak/nlp/encoder"
)

// What is read first, and the logit from which on the rest is left unread and out where one name,
// date, number or verdict is asked for. Without verdicts that is so for 42 % of the questions of r9 to
// r15, of which all in all 682 are right beside 683, and for 17 % of those of o9 to o14.
const (
	firstRead = 4 // statements, and as many sentences, for each reading of the question
	enough    = 1.0
)

// read has the encoder read the candidates, the best by their words first; it returns those that it
// has read, and reports whether it could.
func (t weigher) read(list []weighed, all bool) ([]weighed, bool) {
	model := t.a.reader.Model()
	if model == nil {
		return list, false
	}
	later := func(w weighed) bool {
		return w.Rank >= firstRead && (w.Asked.Short || w.Asked.Verdict) && !w.Asked.Several && !all
	}
	var first, rest []weighed
	for _, w := range list {
		if later(w) {
			rest = append(rest, w)
		} else {
			first = append(first, w)
		}
	}
	if !t.judge(model, first) {
		return list, false
	}
	if slices.ContainsFunc(first, func(w weighed) bool { return w.Logit >= enough && w.From != evidence.Plan }) {
		return first, true
	}
	if !t.judge(model, rest) {
		return list, false
	}
	return append(first, rest...), true
}

// judge has the encoder judge candidates; it reports whether it could. What several of them share, as
// the two ends of a statement do, is read once.
func (t weigher) judge(model *judge.Judge, list []weighed) bool {
	c := t.chooser()
	for i := 0; i < len(list); {
		k := i
		at := map[string]int{}
		var texts []string
		for ; k < len(list) && list[k].Asked.Text == list[i].Asked.Text; k++ {
			if _, ok := at[list[k].Text]; !ok {
				at[list[k].Text] = len(texts)
				texts = append(texts, list[k].Text)
			}
		}
		out := make([]encoder.Judgement, len(texts))
		if err := model.Judge(t.ctx, list[i].Asked.Text, texts, out); err != nil {
			return false
		}
		for ; i < k; i++ {
			list[i].Judgement = out[at[list[i].Text]]
			c.Choose(&list[i].Judged)
			list[i].another = list[i].another || c.Miscounts(&list[i].Judged)
			c.SpellOut(&list[i].Judged)
		}
	}
	return true
}
