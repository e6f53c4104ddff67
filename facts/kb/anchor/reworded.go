package anchor

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/nlp"
	"hapjak/nlp/english"
	"hapjak/nlp/tongues"
)

// Words that are found again may say something else. A quote stays where the words that it lost and
// those that came between leave what it says: an article, an adjective or a noun that the statement
// does not speak of may change, a clause may come in, a word may be spelt otherwise. It does not stay
// where one of these changed or went: a number with its sign, a name, a word that denies or confines,
// a verb, a preposition that says whither or since when, a word of the statement's subject, object or
// relation. Of a language that is not English, whose words of these kinds are not known here, a quote
// stays word for word.

// A keyWord is a word of a text, with what it takes to say whether it may change.
type keyWord struct {
	nlp.Token
	tag      nlp.Tag
	sentence int
	name     bool
	turns    bool   // what is said into its opposite, or confines it
	measure  bool   // a unit, or am or pm, of the number before it
	sign     string // of a number
}

// keyWords are the words and numbers of a text, one for each of [wordsOf].
func keyWords(text string) (list []keyWord) {
	tokens := nlp.Tokens(text)
	tags := nlp.GuessTags(tokens)
	sentences := nlp.Sentences(text)
	at, first := 0, true // of a sentence
	for i, t := range tokens {
		for at+1 < len(sentences) && t.Start >= sentences[at+1].Start {
			at, first = at+1, true
		}
		if t.Kind != nlp.Word && t.Kind != nlp.Number {
			continue
		}
		w := keyWord{Token: t, tag: tags[i], sentence: at, name: t.Kind == nlp.Word && t.Capitalised() && (!first || tags[i].Proper())}
		if t.Kind == nlp.Number {
			w.sign = signAt(text, t.Start, t.End)
		}
		first = false
		list = append(list, w)
	}
	for i := range list {
		w, next := &list[i], ""
		if i+1 < len(list) {
			next = list[i+1].Norm
		}
		w.turns = english.Turns(w.Norm, next)
		if i > 0 {
			w.turns = w.turns || skips(list[i-1].Norm, w.Norm)
			w.measure = w.measures(list[i-1], next, strings.Trim(text[list[i-1].End:w.Start], " -\u00a0\u202f"))
		}
	}
	return list
}

// skips reports whether a word leaves out some of what "every" before it means: "every other Tuesday", "every third".
func skips(every, word string) bool {
	return (every == "every" || every == "each") && (word == "other" || english.Ordinal(word) > 1)
}

// measures reports whether a word says in what the number before it counts: "40 m", "7 °C", "5 square feet", "5 km/h",
// "10 a.m.". between is what stands between it and the word before.
func (w keyWord) measures(before keyWord, next, between string) bool {
	unit := func(name string) bool { _, _, ok := kb.UnitNamed(name); return ok }
	switch {
	case before.measure:
		return between == "/" || between == "." && w.Norm == "m" || unit(before.Norm+" "+w.Norm)
	case !before.numeric() || english.IsPreposition(w.Norm):
		return false
	case between == "" && (english.IsTime(w.Norm) || w.Norm == "am" || w.Norm == "pm" || (w.Norm == "a" || w.Norm == "p") && next == "m"):
		return true
	}
	return unit(between+w.Norm) || between == "" && unit(w.Norm+" "+next)
}

// signs stand before or behind a number and belong to it.
const signs = "$€£¥₩%‰°-−+<>~≈±"

// signAt are the signs that stand at a number.
func signAt(text string, start, end int) string {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[end:], " \u00a0\u202f"))
	sign := ""
	for _, r := range []rune{before, after} {
		if strings.ContainsRune(signs, r) && r != '-' || r == '-' && r == before && (start == 1 || text[start-2] == ' ') {
			sign += nlp.Fold(string(r))
		}
	}
	return sign
}

// stays reports whether the words of a text from one on, which a quote was found in, still say what
// it said.
func (a Anchor) stays(text string, words []keyWord, from, to int) bool {
	before, quote := len(wordsOf(a.Before)), len(wordsOf(a.Quote))
	whole := strings.Join([]string{a.Before, a.Quote, a.After}, " ")
	old := keyWords(whole)
	if len(old) < before+quote || to > len(words) {
		return false
	}
	r := &rewording{Anchor: a, oldText: whole, text: text, old: old, words: words, english: tongues.Of(whole) == ""}
	if a.About != nil {
		r.about = stems(textsOf(a.About()))
	}
	i, j := before, from
	for _, pair := range r.pairs(before, before+quote, from, to) {
		if !r.gap(i, pair[0], j, pair[1]) || !r.signed(pair[0], pair[1], pair[0] == before || pair[0]+1 == before+quote) {
			return false
		}
		i, j = pair[0]+1, pair[1]+1
	}
	return r.gap(i, before+quote, j, to) && r.edges(before, before+quote, from, to) && r.speaks()
}

