package plan

import (
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

const (
	maxDescribed   = 3 // things that may fit a description
	maxDescription = 4 // words of one
)

// mentionDescribed reads a kind with words around it that describe one of its
// members: "the baseball gorilla film", "the movie about a train". The words
// must all be told of it.
func (p guesser) mentionDescribed() {
	if p.base.Statements() > maxTextStatements {
		return
	}
	for _, it := range p.items {
		if it.left >= 0 || !it.bare || it.cat != catSet || it.x.Op != OpAll || it.x.Kinds&p.lex.literal != 0 {
			continue
		}
		p.describedBefore(it)
		p.describedAfter(it)
	}
}

func (p guesser) describedBefore(kind item) {
	var stems []string
	for i := kind.start - 1; i >= 0 && len(stems) < maxDescription; i-- {
		w := p.words[i]
		if w.IsGlue || w.Skip < question.SkipContent || w.Comma || p.items.superlativeAt(i) {
			break
		}
		stems = append(stems, w.Stem)
		p.addDescribed(i, kind.end, kind.x.Kinds, stems)
	}
}

func (p guesser) describedAfter(kind item) {
	if kind.end >= len(p.words) {
		return
	}
	switch p.words[kind.end].Norm {
	case "about", "with", "where", "in", "set", "on", "that", "featuring", "having", "who", "which":
	default:
		return
	}
	var stems []string
	for i := kind.end + 1; i < len(p.words) && len(stems) < maxDescription; i++ {
		w := p.words[i]
		if english.IsWh(w.Norm) || w.Comma {
			break
		}
		if w.IsGlue || w.Skip < question.SkipContent {
			continue
		}
		stems = append(stems, w.Stem)
		p.addDescribed(kind.start, i+1, kind.x.Kinds, stems)
	}
}

// addDescribed files what is of the kinds and is told all the stems of.
func (p guesser) addDescribed(start, end int, kinds KindSet, stems []string) {
	common := p.toldOf(stems[0], kinds)
	for _, s := range stems[1:] {
		common = intersect(common, p.toldOf(s, kinds))
	}
	if len(common) == 0 || len(common) > maxDescribed {
		return
	}
	p.addNames(start, end, common, p.costs[costDescribed]+0.2*float32(len(common)-1))
}

// toldOf returns the nodes of some kinds that a statement with the stem is about.
func (p guesser) toldOf(stem string, kinds KindSet) []kb.Node {
	var nodes []kb.Node
	seen := map[kb.Node]bool{}
	for _, s := range p.texts.postings(stem) {
		for _, n := range [2]kb.Node{p.base.Subject(s), p.base.Object(s)} {
			if kinds&(1<<p.base.KindOf(n)) != 0 && !seen[n] {
				seen[n] = true
				nodes = append(nodes, n)
			}
		}
	}
	return nodes
}
