package kb

import "testing"

// Values that say the same in other words are one; what counts other things, or is told as less
// exact, is not.
func TestSame(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		a, b string
		want bool
	}{
		{Number, "3 m", "300 cm", true}, {Number, "1,000", "1 000", true}, {Number, "1000", "1,000.0", true}, {Number, "12 ft", "144 inches", true},
		{Number, "1.5 hours", "90 min", true}, {Number, "2 t", "2,000 kg", true}, {Number, "90 kg", "90 kgs", true},
		{Number, "1 h 42 min", "1:42:00", true}, {Number, "1h42", "102 minutes", true}, {Number, "5 ft 11 in", "71 inches", true}, {Number, "5'11\"", "71 in", true}, {Number, "+12", "12", true},
		{Number, "54 m²", "54 square metres", true}, {Money, "€5–€8", "€5 to €8", true}, {Money, "€5–8", "5-8 €", true}, {Number, "10-12 km", "10000–12000 m", true}, {Money, "€5–€8", "€5", false}, {Money, "from €18", "€18", false},
		{Number, "3 m", "3 ft", false}, {Number, "3 m", "3 kg", false}, {Number, "3 players", "3 tickets", false}, {Number, "3", "3 m", false}, {Number, "over 1,000", "1,000", false},
		{Money, "€1,000", "1000 EUR", true}, {Money, "$9M", "US$ 9 million", true}, {Money, "€9", "$9", false},
		{Date, "5 July 2019", "2019-07-05", true}, {Date, "2019", "2019-07-05", false}, {Text, "one", "One", false},
	} {
		a, err := ReadValue(c.kind, c.a)
		b, err2 := ReadValue(c.kind, c.b)
		if err != nil || err2 != nil || a.Same(b) != c.want || b.Same(a) != c.want {
			t.Errorf("%s and %s: %v, want %v (%v, %v)", c.a, c.b, a.Same(b), c.want, err, err2)
		}
	}
}

// Dates that are not known to the day or month are read with the bounds that they leave.
func TestStretches(t *testing.T) {
	for text, want := range map[string]Value{
		"c. 1790": {Date, 17900101, 17901231, "c. 1790", ""}, "ca 1790": {Date, 17900101, 17901231, "ca 1790", ""}, "c1790": {Date, 17900101, 17901231, "c1790", ""},
		"1790?": {Date, 17900101, 17901231, "1790?", ""}, "[1790]": {Date, 17900101, 17901231, "[1790]", ""}, "1790 (mended 1811)": {Date, 17900101, 17901231, "1790 (mended 1811)", ""},
		"1790s": {Date, 17900101, 17991231, "the 1790s", ""}, "the 1790s": {Date, 17900101, 17991231, "the 1790s", ""}, "c. 1790s": {Date, 17900101, 17991231, "c. 1790s", ""},
		"early 18th century": {Date, 17010101, 18001231, "the early 18th century", ""}, "1790-95": {Date, 17900101, 17951231, "1790-95", ""}, "1790–1802": {Date, 17900101, 18021231, "1790–1802", ""},
		"between 1790 and 1802": {Date, 17900101, 18021231, "between 1790 and 1802", ""}, "Q3 2019": {Date, 20190701, 20190930, "Q3 2019", ""}, "Spring 2019": {Date, 20190101, 20191231, "Spring 2019", ""},
		"12-14 July 2024": {Date, 20240712, 20240714, "12-14 July 2024", ""}, "30 May – 2 June 2024": {Date, 20240530, 20240602, "30 May – 2 June 2024", ""}, "1977–present": {Date, 19770101, 29991231, "1977–present", ""},
		"2024-05-03 19:00": {Date, 20240503, 20240503, "May 3, 2024, 19:00", ""}, "2024-05-03 00:00:00": {Date, 20240503, 20240503, "May 3, 2024", ""},
		"about 4 May 1931": {Date, 19310504, 19310504, "about 4 May 1931", ""},
	} {
		v, err := ReadValue(Date, text)
		if err != nil || v != want {
			t.Errorf("%s: %+v, %v, want %+v", text, v, err, want)
		}
		if again, err := ReadValue(Date, v.Text); err != nil || again != v {
			t.Errorf("%s: as %q it is %+v, %v", text, v.Text, again, err)
		}
	}
	for _, text := range []string{"c", "lateral", "1790-85", "99th century", "c. blue", "the", "1790 or so many", "M5", "A1", "(£58)", "?", "[]", "(x)", "c. ()"} {
		if v, err := ReadValue(Date, text); err == nil {
			t.Errorf("%s is read as %+v", text, v)
		}
	}
}

// What is a code of a letter and a number is no sum.
func TestCodesAreNoMoney(t *testing.T) {
	for _, text := range []string{"A1", "X-100", "12A", "M5", "B-52", "12kg", "747"} {
		if v, err := ReadValue(Money, text); err == nil {
			t.Errorf("%s is read as %+v", text, v)
		}
	}
	for text, unit := range map[string]string{"€5": "EUR", "US$20": "USD", "NT$ 20": "TWD", "20 guineas": "guineas", "20kr": "kr", "200원": "KRW", "-$5": "USD", "PLN 40": "PLN", "40 ISK": "ISK", "CHF12.50": "CHF"} {
		if v, err := ReadValue(Money, text); err != nil || v.Unit != unit {
			t.Errorf("%s: %+v, %v", text, v, err)
		}
	}
}

// A symbol in the other case is another unit, or none, where people do not write it either way.
func TestUnitsCase(t *testing.T) {
	for name, want := range map[string]string{"g": "kg", "KG": "kg", "Km": "m", "L": "l", "W": "kW", "MW": "kW", "Min": "s", "G": "", "M": "", "S": "", "T": "", "H": "", "mW": ""} {
		if base, _, ok := UnitNamed(name); base != want || ok != (want != "") {
			t.Errorf("%s is %q, %v", name, base, ok)
		}
	}
	if v, ok := ParseAmount(Number, "5G"); ok {
		t.Errorf("5G is read as %+v", v)
	}
}