// A rewording is what became of an anchor's words.
type rewording struct {
	Anchor
	oldText, text string
	old, words    []keyWord // those of the anchor, with what stands around it, and of the text
	english       bool
	about         map[string]bool // stems of what the statement speaks of
}

// pairs are the words that old[i:end] and words[from:to] have in common, in their order.
func (r *rewording) pairs(i, end, from, to int) (list [][2]int) {
	n, m := end-i, to-from
	common := make([][]int, n+1)
	for x := range common {
		common[x] = make([]int, m+1)
	}
	for x := n - 1; x >= 0; x-- {
		for y := m - 1; y >= 0; y-- {
			if common[x][y] = max(common[x+1][y], common[x][y+1]); r.old[i+x].Norm == r.words[from+y].Norm {
				common[x][y] = max(common[x][y], common[x+1][y+1]+1)
			}
		}
	}
	for x, y := 0, 0; x < n && y < m; {
		switch {
		case r.old[i+x].Norm == r.words[from+y].Norm && common[x][y] == common[x+1][y+1]+1:
			list = append(list, [2]int{i + x, from + y})
			x, y = x+1, y+1
		case common[x][y] == common[x+1][y]:
			x++
		default:
			y++
		}
	}
	return list
}

// signed reports whether a number kept its sign, which one at the quote's end may not show.
func (r *rewording) signed(old, is int, end bool) bool {
	return r.old[old].sign == r.words[is].sign || end && r.old[old].sign == ""
}

// gap reports whether it says the same that words[from:to] stand where old[i:end] stood, between
// words that stayed.
func (r *rewording) gap(i, end, from, to int) bool {
	lost, fresh := r.old[i:end], r.words[from:to]
	if len(lost) == 0 && len(fresh) == 0 || joined(lost) == joined(fresh) {
		return true
	}
	if !r.english || turning(lost) != turning(fresh) || r.extends(from, to) {
		return false
	}
	for x, w := range lost {
		if !w.turns && r.rigid(i+x) && !slices.ContainsFunc(fresh, func(f keyWord) bool { return r.same(w, f) }) {
			return false
		}
		for _, f := range fresh {
			if english.Opposite(w.Norm, f.Norm) || w.Kind == nlp.Number && f.Kind == nlp.Number && !r.same(lost[x], f) {
				return false
			}
		}
	}
	if len(fresh) > 0 && fresh[0].measure && !slices.ContainsFunc(lost, func(w keyWord) bool { return r.same(w, fresh[0]) }) {
		return false
	}
	for _, f := range fresh {
		may := f.tag == nlp.MD && to < len(r.words) && r.words[to].tag.Verb()
		span := english.Spans(f.Norm) && slices.ContainsFunc(lost, func(w keyWord) bool { return english.IsPreposition(w.Norm) })
		if (may || span || english.Reports(f.Norm) || r.hedged(f, to)) && !slices.ContainsFunc(lost, func(w keyWord) bool { return w.Norm == f.Norm }) {
			return false
		}
	}
	return true
}

// hedged reports whether a word makes a number, which follows at once, a bound or a guess: "up to", "about".
func (r *rewording) hedged(w keyWord, number int) bool {
	if number == len(r.words) || !r.words[number].numeric() {
		return false
	}
	words := r.text[w.Start:r.words[number].Start]
	return kb.IsHedge(words) || literal.IsCirca(words)
}

// numeric reports whether a word is a number, in digits or in letters.
func (w keyWord) numeric() bool { return w.Kind == nlp.Number || english.NumberOf(w.Norm) > 0 }

func joined(words []keyWord) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.Norm)
		b.WriteString(w.sign)
	}
	return b.String()
}

func turning(words []keyWord) (n int) {
	for _, w := range words {
		if w.turns {
			n++
		}
	}
	return n
}

// doubting counts the words that turn what is said or say that it may be so.
func doubting(words []keyWord) (n int) {
	for _, w := range words {
		if w.turns || w.tag == nlp.MD {
			n++
		}
	}
	return n
}

// rigid reports whether a word of the anchor may not change.
func (r *rewording) rigid(i int) bool {
	w := r.old[i]
	switch {
	case w.measure:
		return true
	case english.IsArticle(w.Norm):
		return false
	case w.numeric() || w.name || r.about[w.Stem]:
		return true
	case english.IsLoose(w.Norm):
		return false
	}
	switch w.tag {
	case nlp.MD, nlp.IN, nlp.TO, nlp.CC, nlp.CD, nlp.DT, nlp.PDT, nlp.JJR, nlp.JJS, nlp.RBR, nlp.RBS, nlp.RP:
		return true
	case nlp.JJ: // one of a noun describes; another says something
		return i+1 == len(r.old) || r.old[i+1].sentence != w.sentence || !r.old[i+1].tag.Noun() && !r.old[i+1].tag.Adjective()
	}
	return w.tag.Verb() && !strings.HasSuffix(w.Norm, "ing")
}

