package question

import (
	"slices"

	"hapjak/nlp/english"
)

// maxTerm is how many words a term has at most.
const maxTerm = 4

// Term is what a question asks to be told the meaning of, as stems, nil where it asks something else: "what is a mill
// pond?", "what are mill ponds", "what does mill pond mean?", "define mill pond".
func (q *Question) Term() (stems []string) {
	words := q.Words
	i := slices.IndexFunc(words, func(w Word) bool { return Asks(w.Norm) == What || english.IsDefine(w.Norm) })
	if i < 0 || q.Verdict {
		return nil
	}
	asks := english.IsDefine(words[i].Norm) || words[i].Norm != "what" // "what's"
	for i++; i < len(words) && (words[i].Glue&english.GlueBe != 0 || words[i].Norm == "'s" || words[i].Norm == "does" || words[i].Norm == "do" || english.IsArticle(words[i].Norm)); i++ {
		asks = true
	}
	for ; i < len(words); i++ {
		w := words[i]
		switch {
		case english.IsDefine(w.Norm):
		case len(stems) == maxTerm, w.Norm != "of" && (w.IsGlue || english.IsPreposition(w.Norm)):
			return nil // "what is the mill in Alba for"
		case w.Skip >= SkipContent || len(stems) > 0:
			stems = append(stems, w.Stem)
		}
	}
	if !asks {
		return nil
	}
	return stems
}

// Person is the name of whom it is asked who he or she is, as stems, nil where something else is asked: "who is Ann Lee?", but not
// "who is the miller?" or "who is in it?".
func (q *Question) Person() (stems []string) {
	i := slices.IndexFunc(q.Words, func(w Word) bool { return Asks(w.Norm) == Who })
	if i < 0 || q.Verdict {
		return nil
	}
	be := q.Words[i].Norm != "who" // "who's"
	for _, w := range q.Words[i+1:] {
		switch {
		case !be && (w.Glue&english.GlueBe != 0 || w.Norm == "'s"):
			be = true
		case !be || w.Skip < SkipContent || w.IsGlue || len(stems) == maxTerm || english.IsPreposition(w.Norm):
			return nil
		default:
			stems = append(stems, w.Stem)
		}
	}
	return stems
}
