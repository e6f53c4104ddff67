package table

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
)

// IsEmpty reports whether a field says that there is no value.
func IsEmpty(field []byte) bool {
	switch strings.ToUpper(string(field)) {
	case "", `\N`, "NULL", "N/A", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "NAN", "<NA>", "-", "–", "—":
		return true
	}
	return false
}

// Unsaid reports whether a cell of a table says that its value is not known, in words or not. What
// names a thing is taken at its word: there are films called Unknown.
func Unsaid(cell []byte) bool {
	if IsEmpty(cell) {
		return true
	}
	switch strings.ToLower(strings.Trim(string(cell), " .?…-–—()[]")) {
	case "", "unknown", "not known", "unk", "n/k", "tba", "tbc", "tbd", "to be announced", "to be confirmed", "to be decided", "to come",
		"none", "nil", "n/a", "n.a", "n.d", "no data", "no date", "undated", "not available", "not applicable", "not recorded", "unrecorded", "vacant":
		return true
	}
	return false
}

// NotKnown is how R and what learnt from it write that a value is not known, and the code of a land, too.
const NotKnown = "NA"

// AreCodes reports whether the texts of a column are codes of two letters, so that NA is one of them.
func AreCodes(texts map[string]bool) bool {
	codes, others := 0, 0
	for text := range texts {
		if text == NotKnown {
			continue
		}
		if others++; len(text) == 2 && isUpper(text[0]) && isUpper(text[1]) {
			codes++
		}
	}
	return codes > 1 && 4*codes >= 3*others
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// StandsIdle reports whether a cell says something else where a sum, a number or a date would stand.
func StandsIdle(cell string) bool {
	switch strings.ToLower(strings.Trim(cell, " .?!()[]")) {
	case "now", "present", "today", "to date", "ongoing", "current", "currently", "still", "varies", "various", "variable", "donation", "by donation",
		"on request", "dnf", "dns", "dsq", "did not finish", "did not start", "retired", "poa", "sold out", "included", "lost", "closed", "full", "pending", "ask":
		return true
	}
	return IsFree(cell)
}

// IsFree reports whether a cell says that nothing is paid.
func IsFree(cell string) bool {
	return strings.EqualFold(cell, "free") || strings.EqualFold(cell, "free of charge") || strings.EqualFold(cell, "gratis")
}

// AmountOf reports whether a text is a number, or a sum of money.
func AmountOf(v string) bool {
	if _, ok := literal.ParseAmount(kb.Number, v); ok {
		return true
	}
	sum, ok := literal.ParseAmount(kb.Money, v)
	return ok && literal.IsCurrency(sum.Unit)
}

// SaysYes reports whether a cell is ticked, or says that it is not.
func SaysYes(cell string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimRight(strings.TrimSpace(cell), ".!")) {
	case "yes", "y", "true", "x", "✓", "✔", "☑", "✅", "ja", "oui", "sí", "예", "네", "はい", "是":
		return true, true
	case "no", "n", "false", "✗", "✘", "☐", "❌", "nein", "nej", "non", "아니오", "아니요", "いいえ", "否":
		return false, true
	}
	return false, false
}

// EitherWay reports whether a text is a date that could be two, which most show at once that they are not.
func EitherWay(text string) bool {
	i := strings.IndexAny(text, "/-")
	return (i == 1 || i == 2) && text[0] >= '0' && text[0] <= '9' && corpus.ReadsEitherWay(text)
}

// CellList reads a cell that holds a list as programs write it: JSON, of texts or of things
// with a name, or Python's with single quotes.
func CellList(cell []byte) (list [][]byte, ok bool) {
	if len(cell) < 2 || cell[0] != '[' || cell[len(cell)-1] != ']' {
		return nil, false
	}
	var all []any
	if json.Unmarshal(cell, &all) != nil && json.Unmarshal(bytes.ReplaceAll(cell, []byte("'"), []byte(`"`)), &all) != nil {
		return nil, false
	}
	for _, v := range all {
		if thing, is := v.(map[string]any); is {
			v = thing["name"]
		}
		switch v := v.(type) {
		case string:
			if text := strings.TrimSpace(v); !IsEmpty([]byte(text)) {
				list = append(list, []byte(text))
			}
		case float64:
			list = append(list, strconv.AppendFloat(nil, v, 'f', -1, 64))
		case nil:
		default:
			return nil, false
		}
	}
	return list, true
}

// PairMarks join two names, the last ones of a list, and stand within a name as often: Simon & Schuster.
var PairMarks = []string{" & ", " and "}

// FullName reports whether a name looks like a person's with a surname: words in capitals, but for
// those that stand before a surname.
func FullName(name string) bool {
	words := strings.Fields(name)
	for i, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) && (i == 0 || i == len(words)-1 || len(w) > 3) || strings.ContainsAny(w, "0123456789&") || w == "of" || w == "the" || w == "for" {
			return false
		}
	}
	return len(words) > 1 && len(words) < 5
}
