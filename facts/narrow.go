package facts

import (
	"fmt"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/span"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// Of a table no more is told than the rows that a question speaks of, and of those the cells that it asks for: the encoder
// knows the table, and not which row is whose.

// maxRows is how many rows of a table are told where one thing is asked for.
const maxRows = 3

// A tabled is a table with what a question asks of it.
type tabled struct {
	table evidence.Table
	cells evidence.Cells
	found bool
}

// table is the table that a passage is of, with what the question asks of it.
func (t weigher) table(w *weighed) (table evidence.Table, cells evidence.Cells, found bool) {
	if w.From != evidence.Passage || t.a.Passages() == nil || len(w.Refs) == 0 {
		return table, cells, false
	}
	at := w.Refs[len(w.Refs)-1]
	key := fmt.Sprint(at.Source, " ", at.Paragraph, " ", w.Asked.Text)
	if kept, ok := t.tables[key]; ok {
		return kept.table, kept.cells, kept.found
	}
	defer func() {
		if t.tables == nil {
			t.tables = map[string]tabled{}
		}
		t.tables[key] = tabled{table, cells, found}
	}()
	table, ok := evidence.TableAt(t.a.Passages(), at)
	if !ok {
		return table, cells, false
	}
	m := t.matcher()
	weights := map[string]float64{}
	for _, word := range w.Asked.Words {
		weights[word.Stem] = word.Weight
	}
	weight := func(tok nlp.Token) float64 { return weights[tok.Stem] }
	asked := w.Asked.Text[strings.LastIndex(w.Asked.Text, "|")+1:] // without the question before
	cells, found = table.Find(m.Stems.Tokens(asked), weight, m)
	if !found && w.Asked.Joined {
		cells, found = table.Find(m.Stems.Tokens(w.Asked.Text), weight, m)
	}
	return table, cells, found && (len(cells.Rows) <= maxRows || w.Asked.Several)
}

// narrow has a passage of a table tell what is asked of that; it reports whether it is one.
func (t weigher) narrow(list []weighed, w *weighed) bool {
	table, cells, found := t.table(w)
	if len(table.Rows) == 0 {
		return false
	}
	at := w.Refs[len(w.Refs)-1]
	switch {
	case found:
	case w.Asked.Verdict && at.Part == 0: // no row says yes or no
		w.P, w.Signs = 0, nil
	case at.Part > 0 && !w.Asked.Several && len(cells.Columns) == 0:
		cells.Rows = []int{at.Part - 1}
	case len(table.Rows) <= maxTable:
		cells.Rows = table.All()
	}
	if len(cells.Rows) == 0 {
		w.Said = table.Retell(w.Said)
		return true
	}
	cells.Head = w.Asked.Type.Coarse() == "HUM"
	var told []string
	w.Refs, w.Start, w.End = nil, 0, 0
	for _, row := range cells.Rows {
		told = append(told, table.Tell(row, cells))
		w.Refs = append(w.Refs, table.Ref(row))
		if short := cell(w, table.Rows[row], table.Asked(cells)); found && short != "" && !w.Asked.Verdict {
			w.Short = append(w.Short, short)
		}
	}
	if len(told) > maxRows {
		w.Refs = []corpus.Ref{{Source: at.Source, Paragraph: at.Paragraph}}
	}
	w.Said = strings.Join(told, ". ")
	if w.Asked.Verdict {
		row := cells.Rows[0]
		of := func(o weighed) bool { return slices.Contains(o.Refs, table.Ref(row)) }
		switch i := slices.IndexFunc(list, of); {
		case len(cells.Rows) > 1 || !t.accounts(w, table, cells): // what the encoder says is of the whole table, or of something else
			w.Supports, w.Contradicts = 0.5, 0.5
		case len(cells.Columns) == 1 && english.Negates(strings.ToLower(table.Rows[row][cells.Columns[0]])):
			w.Supports, w.Contradicts = 0, 1
		case i >= 0:
			w.Supports, w.Contradicts = list[i].Supports, list[i].Contradicts
		}
	}
	return true
}

// narrowAll has each passage of a table that is told tell what is asked of that, and each table once.
func (t weigher) narrowAll(list []weighed, best int) {
	w := &list[best]
	tables := []*weighed{w}
	if !t.narrow(list, w) {
		tables = nil
	}
	again := func(o *weighed) bool {
		return slices.ContainsFunc(tables, func(b *weighed) bool { return sameParagraph(o, b) })
	}
	w.beside = slices.DeleteFunc(slices.Clone(w.beside), func(o *weighed) bool {
		if again(o) {
			return true
		}
		if t.narrow(list, o) {
			tables = append(tables, o)
		}
		return false
	})
	if w.further != nil && again(w.further) {
		w.further = nil
	}
}

// maxTable is how many rows a table has at most that is told whole.
const maxTable = 8

// widen has an item of a list tell the list, where a question's words stand over that and none of them in the item: "what can
// I borrow?" is not answered by one of four things.
func (t weigher) widen(w *weighed) {
	m := t.matcher()
	if w.From != evidence.Passage || w.Asked.Verdict || w.Asked.Which || t.a.Passages() == nil || span.InLead(&w.Judged) || m.Held(w.Asked.Words, w.Said) > 0 || m.Held(w.Asked.Words, w.Text) == 0 {
		return
	}
	if list := evidence.ListAt(t.a.Passages(), w.Ref); strings.Contains(list, w.Said) {
		w.Said, w.beside, w.Start, w.End = list, nil, 0, 0
		w.Refs = []corpus.Ref{{Source: w.Ref.Source, Paragraph: w.Ref.Paragraph}}
	}
}

// cell is the one of some cells of a row that may be what is asked for, "" where there are several or none.
func cell(w *weighed, row []string, columns []int) string {
	if len(columns) > 1 {
		columns = slices.DeleteFunc(slices.Clone(columns), func(i int) bool { return decide.Offers(w.Asked.Type, row[i]) <= 0 })
	}
	if len(columns) != 1 {
		return ""
	}
	return row[columns[0]]
}

// sameParagraph reports whether two passages are of one paragraph.
func sameParagraph(a, b *weighed) bool {
	return slices.ContainsFunc(a.Refs, func(r corpus.Ref) bool {
		return slices.ContainsFunc(b.Refs, func(o corpus.Ref) bool { return o.Source == r.Source && o.Paragraph == r.Paragraph })
	})
}

// byRow is the P of a row that accounts for every word of a question.
const byRow = 0.75

// byTable is the best candidate, or where that is not likely enough one of a table whose row, columns and heading hold
// every word of the question.
func (t weigher) byTable(list []weighed, best int) int {
	if t.r.Verdict || best >= 0 && list[best].Answers() {
		return best
	}
	for i := range list {
		w := &list[i]
		table, cells, found := t.table(w)
		if !found || len(w.Asked.Words) == 0 {
			continue
		}
		if t.accounts(w, table, cells) {
			w.P, w.Signs = max(w.P, byRow), nil
			return i
		}
	}
	return best
}

// accounts reports whether the first of the rows that a question speaks of, the columns and what stands over the table hold every
// word of it.
func (t weigher) accounts(w *weighed, table evidence.Table, cells evidence.Cells) bool {
	m := t.matcher()
	for _, tok := range m.Stems.Tokens(w.Asked.Text) {
		asked := slices.ContainsFunc(w.Asked.Words, func(word evidence.Word) bool { return word.Stem == tok.Stem })
		if asked && !table.Holds(cells.Rows[0], cells, tok, w.Text[:w.Lead], m) && !(cells.Reckoned && evidence.Reckons(tok)) && !english.IsVague(tok.Norm) && !english.IsQuantity(tok.Norm) {
			return false
		}
	}
	return true
}
