package curated

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/fault"
	"hapjak/nlp"
)

// Check reads a knowledge base as [Load] does and tells all that is wrong with it. It
// warns of citations that moved with their words, or were given up. Where the originals that the sources were written after are at hand, it also warns of each citation whose paragraph holds neither the name nor the number nor
// the words of the statement's object: those are for a person to look at, for a
// source may well speak of "the director" or of "last summer".
func Check(fsys fs.FS, sources kb.Citable, original func(corpus.Ref) (text string, ok bool)) (warnings []fault.Fault, err error) {
	l, err := load(fsys, sources)
	if err != nil {
		return nil, err
	}
	if warnings = l.notes; original == nil {
		return warnings, nil
	}
	held := map[corpus.Ref]*paragraphWords{}
	for _, st := range l.stated {
		for _, ref := range st.cites {
			p, ok := held[ref]
			if !ok {
				if text, found := original(ref); found {
					p = newParagraphWords(text)
				}
				held[ref] = p
			}
			if p != nil && !l.holds(p, st.object) {
				warnings = append(warnings, fault.Fault{File: st.doc.file, Line: st.node.Line, What: fmt.Sprintf("the original of %s does not hold %q, the %s of %s",
					ref, l.b.NamesOf(st.object)[0], l.s.RelationDef(st.rel).Noun, l.b.Entities()[st.subject.draft].ID)})
			}
		}
	}
	return warnings, nil
}

// holds reports whether a paragraph holds the object by a name, its number or its
// words.
func (l *loader) holds(p *paragraphWords, object kb.Draft) bool {
	v, ok := l.b.ValueOf(object)
	if !ok {
		for _, name := range l.b.NamesOf(object) {
			if p.name(name) {
				return true
			}
		}
		return false
	}
	switch v.Kind {
	case kb.Text:
		return p.share(v.Text) >= 0.5
	case kb.Number, kb.Money:
		return p.number(v.Text)
	}
	return p.years(v)
}

// A paragraphWords is what a paragraph is looked through for.
type paragraphWords struct {
	squashed string
	words    []string // folded
	stems    map[string]bool
}

func newParagraphWords(text string) *paragraphWords {
	p := &paragraphWords{squashed: string(kb.AppendSquashed(nil, nlp.Fold(text))), stems: map[string]bool{}}
	for t := range nlp.EachToken(text) {
		if t.Kind == nlp.Word || t.Kind == nlp.Number {
			p.words = append(p.words, t.Norm)
			p.stems[t.Stem] = true
		}
	}
	return p
}

// name reports whether the name stands there, whole or by its first or last word,
// or at least half of its words.
func (p *paragraphWords) name(name string) bool {
	if s := kb.Squash(name); len(s) > 1 && strings.Contains(p.squashed, s) {
		return true
	}
	var words []nlp.Token
	for t := range nlp.EachToken(name) {
		if t.Kind == nlp.Word || t.Kind == nlp.Number {
			words = append(words, t)
		}
	}
	if len(words) == 0 {
		return false
	}
	return p.word(words[0]) || p.word(words[len(words)-1]) || p.share(name) >= 0.5
}

// share returns the share of a text's longer words that stand there.
func (p *paragraphWords) share(text string) float64 {
	found, all := 0, 0
	for t := range nlp.EachToken(text) {
		if t.Kind == nlp.Punct || t.Kind == nlp.Possessive || len(t.Norm) < minWord && t.Kind == nlp.Word {
			continue
		}
		all++
		if p.word(t) {
			found++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(found) / float64(all)
}

// minWord is the shortest word, in bytes, that says anything of a paragraph.
const minWord = 4

// word reports whether the word stands there, or one that begins alike: "Korean"
// will do for "Korea", "produced" for "production".
func (p *paragraphWords) word(t nlp.Token) bool {
	if p.stems[t.Stem] && (t.Kind == nlp.Number || len(t.Norm) >= minWord) {
		return true
	}
	if t.Kind == nlp.Number || len(t.Norm) < minWord {
		return false
	}
	prefix := t.Norm[:max(minWord, len(t.Norm)*2/3)]
	for _, w := range p.words {
		if strings.HasPrefix(w, prefix) {
			return true
		}
	}
	return false
}

// years reports whether the years of a date or span stand there, of a decade "1960s".
func (p *paragraphWords) years(v kb.Value) bool {
	from, to := strconv.Itoa(int(v.Lo)/10000), strconv.Itoa(int(v.Hi)/10000)
	return p.stems[nlp.Stem(nlp.Fold(v.Text))] || p.stems[from] && (p.stems[to] || strings.HasSuffix(v.Text, "s"))
}

var numberWords = [...]string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// number reports whether the number of an amount stands there, in digits or, if it
// is small, as a word.
func (p *paragraphWords) number(text string) bool {
	for t := range nlp.EachToken(text) {
		if t.Kind != nlp.Number {
			continue
		}
		if n, err := strconv.Atoi(t.Norm); err == nil && n < len(numberWords) && p.stems[nlp.Stem(numberWords[n])] {
			return true
		}
		return strings.Contains(" "+strings.Join(p.words, " ")+" ", " "+t.Norm+" ")
	}
	return false
}
