package evidence

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/facts/passages"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A Table is a paragraph whose parts are rows of cells under the names of their columns.
type Table struct {
	Columns []string
	Rows    [][]string
	parts   []corpus.Ref // of each row
}

// A Cells is what of a table a question asks for.
type Cells struct {
	Rows    []int
	About   int   // the column whose cells the question speaks of
	Columns []int // those that it asks for by name

	Head     bool // the name of the column that the rows are of is told: who somebody is
	priced   int  // the one column of sums, where a question asks what something costs; -1 for none
	Reckoned bool // the rows are those of an amount or of the most of something, not of words
}

// maxTableRows is how many rows a table has at most that is looked through, maxTableWords how many words of a question.
const (
	maxTableRows  = 200
	maxTableWords = 32
)

// TableAt reads the table that stands in a paragraph.
func TableAt(ix *passages.Index, ref corpus.Ref) (t Table, ok bool) {
	for part := 1; ; part++ {
		at := corpus.Ref{Source: ref.Source, Paragraph: ref.Paragraph, Part: part}
		par, ok := ix.Paragraph(at)
		if !ok {
			break
		}
		_, columns, cells := rowOf(par)
		if len(cells) < 2 || len(t.Rows) == maxTableRows || len(t.Rows) > 0 && len(cells) != len(t.Rows[0]) {
			return Table{}, false
		}
		t.Columns, t.Rows, t.parts = columns, append(t.Rows, cells), append(t.parts, at)
	}
	return t, len(t.Rows) > 1 && len(t.Columns) > 1
}

// rowOf is a table's row, the names of its columns, and the heading over them.
func rowOf(par corpus.Paragraph) (over string, columns, cells []string) {
	heads := par.Heading
	if at := strings.LastIndex(par.Heading, under); at >= 0 {
		over, heads = par.Heading[:at], par.Heading[at+len(under):]
	}
	columns, cells = corpus.SplitCells(heads), corpus.SplitCells(par.Text)
	if len(columns) < 2 || len(columns) != len(cells) {
		return "", nil, nil
	}
	return over, columns, cells
}

// under parts a heading from one below it.
const under = " · "

// Find finds the rows that a question speaks of, by the words of their cells or by an amount that falls between the bounds in
// their first cell ("up to 4 hours"), and the columns that it asks for. Weight is 0 for words that say nothing.
func (t Table) Find(q []nlp.Token, weight func(nlp.Token) float64, m Matcher) (c Cells, ok bool) {
	q = q[:min(len(q), maxTableWords)]
	place := slices.ContainsFunc(q, func(w nlp.Token) bool { return w.Norm == "where" || w.Norm == "when" }) // of "the May concert"
	c.priced = -1
	if slices.ContainsFunc(q, func(w nlp.Token) bool { return english.IsCost(w.Norm) && weight(w) > 0 }) {
		c.priced = t.priced()
	}
	var left []nlp.Token
	of := make([][]string, len(t.Columns)) // the words of each column's name
	for _, w := range q {
		called := weight(w) == 0 || slices.ContainsFunc(left, func(o nlp.Token) bool { return o.Stem == w.Stem })
		for i, name := range t.Columns {
			if !called && w.Kind != nlp.Number && (m.Stems.HasStem(name, w.Stem) || english.IsCost(w.Norm) && i == c.priced) {
				of[i] = append(of[i], w.Stem)
			}
		}
		if !called && !slices.ContainsFunc(of, func(words []string) bool { return slices.Contains(words, w.Stem) }) {
			left = append(left, w)
		}
	}
	for i, words := range of {
		if len(words) > 0 && !place && !slices.ContainsFunc(of, func(o []string) bool { return len(o) > len(words) && slices.Contains(o, words[0]) }) && i == t.narrowest(of, words) {
			c.Columns = append(c.Columns, i)
		}
	}
	if row, within := t.within(q, m); within {
		c.Rows, c.Reckoned = []int{row}, true
	} else if t.speaksOf(left, t.counted(q, m), weight, m, &c); len(c.Rows) == 0 || len(c.Rows) == len(t.Rows) {
		if column, rows := t.extreme(q, c.Columns); rows != nil {
			c.Rows, c.About, c.Columns, c.Reckoned = rows, 0, []int{column}, true
		}
	}
	c.Columns = slices.DeleteFunc(c.Columns, func(i int) bool { return i == c.About })
	return c, len(c.Rows) > 0 && len(c.Rows) < len(t.Rows)
}

