package corpus

import "strings"

// readMarkdown reads an article written in Markdown, with a front matter or
// without: a digest where its front matter gives the SHA-256 of an original or
// says digest: true, and else the article itself, in its own words. There,
// paragraphs are the blocks of the body by the rule of Blocks. Headings name
// the section of what is below them and, like rules and comments, count but
// are no paragraphs. Markup inside a line is taken off.
func readMarkdown(file, text string, src *Source, f *faults) {
	front, body, line, err := splitFront(text)
	if err != nil {
		f.at(file, 1, "%v", err)
		return
	}
	if front != "" && readFront(file, front, src, f) || src.SHA256 != "" {
		readDigest(file, body, line, src, f)
		return
	}
	heading := ""
	for i, b := range blocksAt(body) {
		text := b.text
		for {
			h, rest, ok := cutHeading(text)
			if !ok {
				h, ok = underlined(text)
				rest = ""
			}
			if !ok {
				break
			}
			if h = plain(h); i == 0 && src.Title == "" {
				src.Title = h
			} else {
				heading = h
			}
			text = rest
		}
		if text = plain(text); text != "" {
			src.Paragraphs = append(src.Paragraphs, Paragraph{N: i + 1, Heading: heading, Text: text, Verbatim: true})
		}
	}
}

// readText reads a plain text: every block is a paragraph, for nothing in it
// tells a heading from a short paragraph.
func readText(_, text string, src *Source, _ *faults) {
	for i, b := range Blocks(text) {
		src.Paragraphs = append(src.Paragraphs, Paragraph{N: i + 1, Text: tidy(b), Verbatim: true})
	}
}

// underlined reads a heading of two lines, the second of === or ---.
func underlined(s string) (heading string, ok bool) {
	first, second, ok := strings.Cut(s, "\n")
	second = strings.TrimSpace(second)
	if !ok || second == "" || strings.Trim(second, "=") != "" && strings.Trim(second, "-") != "" {
		return "", false
	}
	return tidy(first), true
}

// plain takes Markdown's markup off a block and makes one line of it: rules
// and comments vanish, bullets become "•", quotation marks (>) go, a link or
// picture leaves its text, and emphasis and code leave what they hold. What is
// not surely markup stays as it is.
func plain(s string) string {
	s = withoutComments(s)
	var lines []string
	for l := range strings.Lines(s) {
		l = strings.TrimSpace(l)
		if strings.Trim(l, "-*_ =") == "" || strings.HasPrefix(l, "```") || strings.HasPrefix(l, "~~~") {
			continue
		}
		for strings.HasPrefix(l, ">") {
			l = strings.TrimSpace(l[1:])
		}
		for _, bullet := range []string{"- ", "* ", "+ "} {
			if rest, ok := strings.CutPrefix(l, bullet); ok {
				l = "• " + rest
			}
		}
		lines = append(lines, l)
	}
	return tidy(inline(strings.Join(lines, " ")))
}

func withoutComments(s string) string {
	if !strings.Contains(s, "<!--") {
		return s
	}
	var b strings.Builder
	for s != "" {
		before, rest, _ := strings.Cut(s, "<!--")
		b.WriteString(before)
		_, s, _ = strings.Cut(rest, "-->")
	}
	return b.String()
}

// inline takes markup off one line. It goes through it once; every mark looks
// ahead for its end, so a line of ten thousand open brackets costs ten
// thousand short searches at most (maxAhead bounds each).
func inline(s string) string {
	const maxAhead = 2000 // bytes between a mark and its end
	var b strings.Builder
	for i := 0; i < len(s); {
		ahead := s[i:min(len(s), i+maxAhead)]
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && strings.IndexByte("\\`*_{}[]()<>#+-.!|~\"'", s[i+1]) >= 0:
			b.WriteByte(s[i+1])
			i += 2
		case c == '!' && strings.HasPrefix(ahead, "!["):
			i++ // the picture's link follows
			if _, n := link(ahead[1:]); n == 0 {
				b.WriteByte('!')
			}
		case c == '[':
			text, n := link(ahead)
			if n == 0 {
				b.WriteByte(c)
				n = 1
			} else {
				b.WriteString(inline(text))
			}
			i += n
		case c == '`', c == '*', c == '_':
			mark := ahead[:len(ahead)-len(strings.TrimLeft(ahead, string(c)))]
			held, ok := between(ahead, mark, i > 0 && isWord(s[i-1]))
			if !ok {
				b.WriteString(mark)
				i += len(mark)
				continue
			}
			if c != '`' {
				b.WriteString(inline(held))
			} else {
				b.WriteString(held)
			}
			i += 2*len(mark) + len(held)
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String()
}

// link reads "[text](address)" at the start of s and says how long it is; 0
// where there is none.
func link(s string) (text string, n int) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth > 0 {
				continue
			}
			end := strings.IndexByte(s[i:], ')')
			if !strings.HasPrefix(s[i:], "](") || end < 0 || strings.ContainsRune(s[i+2:i+end], '[') {
				return "", 0
			}
			return s[1:i], i + end + 1
		}
	}
	return "", 0
}

// between returns what stands between mark and its like, where mark opens
// emphasis or code at the start of s: no space behind the opening mark nor
// before the closing one, and underscores only outside words.
func between(s, mark string, afterWord bool) (held string, ok bool) {
	rest := s[len(mark):]
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

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
