package expr

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hapjak/facts/kb"
)

// An Evaluator finds the members of expressions. Its cost grows with the
// statements that it walks over, which are those of the nodes on the way, and
// not with the knowledge base; only a set that nothing but a kind or a value
// describes is counted out. It is for one question and one goroutine.
type Evaluator struct {
	base *kb.Base
	memo map[*Expr][]kb.Node
	sets map[*Expr]nodeSet
	free []nodeSet // empty ones, to be used again
	work int       // statements that were walked over
	ctx  context.Context
}

// maxWork bounds the statements that are walked over for one question: about 30 ms.
// The widest of 4,000 questions over MetaQA walks over a million, all but four over
// fewer than forty thousand.
const maxWork = 2000000

// perLook is how many statements are walked over between two looks at the context.
const perLook = 1 << 14

// spend counts statements before they are walked over, and reports whether there
// is work left for them. When there is not, what is found is not all there is.
func (e *Evaluator) spend(n int) bool {
	looks := e.work / perLook
	if e.work += n; e.work/perLook != looks && e.ctx.Err() != nil {
		e.work = maxWork + 1
	}
	return e.work <= maxWork
}

// Spent reports whether what was found since is not all there is.
func (e *Evaluator) Spent() bool { return e.work > maxWork }

// of returns the statements of a relation, to be walked over.
func (e *Evaluator) of(r kb.Rel) []kb.Stmt {
	if list := e.base.Of(r); e.spend(len(list)) {
		return list
	}
	return nil
}

func NewEvaluator(ctx context.Context, base *kb.Base) *Evaluator {
	return &Evaluator{ctx: ctx, base: base, memo: map[*Expr][]kb.Node{}, sets: map[*Expr]nodeSet{}}
}

// Members returns the nodes of x, each once, in no order that means anything.
func (e *Evaluator) Members(x *Expr) []kb.Node {
	if m, ok := e.memo[x]; ok {
		return m
	}
	m := e.filter(e.find(x), x.Kinds)
	e.memo[x] = m
	return m
}

// filter keeps the nodes of the given kinds; list is not changed.
func (e *Evaluator) filter(list []kb.Node, kinds KindSet) []kb.Node {
	return Leaving(list, func(n kb.Node) bool { return !e.is(n, kinds) })
}

// Leaving returns a list without the nodes that out holds for; the list is not changed, and
// returned as it is where there are none.
func Leaving(list []kb.Node, out func(kb.Node) bool) []kb.Node {
	if !slices.ContainsFunc(list, out) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), out)
}

func (e *Evaluator) is(n kb.Node, kinds KindSet) bool { return kinds&(1<<e.base.KindOf(n)) != 0 }

func (e *Evaluator) find(x *Expr) []kb.Node {
	switch x.Op {
	case OpNodes:
		return x.Nodes
	case OpAll:
		var all []kb.Node
		for k := range e.base.Schema().Kinds {
			if x.Kinds&(1<<k) != 0 {
				all = append(all, e.base.OfKind(kb.Kind(k))...)
			}
		}
		return all
	case OpRole:
		return e.distinct(func(yield func(kb.Node)) {
			for _, s := range e.of(x.Rel) {
				yield(e.far(s, x.Inv))
			}
		})
	case OpJoin:
		return e.join(x)
	case OpQual:
		return e.distinct(func(yield func(kb.Node)) {
			for _, s := range e.of(x.Rel) {
				if e.qualified(s, x.Arg()) {
					yield(e.far(s, x.Inv))
				}
			}
		})
	case OpAnd:
		return e.and(x.Args)
	case OpOr, OpEach:
		return e.distinct(func(yield func(kb.Node)) {
			for _, a := range x.Args {
				for _, n := range e.Members(a) {
					yield(n)
				}
			}
		})
	case OpNot:
		return Leaving(e.Members(x.Args[0]), func(n kb.Node) bool { return e.contains(x.Args[1], n) })
	case OpLeast, OpMost:
		return e.extreme(x)
	case OpTotal:
		all := e.Members(x.Arg())
		unit, _ := e.currency(all, x.Rel)
		if x.Arg().Op == OpEach && e.anyUnmeasured(x.Arg().Args, x.Rel, unit) {
			return nil
		}
		return Leaving(all, func(n kb.Node) bool { _, ok := measure(e.base, n, x.Rel, false, unit); return !ok })
	case OpLessThan, OpMoreThan:
		return e.distinct(func(yield func(kb.Node)) {
			for _, s := range e.of(x.Rel) {
				if n := e.base.Subject(s); e.compares(x, n) {
					yield(n)
				}
			}
		})
	}
	return nil
}

