package expr

import (
	"fmt"
	"math"
	"strings"

	"hapjak/facts/kb"
)

// An Op says how an [Expr] describes its members.
type Op uint8

const (
	OpNodes    Op = iota // these nodes
	OpAll                // every node of some kinds
	OpRole               // every node that is the object (or subject) of a relation
	OpRange              // values from lo to hi
	OpJoin               // nodes that stand in a relation to a member of arg
	OpAnd                // members of every one of args
	OpOr                 // members of any of args
	OpEach               // members of any of args, where a relation to them is meant for each alone: "with both A and B"
	OpNot                // members of args[0] that are not of args[1]
	OpLeast              // members of args[0] whose value under rel is the least
	OpMost               // … the greatest
	OpTotal              // members of args[0] with a value under rel, which are to be added up
	OpLessThan           // nodes whose value under rel is less than that of a member of arg
	OpMoreThan           // … greater
	OpBefore             // dates before those of a member of arg
	OpAfter              // … after
	OpQual               // subjects (or objects) of rel whose statement carries a qualifier in arg
	OpUnknown            // a name that the knowledge base does not hold
)

// An Expr is a set of nodes, described. It is what a question is planned into,
// and is evaluated against the knowledge base.
type Expr struct {
	Op    Op
	Nodes []kb.Node // of OpNodes
	Kinds KindSet   // of the members
	Rel   kb.Rel    // of OpJoin, OpRole, OpLeast, OpMost, OpTotal
	// Inv turns a join around: false, members are objects of statements whose
	// subject is in arg; true, they are subjects of statements whose object is.
	Inv     bool
	Implied bool     // the relation was not said
	Alts    []kb.Rel // further relations that an implied join may stand for
	Args    []*Expr
	Qual    *Expr   // of OpJoin: only over statements that carry a qualifier in it
	Lo, Hi  float64 // of OpRange
	Unit    string  // of OpRange: the currency or the unit (kb.UnitNamed), where one was said
	Usual   bool    // … or, where none was, that of most sums that it is held against
	Text    string  // of OpUnknown the name, of OpRange as it was written
	hash    uint64  // of all of it, zero until it was asked for
	Both    bool    // of OpEach: of all of them at once, whichever way the relation goes
	Other   bool    // of OpJoin back over the relation that its argument came by: without whom it started from ("co-stars")
}

// Arg is the first argument.
func (x *Expr) Arg() *Expr { return x.Args[0] }

// Copy is the same set, to be changed.
func (x *Expr) Copy() *Expr {
	y := *x
	y.hash = 0
	return &y
}

// Of is the part of a set that is of some kinds.
func (x *Expr) Of(kinds KindSet) *Expr {
	y := x.Copy()
	y.Kinds = kinds
	return y
}

// All reports whether an expression is everything of a kind, or everything that has a role.
func (x *Expr) All() bool { return x.Op == OpAll || x.Op == OpRole }

// Describe renders x for `hapjak ask -v` and for tests.
func (x *Expr) Describe(b *kb.Base) string {
	var s strings.Builder
	x.write(&s, b)
	return s.String()
}

// opNames are what operations over other sets are written as, with the relation for the "%".
var opNames = [...]string{OpJoin: "%", OpQual: "% with ", OpAnd: "and", OpOr: "or", OpEach: "each", OpNot: "not", OpLeast: "least %", OpMost: "most %",
	OpTotal: "total %", OpLessThan: "less % than", OpMoreThan: "more % than", OpBefore: "before", OpAfter: "after"}

