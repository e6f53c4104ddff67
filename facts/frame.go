package facts

import (
	"strings"

	"hapjak/nlp"
)

// A frame is a message taken apart: what it asks, and what it says around that.
// People greet, give reasons and tell what they half remember before they ask; only
// what is asked is planned, and what is said around it weighs less as evidence.
type frame struct {
	asks  []string // the sentences that ask, in order, each with what it cannot be read without
	rest  string   // what else is said that has content
	claim bool     // nothing asks: the message itself is held against the sources
}

// maxAsks is how many questions of one message are answered.
const maxAsks = 3

// frameOf takes a message apart.
func frameOf(text string, stems stems) frame {
	spans := nlp.Sentences(text)
	var f frame
	if len(spans) < 2 {
		f.asks = []string{text}
		f.split(stems)
		return f
	}
	var rest []string
	for i, s := range spans {
		sentence := text[s.Start:s.End]
		r := read(sentence, stems)
		content := 0
		for _, w := range r.words {
			if w.skip >= skipContent && !isWh(w.Norm) {
				content++
			}
		}
		asks := strings.HasSuffix(strings.TrimRight(sentence, ` "”')`), "?") || r.verdict || r.order || asksLater(r.words)
		switch {
		case asks && content == 0 && len(rest) > 0 && len(f.asks) == 0: // "X made Y. Is that true?"
			last := rest[len(rest)-1]
			rest = rest[:len(rest)-1]
			f.asks = append(f.asks, last+" "+sentence)
		case asks && content > 0 && len(f.asks) < maxAsks, asks && i == 0 && len(spans) == 1:
			f.asks = append(f.asks, sentence)
		case content > 0:
			rest = append(rest, sentence)
		}
	}
	f.rest = strings.Join(rest, " ")
	f.split(stems)
	if len(f.asks) == 0 {
		f.asks, f.rest, f.claim = []string{text}, "", true
	}
	return f
}

// split parts a question that asks two things: "when did X die and how old was she".
func (f *frame) split(stems stems) {
	var asks []string
	for _, text := range f.asks {
		r := read(text, stems)
		if first, second, ok := clauses(r); ok && len(f.asks) < maxAsks {
			asks = append(asks, first, second)
		} else {
			asks = append(asks, text)
		}
	}
	f.asks = asks[:min(len(asks), maxAsks)]
}

// clauses splits a question before a second question word that follows an "and".
func clauses(r parsed) (first, second string, ok bool) {
	asked := false
	for i, w := range r.words {
		if i > 1 && asked && w.Kind == 0 && (isWh(w.Norm) || auxiliaries[w.Norm]) {
			prev := r.words[i-1]
			if prev.Norm == "and" || prev.Norm == "&" {
				return strings.TrimRight(r.text[:prev.Start], " ,;"), r.text[w.Start:], true
			}
			if isWh(w.Norm) && endsClause(r.text[:w.Start]) {
				return r.text[:w.Start], r.text[w.Start:], true
			}
		}
		asked = asked || isWh(w.Norm) || i == 0 && auxiliaries[w.Norm]
	}
	return "", "", false
}

func endsClause(s string) bool {
	s = strings.TrimRight(s, " ")
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, ".") || strings.HasSuffix(s, ";")
}

// either reports whether a question that opens like one for a yes or a no offers
// things to choose from: "is it Korean or Chinese?"
func (r parsed) either() bool {
	for i, w := range r.words {
		if w.Norm == "or" && i+1 < len(r.words) && i > 0 {
			switch r.words[i+1].Norm {
			case "not", "no", "nah", "nope", "what", "am", "is":
				return false
			}
			return true
		}
	}
	return false
}
