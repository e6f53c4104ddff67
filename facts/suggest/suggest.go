// Package suggest proposes statements that the articles of a knowledge base make and its facts
// do not hold yet, for a curator to accept.
//
// It knows no subject: what can be stated is what the schema's relations say, and how it is
// worded follows from them too. For each paragraph,
//
//	things.go   lists what it speaks of: things of the base that it names, what its article is
//	            about, and names that stand beside the noun of a kind (the film "Okja")
//	wording.go  puts to each thing the questions of the relations that may be said of it ("who
//	            directed Okja?"), where a sentence holds a word of the relation
//	values.go   takes from the sentence what may be the value: dates, sums and numbers by their
//	            form, names and nouns where the encoder finds the answer, a whole list of them
//	            where the relation has several
//	labelled.go takes what stands behind a label: "Length: 4 miles"
//	tables.go   reads a row of a table by the heads of its columns
//	weigh.go    has the encoder read each value's statement as a claim ("Bong directed Okja")
//	            against the sentence; question and claim together give the confidence
//	settle.go   drops what the base has, joins what several sentences say, tells where an
//	            article differs from the base, and parts what names two kinds at once
//
// Two things are not proposed: values that are free text, but for those behind a label or in a table, and statements that the schema cannot
// put without a qualifier.
package suggest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"slices"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/passages"
	"hapjak/nlp"
	"hapjak/nlp/encoder"
)

// A Judge reads evidence beside a question; see [encoder.Model.Judge].
type Judge interface {
	Judge(ctx context.Context, question string, evidence []string, out []encoder.Judgement) error
}

// A Thing is an end of a proposed statement: an entity that the base has or is to get, or a value.
type Thing struct {
	ID   string `json:"id,omitempty"` // empty for a value
	Kind string `json:"kind"`
	Name string `json:"name"` // of a value, its text as facts are written: "1964-07", "20 billion won"
	New  bool   `json:"new,omitempty"`
}

// A Proposal is one statement that an article makes.
type Proposal struct {
	ID         string     `json:"id"` // the same whenever the same statement is proposed
	Subject    Thing      `json:"subject"`
	Relation   string     `json:"relation"`
	Object     Thing      `json:"object"`
	Says       string     `json:"says"` // the statement as an answer would put it
	Ref        corpus.Ref `json:"-"`
	Cite       string     `json:"cite"`
	Sentence   string     `json:"sentence"`
	Start      int        `json:"start"` // Sentence[Start:End] is the value
	End        int        `json:"end"`
	Confidence float64    `json:"confidence"` // 0 to 1; see [Likely]
	// Asked is a question without an answer that the sentence would answer, and Answers how
	// likely it would.
	Asked   string  `json:"asked,omitempty"`
	Answers float64 `json:"answers,omitempty"`
	// Differs is what the base says in its place, where a thing has one such value. The
	// statement is then to be told, not to be added.
	Differs string `json:"differs,omitempty"`

	signs signs
}

// Likely is the confidence from which on proposals are made unless told otherwise: nine in
// ten are right then (see FIGURES.md).
const Likely = 0.5

// Options say what is proposed. The zero value proposes all that is likely.
type Options struct {
	// Asked are questions that got no answer: what would answer them comes first.
	Asked []string
	// Skip reports proposals that are not to be made again. It may be nil.
	Skip func(id string) bool
	// Limit is how many proposals are enough, 0 for all: reading ends then.
	Limit int
	// Least is the least confidence, 0 for [Likely].
	Least float64
	// Progress, where there is one, is told how many of all passages are read.
	Progress func(read, all int)
}

// maxAsked bounds the questions that proposals are ordered by, and hitsOfAsked the passages
// that are read first for each.
const (
	maxAsked    = 500
	hitsOfAsked = 6
)

// A Finder finds proposals in one base. It may be used once at a time.
type Finder struct {
	known
	lexicon
	index  *passages.Index
	judge  Judge
	topics map[string]*about // by source; the last one's alone
	titled map[string]string // by the id of a new thing, the article that it is the topic of
	shorts map[string]int    // how many articles have a short title
	titles map[string]bool   // what articles are called, without the article before it
}

// known is what the base has: things by their names, and statements.
type known struct{ base *kb.Base }

// A lexicon is the schema's words: the nouns of kinds, and how relations are worded.
type lexicon struct {
	schema   *kb.Schema
	stems    *nlp.Stemmer
	wordings []wording
	labelled []wording            // those that a label may stand for: with free text as well
	nouns    map[string][]kb.Kind // of kinds, by stems
	longest  int                  // words of the longest of them
}

// New makes a Finder over a base, the index of its articles and an encoder.
func New(base *kb.Base, index *passages.Index, judge Judge) *Finder {
	f := &Finder{known: known{base}, lexicon: lexicon{schema: base.Schema(), stems: nlp.NewStemmer()}, index: index, judge: judge,
		topics: map[string]*about{}, titled: map[string]string{}}
	f.readNouns()
	f.readWordings()
	return f
}

