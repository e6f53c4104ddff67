package table

import (
	"regexp"
	"strings"
	"unicode"
)

var camel = regexp.MustCompile(`(\p{Ll})(\p{Lu}\p{Ll})`)

// SchemaName makes a name of a schema of a column's head: "Release year" is release_year.
func SchemaName(head string) string {
	head = camel.ReplaceAllString(WithoutUnit(head), "$1 $2")
	words := strings.FieldsFunc(strings.ToLower(head), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 && strings.ContainsAny(head, "#№") {
		return "number"
	}
	return strings.Join(words, "_")
}

// WithoutUnit takes what stands in brackets off a column's head: "Length (m)".
func WithoutUnit(head string) string {
	if i := strings.IndexAny(head, "([{"); i > 0 {
		return strings.TrimSpace(head[:i])
	}
	return head
}
