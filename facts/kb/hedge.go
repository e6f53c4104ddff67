package kb

import (
	"regexp"
	"strings"
)

// What hedges an amount, as "over" and "about", stays in its text, and keeps it apart from one that is exact.

var (
	hedge     = regexp.MustCompile(`(?i)^(?:(over|more than|at least|above|from|starting at|plus de|au moins|über|mehr als|mindestens)\s|([>≥]=?)|(under|less than|up to|at most|nearly|almost|moins de|jusqu['’]à|unter|weniger als|bis zu|höchstens|fast)\s|([<≤]=?)|(about|around|some|roughly|approximately|approx\.|circa|ca\.|c\.|environ|près de|etwa|rund|ungefähr)\s|([약約约~≈]))\s*`)
	hedgeLast = regexp.MustCompile(`(?i)\s*(?:(or more|et plus|oder mehr|이상|초과|以上)|(or less|et moins|oder weniger|이하|미만|以下)|(정도))$`)
	spaces    = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2007", " ", "−", "-", "，", ",", "．", ".")
)

// Hedged returns the word for how far an amount is from exact as it is written: "over", "under"
// or "about", empty where it is exact.
func Hedged(text string) string {
	s := PlainMarks(text)
	first, last := hedge.FindStringSubmatch(s), hedgeLast.FindStringSubmatch(s)
	switch {
	case first == nil && last == nil:
		return ""
	case last == nil && first[1]+first[2] != "", first == nil && last[1] != "":
		return "over"
	case last == nil && first[3]+first[4] != "", first == nil && last[2] != "":
		return "under"
	}
	return "about"
}

// WithoutHedge takes off what hedges an amount whose marks are plain.
func WithoutHedge(amount string) string {
	return hedgeLast.ReplaceAllString(hedge.ReplaceAllString(amount, ""), "")
}

// IsHedge reports whether words before a number hedge it: "up to ", "about ".
func IsHedge(words string) bool { return len(hedge.FindString(words+"1")) == len(words) }

// PlainMarks writes spaces, signs and digits as ASCII has them.
func PlainMarks(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, spaces.Replace(text)))
}
