package plan

import (
	"math"
	"strconv"
	"strings"

	"hapjak/facts/expr"
	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/nlp"
	"hapjak/nlp/english"
)

// mentionValue reads years, decades, spans of years and numbers, with the words
// before them that say "before", "more than" and the like.
func (p mentioner) mentionValue(i int) {
	w := p.words[i]
	if y, ok := w.Year(); ok {
		p.addSpan(i, i+1, y, y)
		if i+1 < len(p.words) {
			if z, ok := p.words[i+1].Year(); ok && z > y { // "1955-1970"
				p.addSpan(i, i+2, y, z)
			}
		}
	} else if y, ok := english.Decade(w.Norm); ok {
		p.addSpan(i, i+1, y, y+9)
	}
	if n, scale, end, ok := p.numberAt(i); ok {
		p.addNumber(i, end, n*scale)
		if strings.HasSuffix(p.words[end-1].Norm, "m") && scale == 1e6 { // or metres, where what is asked for is measured
			p.addRange(i, end, n, "m", -0.1)
		}
	}
}

// numberAt reads a number and what multiplies it: "1.2 million", "30k", "a billion".
func (p mentioner) numberAt(i int) (n, scale float64, end int, ok bool) {
	if i >= len(p.words) {
		return 0, 0, 0, false
	}
	w := p.words[i]
	end, scale = i+1, 1
	if end < len(p.words) {
		next := p.words[end]
		if next.Start == w.End+1 && p.q.Text[w.End] == '.' {
			if n, scale := english.ShortNumber(w.Norm + "." + next.Norm); n > 0 { // "1.2m"
				return n, scale, end + 1, true
			}
		}
		if scale = english.Scale(next.Norm); scale > 1 {
			end++
		}
	}
	if w.Kind == nlp.Number {
		n, err := strconv.ParseFloat(w.Norm, 64)
		return n, scale, end, err == nil
	}
	if n, scale := english.ShortNumber(w.Norm); n > 0 {
		return n, scale, i + 1, true
	}
	n = float64(english.Numeral(w.Norm))
	if w.Norm == "a" || w.Norm == "one" {
		n = 1
	}
	return n, scale, end, n > 0 && scale > 1 && len(p.words[i+1].Norm) > 1
}

// The bounds of an open span of years.
const (
	firstYear = 0
	lastYear  = 9999
)

// addSpan files the years from y to z as a restriction, widened by what stands
// before them: "before 1970", "from 1955 to 1970".
func (p mentioner) addSpan(start, end, y, z int) {
	word := func(k int) string {
		if k < 0 {
			return ""
		}
		return p.words[k].Norm
	}
	from := func(start, lo, hi int) {
		p.add(item{start: start, end: end, cat: catSet, cost: p.costs[costUnit],
			x: &expr.Expr{Op: expr.OpRange, Kinds: p.lex.Dates, Lo: float64(lo) * 10000, Hi: float64(hi)*10000 + 9999,
				Text: p.q.Span(start, end)}})
	}
	from(start, y, z)
	k := start - 1
	for k >= 0 && (word(k) == "the" || word(k) == "year" || word(k) == "years") {
		k--
	}
	switch word(k) {
	case "before", "pre", "until", "till":
		from(k, firstYear, y-1)
		return
	case "after", "post":
		from(k, z+1, lastYear)
		return
	case "since":
		from(k, y, lastYear)
		return
	case "than", "to":
		switch word(k - 1) {
		case "earlier", "older", "prior":
			from(k-1, firstYear, y-1)
		case "later", "newer":
			from(k-1, z+1, lastYear)
		}
	}
	if k >= 1 && (word(k) == "to" || word(k) == "and" || word(k) == "until" || word(k) == "till" || word(k) == "through") {
		first, ok := p.words[k-1].Year()
		if !ok {
			first, ok = english.Decade(p.words[k-1].Norm)
		}
		if ok && first <= z {
			begin := k - 1
			if b := word(begin - 1); b == "from" || b == "between" {
				begin--
			}
			from(begin, first, z)
		}
	}
}

// mentionBefore reads "before X", "after X" of something with a year.
func (p joiner) mentionBefore(l, r item, gap float32) {
	o := expr.OpAfter
	if w := p.words[l.start].Norm; w == "before" || w == "earlier" {
		o = expr.OpBefore
	}
	x := &expr.Expr{Op: o, Kinds: p.lex.Dates, Args: []*expr.Expr{r.x}}
	p.made(ruleBefore, l, r, gap, 0, item{cat: catSet, x: x})
}

