package english

import "strings"

// shells are nouns that stand for what the text around them says in full (the "shell nouns" of
// Schmid 2000): behind "several reasons" the reasons follow.
var shells = setOf(`advantages aims approaches areas arguments aspects benefits categories causes challenges chances changes
choices classes components concerns conditions consequences criteria differences difficulties disadvantages duties effects
elements examples factors features forms functions goals groups guidelines ideas issues kinds levels limitations means
measures methods opportunities options outcomes parts phases points possibilities principles problems properties purposes
qualities reasons requirements results risks roles rules signs sorts sources stages steps strategies strengths symptoms tasks
techniques things tips traits types uses varieties ways weaknesses`)

// Announces reports whether a sentence says that there are several of something, as "by several
// factors" or "in three ways", and does not list them itself.
func Announces(sentence string) bool {
	if strings.ContainsAny(sentence, ":;") || strings.Count(sentence, ",") > 2 {
		return false
	}
	several := 0 // words left in which the noun may stand
	for _, w := range strings.Fields(strings.ToLower(sentence)) {
		w = strings.Trim(w, ".,()")
		switch {
		case w == "several" || w == "various" || w == "number" || w == "following" || Numeral(w) > 1:
			several = 4
		case several > 0 && shells[w]:
			return true
		case several > 0:
			several--
		}
	}
	return false
}
