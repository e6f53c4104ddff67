package guess

// What the relation of a column is called, what it leads to and how it is said, as its head and values show.

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"hapjak/facts/kb"
	"hapjak/facts/kb/literal"
	"hapjak/facts/kb/table"
)

// An agent is somebody who does something to the things, as heads of columns have it.
type agent struct{ noun, verb, past, participle string }

func agents() []agent {
	return []agent{
		{"director", "direct", "directed", "directed"}, {"writer", "write", "wrote", "written"}, {"author", "write", "wrote", "written"},
		{"screenwriter", "write", "wrote", "written"}, {"producer", "produce", "produced", "produced"}, {"composer", "compose", "composed", "composed"},
		{"editor", "edit", "edited", "edited"}, {"designer", "design", "designed", "designed"}, {"builder", "build", "built", "built"},
		{"publisher", "publish", "published", "published"}, {"founder", "found", "founded", "founded"}, {"owner", "own", "owned", "owned"},
		{"painter", "paint", "painted", "painted"}, {"artist", "make", "made", "made"}, {"singer", "sing", "sang", "sung"}, {"performer", "perform", "performed", "performed"},
		{"maker", "make", "made", "made"}, {"manufacturer", "make", "made", "made"}, {"creator", "create", "created", "created"}, {"inventor", "invent", "invented", "invented"},
		{"developer", "develop", "developed", "developed"}, {"architect", "design", "designed", "designed"}, {"cinematographer", "shoot", "shot", "shot"},
		{"photographer", "photograph", "photographed", "photographed"}, {"distributor", "distribute", "distributed", "distributed"},
		{"translator", "translate", "translated", "translated"}, {"illustrator", "illustrate", "illustrated", "illustrated"},
		{"actor", "star in", "starred in", ""}, {"actress", "star in", "starred in", ""}, {"star", "star in", "starred in", ""}, {"cast", "star in", "starred in", ""}, {"starring", "star in", "starred in", ""},
		{"captain", "command", "commanded", "commanded"}, {"winner", "win", "won", "won"}, {"narrator", "narrate", "narrated", "narrated"},
		{"supplier", "supply", "supplied", "supplied"}, {"organiser", "organise", "organised", "organised"}, {"organizer", "organize", "organized", "organized"}, {"manager", "manage", "managed", "managed"},
		{"coach", "coach", "coached", "coached"}, {"teacher", "teach", "taught", "taught"}, {"sponsor", "sponsor", "sponsored", "sponsored"}, {"conductor", "conduct", "conducted", "conducted"},
		{"presenter", "present", "presented", "presented"}, {"discoverer", "discover", "discovered", "discovered"}, {"donor", "give", "gave", "given"},
		{"baker", "bake", "baked", "baked"}, {"brewer", "brew", "brewed", "brewed"}, {"grower", "grow", "grew", "grown"}, {"weaver", "weave", "wove", "woven"}, {"carver", "carve", "carved", "carved"},
		{"restorer", "restore", "restored", "restored"}, {"printer", "print", "printed", "printed"}, {"keeper", "keep", "kept", "kept"}, {"buyer", "buy", "bought", "bought"}, {"seller", "sell", "sold", "sold"},
	}
}

