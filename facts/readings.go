package facts

import (
	"strings"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/reading"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// readings are a question as it stands, and behind the question that it goes on from.
func (t *inquiry) readings() []decide.Asked {
	p := t.first()
	r := t.r
	if text := t.respelt(r.Text); text != r.Text {
		r = question.Parse(text, r.Said, t.a.Planner().Stems())
	}
	var a decide.Asked
	a.Text = t.respelt(t.whole())
	term := r.Term()
	if title := t.bareTitle(r); title != nil {
		term, a.Text = title, question.WhatIs(r.Text)
	} else if meaning := r.Meaning(); meaning != "" && t.frame.Rest == "" {
		a.Text = meaning
	}
	a.Type = reading.TypeOf(english.Uncontracted(t.r.Text))
	if len(term) > 0 {
		a.Type = reading.TypeOf(a.Text)
	}
	either := t.r.Verdict && t.r.Either()
	a.Verdict = (t.r.Verdict && !t.r.SeeksAny() || t.frame.Claim && !t.r.Order) && !either
	a.Either = either
	a.Several, a.Count, a.Apart = t.r.Several(), t.r.Count(), t.apart()
	if a.Type.Coarse() == "NUM" && a.Type != "NUM:date" && a.Count == 0 && !t.r.Chooses() {
		a.Several = false // "hours on the stove?"
	}
	a.One = !a.Several && t.r.One()
	if a.Type.Coarse() != "DESC" && !a.Verdict {
		a.Options = t.r.Options()
	}
	a.Short = either || !a.Verdict && a.Type.Coarse() != "DESC"
	a.Later = t.prev != nil && t.prev.Question != ""
	a.Leaning = a.Later && t.leans(p)
	kinds, ask := p.Wants()
	if ask == question.Nothing && t.r.Headless() {
		kinds = p.Described()
	}
	a.Query = evidence.Query{Text: a.Text, Source: t.q.Source, Named: p.Named(),
		Term:  term,
		Wants: func(n kb.Node) bool { return t.chooser().Wanted(&a, n) >= 0 }}
	if who := t.r.Person(); who != nil {
		a.Query.Term, a.Query.Who = who, true
	}
	a.Kinds = kinds
	if a.Later {
		a.Query.Last = t.prev.Cited
	}
	beside := t.besideWords()
	words := r.Words
	if from, to := t.r.SourceAsked(t.quoted() != ""); to > from { // what the article is to say is what the evidence has to hold
		sought := t.sourceSought(from, to)
		words = question.Parse(sought, question.Said{}, t.a.Planner().Stems()).Words
		a.Which, a.Text = true, english.Telling+sought
		a.Query.Text = a.Text
	}
	a.Query.Words = append(t.contentWords(words), beside...)
	a.Words, a.Unknown, a.Around = a.Query.Words, t.nowhere(a.Query.Words), len(beside)
	a.Facts, a.Articles = t.ofFacts(p), t.a.Passages() != nil
	list := []decide.Asked{a}
	if a.Later {
		j := a
		j.Joined = true
		before, given := t.prev.Question, t.a.namesOf(t.prev.Answers)
		j.Text = before + " | " + a.Text
		j.Query.Text = before + " " + strings.Join(given[:min(len(given), maxGiven)], " ") + " " + a.Text
		j.Query.Words = append(t.contentWords(question.Parse(before, question.Said{}, t.a.Planner().Stems()).Words), a.Query.Words...)
		j.Query.Named = append(append([]kb.Node(nil), a.Query.Named...), t.a.Nodes(t.prev.Topics)...)
		j.Words = j.Query.Words
		list = append(list, j)
	}
	return list
}

// bareTitle is a question, as its stems, that is no more than the title of an article: it asks what that is.
func (t *inquiry) bareTitle(r *question.Question) (stems []string) {
	if t.prev != nil || t.frame.Rest != "" {
		return nil
	}
	for _, w := range r.Words {
		if !w.Content() && w.Norm != "of" && w.Norm != "and" {
			return nil
		}
		stems = append(stems, w.Stem)
	}
	if !t.a.isTitle(stems) {
		return nil
	}
	return stems
}

// respelt is a text with the words that nothing knows as they were probably meant: misspelt or shortened words of the articles.
// What is a word to the encoder is none of them, whatever it resembles: it has most English words whole, others in two pieces; one
// of two pieces is misspelt where the word that it resembles is a whole one, and its own stem is none.
func (t *inquiry) respelt(text string) string {
	if t.a.Passages() == nil {
		return text
	}
	meant, from := "", 0
	for tok := range t.a.Planner().Stems().EachToken(text) {
		if tok.Kind != nlp.Word || t.a.Planner().Worded(tok.Norm) {
			continue
		}
		model := t.a.reader.Model()
		if model == nil {
			return text
		}
		count := func(word string) int { return len(model.Tokenize(word, maxPieces, nil)) }
		word, ok, pieces := "", false, count(tok.Norm)
		switch {
		case pieces > 1 && t.run.Unheard(tok.Stem):
			if word, ok = t.a.Passages().Meant(tok.Norm, true); ok && pieces == 2 && (count(word) > 1 || count(tok.Stem) == 1) {
				word, ok = t.a.Passages().Meant(tok.Norm, false)
			}
		case pieces > 2:
			word, ok = t.a.Passages().Form(tok.Norm)
		}
		if ok && word != tok.Norm && count(word) <= pieces {
			meant += text[from:tok.Start] + word
			from = tok.End
		}
	}
	return meant + text[from:]
}

// maxPieces bounds how many pieces of a word are counted.
const maxPieces = 4

// span is what is typed from one word to another, nothing where there is none.
func (t *inquiry) span(from, to int) string {
	if from >= to {
		return ""
	}
	return t.r.Span(from, to)
}

// maxGiven is how many names of the last answer are sought with a question that goes on from it.
const maxGiven = 3

// maxWhole bounds, in bytes, what is read of a message around its question.
const maxWhole = 400

// whole is the message as it is read: the question with what is said around it.
func (t *inquiry) whole() string {
	text := strings.TrimSpace(t.frame.Rest + " " + t.r.Text)
	if len(t.frame.Asks) > 1 {
		text = t.r.Text
	}
	if len(text) > maxWhole {
		return t.r.Text
	}
	return text
}

// besideWeight is what a word beside the question weighs, against one in it.
const besideWeight = 0.3

// besideWords are the content words of what is said around the question.
func (t *inquiry) besideWords() []evidence.Word {
	if t.frame.Rest == "" || len(t.frame.Asks) > 1 {
		return nil
	}
	words := t.contentWords(question.Parse(t.frame.Rest, question.Said{}, t.a.Planner().Stems()).Words)
	for i := range words {
		words[i].Weight *= besideWeight
	}
	return words
}

// leans reports whether a question leaves out what it is about: it has a pronoun
// or points back, or is short and names nothing.
func (t *inquiry) leans(p *plan.Chart) bool {
	return t.r.PointsBack() || len(p.Named()) == 0 && (len(t.contentWords(t.r.Words)) < 3 || p.Elliptical())
}

// contentWords are the words of a question that its evidence is to account for.
func (t *inquiry) contentWords(words []question.Word) []evidence.Word {
	var list []evidence.Word
	for i, w := range words {
		if !w.Content() || w.Norm == "much" && i > 0 && words[i-1].Norm == "how" {
			continue
		}
		named := i > 0 && w.Capitalised()
		list = append(list, evidence.Word{Text: w.Text, Norm: w.Norm, Stem: w.Stem, Weight: t.rarity(w.Stem), Named: named, Number: w.Kind == nlp.Number})
	}
	return list
}

// rarity is how much a stem tells: its inverse document frequency.
func (t *inquiry) rarity(stem string) float64 {
	if t.a.Passages() != nil {
		return t.a.Passages().IDF(stem)
	}
	return 1
}

// nowhere is the share of the words' weight that stands nowhere in the base.
func (t *inquiry) nowhere(words []evidence.Word) float64 {
	var all, lost float64
	for _, w := range words {
		all += w.Weight
		if t.run.Unheard(w.Stem) {
			lost += w.Weight
		}
	}
	if all == 0 {
		return 0
	}
	return lost / all
}
