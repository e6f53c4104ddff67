package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hapjak/facts"
	"hapjak/facts/kb"
	"hapjak/facts/kb/storage"
	"hapjak/facts/starter"
)

// nextSteps says what a curator may do next for a knowledge base that has no faults, what
// matters most first.
func nextSteps(ctx context.Context, dir string) ([]string, error) {
	know, err := facts.Open(dir)
	if err != nil {
		return nil, err
	}
	defer know.Close()
	parts, _ := storage.Parts(dir) // which were read a moment ago
	n := &nextReader{ctx: ctx, dir: dir, know: know, imported: parts != nil}
	n.articles()
	n.relations()
	n.questions()
	return n.steps, know.Err()
}

// A nextReader looks through a base for what it lacks.
type nextReader struct {
	ctx      context.Context
	dir      string
	know     *facts.Answerer
	imported bool // its articles and facts stand in no folder of their own
	steps    []string
}

func (n *nextReader) step(format string, args ...any) {
	n.steps = append(n.steps, fmt.Sprintf(format, args...))
}

func (n *nextReader) path(name string) string { return filepath.Join(n.dir, filepath.FromSlash(name)) }

func (n *nextReader) holds(name string) bool {
	_, err := os.Stat(n.path(name))
	return err == nil
}

// articles speaks of those that are missing, of the example, and of those without facts.
func (n *nextReader) articles() {
	var ids, uncited []string
	if ix := n.know.Passages(); ix != nil {
		for id := range ix.Sources() {
			ids = append(ids, id)
			if _, cited := n.know.Base().Source(id); !cited {
				uncited = append(uncited, id)
			}
		}
	}
	put := "put an article into " + n.path("sources") + " (Markdown, text or HTML; its front matter may say id, title, date), or hapjak import --kb " + shellWord(n.dir) + " PATH"
	if n.imported {
		put = "hapjak import --kb " + n.dir + " PATH reads articles"
	}
	example := !n.imported && n.holds(starter.Article)
	switch {
	case len(ids) == 0:
		n.step("there is no article: %s", put)
	case example && len(ids) == 1:
		n.step("the example is all there is: %s", put)
	case example:
		n.step("take the example away: %s, %s, and its questions in %s", n.path(starter.Article), n.path(starter.Facts), starter.Questions)
	}
	switch {
	case n.know.Base().Statements() == 0 && len(ids) > 0:
		n.step("there is no fact: the articles' sentences answer, but names, dates and figures answer better, and lists and counts only, from facts")
	case len(uncited) > 0:
		n.step("no fact cites %s: state what people will ask of it", several(uncited, "other articles"))
	}
}

// relations speaks of those that nothing is stated of, and those that cannot be asked for.
func (n *nextReader) relations() {
	var unused, mute []string
	base := n.know.Base()
	for r := range base.Schema().Relations {
		d := base.Schema().RelationDef(kb.Rel(r))
		if len(base.Of(kb.Rel(r))) == 0 {
			unused = append(unused, d.Name)
		}
		if len(d.Verbs)+len(d.SubjectVerbs)+len(d.Phrases)+len(d.Nouns)+len(d.SubjectNouns) == 0 {
			mute = append(mute, d.Name)
		}
	}
	if len(mute) > 0 {
		n.step("people can ask for %s by its noun alone: give it verbs, subject_verbs, nouns or phrases in schema.yaml (hapjak schema tells which is which)", several(mute, "other relations"))
	}
	if len(unused) > 0 {
		n.step("no fact uses %s: state some, or take it out of schema.yaml", several(unused, "other relations"))
	}
	var silent []string
	for _, q := range base.Schema().Examples {
		if got, _ := n.know.Ask(n.ctx, facts.Question{Text: q}); got.Status == facts.Unknown {
			silent = append(silent, fmt.Sprintf("“%s”", q))
		}
	}
	switch {
	case len(base.Schema().Examples) == 0:
		n.step("the schema offers no question: put one or two that it answers under examples")
	case len(silent) > 0:
		n.step("nothing answers %s, which the schema offers to be asked: put others under examples", several(silent, "other questions"))
	}
}

// enoughQuestions are those of a set from which on its score says something.
const enoughQuestions = 20

func (n *nextReader) questions() {
	path := n.path(starter.Questions)
	cases, err := readSets([]string{path})
	switch set := "hapjak eval --kb " + shellWord(n.dir) + " " + shellWord(path); {
	case os.IsNotExist(err):
		n.step("there is no question set: write what people will ask into %s, with the answers that are right (CURATING.md shows a line)", path)
	case err != nil:
		n.step("mend the question set: %s", strings.ReplaceAll(err.Error(), "\n", "; "))
	case len(cases) < enoughQuestions:
		n.step("%s few: add what people ask to %s, and see what it answers: %s", counted(len(cases), "question is", "questions are"), path, set)
	default:
		n.step("see what it answers: %s", set)
	}
}

// several lists a few names, and counts the others.
func several(names []string, others string) string {
	const few = 3
	if len(names) == 1 {
		return names[0]
	}
	if len(names) <= few {
		return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
	}
	list := slices.Clone(names[:few])
	return strings.Join(list, ", ") + " and " + grouped(len(names)-few) + " " + others
}
