package corpus

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// In a talk that was written down a time may stand on a line of its own above what is said from then on, with who speaks or
// without:
//
//	[00:12:03]              12:03 Ann Berg
//	The crane was mended.   The crane was mended.
//
// It is the place of what follows, and no text.

var stampLine = regexp.MustCompile(`^(?:(\pL[\pL\pN.'’ -]{0,39}?):?\s+)?([\[(])?(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,]\d{1,3})?([\])])?(?:\s*[-–—]?\s*(\pL[\pL\pN.'’ -]{0,39}?):?)?$`)

// longestStamp is how many bytes such a line has at most.
const longestStamp = 120

// A stamp is such a line.
type stamp struct {
	place, who string
	at         time.Duration
	sure       bool // it is no time of day: in brackets, or with seconds
}

func stampOf(line string) (s stamp, ok bool) {
	if len(line) > longestStamp || strings.IndexByte(line, ':') < 0 {
		return s, false
	}
	m := stampLine.FindStringSubmatch(strings.Trim(tidy(line), "*_# "))
	if m == nil || (m[2] == "") != (m[6] == "") || m[1] != "" && m[7] != "" {
		return s, false
	}
	s.who = m[1] + m[7]
	if words := strings.Fields(s.who); len(words) > 4 || slices.ContainsFunc(words, func(w string) bool { return !startsUpper(w) }) {
		return s, false
	}
	hours, _ := strconv.Atoi(m[3])
	minutes, _ := strconv.Atoi(m[4])
	seconds, _ := strconv.Atoi(m[5])
	if seconds > 59 || m[3] != "" && minutes > 59 {
		return s, false
	}
	s.at = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
	s.place = place(strconv.Itoa(int(s.at/time.Hour)), zeros(int(s.at/time.Minute)%60), zeros(seconds))
	s.sure = m[2] != "" || m[3] != ""
	return s, true
}

func zeros(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// A text has at least minStamps of them, of times that never fall. Those that could be of a day ("9:00") begin with the first
// minute of a recording instead.
const minStamps = 3

func areStamps(list []stamp) bool {
	if len(list) < minStamps || !list[0].sure && list[0].at >= time.Minute {
		return false
	}
	return slices.IsSortedFunc(list, func(a, b stamp) int { return int(a.at - b.at) }) && list[0].at < list[len(list)-1].at
}

// isStamped reports whether lines are a talk with times on lines of their own, each above something that is said: a few words,
// most of which are no names, as those of a list of results are.
func isStamped(lines []string) bool {
	var list []stamp
	said, words, names := 1, 0, 0
	for _, l := range lines {
		if s, ok := stampOf(l); ok {
			if said == 0 {
				return false
			}
			list, said = append(list, s), 0
			continue
		}
		if len(list) == 0 {
			continue
		}
		for w := range strings.FieldsSeq(l) {
			said++
			if words++; startsUpper(w) {
				names++
			}
		}
	}
	return said > 0 && areStamps(list) && words >= wordsSaid*len(list) && 2*names < words
}

// wordsSaid is how many words are said at least from one time to the next, as a mean.
const wordsSaid = 3

func startsUpper(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r)
}

// readStamped reads such a text. What is said from one time on is a paragraph, or where few of these end with a sentence, as
// captions do, they are gathered as subtitles are. What stands above the first time is read as other texts are.
func readStamped(lines []string, src *Source) {
	first := slices.IndexFunc(lines, func(l string) bool { _, ok := stampOf(l); return ok })
	if above := strings.TrimSpace(strings.Join(lines[:first], "\n")); above != "" && !strings.Contains(above, "\n") && src.Title == "" {
		src.Title = tidy(above)
	} else if above != "" {
		readText("", above, src, nil)
	}
	type part struct {
		stamp
		said []string
	}
	var parts []part
	ended := 0
	for _, l := range lines[first:] {
		if s, ok := stampOf(l); ok {
			parts = append(parts, part{stamp: s})
		} else if l = tidy(l); l != "" {
			p := &parts[len(parts)-1]
			p.said = append(p.said, l)
		}
	}
	for _, p := range parts {
		if sentenceEnd.MatchString(p.said[len(p.said)-1]) {
			ended++
		}
	}
	t := transcript{src: src}
	for _, p := range parts {
		t.time = p.place
		for _, l := range p.said {
			t.add(p.who, l)
		}
		if 2*ended >= len(parts) {
			t.end()
		}
	}
	t.end()
}

// placeStamped gives paragraphs the time as their place that stands in one of its own above them, which is taken out.
func placeStamped(src *Source) {
	var list []stamp
	for _, p := range src.Paragraphs {
		if s, ok := stampOf(p.Text); ok {
			list = append(list, s)
		}
	}
	if !areStamps(list) {
		return
	}
	place, who := "", ""
	var kept []Paragraph
	for _, p := range src.Paragraphs {
		if s, ok := stampOf(p.Text); ok {
			place, who = s.place, s.who
			continue
		}
		if p.Place == "" {
			p.Place = place
		}
		if who != "" {
			p.Text, who = who+": "+p.Text, ""
		}
		kept = append(kept, p)
	}
	if len(kept) > 0 {
		src.Paragraphs = kept
	}
}
