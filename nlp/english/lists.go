package english

import (
	"regexp"
	"strings"
)

// between parts the items of a list that is written out in a sentence.
var between = regexp.MustCompile(`,? (?:and|or|as well as) |, `)

// maxListed is how many words an item of such a list has at most.
const maxListed = 6

// ListAround returns the items of the list in which text[start:end] stands: of "bees, wasps and
// ants" all three, whichever is given. It returns nothing where those words stand in no list, or
// in one whose items are clauses or too long to be told from what stands around them.
func ListAround(text string, start, end int) []string {
	from, to := start, end
	for from > 0 && !endsPart(text[:from], text[from:start]) {
		from--
	}
	for to < len(text) && !beginsRest(text[to:]) {
		to++
	}
	part, at := text[from:to], start-from
	seps := between.FindAllStringIndex(part, -1)
	bounds := [][2]int{}
	begin, own := 0, -1
	for _, sep := range append(seps, []int{len(part), len(part)}) {
		if begin <= at && at <= sep[0] {
			own = len(bounds)
		}
		bounds = append(bounds, [2]int{begin, sep[0]})
		begin = sep[1]
	}
	if own < 0 {
		return nil
	}
	item := func(i int) string {
		words := part[bounds[i][0]:bounds[i][1]]
		if number, rest, ok := strings.Cut(words, ") "); ok && strings.HasPrefix(number, "(") && !strings.Contains(number, " ") {
			words = rest // "(2) discs"
		}
		return strings.Trim(Unbracketed(words), ` "“”.,;:`)
	}
	first := part[at:bounds[own][1]] // what stands before the words that are given leads into the list
	lead := strings.TrimSpace(part[bounds[own][0]:at])
	if IsArticle(strings.ToLower(lead)) {
		first, lead = part[bounds[own][0]:bounds[own][1]], ""
	}
	list := []string{strings.Trim(Unbracketed(first), ` "“”.,;:`)}
	if !isItem(list[0]) {
		return nil
	}
	last := own
	for i := own + 1; i < len(bounds) && isItem(item(i)); i++ {
		list = append(list, item(i))
		if last = i; i < len(bounds)-1 && strings.TrimSpace(part[bounds[i-1][1]:bounds[i][0]]) != "," {
			break // "and" or "or" leads to the last
		}
	}
	head := own
	for i := own - 1; i >= 0 && lead == "" && strings.TrimSpace(part[bounds[i][1]:bounds[i+1][0]]) != ""; i-- {
		it := item(i)
		word, rest, _ := strings.Cut(it, " ")
		word = strings.ToLower(word)
		led := i == 0 && afterLead(it) != "" // a sentence begins with what leads into its list
		if isItem(it) && !led && Numeral(word) < 2 && !(IsPreposition(word) && !strings.HasPrefix(list[0], word+" ")) {
			list, head = append([]string{it}, list...), i
			continue
		}
		if isItem(it) && IsPreposition(word) { // "in mice, voles and shrews"
			it = rest
		} else {
			it = afterLead(it)
		}
		if word, _, _ = strings.Cut(it, " "); it != "" && Numeral(strings.ToLower(word)) < 2 { // "it has two sides, …"
			list, head = append([]string{it}, list...), i
		}
		break
	}
	// By "and" or "or", or numbered, else those are no items of one list.
	joined := strings.HasPrefix(part[bounds[last][0]:], "(") && len(list) > 2
	for i := head; i < last; i++ {
		joined = joined || strings.Trim(part[bounds[i][1]:bounds[i+1][0]], " ,") != ""
	}
	if len(list) < 2 || !joined {
		return nil
	}
	return list
}

// endsPart reports whether a list may begin behind a text; next is what stands between.
func endsPart(s, next string) bool {
	for _, mark := range []string{". ", "—", "– ", ": ", "; ", "? ", "! "} {
		if strings.HasSuffix(s, mark) {
			return true
		}
	}
	return strings.HasSuffix(s, " (") && !strings.Contains(next, ")")
}

func beginsRest(s string) bool {
	for _, mark := range []string{". ", "—", " –", ": ", "; ", "? ", "! "} {
		if strings.HasPrefix(s, mark) {
			return true
		}
	}
	return s == "."
}

// isItem reports whether words may be an item of a list and not a clause of its own.
func isItem(words string) bool {
	fields := strings.Fields(strings.ToLower(words))
	if len(fields) == 0 || len(fields) > maxListed {
		return false
	}
	for _, w := range fields {
		if IsAuxiliary(w) || IsWh(w) || w == "that" || w == "because" || w == "but" || w == "if" {
			return false
		}
	}
	return true
}

// afterLead is the first item of a list that stands behind what leads into it: of "it has three
// parts that are short as in bees" the bees; nothing where no small word tells where it begins.
func afterLead(words string) string {
	fields := strings.Fields(words)
	for i := len(fields) - 1; i > 0; i-- {
		if w := strings.ToLower(fields[i-1]); IsPreposition(w) || IsAuxiliary(w) || w == "include" || w == "includes" || w == "including" {
			if rest := strings.Join(fields[i:], " "); isItem(rest) {
				return rest
			}
			return ""
		}
	}
	return ""
}

// headEnds stand between the head of a list's item and what is said of it, maxHead is how many words a head has at most.
var headEnds = regexp.MustCompile(`: | [-–—] |\. `)

const maxHead = 4

// Heads returns what the items of a list are about, where each says so first: "Oats: for porridge". It
// returns nothing where some item does not.
func Heads(items []string) (heads []string) {
	for _, item := range items {
		item = strings.TrimLeft(item, " 0123456789.")
		at := headEnds.FindStringIndex(item)
		if at == nil || at[0] == 0 || strings.Count(item[:at[0]], " ") >= maxHead {
			return nil
		}
		heads = append(heads, Unbracketed(item[:at[0]]))
	}
	return heads
}
