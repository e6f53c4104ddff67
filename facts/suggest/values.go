package suggest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
	"hapjak/nlp/english"
)

// A value is what a sentence may state of a thing, and where it stands in it.
type value struct {
	text       string // as facts are written
	start, end int
	near       bool // a word of the relation stands by it
	several    bool // it may name several things of a kind at once: "silent comedy"
}

// Forms of values as people write them. What they match is then read by the knowledge base.
var (
	dateForms = []*regexp.Regexp{
		regexp.MustCompile(`\b\d{1,2}(?:st|nd|rd|th)?(?: of)? \p{Lu}\p{Ll}{2,8}\.?,? \d{4}\b`),
		regexp.MustCompile(`\b\p{Lu}\p{Ll}{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b`),
		regexp.MustCompile(`\b\p{Lu}\p{Ll}{2,8}\.?,? \d{4}\b`),
		regexp.MustCompile(`\b\d{4}-\d{2}(?:-\d{2})?\b`),
	}
	yearForm  = regexp.MustCompile(`\b[12]\d{3}\b`)
	spanForms = []*regexp.Regexp{
		regexp.MustCompile(`\b([12]\d{3})\s?[-–—]\s?([12]\d{3})\b`),
		regexp.MustCompile(`\b(?:from|between) ([12]\d{3}) (?:to|until|till|and|through) ([12]\d{3})\b`),
	}
	decadeForm = regexp.MustCompile(`\b[12]\d{2}0s\b`)
	figure     = `\d+(?:[.,]\d+)*(?:[ \x{a0}\x{202f}]?(?:hundred|thousand|million|billion|trillion|lakh|crore|bn|mn|[kMB])\b)?`
	numberForm = regexp.MustCompile(`\b` + figure + `(?:\s?%)?`)
	moneyForms = []*regexp.Regexp{
		regexp.MustCompile(`(?:[A-Z]{1,3})?[$€£¥₩₹฿][ \x{a0}\x{202f}]?` + figure),
		regexp.MustCompile(`\b` + figure + `[ \x{a0}\x{202f}](?:US |U\.S\. )?[\p{L}$€£¥₩]+`),
	}
	currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)
)

// spaces are those that typesetters put into numbers.
var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// literals lists the values of a literal kind in a sentence, by where they stand.
func literals(kind kb.Kind, said string) (list []value) {
	add := func(text string, at []int) {
		if slices.ContainsFunc(list, func(v value) bool { return v.start < at[1] && at[0] < v.end }) {
			return // a part of one that was found, as the year of a date
		}
		text = spaces.Replace(text)
		if v, err := literal.Read(kind, text); err == nil && (kind != kb.Money || currencyCode.MatchString(v.Unit)) {
			list = append(list, value{text: text, start: at[0], end: at[1]})
		}
	}
	dates := func() {
		for _, form := range dateForms {
			for _, at := range form.FindAllStringIndex(said, -1) {
				if iso, err := corpus.ReadDate(said[at[0]:at[1]]); err == nil {
					if kind == kb.Year {
						iso = iso[:4]
					}
					add(iso, at)
				}
			}
		}
		for _, at := range yearForm.FindAllStringIndex(said, -1) {
			add(said[at[0]:at[1]], at)
		}
	}
	switch kind {
	case kb.Year, kb.Date:
		dates()
	case kb.Span:
		for _, form := range spanForms {
			for _, at := range form.FindAllStringSubmatchIndex(said, -1) {
				add(said[at[2]:at[3]]+"-"+said[at[4]:at[5]], at)
			}
		}
		for _, at := range decadeForm.FindAllStringIndex(said, -1) {
			add(said[at[0]:at[1]], at)
		}
		dates()
	case kb.Number:
		for _, at := range numberForm.FindAllStringIndex(said, -1) {
			if before := said[:at[0]]; !strings.HasSuffix(before, "$") && !strings.HasSuffix(before, "-") && !english.NumberGoesOn(said[at[1]:]) {
				add(plainFigure(said[at[0]:at[1]])+english.Counted(said[at[1]:]), at)
			}
		}
		for _, t := range nlp.Tokens(said) {
			n, rest := english.SpelledNumber(said[t.Start:])
			if end := len(said) - len(rest); n > 1 && !english.NumberGoesOn(said[end:]) {
				add(strconv.FormatFloat(n, 'f', -1, 64)+english.Counted(said[end:]), []int{t.Start, end})
			}
		}
	case kb.Money:
		for _, form := range moneyForms {
			for _, at := range form.FindAllStringIndex(said, -1) {
				add(said[at[0]:at[1]], at)
			}
		}
	}
	return list
}

