package facts

import (
	"strings"

	"hapjak/corpus"
	"hapjak/facts/passages"
	"hapjak/nlp"
)

// fromPassages answers from the passage that accounts for every content word of
// the question, with its best sentences.
func (t *turn) fromPassages() bool {
	if t.a.index == nil || t.r.verdict {
		return false
	}
	stems := map[string]bool{}
	for _, w := range t.r.words {
		if w.skip >= skipContent && !isWh(w.Norm) {
			stems[w.Stem] = true
		}
	}
	if len(stems) < 2 || !t.explains() {
		return false
	}
	hits := t.a.index.Search(passages.Query{Text: t.r.text, Source: t.q.Source}, 5)
	for _, h := range hits {
		par, ok := t.a.index.Paragraph(h.Ref)
		if !ok || !t.holdsAll(par, stems) || !t.holdsNames(par) {
			continue
		}
		text := t.bestSentences(par.Text, stems)
		t.logf("passage %s scores %.2f", h.Ref, h.Score)
		return t.finish(Answered, text+" "+t.t.marker(h.Ref), 0.6)
	}
	return false
}

// explains reports whether a question wants sentences rather than a name, a date
// or a number, which a sentence that holds its words need not have.
func (t *turn) explains() bool {
	for _, w := range t.r.words {
		switch a := whAsks[w.Norm]; a {
		case askWho, askWhen, askWhere:
			return false
		case askWhy, askHow, askWhat, askWhich:
			return true
		}
	}
	return true
}

// holdsNames reports whether the runs of capitalised words of a question stand
// together in a paragraph: "Studio Dragon" is not a studio and a dragon.
func (t *turn) holdsNames(par corpus.Paragraph) bool {
	text := " " + strings.Join(stemsOf(par.Text), " ") + " "
	p := planner{words: t.r.words}
	for i := 1; i < len(p.words); i++ {
		if p.looksNamed(i) && p.looksNamed(i-1) && !p.words[i].comma && !strings.Contains(text, " "+p.words[i-1].Stem+" "+p.words[i].Stem+" ") {
			return false
		}
	}
	return true
}

func (t *turn) holdsAll(par corpus.Paragraph, stems map[string]bool) bool {
	held := map[string]bool{}
	for _, s := range stemsOf(par.Heading + " " + par.Text) {
		held[s] = true
	}
	for s := range stems {
		if !held[s] {
			return false
		}
	}
	return true
}

// bestSentences keeps the sentences of a paragraph that hold the most of the
// stems, in their order, as many as fit.
func (t *turn) bestSentences(text string, stems map[string]bool) string {
	var kept []string
	for _, span := range nlp.Sentences(text) {
		s := text[span.Start:span.End]
		for _, stem := range stemsOf(s) {
			if stems[stem] {
				kept = append(kept, s)
				break
			}
		}
		if len(kept) == 3 {
			break
		}
	}
	out := strings.Join(kept, " ")
	if runes(out) > maxLong-60 {
		out = string([]rune(out)[:maxLong-60]) + "…"
	}
	return out
}