// narrowest is, of the columns whose names have the same words of a question, the one whose name has the fewest others: the day
// is "Day" and not "Half day".
func (t Table) narrowest(of [][]string, words []string) int {
	best := -1
	for i, o := range of {
		if slices.Equal(o, words) && (best < 0 || len(strings.Fields(t.Columns[i])) < len(strings.Fields(t.Columns[best]))) {
			best = i
		}
	}
	return best
}

// counted tells of the numbers of a question which column they are of, by the word behind them: "5 stars".
func (t Table) counted(q []nlp.Token, m Matcher) map[string]int {
	of := map[string]int{}
	for i, w := range q[:max(0, len(q)-1)] {
		if column := slices.IndexFunc(t.Columns, func(name string) bool { return m.Stems.HasStem(name, q[i+1].Stem) }); w.Kind == nlp.Number && column >= 0 {
			of[w.Stem] = column
		}
	}
	return of
}

// speaksOf finds the rows whose cells have the most of some words, numbers in the column that they are of.
func (t Table) speaksOf(words []nlp.Token, counted map[string]int, weight func(nlp.Token) float64, m Matcher, c *Cells) {
	words = slices.DeleteFunc(slices.Clone(words), func(w nlp.Token) bool { o, _ := english.Superlative(w.Norm, ""); return o != 0 })
	if len(words) == 0 {
		return
	}
	best := 0.0
	for r, cells := range t.Rows {
		sum, about, most := 0.0, 0, 0.0
		var seen []string
		for i, cell := range cells {
			held := 0.0
			tokens, squashed := m.Stems.Tokens(cell), kb.Squash(cell)
			for _, w := range words {
				if column, ok := counted[w.Stem]; ok && column != i {
					continue
				}
				if !slices.Contains(seen, w.Stem) && holds(tokens, squashed, w) && !(w.Kind == nlp.Number && ofMoney(cell)) {
					seen = append(seen, w.Stem)
					held += weight(w)
				}
			}
			if sum += held; held > most && (most == 0 || about > 0) && len(cell) <= maxAbout {
				about, most = i, held
			}
		}
		switch {
		case sum > best:
			c.Rows, c.About, best = []int{r}, about, sum
		case sum == best && sum > 0:
			c.Rows = append(c.Rows, r)
		}
	}
}

// maxAbout is how many bytes a cell has at most that says what its row is of.
const maxAbout = 40

// shortForm is how many letters of a word stand for it at least: "physio" is physiotherapy.
const shortForm = 5

// holds reports whether a text has a word, in full, in its stem, or written in one with others: "multipurpose".
func holds(text []nlp.Token, squashed string, w nlp.Token) bool {
	return slices.ContainsFunc(text, func(t nlp.Token) bool {
		return t.Stem == w.Stem || len(w.Norm) >= shortForm && strings.HasPrefix(t.Norm, w.Norm)
	}) || len(w.Norm) > shortForm && strings.Contains(squashed, w.Norm)
}

// within finds the row whose first cell bounds an amount that a question gives: the narrowest that does. A number without a unit
// is one of what the bounds are of only where they are of nothing else, and the word behind it is the name of no column.
func (t Table) within(q []nlp.Token, m Matcher) (row int, ok bool) {
	given := amounts(q)
	if len(given) != 1 {
		return 0, false
	}
	if next := given[0].at + 1; next < len(q) && slices.ContainsFunc(t.Columns, func(name string) bool { return m.Stems.HasStem(name, q[next].Stem) }) {
		return 0, false
	}
	bounds, rows, least := 0, 0, math.Inf(1)
	for r, cells := range t.Rows {
		from, to, unit, bounded := interval(m.Stems.Tokens(cells[0]))
		if !bounded {
			continue
		}
		if rows++; from < to {
			bounds++
		}
		same := unit == given[0].unit || unit == "" && given[0].unit == "years" || unit == "years" && given[0].unit == ""
		if n := given[0].n; same && from <= n && n <= to && (!ok || to-from < least) {
			row, ok, least = r, true, to-from
		}
	}
	return row, ok && (bounds > 0 || rows > 1 && given[0].unit != "")
}

