package kb

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"hapjak/corpus"
	"hapjak/nlp"
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

// A TableFile is a table whose schema is guessed, by the name whose ending says how it is read.
type TableFile struct {
	Name string
	Data []byte
}

// A Naming says which columns of a guessed table name its things, and of which kind these are.
type Naming struct {
	Sheet   string   `json:"sheet,omitempty"` // of a workbook
	Columns []string `json:"columns"`         // several are parts of a name: first name, surname
	Kind    string   `json:"kind"`
	// Between stands between the parts of a name that are relations as well: home and away.
	Between string `json:"between,omitempty"`
}

// GuessSchema proposes a schema, as YAML, for wide tables: one thing a row. A head that several tables
// have is one relation. The namings are by file, for [TripleOptions].
func GuessSchema(files ...TableFile) (schema []byte, names [][]Naming, err error) {
	g := guess{used: map[string]bool{}}
	for _, f := range files {
		sheets, err := sampleRows(f)
		if err == nil && len(sheets) == 0 {
			err = ErrNoTable
		}
		var own []Naming
		for _, s := range sheets {
			table, fault := newGuessedTable(f.Name, s)
			if fault != nil {
				err = cmp.Or(err, fault)
				continue
			}
			g.tables = append(g.tables, table)
			own = append(own, table.naming())
		}
		if len(own) == 0 {
			return nil, nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		names = append(names, own)
	}
	if err := g.read(); err != nil {
		return nil, nil, err
	}
	text := []byte(g.yaml())
	if _, err := ParseSchema("schema.yaml", text); err != nil {
		return nil, nil, fmt.Errorf("%s: no schema could be made of it: %w", files[len(files)-1].Name, err)
	}
	return text, names, nil
}

// A guess is a schema in the making.
type guess struct {
	tables  []*guessedTable
	kinds   []guessedKind
	columns []guessedColumn
	used    map[string]bool
}

type guessedKind struct {
	name, noun, plural, asks, year, is string
	needed                             bool
}

// A guessedColumn is a relation.
type guessedColumn struct {
	name, noun, to          string
	from                    []string
	one, implied            bool
	own                     bool // to is a kind called after the column
	verbs, subjectVerbs     string
	nouns, phrases          string
	says, unknown, inverse  string
	flag                    string // what yes means in it
	asks                    string
	most, least             string
	example, exampleSubject string
}

// A headed is the columns of one head, one of each table that has it.
type headed struct {
	head   string
	tables []*guessedTable
	at     []int // its column in each
	twice  bool  // a table has another of the head
}

// read makes kinds of the tables and relations of their columns.
func (g *guess) read() error {
	for _, t := range g.tables {
		asks := ""
		if isPerson(t.noun) || len(t.names) > 1 && t.between == "" {
			asks = "who"
		}
		g.kindOf(t.kind, t.noun, t.plural, asks)
	}
	groups, err := g.byHead()
	if err != nil {
		return err
	}
	var held [][]string
	for _, h := range groups {
		var values []string
		rows := 0
		for i, t := range h.tables {
			values = append(values, t.columns[h.at[i]]...)
			rows += len(t.columns[t.names[0]])
		}
		c := g.column(h, values, rows)
		c.one = c.one && !h.twice && !h.repeats()
		c.example, c.exampleSubject = values[0], h.tables[0].called(h.tables[0].rows[0])
		for _, t := range h.tables {
			if !slices.Contains(c.from, t.kind) {
				c.from = append(c.from, t.kind)
			}
		}
		g.link(&c, values)
		g.columns, held = append(g.columns, c), append(held, values)
	}
	g.oneKind(held)
	if len(g.columns) == 0 {
		return fmt.Errorf("%s: no column but that of names has values", g.tables[len(g.tables)-1].file)
	}
	for i := range g.kinds {
		k := &g.kinds[i]
		for _, t := range g.tables {
			if k.name == t.kind {
				k.year, k.needed = cmp.Or(k.year, t.year), true
			}
		}
		for _, c := range g.columns {
			k.needed = k.needed || c.to == k.name
		}
	}
	g.kinds = slices.DeleteFunc(g.kinds, func(k guessedKind) bool { return !k.needed })
	return nil
}

// byHead joins the columns of one head. Where the tables hold different things in theirs there is no
// relation that is both.
func (g *guess) byHead() (groups []*headed, err error) {
	known := map[string]*headed{}
	for _, t := range g.tables {
		seen := map[string]bool{}
		for _, i := range t.names {
			if t.between != "" {
				break
			}
			bare, _ := label(t.heads[i])
			seen[columnKey(t.heads[i])], seen[columnKey(bare)] = true, true
		}
		for i, head := range t.heads {
			if slices.Contains(t.heads, head+"Label") {
				continue // the address of what stands there
			}
			if bare, ok := label(head); ok {
				head = bare
			}
			if h := known[schemaName(head)]; h != nil && seen[columnKey(head)] {
				h.twice = true
			}
			if len(t.columns[i]) == 0 || len(head) > maxHead || schemaName(head) == "" || columnKey(head) == "source" || strings.HasPrefix(head, "Unnamed: ") || seen[columnKey(head)] || seen[schemaName(head)] {
				continue
			}
			seen[columnKey(head)], seen[schemaName(head)] = true, true
			h := known[schemaName(head)]
			if h == nil {
				h = &headed{head: head}
				groups, known[schemaName(head)] = append(groups, h), h
			}
			h.tables, h.at = append(h.tables, t), append(h.at, i)
			first := h.tables[0]
			had, has := typeOf(first.heads[h.at[0]], first.columns[h.at[0]]), typeOf(head, t.columns[i])
			if had != has && len(first.columns[h.at[0]]) > 0 && !bothFit(head, had, has, append(slices.Clone(first.columns[h.at[0]]), t.columns[i]...)) {
				return nil, fmt.Errorf("%s:1: the column %q holds %s, and %s has %s under that head: call one of them otherwise, or make a base of its own of the table, with another --kb",
					t.file, head, heldIn(has), first.file, heldIn(had))
			}
		}
	}
	return groups, nil
}

// repeats reports whether things have several rows that say other things in a column.
func (h *headed) repeats() bool {
	for i, t := range h.tables {
		apart := slices.IndexFunc(t.heads, tellsApart)
		first, names := map[string]string{}, map[string]bool{}
		other := false
		for _, row := range t.rows {
			name := nlp.Fold(t.called(row))
			names[name] = true
			if apart >= 0 && apart < len(row) {
				name += "\x00" + row[apart]
			}
			if h.at[i] >= len(row) || unsaid([]byte(row[h.at[i]])) {
				continue
			}
			if was, ok := first[name]; ok && was != row[h.at[i]] {
				other = true
			}
			first[name] = row[h.at[i]]
		}
		if other && 10*len(names) <= 9*len(t.rows) {
			return true
		}
	}
	return false
}

// bothFit reports whether two columns, of other types by themselves, are one: dates and years are,
// numbers and sums in a currency that others name.
func bothFit(head string, a, b Kind, all []string) bool {
	return a != Text && b != Text && typeOf(head, all) != Text
}

func heldIn(k Kind) string {
	return [...]string{Year: "years", Date: "dates", Number: "numbers", Money: "sums of money", Text: "names or texts"}[k]
}

// link lets a relation lead to the things of a table whose names half of its values are. Of people
// and places others are left.
func (g *guess) link(c *guessedColumn, values []string) {
	if !g.used[c.to] {
		return
	}
	set := map[string]bool{}
	for _, v := range values {
		for part := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ';' || r == '|' }) {
			set[nlp.Fold(strings.TrimSpace(part))] = true
		}
	}
	for _, t := range g.tables {
		if t.kind == c.to {
			return
		}
	}
	for _, t := range g.tables {
		named, shared := t.things(), 0
		for v := range set {
			if named[v] {
				shared++
			}
		}
		if 2*shared < len(set) {
			continue
		}
		if c.to != "person" && c.to != "place" {
			c.to = t.kind
			return
		}
		for i, k := range g.kinds {
			if k.name == t.kind && k.is == "" {
				g.kinds[i].is = c.to
			}
		}
	}
}

