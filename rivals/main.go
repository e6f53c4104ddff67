// Command rivals measures Hapjak's passage index beside the engines that a Go
// program could embed instead: bleve, and SQLite's FTS5. It is a module of its own
// so that the program's go.mod lists what the program needs.
//
//	go run . -articles FILE.jsonl -questions METAQA.txt [-copies 10] [-engines hapjak,bleve,fts5]
//
// builds each engine's index of the articles, and of copies of them with words
// exchanged, in a directory that is removed afterwards; then asks them all the same
// questions in turns, a hundred at a time on one processor, so that what else the
// machine does slows all of them alike. It prints a table. Build times are of all
// processors by the wall clock, and their sum with -clock cpu.
//
//	go run . -articles FILE.jsonl -questions METAQA.txt -sizes 10000,100000,1000000 -plot curve.svg
//
// measures Hapjak alone over so many passages, each size in a process of its own.
//
//	go run . -ablate ../../shared/eval
//
// measures what each part of the ranking adds, on judged collections.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "rivals:", err)
		stop()
		os.Exit(1)
	}
}

// options are the command's flags.
type options struct {
	articles, questions string
	engines, clock      string
	copies              int
	n, k, rounds        int
	sizes, plot         string
	ablate              string
	one                 string // a process's own task: measure this engine's index in dir
	dir                 string
}

func run(ctx context.Context, args []string) error {
	var o options
	f := flag.NewFlagSet("rivals", flag.ContinueOnError)
	f.StringVar(&o.articles, "articles", "../../shared/eval/film-articles/articles.jsonl", "articles, JSONL")
	f.StringVar(&o.questions, "questions", "../../shared/eval/metaqa/dev-1hop.txt", "questions, one a line before a tab; the topic's brackets are taken away")
	f.StringVar(&o.engines, "engines", "hapjak,bleve,fts5", "engines to measure")
	f.IntVar(&o.copies, "copies", 1, "index the articles and so many copies less one of them")
	f.IntVar(&o.n, "n", 2000, "questions to ask")
	f.IntVar(&o.k, "k", 10, "hits to find")
	f.IntVar(&o.rounds, "rounds", 3, "times to ask each question; the best round counts")
	f.StringVar(&o.clock, "clock", "wall", "wall, or cpu: processor time of all threads, for a machine that others use too")
	f.StringVar(&o.sizes, "sizes", "", "measure Hapjak over so many passages, commas between")
	f.StringVar(&o.plot, "plot", "", "draw the curve of -sizes to this file")
	f.StringVar(&o.ablate, "ablate", "", "measure the parts of the ranking on the collections of this `folder`")
	f.StringVar(&o.one, "one", "", "measure one engine's index; rivals starts itself with this")
	f.StringVar(&o.dir, "dir", "", "of -one")
	if err := f.Parse(args); err != nil {
		return err
	}
	if o.ablate != "" {
		return ablate(ctx, o.ablate)
	}
	questions, err := readQuestions(o.questions, o.n)
	if err != nil {
		return err
	}
	switch {
	case o.one != "":
		return measureOne(o, questions)
	case o.sizes != "":
		return curve(ctx, o)
	}
	return compare(ctx, o, questions, strings.Split(o.engines, ","))
}
