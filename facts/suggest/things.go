package suggest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// A subject is a thing that a paragraph speaks of.
type subject struct {
	Thing
	kind  kb.Kind
	node  kb.Node // kb.NoNode for one that the base does not have
	topic bool    // the article or the section is about it: any sentence may be
	names []string
}

// An about is what an article is about, and the text before a paragraph that its names are
// looked for in.
type about struct {
	source corpus.Source
	things []subject
	people []string // names of two words and more, in the order of the text
}

// Bounds of what is looked at.
const (
	longestName  = 7 // words of a name of the base, in a text
	maxThings    = 8 // things of one paragraph
	openingWords = 24

	openingParagraphs = 4   // of an article, which say what it is about
	maxTold           = 160 // bytes behind a name, which say of what kind the thing is
)

// readNouns files the nouns of kinds by their stems, so that "a 1949 adventure comedy film"
// tells the kind.
func (l *lexicon) readNouns() {
	l.nouns = map[string][]kb.Kind{}
	s := l.schema
	for k := range s.Kinds {
		d := s.KindDef(kb.Kind(k))
		if s.Literal(kb.Kind(k)) {
			continue
		}
		for _, noun := range append([]string{d.Noun, d.Plural}, d.Words...) {
			stems := l.stems.Stems(noun)
			if key := strings.Join(stems, " "); key != "" && !slices.Contains(l.nouns[key], kb.Kind(k)) {
				l.nouns[key] = append(l.nouns[key], kb.Kind(k))
				l.longest = max(l.longest, len(stems))
			}
		}
	}
}

// kindAt returns the kind whose noun stands at tokens[i], the longest, and how many tokens that
// takes; ok is false for none.
func (l *lexicon) kindAt(tokens []nlp.Token, i int) (k kb.Kind, n int, ok bool) {
	for n := min(l.longest, len(tokens)-i); n > 0; n-- {
		stems := make([]string, n)
		for j := range stems {
			stems[j] = tokens[i+j].Stem
		}
		if kinds := l.nouns[strings.Join(stems, " ")]; len(kinds) > 0 {
			return kinds[0], n, true
		}
	}
	return 0, 0, false
}

// topicOf returns what the article of a paragraph is about.
func (f *Finder) topicOf(id string) *about {
	if a, ok := f.topics[id]; ok {
		return a
	}
	src, _ := f.index.Source(id)
	a := &about{source: src}
	name := strings.TrimSpace(english.Unbracketed(src.Title))
	a.things = f.ofBase(name, true)
	text := f.opening(id, openingParagraphs)
	k, ok := f.kindTold(name, text)
	if !ok && len(a.things) == 0 {
		if k, ok = f.kindLabelled(f.opening(id, 2*openingParagraphs)); ok {
			name = f.titleOf(name)
			a.things = f.ofBase(name, true)
		} else {
			k, ok = f.kindTitled(name, text)
		}
	}
	if ok && len(a.things) == 0 {
		s := f.fresh(name, k, true)
		if first, taken := f.titled[s.ID]; taken && first != id { // another article's, of the same name
			s.ID = f.freeID(id)
		} else {
			f.titled[s.ID] = id
		}
		a.things = append(a.things, s)
	}
	a.people = fullNames(text)
	clear(f.topics)
	f.topics[id] = a
	return a
}

// opening is the text of the first paragraphs of an article, each item by itself.
func (f *Finder) opening(id string, paragraphs int) string {
	var text strings.Builder
	for n := 1; n <= paragraphs; n++ {
		for part := 1; ; part++ {
			p, ok := f.index.Paragraph(corpus.Ref{Source: id, Paragraph: n, Part: part})
			if !ok {
				break
			}
			text.WriteString(p.Text + "\n\n")
		}
	}
	return text.String()
}

