package english

import (
	"regexp"
	"strings"
)

// WithoutForm leaves out of a request how long or how plain its answer is to be ("in two sentences",
// "in brief"), and turns one for a text of some form into one to tell: "a short summary of X" is "tell me about X".
// What worded reports of a phrase to be asked for by itself, as a synopsis may be, stays.
func WithoutForm(text string, worded func(phrase string) bool) string {
	if m := textOf.FindStringSubmatchIndex(text); m != nil && !worded(text[m[2]:m[4]]) {
		before, rest := text[:m[2]], text[m[4]:]
		if !IsWh(strings.ToLower(text[m[4]:m[5]])) {
			before += "tell me about "
		}
		text = before + rest
	}
	without := strings.TrimSpace(inForm.ReplaceAllStringFunc(text, func(phrase string) string {
		if worded(phrase) {
			return phrase
		}
		return inForm.ReplaceAllString(phrase, "$1$2")
	}))
	if !lettered.MatchString(without) {
		return text
	}
	return without
}

const (
	size  = `(?:a|an|one|two|three|four|five|six|ten|\d+|few|couple|of|single|short|brief|quick|simple|plain|easy|little|good|other|your|own)`
	piece = `(?:sentences?|lines?|paragraphs?|words?|bullets?|bullet points?)`
	text  = `(?:summary|synopsis|recap|rundown|overview|outline|gist)`
	all   = `(?:all|everything|anything|whatever|what)(?:\s+that)?(?:\s+(?:do|can|have))?\s+(?:you(?:'ve|’ve)?|there|we)\s+(?:(?:have|got|know|is|can|tell|me)\s+)*`
	beg   = `(?:please|pls|can|could|would|will|you|just|i|i'd|want|need|like|to|give|write|show|send|provide|make|do|have|get|me|us|let|gimme|tell)`
)

var (
	lettered = regexp.MustCompile(`[\pL\pN]`)
	textOf   = regexp.MustCompile(`(?i)(?:^|[.!?,]\s+)()(?:` + beg + `\s+)*(?:(?:the\s+)?(?:` + size + `\s+)*` + text + `|(?:` + size + `[\s-]+)+` + piece + `|(?:tell\s+me\s+)?` + all + `|anything)\s*\b(?:of|on|about)\s+([\pL\pN]+)`)
	inForm   = regexp.MustCompile(`(?i),?\s*\b(?:in|using|within)\s+(?:` + size + `[\s-]+){1,4}(?:` + piece + `|terms|english|nutshell)\b(?:\s+(?:or less|or so|at most|max|only))?,?(\s*)|^(?:in (?:brief|short)|briefly),\s*|,?\s+(?:in (?:brief|short)|briefly)([?.!]*)$`)
)
