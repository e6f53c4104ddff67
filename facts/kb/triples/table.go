package triples

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/table"
)

// The columns of a wide table are as its first line says.
type columns struct {
	subject, source, quote int   // -1 for none
	names                  []int // the subject, in parts: first name, surname
	between                string
	kind                   kb.Kind // of the subjects, literal where the relations say
	rels                   []kb.Rel
	held                   []bool // columns that are relations
}

// begin reads the first line: the columns of triples, those of a wide table, or a
// triple. second is the line below it, nil for none.
func (t *reader) begin(line int, fields, second [][]byte) {
	for i := range fields {
		fields[i] = bytes.TrimPrefix(fields[i], []byte("\ufeff"))
	}
	if byID(fields) {
		t.ids = newIDReader(t)
		return
	}
	if isWide(fields) {
		t.wide = newWide(t, line, fields)
		t.ids = t.wide.idReader
		return
	}
	if len(fields) >= 3 && strings.EqualFold(string(fields[0]), "subject") && strings.EqualFold(string(fields[2]), "object") {
		for i, f := range fields {
			if i > 3 && strings.EqualFold(string(f), "quote") {
				t.quoteAt = i
			}
		}
		return
	}
	if heads, ok := table.JoinHeads(textsOf(fields), textsOf(second)); ok {
		fields, t.below = nil, true
		for _, h := range heads {
			fields = append(fields, []byte(h))
		}
	}
	if t.columns = t.header(fields, second); t.columns == nil {
		t.line(line, fields)
		return
	}
	for i, f := range fields {
		if !t.columns.held[i] && !slices.Contains(t.columns.names, i) && i != t.columns.source && i != t.columns.quote && len(f) > 0 {
			t.note("column "+string(f), line, "the column %q is no relation of the schema; passed over", fault.Clip(f))
		}
	}
}

// header reads the first line of a wide table, nil if it is none: then it names no
// relation, or is a triple itself, as the line below it is.
func (t *reader) header(fields, second [][]byte) *columns {
	c := &columns{subject: -1, source: -1, quote: -1, kind: kb.Text, rels: make([]kb.Rel, len(fields)), held: make([]bool, len(fields))}
	found := 0
	for i, a := range table.AskedHeads(textsOf(fields)) {
		if _, own := t.relationNamed(string(fields[i])); a.Head != "" && !own {
			fields[i] = []byte(a.Head)
		}
	}
	for i, f := range fields {
		name := string(f)
		if strings.EqualFold(name, "source") {
			c.source = i
			continue
		}
		if strings.EqualFold(name, "quote") {
			c.quote = i
			continue
		}
		if c.rels[i], c.held[i] = t.relationNamed(name); c.held[i] {
			found++
			if one, ok := table.PricedIn(name); ok {
				t.numbers.priced[c.rels[i]] = one
			}
			if _, _, known := kb.UnitNamed(table.HeadUnit(name)); known {
				t.numbers.unit[c.rels[i]] = table.HeadUnit(name)
			}
			if unit, timed := table.ClockUnit(name); timed && unit != "" {
				t.numbers.clock[c.rels[i]] = unit
			}
		}
	}
	for i, f := range fields { // the address of what another column names
		for j, g := range fields {
			if bare, ok := table.Label(string(g)); ok && i != j && c.held[i] && c.held[j] && table.ColumnKey(bare) == table.ColumnKey(string(f)) {
				c.held[i] = false
				found--
			}
		}
	}
	if len(fields) > 2 && len(fields) < 5 && c.held[1] { // a triple?
		if len(second) > 2 {
			if _, ok := t.relationNamed(string(second[1])); ok {
				return nil
			}
		} else if found == 1 {
			return nil
		}
	}
	if t.guessedNames(c, fields) {
		return c
	}
	for _, names := range []func(string) bool{t.labelsThing, t.namesThing, titled, isID} {
		for i, f := range fields {
			if c.subject < 0 && !c.held[i] && i != c.source && i != c.quote && names(string(f)) {
				c.subject = i
			}
		}
	}
	if c.subject < 0 && len(fields) > 1 && !c.held[0] {
		c.subject = 0
	}
	for i, f := range fields { // every relation has a name but the thing: title, say
		if c.subject < 0 && found > 1 && t.namesThing(string(f)) {
			c.subject, c.held[i] = i, false
		}
	}
	if c.subject < 0 || found == 0 {
		return nil
	}
	if name := string(fields[c.subject]); found == 1 && !t.namesThing(name) && !t.labelsThing(name) && !titled(name) && !isID(name) {
		return nil
	}
	c.names, c.between = []int{c.subject}, " "
	return c
}

// guessedNames finds the columns that were guessed to name the things of a table, if any were.
func (t *reader) guessedNames(c *columns, fields [][]byte) bool {
	for _, n := range t.Names {
		kind, ok := t.s.Kind(n.Kind)
		if !ok || n.Sheet != t.sheet {
			continue
		}
		for _, name := range n.Columns {
			i := slices.IndexFunc(fields, func(f []byte) bool { return string(f) == name })
			if i < 0 {
				return false
			}
			c.names, c.held[i] = append(c.names, i), c.held[i] && n.Between != ""
		}
		c.subject, c.kind, c.between = c.names[0], kind, cmp.Or(n.Between, " ")
		return true
	}
	return false
}

