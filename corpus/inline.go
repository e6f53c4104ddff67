package corpus

import (
	"cmp"
	"html"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"
)

// What Markdown and its dialects put into a line comes off here: emphasis and code
// leave what they hold, formulas what can be read of them, links and pictures their text, [[page|text]] its text; tags,
// attributes, shortcodes and marks of footnotes vanish. What is not surely markup
// stays as it is.

var (
	tagMark   = regexp.MustCompile(`^</?([A-Za-z][A-Za-z0-9.-]*)((?:\s+[\w:@.-]+(?:\s*=\s*` + tagValue + `)?)*)\s*/?>`)
	boxKind   = regexp.MustCompile(`(?i)\btype\s*=\s*["']?checkbox\b`)
	boxTicked = regexp.MustCompile(`(?i)\schecked\b`)
	autoLink  = regexp.MustCompile(`^<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+|[^\s<>@]+@[^\s<>@]+)>`)
	braces    = regexp.MustCompile(`^(?:\{\{.*?\}\}|\{%.*?%\}|\{\s?[#.:][\w .#:="'-]*\})`)
	// a value that only the site knows: {{ n }}, {{< param version >}}, {{< year >}}
	filledIn   = regexp.MustCompile(`^(?:\{\{-?\s*([$\w.]+(?:\[[^\[\]{}]*\])?)\s*-?\}\}|\{\{[<%]\s*param\s+"?([\w.-]+)"?\s*[>%]\}\}|\{\{[<%]\s*([\w.-]+)\s*[>%]\}\})`)
	breaks     = regexp.MustCompile(`^(?i:br|hr|nbsp|toc|clear|more)$`)
	escapedTag = regexp.MustCompile(`^\{\{([<%])/\*\s*(.*?)\s*\*/([>%])\}\}`)
	keys       = regexp.MustCompile(`^\+\+([\w-]+(?:\+[\w-]+)*)\+\+`)
	icon       = regexp.MustCompile(`^:(?:material|fontawesome|octicons|simple)-[\w-]+:`)
	inNote     = regexp.MustCompile(`^\^\[([^\[\]]+)\]`)
	smallMark  = regexp.MustCompile(`^(?:~([+−-]?[\p{L}\p{N}]{1,12}[+−-]?)~|\^([+−-]?[\p{L}\p{N}]{1,12}[+−-]?)\^)`)
	struckOut  = regexp.MustCompile(`^~(\p{L}|\p{L}[^~]*[^~\s])~`) // ~5 is about 5
	raisedTag  = regexp.MustCompile(`(?i)^<sup(?:\s[^<>]*)?>(.{0,200}?)</sup\s*>`)
	loweredTag = regexp.MustCompile(`(?i)^<sub(?:\s[^<>]*)?>(.{0,200}?)</sub\s*>`)
	noteLink   = regexp.MustCompile(`(?i)href\s*=\s*["']?[^"'\s>]*#|\]\([^)]*#|class\s*=\s*["']?[^"'>]*(foot)?note`)
	entity     = regexp.MustCompile(`^&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)
	wiki       = regexp.MustCompile(`^\[\[([^\[\]|\n]+)(?:\\?\|([^\[\]\n]+))?\]\]`)
	footMark   = regexp.MustCompile(`^\[\^[^\]\s]+\]`)
	reference  = regexp.MustCompile(`^\[([^\[\]]+)\](?:\[([^\[\]]*)\])?`)
	picture    = regexp.MustCompile(`(?i)\.(png|jpe?g|gif|svg|webp|bmp|avif|mp3|mp4|webm|wav|m4a|ogg|mov|pdf|canvas|base)(?:#[^#]*)?$`)
	// Obsidian's Dataview runs it
	inlineQuery = regexp.MustCompile(`^(?:= ?(?:this|dateformat|date|link|choice)\b|\$= ?\w)`)
	fieldAside  = regexp.MustCompile(`^\((\pL[\pL\d _-]{0,40}):: ([^()]+)\)`)
	fieldIn     = regexp.MustCompile(`^\[(\pL[\pL\d _-]{0,40}):: ?([^\]\[]+)\]`)
)

// maxAhead is how many bytes a mark looks ahead for its end, so that a line of ten
// thousand open brackets costs ten thousand short looks at most.
const maxAhead = 2000

// maxNested bounds marks within marks.
const maxNested = 12

// A marks takes markup off lines.
type marks struct {
	refs  map[string]bool // labels of the references that are defined
	ended map[string]bool // shortcodes that hold something, down to a tag that ends them
	left  untold
}

// inline takes markup off a line.
func inline(s string) string { return new(marks).inline(s, 0) }

func (k *marks) inline(s string, depth int) string {
	if depth > maxNested {
		return s
	}
	again := func(s string) string { return k.inline(s, depth+1) }
	var b strings.Builder
	for i := 0; i < len(s); {
		ahead := s[i:min(len(s), i+maxAhead)]
		text, n := "", 0
		switch c := s[i]; c {
		case '\\':
			if i+1 < len(s) && strings.IndexByte("\\`*_{}[]()<>#+-.!|~\"'^=$:&", s[i+1]) >= 0 {
				text, n = s[i+1:i+2], 2
			}
		case '$':
			text, n = formula(ahead)
		case '<':
			if m := raisedTag.FindStringSubmatch(ahead); m != nil {
				text, n = raisedText(tidy(again(m[1])), b.String(), noteLink.MatchString(m[0])), len(m[0])
				break
			}
			if m := loweredTag.FindStringSubmatch(ahead); m != nil {
				text, n = cmp.Or(small(m[1], loweredSigns), again(m[1])), len(m[0])
				break
			}
			if n = struckElement(ahead); n > 0 {
				k.left.struck++
				break
			}
			text, n = tagOrLink(ahead, i > 0 && isWord(s[i-1]))
		case '&':
			if m := entity.FindString(ahead); m != "" {
				text, n = html.UnescapeString(m), len(m)
			}
		case '{':
			if m := escapedTag.FindStringSubmatch(ahead); m != nil {
				text, n = "{{"+m[1]+" "+m[2]+" "+m[3]+"}}", len(m[0])
				break
			}
			if m := filledIn.FindStringSubmatch(ahead); m != nil && !k.ended[m[3]] && !breaks.MatchString(m[3]) {
				text, n = "["+cmp.Or(m[1], m[2], m[3])+"]", len(m[0])
				k.left.filled++
				break
			}
			n = len(braces.FindString(ahead))
			if strings.HasPrefix(ahead, "{{") && i > 0 && !unicode.IsSpace(rune(s[i-1])) && i+n < len(s) && isWord(s[i+n]) {
				text = " " // as tabs have it
			}
		case '+': // ++ctrl+del++
			if m := keys.FindStringSubmatch(ahead); m != nil && (i == 0 || !isWord(s[i-1])) {
				text, n = m[1], len(m[0])
			}
		case ':':
			n = len(icon.FindString(ahead))
		case '^': // a power as pandoc has it, and Obsidian's and pandoc's footnote within the line
			if m := smallMark.FindStringSubmatch(ahead); m != nil && i > 0 && isWord(s[i-1]) {
				if text, n = raisedText(m[2], b.String(), false), len(m[0]); text == "" {
					text = raised(m[2])
				}
				break
			}
			if m := inNote.FindStringSubmatch(ahead); m != nil && i > 0 {
				text, n = " ("+strings.TrimSpace(again(m[1]))+")", len(m[0])
			}
		case '!':
			if strings.HasPrefix(ahead, "![") {
				text, n = embedded(ahead, k.refs)
			}
		case '(': // Obsidian's too
			if m := fieldAside.FindStringSubmatch(ahead); m != nil {
				text, n = m[1]+": "+again(m[2]), len(m[0])
			}
		case '[':
			if text, n = bracketed(ahead, k.refs); n > 0 {
				text = again(text)
			}
		case '`', '*', '_', '=', '~':
			mark := ahead[:len(ahead)-len(strings.TrimLeft(ahead, string(c)))]
			if mark == "~" {
				if text, n = lowered(ahead, i > 0 && isWord(s[i-1])); text == "" {
					k.left.struck++
				}
				break
			}
			if (c == '=' || c == '~') && len(mark) != 2 || mark == "*" && i > 0 && isDigit(s[i-1]) && i+1 < len(s) && isDigit(s[i+1]) {
				text, n = mark, len(mark)
				break
			}
			held, ok := between(ahead, mark, i > 0 && isWord(s[i-1]))
			if text, n = mark, len(mark); ok {
				text, n = held, 2*len(mark)+len(held)
				switch c {
				case '`':
					if inlineQuery.MatchString(held) {
						text = ""
					}
				case '~':
					text = ""
					k.left.struck++
				default:
					text = again(held)
				}
			}
		}
		if n == 0 {
			b.WriteByte(s[i])
			i++
			continue
		}
		b.WriteString(text)
		i += n
	}
	return b.String()
}

// lowered reads what single tildes hold: a small text below the line (H~2~O), or outside of
// words one that is struck out, and left out.
func lowered(s string, afterWord bool) (text string, n int) {
	if m := smallMark.FindStringSubmatch(s); m != nil && afterWord {
		return cmp.Or(small(m[1], loweredSigns), m[1]), len(m[0])
	}
	if m := struckOut.FindStringSubmatch(s); m != nil && !afterWord && (len(m[0]) == len(s) || !isWord(s[len(m[0])])) {
		return "", len(m[0])
	}
	return "~", 1
}

// struckElement returns how many bytes an element takes that is struck out, from its tag to the one that ends it;
// 0 where there is none.
func struckElement(s string) int {
	m := tagMark.FindStringSubmatch(s)
	if m == nil || s[1] == '/' || !isStruck(atom.Lookup([]byte(strings.ToLower(m[1])))) && !struckCSS.MatchString(m[2]) {
		return 0
	}
	end, open := "</"+m[1]+">", 0
	for at := 0; ; {
		next := strings.Index(s[at:], end)
		if next < 0 {
			return 0
		}
		open += strings.Count(s[at:at+next], "<"+m[1]+">") + strings.Count(s[at:at+next], "<"+m[1]+" ") - 1
		if at += next + len(end); open <= 0 {
			return at
		}
	}
}

// tagOrLink reads a tag, which leaves nothing or a space, or an address between
// angle brackets.
func tagOrLink(s string, afterWord bool) (text string, n int) {
	if m := autoLink.FindStringSubmatch(s); m != nil {
		return strings.TrimPrefix(m[1], "mailto:"), len(m[0])
	}
	m := tagMark.FindStringSubmatch(s)
	if m == nil {
		return "", 0
	}
	known := atom.Lookup([]byte(strings.ToLower(m[1])))
	component := m[1][0] >= 'A' && m[1][0] <= 'Z' || strings.Contains(m[1], "-")
	switch {
	case known == 0 && (!component || afterWord && s[1] != '/'), afterWord && m[2] != "" && !strings.Contains(m[2], "="):
		return "", 0
	case known == atom.Td || known == atom.Th:
		if s[1] == '/' {
			return cellMark, len(m[0])
		}
		return "", len(m[0])
	case known == atom.Br || isBlock(known):
		return " ", len(m[0])
	case known == atom.Input && boxKind.MatchString(m[2]):
		box := "[ ]"
		if boxTicked.MatchString(m[2]) {
			box = "[x]"
		}
		return taskState(box), len(m[0])
	case component && strings.HasPrefix(s[len(m[0]):], "<"):
		return " ", len(m[0])
	}
	return "", len(m[0])
}

// embedded reads a picture, which leaves its text, or an embedded page, which
// leaves its name.
func embedded(s string, refs map[string]bool) (text string, n int) {
	if m := wiki.FindStringSubmatch(s[1:]); m != nil {
		if picture.MatchString(m[1]) {
			return "", 1 + len(m[0])
		}
		return wikiText(m), 1 + len(m[0])
	}
	if text, n = link(s[1:]); n > 0 {
		return text, n + 1
	}
	if m := reference.FindStringSubmatch(s[1:]); m != nil && refs[label(m)] {
		return m[1], 1 + len(m[0])
	}
	return "", 0
}

// bracketed reads a link of any kind or the mark of a footnote.
func bracketed(s string, refs map[string]bool) (text string, n int) {
	if m := wiki.FindStringSubmatch(s); m != nil {
		return wikiText(m), len(m[0])
	}
	if m := fieldIn.FindStringSubmatch(s); m != nil { // Obsidian's
		return m[1] + ": " + m[2], len(m[0])
	}
	if m := footMark.FindString(s); m != "" {
		return "", len(m)
	}
	if text, n = link(s); n > 0 {
		return text, n
	}
	if m := reference.FindStringSubmatch(s); m != nil && refs[label(m)] {
		return m[1], len(m[0])
	}
	return "", 0
}

func label(m []string) string {
	if m[2] != "" {
		return strings.ToLower(tidy(m[2]))
	}
	return strings.ToLower(tidy(m[1]))
}

func wikiText(m []string) string {
	if m[2] != "" {
		return m[2]
	}
	page, part, parted := strings.Cut(m[1], "#")
	switch part = strings.TrimPrefix(part, "^"); {
	case !parted:
		return page
	case page == "":
		return part
	}
	return page + " > " + part
}

// link reads "[text](address "title")" at the start of s and says how long it is; 0
// where there is none.
func link(s string) (text string, n int) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth > 0 {
				continue
			}
			if !strings.HasPrefix(s[i:], "](") {
				return "", 0
			}
			end := closingParen(s[i+1:])
			if end < 0 {
				return "", 0
			}
			if to, _, _ := strings.Cut(s[i+2:i+1+end], `"`); strings.Contains(to, "[") {
				return "", 0
			}
			return s[1:i], i + 1 + end + 1
		}
	}
	return "", 0
}

