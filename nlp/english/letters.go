package english

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// SpeltOut finds what letters stand for in a text that says it beside them, and where that
// begins: "BIFAN, the Bucheon International Fantastic Film Festival", "a user experience (UX)",
// "PDF (portable document format)".
func SpeltOut(text, letters string) (full string, start int, ok bool) {
	at := strings.Index(text, letters)
	if at < 0 {
		return "", 0, false
	}
	before, after := text[:at], text[at+len(letters):]
	switch {
	case strings.HasSuffix(before, " ("):
		full = endingIn(strings.TrimSuffix(before, " ("), letters)
		start = at - len(" (") - len(full)
	case strings.HasPrefix(after, " ("):
		full, _, _ = strings.Cut(after[2:], ")")
		start = len(text) - len(after) + 2
	default:
		rest := after
		for _, lead := range []string{", or ", ", ", " stands for ", " means ", ": "} {
			if r, cut := strings.CutPrefix(rest, lead); cut {
				rest = strings.TrimPrefix(r, "the ")
				full = leading(rest)
				break
			}
		}
		start = len(text) - len(rest)
	}
	return full, start, inOrder(full, letters)
}

// StandsFor reports whether a text says in so many words what letters stand for: "SKY stands for three universities".
func StandsFor(text, letters string) bool {
	for _, verb := range []string{" stands for ", " stand for ", " refers to ", " is short for "} {
		if strings.Contains(text, letters+verb) {
			return true
		}
	}
	return false
}

// endingIn is the shortest run of whole words at a text's end, as many as there are letters or a few
// more, that begins with the first of the letters and has them in order.
func endingIn(text, letters string) string {
	at := len(text)
	for n := 1; at > 0 && n <= len(letters)+3; n++ {
		head, word, _ := cutLast(text[:at])
		begin := at - len(word)
		if n > 1 && inOrder(text[begin:], letters) {
			return text[begin:]
		}
		at = len(head)
	}
	return ""
}

// inOrder reports whether words begin with the first of some letters and hold all in order; of more
// than two letters two at least stand at the beginning of a word.
func inOrder(words, letters string) bool {
	if initials(words) == strings.ToLower(letters) {
		return true
	}
	left, initials := []rune(strings.ToLower(letters)), 0
	first := true
	inside := false
	for _, r := range strings.ToLower(words) {
		if len(left) > 0 && unicode.IsLetter(r) {
			if first && r != left[0] {
				return false
			}
			first = false
			if r == left[0] {
				if left = left[1:]; !inside {
					initials++
				}
			}
		}
		inside = unicode.IsLetter(r)
	}
	return len(left) == 0 && initials > min(1, len(letters)-2)
}

// initials are the letters that words begin with.
func initials(words string) string {
	var list strings.Builder
	for _, w := range strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return r == ' ' || r == '-' }) {
		r, _ := utf8.DecodeRuneInString(w)
		list.WriteRune(r)
	}
	return list.String()
}
