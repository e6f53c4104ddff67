package guess

// What a table says of itself before a schema is guessed of it: its heads, the values below them, and
// which of its columns name the things.

import (
	"bytes"
	"cmp"
	"errors"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb/fault"
	"hapjak/facts/kb/table"
	"hapjak/nlp"
)

// A sampledSheet is the first rows of a table.
type sampledSheet struct {
	name string // of a workbook's
	rows [][]string
	bad  error // the first record that cannot be read
}

// sampleRows reads the first rows of a table, or of each sheet of a workbook.
func sampleRows(f File) (sheets []sampledSheet, err error) {
	if table.IsWorkbook(f.Name) {
		all, _, err := corpus.Sheets(f.Data)
		for _, s := range all {
			sheet := sampledSheet{name: s.Name}
			for _, r := range corpus.TableRows(s.Rows) {
				sheet.rows = append(sheet.rows, r.Cells)
			}
			sheet.rows = sheet.rows[:min(len(sheet.rows), guessRows)]
			sheets = append(sheets, sheet)
		}
		return sheets, err
	}
	in, _, err := table.UTF8Reader(bytes.NewReader(f.Data))
	if err != nil {
		return nil, err
	}
	first, _ := in.Peek(1 << 14)
	r := table.NewCSVReader(in, rune(table.Separator(f.Name, first)))
	sheet := sampledSheet{}
	for len(sheet.rows) < guessRows {
		record, err := r.Read()
		var bad table.CSVFault
		if errors.As(err, &bad) {
			sheet.bad = cmp.Or(sheet.bad, error(fault.Fault{File: f.Name, Line: bad.Line, What: bad.What}))
			continue
		} else if err != nil {
			break // what it is but the end is told when the statements are read
		}
		if line := strings.Join(record.Fields, ""); strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "sep=") && (len(sheet.rows) > 0 || !table.IsTitle(record.Fields)) {
			sheet.rows = append(sheet.rows, record.Fields)
		}
	}
	return []sampledSheet{sheet}, nil
}

// A guessedTable is a table of things of one kind.
type guessedTable struct {
	file, sheet  string
	heads        []string
	triples      bool              // it was one of triples
	several      map[int]bool      // of which columns that say several things of one
	asked        []table.AskedHead // what heads that are questions ask for
	questions    []string
	columns      [][]string // their values
	rows         [][]string
	names        []int  // the columns of them
	between      string // what stands between two that are relations as well
	kind, plural string
	noun         string
	year         string       // the relation that tells things of one name apart
	placed       bool         // a relation says where they are
	days         table.Days   // how its dates are written
	rowsOf       [][][]string // of each thing
	codes, dated []bool       // which columns tell things of one name apart, by a code, by a date
}

func newGuessedTable(file string, s sampledSheet) (*guessedTable, error) {
	t := &guessedTable{file: filepath.Base(file), sheet: s.name}
	if wide, several, ok := wideOf(s.rows); ok {
		s.rows, t.several, t.triples = wide, several, true
	}
	if len(s.rows) > 2 {
		if heads, ok := table.JoinHeads(s.rows[0], s.rows[1]); ok {
			s.rows = append([][]string{heads}, s.rows[2:]...)
		}
	}
	if len(s.rows) < 2 || len(s.rows[0]) < 2 {
		return nil, ErrNoTable
	}
	for _, h := range s.rows[0] {
		t.heads = append(t.heads, strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))
	}
	t.asked, t.questions = table.AskedHeads(t.heads), slices.Clone(t.heads)
	for i, a := range t.asked {
		t.heads[i] = cmp.Or(a.Head, t.heads[i])
	}
	t.rows, t.columns = s.rows[1:], make([][]string, len(t.heads))
	for _, row := range t.rows {
		for i, v := range row {
			if v = strings.TrimSpace(v); i < len(t.heads) && !table.Unsaid([]byte(v)) {
				t.columns[i] = append(t.columns[i], v)
			}
		}
	}
	unknown := make([]bool, len(t.heads)) // where NA is no code
	for i, values := range t.columns {
		if !slices.Contains(values, table.NotKnown) {
			continue
		}
		texts := map[string]bool{}
		for _, v := range values {
			texts[v] = true
		}
		if unknown[i] = !table.AreCodes(texts); unknown[i] {
			t.columns[i] = slices.DeleteFunc(values, func(v string) bool { return v == table.NotKnown })
		}
	}
	for _, values := range t.columns {
		for _, v := range values {
			t.days.See(v)
		}
	}
	t.findNames()
	if t.names == nil {
		return nil, errors.New("no column of names: call one of them name or title")
	}
	for _, row := range t.rows {
		for i, v := range row {
			if i < len(unknown) && unknown[i] && !slices.Contains(t.names, i) && strings.TrimSpace(v) == table.NotKnown {
				row[i] = ""
			}
		}
	}
	t.kind, t.noun = t.thing()
	t.kind = kindName(t.kind)
	t.plural = plural(t.noun)
	return t, nil
}

