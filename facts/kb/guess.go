package kb

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/corpus"
)

// A table says a good deal about itself: its first line names the columns, and their
// values show which hold years, sums, names or prose. GuessSchema makes a schema of
// that for a person to go over. The things are called after the file ("films.csv" holds
// films), the columns after their heads; "director" and "directed by" know their verb,
// and whoever directs, writes or builds is a person.

// guessRows is how many rows are looked at.
const guessRows = 5000

// maxHead is the longest head of a column, in bytes, that is taken for a name.
const maxHead = 80

// ErrNoTable is what GuessSchema returns for a file without a header and rows.
var ErrNoTable = errors.New("no table with a first line of column names")

// GuessSchema proposes a schema, as YAML, for a wide table: one thing a row. file names
// it, by whose ending it is read, as ReadTriples does.
func GuessSchema(file string, data []byte) ([]byte, error) {
	rows, err := sampleRows(file, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	g := guess{file: filepath.Base(file), used: map[string]bool{}}
	if err := g.read(rows); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	text := []byte(g.yaml())
	if _, err := ParseSchema("schema.yaml", text); err != nil {
		return nil, fmt.Errorf("%s: no schema could be made of it: %w", file, err)
	}
	return text, nil
}

// sampleRows reads the first rows of a table.
func sampleRows(file string, data []byte) (rows [][]string, err error) {
	if isWorkbook(file) {
		sheets, _, err := corpus.Sheets(data)
		if err != nil || len(sheets) == 0 {
			return nil, cmp.Or(err, ErrNoTable)
		}
		for _, r := range corpus.TableRows(sheets[0].Rows) {
			rows = append(rows, r.Cells)
		}
		return rows[:min(len(rows), guessRows)], nil
	}
	in, _, err := utf8Reader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	first, _ := in.Peek(1 << 14)
	r := csv.NewReader(bufio.NewReader(in))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = rune(separator(file, first)), -1, true, true
	for len(rows) < guessRows {
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			continue // it is told when the statements are read
		}
		if line := strings.Join(record, ""); strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "sep=") {
			rows = append(rows, record)
		}
	}
	return rows, nil
}

// A guess is a schema in the making.
type guess struct {
	file    string
	kind    string // of the things
	plural  string
	kinds   []guessedKind
	columns []guessedColumn
	heads   []string // of the columns, as names of a schema
	year    string   // the relation that tells things of one name apart
	used    map[string]bool
}

type guessedKind struct{ name, noun, plural, asks string }

// A guessedColumn is a relation.
type guessedColumn struct {
	name, noun, to          string
	one                     bool
	verbs, subjectVerbs     string
	nouns, phrases          string
	says, unknown, inverse  string
	asks                    string
	most, least             string
	example, exampleSubject string
}

func (g *guess) read(rows [][]string) error {
	if len(rows) < 2 || len(rows[0]) < 2 {
		return ErrNoTable
	}
	header := rows[0]
	for i := range header {
		header[i] = strings.TrimSpace(strings.TrimPrefix(header[i], "\ufeff"))
	}
	columns := make([][]string, len(header)) // their values
	for _, row := range rows[1:] {
		for i, v := range row {
			if v = strings.TrimSpace(v); i < len(header) && !nothing([]byte(v)) {
				columns[i] = append(columns[i], v)
			}
		}
	}
	for _, h := range header {
		g.heads = append(g.heads, key(h))
	}
	things := thingColumn(header, columns)
	if things < 0 {
		return errors.New("no column of names: call one of them name or title")
	}
	noun := ""
	g.kind, noun = g.thing(header[things])
	g.kind = kindName(g.kind)
	g.plural = plural(noun)
	g.kinds = []guessedKind{{name: g.kind, noun: noun, plural: g.plural}}
	g.used[g.kind] = true
	subject := columns[things][0]
	seen := map[string]bool{columnKey(header[things]): true}
	for i, h := range header {
		if i == things || len(columns[i]) == 0 || len(h) > maxHead || key(h) == "" || columnKey(h) == "source" || columnKey(h) == "id" || seen[columnKey(h)] || seen[key(h)] {
			continue
		}
		seen[columnKey(h)], seen[key(h)] = true, true
		c := g.column(h, columns[i], len(columns[things]))
		c.example, c.exampleSubject = columns[i][0], subject
		g.columns = append(g.columns, c)
	}
	if len(g.columns) == 0 {
		return errors.New("no column but that of names has values")
	}
	return nil
}