// compares reports whether n's value is on the side of x's argument that x says.
func (e *Evaluator) compares(x *Expr, n kb.Node) bool {
	unit, _ := unitOf(e.base, n, x.Rel)
	v, ok := measure(e.base, n, x.Rel, true, unit)
	if !ok {
		return false
	}
	for _, m := range e.Members(x.Arg()) {
		w, ok := measure(e.base, m, x.Rel, true, unit)
		if ok && m != n && (x.Op == OpLessThan && v < w || x.Op == OpMoreThan && v > w) {
			return true
		}
	}
	return false
}

// dated reports whether the value of a node lies before (or after) the year of a
// member of x's argument.
func (e *Evaluator) dated(x *Expr, n kb.Node) bool {
	v, ok := e.base.Value(n)
	if !ok {
		return false
	}
	for _, m := range e.Members(x.Arg()) {
		w := YearKey(e.base, m)
		if w < 1e17 && (x.Op == OpBefore && v.Lo < w || x.Op == OpAfter && v.Lo > w) {
			return true
		}
	}
	return false
}

// maxScanned is the longest list that is looked through rather than made a set.
const maxScanned = 16

// A nodeSet has a bit for each node of the knowledge base.
type nodeSet []uint64

func (s nodeSet) has(n kb.Node) bool { return s[n/64]&(1<<(n%64)) != 0 }
func (s nodeSet) add(n kb.Node)      { s[n/64] |= 1 << (n % 64) }
func (s nodeSet) drop(n kb.Node)     { s[n/64] &^= 1 << (n % 64) }

func (e *Evaluator) newSet(list []kb.Node) nodeSet {
	var s nodeSet
	if last := len(e.free) - 1; last >= 0 {
		s, e.free = e.free[last], e.free[:last]
	} else {
		s = make(nodeSet, e.base.Len()/64+1)
	}
	for _, n := range list {
		s.add(n)
	}
	return s
}

// far is the end of a statement that a join in that direction leads to.
func (e *Evaluator) far(s kb.Stmt, inv bool) kb.Node {
	if inv {
		return e.base.Subject(s)
	}
	return e.base.Object(s)
}

func (e *Evaluator) distinct(each func(yield func(kb.Node))) []kb.Node {
	var list []kb.Node
	var seen nodeSet
	each(func(n kb.Node) {
		if seen == nil {
			if len(list) < maxScanned {
				if !slices.Contains(list, n) {
					list = append(list, n)
				}
				return
			}
			seen = e.newSet(list)
		}
		if !seen.has(n) {
			seen.add(n)
			list = append(list, n)
		}
	})
	if seen != nil {
		for _, n := range list {
			seen.drop(n)
		}
		e.free = append(e.free, seen)
	}
	return list
}

// steps calls f with the statements that lead from n over a join of x.
func (e *Evaluator) steps(x *Expr, n kb.Node, f func(s kb.Stmt, far kb.Node)) {
	if x.Qual != nil {
		all := f
		f = func(s kb.Stmt, far kb.Node) {
			if e.qualified(s, x.Qual) {
				all(s, far)
			}
		}
	}
	e.Follow(x.Rel, x.Inv, n, f)
	for _, r := range x.Alts {
		e.Follow(r, x.Inv, n, f)
	}
}

// Follow calls f with n's statements of a relation: those it is the subject of,
// or with inv those it is the object of; of a symmetric relation, both.
func (e *Evaluator) Follow(r kb.Rel, inv bool, n kb.Node, f func(s kb.Stmt, far kb.Node)) {
	both := e.base.Schema().RelationDef(r).Symmetric
	if !inv || both {
		out := e.base.Out(n, r)
		if !e.spend(len(out) + 1) {
			return
		}
		for _, s := range out {
			f(s, e.base.Object(s))
		}
	}
	if inv || both {
		in := e.base.In(n, r)
		if !e.spend(len(in) + 1) {
			return
		}
		for _, s := range in {
			f(s, e.base.Subject(s))
		}
	}
}

