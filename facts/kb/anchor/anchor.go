// Package anchor finds the words of articles again that statements cite, when the articles change.
//
// A citation may be anchored by words of its paragraph, and by those before and behind
// them, as W3C's TextQuoteSelector is:
//
//	cite: {at: shelf:5, quote: "Klaus Teuber designed it", before: "at Kosmos.", after: "for three"}
//
// When the article changes, the citation moves to the paragraph that has the words: the
// nearest one with most of the words around them ([Anchor.Find]). Words of which one in five changed
// are known again where nothing has them as they were and they say the same
// (reworded.go). A citation whose words are nowhere, or say something else, is given up: it is
// told by [curated.Check], and a statement that has no other is left out. [curated.Anchor] writes all
// this into the files.
//
//	cite.go    citations with the words of a paragraph that they are found by; answer.go those of
//	           answers that people worded
//	anchor.go  the words of a citation are looked for
//	doubt.go   what came to stand beside the words since, and denies them
//	claim.go   what is cited without words: whether an article still says what a statement does
package anchor

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/nlp"
)

const (
	// maxMove is how many paragraphs away a quote is looked for.
	maxMove = 500
	// alikeWords is which share of a quote's words must be left, in their order.
	alikeWords = 0.8
	// nearEnough is how well a quote must stand in its own paragraph for no other to
	// be looked at: word for word, with half of the words around it.
	nearEnough = 1.5
	// quoteWords is how many words a quote has at most, and contextWords how many
	// stand before and behind it at least: as many as its sentence has, up to sentenceWords.
	quoteWords    = 10
	contextWords  = 4
	sentenceWords = 12
)

// An Anchor is a citation as it is written.
type Anchor struct {
	At                   corpus.Ref
	Quote, Before, After string
	About                func() kb.Topic // nil where that is not known
}

func textsOf(t kb.Topic) []string { return slices.Concat(t.Subject, t.Relation, t.Object) }

// stems are those of texts that tell something.
func stems(texts []string) map[string]bool {
	all := map[string]bool{}
	for _, text := range texts {
		maps.Copy(all, telling(text))
	}
	return all
}

// Empty reports whether a citation has no words to be found by.
func (a Anchor) Empty() bool { return len(wordsOf(a.Quote)) == 0 }

// Lost tells of an anchor whose words are nowhere as they were: of the quote, or with what stood around it
// where that is what changed, and where the quote stands then.
func (a Anchor) Lost(articles *Articles) string {
	at, ok := a.quoted(articles)
	if !ok {
		return fmt.Sprintf("%s no longer has %q, nor has a paragraph near it", a.At, a.Quote)
	}
	whole := strings.TrimSpace(strings.Join([]string{a.Before, a.Quote, a.After}, " "))
	if at == a.At {
		return fmt.Sprintf("%s no longer says %q, nor has a paragraph near it", a.At, whole)
	}
	return fmt.Sprintf("%s no longer says %q, nor has a paragraph near it (%q stands in %s among other words)", a.At, whole, a.Quote, at)
}

// quoted is the nearest paragraph that has the quote word for word, whatever is said around it.
func (a Anchor) quoted(articles *Articles) (corpus.Ref, bool) {
	quote := folded(wordsOf(a.Quote))
	for distance := range maxMove + 1 {
		for _, n := range []int{a.At.Paragraph + distance, a.At.Paragraph - distance} {
			for _, ref := range a.places(n, articles) {
				if indexOf(articles.at(ref).words, quote) >= 0 {
					return ref, true
				}
			}
		}
	}
	return a.At, false
}

// maxKept is how many paragraphs' words are kept.
const maxKept = 5000

// Articles are the words of paragraphs, which are kept: many citations are looked for in the
// same ones.
type Articles struct {
	sources kb.Citable
	read    map[corpus.Ref]worded
}

// A worded is a text with its words, folded.
type worded struct {
	text  string
	words []string
}

// NewArticles are those of sources.
func NewArticles(sources kb.Citable) *Articles { return &Articles{sources: sources} }

// at returns the words of a paragraph, none where there is no such.
func (w *Articles) at(ref corpus.Ref) worded {
	in, ok := w.read[ref]
	if !ok {
		if p, held := w.sources.Paragraph(ref); held {
			in = worded{p.Text, folded(wordsOf(p.Text))}
		}
		if w.read == nil || len(w.read) == maxKept {
			w.read = map[corpus.Ref]worded{}
		}
		w.read[ref] = in
	}
	return in
}