// kindTold finds the sentence that says what a thing is: "Okja is a 2017 action film".
func (l *lexicon) kindTold(name, text string) (kb.Kind, bool) {
	if name == "" {
		return 0, false
	}
	for i, s := range nlp.Sentences(text) {
		sentence := text[s.Start:s.End]
		tokens := l.stems.Tokens(sentence)
		for is, t := range tokens[:min(len(tokens), openingWords)] {
			if !isBe(t.Norm) {
				continue
			}
			// the first sentence may call it a little otherwise: "Secaucus 7" under "Return of the Secaucus Seven"
			if before := sentence[:t.Start]; strings.Contains(kb.Squash(before), kb.Squash(name)) || i == 0 && l.sharesWord(before, name) {
				if k, ok := l.kindBehind(tokens[is+1:]); ok {
					return k, true
				}
			}
		}
	}
	return 0, false
}

// kindTitled finds the kind in what an article is called: "Car 31", or "The Harbour Line" where the text does not say
// that it is anything.
func (l *lexicon) kindTitled(name, text string) (kb.Kind, bool) {
	tokens := l.stems.Tokens(name)
	numbered := len(tokens) > 1 && tokens[len(tokens)-1].Kind == nlp.Number
	if numbered {
		tokens = tokens[:len(tokens)-1]
	}
	for i := range tokens {
		k, n, ok := l.kindAt(tokens, i)
		if !ok || i+n < len(tokens) || !l.hasRelations(k) {
			continue
		}
		d := l.schema.KindDef(k)
		if last := name[tokens[i].Start:tokens[i+n-1].End]; !slices.ContainsFunc(append([]string{d.Noun}, d.Words...), func(w string) bool { return strings.EqualFold(w, last) }) {
			return 0, false // "On walking", "Our lines"
		}
		return k, numbered || i > 0 && !l.saysWhat(name, text)
	}
	return 0, false
}

// saysWhat reports whether a text says of a thing that it is a thing of some sort.
func (l *lexicon) saysWhat(name, text string) bool {
	for _, s := range nlp.Sentences(text) {
		tokens := l.stems.Tokens(text[s.Start:s.End])
		for i, t := range tokens[:min(len(tokens), openingWords)] {
			if isBe(t.Norm) && i+1 < len(tokens) && (tokens[i+1].Norm == "a" || tokens[i+1].Norm == "an") &&
				strings.HasSuffix(kb.Squash(text[s.Start:s.Start+t.Start]), kb.Squash(name)) {
				return true
			}
		}
	}
	return false
}

func isBe(word string) bool { return word == "is" || word == "was" || word == "are" || word == "were" }

// sharesWord reports whether two texts have a word in common that is none of grammar.
func (l *lexicon) sharesWord(a, b string) bool {
	stems := l.stems.Stems(a)
	return slices.ContainsFunc(l.stems.Tokens(b), func(t nlp.Token) bool {
		_, glue := english.GlueWord(t.Norm)
		return t.Kind == nlp.Word && !glue && len(t.Norm) > 2 && slices.Contains(stems, t.Stem)
	})
}

// kindBehind finds the kind in what a thing is: "a 2013 coming-of-age comedy film".
func (l *lexicon) kindBehind(tokens []nlp.Token) (kb.Kind, bool) {
	for i, t := range tokens[:min(len(tokens), openingWords)] {
		if t.Kind == nlp.Punct && !strings.ContainsAny(t.Text, `-–,"“”'`) || english.IsPreposition(t.Norm) && (i == 0 || tokens[i-1].Norm != "-") {
			return 0, false
		}
		k, n, ok := l.kindAt(tokens, i)
		if !ok || !l.hasRelations(k) {
			continue
		}
		// of "comedy drama film" the last noun is the thing
		for j := i + n; j < len(tokens); j += n {
			var next kb.Kind
			if next, n, ok = l.kindAt(tokens, j); !ok {
				break
			} else if l.hasRelations(next) {
				k = next
			}
		}
		return k, true
	}
	return 0, false
}