// column makes a relation of the columns of one head. things is how many rows name a thing.
func (g *guess) column(h *headed, values []string, things int) guessedColumn {
	head, t := h.head, h.tables[0]
	name := table.SchemaName(head)
	noun := strings.ReplaceAll(name, "_", " ")
	if whole, per, ok := strings.Cut(head, "/"); ok && perEach(per) { // Rent/month
		noun = strings.ReplaceAll(table.SchemaName(whole), "_", " ")
	}
	if whole, ok := strings.CutSuffix(name, "_"+strings.ToLower(table.LastUnit(head))); ok { // weight_kg
		noun = strings.ReplaceAll(whole, "_", " ")
	}
	if last := strings.LastIndexByte(noun, ' '); !strings.HasSuffix(noun, " by") {
		noun = noun[:last+1] + singular(noun[last+1:])
	}
	c := guessedColumn{name: name, noun: noun, one: len(values) <= things}
	spoken := name
	if long := t.longFor(name); long != "" {
		noun, c.noun, spoken = long, long, table.SchemaName(long)
	}
	switch kind := typeOf(head, values, t.days); {
	case table.IsCode(head) && (kind != kb.Number || name != "no" && name != "nr" && name != "number"):
		c.to = "text"
		return c
	case kind == kb.Year || kind == kb.Date:
		c.when(kind, g, h, values)
		return c
	case kind == kb.Money || kind == kb.Number:
		if _, priced := table.PricedIn(head); priced {
			kind = kb.Money
		}
		c.to = [...]string{kb.Number: "number", kb.Money: "money"}[kind]
		if kind == kb.Number && slices.Contains([]string{"seconds", "minutes", "mins", "hours", "days", "weeks", "months"}, name) { // how long things are
			c.noun, c.nouns = "length", name
			c.says, c.unknown = "{s} {s:lasts|last} {o} "+name, "how long {s} lasts"
			c.amount("s")
			return c
		}
		if unit := unitOf(head, values); kind == kb.Number && unit != "" && !isMeasure(unit) {
			c.says = "the " + noun + " of {s} {o:is|are} {o}" + unit
		}
		if kind == kb.Money || !c.counts(spoken, t.heads, values) {
			c.amount(dimension(head, values))
		}
		return c
	}
	if !slices.ContainsFunc(values, func(v string) bool { return !table.EitherWay(v) }) {
		c.to = "text"
		return c
	}
	if c.flags(g, t, values) || c.clock(values) {
		return c
	}
	several, alone := 0, map[string]bool{}
	for _, v := range values {
		alone[v] = true
	}
	for _, v := range values {
		parts := strings.Split(v, ", ")
		if strings.ContainsAny(v, "|;") || len(parts) > 1 && (singular(name) != name || len(parts) > 2 && mean(parts) < 25) || len(parts) > 1 && slices.ContainsFunc(parts, func(p string) bool { return alone[p] }) {
			several++
		}
		if a, b, ok := strings.Cut(v, " / "); ok && (alone[a] || alone[b] || table.FullName(a) && table.FullName(b)) {
			several++
		}
		if parts := strings.Split(v, ","); len(parts) > 1 && !strings.Contains(v, ", ") && (singular(name) != name || slices.ContainsFunc(parts, func(p string) bool { return alone[p] })) {
			several++
		}
		for _, mark := range table.PairMarks {
			if a, b, ok := strings.Cut(v, mark); ok && alone[a] && alone[b] {
				several++
			}
		}
	}
	c.one = several == 0
	stem := strings.TrimSuffix(strings.TrimSuffix(noun, " by"), " name")
	for _, a := range agents() {
		if stem == a.noun || strings.HasSuffix(stem, " "+a.noun) || noun == a.participle+" by" {
			if noun = a.noun; noun == "cast" || noun == "starring" {
				noun = "actor"
			}
			c.noun, c.verbs, c.to, c.one = noun, a.verb, "person", false
			if stem != noun {
				c.nouns = stem
			}
			c.says = "{o} " + a.past + " {s}"
			c.unknown, c.inverse = "who "+a.past+" {s}", "which "+t.plural+" {o} "+a.past
			g.kindOf("person", "person", "people", "who")
			return c
		}
	}
	if participle, ok := strings.CutSuffix(noun, " by"); ok {
		c.to, c.one, c.noun, c.verbs = "person", false, participle, verbOf(participle)
		c.says, c.unknown = "{s} {s:was|were} "+participle+" by {o}", "who {s} was "+participle+" by"
		g.kindOf("person", "person", "people", "who")
		return c
	}
	if isPerson(stem) {
		c.noun, c.to = stem, "person"
		g.kindOf("person", "person", "people", "who")
		return c
	}
	switch {
	case strings.HasPrefix(values[0], "http") || strings.Contains(values[0], "@"):
		c.to = "text"
	case mean(values) > 60 || distinct(values) > 0.95 && several == 0 && mean(values) > 25:
		c.to = "text"
	case isPlace(noun):
		c.to = "place"
		g.kindOf("place", "place", "places", "where")
		if noun == "country" {
			c.subjectVerbs = "be from, come from, be in, lie in"
		} else if !t.placed {
			t.placed, c.asks = true, "where"
		}
	default:
		switch {
		case noun == "material":
			c.subjectVerbs, c.says = "be made of", "{s} {s:is|are} made of {o}"
		case several == 0 && distinct(values) <= 0.75: // a type, a state
			c.implied = true
		}
		c.to, c.own = kindName(table.SchemaName(c.noun)), true
		g.kindOf(c.to, c.noun, plural(c.noun), "")
	}
	return c
}

