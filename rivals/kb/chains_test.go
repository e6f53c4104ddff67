package kb

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const metaqa = "../../../shared/eval/metaqa"

// A chain is a kind of question of MetaQA's, with the relations that lead from its
// topic to its answers; "^" is a relation backwards.
type chain struct {
	name, file string
	template   string // the question, X the topic
	path       []string
}

func chains() []chain {
	return []chain{
		{"1 cast of a film", "dev-1hop.txt", "who acted in the movie [X]", []string{"starred_actors"}},
		{"1 films of an actor", "dev-1hop.txt", "what films did [X] act in", []string{"^starred_actors"}},
		{"2 years of an actor's films", "dev-2hop.txt", "when were the movies starred by [X] released", []string{"^starred_actors", "release_year"}},
		{"2 co-actors", "dev-2hop.txt", "who acted together with [X]", []string{"^starred_actors", "starred_actors"}},
		{"2 films of a film's actors", "dev-2hop.txt", "the actor of [X] also starred in which films", []string{"starred_actors", "^starred_actors"}},
		{"3 casts of a director's films", "dev-3hop.txt", "who acted in the films directed by the director of [X]", []string{"directed_by", "^directed_by", "starred_actors"}},
		{"3 writers of films that share actors", "dev-3hop.txt", "the movies that share actors with the movie [X] are written by who", []string{"starred_actors", "^starred_actors", "written_by"}},
		{"3 years of films that share actors", "dev-3hop.txt", "when did the films release whose actors also appear in the film [X]", []string{"starred_actors", "^starred_actors", "release_year"}},
	}
}

// A question is one of a chain.
type question struct {
	text, topic string
	gold        []string // in order
}

// questions reads those of a chain.
func (c chain) questions(t testing.TB) []question {
	t.Helper()
	f := open(t, filepath.Join(metaqa, c.file))
	var list []question
	in := bufio.NewScanner(f)
	before, after, _ := strings.Cut(c.template, "X")
	for in.Scan() {
		text, gold, _ := strings.Cut(in.Text(), "\t")
		topic, ok := strings.CutPrefix(strings.TrimSpace(text), before)
		if !ok {
			continue
		}
		if topic, ok = strings.CutSuffix(topic, after); !ok || strings.Contains(topic, "]") {
			continue
		}
		q := question{strings.NewReplacer("[", "", "]", "").Replace(text), topic, strings.Split(gold, "|")}
		slices.Sort(q.gold)
		list = append(list, q)
	}
	if len(list) == 0 {
		t.Fatalf("%s has no %q", c.file, c.template)
	}
	return list
}

func open(t testing.TB, path string) *os.File {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("needs %s, which is not here", path)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// eachLine calls with the fields of MetaQA's statements.
func eachLine(t testing.TB, do func(subject, relation, object string) error) {
	t.Helper()
	in := bufio.NewScanner(open(t, filepath.Join(metaqa, "kb.txt")))
	for n := 1; in.Scan(); n++ {
		f := strings.Split(in.Text(), "|")
		err := fmt.Errorf("%d fields", len(f))
		if len(f) == 3 {
			err = do(f[0], f[1], f[2])
		}
		if err != nil {
			t.Fatalf("kb.txt:%d: %v", n, err)
		}
	}
}