func (t *guessedTable) naming() table.Naming {
	n := table.Naming{Sheet: t.sheet, Kind: t.kind, Between: t.between}
	for _, i := range t.names {
		n.Columns = append(n.Columns, t.heads[i])
	}
	return n
}

// called returns the name of a row's thing.
func (t *guessedTable) called(row []string) string {
	return joinCells(row, t.names, cmp.Or(t.between, " "))
}

// things lists the names of the things, folded.
func (t *guessedTable) things() map[string]bool {
	all := map[string]bool{}
	for _, row := range t.rows {
		if name := t.called(row); name != "" {
			all[nlp.Fold(name)] = true
		}
	}
	return all
}

// joinCells joins the parts of a name.
func joinCells(row []string, columns []int, between string) string {
	var parts []string
	for _, i := range columns {
		if i < len(row) && strings.TrimSpace(row[i]) != "" {
			parts = append(parts, strings.TrimSpace(row[i]))
		}
	}
	return strings.Join(parts, between)
}

var notWord = regexp.MustCompile(`[^\pL]+`)

// thing returns the kind of the things and what they are called: as their column, or
// where that is a mere "title", as the sheet or the file.
func (t *guessedTable) thing() (kind, noun string) {
	if t.between != "" {
		for _, noun := range []string{t.ownNoun(), map[string]string{" v ": "match", " – ": "route"}[t.between], "entry"} {
			if noun != "" && !slices.ContainsFunc(t.heads, func(h string) bool {
				return slices.Contains(strings.Split(singular(table.SchemaName(h)), "_"), noun)
			}) {
				return noun, noun
			}
		}
	}
	head := t.heads[t.names[0]]
	if key := table.ColumnKey(head); (key == "name" || key == "fullname" || len(t.names) > 1 || t.asked[t.names[0]].Head != "") && table.AsksPeople(t.questions, t.asked) {
		return "person", "person"
	}
	switch plainKey(head) {
	case "title", "name", "fullname", "label", "subject", "entity", "id", "firstname", "forename", "givenname", "firstnames", "forenames":
	default:
		if noun := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(table.SchemaName(head), "_name"), "_title"), "_label"); noun != "" && len(head) <= table.MaxHead {
			return strings.TrimSuffix(table.SchemaName(head), "_label"), strings.ReplaceAll(singular(noun), "_", " ")
		}
	}
	if noun := t.ownNoun(); noun != "" {
		return noun, noun
	}
	return "thing", "thing"
}

// ownNoun returns what the sheet or the file is called after, empty where its name says nothing.
func (t *guessedTable) ownNoun() string {
	for _, own := range []string{t.sheet, strings.TrimSuffix(t.file, filepath.Ext(t.file))} {
		words := strings.Fields(notWord.ReplaceAllString(strings.ToLower(own), " "))
		if n := len(words); n > 0 && n <= 2 {
			if words[n-1] == "book" { // Excel's Book1
				continue
			}
			switch word := singular(words[n-1]); word {
			case "data", "table", "export", "sheet", "list", "file", "test", "dataset", "csv", "untitled", "new", "copy", "download", "triple", "fact", "statement":
			default:
				if len(word) > 2 {
					return word
				}
			}
		}
	}
	return ""
}

// longFor returns what an abbreviated head stands for, empty where it stands for itself. The single
// letters are those of a league's table.
func (t *guessedTable) longFor(name string) string {
	league := func(head string) bool {
		return slices.ContainsFunc(t.heads, func(h string) bool { return table.SchemaName(h) == head })
	}
	for _, s := range [...][2]string{{"no", "number"}, {"nr", "number"}, {"num", "number"}, {"id", "ID"}, {"pos", "position"}, {"qty", "quantity"}, {"yr", "year"}, {"dept", "department"}, {"tel", "telephone"}, {"e_mail", "email"},
		{"pts", "points"}, {"gf", "goals for"}, {"ga", "goals against"}, {"gd", "goal difference"}, {"p", "games played"}, {"w", "games won"}, {"d", "games drawn"}, {"l", "games lost"}} {
		if s[0] == name && (len(name) > 1 || league("w") && league("l")) {
			return s[1]
		}
	}
	return ""
}

// isPerson reports whether a noun is one for people.
func isPerson(noun string) bool {
	switch noun[strings.LastIndexByte(noun, ' ')+1:] {
	case "person", "people", "staff", "member", "manager", "mayor", "warden", "chair", "chairman", "chairwoman", "coach", "trainer", "teacher", "tutor", "organiser", "organizer", "president", "secretary", "treasurer",
		"leader", "host", "speaker", "presenter", "guest", "player", "runner", "rider", "driver", "climber", "student", "pupil", "employee", "volunteer", "donor", "judge", "conductor", "soloist", "curator":
		return true
	}
	return false
}
