package facts

import (
	"fmt"
	"math"
	"strings"

	"hapjak/facts/kb"
)

type op uint8

const (
	opNodes    op = iota // these nodes
	opAll                // every node of some kinds
	opRole               // every node that is the object (or subject) of a relation
	opRange              // values from lo to hi
	opJoin               // nodes that stand in a relation to a member of arg
	opAnd                // members of every one of args
	opOr                 // members of any of args
	opEach               // members of any of args, where a relation to them is meant for each alone: "with both A and B"
	opNot                // members of args[0] that are not of args[1]
	opLeast              // members of args[0] whose value under rel is the least
	opMost               // … the greatest
	opLessThan           // nodes whose value under rel is less than that of a member of arg
	opMoreThan           // … greater
	opBefore             // dates before those of a member of arg
	opAfter              // … after
	opQual               // subjects (or objects) of rel whose statement carries a qualifier in arg
	opUnknown            // a name that the knowledge base does not hold
)

// An expr is a set of nodes, described. It is what a question is planned into,
// and is evaluated against the knowledge base.
type expr struct {
	op    op
	nodes []kb.Node // opNodes
	kinds kindSet   // of the members
	rel   kb.Rel    // opJoin, opRole, opLeast, opMost
	// inv turns a join around: false, members are objects of statements whose
	// subject is in arg; true, they are subjects of statements whose object is.
	inv     bool
	implied bool     // the relation was not said
	alts    []kb.Rel // further relations that an implied join may stand for
	args    []*expr
	qual    *expr   // opJoin: only over statements that carry a qualifier in it
	lo, hi  float64 // opRange
	text    string  // opUnknown: the name; opRange: as it was written
	hash    uint64  // of all of it, zero until it was asked for
	// other: an opJoin back over the relation that its argument came by leaves
	// out whom it started from: "co-stars".
	both  bool // opEach: of all of them at once, whichever way the relation goes
	other bool
}

func (x *expr) arg() *expr { return x.args[0] }

// String renders x for `hapjak ask -v` and for tests.
func (x *expr) describe(b *kb.Base) string {
	var s strings.Builder
	x.write(&s, b)
	return s.String()
}

func (x *expr) write(s *strings.Builder, b *kb.Base) {
	list := func(name string, args []*expr) {
		s.WriteString(name + "(")
		for i, a := range args {
			if i > 0 {
				s.WriteString(", ")
			}
			a.write(s, b)
		}
		s.WriteString(")")
	}
	switch x.op {
	case opNodes:
		for i, n := range x.nodes {
			if i > 0 {
				s.WriteString("|")
			}
			if i == 3 {
				fmt.Fprintf(s, "… %d more", len(x.nodes)-i)
				break
			}
			if id := b.ID(n); id != "" {
				s.WriteString(id)
			} else {
				fmt.Fprintf(s, "%q", b.Name(n))
			}
		}
	case opAll:
		s.WriteString("all " + x.kinds.names(b.Schema()))
	case opRole:
		if x.inv {
			s.WriteString("^")
		}
		s.WriteString("any " + b.Schema().RelationDef(x.rel).Noun)
	case opRange:
		fmt.Fprintf(s, "[%s]", x.text)
	case opUnknown:
		fmt.Fprintf(s, "unknown %q", x.text)
	case opJoin:
		name := b.Schema().RelationDef(x.rel).Name
		if x.inv {
			name = "^" + name
		}
		if x.implied {
			name += "?"
		}
		list(name, x.args)
		if x.qual != nil {
			s.WriteString(" with ")
			x.qual.write(s, b)
		}
	case opQual:
		name := b.Schema().RelationDef(x.rel).Name
		if x.inv {
			name = "^" + name
		}
		list(name+" with ", x.args)
	case opAnd:
		list("and", x.args)
	case opOr:
		list("or", x.args)
	case opEach:
		list("each", x.args)
	case opNot:
		list("not", x.args)
	case opLeast:
		list("least "+b.Schema().RelationDef(x.rel).Name, x.args)
	case opLessThan:
		list("less "+b.Schema().RelationDef(x.rel).Name+" than", x.args)
	case opMoreThan:
		list("more "+b.Schema().RelationDef(x.rel).Name+" than", x.args)
	case opBefore:
		list("before", x.args)
	case opAfter:
		list("after", x.args)
	case opMost:
		list("most "+b.Schema().RelationDef(x.rel).Name, x.args)
	}
}

func (k kindSet) names(s *kb.Schema) string {
	if k == anyKind {
		return "things"
	}
	var names []string
	for i := range s.Kinds {
		if k&(1<<i) != 0 {
			names = append(names, s.KindDef(kb.Kind(i)).Name)
		}
	}
	return strings.Join(names, "/")
}

// topics appends the named nodes that x is about.
func (x *expr) topics(into []kb.Node) []kb.Node {
	if x.op == opNodes {
		return append(into, x.nodes...)
	}
	for _, a := range x.args {
		into = a.topics(into)
	}
	return into
}

// uses reports whether f holds for x or any expression in it.
func (x *expr) uses(f func(*expr) bool) bool {
	if f(x) {
		return true
	}
	for _, a := range x.args {
		if a.uses(f) {
			return true
		}
	}
	return false
}

// sum returns a hash of all of x. Sets that are written in another order but
// have the same members by the same road have the same sum.
func (x *expr) sum() uint64 {
	if x.hash != 0 {
		return x.hash
	}
	h := uint64(x.op)*31 + uint64(x.rel)
	mix := func(v uint64) { h = (h ^ v) * 0x9E3779B97F4A7C15; h ^= h >> 29 }
	mix(uint64(x.kinds))
	if x.inv {
		mix(1)
	}
	for _, n := range x.nodes {
		mix(uint64(n) + 7)
	}
	for _, r := range x.alts {
		mix(uint64(r) + 11)
	}
	mix(math.Float64bits(x.lo))
	mix(math.Float64bits(x.hi))
	for i := range x.text {
		mix(uint64(x.text[i]))
	}
	if x.qual != nil {
		mix(x.qual.sum())
	}
	var both uint64
	for i, a := range x.args {
		s := a.sum()
		if x.op != opAnd && x.op != opOr && x.op != opEach {
			s *= uint64(2*i + 3)
		}
		both += s
	}
	mix(both)
	x.hash = h | 1
	return x.hash
}