func textsOf(fields [][]byte) (list []string) {
	for _, f := range fields {
		list = append(list, string(f))
	}
	return list
}

func (t *reader) labelsThing(name string) bool {
	bare, ok := table.Label(name)
	return ok && t.namesThing(bare)
}

func isID(name string) bool { return table.ColumnKey(name) == "id" }

// titled reports whether a column is that of titles: primaryTitle, movie_title.
func titled(name string) bool { return strings.HasSuffix(table.ColumnKey(name), "title") }

// namesThing reports whether a column is called as that of things is.
func (t *reader) namesThing(name string) bool {
	switch key := table.ColumnKey(name); key {
	case "name", "title", "subject", "label", "entity":
		return true
	default:
		for _, k := range t.s.Kinds {
			if key != "" && (key == table.ColumnKey(k.Name) || key == table.ColumnKey(k.Noun) || key == table.ColumnKey(k.Plural)) {
				return true
			}
		}
	}
	return false
}

// row files the statements of one row.
func (t *reader) row(line int, fields [][]byte) {
	c := t.columns
	var name []byte
	for _, i := range c.names {
		if i < len(fields) && !table.IsEmpty(fields[i]) {
			if len(name) > 0 {
				name = append(name, c.between...)
			}
			name = append(name, fields[i]...)
		}
	}
	if len(name) == 0 {
		if t.below {
			t.below = false
		} else if len(bytes.TrimSpace(bytes.Join(fields, nil))) > 0 {
			t.fault(line, "no name in the column of the things")
		}
		return
	}
	if c.kind >= kb.Literals && t.sums(name, fields) {
		t.note("total", line, "a row of sums (%s); left out", fault.Clip(name))
		return
	}
	if n := len(c.held); len(fields) > n && len(bytes.TrimSpace(bytes.Join(fields[n:], nil))) > 0 {
		t.note("more fields", line, "more fields than the first line has: %q is left out; a comma within a value needs quotation marks round it", fault.Clip(bytes.Join(fields[n:], []byte(" "))))
	}
	var source []byte
	if c.source >= 0 && c.source < len(fields) && !table.IsEmpty(fields[c.source]) {
		source = fields[c.source]
	}
	var quote []byte
	if c.quote >= 0 && c.quote < len(fields) {
		quote = fields[c.quote]
	}
	for i, f := range fields {
		if i >= len(c.held) || !c.held[i] {
			continue
		}
		for _, v := range t.values(line, c.rels[i], f) {
			t.file3(line, c.kind, name, c.rels[i], v, source, quote)
		}
	}
}

// sums reports whether a row adds up those above it: it is called so and has numbers alone.
func (t *reader) sums(name []byte, fields [][]byte) bool {
	switch strings.Trim(strings.ToLower(string(name)), " :") {
	case "total", "totals", "grand total", "subtotal", "sum", "average", "mean":
	default:
		return false
	}
	for i, f := range fields {
		if text := string(f); !slices.Contains(t.columns.names, i) && !table.IsEmpty(f) && !table.AmountOf(text) {
			return false
		}
	}
	return true
}

// values parts a cell: "|" and ";" stand between values, and so do commas
// without a space behind them, where the values are things.
func (t *reader) values(line int, r kb.Rel, cell []byte) (list [][]byte) {
	if list, ok := table.CellList(cell); ok {
		return list
	}
	if table.Unsaid(cell) {
		if !table.IsEmpty(cell) && !t.naming(r) {
			name := t.s.RelationDef(r).Name
			t.note("nothing "+name, line, "%s has no value (%s); left out", name, fault.Clip(cell))
		}
		return nil
	}
	if !t.naming(r) && t.s.RelationDef(r).Flag != "" {
		return t.flagged(line, r, cell)
	}
	if table.StandsIdle(string(cell)) && (t.counts(r) || t.dates(r)) && !(table.IsFree(string(cell)) && t.s.RelationDef(r).To[0] == kb.Money) {
		name := t.s.RelationDef(r).Name
		t.note("idle "+name, line, "%s: %q is no value; left out", name, fault.Clip(cell))
		return nil
	}
	marks := "|;、"
	if t.naming(r) || t.s.RelationDef(r).One {
		marks = ""
	} else if to := t.s.RelationDef(r).To; len(to) > 0 && !t.s.Literal(to[0]) && bytes.Contains(cell, []byte(",")) && !bytes.Contains(cell, []byte(", ")) {
		marks += ","
	}
	for v := range bytes.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(marks, r) }) {
		if v = bytes.TrimSpace(v); !table.Unsaid(v) {
			list = append(list, v)
		}
	}
	return list
}

// flagged reads a cell of yes or no; what says neither stays as it is.
func (t *reader) flagged(line int, r kb.Rel, cell []byte) [][]byte {
	switch yes, ok := table.SaysYes(string(cell)); {
	case !ok:
		return [][]byte{cell}
	case yes:
		return [][]byte{[]byte(t.s.RelationDef(r).Flag)}
	}
	name := t.s.RelationDef(r).Name
	t.note("no "+name, line, "%s: %q states nothing; left out", name, fault.Clip(cell))
	return nil
}