// thingColumn returns the column that names the things: one that is called so, else the
// first with different texts.
func thingColumn(header []string, columns [][]string) int {
	for _, name := range []string{"title", "name", "label", "subject", "entity"} {
		for i, h := range header {
			if columnKey(h) == name && len(columns[i]) > 0 {
				return i
			}
		}
	}
	for i, values := range columns {
		if len(values) > 0 && typeOf(values) == Text && distinct(values) > 0.9 && mean(values) < 60 {
			return i
		}
	}
	return -1
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
// where that is a mere "title", as the file.
func (g *guess) thing(header string) (kind, noun string) {
	switch columnKey(header) {
	case "title", "name", "label", "subject", "entity", "id":
	default:
		if noun := strings.TrimSuffix(strings.TrimSuffix(key(header), "_name"), "_title"); noun != "" && len(header) <= maxHead {
			return key(header), strings.ReplaceAll(singular(noun), "_", " ")
		}
	}
	own := strings.ToLower(strings.TrimSuffix(g.file, filepath.Ext(g.file)))
	words := strings.Fields(notWord.ReplaceAllString(own, " "))
	if n := len(words); n > 0 && n <= 2 {
		switch word := singular(words[n-1]); word {
		case "data", "table", "export", "sheet", "book", "list", "file", "test", "dataset", "csv", "untitled", "new", "copy", "download":
		default:
			if len(word) > 2 {
				return word, word
			}
		}
	}
	return "thing", "thing"
}

// key makes a name of a schema of a column's head: "Release year" is release_year.
func key(head string) string {
	head = withoutUnit(head)
	words := strings.FieldsFunc(strings.ToLower(head), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, "_")
}

// withoutUnit takes what stands in brackets off a column's head: "Length (m)".
func withoutUnit(head string) string {
	if i := strings.IndexAny(head, "([{"); i > 0 {
		return strings.TrimSpace(head[:i])
	}
	return head
}

func singular(word string) string {
	switch {
	case len(word) < 4:
	case strings.HasSuffix(word, "ies") && len(word) > 4 && word != "movies" && word != "series":
		return word[:len(word)-3] + "y"
	case word == "people":
		return "person"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "shes"):
		return word[:len(word)-2]
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is") && word != "series":
		return word[:len(word)-1]
	}
	return word
}

func plural(noun string) string {
	switch {
	case strings.HasSuffix(noun, "person"):
		return strings.TrimSuffix(noun, "person") + "people"
	case strings.HasSuffix(noun, "series"):
		return noun
	case strings.HasSuffix(noun, "y") && len(noun) > 1 && !strings.ContainsRune("aeiou", rune(noun[len(noun)-2])):
		return noun[:len(noun)-1] + "ies"
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "x"), strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "sh"):
		return noun + "es"
	}
	return noun + "s"
}

// typeOf returns what nine in ten values of a column are: years, dates, of which three in four
// will do, since nothing else looks like them, sums of money, of which half name no currency
// at most, numbers, else Text.
func typeOf(values []string) Kind {
	order := dayOrder(values)
	for _, kind := range []Kind{Year, Date, Money, Number} {
		fits, amounts := 0, 0
		for _, v := range values {
			_, err := parseValue(kind, v)
			if kind == Date {
				_, err = parseDateAs(v, order)
			}
			amount := err == nil || (kind == Number || kind == Money) && amountOf(v)
			if err == nil || kind == Number && amount {
				fits++
			}
			if amount {
				amounts++
			}
		}
		if 10*fits >= 9*len(values) || kind == Date && 4*fits >= 3*len(values) && fits > 2 || kind == Money && 2*fits >= len(values) && 10*amounts >= 9*len(values) {
			return kind
		}
	}
	return Text
}

