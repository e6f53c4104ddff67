package evidence

import (
	"slices"
	"strings"

	"hapjak/nlp"
	"hapjak/nlp/english"
)

// Evidence may hold every word of a question, and say it of somebody else: "directed by Kim and written by Lee" does not
// tell what Lee directed.

// OfAnother reports whether evidence says of another what a question asks of one: whoever does what is asked is
// told to be somebody else, whoever is asked to have said something does not speak in it, or it stands under another
// number: "Room 2" where Room 3 is asked for.
func (m Matcher) OfAnother(asked string, c *Candidate) bool {
	q := m.Stems.Tokens(asked)
	if otherNumber(q, m.Stems.Tokens(c.Text[:c.Lead]), m.Stems.Tokens(c.Text)) {
		return true
	}
	aux := slices.IndexFunc(q, func(t nlp.Token) bool { return english.IsAuxiliary(t.Norm) })
	if aux < 0 || aux+2 >= len(q) || q[aux].Stem == "be" {
		return false // in "was it directed by Lee?" another is a no
	}
	said, names := m.Stems.Tokens(c.Text[c.Lead:]), m.Stems.Tokens(c.Text)
	for v := aux + 2; v < len(q); v++ {
		doer := q[aux+1 : v]
		if q[v].Capitalised() || english.IsArticle(q[v-1].Norm) || !named(doer, names) {
			continue
		}
		if english.Speaks(q[v].Stem) && v+1 < len(q) && (q[v+1].Norm == "about" || q[v+1].Norm == "of" || q[v+1].Norm == "on") {
			return !speaks(said)
		}
		if told, others := doneBy(said, q[v].Stem, doer); told > 0 {
			return others == told
		}
	}
	return false
}

// otherNumber reports whether a question asks of a numbered thing, "Room 3", and headings have only others so numbered, which is
// not taken back by the text.
func otherNumber(asked, headings, text []nlp.Token) bool {
	number := func(tokens []nlp.Token, i int) string { // behind the word at i
		if i+1 < len(tokens) && tokens[i+1].Kind == nlp.Number && len(tokens[i+1].Norm) < 4 && tokens[i].Kind == nlp.Word {
			return tokens[i+1].Norm
		}
		return ""
	}
	for i, w := range asked {
		n := number(asked, i)
		if n == "" || english.IsPreposition(w.Norm) || english.IsArticle(w.Norm) {
			continue
		}
		numbered := func(tokens []nlp.Token, want bool) bool {
			for k, t := range tokens {
				if m := number(tokens, k); t.Stem == w.Stem && m != "" && (m == n) == want {
					return true
				}
			}
			return false
		}
		if numbered(headings, false) && !numbered(text, true) {
			return true
		}
	}
	return false
}

// named reports whether a text has the words of a name, each with a capital letter.
func named(name, text []nlp.Token) bool {
	return slices.ContainsFunc(name, func(w nlp.Token) bool { return w.Norm != "the" }) && !slices.ContainsFunc(name, func(w nlp.Token) bool {
		return w.Norm != "the" && !slices.ContainsFunc(text, func(t nlp.Token) bool { return t.Norm == w.Norm && (t.Capitalised() || t.Kind != nlp.Word) })
	})
}

// speaks reports whether somebody speaks in a text.
func speaks(text []nlp.Token) bool {
	return slices.ContainsFunc(text, func(t nlp.Token) bool {
		return english.Speaks(t.Stem) || strings.ContainsAny(t.Text, "\"“”„«»:") || t.Norm == "according"
	})
}

// doneBy counts how often a text tells what is done, by whomever, and how often by another than the one who is asked of:
// "directed by Kim", and "unlike Lee, Kim directed".
func doneBy(text []nlp.Token, verb string, doer []nlp.Token) (told, others int) {
	for i, t := range text {
		if t.Stem != verb || t.Capitalised() {
			continue
		}
		told++
		if i+2 < len(text) && text[i+1].Norm == "by" {
			by := text[i+2:]
			for k, t := range by {
				if t.Kind == nlp.Punct && t.Text != "-" && t.Text != "." && !(t.Text == "," && k+1 < len(by) && by[k+1].Capitalised()) || k+1 < len(by) && by[k+1].Norm == "by" { // "by Kim and written by Lee"
					by = by[:k]
					break
				}
			}
			if slices.ContainsFunc(by, nlp.Token.Capitalised) && !shares(by, doer) {
				others++
			}
			continue
		}
		if i > 0 && text[i-1].Capitalised() && !shares(text[i-1:i], doer) && setAgainst(text[:i], doer) {
			others++
		}
	}
	return told, others
}

// setAgainst reports whether a name stands in a text behind a word that sets it against what follows: "unlike Lee".
func setAgainst(text, name []nlp.Token) bool {
	for i, t := range text {
		if english.SetsAgainst(t.Norm) && shares(text[i+1:min(i+1+farAgainst, len(text))], name) {
			return true
		}
	}
	return false
}

