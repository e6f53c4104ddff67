package passages

import (
	"runtime/debug"

	"hapjak/nlp"
)

// A word that no passage holds is looked for as its neighbour: of the stems that one
// letter more, less or other, or two letters exchanged, make of it, the one that most
// passages hold. That is some 50 look-ups a letter, 30 µs for a word of eight, and
// only for words that are long enough to be themselves in spite of a slip.

// shortestSlip is the length of the shortest stem that has neighbours.
const shortestSlip = 6

// neighbour returns the term that a stem was probably meant to be.
func (im *image) neighbour(stem string) (term int, ok bool) {
	if len(stem) < shortestSlip || len(stem) > 4*shortestSlip || !isPlain(stem) {
		return 0, false
	}
	most := 0
	try := func(b []byte) {
		if t, found := im.findTermBytes(b); found {
			if r := im.record(t); r.passages > most && !r.glue {
				term, most = t, r.passages
			}
		}
	}
	buf := make([]byte, 0, len(stem)+1)
	for i := range len(stem) + 1 {
		for c := byte('a'); c <= 'z'; c++ {
			try(append(append(append(buf, stem[:i]...), c), stem[i:]...))
			if i < len(stem) && stem[i] != c {
				try(append(append(append(buf, stem[:i]...), c), stem[i+1:]...))
			}
		}
		if i < len(stem) {
			try(append(append(buf, stem[:i]...), stem[i+1:]...))
		}
		if i+1 < len(stem) {
			try(append(append(append(buf, stem[:i]...), stem[i+1], stem[i]), stem[i+2:]...))
		}
	}
	return term, most > 0
}

// Meant returns the word of some passage that a word which none holds was probably meant to be: the one that it shortens
// ("physio"), or where it is misspelt one that is spelt nearly so.
func (ix *Index) Meant(word string, misspelt bool) (meant string, ok bool) {
	defer ix.guard(debug.SetPanicOnFault(true))
	stem := stemOf(word)
	if _, known := ix.findWord(word); known {
		return "", false
	}
	t, ok := ix.longer(stem)
	if !ok && misspelt {
		t, ok = ix.neighbour(stem)
	}
	if !ok {
		return "", false
	}
	whole := string(ix.stem(t))
	holds, first := ix.list(t, ix.record(t)), -1
	for p := range holds.each {
		first = int(p)
		break
	}
	for tok := range nlp.EachToken(ix.paragraph(first).Text) {
		if stemOf(tok.Norm) == whole {
			return tok.Norm, true
		}
	}
	return "", false
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