// dayOrder says whether the dates of a column put the day first or the month.
func dayOrder(values []string) (order corpus.DayOrder) {
	for _, v := range values {
		order |= corpus.DayOrderOf(v)
	}
	return order
}

func amountOf(v string) bool {
	_, _, ok := parseAmountAs(Number, v, unclear)
	return ok
}

// An agent is somebody who does something to the things, as heads of columns have it.
type agent struct{ noun, verb, past, participle string }

func agents() []agent {
	return []agent{
		{"director", "direct", "directed", "directed"}, {"writer", "write", "wrote", "written"}, {"author", "write", "wrote", "written"},
		{"screenwriter", "write", "wrote", "written"}, {"producer", "produce", "produced", "produced"}, {"composer", "compose", "composed", "composed"},
		{"editor", "edit", "edited", "edited"}, {"designer", "design", "designed", "designed"}, {"builder", "build", "built", "built"},
		{"publisher", "publish", "published", "published"}, {"founder", "found", "founded", "founded"}, {"owner", "own", "owned", "owned"},
		{"painter", "paint", "painted", "painted"}, {"artist", "make", "made", "made"}, {"singer", "sing", "sang", "sung"}, {"performer", "perform", "performed", "performed"},
		{"maker", "make", "made", "made"}, {"manufacturer", "make", "made", "made"}, {"creator", "create", "created", "created"}, {"inventor", "invent", "invented", "invented"},
		{"developer", "develop", "developed", "developed"}, {"architect", "design", "designed", "designed"}, {"cinematographer", "shoot", "shot", "shot"},
		{"photographer", "photograph", "photographed", "photographed"}, {"distributor", "distribute", "distributed", "distributed"},
		{"translator", "translate", "translated", "translated"}, {"illustrator", "illustrate", "illustrated", "illustrated"},
		{"actor", "star in", "starred in", ""}, {"actress", "star in", "starred in", ""}, {"star", "star in", "starred in", ""}, {"cast", "star in", "starred in", ""}, {"starring", "star in", "starred in", ""},
		{"captain", "command", "commanded", "commanded"}, {"winner", "win", "won", "won"}, {"narrator", "narrate", "narrated", "narrated"},
	}
}

