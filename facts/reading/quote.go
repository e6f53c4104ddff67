package reading

import (
	"strings"

	"hapjak/nlp"
)

// Quote returns what a person may be shown around an answer: its sentence, and of
// the sentences before and behind it as many whole ones as fit into most bytes.
// A sentence that is too long by itself is cut around the answer.
func Quote(passage string, a Answer, most int) string {
	from, to := a.Sentence.Start, a.Sentence.End
	if to-from > most {
		return cut(passage, a, most)
	}
	sentences := nlp.Sentences(passage)
	at := 0
	for i, s := range sentences {
		if s.Start <= a.Sentence.Start {
			at = i
		}
	}
	before, behind := at-1, at+1
	for {
		grown := false
		if behind < len(sentences) && sentences[behind].End-from <= most {
			to, grown = sentences[behind].End, true
			behind++
		}
		if before >= 0 && to-sentences[before].Start <= most {
			from, grown = sentences[before].Start, true
			before--
		}
		if !grown {
			return strings.TrimSpace(passage[from:to])
		}
	}
}

// cut takes most bytes around the answer, in whole words.
func cut(passage string, a Answer, most int) string {
	side := max(0, (most-len("… …")-2-(a.Span.End-a.Span.Start))/2)
	from, to := max(a.Sentence.Start, a.Span.Start-side), min(a.Sentence.End, a.Span.End+side)
	left, right := "", ""
	if from > a.Sentence.Start {
		left = "… "
		from += strings.IndexByte(passage[from:a.Span.Start]+" ", ' ')
	}
	if to < a.Sentence.End {
		right = " …"
		to = a.Span.End + max(0, strings.LastIndexByte(passage[a.Span.End:to], ' '))
	}
	from, to = min(from, a.Span.Start), max(to, a.Span.End)
	return left + strings.TrimSpace(strings.ToValidUTF8(passage[from:to], "")) + right
}
