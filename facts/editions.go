package facts

import (
	"regexp"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/evidence"
	"hapjak/facts/question"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// Articles age: a fund's guidelines of 2015 say other than those of 2022, and a festival's report of one year tells nothing of
// another's.

// ofAnotherYear reports whether evidence is of other years than the one that a question is confined to, "who won in 2020?":
// those that stand in its title and heading, or else in what it says. Its paragraph does not name that one.
func (t weigher) ofAnotherYear(w *weighed) bool {
	asked := ""
	for i, word := range t.r.Words {
		if _, ok := word.Year(); !ok {
			continue
		}
		if asked != "" || !english.Confines(t.r.NormAt(i-1)) {
			return false
		}
		asked = word.Norm
	}
	if asked == "" || t.r.Verdict || t.frame.Claim || t.quoted() != "" {
		return false
	}
	_, years := edition(w)
	if len(years) == 0 && !yearRange.MatchString(w.Said) {
		years = yearsIn(w.Said)
	}
	return len(years) > 0 && !slices.Contains(years, asked) && !slices.ContainsFunc(w.Refs, func(r corpus.Ref) bool {
		par, _ := t.a.Paragraph(r)
		return strings.Contains(par.Text, asked)
	})
}

// yearRange finds years that others lie between.
var yearRange = regexp.MustCompile(`\d{4}s|\d{4} ?[-–/] ?\d{2}|\b(?:between|from) \d{4}\b`)

// yearsIn lists the years that a text names, but for those from or up to which something is so.
func yearsIn(text string) (years []string) {
	before := ""
	for tok := range nlp.EachToken(text) {
		if _, dated := (question.Word{Token: tok}).Year(); dated && !english.Spans(before) {
			years = append(years, tok.Norm)
		}
		before = tok.Norm
	}
	return years
}

// edition is what a passage stands under without its years, and those years.
func edition(w *weighed) (of string, years []string) {
	var words []string
	for _, tok := range nlp.Tokens(w.Text[:w.Lead]) {
		if _, dated := (question.Word{Token: tok}).Year(); tok.Kind != nlp.Punct && !dated {
			words = append(words, tok.Norm)
		}
	}
	return strings.Join(words, " "), yearsIn(w.Text[:w.Lead])
}

// dated is the year of what a passage stands under, or the date of its article; "" for none.
func (t *inquiry) dated(w *weighed) string {
	if _, years := edition(w); len(years) > 0 {
		return slices.Max(years)
	}
	src, _ := t.a.Source(w.Ref.Source)
	return src.Date
}

// replaces reports whether a passage is of a newer edition than another that says the same in nearly the same words, or
// stands in the same place of an earlier edition.
func (t *inquiry) replaces(w, older *weighed) bool {
	if w.From != evidence.Passage || older.From != evidence.Passage || w.Ref.Source == older.Ref.Source && w.Text[:w.Lead] == older.Text[:older.Lead] {
		return false
	}
	if a, b := t.dated(w), t.dated(older); a == "" || b == "" || a[:min(len(a), len(b))] <= b[:min(len(a), len(b))] { // a year and a date by their years
		return false
	}
	a, _ := edition(w)
	b, _ := edition(older)
	return a == b && a != "" || t.alike(w.Said, older.Said)
}

// alikeShare is the least share of the words of two sentences, but for numbers, that both have where they say the same of
// different times.
const alikeShare = 0.6

func (t *inquiry) alike(a, b string) bool {
	m := t.matcher()
	first, second := m.Bag(a), m.Bag(b)
	both, all := 0, 0
	for stem := range first {
		if second[stem] {
			both++
		}
		all++
	}
	for stem := range second {
		if !first[stem] {
			all++
		}
	}
	return float64(both) >= alikeShare*float64(all)
}
