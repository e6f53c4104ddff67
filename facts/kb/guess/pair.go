package guess

import (
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/kb/table"
	"hapjak/nlp"
)

// A table of matches, of routes, of visits has no column of names: what a row is about stands in two of its
// columns, home and away, from and to, guest and day. A row is called after both, and both are
// relations as well. Where the two hold things of one kind they are of one kind.

// pairKind returns the kind of the things in two columns, of which most are in both: teams and home, away,
// empty where it is none.
func pairKind(heads [2]string, values [2][]string) string {
	set := [2]map[string]bool{{}, {}}
	for i, list := range values {
		for _, v := range list {
			set[i][nlp.Fold(v)] = true
		}
	}
	shared := 0
	for v := range set[0] {
		if set[1][v] {
			shared++
		}
	}
	if shared < 2 || 2*shared < min(len(set[0]), len(set[1])) {
		return ""
	}
	var words [2][]string
	for i, head := range heads {
		words[i] = strings.FieldsFunc(table.SchemaName(head), func(r rune) bool { return r == '_' || r >= '0' && r <= '9' })
	}
	var common []string
	for _, w := range words[0] {
		if slices.Contains(words[1], w) {
			common = append(common, singular(w))
		}
	}
	if len(common) > 0 {
		return strings.Join(common, "_")
	}
	for _, w := range slices.Concat(words[0], words[1]) {
		switch w {
		case "home", "away", "host", "hosts", "guests", "visitors", "opponent":
			return "team"
		case "white", "black", "winner", "loser":
			return "player"
		case "from", "to", "origin", "destination", "departure", "arrival", "start", "end":
			return "place"
		}
	}
	return ""
}

// sidePair returns two columns that a table's rows are called after, the sides of a match or, where no
// column names the things, the ends of a route, and what stands between them. named says that one does.
func (t *guessedTable) sidePair(named bool) (pair []int, between string) {
	for i := range t.heads {
		for j := i + 1; j < len(t.heads); j++ {
			if !t.short(i) || !t.short(j) || t.oneThing(i, j) {
				continue
			}
			switch pairKind([2]string{t.heads[i], t.heads[j]}, [2][]string{t.columns[i], t.columns[j]}) {
			case "":
			case "place":
				if !named {
					return []int{i, j}, " – "
				}
			default:
				return []int{i, j}, " v "
			}
		}
	}
	return nil, ""
}

// short reports whether a column holds texts as short as names.
func (t *guessedTable) short(i int) bool {
	values := t.columns[i]
	return len(values) > 0 && t.typeOf(i) == kb.Text && mean(values) < 60
}

// oneThing reports whether two columns say the same in half of the rows: what a thing is called here and
// there, and no two sides.
func (t *guessedTable) oneThing(i, j int) bool {
	same := 0
	for _, row := range t.rows {
		if i < len(row) && j < len(row) && row[i] != "" && nlp.Fold(row[i]) == nlp.Fold(row[j]) {
			same++
		}
	}
	return 2*same >= len(t.rows)
}

// rowPair returns two columns that tell the rows of a table apart: who and when, or else who and what.
func (t *guessedTable) rowPair() (pair []int, between string) {
	for _, want := range []kb.Kind{kb.Date, kb.Text} {
		for i := range t.heads {
			if !t.short(i) || table.IsCode(t.heads[i]) {
				continue
			}
			for j := range t.heads {
				if i == j || len(t.columns[j]) == 0 || t.typeOf(j) != want || mean(t.columns[j]) >= 60 {
					continue
				}
				var names []string
				for _, row := range t.rows {
					names = append(names, joinCells(row, []int{i, j}, " "))
				}
				if distinct(names) > mostlyDistinct {
					return []int{i, j}, ", "
				}
			}
		}
	}
	return nil, ""
}

// oneKind lets the relations of two columns lead to one kind where they hold things of one.
func (g *guess) oneKind(values [][]string) {
	for i := range g.columns {
		for j := range g.columns[:i] {
			c, d := &g.columns[i], &g.columns[j]
			if !c.own || !d.own {
				continue
			}
			if kind := pairKind([2]string{d.name, c.name}, [2][]string{values[j], values[i]}); kind != "" {
				asks := ""
				if isPerson(kind) {
					kind, asks = "person", "who"
				}
				noun := strings.ReplaceAll(kind, "_", " ")
				kind = kindName(kind)
				g.kindOf(kind, noun, plural(noun), asks)
				c.to, d.to = kind, kind
			}
		}
	}
}
