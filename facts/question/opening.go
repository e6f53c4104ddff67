package question

import (
	"slices"
	"strings"

	"hapjak/nlp/english"
)

// openingOf tells from the first words whether the question wants a yes or a
// no, or is a request.
func openingOf(words []Word) (verdict, order bool) {
	for i, w := range words {
		if i > 0 && !order && words[i-1].IsGlue && !english.Opens(words[i-1].Norm) && !english.IsAuxiliary(words[i-1].Norm) {
			return false, false // "that is the writer of X" tells
		}
		switch {
		case english.IsAuxiliary(w.Norm):
			if i > 0 && words[i-1].Norm == "i" {
				continue // "I was wondering if …" tells: what follows may ask
			}
			next := ""
			if i+1 < len(words) {
				next = words[i+1].Norm
			}
			if next == "there" && english.Denies(w.Norm) {
				return false, false // "wasn't there a film that …" recalls it, and asks which
			}
			if w.Norm == "do" && english.IsImperative(next) {
				continue // "do tell me"
			}
			weKnow := next == "we" && i+2 < len(words) && words[i+2].Norm == "know"
			if weKnow || next == "you" || next == "u" || next == "anyone" || next == "anybody" || next == "someone" || next == "i" && w.Norm != "am" {
				if doing(words[i+2:]) && (next != "you" && next != "u" || !english.IsModal(w.Norm)) { // "can I swim there?", but not "can you pull up …"
					return !AsksLater(words[i+1:]), false
				}
				order = true // "can you tell me", "do we know": what follows decides
				continue
			}
			return !order || !AsksLater(words[i+1:]), false
		case english.IsImperative(w.Norm):
			order = true
		case w.Norm == "if" && (i == 0 || english.GoesOn(words[i-1].Norm)):
			return false, false // "and if I want more?"
		case w.Norm == "if" || w.Norm == "whether": // but "if somebody knows who …" asks who
			return !AsksLater(words[i+1:]), false
		case english.IsWh(w.Norm):
			return false, false
		case w.Skip == SkipContent:
			return false, order
		}
	}
	return false, order
}

// doing reports whether words behind "do you" or "can I" ask whether something is done or may be: they begin with a verb that
// neither tells, knows nor begs.
func doing(words []Word) bool {
	for i, w := range words {
		switch {
		case w.Norm == "have" && i+1 < len(words) && (words[i+1].Norm == "to" || english.IsArticle(words[i+1].Norm)):
			continue // "do I have to …", "do you have a …"
		case w.Norm == "to" || w.Norm == "still" || w.Norm == "also" || w.Norm == "just" || english.IsArticle(w.Norm):
			continue
		case english.IsImperative(w.Norm) || english.IsTalk(w.Norm) || english.IsOpinion(w.Norm) || english.IsOfHelper(w.Norm) || english.IsMention(w.Norm) || english.Tells(w.Norm) || w.Glue&english.GlueWith != 0:
			return false
		}
		return w.Skip >= SkipLight
	}
	return false
}

// PresentTense reports whether a question begins by asking what is so now: "is it", "does she".
func (q *Question) PresentTense() bool {
	return english.IsPresent(q.NormAt(0))
}

// tagged reports whether a statement ends in a tag that asks: "X is Korean, right?", "X isn't
// Korean, is she?"
func tagged(words []Word) bool {
	if len(words) < 3 || AsksLater(words) {
		return false
	}
	last, before := words[len(words)-1], words[len(words)-2]
	return english.IsTag(last.Norm) || before.Comma && english.IsAuxiliary(before.Norm) && english.WantsAntecedent(last.Norm)
}

// doubted reports whether a statement that something is so is put as a question: "So that is a mill?"
func doubted(text string, words []Word) bool {
	if !strings.HasSuffix(strings.TrimRight(text, ` "”')`), "?") || AsksLater(words) {
		return false
	}
	for i, w := range words {
		switch {
		case w.Comma || w.Norm == "or" || w.Norm == "if" || english.IsImperative(w.Norm) || english.IsAuxiliary(w.Norm) && w.Glue&english.GlueBe == 0:
			return false
		case w.Glue&english.GlueBe != 0:
			return i > 0 && i+1 < len(words) && !(i > 1 && words[i-1].Norm == "that" && (words[i-2].Content() || !english.Opens(words[i-2].Norm))) // "films that were made in Alba?"
		}
	}
	return false
}

