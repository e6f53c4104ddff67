package facts

import (
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp/english"
)

// fromStatements answers from the statements whose wording holds every content
// word of the question: "the oldest surviving color film archived in Korea".
func (t *turn) fromStatements() bool {
	p := t.first()
	stems, kinds, ask := t.contentOf(p)
	if len(stems) < 2 || t.r.Verdict && len(stems) < 4 {
		return false // too little to say yes by
	}
	stmts := t.identified(t.holding(stems), stems)
	if len(stmts) == 0 || len(stmts) > maxListed {
		return false
	}
	t.logf("statements that hold %v: %d", stems, len(stmts))
	rel := t.a.base.Relation(stmts[0])
	var list []found
	for _, s := range stmts {
		if t.a.base.Relation(s) != rel || (ask == question.Why || ask == question.How) && !p.relAsks(rel, ask) {
			continue
		}
		if n, ok := t.part(s, stems, kinds, ask); ok {
			list = append(list, found{n, proof{s}})
		}
	}
	if len(list) == 0 {
		return false
	}
	pl := &plan{item: item{x: &expr{op: opNodes, kinds: anyKind, nodes: nodesOf(list)}, ask: ask}, total: 2}
	if t.r.Verdict {
		return t.sayVerdict(pl, list)
	}
	t.used = pl
	return t.sayFound(pl, list)
}

// identified keeps the statements that at least two of the stems find by what
// they are about, and not only by the wording of their relation.
func (t *turn) identified(stmts []kb.Stmt, stems []string) []kb.Stmt {
	var kept []kb.Stmt
	for _, s := range stmts {
		bag := map[string]bool{}
		for _, n := range []kb.Node{t.a.base.Subject(s), t.a.base.Object(s)} {
			for _, stem := range t.a.lex.stems.Stems(t.a.base.Name(n)) {
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

func nodesOf(list []found) []kb.Node {
	var nodes []kb.Node
	for _, f := range list {
		nodes = append(nodes, f.node)
	}
	return nodes
}

// sayFound answers with the nodes of a list, each by its own statement.
func (t *turn) sayFound(pl *plan, list []found) bool {
	seen := map[kb.Node]bool{}
	var stmts []kb.Stmt
	for _, f := range list {
		stmts = append(stmts, f.proof...)
		if !seen[f.node] {
			seen[f.node] = true
			t.out.Answers = append(t.out.Answers, t.short(f.node))
			t.answers = append(t.answers, f.node)
		}
	}
	t.topics = t.entities(t.subjects(stmts))
	return t.finish(Answered, t.tell(stmts), confidence(pl))
}

func (t *turn) subjects(stmts []kb.Stmt) []kb.Node {
	var nodes []kb.Node
	for _, s := range stmts {
		if n := t.a.base.Subject(s); !member(nodes, n) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// contentOf returns the stems that must be accounted for, and what is asked.
func (t *turn) contentOf(p *planner) (stems []string, kinds kindSet, ask question.Asking) {
	kinds = anyKind
	for i, w := range p.words {
		if a := question.Asks(w.Norm); a != question.Nothing && ask == question.Nothing {
			ask = a
			if set := t.a.lex.asks[a]; set != 0 {
				kinds = set
			}
			if k, end := t.kindAfter(p, i+1); end > 0 && (a == question.What || a == question.Which) {
				kinds = k
			}
		}
		if w.Content() {
			stems = append(stems, w.Stem)
		}
	}
	return stems, kinds, ask
}

// kindAfter returns the kind that the words from i on are a noun for.
func (t *turn) kindAfter(p *planner, i int) (kindSet, int) {
	for ; i < len(p.words) && p.words[i].IsGlue; i++ {
	}
	for j := i; j < len(p.words) && j < i+7; j++ {
		for _, h := range p.lex.at(p.words, j) {
			for _, s := range h.senses {
				if s.form == formKind {
					return t.a.lex.below[s.kind], h.end
				}
			}
		}
	}
	return 0, 0
}

// holding returns the statements that hold every one of the stems.
func (t *turn) holding(stems []string) []kb.Stmt {
	var common []kb.Stmt
	for i, stem := range stems {
		post := t.a.texts.postings(stem)
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
func (t *turn) part(s kb.Stmt, stems []string, kinds kindSet, ask question.Asking) (kb.Node, bool) {
	b := t.a.base
	parts := []kb.Node{b.Object(s), b.Subject(s)}
	for _, q := range b.Qualifiers(s) {
		parts = append(parts, q.Value)
	}
	if b.KindOf(parts[0]) == kb.Text && b.KindOf(parts[1]) != kb.Text && kinds != anyKind {
		parts[0], parts[1] = parts[1], parts[0]
	}
	for _, n := range parts {
		if t.e.is(n, kinds) && !t.said(n, stems) {
			return n, true
		}
	}
	return 0, false
}

// said reports whether the stems name a node in full.
func (t *turn) said(n kb.Node, stems []string) bool {
	in := map[string]bool{}
	for _, s := range stems {
		in[s] = true
	}
	if t.a.base.KindOf(n) == kb.Text {
		return false
	}
	for _, name := range t.a.base.Names(n) {
		all := true
		for _, s := range t.a.lex.stems.Stems(name) {
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
