package plan

import (
	"fmt"
	"strings"
)

// A rule of composition makes one item of two.
type rule uint8

const (
	ruleArgument rule = iota
	ruleImplied
	ruleNarrow
	ruleAsked
	ruleAskFor
	ruleList
	ruleDated
	ruleBefore
	ruleExtreme
	ruleMeasure
	ruleThan
	ruleCarried
	ruleCarrying
	ruleBesides
	ruleCompanion
	ruleTogether
	ruleShare
	ruleAgain
	ruleAbsorb
)

// A Rule is a rule of composition as people read of it.
type Rule struct {
	Name  string
	Reads string  // what it reads, with an example
	Cost  float64 // the least that it adds to a reading
}

// Rules lists the rules of composition, the commonest first.
func Rules() []Rule {
	list := make([]Rule, len(rules))
	for i, r := range rules {
		list[i] = Rule{r.name, r.reads, float64(r.cost)}
	}
	return list
}

func (r rule) String() string { return rules[r].name }

// rules says of each rule what it reads and what it costs at least. What it costs more
// in worse cases stands in costs.go.
var rules = [...]struct {
	name, reads string
	cost        float32
}{
	ruleArgument:  {"argument", `a relation takes the thing beside it: "directed by X", "the director of X"`, costTable[costJoin].value},
	ruleImplied:   {"implied", `a relation that goes without saying: "films of 1990", "X's films"`, costTable[costImplied].value},
	ruleNarrow:    {"narrow", `two descriptions of one thing: "Korean films that X directed"`, 0},
	ruleAsked:     {"asked", `a question word asks for what is described: "who directed X"`, 0},
	ruleAskFor:    {"ask for", `a question word stands for a relation of its own: "when was X"`, costTable[costAsk].value},
	ruleList:      {"list", `names of one kind: "A and B", "A or B"`, costTable[costEach].value},
	ruleDated:     {"dated", `a name with its year: "King Kong (1976)"`, -costTable[costUnit].value / 2},
	ruleBefore:    {"before", `earlier or later than a thing with a date: "before X"`, 0},
	ruleExtreme:   {"extreme", `a superlative picks from a set, or its values are added up: "the oldest film of X", "the total budget of X's films"`, 0},
	ruleMeasure:   {"measure", `a superlative takes what it measures by: "the most tickets sold"`, 0},
	ruleThan:      {"than", `more or less than a named thing: "older than X"`, 0},
	ruleCarried:   {"carried", `who has a part that a statement carries: "who played Princess Miao"`, costTable[costQualify].value},
	ruleCarrying:  {"carrying", `statements that carry a named thing: "tickets sold in Korea"`, costTable[costQualify].value},
	ruleBesides:   {"besides", `the others who did the same: "who directed X with Y"`, costTable[costEach].value},
	ruleCompanion: {"companion", `over a shared thing to the others: "co-stars of X"`, costTable[costJoin].value},
	ruleTogether:  {"together", `who else has a part in the things described: "wrote films together with"`, 0},
	ruleShare:     {"share", `things that have something in common: "share a director with X"`, 0},
	ruleAgain:     {"again", `what was said is said once more: "what year was X released in"`, costTable[costAgain].value},
	ruleAbsorb:    {"absorb", `a kind that only says what the argument is: "who starred in movies directed by X"`, costTable[costAbsorb].value},
}

// Derivation tells how a plan came about as a tree: for each run of words its cost, the
// rule that joined it and what it means.
func (p *Chart) Derivation(pl *Plan) string {
	var b strings.Builder
	derivation{p, &b}.derive(pl.item, 0)
	return b.String()
}

type derivation struct {
	*Chart
	*strings.Builder
}

func (p derivation) derive(it item, depth int) {
	b := p.Builder
	fmt.Fprintf(b, "%s%.2f ", strings.Repeat("  ", depth), it.cost)
	if it.left >= 0 {
		fmt.Fprintf(b, "%s (%+.2f): ", it.by, it.extra)
	} else if it.start < it.end {
		fmt.Fprintf(b, "“%s”: ", p.q.Span(it.start, it.end))
	} else {
		b.WriteString("left out: ")
	}
	b.WriteString(p.means(it) + "\n")
	if it.left >= 0 {
		p.derive(p.items[it.left], depth+1)
		p.derive(p.items[it.right], depth+1)
	}
}

// means is what an item means, for people.
func (p derivation) means(it item) string {
	switch it.cat {
	case catSet:
		return it.x.Describe(p.base)
	case catRel, catMost:
		if it.general {
			return "most, least or sum of something"
		}
		return "relation " + p.base.Schema().RelationDef(it.sense.Rel).Name
	case catWh:
		return "asks " + it.ask.String()
	case catShare:
		return "shares"
	case catTogether:
		return "together"
	}
	return "before or after"
}
