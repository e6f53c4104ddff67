package kb

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/nlp"
)

// cellList reads a cell that holds a list as programs write it: JSON, of texts or of things
// with a name, or Python's with single quotes.
func cellList(cell []byte) (list [][]byte, ok bool) {
	if len(cell) < 2 || cell[0] != '[' || cell[len(cell)-1] != ']' {
		return nil, false
	}
	var all []any
	if json.Unmarshal(cell, &all) != nil && json.Unmarshal(bytes.ReplaceAll(cell, []byte("'"), []byte(`"`)), &all) != nil {
		return nil, false
	}
	for _, v := range all {
		if thing, is := v.(map[string]any); is {
			v = thing["name"]
		}
		switch v := v.(type) {
		case string:
			if text := strings.TrimSpace(v); !nothing([]byte(text)) {
				list = append(list, []byte(text))
			}
		case float64:
			list = append(list, strconv.AppendFloat(nil, v, 'f', -1, 64))
		case nil:
		default:
			return nil, false
		}
	}
	return list, true
}

// listMarks stand between the values of a cell in some columns, and within a name in others.
var listMarks = []string{", ", "\n", " / ", "/"}

// splitLists parts the cells of a wide table at marks that may belong to a name, where its
// column shows that they stand between values.
func (t *tripleReader) splitLists() {
	if t.columns == nil {
		return
	}
	cells := map[Rel]map[uint32]bool{}
	for _, tr := range t.triples {
		if t.naming(tr.rel) || t.s.RelationDef(tr.rel).One || t.s.Literal(t.s.RelationDef(tr.rel).To[0]) {
			continue
		}
		if cells[tr.rel] == nil {
			cells[tr.rel] = map[uint32]bool{}
		}
		cells[tr.rel][tr.object] = true
	}
	marks := map[Rel]string{}
	for r, list := range cells {
		for _, mark := range listMarks {
			if t.partsValues(r, list, mark) {
				marks[r] = mark
				break
			}
		}
	}
	if len(marks) == 0 {
		return
	}
	var all []triple
	for _, tr := range t.triples {
		mark, ok := marks[tr.rel]
		if !ok || !strings.Contains(t.list[tr.object], mark) {
			all = append(all, tr)
			continue
		}
		parts := strings.Split(t.list[tr.object], mark)
		t.note("list "+t.s.RelationDef(tr.rel).Name, int(tr.line), "%s: %q is read as %d values", t.s.RelationDef(tr.rel).Name, clip([]byte(t.list[tr.object])), len(parts))
		for _, part := range parts {
			if part = strings.TrimSpace(part); !nothing([]byte(part)) {
				tr.object = t.text([]byte(part))
				all = append(all, tr)
			}
		}
	}
	t.triples = all
}

// partsValues reports whether a mark stands between values in the cells of a relation: in
// half of those that have it, a part is a value of another cell, or there are three and
// more, or the parts look like full names where people are meant.
func (t *tripleReader) partsValues(r Rel, cells map[uint32]bool, mark string) bool {
	held := map[string]int{} // in how many cells a value stands
	for c := range cells {
		for part := range strings.SplitSeq(t.list[c], mark) {
			held[nlp.Fold(strings.TrimSpace(part))]++
		}
	}
	people := slices.Contains(t.s.KindDef(t.s.RelationDef(r).To[0]).Asks, "who") && mark != "/"
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
