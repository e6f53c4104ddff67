package reading

import "hapjak/nlp"

// maxSpan is the most words that an answer has.
const maxSpan = 18

// A span is a candidate answer: words first to end of a text, in one sentence.
type span struct{ sentence, first, end int }

// mayBegin reports whether an answer may begin with word i.
func (t *text) mayBegin(i, first int) bool {
	w := &t.words[i]
	if w.attachLeft && i > first && t.words[i-1].tag != nlp.OPEN && t.words[i-1].tag != nlp.QUOTE && t.words[i-1].tag != nlp.DOLLAR && t.words[i-1].tag != nlp.COLON {
		return false
	}
	if w.attachLeft && i > first+1 && t.words[i-1].tag == nlp.COLON && t.words[i-1].attachLeft && w.is&isNumber == 0 {
		return false // behind the hyphen of one word
	}
	switch w.tag {
	case nlp.COMMA, nlp.STOP, nlp.COLON, nlp.CLOSE, nlp.POS, nlp.CC, nlp.OPEN, nlp.QUOTE, nlp.WDT, nlp.WP, nlp.WPS, nlp.MD, nlp.EX, nlp.SYM:
		return false
	case nlp.DT:
		return w.norm != hashThe && w.norm != hashA && w.norm != hashAn // scored alike with and without
	}
	return true
}

// mayEnd reports whether an answer may end with word i.
func (t *text) mayEnd(i, end int) bool {
	w := &t.words[i]
	if w.attachRight && i+1 < end {
		switch n := &t.words[i+1]; {
		case n.tag == nlp.COLON && n.attachRight && n.attachLeft && w.is&isNumber == 0:
			return false // before the hyphen of one word
		case n.is&isPercent != 0:
			return false
		}
	}
	switch w.tag {
	case nlp.DT, nlp.CC, nlp.COMMA, nlp.STOP, nlp.COLON, nlp.OPEN, nlp.POS, nlp.PRPS, nlp.TO, nlp.WDT, nlp.WP, nlp.WPS, nlp.WRB, nlp.MD, nlp.IN, nlp.QUOTE, nlp.DOLLAR, nlp.CLOSE:
		return false
	}
	return true
}

// eachCandidate calls f for every candidate of sentence s with what stands in it.
func (m *match) eachCandidate(s int, f func(span, *inside)) {
	t, sent := m.t, m.t.sentences[s]
	for i := sent.first; i < sent.end; i++ {
		if !t.mayBegin(i, sent.first) {
			continue
		}
		in := inside{pattern: seed}
		for j := i; j < sent.end && j < i+maxSpan; j++ {
			if w := &t.words[j]; w.tag == nlp.COLON && !w.attachLeft || w.tag == nlp.STOP && j > i && !w.attachRight {
				break
			}
			in.take(m, j)
			if t.mayEnd(j, sent.end) {
				f(span{s, i, j + 1}, &in)
			}
		}
	}
}

// bounds returns where the span stands in the passage.
func (t *text) bounds(s span) (start, end int) {
	return int(t.words[s.first].start), int(t.words[s.end-1].end)
}

var hashThe, hashA, hashAn = nlp.HashString(seed, "the"), nlp.HashString(seed, "a"), nlp.HashString(seed, "an")
