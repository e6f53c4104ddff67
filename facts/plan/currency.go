package plan

import (
	"strings"

	"hapjak/facts/kb"
)

// Sums of money are compared in one currency at a time, for what one is worth in another is
// nothing that sources say: in the one that most of those compared are given in.

// currency is the currency that most of the nodes' sums under a relation are given in, the
// first in the alphabet of several; empty where they are no sums.
func (e *evaluator) currency(nodes []kb.Node, r kb.Rel) string {
	if !isMoney(e.base, r) {
		return ""
	}
	count := map[string]int{}
	best := ""
	for _, n := range nodes {
		if unit := unitOf(e.base, n, r); unit != "" {
			count[unit]++
			if c := count[unit]; c > count[best] || c == count[best] && unit < best {
				best = unit
			}
		}
	}
	return best
}

// unitOf is the currency of a node's first sum under a relation.
func unitOf(b *kb.Base, n kb.Node, r kb.Rel) string {
	for _, s := range b.Out(n, r) {
		if v, ok := b.Value(b.Object(s)); ok && v.Kind == kb.Money {
			return v.Unit
		}
	}
	return ""
}

func isMoney(b *kb.Base, r kb.Rel) bool {
	to := b.Schema().RelationDef(r).To
	return len(to) > 0 && to[0] == kb.Money
}

// Total adds up the values of an [OpTotal]'s members: as text, with the currency of sums of money,
// and with "over" or "about" where a part is told so.
func Total(b *kb.Base, x *Expr, members []Member) string {
	sum, unit, hedge := 0.0, unitOf(b, members[0].Node, x.Rel), ""
	for _, m := range members {
		v, _ := measure(b, m.Node, x.Rel, false, unit)
		sum += v
		if h := hedgeOf(b, m.Node, x.Rel, unit); hedge == "" {
			hedge = h
		} else if h != "" && h != hedge {
			hedge = "about"
		}
	}
	return strings.TrimSpace(hedge + " " + kb.PlainNumber(sum) + " " + unit)
}

// hedgeOf says how far from exact a node's values under a relation are told to be, in one currency.
func hedgeOf(b *kb.Base, n kb.Node, r kb.Rel, unit string) string {
	for _, s := range b.Out(n, r) {
		if v, ok := b.Value(b.Object(s)); ok && v.Unit == unit && kb.Hedged(v.Text) != "" {
			return kb.Hedged(v.Text)
		}
	}
	return ""
}

// Compared returns the currency that a superlative or a sum was told in, of a base that gives sums of
// its relation in others too; empty where there was no choice.
func Compared(b *kb.Base, x *Expr, members []Member) string {
	if x.Op != OpMost && x.Op != OpLeast && x.Op != OpTotal || !isMoney(b, x.Rel) || len(members) == 0 {
		return ""
	}
	unit := unitOf(b, members[0].Node, x.Rel)
	for _, s := range b.Of(x.Rel) {
		if v, ok := b.Value(b.Object(s)); ok && v.Unit != unit {
			return unit
		}
	}
	return ""
}

// currencyAt reads a currency behind a number: "dollars", "US dollars".
func (p mentioner) currencyAt(end int) (int, string) {
	words := func(n int) string {
		text := ""
		for _, w := range p.words[end:min(end+n, len(p.words))] {
			text += "-" + w.Norm
		}
		return text[min(1, len(text)):]
	}
	for _, n := range []int{2, 1} {
		if code, ok := kb.CurrencyNamed(words(n)); ok && end+n <= len(p.words) {
			return end + n, code
		}
	}
	return end, ""
}
