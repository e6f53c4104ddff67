// Package guess makes a schema of tables that have none, for a person to go over ([Schema]).
//
// A table says a good deal about itself: its first line names the columns, and their values show which
// hold years, sums, names or prose. The things are called after the file ("films.csv" holds films), the
// columns after their heads; "director" and "directed by" know their verb, and whoever directs, writes or
// builds is a person. The questions of a form are heads, too, and the relations of a file of triples are
// columns.
//
// A file's first rows become a table (table.go), in which the columns are found that name its things;
// each other column becomes a relation with its kind and wordings (column.go, amount.go, question.go), and
// all of them YAML (yaml.go).
package guess

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/literal"
	"hapjak/facts/kb/table"
	"hapjak/nlp"
)

// guessRows is how many rows are looked at.
const guessRows = 5000

// ErrNoTable is what [Schema] returns for a file without a header and rows.
var ErrNoTable = errors.New("no table with a first line of column names")

// A File is a table whose schema is guessed, by the name whose ending says how it is read.
type File struct {
	Name string
	Data []byte
}

// Schema proposes a schema, as YAML, for wide tables: one thing a row. A head that several tables
// have is one relation. The namings are by file, for [triples.Options].
func Schema(files ...File) (schema []byte, names [][]table.Naming, err error) {
	g := guess{used: map[string]bool{}}
	for _, f := range files {
		sheets, err := sampleRows(f)
		if err == nil && len(sheets) == 0 {
			err = ErrNoTable
		}
		var own []table.Naming
		made := false
		for _, s := range sheets {
			g.bad = cmp.Or(g.bad, s.bad)
			table, fault := newGuessedTable(f.Name, s)
			if fault != nil {
				err = cmp.Or(err, fault)
				continue
			}
			g.tables = append(g.tables, table)
			if made = true; !table.triples {
				own = append(own, table.naming())
			}
		}
		if !made {
			return nil, nil, g.blamed(fmt.Errorf("%s: %w", f.Name, err))
		}
		names = append(names, own)
	}
	if err := g.read(); err != nil {
		return nil, nil, g.blamed(err)
	}
	text := []byte(g.yaml())
	if _, err := curated.ParseSchema("schema.yaml", text); err != nil {
		return nil, nil, fmt.Errorf("%s: no schema could be made of it: %w", files[len(files)-1].Name, err)
	}
	return text, names, nil
}

// A guess is a schema in the making.
type guess struct {
	tables  []*guessedTable
	kinds   []guessedKind
	columns []guessedColumn
	used    map[string]bool
	bad     error // the first record that cannot be read
}

// blamed says with what is wrong with the tables which record of theirs cannot be read, for that is the likely cause.
func (g *guess) blamed(err error) error {
	if g.bad != nil {
		return errors.Join(g.bad, err)
	}
	return err
}

type guessedKind struct {
	name, noun, plural, asks, year, is string
	needed                             bool
}

// A guessedColumn is a relation.
type guessedColumn struct {
	name, noun, to          string
	from                    []string
	one, implied            bool
	own                     bool // to is a kind called after the column
	verbs, subjectVerbs     string
	nouns, phrases          string
	says, unknown, inverse  string
	flag                    string // what yes means in it
	asks                    string
	most, least             string
	example, exampleSubject string
}

// A headed is the columns of one head, one of each table that has it.
type headed struct {
	head   string
	tables []*guessedTable
	at     []int // its column in each
	twice  bool  // a table has another of the head
}