// hasRelations reports whether anything can be said of things of a kind.
func (l *lexicon) hasRelations(k kb.Kind) bool {
	return slices.ContainsFunc(l.labelled, func(w wording) bool { return l.schema.Accepts(w.def.From, k) })
}

// ofBase returns the things of the base of that name that something can be said of.
func (f *Finder) ofBase(name string, topic bool) (list []subject) {
	for _, n := range f.base.Named(kb.Squash(name)) {
		if f.base.ID(n) != "" && f.hasRelations(f.base.KindOf(n)) {
			list = append(list, f.subjectOf(n, topic))
		}
	}
	return list
}

func (kn *known) subjectOf(n kb.Node, topic bool) subject {
	return subject{Thing: kn.thing(n), kind: kn.base.KindOf(n), node: n, topic: topic, names: kn.base.Names(n)}
}

// thing returns a node as an end of a statement.
func (kn *known) thing(n kb.Node) Thing {
	s := kn.base.Schema()
	return Thing{ID: kn.base.ID(n), Kind: s.KindDef(kn.base.KindOf(n)).Name, Name: kn.base.Name(n)}
}

// fresh returns a thing that the base is to get.
func (kn *known) fresh(name string, k kb.Kind, topic bool) subject {
	return subject{Thing: Thing{ID: kn.freeID(name), Kind: kn.base.Schema().KindDef(k).Name, Name: name, New: true},
		kind: k, node: kb.NoNode, topic: topic, names: []string{name}}
}

// freeID returns an id for a new thing that none of the base has.
func (kn *known) freeID(name string) string {
	id := kb.Slug(name, "thing")
	for n := 2; ; n++ {
		if _, taken := kn.base.Find(id); !taken {
			return id
		}
		id = kb.Slug(name, "thing") + "-" + string(rune('0'+n%10))
		if n > 9 {
			return id
		}
	}
}

// quotedThing is a title in quotation marks.
var quotedThing = regexp.MustCompile(`["“]([^"“”]{2,80})["”]`)

// things lists what a paragraph speaks of: the topic first, then what it names.
func (f *Finder) things(a *about, p corpus.Paragraph) []subject {
	list := slices.Clone(a.things)
	have := func(s subject) bool {
		return slices.ContainsFunc(list, func(o subject) bool {
			return o.node == s.node && (s.node != kb.NoNode || kb.Squash(o.Name) == kb.Squash(s.Name))
		})
	}
	add := func(found ...subject) {
		for _, s := range found {
			if !have(s) && len(list) < maxThings {
				list = append(list, s)
			}
		}
	}
	if h := p.Under(); h != "" && h != a.source.Title {
		add(f.ofBase(english.Unbracketed(h), true)...)
	}
	tokens, names := f.stems.Tokens(p.Text), runs(p.Text)
	for i := 0; i < len(tokens); {
		found, n := f.namedAt(p.Text, tokens, i)
		if n > 0 && partOfName(p.Text, names, tokens[i].Start, tokens[i+n-1].End) {
			found = nil // "Percy" of "Percy Stow"
		}
		add(found...)
		i += max(n, 1)
	}
	if len(a.things) > 0 { // who an article is about has been called in many ways
		names = nil
	}
	for _, r := range names { // "Black Buoy is an oatmeal stout"
		name, rest := p.Text[r.start:r.end], f.stems.Tokens(p.Text[r.end:min(len(p.Text), r.end+maxTold)])
		if len(rest) == 0 || !isBe(rest[0].Norm) || len(f.base.Named(kb.Squash(name))) > 0 {
			continue
		}
		if k, ok := f.kindBehind(rest[1:]); ok {
			add(f.fresh(name, k, false))
		}
	}
	for _, m := range quotedThing.FindAllStringSubmatchIndex(p.Text, -1) {
		name := strings.TrimRight(p.Text[m[2]:m[3]], ",.")
		if len(f.base.Named(kb.Squash(name))) > 0 || !english.LikeName(name) {
			continue
		}
		if k, ok := f.kindBeside(p.Text[:m[0]], p.Text[m[1]:]); ok {
			add(f.fresh(name, k, false))
		}
	}
	return list
}

