package plan

import (
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// maxHolding is how many statements may hold all words of a question and still tell
// what is asked.
const maxHolding = 12

// costByWords is of an answer that no plan leads to.
const costByWords = 2

// ByWords finds the statements whose wording holds every content word of the
// question: "the oldest surviving color film archived in Korea". It returns nil where
// there is none, or there are so many that they tell nothing.
func (r *Run) ByWords(c *Chart) (*Plan, []Member) {
	stems := c.content()
	if len(stems) < 2 || c.q.Verdict && len(stems) < 4 {
		return nil, nil // too little to say yes by
	}
	kinds, ask := c.Wants()
	stmts := r.identified(r.holding(stems), stems)
	if len(stmts) == 0 || len(stmts) > maxHolding {
		return nil, nil
	}
	rel := r.base.Relation(stmts[0])
	var list []Member
	for _, s := range stmts {
		if r.base.Relation(s) != rel || (ask == question.Why || ask == question.How) && !r.relAsks(rel, ask) {
			continue
		}
		if n, ok := r.part(s, stems, kinds); ok {
			list = append(list, Member{n, Proof{s}})
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	return &Plan{Expr: &Expr{Op: OpNodes, Kinds: AnyKind, Nodes: nodesOf(list)}, Ask: ask, Cost: costByWords, base: r.base}, list
}

// content returns the stems that must be accounted for.
func (p *input) content() []string {
	var stems []string
	for _, w := range p.words {
		if w.Content() {
			stems = append(stems, w.Stem)
		}
	}
	return stems
}

// Wants returns what the first question word asks for, and the kinds that answer it.
func (p *Chart) Wants() (kinds KindSet, ask question.Asking) {
	for i, w := range p.words {
		a := question.Asks(w.Norm)
		if a == question.Nothing {
			continue
		}
		kinds = AnyKind
		if set := p.lex.asks[a]; set != 0 {
			kinds = set
		}
		if k, end := p.kindAfter(i + 1); end > 0 && (a == question.What || a == question.Which) {
			kinds = k
		}
		return kinds, a
	}
	return AnyKind, question.Nothing
}

// identified keeps the statements that at least two of the stems find by what
// they are about, and not only by the wording of their relation.
func (r *Run) identified(stmts []kb.Stmt, stems []string) []kb.Stmt {
	var kept []kb.Stmt
	for _, s := range stmts {
		bag := map[string]bool{}
		for _, n := range []kb.Node{r.base.Subject(s), r.base.Object(s)} {
			for _, stem := range r.lex.stems.Stems(r.base.Name(n)) {
				bag[stem] = true
			}
		}
		n := 0
		for _, stem := range stems {
			if bag[stem] {
				n++
			}
		}
		if n >= 2 {
			kept = append(kept, s)
		}
	}
	return kept
}

func nodesOf(list []Member) []kb.Node {
	var nodes []kb.Node
	for _, f := range list {
		nodes = append(nodes, f.Node)
	}
	return nodes
}

// kindAfter returns the kind that the words from i on are a noun for.
func (p *Chart) kindAfter(i int) (KindSet, int) {
	for ; i < len(p.words) && p.words[i].IsGlue; i++ {
	}
	for j := i; j < len(p.words) && j < i+7; j++ {
		for _, h := range p.lex.at(p.words, j) {
			for _, s := range h.senses {
				if s.form == formKind {
					return p.lex.below[s.kind], h.end
				}
			}
		}
	}
	return 0, 0
}

// holding returns the statements that hold every one of the stems.
func (r *Run) holding(stems []string) []kb.Stmt {
	var common []kb.Stmt
	for i, stem := range stems {
		post := r.texts.postings(stem)
		if i == 0 {
			common = append(common, post...)
			continue
		}
		kept := common[:0]
		j := 0
		for _, s := range common {
			for j < len(post) && post[j] < s {
				j++
			}
			if j < len(post) && post[j] == s {
				kept = append(kept, s)
			}
		}
		common = kept
		if len(common) == 0 {
			return nil
		}
	}
	return common
}

// part picks which part of a statement is asked for: one of the right kind that
// the question does not name.
func (r *Run) part(s kb.Stmt, stems []string, kinds KindSet) (kb.Node, bool) {
	b := r.base
	parts := []kb.Node{b.Object(s), b.Subject(s)}
	for _, q := range b.Qualifiers(s) {
		parts = append(parts, q.Value)
	}
	if b.KindOf(parts[0]) == kb.Text && b.KindOf(parts[1]) != kb.Text && kinds != AnyKind {
		parts[0], parts[1] = parts[1], parts[0]
	}
	for _, n := range parts {
		if kinds.Has(b.KindOf(n)) && !r.said(n, stems) {
			return n, true
		}
	}
	return 0, false
}

// said reports whether the stems name a node in full.
func (r *Run) said(n kb.Node, stems []string) bool {
	in := map[string]bool{}
	for _, s := range stems {
		in[s] = true
	}
	if r.base.KindOf(n) == kb.Text {
		return false
	}
	for _, name := range r.base.Names(n) {
		all := true
		for _, s := range r.lex.stems.Stems(name) {
			if _, glued := english.GlueWord(s); !in[s] && !glued {
				all = false
			}
		}
		if all {
			return true
		}
	}
	return false
}
