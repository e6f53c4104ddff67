package web

import (
	"strings"

	"hapjak/corpus"
	"hapjak/facts"
)

// This file lays the paragraphs of an article out as they stood there: a list as its items, a table as
// its rows.

// What parts the cells of a row, and the headings that a paragraph stands under.
const (
	betweenCells    = " | "
	betweenHeadings = " · "
)

// A laid is a paragraph as it is laid out. Without items it is a text.
type laid struct {
	Heading string // that it stands under, without the names of columns
	Columns []string
	Rows    [][]string
	Items   []item
}

// An item is one of a list.
type item struct {
	Text string
	Deep bool // it stands under another
}

// layOut lays a paragraph out.
func layOut(know *facts.Answerer, ref corpus.Ref) (l laid) {
	whole, _ := know.Paragraph(ref)
	l.Heading = whole.Heading
	var parts []corpus.Paragraph
	for part := (corpus.Ref{Source: ref.Source, Paragraph: ref.Paragraph, Part: 1}); ; part.Part++ {
		p, ok := know.Paragraph(part)
		if !ok {
			break
		}
		parts = append(parts, p)
	}
	if parts == nil {
		parts = []corpus.Paragraph{whole}
	}
	at := strings.LastIndex(whole.Heading, betweenHeadings)
	if columns := whole.Heading[max(0, at):]; strings.Contains(columns, betweenCells) {
		l.Columns = strings.Split(strings.TrimPrefix(columns, betweenHeadings), betweenCells)
		l.Heading = whole.Heading[:max(0, at)]
		for _, p := range parts {
			l.Rows = append(l.Rows, cellsOf(p.Text, len(l.Columns)))
		}
		return l
	}
	if len(parts) == 1 {
		return l
	}
	for _, p := range parts {
		l.Items = append(l.Items, item{p.Text, p.Heading != whole.Heading})
	}
	return l
}

// cellsOf are the cells of a row of so many columns.
func cellsOf(text string, columns int) []string {
	cells := strings.SplitN(text+" ", betweenCells, columns) // an empty last cell has no space behind it
	for len(cells) < columns {
		cells = append(cells, "")
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}
