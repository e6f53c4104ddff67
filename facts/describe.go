package facts

import (
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/plan"
)

// describe answers "who is X", "tell me about X": the card of X as sentences,
// as many as fit.
func (t *turn) describe(pl *plan.Plan, list []plan.Member) bool {
	if len(list) == 0 {
		return false
	}
	if len(list) > 1 && len(list) <= 8 {
		return t.choose(list)
	}
	n := list[0].Node
	if t.a.base.ID(n) == "" {
		return false
	}
	t.topics = []kb.Node{n}
	t.answers = nil
	if id, ok := t.ownArticleIfAny(n); ok && t.r.Has("happen") {
		return t.tellArticle(n, id)
	}
	text := ""
	for _, g := range t.cardGroups(n) {
		before := len(t.t.refs)
		s := t.t.sentence(g)
		t.t.spoken = t.subjectOf(g, n)
		if runes(text)+runes(s)+1 > maxText-20 {
			t.t.cut(before)
			break
		}
		text = strings.TrimSpace(text + " " + s)
	}
	if text == "" {
		return false
	}
	t.t.spoken = kb.NoNode
	t.out.Answers = []Short{t.short(n)}
	t.used = pl
	return t.finish(Answered, text, confidence(pl))
}

// choose asks which of several things of one name is meant.
func (t *turn) choose(list []plan.Member) bool {
	var labels []string
	for i, f := range list {
		if i == 10 {
			break
		}
		label := t.t.title(f.Node)
		if about := t.a.base.About(f.Node); about != "" && label == t.a.base.Name(f.Node) {
			label += " (" + about + ")"
		}
		labels = append(labels, label)
		t.out.Choices = append(t.out.Choices, Choice{Label: label, Entity: t.a.base.ID(f.Node),
			Question: t.r.Text + " " + label})
	}
	return t.finish(Ambiguous, "Which do you mean: "+strings.ReplaceAll(joinList(labels, 10), " and ", " or ")+"?", 0.5)
}

// cardGroups are the statements worth telling of a node, in the order of its
// kind's card, one group for each relation and side.
func (t *turn) cardGroups(n kb.Node) []group {
	b := t.a.base
	kind := b.Schema().KindDef(b.KindOf(n))
	order := map[kb.Rel]int{}
	for i, r := range kind.Card {
		order[r] = i + 1
	}
	rank := func(r kb.Rel) int {
		if o, ok := order[r]; ok {
			return o
		}
		return 1000 + int(r)
	}
	out := append([]kb.Stmt(nil), b.OutAll(n)...)
	sortStmts(out, func(s kb.Stmt) int { return rank(b.Relation(s)) })
	groups := t.t.groups(out)
	in := append([]kb.Stmt(nil), b.InAll(n)...)
	sortStmts(in, func(s kb.Stmt) int { return rank(b.Relation(s)) })
	return append(groups, t.t.groups(in)...)
}

// notStated says that the sources do not state what a plan asks for, and what
// they do say of its topics.
func (t *turn) notStated(pl *plan.Plan) bool {
	if t.r.Verdict {
		if text, ok := t.claimText(pl.Expr); ok {
			t.used = pl
			t.topics = t.entities(pl.Expr.Topics(nil))
			return t.finish(Unknown, "The sources do not say that "+text+".", 0)
		}
	}
	x := pl.Expr
	for x.Op == plan.OpAnd || x.Op == plan.OpLeast || x.Op == plan.OpMost || x.Op == plan.OpNot {
		next := x.Args[0]
		for _, a := range x.Args {
			if a.Op == plan.OpJoin {
				next = a
			}
		}
		x = next
	}
	if x.Op != plan.OpJoin || x.Implied {
		return false
	}
	t.used = pl
	t.topics = t.entities(pl.Expr.Topics(nil))
	d := t.a.base.Schema().RelationDef(x.Rel)
	what := d.Unknown
	end := "s"
	if x.Inv {
		what, end = d.UnknownInverse, "o"
	}
	if what == "" {
		what = "the " + d.Noun + " of {s}"
		if x.Inv {
			what = "what has {o} as its " + d.Noun
		}
	}
	name := t.t.phrase(x.Arg(), true)
	if x.Arg().Op == plan.OpNodes && len(x.Arg().Nodes) > 0 {
		name = t.t.title(x.Arg().Nodes[0])
	}
	text := "The sources do not say " + fill(what, map[string]string{end: name}, map[string]int{end: 1}, nil) + "."
	return t.finish(Unknown, text, 0)
}

