package table

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/nlp"
)

// HeadUnit returns what the head of a column has in brackets, m, USD, $ million, or else the unit that
// it ends in.
func HeadUnit(head string) string {
	_, unit, ok := strings.Cut(head, "(")
	if !ok {
		_, unit, ok = strings.Cut(head, "[")
	}
	if !ok {
		return LastUnit(head)
	}
	unit, _, _ = strings.Cut(strings.ReplaceAll(unit, "]", ")"), ")")
	return strings.TrimPrefix(strings.TrimSpace(unit), "in ")
}

// PricedIn returns one of the currency that the head of a column names, "Price (€)" or
// "budget_usd", or a thousand, million or billion of it: "Gross ($m)".
func PricedIn(head string) (one kb.Value, ok bool) {
	unit := HeadUnit(head)
	if words := strings.Split(SchemaName(head), "_"); unit == "" {
		unit = words[len(words)-1]
		if code, _ := literal.CurrencyNamed(unit); !strings.EqualFold(code, unit) {
			return kb.Value{}, false
		}
	}
	forms := []string{"1 " + unit}
	for i := range unit {
		if _, ok := literal.CurrencyNamed(unit[:i]); ok {
			forms = append(forms, unit[:i]+"1"+unit[i:])
		}
	}
	for _, form := range forms {
		one, ok = literal.ParseAmount(kb.Money, form)
		if _, known := literal.CurrencyNamed(one.Unit); ok && known {
			one.Text = strings.TrimSpace(map[float64]string{1e3: "thousand", 1e6: "million", 1e9: "billion"}[one.Lo] + " " + one.Unit)
			return one, true
		}
	}
	return kb.Value{}, false
}

// ofWork finds what time is spent on, as in playing time, rather than what happens at one.
var ofWork = regexp.MustCompile(`^(?:play|runn|cook|bak|ris|rest|walk|travell?|driv|proof|proving|work|sail|swim|rid|danc|speak|read|listen|wait)ing$|^(?:oven|prep|preparation|bake|cook|travel|journey|flight|walk|total|elapsed|lap)$`)

// ClockUnit is what stands first in the durations of a column, 3:45, as its head says: "h", "min", or empty where it
// does not; timed says that they are durations at all.
func ClockUnit(head string) (unit string, timed bool) {
	unit, _, clock := strings.Cut(strings.ToLower(HeadUnit(head)), ":")
	switch base, _, _ := kb.UnitNamed(unit); {
	case clock && (unit == "m" || unit == "mm"):
		return "min", true
	case clock && unit == "hh", base == "s" && strings.HasPrefix(unit, "h"):
		return "h", true
	case base == "s":
		return "min", true
	}
	words := strings.Split(SchemaName(head), "_")
	switch words[len(words)-1] {
	case "runtime", "length", "duration", "lap", "split":
		return "", true
	case "time":
		return "", len(words) > 1 && ofWork.MatchString(words[len(words)-2])
	}
	return "", false
}

// LastUnit returns the unit that a head ends in, weight_kg.
func LastUnit(head string) string {
	words := strings.FieldsFunc(head, func(r rune) bool { return r == '_' || r == ' ' })
	if n := len(words) - 1; n > 0 && slices.Contains([]string{"kg", "km", "cm", "mm", "ft", "lb", "lbs", "kw", "hp", "mph", "kmh", "kph", "m2", "km2", "sqm", "ha"}, strings.ToLower(words[n])) {
		return words[n]
	}
	return ""
}

// JoinHeads returns the heads of a table whose second row goes on with the first: units, or what parts a head
// that stands over several columns. It names no thing and holds no value.
func JoinHeads(first, second []string) (heads []string, ok bool) {
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
		_, _, measure := kb.UnitNamed(cell)
		switch {
		case AmountOf(cell):
			return nil, false
		case cell == "":
		case head != "" && (measure || cell == "%" || literal.IsCurrency(cell)):
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

// Label takes off what a query service puts behind the column of a thing's name, where the
// thing itself is an address: filmLabel.
func Label(name string) (bare string, ok bool) {
	bare, ok = strings.CutSuffix(strings.TrimSpace(name), "Label")
	return bare, ok && bare != ""
}

// ColumnKey is what columns are compared by that are called alike: "Release year" and release_year.
func ColumnKey(s string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "").Replace(nlp.Fold(strings.TrimSpace(s)))
}

// MaxHead is the longest head of a column, in bytes, that is taken for a name.
const MaxHead = 80

// calling finds numbers of which one thing has several.
var calling = regexp.MustCompile(`(^|_)(phone|telephone|tel|mobile|fax)(_|$)`)

// TellsApart reports whether a column is called as one whose values tell things of one name apart.
func TellsApart(head string) bool {
	name := SchemaName(head)
	return IsCode(name) && !calling.MatchString(name) || strings.Contains(name, "born") || strings.Contains(name, "birth")
}

// IsCode reports whether a column is called as those of numbers and codes are that tell rows apart.
func IsCode(head string) bool {
	words := strings.Split(SchemaName(head), "_")
	for i, w := range words {
		switch w {
		case "id", "code", "ref", "reference", "sku", "isbn", "issn", "ean", "barcode", "accession", "inventory", "catalogue", "postcode", "zip", "phone", "telephone", "tel", "mobile", "fax":
			return true
		case "number", "no", "nr", "num":
			return i == len(words)-1
		}
	}
	return false
}
