package plan

import (
	"slices"
	"strings"
	"unicode"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// mentionMisspelt adds what the words may mean if they are misspelt or shortened:
// wordings and names within a few edits, names of which some words stand there,
// and names that the knowledge base does not hold.
func (p guesser) mentionMisspelt() {
	known := p.items.known(len(p.words))
	for i, w := range p.words {
		if !known[i] && w.Skip >= question.SkipContent {
			p.mentionNearWording(i)
		}
	}
	p.mentionNearNames(known)
	p.mentionPartial()
	p.mentionBlank(known)
}

// maxEdits is how many edits a name of n letters may have: one from four, two
// from nine, three from sixteen.
func maxEdits(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 9:
		return 1
	case n < 16:
		return 2
	}
	return 3
}

// mentionNearWording reads a word that the schema's wordings nearly have.
func (p guesser) mentionNearWording(i int) {
	w := p.words[i].Norm
	most := min(maxEdits(len(w)), 2)
	if most == 0 {
		return
	}
	bestStem, best := "", most+1
	for n := len(w) - most; n <= len(w)+most; n++ {
		for _, s := range p.lex.Spelt.OfLength(n) {
			known := s.Word
			if known[0] != w[0] && known[n-1] != w[len(w)-1] {
				continue
			}
			if len(w) < 6 && n == len(w) && !sameLetters(known, w) {
				continue // "tall" is no misspelt "tale"
			}
			if d := nlp.Distance(known, w, most); d < best || d == best && s.Stem < bestStem {
				bestStem, best = s.Stem, d
			}
		}
	}
	if best > most || best == 0 {
		return
	}
	corrected := append([]question.Word(nil), p.words...)
	corrected[i].Stem = bestStem
	for back := max(0, i-4); back <= i; back++ {
		for _, h := range p.lex.At(corrected, back) {
			if h.End <= i {
				continue
			}
			for _, s := range h.Senses {
				p.addSense(h.Start, h.End, s, p.costs[costEdit]*float32(best))
			}
		}
	}
}

func sameLetters(a, b string) bool {
	var count [256]int
	for i := range a {
		count[a[i]]++
		count[b[i]]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// maxNearSpans bounds how many runs of words are looked up as misspelt names.
const maxNearSpans = 40

// mentionNearNames looks up the runs of words around each unknown word as
// misspelt names.
func (p guesser) mentionNearNames(known []bool) {
	tried := 0
	for start := range p.words {
		if p.words[start].IsGlue && !english.IsArticle(p.words[start].Norm) {
			continue
		}
		var key []byte
		unknown := false
		for end := start; end < len(p.words) && end-start < 8; end++ {
			if end > start || !english.IsArticle(p.words[end].Norm) {
				key = kb.AppendSquashed(key, p.words[end].Norm)
			}
			unknown = unknown || !known[end] && p.words[end].Skip > 0
			if !unknown || p.words[end].IsGlue || len(key) < 4 || tried == maxNearSpans {
				continue
			}
			tried++
			p.addNear(start, end+1, string(key))
		}
	}
}

func (p guesser) addNear(start, end int, key string) {
	near := p.base.Near(key, maxEdits(len(key)))
	if len(near) == 0 {
		return
	}
	best := near[0].Distance
	if best == 0 {
		return
	}
	if p.carriesOn(start, end) && len(key) < sureLetters*best {
		return
	}
	var nodes []kb.Node
	for _, n := range near {
		if n.Distance == best && len(nodes) < 8 && p.hasDigits(n.Node, key) {
			nodes = append(nodes, n.Node)
		}
	}
	p.addNames(start, end, nodes, p.costs[costEdit]*float32(best)+0.3)
}

// sureLetters is how many letters a name has at least for each edit where a talk goes on: who asks "who played Sandy?" of a film
// does not mean "Candy".
const sureLetters = 7

// carriesOn reports whether a question goes on from what was spoken of and says more than some of its words.
func (p guesser) carriesOn(start, end int) bool {
	return !p.q.Said.Nothing() && (slices.ContainsFunc(p.words[:start], question.Word.Content) || slices.ContainsFunc(p.words[end:], question.Word.Content))
}

// hasDigits reports whether one of an entity's names has the digits of what was typed: a number
// is not misspelt, it is another one ("Mickey 18").
func (p guesser) hasDigits(n kb.Node, typed string) bool {
	return slices.ContainsFunc(p.base.Names(n), func(name string) bool { return digits(name) == digits(typed) })
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// maxPartial is how many names may share the words that were typed; more tell
// nothing.
const maxPartial = 6

// mentionPartial reads words as names of which they are a part.
func (p guesser) mentionPartial() {
	for start := range p.words {
		if p.words[start].IsGlue {
			continue
		}
		var common []kb.Node
		worded := false
		for end := start; end < len(p.words) && end-start < 5; end++ {
			w := p.words[end]
			if w.IsGlue {
				continue
			}
			if slices.ContainsFunc(p.words[start:end], func(o question.Word) bool { return !o.IsGlue && o.Stem == w.Stem }) {
				break // the girl in "The Girl" is another than the film
			}
			nodes := p.nodesNamed(w.Stem)
			if end == start {
				common = nodes
			} else {
				common = intersect(common, nodes)
			}
			if len(common) == 0 {
				break
			}
			worded = worded || w.Kind == nlp.Word && len(w.Norm) > 2
			if !worded || len(common) > maxPartial {
				continue
			}
			meant := common
			if end+1 < len(p.words) && p.words[end+1].Kind == nlp.Number { // "Mickey 18" is not short for "Mickey 17"
				meant = slices.DeleteFunc(slices.Clone(common), func(n kb.Node) bool {
					return digits(p.base.Name(n)) != "" && !p.hasDigits(n, p.words[end+1].Norm)
				})
			}
			if len(meant) > 0 {
				p.addNames(start, end+1, meant, p.costs[costPartial]+0.1*float32(len(meant)))
			}
		}
	}
}

// nodesNamed returns the entities that have a stem in one of their names.
func (p guesser) nodesNamed(stem string) []kb.Node {
	all := p.base.Word(stem)
	if len(all) > 400 {
		return nil
	}
	var list []kb.Node
	for _, n := range all {
		if p.base.ID(n) == "" {
			continue
		}
		if slices.ContainsFunc(p.base.Names(n), func(name string) bool { return p.lex.Stems.HasStem(name, stem) }) {
			list = append(list, n)
		}
	}
	return list
}

// intersect keeps what is in both of two lists, in the order of the first.
func intersect(a, b []kb.Node) []kb.Node {
	in := make(map[kb.Node]bool, len(b))
	for _, n := range b {
		in[n] = true
	}
	return expr.Leaving(a, func(n kb.Node) bool { return !in[n] })
}

// mentionBlank reads runs of capitalised or quoted words that nothing else
// stands on as names that the knowledge base does not hold, so that what is
// supposed of them can be answered.
func (p guesser) mentionBlank(known []bool) {
	for i := 0; i < len(p.words); {
		if known[i] || !p.looksNamed(i) {
			i++
			continue
		}
		j := i + 1
		for j < len(p.words) && !known[j] && (p.looksNamed(j) || p.words[j].Marked != 0 && p.words[j].Marked == p.words[i].Marked) {
			j++
		}
		p.add(item{start: i, end: j, cat: catSet, names: true, cost: p.costs[costUnit] + p.costs[costBlank],
			x: &expr.Expr{Op: expr.OpUnknown, Kinds: expr.AnyKind &^ p.lex.Literal, Text: strings.TrimSpace(p.q.Span(i, j))}})
		i = j
	}
}
