package facts

import (
	"fmt"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/question"
)

// The longest that a text may be, in characters, by what it is: one answer, or
// a list or an explanation.
const (
	maxText = 600
	maxLong = 1000
)

// say answers with the members of a plan.
func (t *turn) say(pl *plan, list []found) bool {
	t.used = pl
	t.topics = t.entities(pl.x.topics(nil))
	switch {
	case t.r.Verdict:
		return t.sayVerdict(pl, list)
	case pl.ask == question.HowMany && pl.x.kinds&(t.a.lex.numbers|t.a.lex.dates) == 0:
		return t.sayCount(pl, list)
	case pl.names && depth(pl.x) == 0:
		return t.describe(pl, list)
	}
	for _, f := range list {
		t.out.Answers = append(t.out.Answers, t.short(f.node))
		t.answers = append(t.answers, f.node)
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
func confidence(pl *plan) float64 {
	assumed := float64(pl.total) - 0.3*float64(pl.end-pl.start)/2
	c := 0.99 - 0.03*max(0, assumed) - 0.05*float64(len(pl.unread))
	return max(0.5, min(0.99, c))
}

// listText tells the members of a set: each by its own statement where that is
// short, else as a list under a description.
func (t *turn) listText(pl *plan, list []found) string {
	var last, before []kb.Stmt
	chained := map[kb.Stmt]bool{}
	for _, f := range list[:min(len(list), maxProved)] {
		for i, s := range f.proof {
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
func (t *turn) plainList(pl *plan, list []found) string {
	var items []string
	length := 0
	for _, f := range list {
		item := t.t.title(f.node)
		if length += runes(item) + 8; length > maxText-120 && len(items) > 0 || len(items) == 3*maxListed {
			break
		}
		marked := ""
		for _, s := range f.proof[:min(len(f.proof), 1)] {
			marked = t.t.mark(s)
		}
		if marked != "" {
			item += " " + marked
		}
		items = append(items, item)
	}
	head := upperFirst(t.t.phrase(pl.x, len(list) > 1))
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
func (t *turn) sayCount(pl *plan, list []found) bool {
	if x := pl.x; x.op == opJoin && t.a.open(x.rel) {
		return t.sayOpenCount(pl, list)
	}
	for _, f := range list {
		t.answers = append(t.answers, f.node)
	}
	t.out.Answers = []Short{{Text: fmt.Sprint(len(list)), Kind: "number"}}
	noun := t.t.kindNoun(pl.x.kinds, len(list) != 1)
	var items []string
	for i, f := range list {
		if i == maxListed {
			break
		}
		item := t.t.title(f.node)
		if len(f.proof) > 0 {
			if m := t.t.mark(f.proof[0]); m != "" {
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
func (t *turn) sayOpenCount(pl *plan, list []found) bool {
	var stmts []kb.Stmt
	for _, f := range list[:min(len(list), maxListed)] {
		stmts = append(stmts, f.proof[:min(len(f.proof), 1)]...)
	}
	return t.finish(Unknown, "The sources give no full count. What they do say: "+t.tell(stmts), 0)
}

// sayVerdict answers yes, with what makes it so.
func (t *turn) sayVerdict(pl *plan, list []found) bool {
	var stmts []kb.Stmt
	for _, f := range list[:min(len(list), 4)] {
		stmts = append(stmts, f.proof...)
	}
	stmts = distinctStmts(stmts)
	if len(stmts) == 0 {
		if pl.names {
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
func (t *turn) suppose(p *planner, pl *plan) bool {
	stmts, wrong, ok := t.contradiction(pl.x)
	if t.e.spent() {
		return t.tooWide()
	}
	if !ok {
		return t.notStated(p, pl)
	}
	t.used = pl
	t.topics = t.entities(pl.x.topics(nil))
	text := t.tell(stmts[:min(len(stmts), maxListed)])
	if t.r.Verdict {
		t.out.Answers = []Short{{Text: "No", Kind: "yesno"}}
		return t.finish(Answered, "No: "+text, confidence(pl))
	}
	if wrong != nil && (wrong.op == opNodes || wrong.op == opUnknown) {
		text = "Not " + strings.Trim(t.t.phrase(wrong, false), "“”") + ": " + text
	}
	return t.finish(Corrected, text, confidence(pl))
}

// contradiction finds, in a set without members, the statements that stand
// against one of its restrictions.
// It also returns what is wrong by them, nil where that is hard to say.
func (t *turn) contradiction(x *expr) (stmts []kb.Stmt, wrong *expr, ok bool) {
	for _, a := range x.args {
		if len(t.e.members(a)) == 0 {
			if stmts, wrong, ok := t.contradiction(a); ok {
				return stmts, wrong, true
			}
		}
	}
	if x.op != opAnd {
		return nil, nil, false
	}
	for i, a := range x.args {
		for j, b := range x.args {
			if i != j && (b.op == opLessThan || b.op == opMoreThan) && a.op == opNodes {
				if stmts := t.measures(a, b); len(stmts) > 1 {
					return stmts, nil, true
				}
			}
			if i != j && b.op == opJoin && t.claimed(a, b) {
				if stmts := t.against(a, b); len(stmts) > 0 {
					if b.inv {
						return stmts, b.arg(), true
					}
					return stmts, a, true
				}
			}
		}
	}
	return nil, nil, false
}

// claimed reports whether a, which is to be in the join b, is something plain
// enough to be wrong about: a name, a date or a number.
func (t *turn) claimed(a, b *expr) bool {
	if t.a.lex.to[b.rel]&^(1<<kb.Text) == 0 || b.implied && (len(b.alts) > 0 || !t.a.base.Schema().RelationDef(b.rel).One && t.a.lex.to[b.rel]&(t.a.lex.dates|t.a.lex.attributes) == 0) {
		return false
	}
	if a.op != opNodes && len(b.topics(nil)) == 0 {
		return false
	}
	switch a.op {
	case opNodes, opRange, opUnknown, opEach, opOr, opBefore, opAfter:
		return true
	}
	return t.r.Verdict
}

// measures tells the two values of a comparison that fails.
func (t *turn) measures(a, b *expr) []kb.Stmt {
	var stmts []kb.Stmt
	for _, n := range append(append([]kb.Node(nil), t.e.members(a)...), t.e.members(b.arg())...) {
		if s := t.a.base.Out(n, b.rel); len(s) > 0 {
			stmts = append(stmts, s[0])
		}
	}
	return stmts
}

// against returns what is stated where a set says that a is in the join b.
func (t *turn) against(a, b *expr) []kb.Stmt {
	if t.a.open(b.rel) {
		return nil
	}
	var stmts []kb.Stmt
	if a.op == opNodes && b.inv { // what the named thing has instead
		for _, n := range a.nodes {
			t.e.follow(b.rel, false, n, func(s kb.Stmt, _ kb.Node) { stmts = append(stmts, s) })
		}
		return stmts
	}
	if b.inv {
		return nil // a list of X's films is no word against one more
	}
	for _, n := range t.e.members(b) {
		stmts = append(stmts, t.e.prove(b, n, nil)...)
	}
	if a.op == opBefore || a.op == opAfter {
		stmts = t.e.proveDate(a, stmts)
	}
	return stmts
}

// open reports whether the sources' list of a relation's objects is not meant to
// be complete, so that what is missing from it is not denied.
func (a *Answerer) open(r kb.Rel) bool { return a.base.Schema().RelationDef(r).Open }
