package kb

import (
	"bufio"
	"bytes"
	"cmp"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/nlp"
)

// A table is what the first line of a wide table says of its columns.
type table struct {
	subject, source, quote int   // -1 for none
	names                  []int // the subject, in parts: first name, surname
	between                string
	kind                   Kind // of the subjects, literal where the relations say
	rels                   []Rel
	held                   []bool // columns that are relations
}

// utf8Reader reads a file in UTF-8, UTF-16 with a byte order mark, or the character
// set that its text is surely in; guessed is that one.
func utf8Reader(r io.Reader) (out *bufio.Reader, guessed string, err error) {
	const room = 1 << 16
	in := bufio.NewReaderSize(r, room)
	first, err := in.Peek(room) // which may be all
	if bytes.IndexByte(first, '\r') >= 0 && bytes.IndexByte(first, '\n') < 0 {
		in = bufio.NewReaderSize(&lineFeeds{in}, room)
		first, err = in.Peek(room)
	}
	switch {
	case bytes.HasPrefix(first, []byte("\ufeff")):
		_, _ = in.Discard(3)
		return in, "", nil
	case bytes.IndexByte(first, 0) < 0 && utf8.Valid(first[:lastRune(first, err == nil)]):
		return in, "", nil
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, "", err
	}
	text, guessed, err := corpus.Decode(data)
	if err != nil {
		return bufio.NewReaderSize(bytes.NewReader(data), room), "", nil // its bad lines are told one by one
	}
	return bufio.NewReaderSize(strings.NewReader(text), room), guessed, nil
}

// lineFeeds ends lines as other systems do than one of long ago.
type lineFeeds struct{ r io.Reader }

func (l *lineFeeds) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// lastRune returns where the last letter begins that may be cut off.
func lastRune(b []byte, cut bool) int {
	if !cut {
		return len(b)
	}
	for i := len(b) - 1; i >= max(0, len(b)-4); i-- {
		if utf8.RuneStart(b[i]) {
			return i
		}
	}
	return len(b)
}

// separator tells how the fields of a file are separated.
func separator(file string, start []byte) byte {
	start = bytes.TrimPrefix(start, []byte("\ufeff"))
	if rest, ok := bytes.CutPrefix(start, []byte("sep=")); ok && len(rest) > 0 { // Excel's
		return rest[0]
	}
	ext := strings.ToLower(filepath.Ext(file))
	if ext == ".psv" {
		return '|'
	}
	order := "|\t,;"
	switch ext {
	case ".tsv", ".tab":
		order = "\t,;|"
	case ".csv":
		order = ",;\t|"
	}
	var lines [][]byte
	var open []byte // a line whose field in quotation marks goes on in the next
	for l := range bytes.Lines(start) {
		open = append(open, l...)
		if l := bytes.TrimSpace(open); len(l) > 0 && len(lines) < 5 && bytes.Count(l, []byte{'"'})%2 == 0 {
			lines, open = append(lines, l), nil
		}
	}
	if len(lines) == 0 {
		lines = append(lines, open)
	}
	for len(lines) > 1 && !bytes.ContainsAny(lines[0], order) { // a title
		lines = lines[1:]
	}
	best, most := order[0], 0
	for _, sep := range []byte(order) {
		least := 1 << 30
		for _, l := range lines {
			least = min(least, outsideQuotes(l, sep))
		}
		if len(lines) > 0 && least > most && (most == 0 || most < 2 && least >= 2) {
			best, most = sep, least
		}
	}
	return best
}

// isTitle reports whether a first line is a title over the table: one field alone has something in it.
func isTitle[T string | []byte](fields []T) bool {
	n := 0
	for _, f := range fields {
		if len(strings.TrimSpace(string(f))) > 0 {
			n++
		}
	}
	return n == 1
}

func outsideQuotes(line []byte, sep byte) (n int) {
	quoted := false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == sep && !quoted:
			n++
		}
	}
	return n
}

func split(line []byte, sep byte) [][]byte {
	var fields [][]byte
	for f := range bytes.SplitSeq(line, []byte{sep}) {
		fields = append(fields, bytes.TrimSpace(bytes.Clone(f)))
	}
	return fields
}

func firstRow(text []byte, sep byte) [][]byte {
	for l := range bytes.Lines(text) {
		if len(bytes.TrimSpace(l)) > 0 {
			return split(bytes.TrimRight(l, "\r\n"), sep)
		}
	}
	return nil
}