// closingParen finds the bracket that closes the one s begins with, -1 for none.
func closingParen(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// between returns what stands between mark and its like, where mark opens
// emphasis or code at the start of s: no space behind the opening mark nor
// before the closing one, and underscores only outside words.
func between(s, mark string, afterWord bool) (held string, ok bool) {
	rest := s[len(mark):]
	if mark[0] == '`' {
		return codeBetween(rest, mark)
	}
	if len(mark) > 3 || rest == "" || rest[0] == ' ' || mark[0] == '_' && afterWord {
		return "", false
	}
	for from := 0; ; {
		i := strings.Index(rest[from:], mark)
		if i < 0 {
			return "", false
		}
		i += from
		end := i + len(mark)
		closes := i > 0 && rest[i-1] != ' ' && (end == len(rest) || rest[end] != mark[0]) &&
			(mark[0] != '_' || end == len(rest) || !isWord(rest[end]))
		if closes {
			return rest[:i], true
		}
		for end < len(rest) && rest[end] == mark[0] {
			end++
		}
		from = end
	}
}

func codeBetween(rest, mark string) (held string, ok bool) {
	for from := 0; ; {
		i := strings.Index(rest[from:], mark)
		if i < 0 {
			return "", false
		}
		i += from
		end := i + len(mark)
		if end == len(rest) || rest[end] != '`' {
			return rest[:i], i > 0
		}
		for end < len(rest) && rest[end] == '`' {
			end++
		}
		from = end
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWord(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