// addNumber files a number, and with the currency that it is in where one is named.
func (p mentioner) addNumber(start, end int, v float64) {
	if before, unit := p.currencyBefore(start); unit != "" {
		p.addRange(before, end, v, unit, 0)
		return
	}
	p.addRange(start, end, v, "", 0)
	if behind, unit := p.currencyAt(end); unit != "" {
		p.addRange(start, behind, v, unit, 0)
	}
	if end < len(p.words) {
		if unit, times, ok := kb.UnitNamed(p.words[end].Norm); ok {
			p.addRange(start, end+1, times*v, unit, 0)
		}
	}
}

// addRange files a number, or where words before it say so, those over it or under it.
func (p mentioner) addRange(start, end int, v float64, unit string, extra float32) {
	set := func(from int, lo, hi float64) {
		extra := extra
		if from < start { // likelier than that the words before say nothing
			extra -= 0.05
		}
		p.add(item{start: from, end: end, cat: catSet, cost: p.costs[costUnit] + 0.2 + extra,
			x: &expr.Expr{Op: expr.OpRange, Kinds: p.lex.Numbers, Lo: lo, Hi: hi, Unit: unit, Text: p.q.Span(from, end)}})
	}
	set(start, v, v)
	if start == 0 {
		return
	}
	k := start - 1
	w := p.words[k].Norm
	if w == "than" && k > 0 {
		k--
		w = p.words[k].Norm
	}
	switch w {
	case "over", "more", "above", "exceeding", "exceed", "exceeded":
		set(k, over(v), math.Inf(1))
	case "under", "less", "fewer", "below":
		set(k, math.Inf(-1), under(v))
	case "and":
		if begin, lo, ok := p.betweenFrom(k, v); ok {
			set(begin, lo, v)
		}
	case "least": // at least
		set(k, v, math.Inf(1))
	case "most":
		set(k, math.Inf(-1), v)
	}
}

// over is the least number that is more than v, under the greatest that is less.
func over(v float64) float64  { return math.Nextafter(v, math.Inf(1)) }
func under(v float64) float64 { return math.Nextafter(v, math.Inf(-1)) }

// betweenFrom reads the first number of "between 1 and 3 million", before the "and" at k.
func (p mentioner) betweenFrom(k int, hi float64) (begin int, lo float64, ok bool) {
	const most = 6 // words before the "and": "between US$ 1.2 million dollars"
	for begin = max(0, k-most); begin < k && p.words[begin].Norm != "between"; begin++ {
	}
	for i := begin + 1; i < k; i++ {
		n, scale, _, ok := p.numberAt(i)
		if !ok {
			continue
		}
		for j := k + 1; scale == 1 && j < len(p.words) && j < k+4; j++ {
			if m, both, _, ok := p.numberAt(j); ok && n < m {
				scale = both // "between 1 and 3 million"
				break
			}
		}
		return begin, n * scale, n*scale <= hi
	}
	return 0, 0, false
}

// currencyBefore reads a currency before a number: "€", "US$", "NT$".
func (p mentioner) currencyBefore(start int) (int, string) {
	i := start - 1
	if i < 0 || p.words[i].End != p.words[start].Start || p.words[i].Kind != nlp.Punct {
		return start, ""
	}
	if i > 0 && p.words[i-1].End == p.words[i].Start {
		if code, ok := literal.CurrencyNamed(p.words[i-1].Norm + p.words[i].Norm); ok {
			return i - 1, code
		}
	}
	code, _ := literal.CurrencyNamed(p.words[i].Norm)
	return i, code
}

// currencyAt reads a currency behind a number: "dollars", "US dollars".
func (p mentioner) currencyAt(end int) (int, string) {
	words := func(n int) string {
		text := ""
		for _, w := range p.words[end:min(end+n, len(p.words))] {
			text += "-" + w.Norm
		}
		return text[min(1, len(text)):]
	}
	for _, n := range []int{2, 1} {
		if code, ok := literal.CurrencyNamed(words(n)); ok && end+n <= len(p.words) {
			return end + n, code
		}
	}
	return end, ""
}