// plainFigure takes the separators out of a number of digits: 834,338 is 834338 in a fact.
func plainFigure(s string) string {
	if plain := strings.ReplaceAll(s, ",", ""); plain != s && strings.Trim(plain, "0123456789") == "" {
		return plain
	}
	return s
}

// mayHold reports whether a sentence has anything that could be a value of the relation.
func (w *wording) mayHold(said string) bool {
	switch kind := w.def.To[0]; kind {
	case kb.Year, kb.Date, kb.Span, kb.Number, kb.Money:
		return len(literals(kind, said)) > 0
	}
	return !w.named || len(runs(said)) > 0
}

// found lists the values that the encoder's words hold. said is the sentence, behind lead bytes
// of what was read before it.
func (f *Finder) found(w *wording, s *subject, a *about, paragraph string, said *sentence, lead int, j encoder.Judgement) []value {
	start, end := j.Start-lead, j.End-lead
	if start < 0 || end > len(said.text) || start >= end {
		return nil
	}
	if kind := w.def.To[0]; f.base.Schema().Literal(kind) {
		var list []value
		for _, v := range literals(kind, said.text) {
			if v.start < end && start < v.end && (len(list) == 0 || !w.def.One) {
				v.near = w.distance(said, []run{{v.start, v.end}}, nil) <= nearCue
				list = append(list, v)
			}
		}
		return list
	}
	if !w.named {
		if list := f.common(s, said.text, start, end); len(list) > 0 {
			return list
		}
	}
	return f.names(w, s, a, paragraph, said, start, end)
}

// names lists the names that answer and, where the relation has several objects, those that
// stand in one list with them.
func (f *Finder) names(w *wording, s *subject, a *about, paragraph string, said *sentence, start, end int) (list []value) {
	group, distance := f.answering(w, said, start, end)
	for _, r := range group {
		v := value{text: said.text[r.start:r.end], start: r.start, end: r.end, near: distance <= nearCue}
		if !english.LikeName(v.text) || initialAtEnd(said.text, r) {
			continue
		}
		if len(f.objects(w, v.text)) == 0 && f.people(w.def.To[0]) {
			if v.text = a.whole(v.text, paragraph); !strings.Contains(v.text, " ") {
				continue // one word is nobody's name
			}
		}
		if f.taken(w, v.text) || slices.ContainsFunc(s.names, func(n string) bool { return strings.Contains(kb.Squash(n), kb.Squash(v.text)) }) {
			continue
		}
		list = append(list, v)
	}
	return list
}

