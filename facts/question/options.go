package question

import (
	"strconv"
	"strings"

	"hapjak/nlp"
	"hapjak/nlp/english"
)

// maxOption is how many words a thing to choose from has at most.
const maxOption = 5

// Options are the things that a question gives to choose from, as they are typed: "which came
// first, the mill or the bridge?", "out of copper, iron and zinc, which …". It is empty where the
// question gives none.
func (q *Question) Options() []string {
	last := -1 // the word behind which the last option stands
	of := false
	for i, w := range q.Words {
		of = of || i == 0 && (w.Norm == "of" || w.Norm == "out" || w.Norm == "between" || w.Norm == "among")
		if i > 0 && i+1 < len(q.Words) && (w.Norm == "or" || of && w.Norm == "and") {
			last = i
		}
	}
	if last < 0 {
		return nil
	}
	stop := func(w Word) bool {
		return w.Norm == "that" || english.IsWh(w.Norm) || english.IsAuxiliary(w.Norm) || Asks(w.Norm) != Nothing
	}
	end := last + 1
	for end < len(q.Words) && end-last <= maxOption && (end == last+1 || !q.Words[end].Comma) && !stop(q.Words[end]) {
		end++
	}
	if end == last+1 {
		return nil
	}
	options := []string{q.Span(last+1, end)}
	for end = last; end > 0; {
		begin := end - 1
		for begin > 0 && !q.Words[begin].Comma && end-begin <= maxOption && !stop(q.Words[begin-1]) && !(of && english.IsPreposition(q.Words[begin-1].Norm)) {
			begin--
		}
		led := begin > 0 && stop(q.Words[begin-1]) // it is what is asked
		if end-begin > maxOption || led && len(options) > 1 {
			break
		}
		options = append(options, q.Span(begin, end))
		if !q.Words[begin].Comma || begin == 0 || led {
			break
		}
		end = begin
	}
	if len(options) < 2 {
		return nil
	}
	return options
}

// Either reports whether a question that opens like one for a yes or a no offers
// things to choose from: "is it Korean or Chinese?"
func (q *Question) Either() bool {
	for i, w := range q.Words {
		if w.Norm == "or" && i+1 < len(q.Words) && i > 0 {
			next := q.Words[i+1].Norm
			return !english.Denial(next) && next != "am" && next != "is"
		}
	}
	return false
}

// Count is how many things a question asks for, 0 where it does not say: "the three firms that …".
func (q *Question) Count() int {
	for _, w := range q.Words {
		if n := english.Numeral(w.Norm); n > 1 {
			return n
		}
	}
	return 0
}

// Begged is how many things a request wants of what there may be more of, 0 where it does not say: three where
// "name three mills" is asked, none where "name the three mills" is.
func (q *Question) Begged() int {
	for i, w := range q.Words {
		if n := number(w); n > 1 && begged(q.Words, i) {
			return n
		}
	}
	return 0
}

// number is the count that a word gives, 0 for none.
func number(w Word) int {
	if w.Kind == nlp.Number && len(w.Norm) < 4 {
		n, _ := strconv.Atoi(w.Norm)
		return n
	}
	return english.Numeral(w.Norm)
}

// begged reports whether the word at a place stands right behind a request.
func begged(words []Word, i int) bool {
	return i > 0 && english.IsImperative(words[i-1].Norm) || i > 1 && words[i-1].Norm == "me" && english.IsImperative(words[i-2].Norm)
}

