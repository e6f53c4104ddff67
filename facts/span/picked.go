package span

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/nlp/english"
)

// maxShort bounds, in bytes, the words of a passage that answer what asks for no name.
const maxShort = 60

// maxNamed is how many words a name has at most that may have an "and" in it.
const maxNamed = 8

const and = " and "

// Picked lists what a passage's words that answer name, and where several things are asked for
// what stands in one list with them.
func Picked(w *decide.Judged) []string {
	count := w.Asked.Count
	if w.End <= w.Start || !w.Asked.Short && (w.Span <= 0 || w.End-w.Start >= maxShort) {
		return nil
	}
	start, end := english.WholeTerm(w.Text, w.Start, w.End)
	if start < w.Lead { // of the title, or of a name that stands before the sentence
		end = min(end, w.Lead)
	} else {
		start = w.Lead + english.WholeName(w.Text[w.Lead:], start-w.Lead)
		if quote := strings.IndexByte(w.Text[start:end], '"'); quote > 0 && start > w.Lead && w.Text[start-1] == '"' {
			end = start + quote // of a title no more than the title
		}
	}
	if bullet := strings.Index(w.Text, evidence.Bullet); w.Asked.Several && bullet >= 0 && bullet <= start {
		if list := items(w.Text[bullet:], true); len(list) > 1 {
			return list // of a list that is asked for all
		}
	}
	words := english.Unbracketed(w.Text[start:end])
	if w.Asked.Type == "HUM:ind" && !w.Asked.Several {
		if name := english.Name(words); !english.IsArticle(strings.ToLower(name)) { // "The product owner" is none
			words = name
		}
	}
	if w.Asked.One && strings.Count(words, " ") < maxNamed {
		return []string{strings.Trim(words, ` "“”.,;:~`)}
	}
	found := items(words, w.Asked.Several)
	together := w.Asked.Type == "HUM:ind" && len(found) == 1 && w.Start >= w.Lead && // who made it: "the directors are Ann Lee and Bo Ray"
		(english.OnlyNames(w.Said) || strings.HasPrefix(w.Text[w.End:], and) || strings.HasSuffix(w.Text[w.Lead:start], and)) && !strings.Contains(w.Text[w.Lead:], `"`+words)
	if (w.Asked.Several || together) && w.Start >= w.Lead {
		found = slices.Concat(english.NamesBefore(w.Text[w.Lead:start]), found, english.NamesAfter(w.Text[w.End:]))
		if list := english.ListAround(w.Text[w.Lead:], start-w.Lead, end-w.Lead); len(list) > len(found) && (len(list) == count || count == 0 && len(list) > 2) && (!english.LikeName(words) || !slices.ContainsFunc(list, func(s string) bool { return strings.Contains(s, " ") || strings.Trim(s, "0123456789") == "" })) {
			return list
		}
	}
	if slices.ContainsFunc(found, english.LikeName) { // the year behind a title is none of them
		found = slices.DeleteFunc(found, func(s string) bool { return len(found) > 1 && strings.Trim(s, "0123456789") == "" })
	}
	if w.Asked.Several && len(found) == 1 && w.Start >= w.Lead {
		if list := english.Parallel(w.Text[w.Lead:], start-w.Lead, end-w.Lead); list != nil {
			return list
		}
	}
	offers := func(s string) bool { return decide.Offers(w.Asked.Type, s) >= 0 }
	if slices.ContainsFunc(found, offers) { // "moreover, 42 of them" is no list of two numbers
		found = slices.DeleteFunc(found, func(s string) bool { return !offers(s) })
	}
	return found
}

// maxItem is how many words an item of a list has at most that is an answer by itself, maxOfSeveral
// where a question asks for several and three or more are listed.
const (
	maxItem      = 4
	maxOfSeveral = 5
)

// items parts words that list several things: names ("Obaltan" (1961) and "The Housemaid"), three
// or more short items of any sort, two where the question asks for several, or short items of
// a list. Of a list's longer items the first answers.
func items(words string, several bool) []string {
	clean := func(s string) string { return strings.Trim(s, ` "“”.,;:~`) }
	short := func(s string) bool { return strings.Count(s, " ") < maxItem }
	if strings.Contains(words, evidence.Bullet) {
		parts := strings.FieldsFunc(words, func(r rune) bool { return r == '•' })
		if heads := english.Heads(parts); heads != nil {
			return heads
		}
		for i := range parts {
			parts[i] = clean(english.Unbracketed(parts[i]))
			if !short(parts[i]) {
				return []string{clean(parts[0])}
			}
		}
		return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	}
	list := english.Items(words)
	most := maxItem
	if several && len(list) > 2 {
		most = maxOfSeveral
	}
	names, brief := true, len(list) > 2 || several
	for i := range list {
		list[i] = clean(list[i])
		r, _ := utf8.DecodeRuneInString(list[i])
		names = names && unicode.IsUpper(r)
		brief = brief && strings.Count(list[i], " ") < most
	}
	list = slices.DeleteFunc(list, func(s string) bool {
		first, _, more := strings.Cut(s, " ")
		return s == "" || more && len(list) > 1 && english.IsPreposition(first) // "Ann Lee, of Norway"
	})
	if len(list) == 0 || !names && !brief {
		return []string{clean(words)}
	}
	return list
}

// InLead reports whether the words that answer stand in the title or heading.
func InLead(w *decide.Judged) bool { return w.Start < w.Lead && w.Start < w.End }