func (e *Evaluator) join(x *Expr) []kb.Node {
	a := x.Arg()
	if a.Op == OpEach {
		parts := make([]*Expr, len(a.Args))
		for i, each := range a.Args {
			part := *x
			part.Args = []*Expr{each}
			parts[i] = &part
		}
		if x.Inv || a.Both {
			return e.and(parts)
		}
	}
	if a.Op == OpRange || a.Op == OpBefore || a.Op == OpAfter {
		return e.distinct(func(yield func(kb.Node)) {
			for _, r := range append([]kb.Rel{x.Rel}, x.Alts...) {
				for _, s := range e.of(r) {
					near, far := e.base.Object(s), e.base.Subject(s)
					if !x.Inv {
						near, far = far, near
					}
					if e.contains(a, near) {
						yield(far)
					}
				}
			}
		})
	}
	list := e.distinct(func(yield func(kb.Node)) {
		for _, n := range e.Members(a) {
			e.steps(x, n, func(_ kb.Stmt, far kb.Node) { yield(far) })
		}
	})
	if x.Other {
		list = e.without(list, a)
	}
	if Depth(x) > 1 && x.Qual == nil {
		list = e.withoutTopics(list, x)
	}
	return list
}

// withoutTopics keeps a chain from coming back to what it started from: the films
// of the director of X are the other ones.
func (e *Evaluator) withoutTopics(list []kb.Node, x *Expr) []kb.Node {
	topics := x.Topics(nil)
	if len(topics) > 8 {
		return list
	}
	return Leaving(list, func(n kb.Node) bool { return slices.Contains(topics, n) })
}

// without leaves out whom a path over a shared thing started from.
func (e *Evaluator) without(list []kb.Node, via *Expr) []kb.Node {
	if via.Op != OpJoin {
		return list
	}
	start := e.Members(via.Arg())
	if len(start) > 8 {
		return list
	}
	return Leaving(list, func(n kb.Node) bool { return slices.Contains(start, n) })
}

func (e *Evaluator) and(args []*Expr) []kb.Node {
	least := 0
	for i := range args {
		if e.size(args[i]) < e.size(args[least]) {
			least = i
		}
	}
	var kept []kb.Node
next:
	for _, n := range e.Members(args[least]) {
		for i, a := range args {
			if i != least && !e.contains(a, n) {
				continue next
			}
		}
		kept = append(kept, n)
	}
	return kept
}

// size guesses how many members an expression has, so that the smallest of
// several is counted out and the others only asked.
func (e *Evaluator) size(x *Expr) int {
	switch x.Op {
	case OpNodes, OpUnknown:
		return len(x.Nodes)
	case OpJoin:
		if o := x.Arg().Op; o == OpRange || o == OpBefore || o == OpAfter {
			return 1 << 20
		}
		return 16 + 16*e.size(x.Arg())
	case OpAll, OpRole, OpRange, OpQual, OpLessThan, OpMoreThan, OpBefore, OpAfter:
		return 1 << 21
	case OpAnd:
		least := 1 << 22
		for _, a := range x.Args {
			least = min(least, e.size(a))
		}
		return least
	case OpOr, OpEach:
		sum := 0
		for _, a := range x.Args {
			sum += e.size(a)
		}
		return sum
	}
	return e.size(x.Args[0])
}

// contains reports whether n is a member of x.
func (e *Evaluator) contains(x *Expr, n kb.Node) bool {
	if !e.is(n, x.Kinds) {
		return false
	}
	switch x.Op {
	case OpNodes:
		return slices.Contains(x.Nodes, n)
	case OpAll:
		return true
	case OpRole:
		if x.Inv {
			return len(e.base.Out(n, x.Rel)) > 0
		}
		return len(e.base.In(n, x.Rel)) > 0
	case OpRange:
		v, ok := e.base.Value(n)
		if x.Unit != "" {
			v = v.Comparable()
		}
		return ok && v.Lo >= x.Lo && v.Hi <= x.Hi && (x.Unit == "" || v.Unit == x.Unit)
	case OpUnknown:
		return false
	case OpLessThan, OpMoreThan:
		return e.compares(x, n)
	case OpBefore, OpAfter:
		return e.dated(x, n)
	case OpAnd:
		return !slices.ContainsFunc(x.Args, func(a *Expr) bool { return !e.contains(a, n) })
	case OpOr, OpEach:
		return slices.ContainsFunc(x.Args, func(a *Expr) bool { return e.contains(a, n) })
	case OpNot:
		return e.contains(x.Args[0], n) && !e.contains(x.Args[1], n)
	case OpJoin:
		if x.Arg().Op != OpEach && !x.Other && e.size(x.Arg()) > 64 {
			found := false
			back := *x
			back.Inv = !x.Inv
			e.steps(&back, n, func(_ kb.Stmt, far kb.Node) { found = found || e.contains(x.Arg(), far) })
			return found
		}
	}
	list := e.Members(x)
	if len(list) <= maxScanned {
		return slices.Contains(list, n)
	}
	set, ok := e.sets[x]
	if !ok {
		set = e.newSet(list)
		e.sets[x] = set
	}
	return set.has(n)
}

