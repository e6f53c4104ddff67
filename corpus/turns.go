package corpus

import (
	"regexp"
	"strings"
)

// A chat or a talk that was written down has a line for each thing that was said, behind when or by whom or both:
// "[00:02:57] Cy: …", "12/05/2023, 10:39 - Dot: …", "ANN: …". Who writes so may need no full stops, and each line counts
// as a paragraph, as a block does elsewhere. What is said in sentences is read as other texts are.

const (
	clockForm = `\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?`
	dayForm   = `\d{1,4}[./-]\d{1,2}[./-]\d{1,4}`
)

var (
	dayStamp    = regexp.MustCompile(`^\[?(` + dayForm + `)[,.]?\s+(` + clockForm + `)\]?(?:\s*[-–—:]\s+|\s+)`)
	clockStamp  = regexp.MustCompile(`^(?:\[(` + clockForm + `)(?:\s*(?:-->|[-–—])\s*` + clockForm + `)?\]|\((` + clockForm + `)\)|(\d{1,2}:\d{2}(?::\d{2})?))(?:\s*[-–—:]\s+|\s+)`)
	speaker     = regexp.MustCompile(`^(?:(\pL[\pL\pN.'’_ -]{0,39}|\+\d[\d ()-]{6,20}):|<([^<>\s]{1,30})>)\s+(\S.*)$`)
	stampBehind = regexp.MustCompile(`^(\pL[\pL\pN.'’_ -]{0,39}?)\s*[\[(](` + clockForm + `)[\])]:?\s+(\S.*)$`) // "Cy (0:12): …"
)

// A turn is what one line says.
type turn struct {
	day, time, who string
	said           string // … or the whole line
	whole          bool
}

// turnOf reads a line that begins with when or by whom it was said, or both. A time that stands there without
// brackets or a day, or without who speaks, may be told of ("19:00 Doors open") and stays.
func turnOf(line string) (t turn, ok bool) {
	line = tidy(line)
	if m := stampBehind.FindStringSubmatch(line); m != nil {
		return turn{time: m[2], who: m[1], said: m[3]}, true
	}
	rest := line
	if m := dayStamp.FindStringSubmatch(line); m != nil {
		t.day, t.time, rest = m[1], m[2], line[len(m[0]):]
	} else if m := clockStamp.FindStringSubmatch(line); m != nil {
		t.time, rest = m[1]+m[2]+m[3], line[len(m[0]):]
	}
	t.said, t.whole = line, true
	if m := speaker.FindStringSubmatch(rest); m != nil && len(strings.Fields(m[1])) < 5 {
		if t.who = m[1] + m[2]; t.day != "" || !isDigit(line[0]) {
			t.said, t.whole = m[3], false
		}
	}
	return t, rest != "" && (t.time != "" || t.who != "")
}

// minTurns is how many lines there are at least that show that each was said by itself, and maxBefore how many may
// stand above the first.
const (
	minTurns  = 4
	maxBefore = 3
)

// turnsOf returns what was said line by line, nil where lines are no such text. A line without a mark goes on with the
// one above it.
func turnsOf(lines []string) (turns []turn) {
	if len(lines) < minTurns {
		return nil
	}
	n, stamped, spoken, both, ended, words := 0, 0, 0, 0, 0, 0
	people := map[string]bool{}
	for i, l := range lines {
		t, ok := turnOf(l)
		switch {
		case !ok && n == 0 && i == maxBefore:
			return nil
		case !ok && n == 0:
			turns = append(turns, turn{said: tidy(l), whole: true})
			continue
		case !ok:
			turns[len(turns)-1].said += " " + tidy(l)
			continue
		}
		turns = append(turns, t)
		n++
		if t.time != "" {
			stamped++
		}
		if t.who != "" {
			spoken++
			people[t.who] = true
		}
		if t.time != "" && t.who != "" {
			both++
		}
		if words += len(strings.Fields(t.said)); sentenceEnd.MatchString(t.said) {
			ended++
		}
	}
	switch {
	case n < minTurns || 2*n < len(lines):
		return nil
	case 2*both >= n: // a chat
		return turns
	case 2*ended >= n || words < 3*n:
		return nil
	case 3*stamped >= 2*n && 5*ended < n, 3*spoken >= 2*n && 2*len(people) <= n:
		return turns
	}
	return nil
}

// turnsIn makes a paragraph of each thing that was said in the lines of a block, from number n, nil where they are no
// such text: the day is its heading and the time its place.
func turnsIn(n int, heading string, lines []string) (list []Paragraph) {
	turns := turnsOf(lines)
	order := NoDayOrder
	for _, t := range turns {
		order |= DayOrderOf(t.day)
	}
	for i, t := range turns {
		p := Paragraph{N: n + i, Heading: heading, Text: t.said, Verbatim: true}
		if !t.whole {
			day, err := ReadDateAs(t.day, order)
			if err != nil {
				day = t.day
			}
			p.Heading, p.Text, p.Place = under(heading, day), t.who+": "+t.said, t.time
		}
		list = append(list, p)
	}
	return list
}