// extreme finds the rows with the most or the least of something: in the one column of figures that a question names, or of
// prices where it asks for those.
func (t Table) extreme(q []nlp.Token, named []int) (column int, rows []int) {
	order, ofPrice := 0, false
	var dimensions []string
	for i, w := range q {
		next := ""
		if i+1 < len(q) {
			next = q[i+1].Norm
		}
		if o, price := english.Superlative(w.Norm, next); o != 0 && !(i > 0 && q[i-1].Norm == "at") { // not "at least"
			order, ofPrice, dimensions = o, price, english.Dimensions(w.Norm)
		}
	}
	if order == 0 {
		return 0, nil
	}
	column = -1
	for i, name := range t.Columns {
		figures, unit := t.figures(i, ofPrice)
		if figures == nil || !ofPrice && !slices.Contains(named, i) && !slices.Contains(dimensions, cmp.Or(unit, unitNamed(name))) {
			continue
		}
		if column >= 0 {
			return 0, nil
		}
		column = i
		best := slices.Max(figures)
		if order < 0 {
			best = slices.Min(figures)
		}
		for r, n := range figures {
			if n == best {
				rows = append(rows, r)
			}
		}
	}
	return column, rows
}

// priced is the one column of sums of money, -1 where there are none or several.
func (t Table) priced() int {
	column := -1
	for i := range t.Columns {
		money := slices.ContainsFunc(t.Rows, func(cells []string) bool { return ofMoney(cells[i]) })
		if money && column >= 0 {
			return -1
		}
		if money {
			column = i
		}
	}
	return column
}

// ofMoney reports whether a cell is a sum, with the sign or the name of a currency.
func ofMoney(cell string) bool {
	_, err := literal.Read(kb.Money, cell)
	return err == nil && strings.ContainsFunc(cell, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != ',' && r != ' ' })
}

// figures are the figures of a column and their unit, nil where a cell is none.
func (t Table) figures(column int, prices bool) (list []float64, unit string) {
	kind := kb.Number
	if prices {
		kind = kb.Money
	}
	for _, cells := range t.Rows {
		v, err := literal.Read(kind, cells[column])
		if err != nil {
			return nil, ""
		}
		if v = v.Comparable(); len(list) > 0 && v.Unit != unit {
			return nil, ""
		}
		list, unit = append(list, v.Lo), v.Unit
	}
	return list, unit
}

// unitNamed is the unit that the name of a column gives, in which its dimension is compared: of miles metres.
func unitNamed(name string) string {
	if _, in, ok := strings.Cut(name, "("); ok {
		name = strings.TrimSuffix(in, ")")
	}
	unit, _, _ := kb.UnitNamed(name)
	return unit
}

// An amount is a number with a unit of measure, in the unit that its dimension is compared in.
type amount struct {
	n    float64
	unit string
	at   int
}

func amounts(text []nlp.Token) (list []amount) {
	for i, t := range text {
		n := float64(english.Numeral(t.Norm))
		if t.Norm != "" && unicode.IsDigit(rune(t.Norm[0])) {
			n, _ = strconv.ParseFloat(strings.TrimSuffix(t.Norm, "s"), 64) // "over 75s"
		}
		next := ""
		if i+1 < len(text) {
			next = text[i+1].Norm
		}
		unit, times, ok := kb.UnitNamed(next)
		if n == 0 && ok && (english.IsArticle(t.Norm) || english.IsOne(t.Norm)) { // "an hour", "all day"
			if n = 1; i > 0 && text[i-1].Norm == "half" {
				n = 0.5
			}
		}
		before := i - 1
		if before > 0 && text[before].Norm == "than" { // "less than 1 hour"
			before--
		}
		if before >= 0 && n > 0 { // "the over 75s", and not those who are 75
			switch english.Bounds(text[before].Norm) {
			case english.Below:
				n = math.Nextafter(n, 0)
			case english.Above:
				n = math.Nextafter(n, math.Inf(1))
			}
		}
		if n > 0 {
			list = append(list, amount{n * times, unit, i})
		}
	}
	return list
}

