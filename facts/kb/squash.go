package kb

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/nlp"
)

// Squash returns the form that names are found by: folded, letters, digits and
// currency signs only, "&" and "+" spelt out, a leading article dropped, joined
// without spaces. "The Good, the Bad & the Ugly" is "goodthebadandtheugly". A
// name of nothing but other marks ("...") is squashed to the marks.
func Squash(name string) string {
	short, _ := squashes(name)
	return short
}

// squashes returns every form that a name is filed under: with its article, too,
// for those who leave out the space behind it ("thegodfather", "AI" for "A.I.").
func squashes(name string) (short, full string) {
	folded := nlp.Fold(name)
	full = squashFolded(folded)
	if full == "" {
		full = strings.ReplaceAll(folded, " ", "")
	}
	short = full
	if rest := dropArticle(folded); rest != folded {
		if s := squashFolded(rest); s != "" {
			short = s
		}
	}
	return short, full
}

func squashFolded(folded string) string {
	return string(AppendSquashed(make([]byte, 0, len(folded)), folded))
}

// AppendSquashed appends the squashed form of a folded word: the squashed form of
// a name is that of its words one after the other, a leading article left out.
func AppendSquashed(dst []byte, folded string) []byte {
	for i := 0; i < len(folded); {
		c := folded[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '$':
				dst = append(dst, c)
			case c == '&' || c == '+':
				dst = append(dst, "and"...)
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(folded[i:])
		if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.Sc, r)) {
			dst = append(dst, folded[i:i+n]...)
		}
		i += n
	}
	return dst
}

// dropArticle takes "the", "a" or "an" off a folded name, where more follows.
func dropArticle(folded string) string {
	for _, article := range [...]string{"the", "a", "an"} {
		rest, ok := strings.CutPrefix(folded, article)
		if !ok || rest == "" {
			continue
		}
		r, _ := utf8.DecodeRuneInString(rest)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' {
			return rest
		}
	}
	return folded
}
