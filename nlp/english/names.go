package english

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unbracketed leaves out what stands in brackets, and what a bracket cut in two leaves over.
func Unbracketed(words string) string {
	for {
		from := strings.Index(words, " (")
		to := strings.Index(words, ")")
		switch {
		case from >= 0 && to > from:
			words = words[:from] + words[to+1:]
		case from > 0:
			return words[:from]
		case to > 0 && !strings.Contains(words[:to], "("):
			return words[:to]
		default:
			return words
		}
	}
}

// Items parts words at what joins the items of a list.
func Items(words string) []string { return strings.Split(joins.Replace(words), ", ") }

var joins = strings.NewReplacer(", and ", ", ", ", or ", ", ", " and ", ", ", " or ", ", ", " as well as ", ", ")

// NamesAfter lists the names that text goes on with behind a name: of ` (S), Korea University (K)
// and Yonsei University.` the two universities.
func NamesAfter(text string) (names []string) {
	of := "" // "A of Spain, B of France and C": what stands behind each name
	for {
		text = strings.TrimLeft(text, `"”`)
		if strings.HasPrefix(text, " (") {
			_, text, _ = strings.Cut(text, ")")
		}
		if first, rest, ok := strings.Cut(strings.TrimPrefix(text, " "), " "); ok && small(first) && strings.HasPrefix(text, " ") && (of == "" || of == first) {
			if place := leading(rest); place != "" {
				of, text = first, rest[len(place):]
			}
		}
		sep := slices.IndexFunc(separators, func(s string) bool { return strings.HasPrefix(text, s) })
		if sep < 0 {
			return names
		}
		text = text[len(separators[sep]):]
		if first, rest, _ := strings.Cut(text, " "); small(first) { // "by Huayi Brothers"
			text = rest
		}
		name := leading(text)
		if of != "" {
			name, _, _ = strings.Cut(name, " "+of+" ")
		}
		if name == "" {
			return names
		}
		names = append(names, strings.Trim(name, `"“”`))
		text = text[len(name):]
	}
}

// NamesIn lists the names that stand in a text, those in quotation marks without them.
func NamesIn(text string) (names []string) {
	for at := 0; at < len(text); {
		name := leading(text[at:])
		if name == "" {
			next := strings.IndexByte(text[at:], ' ')
			if next < 0 {
				break
			}
			at += next + 1
			continue
		}
		if quote := strings.IndexAny(name, `"“`); quote > 0 { // In "The Mill"
			name = strings.TrimRight(name[:quote], " ")
			names = append(names, name)
			at += len(name) + 1
			continue
		}
		names = append(names, strings.Trim(name, `"“”`))
		at += len(name)
		for at < len(text) && text[at] != ' ' {
			at++
		}
		at++
	}
	return names
}

// NamesApart parts a name at its small words: "Ann Lee on The Mill" into "Ann Lee" and "The Mill".
func NamesApart(name string) (parts []string) {
	var part []string
	for _, w := range append(strings.Fields(name), "") {
		if w != "" && !small(w) {
			part = append(part, w)
		} else if len(part) > 0 {
			parts, part = append(parts, strings.Join(part, " ")), nil
		}
	}
	return parts
}

// WholeTerm widens words of a text to whole terms where they begin or end within one: "Babylon" of
// "Babylon.js", "mode" of "image.animation_mode".
func WholeTerm(text string, start, end int) (int, int) {
	part := func(i int) bool { return i >= 0 && i < len(text) && (isWordByte(text[i]) || text[i] >= utf8.RuneSelf) }
	joint := func(i int) bool { return i >= 0 && i < len(text) && strings.IndexByte("._/~#@", text[i]) >= 0 }
	for part(start-1) && part(start) || joint(start-1) && (part(start) || joint(start)) || joint(start) && part(start-1) {
		start--
	}
	for part(end) && part(end-1) || joint(end) && part(end+1) || joint(end-1) && part(end) {
		end++
	}
	return start, end
}

func isWordByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// Name is the name that words begin with, of words that go on behind it: "Ida Moss" of "Ida Moss built
// the mill" and of "Ida Moss, a miller". Words that are no more than a name, or begin with none, stay as they are.
func Name(words string) string {
	end := 0
	fields := strings.Fields(words)
	for at, word := range fields {
		bare := strings.TrimRight(word, ",;:")
		start := strings.Index(words[end:], word) + end
		switch {
		case at == 0 && !LikeName(word):
			return words
		case !LikeName(word) && (word == "in" || !small(word) && word != "and"):
			if at+1 == len(fields) {
				return words // "Linda Lin dai"
			}
			return strings.TrimRight(words[:end], " ")
		case bare != word:
			return words[:start+len(bare)]
		}
		end = start + len(word)
	}
	return words
}

// WholeName moves the start of words that begin within a name to where the name begins: of
// "Tilda Swinton" it takes the whole where "Swinton" is given.
func WholeName(text string, start int) int {
	for start > 1 && LikeName(text[start:]) && text[start-1] == ' ' {
		_, word, _ := cutLast(text[:start-1])
		word = strings.TrimLeft(word, "(")
		if begin := start - 1 - len(word); word == "" || begin == 0 || !LikeName(word) || strings.ContainsAny(word[len(word)-1:], ",.;:)”\"") {
			break
		} else {
			start = begin
		}
	}
	return start
}

// NamesBefore lists the names that stand before a name in the same list, in their order.
func NamesBefore(text string) (names []string) {
	for {
		text = strings.TrimRight(text, `"“`)
		if head, last, ok := cutLast(strings.TrimRight(text, " ")); ok && small(last) { // "and by Huayi Brothers"
			text = head + " "
		}
		sep := slices.IndexFunc(separators, func(s string) bool { return strings.HasSuffix(text, s) })
		if sep < 0 {
			break
		}
		text = strings.TrimSuffix(text, separators[sep])
		if strings.HasSuffix(text, ")") {
			text = strings.TrimRight(text[:max(0, strings.LastIndex(text, "("))], " ")
		}
		name := trailing(text)
		if name == "" {
			break
		}
		text = text[:len(text)-len(name)]
		if _, last, ok := cutLast(strings.TrimRight(text, " ")); ok && len(last) == 2 && small(last) && last != "by" && separators[sep] == ", " {
			break // "at the top in Korea, …" is no item
		}
		names = append(names, strings.Trim(name, `"“”`))
	}
	slices.Reverse(names)
	return names
}

// maxBetween is how many small words stand one after another within a name: "Bank of the Orient".
const maxBetween = 2

// leading is the name that a text begins with, trailing the one that it ends with: a title in
// quotation marks, or words with capitals and what small words stand between them.
func leading(text string) string {
	if strings.HasPrefix(text, `"`) || strings.HasPrefix(text, "“") {
		if end := strings.IndexAny(text[1:], `"”`); end > 0 {
			return strings.TrimRight(text[:1+end], ",.")
		}
		return ""
	}
	end := 0
	for at, between := 0, 0; at < len(text) && between <= maxBetween; between++ {
		word, _, _ := strings.Cut(text[at:], " ")
		if !LikeName(word) && (end == 0 || !small(word)) {
			break
		}
		if bare := strings.TrimRight(word, `,.;:)"”`); LikeName(word) {
			if end, between = at+len(bare), -1; bare != word {
				break
			}
		}
		at += len(word) + 1
	}
	return text[:end]
}

