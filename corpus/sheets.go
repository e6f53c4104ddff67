package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// A Sheet is one sheet of a workbook (.xlsx).
type Sheet struct {
	Name string
	Rows []Row // those with something in them
}

// A Row is one row of a sheet.
type Row struct {
	N     int // as the sheet counts them, from 1
	Cells []string
}

// maxCells bounds the cells of a workbook.
const maxCells = 20_000_000

// Unread is what a workbook holds that is not read: what is hidden, and what is struck out.
type Unread struct{ sheets, rows, columns, struck int }

// Notes tells of it, by kind.
func (u Unread) Notes() (list []Note) {
	add := func(kind string, n int, one, many string) {
		switch {
		case n == 1:
			list = append(list, Note{Kind: kind, What: one})
		case n > 1:
			list = append(list, Note{Kind: kind, What: fmt.Sprintf(many, n)})
		}
	}
	add("hidden sheet", u.sheets, "a hidden sheet is passed over", "%d hidden sheets are passed over")
	add("hidden row", u.rows, "a hidden row is left out: show it in the workbook to have it read", "%d hidden rows are left out: show them in the workbook to have them read")
	add("hidden column", u.columns, "a hidden column is left out: show it in the workbook to have it read", "%d hidden columns are left out: show them in the workbook to have them read")
	add("struck out", u.struck, "a cell that is struck out is left out", "%d cells that are struck out are left out")
	return list
}

// Sheets reads the sheets of a workbook, without what is hidden or struck out. A cell
// is what was typed into it rather than what its format makes of that: 834338 where
// the sheet shows 834k. But dates are 2014-05-12, percentages 25%, and sums of money
// keep the currency of their format. Merged cells each hold what all of them do.
func Sheets(data []byte) (sheets []Sheet, left Unread, err error) {
	defer func() { // it has panicked on damaged files
		if r := recover(); r != nil {
			err = fmt.Errorf("it cannot be read as a workbook: %v", r)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: 1 << 30, UnzipXMLSizeLimit: 1 << 30})
	if err != nil {
		if errors.Is(err, excelize.ErrWorkbookFileFormat) || errors.Is(err, excelize.ErrWorkbookPassword) {
			return nil, left, errors.New("it is no workbook, or locked by a password")
		}
		return nil, left, fmt.Errorf("it is cut short or no workbook: %w", err)
	}
	defer f.Close()
	w := workbook{File: f, formats: map[int]cellFormat{}, room: maxCells}
	w.findStruck()
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		w.since1904 = *props.Date1904
	}
	for _, name := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(name); err == nil && !shown {
			w.left.sheets++
			continue
		}
		s, err := w.sheet(name)
		if err != nil {
			return nil, w.left, err
		}
		if len(s.Rows) > 0 {
			sheets = append(sheets, s)
		}
	}
	return sheets, w.left, nil
}

// A workbook knows the formats of its cells.
type workbook struct {
	*excelize.File
	formats   map[int]cellFormat // by style
	since1904 bool
	room      int          // for cells
	struck    map[int]bool // styles that strike a cell out
	runs      bool         // within some cells a stretch is
	left      Unread
}

// findStruck finds the styles that strike out.
func (w *workbook) findStruck() {
	w.struck = map[int]bool{}
	for style := 1; ; style++ {
		s, err := w.GetStyle(style)
		if err != nil {
			break
		}
		if s.Font != nil && s.Font.Strike {
			w.struck[style] = true
		}
	}
	if texts, ok := w.Pkg.Load("xl/sharedStrings.xml"); ok {
		data, _ := texts.([]byte)
		w.runs = bytes.Contains(data, []byte("<strike"))
	}
}

// valid is what of a cell is not struck out.
func (w *workbook) valid(sheet string, x, y int, text string) string {
	cell, err := excelize.CoordinatesToCellName(x+1, y+1)
	if err != nil || text == "" {
		return text
	}
	if style, err := w.GetCellStyle(sheet, cell); err == nil && w.struck[style] {
		w.left.struck++
		return ""
	}
	if !w.runs {
		return text
	}
	runs, err := w.GetCellRichText(sheet, cell)
	if err != nil || !slices.ContainsFunc(runs, struckRun) {
		return text
	}
	w.left.struck++
	text = ""
	for _, r := range runs {
		if !struckRun(r) {
			text += r.Text
		}
	}
	return strings.TrimSpace(text)
}

func struckRun(r excelize.RichTextRun) bool { return r.Font != nil && r.Font.Strike }

// A cellFormat is what a format says of a number.
type cellFormat struct {
	date, clock bool
	lasting     bool // hours that passed, more than a day has as well
	percent     bool
	before      string // a sign of currency
	after       string // a unit, in words of the format's own
}