// same reports whether a word that is new is one that was lost in another spelling or form.
func (r *rewording) same(was, is keyWord) bool {
	switch {
	case was.Kind == nlp.Number && is.Kind == nlp.Number:
		return was.Norm == is.Norm && was.sign == is.sign
	case was.numeric() || is.numeric():
		n := max(english.NumberOf(was.Norm), english.NumberOf(is.Norm))
		return n > 0 && slices.Contains(english.NumberForms(n), was.Norm) && slices.Contains(english.NumberForms(n), is.Norm)
	case was.measure || is.measure:
		return was.Stem == is.Stem || sameUnit(was.Norm, is.Norm)
	case was.name || strings.ContainsAny(was.Norm, "0123456789"): // "40m", in one word
		return false
	case r.about[was.Stem]:
		return was.Stem == is.Stem && !was.tag.Verb() || sameUnit(was.Norm, is.Norm)
	}
	const long = 8
	edits := 1
	if len(was.Norm) >= long {
		edits = 2
	}
	return len(was.Norm) > 4 && was.Norm[0] == is.Norm[0] && nlp.Distance(was.Norm, is.Norm, edits) <= edits && was.tag.Verb() == is.tag.Verb() && !tenses(was, is) ||
		r.about[is.Stem] && nlp.Distance(was.Norm, is.Norm, edits) <= edits
}

// sameUnit reports whether two words are one unit: metres, meters.
func sameUnit(a, b string) bool {
	base, times, ok := kb.UnitNamed(a)
	other, as, too := kb.UnitNamed(b)
	return ok && too && base == other && times == as
}

// tenses reports whether two words are forms of one verb.
func tenses(a, b keyWord) bool { return a.Stem == b.Stem && a.tag.Verb() }

// extends reports whether new words make another name, or another number, of one that they stand at:
// "Ann" of "Ann Berg", "a friend of Ann", "Ann's friend".
func (r *rewording) extends(from, to int) bool {
	if from == to {
		return false
	}
	alike := func(a, b int) bool {
		if a < 0 || b >= len(r.words) {
			return false
		}
		one, other := r.words[a], r.words[b]
		switch between := strings.TrimSpace(r.text[one.End:other.Start]); {
		case between != "":
			return one.name && (nlp.Fold(between) == "'s" || nlp.Fold(between) == "'")
		case other.name:
			return one.name || one.Norm == "of"
		}
		return one.Kind == nlp.Number && other.Kind == nlp.Number
	}
	return alike(from-1, from) || alike(to-1, to)
}

// edges reports whether what stands next to the quote, in its sentence, leaves what it says.
func (r *rewording) edges(i, end, from, to int) bool {
	first, last := from, to
	for first > 0 && from-first < sentenceWords && r.words[first-1].sentence == r.words[from].sentence {
		first--
	}
	for last < len(r.words) && last-to < sentenceWords && r.words[last].sentence == r.words[to-1].sentence {
		last++
	}
	if open := doubting(r.words[first:from]) + doubting(r.words[to:last]); open > doubting(r.old[:i])+doubting(r.old[end:]) {
		return false
	}
	if i == 0 && end == len(r.old) { // what stood there is not known
		return true
	}
	beforeStays := first == from || i > 0 && r.old[i-1].Norm == r.words[from-1].Norm
	behindStays := last == to || end < len(r.old) && r.old[end].Norm == r.words[to].Norm
	return (beforeStays || !r.extends(from-1, from)) && (behindStays || !r.extends(to, to+1))
}

// speaks reports whether the text still has what the statement speaks of, as far as the anchor had it.
func (r *rewording) speaks() bool {
	held := map[string]bool{}
	for _, w := range r.words {
		held[w.Stem] = true
	}
	all := joined(r.words)
	for _, w := range r.old {
		if r.about[w.Stem] && !held[w.Stem] && !strings.Contains(all, w.Norm) && !slices.ContainsFunc(r.words, func(f keyWord) bool { return r.same(w, f) }) {
			return false
		}
	}
	return true
}

// telling are the stems of a text's numbers and words, without those that tell nothing: {s} and {o} are no words.
func telling(text string) map[string]bool {
	stems := map[string]bool{}
	for t := range nlp.EachToken(text) {
		if _, glue := english.GlueWord(t.Norm); t.Kind == nlp.Number || t.Kind == nlp.Word && !glue && len(t.Norm) > 1 {
			stems[t.Stem] = true
		}
	}
	return stems
}
