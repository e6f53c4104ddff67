package reading

import (
	"strconv"

	"hapjak/nlp"
)

// TypeFeatures returns the hashes of what the classifier of questions sees: its
// words, pairs of neighbours, first words, the question word with the noun that
// says what is asked for, that noun's ending, and the tags around them.
func TypeFeatures(tokens []nlp.Token, tags []nlp.Tag) []uint32 {
	q := ask(tokens, tags)
	f := make([]uint32, 0, 4*len(tokens)+24)
	add := func(kind string, parts ...string) {
		h := nlp.HashString(2166136261, kind)
		for _, p := range parts {
			h = nlp.HashString(nlp.Mix(h, 7), p)
		}
		f = append(f, h)
	}
	for i, t := range tokens {
		word := seen(t)
		add("w", word)
		add("s", t.Stem)
		next := "</s>"
		if i+1 < len(tokens) {
			next = seen(tokens[i+1])
		}
		add("b", word, next)
		if i < 4 {
			add("p"+strconv.Itoa(i), word)
		}
		if i+2 < len(tokens) {
			add("t", tags[i].String(), tags[i+1].String(), tags[i+2].String())
		}
	}
	wh, form := "", strconv.Itoa(int(q.form))
	if q.wh >= 0 {
		wh = tokens[q.wh].Norm
	}
	add("form", form)
	add("wh", wh)
	for k := 1; k <= 3 && q.wh+k < len(tokens); k++ {
		add("wh"+strconv.Itoa(k), wh, seen(tokens[q.wh+k]))
	}
	if q.wh+2 < len(tokens) {
		add("wh12", wh, seen(tokens[q.wh+1]), seen(tokens[q.wh+2]))
		add("wht", wh, tags[q.wh+1].String(), tags[q.wh+2].String())
	}
	add("len", form, strconv.Itoa(min(len(tokens)/2, 6)))
	for i, t := range tokens {
		if c := nounClass(t.Stem); c != "" && tags[i].Noun() {
			add("class", form, c)
			break
		}
	}
	if q.focus < 0 {
		add("nofocus", form)
		return f
	}
	head := tokens[q.focus]
	if q.of >= 0 {
		add("sort", form, head.Stem)
		head = tokens[q.of]
	}
	for _, k := range []string{"", form} {
		add("head", k, head.Stem)
		add("hsuf", k, suffix(head.Norm, 3))
		add("focus", k, q.focusStem())
		add("fsuf", k, suffix(q.focusStem(), 4))
		add("htag", k, tags[q.focus].String())
		add("hclass", k, nounClass(head.Stem))
		add("fclass", k, nounClass(q.focusStem()))
	}
	add("nouns", head.Stem, q.focusStem())
	if q.focus > 0 {
		add("mod", seen(tokens[q.focus-1]), head.Stem)
	}
	if q.after < len(tokens) {
		add("after", form, seen(tokens[q.after]), tags[q.after].String())
	}
	rest := "more"
	if q.after >= len(tokens)-1 {
		rest = "end" // "What is an atom?": a definition
	}
	add("rest", form, rest, tags[q.focus].String())
	return f
}

// seen is the word as the classifier sees it: numbers are all alike but for their length.
func seen(t nlp.Token) string {
	if t.Kind == nlp.Number {
		return "#" + strconv.Itoa(min(len(t.Norm), 5))
	}
	return t.Norm
}

func suffix(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[len(s)-n:]
}