func (w *workbook) sheet(name string) (s Sheet, err error) {
	rows, err := w.GetRows(name)
	if err != nil {
		return s, fmt.Errorf("sheet %s: %w", name, err)
	}
	for y, row := range rows {
		if w.room -= len(row); w.room < 0 {
			return s, fmt.Errorf("more than %d cells; save it as CSV", maxCells)
		}
		for x, value := range row {
			row[x] = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
			if number, err := strconv.ParseFloat(row[x], 64); err == nil {
				row[x] = w.number(name, x, y, row[x], number)
			}
		}
	}
	if err := w.unmerge(name, rows); err != nil {
		return s, err
	}
	if len(w.struck) > 0 || w.runs {
		for y, row := range rows {
			for x, value := range row {
				row[x] = w.valid(name, x, y, value)
			}
		}
	}
	w.showColumns(name, rows)
	s.Name = name
	for y, row := range rows {
		if strings.Join(row, "") == "" {
			continue
		}
		if shown, err := w.GetRowVisible(name, y+1); err == nil && !shown {
			w.left.rows++
			continue
		}
		s.Rows = append(s.Rows, Row{N: y + 1, Cells: row})
	}
	return s, nil
}

// showColumns takes out the columns that are hidden.
func (w *workbook) showColumns(name string, rows [][]string) {
	wide := 0
	for _, row := range rows {
		wide = max(wide, len(row))
	}
	for x := wide - 1; x >= 0; x-- {
		column, err := excelize.ColumnNumberToName(x + 1)
		if err != nil {
			continue
		}
		if shown, err := w.GetColVisible(name, column); err != nil || shown {
			continue
		}
		held := false
		for y, row := range rows {
			if x < len(row) {
				held = held || row[x] != ""
				rows[y] = slices.Delete(row, x, x+1)
			}
		}
		if held {
			w.left.columns++
		}
	}
}

// number words a number as its format means it.
func (w *workbook) number(sheet string, x, y int, text string, number float64) string {
	cell, err := excelize.CoordinatesToCellName(x+1, y+1)
	if err != nil {
		return text
	}
	if text == "0" || text == "1" {
		if t, err := w.GetCellType(sheet, cell); err == nil && t == excelize.CellTypeBool {
			return map[string]string{"0": "FALSE", "1": "TRUE"}[text]
		}
	}
	style, err := w.GetCellStyle(sheet, cell)
	if err != nil || style == 0 {
		return plainly(text, number)
	}
	kind, ok := w.formats[style]
	if !ok {
		if s, err := w.GetStyle(style); err == nil {
			kind = formatOf(s)
		}
		w.formats[style] = kind
	}
	if t, err := w.GetCellType(sheet, cell); kind != (cellFormat{}) && err == nil && (t == excelize.CellTypeSharedString || t == excelize.CellTypeInlineString || t == excelize.CellTypeBool) {
		return text // typed as a text
	}
	switch {
	case !kind.date && (kind.lasting || kind.clock && number >= 1):
		seconds := int64(math.Round(number * 86400))
		return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	case kind.date || kind.clock:
		at, err := excelize.ExcelDateToTime(number, w.since1904)
		switch at = at.Round(time.Second); {
		case err != nil:
			return text
		case !kind.date && at.Second() == 0:
			return at.Format("15:04")
		case !kind.date:
			return at.Format("15:04:05")
		case kind.clock && number != float64(int64(number)):
			return at.Format("2006-01-02 15:04:05")
		}
		return at.Format(time.DateOnly)
	case kind.percent:
		return plainly("", number*100) + "%"
	}
	plain := plainly(text, number)
	if kind.before != "" {
		if i := strings.IndexByte(plain, '.'); i >= 0 && i == len(plain)-2 {
			plain += "0"
		}
		plain = kind.before + grouped(plain)
	}
	if kind.after != "" && kind.before == "" {
		plain += " " + kind.after
	}
	return plain
}

// grouped puts commas into millions, where none can be taken for a decimal one.
func grouped(number string) string {
	whole, rest, _ := strings.Cut(number, ".")
	if len(whole) < 7 {
		return number
	}
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		whole += "." + rest
	}
	return whole
}

