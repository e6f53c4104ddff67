package kb

import (
	"math"
	"strings"
)

// amount says how people ask for the most and the least of a number.
func (c *guessedColumn) amount() {
	switch last := c.noun[strings.LastIndexByte(c.noun, ' ')+1:]; last {
	case "price", "cost", "budget", "fee", "fare":
		c.most, c.least = "most expensive, dearest", "cheapest, least expensive"
		c.subjectVerbs, c.says = "cost", "{s} cost {o}"
		c.phrases = "how much money went into"
		c.unknown = "what {s} cost"
	case "length", "duration", "runtime":
		c.most, c.least = "longest", "shortest"
	case "height", "depth":
		c.most, c.least = "tallest, highest, deepest", "lowest, shallowest"
	case "weight":
		c.most, c.least = "heaviest", "lightest"
	case "age":
		c.most, c.least = "oldest", "youngest"
	default:
		c.biggest()
	}
}

func (c *guessedColumn) biggest() {
	c.most, c.least = "biggest, largest, highest", "smallest, lowest"
}

// counts makes a relation of a column that counts something, visitors or tickets sold, and
// reports whether it does: its head is a plural and its values are whole numbers.
func (c *guessedColumn) counts(heads, values []string) bool {
	words := strings.Split(c.name, "_")
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
		if n, ok := parseAmount(Number, v); !ok || n.Unit != "m" && (n.Unit != "" || n.Lo < 0 || n.Lo != math.Trunc(n.Lo)) { // 1.2m people
			return false
		}
	}
	alike := 0
	for _, h := range heads {
		if strings.Contains(h, strings.Join(words[:last+1], "_")) {
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
