package facts

import (
	"strings"

	"hapjak/facts/kb"
)

// describe answers "who is X", "tell me about X": the card of X as sentences,
// as many as fit.
func (t *turn) describe(pl *plan, list []found) bool {
	if len(list) == 0 {
		return false
	}
	if len(list) > 1 && len(list) <= 8 {
		return t.choose(list)
	}
	n := list[0].node
	if t.a.base.ID(n) == "" {
		return false
	}
	t.topics = []kb.Node{n}
	t.answers = nil
	if id, ok := t.ownArticleIfAny(n); ok && t.asks("happen") {
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
func (t *turn) choose(list []found) bool {
	var labels []string
	for i, f := range list {
		if i == 10 {
			break
		}
		label := t.t.title(f.node)
		if about := t.a.base.About(f.node); about != "" && label == t.a.base.Name(f.node) {
			label += " (" + about + ")"
		}
		labels = append(labels, label)
		t.out.Choices = append(t.out.Choices, Choice{Label: label, Entity: t.a.base.ID(f.node),
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
func (t *turn) notStated(p *planner, pl *plan) bool {
	if t.r.Verdict {
		if text, ok := t.claimText(pl.x); ok {
			t.used = pl
			t.topics = t.entities(pl.x.topics(nil))
			return t.finish(Unknown, "The sources do not say that "+text+".", 0)
		}
	}
	x := pl.x
	for x.op == opAnd || x.op == opLeast || x.op == opMost || x.op == opNot {
		next := x.args[0]
		for _, a := range x.args {
			if a.op == opJoin {
				next = a
			}
		}
		x = next
	}
	if x.op != opJoin || x.implied {
		return false
	}
	t.used = pl
	t.topics = t.entities(pl.x.topics(nil))
	d := t.a.base.Schema().RelationDef(x.rel)
	what := d.Unknown
	end := "s"
	if x.inv {
		what, end = d.UnknownInverse, "o"
	}
	if what == "" {
		what = "the " + d.Noun + " of {s}"
		if x.inv {
			what = "what has {o} as its " + d.Noun
		}
	}
	name := t.t.phrase(x.arg(), true)
	if x.arg().op == opNodes && len(x.arg().nodes) > 0 {
		name = t.t.title(x.arg().nodes[0])
	}
	text := "The sources do not say " + fill(what, map[string]string{end: name}, map[string]int{end: 1}, nil) + "."
	return t.finish(Unknown, text, 0)
}

// claimText is a claim as a sentence of the schema has it: "Bong Joon Ho directed
// Parasite".
func (t *turn) claimText(x *expr) (string, bool) {
	if x.op != opAnd || len(x.args) != 2 {
		return "", false
	}
	for i, join := range x.args {
		thing := x.args[1-i]
		if join.op != opJoin || join.implied || join.arg().op != opNodes || thing.op != opNodes && thing.op != opUnknown {
			continue
		}
		s, o := t.t.phrase(join.arg(), false), t.t.phrase(thing, false)
		if join.inv {
			s, o = o, s
		}
		d := t.a.base.Schema().RelationDef(join.rel)
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
	if pl := p.plan(0); pl != nil {
		t.topics = t.entities(pl.x.topics(nil))
		if len(pl.unread) == 0 && t.notStated(p, pl) {
			return true
		}
	}
	if len(t.topics) == 0 && t.empty() {
		return t.nothingAsked()
	}
	var foreign []int
	for i, w := range p.words {
		if w.Content() && t.unheard(w.Stem) {
			foreign = append(foreign, i)
		}
	}
	missing := t.quoteRuns(p, foreign)
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
func (t *turn) quoteRuns(p *planner, idx []int) []string {
	var runs []string
	for i := 0; i < len(idx); {
		j := i
		for j+1 < len(idx) && idx[j+1] == idx[j]+1 {
			j++
		}
		text := p.span(idx[i], idx[j]+1)
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
