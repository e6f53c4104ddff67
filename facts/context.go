package facts

import (
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

const (
	costPronoun  = 0.2
	costEllipsis = 0.8 // of a topic that was not even pointed at
)

// mentionContext adds what pronouns and left-out names stand for in the
// conversation.
func (t *turn) mentionContext(p *planner) {
	topics, answers := t.r.Said.Topics, t.r.Said.Answers
	who := t.a.lex.asks[question.Who]
	for i, w := range p.words {
		switch w.Norm {
		case "it", "its", "that", "this":
			p.addContext(i, i+1, t.ofKind(topics, ^who), costPronoun)
			p.addContext(i, i+1, t.ofKind(answers, ^who), costPronoun+0.3)
		case "he", "she", "him", "her", "his", "hers":
			p.addContext(i, i+1, t.ofKind(answers, who), costPronoun)
			p.addContext(i, i+1, t.ofKind(topics, who), costPronoun+0.1)
		case "they", "them", "their", "theirs", "these", "those":
			p.addContext(i, i+1, answers, costPronoun)
			p.addContext(i, i+1, topics, costPronoun+0.1)
		}
		if i+1 < len(p.words) && pointsBack(w.Norm) {
			t.mentionPointed(p, i, topics, answers)
		}
	}
	if t.elliptical(p) && !t.names(p) {
		n := len(p.words)
		p.addContext(n, n, topics, costEllipsis)
		p.addContext(n, n, answers, costEllipsis+0.4)
	}
}

// elliptical reports whether a question leaves out what it is about: it begins as
// one that goes on, or is too short to say.
func (t *turn) elliptical(p *planner) bool {
	for i := range p.words {
		if p.looksNamed(i) {
			return false // it names something, known or not
		}
	}
	if len(p.words) <= 5 {
		return true
	}
	switch p.words[0].Norm {
	case "and", "but", "so", "also", "ok", "then":
		return true
	}
	return t.wantsOthers()
}

func pointsBack(w string) bool {
	switch w {
	case "that", "this", "the", "same", "those", "these":
		return true
	}
	return false
}

// mentionPointed reads "that film", "the same director".
func (t *turn) mentionPointed(p *planner, i int, topics, answers []kb.Node) {
	for _, h := range p.lex.at(p.words, i+1) {
		for _, s := range h.senses {
			var kinds kindSet
			switch s.form {
			case formKind:
				kinds = t.a.lex.below[s.kind]
			case formObject:
				kinds = t.a.lex.to[s.rel]
			default:
				continue
			}
			cost := float32(costPronoun)
			if p.words[i].Norm == "the" {
				cost += 1
			}
			p.addContext(i, h.end, t.ofKind(answers, kinds), cost)
			p.addContext(i, h.end, t.ofKind(topics, kinds), cost+0.1)
		}
	}
}

// addContext files nodes of the conversation as what some words stand for.
func (p *planner) addContext(start, end int, nodes []kb.Node, cost float32) {
	if len(nodes) > 0 {
		p.addNames(start, end, nodes, cost)
	}
}

// names reports whether a question has a name of its own.
func (t *turn) names(p *planner) bool {
	for _, it := range p.items {
		if it.names && it.left < 0 && it.cost < 1.5 {
			return true
		}
	}
	return false
}

func (t *turn) ofKind(nodes []kb.Node, kinds kindSet) []kb.Node {
	var list []kb.Node
	for _, n := range nodes {
		if t.e.is(n, kinds) {
			list = append(list, n)
		}
	}
	return list
}

// wantsAntecedent reports whether a question speaks of something by a pronoun
// that nothing came before.
func (t *turn) wantsAntecedent(p *planner) bool {
	if t.prev != nil && len(t.prev.Topics)+len(t.prev.Answers) > 0 || t.names(p) {
		return false
	}
	if !t.curated() {
		return false // without facts there is no telling what has a name
	}
	for i := range p.words {
		if p.looksNamed(i) {
			return false
		}
	}
	for i, w := range p.words {
		if i > 0 && t.spokenBefore(p, i) {
			continue
		}
		switch w.Norm {
		case "it", "its", "he", "she", "him", "her", "his", "they", "them", "their":
			return true
		case "that", "this":
			if i+1 == len(p.words) || i > 0 && p.words[i-1].Glue&english.GlueBe != 0 {
				return true
			}
			for _, h := range p.lex.at(p.words, i+1) {
				if h.senses[0].form == formKind {
					return true
				}
			}
		}
	}
	return false
}

// spokenBefore reports whether the question itself has said what a pronoun stands
// for: "that train movie, who directed it".
func (t *turn) spokenBefore(p *planner, i int) bool {
	content := false
	for j, w := range p.words[:i] {
		if english.IsWh(w.Norm) && content && j > 0 {
			return true
		}
		content = content || w.Content()
	}
	return false
}

// askBack asks for the name that a question leaves open.
func (t *turn) askBack() bool {
	text := "Which one do you mean? Ask again with the name"
	if ex := t.a.base.Schema().Examples; len(ex) > 0 {
		text += ", for example: " + ex[0]
	} else {
		text += "."
	}
	return t.finish(Ambiguous, text, 0)
}
