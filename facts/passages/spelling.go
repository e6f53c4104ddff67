package passages

import (
	"runtime/debug"

	"hapjak/nlp"
)

// A word that no passage holds is looked for as its neighbour: of the words that one letter more, less or other, or two letters
// exchanged, make of it or of its stem, the one that most passages hold. That is some 100 look-ups a letter, 0.2 ms for a word of
// eight, and only for words that are long enough to be themselves in spite of a slip.

// shortestSlip is the length of the shortest stem that has neighbours, shortestWord that of the shortest word: "afinity" has the
// stem "afin", and "affinity" "affin".
const (
	shortestSlip = 6
	shortestWord = 7
)

// neighbour returns the term that a word was probably meant to be.
func (im *image) neighbour(word string) (term int, ok bool) {
	most := 0
	try := func(stem []byte) {
		if t, found := im.findTermBytes(stem); found {
			if r := im.record(t); r.passages > most && !r.glue {
				term, most = t, r.passages
			}
		}
	}
	if stem := stemOf(word); len(stem) >= shortestSlip && len(stem) <= 4*shortestSlip && isPlain(stem) {
		slips(stem, try)
	} else if len(word) >= shortestWord && len(word) <= 4*shortestSlip && isPlain(word) {
		slips(word, func(w []byte) { try([]byte(stemOf(string(w)))) })
	}
	return term, most > 0
}

// slips calls try with what one slip makes of a word; what it is given holds until it returns.
func slips(word string, try func([]byte)) {
	buf := make([]byte, 0, len(word)+1)
	for i := range len(word) + 1 {
		for c := byte('a'); c <= 'z'; c++ {
			try(append(append(append(buf, word[:i]...), c), word[i:]...))
			if i < len(word) && word[i] != c {
				try(append(append(append(buf, word[:i]...), c), word[i+1:]...))
			}
		}
		if i < len(word) {
			try(append(append(buf, word[:i]...), word[i+1:]...))
		}
		if i+1 < len(word) {
			try(append(append(append(buf, word[:i]...), word[i+1], word[i]), word[i+2:]...))
		}
	}
}

// Meant returns the word of some passage that a word which none holds was probably meant to be: the one that it shortens
// ("physio"), or where it is misspelt one that is spelt nearly so.
func (ix *Index) Meant(word string, misspelt bool) (meant string, ok bool) {
	defer ix.guard(debug.SetPanicOnFault(true))
	if _, known := ix.findWord(word); known {
		return "", false
	}
	t, ok := ix.longer(stemOf(word))
	if !ok && misspelt {
		t, ok = ix.neighbour(word)
	}
	if !ok {
		return "", false
	}
	meant = ix.written(t)
	return meant, meant != ""
}

// Form returns a word as a passage writes it that has its stem: "multivariate" for "multivarient".
func (ix *Index) Form(word string) (form string, ok bool) {
	defer ix.guard(debug.SetPanicOnFault(true))
	t, ok := ix.findWord(word)
	if !ok {
		return "", false
	}
	form = ix.written(t)
	return form, form != ""
}

// written is a term as the first passage writes it that holds it, in its text or above it.
func (ix *Index) written(term int) string {
	stem, first := string(ix.stem(term)), -1
	holds := ix.list(term, ix.record(term))
	for p := range holds.each {
		first = int(p)
		break
	}
	if first < 0 {
		return ""
	}
	par := ix.paragraph(first)
	src := ix.source(ix.sourceOf(first))
	for _, text := range [...]string{par.Text, par.Heading, src.Title} {
		for tok := range nlp.EachToken(text) {
			if stemOf(tok.Norm) == stem {
				return tok.Norm
			}
		}
	}
	return ""
}

// maxTerms is the largest vocabulary that is gone through for a word that another shortens, kin how many letters
// the words have in common at least that it may shorten: "physiotherapist" and "physiotherapy".
const (
	maxTerms = 100_000
	kin      = 8
)

// longer returns the term that a stem shortens, where there is no doubt which.
func (im *image) longer(stem string) (term int, ok bool) {
	if len(stem) < shortestSlip-1 || im.meta.terms > maxTerms || !isPlain(stem) {
		return 0, false
	}
	most, first := 0, ""
	for t := range im.meta.terms {
		whole := im.stem(t)
		if len(whole) < len(stem)+2 || string(whole[:len(stem)]) != stem {
			continue
		}
		head := string(whole[:min(len(whole), max(kin, len(stem)))])
		if first == "" {
			first = head
		} else if head != first {
			return 0, false
		}
		if n := im.record(t).passages; n > most {
			term, most = t, n
		}
	}
	return term, most > 0
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}