// partOfName reports whether words are only a part of a name.
func partOfName(text string, names []run, start, end int) bool {
	i := slices.IndexFunc(names, func(r run) bool { return r.start <= start && end <= r.end })
	if i < 0 {
		return false
	}
	before := strings.TrimSpace(text[names[i].start:start])
	return before != "" && !english.IsArticle(strings.ToLower(before)) || strings.TrimSpace(text[end:names[i].end]) != ""
}

// namedAt returns the things of the base whose name stands at tokens[i], the longest one, and its
// words.
func (f *Finder) namedAt(text string, tokens []nlp.Token, i int) (list []subject, n int) {
	if !tokens[i].Capitalised() && tokens[i].Kind != nlp.Number {
		return nil, 0
	}
	for n = min(longestName, len(tokens)-i); n > 0; n-- {
		last := tokens[i+n-1]
		if last.Kind == nlp.Punct || last.Kind == nlp.Possessive || n == 1 && tokens[i].Kind == nlp.Number {
			continue
		}
		if list = f.ofBase(text[tokens[i].Start:last.End], false); len(list) > 0 {
			return list, n
		}
	}
	return nil, 0
}

// kindBeside returns the kind that is named right before or right behind a title: the film
// "Okja"; "Okja", a 2017 film.
func (l *lexicon) kindBeside(before, after string) (kb.Kind, bool) {
	tokens := l.stems.Tokens(before[max(0, len(before)-60):])
	for n := 1; n <= min(l.longest, len(tokens)); n++ {
		if k, size, ok := l.kindAt(tokens, len(tokens)-n); ok && size == n && l.hasRelations(k) {
			return k, true
		}
	}
	after = strings.TrimLeft(after, `,"” `)
	rest, ok := strings.CutPrefix(after, "a ")
	if !ok {
		rest, ok = strings.CutPrefix(after, "an ")
	}
	if !ok {
		return 0, false
	}
	tokens = l.stems.Tokens(rest[:min(len(rest), 80)])
	for i := range tokens[:min(len(tokens), 6)] {
		if tokens[i].Kind == nlp.Punct || english.IsPreposition(tokens[i].Norm) {
			break
		}
		if k, _, ok := l.kindAt(tokens, i); ok && l.hasRelations(k) {
			return k, true
		}
	}
	return 0, false
}

// fullNames lists the names of several words in a text.
func fullNames(text string) (names []string) {
	for _, r := range runs(text) {
		if n := text[r.start:r.end]; strings.Contains(n, " ") && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// whole returns the full name that a single word is the end of, as it stands in the article:
// "Beery" is Wallace Beery there.
func (a *about) whole(name, paragraph string) string {
	if strings.Contains(name, " ") {
		return name
	}
	for _, full := range append(fullNames(paragraph), a.people...) {
		if strings.HasSuffix(full, " "+name) {
			return full
		}
	}
	return name
}

// namedIn reports whether a text has a name of the thing, as words by themselves. A sentence may
// begin with its article: "The Tin Lantern" is "the Tin Lantern".
func (s *subject) namedIn(text string) bool {
	return slices.ContainsFunc(s.names, func(n string) bool {
		if article, rest, ok := strings.Cut(n, " "); ok && english.IsArticle(strings.ToLower(article)) {
			n = rest
		}
		return n != "" && wordsAt(text, n) >= 0
	})
}

// wordsAt is where words stand in a text by themselves, -1 for nowhere.
func wordsAt(text, words string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], words)
		if at < 0 {
			return -1
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(words):])
		if !letter(before) && !letter(after) {
			return at
		}
		from = at + 1
	}
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// lead is what the encoder reads before a sentence: where it stands.
func lead(title string) string {
	const most = 120
	if title = cmp.Or(strings.ToValidUTF8(title[:min(len(title), most)], ""), ""); title == "" {
		return ""
	}
	return title + ": "
}
