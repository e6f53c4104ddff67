package table

import (
	"regexp"
	"slices"
	"strings"

	"hapjak/facts/kb"
)

// A form's export has questions for heads: "Which village do you live in?". What is asked for is the head
// that a table would have, "village", and what was asked besides shows how it is spoken of: whoever has one
// lives in it.

// An AskedHead is what a question in the place of a head asks for.
type AskedHead struct {
	Head  string // "village"
	whole string // "village live in", where another question asks for a village too
	Verbs string // that whoever answered does to it: live in
	How   string // how far
	Kind  string // person or place, where who or where is asked
	// Told says that there is no noun for what is asked for, so that the question itself is told with its answer.
	Told bool
}

var (
	headNumber   = regexp.MustCompile(`^(?i:q(?:uestion)?\s?)?\d{1,3}\s?[.):]\s+`)
	askingYou    = regexp.MustCompile(`(?i)\b(you|your|yours|we|our)\b`)
	headsArticle = regexp.MustCompile(`(?i)^(?:your|our|the|a|an|any|this|that|his|her|their|its)\s+`)
)

// AskedHeads reads the heads of a table that are questions; those that are none have no head.
func AskedHeads(heads []string) []AskedHead {
	list, count := make([]AskedHead, len(heads)), map[string]int{}
	for i, h := range heads {
		list[i] = askedIn(h)
		count[ColumnKey(list[i].Head)]++
	}
	for _, h := range heads {
		count[ColumnKey(h)]++ // another column is called so
	}
	for i, a := range list {
		if a.Head == "" {
			continue
		}
		if count[ColumnKey(a.Head)] > 1 {
			a.Head = a.whole
		}
		for len(a.Head) > MaxHead-10 {
			a.Head = a.Head[:max(0, strings.LastIndexByte(a.Head, ' '))]
		}
		if unit := HeadUnit(heads[i]); unit != "" {
			_, _, known := kb.UnitNamed(unit)
			if _, priced := PricedIn(heads[i]); known || priced {
				a.Head += " (" + unit + ")"
			}
		}
		list[i] = a
	}
	return list
}

// AsksPeople reports whether some heads ask whoever answers about themselves.
func AsksPeople(heads []string, asked []AskedHead) bool {
	for i, a := range asked {
		if a.Head != "" && askingYou.MatchString(heads[i]) {
			return true
		}
	}
	return false
}

// askedIn reads a head that is a question.
func askedIn(head string) (a AskedHead) {
	text := headNumber.ReplaceAllString(strings.TrimSpace(WithoutUnit(head)), "")
	asks := strings.HasSuffix(text, "?") || strings.HasSuffix(strings.TrimSpace(head), "?")
	if !asks && !askingYou.MatchString(text) {
		return a
	}
	text = strings.TrimRight(text, "?!:. ")
	words := strings.Fields(text)
	if len(words) < 2 || len(words) > 20 {
		return a
	}
	first := strings.ToLower(words[0])
	if bare, ok := strings.CutSuffix(strings.ReplaceAll(first, "’", "'"), "'s"); ok { // What's your name?
		first, words = bare, append([]string{bare, "is"}, words[1:]...)
	}
	rest := words[1:]
	switch {
	case isAuxiliary(first):
		a = askedYes(first, rest)
	case first == "how" && len(rest) > 1:
		a = askedHow(strings.ToLower(rest[0]), rest[1:])
	case slices.Contains([]string{"what", "which", "who", "whom", "whose", "where", "when"}, first):
		a = askedWhat(first, rest)
	}
	if a.Head == "" && isQuestionWord(first) {
		a = AskedHead{Head: text, Told: true}
	}
	if a.whole == "" {
		a.whole = strings.TrimSpace(a.Head + " " + a.Verbs)
	}
	return a
}

func isQuestionWord(w string) bool {
	return slices.Contains([]string{"what", "which", "who", "whom", "whose", "where", "when", "how", "why"}, w)
}

func isAuxiliary(w string) bool {
	return slices.Contains([]string{"do", "does", "did", "is", "are", "was", "were", "have", "has", "can", "could", "would", "will", "should", "may"}, strings.ToLower(w))
}

func isSubject(w string) bool {
	return slices.Contains([]string{"you", "we", "i", "it", "they", "he", "she"}, strings.ToLower(w))
}

