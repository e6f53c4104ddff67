package plan_test

import (
	"os"
	"strings"
	"testing"

	"hapjak/facts/kb"
	"hapjak/facts/plan"
	"hapjak/facts/question"
)

func shipped(t *testing.T) *plan.Planner {
	t.Helper()
	data, err := os.ReadFile("../shipped/hapjak.kb")
	if err != nil {
		t.Fatal(err)
	}
	base, err := kb.LoadBytes(data)
	if err != nil {
		t.Fatal(err)
	}
	return plan.New(base)
}

// TestRules asks for each rule of composition a question whose cheapest plan it makes.
func TestRules(t *testing.T) {
	p := shipped(t)
	asks := map[string]string{
		"argument":  "okja plot?",
		"implied":   "Was Lu Han in EXO?",
		"narrow":    "Which Korean films did Bong Joon Ho direct?",
		"asked":     "What is EXO?",
		"ask for":   "When was the Korean War?",
		"list":      "Are Okja or Parasite on Netflix?",
		"dated":     "the director of alone (2007)",
		"before":    "Did Love with an Alien come out before Tyrant?",
		"extreme":   "newest film by bong?",
		"measure":   "Which film sold the most tickets?",
		"than":      "Is The Medium older than Snowpiercer?",
		"carried":   "Who plays Woo-in in Asako in Ruby Shoes?",
		"carrying":  "prize for the medium at bifan?",
		"besides":   "Who directed Reach for the SKY with Steven Dhoedt?",
		"companion": "Who did Shin Films co-produce films with?",
		"together":  "Who did Tu Kwang-chi direct films together with?",
		"share":     "Which films share the director with Okja?",
		"again":     "Which actress played Aya?",
		"absorb":    "Is the Korea-China collaboration good for both countries?",
	}
	for _, r := range plan.Rules() {
		q := asks[r.Name]
		c := p.Plan(question.Parse(q, question.Said{}, p.Stems()), plan.AsTyped)
		pl := c.Plan(0)
		if pl == nil {
			t.Errorf("%s: %q has no plan", r.Name, q)
			continue
		}
		if !strings.Contains(c.Derivation(pl), r.Name+" (") {
			t.Errorf("%s: %q is read without it:\n%s", r.Name, q, c.Derivation(pl))
		}
	}
}

func TestDerivation(t *testing.T) {
	p := shipped(t)
	c := p.Plan(question.Parse("Who directed Snowpiercer?", question.Said{}, p.Stems()), plan.AsTyped)
	got := c.Derivation(c.Plan(0))
	for _, part := range []string{"“directed”: relation directed_by", "“Snowpiercer”: snowpiercer", "argument (+0.10): directed_by(snowpiercer)", "“Who”: asks who"} {
		if !strings.Contains(got, part) {
			t.Errorf("the derivation lacks %q:\n%s", part, got)
		}
	}
}