// read makes kinds of the tables and relations of their columns.
func (g *guess) read() error {
	for _, t := range g.tables {
		asks := ""
		if isPerson(t.noun) || len(t.names) > 1 && t.between == "" {
			asks = "who"
		}
		g.kindOf(t.kind, t.noun, t.plural, asks)
	}
	groups, err := g.byHead()
	if err != nil {
		return err
	}
	var held [][]string
	for _, h := range groups {
		var values []string
		rows := 0
		for i, t := range h.tables {
			values = append(values, t.columns[h.at[i]]...)
			rows += len(t.columns[t.names[0]])
		}
		c := g.column(h, values, rows)
		if t, i := h.tables[0], h.at[0]; t.asked[i].Head != "" {
			c.saidAs(t.asked[i], strings.TrimSpace(table.WithoutUnit(t.questions[i])), g)
		}
		c.one = c.one && !h.twice && !h.repeats()
		for i, t := range h.tables {
			c.one = c.one && !t.several[h.at[i]]
		}
		c.example, c.exampleSubject = values[0], h.tables[0].called(h.tables[0].rows[0])
		for _, t := range h.tables {
			if !slices.Contains(c.from, t.kind) {
				c.from = append(c.from, t.kind)
			}
		}
		if c.own && h.saysOwnName() {
			c.to, c.own = "text", false
		}
		g.link(&c, values)
		g.columns, held = append(g.columns, c), append(held, values)
	}
	g.oneKind(held)
	if len(g.columns) == 0 {
		return fmt.Errorf("%s: no column but that of names has values", g.tables[len(g.tables)-1].file)
	}
	for i := range g.kinds {
		k := &g.kinds[i]
		for _, t := range g.tables {
			if k.name == t.kind {
				k.year, k.needed = cmp.Or(k.year, t.year), true
			}
		}
		for _, c := range g.columns {
			k.needed = k.needed || c.to == k.name
		}
	}
	g.kinds = slices.DeleteFunc(g.kinds, func(k guessedKind) bool { return !k.needed })
	return nil
}

// byHead joins the columns of one head. Where the tables hold different things in theirs there is no
// relation that is both.
func (g *guess) byHead() (groups []*headed, err error) {
	known := map[string]*headed{}
	for _, t := range g.tables {
		seen := map[string]bool{}
		for _, i := range t.names {
			if t.between != "" {
				break
			}
			bare, _ := table.Label(t.heads[i])
			seen[table.ColumnKey(t.heads[i])], seen[table.ColumnKey(bare)] = true, true
		}
		for i, head := range t.heads {
			if slices.Contains(t.heads, head+"Label") {
				continue // the address of what stands there
			}
			if bare, ok := table.Label(head); ok {
				head = bare
			}
			if h := known[table.SchemaName(head)]; h != nil && seen[table.ColumnKey(head)] {
				h.twice = true
			}
			if len(t.columns[i]) == 0 || len(head) > table.MaxHead || table.SchemaName(head) == "" || table.ColumnKey(head) == "source" || strings.HasPrefix(head, "Unnamed: ") || seen[table.ColumnKey(head)] || seen[table.SchemaName(head)] {
				continue
			}
			seen[table.ColumnKey(head)], seen[table.SchemaName(head)] = true, true
			h := known[table.SchemaName(head)]
			if h == nil {
				h = &headed{head: head}
				groups, known[table.SchemaName(head)] = append(groups, h), h
			}
			h.tables, h.at = append(h.tables, t), append(h.at, i)
			first := h.tables[0]
			had, has := first.typeOf(h.at[0]), typeOf(head, t.columns[i], t.days)
			if had != has && len(first.columns[h.at[0]]) > 0 && !bothFit(head, had, has, first.days, append(slices.Clone(first.columns[h.at[0]]), t.columns[i]...)) {
				return nil, fmt.Errorf("%s:1: the column %q holds %s, and %s has %s under that head: call one of them otherwise, or make a base of its own of the table, with another --kb",
					t.file, head, heldIn(has), first.file, heldIn(had))
			}
		}
	}
	return groups, nil
}

// bothFit reports whether two columns, of other types by themselves, are one: dates and years are,
// numbers and sums in a currency that others name.
func bothFit(head string, a, b kb.Kind, file table.Days, all []string) bool {
	return a != kb.Text && b != kb.Text && typeOf(head, all, file) != kb.Text
}