var camel = regexp.MustCompile(`(\p{Ll})(\p{Lu}\p{Ll})`)

// schemaName makes a name of a schema of a column's head: "Release year" is release_year.
func schemaName(head string) string {
	head = camel.ReplaceAllString(withoutUnit(head), "$1 $2")
	words := strings.FieldsFunc(strings.ToLower(head), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 && strings.ContainsAny(head, "#№") {
		return "number"
	}
	return strings.Join(words, "_")
}

// withoutUnit takes what stands in brackets off a column's head: "Length (m)".
func withoutUnit(head string) string {
	if i := strings.IndexAny(head, "([{"); i > 0 {
		return strings.TrimSpace(head[:i])
	}
	return head
}

// irregular are plurals that no rule makes.
func irregular() [][2]string {
	return [][2]string{{"person", "people"}, {"man", "men"}, {"woman", "women"}, {"child", "children"}, {"foot", "feet"}, {"tooth", "teeth"}, {"mouse", "mice"}, {"goose", "geese"},
		{"loaf", "loaves"}, {"knife", "knives"}, {"shelf", "shelves"}, {"leaf", "leaves"}, {"wolf", "wolves"}, {"half", "halves"}, {"calf", "calves"}, {"thief", "thieves"}, {"wife", "wives"}, {"life", "lives"}}
}

func singular(word string) string {
	for _, pair := range irregular() {
		if word == pair[1] {
			return pair[0]
		}
	}
	switch {
	case len(word) < 4:
	case word == "species":
	case strings.HasSuffix(word, "ies") && len(word) > 4 && word != "movies" && word != "series":
		return word[:len(word)-3] + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "shes"):
		return word[:len(word)-2]
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us") && !strings.HasSuffix(word, "is") && word != "series":
		return word[:len(word)-1]
	}
	return word
}

