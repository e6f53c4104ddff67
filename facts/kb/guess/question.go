package guess

import (
	"slices"
	"strings"
	"unicode"

	"hapjak/facts/kb/table"
)

// saidAs lets the relation of a column be spoken of as its head asks for it.
func (c *guessedColumn) saidAs(a table.AskedHead, question string, g *guess) {
	if a.Verbs != "" && len(strings.Fields(a.Verbs)) <= 6 && !strings.ContainsFunc(a.Verbs, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) }) {
		verbs := []string{a.Verbs}
		if first, _, more := strings.Cut(a.Verbs, " "); more && first != "be" && first != "have" && first != "do" { // walk each day
			verbs = append(verbs, first)
		}
		for _, pronoun := range []string{" it", " us", " them", " me"} {
			if short, ok := strings.CutSuffix(a.Verbs, pronoun); ok {
				verbs = append(verbs, short)
			}
		}
		if c.subjectVerbs != "" {
			verbs = append(verbs, c.subjectVerbs)
		}
		c.subjectVerbs, c.implied = strings.Join(verbs, ", "), true
	}
	if a.How != "" && !slices.Contains(strings.Split(c.phrases, ", "), a.How) {
		c.phrases = strings.TrimPrefix(c.phrases+", "+a.How, ", ")
	}
	if a.Kind != "" && c.own {
		c.to, c.own = a.Kind, false
		asks := map[string]string{"person": "who", "place": "where"}[a.Kind]
		g.kindOf(a.Kind, a.Kind, plural(a.Kind), asks)
	}
	if a.Told && c.flag == "" {
		if c.noun, c.verbs, c.subjectVerbs = "answer to "+c.noun, "", ""; c.own {
			c.to, c.own = "answer", false
			g.kindOf(c.to, "answer", "answers", "")
		}
		c.says, c.unknown = "{s} answered {o} to “"+question+"”", "what {s} answered to “"+question+"”"
	}
}
