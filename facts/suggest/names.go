package suggest

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/facts/kb"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A run is a name as it stands in a sentence: words with capitals, with initials ("W. C.
// Fields"), nicknames ('Lefty'), particles ("van", "of the") and "Jr." among them.
type run struct{ start, end int }

// runs finds the names in a sentence. A word at its beginning counts where it goes on with
// another capital or is no word of grammar.
func runs(said string) (list []run) {
	words := fields(said)
	for i := 0; i < len(words); {
		ordinal := i+1 < len(words) && ordinalForm.MatchString(said[words[i].Start:words[i].End]) && begins(said, words[i+1])
		if !begins(said, words[i]) && !ordinal { // "20th Century Fox"
			i++
			continue
		}
		end, next := words[i], i+1
		for next < len(words) && !ends(said, end) {
			j := next
			for j < len(words) && j < next+maxParticles && particle(said[words[j].Start:words[j].End]) && (j > next || said[words[j].Start:words[j].End] != "the") {
				j++
			}
			if j == len(words) || strings.ContainsAny(said[words[j].Start:words[j].Start+1], "([") || !begins(said, words[j]) && !(unicode.IsDigit(rune(said[words[j].Start])) && j == next) {
				break
			}
			end, next = words[j], j+1
		}
		if next < len(words) && junior(said[words[next].Start:words[next].End]) {
			end = words[next]
			next++
		}
		if r := trimmed(said, words[i].Start, end.End); r.end > r.start && !grammar(said[r.start:r.end]) {
			list = append(list, r)
		}
		i = next
	}
	return list
}

// ordinalForm is a number that a name may begin with.
var ordinalForm = regexp.MustCompile(`^\d+(?:st|nd|rd|th)$`)

// maxParticles is how many small words stand one after another within a name: "Bank of the Orient".
const maxParticles = 2

// fields are the words between white space.
func fields(s string) (list []nlp.Span) {
	start := -1
	for i, r := range s {
		switch space := unicode.IsSpace(r); {
		case space && start >= 0:
			list, start = append(list, nlp.Span{Start: start, End: i}), -1
		case !space && start < 0:
			start = i
		}
	}
	if start >= 0 {
		list = append(list, nlp.Span{Start: start, End: len(s)})
	}
	return list
}

const (
	opening = `"“'‘([`
	closing = `"”'’)],.;:!?`
)

func begins(said string, w nlp.Span) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(said[w.Start:w.End], opening))
	return unicode.IsUpper(r)
}

// ends reports whether a name cannot go on behind a word: a mark stands there that is none of an
// initial, a title or a nickname.
func ends(said string, w nlp.Span) bool {
	word := said[w.Start:w.End]
	bare := strings.TrimRight(word, closing)
	if strings.HasSuffix(bare, "'s") || strings.HasSuffix(bare, "’s") {
		return true
	}
	if bare == word {
		return false
	}
	mark := word[len(bare):]
	if mark == "." {
		return !abbreviated(bare)
	}
	nick := strings.ContainsAny(word[:1], `"'`) || strings.HasPrefix(word, "“") || strings.HasPrefix(word, "‘")
	return !(nick && !strings.ContainsAny(mark, ",.;:!?)"))
}

// abbreviated reports whether a full stop behind a word belongs to it: "W.", "J.J", "Mr".
func abbreviated(word string) bool {
	word = strings.TrimLeft(word, opening)
	letters := strings.Split(word, ".")
	initials := true
	for _, l := range letters {
		initials = initials && utf8.RuneCountInString(l) <= 1
	}
	switch strings.ToLower(word) {
	case "mr", "mrs", "ms", "dr", "st", "jr", "sr", "lt", "col", "capt", "gen", "sgt", "prof", "rev", "maj", "bros", "co", "corp", "inc", "ltd":
		return true
	}
	return initials
}

func junior(word string) bool {
	switch strings.TrimRight(word, ",.;)") {
	case "Jr", "Sr":
		return true
	}
	return false
}

func particle(word string) bool {
	switch word {
	case "of", "the", "&", "de", "la", "le", "les", "du", "des", "di", "da", "del", "den", "der", "dos", "van", "von", "zu", "y", "bin", "al", "ten", "ter":
		return true
	}
	return false
}

