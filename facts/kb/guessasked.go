package kb

import (
	"slices"
	"strings"
	"unicode"
)

// saidAs lets the relation of a column be spoken of as its head asks for it.
func (c *guessedColumn) saidAs(a askedHead, question string, g *guess) {
	if a.verbs != "" && len(strings.Fields(a.verbs)) <= 6 && !strings.ContainsFunc(a.verbs, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) }) {
		verbs := []string{a.verbs}
		if first, _, more := strings.Cut(a.verbs, " "); more && first != "be" && first != "have" && first != "do" { // walk each day
			verbs = append(verbs, first)
		}
		for _, pronoun := range []string{" it", " us", " them", " me"} {
			if short, ok := strings.CutSuffix(a.verbs, pronoun); ok {
				verbs = append(verbs, short)
			}
		}
		if c.subjectVerbs != "" {
			verbs = append(verbs, c.subjectVerbs)
		}
		c.subjectVerbs, c.implied = strings.Join(verbs, ", "), true
	}
	if a.how != "" && !slices.Contains(strings.Split(c.phrases, ", "), a.how) {
		c.phrases = strings.TrimPrefix(c.phrases+", "+a.how, ", ")
	}
	if a.kind != "" && c.own {
		c.to, c.own = a.kind, false
		asks := map[string]string{"person": "who", "place": "where"}[a.kind]
		g.kindOf(a.kind, a.kind, plural(a.kind), asks)
	}
	if a.told && c.flag == "" {
		if c.noun, c.verbs, c.subjectVerbs = "answer to "+c.noun, "", ""; c.own {
			c.to, c.own = "answer", false
			g.kindOf(c.to, "answer", "answers", "")
		}
		c.says, c.unknown = "{s} answered {o} to “"+question+"”", "what {s} answered to “"+question+"”"
	}
}
