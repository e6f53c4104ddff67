package corpus

import (
	"regexp"
	"strings"
)

// MDX is Markdown with JavaScript in it. Imports, exports and expressions that make elements are blanked, up to the
// bracket that closes them; a component's tag that goes over several lines is put on one. Lines stay as many as they were.

// maxCode is how many lines such code may go over.
const maxCode = 200

var (
	openCode = regexp.MustCompile(`^(?:import|export)\b.*[{(\[]\s*$|^import\s[^'"]*\{[^}]*$|^export\s+(?:const|let|var)\s.*[{(\[][^})\]]*$`)
	openTag  = regexp.MustCompile(`^\s*<[A-Z][\w.]*(?:\s|$)`)
	makes    = regexp.MustCompile(`=>|&&|\breturn\b`)
)

func withoutCode(lines []string) {
	fence := ""
	for i := 0; i < len(lines); i++ {
		if t := strings.TrimLeft(lines[i], " \t>"); strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~") {
			if fence == "" {
				fence = t[:3]
			} else if strings.HasPrefix(t, fence) {
				fence = ""
			}
		}
		l := strings.TrimLeft(lines[i], " \t")
		if fence != "" || l == "" || strings.IndexByte("ie{<", l[0]) < 0 {
			continue
		}
		switch {
		case openCode.MatchString(lines[i]):
			if end := closing(lines, i); end >= 0 {
				clear(lines[i : end+1])
				i = end
			}
		case l[0] == '{':
			if end := closing(lines, i); end >= 0 && strings.HasSuffix(strings.TrimSpace(lines[end]), "}") && makes.MatchString(strings.Join(lines[i:end+1], " ")) {
				clear(lines[i : end+1])
				i = end
			}
		case openTag.MatchString(lines[i]):
			if end := tagEnd(lines, i); end > i {
				lines[i] = strings.Join(lines[i:end+1], " ")
				clear(lines[i+1 : end+1])
			}
		}
	}
}

// closing returns the line that closes the brackets of another, -1 if none does.
func closing(lines []string, from int) int {
	open := 0
	for end := from; end < min(len(lines), from+maxCode); end++ {
		for _, c := range lines[end] {
			switch c {
			case '{', '(', '[':
				open++
			case '}', ')', ']':
				open--
			}
		}
		if open <= 0 {
			return end
		}
	}
	return -1
}

// tagEnd returns the line in which the tag ends that another begins, -1 if none does.
func tagEnd(lines []string, from int) int {
	depth, quote := 0, rune(0)
	for end := from; end < min(len(lines), from+maxCode); end++ {
		for _, c := range lines[end] {
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '{':
				depth++
			case c == '}':
				depth--
			case c == '>' && depth <= 0:
				return end
			}
		}
	}
	return -1
}