func plural(noun string) string {
	last := noun[strings.LastIndexAny(noun, " _")+1:]
	for _, pair := range irregular() {
		if last == pair[0] {
			return strings.TrimSuffix(noun, last) + pair[1]
		}
	}
	switch {
	case strings.HasSuffix(noun, "series"), strings.HasSuffix(noun, "species"):
		return noun
	case strings.HasSuffix(noun, "y") && len(noun) > 1 && !strings.ContainsRune("aeiou", rune(noun[len(noun)-2])):
		return noun[:len(noun)-1] + "ies"
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "x"), strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "sh"):
		return noun + "es"
	}
	return noun + "s"
}

// typeOf returns what nine in ten values of a column are, or all but one of a small one: years,
// dates, of which three in four will do, since nothing else looks like them, sums of money, of which
// half name no currency at most, numbers, else Text. A head may say that numbers are no years.
func typeOf(head string, values []string) Kind {
	order := dayOrder(values)
	var years, dates, sums, amounts, idle int
	_, timed := clockUnit(head)
	timed = timed || slices.ContainsFunc(values, stopwatch.MatchString) || lastsHours(values)
	for _, v := range values {
		if standsIdle(v) {
			idle++
			continue
		}
		if _, err := parseValue(Year, v); err == nil {
			years++
		}
		if _, err := parseDateAs(v, order); err == nil {
			dates++
		}
		if v, ok := parseAmount(Money, v); ok && isCurrency(v.Unit) {
			sums++
		}
		if amountOf(v) || timed && twoHands.MatchString(v) {
			amounts++
		}
	}
	all := len(values) - idle
	fit := func(n int) bool { return n > 0 && (10*n >= 9*all || n > 2 && n == all-1) }
	switch {
	case fit(amounts) && measures(head, values):
		if 2*sums >= all && !fit(years) {
			return Money
		}
		return Number
	case fit(years) && years == dates:
		return Year
	case fit(dates) || dates > 2 && 4*dates >= 3*all || dates > years && dates > 1 && dates >= all-1:
		return Date
	case fit(sums) || 2*sums >= all && 10*amounts >= 9*all:
		return Money
	case fit(amounts):
		return Number
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

// amountOf reports whether a text is a number, or a sum of money.
func amountOf(v string) bool {
	if _, ok := parseAmount(Number, v); ok {
		return true
	}
	sum, ok := parseAmount(Money, v)
	return ok && isCurrency(sum.Unit)
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
		{"supplier", "supply", "supplied", "supplied"}, {"organiser", "organise", "organised", "organised"}, {"organizer", "organize", "organized", "organized"}, {"manager", "manage", "managed", "managed"},
		{"coach", "coach", "coached", "coached"}, {"teacher", "teach", "taught", "taught"}, {"sponsor", "sponsor", "sponsored", "sponsored"}, {"conductor", "conduct", "conducted", "conducted"},
		{"presenter", "present", "presented", "presented"}, {"discoverer", "discover", "discovered", "discovered"}, {"donor", "give", "gave", "given"},
		{"baker", "bake", "baked", "baked"}, {"brewer", "brew", "brewed", "brewed"}, {"grower", "grow", "grew", "grown"}, {"weaver", "weave", "wove", "woven"}, {"carver", "carve", "carved", "carved"},
		{"restorer", "restore", "restored", "restored"}, {"printer", "print", "printed", "printed"}, {"keeper", "keep", "kept", "kept"}, {"buyer", "buy", "bought", "bought"}, {"seller", "sell", "sold", "sold"},
	}
}

// column makes a relation of the columns of one head. things is how many rows name a thing.
func (g *guess) column(h *headed, values []string, things int) guessedColumn {
	head, t := h.head, h.tables[0]
	name := schemaName(head)
	noun := strings.ReplaceAll(name, "_", " ")
	if whole, per, ok := strings.Cut(head, "/"); ok && perEach(per) { // Rent/month
		noun = strings.ReplaceAll(schemaName(whole), "_", " ")
	}
	if whole, ok := strings.CutSuffix(name, "_"+strings.ToLower(lastUnit(head))); ok { // weight_kg
		noun = strings.ReplaceAll(whole, "_", " ")
	}
	if last := strings.LastIndexByte(noun, ' '); !strings.HasSuffix(noun, " by") {
		noun = noun[:last+1] + singular(noun[last+1:])
	}
	c := guessedColumn{name: name, noun: noun, one: len(values) <= things}
	spoken := name
	if long := t.longFor(name); long != "" {
		noun, c.noun, spoken = long, long, schemaName(long)
	}
	switch kind := typeOf(head, values); {
	case isCode(head) && (kind != Number || name != "no" && name != "nr" && name != "number"):
		c.to = "text"
		return c
	case kind == Year || kind == Date:
		c.when(kind, g, h, values)
		return c
	case kind == Money || kind == Number:
		if _, priced := pricedIn(head); priced {
			kind = Money
		}
		c.to = [...]string{Number: "number", Money: "money"}[kind]
		if kind == Number && slices.Contains([]string{"seconds", "minutes", "mins", "hours", "days", "weeks", "months"}, name) { // how long things are
			c.noun, c.nouns = "length", name
			c.says, c.unknown = "{s} {s:lasts|last} {o} "+name, "how long {s} lasts"
			c.amount("s")
			return c
		}
		if unit := unitOf(head, values); kind == Number && unit != "" && !isMeasure(unit) {
			c.says = "the " + noun + " of {s} {o:is|are} {o}" + unit
		}
		if kind == Money || !c.counts(spoken, t.heads, values) {
			c.amount(dimension(head, values))
		}
		return c
	}
	if c.flags(g, t, values) || c.clock(values) {
		return c
	}
	several, alone := 0, map[string]bool{}
	for _, v := range values {
		alone[v] = true
	}
	for _, v := range values {
		parts := strings.Split(v, ", ")
		if strings.ContainsAny(v, "|;") || len(parts) > 1 && (singular(name) != name || len(parts) > 2 && mean(parts) < 25) || len(parts) > 1 && slices.ContainsFunc(parts, func(p string) bool { return alone[p] }) {
			several++
		}
		for _, mark := range pairMarks {
			if a, b, ok := strings.Cut(v, mark); ok && alone[a] && alone[b] {
				several++
			}
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
			c.unknown, c.inverse = "who "+a.past+" {s}", "which "+t.plural+" {o} "+a.past
			g.kindOf("person", "person", "people", "who")
			return c
		}
	}
	if participle, ok := strings.CutSuffix(noun, " by"); ok {
		c.to, c.one, c.noun, c.verbs = "person", false, participle, verbOf(participle)
		c.says, c.unknown = "{s} {s:was|were} "+participle+" by {o}", "who {s} was "+participle+" by"
		g.kindOf("person", "person", "people", "who")
		return c
	}
	if isPerson(noun) {
		c.to = "person"
		g.kindOf("person", "person", "people", "who")
		return c
	}
	switch {
	case strings.HasPrefix(values[0], "http") || strings.Contains(values[0], "@"):
		c.to = "text"
	case mean(values) > 60 || distinct(values) > 0.95 && several == 0 && mean(values) > 25:
		c.to = "text"
	case slices.Contains([]string{"country", "city", "town", "village", "island", "county", "district", "place", "location", "venue", "region", "harbour", "port"}, noun):
		c.to = "place"
		g.kindOf("place", "place", "places", "where")
		if noun == "country" {
			c.subjectVerbs = "be from, come from, be in, lie in"
		} else if !t.placed {
			t.placed, c.asks = true, "where"
		}
	default:
		switch {
		case noun == "material":
			c.subjectVerbs, c.says = "be made of", "{s} {s:is|are} made of {o}"
		case several == 0 && distinct(values) <= 0.75: // a type, a state
			c.implied = true
		}
		c.to, c.own = kindName(schemaName(c.noun)), true
		g.kindOf(c.to, c.noun, plural(c.noun), "")
	}
	return c
}

var timeOfDay = regexp.MustCompile(`(?i)^(?:[01]?\d|2[0-4])[:.][0-5]\d(?: ?[ap]\.?m\.?)?$`)

// lastsHours reports whether values such as 1:20 are no times of the day, for some begin with no hour.
func lastsHours(values []string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(v, "0:") }) &&
		!slices.ContainsFunc(values, func(v string) bool { return !twoHands.MatchString(v) || v[1] != ':' })
}

