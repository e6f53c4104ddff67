package reading

import (
	"hapjak/nlp"
)

// A form is the shape of a question around its question word. What follows from
// it for an answer is learned; the form is what is learned about.
type form uint8

const (
	formOther   form = iota // no question word: "Name the river that …"
	formWho                 // who directed, who was
	formWhose               // whose
	formWhat                // what + verb: what did, what caused
	formWhatBe              // what is X, what was the X of Y
	formWhatX               // what film, which city, in what year
	formWhen                //
	formWhere               //
	formWhy                 //
	formHow                 // how did
	formHowMany             // how many, how much
	formHowX                // how long, how old, how far
	numForms
)

// An asked is a question taken apart.
type asked struct {
	tokens []nlp.Token
	tags   []nlp.Tag
	form   form
	wh     int // the question word; -1 where there is none
	after  int // the first token behind the question phrase ("what year", "how many films")
	focus  int // the noun that says what is asked for ("year", "films"); -1 where none does
	of     int // the noun behind it in "what kind of engine"; -1 where there is none
}

func ask(tokens []nlp.Token, tags []nlp.Tag) asked {
	q := asked{tokens: tokens, tags: tags, wh: -1, focus: -1, of: -1}
	for i, t := range tokens {
		if f, ok := questionWord(t.Norm); ok {
			q.wh, q.form, q.after = i, f, i+1
			break
		}
	}
	switch q.form {
	case formOther:
		if len(tokens) > 0 && tags[0].Verb() || len(tokens) > 1 && tokens[0].Norm == "name" {
			q.nounPhrase(1)
		}
	case formWhat:
		q.what()
	case formHow:
		q.how()
	case formWhose:
		q.nounPhrase(q.wh + 1)
	}
	return q
}

func questionWord(w string) (form, bool) {
	switch w {
	case "who", "whom":
		return formWho, true
	case "whose":
		return formWhose, true
	case "what", "which", "what's":
		return formWhat, true
	case "when":
		return formWhen, true
	case "where":
		return formWhere, true
	case "why":
		return formWhy, true
	case "how":
		return formHow, true
	}
	return formOther, false
}

// what reads on behind "what" and "which".
func (q *asked) what() {
	i := q.wh + 1
	if i >= len(q.tokens) {
		return
	}
	if isBe(q.tokens[i].Norm) || q.tokens[i].Kind == nlp.Possessive {
		q.form = formWhatBe
		q.nounPhrase(i + 1)
		q.after = i
		return
	}
	if q.tags[i] == nlp.IN && q.tokens[i].Norm == "of" { // which of the
		q.form = formWhatX
		q.nounPhrase(i + 1)
		return
	}
	if q.nounPhrase(i); q.focus >= 0 {
		q.form = formWhatX
	}
}

// how reads on behind "how".
func (q *asked) how() {
	i := q.wh + 1
	if i >= len(q.tokens) {
		return
	}
	switch q.tokens[i].Norm {
	case "many", "much":
		q.form = formHowMany
		q.after = i + 1
		q.nounPhrase(i + 1)
		return
	}
	if t := q.tags[i]; t.Adjective() || t.Adverb() || isMeasure(q.tokens[i].Norm) {
		q.form, q.focus, q.after = formHowX, i, i+1
	}
}

func isMeasure(w string) bool {
	switch w {
	case "long", "old", "far", "big", "tall", "high", "often", "large", "deep", "fast", "wide", "late", "early", "old-fashioned":
		return true
	}
	return false
}

func isBe(w string) bool {
	switch w {
	case "is", "are", "was", "were", "be", "been", "being", "am":
		return true
	}
	return false
}

// nounPhrase finds the noun phrase that begins at i and sets focus, of and after by it.
func (q *asked) nounPhrase(i int) {
	head := -1
	for ; i < len(q.tokens); i++ {
		t := q.tags[i]
		switch {
		case head >= 0 && t == nlp.NNS && q.form == formWhatX && nounClass(q.tokens[head].Stem) != "" && nounClass(q.tokens[i].Stem) == "" && i+1 < len(q.tokens) && !q.tags[i+1].Verb() && q.tags[i+1] != nlp.MD:
			q.setFocus(head, i) // "What nation borders Mozambique", whose verb looks like a noun
			return
		case t.Noun(), head < 0 && t == nlp.VBG && q.form == formWhatX, head < 0 && t.Verb() && nounClass(q.tokens[i].Stem) != "" && q.verbFollows(i+1):
			head = i
		case t == nlp.DT, t == nlp.PRPS, t.Adjective(), t == nlp.CD, t == nlp.PDT, t == nlp.POS && head >= 0, t == nlp.VBN && head < 0, t == nlp.VBG && head < 0,
			t.Adverb() && head < 0, q.tokens[i].Norm == "-", t == nlp.QUOTE, t == nlp.COMMA && head < 0:
			if t == nlp.DT && head >= 0 {
				q.setFocus(head, i)
				return
			}
		default:
			q.setFocus(head, i)
			return
		}
	}
	q.setFocus(head, i)
}

// verbFollows reports whether a verb stands at i, so that what stands before it
// is a noun: "what states do".
func (q *asked) verbFollows(i int) bool {
	return q.form == formWhat && i < len(q.tags) && (q.tags[i].Verb() || q.tags[i] == nlp.MD)
}

func (q *asked) setFocus(head, end int) {
	if head < 0 {
		return
	}
	q.focus, q.after = head, end
	if head >= 2 && q.tags[head-1] == nlp.POS && q.tags[head-2].Noun() && isSort(q.tokens[head].Stem) {
		q.of = head - 2 // "his horse's name"
		return
	}
	if end+1 >= len(q.tokens) || q.tokens[end].Norm != "of" || !isSort(q.tokens[head].Stem) {
		return
	}
	inner := asked{tokens: q.tokens, tags: q.tags, focus: -1, of: -1}
	if inner.nounPhrase(end + 1); inner.focus >= 0 {
		q.of, q.after = inner.focus, inner.after
	}
}

// isSort reports whether the noun only leads to another: "what kind of engine".
func isSort(stem string) bool {
	switch stem {
	case "kind", "type", "sort", "name", "form", "number", "amount", "percentag", "percent", "part", "group", "class", "categori", "variety", "member", "style",
		"field", "piec", "titl", "titles", "term", "exampl", "portion", "proport", "fraction", "one", "some":
		return true
	}
	return false
}

// focusStem returns the stem of the noun that says what is asked for: of "what
// kind of engine" it is "engin".
func (q *asked) focusStem() string {
	switch {
	case q.of >= 0 && q.focus >= 0 && q.tokens[q.focus].Stem != "number" && q.tokens[q.focus].Stem != "amount" && q.tokens[q.focus].Stem != "percentag":
		return q.tokens[q.of].Stem
	case q.focus >= 0:
		return q.tokens[q.focus].Stem
	}
	return ""
}
