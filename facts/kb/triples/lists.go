package triples

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/facts/kb"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/table"
	"hapjak/nlp"
)

// listMarks stand between the values of a cell in some columns, and within a name in others.
var listMarks = []string{", ", "\n", " / ", "/"}

// The lists of a file are cells that hold several values.
type lists struct{ *content }

// split parts the cells of a wide table at marks that may belong to a name, where its
// column shows that they stand between values.
func (t lists) split() {
	cells := map[kb.Rel]map[uint32]bool{}
	for _, tr := range t.triples {
		if t.naming(tr.rel) || t.s.RelationDef(tr.rel).One || t.s.Literal(t.s.RelationDef(tr.rel).To[0]) {
			continue
		}
		if cells[tr.rel] == nil {
			cells[tr.rel] = map[uint32]bool{}
		}
		cells[tr.rel][tr.object] = true
	}
	marks := map[kb.Rel]string{}
	for r, list := range cells {
		for _, mark := range listMarks {
			if t.partsValues(r, list, mark) {
				marks[r] = mark
				break
			}
		}
	}
	alone := t.alone(marks)
	var all []triple
	for _, tr := range t.triples {
		if cells[tr.rel] == nil {
			all = append(all, tr)
			continue
		}
		text := t.list[tr.object]
		parts := []string{text}
		if mark, ok := marks[tr.rel]; ok {
			parts = strings.Split(text, mark)
		}
		if parts = t.pairs(tr.rel, parts, alone); len(parts) == 1 {
			all = append(all, tr)
			continue
		}
		t.note("list "+t.s.RelationDef(tr.rel).Name, int(tr.line), "%s: %q is read as %d values", t.s.RelationDef(tr.rel).Name, fault.Clip([]byte(text)), len(parts))
		for _, part := range parts {
			if part = strings.TrimSpace(part); !table.Unsaid([]byte(part)) {
				tr.object = t.text([]byte(part))
				all = append(all, tr)
			}
		}
	}
	t.triples = all
}

// alone lists the names that stand by themselves somewhere, folded, by their kind.
func (t lists) alone(marks map[kb.Rel]string) map[kb.Kind]map[string]bool {
	all := map[kb.Kind]map[string]bool{}
	add := func(k kb.Kind, name string) {
		if all[k] == nil {
			all[k] = map[string]bool{}
		}
		all[k][nlp.Fold(strings.TrimSpace(name))] = true
	}
	for _, tr := range t.triples {
		if t.naming(tr.rel) {
			continue
		}
		to := t.s.RelationDef(tr.rel).To[0]
		if t.s.Literal(to) {
			continue
		}
		parts := []string{t.list[tr.object]}
		if mark, ok := marks[tr.rel]; ok {
			parts = strings.Split(parts[0], mark)
		}
		for _, part := range parts {
			add(to, part)
		}
	}
	return all
}

// maxPair is how many bytes names have that are parted at pairMarks.
const maxPair = 300

// pairs parts the values at pairMarks where something shows that there are two: both stand by themselves
// elsewhere, or one does and the other looks like a person's whole name, or both do; or a list
// goes on to its end so, "A, B and C".
func (t lists) pairs(r kb.Rel, values []string, alone map[kb.Kind]map[string]bool) (all []string) {
	to := t.s.RelationDef(r).To[0]
	people := slices.Contains(t.s.KindDef(to).Asks, "who")
	for i, v := range values {
		v = strings.TrimSpace(v)
		last := i > 0 && i == len(values)-1
		if rest, ok := strings.CutPrefix(v, "and "); last && ok {
			v = rest
		}
		done := false
		for _, mark := range table.PairMarks {
			a, b, ok := strings.Cut(v, mark)
			if !ok || len(v) > maxPair {
				continue
			}
			knownA, knownB := alone[to][nlp.Fold(a)], alone[to][nlp.Fold(b)]
			fullA, fullB := people && table.FullName(a), people && table.FullName(b)
			if (knownA || fullA) && (knownB || fullB) || last && mark == " and " {
				all, done = append(all, t.pairs(r, []string{a, b}, alone)...), true
				break
			}
		}
		if !done {
			all = append(all, v)
		}
	}
	return all
}

// partsValues reports whether a mark stands between values in the cells of a relation: in
// half of those that have it, a part is a value of another cell, or there are three and
// more, or the parts look like full names where people are meant.
func (t lists) partsValues(r kb.Rel, cells map[uint32]bool, mark string) bool {
	held := map[string]int{} // in how many cells a value stands
	for c := range cells {
		for part := range strings.SplitSeq(t.list[c], mark) {
			held[nlp.Fold(strings.TrimSpace(part))]++
		}
	}
	people := slices.Contains(t.s.KindDef(t.s.RelationDef(r).To[0]).Asks, "who") && mark != "/" || mark == " / "
	with, shown := 0, 0
	for c := range cells {
		parts := strings.Split(t.list[c], mark)
		if len(parts) < 2 {
			continue
		}
		with++
		full, again := people, false
		for _, part := range parts {
			part = strings.TrimSpace(part)
			again = again || part != "" && held[nlp.Fold(part)] > 1
			first, _ := utf8.DecodeRuneInString(part)
			full = full && strings.Contains(part, " ") && !unicode.IsLower(first)
		}
		if full || again || mark == ", " && len(parts) > 2 {
			shown++
		}
	}
	return shown > 0 && 2*shown >= with
}
