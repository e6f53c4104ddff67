package english

import (
	"regexp"
	"slices"
	"strings"
)

// WithoutForm leaves out of a request how long or how plain its answer is to be ("in two sentences",
// "in brief"), and turns one for a text of some form into one to tell: "a short summary of X" is "tell me about X".
// A phrase of which worded reports true stays: a base may have a relation for synopses.
func WithoutForm(text string, worded func(phrase string) bool) string {
	if m := textOf.FindStringSubmatchIndex(text); m != nil && worded(text[m[2]:m[4]]) {
		text = text[:m[2]] + brevity.ReplaceAllString(text[m[2]:m[4]], "") + text[m[4]:]
	} else if m != nil && (begs.MatchString(text[m[2]:m[4]]) || isNominal(text[m[4]:])) {
		before, rest := text[:m[2]], text[m[4]:]
		if !IsWh(strings.ToLower(text[m[4]:m[5]])) {
			before += "tell me about "
		}
		text = before + rest
	}
	open := begs.MatchString(text) || isNominal(text)
	without := inForm.ReplaceAllStringFunc(text, func(phrase string) string {
		if worded(phrase) || !open && phrase[0] != ',' && !strings.HasPrefix(text, phrase) {
			return phrase // "which novel is written in simple English?"
		}
		return inForm.ReplaceAllString(phrase, "$1$2")
	})
	if without = strings.TrimSpace(without); !lettered.MatchString(without) {
		return text
	}
	return without
}

// mostNominal is how many words name what a text of some form is wanted of, at most.
const mostNominal = 8

// isNominal reports whether words name something, and tell nothing of it: "the coast", not "the coast was drawn".
func isNominal(text string) bool {
	words := strings.Fields(text)
	return len(words) <= mostNominal && !slices.ContainsFunc(words, func(w string) bool { return IsAuxiliary(strings.ToLower(strings.Trim(w, ",.?!"))) })
}

const (
	size  = `(?:a|an|one|two|three|four|five|six|ten|\d+|few|couple|of|single|short|brief|quick|simple|plain|easy|little|good|other|your|own)`
	piece = `(?:sentences?|lines?|paragraphs?|words?|bullets?|bullet points?)`
	text  = `(?:summary|synopsis|recap|rundown|overview|outline|gist)`
	all   = `(?:all|everything|anything|whatever|what)(?:\s+that)?(?:\s+(?:do|can|have))?\s+(?:you(?:'ve|’ve)?|there|we)\s+(?:(?:have|got|know|is|can|tell|me)\s+)*`
	beg   = `(?:please|pls|can|could|would|will|you|just|i|i'd|want|need|like|to|give|write|show|send|provide|make|do|have|get|me|us|let|gimme|tell)`
)

var (
	// begs begins what asks for a text, or for an explanation: "can you tell me …", "what is …".
	begs     = regexp.MustCompile(`(?i)^\W*(?:` + beg + `|explain|describe|define|what(?:'s|’s|s| is| are| do| does| can| have)|who(?:'s|’s| is| are)|how|why|all|everything|anything)\b`)
	brevity  = regexp.MustCompile(`(?i)\b(?:short|brief|quick|simple|plain|little)\s+`)
	lettered = regexp.MustCompile(`[\pL\pN]`)
	textOf   = regexp.MustCompile(`(?i)(?:^|[.!?,]\s+)()(?:` + beg + `\s+)*(?:(?:the\s+)?(?:` + size + `\s+)*` + text + `|(?:` + size + `[\s-]+)+` + piece + `|(?:tell\s+me\s+)?` + all + `|anything)\s*\b(?:of|on|about)\s+([\pL\pN]+)`)
	inForm   = regexp.MustCompile(`(?i),?\s*\b(?:in|using|within)\s+(?:` + size + `[\s-]+){1,4}(?:` + piece + `|terms|english|nutshell)\b(?:\s+(?:or less|or so|at most|max|only))?,?(\s*)|^(?:in (?:brief|short)|briefly),\s*|,?\s+(?:in (?:brief|short)|briefly)([?.!]*)$`)
)