func (x *Expr) write(s *strings.Builder, b *kb.Base) {
	turned := ""
	if x.Inv {
		turned = "^"
	}
	switch x.Op {
	case OpNodes:
		for i, n := range x.Nodes {
			if i > 0 {
				s.WriteString("|")
			}
			if i == 3 {
				fmt.Fprintf(s, "… %d more", len(x.Nodes)-i)
				break
			}
			if id := b.ID(n); id != "" {
				s.WriteString(id)
			} else {
				fmt.Fprintf(s, "%q", b.Name(n))
			}
		}
	case OpAll:
		s.WriteString("all " + x.Kinds.names(b.Schema()))
	case OpRole:
		s.WriteString(turned + "any " + b.Schema().RelationDef(x.Rel).Noun)
	case OpRange:
		fmt.Fprintf(s, "[%s]", x.Text)
	case OpUnknown:
		fmt.Fprintf(s, "unknown %q", x.Text)
	default:
		before, behind, related := strings.Cut(opNames[x.Op], "%")
		if s.WriteString(before); related {
			s.WriteString(turned + b.Schema().RelationDef(x.Rel).Name)
		}
		if x.Implied {
			s.WriteString("?")
		}
		s.WriteString(behind + "(")
		for i, a := range x.Args {
			if i > 0 {
				s.WriteString(", ")
			}
			a.write(s, b)
		}
		s.WriteString(")")
		if x.Qual != nil {
			s.WriteString(" with ")
			x.Qual.write(s, b)
		}
	}
}

// A KindSet is a set of kinds, bit k for kind k.
type KindSet uint64

// AnyKind is the set of all kinds.
const AnyKind = ^KindSet(0)

func (k KindSet) names(s *kb.Schema) string {
	if k == AnyKind {
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

// Topics appends the named nodes that x is about.
func (x *Expr) Topics(into []kb.Node) []kb.Node {
	if x.Op == OpNodes {
		return append(into, x.Nodes...)
	}
	for _, a := range x.Args {
		into = a.Topics(into)
	}
	return into
}

// Supposes reports whether x uses a relation that no word of the question says.
func (x *Expr) Supposes() bool { return x.Uses(func(x *Expr) bool { return x.Implied }) }

// Uses reports whether f holds for x or any expression in it.
func (x *Expr) Uses(f func(*Expr) bool) bool {
	if f(x) {
		return true
	}
	for _, a := range x.Args {
		if a.Uses(f) {
			return true
		}
	}
	return false
}

// Sum returns a hash of all of x. Sets that are written in another order but
// have the same members by the same road have the same sum.
func (x *Expr) Sum() uint64 {
	if x.hash != 0 {
		return x.hash
	}
	h := uint64(x.Op)*31 + uint64(x.Rel)
	mix := func(v uint64) { h = (h ^ v) * 0x9E3779B97F4A7C15; h ^= h >> 29 }
	mix(uint64(x.Kinds))
	if x.Inv {
		mix(1)
	}
	for _, n := range x.Nodes {
		mix(uint64(n) + 7)
	}
	for _, r := range x.Alts {
		mix(uint64(r) + 11)
	}
	mix(math.Float64bits(x.Lo))
	mix(math.Float64bits(x.Hi))
	for i := range x.Text {
		mix(uint64(x.Text[i]))
	}
	if x.Qual != nil {
		mix(x.Qual.Sum())
	}
	var both uint64
	for i, a := range x.Args {
		s := a.Sum()
		if x.Op != OpAnd && x.Op != OpOr && x.Op != OpEach {
			s *= uint64(2*i + 3)
		}
		both += s
	}
	mix(both)
	x.hash = h | 1
	return x.hash
}

// Depth is the number of joins from a set to its farthest name.
func Depth(x *Expr) int {
	deepest := 0
	for _, a := range x.Args {
		deepest = max(deepest, Depth(a))
	}
	if x.Op == OpJoin {
		deepest++
	}
	return deepest
}

// Compares reports whether a set is told by holding values against each other: those of some things that were named
// against one another, or others' against one of them.
func (x *Expr) Compares() bool {
	return x.Uses(func(x *Expr) bool {
		switch x.Op {
		case OpBefore, OpAfter, OpLessThan, OpMoreThan:
			return true
		case OpLeast, OpMost:
			return !x.Arg().Uses(func(x *Expr) bool { return x.Op != OpOr && x.Op != OpNodes })
		}
		return false
	})
}

// ByRole reports whether a set is one of all that have a role: "the directors", "Norwegian directors".
func (x *Expr) ByRole() bool { return x.Uses(func(x *Expr) bool { return x.Op == OpRole }) }

// Has reports whether a kind is in the set.
func (k KindSet) Has(kind kb.Kind) bool { return k&(1<<kind) != 0 }
