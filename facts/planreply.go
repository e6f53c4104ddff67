package facts

import (
	"fmt"
	"slices"
	"strings"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/say"
)

// fromFacts answers from statements by planning.
func (t planReply) fromFacts() bool {
	c := t.first()
	t.logPlans("as typed", c)
	if t.wantsAntecedent() {
		return t.askBack()
	}
	if t.again(c) || t.settle(c) {
		return true
	}
	if !c.LooksMisread() {
		return false
	}
	if !t.mended {
		t.mended = true
		if meant, ok := c.Respell(); ok {
			t.logf("read as: %s", meant.Text)
			t.r, t.chart = meant, nil
			return t.fromFacts()
		}
	}
	c = t.a.Planner().Plan(t.r, plan.Guessed)
	t.logPlans("guessed", c)
	t.guessed = true
	return t.again(c) || t.settle(c)
}

// allBut answers with the things of a set but those that the question sets apart: "apart from Okja, which films …".
func (t planReply) allBut() bool {
	rest := t.r.WithoutApart()
	if rest == "" || t.r.Verdict {
		return false
	}
	apart := t.apart()
	pl, members := t.run.Settle(t.a.Planner().Plan(question.Parse(rest, t.r.Said, t.a.Planner().Stems()), plan.AsTyped))
	all := len(members)
	members = slices.DeleteFunc(members, func(m expr.Member) bool { return apart(t.a.Base().Name(m.Node)) })
	return len(members) > 0 && len(members) < all && t.say(pl, members)
}

// again answers what goes on from the last question with another name.
func (t planReply) again(c *plan.Chart) bool {
	pl, ok := t.onceMore(c)
	if !ok {
		return false
	}
	t.wentOn = true
	members := t.run.Execute(c, pl)
	if len(members) == 0 {
		return t.suppose(pl)
	}
	return t.say(pl, members)
}

// onceMore is the last question's plan, asked of the name that a question is.
func (t *inquiry) onceMore(c *plan.Chart) (*plan.Plan, bool) {
	if t.prev == nil || t.prev.of != t.a {
		return nil, false
	}
	return c.Again(t.prev.last)
}

// settle answers from the plan that a chart settles on.
func (t planReply) settle(c *plan.Chart) bool {
	pl, members := t.run.Settle(c)
	switch {
	case t.run.Spent():
		return t.tooWide()
	case pl == nil:
		return false
	case len(members) == 0:
		return t.suppose(pl)
	}
	return t.say(pl, members)
}

// maxLogged is how many plans of a chart are told.
const maxLogged = 12

func (t planReply) logPlans(how string, c *plan.Chart) {
	if !t.q.Explain {
		return
	}
	var list []string
	for pl := range c.All() { // finds them all
		if len(list) < maxLogged {
			list = append(list, "  "+pl.String()+c.UnreadText(pl))
		}
	}
	if pl := c.Plan(0); pl != nil {
		list = append(list, "the first came about so:", c.Derivation(pl))
	}
	words, items, _ := c.Size()
	t.logf("%s: %d words, %d items", how, words, items)
	for _, line := range list {
		t.logf("%s", line)
	}
}

// tooWide refuses a question that it would take too long to answer in full.
func (t planReply) tooWide() bool {
	t.startOver()
	return t.finish(Unknown, "That takes in too much to work out at once. Ask for less: one name or one restriction more.", 0)
}

// say answers with the members of a plan.
func (t planReply) say(pl *plan.Plan, list []expr.Member) bool {
	t.used = pl
	t.topics = t.entities(pl.Expr.Topics(nil))
	switch {
	case t.r.Verdict && t.r.Either() && !t.r.SeeksAny():
		if !t.choosesOne(list) {
			return false
		}
	case t.r.Verdict && pl.Named && expr.Depth(pl.Expr) == 0 && len(pl.Unread) == 0 && !t.r.SeeksAny():
		return false // that there is such a thing says nothing of it: "does Alba have one?"
	case t.r.Verdict:
		return t.sayVerdict(pl, list)
	case pl.Ask == question.HowMany && pl.Expr.Kinds&t.a.Planner().Values() == 0:
		return t.sayCount(pl, list)
	case pl.Named && expr.Depth(pl.Expr) == 0:
		return t.describe(pl, list)
	case pl.Expr.Op == expr.OpTotal:
		for _, f := range list {
			t.answers = append(t.answers, f.Node)
		}
		t.out.Answers = []Short{{Text: expr.Total(t.a.Base(), pl.Expr, list), Kind: "number"}}
		text := t.t.Members(pl.Expr, list)
		if others := t.run.NotAdded(pl.Expr, list); len(others) > 0 {
			text += fmt.Sprintf(" Not added, in other currencies or units: %d, such as: ", len(others)) + t.t.Tell(others[:1])
		}
		return t.finish(Answered, text, confidence(pl))
	}
	if n := t.r.Begged(); n > 0 && n < len(list) {
		list = list[:n]
	}
	for _, f := range list {
		t.out.Answers = append(t.out.Answers, t.short(f.Node))
		t.answers = append(t.answers, f.Node)
	}
	if as := t.closer(list); len(as) > 0 && pl.Expr.Op == expr.OpAnd {
		t.out.Answers = as
	}
	text := t.t.Members(pl.Expr, list[min(t.q.Skip, len(list)-1):])
	t.out.Left = t.t.Left
	return t.finish(Answered, text, confidence(pl))
}