// extreme returns the members of x's argument whose value is the least or most. Of sums that are in several
// currencies, as many in each, there is none.
func (e *Evaluator) extreme(x *Expr) []kb.Node {
	all := e.Members(x.Arg())
	unit, tied := e.currency(all, x.Rel)
	if len(tied) > 1 || e.anyUnmeasured(named(x.Arg()), x.Rel, unit) { // then none is told to be first
		return nil
	}
	return e.extremeIn(x, all, unit)
}

// extremeIn returns those of the members of x's argument whose value in one currency or unit is the least or most.
func (e *Evaluator) extremeIn(x *Expr, all []kb.Node, unit string) (list []kb.Node) {
	var bound float64
	for _, n := range all {
		v, ok := measure(e.base, n, x.Rel, x.Op == OpLeast, unit)
		if !ok {
			continue
		}
		better := v < bound
		if x.Op == OpMost {
			better = v > bound
		}
		if len(list) == 0 || better {
			list, bound = append(list[:0], n), v
		} else if v == bound {
			list = append(list, n)
		}
	}
	return list
}

// anyUnmeasured reports whether one of these names has no value under a relation, of sums of money
// none in that currency.
func (e *Evaluator) anyUnmeasured(names []*Expr, r kb.Rel, unit string) bool {
	known := func(n kb.Node) bool { _, ok := measure(e.base, n, r, false, unit); return ok }
	return slices.ContainsFunc(names, func(a *Expr) bool { return a.Op == OpNodes && !slices.ContainsFunc(a.Nodes, known) })
}

// measure is a node's least or greatest value under a relation; of sums of money and of measures, in
// one unit.
func measure(b *kb.Base, n kb.Node, r kb.Rel, least bool, unit string) (v float64, ok bool) {
	for _, s := range b.Out(n, r) {
		val, has := b.Value(b.Object(s))
		if val = val.Comparable(); !has || val.Unit != unit {
			continue
		}
		if x := val.Lo; !ok || least && x < v || !least && x > v {
			v, ok = x, true
		}
	}
	return v, ok
}

// qualified reports whether a statement carries a qualifier that is in x.
func (e *Evaluator) qualified(s kb.Stmt, x *Expr) bool {
	for _, q := range e.base.Qualifiers(s) {
		if e.contains(x, q.Value) {
			return true
		}
	}
	return false
}

// SortNodes orders answers: by year where they have one, else by name.
func (e *Evaluator) SortNodes(nodes []kb.Node) {
	if len(nodes) < 2 {
		return
	}
	type dated struct {
		year  float64
		node  kb.Node
		place int
	}
	list := make([]dated, len(nodes))
	for i, n := range nodes {
		list[i] = dated{YearKey(e.base, n), n, i}
	}
	slices.SortFunc(list, func(a, b dated) int {
		if a.year != b.year {
			return cmp.Compare(a.year, b.year)
		}
		return cmp.Or(strings.Compare(e.base.Name(a.node), e.base.Name(b.node)), a.place-b.place)
	})
	for i := range list {
		nodes[i] = list[i].node
	}
}

func YearKey(b *kb.Base, n kb.Node) float64 {
	if v, ok := b.Value(n); ok {
		return v.Lo
	}
	k := b.Schema().KindDef(b.KindOf(n))
	if k.Year != kb.NoRel {
		if v, ok := measure(b, n, k.Year, true, ""); ok {
			return v
		}
	}
	return 1e18
}
