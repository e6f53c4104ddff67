package compare

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"hapjak/facts"
)

// How a turn of a question set is judged. A turn passes when its status is right,
// each group of names that must be told is in the text, the short answers are
// exactly those expected, at least one citation is an accepted one, every marker has
// its citation, and the text is short enough for a chat. Text is compared by words:
// case, accents, commas in numbers and possessives do not count, and names may be
// spaced and hyphenated as they like.

// A Case is one line of a question set: a conversation of one or more turns.
type Case struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Turns []Turn `json:"turns"`
}

// A Turn is a question and what its answer must be.
type Turn struct {
	Q       string     `json:"q"`
	Status  []string   `json:"status"`
	Short   [][]string `json:"short"` // the short answers, each with its alternatives; nil: any
	All     [][]string `json:"all"`   // what the text must hold
	None    []string   `json:"none"`  // what no short answer may hold
	Cite    []string   `json:"cite"`  // of these one must be cited
	Also    []string   `json:"also"`  // these may be cited
	Ordered bool       `json:"ordered"`

	// Of a question that was asked, without a status: the text of an answer that somebody accepted, or
	// that what the first base answers was accepted. See [Answers.Bases].
	Accepted string `json:"-"`
	Stands   bool   `json:"-"`
}

// A Verdict says how a turn was judged.
type Verdict struct {
	Why          []string // why it falls short; empty when it passes
	Right, Given int      // citations, where the set says which are right
}

// The longest text of a kind of question, in characters.
const (
	maxShort = 600
	maxLong  = 1000
)

func isLong(kind string) bool {
	switch kind {
	case "list", "timeline", "why", "how", "define", "film", "cross", "what", "source", "compare":
		return true
	}
	return false
}

var marker = regexp.MustCompile(`\[(\d+)\]`)

// Judge judges the answer to a turn of a case of a kind.
func Judge(t Turn, kind string, got *facts.Answer) Verdict {
	var v Verdict
	fail := func(format string, args ...any) { v.Why = append(v.Why, fmt.Sprintf(format, args...)) }
	v.countCitations(t, got)
	if !slices.Contains(t.Status, string(got.Status)) {
		fail("status %s, not %s", got.Status, strings.Join(t.Status, "|"))
	}
	if got.Status == facts.Unknown && slices.Contains(t.Status, string(facts.Unknown)) {
		if len(got.Answers) > 0 {
			fail("unknown, yet short answers: %s", shorts(got))
		}
	} else {
		text := wordsOf(marker.ReplaceAllString(got.Text, " "))
		for _, group := range t.All {
			if !slices.ContainsFunc(group, func(a string) bool { return holds(a, text) }) {
				fail("text lacks %s", strings.Join(group, "|"))
			}
		}
		v.judgeShort(t, got)
		v.judgeMarkers(t, got)
	}
	for _, bad := range t.None {
		for _, a := range got.Answers {
			if holds(bad, wordsOf(a.Text)) {
				fail("short answer holds %s", bad)
				break
			}
		}
	}
	most := maxShort
	if isLong(kind) {
		most = maxLong
	}
	if n := utf8.RuneCountInString(got.Text); n > most {
		fail("%d characters", n)
	}
	if strings.TrimSpace(got.Text) == "" {
		fail("empty text")
	}
	return v
}

func (v *Verdict) countCitations(t Turn, got *facts.Answer) {
	if len(t.Cite)+len(t.Also) == 0 {
		return
	}
	v.Given = len(got.Citations)
	for _, c := range got.Citations {
		if ref := c.Ref().String(); slices.Contains(t.Cite, ref) || slices.Contains(t.Also, ref) {
			v.Right++
		}
	}
}