// isTimes reports whether values are times of the day.
func isTimes(values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return !timeOfDay.MatchString(v) })
}

// clock makes the relation of a column of times of the day: departs, opening time.
func (c *guessedColumn) clock(values []string) bool {
	if !isTimes(values) {
		return false
	}
	c.to, c.asks = "text", "when"
	switch c.noun {
	case "depart", "arrive", "open", "close", "start", "end", "leave", "begin", "return":
		c.subjectVerbs, c.says, c.unknown = c.noun, "{s} "+c.noun+"s at {o}", "when {s} "+c.noun+"s"
	}
	return true
}

// flags makes the relation of a column that says yes or no: "has engine", "restored", "in use".
func (c *guessedColumn) flags(g *guess, t *guessedTable, values []string) bool {
	said := map[bool]bool{}
	for _, v := range values {
		yes, ok := saysYes(v)
		if !ok {
			return false
		}
		said[yes] = true
	}
	if !said[true] && !said[false] {
		return false
	}
	verb, what, known := strings.Cut(c.noun, " ")
	switch verb {
	case "is", "are", "was", "were":
		verb = "is"
	case "has", "have", "with":
		verb = "has"
	default:
		known = false
	}
	if !known {
		verb, what = "has", c.noun
		if isState.MatchString(what) {
			verb = "is"
		}
	}
	c.to, c.noun, c.flag, c.implied = "feature", what, what, true
	g.kindOf(c.to, "feature", "features", "")
	c.subjectVerbs, c.says = "have", "{s} {s:has|have} {o}"
	if verb == "is" {
		c.subjectVerbs, c.says = "be", "{s} {s:is|are} {o}"
	}
	c.unknown, c.inverse = "whether {s} "+verb+" "+what, "which "+t.plural+" "+map[string]string{"is": "are", "has": "have"}[verb]+" {o}"
	return true
}

