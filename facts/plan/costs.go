package plan

// A cost is a constant by which readings are ordered. None alone makes a reading impossible.
type cost uint8

const (
	costImplied cost = iota
	costRoleSaid
	costNear
	costBefore
	costJoin
	costInverse
	costTurned
	costBare
	costNarrow
	costSuppose
	costMostIn
	costRoleToo
	costAbsorb
	costEach
	costAgain
	costAgainOf
	costQualify
	costAsk
	costAskFar
	costWho
	costAsked
	costDefine
	costUnit
	costRank
	costRole
	costLoose
	costBeside
	costHeaded
	costLonger
	costGlueRun
	costTalkRun
	costWording
	costText
	costPronoun
	costEllipsis
	costEdit
	costPartial
	costBlank
	costEmptyPlain
	costEmptyChain

	numCosts = iota
)

// A Cost is such a constant as people read of it.
type Cost struct {
	Name  string
	Value float64
	Of    string // what costs so much, and why
}

// Costs lists what a reading pays for, beside what the rules add at least.
func Costs() []Cost {
	list := make([]Cost, numCosts)
	for i, c := range costTable {
		list[i] = Cost{c.name, float64(c.value), c.of}
	}
	return list
}

func standardCosts() (costs [numCosts]float32) {
	for i, c := range costTable {
		costs[i] = c.value
	}
	return costs
}

var costTable = [numCosts]struct {
	name  string
	value float32
	of    string
}{
	costImplied:    {"implied", 0.7, `a relation that was not said`},
	costRoleSaid:   {"role said", 0.5, `… but whose role was: "the films of the director of X"`},
	costNear:       {"near", 0.2, `… and no preposition between the two`},
	costBefore:     {"before", 1.2, `… of something named right before another noun: "films with Korean directors"`},
	costJoin:       {"join", 0.1, `each relation: the shorter road is the likelier`},
	costInverse:    {"inverse", 0.15, `an argument on the side where the wording does not want it`},
	costTurned:     {"turned", 1.5, `… when the kinds would have allowed the other side`},
	costBare:       {"bare", 1.0, `a relation to anything of a kind: "directed by a person" says little`},
	costNarrow:     {"narrow", 0.3, `two restrictions, joined by nothing`},
	costSuppose:    {"suppose", 1.0, `a name that is also described: the question supposes something`},
	costMostIn:     {"most in", 0.5, `a restriction outside a superlative`},
	costRoleToo:    {"role too", 0.15, `a role beside a description of something else: "writers that star in X"`},
	costAbsorb:     {"absorb", 0.3, `a kind that was said once more: "who starred in movies directed by X"`},
	costEach:       {"each", 0.2, `an item of a list, and what is set apart or put beside: "not X", "with X"`},
	costAgain:      {"again", 0.1, `what was said before, said again`},
	costAgainOf:    {"again of", 0.5, `the last question, asked of something else`},
	costQualify:    {"qualify", 0.4, `a name that a statement carries besides its ends`},
	costAsk:        {"ask", 0.4, `a question word that stands for a relation: "when was X"`},
	costAskFar:     {"ask far", 0.8, `… of something that the question only describes`},
	costWho:        {"who", 0.6, `"who" for those who act, though no kind of theirs is asked so`},
	costAsked:      {"asked", 0.15, `a kind that a question word seldom asks for: "who" of a character`},
	costDefine:     {"define", 0.6, `a question that is read as no more than a name`},
	costUnit:       {"unit", 0.3, `each mention: fewer and longer ones are the likelier reading`},
	costRank:       {"rank", 0.01, `each place down a relation's list of wordings`},
	costRole:       {"role", 0.25, `a role noun that stands for whoever has the role`},
	costLoose:      {"loose", 0.25, `a wording without the preposition that it ends in`},
	costBeside:     {"beside", 0.3, `taking part in a thing together, whatever the part`},
	costHeaded:     {"headed", 0.3, `an attribute that stands for what has it`},
	costLonger:     {"longer", 0.02, `taken off for each further word of a name: the longer is the likelier`},
	costGlueRun:    {"glue run", 2.5, `a name made of nothing but glue words: "Who", "It"`},
	costTalkRun:    {"talk run", 1.2, `a name made of nothing but talk`},
	costWording:    {"wording", 0.4, `a name that is also a wording of the schema`},
	costText:       {"text", 1.0, `a text that is taken for a name`},
	costPronoun:    {"pronoun", 0.2, `a pronoun for what was spoken of`},
	costEllipsis:   {"ellipsis", 0.8, `what was spoken of, where nothing points at it`},
	costEdit:       {"edit", 0.6, `each edit between what was typed and what is known`},
	costPartial:    {"partial", 1.2, `a name of which only some words were typed`},
	costBlank:      {"blank", 2.0, `a name that nothing in the knowledge base is near to`},
	costEmptyPlain: {"empty plain", 0.5, `what a reading with an answer may cost more than one without that asks something plain`},
	costEmptyChain: {"empty chain", 1.5, `… than one without that is a chain, which could have been read otherwise`},
}