// answering finds the list of names that answers, and how far it stands from a word of the
// relation: of those that the encoder's words touch the nearest; but where none of them stands
// behind such a word and another list right behind one, that list.
func (f *Finder) answering(w *wording, said *sentence, start, end int) (best []run, distance int) {
	dates := literals(kb.Date, said.text)
	all := slices.DeleteFunc(f.wholeNames(said.text, runs(said.text)), func(r run) bool { // "July 8"
		return slices.ContainsFunc(dates, func(d value) bool { return d.start <= r.start && r.end <= d.end })
	})
	if len(all) > 0 && all[0].start == said.tokens[0].Start && f.cueing(said.tokens[0].Stem) {
		all[0].start = min(all[0].end, said.tokens[0].End+1) // "Starring Ann Lee"
	}
	var right []run
	rightAt := rightBehind + 1
	for i, r := range all {
		group := all[i : i+1]
		if !w.def.One {
			group = listed(said.text, all, i, i+1)
		}
		if f.another(w, said, group, all) {
			continue
		}
		if r.start < end && start < r.end {
			if d := w.distance(said, group, all); best == nil || d < distance {
				best, distance = group, d
			}
		} else if d := w.before(said, group, all); d < rightAt {
			right, rightAt = group, d
		}
	}
	if right != nil && best != nil && w.before(said, best, all) == far {
		return right, rightAt
	}
	if len(best) == 1 && touching(said.text, best[0], start, end) {
		from := min(start, best[0].start)
		if describes(said.text[from:best[0].start]) {
			from = best[0].start
		}
		best = []run{trimmed(said.text, from, max(end, best[0].end))} // "Hans im Glück"
	}
	return best, distance
}

// rightBehind is how many words may stand between a word of the relation and a list right behind
// it: "starring the young".
const rightBehind = 2

// touching reports whether the encoder's words are one name with small words in it.
func touching(said string, r run, start, end int) bool {
	words := said[start:end]
	return start < r.end && r.start < end && !strings.ContainsAny(words, ",;") && !strings.Contains(words, " and ") &&
		len(fields(words)) <= longestName && len(runs(words)) == 1
}

// describes reports whether what stands before a name tells what it is of: "the engineer" Tove Brandal.
func describes(before string) bool {
	words := strings.Fields(before)
	if len(words) == 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	return unicode.IsLower(first) || len(words) > 1 && english.IsArticle(strings.ToLower(words[0]))
}

// forward is what a word of the relation behind a value counts as more: "released by" stands
// before whom it speaks of.
const forward = 3

// cueing reports whether a stem words any relation.
func (l *lexicon) cueing(stem string) bool {
	return slices.ContainsFunc(l.wordings, func(w wording) bool { return w.cues[stem] })
}

// nearCue is how many words may stand between a value and a word of its relation for it to be
// near.
const nearCue = 5

// far is the distance from a word of the relation where there is none.
const far = 1000

// distance counts the words between a list of names, or one value, and the nearest word of the
// relation, with no other name between.
func (w *wording) distance(said *sentence, group, all []run) int {
	if d := w.before(said, group, all); d < far {
		return d
	}
	last := group[len(group)-1].end
	for i, n := indexFrom(said.tokens, last), 0; i < len(said.tokens) && !within(said.tokens[i], all); i++ {
		t := said.tokens[i]
		if w.cues[t.Stem] {
			return n + forward
		}
		if t.Kind != nlp.Punct {
			n++
		}
	}
	return far
}

// before counts the words between a word of the relation and the list behind it; far says that
// there is none, or another name between.
func (w *wording) before(said *sentence, group, all []run) int {
	for i, n := indexFrom(said.tokens, group[0].start)-1, 0; i >= 0 && !within(said.tokens[i], all); i-- {
		t := said.tokens[i]
		if w.cues[t.Stem] {
			return n
		}
		if t.Kind != nlp.Punct {
			n++
		}
	}
	return far
}

// indexFrom is the first token from a byte on.
func indexFrom(tokens []nlp.Token, at int) int {
	if i := slices.IndexFunc(tokens, func(t nlp.Token) bool { return t.Start >= at }); i >= 0 {
		return i
	}
	return len(tokens)
}

// within reports whether a token is of a name.
func within(t nlp.Token, all []run) bool {
	return slices.ContainsFunc(all, func(r run) bool { return r.start <= t.Start && t.End <= r.end })
}

