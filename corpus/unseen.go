package corpus

import (
	"regexp"
	"slices"
	"strings"
)

// withoutUnseen blanks what a reader of Markdown does not see: <!-- -->, Obsidian's %% %%, the <% %> of templates, styles,
// scripts and hidden elements outside of code. Line ends stay where they are, so that blocks count as they did.
func withoutUnseen(s string) string {
	marks := [][2]string{{"<!--", "-->"}, {"%%", "%%"}, {"<%", "%>"}, {"{{/*", "*/}}"}, {"{/*", "*/}"}, {"\n<style", "</style>"}, {"\n<script", "</script>"}}
	hider := newHider(s)
	if hider == nil && !slices.ContainsFunc(marks, func(m [2]string) bool { return strings.Contains(s, strings.TrimPrefix(m[0], "\n")) }) {
		return s
	}
	open := make([]bool, len(marks)) // those that are never closed again
	var b strings.Builder
	code, line := "", 0
	for i := 0; i < len(s); {
		if i == 0 || s[i-1] == '\n' {
			line = i
			l := strings.TrimLeft(s[i:], " \t>")
			switch {
			case code == "" && (strings.HasPrefix(l, "```") || strings.HasPrefix(l, "~~~")):
				code = l[:3]
			case code != "" && strings.HasPrefix(l, code):
				code = ""
			}
		}
		end := 0
		for k, m := range marks {
			mark, whole := strings.CutPrefix(m[0], "\n")
			if code == "" && !open[k] && strings.HasPrefix(s[i:], mark) && (!whole || i == 0 || s[i-1] == '\n') {
				if at := strings.Index(s[i+len(mark):], m[1]); at >= 0 {
					end = i + len(mark) + at + len(m[1])
				} else {
					open[k] = true
				}
				break
			}
		}
		if end == 0 && hider != nil && code == "" && s[i] == '<' && strings.Count(s[line:i], "`")%2 == 0 {
			if n := hider.element(s[i:]); n > 0 {
				end = i + n
			}
		}
		if end == 0 {
			b.WriteByte(s[i])
			i++
			continue
		}
		b.WriteByte(' ')
		b.WriteString(strings.Repeat("\n", strings.Count(s[i:end], "\n")))
		i = end
	}
	return b.String()
}

var (
	hidesSome = regexp.MustCompile(`(?i)<[a-z][^<>]*(?:\bhidden\b|\bdisplay\s*:|\bvisibility\s*:)`)
	beginTag  = regexp.MustCompile(`^<([A-Za-z][A-Za-z0-9]*)((?:\s+[\w:@.-]+(?:\s*=\s*` + tagValue + `)?)*)\s*>`)
	tagWords  = regexp.MustCompile(`([\w:@.-]+)(?:\s*=\s*(` + tagValue + `))?`)
	ofControl = regexp.MustCompile(`(?i)(?:aria-controls|data-target|data-bs-target)\s*=\s*["']#?([\w-]+)`)
)

// tagValue is what stands behind = in a tag of HTML or MDX.
const tagValue = `(?:"[^"]*"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^\s"'>{]+)`

// A hider finds the elements of a text that are hidden and that nothing on the page opens.
type hider struct {
	opened   map[string]bool // the ids of what people open
	unclosed map[string]bool // tags of which one is never closed
}

func newHider(s string) *hider {
	if !hidesSome.MatchString(s) {
		return nil
	}
	h := &hider{map[string]bool{}, map[string]bool{}}
	for _, m := range ofControl.FindAllStringSubmatch(s, -1) {
		h.opened[m[1]] = true
	}
	return h
}

// element returns how many bytes the hidden element takes that a text begins with, 0 where it begins with none.
func (h *hider) element(s string) int {
	tag := beginTag.FindStringSubmatch(s[:min(len(s), maxAhead)])
	if tag == nil || h.unclosed[tag[1]] {
		return 0
	}
	hidden := false
	for _, word := range tagWords.FindAllStringSubmatch(tag[2], -1) {
		switch value := strings.Trim(word[2], `"'{}`); strings.ToLower(word[1]) {
		case "hidden":
			hidden = hidden || value != "false"
		case "aria-hidden":
			hidden = hidden || value == "true"
		case "style":
			hidden = hidden || hiddenCSS.MatchString(value)
		case "id":
			if h.opened[value] {
				return 0
			}
		case "role":
			if value == "tabpanel" {
				return 0
			}
		}
	}
	if !hidden {
		return 0
	}
	same := regexp.MustCompile(`(?i)<(/?)` + tag[1] + `\b[^<>]*>`)
	for at, depth := len(tag[0]), 1; ; {
		m := same.FindStringSubmatchIndex(s[at:])
		if m == nil {
			h.unclosed[tag[1]] = true
			return 0
		}
		if depth++; m[3] > m[2] {
			depth -= 2
		}
		if at += m[1]; depth == 0 {
			return at
		}
	}
}
