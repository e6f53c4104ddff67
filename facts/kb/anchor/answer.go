package anchor

import (
	"maps"
	"strings"

	"hapjak/corpus"
	"hapjak/nlp"
)

// restWords is how many words an answer is anchored by at most.
const restWords = 200

// CiteAnswer writes the citation of a paragraph, on which an answer rests that somebody worded, with
// the words of its text that bear it: the fewest sentences in a row that have every word of the answer and the
// questions which stands there. Where most of what the answer adds to the questions does not, all may bear it.
func CiteAnswer(ref corpus.Ref, text, answer string, ask ...string) string {
	said, asked := telling(answer), telling(strings.Join(ask, "\n"))
	words, sentences := wordsOf(text), nlp.Sentences(text)
	if len(sentences) == 0 {
		return ""
	}
	var has []map[string]bool // of each sentence
	all := map[string]bool{}
	for _, s := range sentences {
		held := map[string]bool{}
		for stem := range telling(text[s.Start:s.End]) {
			if said[stem] || asked[stem] {
				held[stem], all[stem] = true, true
			}
		}
		has = append(has, held)
	}
	adds, stand := 0, 0
	for stem := range said {
		if !asked[stem] && stem != "yes" && stem != "no" {
			if adds++; all[stem] {
				stand++
			}
		}
	}
	spoken := len(all) > 0 && (adds == 0 || 2*stand > adds)
	first, last := 0, len(sentences)-1
	for i := range sentences {
		left := maps.Clone(all)
		for j := i; spoken && j < len(sentences); j++ {
			for stem := range has[j] {
				delete(left, stem)
			}
			if len(left) == 0 {
				if j-i < last-first {
					first, last = i, j
				}
				break
			}
		}
	}
	from, to := 0, len(words)
	for from < to && words[from].start < sentences[first].Start {
		from++
	}
	for to > from && words[to-1].end > sentences[last].End {
		to--
	}
	quote, before, after := around(text, words, from, min(to, from+restWords))
	return citing(ref, quote, before, after)
}

// leadWords is how many words of a quote its citation is anchored by.
const leadWords = 8

// Leads are the first words of each quote, by which what it cites is anchored.
func Leads(quotes []string) (leads []string) {
	for _, q := range quotes {
		words := strings.Fields(q)
		leads = append(leads, strings.Join(words[:min(len(words), leadWords)], " "))
	}
	return leads
}