// trimmed takes marks off both ends of a name, and a word of grammar off its beginning where the
// name goes on: "In Wales"; not "The".
func trimmed(said string, start, end int) run {
	for start < end && strings.ContainsAny(said[start:start+1], `"'([`) || strings.HasPrefix(said[start:end], "“") || strings.HasPrefix(said[start:end], "‘") {
		_, n := utf8.DecodeRuneInString(said[start:end])
		start += n
	}
	for {
		text := said[start:end]
		cut := strings.TrimRight(text, closing)
		if strings.HasSuffix(text, ".") && abbreviated(cut[strings.LastIndexByte(cut, ' ')+1:]) && len(cut) == len(text)-1 && (!strings.HasSuffix(said, text) || junior(text[strings.LastIndexByte(text, ' ')+1:])) {
			cut = text
		}
		for _, s := range []string{"'s", "’s"} {
			cut = strings.TrimSuffix(cut, s)
		}
		if len(cut) == len(text) {
			break
		}
		end = start + len(cut)
	}
	if first, rest, ok := strings.Cut(said[start:end], " "); ok {
		low := strings.ToLower(first)
		if _, glue := english.GlueWord(low); (glue || english.IsPreposition(low)) && !english.IsArticle(low) && begins(rest, nlp.Span{Start: 0, End: len(rest)}) {
			start += len(first) + 1
		}
	}
	return run{start, end}
}

// grammar reports whether a run is no name but the first word of a sentence.
func grammar(name string) bool {
	low := strings.ToLower(name)
	_, glue := english.GlueWord(low)
	return glue || english.IsPreposition(low) || english.PronounOf(low) != english.NoPronoun
}

// between is what stands between two names of one list: commas and "and", what is in brackets, and
// whom an actor plays.
var between = regexp.MustCompile(`^["”'’]?(?: \([^)]*\))?(?: as (?:[^,;.]{1,50}))?(?:,|;)?(?: and| or| &| as well as| with|) (?:the )?["“'‘]?$`)

// played stands before whom an actor plays.
var played = regexp.MustCompile(` as (?:[^,;.\p{Lu}]{0,40})$`)

// listed returns the names of the list that runs[from:to] are part of.
func listed(said string, all []run, from, to int) []run {
	// "as Tom Sawyer", "as a couple, Ann and Bob": whom somebody plays
	roles := make([]bool, len(all))
	for i := range all {
		plays := strings.HasPrefix(said[all[i].end:], " as ")
		roles[i] = played.MatchString(said[:all[i].start]) || i > 0 && roles[i-1] && !plays && said[all[i-1].end:all[i].start] == " and "
	}
	joined := func(i, k int) bool {
		gap := said[all[i].end:all[k].start]
		return between.MatchString(gap) && gap != " " && gap != " with "
	}
	var before, after []run
	for at, i := from, from-1; i >= 0; i-- {
		if roles[i] {
			continue
		}
		if !joined(i, at) {
			break
		}
		before, at = append([]run{all[i]}, before...), i
	}
	for at, i := to-1, to; i < len(all); i++ {
		if roles[i] {
			continue
		}
		if !joined(at, i) {
			break
		}
		after, at = append(after, all[i]), i
	}
	return append(append(before, all[from:to]...), after...)
}

// wholeNames joins what "and" parts and is one name all the same: an article's title, a name of the base, or a firm's,
// "Harker and Sons".
func (f *Finder) wholeNames(said string, all []run) []run {
	for i := 0; i+1 < len(all); i++ {
		if said[all[i].end:all[i+1].start] != " and " {
			continue
		}
		second := said[all[i+1].start:all[i+1].end]
		for cut := len(second); cut > 0; cut = strings.LastIndexByte(second[:cut], ' ') { // "Sons of Dunmere"
			name := said[all[i].start : all[i+1].start+cut]
			if f.isTitle(name) || len(f.base.Named(kb.Squash(name))) > 0 || english.EndsFirm(second[:cut]) {
				all[i].end = all[i+1].start + cut
				all = slices.Delete(all, i+1, i+2)
				break
			}
		}
	}
	return all
}

// isTitle reports whether an article is called so.
func (f *Finder) isTitle(name string) bool {
	key := func(s string) string {
		if article, rest, ok := strings.Cut(s, " "); ok && english.IsArticle(strings.ToLower(article)) {
			s = rest
		}
		return kb.Squash(s)
	}
	if f.titles == nil {
		f.titles = map[string]bool{}
		for id := range f.index.Sources() {
			src, _ := f.index.Source(id)
			f.titles[key(strings.TrimSpace(english.Unbracketed(src.Title)))] = true
		}
	}
	return f.titles[key(name)]
}
