package question

import (
	"slices"

	"hapjak/nlp/english"
)

// SpeaksOfSources reports whether any word of a question could mean the sources.
func (q *Question) SpeaksOfSources() bool {
	return slices.ContainsFunc(q.Words, func(w Word) bool { return english.IsSource(w.Norm) || english.IsPiece(w.Norm) })
}

// SourceAsked returns the words that ask which article says something, with the verb of saying
// that follows: "which article mentions", "where did you read about". A story or a page is meant
// so only as one of several or with such a verb: "in which of your texts", "which page tells".
// Quoted tells whether the message quotes something that "where is that from" may mean.
func (q *Question) SourceAsked(quoted bool) (from, to int) {
	words := q.Words
	says := func(i int) bool { return i < len(words) && english.IsMention(words[i].Norm) }
	asPassive := len(words) > 0 && says(len(words)-1)                             // "in which text is X mentioned?"
	if last := len(words) - 1; quoted && last > 2 && words[last].Norm == "from" { // "where on earth does that come from?"
		for i, w := range words[:last] {
			if w.Norm == "where" && slices.ContainsFunc(words[i:last], func(w Word) bool { return english.PronounOf(w.Norm) == english.Thing }) {
				return i, len(words)
			}
		}
	}
	for i, w := range words { // "where did you read about …", "where do the articles mention …"
		if w.Norm != "where" || i+3 >= len(words) || !english.IsAuxiliary(words[i+1].Norm) {
			continue
		}
		for k := i + 2; k < min(i+5, len(words)); k++ {
			speaker := words[k-1].Norm
			if speaker == "it" && english.IsStated(words[k].Norm) {
				return i, q.pastMention(k + 1)
			}
			if says(k) && (english.PronounOf(speaker) != english.NoPronoun || speaker == "you" || speaker == "i" || english.IsSource(speaker) || english.IsPiece(speaker)) {
				return i, q.pastMention(k)
			}
		}
	}
	for i, w := range words {
		if w.Norm != "which" && w.Norm != "what" {
			continue
		}
		if w.Norm == "which" && q.pointsBack(i+1) && slices.ContainsFunc(words[:i], func(w Word) bool { return english.IsSource(w.Norm) }) {
			return i, len(words) // "one of the articles tells of X: which is it?"
		}
		for k := i + 1; k < min(i+5, len(words)) && !english.IsAuxiliary(words[k].Norm); k++ {
			of := k > i+1 && words[i+1].Norm == "of"
			if english.IsArticle(words[k].Norm) && !of {
				break // "which person wrote the text"
			}
			last := k+1 == len(words) && k == i+1 && i > 0
			if !english.IsSource(words[k].Norm) && !((of || last || asPassive || says(k+1) || k+3 < len(words) && english.IsAuxiliary(words[k+1].Norm) && says(k+3)) && english.IsPiece(words[k].Norm)) {
				continue
			}
			return i, q.pastMention(k + 1)
		}
	}
	return 0, 0
}

// pointsBack reports whether no more than "is it" or "one was that" stands from i on.
func (q *Question) pointsBack(i int) bool {
	if q.NormAt(i) == "one" {
		i++
	}
	return i+2 == len(q.Words) && english.IsAuxiliary(q.Words[i].Norm) && english.PronounOf(q.Words[i+1].Norm) == english.Thing
}

// pastMention is the place behind the verbs of saying and the small words that stand from i on.
func (q *Question) pastMention(i int) int {
	for words := q.Words; i < len(words) && (english.IsMention(words[i].Norm) || english.IsAuxiliary(words[i].Norm) || words[i].IsGlue); i++ {
	}
	return i
}

// SeeksGist reports whether a question asks of an article no more than what stands in it, "what is the article about?",
// "summarise the article"; names reports whether a word belongs to what the article is called.
func (q *Question) SeeksGist(names func(Word) bool) bool {
	asks, about := q.Order, q.Order
	for _, w := range q.Words {
		asks = asks || Asks(w.Norm) == What
		switch mentions := english.IsMention(w.Norm); {
		case mentions || w.Norm == "about" || w.Norm == "on" || w.Norm == "in":
			about = true
		case w.Content() && !english.IsSource(w.Norm) && !english.IsPiece(w.Norm) && !names(w):
			return false
		}
	}
	return asks && about
}
