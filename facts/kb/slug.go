package kb

import (
	"cmp"
	"strings"
	"unicode"

	"hapjak/nlp"
)

// maxSlug bounds an id made of a name, in bytes.
const maxSlug = 80

// Slug turns a name into an id: "The Good & the Bad" is "the-good-the-bad". A name without a letter or digit
// has the id otherwise.
func Slug(name, otherwise string) string {
	var s strings.Builder
	gap := false
	for _, r := range nlp.Fold(name) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			gap = gap || r != '\''
			continue
		}
		if gap && s.Len() > 0 {
			s.WriteByte('-')
		}
		gap = false
		if s.Len() > maxSlug {
			break
		}
		s.WriteRune(r)
	}
	return cmp.Or(strings.Trim(s.String(), "-"), otherwise)
}
