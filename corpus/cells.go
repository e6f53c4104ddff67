package corpus

import (
	"regexp"
	"strings"
)

// The cells of a row are told in one line, with a bar between two of them that stands alone: " | ". A bar within a
// cell never does: "a | b" is told as "a|b", and a cell of nothing but a bar in quotation marks.

var barInCell = regexp.MustCompile(`\s*\|\s*`)

// joinCells makes one line of the cells of a row.
func joinCells(cells []string) string {
	told := make([]string, len(cells))
	for i, c := range cells {
		if c = tidy(c); strings.Contains(c, "|") {
			if c = barInCell.ReplaceAllString(c, "|"); c == "|" {
				c = "“|”"
			}
		}
		told[i] = c
	}
	return tidy(strings.Join(told, " | "))
}

// cellMark ends a cell in a text that is still being read.
const cellMark = "\x01"

// isBlank reports whether all cells of a row are empty.
func isBlank(row string) bool { return strings.Trim(row, "| ") == "" }

// rowOf makes one line of a text that may be a row, "" of a row of empty cells.
func rowOf(text string) string {
	if !strings.Contains(text, cellMark) {
		return tidy(text)
	}
	if text = joinCells(strings.Split(text, cellMark)); isBlank(text) {
		return ""
	}
	return text
}

// SplitCells parts a line into the cells that it was made of.
func SplitCells(line string) (cells []string) {
	alone := func(i int) bool { return i < 0 || i >= len(line) || line[i] == ' ' }
	from := 0
	for i := range len(line) {
		if line[i] == '|' && alone(i-1) && alone(i+1) {
			cells = append(cells, strings.TrimSpace(line[from:i]))
			from = i + 1
		}
	}
	return append(cells, strings.TrimSpace(line[from:]))
}