// isPlace reports whether a noun is one for places.
func isPlace(noun string) bool {
	return slices.Contains([]string{"country", "city", "town", "village", "island", "county", "district", "place", "location", "venue", "region", "harbour", "port"}, noun)
}

var timeOfDay = regexp.MustCompile(`(?i)^(?:[01]?\d|2[0-4])[:.][0-5]\d(?: ?[ap]\.?m\.?)?$`)

// lastsHours reports whether values such as 1:20 are no times of the day, for some begin with no hour.
func lastsHours(values []string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.HasPrefix(v, "0:") }) &&
		!slices.ContainsFunc(values, func(v string) bool { return !literal.TwoHands.MatchString(v) || v[1] != ':' })
}

// isTimes reports whether values are times of the day.
func isTimes(values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return !timeOfDay.MatchString(v) })
}

// clock makes the relation of a column of times of the day: departs, opening time.
func (c *guessedColumn) clock(values []string) bool {
	if !isTimes(values) {
		return false
	}
	c.to, c.asks = "text", "when"
	switch c.noun {
	case "depart", "arrive", "open", "close", "start", "end", "leave", "begin", "return":
		c.subjectVerbs, c.says, c.unknown = c.noun, "{s} "+c.noun+"s at {o}", "when {s} "+c.noun+"s"
	}
	return true
}

// flags makes the relation of a column that says yes or no: "has engine", "restored", "in use".
func (c *guessedColumn) flags(g *guess, t *guessedTable, values []string) bool {
	said := map[bool]bool{}
	for _, v := range values {
		yes, ok := table.SaysYes(v)
		if !ok {
			return false
		}
		said[yes] = true
	}
	if !said[true] && !said[false] {
		return false
	}
	verb, what, known := strings.Cut(c.noun, " ")
	switch verb {
	case "is", "are", "was", "were":
		verb = "is"
	case "has", "have", "with":
		verb = "has"
	case "does", "did", "would", "will", "can", "could", "should", "may": // of a form's questions
	default:
		known = false
	}
	if !known {
		verb, what = "has", c.noun
		if isState.MatchString(what) {
			verb = "is"
		}
	}
	c.to, c.noun, c.flag, c.implied = "feature", what, what, true
	g.kindOf(c.to, "feature", "features", "")
	c.subjectVerbs, c.says = "have", "{s} {s:has|have} {o}"
	switch several := map[string]string{"is": "are", "does": "do"}[verb]; verb {
	case "has":
		c.inverse = "have"
	case "is", "does":
		c.subjectVerbs, c.says, c.inverse = map[string]string{"is": "be", "does": "do"}[verb], "{s} {s:"+verb+"|"+several+"} {o}", several
	default:
		c.subjectVerbs, c.says, c.inverse = verb, "{s} "+verb+" {o}", verb
	}
	if first, _, more := strings.Cut(what, " "); more && verb != "has" && verb != "is" { // whoever would recommend it recommends it
		c.subjectVerbs += ", " + first
	}
	c.unknown, c.inverse = "whether {s} "+verb+" "+what, "which "+t.plural+" "+c.inverse+" {o}"
	return true
}

