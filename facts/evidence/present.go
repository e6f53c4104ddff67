package evidence

import (
	"slices"
	"strings"

	"hapjak/nlp"
	"hapjak/nlp/english"
)

// How a sentence tells who somebody is, the plainest last.
const (
	mentioned = iota + 1 // "the day Ann Lee came"
	aside                // "his wife Ann Lee"
	presented            // "Ann Lee, who …", "Ann Lee, a miller, …", "the miller, Ann Lee", "a miller by the name of Ann Lee"
	Said                 // "Ann Lee was a miller"
)

// maxRole is how many words tell at most what somebody is, beside a name.
const maxRole = 12

// presents tells how a sentence says who bears a name, given as stems, 0 where it does not have it, and the words beside the name that
// say it: "the club's president" of "the club's president, Ann Lee".
func presents(sentence string, name []string, stems *nlp.Stemmer) (how int, role string) {
	toks := stems.Tokens(sentence)
	for i := 0; i+len(name) <= len(toks); i++ {
		if !toks[i].Capitalised() || !slices.EqualFunc(toks[i:i+len(name)], name, func(t nlp.Token, s string) bool { return t.Stem == s }) {
			continue
		}
		start, end := i, i+len(name)
		for start > 0 && toks[start-1].Capitalised() && !opensWith(toks[start-1].Norm) { // "Dr Ann Lee" of "Lee"
			start--
		}
		for end < len(toks) && toks[end].Capitalised() {
			end++
		}
		if h, from, to := roleBeside(toks, start, end); max(h, mentioned) > how {
			if how = max(h, mentioned); to > from {
				role = sentence[toks[from].Start:toks[to-1].End]
			}
		}
	}
	return how, strings.TrimSpace(role)
}

func opensWith(word string) bool {
	return english.IsPreposition(word) || english.IsArticle(word) || english.GoesOn(word)
}

// roleBeside finds what a text says of the name that stands from start to end.
func roleBeside(toks []nlp.Token, start, end int) (how, from, to int) {
	at := func(i int) string {
		if i < 0 || i >= len(toks) {
			return ""
		}
		return toks[i].Norm
	}
	next := end
	if at(next) == "(" { // "(1797–1869)"
		if k := slices.IndexFunc(toks[next:], func(t nlp.Token) bool { return t.Norm == ")" }); k > 0 {
			next += k + 1
		}
	}
	if english.IsDefining(at(next), at(next+1)) {
		return Said, 0, 0
	}
	ends := next >= len(toks) || toks[next].Kind == nlp.Punct
	back := func(to int) (from int, ok bool) { // where the words that end at to begin, with an article or whose it is
		for from = to - 1; from >= 0 && from >= to-maxRole/2; from-- {
			switch {
			case from+1 < to && at(from) == "'s": // "Ann Lee's uncle", "the club's president"
				for from--; from > 0 && (toks[from].Capitalised() && toks[from-1].Capitalised() || determines(at(from-1))); from-- {
				}
				return from, from >= 0
			case from+1 < to && determines(at(from)):
				return from, true
			case toks[from].Kind == nlp.Punct || toks[from].Capitalised():
				return 0, false
			}
		}
		return 0, false
	}
	switch {
	case at(start-1) == "," && ends:
		if from, ok := back(start - 1); ok {
			return presented, from, start - 1
		}
	case at(start-1) == "of" && at(start-2) == "name" && at(start-4) == "by":
		if from, ok := back(start - 4); ok {
			return presented, from, start - 4
		}
	case at(start-1) == "called" || at(start-1) == "named":
		if from, ok := back(start - 1); ok {
			return presented, from, start - 1
		}
	}
	if at(next) == "," {
		from = next + 1
		to = from
		for to < len(toks) && to < from+maxRole && toks[to].Kind != nlp.Punct {
			to++
		}
		closed := to < len(toks) && toks[to].Kind == nlp.Punct || to == len(toks)
		switch {
		case at(from) == "who":
			return presented, 0, 0
		case english.IsVerbal(at(from)): // "Ann Lee, asked twice, refused"
		case closed && to > from && (determines(at(from)) || at(from+1) == "'s" || at(to) == "," && !toks[from].Capitalised() && english.PronounOf(at(from)) == english.NoPronoun && !opensWith(at(from)) && !english.IsWh(at(from))):
			return presented, from, to
		}
	}
	if from, ok := back(start); ok && !english.IsArticle(at(from)) {
		return aside, from, start
	}
	return 0, 0, 0
}

// determines reports whether a word begins what says who somebody is: "a miller", "his wife".
func determines(word string) bool { return english.IsArticle(word) || english.Possessive(word) }
