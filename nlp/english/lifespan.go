package english

import (
	"regexp"
	"strconv"
	"strings"
)

const lifeDate = `((?:c\. ?|about |circa )?(?:\d{1,2} [A-Z][a-z]+ |[A-Z][a-z]+ (?:\d{1,2}, )?)?)(\d{3,4})`

// lifespan is how works of reference begin: "Ann Lee (1801–1877) was a …".
var lifespan = regexp.MustCompile(`([\pL.]) \(` + lifeDate + ` ?[–—-] ?` + lifeDate + `\)(,? (?:was|were|is) (?:an?|the|one)\b)`)

// A lifespan has so many years at least and at most: what has fewer is seldom one.
const (
	leastLife = 10
	mostLife  = 115
)

// WithLifespan puts into words what a bracket behind a name says where somebody is introduced by it: "Ann Lee (born 1801,
// died 1877) was a miller".
func WithLifespan(text string) string {
	if !strings.ContainsRune(text, '(') {
		return text
	}
	return lifespan.ReplaceAllStringFunc(text, func(s string) string {
		m := lifespan.FindStringSubmatch(s)
		from, _ := strconv.Atoi(m[3])
		to, _ := strconv.Atoi(m[5])
		if to-from < leastLife || to-from > mostLife {
			return s
		}
		return m[1] + " (born " + m[2] + m[3] + ", died " + m[4] + m[5] + ")" + m[6]
	})
}
