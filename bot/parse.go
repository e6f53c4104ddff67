package bot

import (
	"strconv"
	"strings"
	"unicode"
)

// How commands are typed, and how what comes next is written down. A typed command
// is its name and what follows, without any quoting that people would have to
// know: what is a year and what a title shows itself.
//
//	/film Snowpiercer
//	/timeline 1955 1970 Hong Kong      from, to, about; - is no bound
//	/timeline 1960s · /timeline 1955-1970 · /timeline from 1955 about Hong Kong
//	/compare Snowpiercer and Okja      or "vs", "with", a comma, a bar
//	/source kobiz-2025 26
//	/more 10 timeline 1955 - Hong Kong what comes behind the first ten

// maxCommand is how many bytes of a typed command are read.
const maxCommand = 2000

// cutCommand parts "/film  Snowpiercer" into "film" and "Snowpiercer".
func cutCommand(text string) (name, rest string) {
	text = strings.ToValidUTF8(text[:min(len(text), maxCommand)], "")
	text = strings.TrimPrefix(strings.TrimSpace(text), "/")
	i := strings.IndexFunc(text, unicode.IsSpace)
	if i < 0 {
		return text, ""
	}
	return text[:i], strings.TrimSpace(text[i:])
}

// parse reads what was typed behind a command's name.
func (c Command) parse(rest string) map[string]string {
	options := map[string]string{}
	switch c.Name {
	case "timeline":
		parseTimeline(rest, options)
	case "compare":
		options["a"], options["b"] = parsePair(rest)
	case "source":
		options["id"], options["n"] = parseSource(rest)
	default:
		if len(c.Options) > 0 {
			options[c.Options[0].Name] = unquote(rest)
		} else {
			options[""] = rest
		}
	}
	return options
}

// parseTimeline takes years, decades and spans off the front, and what is left is
// what it is about.
func parseTimeline(rest string, options map[string]string) {
	words := strings.Fields(rest)
	slot := []string{"from", "to"}
	for len(words) > 0 && len(slot) > 0 {
		word := strings.ToLower(strings.TrimRight(words[0], ","))
		from, to, ok := years(word)
		switch {
		case word == "-":
			slot = slot[1:]
		case ok && from == to && from > 0:
			options[slot[0]], slot = strconv.Itoa(from), slot[1:]
		case ok && len(slot) == 2:
			options["from"], options["to"], slot = strconv.Itoa(from), strconv.Itoa(to), nil
		case (word == "from" || word == "since" || word == "after") && len(words) > 1 && isYear(words[1]):
			slot = []string{"from", "to"}
		case (word == "to" || word == "until" || word == "before") && len(words) > 1 && isYear(words[1]):
			slot = []string{"to"}
		default:
			slot = nil
			continue
		}
		words = words[1:]
	}
	if len(words) > 1 && strings.EqualFold(words[0], "about") {
		words = words[1:]
	}
	options["about"] = unquote(strings.Join(words, " "))
}

// years reads 1955, 1955-1970 and 1960s.
func years(word string) (from, to int, ok bool) {
	if isYear(word) {
		y, _ := strconv.Atoi(word)
		return y, y, true
	}
	if decade, isDecade := strings.CutSuffix(word, "s"); isDecade && isYear(decade) {
		y, _ := strconv.Atoi(decade)
		return y, y + 9, true
	}
	a, b, isSpan := strings.Cut(strings.ReplaceAll(word, "–", "-"), "-")
	if isSpan && isYear(a) && isYear(b) {
		from, _ = strconv.Atoi(a)
		to, _ = strconv.Atoi(b)
		return from, to, true
	}
	return 0, 0, false
}

func isYear(word string) bool {
	word = strings.TrimRight(word, ",")
	n, err := strconv.Atoi(word)
	return err == nil && len(word) == 4 && n >= 1000
}

// parsePair parts two names at a bar, a comma, "vs", "with" or "and", whichever
// there is first. Where there is none, all of it is the first.
func parsePair(rest string) (a, b string) {
	if strings.HasPrefix(rest, `"`) {
		if i := strings.IndexByte(rest[1:], '"'); i > 0 {
			after := strings.TrimLeft(rest[i+2:], " ,|")
			for _, word := range []string{"and ", "vs ", "vs. ", "with "} {
				after = strings.TrimPrefix(after, word)
			}
			return rest[1 : i+1], unquote(after)
		}
	}
	for _, by := range []string{"|", " vs. ", " vs ", " versus ", " with ", " and ", ", "} {
		if i := strings.Index(strings.ToLower(rest), by); i > 0 && i+len(by) < len(rest) {
			return unquote(rest[:i]), unquote(rest[i+len(by):])
		}
	}
	return unquote(rest), ""
}

// parseSource reads "kobiz-2025 26" and "kobiz-2025:26".
func parseSource(rest string) (id, n string) {
	rest = unquote(rest)
	i := strings.LastIndexAny(rest, " :")
	if i > 0 {
		tail := strings.TrimLeft(rest[i+1:], "¶#")
		if v, err := strconv.Atoi(tail); err == nil && v > 0 && !isYear(tail) {
			return strings.TrimSpace(rest[:i]), strconv.Itoa(v)
		}
	}
	return rest, ""
}

// unquote takes quotation marks off the ends.
func unquote(s string) string {
	s = strings.TrimSpace(s)
	for _, pair := range []string{`""`, "''", "“”", "‘’", "「」", "《》", "<>"} {
		marks := []rune(pair)
		if rest, ok := strings.CutPrefix(s, string(marks[0])); ok {
			if rest, ok = strings.CutSuffix(rest, string(marks[1])); ok && rest != "" {
				return strings.TrimSpace(rest)
			}
		}
	}
	return s
}

// timelineLine is how a timeline is asked for.
func timelineLine(from, to int, about string) string {
	bound := func(y int) string {
		if y == 0 {
			return "-"
		}
		return strconv.Itoa(y)
	}
	switch {
	case about != "":
		return "timeline " + bound(from) + " " + bound(to) + " " + about
	case from != 0 || to != 0:
		return "timeline " + bound(from) + " " + bound(to)
	}
	return "timeline"
}

// moreLine is how what comes behind the first so many is asked for.
func moreLine(offset int, command string) string {
	return "/more " + strconv.Itoa(offset) + " " + command
}

// backLine is how the page before the one at an offset is asked for; empty on the first.
func backLine(offset, page int, command string) string {
	if offset <= 0 {
		return ""
	}
	return moreLine(max(offset-page, 0), command)
}

// cutMore parts "10 timeline 1955" into 10 and "timeline 1955".
func cutMore(rest string) (offset int, command string, ok bool) {
	head, tail, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.Atoi(head)
	const most = 1_000_000
	return n, strings.TrimSpace(tail), err == nil && n >= 0 && n <= most && strings.TrimSpace(tail) != ""
}