func trailing(text string) string {
	if strings.HasSuffix(text, `"`) || strings.HasSuffix(text, "”") {
		inner := strings.TrimRight(text, `"”`)
		if at := strings.LastIndexAny(inner, `"“`); at >= 0 {
			return text[at:]
		}
		return ""
	}
	begin := len(text)
	for at, between := len(text), 0; at > 0 && between <= maxBetween; between++ {
		head, word, _ := cutLast(text[:at])
		bracket := strings.HasPrefix(word, "(") // "the cast (Ann Lee"
		word = strings.TrimPrefix(word, "(")
		if word == "" || strings.ContainsAny(word[len(word)-1:], ",.;:)") || !LikeName(word) && !small(word) {
			break
		}
		at = len(head)
		if start := len(head) + min(len(head), 1); LikeName(word) && !(at == 0 && IsLink(strings.ToLower(word))) { // "In Wales"
			begin, between = start, -1
			if bracket {
				return text[start+1:]
			}
		} else if bracket {
			break
		}
	}
	return text[begin:]
}

// cutLast parts the last word from a text.
func cutLast(text string) (head, last string, ok bool) {
	at := strings.LastIndexByte(text, ' ')
	return text[:max(at, 0)], text[at+1:], text != ""
}

// separators stand between the items of a list, the longest first.
var separators = []string{", and ", ", or ", " and ", " or ", " , ", ", ", "; "}

// OnlyNames reports whether a text is no more than several names: "Ann Lee, Bo Ray".
func OnlyNames(text string) bool {
	names := Items(strings.TrimRight(text, ". "))
	return len(names) > 1 && !slices.ContainsFunc(names, func(name string) bool { return name == "" || leading(name) != strings.Trim(name, " ,") })
}

// Parallel lists the names of a text that stand as one does, text[start:end]: of "Ann Lee built the mill and Bo Ray built the dam",
// where either is given, both builders; of ` + "`" + `in Ghent ("Tide", 1990) and Bruges ("Ebb")` + "`" + ` both titles. It returns nothing where no
// other stands so.
func Parallel(text string, start, end int) (names []string) {
	verb, _, _ := strings.Cut(strings.TrimPrefix(text[end:], " "), " ")
	switch {
	case strings.HasSuffix(text[:start], ` ("`):
		for _, part := range strings.Split(text, ` ("`)[1:] {
			if title, _, ok := strings.Cut(part, `"`); ok {
				names = append(names, title)
			}
		}
	case LikeName(text[start:end]) && strings.HasPrefix(text[end:], " ") && len(verb) > 2 && !LikeName(verb) && !small(verb):
		parts := strings.Split(text, " "+verb+" ")
		for _, part := range parts[:len(parts)-1] {
			if name := trailing(part); name != "" {
				names = append(names, strings.Trim(name, `"“”`))
			}
		}
	}
	if len(names) < 2 {
		return nil
	}
	return names
}

// LikeName reports whether words begin as a name does.
func LikeName(word string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(word, `"“`))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// small reports whether a word may stand within a name or before it: "Bank of the Orient", "by Huayi Brothers".
func small(word string) bool { return smallWords[word] }

var smallWords = setOf(`of the in on at for to a an by with from de la le les du des di da del el al y e et und von van der den zu vs`)

// Origin is what a text that goes on behind a name says of where it belongs: " of Norway" of
// " of Norway, Bo Ray of Sweden and …", "" where it says no such thing.
func Origin(behind string) string {
	words := strings.Fields(behind)
	if len(words) < 2 || !strings.HasPrefix(behind, " ") || words[0] != "of" && words[0] != "from" {
		return ""
	}
	origin := " " + words[0]
	for _, w := range words[1:] {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			break
		}
		origin += " " + w
		if strings.ContainsAny(w, ".,;:") {
			break
		}
	}
	return origin
}

// Place is where a name with its [Origin] belongs: "Norway" of "Ann Lee of Norway", "" where it does not say.
func Place(name string) string {
	for _, link := range []string{" of ", " from "} {
		if _, place, ok := strings.Cut(name, link); ok {
			return strings.Trim(place, ".,;:")
		}
	}
	return ""
}

// EndsFirm reports whether words are what stands behind the "and" in a firm's name: "Harker and Sons".
func EndsFirm(words string) bool { return firmEnds[words] }

var firmEnds = setOf(`Son Sons Daughter Daughters Brother Brothers Sisters Company Co Co. Partners Associates`)