// Find returns the proposals: those that would answer what was asked first, then the likeliest.
// It ends with the context's error when that ends.
func (f *Finder) Find(ctx context.Context, o Options) ([]Proposal, error) {
	if o.Least == 0 {
		o.Least = Likely
	}
	all := f.index.Len()
	s := newSettler(f, o)
	read := 0
	for n := range f.order(o.Asked) {
		if o.Progress != nil {
			o.Progress(read, all)
		}
		read++
		ref, p := f.index.Passage(n)
		found, err := f.passage(ctx, ref, p)
		if err != nil {
			return nil, err
		}
		s.add(found...)
		if o.Limit > 0 && s.enough() >= o.Limit {
			break
		}
	}
	if err := f.index.Err(); err != nil {
		return nil, err
	}
	list := s.settle()
	if err := f.answersAsked(ctx, list, o.Asked); err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Answers*b.Confidence, a.Answers*a.Confidence), cmp.Compare(b.Confidence, a.Confidence))
	})
	if o.Limit > 0 && len(list) > o.Limit {
		list = list[:o.Limit]
	}
	return list, nil
}

// order yields every passage once, those that what was asked finds first.
func (f *Finder) order(asked []string) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		first := map[uint32]bool{}
		for _, q := range asked[:min(len(asked), maxAsked)] {
			for _, h := range f.index.Search(passages.Query{Text: q}, hitsOfAsked) {
				if !first[h.Passage] {
					if first[h.Passage] = true; !yield(h.Passage) {
						return
					}
				}
			}
		}
		for n := range uint32(f.index.Len()) {
			if !first[n] && !yield(n) {
				return
			}
		}
	}
}

// answersAsked says which proposal's sentence would best answer each question about its thing.
func (f *Finder) answersAsked(ctx context.Context, list []Proposal, asked []string) error {
	if len(asked) == 0 || len(list) == 0 {
		return nil
	}
	for _, q := range asked[:min(len(asked), maxAsked)] {
		var at []int
		var texts []string
		for i := range list {
			if f.shares(q, list[i]) {
				src, _ := f.index.Source(list[i].Ref.Source)
				at, texts = append(at, i), append(texts, lead(src.OwnTitle())+list[i].Sentence)
			}
		}
		out := make([]encoder.Judgement, len(texts))
		if err := f.judge.Judge(ctx, q, texts, out); err != nil {
			return err
		}
		best := -1
		for k, i := range at {
			p := &list[i]
			from := len(texts[k]) - len(p.Sentence)
			overlaps := out[k].Start < from+p.End && from+p.Start < out[k].End // it answers with this value
			least := float32(answersLeast)
			if p.signs.amount && !f.asksFor(q, p.Relation) {
				least = answersUnsaid
			}
			if overlaps && out[k].Answers >= least && (best < 0 || out[k].Logit > out[best].Logit) {
				best = k
			}
		}
		if best >= 0 && float64(out[best].Answers) > list[at[best]].Answers {
			list[at[best]].Asked, list[at[best]].Answers = q, float64(out[best].Answers)
		}
	}
	return nil
}

// answersLeast is how likely a sentence must answer a question to be said to. It is low: a
// question that a sentence surely answers has its answer, since sentences are looked for as well.
const answersLeast = 0.02

// answersUnsaid is what it is for a number or a sum where the question has no word of the relation:
// "what does it cost?" is no question for the number of players, though a number would answer it.
const answersUnsaid = 0.3

// asksFor reports whether a question holds a word of a relation.
func (f *Finder) asksFor(question, relation string) bool {
	i := slices.IndexFunc(f.wordings, func(w wording) bool { return w.def.Name == relation })
	return i >= 0 && slices.ContainsFunc(f.stems.Stems(question), func(stem string) bool { return f.wordings[i].cues[stem] })
}

// shares reports whether a question holds a word of the thing's name.
func (f *Finder) shares(question string, p Proposal) bool {
	words := map[string]bool{}
	for _, t := range f.stems.Tokens(question) {
		words[t.Stem] = t.Kind != nlp.Punct
	}
	for _, t := range f.stems.Tokens(p.Subject.Name) {
		if words[t.Stem] && (len(t.Norm) > 3 || t.Capitalised()) {
			return true
		}
	}
	return false
}

// idOf is the id of a proposal: what it says, not where it stands.
func idOf(subject Thing, relation string, object Thing) string {
	name := func(t Thing) string { return t.Kind + "\x00" + cmp.Or(t.ID, kb.Squash(t.Name)) }
	sum := sha256.Sum256([]byte(name(subject) + "\x00" + relation + "\x00" + name(object)))
	return hex.EncodeToString(sum[:4])
}
