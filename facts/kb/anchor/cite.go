package anchor

import (
	"fmt"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// Cite writes the citation of a paragraph with words of its text (see [Quoted]). It is empty
// where the text has no word.
func Cite(ref corpus.Ref, text string, names ...string) string {
	quote, before, after := Quoted(text, names...)
	return citing(ref, quote, before, after)
}

// citing writes a citation with its words; it is empty without.
func citing(ref corpus.Ref, quote, before, after string) string {
	if quote == "" {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "{at: %s, quote: %s", ref, strconv.Quote(quote))
	if before != "" {
		fmt.Fprintf(&b, ", before: %s", strconv.Quote(before))
	}
	if after != "" {
		fmt.Fprintf(&b, ", after: %s", strconv.Quote(after))
	}
	return b.String() + "}"
}

// Quoted returns words of a text by which it is found again, and those before and behind them:
// the words around the first of some names that stands there, or the first of all.
func Quoted(text string, names ...string) (quote, before, after string) {
	words := wordsOf(text)
	from, to := 0, min(len(words), quoteWords)
	all := folded(words)
	for _, name := range names {
		folded := folded(wordsOf(name))
		at, n := indexOf(all, folded), len(folded)
		if at < 0 {
			at, n = spelledAt(text, words, name)
		}
		if at >= 0 && n > 0 && n <= quoteWords {
			more := (quoteWords - n) / 2
			from, to = max(0, at-more), min(len(words), at+n+more)
			break
		}
	}
	return around(text, words, from, to)
}

// spelledAt returns where the words of a text say the figure that a name begins with, "fifty-six" for 56 seats, and
// how many they are; at is -1 where none do.
func spelledAt(text string, words []textWord, name string) (at, n int) {
	figure, _, _ := strings.Cut(name, " ")
	want, err := strconv.ParseFloat(strings.ReplaceAll(figure, ",", ""), 64)
	if err != nil || want <= 0 {
		return -1, 0
	}
	for i, w := range words {
		said, rest := english.SpelledNumber(text[w.start:])
		if said != want {
			continue
		}
		end := len(text) - len(rest)
		for n = 1; i+n < len(words) && words[i+n].start < end; n++ {
		}
		return i, n
	}
	return -1, 0
}

// around returns the words of a text from one on, and those before and behind them.
func around(text string, words []textWord, from, to int) (quote, before, after string) {
	cut := func(from, to int) string {
		if from >= to {
			return ""
		}
		return strings.Join(strings.Fields(text[words[from].start:words[to-1].end]), " ")
	}
	first, last := max(0, from-contextWords), min(len(words), to+contextWords)
	for _, sentence := range nlp.Sentences(text) {
		for first > 0 && from-first < sentenceWords && words[first-1].start >= sentence.Start && words[first].start < sentence.End {
			first--
		}
		for last < len(words) && last-to < sentenceWords && words[last-1].start >= sentence.Start && words[last].start < sentence.End {
			last++
		}
	}
	return cut(from, to), cut(first, from), cut(to, last)
}