// farAgainst is how far behind such a word a name stands at most: "unlike his first film Red Pier".
const farAgainst = 6

func shares(a, b []nlp.Token) bool {
	return slices.ContainsFunc(a, func(t nlp.Token) bool {
		return t.Kind == nlp.Word && slices.ContainsFunc(b, func(o nlp.Token) bool { return o.Norm == t.Norm && o.Norm != "the" })
	})
}

// Namesakes lists the texts of candidates that stand under the name of another than a question names, and have nothing of that: under
// the Linden Mill where the Aspen Mill is asked about, which stands over others or is written as a name. Such a name has as many words
// and all of them but one, or is longer by some ("the Great Hall" where the Hall is asked about), or stands over a row that another
// name has as well ("Keeper: Ann Lee").
func Namesakes(asked string, list []*Candidate) map[string]bool {
	q := nlp.Tokens(asked)
	typed := func(t title) bool { return contains(norms(q), t.words) }
	known := map[string]title{}
	labels := map[string]bool{} // of rows that stand under what is asked about
	for _, c := range list {
		over := titles(c)
		for _, t := range over {
			known[strings.Join(t.words, " ")] = t
		}
		if slices.ContainsFunc(over, typed) {
			labels[labelOf(c)] = true
		}
	}
	of := map[string]bool{}
	for _, c := range list {
		over, label := titles(c), labelOf(c)
		if slices.ContainsFunc(over, func(t title) bool { return typed(t) && t.name }) {
			continue
		}
		of[c.Text] = label != "" && labels[label] && !slices.ContainsFunc(over, typed) ||
			slices.ContainsFunc(over, func(t title) bool { return t.butOne(q, known, c) || t.longer(typed, known) })
	}
	return of
}

// A title is one of those that stand over a candidate.
type title struct {
	words []string
	name  bool // it is written as a name is, every word of it with a capital letter
}

func titles(c *Candidate) (list []title) {
	for part := range strings.SplitSeq(strings.NewReplacer(under, " › ", ": ", " › ").Replace(c.Text[:c.Lead]), " › ") {
		if words := wordsOf(part); len(words) > 0 {
			plain := slices.ContainsFunc(strings.Fields(part), func(w string) bool { return !english.IsArticle(w) && strings.ToLower(w) == w })
			list = append(list, title{words, !plain})
		}
	}
	return list
}

// butOne reports whether a question has all words of a title but one, where what it has is a title too or written as a name, and the
// candidate has not that word.
func (t title) butOne(q []nlp.Token, known map[string]title, c *Candidate) bool {
	for i := 0; i+len(t.words) <= len(q) && len(t.words) > 1; i++ {
		run := q[i : i+len(t.words)]
		if _, ok := known[strings.Join(norms(run), " ")]; !ok && slices.ContainsFunc(run, small) {
			continue
		}
		if other, ok := differs(run, t.words); ok && !slices.Contains(wordsOf(c.Text), other) {
			return true
		}
	}
	return false
}

// longer reports whether a title is the longer one of two names of which a question has the shorter.
func (t title) longer(typed func(title) bool, known map[string]title) bool {
	if !t.name || typed(t) {
		return false
	}
	for _, o := range known {
		if o.name && len(o.words) > 1 && len(o.words) < len(t.words) && contains(t.words, o.words) && typed(o) {
			return true
		}
	}
	return false
}

// labelOf is what a row of a label and a value is labelled with, "" where a candidate is none.
func labelOf(c *Candidate) string {
	label, value, ok := strings.Cut(c.Said, ": ")
	if !ok || strings.Count(label, " ") > 2 || strings.HasSuffix(value, ".") {
		return ""
	}
	return strings.ToLower(label)
}

// contains reports whether words stand in others, one behind the other.
func contains(all, words []string) bool {
	for i := 0; i+len(words) <= len(all); i++ {
		if slices.Equal(all[i:i+len(words)], words) {
			return true
		}
	}
	return false
}

// differs is the one word by which a name differs from a question's words.
func differs(q []nlp.Token, name []string) (word string, ok bool) {
	for i, t := range q {
		if t.Norm != name[i] {
			if word != "" {
				return "", false
			}
			word = t.Norm
		}
	}
	return word, word != ""
}

// small reports whether a word of a question is not written as one of a name is.
func small(t nlp.Token) bool { return t.Start == 0 || !t.Capitalised() }

func norms(tokens []nlp.Token) (words []string) {
	for _, t := range tokens {
		words = append(words, t.Norm)
	}
	return words
}

func wordsOf(text string) []string {
	return norms(slices.DeleteFunc(nlp.Tokens(text), func(t nlp.Token) bool {
		return t.Kind == nlp.Punct || english.IsArticle(t.Norm) && (t.Start == 0 || !t.Capitalised()) // not of "Plan A"
	}))
}
