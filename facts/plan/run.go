package plan

import (
	"context"
	"slices"
	"strconv"

	"hapjak/corpus"
	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// An Archive is the paragraphs that statements cite.
type Archive interface {
	Paragraph(corpus.Ref) (corpus.Paragraph, bool)
	// Unheard reports whether a stem stands in none of them.
	Unheard(stem string) bool
}

// A Run works plans out over the statements, for one question and one goroutine. It
// stops when its work is spent or its context is over: see [expr.Evaluator.Spent].
type Run struct {
	*Planner
	*expr.Evaluator
	archive Archive
}

// Run begins the working out of one question's plans.
func (p *Planner) Run(ctx context.Context, archive Archive) *Run {
	return &Run{Planner: p, Evaluator: expr.NewEvaluator(ctx, p.base), archive: archive}
}

// maxProved is how many members are proved, and so cited: more than a text lists.
const maxProved = 40

// Execute works a plan out and proves its first members, in the order that they are
// told in.
func (r *Run) Execute(c *Chart, pl *Plan) []expr.Member {
	pl.Expr = r.Priced(pl.Expr, nil)
	nodes := slices.Clone(c.others(r.Members(pl.Expr)))
	r.SortNodes(nodes)
	list := make([]expr.Member, len(nodes))
	for i, n := range nodes {
		list[i].Node = n
		if i < maxProved {
			list[i].Proof = r.Prove(pl.Expr, n, nil)
			if len(list[i].Proof) == 0 {
				list[i].Proof = r.mentioned(n)
			}
		}
	}
	return r.besideQualifiers(c, pl, list)
}

// besideQualifiers keeps, where the statements that prove the members carry
// texts, those whose text has the most words of the question: "the male leads",
// "in the Korean version".
func (r *Run) besideQualifiers(c *Chart, pl *Plan, list []expr.Member) []expr.Member {
	best := 0
	named := map[string]bool{}
	for _, n := range pl.Expr.Topics(nil) {
		for _, name := range r.base.Names(n) {
			for _, stem := range r.lex.Stems.Stems(name) {
				named[stem] = true
			}
		}
	}
	scores := make([]int, len(list))
	for i, f := range list {
		if len(f.Proof) == 0 {
			continue
		}
		for _, q := range r.base.Qualifiers(f.Proof[0]) {
			if r.base.KindOf(q.Value) != kb.Text {
				continue
			}
			for _, stem := range r.lex.Stems.Stems(r.base.Name(q.Value)) {
				if c.q.Has(stem) && !named[stem] && !r.lex.IsKind(stem) {
					scores[i]++
				}
			}
		}
		best = max(best, scores[i])
	}
	if best == 0 {
		return list
	}
	var kept []expr.Member
	for i, f := range list {
		if scores[i] == best {
			kept = append(kept, f)
		}
	}
	return kept
}

// mentioned is one statement that speaks of a node, to cite for its being there.
func (r *Run) mentioned(n kb.Node) expr.Proof {
	if r.base.ID(n) == "" {
		return nil
	}
	if out := r.base.OutAll(n); len(out) > 0 {
		return expr.Proof{out[0]}
	}
	if in := r.base.InAll(n); len(in) > 0 {
		return expr.Proof{in[0]}
	}
	return nil
}

// Settle returns the first plan that accounts for every word and has an answer, with
// its members; or, without members, one that has none, when that is the likelier
// reading: the sources then contradict what it supposes, or do not state what it asks
// for. It returns nil where no plan accounts for every word, or the work is spent.
func (r *Run) Settle(c *Chart) (*Plan, []expr.Member) {
	var empty, named *Plan
	var itself []expr.Member
	slack := r.costs[costEmptyPlain]
	for pl := range c.All() {
		if named != nil && pl.Cost > named.Cost+listSlack {
			break
		}
		if empty != nil && pl.Cost > empty.Cost+slack {
			break
		}
		if len(pl.Unread) > 0 && !r.accountable(c, pl) || c.denies(pl) {
			continue
		}
		if c.q.Verdict && empty != nil && !empty.Expr.Supposes() && pl.Expr.Supposes() {
			continue // "is A based on B?" has no yes by the country of both
		}
		members := r.Execute(c, pl)
		if r.Spent() {
			return nil, nil
		}
		if len(pl.Unread) > 0 && !r.accounted(c, pl, members) {
			continue
		}
		switch proved := len(members) > 0 && len(members[0].Proof) > 0; {
		case proved && named == nil && pl.Named && expr.Depth(pl.Expr) == 0 && c.lists():
			named, itself = pl, members
			continue
		case proved && (named == nil || len(members) > 1):
			return pl, members
		}
		if empty == nil {
			empty = pl
			if _, _, contradicted := r.Contradiction(c.q, pl.Expr); expr.Depth(pl.Expr) > 1 && !contradicted {
				slack = r.costs[costEmptyChain]
			}
		}
	}
	if named != nil {
		return named, itself
	}
	return empty, nil
}

// listSlack is how much dearer a set of several things may be than one thing of that name, and still be what
// is to be listed: "list the Norwegian mills", where something is called so.
const listSlack = 1

// accountable reports, before a plan is worked out, whether the words that it leaves
// unread could be accounted for at all.
func (r *Run) accountable(c *Chart, pl *Plan) bool {
	if len(pl.Unread) > 4 || !pl.Expr.Uses(func(x *expr.Expr) bool { return x.Op == expr.OpJoin && !x.Implied || x.Op == expr.OpQual }) {
		return false
	}
	for _, i := range pl.Unread {
		if i > 0 && (c.words[i-1].Norm == "what" || c.words[i-1].Norm == "which") && c.words[i].Kind == nlp.Word && c.focusNoun(i) {
			return false // what is asked for is no description
		}
		if w := c.words[i]; w.Kind == nlp.Word && english.Numeral(w.Norm) == 0 && r.Unheard(w.Stem) {
			return false
		}
	}
	return true
}

// Unheard reports whether a stem stands nowhere in the knowledge base, so that no
// evidence can account for it.
func (r *Run) Unheard(stem string) bool {
	return len(r.base.Word(stem)) == 0 && r.archive.Unheard(stem)
}

// accounted reports whether the words that a plan leaves unread are in the
// paragraphs that its answer cites or in what is said of its topics: then they
// describe what was found, rather than ask for something else.
func (r *Run) accounted(c *Chart, pl *Plan, list []expr.Member) bool {
	if len(list) == 0 {
		return false
	}
	for _, i := range pl.Unread {
		if c.words[i].Kind == nlp.Number && !isCount(c.words[i], len(list)) {
			return false // a number means what it says
		}
	}
	about := map[string]bool{}
	for _, n := range pl.Expr.Topics(nil) {
		for _, stem := range r.lex.Stems.Stems(r.base.About(n)) {
			about[stem] = true
		}
	}
	for _, f := range list[:min(len(list), 8)] { // what describes them describes each
		bag := map[string]bool{}
		for _, s := range f.Proof {
			r.bagStatement(bag, s)
		}
		for _, i := range pl.Unread {
			if stem := c.words[i].Stem; !bag[stem] && !about[stem] && !isCount(c.words[i], len(list)) {
				return false
			}
		}
	}
	return true
}

// isCount reports whether a word is a number of things.
func isCount(w question.Word, n int) bool {
	if v := english.Numeral(w.Norm); v != 0 {
		return v == n
	}
	return w.Norm == strconv.Itoa(n)
}

// bagStatement adds the stems that a statement and the paragraphs cited for it have.
func (r *Run) bagStatement(bag map[string]bool, s kb.Stmt) {
	add := func(text string) {
		for _, stem := range r.lex.Stems.Stems(text) {
			bag[stem] = true
		}
	}
	for _, ref := range r.base.Cites(s) {
		if par, ok := r.archive.Paragraph(ref); ok {
			add(par.Text)
		}
	}
	for _, q := range r.base.Qualifiers(s) {
		add(r.base.Name(q.Value))
	}
	for _, n := range [2]kb.Node{r.base.Subject(s), r.base.Object(s)} {
		add(r.base.Name(n) + " " + r.base.About(n))
	}
}
