package literal

import (
	"testing"

	"hapjak/facts/kb"
)

// Values that say the same in other words are one; what counts other things, or is told as less
// exact, is not.
func TestSame(t *testing.T) {
	for _, c := range []struct {
		kind kb.Kind
		a, b string
		want bool
	}{
		{kb.Number, "3 m", "300 cm", true}, {kb.Number, "1,000", "1 000", true}, {kb.Number, "1000", "1,000.0", true}, {kb.Number, "12 ft", "144 inches", true},
		{kb.Number, "1.5 hours", "90 min", true}, {kb.Number, "2 t", "2,000 kg", true}, {kb.Number, "90 kg", "90 kgs", true},
		{kb.Number, "1 h 42 min", "1:42:00", true}, {kb.Number, "1h42", "102 minutes", true}, {kb.Number, "5 ft 11 in", "71 inches", true}, {kb.Number, "5'11\"", "71 in", true}, {kb.Number, "+12", "12", true},
		{kb.Number, "54 m²", "54 square metres", true}, {kb.Money, "€5–€8", "€5 to €8", true}, {kb.Money, "€5–8", "5-8 €", true}, {kb.Number, "10-12 km", "10000–12000 m", true}, {kb.Money, "€5–€8", "€5", false}, {kb.Money, "from €18", "€18", false},
		{kb.Number, "3 m", "3 ft", false}, {kb.Number, "3 m", "3 kg", false}, {kb.Number, "3 players", "3 tickets", false}, {kb.Number, "3", "3 m", false}, {kb.Number, "over 1,000", "1,000", false},
		{kb.Money, "€1,000", "1000 EUR", true}, {kb.Money, "$9M", "US$ 9 million", true}, {kb.Money, "€9", "$9", false},
		{kb.Date, "5 July 2019", "2019-07-05", true}, {kb.Date, "2019", "2019-07-05", false}, {kb.Text, "one", "One", false},
	} {
		a, err := Read(c.kind, c.a)
		b, err2 := Read(c.kind, c.b)
		if err != nil || err2 != nil || a.Same(b) != c.want || b.Same(a) != c.want {
			t.Errorf("%s and %s: %v, want %v (%v, %v)", c.a, c.b, a.Same(b), c.want, err, err2)
		}
	}
}

// Dates that are not known to the day or month are read with the bounds that they leave.
func TestStretches(t *testing.T) {
	for text, want := range map[string]kb.Value{
		"c. 1790": {Kind: kb.Date, Lo: 17900101, Hi: 17901231, Text: "c. 1790", Unit: ""}, "ca 1790": {Kind: kb.Date, Lo: 17900101, Hi: 17901231, Text: "ca 1790", Unit: ""}, "c1790": {Kind: kb.Date, Lo: 17900101, Hi: 17901231, Text: "c1790", Unit: ""},
		"1790?": {Kind: kb.Date, Lo: 17900101, Hi: 17901231, Text: "1790?", Unit: ""}, "[1790]": {Kind: kb.Date, Lo: 17900101, Hi: 17901231, Text: "[1790]", Unit: ""}, "1790 (mended 1811)": {Kind: kb.Date, Lo: 17900101, Hi: 17901231, Text: "1790 (mended 1811)", Unit: ""},
		"1790s": {Kind: kb.Date, Lo: 17900101, Hi: 17991231, Text: "the 1790s", Unit: ""}, "the 1790s": {Kind: kb.Date, Lo: 17900101, Hi: 17991231, Text: "the 1790s", Unit: ""}, "c. 1790s": {Kind: kb.Date, Lo: 17900101, Hi: 17991231, Text: "c. 1790s", Unit: ""},
		"early 18th century": {Kind: kb.Date, Lo: 17010101, Hi: 18001231, Text: "the early 18th century", Unit: ""}, "1790-95": {Kind: kb.Date, Lo: 17900101, Hi: 17951231, Text: "1790-95", Unit: ""}, "1790–1802": {Kind: kb.Date, Lo: 17900101, Hi: 18021231, Text: "1790–1802", Unit: ""},
		"between 1790 and 1802": {Kind: kb.Date, Lo: 17900101, Hi: 18021231, Text: "between 1790 and 1802", Unit: ""}, "Q3 2019": {Kind: kb.Date, Lo: 20190701, Hi: 20190930, Text: "Q3 2019", Unit: ""}, "Spring 2019": {Kind: kb.Date, Lo: 20190101, Hi: 20191231, Text: "Spring 2019", Unit: ""},
		"12-14 July 2024": {Kind: kb.Date, Lo: 20240712, Hi: 20240714, Text: "12-14 July 2024", Unit: ""}, "30 May – 2 June 2024": {Kind: kb.Date, Lo: 20240530, Hi: 20240602, Text: "30 May – 2 June 2024", Unit: ""}, "1977–present": {Kind: kb.Date, Lo: 19770101, Hi: 29991231, Text: "1977–present", Unit: ""},
		"2024-05-03 19:00": {Kind: kb.Date, Lo: 20240503, Hi: 20240503, Text: "May 3, 2024, 19:00", Unit: ""}, "2024-05-03 00:00:00": {Kind: kb.Date, Lo: 20240503, Hi: 20240503, Text: "May 3, 2024", Unit: ""},
		"about 4 May 1931": {Kind: kb.Date, Lo: 19310504, Hi: 19310504, Text: "about 4 May 1931", Unit: ""},
	} {
		v, err := Read(kb.Date, text)
		if err != nil || v != want {
			t.Errorf("%s: %+v, %v, want %+v", text, v, err, want)
		}
		if again, err := Read(kb.Date, v.Text); err != nil || again != v {
			t.Errorf("%s: as %q it is %+v, %v", text, v.Text, again, err)
		}
	}
	for _, text := range []string{"c", "lateral", "1790-85", "99th century", "c. blue", "the", "1790 or so many", "M5", "A1", "(£58)", "?", "[]", "(x)", "c. ()"} {
		if v, err := Read(kb.Date, text); err == nil {
			t.Errorf("%s is read as %+v", text, v)
		}
	}
}

// What is a code of a letter and a number is no sum.
func TestCodesAreNoMoney(t *testing.T) {
	for _, text := range []string{"A1", "X-100", "12A", "M5", "B-52", "12kg", "747"} {
		if v, err := Read(kb.Money, text); err == nil {
			t.Errorf("%s is read as %+v", text, v)
		}
	}
	for text, unit := range map[string]string{"€5": "EUR", "US$20": "USD", "NT$ 20": "TWD", "20 guineas": "guineas", "20kr": "kr", "200원": "KRW", "-$5": "USD", "PLN 40": "PLN", "40 ISK": "ISK", "CHF12.50": "CHF"} {
		if v, err := Read(kb.Money, text); err != nil || v.Unit != unit {
			t.Errorf("%s: %+v, %v", text, v, err)
		}
	}
}

// A symbol in the other case is another unit, or none, where people do not write it either way.
func TestUnitsCase(t *testing.T) {
	for name, want := range map[string]string{"g": "kg", "KG": "kg", "Km": "m", "L": "l", "W": "kW", "MW": "kW", "Min": "s", "G": "", "M": "", "S": "", "T": "", "H": "", "mW": ""} {
		if base, _, ok := kb.UnitNamed(name); base != want || ok != (want != "") {
			t.Errorf("%s is %q, %v", name, base, ok)
		}
	}
	if v, ok := ParseAmount(kb.Number, "5G"); ok {
		t.Errorf("5G is read as %+v", v)
	}
}
