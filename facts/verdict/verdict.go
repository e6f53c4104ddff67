// Package verdict says yes or no: it holds a claim, a question that wants a yes or a no, against the
// evidence that is told for it.
//
//	c := verdict.Claim{Question: q, …}
//	said := c.Of(ctx, told)                  // "Yes: ", "No: ", or "" where it is not clear
//
// The encoder says how far evidence supports and contradicts a claim; where one is not clearly likelier
// than the other the evidence is told alone. What it cannot weigh is read off the words (decisive.go):
// the part of a text that decides, opposites, what is only so of some, what is set apart; and tasks that
// are not done (tasks.go). A yes that lacks a name or a number of the claim is not said.
package verdict

import (
	"context"
	"math"
	"strings"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/judge"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A Claim is a question that wants a yes or a no, and what it is read by.
type Claim struct {
	Question *question.Question
	Base     *kb.Base
	Stems    *nlp.Stemmer
	Unheard  func(stem string) bool // whether a stem stands in no article
	Encoder  *judge.Reader
}

func (c *Claim) matcher() evidence.Matcher { return evidence.Matcher{Stems: c.Stems} }

// unsure is how many times likelier than the other a yes or a no must be to be said: of 54 verdicts of
// r1 to r33 and o24 to o32 below it 28 were of true claims, and 31 were right.
const unsure = math.E

// Of is the yes or no that evidence gives, "" where it is not clear: then the evidence alone is told.
func (c *Claim) Of(ctx context.Context, told []*decide.Judged) string {
	said := ""
	for _, w := range told {
		said += w.Said + " "
	}
	yes, no := c.rule(ctx, told[0])
	for _, w := range told[1:] { // "The tower can be climbed. Children under seven are not allowed up."
		if y, n := c.rule(ctx, w); y >= unsure*n && no > yes || n >= unsure*y && yes > no {
			return ""
		}
	}
	switch says, lacks := c.repeats(told[0]); {
	case yes > no && (lacks || c.Question.PresentTense() && former(told[0].Said) && !former(c.Question.Text+" .")), no > yes && says && !c.opposes(told[0].Said):
		return "" // it is not of whom or what is asked, or says what is asked in the same words
	}
	if undone, its := c.undone(told[0]); undone && yes >= no {
		if its {
			return "No: "
		}
		return ""
	}
	answer, _, itself := english.AnswersItself(said)
	switch {
	case yes >= no && itself && !answer: // it supports what it goes on to deny
		return "No: "
	case max(yes, no) < unsure*min(yes, no) && itself && c.asksSame(told[0]): // the page's own answer to the same question
		if answer {
			return "Yes: "
		}
		return "No: "
	case max(yes, no) < unsure*min(yes, no):
		return ""
	case yes > no:
		return "Yes: "
	}
	return "No: "
}

// TakenBack reports whether what is told behind a yes or a no, and has more of the question's words, says the opposite: "Ann Lee is
// the president. Lee, who never played, …"
func (c *Claim) TakenBack(ctx context.Context, verdict string, w, f *decide.Judged) bool {
	if verdict == "" || !f.Asked.Verdict || len(written(w.Asked.Words, f.Said)) <= len(written(w.Asked.Words, w.Said)) {
		return false
	}
	other := c.Of(ctx, []*decide.Judged{f})
	return other != "" && other != verdict
}

// former reports whether a text says that something is no longer so.
func former(text string) bool {
	toks := nlp.Tokens(text)
	for i, tok := range toks[:max(0, len(toks)-1)] {
		if english.Former(tok.Norm, toks[i+1].Norm) && !(i > 0 && english.IsAuxiliary(toks[i-1].Norm)) { // not "is used to fill it"
			return true
		}
	}
	return false
}

// asksSame reports whether evidence begins with a question that has every word of the one that is asked.
func (c *Claim) asksSame(w *decide.Judged) bool {
	question, _, ok := strings.Cut(w.Said, "?")
	return ok && c.matcher().Held(w.Asked.Words, question) >= 1
}

// trifling is the share of a question's weight that words have at most which tell little ("a thing") or stand there in
// another form ("Korea" for "Korean").
const trifling = 0.05

// repeats reports whether evidence says all of what is asked, and denies nothing, and whether it lacks a name or a
// number of the question.
func (c *Claim) repeats(w *decide.Judged) (says, lacks bool) {
	denies := func(text string) bool {
		for tok := range c.Stems.EachToken(text) {
			if english.Negates(tok.Norm) {
				return true
			}
		}
		return false
	}
	text := w.Text
	for _, s := range w.Stmts { // not what else is known of its ends
		text += " " + strings.Join(c.Base.Names(c.Base.Subject(s)), " ") + " " + strings.Join(c.Base.Names(c.Base.Object(s)), " ")
	}
	m := evidence.Matcher{Stems: c.Stems, Near: c.Encoder.Near()}
	var all, lost float64
	for i, share := range m.Shares(w.Asked.Words, text) {
		word := w.Asked.Words[i]
		all += word.Weight
		lost += word.Weight * (1 - share)
		lacks = lacks || share == 0 && (word.Number || word.Named && !c.Unheard(word.Stem))
	}
	says = all > 0 && lost <= trifling*all && !lacks
	return says && !denies(w.Text) && !denies(c.Question.Text), lacks
}

// opposes reports whether a text has the opposite of a word that the question has, and not the word:
// "unofficial" where it is asked whether something is official.
func (c *Claim) opposes(text string) bool {
	said, stems := map[string]bool{}, map[string]bool{}
	for tok := range c.Stems.EachToken(text) {
		said[tok.Norm], stems[tok.Stem] = true, true
	}
	for _, w := range c.Question.Words {
		if !w.Content() || stems[w.Stem] {
			continue
		}
		for other := range said {
			if english.Opposite(w.Norm, other) {
				return true
			}
		}
	}
	return false
}