// nothing reports whether a field says that there is no value.
func nothing(field []byte) bool {
	switch strings.ToUpper(string(field)) {
	case "", `\N`, "NULL", "N/A", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "NAN", "-", "–", "—":
		return true
	}
	return false
}

// unsaid reports whether a cell of a table says that its value is not known, in words or not. What
// names a thing is taken at its word: there are films called Unknown.
func unsaid(cell []byte) bool {
	if nothing(cell) {
		return true
	}
	switch strings.ToLower(strings.Trim(string(cell), " .?…-–—()[]")) {
	case "", "unknown", "not known", "unk", "n/k", "tba", "tbc", "tbd", "to be announced", "to be confirmed", "to be decided", "to come",
		"none", "nil", "n/a", "n.a", "n.d", "no data", "no date", "undated", "not available", "not applicable", "not recorded", "unrecorded", "vacant":
		return true
	}
	return false
}

// standsIdle reports whether a cell says something else where a sum, a number or a date would stand.
func standsIdle(cell string) bool {
	switch strings.ToLower(strings.Trim(cell, " .?!()[]")) {
	case "now", "present", "today", "to date", "ongoing", "current", "currently", "still", "varies", "various", "variable", "donation", "by donation",
		"on request", "poa", "sold out", "included", "lost", "closed", "full", "pending", "ask":
		return true
	}
	return isFree(cell)
}

// isFree reports whether a cell says that nothing is paid.
func isFree(cell string) bool {
	return strings.EqualFold(cell, "free") || strings.EqualFold(cell, "free of charge") || strings.EqualFold(cell, "gratis")
}

// joinHeads returns the heads of a table whose second row goes on with the first: units, or what parts a head
// that stands over several columns. It names no thing and holds no value.
func joinHeads(first, second []string) (heads []string, ok bool) {
	if len(second) < 2 || strings.TrimSpace(second[0]) != "" || strings.TrimSpace(first[0]) == "" {
		return nil, false
	}
	units, parts, over := 0, 0, ""
	for i, cell := range second {
		cell = strings.TrimSpace(cell)
		head := ""
		if i < len(first) {
			head = strings.TrimSpace(first[i])
		}
		_, _, measure := UnitNamed(cell)
		switch {
		case amountOf(cell):
			return nil, false
		case cell == "":
		case head != "" && (measure || cell == "%" || isCurrency(cell)):
			units++
			heads = append(heads, head+" ("+cell+")")
			continue
		case head == "" && over == "":
			return nil, false
		default:
			parts++
			heads = append(heads, cmp.Or(head, over)+" "+cell)
			over = cmp.Or(head, over)
			continue
		}
		heads, over = append(heads, head), head
	}
	empty := slices.ContainsFunc(first, func(h string) bool { return strings.TrimSpace(h) == "" })
	return append(heads, first[min(len(first), len(heads)):]...), units > 0 && parts == 0 || parts > 1 && empty
}

// begin reads the first line: the columns of triples, those of a wide table, or a
// triple. second is the line below it, nil for none.
func (t *tripleReader) begin(line int, fields, second [][]byte) {
	for i := range fields {
		fields[i] = bytes.TrimPrefix(fields[i], []byte("\ufeff"))
	}
	if byID(fields) {
		t.ids = newIDReader(t)
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
	if heads, ok := joinHeads(textsOf(fields), textsOf(second)); ok {
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
			t.note("column "+string(f), line, "the column %q is no relation of the schema; passed over", clip(f))
		}
	}
}