// asksOf parts words at the first auxiliary with its subject: "village do you live in" asks for a village
// that somebody lives in.
func asksOf(words []string) (of, aux, verbs string, ok bool) {
	for i := 0; i+1 < len(words); i++ {
		if isAuxiliary(words[i]) && isSubject(words[i+1]) {
			return strings.Join(words[:i], " "), strings.ToLower(words[i]), strings.ToLower(strings.Join(words[i+2:], " ")), true
		}
	}
	return "", "", "", false
}

// askedWhat reads "What is your name?", "Which village do you live in?", "Who built it?".
func askedWhat(first string, rest []string) AskedHead {
	kind := map[string]string{"who": "person", "whom": "person", "where": "place"}[first]
	noun := map[string]string{"who": "person", "whom": "person", "where": "place", "when": "date"}[first]
	if of, aux, verbs, ok := asksOf(rest); ok {
		if of != "" {
			noun = headsArticle.ReplaceAllString(of, "")
		}
		if aux == "is" || aux == "are" || aux == "was" || aux == "were" {
			verbs = strings.TrimSpace("be " + verbs)
		}
		return AskedHead{Head: noun, Verbs: verbs, Kind: kind}
	}
	switch be := strings.ToLower(rest[0]); {
	case slices.Contains([]string{"is", "are", "was", "were"}, be) && len(rest) > 1:
		if noun = headsArticle.ReplaceAllString(strings.Join(rest[1:], " "), ""); first == "where" || first == "when" {
			noun += " " + map[string]string{"where": "place", "when": "date"}[first]
		}
		return AskedHead{Head: noun, Kind: kind}
	case first == "who" && len(rest) == 2 && isSubject(rest[1]): // Who built it?
		return AskedHead{Head: be + " by"}
	case first == "which" || first == "whose":
		return AskedHead{Head: strings.Join(rest, " ")}
	}
	return AskedHead{}
}

// askedHow reads "How old are you?", "How many stops did you travel?", "How would you rate the ride?".
func askedHow(measure string, rest []string) AskedHead {
	of, _, verbs, ok := asksOf(rest)
	switch {
	case isAuxiliary(measure) && len(rest) > 1 && isSubject(rest[0]):
		if rated := strings.ToLower(rest[1]); rated == "rate" || rated == "score" {
			return AskedHead{Head: "rating", whole: "rating of " + headsArticle.ReplaceAllString(strings.Join(rest[2:], " "), "")}
		}
	case (measure == "many" || measure == "much") && ok && of != "":
		return AskedHead{Head: of, Verbs: verbs}
	}
	noun := map[string]string{"old": "age", "far": "distance", "long": "length", "tall": "height", "high": "height", "big": "size", "large": "size", "heavy": "weight", "often": "frequency",
		"frequently": "frequency", "much": "amount", "deep": "depth", "wide": "width", "fast": "speed", "likely": "likelihood", "satisfied": "satisfaction", "happy": "happiness", "easy": "ease", "important": "importance"}[measure]
	if noun == "" || !ok && !isAuxiliary(rest[0]) {
		return AskedHead{}
	}
	if !ok { // How old is your boat?
		if of = headsArticle.ReplaceAllString(strings.Join(rest[1:], " "), ""); of != "" {
			return AskedHead{Head: noun, whole: noun + " of " + of, How: "how " + measure}
		}
	}
	if first, _, _ := strings.Cut(verbs, " "); noun == "age" || slices.Contains([]string{"with", "by", "about", "at", "in", "on", "of", "to", "for"}, first) { // satisfied with the food
		verbs = ""
	}
	return AskedHead{Head: noun, Verbs: verbs, How: "how " + measure}
}

// askedYes reads what is answered with yes or no: "Do you own a dog?" is whether one has a dog.
func askedYes(aux string, rest []string) AskedHead {
	if len(rest) < 2 || !isSubject(rest[0]) && !strings.EqualFold(rest[0], "your") {
		return AskedHead{}
	}
	what := strings.Join(rest[1:], " ")
	verb, object, _ := strings.Cut(what, " ")
	switch aux {
	case "do", "does", "did":
		if verb = strings.ToLower(verb); object != "" && (verb == "have" || verb == "own" || verb == "possess") {
			return AskedHead{Head: "has " + headsArticle.ReplaceAllString(object, "")}
		}
		if aux == "do" {
			aux = "does"
		}
	case "have", "has":
		aux = "has"
		if verb == "ever" {
			what = object
		}
		what = headsArticle.ReplaceAllString(what, "")
	case "is", "are":
		aux = "is"
	case "was", "were":
		aux = "was"
	}
	return AskedHead{Head: aux + " " + what}
}
