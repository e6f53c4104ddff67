package facts

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"hapjak/facts/judge"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/storage"
	"hapjak/facts/passages"
	"hapjak/facts/plan"
	"hapjak/facts/question"
	"hapjak/facts/say"
	"hapjak/nlp"
)

// This file answers what a curator fixed an answer for, and refuses what one put out of
// scope: answers.yaml of the knowledge base (kb/mendings.go). A question is such a one when
// it has the same words in the same order, whatever is said around it.

// fixed are the answers that were fixed, by the folded question.
type fixed map[string]*curated.FixedAnswer

// refused is what is said to a question that is out of scope, where answers.yaml says
// nothing else.
const refused = "That is not what my sources are about, so I do not answer it."

// fold is what a question shares with itself in other spellings: its words, without what a
// chat puts around them.
func (a *Answerer) fold(text string) string {
	if frame := question.TakeApart(text, a.Planner().Stems()); len(frame.Asks) == 1 && frame.Rest == "" {
		text = frame.Asks[0]
	}
	return foldWords(text)
}

func foldWords(text string) string {
	return strings.Join(strings.FieldsFunc(nlp.Fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}), " ")
}

// setFixed has these answers given. Call it before the first question.
func (a *Answerer) setFixed(list []curated.FixedAnswer) {
	a.fixed, a.taught = fixed{}, nil
	for i := range list {
		if len(list[i].Quote) > 0 {
			a.teach(&list[i])
		}
		for _, q := range list[i].Ask {
			for _, key := range []string{foldWords(q), a.fold(q)} {
				if list[i].After != "" && key != "" {
					key += behind + a.fold(list[i].After)
				}
				if key != "" && a.fixed[key] == nil {
					a.fixed[key] = &list[i]
				}
			}
		}
	}
}

// behind parts a question that leans from the one that it leans on.
const behind = "\x00"

// fixedFor finds what is remembered of a question in these words.
func (a *Answerer) fixedFor(q Question) *curated.FixedAnswer {
	for _, key := range []string{foldWords(q.Text), a.fold(q.Text)} {
		if q.Context != nil {
			if f := a.fixed[key+behind+a.fold(q.Context.Question)]; f != nil {
				return f
			}
		}
		// What leans on a question before is remembered behind none for where there is none.
		if f := a.fixed[key]; f != nil && (len(f.Quote) == 0 || q.Context == nil || a.Alone(q.Text)) {
			return f
		}
	}
	return nil
}

// fixedAnswer returns the answer that was fixed for a question. Where only one source is
// asked, an answer that cites another is none.
func (a *Answerer) fixedAnswer(ctx context.Context, q Question) (Answer, *Context, bool) {
	if len(a.fixed) == 0 {
		return Answer{}, nil, false
	}
	f := a.fixedFor(q)
	if f == nil {
		f = a.remembered(ctx, q)
	}
	if f == nil {
		return Answer{}, nil, false
	}
	if len(f.Quote) > 0 {
		return a.quoted(q, f)
	}
	out := Answer{Status: Unknown, Text: cmp.Or(f.Says, refused), Answers: []Short{}, Confidence: 1, Fixed: true}
	out.Said.Plain = out.Text
	if !f.Refuse {
		if out.Status = Answered; !a.cite(&out, q, f, f.Answer) {
			return Answer{}, nil, false
		}
	}
	if q.Explain {
		out.Explanation = "fixed in " + curated.AnswersFile
	}
	return out, a.behindFixed(q, f), true
}

// cite gives an answer the text that a curator has it say and the citations behind it; false where a
// question asks one source alone and the answer rests on another.
func (a *Answerer) cite(out *Answer, q Question, f *curated.FixedAnswer, text string) bool {
	marks := ""
	for i, ref := range f.Cites {
		if q.Source != "" && ref.Source != q.Source {
			return false
		}
		out.Citations = append(out.Citations, a.Cite(i+1, ref))
		out.Said.Refs = append(out.Said.Refs, say.Ref{At: len(text), Ref: ref})
		marks += "[" + strconv.Itoa(i+1) + "]"
	}
	out.Said.Plain, out.Text = text, text+" "+marks
	return true
}

// behindFixed is what the next question is read by.
func (a *Answerer) behindFixed(q Question, f *curated.FixedAnswer) *Context {
	next := &Context{Question: q.Text, of: a, Cited: f.Cites}
	for _, n := range a.Planner().Plan(question.Parse(q.Text, question.Said{}, a.Planner().Stems()), plan.AsTyped).Named() {
		if id := a.Base().ID(n); id != "" {
			next.Topics = append(next.Topics, id)
		}
	}
	if len(next.Topics) == 0 && f.After != "" && q.Context != nil {
		next.Topics = q.Context.Topics
	}
	return next
}

// openFiles opens what people's files and an import make of a directory's facts, and the
// answers that were fixed. files are the directory's, or others in their place.
func openFiles(dir string, files fs.FS, index *passages.Index) (*kb.Base, []curated.FixedAnswer, error) {
	var cited kb.Citable
	if index != nil {
		cited = index
	}
	base, err := openBase(dir, files, cited, index != nil)
	if err != nil {
		return nil, nil, err
	}
	data, err := readFile(files, curated.MendingsFile)
	if err == nil {
		base, err = curated.Mended(base, curated.MendingsFile, data, cited)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	data, err = readFile(files, curated.AnswersFile)
	if errors.Is(err, fs.ErrNotExist) {
		return base, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	list, err := curated.ReadAnswers(curated.AnswersFile, data, cited)
	for i := range list {
		stray := list[i].Stray(curated.NamesIn(base))
		list[i].Words = slices.DeleteFunc(list[i].Words, func(w string) bool { return slices.Contains(stray, w) })
	}
	return base, list, err
}

// readFile reads a file; what is none, as a pipe is that would keep its reader waiting, is an error.
func readFile(files fs.FS, name string) ([]byte, error) {
	if info, err := fs.Stat(files, name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a regular file", name)
	}
	return fs.ReadFile(files, name)
}

// With returns an Answerer over the same articles and with the same encoder, whose facts
// are those of files: schema.yaml, facts/*, mendings.yaml and answers.yaml of the directory
// dir with changes that were not made yet. The import of dir, where it has one, stays below
// them; dir is empty where files are all there is. What it returns is good as long as a is
// open, and is not to be closed.
func (a *Answerer) With(dir string, files fs.FS) (*Answerer, error) {
	base, list, err := openFiles(dir, files, a.Passages())
	if err != nil {
		return nil, err
	}
	w := New(base, a.Passages())
	w.reader = a.reader
	w.LaidAs(&a.Library)
	w.setFixed(list)
	return w, nil
}

// WithoutEncoder returns the Answerer without an encoder, for what is asked often and must be
// answered from what is stated. It is good as long as a is open, and is not to be closed.
func (a *Answerer) WithoutEncoder() *Answerer {
	w := *a
	w.reader = new(judge.Reader)
	return &w
}

// Keeping returns the Answerer with judgements kept, and kept ones used. It is good as long as
// a is open, and is not to be closed.
func (a *Answerer) Keeping(kept *judge.Judgements) *Answerer {
	w := *a
	w.reader = &judge.Reader{Kept: kept, Open: a.Encoder}
	return &w
}

// Imported reports whether the facts of a directory come from an import, so that what is
// mended of them stands in files beside it.
func Imported(dir string) bool {
	parts, err := storage.Parts(dir)
	return err == nil && parts[storage.PartFacts] != ""
}