// another reports whether a list stands behind a word of another relation to the same kind, and
// behind none of this one: of "produced by A, released by B" A is no distributor.
func (l *lexicon) another(w *wording, said *sentence, group, all []run) bool {
	if w.before(said, group, all) < far {
		return false
	}
	return slices.ContainsFunc(l.wordings, func(o wording) bool {
		same := slices.ContainsFunc(o.def.To, func(k kb.Kind) bool { return slices.Contains(w.def.To, k) })
		return o.rel != w.rel && same && o.before(said, group, all) <= nearCue
	})
}

// initialAtEnd reports whether a name is cut off: the sentence ends behind an initial.
func initialAtEnd(said string, r run) bool {
	name := said[r.start:r.end]
	last := strings.TrimRight(name[strings.LastIndexByte(name, ' ')+1:], ".")
	return len(last) == 1 && strings.Trim(said[r.end:], ". ") == ""
}

// people reports whether things of a kind are persons: they are asked for by who, and most that
// the base has are called by several words.
func (kn *known) people(k kb.Kind) bool {
	single, all := 0, 0
	for _, n := range kn.base.OfKind(k) {
		if all++; !strings.Contains(kn.base.Name(n), " ") {
			single++
		}
		if all == 50 {
			break
		}
	}
	return slices.Contains(kn.base.Schema().KindDef(k).Asks, "who") && single*3 <= all
}

// common takes what stands before the noun of the thing's kind ("silent comedy" of "a silent
// comedy film"), or is written small: a few words, without that noun. It returns nothing where
// the words are a name.
func (f *Finder) common(s *subject, said string, start, end int) []value {
	const most = 5
	var text strings.Builder
	from, to, words := -1, -1, 0
	small, before := false, false
	tokens := f.stems.Tokens(said[start:])
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		k, n, ok := f.kindAt(tokens, i)
		own := ok && (f.base.Schema().IsA(s.kind, k) || f.base.Schema().IsA(k, s.kind))
		if own && f.namesAnother(s, said, start, tokens[i+n:]) {
			return nil
		}
		if start+t.Start >= end {
			before = own || t.Norm == "-"
			break
		}
		if own {
			before = true
			i += n - 1
			continue
		}
		if t.Kind == nlp.Number || from < 0 && (english.IsArticle(t.Norm) || t.Kind != nlp.Word) {
			continue
		}
		if from < 0 {
			from = t.Start
		} else if t.Start > tokens[i-1].End {
			text.WriteByte(' ')
		}
		text.WriteString(t.Text)
		if to = t.End; t.Kind == nlp.Word {
			words++
			small = small || !t.Capitalised()
		}
	}
	if from < 0 || words > most || !small && !before {
		return nil
	}
	return []value{{text: strings.Trim(text.String(), " -,.;"), start: start + from, end: start + to, several: true}}
}

// namesAnother reports whether the noun of a kind is followed by the name of another thing: what
// "the 1902 science fiction film A Trip to the Moon" says is not said of what the article is about.
func (f *Finder) namesAnother(s *subject, said string, start int, behind []nlp.Token) bool {
	if len(behind) == 0 || !behind[0].Capitalised() && !strings.ContainsAny(behind[0].Text, `"“`) {
		return false
	}
	rest := said[start+behind[0].Start:]
	return !slices.ContainsFunc(s.names, func(n string) bool { return strings.HasPrefix(strings.TrimLeft(rest, `"“`), n) })
}

// objects returns the things of the base that a name may be as an object of the relation.
func (kn *known) objects(w *wording, name string) (list []kb.Node) {
	for _, n := range kn.base.Named(kb.Squash(name)) {
		if kn.base.ID(n) != "" && kn.base.Schema().Accepts(w.def.To, kn.base.KindOf(n)) {
			list = append(list, n)
		}
	}
	return list
}

// taken reports whether a name is that of things of other kinds alone.
func (kn *known) taken(w *wording, name string) bool {
	entities := slices.DeleteFunc(slices.Clone(kn.base.Named(kb.Squash(name))), func(n kb.Node) bool { return kn.base.ID(n) == "" })
	return len(entities) > 0 && len(kn.objects(w, name)) == 0
}