// isState finds what a thing is rather than has: restored, in use, available, open on Sundays.
var isState = regexp.MustCompile(`^(in|on|at|under|out|for|open|closed|active|current|free|new|rare|full|alive|dead|public|private)\b|(?:\pL{3}ed|able|ible|less|proof)$|\b(used|sold|built|lost|sunk|born)$|\bfree$`)

// perEach reports whether a word says for what a price is.
func perEach(word string) bool {
	return slices.Contains([]string{"hour", "day", "night", "week", "month", "year", "person", "head", "piece", "unit", "item", "kg", "m", "m²"}, strings.ToLower(strings.TrimSpace(word)))
}

// when makes a relation of a column of years or dates.
func (c *guessedColumn) when(kind kb.Kind, g *guess, h *headed, values []string) {
	order, days, idle := dayOrder(h.head, values, h.tables[0].days), 0, 0
	for _, v := range values {
		if table.StandsIdle(v) {
			idle++
		} else if date, err := literal.ParseDateAs(v, order); err == nil && date.Lo == date.Hi {
			days++
		}
	}
	then := " ({o})" // some are days, some months or years
	switch days {
	case 0:
		then = " in {o}"
	case len(values) - idle:
		then = " on {o}"
	}
	c.to = [...]string{kb.Year: "year", kb.Date: "date"}[kind]
	c.most, c.least = "newest, latest, last", "oldest, earliest, first"
	c.asks = "when"
	for _, t := range h.tables {
		if t.year == "" {
			t.year = c.name
		} else {
			c.asks = ""
		}
	}
	verb := ""
	if strings.HasPrefix(c.noun, "in ") { // in service
		c.subjectVerbs = "be " + c.noun
		c.says, c.unknown = "{s} {s:was|were} "+c.noun+then, "when {s} was "+c.noun
		return
	}
	for _, w := range strings.Fields(c.noun) {
		switch w = happened(w); w {
		case "release", "released", "premiere", "year":
			if verb == "" && (w != "year" || c.noun == w) { // not the year of its queen
				verb = "come out, be released"
				c.says, c.unknown = "{s} came out"+then, "when {s} came out"
			}
		case "date":
			if c.noun == w {
				verb = "date from"
			}
		case "born", "birth":
			verb = "be born"
			c.says, c.unknown = "{s} {s:was|were} born"+then, "when {s} was born"
		case "died", "death":
			verb = "die"
			c.says, c.unknown = "{s} died"+then, "when {s} died"
		case "joined", "started", "ended", "retired", "arrived", "resigned", "graduated", "enrolled", "debuted", "expired", "married", "left", "began":
			verb = cmp.Or(map[string]string{"left": "leave", "began": "begin"}[w], verbOf(w))
			c.noun, c.says, c.unknown = c.to+" "+w, "{s} "+w+then, "when {s} "+w
		default:
			if strings.HasSuffix(w, "ed") || slices.Contains([]string{"built", "made", "won", "withdrawn", "sold", "bought", "begun", "sunk", "lost", "found", "given", "held", "written", "drawn", "laid", "shown", "sent", "cut"}, w) {
				verb, c.noun = "be "+w, c.to+" "+w
				c.says, c.unknown = "{s} {s:was|were} "+w+then, "when {s} was "+w
			}
		}
	}
	c.subjectVerbs = verb
}

// happened returns the participle of what a noun says that happened to a thing.
func happened(noun string) string {
	for _, n := range [...][2]string{{"launch", "launched"}, {"start", "started"}, {"end", "ended"}, {"opening", "opened"}, {"inauguration", "inaugurated"}, {"completion", "completed"}, {"foundation", "founded"}, {"founding", "founded"},
		{"establishment", "established"}, {"publication", "published"}, {"construction", "built"}, {"closure", "closed"}, {"closing", "closed"}, {"creation", "created"}, {"invention", "invented"}, {"recording", "recorded"}} {
		if noun == n[0] {
			return n[1]
		}
	}
	return noun
}
