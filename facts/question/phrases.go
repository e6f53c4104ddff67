package question

import (
	"slices"

	"hapjak/nlp"
	"hapjak/nlp/english"
)

// Phrases lists what a question speaks of, the likeliest to be gone on with first: what it asks to be chosen ("which card should I
// get?": "the card"), then its other noun phrases from the last to the first. What it counts is none ("how many hectares").
func Phrases(question string) (list []string) {
	question = english.Uncontracted(question)
	tokens := nlp.Tokens(question)
	tags := nlp.GuessTags(tokens)
	chosen := 0
	for i := 0; i < len(tokens); i++ {
		from, end := nounPhrase(tokens, tags, i)
		if end <= from {
			continue
		}
		first := tokens[i].Norm
		if i = end - 1; english.IsQuantity(first) || english.IsTimeUnit(tokens[i].Norm) {
			continue
		}
		name := question[tokens[from].Start:tokens[i].End]
		if english.IsArticle(first) || english.IsWh(first) {
			name = "the " + name
		}
		if list = slices.Insert(list, chosen, name); english.IsWh(first) {
			chosen++
		}
	}
	return list
}

// nounPhrase is the noun phrase that begins at i, without an article, "which" or "my" before it; end is not behind from where none does.
func nounPhrase(tokens []nlp.Token, tags []nlp.Tag, i int) (from, end int) {
	from = i
	if n := tokens[i].Norm; english.IsArticle(n) || n == "which" || n == "what" || english.Possessive(n) || tags[i] == nlp.PRPS {
		from++
	}
	for k := from; k < len(tokens); k++ {
		switch t := tags[k]; {
		case t.Noun():
			end = k + 1
		case t.Adjective(), t == nlp.VBN && end == 0, t == nlp.POS && end > 0, tokens[k].Kind == nlp.Possessive:
		default:
			return from, end
		}
	}
	return from, end
}
