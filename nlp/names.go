package nlp

// A Name is a name that a text holds.
type Name struct {
	Text       string
	Label      string // PERSON or GPE as prose has it, which is often wrong; empty for a run of capitals
	Start, End int    // byte offsets in the text
}

// Names returns the names that prose finds in text, in order. prose labels words
// one by one and unevenly ("Tom Hanks" is two persons, "City" in "New York City"
// nothing), so a name here is a run of proper nouns, by prose's tags, of which
// prose labels at least one word. It needs capitals to find any, and loads the model.
func (t *Tagger) Names(text string) []Name {
	tokens := Tokens(text)
	words, starts := t.read(tokens, true)
	tokens = tokens[:len(starts)]
	tags, labels := make([]Tag, len(tokens)), make([]string, len(tokens))
	next := 0
	for i := range tokens {
		for next < len(words) && words[next].end <= starts[i] {
			next++
		}
		if next == len(words) {
			break
		}
		tags[i] = ParseTag(words[next].tag)
		if l := words[next].label; len(l) > 2 && tokens[i].Kind == Word {
			labels[i], tags[i] = l[2:], NNP
		}
	}
	return namesOf(text, tokens, tags, labels)
}

// namesOf returns the runs of proper nouns; with labels, those that hold one.
func namesOf(text string, tokens []Token, tags []Tag, labels []string) []Name {
	var names []Name
	for i := 0; i < len(tokens); i++ {
		if !tags[i].Proper() || !tokens[i].Capitalised() {
			continue
		}
		end := nameEnd(tokens, tags, i)
		label := ""
		for j := i; j < end && labels != nil && label == ""; j++ {
			label = labels[j]
		}
		if labels == nil || label != "" {
			names = append(names, nameOf(text, tokens[i:end], label))
		}
		i = end - 1
	}
	return names
}

func nameOf(text string, tokens []Token, label string) Name {
	start, end := tokens[0].Start, tokens[len(tokens)-1].End
	return Name{Text: text[start:end], Label: label, Start: start, End: end}
}

// nameEnd returns where the name that begins at i ends. Capitals go on, and so do
// a hyphen, an ampersand, "of" or "the" between two of them.
func nameEnd(tokens []Token, tags []Tag, i int) int {
	end := i + 1
	for j := end; j < len(tokens) && j < end+3; j++ {
		switch {
		case tags[j].Proper() && tokens[j].Capitalised(), tokens[j].Norm != "" && j > 0 && tokens[j-1].Norm == "-" && tokens[j-1].End == tokens[j].Start && tokens[j].Kind == Word:
			end = j + 1
		case tokens[j].Kind == Number && j == end && tokens[j].Start == tokens[j-1].End+1: // "District 9"
			end = j + 1
		case tokens[j].Norm == "-" && tokens[j].Start == tokens[j-1].End, tokens[j].Norm == "&", tokens[j].Norm == "of" && j == end, tokens[j].Norm == "the" && tokens[j-1].Norm == "of":
		default:
			return end
		}
	}
	return end
}
