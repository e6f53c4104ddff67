package kb

import (
	"regexp"
	"slices"
	"strings"
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
func PricedIn(head string) (one Value, ok bool) {
	unit := HeadUnit(head)
	if words := strings.Split(SchemaName(head), "_"); unit == "" {
		unit = words[len(words)-1]
		if code, _ := CurrencyNamed(unit); !strings.EqualFold(code, unit) {
			return Value{}, false
		}
	}
	forms := []string{"1 " + unit}
	for i := range unit {
		if _, ok := CurrencyNamed(unit[:i]); ok {
			forms = append(forms, unit[:i]+"1"+unit[i:])
		}
	}
	for _, form := range forms {
		one, ok = ParseAmount(Money, form)
		if _, known := CurrencyNamed(one.Unit); ok && known {
			one.Text = strings.TrimSpace(map[float64]string{1e3: "thousand", 1e6: "million", 1e9: "billion"}[one.Lo] + " " + one.Unit)
			return one, true
		}
	}
	return Value{}, false
}

// ofWork finds what time is spent on, as in playing time, rather than what happens at one.
var ofWork = regexp.MustCompile(`^(?:play|runn|cook|bak|ris|rest|walk|travell?|driv|proof|proving|work|sail|swim|rid|danc|speak|read|listen|wait)ing$|^(?:oven|prep|preparation|bake|cook|travel|journey|flight|walk|total|elapsed|lap)$`)

// ClockUnit is what stands first in the durations of a column, 3:45, as its head says: "h", "min", or empty where it
// does not; timed says that they are durations at all.
func ClockUnit(head string) (unit string, timed bool) {
	unit, _, clock := strings.Cut(strings.ToLower(HeadUnit(head)), ":")
	switch base, _, _ := UnitNamed(unit); {
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

// showsSeconds reports whether a duration shows that those of its column are minutes and seconds: it has hours
// before them, or would have ten and more, or is no multiple of five minutes, as those are that people walk. Films
// run for any.
func showsSeconds(text string, film bool) bool {
	return Stopwatch.MatchString(text) || TwoHands.MatchString(text) && (text[1] != ':' || !film && text[3] != '0' && text[3] != '5')
}

// LastUnit returns the unit that a head ends in, weight_kg.
func LastUnit(head string) string {
	words := strings.FieldsFunc(head, func(r rune) bool { return r == '_' || r == ' ' })
	if n := len(words) - 1; n > 0 && slices.Contains([]string{"kg", "km", "cm", "mm", "ft", "lb", "lbs", "kw", "hp", "mph", "kmh", "kph", "m2", "km2", "sqm", "ha"}, strings.ToLower(words[n])) {
		return words[n]
	}
	return ""
}
