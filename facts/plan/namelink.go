package plan

import (
	"slices"
	"strings"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/lexicon"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// maxNameWords is the longest name, in words, that is looked for.
const maxNameWords = 16

func (p mentioner) mentionNames(i int) {
	p.mentionPlural(i)
	key := p.key[:0]
	number, from, to := 0, 0, 0 // the one number in the name, and where it stands in the key
	for j := i; j < len(p.words) && j-i < maxNameWords; j++ {
		before := len(key)
		if j > i || !english.IsArticle(p.words[j].Norm) {
			key = kb.AppendSquashed(key, p.words[j].Norm)
		}
		if n := english.NumberOf(p.words[j].Norm); n > 0 && j > i {
			number, from, to = n, before, len(key)
		}
		if len(key) == 0 {
			continue
		}
		nodes := p.base.Named(string(key))
		if len(nodes) == 0 && number > 0 { // "rocky 2" is "Rocky II"
			for _, form := range english.NumberForms(number) {
				nodes = append(nodes, p.base.Named(string(key[:from])+form+string(key[to:]))...)
			}
		}
		if len(nodes) > 0 && !p.goesOn(i, j+1) {
			p.addNames(i, j+1, nodes, p.nameCost(i, j+1))
		}
	}
	p.key = key
}

// mentionPlural reads the plural of an attribute's name: "westerns", "comedies".
func (p mentioner) mentionPlural(i int) {
	w := p.words[i].Norm
	stem, ok := strings.CutSuffix(w, "s")
	if !ok || len(w) < 5 || p.lex.Attributes == 0 {
		return
	}
	forms := []string{stem}
	if s, ok := strings.CutSuffix(stem, "ie"); ok {
		forms = append(forms, s+"y")
	} else if s, ok := strings.CutSuffix(stem, "e"); ok {
		forms = append(forms, s)
	}
	for start := i; start >= max(0, i-1); start-- { // "sports dramas", "westerns"
		before := ""
		if start < i {
			if p.words[start].IsGlue {
				break
			}
			before = string(kb.AppendSquashed(nil, p.words[start].Norm))
		}
		for _, form := range forms {
			nodes := p.ofKind(p.base.Named(before+form), p.lex.Attributes)
			if len(nodes) > 0 {
				before := len(p.items)
				if p.goesOn(start, i+1) {
					break
				}
				p.addNames(start, i+1, nodes, 0)
				for _, it := range p.items[before:] {
					if it.head {
						p.plurals = append(p.plurals, it)
					}
				}
				break
			}
		}
	}
}

// addNames files one item for each kind that the nodes are of.
func (p mentioner) addNames(start, end int, nodes []kb.Node, cost float32) {
	cost += p.costs[costUnit] - min(p.costs[costLonger]*float32(end-start-1), p.costs[costUnit]/2)
	for len(nodes) > 0 {
		k := p.base.KindOf(nodes[0])
		var same, rest []kb.Node
		for _, n := range nodes {
			if p.base.KindOf(n) == k {
				same = append(same, n)
			} else {
				rest = append(rest, n)
			}
		}
		it := item{start: start, end: end, cat: catSet, cost: cost, names: true,
			x: &expr.Expr{Op: expr.OpNodes, Nodes: p.exactly(start, end, same), Kinds: 1 << k}}
		if k == kb.Text {
			it.cost += p.costs[costText]
		}
		p.add(it)
		p.addHeaded(it)
		nodes = rest
	}
}

// addHeaded lets the name of an attribute stand for the things that have it: "a
// thriller" is a film of that genre.
func (p mentioner) addHeaded(it item) {
	if it.x.Kinds&p.lex.Attributes == 0 || it.start == it.end {
		return
	}
	for _, rel := range p.lex.Implied {
		if p.lex.To[rel]&it.x.Kinds != 0 {
			h := it
			h.names, h.head, h.cost = false, true, it.cost+p.costs[costHeaded]
			h.x = &expr.Expr{Op: expr.OpJoin, Rel: rel, Inv: true, Implied: true, Kinds: p.lex.From[rel], Args: []*expr.Expr{it.x}}
			p.add(h)
		}
	}
}

// exactly keeps, of several nodes, those that are called just what was typed,
// articles included, when there are any: "The Girl" is not "Girl".
func (p mentioner) exactly(start, end int, nodes []kb.Node) []kb.Node {
	if len(nodes) < 2 || start == end {
		return nodes
	}
	typed := nlp.Fold(p.q.Span(start, end))
	exact := expr.Leaving(nodes, func(n kb.Node) bool {
		return !slices.ContainsFunc(p.base.Names(n), func(name string) bool { return nlp.Fold(name) == typed })
	})
	if len(exact) > 0 {
		return exact
	}
	return nodes
}

// nameCost says how unlikely it is that these words are meant as a name, though
// the knowledge base has one that is written so.
func (p mentioner) nameCost(start, end int) float32 {
	glued, talk := true, true
	capital := false
	for i := start; i < end; i++ {
		w := p.words[i]
		glued = glued && w.IsGlue
		talk = talk && w.Skip < question.SkipContent
		capital = capital || i > 0 && w.Capitalised()
	}
	if p.words[start].Marked != 0 {
		return 0
	}
	var cost float32
	switch {
	case glued && end == start+1 && english.IsWh(p.words[start].Norm):
		cost = 2 * p.costs[costGlueRun] // "who" is seldom the band
	case end == start+1 && p.words[start].Kind == nlp.Number && start > 0 && p.words[start-1].Glue&(english.GlueWith|english.GlueOf) != 0:
		cost = p.costs[costWording] // "films of 1900" are of the year
	case glued:
		cost = p.costs[costGlueRun]
	case talk:
		cost = p.costs[costTalkRun]
	case p.isWording(start, end) || end == start+1 && p.words[start].Norm == "common":
		cost = p.costs[costWording]
	}
	if capital && !p.shouting {
		cost /= 4
	}
	return cost
}

// goesOn reports whether words are a wording of the schema in a talk, where they mean what they ask for of what was spoken of,
// and not something that is called so: "director?", "who made the film?"
func (p mentioner) goesOn(start, end int) bool {
	return !p.q.Said.Nothing() && p.isWording(start, end)
}

// isWording reports whether words are one of the schema, "director", "the film".
func (p mentioner) isWording(start, end int) bool {
	if english.IsArticle(p.words[start].Norm) && start+1 < end {
		start++
	}
	return slices.ContainsFunc(p.lex.At(p.words, start), func(h lexicon.Hit) bool { return h.End == end })
}