// plainly writes a number without an exponent, and without the last digits that a
// computer adds to 0.1.
func plainly(text string, number float64) string {
	if text != "" && !strings.ContainsAny(text, "eE") && len(text) < 16 {
		return text
	}
	short, err := strconv.ParseFloat(strconv.FormatFloat(number, 'g', 15, 64), 64)
	if err != nil {
		short = number
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

var (
	quotedInFormat = regexp.MustCompile(`"([^"]*)"|\\(.)|_.|\*.`)
	unitInFormat   = regexp.MustCompile(`^[^"\\]*[0#?]\s*"\s*(\pL[^"]*|°[^"]*|['′″])"\s*$`)
	inBrackets     = regexp.MustCompile(`\[\$([^\-\]]*)[^\]]*\]|\[[^\]]*\]`)
	elapsed        = regexp.MustCompile(`(?i)\[[hms]+\]`)
	currencySign   = regexp.MustCompile(`[$€£¥₩₹₽฿]|USD|EUR|GBP|JPY|KRW|CNY|CHF`)
)

// formatOf says what a style's format means; its numbers up to 163 are built in.
func formatOf(s *excelize.Style) (f cellFormat) {
	if s.CustomNumFmt == nil {
		switch n := s.NumFmt; {
		case n >= 14 && n <= 17, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 58:
			f.date = true
		case n == 22:
			f.date, f.clock = true, true
		case n >= 18 && n <= 21:
			f.clock = true
		case n >= 45 && n <= 47:
			f.lasting = true
		case n == 9 || n == 10:
			f.percent = true
		case n >= 5 && n <= 8, n == 42, n == 44:
			f.before = "$"
		}
		return f
	}
	format, _, _ := strings.Cut(*s.CustomNumFmt, ";")
	f.lasting = elapsed.MatchString(format)
	if unit := unitInFormat.FindStringSubmatch(format); unit != nil {
		f.after = strings.ReplaceAll(strings.TrimSpace(unit[1]), `\`, "")
	}
	f.before = currencySign.FindString(inBrackets.ReplaceAllString(format, "$1"))
	format = quotedInFormat.ReplaceAllString(inBrackets.ReplaceAllString(format, ""), "")
	format = strings.ToLower(strings.ReplaceAll(format, "General", ""))
	f.date = f.before == "" && strings.ContainsAny(format, "yd")
	f.clock = f.before == "" && strings.ContainsAny(format, "hs")
	f.percent = f.before == "" && strings.Contains(format, "%")
	return f
}

// unmerge puts what merged cells hold into each of them.
func (w *workbook) unmerge(name string, rows [][]string) error {
	merged, err := w.GetMergeCells(name)
	if err != nil {
		return fmt.Errorf("sheet %s: %w", name, err)
	}
	for _, m := range merged {
		left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil || top > len(rows) || left > len(rows[top-1]) || right > left+1000 {
			continue
		}
		value := rows[top-1][left-1]
		for y := top; y <= min(bottom, len(rows)); y++ {
			for len(rows[y-1]) < right && y > top {
				rows[y-1] = append(rows[y-1], "")
			}
			for x := left; x <= right && y > top; x++ { // a title over columns stays one cell
				rows[y-1][x-1] = value
			}
		}
	}
	return nil
}

// readXLSX reads a workbook as an article: each row is a paragraph under its sheet's
// name and the header of its columns.
func readXLSX(file, text string, src *Source, f *faults) {
	sheets, left, err := Sheets([]byte(text))
	if err != nil {
		f.at(file, 1, "%v", err)
		return
	}
	for _, n := range left.Notes() {
		f.note(n.Kind, file, 0, "%s", n.What)
	}
	n := 0
	for _, s := range sheets {
		header, rows := "", TableRows(s.Rows)
		title := ""
		for _, row := range s.Rows[:len(s.Rows)-len(rows)] { // the first line above a table names it
			if line := joinCells(row.Cells); title == "" && len(line) <= maxCaption {
				title = line
			} else if !isBlank(line) {
				n++
				src.Paragraphs = append(src.Paragraphs, Paragraph{N: n, Heading: title, Text: line, Place: fmt.Sprintf("row %d", row.N), Verbatim: true})
			}
		}
		for i, row := range rows {
			n++
			line := joinCells(row.Cells)
			switch {
			case i == 0 && len(row.Cells) > 1 && len(s.Rows) > 1:
				header = line
			case !isBlank(line):
				p := Paragraph{N: n, Heading: under(title, header), Text: line, Place: fmt.Sprintf("row %d", row.N), Verbatim: true}
				if len(sheets) > 1 {
					p.Heading, p.Place = under(tidy(s.Name), title, header), fmt.Sprintf("%s, row %d", tidy(s.Name), row.N)
				}
				src.Paragraphs = append(src.Paragraphs, p)
			}
		}
	}
}

// TableRows returns the rows of a table without the titles above it: rows of one cell,
// before one of several.
func TableRows(rows []Row) []Row {
	filled := func(r Row) (n int) {
		for _, c := range r.Cells {
			if c != "" {
				n++
			}
		}
		return n
	}
	const titles = 10
	for i := range min(titles, len(rows)) {
		if filled(rows[i]) > 1 {
			return rows[i:]
		}
	}
	return rows
}
