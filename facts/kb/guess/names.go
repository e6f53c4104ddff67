package guess

// Which columns of a table name its things.

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/facts/kb"
	"hapjak/facts/kb/table"
)

// What a column is worth as that of the names. Of those that are worth the same the first is it.
const (
	codeWorth    = iota + 1 // numbers and codes
	roleWorth               // who did something to the things, what sort they are of, what groups the rows
	runningWorth            // codes that run on: B-1, B-2
	plainWorth              // texts
	ownName                 // called as names are: title
	fileWorth               // called as the file is
)

// findNames finds the columns that name the things: one, or two that hold the sides of a match or the ends of
// a route, or, where there is none of these, two that tell the rows apart.
func (t *guessedTable) findNames() {
	if t.triples {
		t.names = []int{0}
		return
	}
	columns, worth := t.nameColumns()
	if t.names = columns; worth >= ownName {
		return
	}
	pair, between := t.sidePair(columns != nil && distinct(t.columns[columns[0]]) > mostlyDistinct)
	if pair == nil && columns == nil {
		pair, between = t.rowPair()
	}
	if pair != nil {
		t.names, t.between = pair, between
	}
}

// nameColumns returns the columns that name the things: one that is called so, or first names and
// surnames, or the one that is called as the file is; else the first with texts that are different, but for
// a few, and no numbers, codes or lists, nor those who did something to the things. worth says how surely.
func (t *guessedTable) nameColumns() (columns []int, worth int) {
	if i := slices.Index(t.heads, t.heads[0]+"Label"); i > 0 && len(t.columns[i]) > 0 { // a query's, a line for each of several values
		return []int{i}, ownName
	}
	if i := t.plainlyCalled(); i >= 0 {
		return []int{i}, ownName
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
	if i := t.namedAsCode(); i >= 0 {
		return []int{i}, ownName
	}
	best := -1
	for i := range t.columns {
		if own := t.worthOf(i, best); own > worth || own == worth && best >= 0 && t.roleTwice(best) && repeatCount(t.columns[i]) == 0 {
			best, worth = i, own
		}
	}
	if best < 0 {
		return nil, 0
	}
	return []int{best}, worth
}

// plainlyCalled returns the column that is called title or name, or subject where its texts are different;
// of several the one whose texts are, since many people bear one title. It is -1 where there is none.
func (t *guessedTable) plainlyCalled() int {
	best := -1
	for i, h := range t.heads {
		switch plainKey(h) {
		case "title", "name", "fullname":
			if len(t.columns[i]) > 0 && (best < 0 || distinct(t.columns[best]) <= mostlyDistinct && distinct(t.columns[i]) > distinct(t.columns[best])) {
				best = i
			}
		}
	}
	if best >= 0 {
		return best
	}
	return slices.IndexFunc(t.heads, func(h string) bool {
		i := slices.Index(t.heads, h)
		return (table.ColumnKey(h) == "subject" || table.ColumnKey(h) == "entity") && len(t.columns[i]) > 0 && distinct(t.columns[i]) > mostlyDistinct
	})
}

// namedAsCode returns the column of names whose noun the first column has as that of a code that no two rows have, "player_id" and
// "player_name"; -1 where there is none.
func (t *guessedTable) namedAsCode() int {
	first := table.SchemaName(t.heads[0])
	noun, ok := strings.CutSuffix(first, "_id")
	if !ok || repeatCount(t.columns[0]) > 0 {
		return -1
	}
	return slices.IndexFunc(t.heads, func(h string) bool {
		bare, named := withoutName(table.SchemaName(h))
		return named && bare == noun
	})
}

// roleTwice reports whether a column has the names of some role, "chef name", and one of them more than once.
func (t *guessedTable) roleTwice(i int) bool {
	_, named := withoutName(table.SchemaName(t.heads[i]))
	return named && repeatCount(t.columns[i]) > 0
}

// plainKey is the key of a head without what says that it is the first of several names: primary, official.
func plainKey(head string) string {
	key := table.ColumnKey(head)
	for _, first := range []string{"primary", "official", "main", "display", "preferred"} {
		if rest, ok := strings.CutPrefix(key, first); ok && (rest == "name" || rest == "title") {
			return rest
		}
	}
	return key
}

// worthOf returns what a column is worth as that of the names, 0 for nothing; before is the best of those
// that stand before it, -1 for none.
func (t *guessedTable) worthOf(i, before int) int {
	values, head := t.columns[i], table.SchemaName(t.heads[i])
	if len(values) == 0 || 2*len(values) < len(t.rows) || t.asked[i].Told || lists(head, values) || t.typeOf(i) != kb.Text || isTimes(values) || mean(values) >= 60 {
		return 0
	}
	bare, named := withoutName(head)
	called := singular(strings.ReplaceAll(bare, "_", " ")) == t.ownNoun()
	worth := plainWorth
	switch {
	case table.IsCode(t.heads[i]):
		worth = codeWorth
	case called:
		worth = fileWorth
	case isAgent(bare) || named && isPerson(strings.ReplaceAll(bare, "_", " ")) || isSort(head):
		worth = roleWorth
	case runsOn(values):
		worth = runningWorth
	case named && before >= 0 && (isPlace(table.SchemaName(t.heads[before])) || isSort(table.SchemaName(t.heads[before]))):
		worth = ownName // what is there, or of that sort
	}
	twice := repeatCount(values)
	switch {
	case distinct(values) > mostlyDistinct, called && (2*twice < len(values) || t.numbered(i)):
		return worth
	case worth < plainWorth || twice > max(1, len(values)/5) || t.groups(i):
		return 0
	case !named && !t.numbered(i) && adjoin(values): // as what groups the rows does
		return roleWorth
	}
	return worth
}

// mostlyDistinct is the share of different texts from which those that are not are taken for chance.
const mostlyDistinct = 0.9

// groups reports whether a column of texts some of which are repeated holds what groups the rows, and no
// names: it is called so, or holds words in small letters; or a date before it says that the rows are events.
func (t *guessedTable) groups(i int) bool {
	head := table.SchemaName(t.heads[i])
	last := head[strings.LastIndexByte(head, '_')+1:]
	if isPlace(last) || isSort(head) || isPerson(last) || !slices.ContainsFunc(t.columns[i], func(v string) bool { return strings.ContainsFunc(v, isCapital) }) {
		return true
	}
	for j := range i {
		if k := t.typeOf(j); len(t.columns[j]) > 0 && (k == kb.Date || k == kb.Year) {
			return true
		}
	}
	return false
}

// isCapital reports whether a letter is one that names begin with, or of a script without small letters.
func isCapital(r rune) bool { return unicode.IsLetter(r) && !unicode.IsLower(r) }

// numbered reports whether another column than i tells every row from every other by a number or code.
func (t *guessedTable) numbered(i int) bool {
	for j, values := range t.columns {
		if i != j && len(values) == len(t.rows) && repeatCount(values) == 0 && (table.TellsApart(t.heads[j]) || runsOn(values) && t.typeOf(j) == kb.Text) {
			return true
		}
	}
	return false
}

// repeatCount returns how many values stand before, too.
func repeatCount(values []string) int {
	seen := map[string]bool{}
	for _, v := range values {
		seen[v] = true
	}
	return len(values) - len(seen)
}

// adjoin reports whether all values that are repeated stand one below the other.
func adjoin(values []string) bool {
	return repeatCount(values) == len(values)-len(slices.Compact(slices.Clone(values)))
}

// withoutName takes off what says that a column holds names: company_name, movie_title.
func withoutName(head string) (bare string, ok bool) {
	for _, end := range []string{"_name", "_title"} {
		if bare, ok := strings.CutSuffix(head, end); ok && bare != "" {
			return bare, true
		}
	}
	return head, false
}

// isSort reports whether a column is called as one that says of what sort the things are, or in what state.
func isSort(head string) bool {
	switch singular(head[strings.LastIndexByte(head, '_')+1:]) {
	case "type", "kind", "sort", "category", "genre", "status", "profession", "occupation", "colour", "color":
		return true
	}
	return false
}

// lists reports whether a quarter of some values are several: parted by a mark that stands in no name, or by
// commas where a part stands alone elsewhere, or at another place of its list, or where the head is a plural.
func lists(head string, values []string) bool {
	marked, commas, several := 0, 0, false
	at := map[string]int{} // the place of a part, from 1; alone is -1
	for _, v := range values {
		if strings.ContainsAny(v, ";|") {
			marked++
			continue
		}
		parts := strings.Split(v, ",")
		if len(parts) > 1 {
			commas++
			several = several || singular(head) != head && !strings.Contains(v, ", ")
		}
		for i, p := range parts {
			place := i + 1
			if len(parts) == 1 {
				place = -1
			}
			p = strings.TrimSpace(p)
			several = several || at[p] != 0 && at[p] != place
			at[p] = place
		}
	}
	return 4*marked >= len(values) || several && 4*commas >= len(values)
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
