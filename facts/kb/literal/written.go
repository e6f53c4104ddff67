package literal

import (
	"fmt"
	"strconv"
	"strings"

	"hapjak/facts/kb"
)

// Written returns how a node is written in a file where kinds are wanted: an entity by its
// id, a value so that it is read as the same value.
func Written(b *kb.Base, n kb.Node, to []kb.Kind) string {
	v, ok := b.Value(n)
	if !ok {
		return b.ID(n)
	}
	kind := v.Kind
	if len(to) > 0 && b.Schema().Literal(to[0]) {
		kind = to[0]
	}
	for _, text := range []string{plain(v), v.Text} {
		if read, err := Read(kind, text); err == nil && read == v {
			return text
		}
	}
	return plain(v)
}

// plain writes a value in the form that every file understands: 1964-07, 834338.
func plain(v kb.Value) string {
	switch v.Kind {
	case kb.Date, kb.Year:
		lo, hi := int(v.Lo), int(v.Hi)
		switch {
		case lo == hi:
			return fmt.Sprintf("%04d-%02d-%02d", lo/10000, lo/100%100, lo%100)
		case lo/100 == hi/100:
			return fmt.Sprintf("%04d-%02d", lo/10000, lo/100%100)
		}
		return strconv.Itoa(lo / 10000)
	case kb.Number, kb.Money:
		return strings.TrimSpace(strings.ReplaceAll(PlainNumber(v.Lo), ",", "") + " " + v.Unit)
	}
	return v.Text
}

// thousands puts commas into a number of digits alone.
func thousands(s string) string {
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// PlainNumber writes a number without an exponent, grouped as in English.
func PlainNumber(n float64) string {
	whole, fraction, found := strings.Cut(strconv.FormatFloat(n, 'f', -1, 64), ".")
	if sign := strings.TrimPrefix(whole, "-"); sign == whole {
		whole = thousands(whole)
	}
	if found {
		whole += "." + fraction
	}
	return whole
}

// ReadDraft adds a value to what is built, as its text is read where kind is wanted.
func ReadDraft(b *kb.Builder, kind kb.Kind, text string) (kb.Draft, error) {
	v, err := Read(kind, text)
	if err != nil {
		return 0, err
	}
	return b.Value(v), nil
}