func (v *Verdict) judgeShort(t Turn, got *facts.Answer) {
	if t.Short == nil {
		return
	}
	taken := make([]bool, len(t.Short))
	last, ordered := -1, true
	for _, a := range got.Answers {
		hit := -1
		for i, group := range t.Short {
			if !taken[i] && slices.ContainsFunc(group, func(alt string) bool { return same(a.Text, alt) }) {
				hit = i
				break
			}
		}
		if hit < 0 {
			v.Why = append(v.Why, "short answer not expected: "+a.Text)
			continue
		}
		taken[hit] = true
		ordered = ordered && hit > last
		last = hit
	}
	for i, group := range t.Short {
		if !taken[i] {
			v.Why = append(v.Why, "short answer missing: "+group[0])
		}
	}
	if t.Ordered && !ordered {
		v.Why = append(v.Why, "short answers out of order")
	}
}

func (v *Verdict) judgeMarkers(t Turn, got *facts.Answer) {
	var refs []string
	cited := map[int]bool{}
	for _, c := range got.Citations {
		refs = append(refs, c.Ref().String())
		cited[c.Marker] = true
	}
	if len(t.Cite) > 0 && !slices.ContainsFunc(refs, func(r string) bool { return slices.Contains(t.Cite, r) }) {
		v.Why = append(v.Why, fmt.Sprintf("no accepted citation among %v", refs))
	}
	marks := marker.FindAllStringSubmatch(got.Text, -1)
	if len(t.Cite) > 0 && len(marks) == 0 {
		v.Why = append(v.Why, "text carries no marker")
	}
	for _, m := range marks {
		if n, _ := strconv.Atoi(m[1]); !cited[n] {
			v.Why = append(v.Why, "a marker without a citation: "+m[0])
		}
	}
}

func shorts(a *facts.Answer) string {
	var list []string
	for _, s := range a.Answers {
		list = append(list, s.Text)
	}
	return strings.Join(list, ", ")
}

var thousands = regexp.MustCompile(`(\d),(\d{3})`)

// wordsOf returns the words of a text as they are compared.
func wordsOf(s string) []string {
	s = norm.NFKD.String(cases.Fold().String(s))
	s = strings.Map(func(r rune) rune {
		if norm.NFKD.PropertiesString(string(r)).CCC() != 0 {
			return -1
		}
		return r
	}, s)
	s = strings.ReplaceAll(s, "’", "'")
	s = strings.ReplaceAll(s, "'s ", " ")
	for thousands.MatchString(s) {
		s = thousands.ReplaceAllString(s, "$1$2")
	}
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// holds reports whether a text has an alternative: its words in a row; as the
// beginning of a word where it is one word in small letters; or written together.
func holds(alternative string, text []string) bool {
	want := wordsOf(alternative)
	if len(want) == 0 {
		return true
	}
	prefix := len(want) == 1 && alternative == strings.ToLower(alternative) && isLetters(alternative)
	for i := 0; i+len(want) <= len(text); i++ {
		if slices.Equal(text[i:i+len(want)], want) || prefix && strings.HasPrefix(text[i], want[0]) {
			return true
		}
	}
	squashed := strings.Join(want, "")
	if utf8.RuneCountInString(squashed) <= 5 {
		return false
	}
	const reach = 8 // words
	for i := range text {
		run := ""
		for _, w := range text[i:min(i+reach, len(text))] {
			if run += w; run == squashed {
				return true
			}
			if len(run) > len(squashed) {
				break
			}
		}
	}
	return false
}

func isLetters(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return s != ""
}

var yearBehind = regexp.MustCompile(`\s*\((1[89]|20)\d\d\)\s*$`)

// bare is a name without its year, its article and its spaces.
func bare(s string) string {
	w := wordsOf(yearBehind.ReplaceAllString(s, ""))
	if len(w) > 1 && (w[0] == "the" || w[0] == "a" || w[0] == "an") {
		w = w[1:]
	}
	return strings.Join(w, "")
}

// same reports whether a short answer is an alternative, or a phrase of a few words
// more around it.
func same(short, alternative string) bool {
	const around = 6 // words
	return bare(short) == bare(alternative) ||
		len(wordsOf(short)) <= len(wordsOf(alternative))+around && holds(alternative, wordsOf(short))
}