// Find looks for the paragraph that has the quote: word for word, else most of it, with what
// it says.
func (a Anchor) Find(articles *Articles) (corpus.Ref, bool) {
	quote, before, after := folded(wordsOf(a.Quote)), folded(wordsOf(a.Before)), folded(wordsOf(a.After))
	for _, alike := range []func(text, quote []string) (share float64, width int){exactly, mostly} {
		best, most := a.At, 0.0
		for distance := 0; distance <= maxMove && most < 2 && (distance != 1 || most < nearEnough); distance++ {
			for _, n := range []int{a.At.Paragraph + distance, a.At.Paragraph - distance} {
				for _, ref := range a.places(n, articles) {
					if score := a.fit(articles.at(ref), quote, before, after, alike, most); score > most {
						best, most = ref, score
					}
				}
			}
		}
		if most > 0 {
			return best, true
		}
	}
	return a.At, false
}

// places are where in paragraph n the words may be: in it, or in one of its parts where such a one is
// cited, its own number first.
func (a Anchor) places(n int, articles *Articles) (list []corpus.Ref) {
	ref := corpus.Ref{Source: a.At.Source, Paragraph: n}
	if n < 1 {
		return nil
	}
	if a.At.Part > 0 {
		if n == a.At.Paragraph {
			list = append(list, a.At)
		}
		for part := (corpus.Ref{Source: ref.Source, Paragraph: n, Part: 1}); articles.at(part).words != nil; part.Part++ {
			list = append(list, part)
		}
	}
	if len(list) == 0 || list[0] == a.At && len(list) == 1 {
		list = append(list, ref)
	}
	return list
}

// fit says how well words stand in a text, where that is better than most: 0 where they do not, else
// 1 more than the share of the words around them that stand there too, at most 2.
func (a Anchor) fit(in worded, quote, before, after []string, alike func(text, quote []string) (float64, int), most float64) (best float64) {
	text := in.words
	if !holdsMost(text, quote) {
		return 0
	}
	var close []keyWord // the words of the text, once they are looked at
	best = most
	for i := range text {
		same, width := alike(text[i:], quote)
		if same == 0 {
			continue
		}
		around, all := 0, len(before)+len(after)
		for j, w := range before {
			if k := i - len(before) + j; k >= 0 && text[k] == w {
				around++
			}
		}
		for j, w := range after {
			if k := i + width + j; k < len(text) && text[k] == w {
				around++
			}
		}
		score := same
		if all > 0 {
			score += float64(around) / float64(all)
		} else {
			score++
		}
		if score <= best {
			continue
		}
		if score < 2 || !a.standsIn(in.text) {
			if close == nil {
				close = keyWords(in.text)
			}
			if !a.stays(in.text, close, i, i+width) {
				continue
			}
		}
		best = score
	}
	return best
}

// standsIn reports whether all of an anchor stands in a text to the letter.
func (a Anchor) standsIn(text string) bool {
	for _, part := range []string{a.Before, a.Quote, a.After} {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// holdsMost reports whether a text has as many of a quote's words as must be left, in whatever order.
func holdsMost(text, quote []string) bool {
	missing := float64(len(quote)) * (1 - alikeWords)
	for _, w := range quote {
		if !slices.Contains(text, w) {
			if missing--; missing < -1e-9 {
				return false
			}
		}
	}
	return true
}

// exactly is 1 where a text begins with the quote, else 0.
func exactly(text, quote []string) (share float64, width int) {
	if len(text) < len(quote) {
		return 0, 0
	}
	for i, w := range quote {
		if text[i] != w {
			return 0, 0
		}
	}
	return 1, len(quote)
}

// maxWidth is how many times as many words a quote may become.
const maxWidth = 3

// mostly is the share of the quote's words that a text begins with, in their order, and how
// many words of the text these stand among: 0 where they are fewer than alikeWords.
func mostly(text, quote []string) (share float64, width int) {
	text = text[:min(len(text), maxWidth*len(quote))]
	if len(text) == 0 || !slices.Contains(quote, text[0]) {
		return 0, 0
	}
	row := make([]int, len(text)+1) // the longest common subsequence, a row a word
	for _, w := range quote {
		above := 0
		for j, t := range text {
			here := row[j+1]
			if t == w {
				row[j+1] = above + 1
			} else {
				row[j+1] = max(row[j], here)
			}
			above = here
		}
	}
	most := row[len(text)]
	if share = float64(most) / float64(len(quote)); share < alikeWords {
		return 0, 0
	}
	return share, slices.Index(row, most)
}

// A word of a text, and where it stands.
type textWord struct {
	start, end int
	folded     string
}

func wordsOf(text string) (list []textWord) {
	for start, end := range nlp.Spans(text) {
		word := nlp.Fold(text[start:end])
		if '0' <= word[0] && word[0] <= '9' {
			word = strings.ReplaceAll(word, ",", "")
		}
		list = append(list, textWord{start, end, word})
	}
	return list
}

func folded(words []textWord) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.folded
	}
	return list
}

func indexOf(all, some []string) int {
	for i := 0; i+len(some) <= len(all); i++ {
		if same, _ := exactly(all[i:], some); same == 1 {
			return i
		}
	}
	return -1
}