// header reads the first line of a wide table, nil if it is none: then it names no
// relation, or is a triple itself, as the line below it is.
func (t *tripleReader) header(fields, second [][]byte) *table {
	c := &table{subject: -1, source: -1, quote: -1, kind: Text, rels: make([]Rel, len(fields)), held: make([]bool, len(fields))}
	found := 0
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
			if one, ok := pricedIn(name); ok {
				t.priced[c.rels[i]] = one
			}
			if _, _, known := UnitNamed(headUnit(name)); known {
				t.unit[c.rels[i]] = headUnit(name)
			}
			if unit, timed := clockUnit(name); timed && unit != "" {
				t.clock[c.rels[i]] = unit
			}
		}
	}
	for i, f := range fields { // the address of what another column names
		for j, g := range fields {
			if bare, ok := label(string(g)); ok && i != j && c.held[i] && c.held[j] && columnKey(bare) == columnKey(string(f)) {
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
func (t *tripleReader) guessedNames(c *table, fields [][]byte) bool {
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

// label takes off what a query service puts behind the column of a thing's name, where the
// thing itself is an address: filmLabel.
func label(name string) (bare string, ok bool) {
	bare, ok = strings.CutSuffix(strings.TrimSpace(name), "Label")
	return bare, ok && bare != ""
}

func (t *tripleReader) labelsThing(name string) bool {
	bare, ok := label(name)
	return ok && t.namesThing(bare)
}

func isID(name string) bool { return columnKey(name) == "id" }

// titled reports whether a column is that of titles: primaryTitle, movie_title.
func titled(name string) bool { return strings.HasSuffix(columnKey(name), "title") }

// namesThing reports whether a column is called as that of things is.
func (t *tripleReader) namesThing(name string) bool {
	switch key := columnKey(name); key {
	case "name", "title", "subject", "label", "entity":
		return true
	default:
		for _, k := range t.s.Kinds {
			if key != "" && (key == columnKey(k.Name) || key == columnKey(k.Noun) || key == columnKey(k.Plural)) {
				return true
			}
		}
	}
	return false
}

func columnKey(s string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(nlp.Fold(strings.TrimSpace(s)))
}

// relationNamed finds the relation of a column or field that is called as it is, or
// as its noun, whatever the case.
func (t *tripleReader) relationNamed(name string) (Rel, bool) {
	if r, ok := t.relations[name]; ok {
		return r, true
	}
	key := columnKey(name)
	if key == "" {
		return 0, false
	}
	if t.byKey == nil {
		t.byKey = map[string]Rel{}
		for i := len(t.s.Relations) - 1; i >= 0; i-- {
			d := t.s.RelationDef(Rel(i))
			for _, n := range []string{d.Plural, d.Noun} {
				if k := columnKey(n); k != "" {
					t.byKey[k] = Rel(i)
				}
			}
		}
		for n, r := range t.relations {
			t.byKey[columnKey(n)] = r
		}
	}
	r, ok := t.byKey[key]
	if !ok { // "No.", "#"
		r, ok = t.relations[schemaName(name)]
	}
	if bare := withoutUnit(name); !ok && bare != name {
		return t.relationNamed(bare)
	}
	if bare, labels := label(name); !ok && labels {
		return t.relationNamed(bare)
	}
	return r, ok
}

// row files the statements of one row.
func (t *tripleReader) row(line int, fields [][]byte) {
	c := t.columns
	var name []byte
	for _, i := range c.names {
		if i < len(fields) && !nothing(fields[i]) {
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
	if c.kind >= literals && t.sums(name, fields) {
		t.note("total", line, "a row of sums (%s); left out", clip(name))
		return
	}
	if n := len(c.held); len(fields) > n && len(bytes.TrimSpace(bytes.Join(fields[n:], nil))) > 0 {
		t.note("more fields", line, "more fields than the first line has: %q is left out; a comma within a value needs quotation marks round it", clip(bytes.Join(fields[n:], []byte(" "))))
	}
	var source []byte
	if c.source >= 0 && c.source < len(fields) && !nothing(fields[c.source]) {
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
func (t *tripleReader) sums(name []byte, fields [][]byte) bool {
	switch strings.Trim(strings.ToLower(string(name)), " :") {
	case "total", "totals", "grand total", "subtotal", "sum", "average", "mean":
	default:
		return false
	}
	for i, f := range fields {
		if text := string(f); !slices.Contains(t.columns.names, i) && !nothing(f) && !amountOf(text) {
			return false
		}
	}
	return true
}

// values parts a cell: "|" and ";" stand between values, and so do commas
// without a space behind them, where the values are things.
func (t *tripleReader) values(line int, r Rel, cell []byte) (list [][]byte) {
	if list, ok := cellList(cell); ok {
		return list
	}
	if unsaid(cell) {
		if !nothing(cell) && !t.naming(r) {
			name := t.s.RelationDef(r).Name
			t.note("nothing "+name, line, "%s has no value (%s); left out", name, clip(cell))
		}
		return nil
	}
	if !t.naming(r) && t.s.RelationDef(r).Flag != "" {
		return t.flagged(line, r, cell)
	}
	if standsIdle(string(cell)) && (t.counts(r) || t.dates(r)) && !(isFree(string(cell)) && t.s.RelationDef(r).To[0] == Money) {
		name := t.s.RelationDef(r).Name
		t.note("idle "+name, line, "%s: %q is no value; left out", name, clip(cell))
		return nil
	}
	marks := "|;、"
	if t.naming(r) || t.s.RelationDef(r).One {
		marks = ""
	} else if to := t.s.RelationDef(r).To; len(to) > 0 && !t.s.Literal(to[0]) && bytes.Contains(cell, []byte(",")) && !bytes.Contains(cell, []byte(", ")) {
		marks += ","
	}
	for v := range bytes.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(marks, r) }) {
		if v = bytes.TrimSpace(v); !unsaid(v) {
			list = append(list, v)
		}
	}
	return list
}

// flagged reads a cell of yes or no; what says neither stays as it is.
func (t *tripleReader) flagged(line int, r Rel, cell []byte) [][]byte {
	switch yes, ok := saysYes(string(cell)); {
	case !ok:
		return [][]byte{cell}
	case yes:
		return [][]byte{[]byte(t.s.RelationDef(r).Flag)}
	}
	name := t.s.RelationDef(r).Name
	t.note("no "+name, line, "%s: %q states nothing; left out", name, clip(cell))
	return nil
}

// saysYes reports whether a cell is ticked, or says that it is not.
func saysYes(cell string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimRight(strings.TrimSpace(cell), ".!")) {
	case "yes", "y", "true", "x", "✓", "✔", "☑", "✅", "ja", "oui", "sí", "예", "네", "はい", "是":
		return true, true
	case "no", "n", "false", "✗", "✘", "☐", "❌", "nein", "nej", "non", "아니오", "아니요", "いいえ", "否":
		return false, true
	}
	return false, false
}

// compareSpellings finds the names that differ only by case, accents or white space.
func (t *tripleReader) compareSpellings() {
	first := make(map[string]uint32, len(t.list))
	t.firstSpelt = first
	t.spelt = make([]uint32, len(t.list))
	for i, text := range t.list {
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r >= 0x7f }) || strings.Contains(text, "  ") {
			t.list[i] = corpus.Tidy(text)
		}
		key := nlp.Fold(t.list[i])
		j, ok := first[key]
		if !ok {
			j = uint32(i)
			first[key] = j
		}
		t.spelt[i] = j
	}
	t.keepApart()
}

// keepApart undoes what compareSpellings found of names of which the file says other things
// throughout: films called Regeneration and ReGeneration, each with a director of its own,
// are two. Where nothing is said of both alike, one relation that has one value tells them
// apart, or two of others.
func (t *tripleReader) keepApart() {
	type of struct {
		text uint32
		rel  Rel
	}
	alike := map[uint32]bool{} // the first spellings of which there are others
	for i, j := range t.spelt {
		if uint32(i) != j {
			alike[j] = true
		}
	}
	said := map[of]map[uint32]bool{}
	for _, tr := range t.triples {
		if alike[t.spelt[tr.subject]] {
			k := of{tr.subject, tr.rel}
			if said[k] == nil {
				said[k] = map[uint32]bool{}
			}
			said[k][t.spelt[tr.object]] = true
		}
	}
	shared, differs := map[uint32]bool{}, map[uint32]int{}
	for k, own := range said {
		others := said[of{t.spelt[k.text], k.rel}]
		if k.text == t.spelt[k.text] || others == nil {
			continue
		}
		same := false
		for o := range own {
			same = same || others[o]
		}
		switch {
		case same:
			shared[k.text] = true
		case t.naming(k.rel) || t.s.RelationDef(k.rel).One:
			differs[k.text] += 2
		default:
			differs[k.text]++
		}
	}
	for text, n := range differs {
		if n > 1 && !shared[text] {
			t.spelt[text] = text
		}
	}
}

// maxNamed bounds the things of one name that a row is compared with, where no number tells them apart.
const maxNamed = 20

// tellRowsApart makes two things of one name of two rows of a guessed table where a number or code of theirs,
// or a birth, differs, or all that they say does.
func (t *tripleReader) tellRowsApart() {
	if t.Names == nil {
		return
	}
	type thing struct {
		subject  uint32
		row      []triple // the first
		numbered bool
	}
	type number struct {
		name   uint32
		object uint32
		rel    Rel
	}
	named, numbered := map[uint32][]*thing{}, map[number]*thing{}
	telling := map[Rel]bool{}
	for r := range t.s.Relations {
		telling[Rel(r)] = t.s.RelationDef(Rel(r)).One && tellsApart(t.s.RelationDef(Rel(r)).Name)
	}
	for i, end := 0, 0; i < len(t.triples); i = end {
		tr := t.triples[i]
		for end = i + 1; end < len(t.triples) && t.triples[end].line == tr.line; {
			end++
		}
		if t.s.Literal(tr.kind) {
			continue
		}
		name, row := t.spelt[tr.subject], t.triples[i:end]
		var no *number
		for _, x := range row {
			if telling[x.rel] && no == nil {
				no = &number{name, t.spelt[x.object], x.rel}
			}
		}
		var own *thing
		for _, other := range named[name][:min(maxNamed, len(named[name]))] {
			if own == nil && (no == nil || !other.numbered) && !t.apart(other.row, row) {
				own = other
			}
		}
		if no != nil && numbered[*no] != nil {
			own = numbered[*no]
		}
		if own == nil {
			own = &thing{subject: tr.subject, row: row}
			if before := named[name]; len(before) > 0 {
				own.subject = uint32(len(t.list))
				t.list, t.spelt = append(t.list, t.list[tr.subject]), append(t.spelt, own.subject)
				t.note("same name", int(tr.line), "another %q than on line %d", clip([]byte(t.list[tr.subject])), before[0].row[0].line)
			}
			named[name] = append(named[name], own)
		}
		if no != nil {
			numbered[*no], own.numbered = own, true
		}
		if own != named[name][0] {
			for k := range row {
				row[k].subject = own.subject
			}
		}
	}
}

// apart reports whether two rows of one name share nothing that a thing has one of, and differ.
func (t *tripleReader) apart(a, b []triple) bool {
	same, differs := false, false
	for _, x := range a {
		for _, y := range b {
			if x.rel == y.rel && !t.naming(x.rel) && t.s.RelationDef(x.rel).One {
				equal := t.spelt[x.object] == t.spelt[y.object]
				same, differs = same || equal, differs || !equal
			}
		}
	}
	return differs && !same
}

// calling finds numbers of which one thing has several.
var calling = regexp.MustCompile(`(^|_)(phone|telephone|tel|mobile|fax)(_|$)`)

// tellsApart reports whether a column is called as one whose values tell things of one name apart.
func tellsApart(head string) bool {
	name := schemaName(head)
	return isCode(name) && !calling.MatchString(name) || strings.Contains(name, "born") || strings.Contains(name, "birth")
}

// manyCurrencies stands for the currency of a relation whose sums are of several.
const manyCurrencies = "several"

// numerals finds how the numbers and dates of each relation are written, and in which currency
// its sums are.
func (t *tripleReader) numerals() {
	t.written, t.currency = map[Rel]numeral{}, map[Rel]string{}
	t.orders, t.sizes = map[Rel]corpus.DayOrder{}, map[Rel][]float64{}
	for _, tr := range t.triples {
		if t.dates(tr.rel) {
			t.orders[tr.rel] |= corpus.DayOrderOf(t.list[tr.object])
		}
		if !t.counts(tr.rel) {
			continue
		}
		switch e := evidence(t.list[tr.object]); {
		case e == unclear || t.written[tr.rel] == e:
		case t.written[tr.rel] == unclear:
			t.written[tr.rel] = e
		default:
			t.written[tr.rel] = mixed
		}
		if d := t.s.RelationDef(tr.rel); d.To[0] != Money {
			if text := t.list[tr.object]; t.clock[tr.rel] == "" && strings.IndexByte(text, ':') > 0 && showsSeconds(text, strings.HasPrefix(d.Name, "run")) {
				t.clock[tr.rel] = "min"
			}
			if v, ok := parseAmount(Number, t.list[tr.object]); ok && v.Unit == "" && v.Lo > 0 {
				t.sizes[tr.rel] = append(t.sizes[tr.rel], v.Lo)
			} else if _, _, known := UnitNamed(v.Unit); ok && known {
				t.usesUnit(tr.rel, v.Unit)
			}
			continue
		}
		if v, ok := parseAmount(Money, t.list[tr.object]); ok && v.Unit != "" {
			t.usesUnit(tr.rel, v.Unit)
		}
	}
	for _, sizes := range t.sizes {
		slices.Sort(sizes)
	}
	t.wholly = unclear
	for _, as := range t.written {
		if t.wholly != unclear && t.wholly != as {
			t.wholly = mixed
			break
		}
		t.wholly = as
	}
}

// usesUnit files a currency or unit that a value of a relation names.
func (t *tripleReader) usesUnit(r Rel, unit string) {
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
func (t *tripleReader) unitFor(r Rel) string {
	if _, rest, ok := strings.Cut(t.s.RelationDef(r).Says, "{o}"); ok && strings.TrimSpace(rest) != "" {
		return ""
	}
	unit := t.unit[r]
	if unit != "" || t.currency[r] == manyCurrencies || t.currency[r] == "m" && t.millions(r, 1) {
		return unit
	}
	return t.currency[r]
}

func (t *tripleReader) counts(r Rel) bool {
	if t.naming(r) {
		return false
	}
	to := t.s.RelationDef(r).To
	return len(to) > 0 && (to[0] == Number || to[0] == Money)
}

func (t *tripleReader) dates(r Rel) bool {
	if t.naming(r) {
		return false
	}
	to := t.s.RelationDef(r).To
	return len(to) > 0 && (to[0] == Date || to[0] == Year)
}

// date reads a date as its column is written.
func (t *tripleReader) date(tr triple) (Draft, error) {
	text, order := t.list[tr.object], t.orders[tr.rel]
	v, err := parseDateAs(text, order)
	if err != nil {
		return 0, err
	}
	if order != corpus.NoDayOrder && corpus.ReadsEitherWay(text) {
		t.note("date "+t.s.RelationDef(tr.rel).Name, int(tr.line), "%s: %q is read as %s, as others of its column are written", t.s.RelationDef(tr.rel).Name, text, v.Text)
	}
	return t.b.value(v), nil
}

// millions reports whether the m behind a number is for millions rather than metres: whether
// the numbers of its column that have nothing behind them are nearer to that.
func (t *tripleReader) millions(r Rel, n float64) bool {
	sizes := t.sizes[r]
	if len(sizes) == 0 || n <= 0 {
		return false
	}
	return sizes[len(sizes)/2] > n*1e3
}

// number reads a number or a sum of money as its column is written.
func (t *tripleReader) number(tr triple, k Kind) (Draft, error) {
	text := t.list[tr.object]
	as, others := t.written[tr.rel], "others of its column are"
	if as == unclear && k == Number && t.wholly != mixed { // sums have no thousandths
		as, others = t.wholly, "the other numbers of the file are"
	}
	v, guessed, ok := parseAmountAs(k, text, as)
	if k == Money && isFree(text) {
		v, ok = Value{Kind: Money, Text: "0"}, true
	}
	if k == Number && !ok {
		if v, ok := lasting(text, cmp.Or(t.clock[tr.rel], "h")); ok {
			name := t.s.RelationDef(tr.rel).Name
			t.note("clock "+name, int(tr.line), "%s: %q is read as %s", name, text, v.Text)
			return t.b.value(v), nil
		}
	}
	if ok && k == Money && v.Unit == "" {
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
	if unit := t.unitFor(tr.rel); ok && k == Number && v.Unit == "" && unit != "" {
		v.Unit, v.Text = unit, v.Text+" "+unit
		if t.unit[tr.rel] == "" {
			name := t.s.RelationDef(tr.rel).Name
			t.note("unit "+name, int(tr.line), "%s: %q is read as %s, as all the others are", name, text, v.Text)
		}
	}
	if ok && k == Number && v.Unit == "m" && t.unit[tr.rel] == "" && t.millions(tr.rel, v.Lo) {
		v.Lo, v.Hi, v.Unit = v.Lo*1e6, v.Hi*1e6, ""
		t.note("number "+t.s.RelationDef(tr.rel).Name, int(tr.line), "%s: %q is read as %s", t.s.RelationDef(tr.rel).Name, text, PlainNumber(v.Lo))
	}
	if !ok || k == Money && v.Unit == "" {
		return t.b.Value(k, text) // which says what is wrong
	}
	if guessed && (as == mixed || as == commaDecimal || (as == unclear || k == Money) && strings.Contains(text, ".")) {
		why := ""
		if as != mixed && as != unclear {
			why = ", as " + others + " written"
		}
		t.note("number "+t.s.RelationDef(tr.rel).Name, int(tr.line), "%s: %q is read as %s%s", t.s.RelationDef(tr.rel).Name, text, PlainNumber(v.Lo), why)
	}
	return t.b.value(v), nil
}