// claimText is a claim as a sentence of the schema has it: "Bong Joon Ho directed
// Parasite".
func (t *turn) claimText(x *plan.Expr) (string, bool) {
	if x.Op != plan.OpAnd || len(x.Args) != 2 {
		return "", false
	}
	for i, join := range x.Args {
		thing := x.Args[1-i]
		if join.Op != plan.OpJoin || join.Implied || join.Arg().Op != plan.OpNodes || thing.Op != plan.OpNodes && thing.Op != plan.OpUnknown {
			continue
		}
		s, o := t.t.phrase(join.Arg(), false), t.t.phrase(thing, false)
		if join.Inv {
			s, o = o, s
		}
		d := t.a.base.Schema().RelationDef(join.Rel)
		return fill(d.Says, map[string]string{"s": s, "o": o}, map[string]int{"s": 1, "o": 1}, nil), true
	}
	return "", false
}

// subjectOf returns n when a sentence was about it, so that the next may say "it".
func (t *turn) subjectOf(g group, n kb.Node) kb.Node {
	if g.bySubject && t.a.base.Subject(g.stmts[0]) == n {
		return n
	}
	return kb.NoNode
}

// unknown is the answer when nothing accounts for a question: it names what the
// sources know nothing of, and says nothing else.
func (t *turn) unknown() bool {
	p := t.first()
	if pl := p.Plan(0); pl != nil {
		t.topics = t.entities(pl.Expr.Topics(nil))
		if len(pl.Unread) == 0 && t.notStated(pl) {
			return true
		}
	}
	if len(t.topics) == 0 && t.empty() {
		return t.nothingAsked()
	}
	var foreign []int
	for i, w := range t.r.Words {
		if w.Content() && t.run.Unheard(w.Stem) {
			foreign = append(foreign, i)
		}
	}
	missing := t.quoteRuns(foreign)
	switch {
	case len(missing) > 0 && len(missing) <= 2:
		return t.finish(Unknown, "The sources do not say: nothing in them is about "+joinList(missing, 2)+".", 0)
	case len(t.topics) > 0:
		return t.finish(Unknown, "The sources do not say that of "+t.t.title(t.topics[0])+".", 0)
	}
	return t.finish(Unknown, "The sources do not say.", 0)
}

// empty reports whether a question has no word with content.
func (t *turn) empty() bool {
	for _, w := range t.r.Words {
		if w.Content() {
			return false
		}
	}
	return true
}

// quoteRuns quotes runs of words as they were written.
func (t *turn) quoteRuns(idx []int) []string {
	var runs []string
	for i := 0; i < len(idx); {
		j := i
		for j+1 < len(idx) && idx[j+1] == idx[j]+1 {
			j++
		}
		text := t.r.Span(idx[i], idx[j]+1)
		if len(text) > 60 {
			text = text[:60] + "…"
		}
		runs = append(runs, "“"+text+"”")
		i = j + 1
	}
	return runs
}

func (t *turn) nothingAsked() bool {
	text := "Ask me a question about " + t.a.base.Schema().About + "."
	if ex := t.a.base.Schema().Examples; len(ex) > 0 {
		text = strings.TrimSuffix(text, ".") + ", for example: " + ex[0]
	}
	return t.finish(Unknown, text, 0)
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

func (t *turn) subjects(stmts []kb.Stmt) []kb.Node {
	var nodes []kb.Node
	for _, s := range stmts {
		if n := t.a.base.Subject(s); !slices.Contains(nodes, n) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}