// column makes a relation of a column. things is how many rows name a thing.
func (g *guess) column(head string, values []string, things int) guessedColumn {
	name := key(head)
	noun := strings.ReplaceAll(name, "_", " ")
	if last := strings.LastIndexByte(noun, ' '); !strings.HasSuffix(noun, " by") {
		noun = noun[:last+1] + singular(noun[last+1:])
	}
	c := guessedColumn{name: name, noun: noun, one: len(values) <= things}
	switch kind := typeOf(values); {
	case kind == Year || kind == Date:
		c.when(kind, g, values)
		return c
	case kind == Money || kind == Number:
		if _, priced := pricedIn(head); priced {
			kind = Money
		}
		c.to = [...]string{Number: "number", Money: "money"}[kind]
		if unit := unitOf(head, values); kind == Number && unit != "" {
			c.says = "the " + noun + " of {s} {o:is|are} {o}" + unit
		}
		if kind == Money || !c.counts(g.heads, values) {
			c.amount()
		}
		return c
	}
	several, alone := 0, map[string]bool{}
	for _, v := range values {
		alone[v] = true
	}
	for _, v := range values {
		parts := strings.Split(v, ", ")
		if strings.ContainsAny(v, "|;") || len(parts) > 1 && slices.ContainsFunc(parts, func(p string) bool { return alone[p] }) {
			several++
		}
	}
	c.one = several == 0
	stem := strings.TrimSuffix(noun, " by")
	for _, a := range agents() {
		if stem == a.noun || strings.HasSuffix(stem, " "+a.noun) || noun == a.participle+" by" {
			if noun = a.noun; noun == "cast" || noun == "starring" {
				noun = "actor"
			}
			c.noun, c.verbs, c.to, c.one = noun, a.verb, "person", false
			if stem != noun {
				c.nouns = stem
			}
			c.says = "{o} " + a.past + " {s}"
			c.unknown, c.inverse = "who "+a.past+" {s}", "which "+g.plural+" {o} "+a.past
			g.kindOf("person", "people", "who")
			return c
		}
	}
	if participle, ok := strings.CutSuffix(noun, " by"); ok {
		c.to, c.one, c.noun = "person", false, participle
		c.says, c.unknown = "{s} {s:was|were} "+participle+" by {o}", "who {s} was "+participle+" by"
		g.kindOf("person", "people", "who")
		return c
	}
	switch {
	case mean(values) > 60 || distinct(values) > 0.95 && several == 0 && mean(values) > 25:
		c.to = "text"
	case slices.Contains([]string{"country", "city", "town", "place", "location", "venue", "region", "harbour", "port"}, noun):
		c.to = "place"
		g.kindOf("place", "places", "where")
	default:
		if c.to = kindName(key(c.noun)); c.to == g.kind { // the things' own: sequels, say
			break
		}
		g.kindOf(c.to, plural(c.noun), "")
	}
	return c
}

// when makes a relation of a column of years or dates.
func (c *guessedColumn) when(kind Kind, g *guess, values []string) {
	order, days := dayOrder(values), 0
	for _, v := range values {
		if date, err := parseDateAs(v, order); err == nil && date.Lo == date.Hi {
			days++
		}
	}
	then := " ({o})" // some are days, some months or years
	switch days {
	case 0:
		then = " in {o}"
	case len(values):
		then = " on {o}"
	}
	c.to = [...]string{Year: "year", Date: "date"}[kind]
	c.most, c.least = "newest, latest, last", "oldest, earliest, first"
	asks := "when"
	for _, other := range g.columns {
		if other.asks != "" {
			asks = ""
		}
	}
	c.asks = asks
	if g.year == "" {
		g.year = c.name
	}
	verb := ""
	for _, w := range strings.Fields(c.noun) {
		switch w {
		case "release", "released", "premiere", "year":
			if verb == "" {
				verb = "come out, be released"
				c.says, c.unknown = "{s} came out"+then, "when {s} came out"
			}
		case "born", "birth":
			verb = "be born"
			c.says, c.unknown = "{s} {s:was|were} born"+then, "when {s} was born"
		case "died", "death":
			verb = "die"
			c.says, c.unknown = "{s} died"+then, "when {s} died"
		default:
			w := happened(w)
			if strings.HasSuffix(w, "ed") || w == "built" || w == "made" || w == "won" {
				verb, c.noun = "be "+w, c.to+" "+w
				c.says, c.unknown = "{s} {s:was|were} "+w+then, "when {s} was "+w
			}
		}
	}
	c.subjectVerbs = verb
}

// happened returns the participle of what a noun says that happened to a thing.
func happened(noun string) string {
	for _, n := range [...][2]string{{"launch", "launched"}, {"opening", "opened"}, {"inauguration", "inaugurated"}, {"completion", "completed"}, {"foundation", "founded"}, {"founding", "founded"},
		{"establishment", "established"}, {"publication", "published"}, {"construction", "built"}, {"closure", "closed"}, {"closing", "closed"}, {"creation", "created"}, {"invention", "invented"}, {"recording", "recorded"}} {
		if noun == n[0] {
			return n[1]
		}
	}
	return noun
}