// closer are what statements say more closely of members that the question itself names: whom Ann Lee plays, of "who is Ann Lee in
// The Mill?"
func (t planReply) closer(list []expr.Member) (as []Short) {
	named := t.first().Named()
	for _, m := range list {
		if !slices.Contains(named, m.Node) {
			return nil
		}
		for _, s := range m.Proof {
			for _, q := range t.a.Base().Qualifiers(s) {
				if !slices.Contains(named, q.Value) {
					as = append(as, t.short(q.Value))
				}
			}
		}
	}
	return as
}

// choosesOne reports whether a plan's members are some of the things that a question gives to choose
// from: "did Alba or Brent build it?" is not answered by a yes.
func (t planReply) choosesOne(list []expr.Member) bool {
	named := t.first().Named()
	return len(list) < len(named) && !slices.ContainsFunc(list, func(m expr.Member) bool { return !slices.Contains(named, m.Node) })
}

// entities keeps the nodes that are no values.
func (t *inquiry) entities(nodes []kb.Node) []kb.Node {
	var list []kb.Node
	for _, n := range nodes {
		if t.a.Base().ID(n) != "" {
			list = append(list, n)
		}
	}
	return list
}

// confidence falls with what a reading had to assume, and with the words that
// only the evidence accounts for.
func confidence(pl *plan.Plan) float64 {
	assumed := float64(pl.Cost) - 0.3*float64(pl.End-pl.Start)/2
	c := 0.99 - 0.03*max(0, assumed) - 0.05*float64(len(pl.Unread))
	return max(0.5, min(0.99, c))
}

// sayCount answers "how many" by counting what the sources name.
func (t planReply) sayCount(pl *plan.Plan, list []expr.Member) bool {
	if x := pl.Expr; x.Op == expr.OpJoin && t.a.open(x.Rel) {
		return t.sayOpenCount(pl, list)
	}
	for _, f := range list {
		t.answers = append(t.answers, f.Node)
	}
	t.out.Answers = []Short{{Text: fmt.Sprint(len(list)), Kind: "number"}}
	text := t.t.Count(pl.Expr, list)
	return t.finish(Answered, text, confidence(pl))
}

// sayOpenCount declines to count what the sources do not claim to list in full.
func (t planReply) sayOpenCount(pl *plan.Plan, list []expr.Member) bool {
	var stmts []kb.Stmt
	for _, f := range list[:min(len(list), say.MaxListed)] {
		stmts = append(stmts, f.Proof[:min(len(f.Proof), 1)]...)
	}
	return t.finish(Unknown, "The sources give no full count. What they do say: "+t.t.Tell(stmts), 0)
}

// sayVerdict answers yes, with what makes it so.
func (t planReply) sayVerdict(pl *plan.Plan, list []expr.Member) bool {
	var stmts []kb.Stmt
	for _, f := range list[:min(len(list), 4)] {
		stmts = append(stmts, f.Proof...)
	}
	stmts = say.Distinct(stmts)
	if len(stmts) == 0 {
		if pl.Named {
			return t.describe(pl, list)
		}
		return false
	}
	verdict := "Yes"
	if own := t.verdict(stmts[0]); own != "" {
		verdict = own
	}
	t.affirmed = verdict == "Yes"
	t.out.Answers = []Short{{Text: verdict, Kind: "yesno"}}
	text := t.t.Tell(stmts[:min(len(stmts), 3)])
	if !strings.HasPrefix(text, verdict) {
		text = verdict + ": " + text
	}
	return t.finish(Answered, text, confidence(pl))
}

// verdict is a statement's own answer to a question that its source puts, if it has one.
func (t *inquiry) verdict(s kb.Stmt) string {
	for _, q := range t.a.Base().Qualifiers(s) {
		if q.Name == "verdict" {
			return say.Capital(t.a.Base().Name(q.Value))
		}
	}
	return ""
}

// suppose answers a question whose likeliest reading has no answer: when it
// supposes what the sources contradict, with what they do say; when the
// relation it asks for is not stated, by saying so.
func (t planReply) suppose(pl *plan.Plan) bool {
	if stmts := t.run.Foreign(pl.Expr); len(stmts) > 0 {
		t.used, t.topics = pl, t.entities(pl.Expr.Topics(nil))
		differ := "The values are in different units: "
		if v, ok := t.a.Base().Value(t.a.Base().Object(stmts[0])); ok && v.Kind == kb.Money {
			differ = "The sums are in different currencies: "
		}
		return t.finish(Corrected, differ+t.t.Tell(stmts[:min(len(stmts), say.MaxListed)]), confidence(pl))
	}
	stmts, wrong, ok := t.run.Contradiction(t.r, pl.Expr)
	if t.run.Spent() {
		return t.tooWide()
	}
	if !ok {
		return t.notStated(pl)
	}
	t.used = pl
	t.topics = t.entities(pl.Expr.Topics(nil))
	text := t.t.Tell(stmts[:min(len(stmts), say.MaxListed)])
	if t.r.Verdict {
		t.out.Answers = []Short{{Text: "No", Kind: "yesno"}}
		return t.finish(Answered, "No: "+text, confidence(pl))
	}
	if wrong != nil && (wrong.Op == expr.OpNodes || wrong.Op == expr.OpUnknown) {
		text = "Not " + strings.Trim(t.t.Phrase(wrong, false), "“”") + ": " + text
	}
	return t.finish(Corrected, text, confidence(pl))
}

// open reports whether the sources' list of a relation's objects is not meant to
// be complete, so that what is missing from it is not denied.
func (a *Answerer) open(r kb.Rel) bool { return a.Base().Schema().RelationDef(r).Open }
