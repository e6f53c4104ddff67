package passages

import (
	"slices"

	"hapjak/nlp"
)

// Who looks for "organization" does not mean an organ, though the two share a stem. In
// a search for few words a passage that only shares the stem loses a part of its score,
// Ranking.Exact; in a question of many words it is their company that tells. Of one word
// alone it loses more, Ranking.ExactAlone: however often it has the stem, the word comes first.

// exactTerms is for how many words at most that is looked at: it takes reading the
// passages themselves.
const exactTerms = 3

// preferExact lowers the scores of passages that have words in other forms, and sorts
// them again.
func (r *reranker) preferExact(list []candidate) {
	if r.query.rank.Exact == 0 || len(r.query.terms) > exactTerms {
		return
	}
	for i, c := range list {
		list[i].score -= c.score * r.otherForms(c.passage, r.sequences[c.at])
	}
	slices.SortFunc(list, byScore)
}

// otherForms returns which part of its score a passage loses.
func (r *reranker) otherForms(passage uint32, s sequence) float64 {
	p, title := r.ix.paragraph(int(passage)), r.ix.source(r.ix.sourceOf(int(passage))).Title
	other := 0.0
	for _, t := range r.query.terms {
		if slices.Contains(s.terms, uint32(t.term)) {
			other += t.weight * min(otherForm(p.Text, t.word), otherForm(p.Heading, t.word), otherForm(title, t.word))
		}
	}
	lost := r.query.rank.Exact
	if len(r.query.terms) == 1 {
		lost = r.query.rank.ExactAlone
	}
	return lost * other / r.query.total
}

// apart is how much of another form it is that a word has a hyphen or an apostrophe in it where the query has none.
const apart = 3. / 4

// otherForm returns 0 where a text has a word, however it is capitalised and accented, and 1 where it has only others
// of its stem.
func otherForm(text, word string) float64 {
	var c compound
	form := 1.0
	is := func(variant string) bool { return variant != "" && nlp.Fold(variant) == word }
	for start, end := range nlp.Spans(text) {
		own := text[start:end]
		if nlp.Fold(own) == word {
			return 0
		}
		if is(c.next(text, start, end)) || is(withoutApostrophe(own)) {
			form = apart
		}
	}
	if is(c.whole()) {
		form = apart
	}
	return form
}
