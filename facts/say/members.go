package say

import (
	"fmt"
	"slices"
	"strings"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
)

// The longest that a text may be, in characters, by what it is: one answer, or
// a list or an explanation.
const (
	MaxText = 600
	MaxLong = 1000
)

// Members tells the members of a set: each by its own statement where that is
// short, else as a list under a description.
func (t *Teller) Members(x *expr.Expr, list []expr.Member) string {
	text := t.members(x, list)
	if x.Op == expr.OpTotal {
		text = Capital(expr.Total(t.base, x, list)) + " in all. " + text
	}
	if among := expr.Compared(t.base, x, list); among != "" {
		return among + ": " + text
	}
	return text
}

func (t *Teller) members(x *expr.Expr, list []expr.Member) string {
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
	if len(last) == 0 || ofKind(x) || x.Op == expr.OpRole { // no statement says of what kind a thing is
		return t.plainList(x, list)
	}
	if len(list) <= 2*MaxListed && len(t.Groups(before)) <= 3 && len(t.Groups(Distinct(last))) <= 4 {
		text := t.Tell(append(last, before...))
		if Length(text) <= MaxText {
			return text
		}
		t.Reset()
	}
	return t.plainList(x, list)
}

// ofKind reports whether a set is everything of a kind: "films", "films that are documentaries".
func ofKind(x *expr.Expr) bool {
	return x.Op == expr.OpAll || x.Op == expr.OpAnd && !slices.ContainsFunc(x.Args, func(a *expr.Expr) bool { return a.Op != expr.OpAll })
}

// plainList is "Films whose director is X: A (1990) [1], B (1992) [2] and 3 more.", or "7 films: A …" where
// nobody would say what they have in common in one breath.
func (t *Teller) plainList(x *expr.Expr, list []expr.Member) string {
	var items []string
	length := 0
	for _, f := range list {
		item := t.Title(f.Node)
		if length += Length(item) + 8; length > MaxText-120 && len(items) > 0 || len(items) == 3*MaxListed {
			break
		}
		marked := ""
		for _, s := range f.Proof[:min(len(f.Proof), 1)] {
			marked = t.Mark(s)
		}
		if marked != "" {
			item += " " + marked
		}
		items = append(items, item)
	}
	head := Capital(t.Phrase(x, len(list) > 1))
	if expr.Depth(x) > 1 || x.Op == expr.OpAnd && !ofKind(x) || x.Op == expr.OpRole && x.Inv {
		t.Meant = head
		head = fmt.Sprintf("%d %s", len(list), t.memberNoun(x, len(list) > 1))
	}
	if more := len(list) - len(items); more > 0 {
		t.Left = more
		return fmt.Sprintf("%s: %s and %d more.", head, strings.Join(items, ", "), more)
	}
	return head + ": " + List(items, len(items)) + "."
}

// memberNoun names the members of a set: by the role that they have in it, "directors", else by their kind.
func (t *Teller) memberNoun(x *expr.Expr, plural bool) string {
	if x.Op == expr.OpAnd {
		for _, a := range x.Args {
			if a.Op == expr.OpRole && !a.Inv {
				return t.Phrase(a, plural)
			}
		}
	}
	return t.kindNoun(x.Kinds, plural)
}

// Count tells how many members the sources name, and which.
func (t *Teller) Count(x *expr.Expr, list []expr.Member) string {
	var items []string
	for _, f := range list[:min(len(list), MaxListed)] {
		item := t.Title(f.Node)
		if len(f.Proof) > 0 {
			if m := t.Mark(f.Proof[0]); m != "" {
				item += " " + m
			}
		}
		items = append(items, item)
	}
	more := ""
	if len(list) > len(items) {
		more = fmt.Sprintf(" and %d more", len(list)-len(items))
	}
	in := "The"
	if among := expr.Compared(t.base, x, list); among != "" {
		in = among + ", the"
	}
	t.Meant = Capital(t.Phrase(x, true))
	return fmt.Sprintf("%s sources name %d %s: %s%s.", in, len(list), t.memberNoun(x, len(list) != 1), List(items, len(items)), more)
}