// isState finds what a thing is rather than has: restored, in use, available, open on Sundays.
var isState = regexp.MustCompile(`^(in|on|at|under|out|for|open|closed|active|current|free|new|rare|full|alive|dead|public|private)\b|(?:\pL{3}ed|able|ible|less|proof)$|\b(used|sold|built|lost|sunk|born)$|\bfree$`)

// perEach reports whether a word says for what a price is.
func perEach(word string) bool {
	return slices.Contains([]string{"hour", "day", "night", "week", "month", "year", "person", "head", "piece", "unit", "item", "kg", "m", "m²"}, strings.ToLower(strings.TrimSpace(word)))
}

// when makes a relation of a column of years or dates.
func (c *guessedColumn) when(kind Kind, g *guess, h *headed, values []string) {
	order, days, idle := dayOrder(values), 0, 0
	for _, v := range values {
		if standsIdle(v) {
			idle++
		} else if date, err := parseDateAs(v, order); err == nil && date.Lo == date.Hi {
			days++
		}
	}
	then := " ({o})" // some are days, some months or years
	switch days {
	case 0:
		then = " in {o}"
	case len(values) - idle:
		then = " on {o}"
	}
	c.to = [...]string{Year: "year", Date: "date"}[kind]
	c.most, c.least = "newest, latest, last", "oldest, earliest, first"
	c.asks = "when"
	for _, t := range h.tables {
		if t.year == "" {
			t.year = c.name
		} else {
			c.asks = ""
		}
	}
	verb := ""
	if strings.HasPrefix(c.noun, "in ") { // in service
		c.subjectVerbs = "be " + c.noun
		c.says, c.unknown = "{s} {s:was|were} "+c.noun+then, "when {s} was "+c.noun
		return
	}
	for _, w := range strings.Fields(c.noun) {
		switch w = happened(w); w {
		case "release", "released", "premiere", "year":
			if verb == "" {
				verb = "come out, be released"
				c.says, c.unknown = "{s} came out"+then, "when {s} came out"
			}
		case "date":
			if c.noun == w {
				verb = "date from"
			}
		case "born", "birth":
			verb = "be born"
			c.says, c.unknown = "{s} {s:was|were} born"+then, "when {s} was born"
		case "died", "death":
			verb = "die"
			c.says, c.unknown = "{s} died"+then, "when {s} died"
		case "joined", "started", "ended", "retired", "arrived", "resigned", "graduated", "enrolled", "debuted", "expired", "married", "left", "began":
			verb = cmp.Or(map[string]string{"left": "leave", "began": "begin"}[w], verbOf(w))
			c.noun, c.says, c.unknown = c.to+" "+w, "{s} "+w+then, "when {s} "+w
		default:
			if strings.HasSuffix(w, "ed") || slices.Contains([]string{"built", "made", "won", "withdrawn", "sold", "bought", "begun", "sunk", "lost", "found", "given", "held", "written", "drawn", "laid", "shown", "sent", "cut"}, w) {
				verb, c.noun = "be "+w, c.to+" "+w
				c.says, c.unknown = "{s} {s:was|were} "+w+then, "when {s} was "+w
			}
		}
	}
	c.subjectVerbs = verb
}