// Apart are the words that a question sets apart: "leaving out Ann Lee", "Ann Lee aside",
// "who were not Norwegian", "neither from Norway nor from Spain". From and to are their places, begin that of the words
// that set them apart.
func (q *Question) Apart() (begin, from, to int) {
	end := func(i int) int {
		for k := i; k < len(q.Words); k++ {
			if k > i && q.Words[k].Comma && !q.lists(k) || english.IsWh(q.Words[k].Norm) {
				return k
			}
			if k > i && english.IsAuxiliary(q.Words[k].Norm) && q.Words[k-1].Norm != "that" { // "which mills except Alba are from Norway"
				return k
			}
		}
		return len(q.Words)
	}
	for i, w := range q.Words {
		next := q.NormAt(i + 1)
		switch {
		case english.Excepts(w.Norm, next) > 0: // "leaving out Ann Lee", "apart from the Norwegians, …"
			from = i + english.Excepts(w.Norm, next)
			return i, from, end(from)
		case w.Norm == "aside":
			from = i
			for from > 0 && !q.Words[from].Comma && i-from <= maxOption {
				from--
			}
			return from, from, i
		case w.Norm == "neither",
			!q.Verdict && (w.Norm == "not" || w.Norm == "non") && i+1 < len(q.Words) && q.Words[i+1].Capitalised():
			return i, i + 1, end(i + 1)
		}
	}
	return 0, 0, 0
}

// lists reports whether the comma before a word is one of a list: "Alba, Oslo and Bergen".
func (q *Question) lists(i int) bool {
	for k := i; k < len(q.Words) && k-i <= maxOption; k++ {
		switch norm := q.Words[k].Norm; {
		case english.IsWh(norm), english.IsImperative(norm), english.IsAuxiliary(norm):
			return false
		case norm == "and", norm == "or", norm == "nor":
			return k+1 < len(q.Words) && !english.IsImperative(q.NormAt(k+1)) && !english.IsWh(q.NormAt(k+1))
		case k > i && q.Words[k].Comma:
			return q.lists(k)
		}
	}
	return false
}

// SeeksOthers reports whether a question asks for more things like one that it does not name: "what else has she made?", "which
// other mills did he build?"
func (q *Question) SeeksOthers() bool {
	if _, from, to := q.Apart(); to > from || q.Verdict {
		return false
	}
	for i, w := range q.Words {
		if i > 0 && w.Norm == "else" && english.IsWh(q.Words[i-1].Norm) || w.Norm == "other" && plural(q.NormAt(i+1)) {
			return true
		}
	}
	return false
}

// WithoutApart is a question without what it sets apart from what it asks for, "apart from The Mill, which films …",
// "" where it sets nothing apart so.
func (q *Question) WithoutApart() string {
	begin, from, to := q.Apart()
	if begin == from || to == from || q.NormAt(begin) == "not" && q.NormAt(begin+1) != "counting" || q.NormAt(begin) == "non" || q.NormAt(begin) == "neither" {
		return "" // "who were not Norwegian" is read as it stands
	}
	rest := ""
	if begin > 0 {
		rest = q.Span(0, begin)
	}
	if to < len(q.Words) {
		rest += " " + q.Text[q.Words[to].Start:]
	}
	return strings.TrimSpace(rest)
}

// maxDescribed is how many words describe a thing at most between "the" and its year.
const maxDescribed = 3

// DatedOne finds the words by which a question means one thing by its year alone, "the 2013 film", "the one
// from 2013"; to is no more than from where there are none.
func (q *Question) DatedOne() (from, to int) {
	year := func(i int) bool {
		if i >= len(q.Words) {
			return false
		}
		_, ok := q.Words[i].Year()
		return ok
	}
	single := func(i int) bool {
		return i < len(q.Words) && (q.NormAt(i) == "one" || q.Words[i].Content() && !plural(q.NormAt(i)))
	}
	for i, w := range q.Words {
		if w.Norm != "the" && w.Norm != "that" && w.Norm != "this" {
			continue
		}
		if year(i+1) && single(i+2) {
			return i, i + 3
		}
		for k := i + 1; k <= i+maxDescribed && single(k); k++ { // "that joint work from 2013"
			if english.IsPreposition(q.NormAt(k+1)) && year(k+2) {
				return i, k + 3
			}
		}
	}
	return 0, 0
}
