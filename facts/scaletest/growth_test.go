package scaletest

import (
	"bufio"
	"bytes"
	"context"
	"strings"
	"testing"

	"hapjak/facts/kb/triples"
)

// BenchmarkGrowth asks the same questions, which have the same answers, of a tenth
// of MetaQA, of all of it, and of ten times as much: the cost must grow with the
// answer, not with the knowledge base.
//
// The tenth is what the questions need, filled up with other films. The ten times
// are MetaQA and nine copies of it in which films, people and topics are renamed
// letter by letter, so that there are ten times as many names, as long and as much
// alike as before; years, genres and languages stay, with ten times as many films
// each.
func BenchmarkGrowth(b *testing.B) {
	g := readGraph(b)
	tenth, questions := g.tenth(b)
	for _, size := range []struct {
		name string
		data []byte
	}{{"10%", tenth}, {"100%", g.text(g.lines)}, {"1000%", g.copied(9)}} {
		b.Run(size.name, func(b *testing.B) {
			base, err := triples.Read(context.Background(), metaqa().parseSchema(b), "kb.txt", bytes.NewReader(size.data), triples.Options{})
			if err != nil {
				b.Fatal(err)
			}
			a := opened(b, commit(b, base))
			timed(b, a, questions, 0.9)
			b.ReportMetric(float64(base.Statements()), "statements")
		})
	}
}

// A graph is MetaQA's lines by the names on them.
type graph struct {
	lines []line
	of    map[string][]int // by subject and object
}

func readGraph(t testing.TB) *graph {
	t.Helper()
	g := &graph{of: map[string][]int{}}
	in := bufio.NewScanner(open(t, metaqa().triples))
	for in.Scan() {
		f := strings.Split(in.Text(), "|")
		l := line{f[0], f[1], f[2]}
		g.of[l.subject] = append(g.of[l.subject], len(g.lines))
		if l.object != l.subject {
			g.of[l.object] = append(g.of[l.object], len(g.lines))
		}
		g.lines = append(g.lines, l)
	}
	return g
}

// hub reports whether a relation's objects are so many films' that no chain leads
// on through them.
func hub(relation string) bool {
	switch relation {
	case "release_year", "in_language", "has_genre", "has_imdb_rating", "has_imdb_votes":
		return true
	}
	return false
}

// around returns the lines that are three steps or nearer to a name, nil if they are
// more than most.
func (g *graph) around(name string, most int) map[int]bool {
	found := map[int]bool{}
	done := map[string]bool{}
	next := []string{name}
	for range 3 {
		var after []string
		for _, n := range next {
			if done[n] {
				continue
			}
			done[n] = true
			for _, i := range g.of[n] {
				found[i] = true
				after = append(after, g.lines[i].subject)
				if !hub(g.lines[i].relation) {
					after = append(after, g.lines[i].object)
				}
			}
			if len(found) > most {
				return nil
			}
		}
		next = after
	}
	return found
}

// tenth returns a tenth of the lines and questions of one, two and three hops that
// it holds all answers to.
func (g *graph) tenth(t testing.TB) ([]byte, []metaQuestion) {
	t.Helper()
	const most = 150 // lines that one question may need, so that there are many questions
	size := len(g.lines) / 10
	kept := map[int]bool{}
	var questions []metaQuestion
	for _, q := range inTurns(t) {
		if len(kept) > size-most {
			break
		}
		lines := g.around(q.topic, most)
		for i := range lines {
			kept[i] = true
		}
		if lines != nil {
			questions = append(questions, q)
		}
	}
	for i := 0; len(kept) < size; i += 7 {
		for _, j := range g.of[g.lines[i%len(g.lines)].subject] {
			kept[j] = true
		}
	}
	var lines []line
	for i, l := range g.lines {
		if kept[i] {
			lines = append(lines, l)
		}
	}
	t.Logf("%d questions that need less than %d of %d lines", len(questions), len(lines), len(g.lines))
	return g.text(lines), questions
}

// inTurns returns questions of one, two and three hops in turns.
func inTurns(t testing.TB) []metaQuestion {
	t.Helper()
	byHops := map[string][]metaQuestion{}
	for _, hops := range []string{"1hop", "2hop", "3hop"} {
		byHops[hops] = sampled(readTemplates(t), hops, 1000)
	}
	var list []metaQuestion
	for i := range 1000 {
		for _, hops := range []string{"1hop", "2hop", "3hop"} {
			list = append(list, byHops[hops][i])
		}
	}
	return list
}

func (g *graph) text(lines []line) []byte {
	var b bytes.Buffer
	for _, l := range lines {
		b.WriteString(l.subject + "|" + l.relation + "|" + l.object + "\n")
	}
	return b.Bytes()
}

// copied returns the lines and so many renamed copies of them.
func (g *graph) copied(n int) []byte {
	var b bytes.Buffer
	b.Write(g.text(g.lines))
	for c := 1; c <= n; c++ {
		var lines []line
		for _, l := range g.lines {
			l.subject = renamed(l.subject, c)
			if !hub(l.relation) {
				l.object = renamed(l.object, c)
			}
			lines = append(lines, l)
		}
		b.Write(g.text(lines))
	}
	return b.Bytes()
}

// renamed exchanges vowels for vowels, consonants for consonants and digits for
// digits.
func renamed(name string, c int) string {
	const vowels, consonants, digits = "aeiou", "bcdfghjklmnpqrstvwxyz", "0123456789"
	turn := func(r rune, letters string, by int) (rune, bool) {
		i := strings.IndexRune(letters, r)
		if i < 0 {
			return r, false
		}
		return rune(letters[(i+by)%len(letters)]), true
	}
	return strings.Map(func(r rune) rune {
		for _, letters := range []string{vowels, consonants, digits, strings.ToUpper(vowels), strings.ToUpper(consonants)} {
			if s, ok := turn(r, letters, c); ok {
				return s
			}
		}
		return r
	}, name)
}
