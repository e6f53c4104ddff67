package plan

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"hapjak/corpus"
	"hapjak/facts/kb"
	"hapjak/facts/kb/curated"
	"hapjak/facts/kb/triples"
	"hapjak/facts/question"
)

// noArchive has no paragraph.
type noArchive struct{}

func (noArchive) Paragraph(corpus.Ref) (corpus.Paragraph, bool) { return corpus.Paragraph{}, false }
func (noArchive) Unheard(string) bool                           { return false }

// reading is how a planner reads a question: its cheapest plan, and the one it settles on.
func reading(p *Planner, q *question.Question, how Lenience) string {
	c := p.Plan(q, how)
	pl := c.Plan(0)
	if pl == nil {
		return "nothing"
	}
	text := pl.Expr.Describe(p.base) + c.UnreadText(pl)
	if settled, members := p.Run(context.Background(), noArchive{}).Settle(c); settled != nil {
		text += fmt.Sprintf(", settled on %s, answered: %v", settled.Expr.Describe(p.base), len(members) > 0)
	}
	return text
}

func shippedPlanner(t *testing.T) *Planner {
	t.Helper()
	data, err := os.ReadFile("../shipped/hapjak.kb")
	if err != nil {
		t.Fatal(err)
	}
	base, err := kb.LoadBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	return New(base)
}

// TestCosts asks for each cost a question that is read otherwise where it is nothing.
func TestCosts(t *testing.T) {
	base := shippedPlanner(t).base
	var topics []kb.Node
	for _, id := range []string{"snowpiercer", "bong-joon-ho"} {
		n, ok := base.Find(id)
		if !ok {
			t.Fatalf("%s is not in the base", id)
		}
		topics = append(topics, n)
	}
	asks := map[cost]string{
		costImplied:    "What genre is Blind?",
		costRoleSaid:   "who drew the comic mr go comes from",
		costNear:       "Which Chinese film did Hur Jin-ho direct?",
		costBefore:     "films with Korean directors",
		costJoin:       "Who plays Woo-in in Asako in Ruby Shoes?",
		costInverse:    "Which country is Joe Odagiri from?",
		costTurned:     "In which country is Blind being remade?",
		costBare:       "List the films released in 2014.",
		costNarrow:     "Who plays Woo-in in Asako in Ruby Shoes?",
		costSuppose:    "Who plays the coach in Mr. Go?",
		costMostIn:     "What had Banjong made earlier that was scary?",
		costRoleToo:    "whats the korean title of mr go mean",
		costAbsorb:     "What is wrong with the niece in the film with shaman?",
		costEach:       "Sort from earliest to latest: Okja, Typhoon, Snowpiercer, Yonggary.",
		costAgain:      "Who directed the film that won Best of Bucheon?",
		costQualify:    "Who plays the coach in Mr. Go?",
		costAsk:        "When did Typhoon come out?",
		costAskFar:     "Why are filmmakers cautious about the Chinese market?",
		costWho:        "Who produced Asako in Ruby Shoes?",
		costAsked:      "whos in mr go",
		costDefine:     "whose film is A Midsummer's Fantasia?",
		costUnit:       "Who plays Woo-in in Asako in Ruby Shoes?",
		costRank:       "who is behind D-War",
		costRole:       "Where was Mr. Go shot?",
		costLoose:      "Who plays the coach in Mr. Go?",
		costBeside:     "What has Steven Dhoedt been working on since?",
		costHeaded:     "Which films are in Chinese?",
		costLonger:     "Did Bong Joon Ho direct Typhoon?",
		costGlueRun:    "CAGR of Asian drama co-productions over the past five years?",
		costWording:    "films from 2017",
		costText:       "Who plays the niece in The Medium?",
		costPronoun:    "… where did the director work?",
		costEllipsis:   "… and the other, what year",
		costEdit:       "? sing me a song",
		costPartial:    "? Which Japanese actor is in Mr. Go?",
		costBlank:      "? Who is Kim Ki-duk?",
		costEmptyPlain: "who is behind D-War",
		costEmptyChain: "How old is the coach in Mr. Go?",
	}
	for c := range cost(numCosts) {
		if c == costAgainOf || c == costTalkRun { // which have tests of their own
			continue
		}
		text, ok := asks[c]
		if !ok {
			t.Errorf("%s: no question shows what it does", costTable[c].name)
			continue
		}
		p := New(base)
		how, said := AsTyped, question.Said{}
		if guess, ok := strings.CutPrefix(text, "? "); ok {
			text, how = guess, Guessed
		}
		if goesOn, ok := strings.CutPrefix(text, "… "); ok {
			text, said.Topics = goesOn, topics
		}
		q := question.Parse(text, said, p.Stems())
		was := reading(p, q, how)
		p.costs[c] = 0
		if got := reading(p, q, how); got == was {
			t.Errorf("%s: %q is read alike without it: %s", costTable[c].name, text, got)
		}
	}
}

// TestAgainCosts asks the last question of something else, which makes it less sure.
func TestAgainCosts(t *testing.T) {
	p := shippedPlanner(t)
	parse := func(text string) *Chart { return p.Plan(question.Parse(text, question.Said{}, p.Stems()), AsTyped) }
	last := parse("Who directed Okja?").Plan(0)
	pl, ok := parse("what about Typhoon?").Again(last)
	if !ok || pl.Expr.Describe(p.base) != "directed_by(typhoon)" || pl.Cost != last.Cost+0.5 {
		t.Errorf("%v, %v after %v", pl, ok, last)
	}
}

// TestTalkIsNoName asks a base in which a film is called as people talk.
func TestTalkIsNoName(t *testing.T) {
	data, err := os.ReadFile("../testdata/films/schema.yaml")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := curated.ParseSchema("schema.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	facts := strings.NewReader("tell|title|Tell Me|\ntell|starred_actors|Ann Lee|\nty|title|Typhoon|\nty|starred_actors|Bo Kim|\n")
	base, err := triples.Read(context.Background(), schema, "facts.psv", facts, triples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := New(base)
	named := func() int {
		return len(p.Plan(question.Parse("tell me who directed typhoon", question.Said{}, p.Stems()), AsTyped).Named())
	}
	if n := named(); n != 1 {
		t.Errorf("%d things are named, want 1", n)
	}
	p.costs[costTalkRun] = 0
	if n := named(); n != 2 {
		t.Errorf("%d things are named where talk costs nothing, want 2", n)
	}
}