// happened returns the participle of what a noun says that happened to a thing.
func happened(noun string) string {
	for _, n := range [...][2]string{{"launch", "launched"}, {"start", "started"}, {"end", "ended"}, {"opening", "opened"}, {"inauguration", "inaugurated"}, {"completion", "completed"}, {"foundation", "founded"}, {"founding", "founded"},
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
func (g *guess) kindOf(name, noun, plural, asks string) {
	if !g.used[name] {
		g.used[name] = true
		g.kinds = append(g.kinds, guessedKind{name: name, noun: strings.ReplaceAll(noun, "_", " "), plural: plural})
	}
	for i, k := range g.kinds {
		if k.name == name && k.asks == "" {
			g.kinds[i].asks = asks
		}
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
	var files, plurals []string
	for _, t := range g.tables {
		if !slices.Contains(files, t.file) {
			files = append(files, t.file)
		}
		if name := strings.ReplaceAll(t.plural, "_", " "); !slices.Contains(plurals, name) {
			plurals = append(plurals, name)
		}
	}
	line("# Guessed from the columns of %s. Go over it: what things are called, which words people", strings.Join(files, ", "))
	line("# ask with (verbs, nouns), how an answer reads (says). Then import again with --schema.")
	line("name: %s", strconv.Quote(strings.TrimSuffix(files[0], filepath.Ext(files[0]))))
	line("about: %s", strconv.Quote(strings.Join(plurals, ", ")))
	var examples []string
	for _, c := range g.columns {
		if s := c.exampleSubject; c.verbs != "" {
			examples = append(examples, "Who "+strings.TrimPrefix(c.unknown, "who "))
			examples[len(examples)-1] = strings.ReplaceAll(examples[len(examples)-1], "{s}", s) + "?"
		} else if c.says == "" && !isCode(c.name) {
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
	for _, k := range g.kinds {
		more := ""
		if k.is != "" {
			more += ", is: " + plainly(k.is)
		}
		if k.asks != "" {
			more += ", asks: [" + k.asks + "]"
		}
		if k.year != "" {
			more += ", year: " + plainly(k.year)
		}
		line("  %s: {name: %s, plural: %s%s}", plainly(k.name), strconv.Quote(k.noun), strconv.Quote(strings.ReplaceAll(k.plural, "_", " ")), more)
	}
	line("relations:")
	for _, c := range g.columns {
		line("  %s:   # such as %s", plainly(c.name), strconv.Quote(clip([]byte(c.example))))
		for i, k := range c.from {
			c.from[i] = plainly(k)
		}
		line("    from: [%s]", strings.Join(c.from, ", "))
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
		if c.flag != "" {
			line("    flag: %s", strconv.Quote(c.flag))
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
		if c.verbs != "" || c.asks != "" || c.implied {
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
