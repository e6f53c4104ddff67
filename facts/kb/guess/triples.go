package guess

import (
	"strings"

	"hapjak/facts/kb/table"
)

// A file of triples says of its things what a wide table says: its relations are the columns.

// maxTripleColumns is how many relations a file of triples has at most for a schema to be guessed of it.
const maxTripleColumns = 500

// wideOf makes a wide table of the rows of triples, and tells which of its columns say several things of one
// subject; ok is false for other rows.
func wideOf(rows [][]string) (wide [][]string, several map[int]bool, ok bool) {
	if len(rows) < 2 || len(rows[0]) < 3 || !strings.EqualFold(strings.TrimSpace(strings.TrimPrefix(rows[0][0], "\ufeff")), "subject") || !strings.EqualFold(strings.TrimSpace(rows[0][2]), "object") {
		return nil, nil, false
	}
	column, first := map[string]int{}, map[string]int{}
	heads, several := []string{"subject"}, map[int]bool{}
	for _, row := range rows[1:] {
		if len(row) < 3 {
			continue
		}
		subject, relation := strings.TrimSpace(row[0]), strings.TrimSpace(row[1])
		at, known := column[table.SchemaName(relation)]
		if !known {
			if len(heads) > maxTripleColumns {
				continue
			}
			at = len(heads)
			heads, column[table.SchemaName(relation)] = append(heads, relation), at
		}
		i, known := first[subject]
		if !known {
			i, first[subject] = len(wide), len(wide)
			wide = append(wide, []string{subject})
		}
		for len(wide[i]) <= at {
			wide[i] = append(wide[i], "")
		}
		if wide[i][at] != "" && wide[i][at] != row[2] { // as a line of its own has it
			several[at] = true
			line := make([]string, at+1)
			line[0], line[at] = subject, row[2]
			wide = append(wide, line)
			continue
		}
		wide[i][at] = row[2]
	}
	return append([][]string{heads}, wide...), several, true
}
