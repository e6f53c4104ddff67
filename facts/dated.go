package facts

import (
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// What a message remembers of the answer before it, in bytes, and how much of the words of that answer's first sentence the
// sentence of an article has at least that it is from.
const (
	maxSaid  = 400
	fromHere = 0.6
)

// whenThat dates what was told last, "when was that?", by the sentence that it is from.
func (t *turn) whenThat() bool {
	if t.prev == nil || t.prev.Said == "" || !english.WhenThat(t.r.Text) {
		return false
	}
	told := t.prev.Said
	if spans := nlp.Sentences(told); len(spans) > 1 {
		told = told[:spans[0].End]
	}
	most, date, text := fromHere, "", ""
	for _, ref := range t.prev.Cited {
		par, _ := t.a.Paragraph(ref)
		for _, s := range nlp.Sentences(par.Text) {
			sentence := par.Text[s.Start:s.End]
			if has := 1 - t.newIn(told, sentence); has > most && english.DateIn(sentence) != "" {
				most, date, text = has, english.DateIn(sentence), sentence+" "+t.t.Marker(ref)
			}
		}
	}
	if date == "" {
		return false
	}
	t.topics, t.answers = t.a.Nodes(t.prev.Topics), t.a.Nodes(t.prev.Answers)
	t.out.Answers = []Short{{Text: date, Kind: "text"}}
	return t.finish(Answered, text, 0.8)
}
