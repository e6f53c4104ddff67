package scaletest

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A gold expression says what the answer to a question is, in terms of the film
// catalogue's lines:
//
//	[Tom Hanks]     that text; [1940..1949] is each of those years
//	titled(T)       the films with a title in T
//	with(P)         the films with one of P in the cast
//	in(G)           the films of one of the genres G
//	from(Y)         the films of one of the years Y
//	cast(F) genres(F) years(F)  what the lines on the films F say
//	first(F) last(F)            those of the films F of the first and last year
//	count(S)        how many S has
//	some(S)         Yes if S has any, else No
//	before(F, G)    Yes if the first of F came out before the first of G, else No
//	A & B, A | B, A - B         from left to right
//	unknown         no answer: the catalogue does not say
//
// A set of films holds their ids, any other set texts.
type goldSet map[string]bool

// A slow evaluates gold expressions by scanning all lines for each step.
type slow struct {
	lines []line
	texts goldSet // every object, to find what a gold expression misspells
}

type line struct{ subject, relation, object string }

func readSlow(r io.Reader) (*slow, error) {
	s := &slow{texts: goldSet{}}
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		f := strings.Split(in.Text(), "|")
		if len(f) != 4 {
			return nil, fmt.Errorf("line %d: %d fields", n, len(f))
		}
		s.lines = append(s.lines, line{f[0], f[1], f[2]})
		s.texts[f[2]] = true
	}
	return s, in.Err()
}

// objects returns what the lines of a relation say of any of the subjects.
func (s *slow) objects(relation string, subjects goldSet) goldSet {
	found := goldSet{}
	for _, l := range s.lines {
		if l.relation == relation && subjects[l.subject] {
			found[l.object] = true
		}
	}
	return found
}

// subjects returns what the lines of a relation say any of the objects of.
func (s *slow) subjects(relation string, objects goldSet) goldSet {
	found := goldSet{}
	for _, l := range s.lines {
		if l.relation == relation && objects[l.object] {
			found[l.subject] = true
		}
	}
	return found
}

// gold evaluates an expression; known is false for "unknown".
func (s *slow) gold(text string) (set goldSet, known bool, err error) {
	if text == "unknown" {
		return nil, false, nil
	}
	p := &goldParser{slow: s, rest: text}
	set = p.set()
	if p.skip(); p.rest != "" {
		p.fail("%q is left over", p.rest)
	}
	return set, true, p.err
}

// A goldParser evaluates while it reads.
type goldParser struct {
	*slow
	rest string
	err  error // the first
}

func (p *goldParser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
	p.rest = "" // so that every loop ends
}

func (p *goldParser) skip() { p.rest = strings.TrimLeft(p.rest, " ") }

// take reads one of some one-letter signs, and returns zero if none is next.
func (p *goldParser) take(signs string) byte {
	p.skip()
	if p.rest == "" || strings.IndexByte(signs, p.rest[0]) < 0 {
		return 0
	}
	c := p.rest[0]
	p.rest = p.rest[1:]
	return c
}

func (p *goldParser) set() goldSet {
	a := p.item()
	for {
		switch p.take("&|-") {
		case '&':
			b := p.item()
			a = pick(a, func(m string) bool { return b[m] })
		case '|':
			b := p.item()
			for m := range b {
				a[m] = true
			}
		case '-':
			b := p.item()
			a = pick(a, func(m string) bool { return !b[m] })
		default:
			return a
		}
	}
}

func pick(a goldSet, keep func(string) bool) goldSet {
	kept := goldSet{}
	for m := range a {
		if keep(m) {
			kept[m] = true
		}
	}
	return kept
}

func (p *goldParser) item() goldSet {
	switch p.take("[(") {
	case '[':
		text, rest, ok := strings.Cut(p.rest, "]")
		if !ok {
			p.fail("a bracket is not closed")
			return goldSet{}
		}
		p.rest = rest
		return p.text(text)
	case '(':
		a := p.set()
		if p.take(")") == 0 {
			p.fail("a parenthesis is not closed")
		}
		return a
	}
	return p.call()
}

func (p *goldParser) text(text string) goldSet {
	if lo, hi, ok := strings.Cut(text, ".."); ok {
		from, err1 := strconv.Atoi(lo)
		to, err2 := strconv.Atoi(hi)
		if err1 != nil || err2 != nil || from > to {
			p.fail("[%s] is no span of years", text)
		}
		years := goldSet{}
		for y := from; y <= to; y++ {
			years[strconv.Itoa(y)] = true
		}
		return years
	}
	if !p.texts[text] {
		p.fail("[%s] is in no line", text)
	}
	return goldSet{text: true}
}

func (p *goldParser) call() goldSet {
	name, rest, ok := strings.Cut(p.rest, "(")
	if !ok {
		p.fail("want [text] or name(…), not %q", p.rest)
		return goldSet{}
	}
	p.rest = rest
	args := []goldSet{p.set()}
	for p.take(",") != 0 {
		args = append(args, p.set())
	}
	if p.take(")") == 0 {
		p.fail("%s is not closed", name)
		return goldSet{}
	}
	if (name == "before") != (len(args) == 2) {
		p.fail("%s has %d arguments", name, len(args))
		return goldSet{}
	}
	return p.apply(name, args)
}

func (p *goldParser) apply(name string, args []goldSet) goldSet {
	a := args[0]
	switch name {
	case "titled":
		return p.subjects("title", a)
	case "with":
		return p.subjects("starred_actors", a)
	case "in":
		return p.subjects("has_genre", a)
	case "from":
		return p.subjects("release_year", a)
	case "cast":
		return p.objects("starred_actors", a)
	case "genres":
		return p.objects("has_genre", a)
	case "years":
		return p.objects("release_year", a)
	case "first", "last":
		return p.end(a, name == "last")
	case "count":
		return goldSet{strconv.Itoa(len(a)): true}
	case "some":
		return yes(len(a) > 0)
	case "before":
		return yes(p.year(a, false) < p.year(args[1], false))
	}
	p.fail("there is no %q", name)
	return goldSet{}
}

func yes(b bool) goldSet {
	if b {
		return goldSet{"Yes": true}
	}
	return goldSet{"No": true}
}

// year returns the first or the last year of some films.
func (p *goldParser) year(films goldSet, last bool) string {
	best := ""
	for y := range p.objects("release_year", films) {
		if best == "" || (y > best) == last {
			best = y
		}
	}
	return best
}

func (p *goldParser) end(films goldSet, last bool) goldSet {
	of := p.subjects("release_year", goldSet{p.year(films, last): true})
	return pick(films, func(f string) bool { return of[f] })
}
