package plan

import (
	"slices"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/lexicon"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// mentionContext adds what pronouns and left-out names stand for in the
// conversation.
func (p mentioner) mentionContext() {
	topics, answers := p.q.Said.Topics, p.q.Said.Answers
	if p.q.Said.Nothing() {
		return
	}
	who := p.lex.Asks[question.Who]
	for i, w := range p.words {
		switch english.PronounOf(w.Norm) {
		case english.Thing:
			of, given := p.ofKind(topics, ^who), p.ofKind(answers, ^who)
			if len(of) > 1 && len(given) == 1 { // "which of them is oldest?" "Alba." "who built it?"
				of, given = given, of
			}
			p.addContext(i, i+1, of, p.costs[costPronoun])
			p.addContext(i, i+1, given, p.costs[costPronoun]+0.3)
			if len(of)+len(given) == 0 {
				p.addEarlier(i, ^who)
			}
		case english.Person:
			p.addContext(i, i+1, p.ofKind(answers, who), p.costs[costPronoun])
			p.addContext(i, i+1, p.ofKind(topics, who), p.costs[costPronoun]+0.1)
			if len(p.ofKind(answers, who))+len(p.ofKind(topics, who)) == 0 {
				p.addEarlier(i, who)
			}
		case english.Several:
			p.addContext(i, i+1, answers, p.costs[costPronoun])
			p.addContext(i, i+1, topics, p.costs[costPronoun]+0.1)
		}
		if i+1 < len(p.words) && english.PointsBack(w.Norm) {
			p.mentionPointed(i, topics, answers)
		}
	}
	if p.Elliptical() && !p.items.nameSomething() {
		n := len(p.words)
		p.addContext(n, n, topics, p.costs[costEllipsis])
		p.addContext(n, n, answers, p.costs[costEllipsis]+0.4)
		p.addContext(n, n, p.q.Said.Earlier, p.costs[costEllipsis]+0.8)
	}
}

// Elliptical reports whether a question leaves out what it is about: it begins as
// one that goes on, or is too short to say.
func (p *Chart) Elliptical() bool {
	for i := range p.words {
		if p.looksNamed(i) {
			return false // it names something, known or not
		}
	}
	if len(p.words) <= 5 {
		return true
	}
	return english.GoesOn(p.words[0].Norm) || p.wantsOthers()
}

// mostBare is how many words a question that goes on from another has at most, beside those that ask for all there is, to mean
// what it asks for of what was spoken of: "which countries?"
const mostBare = 4

// leavesOut reports whether a question means something by a pronoun, "list his films", "what else is by that director", or
// goes on from another in so few words that it does: then everything of a kind is not what is asked for.
func (p *Chart) leavesOut() bool {
	all := false
	for i, w := range p.words {
		if english.WantsAntecedent(w.Norm) || english.PointsBack(w.Norm) && w.Norm != "the" && i+1 < len(p.words) && p.words[i+1].Content() {
			return true
		}
		all = all || w.Norm == "there" || english.WantsAll(w.Norm) || english.IsQuantifier(w.Norm) || english.IsMention(w.Norm) || english.IsImperative(w.Norm)
	}
	return !p.q.Said.Nothing() && !all && len(p.words) <= mostBare
}

// mentionPointed reads "that film", "the same director".
func (p mentioner) mentionPointed(i int, topics, answers []kb.Node) {
	for _, h := range p.lex.At(p.words, i+1) {
		for _, s := range h.Senses {
			var kinds expr.KindSet
			switch s.Form {
			case lexicon.FormKind:
				kinds = p.lex.Below[s.Kind]
			case lexicon.FormObject:
				kinds = p.lex.To[s.Rel]
			default:
				continue
			}
			cost := p.costs[costPronoun]
			if p.words[i].Norm == "the" {
				if p.asksOnly(0, i) && p.asksOnly(h.End, len(p.words)) {
					continue // "who is the painter?" asks for another than was spoken of
				}
				cost += 1
			}
			p.addContext(i, h.End, p.ofKind(answers, kinds), cost)
			p.addContext(i, h.End, p.ofKind(topics, kinds), cost+0.1)
		}
	}
}

// asksOnly reports whether some words do no more than ask: "and who is …", "what about …".
func (p *Chart) asksOnly(from, to int) bool {
	return !slices.ContainsFunc(p.words[from:to], func(w question.Word) bool {
		return !english.IsWh(w.Norm) && !english.IsAuxiliary(w.Norm) && w.Glue&(english.GlueBe|english.GluePoss) == 0 && !english.GoesOn(w.Norm) && w.Norm != "about"
	})
}

// AsksRole reports whether a question that names nothing asks for what plays a part in what was spoken of: "who is the painter?"
func (p *Chart) AsksRole() bool {
	if p.q.Said.Nothing() || !p.Elliptical() || len(p.Named()) > 0 {
		return false
	}
	for i, w := range p.words {
		if w.Norm != "the" {
			continue
		}
		noun := i + 1
		if noun < len(p.words) && english.NumberOf(p.words[noun].Norm) > 0 {
			noun++ // "the three painters"
		}
		if noun == len(p.words) {
			break
		}
		for _, h := range p.lex.At(p.words, noun) {
			if slices.ContainsFunc(h.Senses, func(s lexicon.Sense) bool { return s.Form == lexicon.FormObject }) {
				return true
			}
		}
	}
	return false
}

// addEarlier has a pronoun stand for the thing of some kinds that was spoken of last before the last question.
func (p mentioner) addEarlier(i int, kinds expr.KindSet) {
	if list := p.ofKind(p.q.Said.Earlier, kinds); len(list) > 0 {
		p.addContext(i, i+1, list[:1], p.costs[costPronoun]+0.3)
	}
}

// addContext files nodes of the conversation as what some words stand for.
func (p mentioner) addContext(start, end int, nodes []kb.Node, cost float32) {
	if len(nodes) > 0 {
		p.addNames(start, end, nodes, cost)
	}
}

func (p mentioner) ofKind(nodes []kb.Node, kinds expr.KindSet) []kb.Node {
	return expr.Leaving(nodes, func(n kb.Node) bool { return !kinds.Has(p.base.KindOf(n)) })
}

// WantsAntecedent reports whether a question speaks of something by a pronoun
// that nothing came before.
func (p *Chart) WantsAntecedent() bool {
	if !p.q.Said.Nothing() || p.namesMore() || p.base.Statements() == 0 {
		return false // and without facts there is no telling what has a name
	}
	for i := range p.words {
		if p.looksNamed(i) {
			return false
		}
	}
	for i, w := range p.words {
		if i > 0 && (p.spokenBefore(i) || i+1 == len(p.words) && p.words[i-1].Comma && english.IsAuxiliary(p.words[i-1].Norm)) {
			continue // "a lovely evening, isn't it?"
		}
		if english.WantsAntecedent(w.Norm) && !(i > 0 && english.Dummy(p.words[i-1].Norm, w.Norm, p.q.NormAt(i+1), p.q.NormAt(i+2))) {
			return true
		}
		switch w.Norm {
		case "that", "this":
			if i+1 == len(p.words) || i > 0 && p.words[i-1].Glue&english.GlueBe != 0 {
				return true
			}
			for _, h := range p.lex.At(p.words, i+1) {
				if h.Senses[0].Form == lexicon.FormKind {
					return true
				}
			}
		}
	}
	return false
}

// namesMore reports whether a question names something that a pronoun of it may stand for, in "is he Korean?" no country is
// he, or that is called as the pronoun is.
func (p *Chart) namesMore() bool {
	kinds := expr.AnyKind
	person := slices.IndexFunc(p.words, func(w question.Word) bool { return english.PronounOf(w.Norm) == english.Person })
	if person >= 0 {
		kinds = p.lex.Asks[question.Who]
	}
	return slices.ContainsFunc(p.items, func(it item) bool {
		return it.names && it.mention() && it.cost < 1.5 && (it.x.Kinds&kinds != 0 || it.on(person))
	})
}

// spokenBefore reports whether the question itself has said what a pronoun stands
// for: "that train movie, who directed it", "are people free to sell it as they like".
func (p *input) spokenBefore(i int) bool {
	content := false
	for j, w := range p.words[:i] {
		if english.IsPlural(w.Norm) && english.PronounOf(p.words[i].Norm) == english.Several {
			return true
		}
		if english.IsWh(w.Norm) && content && j > 0 {
			return true
		}
		content = content || w.Content()
	}
	return false
}
