package main

import (
	"strings"
	"unicode"
)

// norm brings an answer to the form in which SQuAD compares answers: lower case,
// no ASCII punctuation, no articles, single spaces.
func norm(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 128 && (unicode.IsPunct(r) || unicode.IsSymbol(r)) {
			return -1
		}
		return r
	}, strings.ToLower(s))
	var words []string
	for _, w := range strings.Fields(s) {
		if w != "a" && w != "an" && w != "the" {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// agreement returns exact match and token F1 of an answer with the best of the
// gold ones; the answer "" is right where there are none.
func agreement(answer string, golds []gold) (exact, f1 float64) {
	if len(golds) == 0 {
		if answer == "" {
			return 1, 1
		}
		return 0, 0
	}
	a := norm(answer)
	for _, g := range golds {
		b := norm(g.text)
		if a == b {
			exact = 1
		}
		f1 = max(f1, tokenF1(strings.Fields(a), strings.Fields(b)))
	}
	return exact, f1
}

func tokenF1(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		if len(a) == len(b) {
			return 1
		}
		return 0
	}
	left := map[string]int{}
	for _, w := range b {
		left[w]++
	}
	same := 0
	for _, w := range a {
		if left[w] > 0 {
			left[w]--
			same++
		}
	}
	return 2 * float64(same) / float64(len(a)+len(b))
}
