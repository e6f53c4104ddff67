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
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/facts/kb"
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
	year         string // the relation that tells things of one name apart
	placed       bool   // a relation says where they are
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
	worth := 0
	if t.names, worth = t.nameColumns(); t.triples {
		t.names, worth = []int{0}, ownName
	}
	if worth < ownName {
		if pair, between := t.namePair(worth > 0); pair != nil {
			t.names, t.between = pair, between
		}
	}
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

// ownName is the worth of a column that is called as those of names are, or as the file is.
const ownName = 5

// nameColumns returns the columns that name the things: one that is called so, or first names and
// surnames, or the one that is called as the file is; else the first with different texts that are no
// numbers or codes that run on, nor those who did something to the things. worth says how surely.
func (t *guessedTable) nameColumns() (columns []int, worth int) {
	if i := slices.Index(t.heads, t.heads[0]+"Label"); i > 0 && len(t.columns[i]) > 0 { // a query's, a line for each of several values
		return []int{i}, ownName
	}
	for _, names := range [][]string{{"title", "name", "fullname"}, {"subject", "entity"}} {
		for i, h := range t.heads {
			if slices.Contains(names, table.ColumnKey(h)) && len(t.columns[i]) > 0 && (names[0] == "title" || distinct(t.columns[i]) > 0.9) {
				return []int{i}, ownName
			}
		}
	}
	first, last := -1, -1
	for i, h := range t.heads {
		switch table.ColumnKey(h) {
		case "firstname", "forename", "givenname", "firstnames", "forenames":
			first = i
		case "lastname", "surname", "familyname":
			last = i
		}
	}
	if first >= 0 && last >= 0 {
		return []int{first, last}, ownName
	}
	best := -1
	apart := slices.ContainsFunc(t.heads, table.TellsApart) // and so two may have one name
	for i, values := range t.columns {
		head := table.SchemaName(t.heads[i])
		called := singular(strings.ReplaceAll(head, "_", " ")) == t.ownNoun()
		if len(values) == 0 || t.asked[i].Told || lists(values) || typeOf(t.heads[i], values) != kb.Text || isTimes(values) || mean(values) >= 60 || distinct(values) <= 0.9 && !(called && apart && distinct(values) > 0.5) {
			continue
		}
		own := 4
		switch {
		case table.IsCode(t.heads[i]):
			own = 1
		case called:
			own = 6
		case strings.HasSuffix(head, "_name") || strings.HasSuffix(head, "_title"):
			own = 5
		case isAgent(head):
			own = 2
		case runsOn(values):
			own = 3
		}
		if own > worth {
			best, worth = i, own
		}
	}
	if best < 0 {
		return nil, 0
	}
	return []int{best}, worth
}

// lists reports whether a quarter of some values are several.
func lists(values []string) bool {
	n := 0
	for _, v := range values {
		if strings.ContainsAny(v, ";|") {
			n++
		}
	}
	return 4*n >= len(values)
}

var running = regexp.MustCompile(`^(\D*)\d+$`)

// runsOn reports whether values are codes that a number tells apart: B-1, B-2, B-3.
func runsOn(values []string) bool {
	before := map[string]bool{}
	for _, v := range values {
		m := running.FindStringSubmatch(v)
		if m == nil {
			return false
		}
		before[m[1]] = true
	}
	return 2*len(before) <= len(values)
}

// isAgent reports whether a column is called after those who do something to the things.
func isAgent(head string) bool {
	return strings.HasSuffix(head, "_by") || slices.ContainsFunc(agents(), func(a agent) bool { return head == a.noun || strings.HasSuffix(head, "_"+a.noun) })
}

func distinct(values []string) float64 {
	set := map[string]bool{}
	for _, v := range values {
		set[v] = true
	}
	return float64(len(set)) / float64(len(values))
}

func mean(values []string) int {
	n := 0
	for _, v := range values {
		n += utf8.RuneCountInString(v)
	}
	return n / len(values)
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
	switch table.ColumnKey(head) {
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
