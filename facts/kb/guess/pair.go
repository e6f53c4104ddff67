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

// namePair returns the two columns that a table's rows are called after, and what stands between them.
func (t *guessedTable) namePair(named bool) (pair []int, between string) {
	for i := range t.heads {
		for j := i + 1; j < len(t.heads); j++ {
			a, b := t.columns[i], t.columns[j]
			if len(a) == 0 || len(b) == 0 || typeOf(t.heads[i], a) != kb.Text || typeOf(t.heads[j], b) != kb.Text || mean(a) >= 60 || mean(b) >= 60 {
				continue
			}
			switch pairKind([2]string{t.heads[i], t.heads[j]}, [2][]string{a, b}) {
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
	if named {
		return nil, ""
	}
	for _, want := range []kb.Kind{kb.Date, kb.Text} { // who and when, who and what
		for i := range t.heads {
			if len(t.columns[i]) == 0 || table.IsCode(t.heads[i]) || typeOf(t.heads[i], t.columns[i]) != kb.Text || mean(t.columns[i]) >= 60 {
				continue
			}
			for j := range t.heads {
				if i == j || len(t.columns[j]) == 0 || typeOf(t.heads[j], t.columns[j]) != want || mean(t.columns[j]) >= 60 {
					continue
				}
				var names []string
				for _, row := range t.rows {
					names = append(names, joinCells(row, []int{i, j}, " "))
				}
				if distinct(names) > 0.9 {
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
