package facts

import (
	"fmt"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
)

// The longest that a text may be, in characters, by what it is: one answer, or
// a list or an explanation.
const (
	maxText = 600
	maxLong = 1000
)

// say answers with the members of a plan.
func (t *turn) say(pl *plan.Plan, list []plan.Member) bool {
	t.used = pl
	t.topics = t.entities(pl.Expr.Topics(nil))
	switch {
	case t.r.Verdict:
		return t.sayVerdict(pl, list)
	case pl.Ask == question.HowMany && pl.Expr.Kinds&t.a.plans.Values() == 0:
		return t.sayCount(pl, list)
	case pl.Named && plan.Depth(pl.Expr) == 0:
		return t.describe(pl, list)
	}
	for _, f := range list {
		t.out.Answers = append(t.out.Answers, t.short(f.Node))
		t.answers = append(t.answers, f.Node)
	}
	return t.finish(Answered, t.listText(pl, list), confidence(pl))
}

// entities keeps the nodes that are no values.
func (t *turn) entities(nodes []kb.Node) []kb.Node {
	var list []kb.Node
	for _, n := range nodes {
		if t.a.base.ID(n) != "" {
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

// listText tells the members of a set: each by its own statement where that is
// short, else as a list under a description.
func (t *turn) listText(pl *plan.Plan, list []plan.Member) string {
	var last, before []kb.Stmt
	chained := map[kb.Stmt]bool{}
	for _, f := range list {
		for i, s := range f.Proof {
			if i == 0 {
				last = append(last, s)
			} else if !chained[s] {
				chained[s] = true
				before = append(before, s)
			}
		}
	}
	if len(last) == 0 {
		return t.plainList(pl, list)
	}
	if len(list) <= 2*maxListed && len(before) <= 3 && t.oneRelation(last) {
		text := t.tell(last)
		if more := t.tell(notIn(before, last)); more != "" {
			text += " " + more
		}
		if runes(text) <= maxText {
			return text
		}
		t.t.reset()
	}
	return t.plainList(pl, list)
}

func (t *turn) tell(stmts []kb.Stmt) string { return t.t.tell(stmts) }

func notIn(list, other []kb.Stmt) []kb.Stmt {
	var kept []kb.Stmt
next:
	for _, s := range list {
		for _, o := range other {
			if s == o {
				continue next
			}
		}
		kept = append(kept, s)
	}
	return kept
}

func (t *turn) oneRelation(stmts []kb.Stmt) bool {
	return len(t.t.groups(distinctStmts(stmts))) <= 4
}

// plainList is "Films whose director is X: A (1990) [1], B (1992) [2] and 3 more."
func (t *turn) plainList(pl *plan.Plan, list []plan.Member) string {
	var items []string
	length := 0
	for _, f := range list {
		item := t.t.title(f.Node)
		if length += runes(item) + 8; length > maxText-120 && len(items) > 0 || len(items) == 3*maxListed {
			break
		}
		marked := ""
		for _, s := range f.Proof[:min(len(f.Proof), 1)] {
			marked = t.t.mark(s)
		}
		if marked != "" {
			item += " " + marked
		}
		items = append(items, item)
	}
	head := upperFirst(t.t.phrase(pl.Expr, len(list) > 1))
	if more := len(list) - len(items); more > 0 {
		return fmt.Sprintf("%s: %s and %d more.", head, strings.Join(items, ", "), more)
	}
	return head + ": " + joinList(items, len(items)) + "."
}

func runes(s string) int {
	n := 0
	for range s {
		n++
	}
	return n
}

// sayCount answers "how many" by counting what the sources name.
func (t *turn) sayCount(pl *plan.Plan, list []plan.Member) bool {
	if x := pl.Expr; x.Op == plan.OpJoin && t.a.open(x.Rel) {
		return t.sayOpenCount(pl, list)
	}
	for _, f := range list {
		t.answers = append(t.answers, f.Node)
	}
	t.out.Answers = []Short{{Text: fmt.Sprint(len(list)), Kind: "number"}}
	noun := t.t.kindNoun(pl.Expr.Kinds, len(list) != 1)
	var items []string
	for i, f := range list {
		if i == maxListed {
			break
		}
		item := t.t.title(f.Node)
		if len(f.Proof) > 0 {
			if m := t.t.mark(f.Proof[0]); m != "" {
				item += " " + m
			}
		}
		items = append(items, item)
	}
	more := ""
	if len(list) > len(items) {
		more = fmt.Sprintf(" and %d more", len(list)-len(items))
	}
	text := fmt.Sprintf("The sources name %d %s: %s%s.", len(list), noun, joinList(items, len(items)), more)
	return t.finish(Answered, text, confidence(pl))
}

// sayOpenCount declines to count what the sources do not claim to list in full.
func (t *turn) sayOpenCount(pl *plan.Plan, list []plan.Member) bool {
	var stmts []kb.Stmt
	for _, f := range list[:min(len(list), maxListed)] {
		stmts = append(stmts, f.Proof[:min(len(f.Proof), 1)]...)
	}
	return t.finish(Unknown, "The sources give no full count. What they do say: "+t.tell(stmts), 0)
}

// sayVerdict answers yes, with what makes it so.
func (t *turn) sayVerdict(pl *plan.Plan, list []plan.Member) bool {
	var stmts []kb.Stmt
	for _, f := range list[:min(len(list), 4)] {
		stmts = append(stmts, f.Proof...)
	}
	stmts = distinctStmts(stmts)
	if len(stmts) == 0 {
		if pl.Named {
			return t.describe(pl, list)
		}
		return false
	}
	verdict := "Yes"
	for _, q := range t.a.base.Qualifiers(stmts[0]) {
		if q.Name == "verdict" { // the source's own answer to the question
			verdict = upperFirst(t.a.base.Name(q.Value))
		}
	}
	t.out.Answers = []Short{{Text: verdict, Kind: "yesno"}}
	text := t.tell(stmts[:min(len(stmts), 3)])
	if !strings.HasPrefix(text, verdict) {
		text = verdict + ": " + text
	}
	return t.finish(Answered, text, confidence(pl))
}

// suppose answers a question whose likeliest reading has no answer: when it
// supposes what the sources contradict, with what they do say; when the
// relation it asks for is not stated, by saying so.
func (t *turn) suppose(pl *plan.Plan) bool {
	stmts, wrong, ok := t.run.Contradiction(t.r, pl.Expr)
	if t.run.Spent() {
		return t.tooWide()
	}
	if !ok {
		return t.notStated(pl)
	}
	t.used = pl
	t.topics = t.entities(pl.Expr.Topics(nil))
	text := t.tell(stmts[:min(len(stmts), maxListed)])
	if t.r.Verdict {
		t.out.Answers = []Short{{Text: "No", Kind: "yesno"}}
		return t.finish(Answered, "No: "+text, confidence(pl))
	}
	if wrong != nil && (wrong.Op == plan.OpNodes || wrong.Op == plan.OpUnknown) {
		text = "Not " + strings.Trim(t.t.phrase(wrong, false), "“”") + ": " + text
	}
	return t.finish(Corrected, text, confidence(pl))
}

// open reports whether the sources' list of a relation's objects is not meant to
// be complete, so that what is missing from it is not denied.
func (a *Answerer) open(r kb.Rel) bool { return a.base.Schema().RelationDef(r).Open }
