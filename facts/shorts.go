package facts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/facts/decide"
	"hapjak/facts/evidence"
	"hapjak/facts/kb"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// maxBehind is how far the words that are chosen may score below the encoder's best.
const maxBehind = 4

// chooseWords takes other words of the evidence than the encoder's best where those cannot be what is
// asked for: of another type or kind, or words of the question itself.
func (t *turn) chooseWords(w *weighed) {
	a := w.reading
	if a == nil || a.Verdict || !a.Short || w.End <= w.Start || w.Start < w.Lead || t.fits(a, w.Text[w.Start:w.End]) {
		return
	}
	for _, o := range w.Next {
		if o.End > o.Start && o.Start >= w.Lead && o.Span > w.Span-maxBehind && t.fits(a, w.Text[o.Start:o.End]) {
			w.Start, w.End, w.Span = o.Start, o.End, o.Span
			return
		}
	}
}

// fits reports whether words may be what a question asks for.
func (t *turn) fits(a *reread, words string) bool {
	if decide.Offers(a.Type, words) < 0 {
		return false
	}
	nodes := t.a.base.Named(kb.Squash(words))
	if len(nodes) > 0 && !slices.ContainsFunc(nodes, func(n kb.Node) bool { return t.wanted(*a, a.kinds, n) >= 0 }) {
		return false
	}
	if a.either || strings.Contains(a.Text, ", ") {
		return true // one of those that it names
	}
	own := true
	for tok := range t.a.plans.Stems().EachToken(words) {
		if tok.Kind != nlp.Punct && !slices.ContainsFunc(a.Words, func(w evidence.Word) bool { return w.Stem == tok.Stem }) {
			own = false
		}
	}
	return !own
}

// meant are the ends of statements that answer: where one thing is asked for, the one that the
// encoder picks out of their sentences.
func (t *turn) meant(w *weighed) []kb.Node {
	if w.Asked.Several || len(w.Ends) < 2 || w.Span <= 0 || w.End <= w.Start {
		return w.Ends
	}
	words := strings.ToLower(w.Text[w.Start:w.End])
	for i, n := range w.Ends {
		if name := strings.ToLower(t.a.base.Name(n)); strings.Contains(words, name) || strings.Contains(name, words) {
			return w.Ends[i : i+1]
		}
	}
	return w.Ends
}

// pick makes short answers of the words that the encoder picks out of a passage's sentence. Where
// several things are asked for and the sentence has one of them, those of the sentences told
// beside it are answers too.
func (t *turn) pick(best *weighed, told []*weighed) {
	found := picked(best)
	if best.Asked.Several && (len(found) < 2 || strings.Contains(best.Said, evidence.Bullet)) {
		found = nil
		for _, w := range told {
			found = append(found, picked(w)...)
		}
	}
	for _, s := range found {
		short := Short{Text: s, Kind: "text"}
		if !slices.Contains(t.out.Answers, short) {
			t.out.Answers = append(t.out.Answers, short)
		}
	}
}

// picked lists what a passage's words that answer name, and where several things are asked for
// what stands in one list with them.
func picked(w *weighed) []string {
	if w.End <= w.Start || !w.Asked.Short && (w.Span <= 0 || w.End-w.Start >= maxShort) {
		return nil
	}
	end := w.End
	if w.Start < w.Lead { // of the title, or of a name that stands before the sentence
		end = min(end, w.Lead)
	}
	found := items(unbracketed(w.Text[w.Start:end]), w.Asked.Several)
	if w.Asked.Several && w.Start >= w.Lead {
		found = slices.Concat(before(w.Text[w.Lead:w.Start]), found, after(w.Text[w.End:]))
	}
	if slices.ContainsFunc(found, capital) { // the year behind a title is none of them
		found = slices.DeleteFunc(found, func(s string) bool { return len(found) > 1 && strings.Trim(s, "0123456789") == "" })
	}
	return found
}

// unbracketed leaves out what stands in brackets, and what a bracket cut in two leaves over.
func unbracketed(words string) string {
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

// maxItem is how many words an item of a list has at most that is an answer by itself.
const maxItem = 4

// items parts words that list several things: names ("Obaltan" (1961) and "The Housemaid"), three
// or more short items of any sort, two where the question asks for several, or short items of
// a list. Of a list's longer items the first answers.
func items(words string, several bool) []string {
	clean := func(s string) string { return strings.Trim(s, ` "“”.,;:~`) }
	short := func(s string) bool { return strings.Count(s, " ") < maxItem }
	if strings.Contains(words, evidence.Bullet) {
		parts := strings.FieldsFunc(words, func(r rune) bool { return r == '•' })
		for i := range parts {
			parts[i] = clean(parts[i])
			if !short(parts[i]) {
				return []string{clean(parts[0])}
			}
		}
		return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	}
	list := strings.Split(joins.Replace(words), ", ")
	names, brief := true, len(list) > 2 || several
	for i := range list {
		list[i] = clean(list[i])
		r, _ := utf8.DecodeRuneInString(list[i])
		names = names && unicode.IsUpper(r)
		brief = brief && short(list[i])
	}
	list = slices.DeleteFunc(list, func(s string) bool { return s == "" })
	if len(list) == 0 || !names && !brief {
		return []string{clean(words)}
	}
	return list
}

// joins makes commas of what joins the items of a list.
var joins = strings.NewReplacer(", and ", ", ", ", or ", ", ", " and ", ", ", " or ", ", ", " as well as ", ", ")

// after lists the names that text goes on with behind a name: of ` (S), Korea University (K)
// and Yonsei University.` the two universities.
func after(text string) (names []string) {
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

// before lists the names that stand before a name in the same list, in their order.
func before(text string) (names []string) {
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
		if !capital(word) && (end == 0 || !small(word)) {
			break
		}
		if bare := strings.TrimRight(word, `,.;:)"”`); capital(word) {
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
		if strings.ContainsAny(word[len(word)-1:], ",.;:)") || !capital(word) && !small(word) {
			break
		}
		at = len(head)
		if start := len(head) + min(len(head), 1); capital(word) && !(at == 0 && english.IsLink(strings.ToLower(word))) { // "In Wales"
			begin, between = start, -1
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
var separators = []string{", and ", ", or ", " and ", " or ", ", ", "; "}

// capital reports whether a word is written as a name's is, small whether it may stand within
// a name or before it: "Bank of the Orient", "by Huayi Brothers".
func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(word, `"“`))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

func small(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(r) && len(word) <= 4 && word != "and" && word != "or"
}
