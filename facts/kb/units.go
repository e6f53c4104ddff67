package kb

import (
	"math"
	"strings"
)

// Numbers with a unit of measure are compared in one unit of each dimension: 300 cm is 3 m.

// UnitNamed returns the unit in which values of a unit's dimension are compared, and how many of it
// one is. People write KG and Km; but 5G, a size M and mW are no grams, metres and megawatts.
func UnitNamed(name string) (base string, times float64, ok bool) {
	name = strings.TrimSuffix(strings.TrimSpace(name), ".")
	switch name {
	case "G", "H", "M", "S", "T", "mW":
		return "", 1, false
	}
	switch strings.ToLower(name) {
	case "mm", "millimetre", "millimetres", "millimeter", "millimeters":
		return "m", 1. / 1000, true
	case "cm", "centimetre", "centimetres", "centimeter", "centimeters":
		return "m", 1. / 100, true
	case "m", "metre", "metres", "meter", "meters":
		return "m", 1, true
	case "km", "kilometre", "kilometres", "kilometer", "kilometers":
		return "m", 1000, true
	case "in", "inch", "inches", `"`, "″":
		return "m", .0254, true
	case "ft", "foot", "feet", "′":
		return "m", .3048, true
	case "yd", "yds", "yard", "yards":
		return "m", .9144, true
	case "mi", "mile", "miles":
		return "m", 1609.344, true
	case "nmi", "nautical mile", "nautical miles":
		return "m", 1852, true
	case "mg", "milligram", "milligrams":
		return "kg", 1e-6, true
	case "g", "gram", "grams", "gramme", "grammes":
		return "kg", 1. / 1000, true
	case "kg", "kgs", "kilo", "kilos", "kilogram", "kilograms":
		return "kg", 1, true
	case "t", "tonne", "tonnes":
		return "kg", 1000, true
	case "oz", "ounce", "ounces":
		return "kg", .028349523125, true
	case "lb", "lbs":
		return "kg", .45359237, true
	case "m²", "m2", "sqm", "sq m", "square metre", "square metres", "square meters":
		return "m²", 1, true
	case "km²", "km2", "sq km", "square kilometre", "square kilometres", "square kilometers":
		return "m²", 1e6, true
	case "ha", "hectare", "hectares":
		return "m²", 1e4, true
	case "acre", "acres":
		return "m²", 4046.8564224, true
	case "sq ft", "sqft", "ft²", "ft2", "square foot", "square feet":
		return "m²", .09290304, true
	case "sq mi", "square mile", "square miles":
		return "m²", 2589988.110336, true
	case "ml", "millilitre", "millilitres", "milliliters":
		return "l", 1. / 1000, true
	case "cl", "centilitre", "centilitres":
		return "l", 1. / 100, true
	case "l", "litre", "litres", "liter", "liters":
		return "l", 1, true
	case "m³", "m3", "cubic metre", "cubic metres", "cubic meters":
		return "l", 1000, true
	case "s", "sec", "secs", "second", "seconds":
		return "s", 1, true
	case "min", "mins", "minute", "minutes":
		return "s", 60, true
	case "h", "hr", "hrs", "hour", "hours":
		return "s", 3600, true
	case "day", "days":
		return "s", 86400, true
	case "week", "weeks":
		return "s", 604800, true
	case "month", "months":
		return "years", 1. / 12, true
	case "yr", "yrs", "year", "years":
		return "years", 1, true
	case "km/h", "kmh", "kph":
		return "km/h", 1, true
	case "mph":
		return "km/h", 1.609344, true
	case "m/s":
		return "km/h", 3.6, true
	case "kn", "kts", "knot", "knots":
		return "km/h", 1.852, true
	case "w", "watt", "watts":
		return "kW", 1. / 1000, true
	case "kw", "kilowatt", "kilowatts":
		return "kW", 1, true
	case "mw", "megawatt", "megawatts":
		return "kW", 1000, true
	case "hp", "bhp", "horsepower":
		return "kW", .74569987158227022, true
	case "°c":
		return "°C", 1, true
	case "°f": // no multiple of the other
		return "°F", 1, true
	}
	return "", 1, false
}

// Comparable returns a value in the unit that all of its dimension are compared in. What a number
// counts that is no measure, players or tickets, keeps nothing apart: it is left out.
func (v Value) Comparable() Value {
	if v.Kind == Number && v.Unit != "" {
		base, times, _ := UnitNamed(v.Unit)
		v.Lo, v.Hi, v.Unit = times*v.Lo, times*v.Hi, base
	}
	return v
}

// Same reports whether two values say the same in other words: 3 m and 300 cm, 1,000 and 1 000.
func (v Value) Same(w Value) bool {
	if v == w {
		return true
	}
	if v.Kind != w.Kind || v.Kind == Text {
		return false
	}
	if v.Unit != w.Unit {
		if v, w = v.Comparable(), w.Comparable(); v.Unit == "" {
			return false
		}
	}
	return v.Unit == w.Unit && near(v.Lo, w.Lo) && near(v.Hi, w.Hi) && Hedged(v.Text) == Hedged(w.Text)
}

// near reports whether two numbers are one but for what a conversion rounds.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), math.Abs(b)) }
