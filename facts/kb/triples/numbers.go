package triples

// Numbers, sums and dates are read as the other values of their column are written.

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/facts/kb/table"
)

// manyCurrencies stands for the currency of a relation whose sums are of several.
const manyCurrencies = "several"

// The numbers of a file, its sums and its dates are read as their columns are written.
type numbers struct {
	*content
	unit     map[kb.Rel]string   // of numbers, that the head of their column names
	clock    map[kb.Rel]string   // of the first part of durations, 3:45
	priced   map[kb.Rel]kb.Value // one of what the head of a column of sums says that they are in
	currency map[kb.Rel]string   // of amounts that name none, or their unit
	written  map[kb.Rel]literal.Numeral
	wholly   literal.Numeral       // how all are written that show it
	dated    map[kb.Rel]table.Days // how its dates are written
	days     table.Days            // how those of the file are
	sizes    map[kb.Rel][]float64  // its numbers without a unit
}

func newNumbers(c *content) *numbers {
	return &numbers{content: c, unit: map[kb.Rel]string{}, clock: map[kb.Rel]string{}, priced: map[kb.Rel]kb.Value{}, currency: map[kb.Rel]string{},
		written: map[kb.Rel]literal.Numeral{}, dated: map[kb.Rel]table.Days{}, sizes: map[kb.Rel][]float64{}}
}

// compare finds how the numbers and dates of each relation are written, and in which currency
// its sums are.
func (t *numbers) compare() {
	for _, text := range t.list {
		t.days.See(text)
	}
	for _, tr := range t.triples {
		if t.dates(tr.rel) {
			own := t.dated[tr.rel]
			own.See(t.list[tr.object])
			t.dated[tr.rel] = own
		}
		if !t.counts(tr.rel) {
			continue
		}
		switch e := literal.NumeralOf(t.list[tr.object]); {
		case e == literal.Unclear || t.written[tr.rel] == e:
		case t.written[tr.rel] == literal.Unclear:
			t.written[tr.rel] = e
		default:
			t.written[tr.rel] = literal.Mixed
		}
		if d := t.s.RelationDef(tr.rel); d.To[0] != kb.Money {
			if text := t.list[tr.object]; t.clock[tr.rel] == "" && strings.IndexByte(text, ':') > 0 && showsSeconds(text, strings.HasPrefix(d.Name, "run")) {
				t.clock[tr.rel] = "min"
			}
			if v, ok := literal.ParseAmount(kb.Number, t.list[tr.object]); ok && v.Unit == "" && v.Lo > 0 {
				t.sizes[tr.rel] = append(t.sizes[tr.rel], v.Lo)
			} else if _, _, known := kb.UnitNamed(v.Unit); ok && known {
				t.usesUnit(tr.rel, v.Unit)
			}
			continue
		}
		if v, ok := literal.ParseAmount(kb.Money, t.list[tr.object]); ok && v.Unit != "" {
			t.usesUnit(tr.rel, v.Unit)
		}
	}
	for _, sizes := range t.sizes {
		slices.Sort(sizes)
	}
	t.wholly = literal.Unclear
	for _, as := range t.written {
		if t.wholly != literal.Unclear && t.wholly != as {
			t.wholly = literal.Mixed
			break
		}
		t.wholly = as
	}
	t.tellUnclearDates()
}

// usesUnit files a currency or unit that a value of a relation names.
func (t *numbers) usesUnit(r kb.Rel, unit string) {
	switch t.currency[r] {
	case unit:
	case "":
		t.currency[r] = unit
	default:
		t.currency[r] = manyCurrencies
	}
}

// unitFor is the unit of a relation's numbers that name none: that of their column's head, or of all
// the others. Where an answer's sentence has it, they need none.
func (t *numbers) unitFor(r kb.Rel) string {
	if _, rest, ok := strings.Cut(t.s.RelationDef(r).Says, "{o}"); ok && strings.TrimSpace(rest) != "" {
		return ""
	}
	unit := t.unit[r]
	if unit != "" || t.currency[r] == manyCurrencies || t.currency[r] == "m" && t.millions(r, 1) {
		return unit
	}
	return t.currency[r]
}

// date reads a date as its column is written.
func (t *numbers) date(tr triple) (kb.Draft, error) {
	name, own := t.s.RelationDef(tr.rel).Name, t.dated[tr.rel]
	text, order := t.list[tr.object], own.Order(name, t.days)
	v, err := literal.ParseDateAs(text, order)
	if err != nil {
		return 0, err
	}
	if order != corpus.NoDayOrder && corpus.ReadsEitherWay(text) {
		why := "as others of its column are written"
		if !own.Own() {
			why = "with the " + map[corpus.DayOrder]string{corpus.DayFirst: "day", corpus.MonthFirst: "month"}[order] + " first, as what stands round it is written"
		}
		t.note("date "+name, int(tr.line), "%s: %q is read as %s, %s", name, text, v.Text, why)
	}
	return t.b.Value(v), nil
}

