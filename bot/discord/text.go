package discord

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Discord counts lengths in Unicode code points.
const (
	maxContent    = 2000
	maxLayout     = 4000 // over all texts of a message of components, which may be 40
	maxTitle      = 256
	maxSources    = 800 // beneath an answer; ours
	maxFieldName  = 256
	maxLabel      = 80
	maxRow        = 5 // buttons in a row
	maxRows       = 5
	maxCustomID   = 100
	maxChoices    = 25 // of an autocompletion
	maxChoice     = 100
	maxModalTitle = 45
	maxInputLabel = 45
	maxHint       = 100 // a placeholder
	maxTyped      = 300 // in a dialogue; ours
)

func runes(s string) int { return utf8.RuneCountInString(s) }

// clip cuts a plain text to n code points, the last being "…" when something was cut. It
// does not cut between a letter and its marks, or inside an emoji of several code
// points.
func clip(s string, n int) string {
	s = visible(strings.ToValidUTF8(s, "�"))
	if runes(s) <= n {
		return s
	}
	if n < 1 {
		return ""
	}
	r := []rune(s)
	cut := whole(r, n-1)
	return strings.TrimRightFunc(string(r[:cut]), unicode.IsSpace) + "…"
}

// whole returns the last place at or before n where r may be cut; n when it would be far
// back.
func whole(r []rune, n int) int {
	for cut := n; cut > 0 && n-cut < 16; cut-- {
		if cut >= len(r) || !joins(r[cut]) && r[cut-1] != '\u200d' && r[cut-1] != '\\' {
			return cut
		}
	}
	return n
}

// joins says whether a rune belongs to the one before it.
func joins(r rune) bool {
	return unicode.Is(unicode.M, r) || r == '\u200d' || r >= 0x1F3FB && r <= 0x1F3FF || r >= 0xE0020 && r <= 0xE007F
}

// escape makes Discord show a text as it is: no bold, no links, no mentions, no quotes.
// Pings are forbidden by other means (see mentions); this is so that nobody's text can
// look like ours.
func escape(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	start := true
	for _, r := range strings.ToValidUTF8(s, "�") {
		switch {
		case strings.ContainsRune("\\*_~`|[]<", r), start && strings.ContainsRune(">#-+", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\r' || unseen(r):
		default:
			b.WriteRune(r)
		}
		start = r == '\n' || start && unicode.IsSpace(r)
	}
	return defuse(b.String())
}

// unseen says whether a letter is not seen itself and changes how others are: controls,
// and those that turn the direction of writing. Joiners of scripts and emojis stay.
func unseen(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 ||
		r == 0x200E || r == 0x200F || r == 0x061C || r >= 0xFFF9 && r <= 0xFFFB
}

// visible drops what is unseen.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return r
	}, s)
}

// defuse breaks what Discord would make a link, an invitation or a mass mention of,
// though none would ping anybody.
func defuse(s string) string {
	return invitation.ReplaceAllString(harmless.Replace(s), "$1\u200b$2")
}

var (
	harmless   = strings.NewReplacer("@everyone", "@\u200beveryone", "@here", "@\u200bhere", "://", ":\u200b//")
	invitation = regexp.MustCompile(`(?i)(discord(?:app)?)(\.\pL)`) // and gifts
)

// unescape undoes escape.
func unescape(s string) string {
	var b strings.Builder
	escaped := false
	for _, r := range s {
		if r == '\\' && !escaped {
			escaped = true
			continue
		}
		escaped = false
		if r != '\u200b' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unmarked is a text of ours without its Markdown: bold letters, links, escapes.
func unmarked(s string) string {
	const kept = "\x00" // of an escaped star
	s = strings.ReplaceAll(s, `\*`, kept)
	s = strings.ReplaceAll(linked.ReplaceAllString(s, "$1"), "**", "")
	return unescape(strings.ReplaceAll(s, kept, "*"))
}

var linked = regexp.MustCompile(`(\[[^\]]*\])\(<[^>]*>\)`)

// escapeTo escapes as much of a text as fits into n code points, "…" included when it
// was cut.
func escapeTo(s string, n int) string {
	s = clip(s, n)
	out := escape(s)
	for keep := runes(s); runes(out) > n && keep > 0; out = escape(clip(s, keep)) {
		keep -= max((runes(out)-n)/2, 1)
	}
	if runes(out) > n {
		return ""
	}
	return out
}

// address returns a web address as it may stand in a link, or "".
func address(raw string) string {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return ""
	}
	if !strings.Contains(raw, "://") {
		raw = "https://" + raw
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !strings.Contains(u.Host, ".") || u.User != nil {
		return ""
	}
	if strings.ContainsFunc(u.Host, func(r rune) bool { return r > '~' || r <= ' ' || strings.ContainsRune("%_()'*!$&+,;=", r) }) {
		return ""
	}
	out := strings.NewReplacer("(", "%28", ")", "%29", "'", "%27", "*", "%2A").Replace(u.String())
	for _, r := range out {
		if r <= ' ' || r > '~' || strings.ContainsRune("<>[]\\\"`|", r) {
			return "" // nothing that could end the link early
		}
	}
	if len(out) > 512 {
		return ""
	}
	return out
}

// link returns a masked link whose preview is suppressed, or the text alone when there
// is no address. The text must be escaped already.
func link(text, raw string) string {
	if a := address(raw); a != "" {
		return "[" + text + "](<" + a + ">)"
	}
	return text
}

// split cuts a Markdown text into pieces of at most n code points: between paragraphs,
// else lines, else sentences, else words, else anywhere. A code block that is cut is
// closed, and opened again in the next piece.
func split(s string, n int) []string {
	s = strings.ToValidUTF8(s, "�")
	const fence = "```"
	var out []string
	open := "" // the line that opened a block in the piece before
	for s = strings.TrimSpace(s); s != ""; {
		head := ""
		if open != "" {
			head = open + "\n"
		}
		room := n - runes(head)
		if runes(s) <= room {
			out = append(out, head+s)
			break
		}
		room -= len("\n" + fence)
		r := []rune(s)
		cut := cutAt(r, max(room, 1))
		piece := strings.TrimRightFunc(string(r[:cut]), unicode.IsSpace)
		s = strings.TrimLeft(string(r[cut:]), " \n")
		open = unclosed(head + piece)
		if open != "" {
			piece += "\n" + fence
			if runes(open) > n/4 {
				open = fence
			}
		}
		if strings.TrimSpace(piece) != "" {
			out = append(out, head+piece)
		}
	}
	return out
}

// cutAt returns where to cut r so that at most n runes come before.
func cutAt(r []rune, n int) int {
	if n >= len(r) {
		return len(r)
	}
	for _, mark := range []string{"\n\n", "\n", ". ", "。", " "} {
		m := []rune(mark)
		for i := n - len(m); i > n/2; i-- {
			if string(r[i:i+len(m)]) == mark {
				return i + len(m)
			}
		}
	}
	return max(whole(r, n), 1)
}

// unclosed returns the line that opened a code block that is still open, or "".
func unclosed(s string) string {
	open := ""
	for line := range strings.Lines(s) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") && strings.Count(line, "```")%2 == 1 {
			if open == "" {
				open = strings.TrimSpace(line)
			} else {
				open = ""
			}
		}
	}
	return open
}
