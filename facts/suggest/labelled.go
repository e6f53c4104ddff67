package suggest

import (
	"regexp"
	"slices"
	"strings"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// This file reads what stands behind a label: "Length of the walk: 4 miles. Dogs: on a lead". The
// label is a relation's noun, or another word that asks for it, and what it is said of is what the
// article or the section is about. No encoder is needed for that, and free text can be a value.

const (
	maxLabel    = 48 // bytes of a label
	maxLabelled = 80 // of a value that is free text
	maxUnit     = 2  // words of what a number counts: "square metres"
)

// A label is words before a colon, and what stands behind them until a full stop, a semicolon or a bar.
type label struct {
	words      string
	start, end int // of the value
}

var labelForm = regexp.MustCompile(`(?:^|[.;|\n])[\s*•·–-]*(\p{L}[\p{L}\d' ()/-]*):\s+`)

// labels lists the labels of a sentence.
func labels(said string) (list []label) {
	found := labelForm.FindAllStringSubmatchIndex(said, -1)
	for i, m := range found {
		end := len(said)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		value, _, _ := strings.Cut(strings.NewReplacer("|", ";", "\n", ";").Replace(said[m[1]:end]), ";")
		if value = strings.TrimRight(value, " ."); value != "" && m[3]-m[2] <= maxLabel {
			list = append(list, label{said[m[2]:m[3]], m[1], m[1] + len(value)})
		}
	}
	return list
}

// key is the words of a label that say what it is of, in order: without grammar, and without the
// nouns of a kind ("of the walk").
func (l *lexicon) key(text string, kind kb.Kind) string {
	var stems []string
	tokens := l.stems.Tokens(english.Unbracketed(text))
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if k, n, ok := l.kindAt(tokens, i); ok && n < len(tokens) && (l.schema.IsA(kind, k) || l.schema.IsA(k, kind)) {
			i += n - 1
			continue
		}
		if _, glue := english.GlueWord(t.Norm); t.Kind != nlp.Punct && !glue && !english.IsPreposition(t.Norm) {
			stems = append(stems, t.Stem)
		}
	}
	return strings.Join(stems, " ")
}

// labelOf returns the relation of things of a kind that a label stands for.
func (l *lexicon) labelOf(text string, kind kb.Kind) (*wording, bool) {
	key := l.key(text, kind)
	if key == "" {
		return nil, false
	}
	i := slices.IndexFunc(l.labelled, func(w wording) bool {
		d := w.def
		return l.schema.Accepts(d.From, kind) && slices.ContainsFunc(slices.Concat([]string{d.Noun, d.Plural}, d.Nouns, d.Phrases), func(s string) bool { return l.key(s, kind) == key })
	})
	if i < 0 {
		return nil, false
	}
	return &l.labelled[i], true
}

// kindLabelled returns the kind of thing that an article is about by its labels: the one that the
// most of them, and two at least, say something of.
func (l *lexicon) kindLabelled(text string) (best kb.Kind, ok bool) {
	most := 1
	for k := range l.schema.Kinds {
		k, n := kb.Kind(k), 0
		if l.schema.Literal(k) {
			continue
		}
		for _, s := range nlp.Sentences(text) {
			for _, x := range labels(text[s.Start:s.End]) {
				if _, ok := l.labelOf(x.words, k); ok {
					n++
				}
			}
		}
		if n > most {
			best, most, ok = k, n, true
		}
	}
	return best, ok
}

// short is what a title calls its article, before what it adds: "Hollow Beck" of "Hollow Beck: to the
// mill and back".
func short(title string) string {
	for _, mark := range []string{": ", " – ", " — ", " | "} {
		if before, _, ok := strings.Cut(title, mark); ok && before != "" {
			title = before
		}
	}
	return strings.TrimSpace(title)
}

// titleOf is the short title, where no other article has the same.
func (f *Finder) titleOf(title string) string {
	if f.shorts == nil {
		f.shorts = map[string]int{}
		for id := range f.index.Sources() {
			src, _ := f.index.Source(id)
			f.shorts[short(src.Title)]++
		}
	}
	if s := short(title); f.shorts[s] == 1 {
		return s
	}
	return title
}

// readLabels proposes what a paragraph says of a thing that it is about behind labels.
func (f *Finder) readLabels(s *subject, ref corpus.Ref, all []sentence) (list []Proposal) {
	if !s.topic {
		return nil
	}
	for _, one := range all {
		for _, x := range labels(one.text) {
			w, ok := f.labelOf(x.words, s.kind)
			if !ok {
				continue
			}
			for _, v := range f.behind(w, one.text[x.start:x.end]) {
				g := signs{supports: 1, near: true}
				list = append(list, Proposal{Subject: s.Thing, Relation: w.def.Name, Object: f.object(w, v.text), Says: put(w.claim, s.Name, v.text),
					Ref: ref, Cite: ref.String(), Sentence: one.text, Start: x.start + v.start, End: x.start + v.end, Confidence: g.confidence(), signs: g})
			}
		}
	}
	return list
}

// listMark stands between the names of a list.
var listMark = regexp.MustCompile(`,? and |[,/] ?| & `)

var (
	unitBehind = regexp.MustCompile(`(\d)(\p{L})`)
	numberUnit = regexp.MustCompile(`\d+(?:[.,]\d+)*(?: ?%| \p{L}+)?`)
)

// behind lists the values of a relation in what stands behind its label.
func (f *Finder) behind(w *wording, text string) (list []value) {
	whole := func(as string) []value {
		return []value{{text: as, start: 0, end: len(text)}}
	}
	kind := w.def.To[0]
	switch {
	case kind == kb.Text:
		if len(text) <= maxLabelled {
			return whole(text)
		}
	case f.schema.Literal(kind):
		as := unitBehind.ReplaceAllString(strings.TrimSpace(english.Unbracketed(text)), "$1 $2")
		if v, err := literal.Read(kind, as); err == nil && (kind != kb.Money || currencyCode.MatchString(v.Unit)) && len(strings.Fields(v.Unit)) <= maxUnit {
			return whole(as)
		}
		if kind == kb.Number {
			if found := numberUnit.FindAllString(as, -1); len(found) == 1 {
				return whole(found[0])
			}
			return nil // which of them?
		}
		list = literals(kind, text)
		if w.def.One && len(list) > 1 {
			return nil
		}
		return list
	case len(f.objects(w, text)) > 0:
		return whole(text)
	default:
		from := 0
		for _, at := range append(listMark.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
			name := text[from:at[0]]
			first, rest, _ := strings.Cut(name, " ")
			if (english.LikeName(name) || english.IsArticle(first) && english.LikeName(rest)) && !f.taken(w, name) {
				list = append(list, value{text: name, start: from, end: at[0]})
			}
			from = at[1]
		}
		return list
	}
	return nil
}