// tellUnclearDates tells of the relations to texts and things all of whose values are dates that could be others, and
// what would make dates of them.
func (t *numbers) tellUnclearDates() {
	first, clear := map[kb.Rel]triple{}, map[kb.Rel]bool{}
	for _, tr := range t.triples {
		if clear[tr.rel] {
			continue
		}
		if text := t.list[tr.object]; t.naming(tr.rel) || t.counts(tr.rel) || t.dates(tr.rel) || !table.EitherWay(text) {
			clear[tr.rel] = true
		} else if _, ok := first[tr.rel]; !ok {
			first[tr.rel] = tr
		}
	}
	for r, tr := range first {
		if name := t.s.RelationDef(r).Name; !clear[r] {
			t.note("unclear date "+name, int(tr.line), "%s: %q is two dates, as the day stands first or the month, and no other of its column shows which: it is kept as it is; write %s to have dates", name, t.list[tr.object], literal.BothDates(t.list[tr.object]))
		}
	}
}

// millions reports whether the m behind a number is for millions rather than metres: whether
// the numbers of its column that have nothing behind them are nearer to that.
func (t *numbers) millions(r kb.Rel, n float64) bool {
	sizes := t.sizes[r]
	if len(sizes) == 0 || n <= 0 {
		return false
	}
	return sizes[len(sizes)/2] > n*1e3
}

// number reads a number or a sum of money as its column is written.
func (t *numbers) number(tr triple, k kb.Kind) (kb.Draft, error) {
	text := t.list[tr.object]
	as, others := t.written[tr.rel], "others of its column are"
	if as == literal.Unclear && k == kb.Number && t.wholly != literal.Mixed { // sums have no thousandths
		as, others = t.wholly, "the other numbers of the file are"
	}
	v, guessed, ok := literal.ParseAmountAs(k, text, as)
	if k == kb.Money && table.IsFree(text) {
		v, ok = kb.Value{Kind: kb.Money, Text: "0"}, true
	}
	if k == kb.Number && !ok {
		if v, ok := literal.ParseDuration(text, cmp.Or(t.clock[tr.rel], "h")); ok {
			name := t.s.RelationDef(tr.rel).Name
			t.note("clock "+name, int(tr.line), "%s: %q is read as %s", name, text, v.Text)
			return t.b.Value(v), nil
		}
	}
	if ok && k == kb.Money && v.Unit == "" {
		name, why := t.s.RelationDef(tr.rel).Name, "as all the others are"
		unit := t.currency[tr.rel]
		one, said := t.priced[tr.rel]
		switch {
		case said:
			unit, why = one.Text, "as the head of its column says"
			v.Lo, v.Hi, v.Unit = v.Lo*one.Lo, v.Hi*one.Lo, one.Unit
		case unit != manyCurrencies:
			v.Unit = unit
		}
		if v.Unit != "" {
			v.Text += " " + unit
			t.note("currency "+name, int(tr.line), "%s: %q is read as %s, %s", name, text, v.Text, why)
		}
	}
	if unit := t.unitFor(tr.rel); ok && k == kb.Number && v.Unit == "" && unit != "" {
		v.Unit, v.Text = unit, v.Text+" "+unit
		if t.unit[tr.rel] == "" {
			name := t.s.RelationDef(tr.rel).Name
			t.note("unit "+name, int(tr.line), "%s: %q is read as %s, as all the others are", name, text, v.Text)
		}
	}
	if ok && k == kb.Number && v.Unit == "m" && t.unit[tr.rel] == "" && t.millions(tr.rel, v.Lo) {
		v.Lo, v.Hi, v.Unit = v.Lo*1e6, v.Hi*1e6, ""
		t.note("number "+t.s.RelationDef(tr.rel).Name, int(tr.line), "%s: %q is read as %s", t.s.RelationDef(tr.rel).Name, text, literal.PlainNumber(v.Lo))
	}
	if ok && k == kb.Money && v.Unit == "" {
		return 0, fmt.Errorf("%q names no currency, and neither do all others of its column: write 20 billion won, or the currency into its head, as Budget (USD)", text)
	}
	if !ok {
		return literal.ReadDraft(t.b, k, text) // which says what is wrong
	}
	if guessed && (as == literal.Mixed || as == literal.CommaDecimal || as == literal.Unclear && k == kb.Number || k == kb.Money && strings.Contains(text, ".")) {
		why, read := "", strconv.FormatFloat(v.Lo, 'f', -1, 64)
		switch {
		case as == literal.Unclear && k == kb.Number:
			why = ", since no other value shows what its mark stands for: written so it is sure"
		case as != literal.Mixed && as != literal.Unclear:
			why = ", as " + others + " written"
		}
		t.note("number "+t.s.RelationDef(tr.rel).Name, int(tr.line), "%s: %q is read as %s%s", t.s.RelationDef(tr.rel).Name, text, read, why)
	}
	return t.b.Value(v), nil
}

// showsSeconds reports whether a duration shows that those of its column are minutes and seconds: it has hours
// before them, or would have ten and more, or is no multiple of five minutes, as those are that people walk. Films
// run for any.
func showsSeconds(text string, film bool) bool {
	return literal.Stopwatch.MatchString(text) || literal.TwoHands.MatchString(text) && (text[1] != ':' || !film && text[3] != '0' && text[3] != '5')
}
