package passages

import (
	"slices"

	"hapjak/nlp"
)

// Who looks for "organization" does not mean an organ, though the two share a stem. In
// a search for few words a passage that only shares the stem loses a part of its score,
// Ranking.Exact; in a question of many words it is their company that tells.

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
	p := r.ix.paragraph(int(passage))
	other := 0.0
	for _, t := range r.query.terms {
		if slices.Contains(s.terms, uint32(t.term)) && !holdsWord(p.Text, t.word) && !holdsWord(p.Heading, t.word) &&
			!holdsWord(r.ix.source(r.ix.sourceOf(int(passage))).Title, t.word) {
			other += t.weight
		}
	}
	return r.query.rank.Exact * other / r.query.total
}

// holdsWord reports whether a text has a word, however it is capitalised and accented.
func holdsWord(text, word string) bool {
	for start, end := range nlp.Spans(text) {
		if nlp.Fold(text[start:end]) == word {
			return true
		}
	}
	return false
}
