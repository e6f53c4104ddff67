package guess

// Which rows of one name are of one thing.

import (
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/kb/table"
	"hapjak/nlp"
)

// maxRowsCompared bounds the things of one name that a row is compared with.
const maxRowsCompared = 20

// repeats reports whether things have several rows that say other things in a column.
func (h *headed) repeats() bool {
	for i, t := range h.tables {
		things, other := t.rowsOfThings(), false
		for _, rows := range things {
			first := ""
			for _, row := range rows {
				v := t.said(row, h.at[i])
				other = other || first != "" && v != "" && v != first
				if first == "" {
					first = v
				}
			}
		}
		if other && 10*len(things) <= 9*len(t.rows) {
			return true
		}
	}
	return false
}

// saysOwnName reports whether a column says for half of the things what they are called, as one of their
// original titles does: another name, and no other thing.
func (h *headed) saysOwnName() bool {
	own, all := 0, 0
	for i, t := range h.tables {
		for _, row := range t.rows {
			if v := t.said(row, h.at[i]); v != "" && t.between == "" {
				if all++; nlp.Fold(v) == nlp.Fold(t.called(row)) {
					own++
				}
			}
		}
	}
	return all > 0 && 2*own >= all
}

// rowsOfThings returns the rows of each thing.
func (t *guessedTable) rowsOfThings() [][][]string {
	if t.rowsOf != nil {
		return t.rowsOf
	}
	t.codes, t.dated = make([]bool, len(t.heads)), make([]bool, len(t.heads))
	for i, values := range t.columns {
		k := t.typeOf(i)
		t.codes[i] = table.TellsApart(t.heads[i]) || k == kb.Text && len(values) == len(t.rows) && repeatCount(values) == 0 && runsOn(values)
		t.dated[i] = k == kb.Year || k == kb.Date
	}
	named := map[string][]int{} // the things of a name
	for _, row := range t.rows {
		named[nlp.Fold(t.called(row))] = nil
	}
	long := 2*len(named) <= len(t.rows) // a thing has several rows, as a rule
	var things [][][]string
	for _, row := range t.rows {
		name := nlp.Fold(t.called(row))
		own := -1
		for _, k := range named[name][:min(maxRowsCompared, len(named[name]))] {
			if own < 0 && t.ofOne(things[k][0], row, long) {
				own = k
			}
		}
		if own < 0 {
			own = len(things)
			things, named[name] = append(things, nil), append(named[name], own)
		}
		things[own] = append(things[own], row)
	}
	t.rowsOf = things
	return things
}

// said returns what a row says in a column, empty for nothing.
func (t *guessedTable) said(row []string, i int) string {
	if i >= len(row) || table.Unsaid([]byte(row[i])) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

// ofOne reports whether two rows of one name are of one thing: a number or code that tells apart decides,
// where there is one. Else they are of two where they are of other years or places, and where they differ in
// two columns and agree in none. long says that this is no matter, for most things have several rows.
func (t *guessedTable) ofOne(a, b []string, long bool) bool {
	same, differ, apart := 0, 0, false
	for i, head := range t.heads {
		x, y := t.said(a, i), t.said(b, i)
		if x == "" || y == "" || slices.Contains(t.names, i) {
			continue
		}
		if t.codes[i] {
			return x == y
		}
		if x == y {
			same++
			continue
		}
		differ++
		apart = apart || t.dated[i] || isPlace(table.SchemaName(head))
	}
	return long || !apart && (same > 0 || differ < 2)
}