// interval reads bounds: "up to 2 hours", "5 to 15", "over 75", "16 and over". Bounded is false where a text has none.
func interval(text []nlp.Token) (from, to float64, unit string, bounded bool) {
	list := amounts(text)
	if len(list) == 0 || len(list) > 2 {
		return 0, 0, "", false
	}
	first := list[0]
	unit = first.unit
	if len(list) == 2 {
		second := list[1]
		if unit == "" && second.unit != "" { // "5 to 15 minutes": the first is of that unit too
			_, times, _ := kb.UnitNamed(text[second.at+1].Norm)
			first.n, unit = first.n*times, second.unit
		}
		return first.n, second.n, unit, unit == second.unit && first.n < second.n
	}
	for _, t := range text {
		switch english.Bounds(t.Norm) {
		case english.Below, english.UpTo:
			return 0, first.n, unit, true
		case english.From, english.Above:
			return first.n, math.Inf(1), unit, true
		}
	}
	return first.n, first.n, unit, true
}

// Asked lists the columns of a row that a question asks for: all but the one that it speaks of where it names none.
func (t Table) Asked(c Cells) []int {
	if len(c.Columns) > 0 {
		return c.Columns
	}
	var all []int
	for i := range t.Columns {
		if i != c.About {
			all = append(all, i)
		}
	}
	return all
}

// Tell tells the cells of a row that are asked for behind what it is of: "Oats – Price: 3; Weight: 5".
func (t Table) Tell(row int, c Cells) string {
	cells := t.Rows[row]
	var told []string
	for _, i := range t.Asked(c) {
		switch {
		case cells[i] == "":
		case t.Columns[i] == "":
			told = append(told, cells[i])
		default:
			told = append(told, t.Columns[i]+": "+cells[i])
		}
	}
	of := cells[c.About]
	if c.Head && c.About > 0 && t.Columns[c.About] != "" {
		of += " (" + t.Columns[c.About] + ")"
	}
	if len(told) == 0 {
		return of
	}
	return of + " – " + strings.Join(told, "; ")
}

// Retell tells the rows that stand in a text, each behind a bullet or alone, with the names of their columns.
func (t Table) Retell(text string) string {
	for r, cells := range t.Rows {
		told := t.Tell(r, Cells{})
		if len(cells) == 2 {
			told = cells[0] + " – " + cells[1]
		}
		text = strings.Replace(text, strings.Join(cells, " | "), told, 1)
	}
	return text
}

// Holds reports whether a row, the names of the columns and what stands over the table hold a word.
func (t Table) Holds(row int, c Cells, w nlp.Token, over string, m Matcher) bool {
	text := over + " " + strings.Join(t.Columns, " ") + " " + strings.Join(t.Rows[row], " ")
	return holds(m.Stems.Tokens(text), kb.Squash(text), w) || english.IsCost(w.Norm) && c.priced >= 0
}

// Reckons reports whether a word is of an amount, or asks for the most of something.
func Reckons(w nlp.Token) bool {
	_, _, unit := kb.UnitNamed(w.Norm)
	order, _ := english.Superlative(w.Norm, "")
	return unit || order != 0 || w.Kind == nlp.Number || english.Numeral(w.Norm) > 0 || english.IsCost(w.Norm)
}

// All lists all rows.
func (t Table) All() (rows []int) {
	for r := range t.Rows {
		rows = append(rows, r)
	}
	return rows
}

// Ref is where a row stands.
func (t Table) Ref(row int) corpus.Ref { return t.parts[row] }
