package guess

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/facts/kb/table"
)

// dimension is the unit in which the measures of a column are compared, empty where they are none.
func dimension(head string, values []string) string {
	base, _, ok := kb.UnitNamed(table.HeadUnit(head))
	for i := 0; i < len(values) && !ok; i++ {
		if v, read := literal.ParseAmount(kb.Number, values[i]); read {
			base, _, ok = kb.UnitNamed(v.Unit)
		} else if literal.TwoHands.MatchString(values[i]) {
			base, ok = "s", true
		}
	}
	return base
}

// amount says how people ask for the most and the least of a number, in a unit or "".
func (c *guessedColumn) amount(unit string) {
	switch last := c.noun[strings.LastIndexByte(c.noun, ' ')+1:]; last {
	case "price", "cost", "budget", "fee", "fare", "rent", "ticket", "admission", "entry", "rate", "charge":
		c.most, c.least = "most expensive, dearest", "cheapest, least expensive"
		c.subjectVerbs, c.says = "cost", "{s} cost {o}"
		c.phrases = "how much money went into"
		c.unknown = "what {s} cost"
	case "length", "duration", "runtime":
		c.most, c.least, c.phrases = "longest", "shortest", "how long"
	case "height":
		c.most, c.least, c.phrases = "tallest, highest", "lowest", "how high, how tall"
	case "depth":
		c.most, c.least, c.phrases = "deepest", "shallowest", "how deep"
	case "width":
		c.most, c.least, c.phrases = "widest, broadest", "narrowest", "how wide"
	case "time":
		c.most, c.least, c.phrases = "longest, slowest", "quickest, fastest, shortest", "how long"
		c.subjectVerbs = "take"
	case "salary", "wage", "pay":
		c.most, c.least, c.subjectVerbs = "best paid, highest", "lowest", "earn"
	case "spent", "paid", "raised":
		c.noun = "sum " + last
		c.biggest()
	case "size", "area":
		c.biggest()
		c.phrases = "how big, how large"
	case "weight", "mass":
		c.most, c.least, c.phrases = "heaviest", "lightest", "how heavy"
		c.subjectVerbs = "weigh"
	case "speed":
		c.most, c.least, c.phrases = "fastest", "slowest", "how fast"
	case "age":
		c.most, c.least, c.phrases = "oldest", "youngest", "how old"
	default:
		if last == c.noun && verbOf(last) != "" { // sold
			c.noun, c.nouns = "number "+last, last
		}
		switch unit {
		case "s":
			c.most, c.least, c.phrases = "longest", "shortest", "how long"
		case "kg":
			c.most, c.least, c.phrases = "heaviest", "lightest", "how heavy"
		default:
			c.biggest()
		}
	}
}

func (c *guessedColumn) biggest() {
	c.most, c.least = "biggest, largest, highest", "smallest, lowest"
}

// counts makes a relation of a column that counts something, visitors or tickets sold, and
// reports whether it does: its head is a plural and its values are whole numbers.
func (c *guessedColumn) counts(name string, heads, values []string) bool {
	words := strings.Split(name, "_")
	last, verb := len(words)-1, ""
	if last > 0 {
		if verb = verbOf(words[last]); verb != "" {
			last--
		}
	}
	if singular(words[last]) == words[last] && words[last] != "people" {
		return false
	}
	for _, v := range values {
		if n, ok := literal.ParseAmount(kb.Number, v); !ok || n.Unit != "m" && (n.Unit != "" || n.Lo < 0 || n.Lo != math.Trunc(n.Lo)) { // 1.2m people
			return false
		}
	}
	alike := 0
	for _, h := range heads {
		if strings.Contains(table.SchemaName(h), strings.Join(words[:last+1], "_")) {
			alike++
		}
	}
	counted, all := strings.Join(words[:last+1], " "), strings.Join(words, " ")
	c.noun, c.nouns = "number of "+all, all
	if verb != "" {
		c.subjectVerbs, c.says, c.unknown = verb, "{s} "+words[last+1]+" {o} "+counted, "how many "+counted+" {s} "+words[last+1]
		if alike == 1 {
			c.nouns += ", " + counted
		}
	}
	c.biggest()
	return true
}

// measures reports whether the head of a column says that its numbers are no years: it names a unit,
// or what is measured or paid, or several of what is counted.
func measures(head string, values []string) bool {
	words := strings.Split(table.SchemaName(head), "_")
	for _, w := range words {
		switch singular(w) {
		case "year", "date", "day", "time", "born", "birth", "died", "death", "founded", "opened", "built", "released":
			return false
		}
	}
	if unit := table.HeadUnit(head); unit != "" && unitOf(head, values) != "" {
		return true
	}
	last := words[len(words)-1]
	switch last {
	case "price", "cost", "budget", "fee", "fare", "salary", "rent", "gross", "value", "capacity", "population", "attendance", "length", "height", "depth", "width", "weight", "distance", "area",
		"altitude", "elevation", "speed", "power", "volume", "size", "score", "mileage", "displacement", "people", "number", "no", "quantity", "qty", "stock", "amount", "total":
		return true
	}
	return singular(last) != last
}

// verbOf returns the verb of a participle at the end of a column's head, empty where it is none.
func verbOf(word string) string {
	for _, v := range [...][2]string{{"sold", "sell"}, {"built", "build"}, {"made", "make"}, {"won", "win"}, {"lost", "lose"}, {"held", "hold"}} {
		if word == v[0] {
			return v[1]
		}
	}
	stem, ok := strings.CutSuffix(word, "ed")
	n := len(stem)
	switch {
	case !ok || n < 3 || stem[n-1] == 'e': // speed
		return ""
	case stem[n-1] == 'i':
		return stem[:n-1] + "y"
	case strings.IndexByte("csvgzu", stem[n-1]) >= 0 && stem[n-2] != stem[n-1]:
		return stem + "e"
	case stem[n-1] == stem[n-2] && strings.IndexByte("lsfz", stem[n-1]) < 0:
		return stem[:n-1]
	}
	return stem
}

// unitOf returns the unit of numbers that the head of their column names, with the space
// before it, empty where they name it themselves.
func unitOf(head string, values []string) string {
	unit := table.HeadUnit(head)
	for _, r := range unit {
		if !unicode.IsLetter(r) && !strings.ContainsRune("/²³°%", r) {
			return ""
		}
	}
	for _, v := range values {
		if n, _ := literal.ParseAmount(kb.Number, v); n.Unit != "" {
			return ""
		}
	}
	switch {
	case unit == "" || utf8.RuneCountInString(unit) > maxUnit:
		return ""
	case unit == "%":
		return unit
	}
	return " " + unit
}

// isMeasure reports whether a unit is read with the numbers themselves.
func isMeasure(unit string) bool { _, _, ok := kb.UnitNamed(unit); return ok }

const maxUnit = 12