// putForward reports whether a claim is put forward to be judged: "true or false: X is Korean", "X is Korean, fact or fiction?".
func putForward(words []Word) bool {
	for i := 1; i+1 < len(words); i++ {
		if words[i].Norm == "or" && english.IsTruth(words[i-1].Norm) && english.Denial(words[i+1].Norm) {
			return !AsksLater(words)
		}
	}
	return false
}

// PointsBack reports whether a question has a word that stands for what was said before: a pronoun,
// "another", or "and" at its beginning.
func (q *Question) PointsBack() bool {
	for i, w := range q.Words {
		alone := i+1 == len(q.Words) || q.Words[i+1].IsGlue || i == 0 // "that" and no noun
		if english.WantsAntecedent(w.Norm) || english.WantsOthers(w.Norm) || i == 0 && english.GoesOn(w.Norm) || alone && english.PronounOf(w.Norm) != english.NoPronoun {
			return true
		}
	}
	return false
}

// HasPronoun reports whether a question that names nothing has a pronoun that stands for one thing or person, "it", "her",
// but not the "it" of "wasn't it the miller who …".
func (q *Question) HasPronoun() bool {
	has := false
	for i, w := range q.Words {
		if i > 0 && w.Content() && w.Capitalised() {
			return false
		}
		has = has || english.WantsAntecedent(w.Norm) && english.PronounOf(w.Norm) != english.Several && !(i == 1 && q.cleft())
	}
	return has
}

// cleft reports whether a question begins as "was it the miller who …" or "was it the mill that …" does.
func (q *Question) cleft() bool {
	return len(q.Words) > 2 && q.Words[0].Glue&english.GlueBe != 0 &&
		slices.ContainsFunc(q.Words[2:], func(w Word) bool { return english.IsWh(w.Norm) || w.Norm == "that" })
}

// OfPronoun reports whether a question begins by asking of something that only a pronoun names: "is it on the list?", "did she win?".
func (q *Question) OfPronoun() bool {
	return len(q.Words) > 2 && english.IsAuxiliary(q.Words[0].Norm) && english.WantsAntecedent(q.Words[1].Norm) && !q.cleft() &&
		!english.Dummy(q.Words[0].Norm, q.Words[1].Norm, q.Words[2].Norm, q.NormAt(3))
}

// Asks reports whether anything is asked or begged for: "how lovely!" asks nothing.
func (q *Question) Asks() bool {
	exclaims := strings.HasSuffix(strings.TrimRight(q.Text, " "), "!")
	return strings.HasSuffix(strings.TrimRight(q.Text, " "), "?") || q.Verdict || q.Order ||
		slices.ContainsFunc(q.Words, func(w Word) bool { return english.IsWh(w.Norm) && !(exclaims && w.Norm == "how") })
}

// SpeaksToYou reports whether a message says or asks something of the one that it is sent to: "are you a robot?", not "could you
// list …", "thank you" or the "you" that means anybody, "how do you …", "if you …".
func (q *Question) SpeaksToYou() bool {
	for i, w := range q.Words {
		if !english.IsYou(w.Norm) {
			continue
		}
		before := q.NormAt(i - 1)
		switch {
		case i == 0 || w.Comma:
			return true
		case english.IsModal(before) || before == "do" && AsksLater(q.Words[:i-1]):
		case english.IsAuxiliary(before):
			if i+1 == len(q.Words) || q.Words[i+1].Skip != SkipTalk && !english.Provides(q.Words[i+1].Norm) { // not "do you know", "do you sell tea"
				return true
			}
		case i+1 == len(q.Words) && !q.Words[i-1].IsGlue && !english.IsThanks(before):
			return true
		}
	}
	return false
}

// AsksLater reports whether any of the words is a question word.
func AsksLater(words []Word) bool {
	return slices.ContainsFunc(words, func(w Word) bool { return english.IsWh(w.Norm) })
}
