package literal_test

import (
	"testing"

	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
)

func TestValues(t *testing.T) {
	for _, c := range []struct {
		kind   kb.Kind
		text   string
		lo, hi float64
		shown  string
		unit   string
	}{
		{kb.Year, "2013", 20130101, 20131231, "2013", ""},
		{kb.Date, "2013", 20130101, 20131231, "2013", ""},
		{kb.Date, "1964-07", 19640701, 19640731, "July 1964", ""},
		{kb.Date, "2025-04-03", 20250403, 20250403, "April 3, 2025", ""},
		{kb.Span, "1910-1945", 19100101, 19451231, "1910-1945", ""},
		{kb.Span, "1960s", 19600101, 19691231, "1960s", ""},
		{kb.Number, "834338", 834338, 834338, "834,338", ""},
		{kb.Number, "15 years", 15, 15, "15 years", "years"},
		{kb.Number, "70%", 70, 70, "70%", "%"},
		{kb.Number, "2.4 million viewers", 2.4e6, 2.4e6, "2.4 million viewers", "viewers"},
		{kb.Money, "20 billion won", 20e9, 20e9, "20 billion won", "KRW"},
		{kb.Money, "$40 million", 40e6, 40e6, "$40 million", "USD"},
		{kb.Text, "in color", 0, 0, "in color", ""},
	} {
		v, err := literal.Read(c.kind, c.text)
		if err != nil || v.Lo != c.lo || v.Hi != c.hi || v.Text != c.shown || v.Unit != c.unit {
			t.Errorf("%q: %+v, %v", c.text, v, err)
		}
	}
	for kind, texts := range map[kb.Kind][]string{kb.Year: {"", "213", "20135", "two", "0999"}, kb.Date: {"2013-13", "2013-02-30", "04/05/1964"},
		kb.Span: {"1945-1910", "1965s"}, kb.Number: {"won", "out of 5"}, kb.Money: {"20", "won"}} {
		for _, text := range texts {
			if v, err := literal.Read(kind, text); err == nil {
				t.Errorf("%q is read as %+v", text, v)
			}
		}
	}
}
