package english

import "regexp"

// countedNoun is a noun behind a figure.
var countedNoun = regexp.MustCompile(`^[ \x{a0}\x{202f}]([\p{Ll}]+s|people|men|women|children|feet|per cent)\b`)

// Counted is what a figure counts, with a space before it, where the text behind it says so in a
// plural: " metres" of "38 metres high".
func Counted(behind string) string {
	m := countedNoun.FindStringSubmatch(behind)
	if m == nil {
		return ""
	}
	if _, glue := GlueWord(m[1]); glue || IsPreposition(m[1]) {
		return ""
	}
	return " " + m[1]
}