// kindName returns a name of a kind that is none of the values'.
func kindName(name string) string {
	for _, k := range literalKinds() {
		if k.Name == name {
			return name + "_name"
		}
	}
	return name
}

// kindOf declares a kind, once.
func (g *guess) kindOf(name, plural, asks string) {
	if !g.used[name] || !slices.ContainsFunc(g.kinds, func(k guessedKind) bool { return k.name == name }) {
		g.used[name] = true
		g.kinds = append(g.kinds, guessedKind{name, strings.ReplaceAll(name, "_", " "), plural, asks})
	}
}

var plainYAML = regexp.MustCompile(`^[a-z][a-z0-9_ ]*$`)

// plainly writes a word of YAML, in quotation marks where it needs them.
func plainly(s string) string {
	if plainYAML.MatchString(s) {
		return s
	}
	return strconv.Quote(s)
}

// yaml writes the schema down.
func (g *guess) yaml() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# Guessed from the columns of %s. Go over it: what things are called, which words people", strconv.Quote(g.file))
	line("# ask with (verbs, nouns), how an answer reads (says). Then import again with --schema.")
	line("name: %s", strconv.Quote(strings.TrimSuffix(g.file, filepath.Ext(g.file))))
	line("about: %s", strconv.Quote(strings.ReplaceAll(g.plural, "_", " ")))
	var examples []string
	for _, c := range g.columns {
		if s := c.exampleSubject; c.verbs != "" {
			examples = append(examples, "Who "+strings.TrimPrefix(c.unknown, "who "))
			examples[len(examples)-1] = strings.ReplaceAll(examples[len(examples)-1], "{s}", s) + "?"
		} else if c.says == "" {
			examples = append(examples, "What is the "+c.noun+" of "+s+"?")
		}
	}
	if len(examples) > 0 {
		line("examples:")
		for _, e := range examples[:min(3, len(examples))] {
			line("  - %s", strconv.Quote(e))
		}
	}
	line("kinds:")
	for i, k := range g.kinds {
		more := ""
		if k.asks != "" {
			more += ", asks: [" + k.asks + "]"
		}
		if i == 0 && g.year != "" {
			more += ", year: " + plainly(g.year)
		}
		line("  %s: {name: %s, plural: %s%s}", plainly(k.name), strconv.Quote(k.noun), strconv.Quote(strings.ReplaceAll(k.plural, "_", " ")), more)
	}
	line("relations:")
	for _, c := range g.columns {
		line("  %s:   # such as %s", plainly(c.name), strconv.Quote(clip([]byte(c.example))))
		line("    from: [%s]", plainly(g.kind))
		line("    to: [%s]", plainly(c.to))
		line("    noun: %s", strconv.Quote(c.noun))
		if rest, ok := strings.CutPrefix(c.noun, c.to+" "); ok { // "years launched"
			line("    plural: %s", strconv.Quote(c.to+"s "+rest))
		} else {
			line("    plural: %s", strconv.Quote(plural(c.noun)))
		}
		if c.one {
			line("    one: true")
		}
		for _, list := range [][2]string{{"nouns", c.nouns}, {"verbs", c.verbs}, {"subject_verbs", c.subjectVerbs}, {"phrases", c.phrases}, {"asks", c.asks}, {"most", c.most}, {"least", c.least}} {
			if list[1] == "" {
				continue
			}
			words := strings.Split(list[1], ", ")
			for i, w := range words {
				words[i] = plainly(w)
			}
			line("    %s: [%s]", list[0], strings.Join(words, ", "))
		}
		if c.verbs != "" || c.asks != "" {
			line("    implied: true")
		}
		for _, text := range [][2]string{{"says", c.says}, {"unknown", c.unknown}, {"unknown_inverse", c.inverse}} {
			if text[1] != "" {
				line("    %s: %s", text[0], strconv.Quote(text[1]))
			}
		}
	}
	return b.String()
}