func heldIn(k kb.Kind) string {
	return [...]string{kb.Year: "years", kb.Date: "dates", kb.Number: "numbers", kb.Money: "sums of money", kb.Text: "names or texts"}[k]
}

// link lets a relation lead to the things of a table whose names half of its values are. Of people
// and places others are left.
func (g *guess) link(c *guessedColumn, values []string) {
	if !g.used[c.to] {
		return
	}
	set := map[string]bool{}
	for _, v := range values {
		for part := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ';' || r == '|' }) {
			set[nlp.Fold(strings.TrimSpace(part))] = true
		}
	}
	for _, t := range g.tables {
		if t.kind == c.to {
			return
		}
	}
	for _, t := range g.tables {
		named, shared := t.things(), 0
		for v := range set {
			if named[v] {
				shared++
			}
		}
		if 2*shared < len(set) {
			continue
		}
		if c.to != "person" && c.to != "place" {
			c.to = t.kind
			return
		}
		for i, k := range g.kinds {
			if k.name == t.kind && k.is == "" {
				g.kinds[i].is = c.to
			}
		}
	}
}

// typeOf returns what nine in ten values of a column are, or all but one of a small one: years,
// dates, of which three in four will do, since nothing else looks like them, sums of money, of which
// half name no currency at most, or two in three do, numbers, else Text. A head may say that numbers are no years.
func typeOf(head string, values []string, file table.Days) kb.Kind {
	order := dayOrder(head, values, file)
	var years, dates, sums, amounts, idle int
	_, timed := table.ClockUnit(head)
	timed = timed || slices.ContainsFunc(values, literal.Stopwatch.MatchString) || lastsHours(values)
	for _, v := range values {
		if table.StandsIdle(v) {
			idle++
			continue
		}
		if _, err := literal.Read(kb.Year, v); err == nil {
			years++
		}
		if _, err := literal.ParseDateAs(v, order); err == nil {
			dates++
		}
		if v, ok := literal.ParseAmount(kb.Money, v); ok && literal.IsCurrency(v.Unit) {
			sums++
		}
		if table.AmountOf(v) || timed && literal.TwoHands.MatchString(v) {
			amounts++
		}
	}
	all := len(values) - idle
	fit := func(n int) bool { return n > 0 && (10*n >= 9*all || n > 2 && n == all-1) }
	switch {
	case fit(amounts) && measures(head, values):
		if 2*sums >= all && !fit(years) {
			return kb.Money
		}
		return kb.Number
	case fit(years) && years == dates:
		return kb.Year
	case fit(dates) || dates > 2 && 4*dates >= 3*all || dates > years && dates > 1 && dates >= all-1:
		return kb.Date
	case fit(sums) || 2*sums >= all && 10*amounts >= 9*all || sums > 2 && 3*sums >= 2*all: // what is odd among them is told
		return kb.Money
	case fit(amounts):
		return kb.Number
	}
	return kb.Text
}

// typeOf returns what a column holds.
func (t *guessedTable) typeOf(i int) kb.Kind { return typeOf(t.heads[i], t.columns[i], t.days) }

// dayOrder says whether the dates of a column put the day first or the month.
func dayOrder(head string, values []string, file table.Days) corpus.DayOrder {
	var own table.Days
	for _, v := range values {
		own.See(v)
	}
	return own.Order(head, file)
}

// kindName returns a name of a kind that is none of the values'.
func kindName(name string) string {
	for _, k := range kb.LiteralKinds() {
		if k.Name == name {
			return name + "_name"
		}
	}
	return name
}

// kindOf declares a kind, once.
func (g *guess) kindOf(name, noun, plural, asks string) {
	if !g.used[name] {
		g.used[name] = true
		g.kinds = append(g.kinds, guessedKind{name: name, noun: strings.ReplaceAll(noun, "_", " "), plural: plural})
	}
	for i, k := range g.kinds {
		if k.name == name && k.asks == "" {
			g.kinds[i].asks = asks
		}
	}
}
